//! The words beside a figure and of its sentence, and the lists they stand in.

use std::ops::Range;

use super::clue::{Clues, Fixed, LISTS, NOTHING, Word};
use crate::prose::figure::Figure;
use crate::prose::{Classes, Line, Shape};
use crate::reading::Place;

/// How many words to either side stand near a figure.
const NEAR: usize = 6;

/// How much of a sentence is looked at to either side: nearly always all of it.
const REACH: usize = 60;

/// Gathers the words about a figure.
pub(super) fn gather(clues: &mut Clues, line: &Line<'_>, block: usize, figure: &Figure, sentence: &Range<usize>) {
    let mut about = About { clues, line, block, sentence };
    let (start, end) = (figure.hedge.as_ref().map_or(figure.tokens.start, |hedge| hedge.start), figure.tokens.end);
    about.word(const { Fixed::new("left-1") }, start.wrapping_sub(1));
    about.word(const { Fixed::new("left-2") }, start.wrapping_sub(2));
    about.words(const { Fixed::new("left") }, start.wrapping_sub(2), start.wrapping_sub(1));
    for (slot, at) in const { [Fixed::new("right-1"), Fixed::new("right-2"), Fixed::new("right-3")] }.into_iter().zip(end..) {
        about.word(slot, at);
    }
    about.words(const { Fixed::new("right") }, end, end + 1);
    for at in start.saturating_sub(NEAR).max(sentence.start)..start {
        about.near(const { Fixed::new("near-left") }, at);
    }
    for at in end..(end + NEAR).min(sentence.end) {
        about.near(const { Fixed::new("near-right") }, at);
    }
    if let Some(noun) = figure.noun {
        about.word(const { Fixed::new("noun") }, noun);
    }
    if let Some(hedge) = figure.hedge.clone() {
        about.word(const { Fixed::new("hedge") }, hedge.start);
    }
    let unit = figure.tokens.clone().rev().find(|&at| line.get(at).is_some_and(|token| token.shape != Shape::Number));
    if let Some(unit) = unit {
        about.word(const { Fixed::new("unit") }, unit);
    }
    let reach = start.saturating_sub(REACH).max(sentence.start)..(end + REACH).min(sentence.end);
    for at in reach.clone().filter(|at| !figure.tokens.contains(at)) {
        if !matches!(line.tokens[at].shape, Shape::Mark(_)) {
            about.word(const { Fixed::new("sentence") }, at);
        }
    }
    let (left, right) = (start.saturating_sub(NEAR).max(reach.start), (end + NEAR).min(reach.end));
    let near = [line.classes(left..start), line.classes(end.min(right)..right)];
    let far = line.classes(reach.start..left).with(line.classes(right..reach.end));
    about.lists(const { Fixed::new("list-left") }, near[0], start);
    about.lists(const { Fixed::new("list-right") }, near[1], start);
    about.lists(const { Fixed::new("list-far") }, far, start);
    about.lists(const { Fixed::new("list") }, far.with(near[0]).with(near[1]), start);
}

struct About<'a, 'l> {
    clues: &'a mut Clues,
    line: &'a Line<'l>,
    block: usize,
    sentence: &'a Range<usize>,
}

impl About<'_, '_> {
    fn add(&mut self, slot: Fixed, words: &[Word], at: usize) {
        let place = Place { block: self.block, at: self.line.bytes(at..at + 1) };
        self.clues.add(slot, words, self.line, place);
    }

    /// The lists that words of a stretch stand in.
    fn lists(&mut self, slot: Fixed, classes: Classes, at: usize) {
        for class in classes.each() {
            self.add(slot, &[Word::Is(LISTS[class as usize])], at);
        }
    }

    fn token(&self, at: usize) -> Word {
        if self.sentence.contains(&at) { Word::Token(at) } else { Word::Is(NOTHING) }
    }

    fn word(&mut self, slot: Fixed, at: usize) {
        self.add(slot, &[self.token(at)], at.min(self.line.tokens.len()));
    }

    fn near(&mut self, slot: Fixed, at: usize) {
        self.add(slot, &[Word::Token(at)], at);
    }

    fn words(&mut self, slot: Fixed, first: usize, second: usize) {
        let words = [self.token(first), self.token(second)];
        self.add(slot, &words, first.min(self.line.tokens.len()));
    }
}
