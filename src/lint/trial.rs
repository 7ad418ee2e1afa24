//! Tries safe mends on a copy of their draft: each must mend its finding, raise no other, and change nothing around it.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::judge::{Judged, judge};
use crate::edit;
use crate::finding::{Edit, Finding, Level};
use crate::format;
use crate::policy::Policy;
use crate::text::{Allow, Block, Document, LinkSort, Reach};

/// How often a draft is read again at most: one mend that fails among many is looked for by halves.
const TRIALS: usize = 64;
/// How many bytes are read again at most, but for the first trials of a draft that is larger.
const BYTES: usize = 2_000_000;
const FIRST: usize = 2;

/// Takes away the safe mends that do not hold, each with a note that says why.
pub(super) fn sift(policy: &Policy, document: &Document, judged: &mut Judged) {
    for finding in &mut judged.findings {
        let hindered = finding.fix.as_ref().filter(|fix| fix.safe).and_then(|fix| edit::hinders(&document.source, fix));
        if let Some(why) = hindered {
            drop_fix(finding, why);
        }
    }
    if !judged.findings.iter().any(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safe)) {
        return;
    }
    // What the writer permits is not mended.
    let told = judged.clone().settled(policy);
    let together = edit::together(&document.source, &told);
    let left = (BYTES / document.source.text.len().max(1)).clamp(FIRST, TRIALS);
    let mut trial = Trial { policy, document, before: counts(&told), left, failed: Vec::new() };
    trial.halve(&told, &together);
    let mut failed: FxHashMap<_, Vec<(&Finding, &str)>> = FxHashMap::default();
    for (number, why) in trial.failed {
        failed.entry((told[number].span, &told[number].rule)).or_default().push((&told[number], why));
    }
    for finding in &mut judged.findings {
        let at_place = failed.get(&(finding.span, &finding.rule)).into_iter().flatten();
        if let Some((_, why)) = at_place.into_iter().find(|(same, _)| **same == *finding) {
            drop_fix(finding, why);
        }
    }
}

fn drop_fix(finding: &mut Finding, why: &str) {
    finding.fix = None;
    finding.notes.push(format!("--fix leaves this to you: {why}"));
}

/// How often each rule speaks at a level or a louder one.
type RuleCounts = BTreeMap<(String, Level), usize>;

fn counts(findings: &[Finding]) -> RuleCounts {
    let mut counts = RuleCounts::new();
    for finding in findings {
        for level in LEVELS.into_iter().filter(|level| *level <= finding.level) {
            *counts.entry((finding.rule.clone(), level)).or_default() += 1;
        }
    }
    counts
}

/// The levels of what is told, the lowest first.
const LEVELS: [Level; 4] = [Level::Note, Level::Warning, Level::Error, Level::Fatal];

struct Trial<'a> {
    policy: &'a Policy,
    document: &'a Document,
    before: RuleCounts,
    /// How many trials are left.
    left: usize,
    failed: Vec<(usize, &'static str)>,
}

impl Trial<'_> {
    /// Tries mends together; where they fail, each half of them.
    fn halve(&mut self, findings: &[Finding], numbers: &[usize]) {
        if self.left == 0 {
            return self.failed.extend(numbers.iter().map(|&number| (number, "there are too many others in this draft")));
        }
        self.left -= 1;
        match (self.fails(findings, numbers), numbers) {
            (None, _) => {}
            (Some(why), [number]) => self.failed.push((*number, why)),
            (Some(_), _) => {
                let (first, second) = numbers.split_at(numbers.len() / 2);
                let before = self.failed.len();
                self.halve(findings, first);
                self.halve(findings, second);
                // Each half holds and both do not: what waits is found again when the first is written.
                if self.failed.len() == before {
                    self.failed.extend(second.iter().map(|&number| (number, "another mend of this draft comes first")));
                }
            }
        }
    }

    /// Why these mends do not hold, laid over the draft together.
    fn fails(&self, findings: &[Finding], numbers: &[usize]) -> Option<&'static str> {
        let mends = || numbers.iter().map(|&number| &findings[number]);
        let mut edits: Vec<&Edit> = mends().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let source = &self.document.source;
        let Some(laid) = edit::laid(source, &edits) else { return Some("it cannot be written there") };
        let after = format::read(laid);
        if !keeps(self.document, &after, &edits) {
            return Some("written there, it would change what stands around it");
        }
        let after = counts(&judge(self.policy, &after, None).settled(self.policy));
        let count = |counts: &RuleCounts, rule: &str| counts.get(&(rule.to_owned(), Level::Note)).copied().unwrap_or_default();
        if mends().any(|finding| count(&after, &finding.rule) >= count(&self.before, &finding.rule)) {
            return Some("with it, the draft would be told the same again");
        }
        let is_more = |(key, count): (&(String, Level), &usize)| self.before.get(key).is_none_or(|before| before < count);
        after.iter().any(is_more).then_some("with it, the draft would be told something else")
    }
}

