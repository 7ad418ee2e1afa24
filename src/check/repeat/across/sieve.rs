//! Passes over pairs of passages that share four words by chance, and are nothing by any rule: most of those that share four words.

use super::inside::least;
use super::ruler::MOST;
use super::word::{SHINGLE, bare, shingle};
use crate::check::print::Asks;

/// One bit for each word that there may be, and as many for runs of four.
const BITS: u32 = 15;

/// Tells of pairs of passages that they are not alike and do not share words in a row, at a small part of what it takes to find out how
/// alike they are. Where it does not tell, they may be either.
pub struct KinSieve {
    /// The least that is asked of passages: how alike they are, and how many words in a row they share.
    near: f64,
    run: usize,
    words: Vec<u16>,
    /// A bit for each word of the passage that is taken up, and for each four in a row.
    known: Vec<u64>,
    runs: Vec<u64>,
    are_runs_known: bool,
    /// A bit for each word of another passage that stands in this one too.
    met: Vec<u64>,
}

impl KinSieve {
    /// By all that rules ask.
    pub fn new(asks: impl Iterator<Item = Asks>) -> Self {
        let asks = asks.filter(|asks| asks.near < 1.0);
        let (near, run) = asks.fold((1.0, usize::MAX), |(near, run), asks| (asks.near.min(near), run.min(least(asks))));
        let none = || vec![0; 1 << (BITS - u64::BITS.ilog2())];
        Self { near, run, words: Vec::new(), known: none(), runs: none(), are_runs_known: false, met: Vec::new() }
    }

    /// Takes up a passage.
    pub fn set(&mut self, words: &[u16]) {
        self.words.clear();
        self.words.extend_from_slice(&words[..words.len().min(MOST)]);
        self.known.fill(0);
        self.are_runs_known = false;
        self.words.iter().for_each(|&word| mark(&mut self.known, bare(word)));
    }

    /// Whether another passage may be alike, or share words in a row with the one that is taken up; the same whichever of them is that.
    pub fn may_be_kin(&mut self, other: &[u16]) -> bool {
        let other = &other[..other.len().min(MOST)];
        let met = |words: &[u16]| words.iter().rev().fold(0, |bits, &word| bits << 1 | u64::from(has(&self.known, bare(word))));
        self.met.clear();
        self.met.extend(other.chunks(64).map(met));
        let common: usize = self.met.iter().map(|bits| bits.count_ones() as usize).sum();
        // No more words stand in the same order than stand in both at all.
        if 2.0 * common as f64 >= self.near * (self.words.len() + other.len()) as f64 {
            return true;
        }
        // In a row of so many words there are so many fours that do not overlap, whatever stands between them.
        let least = self.run.div_ceil(SHINGLE);
        common >= self.run && fours(&self.met).nth(least - 1).is_some() && self.shares(other, least)
    }

    /// Whether so many runs of four words stand in both.
    fn shares(&mut self, other: &[u16], least: usize) -> bool {
        if !std::mem::replace(&mut self.are_runs_known, true) {
            self.runs.fill(0);
            self.words.windows(SHINGLE).for_each(|words| mark(&mut self.runs, folded(words)));
        }
        let is_shared = |&at: &usize| has(&self.runs, folded(&other[at..at + SHINGLE]));
        fours(&self.met).filter(is_shared).nth(least - 1).is_some()
    }
}

/// Where four words in a row begin that are met.
fn fours(met: &[u64]) -> impl Iterator<Item = usize> {
    let behind = met.iter().skip(1).copied().chain([0]);
    let rows = met.iter().zip(behind);
    let rows = rows.map(|(&here, behind)| (1..SHINGLE as u32).fold(here, |row, by| row & (here >> by | behind << (64 - by))));
    rows.enumerate().flat_map(|(at, bits)| {
        let rest = std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)));
        rest.take_while(|&bits| bits != 0).map(move |bits| at * 64 + bits.trailing_zeros() as usize)
    })
}

/// Four words as a number of few bits: two fours that meet by chance pass the sieve and are told apart behind it.
fn folded(words: &[u16]) -> u16 {
    (shingle(words).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as u16
}

fn mark(bits: &mut [u64], number: u16) {
    bits[usize::from(number / 64)] |= 1 << (number % 64);
}

fn has(bits: &[u64], number: u16) -> bool {
    bits[usize::from(number / 64)] >> (number % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::ruler::Ruler;
    use super::*;

    /// Words of which few are rare, so that passages share many.
    fn passage() -> impl Strategy<Value = Vec<u16>> {
        proptest::collection::vec(prop_oneof![0_u16..6, 0_u16..60], 8..150)
    }

    proptest! {
        /// What it denies is not alike, and shares no row of words, whichever of the two is taken up.
        #[test]
        fn what_is_kin_passes(a in passage(), b in passage(), from in 0_usize..100, to in 0_usize..100, at in 0_usize..150) {
            let mut b = b;
            let (from, to) = (from.min(to).min(a.len()), from.max(to).min(a.len()));
            let at = at.min(b.len());
            b.splice(at..at, a[from..to].iter().copied());
            let asks = Asks { near: 0.7, near_slots: 0.8, run: 12, ..Asks::default() };
            let (mut sieve, mut ruler) = (KinSieve::new([asks].into_iter()), Ruler::new());
            for (one, other) in [(&a, &b), (&b, &a)] {
                ruler.set(one);
                let is_kin = ruler.likeness(other, 0.7).is_some() || ruler.run(other, 12).is_some();
                for (taken, held) in [(one, other), (other, one)] {
                    sieve.set(taken);
                    prop_assert!(!is_kin || sieve.may_be_kin(held));
                }
            }
        }
    }

    #[test]
    fn four_words_by_chance_do_not_pass() {
        let asks = Asks { near: 0.7, run: 12, ..Asks::default() };
        let mut sieve = KinSieve::new([asks].into_iter());
        let first: Vec<u16> = (0..60).collect();
        let second: Vec<u16> = (0..30).map(|word| word * 3).chain(20..24).chain(500..520).collect();
        sieve.set(&first);
        assert!(!sieve.may_be_kin(&second));
        assert!(sieve.may_be_kin(&[&second[..], &first[10..25]].concat()));
    }
}
