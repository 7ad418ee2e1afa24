//! Labels: words that stand by themselves, or before the first colon, bar or dash.

use std::ops::{Range, RangeInclusive};

use super::words::tokens_of;
use crate::prose::Shape;
use crate::reading::{Place, Reading};
use crate::text::{Mark, MarkSort, Role};

/// Among so many blocks at the head the lines of a paragraph that its writer broke are each a line: date, label, place.
const HEAD: usize = 6;
/// So many bytes of brackets and marks may stand around a label in bold.
const AROUND: usize = 4;

/// Whether nothing but a label stands there: the whole block, a broken line at the head, or the part of either before the first colon,
/// bar or dash.
pub fn is_label(reading: &Reading<'_>, place: &Place) -> bool {
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    let mark = |at: usize| line.get(at).is_some_and(|token| matches!(token.shape, Shape::Mark(_)));
    let bare = |mut tokens: Range<usize>| tokens.all(mark);
    let parts = |at: usize| line.mark(at, &[':', '|', '—', '–', '•', '·', '/']);
    let breaks = |tokens: RangeInclusive<usize>| {
        let mut inner = tokens.filter(|&at| at > 0 && at < line.tokens.len());
        place.block < HEAD && inner.any(|at| is_broken(reading, place.block, line.bytes(at - 1..at), line.bytes(at..at + 1)))
    };
    // From the place on: where another label stands before it, the look ends there.
    let first = (0..tokens.start).rev().take_while(|&at| mark(at)).last().unwrap_or(tokens.start);
    let last = (tokens.end..line.tokens.len()).find(|&at| !mark(at)).unwrap_or(line.tokens.len());
    let opens = first == 0 || breaks(first..=tokens.start);
    let closed = bare(tokens.end..line.tokens.len())
        || parts(tokens.end)
        || line.mark(tokens.end, &['.'])
        || is_set_apart(reading, place, line.bytes(first..tokens.end.max(first + 1)))
        || line.mark(tokens.end, &[')', ']'])
        || breaks(tokens.end..=last);
    let title = reading.document.blocks[place.block].role == Role::Title;
    let closes = title && tokens.start > 0 && parts(tokens.start - 1) && bare(tokens.end..line.tokens.len());
    opens && closed || closes
}

/// Whether the words are all that is set in bold there: “**Advertisement** The lamp is bright”.
fn is_set_apart(reading: &Reading<'_>, place: &Place, at: Range<usize>) -> bool {
    let marks = reading.document.blocks[place.block].marks.iter();
    let same = |mark: &Mark| mark.at.start <= at.start && mark.at.end >= at.end && mark.at.len() <= at.len() + AROUND;
    marks.filter(|mark| mark.sort == MarkSort::Strong).any(same)
}

/// Whether a line ends between two words, where a reader sees it and not only in the source: two spaces, a backslash or a tag.
fn is_broken(reading: &Reading<'_>, block: usize, one: Range<usize>, next: Range<usize>) -> bool {
    let [one, next] = [one, next].map(|at| reading.span(&Place { block, at }));
    let written = reading.document.source.text.get(one.end()..next.start()).unwrap_or_default();
    let mut ends =
        written.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(|line| line.trim_end_matches('\r'));
    written.contains("<br") || ends.any(|line| line.ends_with("  ") || line.ends_with('\\'))
}
