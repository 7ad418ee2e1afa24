//! How alike passages are to one of them: the words they have in the same order, and the longest run they share.

use std::ops::Range;

use super::word::{SHINGLE, bare, fills, shingle};

/// How many words of a passage are compared; what follows is not looked at.
pub(super) const MOST: usize = 2000;
/// How many words may differ inside a run.
const GAP: usize = 4;
/// How many shingles of a run are looked back to.
const BACK: usize = 16;
/// How many places of a shingle in the passage are tried.
const PLACES: usize = 4;

/// A passage that others are held against: what is worked out once for it.
pub(in crate::check::repeat) struct Ruler {
    words: Vec<u16>,
    /// For each word, the number of its mask, counted from one.
    numbers: Vec<u16>,
    /// For each word of the passage, the places where it stands: `width` numbers of 64 bits each.
    masks: Vec<u64>,
    width: usize,
    row: Vec<u64>,
    shingles: Shingles,
    /// Whether the shingles are those of the passage.
    is_cut: bool,
}

/// Words in a row that two passages share, a few differing ones between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check::repeat) struct SharedRun {
    pub(in crate::check::repeat) here: Range<usize>,
    pub(in crate::check::repeat) there: Range<usize>,
    /// How many words are the same.
    pub(in crate::check::repeat) words: usize,
}

impl Ruler {
    pub(in crate::check::repeat) fn new() -> Self {
        Self {
            words: Vec::new(),
            numbers: vec![0; 1 << 15],
            masks: Vec::new(),
            width: 0,
            row: Vec::new(),
            shingles: Shingles::default(),
            is_cut: false,
        }
    }

    /// Takes up another passage.
    pub(in crate::check::repeat) fn set(&mut self, words: &[u16]) {
        self.words.iter().for_each(|&word| self.numbers[usize::from(bare(word))] = 0);
        self.words.clear();
        self.words.extend_from_slice(&words[..words.len().min(MOST)]);
        (self.width, self.is_cut) = (self.words.len().div_ceil(64), false);
        self.masks.clear();
        for (at, &word) in self.words.iter().enumerate() {
            let number = &mut self.numbers[usize::from(bare(word))];
            if *number == 0 {
                self.masks.resize(self.masks.len() + self.width, 0);
                *number = (self.masks.len() / self.width) as u16;
            }
            self.masks[(usize::from(*number) - 1) * self.width + at / 64] |= 1 << (at % 64);
        }
    }

    /// How many words of another passage stand in this one at all: no more of them can stand in the same order.
    pub(super) fn met(&self, other: &[u16]) -> usize {
        other.iter().filter(|&&word| self.numbers[usize::from(bare(word))] != 0).count()
    }

    /// How alike another passage is, from 0 to 1, where it is at least `near`.
    pub(super) fn likeness(&mut self, other: &[u16], near: f64) -> Option<f64> {
        let other = &other[..other.len().min(MOST)];
        let all = (self.words.len() + other.len()) as f64;
        let of = |common: usize| 2.0 * common as f64 / all;
        if all == 0.0 || of(self.words.len().min(other.len())) < near || of(self.met(other)) < near {
            return None;
        }
        self.row.clear();
        self.row.resize(self.width, u64::MAX);
        // The longest common subsequence, 64 words at a time (Hyyrö 2004).
        for &word in other {
            let number = usize::from(self.numbers[usize::from(bare(word))]);
            if number == 0 {
                continue;
            }
            let mask = &self.masks[(number - 1) * self.width..number * self.width];
            let mut carry = 0;
            for (bits, mask) in self.row.iter_mut().zip(mask) {
                let (sum, over) = bits.overflowing_add(*bits & mask);
                let (sum, again) = sum.overflowing_add(carry);
                carry = u64::from(over | again);
                *bits = sum | (*bits & !mask);
            }
        }
        let common: u32 = self.row.iter().map(|bits| bits.count_zeros()).sum();
        Some(of(common as usize)).filter(|&likeness| likeness >= near)
    }

    /// The longest run of at least so many words that another passage shares with this one.
    pub(in crate::check::repeat) fn run(&mut self, other: &[u16], least: usize) -> Option<SharedRun> {
        let other = &other[..other.len().min(MOST)];
        if least < SHINGLE || self.met(other) < least {
            return None;
        }
        if !std::mem::replace(&mut self.is_cut, true) {
            self.shingles.cut(&self.words);
        }
        let mut seeds: Vec<Seed> = Vec::new();
        let mut best: Option<Seed> = None;
        for (there, words) in other.windows(SHINGLE).enumerate() {
            for here in self.shingles.places(shingle(words)) {
                let mut seed = Seed { here, there, start: (here, there), words: SHINGLE };
                for before in seeds.iter().rev().take(BACK) {
                    seed.follow(before);
                }
                if best.as_ref().is_none_or(|best| seed.words > best.words) {
                    best = Some(seed.clone());
                }
                seeds.push(seed);
            }
        }
        best.filter(|best| best.words >= least).map(|best| SharedRun {
            here: best.start.0..best.here + SHINGLE,
            there: best.start.1..best.there + SHINGLE,
            words: best.words,
        })
    }
}

