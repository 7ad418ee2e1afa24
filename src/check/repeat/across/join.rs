//! Which passages may be alike: those that share a run of four words.

use super::passages::Passages;
use super::word::{QUARTER, each_shingle, folded, height, limit};
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
const WORDS_FOR_ONE: usize = 30;
/// So many passages at most are cut into shingles at once: each is known among these by two bytes.
const CUT: usize = 1 << 16;

/// Joins passages by the shingles that they are looked for by, some shingles in each round.
pub(super) struct Join<'p> {
    passages: &'p Passages<'p>,
    /// Those that are compared by a quarter of their shingles, in the order in which their words lie.
    long: Vec<u32>,
    /// Those of few shingles: the number of each, and its [`limit`].
    short: Vec<(u32, u32)>,
    rounds: u32,
    parts: usize,
}

/// Some of the passages that are compared.
#[derive(Clone, Copy)]
enum ComparedPassages<'j> {
    Long(&'j [u32]),
    Short(&'j [(u32, u32)]),
}

/// The shingles of some passages, part by part: six bytes for each.
struct CutShingles<'j> {
    of: ComparedPassages<'j>,
    /// Where each part ends.
    ends: Vec<usize>,
    hashes: Vec<u32>,
    /// The place of the passage of each among those that were cut.
    at: Vec<u16>,
}

impl<'p> Join<'p> {
    pub(super) fn new(passages: &'p Passages<'p>) -> Self {
        let mut all: Vec<u32> = passages.all().filter(|&passage| passages.mask_of(passage) != 0).collect();
        all.sort_unstable_by_key(|&passage| passages.first(passage));
        all.retain(|&passage| passages.count_words(passage) >= LEAST);
        let parts = (all.len() / WORTH_ONE).clamp(1, PARTS);
        let chunks: Vec<&[u32]> = all.chunks(all.len().div_ceil(parts).max(1)).collect();
        let limited = many::each(&chunks, |chunk| {
            let (mut hashes, mut room, mut shingles, mut words) = (Vec::new(), Vec::new(), 0, 0);
            let mut short = Vec::new();
            for &passage in *chunk {
                let of = passages.read(passages.first(passage), &mut room);
                let (limit, count) = limit(of, &mut hashes);
                (shingles, words) = (shingles + count, words + of.len());
                short.extend((limit != QUARTER).then_some((passage, limit)));
            }
            (short, shingles, words)
        });
        let (shingles, words) = limited.iter().fold((0, 0), |(all, long), (_, count, words)| (all + count, long + words));
        let rounds = shingles.div_ceil(AT_ONCE.max(words / WORDS_FOR_ONE)).max(1) as u32;
        let short: Vec<(u32, u32)> = limited.into_iter().flat_map(|(short, ..)| short).collect();
        let mut left = short.iter().map(|(passage, _)| *passage).peekable();
        all.retain(|&passage| left.next_if_eq(&passage).is_none());
        all.shrink_to_fit();
        Self { passages, long: all, short, rounds, parts }
    }

    pub(super) fn rounds(&self) -> u32 {
        self.rounds
    }

    /// Pairs of passages that share a shingle of a round, each as one number of two halves, in several parts, each in order, no passage
    /// first in pairs of two parts. However common a shingle is, it joins all that have it, and not more than in proportion to their
    /// number.
    pub(super) fn pairs(&self, round: u32) -> Vec<Vec<u64>> {
        let size = |all: usize| all.div_ceil(self.parts).clamp(1, CUT);
        let long = self.long.chunks(size(self.long.len())).map(ComparedPassages::Long);
        let chunks: Vec<ComparedPassages<'_>> =
            long.chain(self.short.chunks(size(self.short.len())).map(ComparedPassages::Short)).collect();
        let shingles = many::each(&chunks, |chunk| self.shingles(*chunk, round));
        let parts: Vec<usize> = (0..self.parts).collect();
        let pairs = many::each(&parts, |&part| self.joined(shingles.iter().flat_map(|of| of.part(part))));
        drop(shingles);
        many::each(&parts, |&part| gathered(pairs.iter().flat_map(|parts| parts[part].iter().copied())))
    }

    /// The shingles of some passages that belong to a round.
    fn shingles<'j>(&self, of: ComparedPassages<'j>, round: u32) -> CutShingles<'j> {
        let (mut found, mut room) = (Vec::<(u32, u16)>::new(), Vec::new());
        let mut ends = vec![0; self.parts];
        for at in 0..of.len() {
            let (passage, limit) = of.limited(at);
            each_shingle(self.passages.read(self.passages.first(passage), &mut room), |hash| {
                let shingle = folded(hash);
                if (height(hash) <= limit) & (self.round_of(shingle) == round) {
                    ends[self.part_of(shingle)] += 1;
                    found.push((shingle, at as u16));
                }
            });
        }
        // Each part begins where the one before it ends, and has grown to its own end when all have their places.
        let mut all = 0;
        for end in &mut ends {
            all += std::mem::replace(end, all);
        }
        let (mut hashes, mut at) = (vec![0; all], vec![0; all]);
        for (shingle, passage) in found {
            let place = &mut ends[self.part_of(shingle)];
            (hashes[*place], at[*place]) = (shingle, passage);
            *place += 1;
        }
        CutShingles { of, ends, hashes, at }
    }

    /// By the half of a shingle that says nothing of its round.
    fn part_of(&self, shingle: u32) -> usize {
        ((u64::from(shingle) * self.parts as u64) >> 32) as usize
    }

    /// By the half of a shingle that says nothing of its part.
    fn round_of(&self, shingle: u32) -> u32 {
        ((shingle & 0xffff) * self.rounds) >> 16
    }

    /// Pairs of passages that share one of these shingles, by parts.
    fn joined(&self, shingles: impl Iterator<Item = u64>) -> Vec<Vec<u64>> {
        let shingles = gathered(shingles);
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

impl ComparedPassages<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Long(all) => all.len(),
            Self::Short(all) => all.len(),
        }
    }

    /// A passage, and its [`limit`].
    fn limited(&self, at: usize) -> (u32, u32) {
        match self {
            Self::Long(all) => (all[at], QUARTER),
            Self::Short(all) => all[at],
        }
    }
}

impl CutShingles<'_> {
    /// Those of a part, each with its passage behind it.
    fn part(&self, part: usize) -> impl Iterator<Item = u64> + '_ {
        let start = if part == 0 { 0 } else { self.ends[part - 1] };
        let all = self.hashes[start..self.ends[part]].iter().zip(&self.at[start..self.ends[part]]);
        all.map(|(&shingle, &at)| u64::from(shingle) << 32 | u64::from(self.of.limited(at.into()).0))
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

/// All in order, each once.
fn gathered(all: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut found: Vec<u64> = all.collect();
    found.sort_unstable();
    found.dedup();
    found
}
