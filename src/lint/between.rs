//! What is wrong between documents, over what was kept of each.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::archive::{Archive, Filed, hash};
use super::joined::Joined;
use super::judge::Judged;
use super::looked::{Entry, Looked, Outcome, told};
use super::meter::{Meter, Stage, lap};
use super::past::{PassageName, Past};
use super::store::{PrintStore, narrowed};
use super::unread::{KEEP_OUT, unreadable};
use super::{fingerprint, needless};
use crate::check::across::{self, Cluster, CompareStep, CopyPlace, Documents as _};
use crate::check::{Elsewhere, PrintShelf, Prints, SeenDrafts};
use crate::finding::{Copied, File, Finding};
use crate::policy::{Policy, Rule, names};
use crate::text::{Allow, Source, Span};

/// What is said where a draft of an archive is not there as it was.
const CHANGED: &str = "a place without a line is in a file that changed since it was indexed";

/// Drafts that wait for all others, as what is told of them may depend on these; and what is to be compared of them.
#[derive(Default)]
pub(super) struct Held {
    drafts: Vec<Waiting>,
    shelf: PrintShelf,
    rules: CompareRules,
}

/// The rules by which drafts are compared: each by its publication and its name.
#[derive(Default)]
struct CompareRules {
    numbers: BTreeMap<(String, String), u32>,
    /// By the address of a policy, the numbers of its rules, where they were asked for.
    of: FxHashMap<usize, Vec<Option<u32>>>,
}

impl Held {
    /// Takes in a draft; what is remembered of it goes to the store where there is one.
    pub(super) fn add(&mut self, draft: Waiting, mut prints: Prints, store: Option<&dyn PrintStore>) {
        let policy = &draft.entry.policy;
        let of = self.rules.of.entry(Arc::as_ptr(policy).addr()).or_insert_with(|| vec![None; policy.rules.len()]);
        for (rule, _) in &prints.wanted {
            let next = self.rules.numbers.len() as u32;
            let name = || (policy.publication().to_owned(), policy.rules[*rule].id.clone());
            of[*rule].get_or_insert_with(|| *self.rules.numbers.entry(name()).or_insert(next));
        }
        prints.wanted.iter_mut().for_each(|(rule, _)| *rule = of[*rule].unwrap_or_default() as usize);
        match store {
            Some(store) => store.keep(policy.publication(), prints),
            None => self.shelf.put(&prints, |rule| rule as u32),
        }
        self.drafts.push(draft);
    }

    /// Takes up what a store kept, without what is not compared.
    fn fetch(&mut self, store: &dyn PrintStore, meter: Option<&dyn Meter>) -> Option<Joined> {
        let rules = self.rules.numbers.iter().map(|((publication, rule), number)| ((&**publication, &**rule), *number));
        let joined = store.join(&rules.collect::<Vec<_>>(), meter)?;
        let mut number = 0;
        store.each(&mut |prints| {
            self.shelf.put(&narrowed(prints, &joined.keys, number), |rule| rule as u32);
            number += 1;
        });
        if number != self.drafts.len() {
            // Of an archive that was not brought back whole, nothing is compared.
            self.shelf = PrintShelf::default();
            return None;
        }
        Some(joined)
    }

