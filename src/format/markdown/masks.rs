//! Stretches of a text that are no prose, and the copy of the text that covers them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::text::BLANK;

/// What a directive begins with.
pub(super) const FENCE: &str = ":::";

/// A stretch that is no prose.
pub(super) struct Mask {
    /// All its bytes.
    pub(super) range: Range<usize>,
    pub(super) sort: MaskSort,
}

/// What a masked stretch is; ranges are bytes of the text.
pub(super) enum MaskSort {
    /// Something that the site puts in.
    Embed { name: Range<usize>, args: Range<usize> },
    /// A comment, and what it says.
    Comment(Range<usize>),
    /// A comment that is no text at all to a parser, and what it says.
    Definition(Range<usize>),
    /// The end of a pair, and the name of what it ends; a fence of a directive has none.
    End(Range<usize>),
    /// Markup with nothing to tell: attributes of a paragraph.
    Silent,
}

/// Components and shortcodes that show what they hold only after a click.
const FOLDS: [&str; 11] = [
    "details",
    "accordion",
    "accordionitem",
    "accordion-item",
    "collapse",
    "collapsible",
    "spoiler",
    "expand",
    "expandable",
    "toggle",
    "foldable",
];

/// What opens and what ends it, with all between.
pub(super) struct Pair {
    pub(super) range: Range<usize>,
    /// What it holds is folded away.
    pub(super) folds: bool,
}

/// What opens a pair.
struct Opening<'t> {
    name: &'t str,
    start: usize,
    folds: bool,
    /// It is a directive, which ends by no name.
    is_fence: bool,
}

/// What is open, and how often each name is: an end of nothing that is open is not looked for.
#[derive(Default)]
struct OpenPairs<'t> {
    all: Vec<Opening<'t>>,
    names: FxHashMap<&'t str, usize>,
    fences: usize,
}

impl<'t> OpenPairs<'t> {
    fn push(&mut self, opening: Opening<'t>) {
        *self.names.entry(opening.name).or_default() += 1;
        self.fences += usize::from(opening.is_fence);
        self.all.push(opening);
    }

    /// Ends the innermost of a name, or the innermost directive, and what is open in it.
    fn end(&mut self, name: &str) -> Option<Opening<'t>> {
        let is_open = if name.is_empty() { self.fences > 0 } else { self.names.get(name).is_some_and(|&count| count > 0) };
        while let Some(last) = self.all.pop_if(|_| is_open) {
            self.names.entry(last.name).and_modify(|count| *count -= 1);
            self.fences -= usize::from(last.is_fence);
            if if name.is_empty() { last.is_fence } else { last.name == name } {
                return Some(last);
            }
        }
        None
    }
}

/// What was found in a text, in order.
#[derive(Default)]
pub(super) struct Masks {
    pub(super) masks: Vec<Mask>,
    /// What is never closed.
    pub(super) faults: Vec<(Range<usize>, &'static str)>,
}

impl Masks {
    /// A copy of `text`, byte for byte as long, with the blank byte over every mask, a space over definitions, and with every lone carriage return as the
    /// line end that it is: the parser does not end a heading at one.
    pub(super) fn cover(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for mask in &self.masks {
            let cover = if matches!(mask.sort, MaskSort::Definition(_)) { b' ' } else { BLANK as u8 };
            bytes[mask.range.clone()].fill(cover);
        }
        for at in lone_returns(text) {
            bytes[at] = b'\n';
        }
        // Masks begin and end at ASCII signs, so this never fails.
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }

    /// The pairs, each with its inner ones before it.
    pub(super) fn pairs(&self, text: &str) -> Vec<Pair> {
        let (mut open, mut pairs) = (OpenPairs::default(), Vec::new());
        for mask in &self.masks {
            match &mask.sort {
                MaskSort::Embed { name, args } => {
                    let name = &text[name.clone()];
                    let folds = FOLDS.iter().any(|fold| name.eq_ignore_ascii_case(fold)) && !text[args.clone()].contains("open");
                    let is_fence = text[mask.range.start..].starts_with(FENCE);
                    open.push(Opening { name, start: mask.range.start, folds, is_fence });
                }
                MaskSort::End(name) => {
                    let first = open.end(&text[name.clone()]);
                    pairs.extend(first.map(|first| Pair { range: first.start..mask.range.end, folds: first.folds }));
                }
                MaskSort::Comment(_) | MaskSort::Definition(_) | MaskSort::Silent => {}
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

    pub(super) fn push(&mut self, range: Range<usize>, sort: MaskSort) {
        self.masks.push(Mask { range, sort });
    }
}

/// Carriage returns that no line feed follows: the line ends of very old files.
fn lone_returns(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n'))
}
