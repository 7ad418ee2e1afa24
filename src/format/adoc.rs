//! Reads AsciiDoc: blocks by the lines that fence them and the signs they begin with.

mod delimited;
mod header;
mod inline;
mod items;
mod lines;
mod macros;
mod meta;
mod names;
mod paragraph;
mod table;

use std::ops::Range;

use crate::text::{Builder, Document, Hidden, Kind, LinkSort, Role, Source};
use inline::AdocAside;
use lines::AdocLine;
use meta::AdocMeta;
use names::AdocNames;

/// How deep blocks may stand in one another; what is deeper is not read.
const DEEPEST: usize = 48;

/// Reads a text.
pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source);
    let start = if builder.source().text.starts_with("---") { super::front::read(&mut builder) } else { 0 };
    let text = builder.source().text.clone();
    let (lines, conditions) = lines::lines(&text, start);
    for condition in conditions {
        // All that stands under a condition is one part: a paragraph in it is not in every build.
        builder.part(condition.clone());
        builder.container(condition);
    }
    let count = lines.len();
    let mut reader =
        AdocReader { builder, text: &text, lines, names: AdocNames::default(), groups: 0, depth: 0, is_begun: false };
    let body = reader.header();
    reader.blocks(body..count, AdocAround::TOP);
    let mut document = reader.builder.finish();
    super::title::entitle(&mut document);
    document
}

/// What stands around a block.
#[derive(Debug, Clone, Copy)]
struct AdocAround {
    kind: Kind,
    role: Role,
    group: u32,
    level: u32,
    /// Whether it stands in nothing else.
    is_top: bool,
}

impl AdocAround {
    const TOP: Self = Self { kind: Kind::Paragraph, role: Role::Body, group: 0, level: 0, is_top: true };

    /// What stands around blocks of another kind in here: in quotations and notes all is of these.
    fn with(self, kind: Kind, group: u32, level: u32) -> Self {
        let kind = if matches!(self.kind, Kind::Quote | Kind::Note) { self.kind } else { kind };
        Self { kind, group, level, is_top: false, ..self }
    }

    /// What stands around a block of which this is said.
    fn of(self, meta: &AdocMeta) -> Self {
        let role = match self.role {
            Role::Body | Role::Folded if meta.is_hidden => Role::Hidden(Hidden::Element),
            Role::Body if meta.is_folded => Role::Folded,
            role => role,
        };
        Self { role, ..self }
    }
}

/// Lists that an item may go on with: the sign and the group of each, the outermost first.
type AdocLists = Vec<(String, u32)>;

/// Reads lines as blocks.
struct AdocReader<'t> {
    builder: Builder,
    text: &'t str,
    lines: Vec<AdocLine>,
    names: AdocNames,
    groups: u32,
    depth: usize,
    /// Whether anything but attributes was read.
    is_begun: bool,
}

