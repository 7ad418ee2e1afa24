//! Makes documents: the only way from a source to blocks.

use std::ops::Range;
use std::rc::Rc;

use super::containers::Containers;
use super::document::{
    Allow, Block, Document, Embed, Field, Hidden, Kind, Link, LinkSort, Mark, MarkSort, Matter, Order, Reach, Role,
};
use super::source::Source;
use super::span::Span;

/// Builds a document block by block; the only way to make one.
///
/// All ranges given to it are bytes of the source's text.
#[derive(Debug)]
pub struct Builder {
    document: Document,
    open: Option<Block>,
    /// Parts of the body and what holds several of them, in any order.
    parts: Vec<Range<usize>>,
    /// What holds paragraphs, in any order.
    containers: Vec<Span>,
    /// The source's text with [`BLANK`] over what is no prose; as long as the text itself.
    masked: Option<Rc<String>>,
}

/// The byte (DEL) that stands in for masked bytes: to every parser a letter, in no text a character.
pub const BLANK: char = '\x7f';

impl Builder {
    /// Starts a document.
    pub fn new(source: Source) -> Self {
        let document = Document {
            front: Vec::new(),
            matter: None,
            blocks: Vec::with_capacity(source.text.len() / 256),
            parts: Vec::new(),
            containers: Containers::default(),
            source,
            embeds: Vec::new(),
            allows: Vec::new(),
            faults: Vec::new(),
        };
        Self { document, open: None, parts: Vec::new(), containers: Vec::new(), masked: None }
    }

    /// The text of the source.
    pub fn source(&self) -> &Source {
        &self.document.source
    }

    /// The text to parse: the source's, with [`BLANK`] over what is masked. Offsets are the same.
    pub fn reading(&self) -> &str {
        self.masked.as_deref().map_or(&self.document.source.text, |text| text)
    }

    /// Gives a copy of the source's text with [`BLANK`] over what is no prose; those bytes never become text of a block.
    pub fn mask(&mut self, masked: Rc<String>) {
        debug_assert_eq!(masked.len(), self.document.source.text.len());
        self.masked = Some(masked);
    }

    /// Masks one more range.
    pub fn blank(&mut self, range: Range<usize>) {
        let range = self.document.source.span(range).range();
        let masked = self.masked.get_or_insert_with(|| Rc::new(self.document.source.text.clone()));
        let blanks: String = std::iter::repeat_n(BLANK, range.len()).collect();
        Rc::make_mut(masked).replace_range(range, &blanks);
    }

    /// How many blocks are ended.
    pub fn blocks(&self) -> usize {
        self.document.blocks.len()
    }

    /// Opens a block, ending the one that is open.
    pub fn open(&mut self, kind: Kind, role: Role, group: u32, level: u32) {
        self.end();
        self.open = Some(Block {
            kind,
            role,
            group,
            level,
            text: String::new(),
            links: Vec::new(),
            marks: Vec::new(),
            pieces: Vec::new(),
        });
    }

    /// Whether a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// How many bytes the open block's text has: where the next text will stand.
    pub fn here(&self) -> usize {
        self.open.as_ref().map_or(0, |block| block.text.len())
    }

    /// Appends clean text that came from `range`; without an open block, a paragraph of the body is opened.
    pub fn text(&mut self, clean: &str, range: Range<usize>) {
        if self.masked.is_some() && memchr::memchr(BLANK as u8, clean.as_bytes()).is_some() {
            return self.around_blanks(clean, range);
        }
        if clean.is_empty() {
            return;
        }
        let span = self.document.source.span(range);
        let exact = self.document.source.slice(span) == clean;
        if self.open.is_none() {
            self.open(Kind::Paragraph, Role::Body, 0, 0);
        }
        if let Some(block) = &mut self.open {
            block.push(clean, span, exact);
        }
    }

    /// Appends the bytes at `range` as they are, without those that are masked.
    pub fn copy(&mut self, range: Range<usize>) {
        let span = self.document.source.span(range);
        let holds_blank = |text: &str| memchr::memchr(BLANK as u8, text.as_bytes()).is_some();
        if let Some(masked) = self.masked.clone().filter(|masked| masked.get(span.range()).is_some_and(holds_blank)) {
            return self.around_blanks(&masked[span.range()], span.range());
        }
        if self.open.is_none() {
            self.open(Kind::Paragraph, Role::Body, 0, 0);
        }
        if let Some(block) = self.open.as_mut().filter(|_| !span.is_empty()) {
            block.push(self.document.source.slice(span), span, true);
        }
    }

