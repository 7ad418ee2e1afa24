//! Puts the text between tags into blocks: spaces as a browser shows them, entities as pieces of their own.

use std::ops::Range;

use crate::format::entity::entity;
use crate::text::{Builder, Kind, LinkSort, MarkSort, Role};

use super::attribute::is_space;
use super::stack::ElementContext;

/// How much of an address goes on with its link in the blocks behind the first.
const LONGEST: usize = 256;

/// A piece of raw text.
enum RawPiece {
    /// White space.
    Space,
    /// Words with single spaces between them: the same as shown.
    Words,
    /// A character reference, and what it stands for.
    Entity(String),
}

/// A link whose end tag is still to come.
#[derive(Debug)]
pub(super) struct OpenLink {
    pub(super) target: String,
    pub(super) sort: LinkSort,
    /// Where its text begins in the open block.
    pub(super) start: usize,
    /// The byte of the source where its start tag begins.
    pub(super) from: usize,
    /// What `rel` says of money or trust, in order.
    pub(super) rel: String,
}

/// The text in the making: an open block, and what is open in it.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    pub(super) builder: &'a mut Builder,
    text: &'a str,
    /// The byte of the source where `text` begins.
    base: usize,
    /// Whether a first heading of level 1 is the title, and none was seen yet.
    pub(super) wants_title: bool,
    /// Of each sort of mark: how many elements are open, and where the outermost begins in the open block.
    marks: [(MarkSort, u32, usize); 6],
    link: Option<OpenLink>,
    /// What is told after the open block: text hidden in the middle of it, alternative texts.
    later: Vec<(Role, Vec<Range<usize>>)>,
    /// A line break was the last thing seen.
    broken: bool,
}

impl<'a> Flow<'a> {
    pub(super) fn new(builder: &'a mut Builder, text: &'a str, base: usize, wants_title: bool) -> Self {
        use MarkSort::*;
        let marks = [Code, Emphasis, Strong, Quote, Cite, Deleted].map(|sort| (sort, 0, 0));
        Self { builder, text, base, wants_title, marks, link: None, later: Vec::new(), broken: false }
    }

    /// Takes the text at `range`.
    pub(super) fn text(&mut self, range: Range<usize>, context: ElementContext) {
        if context.skip {
            return;
        }
        if context.apart {
            match self.later.last_mut() {
                Some((role, ranges)) if *role == context.role => ranges.push(range),
                _ => self.later.push((context.role, vec![range])),
            }
            return;
        }
        let text = self.text;
        cut(text, range, |piece, at| match piece {
            RawPiece::Space => self.space(at),
            RawPiece::Words => self.write(&text[at.clone()], at, context),
            RawPiece::Entity(clean) if clean.bytes().all(is_space) => self.space(at),
            RawPiece::Entity(clean) => self.write(&clean, at, context),
        });
    }

    fn write(&mut self, clean: &str, at: Range<usize>, context: ElementContext) {
        self.ready(context, true);
        self.broken = false;
        self.builder.text(clean, self.base + at.start..self.base + at.end);
    }

    /// Takes white space; what begins at it begins after it.
    fn space(&mut self, at: Range<usize>) {
        let before = self.builder.here();
        self.builder.space(self.base + at.start..self.base + at.end);
        let after = self.builder.here();
        if before < after {
            let links = self.link.iter_mut().map(|link| &mut link.start);
            let starts = self.marks.iter_mut().map(|(_, _, start)| start).chain(links);
            starts.filter(|start| **start == before).for_each(|start| *start = after);
        }
    }

    /// Opens a block if none is open. The first text in a first heading is the title, even after a picture.
    fn ready(&mut self, context: ElementContext, is_text: bool) {
        let titles =
            is_text && self.wants_title && context.kind == Kind::Heading && context.level == 1 && context.role == Role::Body;
        if self.builder.is_open() && (!titles || self.builder.here() > 0) {
            return;
        }
        let role = if titles { Role::Title } else { context.role };
        self.wants_title &= !titles;
        self.builder.open(context.kind, role, context.group, context.level);
    }

    /// A line break: a space, or a new paragraph when it follows another.
    pub(super) fn line_break(&mut self, at: Range<usize>) {
        if self.broken {
            self.end(at.start);
        }
        self.space(at);
        self.broken = true;
    }

