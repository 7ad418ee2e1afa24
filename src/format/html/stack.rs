//! The elements that are open, and what each makes of the text in it.

use std::ops::Range;

use crate::text::{Hidden, Kind, Role};

use super::tag::Tag;

/// What is told of an element that hides words and has no end tag of its own.
pub(in crate::format) const UNCLOSED: &str =
    "this element is never closed; what follows it, to the end of what it stands in, is not read";

/// What an element makes of the text directly in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ElementContext {
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) group: u32,
    pub(super) level: u32,
    /// The group of the outermost list, and how many lists are open.
    pub(super) list: u32,
    pub(super) depth: u32,
    /// The text is read nowhere.
    pub(super) skip: bool,
    /// The text stands within a line but is hidden: it is told after the block, so that the sentence around stays whole.
    pub(super) apart: bool,
}

impl ElementContext {
    /// The text of a body.
    pub(super) const BODY: Self =
        Self { kind: Kind::Paragraph, role: Role::Body, group: 0, level: 0, list: 0, depth: 0, skip: false, apart: false };

    /// Whether no reader sees the text.
    pub(super) fn hides(&self) -> bool {
        self.skip || self.role == Role::Hidden(Hidden::Element)
    }

    pub(super) fn set(&mut self, kind: Kind, group: u32, level: u32) {
        (self.kind, self.group, self.level) = (kind, group, level);
    }
}

/// An open element, and the context in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenElement {
    pub(super) tag: Tag,
    pub(super) context: ElementContext,
    /// The first byte of its start tag, and the one behind it.
    place: (usize, usize),
    /// Words that no reader sees stand in it.
    holds: bool,
}

impl OpenElement {
    /// The bytes of its start tag.
    pub(super) fn place(&self) -> Range<usize> {
        self.place.0..self.place.1
    }
}

/// The open elements.
#[derive(Debug)]
pub(super) struct Stack {
    open: Vec<OpenElement>,
    counts: [u32; Tag::COUNT],
    /// Elements too deep to be kept.
    beyond: [u32; Tag::COUNT],
}

impl Default for Stack {
    fn default() -> Self {
        Self { open: Vec::new(), counts: [0; Tag::COUNT], beyond: [0; Tag::COUNT] }
    }
}

impl Stack {
    /// Browsers stop at 512; every search through the stack is bounded by it.
    const DEPTH: usize = 256;

    /// The open elements that are blocks or a site's own, the outermost first.
    pub(super) fn blocks(&self) -> impl Iterator<Item = OpenElement> {
        self.open.iter().copied().filter(|open| open.tag.is_block() || open.tag == Tag::Custom)
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// The context of the text that comes next.
    pub(super) fn context(&self) -> ElementContext {
        self.open.last().map_or(ElementContext::BODY, |open| open.context)
    }

    /// The context around the innermost element, when that is a `tag`.
    pub(super) fn around(&self, tag: Tag) -> Option<ElementContext> {
        let (last, rest) = self.open.split_last()?;
        (last.tag == tag).then(|| rest.last().map_or(ElementContext::BODY, |open| open.context))
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        self.counts[tag as usize] > 0
    }

    /// Opens the element whose start tag has these bytes; says whether it was kept.
    pub(super) fn push(&mut self, tag: Tag, context: ElementContext, place: Range<usize>) -> bool {
        if self.open.len() >= Self::DEPTH {
            self.beyond[tag as usize] += 1;
            return false;
        }
        self.counts[tag as usize] += 1;
        self.open.push(OpenElement { tag, context, place: (place.start, place.end), holds: false });
        true
    }

    /// Notes that words stand in the innermost element.
    pub(super) fn hold(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.holds = true;
        }
    }

    /// Whether an element that was just ended had begun to hide words, and so hid what stood behind it if nothing of its own ended it.
    pub(super) fn had_hidden(&mut self, ended: &OpenElement) -> bool {
        let hid = ended.holds && ended.context.hides();
        if !self.context().hides() {
            return hid && !ended.tag.may_stay_open();
        }
        if let Some(around) = self.open.last_mut().filter(|_| hid) {
            around.holds = true;
        }
        false
    }

    pub(super) fn pop(&mut self) -> Option<OpenElement> {
        let open = self.open.pop()?;
        self.counts[open.tag as usize] -= 1;
        Some(open)
    }

    /// Ends an element that was too deep to be kept; says whether there was one.
    pub(super) fn pop_beyond(&mut self, tag: Tag) -> bool {
        let count = &mut self.beyond[tag as usize];
        let found = *count > 0;
        *count -= u32::from(found);
        found
    }

    /// How many elements stand below the innermost `tag`; the end of what is no part of a table reaches no further than its cell.
    pub(super) fn find(&self, tag: Tag) -> Option<usize> {
        if !self.has(tag) {
            return None;
        }
        let bounded = !tag.is_tabular() && !matches!(tag, Tag::Body | Tag::Html);
        let at = self.open.iter().rposition(|open| open.tag == tag || bounded && open.tag.is_cell())?;
        (self.open[at].tag == tag).then_some(at)
    }

    /// How many elements stand below the outermost of `targets` that is not behind a bound.
    pub(super) fn find_within(&self, targets: &[Tag], bounds: &[Tag]) -> Option<usize> {
        if !targets.iter().any(|&tag| self.has(tag)) {
            return None;
        }
        let bound = self.open.iter().rposition(|open| bounds.contains(&open.tag)).map_or(0, |at| at + 1);
        self.open[bound..].iter().position(|open| targets.contains(&open.tag)).map(|at| bound + at)
    }

    /// Whether a block stands above the element at `at`.
    pub(super) fn has_block_above(&self, at: usize) -> bool {
        self.open[at + 1..].iter().any(|open| open.tag.is_block())
    }

    /// Makes the element at `at` one without a meaning, as its end tag came too early for the blocks in it; says what it was.
    pub(super) fn neutralise(&mut self, at: usize) -> OpenElement {
        let open = self.open[at];
        self.counts[open.tag as usize] -= 1;
        self.counts[Tag::Other as usize] += 1;
        self.open[at].tag = Tag::Other;
        open
    }
}