    /// Appends what of `clean` is not masked; where a mask stood between two spaces, one of them.
    fn around_blanks(&mut self, clean: &str, range: Range<usize>) {
        if clean.len() != range.len() {
            return self.text(&clean.replace(BLANK, ""), range);
        }
        let mut at = 0;
        while at < clean.len() {
            let rest = &clean[at..];
            let end = memchr::memchr(BLANK as u8, rest.as_bytes()).unwrap_or(rest.len());
            let doubled = at > 0 && self.open.as_ref().is_none_or(|block| block.text.is_empty() || block.text.ends_with(' '));
            let skipped = if doubled { end - rest[..end].trim_start_matches(' ').len() } else { 0 };
            self.text(&rest[skipped..end], range.start + at + skipped..range.start + at + end);
            at += end + (rest.len() - end - rest[end..].trim_start_matches(BLANK).len());
        }
    }

    /// Says how many more bytes of text the open block will have at most.
    pub fn reserve(&mut self, bytes: usize) {
        if let Some(block) = &mut self.open {
            block.text.reserve(bytes);
            block.pieces.reserve(bytes / 64 + 1);
        }
    }

    /// Appends one space for a line break or a gap at `range`, unless the text is empty or ends in a space.
    pub fn space(&mut self, range: Range<usize>) {
        let wanted = self.open.as_ref().is_some_and(|block| !block.text.is_empty() && !block.text.ends_with(' '));
        if wanted {
            self.text(" ", range);
        }
    }

    /// Says that the open block's text from `start` on is a link; `range` is all its bytes in the source.
    pub fn link(&mut self, start: usize, target: impl Into<String>, sort: LinkSort, range: Range<usize>) {
        let span = self.document.source.span(range);
        if let Some(block) = &mut self.open {
            block.links.push(Link { at: start..block.text.len(), target: target.into(), sort, span });
        }
    }

    /// Says that the open block's text from `start` on is set apart.
    pub fn mark(&mut self, start: usize, sort: MarkSort) {
        if let Some(block) = &mut self.open
            && start < block.text.len()
        {
            block.marks.push(Mark { at: start..block.text.len(), sort });
        }
    }

    /// Ends the open block. A block without a visible character is dropped, unless it holds a link.
    pub fn end(&mut self) {
        let Some(mut block) = self.open.take() else { return };
        let kept = block.text.trim_end().len();
        block.text.truncate(kept);
        block.pieces.retain(|piece| (piece.at as usize) < kept.max(1));
        if kept == 0 && block.links.is_empty() {
            return;
        }
        for range in block.links.iter_mut().map(|link| &mut link.at).chain(block.marks.iter_mut().map(|mark| &mut mark.at)) {
            *range = range.start.min(kept)..range.end.min(kept);
        }
        // A stretch is told of when it ends: the inner before the outer.
        block.links.sort_by_key(|link| link.at.start);
        block.marks.sort_by_key(|mark| mark.at.start);
        self.document.blocks.push(block);
    }

    /// Says that these bytes are a part of the body, or all that a container holds: parts that overlap are one.
    pub fn part(&mut self, range: Range<usize>) {
        self.parts.push(range);
    }

    /// Says where the front matter stands.
    pub fn matter(&mut self, matter: Option<Matter>) {
        self.document.matter = matter;
    }

    /// Adds a scalar of the front matter.
    pub fn field(&mut self, field: Field) {
        self.document.front.push(field);
    }

    /// The scalars of the front matter so far.
    pub fn front(&self) -> &[Field] {
        &self.document.front
    }

    /// Adds a shortcode, component or include.
    pub fn embed(&mut self, name: impl Into<String>, args: impl Into<String>, range: Range<usize>) {
        let (span, block) = (self.document.source.span(range), self.document.blocks.len());
        self.document.embeds.push(Embed { name: name.into(), args: args.into(), span, block });
    }

