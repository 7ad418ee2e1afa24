//! Permissions that are written at once: those that each finding would have got by itself, in a few looks at the draft and not one for each.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FindingName, Noticed, are_alike, names};
use crate::edit;
use crate::finding::{Edit, Finding};
use crate::lint::looked::Entry;
use crate::text::{Reach, SourceMap};

/// What comes of permitting several findings at once.
pub(super) struct Together {
    /// The draft with the permissions in it.
    pub(super) after: Noticed,
    /// How many there are.
    pub(super) written: usize,
    /// Those that no permission was found for.
    pub(super) left: Vec<FindingName>,
}

/// The findings of one rule in one block, which one permission takes out.
struct Asking<'n> {
    first: &'n Finding,
    /// The names of all of them; those of the first are the first.
    names: Vec<FindingName>,
    /// The permissions that may take them out, the best first.
    offers: Vec<Edit>,
}

/// Findings, and the number of the permission that is tried for them.
type Offered<'n> = (&'n Asking<'n>, usize);

impl Noticed {
    /// Permits the first so many findings that are open, no two of them in one block. `None` where there are fewer than two, and where it does
    /// not come to what permitting one after the other would: all that goes is what is permitted, each by a permission of its own.
    pub(super) fn permit_together(
        &self,
        most: usize,
        (wanted, left): (&BTreeSet<FindingName>, &BTreeSet<FindingName>),
        entry: &Entry,
        reason: &str,
    ) -> Option<Together> {
        let asking = self.asking(most, |name| wanted.contains(name) && !left.contains(name), reason);
        if asking.len() < 2 {
            return None;
        }
        let mut chosen: Vec<Offered<'_>> = Vec::new();
        let (mut open, mut left) = (asking.iter().map(|asking| (asking, 0)).collect::<Vec<_>>(), Vec::new());
        loop {
            let (tried, waiting) = offered(open, &mut left);
            let here = self.with_all(chosen.iter().chain(&tried), entry)?;
            let there = here.names();
            let (good, bad): (Vec<_>, Vec<_>) = tried.into_iter().partition(|(asking, _)| !there.contains(&asking.names[0]));
            chosen.extend(good);
            if bad.is_empty() && waiting.is_empty() {
                return self.together(&chosen, here, left);
            }
            open = bad.into_iter().map(|(asking, level)| (asking, level + 1)).chain(waiting).collect();
        }
    }

    /// What came of it, where of all findings just those that are permitted are gone, and each permission covers a block of its own.
    fn together(&self, chosen: &[Offered<'_>], after: Self, left: Vec<FindingName>) -> Option<Together> {
        let mut there = self.names();
        chosen.iter().flat_map(|(asking, _)| &asking.names).for_each(|name| {
            there.remove(name);
        });
        let blocks =
            |noticed: &Self| noticed.document.allows.iter().filter(|allow| matches!(allow.reach, Reach::Block(_))).count();
        let others = |noticed: &Self| noticed.document.allows.len() - blocks(noticed);
        let is_each = blocks(&after) == blocks(self) + chosen.len() && others(&after) == others(self);
        (is_each && there == after.names()).then_some(Together { after, written: chosen.len(), left })
    }

    /// What is open, in order: of each block the findings of one rule. Behind what is passed over nothing of the same part is taken, as what
    /// is written first may say where the next goes.
    fn asking(&self, most: usize, is_open: impl Fn(&FindingName) -> bool, reason: &str) -> Vec<Asking<'_>> {
        let map = SourceMap::new(&self.document);
        let block =
            |span| map.find(span).map(|(block, _)| block).filter(|&block| self.document.blocks[block].whole().covers(span));
        let (mut found, mut of) = (Vec::<Asking<'_>>::new(), FxHashMap::<usize, usize>::default());
        let mut closed = FxHashSet::default();
        for finding in self.findings.iter().filter(|finding| names(finding).any(|name| is_open(&name))) {
            let Some(own) = block(finding.span) else { break };
            let Some(part) = self.document.part(finding.span.start()) else { break };
            if finding.also.iter().any(|also| block(also.span) != Some(own)) {
                break;
            }
            if closed.contains(&part.start()) {
                continue;
            }
            match of.get(&own) {
                Some(&number) if found[number].first.rule == finding.rule => found[number].names.extend(names(finding)),
                Some(_) => {
                    closed.insert(part.start());
                }
                None if found.len() == most => break,
                None => {
                    of.insert(own, found.len());
                    let offers = edit::allowing(&map, finding.span, &finding.rule, reason);
                    found.push(Asking { first: finding, names: names(finding).collect(), offers });
                }
            }
        }
        found
    }

    /// The draft with all these permissions in it, those that are the same once; `None` where two are to be written at one place, and where it
    /// is no longer the same draft.
    fn with_all<'o>(&self, all: impl Iterator<Item = &'o Offered<'o>>, entry: &Entry) -> Option<Self> {
        let (mut first, mut edits) = (None, Vec::new());
        for (asking, level) in all {
            first.get_or_insert(asking.first);
            edits.push(asking.offers.get(*level)?.clone());
        }
        edits.sort_by(|one: &Edit, other| (one.span, &one.text).cmp(&(other.span, &other.text)));
        edits.dedup_by(|one, other| one.span == other.span && one.text == other.text);
        if edits.windows(2).any(|edits| edits[0].span.end() >= edits[1].span.start()) {
            return None;
        }
        let bytes = if edits.is_empty() { self.bytes.clone() } else { super::with(&self.document, first?, edits, &self.bytes)? };
        let after = Self::of(entry, bytes);
        are_alike(&self.document, &after.document).then_some(after)
    }
}

/// What is tried now: of permissions that would stand at one place the first. What has none is left, and the others wait.
fn offered<'n>(open: Vec<Offered<'n>>, left: &mut Vec<FindingName>) -> (Vec<Offered<'n>>, Vec<Offered<'n>>) {
    let (mut tried, mut waiting, mut texts) = (Vec::new(), Vec::new(), FxHashMap::default());
    for (asking, level) in open {
        match asking.offers.get(level) {
            None => left.extend(names(asking.first)),
            Some(edit) if *texts.entry(edit.span).or_insert(&edit.text) == &edit.text => tried.push((asking, level)),
            Some(_) => waiting.push((asking, level)),
        }
    }
    (tried, waiting)
}
