//! A passage, what is like it, and what holds it.

use std::ops::Range;

/// Passages, each with the one that it is a copy of, and how alike they are; in order, the one itself first.
pub(super) struct Group {
    pub(super) members: Vec<(u32, f64)>,
    /// Longer passages that hold the first of them.
    pub(super) holders: Vec<Holder>,
}

/// A longer passage, the words of it that are another passage, and how many of them are the same.
pub(super) struct Holder {
    pub(super) passage: u32,
    pub(super) run: Range<usize>,
    pub(super) words: usize,
}

impl Group {
    pub(super) fn of(passage: u32) -> Self {
        Self { members: vec![(passage, 1.0)], holders: Vec::new() }
    }
}
