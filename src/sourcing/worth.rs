//! Whether an editor would ask "says who?": what a figure counts, how it is told, and who speaks around it.
//!
//! Everything seen of a figure is a clue; `rules/worth.tsv` says how much each weighs, learned from drafts with an editor's verdicts
//! (`.ci/learn`).

mod around;
mod care;
mod clue;
mod discourse;
mod features;
mod manner;
mod model;
mod nearby;
mod saying;
mod veto;
mod weights;
mod words;

use std::ops::Range;

use self::around::{Around, Heard, Sentences};
use self::care::Care;
pub use self::clue::Clue;
use self::clue::{Clues, Fixed};
use self::discourse::Discourse;
use self::features::{Look, Piece};
use self::manner::Manner;
use self::model::Reasons;
pub(super) use self::model::Weighed;
use self::nearby::{Nearby, Surveyed};
use self::saying::Saying;
use self::veto::WeighedFigure;
use super::figures::Values;
use super::grounds::Grounds;
use super::scope::{Backing, Scopes};
use crate::prose::figure::Figure;
use crate::reading::Place;
use crate::style::Within;

/// Reasons not to ask, as the weights file names them: the writer's own count, and that somebody stands behind it.
const OWN: &str = "own";
const TOLD: [&str; 4] = ["told", TOLD_ON, "quoted", "told elsewhere"];
/// The reason of a figure that goes on with what somebody told before.
pub(super) const TOLD_ON: &str = "told on";

