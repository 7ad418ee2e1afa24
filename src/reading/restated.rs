//! What a document says twice: whether sentences, or some words in a row, stand in it again. In most, little does.

use rustc_hash::FxHashSet;

use super::read::Reading;
use crate::prose::passage;

/// How many words stand in a row.
pub const SHINGLE: usize = 4;

/// What may stand in a document more than once, of all that a reader sees.
#[derive(Debug)]
pub struct Restated {
    /// Whether a sentence does.
    pub sentences: bool,
    /// Whether some words in a row do.
    pub shingles: bool,
    /// For the endings of fingerprints, whether shingles with them do.
    twice: Vec<u64>,
}

impl Restated {
    /// Looks through a document once.
    pub fn of(reading: &Reading<'_>) -> Self {
        let words = reading.tokens.len();
        // Eight bits for each word: few shingles meet by chance.
        let size = (words / 8).next_power_of_two().max(8);
        let (mut once, mut twice) = (vec![0_u64; size], vec![0_u64; size]);
        let mut seen = FxHashSet::with_capacity_and_hasher(reading.sentences.len(), rustc_hash::FxBuildHasher);
        let (mut sentences, mut shingles, mut keys) = (false, false, Vec::new());
        for number in (0..reading.document.blocks.len()).filter(|&number| reading.document.blocks[number].is_seen()) {
            let line = reading.line(number);
            keys.clear();
            for sentence in reading.sentences_of(number) {
                let before = keys.len();
                keys.extend(line.tokens[sentence.clone()].iter().filter(|token| passage::counts(token)).map(|token| token.key));
                let said = &keys[before..];
                sentences |= !said.is_empty() && !seen.insert(passage::fingerprint(said));
            }
            for shingle in keys.windows(SHINGLE) {
                let (at, bit) = place(passage::fingerprint(shingle), size);
                twice[at] |= once[at] & bit;
                shingles |= once[at] & bit != 0;
                once[at] |= bit;
            }
        }
        Self { sentences, shingles, twice }
    }

    /// Whether words in a row with this fingerprint may stand here more than once.
    pub fn has(&self, shingle: u64) -> bool {
        let (at, bit) = place(shingle, self.twice.len());
        self.twice[at] & bit != 0
    }
}

fn place(shingle: u64, size: usize) -> (usize, u64) {
    ((shingle >> 6) as usize & (size - 1), 1 << (shingle & 63))
}
