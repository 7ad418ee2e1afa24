//! The words of a line.

use std::ops::Range;

use crate::prose::{Line, Shape};

/// The tokens that a range of bytes of a line's text touches.
pub fn tokens_of(line: &Line<'_>, at: &Range<usize>) -> Range<usize> {
    let start = line.tokens.partition_point(|token| token.end as usize <= at.start);
    let end = line.tokens.partition_point(|token| (token.start as usize) < at.end);
    start..end.max(start)
}

/// How many words a line has: tokens that are no marks.
pub fn words(line: &Line<'_>) -> usize {
    line.tokens.iter().filter(|token| !matches!(token.shape, Shape::Mark(_))).count()
}
