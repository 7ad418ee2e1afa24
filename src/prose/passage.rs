//! Whether two passages say the same: their words, their fingerprint, how alike they are, and where they differ.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::{Shape, Token};

/// How many words of a passage are compared; what follows is not looked at.
const MOST: usize = 2000;

/// Whether a token is part of what a passage says: a word, a number, an address.
pub fn counts(token: &Token) -> bool {
    !matches!(token.shape, Shape::Mark(_))
}

/// The keys of the words and numbers of a passage; punctuation and case are no part of it.
pub fn keys(tokens: &[Token]) -> Vec<u64> {
    tokens.iter().filter(|token| counts(token)).map(|token| token.key).collect()
}

/// One number for a passage's words: the same on every machine, in every run.
pub fn fingerprint(keys: &[u64]) -> u64 {
    keys.iter().fold(0, |print, key| mixed(print, *key))
}

/// The fingerprint of a passage, and how many words it has.
pub fn print(tokens: &[Token]) -> (u64, usize) {
    let keys = tokens.iter().filter(|token| counts(token)).map(|token| token.key);
    keys.fold((0, 0), |(print, words), key| (mixed(print, key), words + 1))
}

/// Both halves of a product: each bit of a key turns about half of all bits.
fn mixed(print: u64, key: u64) -> u64 {
    let product = u128::from(print.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ key) * 0xe703_7ed1_a0b4_28db;
    product as u64 ^ (product >> 64) as u64
}

/// How alike two passages are, from 0 to 1: the words that both have in the same order, among all their words.
pub fn likeness(a: &[u64], b: &[u64]) -> f64 {
    let (a, b) = (&a[..a.len().min(MOST)], &b[..b.len().min(MOST)]);
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut last = Vec::new();
    rows(a, b, |row| last = row.to_vec());
    2.0 * common(&last, a.len()) as f64 / (a.len() + b.len()) as f64
}

/// Where two passages differ: ranges of words of each, in order; one of the two may be empty.
pub fn differences(a: &[u64], b: &[u64]) -> Vec<(Range<usize>, Range<usize>)> {
    let (a, b) = (&a[..a.len().min(MOST)], &b[..b.len().min(MOST)]);
    let mut pairs = alignment(a, b);
    pairs.push((a.len(), b.len()));
    let (mut found, mut from) = (Vec::new(), (0, 0));
    for (left, right) in pairs {
        if left > from.0 || right > from.1 {
            found.push((from.0..left, from.1..right));
        }
        from = (left + 1, right + 1);
    }
    found
}

/// The words that both have in the same order, as pairs of places.
fn alignment(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let width = a.len().div_ceil(64);
    let mut all: Vec<u64> = Vec::with_capacity(width * b.len());
    rows(a, b, |row| all.extend_from_slice(row));
    let longer = |row: usize, column: usize| all[row * width + column / 64] & (1 << (column % 64)) == 0;
    let (mut pairs, mut column, mut row) = (Vec::new(), a.len(), b.len());
    while row > 0 && column > 0 {
        if !longer(row - 1, column - 1) {
            column -= 1;
            continue;
        }
        row -= 1;
        if row == 0 || !longer(row - 1, column - 1) {
            column -= 1;
            pairs.push((column, row));
        }
    }
    pairs.reverse();
    pairs
}

/// The longest common subsequence, 64 words of `a` at a time (Hyyrö 2004): one row for each word of `b`, in which a bit is
/// zero where the subsequence grows with that word of `a`.
fn rows(a: &[u64], b: &[u64], mut each: impl FnMut(&[u64])) {
    let width = a.len().div_ceil(64);
    let mut masks: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
    for (at, &key) in a.iter().enumerate() {
        masks.entry(key).or_insert_with(|| vec![0; width])[at / 64] |= 1 << (at % 64);
    }
    let mut row = vec![u64::MAX; width];
    for key in b {
        if let Some(mask) = masks.get(key) {
            let mut carry = 0;
            for (bits, mask) in row.iter_mut().zip(mask) {
                let (sum, over) = bits.overflowing_add(*bits & mask);
                let (sum, again) = sum.overflowing_add(carry);
                carry = u64::from(over | again);
                *bits = sum | (*bits & !mask);
            }
        }
        each(&row);
    }
}

/// How many of the first `length` bits are zero.
fn common(row: &[u64], length: usize) -> usize {
    let ones: usize = row.iter().map(|bits| bits.count_ones() as usize).sum();
    let beyond = row.last().map_or(0, |last| {
        let used = length - (row.len() - 1) * 64;
        if used == 64 { 0 } else { (last >> used).count_ones() as usize }
    });
    length - (ones - beyond)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u64> {
        let mut tokens = Vec::new();
        super::super::tokens(text, &mut tokens);
        keys(&tokens)
    }

    #[test]
    fn case_and_punctuation_make_no_difference() {
        assert_eq!(fingerprint(&words("The “mayor’s” plan, revised.")), fingerprint(&words("the mayor's plan – revised")));
        assert_ne!(fingerprint(&words("Ten of 12")), fingerprint(&words("Ten of 13")));
    }

    #[test]
    fn likeness_is_the_share_of_common_words() {
        assert_eq!(likeness(&words("a b c d"), &words("a b c d")), 1.0);
        assert_eq!(likeness(&words("a b c d"), &words("a x c d")), 0.75);
        assert_eq!(likeness(&words("a b"), &words("c d")), 0.0);
        assert_eq!(likeness(&[], &words("c d")), 0.0);
    }

    #[test]
    fn long_passages_align_across_machine_words() {
        let a: Vec<u64> = (0..500).collect();
        let b: Vec<u64> = (0..500).filter(|at| at % 70 != 3).collect();
        assert_eq!(likeness(&a, &b), 2.0 * b.len() as f64 / (a.len() + b.len()) as f64);
        let lost: Vec<_> = differences(&a, &b).into_iter().map(|(left, right)| (left.start, right.len())).collect();
        assert_eq!(lost, (0..500).filter(|at| at % 70 == 3).map(|at| (at, 0)).collect::<Vec<_>>());
    }

    #[test]
    fn differences_name_both_sides() {
        assert_eq!(
            differences(&words("in this column are mine"), &words("in this article are all mine")),
            [(2..3, 2..3), (4..4, 4..5)]
        );
        assert_eq!(differences(&words("one two"), &words("one two")), []);
    }
}
