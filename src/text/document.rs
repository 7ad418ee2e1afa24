//! A source as a reader meets it: blocks of clean text, each with the way back to its bytes.

use std::ops::Range;
use std::rc::Rc;

use super::source::Source;
use super::span::Span;

/// A source read as a draft.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// The scalars of the front matter, in order.
    pub front: Vec<Field>,
    /// The pieces of text, in the order a reader meets them.
    pub blocks: Vec<Block>,
    /// Shortcodes, components and includes: what the site adds when it builds.
    pub embeds: Vec<Embed>,
    /// What the writer allows, and where.
    pub allows: Vec<Allow>,
    /// Mistakes in how the file is written, each with its place: unclosed front matter, a permission without a rule.
    pub faults: Vec<(Span, String)>,
}

impl Document {
    /// The values of a front-matter key, by its dotted path (`params.sponsor.name`), any case; items of a list each count.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Field> {
        self.front.iter().filter(move |field| field.key.eq_ignore_ascii_case(key))
    }

    /// The first block of a role.
    pub fn first(&self, role: Role) -> Option<&Block> {
        self.blocks.iter().find(|block| block.role == role)
    }
}

/// One scalar of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its dotted path; an item of a list has the path of its list.
    pub key: String,
    /// The value as a reader of the format would have it: unquoted, unescaped.
    pub value: String,
    /// The value's bytes, quotes left out.
    pub span: Span,
    /// The bytes of the last part of its key.
    pub key_span: Span,
    /// Whether the value's bytes stand in the source as they are.
    pub exact: bool,
}

/// What a block is in the markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A heading; the title of a page is one too.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A paragraph or item inside a block quotation.
    Quote,
    /// A cell of a table.
    Cell,
    /// A caption of a picture or table.
    Caption,
    /// The definition of a footnote.
    Note,
}

/// What a block is to the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline.
    Title,
    /// The standfirst: the line or two under the headline.
    Dek,
    /// The article.
    Body,
    /// What the page adds around an article: comment box, share bar, teasers.
    Chrome,
    /// Nothing a reader sees.
    Hidden(Hidden),
}

/// Why a reader does not see a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// A comment.
    Comment,
    /// The alternative text of a picture.
    Alt,
    /// An element that is hidden by attribute or style.
    Element,
    /// A `<details>` that is not open: seen only after a click.
    Collapsed,
}

/// A piece of text that stands for itself: a heading, a paragraph, an item, a cell.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is in the markup.
    pub kind: Kind,
    /// What it is to the article.
    pub role: Role,
    /// Blocks of one list, table or block quotation share a number; 0 for a block of none.
    pub group: u32,
    /// Level of a heading from 1; depth of an item from 1; row of a cell from 0 (the header).
    pub level: u32,
    /// The clean text: no markup, line breaks as single spaces.
    pub text: String,
    /// Links, pictures and footnote marks, in order; ranges in bytes of `text`.
    pub links: Vec<Link>,
    /// Stretches of `text` that the markup sets apart, in order.
    pub marks: Vec<Mark>,
    pieces: Vec<Piece>,
}

impl Block {
    /// The bytes of the source that a range of bytes of `text` stands for.
    ///
    /// Where the text differs from its source (an entity, an escape, a line break), the whole of that piece.
    pub fn span(&self, range: Range<usize>) -> Span {
        let (Some(first), Some(last)) = (self.piece(range.start), self.piece(range.end.max(range.start + 1) - 1)) else {
            return Span::default();
        };
        let start = match first.exact {
            true => (first.span.start() + range.start.saturating_sub(first.at as usize)).min(first.span.end()),
            false => first.span.start(),
        };
        let end = match last.exact {
            true => (last.span.start() + range.end.saturating_sub(last.at as usize)).min(last.span.end()),
            false if range.is_empty() => start,
            false => last.span.end(),
        };
        Span::new(start, end.max(start))
    }

    /// The bytes of the source from the first to the last of this block's text.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// Whether a reader of the page sees it.
    pub fn is_seen(&self) -> bool {
        !matches!(self.role, Role::Hidden(_))
    }

    fn push(&mut self, clean: &str, span: Span, exact: bool) {
        let continues = exact && self.pieces.last().is_some_and(|last| last.exact && last.span.end() == span.start());
        match self.pieces.last_mut() {
            Some(last) if continues => last.span = last.span.join(span),
            _ => self.pieces.push(Piece { at: self.text.len() as u32, span, exact }),
        }
        self.text.push_str(clean);
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.at as usize <= at);
        self.pieces.get(next.max(1) - 1)
    }
}

