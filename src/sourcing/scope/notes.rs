//! A numeral that ends a sentence: "… fell by 7%.12", with a note of that number at the end of the text.

use super::{Backing, Seeker};
use crate::prose::{Class, Shape};
use crate::sourcing::endnote::end_notes;
use crate::sourcing::step::Step;

/// The first number that is no note's.
const MOST: u64 = 1000;

impl Seeker<'_> {
    /// "Five people are killed each day 1." with a section of notes whose lines begin with their numbers.
    pub(super) fn end_note(&self) -> Option<Backing> {
        let line = &self.line;
        let stops = |at: usize| line.mark(at, &['.', ',', ';', ':', '!', '?', ')', '”', '"']);
        let last = self.sentence.clone().rev().find(|&at| !stops(at)).filter(|&last| last > self.sentence.start)?;
        let number = line.word(last).parse::<u64>().ok().filter(|&number| number < MOST)?;
        let marked = line.tokens[last - 1].shape == Shape::Word
            && !line
                .has_any(last - 1, &[Class::Preposition, Class::Auxiliary, Class::Reference, Class::Hedge, Class::ChangeVerb]);
        if !marked && !line.mark(last - 1, &['.', ',']) || last < self.figure.tokens.start {
            return None;
        }
        let note = *self.scopes.notes.get_or_init(|| end_notes(self.reading)).get(&number)?;
        let behind = note.block > self.block;
        behind.then(|| Backing::by(Step::Link, Some(self.place(note.block, note.start..note.end)))).flatten()
    }
}
