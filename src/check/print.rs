//! What is remembered of a draft, so that it can be held against others.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What is remembered of a document when it is gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Prints {
    /// Its passages, in order.
    pub passages: Vec<Print>,
    /// The words of all of them, one passage behind the other: two bytes for each.
    pub words: Vec<u16>,
    /// When it was published, as a number that grows; 0 where it does not say.
    pub date: u32,
    /// What it is a version or a translation of: documents of one number count as one. 0 for one by itself.
    pub same: u64,
    /// What its rule asks.
    pub asks: Asks,
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

impl Prints {
    /// The words of one of its passages; none where they are not compared.
    pub fn words_of(&self, number: usize) -> &[u16] {
        let print = &self.passages[number];
        self.words.get(print.start as usize..(print.start + print.words) as usize).unwrap_or_default()
    }
}