    /// Adds the drafts of an archive that may share text with these, by their paths, and what is known of the others.
    fn bring(&mut self, archive: &dyn Archive) {
        let of = |draft: &Waiting| (draft.entry.policy.publication().to_owned(), draft.entry.policy.clone());
        let publications: BTreeMap<String, Arc<Policy>> = self.drafts.iter().map(of).collect();
        let besides: Vec<&Path> = self.drafts.iter().map(|draft| &*draft.entry.path).collect();
        let (mut brought, mut known) = (BTreeMap::new(), Vec::new());
        for (publication, policy) in &publications {
            let rules = self.rules.numbers.iter().filter(|((of, _), _)| of == publication);
            let rules: Vec<(&str, u32)> = rules.map(|((_, rule), number)| (rule.as_str(), *number)).collect();
            let numbers: Vec<u32> = rules.iter().map(|(_, number)| *number).collect();
            let names: Vec<&str> = rules.iter().map(|(rule, _)| *rule).collect();
            let kin = archive.kin(publication, &names, &self.shelf.sought(&numbers), &besides);
            let elsewhere = |rule| Elsewhere { more: kin.more.clone(), all: kin.all.get(rule).copied().unwrap_or_default() };
            known.extend(rules.iter().map(|(rule, number)| (*number, elsewhere(*rule))));
            for Filed { path, text, rules, mut prints, allows } in kin.drafts {
                let named = |number: usize| policy.rules.iter().position(|rule| Some(&rule.id) == rules.get(number));
                let wanted = std::mem::take(&mut prints.wanted).into_iter();
                prints.wanted = wanted.filter_map(|(number, wanted)| Some((named(number)?, wanted))).collect();
                if prints.holds() {
                    let entry = Entry { path: path.clone(), policy: policy.clone(), format: None };
                    brought.insert(path, (Waiting::filed(entry, text, allows), prints));
                }
            }
        }
        brought.into_values().for_each(|(draft, prints)| self.add(draft, prints, None));
        known.into_iter().for_each(|(number, elsewhere)| self.shelf.know(number, elsewhere));
    }
}

/// A draft that waits for all others.
pub(super) struct Waiting {
    entry: Entry,
    /// What was found in it, and permitted; none where that is nothing.
    looked: Option<Box<Looked>>,
    /// What its text was, where the text itself is not kept.
    dropped: Option<u64>,
    /// Whether it is out of an archive: nothing is told of it.
    filed: bool,
}

impl Waiting {
    /// Of a draft that nothing is told of yet, the text is not kept.
    pub(super) fn new(entry: Entry, mut looked: Looked) -> (Self, Prints) {
        let prints = std::mem::take(&mut looked.judged.prints);
        let Judged { findings, allows, genres, unread, claims, .. } = &looked.judged;
        let dropped = findings.is_empty().then(|| hash(&looked.source));
        let is_bare = dropped.is_some() && allows.is_empty() && genres.is_empty() && unread.is_none() && claims.is_empty();
        if dropped.is_some() {
            looked.source = entry.bare();
        }
        let looked = (!is_bare).then(|| Box::new(looked));
        (Self { entry, looked, dropped, filed: false }, prints)
    }

    /// A draft of an archive, and the hash of its text, where that may be read.
    fn filed(entry: Entry, text: Option<u64>, allows: Vec<(Allow, Option<Span>)>) -> Self {
        let looked = Looked { source: entry.bare(), judged: Judged { allows, ..Judged::default() } };
        Self { entry, looked: Some(Box::new(looked)), dropped: text, filed: true }
    }

    /// Whether it is one of an archive that is not there as it was.
    fn is_lost(&self) -> bool {
        self.filed && self.looked.as_ref().is_none_or(|looked| looked.source.text.is_empty())
    }

    /// Drops the text of a draft of an archive that has no such place, whatever the archive says.
    fn hold(&mut self, span: Span) {
        if self.filed && self.looked().source.text.get(span.range()).is_none() {
            self.looked().source = self.entry.bare();
        }
    }

    fn looked(&mut self) -> &mut Looked {
        let bare = || Box::new(Looked { source: self.entry.bare(), judged: Judged::default() });
        self.looked.get_or_insert_with(bare)
    }

    /// Reads the text again; false where that is no longer what was judged.
    fn take_up(&mut self, read: &impl Fn(&Path) -> io::Result<Vec<u8>>) -> bool {
        let Some(known) = self.dropped.take() else { return true };
        let again = read(&self.entry.path).map(|bytes| Source::decode(&self.entry.path, self.entry.format(), bytes).source);
        let (why, help) = match again {
            Ok(source) if hash(&source) == known => {
                self.looked().source = source;
                return true;
            }
            // Without its text, only its name is told.
            _ if self.filed => return false,
            Ok(_) => ("it changed while it was checked".to_owned(), "Run it again."),
            Err(error) => (error.to_string(), KEEP_OUT),
        };
        self.looked = Some(Box::new(unreadable(&self.entry, &why, help)));
        false
    }