/// A stretch of a block's text and the bytes it came from; it reaches to the next piece.
#[derive(Debug, Clone, Copy)]
struct Piece {
    at: u32,
    span: Span,
    /// The same bytes stand in the source; else the piece is one indivisible whole.
    exact: bool,
}

/// Where a stretch of text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The stretch, in bytes of the block's text; empty for a footnote mark or a picture.
    pub at: Range<usize>,
    /// The address, path, or name of the footnote.
    pub target: String,
    /// What kind of link it is.
    pub sort: LinkSort,
    /// All its bytes in the source.
    pub span: Span,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkSort {
    /// A page.
    Page,
    /// A picture.
    Image,
    /// A footnote of this document.
    Footnote,
}

/// A stretch of a block's text that the markup sets apart, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The stretch, in bytes of the block's text.
    pub at: Range<usize>,
    /// How it is set apart.
    pub sort: MarkSort,
}

/// How the markup sets a stretch apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkSort {
    /// Code: literal, never prose.
    Code,
    /// Emphasis: titles, mostly.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// A quotation (`<q>`).
    Quote,
    /// The name of a work (`<cite>`).
    Cite,
    /// Struck out.
    Deleted,
}

/// A shortcode, component or include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// Its name: `youtube`, `include`, `Disclosure`.
    pub name: String,
    /// Its arguments as written.
    pub args: String,
    /// All its bytes.
    pub span: Span,
    /// How many blocks stand before it.
    pub block: usize,
}

/// A permission that the writer gave: `<!-- copydesk: allow attribution/unsourced-figure, our own count -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The rule, or a family with a trailing `/*`.
    pub rule: String,
    /// Why; empty when not given.
    pub reason: String,
    /// The bytes of the permission.
    pub span: Span,
    /// How far it reaches.
    pub reach: Reach,
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The block of this number: the one it stands in, or the next.
    Block(usize),
    /// The whole file (`allow-file`, or the front-matter key `copydesk.allow`).
    File,
}

impl Allow {
    /// Reads the text of a comment; `None` when it does not speak to copydesk, an error when it does and cannot be read.
    pub fn read(comment: &str, span: Span, block: usize) -> Option<Result<Self, String>> {
        let order = comment.trim().strip_prefix("copydesk:")?.trim();
        let (word, rest) = order.split_once(char::is_whitespace).unwrap_or((order, ""));
        let reach = match word {
            "allow" => Reach::Block(block),
            "allow-file" => Reach::File,
            _ => return Some(Err(format!("“{word}” is no permission; write `allow RULE, reason` or `allow-file RULE, reason`"))),
        };
        Some(Self::parse(rest, span, reach))
    }

    /// Reads `RULE, reason`, the part of a permission after its word; an error when it names no rule.
    pub fn parse(text: &str, span: Span, reach: Reach) -> Result<Self, String> {
        let (rule, reason) = text.split_once(',').unwrap_or((text, ""));
        let (rule, reason) = (rule.trim().to_owned(), reason.trim().to_owned());
        match rule.is_empty() {
            true => Err("a permission names its rule: `allow RULE, reason`".to_owned()),
            false => Ok(Self { rule, reason, span, reach }),
        }
    }
}

/// Builds a document block by block; the only way to make one.
///
/// All ranges given to it are bytes of the source's text.
#[derive(Debug)]
pub struct Builder {
    document: Document,
    open: Option<Block>,
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
            blocks: Vec::with_capacity(source.text.len() / 256),
            source,
            embeds: Vec::new(),
            allows: Vec::new(),
            faults: Vec::new(),
        };
        Self { document, open: None, masked: None }
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
            Some(Ok(allow)) => self.document.allows.push(allow),
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

    /// Adds a permission.
    pub fn allow(&mut self, allow: Allow) {
        self.document.allows.push(allow);
    }

    /// Adds a mistake in how the file is written.
    pub fn fault(&mut self, range: Range<usize>, message: impl Into<String>) {
        let span = self.document.source.span(range);
        self.document.faults.push((span, message.into()));
    }

    /// Ends the document.
    pub fn finish(mut self) -> Document {
        self.end();
        self.document
    }
}
