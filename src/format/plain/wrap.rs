//! Whether the lines of a plain text were broken to fit a width, and which of them go on.

use std::ops::Range;

use super::line::{LineSort, PlainLine};
use super::shape::stops;

/// Where the lines of a text were broken to fit a width.
#[derive(Debug)]
pub(super) enum Wraps {
    /// In all of it.
    All(Wrap),
    /// In some paragraphs: their bytes, in order.
    Some(Vec<(Range<usize>, Wrap)>),
}

impl Wraps {
    /// Looks for a width of the whole text, or else of single paragraphs, as where a wrapped mail was pasted.
    pub(super) fn of(text: &str, lines: &[PlainLine]) -> Self {
        const FEWEST: usize = 3;
        if let Some(wrap) = Wrap::of(text, lines, 6, 4) {
            return Self::All(wrap);
        }
        let paragraphs = lines.chunk_by(goes_on).filter(|lines| lines.len() >= FEWEST);
        let wrapped = |lines: &[PlainLine]| {
            let wrap = Wrap::of(text, lines, 10, 5).filter(|wrap| wrap.width >= Wrap::NARROWEST_ALONE)?;
            Some((lines.first()?.range.start..lines.last()?.range.end, wrap))
        };
        Self::Some(paragraphs.filter_map(wrapped).collect())
    }

    /// Whether `next` goes on with the sentence or paragraph of the line above it.
    pub(super) fn joins(&self, text: &str, line: &PlainLine, next: &PlainLine) -> bool {
        match self {
            Self::All(wrap) => wrap.joins(text, line, next),
            Self::Some(paragraphs) => {
                let at = paragraphs.partition_point(|(range, _)| range.end < next.range.end);
                paragraphs.get(at).is_some_and(|(range, _)| range.start <= line.range.start)
            }
        }
    }
}

/// The width that lines were broken to fit, in characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrap {
    width: usize,
}

impl Wrap {
    /// The most that a wrapped line has.
    const WIDEST: usize = 100;
    /// The least width of a paragraph among others that are not wrapped: shorter lines may be verse.
    const NARROWEST_ALONE: usize = 48;
    /// How many lines are looked at: they decide for the rest.
    const SAMPLE: usize = 4096;

    /// Looks for a width; `None` when each line is a paragraph of its own. Of ten lines so many must be full, and so many end
    /// in the middle of a sentence.
    fn of(text: &str, lines: &[PlainLine], full: usize, cut: usize) -> Option<Self> {
        let neighbours = lines.iter().zip(lines.iter().skip(1)).filter(|(line, next)| goes_on(line, next));
        let pairs: Vec<(usize, &PlainLine, &PlainLine)> =
            neighbours.take(Self::SAMPLE).map(|(line, next)| (width(text, line), line, next)).collect();
        let mut widths: Vec<usize> = pairs.iter().map(|&(width, ..)| width).collect();
        widths.sort_unstable();
        let wrap = Self { width: *widths.get(widths.len() * 9 / 10)? };
        let filled = pairs.iter().filter(|&&(width, _, next)| wrap.fills(text, width, next)).count();
        let parted = pairs.iter().filter(|&&(_, line, next)| is_cut(text, line, next)).count();
        // Prose breaks in the middle of its sentences; a sentence a line, an address or a verse does not.
        let fits = (20..=Self::WIDEST).contains(&wrap.width);
        (fits && filled * 10 >= pairs.len() * full && parted * 10 >= pairs.len() * cut).then_some(wrap)
    }

    /// Whether `next` goes on with the sentence or paragraph of the line above it.
    fn joins(self, text: &str, line: &PlainLine, next: &PlainLine) -> bool {
        let width = width(text, line);
        let ends = stops(&text[line.range.clone()]);
        self.fills(text, width, next) || is_cut(text, line, next) || width * 10 >= self.width * if ends { 8 } else { 6 }
    }

    /// Whether the first word of `next` would not have fitted behind a line of `width`.
    fn fills(self, text: &str, width: usize, next: &PlainLine) -> bool {
        let first = text[next.range.clone()].split(char::is_whitespace).next().unwrap_or_default();
        (width + 1 + first.chars().count()) * 10 >= self.width * 9
    }
}

/// Whether two lines may be one paragraph.
fn goes_on(line: &PlainLine, next: &PlainLine) -> bool {
    line.sort == LineSort::Text && next.sort == LineSort::Text && line.quoted == next.quoted && next.marker.is_none()
}

/// Whether a line ends in the middle of a sentence.
fn is_cut(text: &str, line: &PlainLine, next: &PlainLine) -> bool {
    !stops(&text[line.range.clone()]) && text[next.range.clone()].starts_with(char::is_lowercase)
}

fn width(text: &str, line: &PlainLine) -> usize {
    line.indent as usize + text[line.range.clone()].chars().count()
}
