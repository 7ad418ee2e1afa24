//! Stretches of a text that are no prose, and the copy of the text that covers them.

use std::ops::Range;

use crate::text::BLANK;

/// What a directive begins with.
pub(super) const FENCE: &str = ":::";

/// A stretch that is no prose.
pub(super) struct Mask {
    /// All its bytes.
    pub(super) range: Range<usize>,
    pub(super) sort: Sort,
}

/// What a masked stretch is; ranges are bytes of the text.
pub(super) enum Sort {
    /// Something that the site puts in.
    Embed { name: Range<usize>, args: Range<usize> },
    /// A comment, and what it says.
    Comment(Range<usize>),
    /// The end of a pair, and the name of what it ends; a fence of a directive has none.
    End(Range<usize>),
    /// Markup with nothing to tell: attributes of a paragraph.
    Silent,
}

/// What was found in a text, in order.
#[derive(Default)]
pub(super) struct Masks {
    pub(super) masks: Vec<Mask>,
    /// What is never closed.
    pub(super) faults: Vec<(Range<usize>, &'static str)>,
}

impl Masks {
    /// A copy of `text`, byte for byte as long, with the blank byte over every mask, and with every lone carriage return as the
    /// line end that it is: the parser does not end a heading at one.
    pub(super) fn cover(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for mask in &self.masks {
            bytes[mask.range.clone()].fill(BLANK as u8);
        }
        for at in lone_returns(text) {
            bytes[at] = b'\n';
        }
        // Masks begin and end at ASCII signs, so this never fails.
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }

    /// From where each pair begins to where it ends.
    pub(super) fn pairs(&self, text: &str) -> Vec<Range<usize>> {
        let (mut open, mut pairs): (Vec<(&str, usize)>, _) = (Vec::new(), Vec::new());
        for Mask { range, sort } in &self.masks {
            match sort {
                Sort::Embed { name, .. } => open.push((&text[name.clone()], range.start)),
                Sort::End(name) => {
                    let name = &text[name.clone()];
                    let fence = |start: usize| text[start..].starts_with(FENCE);
                    let pair = open.iter().rposition(|&(of, start)| if name.is_empty() { fence(start) } else { of == name });
                    let start = pair.and_then(|pair| open.drain(pair..).next()).map(|(_, start)| start);
                    pairs.extend(start.map(|start| start..range.end));
                }
                Sort::Comment(_) | Sort::Silent => {}
            }
        }
        pairs
    }

    /// Whether a text can be read as it stands.
    pub(super) fn spare(&self, text: &str) -> bool {
        self.masks.is_empty() && lone_returns(text).next().is_none()
    }

    /// Puts the masks in the order of their places; of two that overlap, the one that begins first stays.
    pub(super) fn sort(&mut self) {
        self.masks.sort_by_key(|mask| mask.range.start);
        let mut end = 0;
        self.masks.retain(|mask| {
            let apart = mask.range.start >= end;
            end = end.max(mask.range.end);
            apart
        });
    }

    pub(super) fn push(&mut self, range: Range<usize>, sort: Sort) {
        self.masks.push(Mask { range, sort });
    }
}

/// Carriage returns that no line feed follows: the line ends of very old files.
fn lone_returns(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n'))
}
