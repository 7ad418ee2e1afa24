//! What stands about a figure: who is mentioned before and named behind its sentence, how its neighbours and its twins are told.

use std::ops::Range;

use super::around::{Sentences, few};
use super::clue::{Clues, Fixed, Word};
use super::discourse::{Discourse, REACH, Recounted, year};
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::figure::Figure;
use crate::prose::{Class, Classes, Line};
use crate::reading::{Place, Reading};
use crate::sourcing::scope::Scopes;
use crate::text::Role;

/// How many sentences back the name of a source is looked for, and how many behind somebody who is named.
const MENTION: usize = 10;
const AHEAD: usize = 4;
/// How many sentences away another figure still stands beside one.
const BESIDE: usize = 4;
/// Cues of those who measure.
const MEASURES: Classes = Classes::of(&[Class::EstimateVerb, Class::FactiveVerb, Class::AttributionPreposition, Class::Passive]);

/// What stands about a sentence: looked for once, and asked for each of its figures.
#[derive(Debug)]
pub(super) struct Nearby {
    block: usize,
    start: usize,
    /// Its number among all sentences.
    number: usize,
    /// Who is named soon behind it: what, how far, where.
    then: Option<(Fixed, Fixed, Place)>,
    /// What is seen of each of its figures.
    pub(super) clues: Clues,
}

/// What is looked about in.
#[derive(Clone, Copy)]
pub(super) struct Surveyed<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) scopes: &'a Scopes<'a>,
    pub(super) sentences: &'a Sentences,
    pub(super) discourse: &'a Discourse,
    /// Whether the sentences around may speak for a figure.
    pub(super) neighbours: bool,
}

/// What kind of source an attribution names.
fn kind(line: &Line<'_>, told: &Attribution) -> Fixed {
    let cue = line.classes(told.cue.clone());
    match () {
        () if cue.with(line.classes(told.source.clone())).has(Class::StudyNoun) => const { Fixed::new("study") },
        () if told.document => const { Fixed::new("document") },
        () if cue.overlaps(MEASURES) => const { Fixed::new("measuring") },
        () => const { Fixed::new("speaking") },
    }
}

impl<'a> Surveyed<'a> {
    /// Looks about from a sentence, in this room.
    pub(super) fn nearby(self, block: usize, sentence: &Range<usize>, number: usize, mut clues: Clues) -> Nearby {
        let line = self.reading.line(block);
        let here = Place { block, at: line.bytes(sentence.clone()) };
        // A headline travels alone.
        let head = matches!(self.reading.document.blocks[block].role, Role::Title | Role::Dek);
        for &slot in self.discourse.piece(self.neighbours && !head) {
            clues.add(slot, &[], &line, here.clone());
        }
        if let Some((at, latest)) = sentence.clone().filter_map(|at| Some((at, year(&line, at)?))).max_by_key(|(_, year)| *year) {
            let ago = Word::Is(few(self.discourse.latest.saturating_sub(latest)));
            let place = Place { block, at: line.bytes(at..at + 1) };
            clues.add(const { Fixed::new("years-ago") }, &[ago], &line, place);
        }
        let mut then = None;
        if self.neighbours {
            self.mentions(&mut clues, number, &here);
            then = self.then(number);
        } else {
            clues.add(const { Fixed::new("mention") }, &[Word::Is(const { Fixed::new("never") })], &line, here);
        }
        Nearby { block, start: sentence.start, number, then, clues }
    }

    /// Who is named soon behind a sentence.
    fn then(self, number: usize) -> Option<(Fixed, Fixed, Place)> {
        let mut behind = self.sentences.behind(number).take(AHEAD).enumerate();
        behind.find_map(|(far, &(block, number))| {
            let (_, attributions) = self.scopes.told(block);
            let told = attributions[number].iter().take(REACH).find(|told| told.standing == Standing::Named)?;
            let line = self.reading.line(block);
            Some((kind(&line, told), few(far + 1), Place { block, at: line.bytes(told.source.clone()) }))
        })
    }

