//! What it is to say so: source, cue, what the cue governs, and what stands behind it.

use std::ops::Range;

/// What stands behind an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Somebody a reader can name or find: a person, office, organisation, document.
    Named,
    /// A pronoun or definite noun that stands for a source named before.
    Continued,
    /// Nobody in particular: "experts", "some sources", "studies".
    Vague,
    /// Hearsay without any teller: "reportedly", "is estimated at".
    Hearsay,
    /// The writer's or publication's own count.
    Own,
}

/// One attribution of a sentence; all ranges are tokens of the block.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The words that name the source; the cue itself where nobody is named.
    pub source: Range<usize>,
    /// The words that attribute: "according to", "said".
    pub cue: Range<usize>,
    /// What stands behind it.
    pub standing: Standing,
    /// Whether the source is a document: a report, data.
    pub document: bool,
    /// What it speaks for before the source.
    pub before: Range<usize>,
    /// What it speaks for behind the cue.
    pub behind: Range<usize>,
}

impl Attribution {
    /// Whether it speaks for the token at `at`.
    pub fn governs(&self, at: usize) -> bool {
        self.before.contains(&at) || self.behind.contains(&at)
    }
}