    /// What is told of the draft in the end; its text is there where something is, or where it is `needed` by another finding. `compared`
    /// are the rules by which it was held against others.
    fn settle(mut self, compared: &[&str], needed: bool, read: &impl Fn(&Path) -> io::Result<Vec<u8>>) -> Outcome {
        if self.looked.is_none() {
            return Outcome::Judged(told(&self.entry, self.entry.bare(), Vec::new()));
        }
        let mut judged = std::mem::take(&mut self.looked().judged);
        let (genres, unread) = (std::mem::take(&mut judged.genres), judged.unread.take());
        let (mut findings, replay) = judged.replayed(&self.entry.policy);
        if !findings.is_empty() && !self.take_up(read) {
            let Self { entry, looked, .. } = self;
            let bare = || Outcome::Judged(told(&entry, entry.bare(), Vec::new()));
            return looked.map_or_else(bare, |looked| looked.settle(&entry));
        }
        let bare = self.entry.bare();
        let source = std::mem::replace(&mut self.looked().source, bare);
        needless::mend(&self.entry.policy, &source, compared, &mut findings);
        fingerprint::give_rest(&mut findings, &source);
        let source = if findings.is_empty() && !needed { self.entry.bare() } else { source };
        Outcome::Judged(File { replay, genres, unread, ..told(&self.entry, source, findings) })
    }
}

/// Compares drafts per publication and rule, and tells of each.
pub(super) fn compare(
    mut held: Held,
    read: &impl Fn(&Path) -> io::Result<Vec<u8>>,
    past: Past<'_>,
    mut tell: impl FnMut(&Entry, Outcome),
) {
    let (meter, is_old) = (past.meter, past.is_old.unwrap_or(&|_| false));
    lap(meter, Stage::Idle);
    let fetched = past.store.map(|store| held.fetch(store, meter).unwrap_or_default());
    past.archive.into_iter().for_each(|archive| held.bring(archive));
    let Held { mut drafts, shelf, rules } = held;
    let mut compared = compared(&rules, &shelf, fetched.as_ref().or(past.joined), meter);
    leave_out_the_outdone(&mut compared);
    leave_out_parts(&mut compared);
    let mut needed: BTreeSet<usize> = BTreeSet::new();
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for compared in compared {
        for cluster in &compared.clusters {
            let telling = compared.telling(cluster, &drafts, is_old);
            for place in telling.at.iter().chain(&telling.shown).map(|&place| &cluster.places[place]) {
                let draft = &mut drafts[place.document];
                draft.take_up(read);
                draft.hold(place.span(&compared.seen));
            }
            needed.extend(telling.shown.iter().map(|&place| cluster.places[place].document));
            found.extend(compared.findings(cluster, &telling, &drafts));
        }
    }
    for (number, finding) in found {
        drafts[number].looked().judged.findings.push(finding);
    }
    let names: FxHashMap<u32, &str> = rules.numbers.iter().map(|((_, rule), number)| (*number, rule.as_str())).collect();
    for (number, draft) in drafts.into_iter().enumerate() {
        let entry = draft.entry.clone();
        let compared: Vec<&str> = shelf.rules_of(number).filter_map(|rule| names.get(&rule).copied()).collect();
        match (draft.filed, draft.is_lost(), draft.looked) {
            (true, false, Some(looked)) if needed.contains(&number) => {
                tell(&entry, Outcome::Shown(told(&entry, looked.source, Vec::new())));
            }
            (true, ..) => {}
            (false, _, looked) => {
                let draft = Waiting { looked, ..draft };
                tell(&entry, draft.settle(&compared, needed.contains(&number), read));
            }
        }
    }
    lap(meter, Stage::Settle);
}

/// Drafts as a rule of a publication sees them, and the texts that they share.
struct Comparison<'s> {
    /// The name of the rule.
    rule: &'s str,
    seen: SeenDrafts<'s>,
    clusters: Vec<Cluster>,
}

