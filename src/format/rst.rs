//! Reads reStructuredText: blocks by how far they are set in, directives by their names.

mod csv;
mod directive;
mod explicit;
mod inline;
mod lines;
mod names;
mod table;

use std::ops::Range;

use crate::text::{Builder, Document, Field, Kind, LinkSort, Role, Source};
use lines::RstLine;
use names::RstNames;

/// How deep blocks may stand in one another; what is deeper is not read.
const DEEPEST: usize = 64;

/// Reads a text.
pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source);
    let start = if builder.source().text.starts_with("---") { super::front::read(&mut builder) } else { 0 };
    let text = builder.source().text.clone();
    let lines = lines::lines(&text, start);
    let names = names::read(&text, &lines);
    let count = lines.len();
    let mut reader =
        RstReader { builder, text: &text, lines, names, styles: Vec::new(), groups: 0, depth: 0, is_begun: false, label: None };
    reader.blocks(0..count, 0, RstAround::TOP);
    let mut document = reader.builder.finish();
    super::title::entitle(&mut document);
    document
}

/// What stands around a block.
#[derive(Debug, Clone, Copy)]
struct RstAround {
    kind: Kind,
    group: u32,
    level: u32,
    /// Whether sections may begin here.
    is_top: bool,
}

impl RstAround {
    const TOP: Self = Self { kind: Kind::Paragraph, group: 0, level: 0, is_top: true };
}

/// Reads lines as blocks.
struct RstReader<'t> {
    builder: Builder,
    text: &'t str,
    lines: Vec<RstLine>,
    names: RstNames,
    /// The signs of titles so far, each with whether a line stands above as well: by their order, the levels.
    styles: Vec<(char, bool)>,
    groups: u32,
    depth: usize,
    /// Whether anything but titles was read.
    is_begun: bool,
    /// The name of the note that begins with the next paragraph, and where it stands.
    label: Option<(String, usize)>,
}

