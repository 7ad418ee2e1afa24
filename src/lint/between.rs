//! What is wrong between documents, over what was kept of each.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::joined::Joined;
use super::look::{Entry, KEEP_OUT, Looked, Outcome, told, unreadable};
use super::meter::{Meter, Stage, lap};
use super::{fingerprint, needless};
use crate::check::Prints;
use crate::check::across::{self, Cluster, CopyPlace, Documents as _};
use crate::finding::{Copied, Finding};
use crate::policy::{Rule, names};
use crate::text::{Source, Span};

/// A draft that waits for all others: what is told of it may depend on them.
pub(super) struct Waiting {
    entry: Entry,
    looked: Looked,
    /// What its text was, where the text itself is not kept.
    dropped: Option<u64>,
}

impl Waiting {
    /// Of a draft that nothing is told of yet, the text is not kept.
    pub(super) fn new(entry: Entry, mut looked: Looked) -> Self {
        let dropped = looked.judged.findings.is_empty().then(|| xxh3_64(looked.source.text.as_bytes()));
        if dropped.is_some() {
            looked.source = entry.bare();
        }
        Self { entry, looked, dropped }
    }

    /// Reads the text again; false where that is no longer what was judged.
    fn take_up(&mut self, read: &impl Fn(&Path) -> io::Result<Vec<u8>>) -> bool {
        let Some(known) = self.dropped.take() else { return true };
        let again = read(&self.entry.path).map(|bytes| Source::decode(&self.entry.path, self.entry.format(), bytes).source);
        let (why, help) = match again {
            Ok(source) if xxh3_64(source.text.as_bytes()) == known => {
                self.looked.source = source;
                return true;
            }
            Ok(_) => ("it changed while it was checked".to_owned(), "Run it again."),
            Err(error) => (error.to_string(), KEEP_OUT),
        };
        self.looked = unreadable(&self.entry, &why, help);
        false
    }

    /// What is told of the draft in the end; its text is there where something is, or where it is `needed` by another finding.
    fn settle(mut self, needed: bool, read: &impl Fn(&Path) -> io::Result<Vec<u8>>) -> Outcome {
        let genres = std::mem::take(&mut self.looked.judged.genres);
        let prints = std::mem::take(&mut self.looked.judged.prints);
        let mut findings = std::mem::take(&mut self.looked.judged).settled(&self.entry.policy);
        if !findings.is_empty() && !self.take_up(read) {
            return self.looked.settle(&self.entry);
        }
        needless::mend(&self.entry.policy, &self.looked.source, &prints, &mut findings);
        fingerprint::give_rest(&mut findings, &self.looked.source);
        let source = if findings.is_empty() && !needed { self.entry.bare() } else { self.looked.source };
        told(&self.entry, source, genres, findings)
    }
}

/// A text at one of its places, as what is known of earlier runs is asked for it.
#[derive(Debug, Clone, Copy)]
pub struct PassageName<'a> {
    /// The rule that tells of it.
    pub rule: &'a str,
    /// The draft.
    pub path: &'a Path,
    /// Its bytes in the draft.
    pub span: Span,
    /// The name that a finding there has.
    pub fingerprint: &'a str,
}

