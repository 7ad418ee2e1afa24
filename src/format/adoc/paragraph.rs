//! Paragraphs, by their first words and by what is said of them: prose, quotations, verse, remarks, code.

use std::ops::Range;

use super::meta::AdocMeta;
use super::{AdocAround, AdocReader};
use crate::text::Kind;

/// What a remark begins with.
const REMARKS: [&str; 5] = ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "];

impl AdocReader<'_> {
    /// Reads a paragraph; where the next block begins.
    pub(super) fn prose(&mut self, lines: Range<usize>, mut meta: AdocMeta, around: AdocAround) -> usize {
        self.is_begun = true;
        let (at, end) = (lines.start, lines.end);
        let is_in_item = around.kind == Kind::Item;
        let ends = |&line: &usize| self.is_blank(line) || self.parts(line) || is_in_item && self.is_next(line);
        let to = (at + 1..end).find(ends).unwrap_or(end);
        self.caption(&mut meta, around);
        if meta.is_silent() || meta.style == "comment" {
            return to;
        }
        let words = self.words(at);
        let last = to - 1;
        let signed = self.words(last).strip_prefix("-- ").is_some_and(|_| last > at);
        let is_pointed = words.starts_with("> ");
        let is_quoted = signed && words.starts_with('"');
        if matches!(meta.style.as_str(), "quote" | "verse") || is_pointed || is_quoted {
            let quoted = around.with(Kind::Quote, self.group(), 0);
            if is_pointed {
                self.pointed(at..to, quoted);
            } else {
                self.paragraph(at..if is_quoted { last } else { to }, 0, quoted);
            }
            if is_quoted {
                self.paragraph(last..to, 3, quoted);
            }
            self.cited(&meta, quoted);
            return to;
        }
        let remark = REMARKS.iter().find(|remark| words.starts_with(**remark)).map_or(0, |remark| remark.len());
        self.paragraph(at..to, remark, around);
        to
    }

    /// A quotation as Markdown writes it.
    fn pointed(&mut self, lines: Range<usize>, around: AdocAround) {
        for line in lines.clone() {
            let words = self.words(line);
            if let Some(rest) = words.strip_prefix('>') {
                self.lines[line].text.start += words.len() - rest.trim_start().len();
            }
        }
        self.verses(lines, around);
    }

    /// Writes lines as one block, some bytes of the first left out; what is no text among them is read as what it is.
    pub(super) fn paragraph(&mut self, lines: Range<usize>, bytes: usize, around: AdocAround) {
        self.builder.open(around.kind, around.role, around.group, around.level);
        let first = lines.start;
        let mut ranges = Vec::with_capacity(lines.len());
        for line in lines {
            if line > first && self.aside(line) {
                continue;
            }
            let words = self.words(line);
            // A plus sign at the end breaks the line.
            let words = words.strip_suffix(" +").map_or(words, str::trim_end);
            let start = if line == first { bytes.min(words.len()) } else { 0 };
            ranges.push(self.place(line, start..words.len()));
        }
        self.filled(around, &ranges);
    }
}