    /// How long ago a name was mentioned that speaks as a source anywhere in the piece.
    fn mentions(self, clues: &mut Clues, own: usize, here: &Place) {
        let (mut any, mut one) = (false, self.discourse.one.is_none());
        for back in 0..MENTION {
            let Some(&(block, number)) = own.checked_sub(back).and_then(|at| self.sentences.at(at)) else { break };
            let line = self.reading.line(block);
            let [first, first_one] = self.discourse.named(own - back, &line, &self.reading.sentences_of(block)[number]);
            let mut new = [
                (first_one.filter(|_| !one), const { Fixed::new("mention-one") }),
                (first.filter(|_| !any), const { Fixed::new("mention") }),
            ];
            new.sort_by_key(|(at, _)| *at);
            for (at, slot) in new.into_iter().filter_map(|(at, slot)| Some((at?, slot))) {
                clues.add(slot, &[Word::Is(few(back))], &line, Place { block, at: line.bytes(at..at + 1) });
            }
            (any, one) = (any || first.is_some(), one || first_one.is_some());
            if any && one {
                return;
            }
        }
        if !any {
            let never = [Word::Is(const { Fixed::new("never") })];
            clues.add(const { Fixed::new("mention") }, &never, &self.reading.line(here.block), here.clone());
        }
    }
}

impl Nearby {
    /// Whether they are of this sentence.
    pub(super) fn is_of(&self, block: usize, sentence: &Range<usize>) -> bool {
        self.block == block && self.start == sentence.start
    }

    /// Gathers what they make of a figure of the sentence, with this number among all.
    pub(super) fn gather(&self, clues: &mut Clues, about: Surveyed<'_>, figure: &Figure, number: usize) {
        clues.name_with(&self.clues);
        let add = |clues: &mut Clues, slot: Fixed, words: &[Word], place: &Place| {
            clues.add(slot, words, &about.reading.line(place.block), place.clone());
        };
        if let Some((kind, far, place)) = &self.then {
            let slot =
                if self.on_nobody(about, figure) { const { Fixed::new("vague-then") } } else { const { Fixed::new("then") } };
            add(clues, slot, &[Word::Is(*kind), Word::Is(*far)], place);
        }
        self.neighbours(clues, about, number);
        let own = &about.discourse.figures[number];
        let shares = |other: &&Recounted| own.shares_matter(other, about.reading);
        if let Some(twin) = about.discourse.alike(own).filter(|_| about.neighbours).find(shares) {
            add(clues, const { Fixed::new("twin") }, &[Word::Is(twin.how)], &twin.place(about.reading));
        }
    }

    /// Whether nobody in particular speaks for a figure.
    fn on_nobody(&self, about: Surveyed<'_>, figure: &Figure) -> bool {
        let Some(&(block, number)) = about.sentences.at(self.number) else { return false };
        let nobody = |told: &Attribution| matches!(told.standing, Standing::Vague | Standing::Hearsay);
        about.scopes.told(block).1[number].iter().any(|told| nobody(told) && told.governs(figure.tokens.start))
    }

    /// How the figures before and behind are told.
    fn neighbours(&self, clues: &mut Clues, about: Surveyed<'_>, number: usize) {
        let figures = &about.discourse.figures;
        let own = &figures[number];
        let before = number.checked_sub(1).map(|number| &figures[number]);
        let slots = const { [Fixed::new("figure-before"), Fixed::new("figure-behind")] };
        for (other, slot) in [before, figures.get(number + 1)].into_iter().zip(slots) {
            let near = other.filter(|other| about.neighbours && other.sentence.abs_diff(own.sentence) < BESIDE);
            let place = near.unwrap_or(own).place(about.reading);
            let line = about.reading.line(place.block);
            let Some(other) = near else {
                clues.add(slot, &[Word::Is(const { Fixed::new("nothing") })], &line, place);
                continue;
            };
            let far = Word::Is(few(other.sentence.abs_diff(own.sentence)));
            let like = if other.sort == own.sort { const { Fixed::new("alike") } } else { const { Fixed::new("other") } };
            clues.add(slot, &[Word::Is(other.how), far], &line, place.clone());
            clues.add(slot, &[Word::Is(other.how), Word::Is(like)], &line, place);
        }
    }
}
