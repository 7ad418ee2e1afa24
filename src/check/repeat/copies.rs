//! Finds the later copies of a document's passages: those in the same words, and those in nearly the same.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::units::Units;
use crate::prose::passage;
use crate::reading::{Restated, SHINGLE};

/// Among how many earlier places of a sentence the longest repeated passage is sought.
const PLACES: usize = 4;
/// How many headings, captions or cells may stand inside a repeated passage in a row.
const BETWEEN: usize = 4;
/// A shingle of at most so many blocks joins each with each; a commoner one, only neighbours.
const EACH: usize = 8;
/// How many candidates are aligned with one block.
const CANDIDATES: usize = 8;

/// A later copy.
#[derive(Debug)]
pub(super) struct LaterCopy {
    /// The sentences of the later one.
    pub(super) later: Range<usize>,
    /// Those of the first.
    pub(super) first: Range<usize>,
    /// How alike they are; 1 for the same words.
    pub(super) likeness: f64,
}

/// Which copies are sought.
#[derive(Debug, Clone, Copy)]
pub(super) struct SoughtCopies {
    /// The fewest words of one.
    pub(super) least: usize,
    /// How alike it is, from 0 to 1, and where it differs mostly in figures and names.
    pub(super) near: f64,
    pub(super) near_slots: f64,
    /// Whether standing texts are sought, or all others.
    pub(super) standing: bool,
}

/// All later copies, in order.
pub(super) fn find(units: &Units<'_>, sought: SoughtCopies) -> Vec<LaterCopy> {
    let exact = exact(units, sought);
    if sought.near >= 1.0 {
        return exact;
    }
    // A copy that is all of a paragraph, or repeats all of one, is told as it is; other sentences in the same words may be
    // part of a paragraph in nearly the same.
    let whole = |copy: &LaterCopy| [&copy.later, &copy.first].into_iter().any(|side| units.whole_blocks(side).is_some());
    let (mut found, parts): (Vec<_>, Vec<_>) = exact.into_iter().partition(whole);
    let blocks = |copy: &LaterCopy| units.all[copy.later.start].block..=units.all[copy.later.end - 1].block;
    let done: FxHashSet<usize> = found.iter().flat_map(blocks).collect();
    found.extend(alike(units, sought, &done));
    let near: FxHashSet<usize> = found.iter().map(|copy| units.all[copy.later.start].block).collect();
    found.extend(parts.into_iter().filter(|copy| !near.contains(&units.all[copy.later.start].block)));
    found.sort_by_key(|copy| copy.later.start);
    found
}

/// The longest runs of sentences that stood before in the same words.
fn exact(units: &Units<'_>, sought: SoughtCopies) -> Vec<LaterCopy> {
    let mut once = FxHashSet::with_capacity_and_hasher(units.all.len(), FxBuildHasher);
    let again: FxHashSet<u64> = units.all.iter().map(|unit| unit.key).filter(|key| !once.insert(*key)).collect();
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let (mut found, mut at) = (Vec::new(), 0);
    while !again.is_empty() && at < units.all.len() {
        let unit = &units.all[at];
        let known = places.get(&unit.key).filter(|_| unit.runs);
        let runs = known.into_iter().flatten().filter(|&&first| units.all[first].runs).map(|&first| {
            let (length, words) = run(units, first, at, sought.standing);
            (words, length, first)
        });
        // The longest; of equals, the first.
        let best = runs
            .max_by_key(|&(words, _, first)| (words, usize::MAX - first))
            .filter(|&(words, length, _)| words >= sought.least && length > 0);
        let length = best.map_or(1, |(_, length, _)| length);
        if let Some((_, length, first)) = best {
            found.push(LaterCopy { later: at..at + length, first: first..first + length, likeness: 1.0 });
        }
        // Most sentences stand nowhere else, and need no place.
        for (at, unit) in units.all.iter().enumerate().skip(at).take(length).filter(|(_, unit)| again.contains(&unit.key)) {
            let places = places.entry(unit.key).or_default();
            if places.len() < PLACES {
                places.push(at);
            }
        }
        at += length;
    }
    found
}

