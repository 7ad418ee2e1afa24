//! What of a block is held against other documents: not the sentence that leads in to something, and of a paragraph with a note in italics
//! the note.

use std::ops::Range;

use super::Units;
use crate::prose::passage;
use crate::reading::Place;
use crate::text::{Kind, MarkSort, Span};

/// With fewer words what is set in italics is no note.
const NOTE: usize = 8;

impl Units<'_> {
    /// The tokens of a block that are compared; of a block that is a standing text, and has it in italics behind or before other words, only
    /// those of the standing text.
    pub(in crate::check::repeat) fn said(&self, block: usize) -> Range<usize> {
        let note = || if self.is_standing(block) { self.note(block) } else { None };
        let last = self.all[self.of_block(block)].iter().rfind(|unit| unit.told);
        note().unwrap_or(0..last.map_or(self.reading.line(block).tokens.len(), |last| last.tokens.end))
    }

    /// The bytes of what is compared of these blocks.
    pub(in crate::check::repeat) fn said_in(&self, blocks: Range<usize>) -> Span {
        let (all, said) = (&self.reading.document.blocks, self.said(blocks.start));
        let line = self.reading.line(blocks.start);
        match blocks.len() == 1 && said.len() < line.tokens.len() {
            true => self.reading.span(&Place { block: blocks.start, at: line.bytes(said) }),
            false => all[blocks.start].whole().join(all[blocks.end - 1].whole()),
        }
    }

    /// Gives the key of each word of a block that is compared, and whether it may fill a slot of a mould, as [`super::BlockWords::fills`] has it.
    pub(in crate::check::repeat) fn each_word(&self, block: usize, mut give: impl FnMut(u64, bool)) {
        let (line, text) = (self.reading.line(block), &self.reading.document.blocks[block].text);
        let mut words = line.tokens[self.said(block)].iter().filter(|token| passage::counts(token)).peekable();
        let mut is_first = true;
        while let Some(word) = words.next() {
            let is_name = word.is_capital() && (!is_first || words.peek().is_some_and(|next| next.is_capital()));
            give(word.key, is_name || word.of(text).bytes().any(|byte| byte.is_ascii_digit()));
            is_first = false;
        }
    }

    /// The tokens of a note in italics at the beginning or the end of a paragraph, where it holds what tells a standing text.
    fn note(&self, block: usize) -> Option<Range<usize>> {
        let (line, of) = (self.reading.line(block), &self.reading.document.blocks[block]);
        let (text, known) = (&of.text, self.known_in(block).first()?.at.clone());
        let is_bare = |between: Range<usize>| text.get(between).is_some_and(|text| !text.contains(char::is_alphanumeric));
        let set = of.marks.iter().filter(|mark| mark.sort == MarkSort::Emphasis && of.kind == Kind::Paragraph);
        let (mut head, mut tail) = (0, text.len());
        for mark in set.clone() {
            head = if is_bare(head..mark.at.start) { head.max(mark.at.end) } else { head };
        }
        for mark in set.rev() {
            tail = if is_bare(mark.at.end..tail) { tail.min(mark.at.start) } else { tail };
        }
        let tokens = &line.tokens;
        let note = match () {
            () if known.end <= head => 0..tokens.partition_point(|token| (token.start as usize) < head),
            () if known.start >= tail => tokens.partition_point(|token| (token.start as usize) < tail)..tokens.len(),
            () => return None,
        };
        let words = tokens[note.clone()].iter().filter(|token| passage::counts(token)).count();
        (words >= NOTE).then_some(note)
    }
}