/// What weighs the figures of one document.
#[derive(Debug)]
pub(super) struct Worth<'a> {
    piece: Piece<'a>,
    /// What the sentence says of which a figure was weighed last, and what is seen about it: the next one may well stand in it.
    last: Option<(Saying, Heard)>,
    sentences: Sentences,
    /// Which reasons not to ask count in this publication: of a figure that somebody stands behind, and of any other.
    backed: Reasons,
    unbacked: Reasons,
    /// The same for what stands about it.
    nearby: Option<Nearby>,
    /// The clues of that figure.
    clues: Clues,
    discourse: Discourse,
    /// The reason that the words of the figure that was weighed last rule out.
    ruled_out: Option<&'static str>,
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
    pub(super) fn of(grounds: Grounds<'a>, scopes: &Scopes<'_>, backed: &[(usize, &Figure, Backing)]) -> Self {
        let care = Care::of(backed);
        let values = Values::of(grounds.reading.document, grounds.figures);
        let sentences = Sentences::of(grounds.reading, grounds.reading.document);
        let habits = &grounds.reading.style.figures;
        let own: &[&str] = if habits.first_person { &[] } else { &[OWN] };
        // Who is distrusted speaks for nothing, however it is said.
        let told: &[&str] = if habits.has_distrusted() { &TOLD } else { &[] };
        let discourse = Discourse::of(grounds.reading, scopes, &sentences, backed);
        Self {
            piece: Piece { grounds, manner: Manner::of(grounds.reading), values, care },
            last: None,
            sentences,
            discourse,
            nearby: None,
            backed: model::without(own),
            unbacked: model::without(&[own, told].concat()),
            clues: Clues::default(),
            ruled_out: None,
        }
    }

    /// The first token of the figure before that a figure only converts: "$56.5m (£30.4m)".
    pub(super) fn converted(&self, block: usize, figure: &Figure) -> Option<usize> {
        self.discourse.converted(block, figure)
    }

    /// The chance that an editor asks about a figure, and the strongest reason not to.
    pub(super) fn weigh(&mut self, scopes: &Scopes<'_>, candidate: Backed<'_>) -> Weighed {
        let mut clues = std::mem::take(&mut self.clues).cleared();
        self.gather(&mut clues, scopes, candidate);
        self.clues = clues;
        self.ruled_out = None;
        let weighed = model::weigh(self.heaps(), &self.counting(candidate));
        let Backed { block, figure, sentence, .. } = candidate;
        let stand = WeighedFigure { reading: self.piece.grounds.reading, scopes, block, figure, sentence };
        if candidate.backing.step.is_some() || !veto::rules_out(weighed.reason, stand) {
            return weighed;
        }
        self.ruled_out = Some(weighed.reason);
        model::weigh(self.heaps(), &self.counting(candidate))
    }

    /// What weighed most of the figure that was weighed last.
    pub(super) fn because(&mut self, candidate: Backed<'_>) -> Vec<(Clue, f64)> {
        let Backed { block, figure, .. } = candidate;
        let reading = self.piece.grounds.reading;
        if let Some((saying, _)) = self.last.as_mut().filter(|_| reading.is_kept()) {
            self.clues.telling.extend(words::telling(reading, block, figure, saying));
        }
        let here = Place { block, at: reading.line(block).bytes(figure.tokens.clone()) };
        model::heaviest(self.heaps(), &here, &self.counting(candidate))
    }

    /// The clues of the figure that was weighed last, and of its sentence.
    fn heaps(&self) -> impl Iterator<Item = &Clues> + Clone {
        let beside = self.last.as_ref().map(|(_, told)| &told.beside);
        beside.into_iter().chain(self.nearby.as_ref().map(|nearby| &nearby.clues)).chain([&self.clues])
    }

    /// The reasons not to ask that count for a figure.
    fn counting(&self, candidate: Backed<'_>) -> Reasons {
        let counting = if candidate.backing.step.is_none() { self.unbacked } else { self.backed };
        self.ruled_out.map_or(counting, |idle| model::but(counting, idle))
    }

    /// The names of all that is seen of a figure.
    pub(super) fn names(&mut self, scopes: &Scopes<'_>, candidate: Backed<'_>) -> Vec<String> {
        let mut clues = Clues::named();
        self.gather(&mut clues, scopes, candidate);
        clues.names.unwrap_or_default()
    }

    /// Gathers what is seen of a figure.
    fn gather(&mut self, clues: &mut Clues, scopes: &Scopes<'_>, candidate: Backed<'_>) {
        let Backed { block, figure, sentence, backing } = candidate;
        let reading = self.piece.grounds.reading;
        let line = reading.line(block);
        let habits = &reading.style.figures;
        let neighbours = habits.within != Within::Sentence && !habits.has_distrusted();
        let around = Around { reading, scopes, sentences: &self.sentences, block, line, figure, neighbours };
        let past = self.last.take_if(|(saying, _)| !saying.is_of(block, sentence));
        let of_sentence = || {
            let figures = &self.piece.grounds.figures[block];
            let room = past.map(|(_, told)| told.beside.cleared()).unwrap_or_default();
            (Saying::of(&line, block, sentence, figures, scopes.tells(block, sentence)), around.told(sentence, room))
        };
        let (saying, told) = self.last.get_or_insert_with(of_sentence);
        let look = Look::at(&self.piece, block, figure, sentence, saying);
        if look.is_loose() {
            clues.add_here(const { Fixed::new("loose") }, &[], &line);
        }
        if backing.step.is_none() && look.is_data() {
            clues.add_here(const { Fixed::new("bare-row") }, &[], &line);
        }
        for (feature, tokens) in look.seen {
            clues.add(feature, &[], &line, Place { block, at: line.bytes(tokens) });
        }
        around::backing(clues, &line, backing, figure);
        match reading.is_kept() && clues.names.is_none() {
            true => clues.tally.add(&words::sums(reading, block, figure, saying)),
            false => words::gather(clues, &line, block, figure, saying),
        }
        around.gather(clues, sentence, told);
        let number = self.discourse.number(block, figure);
        let past = self.nearby.take_if(|nearby| number.is_none() || !nearby.is_of(block, sentence));
        if let Some(number) = number {
            let about = Surveyed { reading, scopes, sentences: &self.sentences, discourse: &self.discourse, neighbours };
            let of = self.discourse.figures[number].sentence;
            let empty = || if clues.names.is_some() { Clues::named() } else { Clues::default() };
            let room = || past.map_or_else(empty, |past| past.clues.cleared());
            let nearby = self.nearby.get_or_insert_with(|| about.nearby(block, sentence, of, room()));
            nearby.gather(clues, about, figure, number);
        }
    }
}
