//! What is wrong between documents, over what was kept of each.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::look::{Entry, KEEP_OUT, Looked, Outcome, told, unreadable};
use super::{fingerprint, needless};
use crate::check::{self, Hit, Prints};
use crate::text::Source;

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

/// Compares drafts per publication and rule, and tells of each.
pub(super) fn compare(
    mut waiting: Vec<Waiting>,
    read: &impl Fn(&Path) -> io::Result<Vec<u8>>,
    mut tell: impl FnMut(&Entry, Outcome),
) {
    let between = between(&mut waiting);
    let related = between.iter().flat_map(|(.., hit)| &hit.related).filter_map(|related| related.path.clone());
    let related: BTreeSet<PathBuf> = related.collect();
    let mut hits = between.into_iter().peekable();
    for (number, mut draft) in waiting.into_iter().enumerate() {
        let needed = related.contains(&draft.entry.path);
        let is_told = needed || hits.peek().is_some_and(|(of, ..)| *of == number);
        let is_there = !is_told || draft.take_up(read);
        while let Some((_, rule, print, hit)) = hits.next_if(|(of, ..)| *of == number) {
            if is_there {
                let rule = &draft.entry.policy.rules[rule];
                let mut finding = rule.finding(hit, &draft.looked.source);
                finding.fingerprint = fingerprint::of_passage(&rule.id, print);
                draft.looked.judged.findings.push(finding);
            }
        }
        let entry = draft.entry.clone();
        tell(&entry, draft.settle(needed, read));
    }
}

/// What is wrong between drafts: for each hit the number of the draft, that of its rule, and the print of the passage.
fn between(waiting: &mut [Waiting]) -> Vec<(usize, usize, u64, Hit)> {
    let mut rules: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (number, Waiting { entry, looked, .. }) in waiting.iter().enumerate() {
        for (place, (rule, _)) in looked.judged.prints.iter().enumerate() {
            let key = (entry.policy.publication().to_owned(), entry.policy.rules[*rule].id.clone());
            rules.entry(key).or_default().push((number, place));
        }
    }
    let mut hits = Vec::new();
    for places in rules.into_values() {
        let mut prints: Vec<(PathBuf, Prints)> = Vec::with_capacity(places.len());
        for &(number, place) in &places {
            let Waiting { entry, looked, .. } = &mut waiting[number];
            prints.push((entry.path.clone(), std::mem::take(&mut looked.judged.prints[place].1)));
        }
        hits.extend(check::across(&prints).into_iter().map(|(member, print, hit)| {
            let (number, place) = places[member];
            (number, waiting[number].looked.judged.prints[place].0, print, hit)
        }));
    }
    hits.sort_by_key(|(number, ..)| *number);
    hits
}
