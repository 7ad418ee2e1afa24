//! Reads HTML: whole pages, and the fragments that stand in Markdown.

mod around;
mod attribute;
mod context;
mod flow;
mod paced;
mod stack;
mod tag;
mod token;

use std::ops::Range;
use std::path::Path;

use crate::text::{Builder, Document, Field, Format, Hidden, LinkSort, Role, Source};

pub(super) use around::Enclosing;
use around::OpenTable;
use attribute::Attributes;
pub(super) use attribute::footnote;
use flow::Flow;
pub(super) use stack::UNCLOSED;
use stack::{ElementContext, OpenElement, Stack};
use tag::Tag;
use token::TagSort;

/// What becomes the title of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    /// The first `<h1>` of the article.
    Heading,
    /// `<title>`, as there is no such heading.
    Page,
    /// Nothing: a fragment has none.
    None,
}

/// Reads a page, or the part of one that a template wraps.
pub(super) fn read(source: Source) -> Document {
    let document = page(source, Title::Heading);
    let titled = document.blocks.iter().any(|block| block.role == Role::Title);
    if titled || !has_title(document.source.text.as_bytes()) {
        return document;
    }
    page(document.source, Title::Page)
}

/// Whether a `<title>` may stand in the text.
fn has_title(text: &[u8]) -> bool {
    memchr::memchr_iter(b'<', text).any(|at| text[at + 1..].get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"title")))
}

/// Reads the bytes at `range` of the builder's source as HTML and appends its blocks; `around` is what stands open there.
pub(super) fn fragment(builder: &mut Builder, range: Range<usize>, around: &mut Enclosing) {
    builder.end();
    let text = builder.reading()[range.clone()].to_owned();
    // Groups are numbered from the place, in the upper half: the reader around the fragment numbers its own from 1.
    let mut reader = HtmlReader::new(builder, &text, range.start, Title::None, 1 << 31 | range.start as u32);
    (reader.stack, reader.tables) = (std::mem::take(&mut around.stack), std::mem::take(&mut around.tables));
    reader.run();
    let HtmlReader { stack, tables, flow, .. } = reader;
    around.take(stack, tables, flow.builder, range.end);
}

fn page(source: Source, title: Title) -> Document {
    let mut builder = Builder::new(source);
    let start = if builder.source().text.starts_with("---") { super::front::read(&mut builder) } else { 0 };
    let text = builder.source().text[start..].to_owned();
    let is_xml = is_xml(&builder.source().path, &text);
    let mut reader = HtmlReader::new(&mut builder, &text, start, title, 0);
    reader.is_jsx |= is_xml;
    reader.run();
    reader.close_to(0, text.len(), None);
    builder.finish()
}

/// Whether a page is written as XML: by the ending of its name, or by its first line.
fn is_xml(path: &Path, text: &str) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["xhtml", "xht"].iter().any(|xml| ending.eq_ignore_ascii_case(xml)) || text.trim_start().starts_with("<?xml")
}

/// Walks over the tags of a text.
struct HtmlReader<'a> {
    flow: Flow<'a>,
    text: &'a str,
    base: usize,
    stack: Stack,
    title: Title,
    /// The number that was last given to a group.
    groups: u32,
    /// The open tables.
    tables: Vec<OpenTable>,
    /// Whether tags are those of JSX or XML, where `/>` ends an element of any name.
    is_jsx: bool,
}

impl<'a> HtmlReader<'a> {
    fn new(builder: &'a mut Builder, text: &'a str, base: usize, title: Title, groups: u32) -> Self {
        let flow = Flow::new(builder, text, base, title == Title::Heading);
        let is_jsx = flow.builder.source().format == Format::Mdx;
        Self { flow, text, base, stack: Stack::default(), title, groups, tables: Vec::new(), is_jsx }
    }

    fn run(&mut self) {
        let mut at = 0;
        let tokens = token::read(self.text, self.is_jsx);
        for token in &tokens {
            let range = token.range();
            self.words(at..range.start);
            at = range.end;
            match token.sort {
                TagSort::Start { tag, closed } => self.start(tag, closed, range),
                TagSort::End(tag) => self.end(tag, range),
                TagSort::Comment => self.comment(range),
            }
        }
        match tokens.last() {
            Some(last) if last.is_raw(self.is_jsx) && at < self.text.len() => {
                let (range, message) = (last.range(), "this element is never closed; what follows it is not read");
                self.flow.builder.fault(self.base + range.start..self.base + range.end, message);
            }
            _ => self.rest(at),
        }
        self.flow.end(self.text.len());
    }

