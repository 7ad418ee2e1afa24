//! Links in Markdown, and the marks of notes that were made by hand: `<sup>[1](#fn1)</sup>`.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::MarkdownReader;
use crate::format::html;
use crate::format::markdown::inline::OpenTag;
use crate::text::LinkSort;

/// How many bytes the mark of a note has at the most.
const LONGEST_MARK: usize = 24;

impl<'a> MarkdownReader<'a> {
    /// Begins a link. The mark of a note is no part of the sentence.
    pub(super) fn open_link(&mut self, target: CowStr<'a>, range: Range<usize>) {
        let label = self.text[range.clone()].rsplit_once("](").map_or("", |(label, _)| label);
        self.is_mark = self.is_raised_mark(&target, label);
        self.stretch(target, range.start);
    }

    pub(super) fn link(&mut self, range: Range<usize>) {
        if let Some((start, target)) = self.stretches.pop_if(|_| self.images == 0) {
            let target = self.target(target, &range);
            self.tell_link(start, target, range);
        }
    }

    /// Ends a link, or the mark of a note.
    pub(super) fn tell_link(&mut self, start: usize, target: String, range: Range<usize>) {
        match std::mem::take(&mut self.is_mark) {
            true => self.builder.link(start, target.trim_start_matches('#'), LinkSort::Footnote, range),
            false => self.builder.link(start, target, LinkSort::Page, range),
        }
    }

    /// Whether a link with this label is the mark of a note, made by hand: `<sup>[1](#fn1)</sup>`.
    fn is_raised_mark(&self, target: &str, label: &str) -> bool {
        let raised = self.tags.iter().any(OpenTag::is_raised);
        if html::footnote(target, raised).is_none() || label.len() > LONGEST_MARK {
            return false;
        }
        let words = label.replace("<sup>", "").replace("</sup>", "");
        words.trim_matches(|char: char| !char.is_alphanumeric()).chars().all(|char| char.is_ascii_digit())
    }

    /// Whether a tag that ends at byte `at` begins such a mark.
    pub(super) fn opens_mark(&self, target: &str, at: usize) -> bool {
        let behind = &self.text[at..self.text.floor_char_boundary(at + 2 * LONGEST_MARK)];
        behind.split_once("</a").is_some_and(|(label, _)| self.is_raised_mark(target, label))
    }
}
