//! Items of lists: their markers, their words, and the list that each goes on with.

use std::ops::Range;

use super::lines::{self, AdocMarker};
use super::{AdocAround, AdocLists, AdocReader};
use crate::text::Kind;

impl AdocReader<'_> {
    /// Reads an item with its words; where the next block begins.
    pub(super) fn item(&mut self, lines: Range<usize>, marker: AdocMarker, around: AdocAround, lists: &mut AdocLists) -> usize {
        let (at, end) = (lines.start, lines.end);
        self.is_begun = true;
        match lists.iter().position(|(sign, _)| *sign == marker.sign) {
            Some(known) => lists.truncate(known + 1),
            None => lists.push((marker.sign, self.group())),
        }
        let (level, group) = (self.deep(around) + lists.len() as u32, lists.last().map_or(0, |(_, group)| *group));
        let inner = around.with(Kind::Item, group, level);
        if marker.term > 0 {
            let term = self.place(at, 0..marker.term);
            self.write(inner.kind, inner, &[term]);
        }
        if marker.bytes < self.words(at).len() {
            let to = self.until_item(at, end);
            self.paragraph(at..to, marker.bytes, inner);
            return to;
        }
        // The words of a term may stand below it.
        let next = (at + 1..end).find(|&line| !self.is_blank(line)).unwrap_or(end);
        if next >= end || self.begins(next) {
            return at + 1;
        }
        let to = self.until_item(next, end);
        self.paragraph(next..to, 0, inner);
        to
    }

    /// Whether a line begins something else than words.
    fn begins(&self, line: usize) -> bool {
        let words = self.at_margin(line);
        let is_silent = lines::comment(words).is_some() || lines::title(words).is_some() || lines::section(words).is_some();
        is_silent || lines::block_macro(words).is_some() || self.parts(line) || self.is_next(line)
    }

    /// Whether a line ends the words above it: a fence, or what is said of the next block.
    pub(super) fn parts(&self, line: usize) -> bool {
        let words = self.at_margin(line);
        lines::fence(words).is_some() || lines::attributes(words).is_some()
    }

    /// Whether a line begins the next item, or what is joined to this one.
    pub(super) fn is_next(&self, line: usize) -> bool {
        self.words(line) == "+" || lines::marker(self.words(line)).is_some()
    }

    /// Where the words of an item end that begin on a line.
    fn until_item(&self, at: usize, end: usize) -> usize {
        let ends = |&line: &usize| self.is_blank(line) || self.parts(line) || self.is_next(line);
        (at + 1..end).find(ends).unwrap_or(end)
    }
}