    /// Takes the text between two tags.
    fn words(&mut self, range: Range<usize>) {
        let context = self.stack.context();
        if context.hides() && !self.text[range.clone()].trim().is_empty() {
            self.stack.hold();
        }
        if !range.is_empty() {
            self.flow.text(range, context);
        }
    }

    /// The text behind the last token; a tag that never ends takes it all.
    fn rest(&mut self, at: usize) {
        let rest = &self.text[at..];
        let end = self.text.len();
        let opens =
            |at: &usize| rest[at + 1..].starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '/' | '!' | '?'));
        let tag = memchr::memchr_iter(b'<', rest.as_bytes()).find(opens).filter(|_| !self.stack.context().skip);
        let tag = tag.map_or(end, |tag| at + tag);
        self.words(at..tag);
        if tag < end {
            self.flow.builder.fault(self.base + tag..self.base + end, "this tag is never closed; what follows it is not read");
        }
    }

    fn comment(&mut self, range: Range<usize>) {
        let raw = &self.text[range.clone()];
        let Some(inner) = raw.strip_prefix("<!--").filter(|_| !self.stack.context().skip) else { return };
        let Some(inner) = inner.strip_suffix("-->").or_else(|| inner.strip_suffix("--!>")) else {
            let message = "this comment is never closed; what follows it is not read";
            return self.flow.builder.fault(self.base + range.start..self.base + range.end, message);
        };
        let start = self.base + range.start + "<!--".len();
        self.flow.builder.comment(inner, start..start + inner.len());
    }

    fn start(&mut self, tag: Tag, closed: bool, range: Range<usize>) {
        let mut around = self.stack.context();
        if !around.skip {
            self.make_room(tag, range.start);
            around = self.stack.context();
        }
        let attributes = Attributes::read(self.text, range.clone());
        if !around.skip {
            self.meet(tag, &attributes, around, range.clone());
        }
        let ends = tag.is_void() || closed && (self.is_jsx || around.skip || matches!(tag, Tag::Custom | Tag::Svg | Tag::Math));
        let context = self.context(tag, &attributes, around);
        if !ends && self.stack.push(tag, context, self.base + range.start..self.base + range.end) && !around.skip {
            self.enter(tag, &attributes, range.start);
        }
    }

    /// Ends what a start tag at byte `at` ends by standing there.
    fn make_room(&mut self, tag: Tag, at: usize) {
        let (targets, bounds) = tag.ends();
        if let Some(depth) = self.stack.find_within(targets, bounds) {
            self.close_to(depth, at, Some(depth));
        }
        if tag == Tag::A && self.stack.has(Tag::A) {
            self.end(Tag::A, at..at);
        }
        if tag.is_block() {
            self.flow.end(at);
        }
    }

    /// What a start tag does where it stands.
    fn meet(&mut self, tag: Tag, attributes: &Attributes, around: ElementContext, range: Range<usize>) {
        match tag {
            Tag::Br => self.flow.line_break(range),
            Tag::Img => self.picture(attributes, around, range),
            Tag::Meta => self.meta(attributes),
            Tag::Html => self.field("lang".to_owned(), attributes.key("lang"), "lang", attributes),
            Tag::Custom => self.custom(range),
            Tag::Tr => self.tables.iter_mut().last().into_iter().for_each(|table| table.rows += 1),
            _ => {}
        }
    }

    /// What a start tag does until its end.
    fn enter(&mut self, tag: Tag, attributes: &Attributes, from: usize) {
        match tag {
            Tag::A => self.link(attributes, from),
            Tag::Table => {
                let group = self.group();
                self.tables.push(OpenTable { group, rows: 0 });
            }
            _ => tag.mark().into_iter().for_each(|sort| self.flow.mark(sort)),
        }
    }

    /// What the end of an element does, at byte `at`.
    fn leave(&mut self, open: OpenElement, at: usize) {
        if open.tag.is_block() {
            self.flow.end(at);
        }
        if open.tag.is_container() {
            self.flow.builder.container(open.place().start..self.base + at);
        }
        match open.tag {
            Tag::A => self.flow.close_link(at),
            Tag::Table => drop(self.tables.pop()),
            tag => tag.mark().into_iter().for_each(|sort| self.flow.unmark(sort)),
        }
    }

    /// Ends elements until `depth` are left; the last of them was meant, the others nothing ended.
    fn close_to(&mut self, depth: usize, at: usize, meant: Option<usize>) {
        while self.stack.len() > depth
            && let Some(open) = self.stack.pop()
        {
            if self.stack.had_hidden(&open) && meant != Some(self.stack.len()) {
                self.flow.builder.fault(open.place(), UNCLOSED);
            }
            if !self.stack.context().skip {
                self.leave(open, at);
            }
        }
    }

    fn end(&mut self, tag: Tag, range: Range<usize>) {
        if tag == Tag::Br {
            return self.flow.line_break(range);
        }
        let found = match self.stack.pop_beyond(tag) {
            true => None,
            false => self.stack.find(tag),
        };
        match found {
            None if tag.is_block() && !self.stack.context().skip => self.flow.end(range.start),
            None => {}
            // The blocks in it go on: `<b><p>one</b> two</p>` is one paragraph.
            Some(at) if !tag.is_block() && !tag.is_skipped() && self.stack.has_block_above(at) => {
                let open = self.stack.neutralise(at);
                self.leave(open, range.end);
            }
            Some(at) => self.close_to(at, range.end, Some(at)),
        }
    }

    fn link(&mut self, attributes: &Attributes, from: usize) {
        const PAID: [&str; 3] = ["sponsored", "ugc", "nofollow"];
        let Some(href) = attributes.value("href") else { return };
        let raised = self.stack.has(Tag::Sup);
        if let Some(name) = footnote(&href, raised) {
            return self.flow.open_link(name.to_owned(), LinkSort::Footnote, from, String::new());
        }
        if attribute::returns(&href) {
            return;
        }
        let rel = attributes.raw("rel").unwrap_or_default().to_ascii_lowercase();
        let rel: Vec<&str> = rel.split_ascii_whitespace().filter(|word| PAID.contains(word)).collect();
        self.flow.open_link(href, LinkSort::Page, from, rel.join(" "));
    }

    fn picture(&mut self, attributes: &Attributes, around: ElementContext, range: Range<usize>) {
        if let Some(alt) = attributes.range("alt").filter(|alt| !alt.is_empty()) {
            self.flow.put_off(Role::Hidden(Hidden::Alt), alt);
        }
        if let Some(source) = attributes.value("src").or_else(|| attributes.value("data-src")) {
            self.flow.picture(source, range, around);
        }
    }

    fn meta(&mut self, attributes: &Attributes) {
        for name in ["name", "property"] {
            let Some(key) = attributes.value(name).filter(|key| !key.is_empty()) else { continue };
            let key = if key.eq_ignore_ascii_case("description") { "description".to_owned() } else { format!("meta.{key}") };
            return self.field(key, attributes.range(name), "content", attributes);
        }
    }

    /// Adds a field whose value is that of the attribute `name`, and whose key stands at `key_range`.
    fn field(&mut self, key: String, key_range: Option<Range<usize>>, name: &str, attributes: &Attributes) {
        let (Some(range), Some(value), Some(key_range)) = (attributes.range(name), attributes.value(name), key_range) else {
            return;
        };
        let source = self.flow.builder.source();
        let span = source.span(self.base + range.start..self.base + range.end);
        let key_span = source.span(self.base + key_range.start..self.base + key_range.end);
        let exact = source.slice(span) == value;
        self.flow.builder.field(Field { key, value, span, key_span, exact });
    }

    fn custom(&mut self, range: Range<usize>) {
        let inner = self.text[range.start + 1..range.end - 1].trim_end_matches('/');
        let (name, args) = inner.split_once(|char: char| char.is_ascii_whitespace()).unwrap_or((inner, ""));
        self.flow.builder.embed(name, args.trim(), self.base + range.start..self.base + range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Kind;

    #[test]
    fn a_fragment_joins_the_blocks_around_it() {
        let text = "Before <ul><li>One &amp; two</ul><h1>No title</h1> after";
        let mut builder = Builder::new(Source::new("draft.md", Format::Markdown, text));
        builder.text("Before", 0..6);
        fragment(&mut builder, 7..text.len() - 6, &mut Enclosing::default());
        builder.text("after", text.len() - 5..text.len());
        let document = builder.finish();
        let blocks: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.role, block.text.as_str())).collect();
        assert_eq!(
            blocks,
            [
                (Kind::Paragraph, Role::Body, "Before"),
                (Kind::Item, Role::Body, "One & two"),
                (Kind::Heading, Role::Body, "No title"),
                (Kind::Paragraph, Role::Body, "after")
            ]
        );
        assert_eq!(document.source.slice(document.blocks[1].whole()), "One &amp; two");
        assert!(document.blocks[1].group > u32::MAX / 2);
    }
}
