//! What counts as a statement to the reader, and which paragraphs are standing disclaimers.

mod align;
mod approved;
mod assertion;
mod standing;

use std::ops::Range;

pub use approved::{Approval, ApprovedTexts, Likeness, NEAR};
pub use assertion::{Assertion, Others, assertion};
pub use standing::standing;

use crate::prose::{Line, Shape};
use crate::reading::{Place, Reading};
use crate::text::Role;

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

/// Whether nothing but a label stands there: the whole block, or its part before the first colon, bar or dash.
pub fn is_label(reading: &Reading<'_>, place: &Place) -> bool {
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    let bare =
        |mut tokens: Range<usize>| tokens.all(|at| line.get(at).is_some_and(|token| matches!(token.shape, Shape::Mark(_))));
    let parts = |at: usize| line.mark(at, &[':', '|', '—', '–', '•', '·', '/']);
    let opens = bare(0..tokens.start);
    let closed = bare(tokens.end..line.tokens.len()) || parts(tokens.end) || line.mark(tokens.end, &[')', ']']);
    let title = reading.document.blocks[place.block].role == Role::Title;
    let closes = title && tokens.start > 0 && parts(tokens.start - 1) && bare(tokens.end..line.tokens.len());
    opens && closed || closes
}