/// How many sentences from `first` and from `later` on are the same, and how many words of running text they have.
fn run(units: &Units<'_>, first: usize, later: usize, standing: bool) -> (usize, usize) {
    let (mut length, mut words, mut between) = (0, 0, 0);
    for (step, (a, b)) in units.all[first..later].iter().zip(&units.all[later..]).enumerate() {
        let runs = a.runs && b.runs;
        // Words that stand once in the text and once in quotation marks are quoted, not repeated.
        if a.key != b.key || a.quoted != b.quoted || runs && (a.standing || b.standing) != standing {
            break;
        }
        between = if runs { 0 } else { between + 1 };
        if between > BETWEEN {
            break;
        }
        if runs {
            (length, words) = (step + 1, words + b.words);
        }
    }
    (length, words)
}

/// The blocks that are nearly the same as an earlier one.
fn alike(units: &Units<'_>, sought: SoughtCopies, done: &FxHashSet<usize>) -> Vec<LaterCopy> {
    let SoughtCopies { least, near, near_slots, standing } = sought;
    let eligible = |&block: &usize| !done.contains(&block) && (standing || !units.is_standing(block));
    let blocks: Vec<usize> = units.passages(least).filter(eligible).filter(|&block| units.is_prose(block)).collect();
    let words: Vec<Vec<u64>> = blocks.iter().map(|&block| passage::keys(units.reading.line(block).tokens)).collect();
    let mut found = Vec::new();
    for (later, candidates) in candidates(&words, units.draft.restated()).into_iter().enumerate() {
        let able = |first: &usize| {
            let (a, b) = (words[*first].len() as f64, words[later].len() as f64);
            let kind = units.is_standing(blocks[*first]) || units.is_standing(blocks[later]);
            kind == standing && 2.0 * a.min(b) / (a + b) >= near
        };
        let compared = candidates.into_iter().filter(able).take(CANDIDATES);
        let compared = compared.map(|first| (passage::likeness(&words[first], &words[later]), first));
        let best = compared.filter(|(likeness, _)| (near..1.0).contains(likeness)).max_by(|a, b| {
            let first = b.1.cmp(&a.1);
            a.0.total_cmp(&b.0).then(first)
        });
        let Some((likeness, first)) = best else { continue };
        let (first, later) = (units.of_block(blocks[first]), units.of_block(blocks[later]));
        if !differs_in_slots(units, first.start, later.start, likeness < near_slots) {
            found.push(LaterCopy { later, first, likeness });
        }
    }
    found
}

/// For each text, the earlier ones that share a shingle with it, those that share most before the others.
pub(super) fn candidates(words: &[Vec<u64>], restated: &Restated) -> Vec<Vec<usize>> {
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut all = Vec::with_capacity(words.len());
    let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
    for (later, words) in words.iter().enumerate() {
        let shingles = words.windows(SHINGLE).map(passage::fingerprint);
        for shingle in shingles.filter(|&shingle| restated.has(shingle)) {
            let places = places.entry(shingle).or_default();
            if places.last() == Some(&later) {
                continue;
            }
            let reach = if places.len() > EACH { 1 } else { EACH };
            places.iter().rev().take(reach).for_each(|&first| *shared.entry(first).or_default() += 1);
            places.push(later);
        }
        let mut found: Vec<_> = shared.drain().collect();
        found.sort_unstable_by_key(|&(first, count)| (usize::MAX - count, first));
        all.push(found.into_iter().map(|(first, _)| first).collect());
    }
    all
}

/// Whether two texts from one mould speak of different things, and nothing else differs: names, numbers, days. A note on another
/// author, a licence of another owner, the time of another message. Where they are less alike, it is enough that `most` of it is so.
fn differs_in_slots(units: &Units<'_>, first: usize, later: usize, most: bool) -> bool {
    let (a, b) = (units.words(first), units.words(later));
    let (mut filled, mut all) = (0, 0);
    for (old, new) in passage::differences(&a.keys, &b.keys) {
        let words = old.len() + new.len();
        let is_slot = !old.is_empty() && !new.is_empty() && a.fills(old) && b.fills(new);
        (filled, all) = (if is_slot { filled + words } else { filled }, all + words);
    }
    all > 0 && if most { filled * 2 > all } else { filled == all }
}
