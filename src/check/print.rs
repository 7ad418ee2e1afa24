//! What is remembered of a draft, so that it can be held against others.

use crate::text::Span;

/// What is remembered of a document when it is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prints {
    /// Its passages, in order.
    pub passages: Vec<Print>,
    /// In how many documents one of them must stand to be told in this one.
    pub files: usize,
}

/// What is remembered of a passage when its document is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// Hash of its normal form.
    pub key: u64,
    /// Where it stands.
    pub span: Span,
    /// How many words it has.
    pub words: u32,
}
