//! Two passages by themselves, for whoever joins the passages of many documents elsewhere.

use super::join::{self as joining, join_group};
use super::ruler::{Ruler, differs_in_slots};
use super::word::{SHINGLE, each_shingle, folded, height, limit};

/// Passages that have one shingle are held against one another: each against each where so many have it at most, and else each against the
/// next by their keys.
pub const EACH: usize = joining::EACH;

/// How alike two passages are.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// The share of their words that are the same, in the same order, from 0 to 1.
    pub share: f64,
    /// Whether they differ mostly in figures and names, as two forms do that were filled in.
    pub slots: bool,
    /// How many words in a row are the same, with a few others between them; 0 for fewer than four.
    pub run: usize,
}

/// Joins the passages that have one shingle, in the order of their keys; `sorts` has a bit for each sort of rules by which a passage is compared.
pub fn join(group: &[u32], sorts: impl Fn(u32) -> u8, mut add: impl FnMut(u32, u32)) {
    join_group(group, sorts, &mut add);
}

/// The numbers of the runs of words that a passage of these words is looked for by: passages that may be alike share one. None of a short one.
pub fn shingles(words: &[u16]) -> Vec<u32> {
    let mut shingles: Vec<u32> = Vec::new();
    if words.len() >= joining::LEAST {
        let (limit, _) = limit(words, &mut Vec::new());
        each_shingle(words, |hash| shingles.extend((height(hash) <= limit).then(|| folded(hash))));
    }
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// How alike two passages of these words are.
pub fn compare(first: &[u16], second: &[u16]) -> Alike {
    let mut ruler = Ruler::new();
    ruler.set(first);
    let share = ruler.likeness(second, 0.0).unwrap_or_default();
    let run = ruler.run(second, SHINGLE).map_or(0, |run| run.words);
    Alike { share, slots: first != second && differs_in_slots(first, second), run }
}
