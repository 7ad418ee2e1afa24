//! Passages that stand in several documents, in the same words or in nearly the same: each told once, however many there are.

mod cluster;
mod group;
mod inside;
mod join;
mod pair;
mod passages;
mod place;
mod ruler;
mod seek;
mod shared;
mod sieve;
mod tell;
mod verdict;
mod window;
mod word;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use self::cluster::{Grouped, grouped};
use self::group::Group;
pub use self::pair::{Alike, EACH, compare, join, shingles};
use self::passages::{Passages, RuleView};
use self::place::settle;
pub use self::place::{Cluster, CopyPlace};
pub(super) use self::ruler::Ruler;
pub use self::seek::KinSeeker;
pub use self::sieve::KinSieve;
pub use self::tell::{Documents, SHOWN, tell};
pub use self::verdict::CompareStep;
use self::verdict::verdicts;
use self::window::windows;
pub(super) use self::word::packed;
use crate::check::print::Asks;
use crate::check::shelf::SeenDrafts;

/// For each rule, of one at least, the texts that stand in as many documents as one of these asks for, by the place of the first. Passages
/// that follow one another in the same documents are one text. `pairs`, by their keys, are the passages that may be alike, where somebody
/// knows that; `done` is called when a step is done.
pub fn find(seens: &[SeenDrafts<'_>], pairs: Option<&[(u64, u64)]>, done: &dyn Fn(CompareStep)) -> Vec<Vec<Cluster>> {
    let passages = Passages::of(seens);
    let views = passages.views();
    let verdicts = verdicts(&passages, &views, pairs, done);
    let mut found: Vec<Vec<Cluster>> = Vec::new();
    let mut known: Vec<(RuleView<'_>, Grouped)> = Vec::new();
    for &view in &views {
        if known.iter().all(|(other, _)| !other.seen.sees_as(view.seen)) {
            known.push((view, grouped(view, &verdicts)));
        }
        let of = known.iter().find(|(other, _)| other.seen.sees_as(view.seen));
        found.push(of.map_or_else(Vec::new, |(_, grouped)| clusters(view, grouped)));
    }
    done(CompareStep::Verify);
    found
}

fn clusters(view: RuleView<'_>, grouped: &Grouped) -> Vec<Cluster> {
    let asks = Threshold { view, seen: view.seen };
    // A rule that asks for words in a row tells those; what is a copy as a whole is told by another.
    let is_whole = |group: &&Group| view.asks(group.members[0].0).is_some_and(|asks| asks.run == 0);
    let wholes = grouped.groups.iter().filter(is_whole);
    let found: Vec<Cluster> = wholes.flat_map(|group| asks.clusters(places(view, group))).collect();
    let mut found = merged(view.seen, found);
    found.extend(shared::stretches(view, &grouped.far).into_iter().flat_map(|places| asks.clusters(places)));
    found.sort_by_key(|cluster| cluster.places[0].numbers.start);
    found
}

/// Where the passages of a group stand.
fn places(view: RuleView<'_>, group: &Group) -> Vec<CopyPlace> {
    let (mut found, mut seen): (Vec<CopyPlace>, FxHashSet<u32>) = (Vec::new(), FxHashSet::default());
    let mut add = |passage: u32, likeness: f64, run: Option<(Range<usize>, usize)>| {
        for number in view.places(passage) {
            let document = view.document(number);
            if seen.insert(document) {
                let (document, run) = (document as usize, run.clone());
                found.push(CopyPlace { document, asked: false, numbers: number..number + 1, likeness, run });
            }
        }
    };
    group.members.iter().for_each(|&(passage, likeness)| add(passage, likeness, None));
    let words = view.words(group.members[0].0).len() as f64;
    for holder in &group.holders {
        add(holder.passage, holder.words as f64 / words, Some((holder.run.clone(), holder.words)));
    }
    settle(&mut found, view.places(group.members[0].0).count(), view.seen);
    found
}

/// What documents ask of a text.
struct Threshold<'s> {
    view: RuleView<'s>,
    seen: &'s SeenDrafts<'s>,
}

impl Threshold<'_> {
    fn least(&self, document: usize) -> usize {
        let asks: Asks = self.seen.asks(document as u32);
        asks.files.max((asks.share * self.seen.documents() as f64).ceil() as usize)
    }

    /// A text, once for each stretch of time in which it stands in as many documents as are asked for.
    fn clusters(&self, places: Vec<CopyPlace>) -> Vec<Cluster> {
        windows(self.view, places).into_iter().filter_map(|places| self.cluster(places)).collect()
    }

    /// A text, if it stands in as many documents as one that has it asks for.
    fn cluster(&self, mut places: Vec<CopyPlace>) -> Option<Cluster> {
        if places.len() < 2 {
            return None;
        }
        let mut versions = FxHashSet::default();
        let files = places.iter().filter(|place| match self.seen.same(place.document as u32) {
            0 => true,
            same => versions.insert(same),
        });
        let wordings: FxHashSet<u64> = places.iter().map(|place| place.key(self.seen)).collect();
        // Of what is only counted it is not known when it was published.
        let is_any_time = places.iter().all(|place| self.seen.asks(place.document as u32).within == 0);
        let more = if is_any_time { wordings.iter().map(|&key| self.seen.more(key)).sum() } else { 0 };
        let files = files.count() + more;
        for place in &mut places {
            place.asked = files >= self.least(place.document).max(2);
        }
        let told = places.iter().position(|place| place.asked)?;
        let (least, within) = (self.least(places[told].document), self.seen.asks(places[told].document as u32).within);
        Some(Cluster { files, more, wordings: wordings.len(), least, within, told, places })
    }
}

/// Where the passages of a text stand, in the order of documents: document, first passage, and the one behind the last.
type PassageRun = Vec<(usize, u32, u32)>;

/// Makes one text of those that follow one another in the same documents.
fn merged(seen: &SeenDrafts<'_>, clusters: Vec<Cluster>) -> Vec<Cluster> {
    let standing = |cluster: &Cluster| {
        let mut places: PassageRun =
            cluster.places.iter().map(|place| (place.document, place.numbers.start, place.numbers.end)).collect();
        places.sort_unstable();
        places
    };
    let mut order: Vec<(PassageRun, Cluster)> = clusters.into_iter().map(|cluster| (standing(&cluster), cluster)).collect();
    order.sort_by_key(|(places, _)| places[0]);
    let mut found: Vec<(PassageRun, Cluster)> = Vec::new();
    // By the passage behind a text in the document that it stands in first.
    let mut ends: FxHashMap<u32, usize> = FxHashMap::default();
    let next = |&(document, _, end): &(usize, u32, u32)| seen.next(document as u32, end);
    for (places, cluster) in order {
        let follows = |before: &PassageRun| {
            before.len() == places.len() && before.iter().zip(&places).all(|(a, b)| a.0 == b.0 && next(a) == Some(b.1))
        };
        let behind = next(&places[0]);
        let is_whole = |cluster: &Cluster| cluster.places.iter().all(|place| place.run.is_none());
        let before = ends.remove(&places[0].1).filter(|&before| follows(&found[before].0));
        let before = before.filter(|&before| is_whole(&cluster) && is_whole(&found[before].1));
        if let Some(before) = before {
            let (all, whole) = &mut found[before];
            all.iter_mut().zip(&places).for_each(|(place, next)| place.2 = next.2);
            whole.go_on(&cluster);
        } else {
            found.push((places, cluster));
        }
        ends.extend(behind.map(|behind| (behind, before.unwrap_or(found.len() - 1))));
    }
    found.into_iter().map(|(_, cluster)| cluster).collect()
}
