//! Reads plain text: paragraphs, lists, quotations, tables and title-like lines, by how the lines look.

mod line;
mod outline;
mod shape;
mod special;
mod wrap;

use std::ops::Range;

use crate::text::{Builder, Document, Kind, LinkSort, Source};

use line::{Line, Sort};
use outline::Unit;
use special::Special;

/// Reads a plain text.
pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source);
    let start = if builder.source().text.starts_with("---") { super::front::read(&mut builder) } else { 0 };
    let text = builder.source().text.clone();
    let specials = special::find(&text, start);
    let lines = line::read(&text, start, &specials);
    let units = outline::outline(&text, &lines);
    let mut writer = Writer { builder, text: &text, specials: &specials };
    for unit in &units {
        writer.unit(unit, &lines);
    }
    writer.builder.finish()
}

/// Writes units as blocks.
struct Writer<'a> {
    builder: Builder,
    text: &'a str,
    /// What is left of the comments and addresses.
    specials: &'a [Special],
}

impl Writer<'_> {
    fn unit(&mut self, unit: &Unit, lines: &[Line]) {
        let lines = &lines[unit.lines.clone()];
        let Some(first) = lines.first() else { return };
        if first.sort == Sort::Comment {
            return self.write(first.range.clone());
        }
        if unit.kind == Kind::Cell {
            return self.cells(unit, first.range.clone());
        }
        self.builder.open(unit.kind, unit.role, unit.group, unit.level);
        let mut end = None;
        for line in lines {
            let start = if unit.kind == Kind::Item && end.is_none() { line.text_start() } else { line.range.start };
            if let Some(end) = end {
                self.builder.space(end..start);
            }
            self.write(start..line.range.end);
            end = Some(line.range.end);
        }
        self.builder.end();
    }

    fn cells(&mut self, unit: &Unit, range: Range<usize>) {
        let mut start = range.start;
        for cell in self.text[range].split('\t') {
            let from = start + (cell.len() - cell.trim_start().len());
            self.builder.open(unit.kind, unit.role, unit.group, unit.level);
            self.write(from..from + cell.trim().len());
            self.builder.end();
            start += cell.len() + 1;
        }
    }

    /// Writes the text at `range`, with its addresses as links and without its comments.
    fn write(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some((special, rest)) = self.specials.split_first().filter(|(special, _)| special.range.start < range.end) {
            self.specials = rest;
            let inner = special.range.clone();
            if inner.start < at {
                continue;
            }
            self.builder.text(&self.text[at..inner.start], at..inner.start);
            at = inner.end.min(range.end);
            if special.is_comment {
                let words = inner.start + special::OPEN.len()..inner.end - special::CLOSE.len();
                self.builder.comment(&self.text[words.clone()], words);
            } else {
                let start = self.builder.here();
                self.builder.text(&self.text[inner.start..at], inner.start..at);
                self.builder.link(start, &self.text[inner.start..at], LinkSort::Page, inner.start..at);
            }
        }
        self.builder.text(&self.text[at..range.end], at..range.end);
    }
}