    /// Takes a comment: a permission, or a block that nobody sees. `text` is what stands between its marks, at `range`.
    ///
    /// A comment inside an open block covers that block; one between blocks, the next.
    pub fn comment(&mut self, text: &str, range: Range<usize>) {
        let (span, block) = (self.document.source.span(range.clone()), self.document.blocks.len());
        match Allow::read(text, span, block) {
            Some(Ok(Order::Allow(allow))) => self.document.allows.push(allow),
            Some(Ok(Order::End(rule))) => self.end_stretches(&rule, span),
            Some(Err(fault)) => self.document.faults.push((span, fault)),
            None if self.open.is_some() => {}
            None => {
                self.open(Kind::Paragraph, Role::Hidden(Hidden::Comment), 0, 0);
                let start = range.start + (text.len() - text.trim_start().len());
                self.text(text.trim(), start..start + text.trim().len());
                self.end();
            }
        }
    }

    /// Ends what is permitted for a stretch.
    fn end_stretches(&mut self, rule: &str, span: Span) {
        let is_open = |allow: &&mut Allow| allow.reach == Reach::Stretch(usize::MAX) && (rule.is_empty() || allow.rule == rule);
        // Where it names no rule, the last is ended and none beside it.
        let most = if rule.is_empty() { 1 } else { usize::MAX };
        let ended = self.document.allows.iter_mut().rev().filter(is_open).take(most);
        if ended.map(|allow| allow.reach = Reach::Stretch(span.start())).count() == 0 {
            let name = if rule.is_empty() { "RULE" } else { rule };
            let fault =
                format!("this ends no permission: above it stands no `copydesk: allow-begin {name}, reason` that is still open");
            self.document.faults.push((span, fault));
        }
    }

    /// Tells what was permitted for a stretch and never ended.
    fn tell_open_stretches(&mut self) {
        let Document { allows, faults, source, .. } = &mut self.document;
        for allow in allows.iter_mut().filter(|allow| allow.reach == Reach::Stretch(usize::MAX)) {
            allow.reach = Reach::Stretch(source.text.len());
            faults.push((allow.span, format!("this permission is never ended: write `copydesk: allow-end {}`", allow.rule)));
        }
    }

    /// Adds a permission.
    pub fn allow(&mut self, allow: Allow) {
        self.document.allows.push(allow);
    }

    /// Adds a mistake in how the file is written.
    pub fn fault(&mut self, range: Range<usize>, message: impl Into<String>) {
        let span = self.document.source.span(range);
        self.document.faults.push((span, message.into()));
    }

    /// Says that these bytes hold paragraphs.
    pub fn container(&mut self, range: Range<usize>) {
        let span = self.document.source.span(range);
        self.containers.push(span);
    }

    /// Ends the document.
    pub fn finish(mut self) -> Document {
        self.end();
        self.document.containers = Containers::new(std::mem::take(&mut self.containers));
        self.tell_open_stretches();
        self.join_parts();
        self.document
    }

    /// Makes one part of those that overlap, and of a permission and the part behind it, which it is for.
    fn join_parts(&mut self) {
        /// The signs around a comment.
        const SIGNS: usize = 16;
        let text = &self.document.source.text;
        let trimmed = |range: &Range<usize>| range.start..range.start + text[range.clone()].trim_end().len();
        let mut parts: Vec<Range<usize>> = self.parts.iter().map(trimmed).filter(|part| !part.is_empty()).collect();
        parts.sort_unstable_by_key(|part| (part.start, part.end));
        let of_blocks = self.document.allows.iter().filter(|allow| matches!(allow.reach, Reach::Block(_)));
        let mut allows: Vec<Range<usize>> = of_blocks.map(|allow| allow.span.range()).collect();
        allows.sort_unstable_by_key(|allow| allow.start);
        let permits = |part: &Range<usize>| {
            let first = allows.get(allows.partition_point(|allow| allow.start < part.start));
            first.is_some_and(|allow| allow.start < part.end && part.len() <= allow.len() + SIGNS)
        };
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(parts.len());
        for part in parts {
            match joined.last_mut() {
                Some(last) if part.start < last.end || permits(last) => last.end = last.end.max(part.end),
                _ => joined.push(part),
            }
        }
        self.document.parts = joined.into_iter().map(|part| self.document.source.span(part)).collect();
    }
}
