//! The words beside a figure and of its sentence, and the lists they stand in.

use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::clue::{Clues, Fixed, Listed, NOTHING, Telling, Word, list, listed};
use super::saying::{SENTENCE, Saying};
use super::weights::Sums;
use crate::prose::figure::Figure;
use crate::prose::{Classes, Line, Shape};
use crate::reading::{Place, Reading};

/// How many words to either side stand near a figure.
const NEAR: usize = 6;

/// How much of a sentence is looked at to either side: nearly always all of it.
const REACH: usize = 60;

/// The slots of lists: shortly before a figure, shortly behind it, elsewhere in its sentence, anywhere in it.
const LISTS: [Fixed; 4] = [Fixed::new("list-left"), Fixed::new("list-right"), Fixed::new("list-far"), Fixed::new("list")];

/// What the words about a figure weigh together, which no others do, and those that tell a reader anything.
struct WordsWeighed {
    sums: Sums,
    telling: Box<[Telling]>,
}

/// That of the figures of a block, by the tokens of a figure, of its hedge and of its noun.
type KeptSums = Mutex<FxHashMap<(Range<usize>, Option<usize>, Option<usize>), WordsWeighed>>;

/// What is asked of the words about a figure of a sentence, of a draft that is read again and again.
fn kept<T>(reading: &Reading<'_>, block: usize, figure: &Figure, saying: &mut Saying, ask: impl FnOnce(&WordsWeighed) -> T) -> T {
    let weigh = || {
        let mut clues = Clues::default();
        gather(&mut clues, &reading.line(block), block, figure, saying);
        WordsWeighed { sums: clues.tally.sums, telling: clues.telling.into() }
    };
    let weighed = reading.kept(block, KeptSums::default);
    let mut weighed = weighed.lock().unwrap_or_else(PoisonError::into_inner);
    let hedge = figure.hedge.as_ref().map(|hedge| hedge.start);
    ask(weighed.entry((figure.tokens.clone(), hedge, figure.noun)).or_insert_with(weigh))
}

/// What they weigh.
pub(super) fn sums(reading: &Reading<'_>, block: usize, figure: &Figure, saying: &mut Saying) -> Sums {
    kept(reading, block, figure, saying, |weighed| weighed.sums)
}

/// Those of them that tell a reader anything.
pub(super) fn telling(reading: &Reading<'_>, block: usize, figure: &Figure, saying: &mut Saying) -> Vec<Telling> {
    kept(reading, block, figure, saying, |weighed| weighed.telling.iter().map(|telling| telling.in_block(block)).collect())
}

/// Gathers the words about a figure of a sentence.
pub(super) fn gather(clues: &mut Clues, line: &Line<'_>, block: usize, figure: &Figure, saying: &mut Saying) {
    let sentence = &saying.sentence.clone();
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
    about.sentence_words(saying, &reach, &figure.tokens);
    let (left, right) = (start.saturating_sub(NEAR).max(reach.start), (end + NEAR).min(reach.end));
    let near = [line.classes(left..start), line.classes(end.min(right)..right)];
    let far = line.classes(reach.start..left).with(line.classes(right..reach.end));
    about.lists([near[0], near[1], far, far.with(near[0]).with(near[1])], start);
}

struct About<'a, 'l> {
    clues: &'a mut Clues,
    line: &'a Line<'l>,
    block: usize,
    sentence: &'a Range<usize>,
}

impl About<'_, '_> {
    fn add(&mut self, slot: Fixed, words: &[Word], at: usize) {
        self.clues.add(slot, words, self.line, self.place(at));
    }

    fn place(&self, at: usize) -> Place {
        Place { block: self.block, at: self.line.bytes(at..at + 1) }
    }

    /// The lists that words of stretches stand in, a slot for each stretch.
    fn lists(&mut self, stretches: [Classes; 4], at: usize) {
        static NUMBERS: OnceLock<Listed> = OnceLock::new();
        let numbers = NUMBERS.get_or_init(|| listed(LISTS));
        for (slot, classes) in stretches.into_iter().enumerate() {
            classes.each().for_each(|class| {
                if self.clues.names.is_some() {
                    self.add(LISTS[slot], &[Word::Is(list(class))], at);
                } else if let Some(number) = numbers[slot][class as usize] {
                    self.clues.tally.count(number);
                }
            });
        }
    }

    /// The words of the sentence around a figure, which figures of it see again and again.
    fn sentence_words(&mut self, saying: &mut Saying, reach: &Range<usize>, figure: &Range<usize>) {
        let others = |at: &usize| !figure.contains(at);
        if self.clues.names.is_some() {
            let words = reach.clone().filter(others).filter(|&at| !matches!(self.line.tokens[at].shape, Shape::Mark(_)));
            words.for_each(|at| self.add(SENTENCE, &[Word::Token(at)], at));
            return;
        }
        let (line, block) = (self.line, self.block);
        for (at, known) in reach.clone().zip(saying.known(line, reach)).filter(|(at, _)| others(at)) {
            if let Some(known) = known {
                let place = || Place { block, at: line.bytes(at..at + 1) };
                self.clues.add_known(*known, SENTENCE, &[Word::Token(at)], line, place);
            }
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