/// Whether edits leave all that they do not touch as a reader of the page meets it: blocks, parts, front matter, embeds, permissions.
fn keeps(before: &Document, after: &Document, edits: &[&Edit]) -> bool {
    let (old, new) = (Touched::of(edits.iter().map(|edit| edit.span.range())), Touched::of(written(edits)));
    let blocks = |document: &Document, touched: &Touched| -> Vec<usize> {
        let left = |number: &usize| !touched.touches(&document.blocks[*number].whole().range());
        (0..document.blocks.len()).filter(left).collect()
    };
    let parts = |document: &Document, touched: &Touched| {
        let left = document.parts.iter().filter(|part| !touched.touches(&part.range()));
        left.map(|part| document.source.slice(*part).to_owned()).collect::<Vec<_>>()
    };
    let fields = |document: &Document, touched: &Touched| {
        let left = document.front.iter().filter(|field| !touched.meets(&field.key_span.join(field.span).range()));
        left.map(|field| (field.key.clone(), field.value.clone())).collect::<Vec<_>>()
    };
    let embeds = |document: &Document, touched: &Touched| {
        let left = document.embeds.iter().filter(|embed| !touched.touches(&embed.span.range()));
        left.map(|embed| (embed.name.clone(), embed.args.clone())).collect::<Vec<_>>()
    };
    before.matter.map(|matter| matter.syntax) == after.matter.map(|matter| matter.syntax)
        && before.faults.len() >= after.faults.len()
        && permissions(before) == permissions(after)
        && fields(before, &old) == fields(after, &new)
        && embeds(before, &old) == embeds(after, &new)
        && parts(before, &old) == parts(after, &new)
        && are_alike((before, &blocks(before, &old)), (after, &blocks(after, &new)))
}

/// Whether two documents say the same, permissions aside: front matter, embeds and all blocks, in the same lists and tables.
pub(super) fn says_the_same(before: &Document, after: &Document) -> bool {
    let fields = |document: &Document| -> Vec<(String, String)> {
        document.front.iter().map(|field| (field.key.clone(), field.value.clone())).collect()
    };
    let embeds = |document: &Document| -> Vec<(String, String)> {
        document.embeds.iter().map(|embed| (embed.name.clone(), embed.args.clone())).collect()
    };
    let all = |document: &Document| -> Vec<usize> { (0..document.blocks.len()).collect() };
    before.matter.map(|matter| matter.syntax) == after.matter.map(|matter| matter.syntax)
        && before.faults.len() >= after.faults.len()
        && fields(before) == fields(after)
        && embeds(before) == embeds(after)
        && are_alike((before, &all(before)), (after, &all(after)))
}

/// What is permitted, and for which words.
pub(super) fn permissions(document: &Document) -> Vec<(&str, Option<&str>)> {
    let covered = |allow: &Allow| match allow.reach {
        Reach::Block(block) => document.blocks.get(block).map(|block| block.text.as_str()),
        // What it holds may be mended.
        Reach::Stretch(_) | Reach::File => None,
    };
    document.allows.iter().map(|allow| (allow.rule.as_str(), covered(allow))).collect()
}

/// Whether blocks are the same one by one, and stand together in the same lists, tables and quotations.
fn are_alike((before, old): (&Document, &[usize]), (after, new): (&Document, &[usize])) -> bool {
    let links =
        |block: &Block| block.links.iter().map(|link| (link.sort, link.target.clone())).collect::<Vec<(LinkSort, String)>>();
    let (mut to, mut from): (FxHashMap<u32, u32>, FxHashMap<u32, u32>) = Default::default();
    old.len() == new.len()
        && old.iter().zip(new).all(|(&old, &new)| {
            let (old, new) = (&before.blocks[old], &after.blocks[new]);
            let same = (old.kind, old.role, old.level, &old.text) == (new.kind, new.role, new.level, &new.text);
            let grouped = (old.group == 0) == (new.group == 0)
                && *to.entry(old.group).or_insert(new.group) == new.group
                && *from.entry(new.group).or_insert(old.group) == old.group;
            same && grouped && links(old) == links(new)
        })
}

/// Where what edits write stands afterwards; where they only delete, the place.
fn written(edits: &[&Edit]) -> impl Iterator<Item = Range<usize>> {
    let mut grown = 0;
    edits.iter().map(move |edit| {
        let start = (edit.span.start() as isize + grown) as usize;
        grown += edit.text.len() as isize - edit.span.range().len() as isize;
        start..start + edit.text.len()
    })
}

/// Ranges that edits touch, in order.
struct Touched(Vec<Range<usize>>);

impl Touched {
    fn of(ranges: impl Iterator<Item = Range<usize>>) -> Self {
        Self(ranges.collect())
    }

    /// Whether one of them overlaps these bytes; an empty one, by lying inside.
    fn touches(&self, range: &Range<usize>) -> bool {
        let next = self.0.partition_point(|touched| touched.end <= range.start);
        self.0.get(next).is_some_and(|touched| touched.start < range.end)
    }

    /// Whether one of them overlaps these bytes or stands beside them.
    fn meets(&self, range: &Range<usize>) -> bool {
        let next = self.0.partition_point(|touched| touched.end < range.start);
        self.0.get(next).is_some_and(|touched| touched.start <= range.end)
    }
}
