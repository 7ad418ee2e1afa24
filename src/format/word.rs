//! Reads Word files: each paragraph is a line of the source, and its style says what it is.

mod styles;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::front;
use super::plain::shape;
use crate::text::{Allow, Block, Builder, Document, Kind, LinkSort, MarkSort, Role, Source, WordFile, WordLine, WordLook};
use styles::{StyleSort, Styles};

/// Reads a Word file.
pub(super) fn read(source: Source) -> Document {
    let Some(word) = source.word().map(Arc::clone) else { return Builder::new(source).finish() };
    let mut builder = Builder::new(source);
    let body = if builder.source().text.starts_with("---\n") { front::read(&mut builder) } else { 0 };
    let mut extents: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    for cell in word.lines.iter().filter_map(|line| line.cell) {
        let extent = extents.entry(cell.table).or_default();
        *extent = (extent.0.max(cell.row), extent.1.max(cell.column));
    }
    let mut writer = LineWriter {
        builder,
        styles: Styles::read(&word.styles),
        boxes: extents.into_iter().filter(|(_, extent)| *extent == (0, 0)).map(|(table, _)| table).collect(),
        groups: 0,
        last: BlockPlace::default(),
        heard: HashSet::new(),
    };
    for line in word.lines.iter().filter(|line| line.at.start >= body) {
        writer.line(&word, line);
    }
    let mut document = writer.builder.finish();
    headline(&mut document);
    document
}

/// Where a block stands, to know whether the next one goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct BlockPlace {
    kind: Option<Kind>,
    /// The table and cell, or the list.
    of: (u32, u32, u32),
    group: u32,
    /// Where the group begins in the text.
    start: usize,
}

/// Writes lines as blocks.
struct LineWriter<'w> {
    builder: Builder,
    styles: Styles,
    /// Tables of a single cell: they frame paragraphs.
    boxes: HashSet<u32>,
    groups: u32,
    last: BlockPlace,
    /// The comments that were heard.
    heard: HashSet<&'w str>,
}

impl<'w> LineWriter<'w> {
    fn line(&mut self, word: &'w WordFile, line: &'w WordLine) {
        let text = &self.builder.source().text[line.at.clone()];
        let lead = text.len() - text.trim_start().len();
        let (is_empty, is_headed) = (lead == text.len(), is_headed(line, text));
        let sort = line.style.as_deref().map_or(StyleSort::Plain, |style| self.styles.sort(style));
        let cell = line.cell.filter(|cell| !self.boxes.contains(&cell.table));
        if is_empty && line.notes.is_empty() || sort == StyleSort::Code {
            self.builder.end();
            self.hear(word, line);
            // A blank line ends a quotation and no list or table.
            if line.cell.is_none() && self.last.kind == Some(Kind::Quote) {
                self.last = BlockPlace::default();
            }
            return;
        }
        let own = line.list.or_else(|| self.styles.list(line.style.as_deref()?));
        let list = own.filter(|(list, _)| *list > 0);
        let (kind, role, level, of) = match (sort, cell) {
            _ if line.note.is_some() => (Kind::Note, Role::Body, 0, (0, 0, 0)),
            (_, Some(cell)) => (Kind::Cell, Role::Body, cell.row, (cell.table, cell.row, cell.column)),
            (StyleSort::Title, _) => (Kind::Heading, Role::Title, 1, (0, 0, 0)),
            (StyleSort::Standfirst, _) => (Kind::Paragraph, Role::Dek, 0, (0, 0, 0)),
            (StyleSort::Heading(level), _) => (Kind::Heading, Role::Body, level, (0, 0, 0)),
            (StyleSort::Contents, _) => (Kind::Paragraph, Role::Chrome, 0, (0, 0, 0)),
            (StyleSort::Caption, _) => (Kind::Caption, Role::Body, 0, (0, 0, 0)),
            (StyleSort::Quotation, _) => (Kind::Quote, Role::Body, 0, (0, 0, 0)),
            _ => match (line.outline, list) {
                (Some(level), _) => (Kind::Heading, Role::Body, level, (0, 0, 0)),
                (None, Some((_, depth))) => (Kind::Item, Role::Body, depth + 1, (0, 0, 0)),
                _ if is_headed => (Kind::Heading, Role::Body, 2, (0, 0, 0)),
                _ => (Kind::Paragraph, Role::Body, 0, (0, 0, 0)),
            },
        };
        self.open(line, kind, (role, level), of);
        self.hear(word, line);
        self.words(line, lead);
        if kind != Kind::Cell {
            self.builder.end();
        }
    }