impl<'t> AdocReader<'t> {
    fn words(&self, line: usize) -> &'t str {
        self.lines.get(line).map_or("", |line| &self.text[line.text.clone()])
    }

    /// The words of a line that begins at the margin; empty for one that is set in.
    fn at_margin(&self, line: usize) -> &'t str {
        if self.lines.get(line).is_some_and(|line| line.indent == 0) { self.words(line) } else { "" }
    }

    fn is_blank(&self, line: usize) -> bool {
        self.lines.get(line).is_none_or(|line| line.text.is_empty())
    }

    fn until_blank(&self, at: usize, end: usize) -> usize {
        at + self.lines[at..end].iter().take_while(|line| !line.text.is_empty()).count()
    }

    /// The bytes of a line from some of its own on.
    fn place(&self, line: usize, range: Range<usize>) -> Range<usize> {
        let start = self.lines.get(line).map_or(0, |line| line.text.start);
        start + range.start..start + range.end
    }

    /// The bytes from the first to the last of some lines.
    fn extent(&self, lines: Range<usize>) -> Range<usize> {
        let start = self.lines.get(lines.start).map_or(0, |line| line.text.start);
        let end = self.lines.get(lines.end.max(lines.start + 1) - 1).map_or(start, |line| line.text.end);
        start..end.max(start)
    }

    /// Says that lines are a part of the body, where they stand in nothing else.
    fn part(&mut self, lines: Range<usize>, around: AdocAround) {
        if around.is_top && lines.start < lines.end {
            let extent = self.extent(lines);
            let start = self.text[..extent.start].rfind('\n').map_or(0, |at| at + 1);
            self.builder.part(start..extent.end);
        }
    }

    fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    /// Reads lines.
    fn blocks(&mut self, lines: Range<usize>, around: AdocAround) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        let (mut at, mut lists, mut begin) = (lines.start, AdocLists::new(), lines.start);
        while at < lines.end {
            if self.is_blank(at) {
                at += 1;
                continue;
            }
            let (from, goes_on) = (at, !lists.is_empty());
            at = self.block(at..lines.end, around, &mut lists).max(from + 1);
            // A list is one part with all that stands in it.
            begin = if goes_on && !lists.is_empty() { begin } else { from };
            self.part(begin..at, around);
        }
        self.depth -= 1;
    }

    /// Reads the block that begins these lines, with what is said of it; where the next one begins.
    fn block(&mut self, lines: Range<usize>, around: AdocAround, lists: &mut AdocLists) -> usize {
        let end = lines.end;
        if let Some((_, group)) = lists.last().filter(|_| self.words(lines.start) == "+") {
            // What stands behind a plus sign belongs to the item above.
            let inner = around.with(Kind::Item, *group, self.deep(around) + lists.len() as u32);
            let next = lines.start + 1;
            return if self.is_blank(next) || next >= end { next } else { self.block(next..end, inner, &mut AdocLists::new()) };
        }
        let mut meta = AdocMeta::default();
        let at = self.said(lines, lists, &mut meta);
        if at >= end || self.is_blank(at) {
            return at;
        }
        let (words, around) = (self.at_margin(at), around.of(&meta));
        if let Some(to) = self.fenced(at..end, &mut meta, around) {
            lists.clear();
            return to;
        }
        if let Some(marker) = lines::marker(self.words(at)) {
            self.caption(&mut meta, around);
            return self.item(at..end, marker, around, lists);
        }
        if self.lines[at].indent > 0 && meta.style != "normal" {
            // In a list as well: what is set in below an item is as it is.
            self.is_begun = true;
            let to = self.until_blank(at, end);
            let is_in_item = around.kind == Kind::Item || !lists.is_empty();
            return (at..to).find(|&line| is_in_item && self.words(line) == "+").unwrap_or(to);
        }
        lists.clear();
        let below = if at + 1 < end { self.at_margin(at + 1) } else { "" };
        if let Some(level) = lines::underline(words, below) {
            self.caption(&mut meta, around);
            self.heading(at, 0, level, around);
            return at + 2;
        }
        self.prose(at..end, meta, around)
    }

    /// Reads a section, a block between fences, or a macro that is a block; where the next block begins.
    fn fenced(&mut self, lines: Range<usize>, meta: &mut AdocMeta, around: AdocAround) -> Option<usize> {
        let (at, words) = (lines.start, self.at_margin(lines.start));
        if let Some((level, bytes)) = lines::section(words) {
            self.caption(meta, around);
            self.heading(at, bytes, level, around);
        } else if lines::is_rule(words) {
            self.is_begun = true;
        } else if let Some(sign) = lines::fence(words) {
            self.is_begun = true;
            return Some(if sign == '|' { self.table(lines, meta, around) } else { self.delimited(lines, sign, meta, around) });
        } else {
            let (name, target, attributes) = lines::block_macro(words)?;
            self.block_macro(at, [name, target, attributes], meta, around);
        }
        Some(at + 1)
    }

    /// Reads what lines say of the block behind them, and what stands between: comments, attributes, files that are included.
    fn said(&mut self, lines: Range<usize>, lists: &mut AdocLists, meta: &mut AdocMeta) -> usize {
        let mut at = lines.start;
        let mut is_said = false;
        // What stands apart from a list is said of no item of it.
        let is_apart = at == 0 || self.is_blank(at - 1);
        while at < lines.end {
            let words = self.at_margin(at);
            if let Some(inner) = lines::attributes(words) {
                meta.read(self.text, self.place(at, inner));
                is_said = true;
            } else if let Some(title) = lines::title(words) {
                meta.title = Some(self.place(at, title));
                is_said = true;
            } else if let Some(to) = self.silent(at, lines.end) {
                at = to - 1;
            } else if !is_said || !self.is_blank(at) {
                break;
            }
            at += 1;
        }
        if is_apart && at > lines.start {
            lists.clear();
        }
        at
    }

    /// Reads a line that is no text: a comment, an attribute, or a file that is included; where the next one begins.
    fn silent(&mut self, at: usize, end: usize) -> Option<usize> {
        let words = self.at_margin(at);
        if lines::fence(words) == Some('/') {
            return None;
        }
        if self.aside(at) {
            return Some(at + 1);
        }
        lines::entry(words).map(|(name, value)| self.entry(at..end, name, value))
    }

    /// Reads a comment or the name of a file that is included, where a line is one.
    fn aside(&mut self, at: usize) -> bool {
        let words = self.at_margin(at);
        if let Some(rest) = lines::comment(words) {
            // A comment may name a part of the file, for others that include it.
            if !rest.trim().is_empty() && !["tag::", "end::"].iter().any(|name| rest.trim_start().starts_with(name)) {
                self.builder.comment(rest, self.place(at, 2..words.len()));
            }
            return true;
        }
        let named = lines::block_macro(words).filter(|(name, ..)| words[name.clone()] == *"include");
        if let Some((name, target, _)) = &named {
            self.builder.embed(&words[name.clone()], &words[target.clone()], self.place(at, 0..words.len()));
        }
        named.is_some()
    }

    fn heading(&mut self, line: usize, bytes: usize, level: u32, around: AdocAround) {
        let words = &self.words(line)[bytes..];
        // The sign of the section may stand behind its title, too.
        let signs = words.trim_end_matches('=');
        let is_closed = signs.len() < words.len() && signs.ends_with(' ') && bytes > 0;
        let length = if is_closed { signs.trim_end().len() } else { words.len() };
        let range = self.place(line, bytes..bytes + length);
        self.is_begun |= level > 1;
        self.write(Kind::Heading, AdocAround { group: 0, level, ..around }, &[range]);
    }

    /// Writes the title of a block.
    fn caption(&mut self, meta: &mut AdocMeta, around: AdocAround) {
        if let Some(title) = meta.title.take() {
            self.write(Kind::Caption, AdocAround { group: 0, level: 0, ..around }, &[title]);
        }
    }

    /// Writes lines as a block of a kind, and the notes in it as blocks behind it.
    fn write(&mut self, kind: Kind, around: AdocAround, ranges: &[Range<usize>]) {
        self.builder.open(kind, around.role, around.group, around.level);
        self.filled(around, ranges);
    }

    /// Writes lines into the block that is open, ends it, and writes what stands beside it.
    fn filled(&mut self, around: AdocAround, ranges: &[Range<usize>]) {
        let mut asides = Vec::new();
        inline::write(&mut self.builder, &self.names, ranges, Some(&mut asides));
        self.builder.end();
        for aside in asides {
            let lines = match aside {
                AdocAside::Note(label, lines) => {
                    self.builder.open(Kind::Note, around.role, 0, 0);
                    let at = lines.first().map_or(0, |line| line.start);
                    self.builder.link(0, label, LinkSort::Footnote, at..at);
                    lines
                }
                AdocAside::Alt(lines) => {
                    self.builder.open(Kind::Paragraph, Role::Hidden(Hidden::Alt), 0, 0);
                    lines
                }
            };
            inline::write(&mut self.builder, &self.names, &lines, None);
            self.builder.end();
        }
    }

    /// How deep the item is that a block stands in.
    fn deep(&self, around: AdocAround) -> u32 {
        if around.kind == Kind::Item { around.level } else { 0 }
    }
}
