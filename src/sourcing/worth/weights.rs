//! The table of learned weights, and sums over it. `rules/worth.tsv` is laid flat by `build.rs`.

use crate::prose::Numbered;

include!(concat!(env!("OUT_DIR"), "/worth.rs"));

/// The number of a clue that weighs.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClueId(u16);

impl ClueId {
    /// The weights of the clue, in steps, by reason.
    #[inline]
    pub(super) fn weights(self) -> impl Iterator<Item = i32> {
        ROWS[usize::from(self.0)].iter().map(|byte| i32::from(*byte as i8))
    }
}

/// The number of a key, where it has weights.
pub(super) fn number(key: u64) -> Option<ClueId> {
    Numbered { prints: KEYS, numbers: NUMBERS }.number(key).map(|number| ClueId(number as u16))
}

/// A sum of weights for each reason, and for none as many as fill the row. All weights of a reason together fit: `build.rs` sees to it.
pub(super) type Sums = [i16; LANES];

/// Weights summed up as clues are found, each clue counted once.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) sums: Sums,
    /// A bit for each clue; empty where none was counted yet.
    counted: Vec<u64>,
}

impl Counted {
    /// Takes all out.
    pub(super) fn clear(&mut self) {
        self.sums = Sums::default();
        self.counted.fill(0);
    }

    /// Adds what clues weigh that are counted elsewhere.
    pub(super) fn add(&mut self, sums: &Sums) {
        self.sums.iter_mut().zip(sums).for_each(|(sum, more)| *sum += more);
    }

    /// Counts a numbered clue; false where it was counted before.
    #[inline]
    pub(super) fn count(&mut self, number: ClueId) -> bool {
        if self.counted.is_empty() {
            self.counted.resize(ROWS.len() / 64 + 1, 0);
        }
        let (word, bit) = (usize::from(number.0 / 64), 1 << (number.0 % 64));
        let new = self.counted[word] & bit == 0;
        if new {
            self.counted[word] |= bit;
            let row = &ROWS[usize::from(number.0)];
            // All at once, and not one by one: so they are added side by side.
            let more: Sums = row.map(|weight| i16::from(weight as i8));
            self.add(&more);
        }
        new
    }
}