/// Compares drafts per publication and rule, and tells of each.
pub(super) fn compare(
    mut waiting: Vec<Waiting>,
    read: &impl Fn(&Path) -> io::Result<Vec<u8>>,
    is_old: &dyn Fn(PassageName<'_>) -> bool,
    joined: Option<&Joined>,
    meter: Option<&dyn Meter>,
    mut tell: impl FnMut(&Entry, Outcome),
) {
    lap(meter, Stage::Idle);
    let mut compared = compared(&mut waiting, joined, meter);
    leave_out_the_outdone(&mut compared);
    leave_out_parts(&mut compared);
    let mut needed: BTreeSet<usize> = BTreeSet::new();
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for compared in compared {
        for cluster in &compared.clusters {
            let telling = compared.telling(cluster, &waiting, is_old);
            let shown = || telling.shown.iter().map(|&place| compared.number(&cluster.places[place]));
            let at = || telling.at.iter().map(|&place| compared.number(&cluster.places[place]));
            for number in at().chain(shown()) {
                waiting[number].take_up(read);
            }
            needed.extend(shown());
            found.extend(compared.findings(cluster, &telling, &waiting));
        }
    }
    for (number, finding) in found {
        waiting[number].looked.judged.findings.push(finding);
    }
    for (number, draft) in waiting.into_iter().enumerate() {
        let entry = draft.entry.clone();
        tell(&entry, draft.settle(needed.contains(&number), read));
    }
    lap(meter, Stage::Settle);
}

/// Drafts that were compared by one rule of a publication, and the texts that they share.
struct Comparison {
    /// For each, its number among those that wait, and that of its rule.
    members: Vec<(usize, usize)>,
    prints: Vec<Prints>,
    clusters: Vec<Cluster>,
}

/// Where a text is told, and which other places are named there.
struct TellPlan {
    /// Where a finding is made: one is told, and the others are those that a permission takes out.
    at: Vec<usize>,
    shown: Vec<usize>,
}

fn compared(waiting: &mut [Waiting], joined: Option<&Joined>, meter: Option<&dyn Meter>) -> Vec<Comparison> {
    let mut rules: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (number, Waiting { entry, looked, .. }) in waiting.iter().enumerate() {
        for (place, (rule, _)) in looked.judged.prints.iter().enumerate() {
            let key = (entry.policy.publication().to_owned(), entry.policy.rules[*rule].id.clone());
            rules.entry(key).or_default().push((number, place));
        }
    }
    let compare = |(rule, places): ((String, String), Vec<(usize, usize)>)| {
        let pairs = joined.and_then(|joined| joined.pairs(&rule));
        let mut take = |&(number, place): &(usize, usize)| std::mem::take(&mut waiting[number].looked.judged.prints[place].1);
        let prints: Vec<Prints> = places.iter().map(&mut take).collect();
        let rule = |(number, place): (usize, usize)| (number, waiting[number].looked.judged.prints[place].0);
        let members = places.into_iter().map(rule).collect();
        let clusters = across::find(&prints, pairs, &|| lap(meter, Stage::Join));
        lap(meter, Stage::Verify);
        Comparison { members, clusters, prints }
    };
    rules.into_iter().map(compare).collect()
}

/// Of rules that tell of one text, the one that asks for more drafts does: it knows better what to do about it.
fn leave_out_the_outdone(all: &mut [Comparison]) {
    let mut most: BTreeMap<(usize, Span), usize> = BTreeMap::new();
    for compared in &*all {
        for cluster in &compared.clusters {
            let least = most.entry(compared.first(cluster)).or_default();
            *least = cluster.least.max(*least);
        }
    }
    for compared in all {
        let mut clusters = std::mem::take(&mut compared.clusters);
        clusters.retain(|cluster| most.get(&compared.first(cluster)) == Some(&cluster.least));
        compared.clusters = clusters;
    }
}

/// Leaves out words in a row, and what stands inside longer passages, where each of its places is one of another text that stands in no
/// fewer drafts.
fn leave_out_parts(all: &mut [Comparison]) {
    let has_parts = |cluster: &Cluster| cluster.places.iter().any(CopyPlace::is_part);
    if !all.iter().flat_map(|compared| &compared.clusters).any(has_parts) {
        return;
    }
    // For each passage of a draft, by where it begins, the texts that stand in it, as (comparison, text).
    let mut texts: FxHashMap<(usize, usize), Vec<(usize, usize)>> = FxHashMap::default();
    for (number, compared) in all.iter().enumerate() {
        for (text, cluster) in compared.clusters.iter().enumerate() {
            for place in &cluster.places {
                let starts = place.starts(&compared.prints);
                starts.for_each(|start| texts.entry((compared.number(place), start)).or_default().push((number, text)));
            }
        }
    }
    // What is told as a whole outdoes parts, and of equals the first does.
    let rank = |(number, text): (usize, usize)| {
        let cluster: &Cluster = &all[number].clusters[text];
        (usize::MAX - cluster.files, cluster.places[0].is_part(), number, text)
    };
    let is_outdone = |number: usize, text: usize| {
        let (own, cluster) = (&all[number], &all[number].clusters[text]);
        let here =
            |place: &CopyPlace| texts.get(&(own.number(place), place.span(&own.prints).start())).map_or(&[][..], Vec::as_slice);
        let others = cluster.places.iter().map(here).min_by_key(|texts| texts.len()).unwrap_or_default();
        let mut better = others.iter().filter(|&&other| rank(other) < rank((number, text)));
        let holds = |&(other, text): &(usize, usize)| cluster.places.iter().all(|place| all[other].holds(text, place, own));
        has_parts(cluster) && better.any(holds)
    };
    let outdone = |number: usize| (0..all[number].clusters.len()).map(|text| is_outdone(number, text)).collect();
    let outdone: Vec<Vec<bool>> = (0..all.len()).map(outdone).collect();
    for (compared, outdone) in all.iter_mut().zip(outdone) {
        let mut outdone = outdone.into_iter();
        compared.clusters.retain(|_| outdone.next() != Some(true));
    }
}

impl Comparison {
    fn number(&self, place: &CopyPlace) -> usize {
        self.members[place.document].0
    }

    /// Whether a text stands at a place of another comparison.
    fn holds(&self, text: usize, place: &CopyPlace, other: &Self) -> bool {
        let Ok(document) = self.members.binary_search_by_key(&other.number(place), |(number, _)| *number) else { return false };
        self.clusters[text].place_in(document).is_some_and(|own| own.holds(&self.prints, place, &other.prints))
    }

    fn first(&self, cluster: &Cluster) -> (usize, Span) {
        (self.number(&cluster.places[0]), cluster.places[0].span(&self.prints))
    }

    fn rule<'w>(&self, place: &CopyPlace, waiting: &'w [Waiting]) -> &'w Rule {
        let (number, rule) = self.members[place.document];
        &waiting[number].entry.policy.rules[rule]
    }

    fn fingerprint(&self, place: &CopyPlace, waiting: &[Waiting]) -> String {
        fingerprint::of_passage(&self.rule(place, waiting).id, place.key(&self.prints))
    }

    /// Where a text is told: at what the others are copies of, or, where that is known from earlier, at the first copy that is new. Leave
    /// that is given at the former holds for all of it; leave at a copy, for that copy.
    fn telling(&self, cluster: &Cluster, waiting: &[Waiting], is_old: &dyn Fn(PassageName<'_>) -> bool) -> TellPlan {
        let is_permitted = |place: &CopyPlace| {
            let (span, rule) = (place.span(&self.prints), &self.rule(place, waiting).id);
            let allows = &waiting[self.number(place)].looked.judged.allows;
            allows.iter().any(|(allow, covers)| covers.is_some_and(|covers| covers.overlaps(span)) && names(&allow.rule, rule))
        };
        let is_new = |&at: &usize| {
            let place = &cluster.places[at];
            let (path, fingerprint) = (&waiting[self.number(place)].entry.path, self.fingerprint(place, waiting));
            let rule = &self.rule(place, waiting).id;
            !is_old(PassageName { rule, path, span: place.span(&self.prints), fingerprint: &fingerprint })
        };
        let asked = (0..cluster.places.len()).filter(|&at| cluster.places[at].asked);
        let permitted: BTreeSet<usize> = asked.clone().filter(|&at| is_permitted(&cluster.places[at])).collect();
        let left = cluster.places.len() - permitted.len();
        let mut at: Vec<usize> = permitted.iter().copied().collect();
        if !permitted.contains(&cluster.told) && left > 1 {
            let mut candidates = [cluster.told].into_iter().chain(asked).filter(|at| !permitted.contains(at));
            at.insert(0, candidates.find(is_new).unwrap_or(cluster.told));
        }
        let told = at.first().copied();
        let shown = (0..cluster.places.len()).filter(|&at| Some(at) != told).take(across::SHOWN);
        TellPlan { shown: shown.filter(|_| told.is_some_and(|told| !permitted.contains(&told))).collect(), at }
    }

    fn findings(&self, cluster: &Cluster, telling: &TellPlan, waiting: &[Waiting]) -> Vec<(usize, Finding)> {
        let texts = Texts { members: &self.members, waiting };
        let finding = |&at: &usize| {
            let place = &cluster.places[at];
            let hit = across::tell(&self.prints, cluster, at, &telling.shown, &texts)?;
            let mut finding = self.rule(place, waiting).finding(hit, texts.source(place.document)?);
            finding.fingerprint = self.fingerprint(place, waiting);
            Some((self.number(place), finding))
        };
        let mut found: Vec<(usize, Finding)> = telling.at.iter().filter_map(finding).collect();
        if let (Some((_, finding)), Some(&told)) = (found.first_mut(), telling.at.first()) {
            let others = cluster.places.iter().enumerate().filter(|(at, _)| *at != told).map(|(_, place)| place);
            let copy = |place: &CopyPlace| Copied {
                path: waiting[self.number(place)].entry.path.clone(),
                fingerprint: self.fingerprint(place, waiting),
            };
            finding.copies = others.map(copy).collect();
        }
        found
    }
}

/// The texts of drafts that were taken up again.
struct Texts<'w> {
    members: &'w [(usize, usize)],
    waiting: &'w [Waiting],
}

impl<'w> across::Documents<'w> for Texts<'w> {
    fn source(&self, document: usize) -> Option<&'w Source> {
        let Waiting { looked, dropped, .. } = &self.waiting[self.members[document].0];
        Some(&looked.source).filter(|source| dropped.is_none() && !source.text.is_empty())
    }

    fn path(&self, document: usize) -> &'w Path {
        &self.waiting[self.members[document].0].entry.path
    }
}
