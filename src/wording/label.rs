//! Labels: words that stand by themselves, or before the first colon, bar or dash.

use std::ops::Range;

use super::words::tokens_of;
use crate::prose::Shape;
use crate::reading::{Place, Reading};
use crate::text::Role;

/// Whether nothing but a label stands there: the whole block, or its part before the first colon, bar or dash.
pub fn is_label(reading: &Reading<'_>, place: &Place) -> bool {
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    let mark = |at: usize| line.get(at).is_some_and(|token| matches!(token.shape, Shape::Mark(_)));
    let bare = |mut tokens: Range<usize>| tokens.all(mark);
    let parts = |at: usize| line.mark(at, &[':', '|', '—', '–', '•', '·', '/']);
    // From the place on: where another label stands before it, the look ends there.
    let opens = (0..tokens.start).rev().all(mark);
    let closed = bare(tokens.end..line.tokens.len()) || parts(tokens.end) || line.mark(tokens.end, &[')', ']']);
    let title = reading.document.blocks[place.block].role == Role::Title;
    let closes = title && tokens.start > 0 && parts(tokens.start - 1) && bare(tokens.end..line.tokens.len());
    opens && closed || closes
}
