//! A source as a reader meets it: blocks of clean text, each with the way back to its bytes.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::containers::Containers;
use super::source::Source;
use super::span::Span;

/// A source read as a draft.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// The scalars of the front matter, in order.
    pub front: Vec<Field>,
    /// Where the front matter stands; `None` also for one with a mistake in it.
    pub matter: Option<Matter>,
    /// The pieces of text, in the order a reader meets them.
    pub blocks: Vec<Block>,
    /// The parts that the body is written in, in order, each with all its bytes: a paragraph, a list, a table, a container with what
    /// stands in it. A paragraph of its own can be written between two of them, and inside none. Not told of HTML.
    pub parts: Vec<Span>,
    /// What holds paragraphs.
    pub containers: Containers,
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

    /// Its day, as eight digits: by its front matter, or else the name of its file; 0 where neither says.
    pub fn day(&self) -> u32 {
        let day = |text: &str| -> Option<u32> {
            let is_day = |(at, byte): (usize, u8)| (byte == b'-') == (at == 4 || at == 7);
            let day = text.get(..10).filter(|day| day.bytes().enumerate().all(is_day))?;
            day.replace('-', "").parse().ok()
        };
        let said = self.values("date").find_map(|field| day(field.value.trim()));
        let named = || self.source.path.file_name().and_then(|name| day(&name.to_string_lossy()));
        said.or_else(named).unwrap_or_default()
    }

    /// The part that holds a byte of the source.
    pub fn part(&self, at: usize) -> Option<Span> {
        let next = self.parts.partition_point(|part| part.end() <= at);
        self.parts.get(next).copied().filter(|part| part.start() <= at)
    }

    /// The first block of a role.
    pub fn first(&self, role: Role) -> Option<&Block> {
        self.blocks.iter().find(|block| block.role == role)
    }
}

/// Front matter as it stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter {
    /// What it is written in.
    pub syntax: Syntax,
    /// Its bytes, without the lines that fence it; with the braces of JSON.
    pub content: Span,
}

/// What front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
    /// `{` to `}`, with no fence.
    Json,
}

impl Syntax {
    /// Its name, as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
        }
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

/// A key as front matter may write it, its lower-case letters and digits only: `affiliate_link`, `affiliateLink` and
/// `Affiliate-Link` are one key.
pub fn squeezed(key: &str) -> String {
    if key.is_ascii() {
        return key.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    key.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
    /// The article, where it is folded away (`<details>`): read after a click, and not at once.
    Folded,
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
    pub(super) pieces: Vec<SourcePiece>,
}

/// How many marks or links may begin inside another that holds a place.
const NESTED: usize = 64;

impl Block {
    /// The marks that hold a range of bytes of `text`. A mark in which more than 64 others begin before the range is passed over.
    pub fn marks_around(&self, at: Range<usize>) -> impl Iterator<Item = &Mark> {
        let before = self.marks.partition_point(|mark| mark.at.start <= at.start);
        self.marks[..before].iter().rev().take(NESTED).filter(move |mark| at.end <= mark.at.end)
    }

    /// The links that hold a range of bytes of `text`. A link in which more than 64 others begin before the range is passed over.
    pub fn links_around(&self, at: Range<usize>) -> impl Iterator<Item = &Link> {
        let before = self.links.partition_point(|link| link.at.start <= at.start);
        self.links[..before].iter().rev().take(NESTED).filter(move |link| at.end <= link.at.end)
    }

    /// The links that share something with a range of bytes of `text`; one that begins more than 64 others before it is passed over.
    pub fn links_touching(&self, at: Range<usize>) -> impl Iterator<Item = &Link> {
        let first = self.links.partition_point(|link| link.at.start < at.start);
        let last = self.links.partition_point(|link| link.at.start < at.end);
        let near = self.links[first.saturating_sub(NESTED)..last.max(first)].iter();
        near.filter(move |link| link.at.start < at.end && at.start < link.at.end)
    }

    /// The bytes of the source that a range of bytes of `text` stands for.
    ///
    /// Where the text differs from its source (an entity, an escape, a line break), the whole of that piece.
    pub fn span(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return self.whole();
        }
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

    /// The bytes of the source from the first to the last of this block's text; without text, those of its links and pictures.
    pub fn whole(&self) -> Span {
        match self.pieces.is_empty() {
            true => self.links.iter().map(|link| link.span).reduce(Span::join).unwrap_or_default(),
            false => self.span(0..self.text.len()),
        }
    }

    /// Whether it is of the article: read at once or, where it is folded away, after a click.
    pub fn is_body(&self) -> bool {
        matches!(self.role, Role::Body | Role::Folded)
    }

    /// Whether a link is the label of this note, to which the marks in the text lead, and no link of its own.
    pub fn is_label(&self, link: &Link) -> bool {
        self.kind == Kind::Note && link.sort == LinkSort::Footnote && link.at == (0..0)
    }

    /// Whether a reader of the page sees it, at once or after a click.
    pub fn is_seen(&self) -> bool {
        !matches!(self.role, Role::Hidden(_))
    }

    pub(super) fn push(&mut self, clean: &str, span: Span, exact: bool) {
        let continues = exact && self.pieces.last().is_some_and(|last| last.exact && last.span.end() == span.start());
        match self.pieces.last_mut() {
            Some(last) if continues => last.span = last.span.join(span),
            _ => self.pieces.push(SourcePiece { at: self.text.len() as u32, span, exact }),
        }
        self.text.push_str(clean);
    }

    fn piece(&self, at: usize) -> Option<&SourcePiece> {
        let next = self.pieces.partition_point(|piece| piece.at as usize <= at);
        self.pieces.get(next.max(1) - 1)
    }
}

/// A stretch of a block's text and the bytes it came from; it reaches to the next piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourcePiece {
    pub(super) at: u32,
    pub(super) span: Span,
    /// The same bytes stand in the source; else the piece is one indivisible whole.
    pub(super) exact: bool,
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
    /// Not shown.
    Hidden,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// The block of this number: the one it stands in, or the next.
    Block(usize),
    /// From here to this byte (`allow-begin` to `allow-end`).
    Stretch(usize),
    /// The whole file (`allow-file`, or the front-matter key `copydesk.allow`).
    File,
}