    /// Opens a block, or goes on in the cell that is open.
    fn open(&mut self, line: &WordLine, kind: Kind, (role, level): (Role, u32), of: (u32, u32, u32)) {
        let is_same_cell = kind == Kind::Cell && self.last.kind == Some(kind) && self.last.of == of;
        if is_same_cell && self.builder.is_open() {
            self.builder.space(line.at.start..line.at.start);
        }
        let is_grouped = matches!(kind, Kind::Item | Kind::Quote | Kind::Cell);
        let goes_on = is_grouped && self.last.kind == Some(kind) && self.last.of.0 == of.0;
        if !goes_on {
            self.groups += u32::from(is_grouped);
            self.last =
                BlockPlace { kind: Some(kind), of, group: if is_grouped { self.groups } else { 0 }, start: line.at.start };
        }
        self.last.of = of;
        self.builder.part(self.last.start..line.at.end);
        if !is_same_cell || !self.builder.is_open() {
            self.builder.open(kind, role, self.last.group, level);
        }
        if let Some(note) = &line.note {
            self.builder.link(0, note, LinkSort::Footnote, line.at.start..line.at.start);
        }
    }

    /// Hears what comments at a line permit.
    fn hear(&mut self, word: &'w WordFile, line: &'w WordLine) {
        for (at, id) in &line.comments {
            let comment = word.comments.iter().find(|comment| comment.id == *id && !comment.is_ours());
            let Some(comment) = comment.filter(|comment| Allow::is_meant(&comment.text)) else { continue };
            if self.heard.insert(&comment.id) {
                let at = if at.is_empty() { line.at.clone() } else { at.clone() };
                self.builder.comment(&comment.text.replace('\n', " "), at);
            }
        }
    }

    /// Writes the words of a line, with what is said of stretches of it as they end.
    fn words(&mut self, line: &WordLine, lead: usize) {
        let first = line.at.start + lead;
        let base = self.builder.here();
        let codes = line.looks.iter().filter(|(_, style)| self.styles.sort(style) == StyleSort::Code);
        let mut ends: Vec<(usize, usize, WordStretch<'_>)> =
            codes.map(|(at, _)| (at.end, at.start, WordStretch::Mark(MarkSort::Code))).collect();
        ends.extend(line.marks.iter().map(|(at, sort)| (at.end, at.start, WordStretch::Mark(mark(*sort)))));
        ends.extend(line.links.iter().map(|(at, target)| (at.end, at.start, WordStretch::Link(target))));
        ends.extend(line.notes.iter().map(|(at, _, id)| (*at, *at, WordStretch::Note(id))));
        ends.sort_by_key(|(end, start, _)| (*end, std::cmp::Reverse(*start)));
        let mut at = first;
        for (end, start, stretch) in ends {
            self.copy(at..end.max(at));
            at = at.max(end);
            let from = base + start.max(first) - first;
            match stretch {
                WordStretch::Mark(sort) => self.builder.mark(from, sort),
                WordStretch::Link(target) => self.builder.link(from, target, LinkSort::Page, start..end),
                WordStretch::Note(id) => self.builder.link(self.builder.here(), id, LinkSort::Footnote, start..end),
            }
        }
        self.copy(at..line.at.end.max(at));
    }

    /// Writes bytes of the source, a space for each tab.
    fn copy(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(tab) = self.builder.source().text[at..range.end].find('\t').map(|tab| at + tab) {
            self.builder.copy(at..tab);
            self.builder.text(" ", tab..tab + 1);
            at = tab + 1;
        }
        self.builder.copy(at..range.end);
    }
}

/// What is said of a stretch.
enum WordStretch<'l> {
    Mark(MarkSort),
    Link(&'l str),
    Note(&'l str),
}

fn mark(look: WordLook) -> MarkSort {
    match look {
        WordLook::Bold => MarkSort::Strong,
        WordLook::Italic => MarkSort::Emphasis,
        WordLook::Struck => MarkSort::Deleted,
        WordLook::Hidden => MarkSort::Hidden,
    }
}

/// Whether a line is a heading that no style says to be one: short, all of it bold, and no sentence.
fn is_headed(line: &WordLine, text: &str) -> bool {
    let strong = line.marks.iter().filter(|(_, sort)| *sort == WordLook::Bold).map(|(at, _)| at.len()).sum::<usize>();
    strong >= text.trim().len() && shape::is_title_like(text.trim()) && !shape::stops(text.trim()) && !shape::is_residue(text)
}

/// Makes the first block the headline where no style says which one is: a heading, or a line that looks like one above a paragraph.
fn headline(document: &mut Document) {
    const LONG: usize = 130;
    let blocks = &mut document.blocks;
    if blocks.iter().any(|block| block.role == Role::Title) {
        return;
    }
    let is_body = |block: &Block| block.role == Role::Body && !block.text.is_empty();
    let Some(first) = blocks.iter().position(is_body) else { return };
    let below = blocks[first + 1..].iter().take(4).any(|block| block.kind == Kind::Paragraph && block.text.len() >= LONG);
    let block = &mut blocks[first];
    let text = block.text.as_str();
    let is_line =
        || block.kind == Kind::Paragraph && shape::is_title_like(text) && !shape::is_residue(text) && !shape::is_byline(text);
    if block.kind == Kind::Heading || below && !shape::stops(text) && is_line() {
        (block.kind, block.role, block.level) = (Kind::Heading, Role::Title, 1);
    }
}
