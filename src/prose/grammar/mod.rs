//! What a language does with numbers and sources: one table of functions for each language that has a grammar here.

#[macro_use]
mod words;

pub(super) mod en;

use std::ops::Range;

use super::attribution::Attribution;
use super::figure::Figure;
use super::line::Line;

/// What a language does with numbers and sources.
#[derive(Debug)]
pub struct Grammar {
    /// The code of the language: `en`.
    pub language: &'static str,
    figures: fn(&Line<'_>) -> Vec<Figure>,
    attributions: fn(&Line<'_>, Range<usize>) -> Vec<Attribution>,
    lead: fn(&Line<'_>, Range<usize>) -> Option<Attribution>,
    stem: fn(&str) -> u64,
    singular: fn(&str) -> &str,
}

static ENGLISH: Grammar = Grammar {
    language: "en",
    figures: en::figure::find,
    attributions: en::attribution::find,
    lead: en::attribution::lead,
    stem: en::ending::stem,
    singular: en::ending::singular,
};

impl Grammar {
    /// The grammar of English.
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    /// All figures of a block, in order.
    pub fn figures(&self, line: &Line<'_>) -> Vec<Figure> {
        (self.figures)(line)
    }

    /// The attributions of one sentence, a range of the line's tokens, in the order of their cues.
    pub fn attributions(&self, line: &Line<'_>, sentence: Range<usize>) -> Vec<Attribution> {
        (self.attributions)(line, sentence)
    }

    /// Who gives what a lead-in announces: "The board published these figures:"; any verb of telling will do here.
    pub fn lead(&self, line: &Line<'_>, sentence: Range<usize>) -> Option<Attribution> {
        (self.lead)(line, sentence)
    }

    /// The key of a word without its ending: one for all forms of a regular word.
    pub fn stem(&self, word: &str) -> u64 {
        (self.stem)(word)
    }

    /// A word without a plural's ending.
    pub fn singular<'w>(&self, word: &'w str) -> &'w str {
        (self.singular)(word)
    }
}
