//! What each kind of check answers.

use std::fmt::Debug;

use super::describe::{Asked, Teller};
use super::hit::Hit;
use super::print::{Printer, WantedPassages};
use crate::draft::Draft;
use crate::prose::{Lists, Mistake, Phrases};
use crate::reading::Place;

/// A figure that a second reader may be asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubtful {
    /// Its number in the source sheet.
    pub number: usize,
    /// Whether it is told of by itself, whatever readers said.
    pub is_told: bool,
    /// What speaks for asking, and against.
    pub evidence: Option<String>,
}

/// Why a rule tells nothing of a draft, where that is in doubt.
#[derive(Debug, Default)]
pub enum Silence {
    /// It tells something, or nothing is in doubt.
    #[default]
    Sure,
    /// This is taken for what is owed by its words alone: no text that the publication approved, and nothing that the site adds.
    Declared {
        /// The statement with what stands around it.
        place: Place,
        /// What asks for it, and by what it was found.
        evidence: Vec<String>,
    },
    /// Words only hint that something is owed; what would be told if it were.
    Hinted(Box<Hit>),
    /// What it tells when those paragraphs that readers refused do not count.
    Broken(Vec<Hit>),
}

/// A kind of check. Its implementor is the options of a rule, read from the rule's file.
pub trait Check: Debug + Send + Sync {
    /// The phrases it looks for: a policy finds all rules' phrases in one pass.
    fn phrases(&mut self) -> Vec<&mut Phrases> {
        Vec::new()
    }

    /// The names in braces, beside `{text}`, that it fills in the words of its rule.
    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Takes in the lists that its options name beside phrases, once they are known; what is wrong with their names.
    fn take(&mut self, _lists: &Lists) -> Vec<Mistake> {
        Vec::new()
    }

    /// What it looks for and what satisfies it, in plain words: its options, as the rule and the publication have them.
    fn describe(&self, teller: &Teller<'_>) -> Asked;

    /// What is wrong in one document.
    fn document(&self, _draft: &Draft<'_>) -> Vec<Hit> {
        Vec::new()
    }

    /// The figures of a document that a second reader may be asked about: those that it may tell of, whose chance leaves room for doubt, and
    /// those that it tells of.
    fn doubts(&self, _draft: &Draft<'_>) -> Vec<Doubtful> {
        Vec::new()
    }

    /// Why it tells nothing of a document, where second readers may know better. `refused` are blocks that are not what they were taken for.
    fn silence(&self, _draft: &Draft<'_>, _refused: &[usize]) -> Silence {
        Silence::Sure
    }

    /// The blocks that it may take for what is owed, by their words alone: what readers made of these holds, whatever is asked of the draft.
    fn taken(&self, _draft: &Draft<'_>) -> Vec<usize> {
        Vec::new()
    }

    /// The approved texts, by their ids, that it wants at each place that asks for one: there they stand again and again.
    fn beside(&self) -> &[String] {
        &[]
    }

    /// Whether it holds documents against one another: of one by itself it cannot tell whether anything is wrong.
    fn compares(&self) -> bool {
        false
    }

    /// Which passages of a document to remember.
    fn prints(&self, _draft: &Draft<'_>, _printer: &mut Printer) -> WantedPassages {
        WantedPassages::default()
    }
}