/// The runs of four words of a passage, and where they stand: a table of places, each looked for from where its hash says on.
#[derive(Default)]
struct Shingles {
    values: Vec<u64>,
    /// Numbers of values, counted from one; 0 where there is none.
    table: Vec<u16>,
}

impl Shingles {
    fn cut(&mut self, words: &[u16]) {
        self.values.clear();
        self.values.extend(words.windows(SHINGLE).map(shingle));
        self.table.clear();
        self.table.resize((self.values.len() * 2).next_power_of_two(), 0);
        for (number, &value) in self.values.iter().enumerate() {
            let (mut at, mut same) = (self.start(value), 0);
            while self.table[at] != 0 && same < PLACES {
                same += usize::from(self.values[usize::from(self.table[at]) - 1] == value);
                at = (at + 1) & (self.table.len() - 1);
            }
            if same < PLACES {
                self.table[at] = number as u16 + 1;
            }
        }
    }

    fn start(&self, value: u64) -> usize {
        (value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (self.table.len() - 1)
    }

    /// The first places of a run of words.
    fn places(&self, value: u64) -> impl Iterator<Item = usize> {
        let (table, start) = (&self.table, self.start(value));
        let met = (start..start + table.len()).map(move |at| table[at & (table.len() - 1)]).take_while(|&number| number != 0);
        met.map(|number| usize::from(number) - 1).filter(move |&number| self.values[number] == value)
    }
}

/// Four words that both passages have, and the longest run that ends with them.
#[derive(Clone)]
struct Seed {
    here: usize,
    there: usize,
    start: (usize, usize),
    words: usize,
}

impl Seed {
    /// Goes on from a shingle before, where that makes a longer run.
    fn follow(&mut self, before: &Self) {
        if before.here >= self.here || before.there >= self.there {
            return;
        }
        let (here, there) = (self.here - before.here, self.there - before.there);
        let more = match here == there && here < SHINGLE {
            true => here,
            false if here >= SHINGLE && there >= SHINGLE && here.max(there) <= SHINGLE + GAP => SHINGLE,
            false => return,
        };
        if before.words + more > self.words {
            (self.start, self.words) = (before.start, before.words + more);
        }
    }
}

/// Whether two passages that are not the same differ mostly in names and figures.
pub(super) fn differs_in_slots(a: &[u16], b: &[u16]) -> bool {
    let keys = |words: &[u16]| words.iter().map(|&word| u64::from(bare(word))).collect::<Vec<u64>>();
    let (mut filled, mut all) = (0, 0);
    for (old, new) in crate::prose::passage::differences(&keys(a), &keys(b)) {
        let words = [&a[old], &b[new]];
        all += words.iter().map(|words| words.len()).sum::<usize>();
        let slots = words.iter().all(|words| words.iter().any(|&word| fills(word)));
        filled += if slots { words.iter().map(|words| words.len()).sum::<usize>() } else { 0 };
    }
    filled * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: u16, to: u16) -> Vec<u16> {
        (from..to).collect()
    }

    #[test]
    fn likeness_is_the_share_of_common_words() {
        let mut ruler = Ruler::new();
        let long = words(0, 500);
        ruler.set(&long);
        assert_eq!(ruler.likeness(&words(0, 500), 0.7), Some(1.0));
        let lost: Vec<u16> = words(0, 500).into_iter().filter(|word| word % 5 != 0).collect();
        assert_eq!(ruler.likeness(&lost, 0.7), Some(2.0 * 400.0 / 900.0));
        assert_eq!(ruler.likeness(&words(600, 900), 0.7), None);
        let four = [1, 2, 3, 4];
        ruler.set(&four);
        assert_eq!(ruler.likeness(&[1, 9, 3, 4], 0.7), Some(0.75));
        assert_eq!(ruler.likeness(&[4, 3, 2, 1], 0.7), None);
    }

    #[test]
    fn a_run_goes_on_over_a_few_other_words() {
        let mut ruler = Ruler::new();
        let here = words(0, 60);
        ruler.set(&here);
        let there = [words(900, 930), words(10, 22), vec![800], words(23, 35), words(950, 960)].concat();
        assert_eq!(ruler.run(&there, 20), Some(SharedRun { here: 10..35, there: 30..55, words: 24 }));
        assert_eq!(ruler.run(&there, 25), None);
        assert_eq!(ruler.run(&words(900, 960), 20), None);
    }
}
