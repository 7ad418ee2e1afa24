//! Which passages stand in which documents, and which of them may be alike.

use super::word::{expected, folded, sampled};
use crate::check::print::Prints;

/// Where a passage stands: the document's number, and the print's number in it.
pub(super) type Occurrence = (u32, u32);
/// A shingle of at most so many passages joins each with each; a commoner one, only neighbours.
pub(super) const EACH: usize = 8;
/// From how many words on a passage is compared with others that are not the same.
pub(super) const LEAST: usize = 8;

/// The passages of documents, those with the same words as one.
pub(super) struct Passages<'p> {
    prints: &'p [Prints],
    /// By their keys, then documents, then numbers.
    places: Vec<(u64, Occurrence)>,
    /// Where each passage begins among the places, and where the last one ends.
    starts: Vec<u32>,
}

impl<'p> Passages<'p> {
    pub(super) fn of(prints: &'p [Prints]) -> Self {
        let mut places = Vec::with_capacity(prints.iter().map(|prints| prints.passages.len()).sum());
        for (document, prints) in prints.iter().enumerate() {
            let passages = prints.passages.iter().enumerate();
            places.extend(passages.map(|(number, print)| (print.key, (document as u32, number as u32))));
        }
        places.sort_unstable();
        // What stands twice in one document is that document's own fault.
        places.dedup_by_key(|(key, (document, _))| (*key, *document));
        let begins = |at: &usize| *at == 0 || places[*at].0 != places[*at - 1].0;
        let starts = (0..places.len()).filter(begins).map(|at| at as u32).chain([places.len() as u32]).collect();
        Self { prints, places, starts }
    }

    pub(super) fn prints(&self) -> &'p [Prints] {
        self.prints
    }

    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn places(&self, passage: usize) -> impl ExactSizeIterator<Item = Occurrence> + '_ {
        let at = self.starts[passage] as usize..self.starts[passage + 1] as usize;
        self.places[at].iter().map(|(_, place)| *place)
    }

    fn first(&self, passage: usize) -> Occurrence {
        self.places[self.starts[passage] as usize].1
    }

    /// The prints of the document where a passage stands first.
    pub(super) fn home(&self, passage: usize) -> &'p Prints {
        &self.prints[self.first(passage).0 as usize]
    }

    pub(super) fn words(&self, passage: usize) -> &'p [u16] {
        self.home(passage).words_of(self.first(passage).1 as usize)
    }

    /// By how many documents a passage has, then the earliest that says its date, then the order of documents: what comes first is
    /// what the others are copies of.
    pub(super) fn rank(&self, passage: usize) -> (usize, u32, Occurrence) {
        let dates = self.places(passage).map(|(document, _)| self.prints[document as usize].date);
        let date = dates.filter(|&date| date > 0).min().unwrap_or(u32::MAX);
        (usize::MAX - self.places(passage).len(), date, self.first(passage))
    }

    /// Pairs of passages that share a shingle, each as one number of two halves, in order. However common a shingle is, it joins all that have
    /// it, and not more than in proportion to their number.
    pub(super) fn pairs(&self) -> Vec<u64> {
        let joined = self.joined();
        let mut pairs = Vec::new();
        for group in joined.chunk_by(|a, b| a >> 32 == b >> 32) {
            let reach = if group.len() > EACH { 1 } else { EACH };
            for (number, passage) in group.iter().enumerate() {
                let others = group[number + 1..].iter().take(reach);
                pairs.extend(others.map(|other| passage << 32 | other & u64::from(u32::MAX)));
            }
        }
        drop(joined);
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The same of pairs that are known by their keys; one of which a passage is not here is left out.
    pub(super) fn named(&self, known: &[(u64, u64)]) -> Vec<u64> {
        let key = |passage: u32| self.places[self.starts[passage as usize] as usize].0;
        let all: Vec<u32> = (0..self.count() as u32).collect();
        let number = |wanted: u64| all.binary_search_by_key(&wanted, |&passage| key(passage)).ok().map(|at| at as u64);
        let pair = |&(a, b): &(u64, u64)| Some(number(a.min(b))? << 32 | number(a.max(b))?);
        let mut pairs: Vec<u64> = known.iter().filter_map(pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The shingles that passages are looked for by, each with its passage behind it: in order.
    fn joined(&self) -> Vec<u64> {
        let is_compared = |&passage: &u32| {
            let passage = passage as usize;
            self.home(passage).asks.near < 1.0 && self.words(passage).len() >= LEAST
        };
        let mut compared: Vec<u32> = (0..self.count() as u32).filter(is_compared).collect();
        // Words that lie beside one another are read one after the other.
        compared.sort_unstable_by_key(|&passage| self.first(passage as usize));
        let all = compared.iter().map(|&passage| expected(self.words(passage as usize).len())).sum();
        let (mut joined, mut hashes) = (Vec::with_capacity(all), Vec::new());
        for passage in compared {
            sampled(self.words(passage as usize), &mut hashes);
            joined.extend(hashes.iter().map(|&hash| u64::from(folded(hash)) << 32 | u64::from(passage)));
        }
        joined.sort_unstable();
        joined.dedup();
        joined
    }
}
