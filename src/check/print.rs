//! What is remembered of a draft, so that it can be held against others.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::prose::passage;
use crate::text::Span;

/// What is remembered of a document when it is gone: each passage once, however many rules ask for it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Prints {
    /// Its passages, in order.
    pub passages: Vec<Print>,
    /// The words of all of them: two bytes for each.
    pub words: Vec<u16>,
    /// When it was published, as a number that grows; 0 where it does not say.
    pub date: u32,
    /// What its rules want of them, by the numbers of the rules; a rule that wants none is not among them.
    pub wanted: Vec<(usize, WantedPassages)>,
}

/// The passages of a document that a rule holds against others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WantedPassages {
    /// What it asks of them.
    pub asks: Asks,
    /// What the document is a version or a translation of: documents of one number count as one. 0 for one by itself.
    pub same: u64,
    /// Their numbers, in order.
    pub passages: Vec<u32>,
}

/// What a rule asks of passages that stand in several documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Asks {
    /// In how many documents a passage must stand to be told.
    pub files: usize,
    /// In what share of the documents it must stand.
    pub share: f64,
    /// How alike two passages are, from 0 to 1, that are one in two wordings; at 1, only the same words are.
    pub near: f64,
    /// How alike they must be where they differ mostly in figures and names.
    pub near_slots: f64,
    /// So many words in a row that two passages share are told, and not the passages; 0 where the passages are.
    pub run: usize,
    /// How many days a document may have been published from another that has the same; 0 for any number.
    pub within: u32,
}

/// What is remembered of a passage when its document is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// Hash of its normal form.
    pub key: u64,
    /// Where it stands.
    pub span: Span,
    /// Where its words begin among those of its document, and how many there are.
    pub start: u32,
    /// How many words it has.
    pub words: u32,
}

/// What is known of documents that are not among those that are compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Elsewhere {
    /// In how many of them the passages with a key stand.
    pub more: FxHashMap<u64, usize>,
    /// How many there are.
    pub all: usize,
}

impl Prints {
    /// The words of one of its passages.
    pub fn words_of(&self, number: usize) -> &[u16] {
        let print = &self.passages[number];
        self.words.get(print.start as usize..(print.start + print.words) as usize).unwrap_or_default()
    }

    /// Whether nothing of it is compared.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Tells for each passage which rules want it, by their numbers in the order in which they stand here.
    pub fn each_wanted(&self, mut tell: impl FnMut(usize, &[usize])) {
        let mut left: Vec<(usize, &[u32])> = self.wanted.iter().map(|(rule, wanted)| (*rule, &wanted.passages[..])).collect();
        let mut rules = Vec::new();
        for number in 0..self.passages.len() {
            rules.clear();
            for (rule, left) in left.iter_mut().filter(|(_, left)| left.first() == Some(&(number as u32))) {
                rules.push(*rule);
                *left = &left[1..];
            }
            tell(number, &rules);
        }
    }

    /// Whether all numbers in it are those of passages and words that are there.
    pub fn holds(&self) -> bool {
        let ends = self.passages.iter().map(|print| u64::from(print.start) + u64::from(print.words));
        let is_in_order = |wanted: &WantedPassages| wanted.passages.is_sorted_by(|a, b| a < b);
        let has = |wanted: &WantedPassages| wanted.passages.last().is_some_and(|&last| (last as usize) < self.passages.len());
        ends.max().is_none_or(|end| end <= self.words.len() as u64)
            && self.wanted.iter().all(|(_, wanted)| is_in_order(wanted) && has(wanted))
    }
}

/// Makes the prints of a document, rule by rule.
#[derive(Debug, Default)]
pub struct Printer {
    prints: Prints,
    /// The numbers of the passages, by where they stand.
    numbers: FxHashMap<Span, u32>,
    keys: Vec<u64>,
}

impl Printer {
    /// For a document of this date, as [`Prints::date`] has it.
    pub fn new(date: u32) -> Self {
        Self { prints: Prints { date, ..Prints::default() }, ..Self::default() }
    }

    /// The number of a passage. What `write` gives are the words that stand there, each by its key and in two bytes; it is called once
    /// for each place.
    pub(super) fn passage(&mut self, span: Span, write: impl FnOnce(&mut dyn FnMut(u64, u16))) -> u32 {
        let prints = &mut self.prints;
        *self.numbers.entry(span).or_insert_with(|| {
            let start = prints.words.len() as u32;
            self.keys.clear();
            write(&mut |key, word| {
                self.keys.push(key);
                prints.words.push(word);
            });
            let (key, words) = (passage::fingerprint(&self.keys), self.keys.len() as u32);
            prints.passages.push(Print { key, span, start, words });
            prints.passages.len() as u32 - 1
        })
    }

    /// Takes in what a rule wants of passages.
    pub fn want(&mut self, rule: usize, wanted: WantedPassages) {
        if !wanted.passages.is_empty() {
            self.prints.wanted.push((rule, wanted));
        }
    }

    /// What is remembered, passages in the order of the document.
    pub fn finish(self) -> Prints {
        let mut prints = self.prints;
        let mut order: Vec<u32> = (0..prints.passages.len() as u32).collect();
        order.sort_by_key(|&number| prints.passages[number as usize].span);
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &number)| places[number as usize] = place as u32);
        prints.passages = order.iter().map(|&number| prints.passages[number as usize]).collect();
        for (_, wanted) in &mut prints.wanted {
            wanted.passages.iter_mut().for_each(|number| *number = places[*number as usize]);
            wanted.passages.sort_unstable();
        }
        prints
    }
}
