//! Whether an editor would ask "says who?": what a figure counts, how it is told, and who speaks around it.
//!
//! Everything seen of a figure is a clue; `rules/worth.tsv` says how much each weighs, learned from drafts with an editor's verdicts
//! (`.ci/learn`).

mod around;
mod care;
mod clue;
mod features;
mod manner;
mod model;
mod saying;
mod words;

use std::ops::Range;

use self::around::{Around, Sentences};
pub(super) use self::care::Care;
pub use self::clue::Clue;
use self::clue::{Clues, Fixed};
use self::features::{Look, Piece};
use self::manner::Manner;
pub(super) use self::model::Weighed;
use self::saying::Saying;
use super::figures::Values;
use super::grounds::Grounds;
use super::scope::{Backing, Scopes};
use crate::prose::figure::Figure;
use crate::reading::Place;
use crate::style::Within;

/// Reasons not to ask, as the weights file names them: the writer's own count, and that somebody stands behind it.
const OWN: &str = "own";
const TOLD: [&str; 4] = ["told", "told on", "quoted", "told elsewhere"];

/// What weighs the figures of one document.
#[derive(Debug)]
pub(super) struct Worth<'a> {
    piece: Piece<'a>,
    /// What the sentence says of which a figure was weighed last: the next one may well stand in it.
    saying: Option<Saying>,
    sentences: Sentences,
}

/// One figure with what grammar says of it.
#[derive(Clone, Copy)]
pub(super) struct Backed<'a> {
    pub(super) block: usize,
    pub(super) figure: &'a Figure,
    pub(super) sentence: &'a Range<usize>,
    pub(super) backing: &'a Backing,
}

impl<'a> Worth<'a> {
    /// Looks at the whole document.
    pub(super) fn of(grounds: Grounds<'a>, care: Care) -> Self {
        let values = Values::of(grounds.reading.document, grounds.figures);
        let sentences = Sentences::of(grounds.reading, grounds.reading.document);
        Self { piece: Piece { grounds, manner: Manner::of(grounds.reading), values, care }, saying: None, sentences }
    }

    /// The chance that an editor asks about a figure, and why.
    pub(super) fn weigh(&mut self, scopes: &Scopes<'_>, candidate: Backed<'_>) -> Weighed {
        let habits = &self.piece.grounds.reading.style.figures;
        let mut idle = Vec::new();
        if !habits.first_person {
            idle.push(OWN);
        }
        // Who is distrusted speaks for nothing, however it is said.
        if candidate.backing.step.is_none() && habits.has_distrusted() {
            idle.extend(TOLD);
        }
        model::weigh(&self.clues(scopes, candidate, false).found, &idle)
    }

    /// All that is seen of a figure.
    pub(super) fn clues(&mut self, scopes: &Scopes<'_>, candidate: Backed<'_>, named: bool) -> Clues {
        let Backed { block, figure, sentence, backing } = candidate;
        let line = self.piece.grounds.reading.line(block);
        let place = Place { block, at: line.bytes(figure.tokens.clone()) };
        let mut clues = Clues::new(named);
        let known = self.saying.take().filter(|saying| saying.is_of(block, sentence));
        let saying = known.unwrap_or_else(|| Saying::of(&line, block, sentence, &self.piece.grounds.figures[block]));
        let saying = self.saying.insert(saying);
        let look = Look::at(&self.piece, block, figure, sentence, saying, scopes.tells(block, sentence));
        if look.is_loose() {
            clues.add(Fixed::new("loose"), &[], &line, place.clone());
        }
        if backing.step.is_none() && look.seen.iter().any(|(feature, _)| *feature == "data-row") {
            clues.add(Fixed::new("bare-row"), &[], &line, place.clone());
        }
        for (feature, at) in look.seen {
            clues.add(Fixed::new(feature), &[], &line, Place { block, at });
        }
        around::backing(&mut clues, &line, backing, figure, &place);
        words::gather(&mut clues, &line, block, figure, sentence);
        let reading = self.piece.grounds.reading;
        let habits = &reading.style.figures;
        let neighbours = habits.within != Within::Sentence && !habits.has_distrusted();
        Around { reading, scopes, sentences: &self.sentences, block, line, figure, neighbours }.gather(&mut clues, sentence);
        clues
    }
}
