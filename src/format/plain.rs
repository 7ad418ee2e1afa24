//! Reads plain text: paragraphs, lists, quotations, tables and title-like lines, by how the lines look.

mod comments;
mod line;
mod outline;
pub(super) mod shape;
mod table;
mod wrap;

use std::ops::Range;

use crate::text::{Builder, Document, Kind, Source};

use line::{LineSort, PlainLine};
use outline::LineGroup;

/// Reads a plain text.
pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source);
    let start = if builder.source().text.starts_with("---") { super::front::read(&mut builder) } else { 0 };
    let text = builder.source().text.clone();
    let comments = comments::find(&text, start);
    let lines = line::read(&text, start, &comments);
    let units = outline::outline(&text, &lines);
    let mut writer = Writer { builder, text: &text, comments: &comments, last: (0, 0) };
    for unit in &units {
        writer.unit(unit, &lines);
    }
    writer.builder.finish()
}

/// Writes units as blocks.
struct Writer<'a> {
    builder: Builder,
    text: &'a str,
    /// The comments that are still to come.
    comments: &'a [Range<usize>],
    /// The group of the unit before, and where it begins.
    last: (u32, usize),
}

impl Writer<'_> {
    fn unit(&mut self, unit: &LineGroup, lines: &[PlainLine]) {
        let lines = &lines[unit.lines.clone()];
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let goes_on = unit.group > 0 && unit.group == self.last.0;
        let start = if goes_on { self.last.1 } else { first.range.start };
        self.builder.part(start..last.range.end);
        self.last = (unit.group, start);
        if first.sort == LineSort::Comment {
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

    fn cells(&mut self, unit: &LineGroup, range: Range<usize>) {
        for cell in table::cells(self.text, range) {
            self.builder.open(unit.kind, unit.role, unit.group, unit.level);
            self.write(cell);
            self.builder.end();
        }
    }

    /// Writes the text at `range` without the comments in it, which are heard.
    fn write(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some((comment, rest)) = self.comments.split_first().filter(|(comment, _)| comment.start < range.end) {
            self.comments = rest;
            if comment.start < at {
                continue;
            }
            self.builder.text(&self.text[at..comment.start], at..comment.start);
            at = comment.end.min(range.end);
            let words = comments::words(self.text, comment);
            self.builder.comment(&self.text[words.clone()], words);
        }
        self.builder.text(&self.text[at..range.end], at..range.end);
    }
}