/// Where a text is told, and which other places are named there.
struct TellPlan {
    /// Where a finding is made: one is told, and the others are those that a permission takes out.
    at: Vec<usize>,
    shown: Vec<usize>,
}

fn compared<'s>(
    rules: &'s CompareRules,
    shelf: &'s PrintShelf,
    joined: Option<&Joined>,
    meter: Option<&dyn Meter>,
) -> Vec<Comparison<'s>> {
    let done = |step: CompareStep| lap(meter, if step == CompareStep::Join { Stage::Join } else { Stage::Verify });
    let rules: Vec<(&(String, String), u32)> = rules.numbers.iter().map(|(name, number)| (name, *number)).collect();
    let mut compared = Vec::new();
    for rules in rules.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
        let seens: Vec<SeenDrafts<'s>> = rules.iter().map(|(_, number)| shelf.seen_by(*number)).collect();
        let pairs =
            |joined: &Joined| -> Vec<(u64, u64)> { rules.iter().flat_map(|(rule, _)| joined.pairs(rule)).copied().collect() };
        let found = across::find(&seens, joined.map(pairs).as_deref(), &done);
        let all = rules.iter().zip(seens).zip(found);
        compared.extend(all.map(|((((_, rule), _), seen), clusters)| Comparison { rule, seen, clusters }));
    }
    compared
}