/// What a comment says to copydesk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// It permits something.
    Allow(Allow),
    /// It ends what was permitted for a stretch: all that names this rule; empty for the last that began.
    End(String),
}

/// What a comment that speaks to copydesk begins with, before its colon.
const NAME: &str = "copydesk";

/// The orders of permissions, as they are written.
const ORDERS: [&str; 4] = ["allow", "allow-file", "allow-begin", "allow-end"];

impl Allow {
    /// Whether a comment may speak to copydesk.
    pub fn is_meant(comment: &str) -> bool {
        comment.trim_start().get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    }

    /// Whether a line is a permission and nothing else: `copydesk: allow RULE, reason`.
    pub fn is_line(line: &str) -> bool {
        let order = Self::is_meant(line).then(|| line.trim_start()[NAME.len()..].trim_start().strip_prefix(':')).flatten();
        let (word, rest) = order.map(str::trim).and_then(|order| order.split_once(char::is_whitespace)).unwrap_or_default();
        ORDERS.iter().any(|order| order.eq_ignore_ascii_case(word))
            && rest.split([',', ' ']).next().is_some_and(|rule| rule.contains('/'))
    }

    /// Reads the text of a comment; `None` when it does not speak to copydesk, an error when it does and cannot be read. What is
    /// permitted for a stretch reaches to the end of the text, until it is ended.
    pub fn read(comment: &str, span: Span, block: usize) -> Option<Result<Order, String>> {
        let comment = comment.trim();
        let (name, behind) = comment.split_at_checked(NAME.len()).filter(|(name, _)| name.eq_ignore_ascii_case(NAME))?;
        let order = behind.trim_start().strip_prefix(':').map(str::trim);
        let words = order.unwrap_or(behind.trim_start_matches(['-', '_', ' ', '\t']));
        let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let reach = match word.to_ascii_lowercase().as_str() {
            // Who writes to the copy desk in plain words names no rule.
            lower if order.is_none() && ORDERS.contains(&lower) => {
                let names_rule = rest.split([',', ' ']).next().is_some_and(|rule| rule.contains('/'));
                let help = || Err(format!("a permission has a colon: write `{NAME}: {word} {}`", rest.trim()));
                return names_rule.then(help);
            }
            "allow" => Reach::Block(block),
            "allow-file" => Reach::File,
            "allow-begin" => Reach::Stretch(usize::MAX),
            "allow-end" => return Some(Ok(Order::End(rest.split(',').next().unwrap_or_default().trim().to_owned()))),
            _ if order.is_none() || name != NAME || !behind.starts_with(':') => return None,
            _ => {
                let help =
                    "write `allow RULE, reason`, `allow-file RULE, reason`, or `allow-begin RULE, reason` and `allow-end RULE`";
                return Some(Err(format!("“{word}” is no permission; {help}")));
            }
        };
        Some(Self::parse(rest, span, reach).map(Order::Allow))
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
