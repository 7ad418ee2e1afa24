//! The pairs of words that approved texts are looked for by.

/// A set of pairs of words that may hold a few too many.
#[derive(Debug, Default)]
pub(super) struct Openings(Vec<u64>);

impl Openings {
    const BITS: u64 = 1 << 16;

    fn place(one: u64, two: u64) -> (usize, u64) {
        let bit = (one ^ two.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48 & (Self::BITS - 1);
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    pub(super) fn add(&mut self, one: u64, two: u64) {
        self.0.resize((Self::BITS / 64) as usize, 0);
        let (word, bit) = Self::place(one, two);
        self.0[word] |= bit;
    }

    pub(super) fn may_have(&self, one: u64, two: u64) -> bool {
        let (word, bit) = Self::place(one, two);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}