    /// Ends the open block at byte `at`, where what is open in it goes on, and tells what was put off.
    pub(super) fn end(&mut self, at: usize) {
        for (sort, depth, start) in &mut self.marks {
            if *depth > 0 {
                self.builder.mark(*start, *sort);
            }
            *start = 0;
        }
        self.tell_link(at);
        if let Some(link) = &mut self.link {
            link.start = 0;
            link.target.truncate(link.target.floor_char_boundary(LONGEST));
        }
        self.builder.end();
        self.broken = false;
        self.tell_later();
    }

    fn tell_later(&mut self) {
        let (text, base) = (self.text, self.base);
        for (role, ranges) in std::mem::take(&mut self.later) {
            let builder = &mut *self.builder;
            builder.open(Kind::Paragraph, role, 0, 0);
            for range in ranges {
                cut(text, range, |piece, at| {
                    let span = base + at.start..base + at.end;
                    match piece {
                        RawPiece::Space => builder.space(span),
                        RawPiece::Words => builder.text(&text[at], span),
                        RawPiece::Entity(clean) => builder.text(&clean, span),
                    }
                });
            }
            builder.end();
        }
    }

    /// Puts off the text at `range`: it is told after the open block.
    pub(super) fn put_off(&mut self, role: Role, range: Range<usize>) {
        self.later.push((role, vec![range]));
    }

    /// Begins a stretch that is set apart.
    pub(super) fn mark(&mut self, sort: MarkSort) {
        let here = self.builder.here();
        if let Some((_, depth, start)) = self.marks.iter_mut().find(|mark| mark.0 == sort) {
            *start = if *depth == 0 { here } else { *start };
            *depth += 1;
        }
    }

    /// Ends a stretch that is set apart.
    pub(super) fn unmark(&mut self, sort: MarkSort) {
        let Some((_, depth, start)) = self.marks.iter_mut().find(|mark| mark.0 == sort) else { return };
        *depth = depth.saturating_sub(1);
        if *depth == 0 {
            self.builder.mark(*start, sort);
        }
    }

    /// Begins a link whose start tag begins at byte `from`.
    pub(super) fn open_link(&mut self, target: String, sort: LinkSort, from: usize, rel: String) {
        self.link = Some(OpenLink { target, sort, start: self.builder.here(), from, rel });
    }

    /// Ends the open link at byte `end`.
    pub(super) fn close_link(&mut self, end: usize) {
        self.tell_link(end);
        self.link = None;
    }

    fn tell_link(&mut self, end: usize) {
        let Some(link) = &self.link else { return };
        if link.sort == LinkSort::Page && self.builder.here() <= link.start {
            return;
        }
        let range = self.base + link.from..self.base + end;
        if !link.rel.is_empty() {
            self.builder.embed("rel", link.rel.as_str(), range.clone());
        }
        self.builder.link(link.start, link.target.as_str(), link.sort, range);
    }

    /// Takes a picture.
    pub(super) fn picture(&mut self, target: String, range: Range<usize>, context: ElementContext) {
        self.ready(context, false);
        self.broken = false;
        self.builder.link(self.builder.here(), target, LinkSort::Image, self.base + range.start..self.base + range.end);
    }
}

/// Cuts the raw text at `range` into pieces.
fn cut(text: &str, range: Range<usize>, mut take: impl FnMut(RawPiece, Range<usize>)) {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    while at < range.end {
        let start = at;
        if is_space(bytes[at]) {
            at += bytes[at..].iter().take_while(|&&byte| is_space(byte)).count();
            take(RawPiece::Space, start..at);
        } else if let Some((length, clean)) = entity(text, at..range.end) {
            at += length;
            take(RawPiece::Entity(clean), start..at);
        } else {
            at += 1 + words(&bytes[at + 1..]);
            take(RawPiece::Words, start..at);
        }
    }
}

/// How many bytes go on as words: up to a reference, or a space that is not a single one between words.
fn words(bytes: &[u8]) -> usize {
    let ends = |(at, &byte): (usize, &u8)| match byte {
        b'&' | b'\t' | b'\n' | b'\r' | 0x0c => true,
        b' ' => bytes.get(at + 1).is_none_or(|&next| is_space(next)),
        _ => false,
    };
    bytes.iter().enumerate().position(ends).unwrap_or(bytes.len())
}
