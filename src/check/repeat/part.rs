//! Words in a row that stand in two paragraphs of one document which are not copies as a whole.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::across::{Ruler, packed};
use super::copies::{self, SoughtCopies};
use super::units::Units;
use crate::check::hit::Hit;
use crate::finding::Related;
use crate::prose::passage;
use crate::reading::Place;
use crate::text::Span;

/// With how many paragraphs before it one is compared.
const CANDIDATES: usize = 8;
/// From how many words on a passage is told as a whole.
const WHOLE: usize = 12;

/// What is said of runs of at least so many words, where the paragraph is no copy as a whole, nor a sentence of it.
pub(super) fn find(units: &Units<'_>, least: usize, near: f64) -> Vec<Hit> {
    let sought = SoughtCopies { least: WHOLE.min(least), near, near_slots: near, standing: false };
    let told = copies::find(units, sought);
    let told: FxHashSet<usize> = told.iter().flat_map(|copy| copy.later.clone()).map(|unit| units.all[unit].block).collect();
    let eligible = |&block: &usize| !units.is_standing(block) && units.is_prose(block);
    let blocks: Vec<usize> = units.passages(least).filter(eligible).collect();
    let keys: Vec<Vec<u64>> = blocks.iter().map(|&block| passage::keys(units.reading.line(block).tokens)).collect();
    let words: Vec<Vec<u16>> = keys.iter().map(|keys| keys.iter().map(|&key| packed(key, false)).collect()).collect();
    let (mut ruler, mut hits) = (Ruler::new(), Vec::new());
    for (later, candidates) in copies::candidates(&keys, units.draft.restated()).into_iter().enumerate() {
        if candidates.is_empty() || told.contains(&blocks[later]) {
            continue;
        }
        ruler.set(&words[later]);
        let runs = candidates.into_iter().take(CANDIDATES);
        let runs = runs.filter_map(|first| ruler.run(&words[first], least).map(|run| (first, run)));
        let Some((first, run)) = runs.max_by_key(|(first, run)| (run.words, usize::MAX - first)) else { continue };
        if is_quoted(units, blocks[first], &run.there) == is_quoted(units, blocks[later], &run.here) {
            hits.push(hit(units, (blocks[first], run.there), (blocks[later], run.here), run.words));
        }
    }
    hits
}

/// Whether the words of a block stand in a sentence that is quoted: what is quoted is not repeated.
fn is_quoted(units: &Units<'_>, block: usize, words: &Range<usize>) -> bool {
    let tokens = units.reading.line(block).tokens;
    let mut counted = (0..tokens.len()).filter(|&at| passage::counts(&tokens[at]));
    let Some(at) = counted.nth(words.start + words.len() / 2) else { return false };
    units.of_block(block).any(|unit| units.all[unit].tokens.contains(&at) && units.all[unit].quoted)
}

fn hit(units: &Units<'_>, first: (usize, Range<usize>), later: (usize, Range<usize>), words: usize) -> Hit {
    let source = &units.reading.document.source;
    let span = |(block, words): &(usize, Range<usize>)| -> Span {
        let at = units.words_of(*block).bytes(words.clone());
        units.reading.span(&Place { block: *block, at })
    };
    let (first, later) = (span(&first), span(&later));
    let line = source.position(first.start()).line;
    let mut hit = Hit::new(later, source.slice(later));
    hit.words = vec![("line", line.to_string()), ("count", words.to_string())];
    hit.label = format!("{words} words in a row that stand on line {line}");
    hit.related.push(Related::here(first, "here they stand first"));
    hit
}
