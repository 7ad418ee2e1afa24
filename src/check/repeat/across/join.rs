//! Which passages may be alike: those that share a run of four words.

use super::passages::Passages;
use super::word::{expected, folded, sampled};
use crate::check::many;

/// A shingle of at most so many passages joins each with each; a commoner one, only neighbours.
pub(super) const EACH: usize = 8;
/// From how many words on a passage is compared with others that are not the same.
pub(super) const LEAST: usize = 8;
/// Into how many parts the work is cut at most, and how many passages are worth one.
const PARTS: usize = 64;
const WORTH_ONE: usize = 4096;
/// So many shingles are held at once, or one for so many words where that is more: the rest waits for another round.
const AT_ONCE: usize = 1 << 20;
const WORDS_FOR_ONE: usize = 16;

/// Joins passages by the shingles that they are looked for by, some shingles in each round.
pub(super) struct Join<'p> {
    passages: &'p Passages<'p>,
    /// Those that are compared, in the order in which their words lie: where each stands first, and its number.
    compared: Vec<(u32, u32)>,
    rounds: u32,
    parts: usize,
}

impl<'p> Join<'p> {
    pub(super) fn new(passages: &'p Passages<'p>) -> Self {
        let all = (0..passages.count() as u32).filter(|&passage| passages.mask_of(passage) != 0);
        let mut compared: Vec<(u32, u32)> = all.map(|passage| (passages.first(passage), passage)).collect();
        compared.sort_unstable();
        let (mut words, mut shingles) = (0, 0);
        compared.retain(|&(place, _)| {
            let count = passages.words_at(place).len();
            let is_compared = count >= LEAST;
            (words, shingles) = if is_compared { (words + count, shingles + expected(count)) } else { (words, shingles) };
            is_compared
        });
        let rounds = shingles.div_ceil(AT_ONCE.max(words / WORDS_FOR_ONE)).next_power_of_two() as u32;
        let parts = (compared.len() / WORTH_ONE).clamp(1, PARTS);
        Self { passages, compared, rounds, parts }
    }

    pub(super) fn rounds(&self) -> u32 {
        self.rounds
    }

    /// Pairs of passages that share a shingle of a round, each as one number of two halves, in several parts, each in order, no passage
    /// first in pairs of two parts. However common a shingle is, it joins all that have it, and not more than in proportion to their
    /// number.
    pub(super) fn pairs(&self, round: u32) -> Vec<Vec<u64>> {
        let chunks: Vec<&[(u32, u32)]> = self.compared.chunks(self.compared.len().div_ceil(self.parts).max(1)).collect();
        let shingles = many::each(&chunks, |chunk| self.shingles(chunk, round));
        let parts: Vec<usize> = (0..self.parts).collect();
        let pairs = many::each(&parts, |&part| self.joined(gathered(&shingles, part)));
        drop(shingles);
        many::each(&parts, |&part| gathered(&pairs, part))
    }

    /// The shingles of some passages that belong to a round, each with its passage behind it, by parts.
    fn shingles(&self, passages: &[(u32, u32)], round: u32) -> Vec<Vec<u64>> {
        let (mut found, mut hashes) = (vec![Vec::new(); self.parts], Vec::new());
        for &(place, passage) in passages {
            sampled(self.passages.words_at(place), &mut hashes);
            for shingle in hashes.iter().map(|&hash| folded(hash)).filter(|shingle| shingle & (self.rounds - 1) == round) {
                let part = ((u64::from(shingle) * self.parts as u64) >> 32) as usize;
                found[part].push(u64::from(shingle) << 32 | u64::from(passage));
            }
        }
        found
    }

    /// Pairs of passages that share one of these shingles, by parts.
    fn joined(&self, shingles: Vec<u64>) -> Vec<Vec<u64>> {
        let mut pairs = vec![Vec::new(); self.parts];
        let mut add = |first: u32, second: u32| {
            let part = u64::from(first) * self.parts as u64 / self.passages.count() as u64;
            pairs[part as usize].push(u64::from(first) << 32 | u64::from(second));
        };
        for group in shingles.chunk_by(|a, b| a >> 32 == b >> 32).filter(|group| group.len() > 1) {
            let masks = group.iter().fold(0, |all, &entry| all | self.passages.mask_of(entry as u32));
            match group.len() > EACH {
                false => each_with_each(group, &mut add),
                true => (0..u8::BITS).map(|bit| 1 << bit).filter(|bit| masks & bit != 0).for_each(|bit| {
                    let of_sort = |entry: &&u64| self.passages.mask_of(**entry as u32) & bit != 0;
                    let group: Vec<u64> = group.iter().filter(of_sort).copied().collect();
                    match group.len() > EACH {
                        true => group.windows(2).for_each(|pair| add(pair[0] as u32, pair[1] as u32)),
                        false => each_with_each(&group, &mut add),
                    }
                }),
            }
        }
        pairs
    }
}

fn each_with_each(group: &[u64], add: &mut impl FnMut(u32, u32)) {
    for (at, &first) in group.iter().enumerate() {
        group[at + 1..].iter().for_each(|&second| add(first as u32, second as u32));
    }
}

/// One part of all, in order, each once.
fn gathered(all: &[Vec<Vec<u64>>], part: usize) -> Vec<u64> {
    let mut found = Vec::with_capacity(all.iter().map(|parts| parts[part].len()).sum());
    all.iter().for_each(|parts| found.extend_from_slice(&parts[part]));
    found.sort_unstable();
    found.dedup();
    found
}
