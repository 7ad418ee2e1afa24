//! Places that an edit takes or leaves.

use crate::text::{Source, Span};

/// A paragraph that a block has for itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alone {
    /// Its bytes, markup and all.
    pub(super) whole: Span,
    /// What goes when it goes.
    pub(super) gone: Span,
}

/// Where the text ends.
pub(super) fn end_of_text(source: &Source) -> Span {
    source.span(source.text.len()..source.text.len())
}
