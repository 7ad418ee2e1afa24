//! Who speaks in the sentence of a figure and in those around it.

use std::ops::Range;

use super::clue::{Clues, Fixed, Word};
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::figure::Figure;
use crate::prose::{Class, Classes, Line};
use crate::reading::{Place, Reading};
use crate::sourcing::scope::{Backing, Scopes};
use crate::text::{Document, Role};

/// How many sentences back somebody who speaks is looked for.
const BACK: usize = 12;
/// How much of a sentence is looked at: nearly always all of it.
const REACH: usize = 60;
/// Words that report.
const REPORTS: Classes =
    Classes::of(&[Class::Said, Class::Estimated, Class::Showed, Class::Argued, Class::Claimed, Class::Admitted]);
/// What is reported from.
const PAPERS: Classes = Classes::of(&[Class::Study, Class::PaperNoun]);

/// The sentences looked at beside a figure's own.
const BESIDE: [(isize, Fixed); 5] = [
    (-3, Fixed::new("before-3")),
    (-2, Fixed::new("before-2")),
    (-1, Fixed::new("before-1")),
    (1, Fixed::new("behind-1")),
    (2, Fixed::new("behind-2")),
];
/// Who is looked for further back.
const LAST: [Fixed; 5] = [
    Fixed::new("last-named"),
    Fixed::new("last-document"),
    Fixed::new("last-vague"),
    Fixed::new("last-report"),
    Fixed::new("last-paper"),
];

/// The sentences of a document that a reader meets, in order.
#[derive(Debug)]
pub(super) struct Sentences(Vec<(usize, usize)>);

impl Sentences {
    /// Those of a document.
    pub(super) fn of(reading: &Reading<'_>, document: &Document) -> Self {
        let seen = document.blocks.iter().enumerate().filter(|(_, block)| block.is_seen() && block.role != Role::Chrome);
        Self(seen.flat_map(|(block, _)| (0..reading.sentences_of(block).len()).map(move |number| (block, number))).collect())
    }
}

/// Looks about from one figure.
pub(super) struct Around<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) scopes: &'a Scopes<'a>,
    pub(super) sentences: &'a Sentences,
    pub(super) block: usize,
    pub(super) line: Line<'a>,
    pub(super) figure: &'a Figure,
    /// Whether the sentences around may speak for it.
    pub(super) neighbours: bool,
}

/// A number, in few steps.
fn few(number: usize) -> Fixed {
    match number {
        0 => const { Fixed::new("0") },
        1 => const { Fixed::new("1") },
        2 => const { Fixed::new("2") },
        3 => const { Fixed::new("3") },
        4..7 => const { Fixed::new("4-6") },
        7..13 => const { Fixed::new("7-12") },
        _ => const { Fixed::new("13+") },
    }
}

/// Who an attribution names.
fn who(attribution: &Attribution) -> Fixed {
    match (attribution.standing, attribution.document) {
        (Standing::Named, false) => const { Fixed::new("named") },
        (Standing::Named, true) => const { Fixed::new("document") },
        (Standing::Continued, _) => const { Fixed::new("goes-on") },
        (Standing::Vague, _) => const { Fixed::new("vague") },
        (Standing::Hearsay, _) => const { Fixed::new("hearsay") },
        (Standing::Own, _) => const { Fixed::new("own") },
    }
}

/// What stands behind a figure as far as grammar tells.
pub(super) fn backing(clues: &mut Clues, line: &Line<'_>, backing: &Backing, figure: &Figure, place: &Place) {
    let mut add = |slot, word| clues.add(Fixed::new(slot), &[Word::Is(Fixed::new(word))], line, place.clone());
    add("step", backing.step.map_or("none", |step| step.name()));
    if let Some(standing) = backing.standing {
        let standing = match standing {
            Standing::Own => "own",
            Standing::Vague => "vague",
            Standing::Hearsay => "hearsay",
            Standing::Named | Standing::Continued => "named",
        };
        add("standing", standing);
    }
    if let Some(excuse) = figure.excuse {
        add("excuse", excuse.name());
    }
}

