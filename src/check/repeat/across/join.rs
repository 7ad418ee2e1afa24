//! Which passages may be alike: those that share a run of four words.

use super::passages::Passages;
use super::word::{each_shingle, folded, height, limit};
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
const WORDS_FOR_ONE: usize = 20;

/// Joins passages by the shingles that they are looked for by, some shingles in each round.
pub(super) struct Join<'p> {
    passages: &'p Passages<'p>,
    /// Those that are compared, in the order in which their words lie: the number of each, and its [`limit`].
    compared: Vec<(u32, u32)>,
    rounds: u32,
    parts: usize,
}

impl<'p> Join<'p> {
    pub(super) fn new(passages: &'p Passages<'p>) -> Self {
        let is_compared = |&passage: &u32| passages.mask_of(passage) != 0 && passages.words(passage).len() >= LEAST;
        let mut all: Vec<u32> = (0..passages.count() as u32).filter(is_compared).collect();
        all.sort_unstable_by_key(|&passage| passages.place_of_words(passage));
        let parts = (all.len() / WORTH_ONE).clamp(1, PARTS);
        let chunks: Vec<&[u32]> = all.chunks(all.len().div_ceil(parts).max(1)).collect();
        let limited = many::each(&chunks, |chunk| {
            let (mut hashes, mut shingles, mut words) = (Vec::new(), 0, 0);
            let limited = chunk.iter().map(|&passage| {
                let of = passages.words(passage);
                let (limit, count) = limit(of, &mut hashes);
                (shingles, words) = (shingles + count, words + of.len());
                (passage, limit)
            });
            let limited: Vec<(u32, u32)> = limited.collect();
            (limited, shingles, words)
        });
        drop(all);
        let (shingles, words) = limited.iter().fold((0, 0), |(all, long), (_, count, words)| (all + count, long + words));
        let rounds = shingles.div_ceil(AT_ONCE.max(words / WORDS_FOR_ONE)).max(1) as u32;
        let mut compared = Vec::with_capacity(limited.iter().map(|(limited, ..)| limited.len()).sum());
        limited.into_iter().for_each(|(limited, ..)| compared.extend(limited));
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
        let mut found = vec![Vec::new(); self.parts];
        for &(passage, limit) in passages {
            each_shingle(self.passages.words(passage), |hash| {
                let shingle = folded(hash);
                if (height(hash) <= limit) & (self.round_of(shingle) == round) {
                    let part = ((u64::from(shingle) * self.parts as u64) >> 32) as usize;
                    found[part].push(u64::from(shingle) << 32 | u64::from(passage));
                }
            });
        }
        found
    }

    /// By the half of a shingle that says nothing of its part.
    fn round_of(&self, shingle: u32) -> u32 {
        ((shingle & 0xffff) * self.rounds) >> 16
    }

    /// Pairs of passages that share one of these shingles, by parts.
    fn joined(&self, shingles: Vec<u64>) -> Vec<Vec<u64>> {
        let mut pairs = vec![Vec::new(); self.parts];
        let mut add = |first: u32, second: u32| {
            let part = u64::from(first) * self.parts as u64 / self.passages.count() as u64;
            pairs[part as usize].push(u64::from(first) << 32 | u64::from(second));
        };
        let mut group = Vec::new();
        for entries in shingles.chunk_by(|a, b| a >> 32 == b >> 32).filter(|entries| entries.len() > 1) {
            group.clear();
            group.extend(entries.iter().map(|&entry| entry as u32));
            join_group(&group, |passage| self.passages.mask_of(passage), &mut add);
        }
        pairs
    }
}

/// Joins the passages that have one shingle, in the order of their keys: each with each where they are few, and else those of each sort of
/// rules, by a bit of `sorts`, each with the next.
pub(super) fn join_group(group: &[u32], sorts: impl Fn(u32) -> u8, add: &mut impl FnMut(u32, u32)) {
    if group.len() <= EACH {
        return each_with_each(group, add);
    }
    let all = group.iter().fold(0, |all, &passage| all | sorts(passage));
    for sort in (0..u8::BITS).map(|bit| 1 << bit).filter(|sort| all & sort != 0) {
        let of_sort: Vec<u32> = group.iter().copied().filter(|&passage| sorts(passage) & sort != 0).collect();
        match of_sort.len() > EACH {
            true => of_sort.windows(2).for_each(|pair| add(pair[0], pair[1])),
            false => each_with_each(&of_sort, add),
        }
    }
}

fn each_with_each(group: &[u32], add: &mut impl FnMut(u32, u32)) {
    for (at, &first) in group.iter().enumerate() {
        group[at + 1..].iter().for_each(|&second| add(first, second));
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
