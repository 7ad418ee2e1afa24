//! Passages that stand in several documents, in the same words or in nearly the same: each told once, however many there are.

mod cluster;
mod group;
mod inside;
mod join;
mod pair;
mod place;
mod ruler;
mod shared;
mod tell;
mod word;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use self::cluster::groups;
use self::group::Group;
use self::join::Passages;
pub use self::pair::{Alike, EACH, compare, shingles};
use self::place::settle;
pub use self::place::{Cluster, CopyPlace};
pub(super) use self::ruler::Ruler;
pub use self::tell::{Documents, SHOWN, tell};
pub(super) use self::word::packed;
use crate::check::print::{Asks, Prints};

/// The texts that stand in as many documents as one of these asks for, by the place of the first. Passages that follow one another in the
/// same documents are one text. `pairs`, by their keys, are the passages that may be alike, where somebody knows that; `joined` is called when it is
/// known.
pub fn find(prints: &[Prints], pairs: Option<&[(u64, u64)]>, joined: &dyn Fn()) -> Vec<Cluster> {
    let passages = Passages::of(prints);
    let (groups, far) = groups(&passages, pairs, joined);
    let asks = Threshold { prints };
    // A rule that asks for words in a row tells those; what is a copy as a whole is told by another.
    let wholes = groups.iter().filter(|group| asks.runs(&passages, group) == 0);
    let mut found: Vec<Cluster> = wholes.filter_map(|group| asks.cluster(places(&passages, prints, group))).collect();
    found = merged(found);
    found.extend(shared::stretches(&passages, far).into_iter().filter_map(|places| asks.cluster(places)));
    found.sort_by_key(|cluster| (cluster.places[0].document, cluster.places[0].numbers.start));
    found
}

/// Where the passages of a group stand.
fn places(passages: &Passages<'_>, prints: &[Prints], group: &Group) -> Vec<CopyPlace> {
    let (mut found, mut seen): (Vec<CopyPlace>, FxHashSet<u32>) = (Vec::new(), FxHashSet::default());
    let mut add = |passage: u32, likeness: f64, run: Option<(Range<usize>, usize)>| {
        for (document, number) in passages.places(passage as usize).filter(|(document, _)| seen.insert(*document)) {
            let (document, number) = (document as usize, number as usize);
            found.push(CopyPlace { document, asked: false, numbers: number..number + 1, likeness, run: run.clone() });
        }
    };
    group.members.iter().for_each(|&(passage, likeness)| add(passage, likeness, None));
    let words = passages.words(group.members[0].0 as usize).len() as f64;
    for holder in &group.holders {
        add(holder.passage, holder.words as f64 / words, Some((holder.run.clone(), holder.words)));
    }
    settle(&mut found, passages.places(group.members[0].0 as usize).len(), prints);
    found
}

/// What documents ask of a text.
struct Threshold<'p> {
    prints: &'p [Prints],
}

impl Threshold<'_> {
    fn least(&self, asks: Asks) -> usize {
        asks.files.max((asks.share * self.prints.len() as f64).ceil() as usize)
    }

    fn runs(&self, passages: &Passages<'_>, group: &Group) -> usize {
        passages.home(group.members[0].0 as usize).asks.run
    }

    /// A text, if it stands in as many documents as one that has it asks for.
    fn cluster(&self, mut places: Vec<CopyPlace>) -> Option<Cluster> {
        if places.len() < 2 {
            return None;
        }
        let mut versions = FxHashSet::default();
        let files = places.iter().filter(|place| match self.prints[place.document].same {
            0 => true,
            same => versions.insert(same),
        });
        let files = files.count();
        for place in &mut places {
            place.asked = files >= self.least(self.prints[place.document].asks).max(2);
        }
        let told = places.iter().position(|place| place.asked)?;
        let wordings: FxHashSet<u64> = places.iter().map(|place| place.key(self.prints)).collect();
        let least = self.least(self.prints[places[told].document].asks);
        Some(Cluster { files, wordings: wordings.len(), least, told, places })
    }
}

/// Where the passages of a text stand, in the order of documents: document, first passage, and the one behind the last.
type PassageRun = Vec<(usize, usize, usize)>;

/// Makes one text of those that follow one another in the same documents.
fn merged(clusters: Vec<Cluster>) -> Vec<Cluster> {
    let standing = |cluster: &Cluster| {
        let mut places: PassageRun =
            cluster.places.iter().map(|place| (place.document, place.numbers.start, place.numbers.end)).collect();
        places.sort_unstable();
        places
    };
    let mut order: Vec<(PassageRun, Cluster)> = clusters.into_iter().map(|cluster| (standing(&cluster), cluster)).collect();
    order.sort_by_key(|(places, _)| places[0]);
    let mut found: Vec<(PassageRun, Cluster)> = Vec::new();
    // By where a text ends in the document that it stands in first.
    let mut ends: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (places, cluster) in order {
        let (document, start, end) = places[0];
        let follows = |before: &PassageRun| {
            before.len() == places.len() && before.iter().zip(&places).all(|(a, b)| a.0 == b.0 && a.2 == b.1)
        };
        let is_whole = |cluster: &Cluster| cluster.places.iter().all(|place| place.run.is_none());
        let before = ends.remove(&(document, start)).filter(|&before| follows(&found[before].0));
        let before = before.filter(|&before| is_whole(&cluster) && is_whole(&found[before].1));
        if let Some(before) = before {
            let (all, whole) = &mut found[before];
            all.iter_mut().zip(&places).for_each(|(place, next)| place.2 = next.2);
            whole.go_on(&cluster);
        } else {
            found.push((places, cluster));
        }
        ends.insert((document, end), before.unwrap_or(found.len() - 1));
    }
    found.into_iter().map(|(_, cluster)| cluster).collect()
}