/// Of rules that tell of one text, the one that asks for more drafts does, or for drafts close to one another: it knows better what to do
/// about it.
fn leave_out_the_outdone(all: &mut [Comparison<'_>]) {
    let asks = |cluster: &Cluster| (cluster.least, cluster.within > 0);
    let mut most: BTreeMap<(usize, Span), (usize, bool)> = BTreeMap::new();
    for compared in &*all {
        for cluster in &compared.clusters {
            let least = most.entry(compared.first(cluster)).or_default();
            *least = asks(cluster).max(*least);
        }
    }
    for compared in all {
        let mut clusters = std::mem::take(&mut compared.clusters);
        clusters.retain(|cluster| most.get(&compared.first(cluster)) == Some(&asks(cluster)));
        compared.clusters = clusters;
    }
}

/// Leaves out words in a row, and what stands inside longer passages, where each of its places is one of another text that stands in no
/// fewer drafts.
fn leave_out_parts(all: &mut [Comparison<'_>]) {
    let has_parts = |cluster: &Cluster| cluster.places.iter().any(CopyPlace::is_part);
    if !all.iter().flat_map(|compared| &compared.clusters).any(has_parts) {
        return;
    }
    // For each passage of a draft, by where it begins, the texts that stand in it, as (comparison, text).
    let mut texts: FxHashMap<(usize, usize), Vec<(usize, usize)>> = FxHashMap::default();
    for (number, compared) in all.iter().enumerate() {
        for (text, cluster) in compared.clusters.iter().enumerate() {
            for place in &cluster.places {
                let starts = place.starts(&compared.seen);
                starts.for_each(|start| texts.entry((place.document, start)).or_default().push((number, text)));
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
        let here = |place: &CopyPlace| texts.get(&(place.document, place.span(&own.seen).start())).map_or(&[][..], Vec::as_slice);
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

impl Comparison<'_> {
    /// Whether a text stands at a place of another comparison.
    fn holds(&self, text: usize, place: &CopyPlace, other: &Self) -> bool {
        let own = self.clusters[text].place_in(place.document);
        own.is_some_and(|own| own.holds(&self.seen, place, &other.seen))
    }

    fn first(&self, cluster: &Cluster) -> (usize, Span) {
        (cluster.places[0].document, cluster.places[0].span(&self.seen))
    }

    /// The rule, as the policy of a draft has it.
    fn rule<'w>(&self, policy: &'w Policy) -> Option<&'w Rule> {
        policy.rules.iter().find(|rule| rule.id == self.rule)
    }

    fn fingerprint(&self, place: &CopyPlace) -> String {
        fingerprint::of_passage(self.rule, place.key(&self.seen))
    }

    /// Where a text is told: at what the others are copies of, or, where that is known from earlier, at the first copy that is new. Leave
    /// that is given at the former holds for all of it; leave at a copy, for that copy.
    fn telling(&self, cluster: &Cluster, drafts: &[Waiting], is_old: &dyn Fn(PassageName<'_>) -> bool) -> TellPlan {
        let is_permitted = |place: &CopyPlace| {
            let span = place.span(&self.seen);
            let allows = drafts[place.document].looked.as_ref().map_or(&[][..], |looked| &looked.judged.allows);
            allows
                .iter()
                .any(|(allow, covers)| covers.is_some_and(|covers| covers.overlaps(span)) && names(&allow.rule, self.rule))
        };
        let is_new = |&at: &usize| {
            let place = &cluster.places[at];
            let (path, fingerprint) = (&drafts[place.document].entry.path, self.fingerprint(place));
            !drafts[place.document].filed
                && !is_old(PassageName { rule: self.rule, path, span: place.span(&self.seen), fingerprint: &fingerprint })
        };
        let is_here = |&at: &usize| !drafts[cluster.places[at].document].filed;
        let asked = (0..cluster.places.len()).filter(|&at| cluster.places[at].asked);
        let permitted: BTreeSet<usize> = asked.clone().filter(|&at| is_permitted(&cluster.places[at])).collect();
        let left = cluster.places.len() - permitted.len();
        let mut at: Vec<usize> = permitted.iter().copied().collect();
        if !permitted.contains(&cluster.told) && left > 1 {
            let candidates = || [cluster.told].into_iter().chain(asked.clone()).filter(|at| !permitted.contains(at));
            let told = candidates().find(is_new).or_else(|| candidates().find(is_here));
            at.insert(0, told.unwrap_or(cluster.told));
        }
        at.retain(is_here);
        let told = at.first().copied();
        let shown = (0..cluster.places.len()).filter(|&at| Some(at) != told).take(across::SHOWN);
        TellPlan { shown: shown.filter(|_| told.is_some_and(|told| !permitted.contains(&told))).collect(), at }
    }

    fn findings(&self, cluster: &Cluster, telling: &TellPlan, drafts: &[Waiting]) -> Vec<(usize, Finding)> {
        let texts = Texts { drafts };
        let finding = |&at: &usize| {
            let place = &cluster.places[at];
            let hit = across::tell(&self.seen, cluster, at, &telling.shown, &texts)?;
            let rule = self.rule(&drafts[place.document].entry.policy)?;
            let mut finding = rule.finding(hit, texts.source(place.document)?);
            finding.fingerprint = self.fingerprint(place);
            Some((place.document, finding))
        };
        let mut found: Vec<(usize, Finding)> = telling.at.iter().filter_map(finding).collect();
        if let (Some((_, finding)), Some(&told)) = (found.first_mut(), telling.at.first()) {
            let others = cluster.places.iter().enumerate().filter(|(at, _)| *at != told).map(|(_, place)| place);
            let copy = |place: &CopyPlace| Copied {
                path: drafts[place.document].entry.path.clone(),
                fingerprint: self.fingerprint(place),
            };
            finding.copies = others.map(copy).collect();
            if telling.shown.iter().any(|&at| drafts[cluster.places[at].document].is_lost()) {
                finding.notes.push(CHANGED.to_owned());
            }
        }
        found
    }
}

/// The texts of drafts that were taken up again.
struct Texts<'w> {
    drafts: &'w [Waiting],
}

impl<'w> across::Documents<'w> for Texts<'w> {
    fn source(&self, document: usize) -> Option<&'w Source> {
        let Waiting { looked, dropped, .. } = &self.drafts[document];
        let source = &looked.as_ref()?.source;
        Some(source).filter(|source| dropped.is_none() && !source.text.is_empty())
    }

    fn path(&self, document: usize) -> &'w Path {
        &self.drafts[document].entry.path
    }
}