impl<'t> RstReader<'t> {
    fn words(&self, line: usize) -> &'t str {
        self.lines.get(line).map_or("", |line| &self.text[line.text.clone()])
    }

    fn is_blank(&self, line: usize) -> bool {
        self.lines.get(line).is_none_or(|line| line.text.is_empty())
    }

    /// Where a block ends whose lines are set in further than this: before the first line that is not; blank lines at its end left out.
    fn reach(&self, from: usize, end: usize, indent: usize) -> usize {
        let is_in = |line: &RstLine| line.text.is_empty() || line.indent > indent;
        let mut to = from + self.lines[from.min(end)..end].iter().take_while(|line| is_in(line)).count();
        while to > from && self.is_blank(to - 1) {
            to -= 1;
        }
        to
    }

    /// How far the lines of a block are set in at least.
    fn least(&self, lines: Range<usize>) -> usize {
        self.lines[lines].iter().filter(|line| !line.text.is_empty()).map(|line| line.indent).min().unwrap_or_default()
    }

    /// Says that lines are a part of the body, where they stand in nothing else.
    fn part(&mut self, lines: Range<usize>, around: RstAround) {
        let (Some(first), Some(last)) = (self.lines.get(lines.start), self.lines.get(lines.end.max(1) - 1)) else { return };
        if around.is_top {
            let start = self.text[..first.text.start].rfind('\n').map_or(0, |at| at + 1);
            self.builder.part(start..last.text.end.max(first.text.end));
        }
    }

    fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    /// Reads lines that are set in like this.
    fn blocks(&mut self, lines: Range<usize>, indent: usize, around: RstAround) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        let mut at = lines.start;
        let mut list = 0;
        while at < lines.end {
            if self.is_blank(at) {
                at += 1;
                continue;
            }
            let from = at;
            (at, list) = self.block(at..lines.end, indent, around, list);
            at = at.max(from + 1);
            self.part(from..at, around);
        }
        self.depth -= 1;
    }

    /// Reads the block that begins these lines: where the next one begins, and the group of the list that may go on.
    fn block(&mut self, lines: Range<usize>, indent: usize, around: RstAround, list: u32) -> (usize, u32) {
        let (at, end) = (lines.start, lines.end);
        let words = self.words(at);
        if self.lines[at].indent > indent {
            let to = self.reach(at, end, indent);
            let (least, group) = (self.least(at..to), self.group());
            let kind = if around.kind == Kind::Note { Kind::Note } else { Kind::Quote };
            self.blocks(at..to, least, RstAround { kind, group, level: 0, is_top: false });
            return (to, 0);
        }
        if words.strip_prefix("..").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            let to = self.reach(at + 1, end, indent).max(at + 1);
            self.explicit(at..to, around);
            return (to, 0);
        }
        if let Some(to) = self.section(&lines, around) {
            return (to, 0);
        }
        if words.starts_with(">>>") || words.starts_with("__ ") {
            return (self.until_blank(at, end), 0);
        }
        if let Some(to) = self.table(&lines) {
            return (to, 0);
        }
        if let Some(marker) = self.marker(at, end, indent) {
            let group = if list > 0 { list } else { self.group() };
            let to = self.item(
                at,
                end,
                marker,
                RstAround { kind: self.kind_in(around, Kind::Item), group, level: around.level + 1, is_top: false },
            );
            return (to, group);
        }
        if let Some((name, value)) = lines::field(words) {
            return (self.field(&lines, (name, value), indent, around), 0);
        }
        let is_term = self.lines.get(at + 1).is_some_and(|next| at + 1 < end && !next.text.is_empty() && next.indent > indent);
        if is_term && !words.ends_with("::") && !words.starts_with('|') {
            let to = self.reach(at + 1, end, indent);
            let (least, group) = (self.least(at + 1..to), if list > 0 { list } else { self.group() });
            let inner = RstAround { kind: self.kind_in(around, Kind::Item), group, level: around.level + 1, is_top: false };
            self.paragraph(at..at + 1, inner);
            self.blocks(at + 1..to, least, inner);
            return (to, group);
        }
        (self.prose(at, end, indent, around), 0)
    }

    /// What a block is in something else: in notes all is note.
    fn kind_in(&self, around: RstAround, kind: Kind) -> Kind {
        if matches!(around.kind, Kind::Note | Kind::Quote) { around.kind } else { kind }
    }

    fn until_blank(&self, at: usize, end: usize) -> usize {
        at + self.lines[at..end].iter().take_while(|line| !line.text.is_empty()).count()
    }

    /// A title, or a line that parts paragraphs.
    fn section(&mut self, lines: &Range<usize>, around: RstAround) -> Option<usize> {
        let (at, end) = (lines.start, lines.end);
        let (first, second) = (self.words(at), if at + 1 < end { self.words(at + 1) } else { "" });
        let over = lines::adornment(first).filter(|_| first.chars().count() >= 2);
        if let Some(sign) = over {
            let third = if at + 2 < end { lines::adornment(self.words(at + 2)) } else { None };
            if around.is_top && !second.is_empty() && third == Some(sign) {
                self.heading(at + 1, (sign, true));
                return Some(at + 3);
            }
            return (first.len() >= 4 && second.is_empty()).then_some(at + 1);
        }
        let sign = lines::adornment(second).filter(|_| around.is_top && !first.is_empty())?;
        let (long, width) = (second.chars().count(), first.chars().count());
        // An underline is as long as its title; a short one is, from four signs on.
        let is_under = long >= width || long >= 4;
        is_under.then(|| {
            self.heading(at, (sign, false));
            at + 2
        })
    }

    fn heading(&mut self, line: usize, style: (char, bool)) {
        let known = self.styles.iter().position(|other| *other == style);
        let level = known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        self.builder.open(Kind::Heading, Role::Body, 0, level as u32 + 1);
        self.write(line..line + 1);
        self.builder.end();
    }

    /// A table, where one begins.
    fn table(&mut self, lines: &Range<usize>) -> Option<usize> {
        let (at, end) = (lines.start, lines.end);
        let words = self.words(at);
        let (to, cells) = if table::is_grid(words) {
            let to = self.until_blank(at, end);
            (to, table::grid(self.text, &self.lines[at..to]))
        } else if table::is_border(words) {
            let to = at + table::reach(self.text, &self.lines[at..end]);
            if to == at {
                return None;
            }
            (to, table::columns(self.text, &self.lines[at..to]))
        } else {
            return None;
        };
        self.cells(cells);
        Some(to)
    }

    /// Writes the cells of a table.
    fn cells(&mut self, cells: Vec<table::RstCell>) {
        let group = self.group();
        for (row, lines) in cells {
            self.builder.open(Kind::Cell, Role::Body, group, row);
            inline::write(&mut self.builder, &self.names, self.text, &lines);
            self.builder.end();
        }
    }

    /// How many bytes the marker of an item takes.
    fn marker(&self, at: usize, end: usize, indent: usize) -> Option<usize> {
        let words = self.words(at);
        if let Some(marker) = lines::bullet(words).or_else(|| lines::option(words)) {
            return Some(marker);
        }
        let marker = lines::number(words)?;
        // A line that begins with a number by chance goes on below it.
        let next = self.lines.get(at + 1).filter(|next| at + 1 < end && !next.text.is_empty());
        let goes_on = next.is_none_or(|next| next.indent > indent || lines::number(&self.text[next.text.clone()]).is_some());
        goes_on.then_some(marker)
    }

    /// An item: what stands behind its marker and what is set in below it.
    fn item(&mut self, at: usize, end: usize, marker: usize, around: RstAround) -> usize {
        let indent = self.lines[at].indent;
        let to = self.reach(at + 1, end, indent).max(at + 1);
        let is_empty = self.behind(at, marker, to);
        let from = if is_empty { at + 1 } else { at };
        if from < to {
            let least = self.least(from..to);
            self.blocks(from..to, least, around);
        }
        to
    }

    /// Lets a line begin behind some bytes, set in like the lines below it; whether nothing stands there.
    fn behind(&mut self, at: usize, bytes: usize, to: usize) -> bool {
        let below = at + 1..to.max(at + 1);
        let least = self.lines[below.clone()].iter().any(|line| !line.text.is_empty()).then(|| self.least(below));
        let line = &mut self.lines[at];
        line.text.start = (line.text.start + bytes).min(line.text.end);
        let rest = &self.text[line.text.clone()];
        line.text.start += rest.len() - rest.trim_start().len();
        // What is set in further than the words behind the marker stands in them.
        line.indent = least.unwrap_or(usize::MAX).min(line.indent + bytes);
        line.text.is_empty()
    }

    /// A field: of the document above its first paragraph, else a name with some words.
    fn field(&mut self, lines: &Range<usize>, (name, value): (&str, usize), indent: usize, around: RstAround) -> usize {
        let at = lines.start;
        let to = self.reach(at + 1, lines.end, indent).max(at + 1);
        let line = self.lines[at].text.clone();
        let is_of_document = around.is_top && !self.is_begun;
        let is_empty = self.behind(at, value, to);
        if is_of_document {
            let range = self.lines[at].text.start..self.lines[to - 1].text.end.max(self.lines[at].text.start);
            let source = self.builder.source();
            let (span, key_span) = (source.span(range), source.span(line.start + 1..line.start + 1 + name.len()));
            let value = source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            let exact = source.slice(span) == value;
            self.builder.field(Field { key: name.to_owned(), value, span, key_span, exact });
        } else if !is_empty || to > at + 1 {
            let from = if is_empty { at + 1 } else { at };
            let (least, group) = (self.least(from..to), self.group());
            let inner = RstAround { kind: self.kind_in(around, Kind::Item), group, level: around.level + 1, is_top: false };
            self.blocks(from..to, least, inner);
        }
        to
    }

    /// A paragraph, and the literal block that it announces; where the next block begins.
    fn prose(&mut self, at: usize, end: usize, indent: usize, around: RstAround) -> usize {
        let goes_on = |line: &RstLine| !line.text.is_empty() && line.indent >= indent;
        let mut to = at + self.lines[at..end].iter().take_while(|line| goes_on(line)).count().max(1);
        if self.words(at).starts_with("| ") {
            to = self.until_blank(at, end);
            for line in at..to {
                if self.words(line).starts_with('|') {
                    let bytes = self.words(line).len() - self.words(line)[1..].trim_start().len();
                    self.lines[line].text.start += bytes;
                }
            }
        }
        let is_literal = self.words(to - 1).ends_with("::");
        if is_literal {
            let last = &mut self.lines[to - 1];
            // “Like this::” reads as “Like this:”, “Like this ::” without its colons.
            let words = &self.text[last.text.clone()];
            let bare = words.trim_end_matches(':').trim_end();
            let keeps = bare.len() + 2 == words.len() && !bare.is_empty();
            last.text.end = last.text.start + bare.len() + usize::from(keeps);
        }
        self.paragraph(at..to, around);
        if !is_literal {
            return to;
        }
        let next = (to..end).find(|&line| !self.is_blank(line)).unwrap_or(end);
        if next < end && self.lines[next].indent > indent {
            return self.reach(next, end, indent);
        }
        // Lines at the margin that all begin with one sign are literal as well.
        let sign = self.words(next.min(end.max(1) - 1)).chars().next().filter(|char| char.is_ascii_punctuation());
        match sign.filter(|_| next < end) {
            Some(sign) => {
                next + self.lines[next..end].iter().take_while(|line| self.text[line.text.clone()].starts_with(sign)).count()
            }
            None => to,
        }
    }

    fn paragraph(&mut self, lines: Range<usize>, around: RstAround) {
        self.is_begun = true;
        self.builder.open(around.kind, Role::Body, around.group, around.level);
        if let Some((label, at)) = self.label.take() {
            self.builder.link(0, label, LinkSort::Footnote, at..at);
        }
        self.write(lines);
        self.builder.end();
    }

    fn write(&mut self, lines: Range<usize>) {
        let ranges: Vec<Range<usize>> = self.lines[lines].iter().map(|line| line.text.clone()).collect();
        inline::write(&mut self.builder, &self.names, self.text, &ranges);
    }
}
