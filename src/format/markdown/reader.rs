//! Turns the events of the Markdown parser into blocks.

mod link;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::inline::OpenTag;
use super::masks::{Mask, MaskSort, Masks};
use super::parts::Parts;
use super::{attributes, fence, inline};
use crate::format::html;
use crate::text::{BLANK, Builder, Document, Format, Hidden, Kind, LinkSort, MarkSort, Role};

/// Signs that begin the items of a list that is none to Markdown.
const BULLETS: [char; 6] = ['•', '–', '◦', '▪', '‣', '●'];

/// How many inline HTML tags may be open at once; those deeper are dropped.
const MOST_TAGS: usize = 32;

/// What is open while the events come in.
pub(super) struct MarkdownReader<'a> {
    builder: Builder,
    /// The text that is parsed: the source's, masked.
    text: &'a str,
    masks: std::iter::Peekable<std::vec::IntoIter<Mask>>,
    /// The number that was last given to a list, table or quotation.
    groups: u32,
    /// Block quotations; `false` is an alert, which quotes nobody.
    quotes: Vec<bool>,
    quoted: usize,
    quote_group: u32,
    /// The groups of the lists.
    lists: Vec<u32>,
    /// Name and place of the footnote that is being defined.
    note: Option<(CowStr<'a>, Range<usize>)>,
    table: u32,
    row: u32,
    /// Emphasis and links: where they begin in the block, and where they lead.
    stretches: Vec<(usize, CowStr<'a>)>,
    tags: Vec<OpenTag<'a>>,
    /// How many pictures are open; text in them is alternative text.
    images: usize,
    /// Alternative texts of the block's pictures; an empty piece begins each.
    alts: Vec<(CowStr<'a>, Range<usize>)>,
    /// The paragraph may hold lines that begin with a bullet.
    is_plain: bool,
    /// The group of those lines.
    bullets: Option<u32>,
    /// Text before this byte is a bullet.
    unbulleted: usize,
    /// A picture, comment or footnote mark stood behind a space: the space after it is one too many.
    is_spaced: bool,
    /// Where the last line of an HTML block ends.
    html: usize,
    /// The elements that HTML blocks have left open.
    around: html::Enclosing,
    parts: Parts,
    /// Inside a code block, `<script>` or `<style>`; where such a tag stands within a line, its place.
    is_code: bool,
    script: Option<Range<usize>>,
    /// Inside the mark of a note.
    is_mark: bool,
}

impl<'a> MarkdownReader<'a> {
    pub(super) fn new(builder: Builder, text: &'a str, masks: Masks) -> Self {
        Self {
            builder,
            text,
            masks: masks.masks.into_iter().peekable(),
            groups: 0,
            quotes: Vec::new(),
            quoted: 0,
            quote_group: 0,
            lists: Vec::new(),
            note: None,
            table: 0,
            row: 0,
            stretches: Vec::new(),
            tags: Vec::new(),
            images: 0,
            alts: Vec::new(),
            is_plain: false,
            bullets: None,
            unbulleted: 0,
            is_spaced: false,
            html: 0,
            around: html::Enclosing::default(),
            parts: Parts::default(),
            is_code: false,
            script: None,
            is_mark: false,
        }
    }

    /// Takes the next event; `range` is bytes of the source.
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.prose(text, range),
            Event::SoftBreak | Event::HardBreak => self.line_break(range),
            Event::Start(tag) => {
                self.parts.open();
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.end(tag, range.clone());
                if self.parts.close() {
                    self.part(range);
                }
            }
            Event::Rule if self.parts.at_top() => self.part(range),
            Event::Code(code) => self.code(code, range),
            Event::InlineHtml(_) => self.inline_html(range),
            Event::Html(_) => {
                // The marks of a quotation or list at the head of a line are no HTML.
                if self.html < range.start {
                    self.builder.blank(self.html..range.start);
                }
                self.html = range.end;
            }
            Event::FootnoteReference(name) if self.images == 0 => {
                let start = self.here(range.start);
                self.is_spaced = self.text[..range.start].ends_with(' ');
                self.builder.link(start, name.into_string(), LinkSort::Footnote, range);
            }
            _ => {}
        }
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> Document {
        self.close(self.text.len());
        self.parts.finish(&mut self.builder, self.text.len());
        self.builder.finish()
    }

    fn part(&mut self, range: Range<usize>) {
        self.parts.take(&mut self.builder, self.text, range, self.around.is_open());
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(range),
            Tag::Heading { level, .. } => self.open(Kind::Heading, 0, level as u32, range),
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                let (kind, group, level) = self.context();
                self.open(kind, group, level, range);
            }
            Tag::TableCell => self.open(Kind::Cell, self.table, self.row, range),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.stretch(CowStr::Borrowed(""), range.start),
            Tag::Link { dest_url, .. } => self.open_link(dest_url, range),
            Tag::Image { dest_url, .. } => self.image(dest_url, range),
            _ => self.container(tag, range),
        }
    }

    fn container(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.close(range.start);
        match tag {
            Tag::BlockQuote(alert) => {
                let quotes = alert.is_none() && !attributes::is_box(&self.builder.source().text, &range);
                if quotes && self.quoted == 0 {
                    self.quote_group = self.group();
                }
                self.quotes.push(quotes);
                self.quoted += usize::from(quotes);
            }
            Tag::List(_) | Tag::DefinitionList => {
                let group = self.group();
                self.lists.push(group);
            }
            Tag::FootnoteDefinition(name) => {
                let label = self.text[range.clone()].find("]:").map_or(range.end, |end| range.start + end + 2);
                self.note = Some((name, range.start..label));
            }
            Tag::Table(_) => self.table = self.group(),
            Tag::TableHead => self.row = 0,
            Tag::TableRow => self.row += 1,
            Tag::HtmlBlock => self.html = range.start,
            Tag::CodeBlock(kind) => {
                if let Some(fence) = fence::open(self.text, &range).filter(|_| matches!(kind, CodeBlockKind::Fenced(_))) {
                    self.builder.fault(fence, "this block of code is never closed; what follows it is not read");
                }
                while self.masks.next_if(|mask| mask.range.start < range.end).is_some() {}
                self.is_code = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.mark(MarkSort::Emphasis),
            TagEnd::Strong => self.mark(MarkSort::Strong),
            TagEnd::Strikethrough => self.mark(MarkSort::Deleted),
            TagEnd::Link => self.link(range),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::HtmlBlock => {
                html::fragment(&mut self.builder, range.clone(), &mut self.around);
                self.close(range.end);
            }
            TagEnd::CodeBlock => self.is_code = false,
            TagEnd::BlockQuote(_) => {
                self.close(range.end);
                self.quoted -= usize::from(self.quotes.pop().unwrap_or_default());
            }
            TagEnd::List(_) | TagEnd::DefinitionList => {
                self.close(range.end);
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.close(range.end);
                self.note = None;
            }
            _ => self.close(range.end),
        }
    }

    fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    /// Kind, group and level of a paragraph or item that begins here.
    fn context(&self) -> (Kind, u32, u32) {
        let depth = self.lists.len() as u32;
        match self.lists.last() {
            _ if self.note.is_some() => (Kind::Note, 0, depth),
            _ if self.quoted > 0 => (Kind::Quote, self.quote_group, depth),
            Some(&group) => (Kind::Item, group, depth),
            None => (Kind::Paragraph, 0, 0),
        }
    }

    fn open(&mut self, kind: Kind, group: u32, level: u32, range: Range<usize>) {
        self.close(range.start);
        let (kind, role, group, level) = self.around.frame(kind, group, level);
        self.builder.open(kind, role, group, level);
        // An item's range holds all the items below it.
        let room = if kind == Kind::Item { range.len().min(256) } else { range.len() };
        self.builder.reserve(room);
        if let Some((name, label)) = self.note.as_ref().filter(|_| kind == Kind::Note) {
            self.builder.link(0, name.to_string(), LinkSort::Footnote, label.clone());
        }
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let (kind, group, level) = self.context();
        let start = range.start;
        self.open(kind, group, level, range);
        self.is_plain = kind == Kind::Paragraph;
        self.bullets = None;
        if self.is_plain {
            self.bullet(start, true);
        }
    }

    /// Ends the open block, and whatever stands before byte `at` and makes no text of its own.
    fn close(&mut self, at: usize) {
        while let Some(mask) = self.masks.next_if(|mask| mask.range.start < at) {
            self.masked(mask);
        }
        self.builder.end();
        if let Some(tag) = self.script.take() {
            self.builder.fault(tag, html::UNCLOSED);
        }
        self.is_plain = false;
        self.is_code = false;
        self.is_mark = false;
        self.is_spaced = false;
        self.tags.clear();
        if self.alts.is_empty() {
            return;
        }
        for (text, range) in self.alts.drain(..) {
            match &*text {
                "" => self.builder.open(Kind::Paragraph, Role::Hidden(Hidden::Alt), 0, 0),
                " " => self.builder.space(range),
                text => self.builder.text(text, range),
            }
        }
        self.builder.end();
    }

    fn masked(&mut self, mask: Mask) {
        let text = |range: Range<usize>| self.builder.source().text.get(range).unwrap_or_default().to_owned();
        match mask.sort {
            MaskSort::Embed { name, args } => {
                let (name, args) = (text(name), text(args));
                self.builder.embed(name, args, mask.range);
            }
            MaskSort::Comment(said) | MaskSort::Definition(said) => {
                let comment = text(said.clone());
                if self.builder.here() == 0 {
                    self.builder.end();
                }
                self.builder.comment(&comment, said);
            }
            MaskSort::End(_) | MaskSort::Silent => {}
        }
    }

    /// How long the block's text is; text that stands outside of any block opens one.
    fn here(&mut self, at: usize) -> usize {
        if !self.builder.is_open() {
            let (kind, group, level) = self.context();
            self.open(kind, group, level, at..at);
        }
        self.builder.here()
    }

    fn prose(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if self.is_code || self.is_mark {
            return;
        }
        if self.images > 0 {
            return self.alts.push((text, range));
        }
        let first = self.here(range.start) == 0 || std::mem::take(&mut self.is_spaced);
        let bullet = self.unbulleted.saturating_sub(range.start);
        // The parser hands on what it has not changed.
        if text.len() != range.len() || text.as_ptr() != self.text[range.start..].as_ptr() {
            self.builder.text(&text, range);
        } else if first || bullet > 0 {
            let rest = text[bullet.min(text.len())..].trim_start_matches(' ');
            self.builder.copy(range.end - rest.len()..range.end);
        } else {
            self.builder.copy(range);
        }
    }

    fn line_break(&mut self, range: Range<usize>) {
        if self.is_code || self.is_mark {
            return;
        }
        if self.images > 0 {
            self.alts.push((CowStr::Borrowed(" "), range));
        } else if !self.is_plain || !self.bullet(range.end, false) {
            self.builder.space(range);
        }
    }

    /// Opens an item if the line at `line` begins with a bullet.
    ///
    /// A dash is one only at the head of a paragraph, after a colon, and after another: elsewhere it parts a sentence.
    fn bullet(&mut self, line: usize, first: bool) -> bool {
        let rest = self.text[line..].trim_start_matches([' ', '\t']);
        if rest.as_bytes().first().is_none_or(u8::is_ascii) {
            return false;
        }
        let Some(text) = rest.strip_prefix(BULLETS).filter(|text| text.starts_with([' ', '\t', '\u{a0}'])) else { return false };
        let before = self.text[..line].trim_end().as_bytes().last();
        if rest.starts_with('–') && !first && self.bullets.is_none() && before != Some(&b':') {
            return false;
        }
        let group = self.bullets.unwrap_or(self.groups + 1);
        self.groups = self.groups.max(group);
        self.bullets = Some(group);
        let text = text.trim_start_matches([' ', '\t', '\u{a0}']);
        self.unbulleted = self.text.len() - text.len();
        self.open(Kind::Item, group, 1, line..line);
        self.is_plain = true;
        // Those below stood in an item before.
        self.stretches.iter_mut().rev().take_while(|(start, _)| *start > 0).for_each(|(start, _)| *start = 0);
        true
    }

    fn stretch(&mut self, target: CowStr<'a>, at: usize) {
        if self.images == 0 {
            let start = self.here(at);
            self.stretches.push((start, target));
        }
    }

    fn mark(&mut self, sort: MarkSort) {
        if let Some((start, _)) = self.stretches.pop_if(|_| self.images == 0) {
            self.builder.mark(start, sort);
        }
    }

    fn image(&mut self, target: CowStr<'a>, range: Range<usize>) {
        if self.images == 0 {
            let start = self.here(range.start);
            let target = self.target(target, &range);
            self.alts.push((CowStr::Borrowed(""), range.clone()));
            self.is_spaced = self.text[..range.start].ends_with(' ');
            self.builder.link(start, target, LinkSort::Image, range);
        }
        self.images += 1;
    }

    /// A target as written: what is masked in it is part of it.
    fn target(&self, target: CowStr<'a>, range: &Range<usize>) -> String {
        if !target.contains(BLANK) {
            return target.into_string();
        }
        let start = self.text[range.clone()].rfind(&*target).map(|at| range.start + at);
        let written = start.and_then(|start| self.builder.source().text.get(start..start + target.len()));
        written.map_or_else(|| target.replace(BLANK, ""), str::to_owned)
    }

    fn code(&mut self, code: CowStr<'a>, range: Range<usize>) {
        if self.images > 0 {
            return self.alts.push((code, range));
        }
        let start = self.here(range.start);
        let ticks = self.text[range.clone()].bytes().take_while(|&byte| byte == b'`').count();
        let inside = range.start + ticks..(range.end - ticks).max(range.start + ticks);
        // One space at both ends is no part of the code.
        let at = inside.start + usize::from(inside.len() == code.len() + 2);
        let written = self.text.get(at..at + code.len()).filter(|written| is_same(written, &code));
        match written {
            Some(written) => self.code_lines(written, at),
            None => self.builder.text(&code, inside),
        }
        self.builder.mark(start, MarkSort::Code);
    }

    fn code_lines(&mut self, written: &str, mut at: usize) {
        for line in written.split_inclusive('\n') {
            let text = line.strip_suffix('\n').unwrap_or(line);
            self.builder.text(text, at..at + text.len());
            at += line.len();
            if text.len() < line.len() {
                self.builder.space(at - 1..at);
            }
        }
    }

    fn inline_html(&mut self, range: Range<usize>) {
        let raw = &self.text[range.clone()];
        if self.images > 0 {
            return;
        }
        if let Some(comment) = raw.strip_prefix("<!--") {
            let comment = comment.strip_suffix("-->").unwrap_or(comment);
            self.is_spaced = self.text[..range.start].ends_with(' ');
            return self.builder.comment(comment, range.start + 4..range.start + 4 + comment.len());
        }
        let tag = inline::Tag::read(raw);
        if tag.closes {
            self.around.end(tag.name);
        }
        let start = self.here(range.start);
        let value = |name| tag.attribute(name).map(|value| range.start + value.start..range.start + value.end);
        let written = |value: Range<usize>| self.builder.source().text.get(value).unwrap_or_default().to_owned();
        if tag.parts() {
            self.builder.space(range);
            self.is_spaced = true;
        } else if tag.is("script") || tag.is("style") {
            let is_jsx = self.builder.source().format == Format::Mdx;
            self.is_code = !(tag.closes || is_jsx && raw.ends_with("/>"));
            self.script = self.is_code.then_some(range);
        } else if tag.is("img") {
            let target = value("src").map(written).unwrap_or_default();
            if let Some(alt) = value("alt").filter(|alt| !alt.is_empty()) {
                self.alts.push((CowStr::Borrowed(""), alt.clone()));
                self.alts.push((CowStr::Borrowed(&self.text[alt.clone()]), alt));
            }
            self.is_spaced = self.text[..range.start].ends_with(' ');
            self.builder.link(start, target, LinkSort::Image, range);
        } else if tag.closes {
            self.close_tag(&tag, range.end);
        } else if self.tags.len() < MOST_TAGS && (tag.is("a") || tag.is("sup") || tag.mark().is_some()) {
            let target = value("href").map(written);
            if tag.is("a") {
                self.is_mark = target.as_deref().is_some_and(|target| self.opens_mark(target, range.end));
            }
            if tag.is_paid() {
                self.builder.embed("rel", "sponsored", range.clone());
            }
            self.tags.push(OpenTag { name: tag.name, mark: tag.mark(), target, start, at: range.start });
        }
    }

    fn close_tag(&mut self, tag: &inline::Tag<'_>, end: usize) {
        let Some(index) = self.tags.iter().rposition(|open| tag.is(open.name)) else { return };
        let open = self.tags.swap_remove(index);
        self.tags.truncate(index);
        if let Some(mark) = open.mark {
            self.builder.mark(open.start, mark);
        }
        if let Some(target) = open.target {
            self.tell_link(open.start, target, open.at..end);
        }
    }
}

/// Whether code is what is written, line breaks as spaces.
fn is_same(written: &str, code: &str) -> bool {
    written.bytes().zip(code.bytes()).all(|(written, code)| written == code || written == b'\n' && code == b' ')
}