impl Around<'_> {
    /// Gathers who speaks in a sentence, the ones before and the ones behind.
    pub(super) fn gather(&self, clues: &mut Clues, sentence: &Range<usize>) {
        let (sentences, attributions) = self.scopes.told(self.block);
        let number = sentences.partition_point(|other| other.start < sentence.start);
        if let Some(attributions) = attributions.get(number) {
            self.here(clues, attributions);
        }
        self.cues(clues, sentence);
        self.openings(clues, sentence);
        if !self.neighbours {
            self.alone(clues);
            return;
        }
        let Ok(own) = self.sentences.0.binary_search(&(self.block, number)) else { return };
        self.beside(clues, own);
        self.last(clues, own);
    }

    fn place(&self, tokens: Range<usize>) -> Place {
        Place { block: self.block, at: self.line.bytes(tokens) }
    }

    /// The attributions of the figure's own sentence: who, whether they govern it, from which side, how far away.
    fn here(&self, clues: &mut Clues, attributions: &[Attribution]) {
        let (line, at) = (&self.line, self.figure.tokens.start);
        if attributions.is_empty() {
            clues.add(
                const { Fixed::new("told-by") },
                &[Word::Is(const { Fixed::new("nobody") })],
                line,
                self.place(self.figure.tokens.clone()),
            );
        }
        let first = attributions.partition_point(|attribution| attribution.cue.end + REACH < at);
        for attribution in attributions[first..].iter().take_while(|attribution| attribution.cue.start < at + REACH) {
            let governs =
                Word::Is(if attribution.governs(at) { const { Fixed::new("governs") } } else { const { Fixed::new("beside") } });
            let before = attribution.cue.end <= at;
            let side = Word::Is(if before { const { Fixed::new("before") } } else { const { Fixed::new("behind") } });
            let between = if before { attribution.cue.end..at } else { self.figure.tokens.end..attribution.cue.start };
            let commas = between.clone().filter(|&at| line.mark(at, &[',', ';'])).count().min(3);
            let (who, place) = (Word::Is(who(attribution)), self.place(attribution.source.clone()));
            clues.add(const { Fixed::new("told-by") }, &[who, governs, side], line, place.clone());
            clues.add(
                const { Fixed::new("told-by") },
                &[who, governs, side, Word::Is(few(between.len() / 3))],
                line,
                place.clone(),
            );
            clues.add(const { Fixed::new("told-past") }, &[governs, side, Word::Is(few(commas))], line, place.clone());
            clues.add(const { Fixed::new("told-with") }, &[governs, Word::Token(attribution.cue.start)], line, place.clone());
            clues.add(
                const { Fixed::new("teller") },
                &[governs, Word::Token(attribution.source.end.saturating_sub(1))],
                line,
                place,
            );
        }
    }

    /// Words that report, or are reported from, whatever they govern.
    fn cues(&self, clues: &mut Clues, sentence: &Range<usize>) {
        let at = self.figure.tokens.start;
        const CUES: [(Classes, Fixed, bool); 5] = [
            (REPORTS, Fixed::new("reports"), true),
            (PAPERS, Fixed::new("papers"), true),
            (Classes::of(&[Class::According]), Fixed::new("according"), false),
            (Classes::of(&[Class::Hearsay]), Fixed::new("hearsay"), false),
            (Classes::of(&[Class::AgentNoun, Class::BodyNoun]), Fixed::new("agents"), false),
        ];
        let reach = at.saturating_sub(REACH).max(sentence.start)..(at + REACH).min(sentence.end);
        for token in reach.filter(|&token| !self.line.tokens[token].classes.is_empty()) {
            let classes = self.line.tokens[token].classes;
            let side = Word::Is(if token < at { const { Fixed::new("before") } } else { const { Fixed::new("behind") } });
            for (of, slot, distant) in CUES {
                if classes.overlaps(of) {
                    clues.add(slot, &[side], &self.line, self.place(token..token + 1));
                    if distant {
                        let far = Word::Is(few(token.abs_diff(at) / 4));
                        clues.add(slot, &[side, far], &self.line, self.place(token..token + 1));
                    }
                }
            }
        }
    }

    /// The first words of the sentence, and where the figure stands to quotation marks.
    fn openings(&self, clues: &mut Clues, sentence: &Range<usize>) {
        let first = sentence.start;
        let place = self.place(first..first + 1);
        clues.add(const { Fixed::new("first") }, &[Word::Token(first)], &self.line, place.clone());
        clues.add(const { Fixed::new("opening") }, &[Word::Token(first), Word::Token(first + 1)], &self.line, place);
        let at = self.figure.tokens.start;
        if self.scopes.quoted(self.block, at) {
            clues.add(const { Fixed::new("in-quotation") }, &[], &self.line, self.place(at..at + 1));
        }
    }

    /// What is seen where no other sentence may speak: the same as where there is none.
    fn alone(&self, clues: &mut Clues) {
        let place = self.place(self.figure.tokens.clone());
        for (_, slot) in BESIDE {
            clues.add(slot, &[Word::Is(const { Fixed::new("nothing") })], &self.line, place.clone());
        }
        for slot in LAST {
            clues.add(slot, &[Word::Is(const { Fixed::new("never") })], &self.line, place.clone());
        }
    }

    /// The three sentences before and the two behind: who speaks there.
    fn beside(&self, clues: &mut Clues, own: usize) {
        for (offset, slot) in BESIDE {
            let Some(&(block, number)) = own.checked_add_signed(offset).and_then(|other| self.sentences.0.get(other)) else {
                clues.add(slot, &[Word::Is(const { Fixed::new("nothing") })], &self.line, self.place(self.figure.tokens.clone()));
                continue;
            };
            let line = self.reading.line(block);
            let (sentences, attributions) = self.scopes.told(block);
            let sentence = sentences[number].clone();
            let place = Place { block, at: line.bytes(sentence.clone()) };
            let same = Word::Is(if block == self.block { const { Fixed::new("here") } } else { const { Fixed::new("there") } });
            let mut add = |word| clues.add(slot, &[same, Word::Is(word)], &line, place.clone());
            attributions[number].iter().take(REACH).for_each(|attribution| add(who(attribution)));
            if attributions[number].is_empty() {
                add(const { Fixed::new("nobody") });
            }
            let classes = line.classes(sentence.start..sentence.end.min(sentence.start + 2 * REACH));
            if classes.overlaps(REPORTS) {
                add(const { Fixed::new("reports") });
            }
            if classes.overlaps(PAPERS) {
                add(const { Fixed::new("papers") });
            }
            if self.scopes.quotes(block, &sentence) {
                add(const { Fixed::new("quotation") });
            }
            if offset > 0 {
                let next = if offset == 1 { const { Fixed::new("next-first") } } else { const { Fixed::new("second-first") } };
                clues.add(next, &[Word::Token(sentence.start)], &line, place.clone());
            }
        }
    }

    /// How many sentences and paragraphs ago somebody, a document, nobody in particular was named.
    fn last(&self, clues: &mut Clues, own: usize) {
        let mut open = LAST.map(Some);
        for (back, &(block, number)) in self.sentences.0[..own].iter().rev().take(BACK).enumerate() {
            let line = self.reading.line(block);
            let (sentences, attributions) = self.scopes.told(block);
            let sentence = &sentences[number];
            let classes = line.classes(sentence.start..sentence.end.min(sentence.start + 2 * REACH));
            let said =
                |standing: &[Standing]| attributions[number].iter().take(REACH).find(|told| standing.contains(&told.standing));
            let named = said(&[Standing::Named, Standing::Continued]);
            let document = attributions[number].iter().take(REACH).find(|told| told.document && told.standing == Standing::Named);
            let vague = said(&[Standing::Vague]);
            let whole = |holds: bool| holds.then(|| sentences[number].clone());
            let found = [
                named.map(|told| told.source.clone()),
                document.map(|told| told.source.clone()),
                vague.map(|told| told.source.clone()),
                whole(classes.overlaps(REPORTS) || classes.has(Class::According)),
                whole(classes.overlaps(PAPERS)),
            ];
            for (open, found) in open.iter_mut().zip(found) {
                if let (Some(slot), Some(tokens)) = (*open, found) {
                    let place = Place { block, at: line.bytes(tokens) };
                    let paragraphs = few(self.block.abs_diff(block));
                    clues.add(slot, &[Word::Is(few(back + 1))], &line, place.clone());
                    clues.add(
                        slot,
                        &[Word::Is(few(back + 1)), Word::Is(const { Fixed::new("over") }), Word::Is(paragraphs)],
                        &line,
                        place,
                    );
                    *open = None;
                }
            }
        }
        for slot in open.into_iter().flatten() {
            clues.add(slot, &[Word::Is(const { Fixed::new("never") })], &self.line, self.place(self.figure.tokens.clone()));
        }
    }
}
