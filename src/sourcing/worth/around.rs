//! Who speaks in the sentence of a figure and in those around it.

use std::cell::OnceCell;
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
const REPORTS: Classes = Classes::of(&[
    Class::NeutralVerb,
    Class::EstimateVerb,
    Class::FactiveVerb,
    Class::ArgueVerb,
    Class::DoubtVerb,
    Class::LoadedVerb,
]);
/// What is reported from.
const PAPERS: Classes = Classes::of(&[Class::StudyNoun, Class::DocumentNoun]);

/// Words that say of a sentence that somebody speaks in it: their slot, and whether it matters how far away they are.
const CUES: [(Classes, Fixed, bool); 5] = [
    (REPORTS, Fixed::new("reports"), true),
    (PAPERS, Fixed::new("papers"), true),
    (Classes::of(&[Class::AttributionPreposition]), Fixed::new("according"), false),
    (Classes::of(&[Class::Hearsay]), Fixed::new("hearsay"), false),
    (Classes::of(&[Class::AgentNoun, Class::OrganisationNoun]), Fixed::new("agents"), false),
];
/// All of them.
const ANY_CUE: Classes = {
    let (mut all, mut at) = (CUES[0].0, 1);
    while at < CUES.len() {
        all = all.with(CUES[at].0);
        at += 1;
    }
    all
};

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
pub(super) struct Sentences {
    /// Their blocks, and their numbers in them.
    all: Vec<(usize, usize)>,
    /// What their first words do.
    heads: Vec<OnceCell<Cues>>,
}

/// As much of a sentence around as is looked at.
fn head(sentence: &Range<usize>) -> Range<usize> {
    sentence.start..sentence.end.min(sentence.start + 2 * REACH)
}

/// What the first words of a sentence do, and who speaks in it.
#[derive(Debug, Clone, Copy)]
struct Cues {
    reports: bool,
    papers: bool,
    /// Where each of [`LAST`] stands in it.
    last: [Option<CuePlace>; LAST.len()],
}

/// Where something stands in a sentence.
#[derive(Debug, Clone, Copy)]
enum CuePlace {
    /// In its first words.
    Head,
    /// In the source that its attribution of this number names.
    Source(u8),
}

impl Sentences {
    /// Those of a document.
    pub(super) fn of(reading: &Reading<'_>, document: &Document) -> Self {
        let seen = document.blocks.iter().enumerate().filter(|(_, block)| block.is_seen() && block.role != Role::Chrome);
        let of_block = |block: usize| (0..reading.sentences_of(block).len()).map(move |number| (block, number));
        let all: Vec<_> = seen.flat_map(|(block, _)| of_block(block)).collect();
        Self { heads: vec![OnceCell::new(); all.len()], all }
    }

    fn cues(&self, at: usize, line: &Line<'_>, sentence: &Range<usize>, attributions: &[Attribution]) -> Cues {
        *self.heads[at].get_or_init(|| {
            let classes = line.classes(head(sentence));
            let (reports, papers) = (classes.overlaps(REPORTS), classes.overlaps(PAPERS));
            let told = |is: &dyn Fn(&Attribution) -> bool| {
                attributions.iter().take(REACH).position(is).map(|number| CuePlace::Source(number as u8))
            };
            let whole = |holds: bool| holds.then_some(CuePlace::Head);
            let last = [
                told(&|told| matches!(told.standing, Standing::Named | Standing::Continued)),
                told(&|told| told.document && told.standing == Standing::Named),
                told(&|told| told.standing == Standing::Vague),
                whole(reports || classes.has(Class::AttributionPreposition)),
                whole(papers),
            ];
            Cues { reports, papers, last }
        })
    }

    /// The number of a sentence of a block, among all.
    pub(super) fn number(&self, block: usize, sentence: usize) -> Option<usize> {
        self.all.binary_search(&(block, sentence)).ok()
    }

    /// All of them.
    pub(super) fn all(&self) -> &[(usize, usize)] {
        &self.all
    }

    /// The block and number of a sentence.
    pub(super) fn at(&self, sentence: usize) -> Option<&(usize, usize)> {
        self.all.get(sentence)
    }

    /// Those behind one.
    pub(super) fn behind(&self, sentence: usize) -> impl Iterator<Item = &(usize, usize)> {
        self.all[sentence + 1..].iter()
    }
}

/// What is seen about a sentence, for each of its figures.
#[derive(Debug)]
pub(super) struct Heard {
    /// Words in it that report, or are reported from.
    cues: Vec<usize>,
    /// Who speaks in the sentences around it.
    pub(super) beside: Clues,
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
pub(super) fn few(number: usize) -> Fixed {
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
pub(super) fn backing(clues: &mut Clues, line: &Line<'_>, backing: &Backing, figure: &Figure) {
    let mut add = |slot, word| clues.add_here(slot, &[Word::Is(Fixed::new(word))], line);
    add(const { Fixed::new("step") }, backing.step.map_or("none", |step| step.name()));
    if let Some(standing) = backing.standing {
        let standing = match standing {
            Standing::Own => "own",
            Standing::Vague => "vague",
            Standing::Hearsay => "hearsay",
            Standing::Named | Standing::Continued => "named",
        };
        add(const { Fixed::new("standing") }, standing);
    }
    if let Some(excuse) = figure.excuse {
        add(const { Fixed::new("excuse") }, excuse.name());
    }
}

impl Around<'_> {
    /// What is seen about a sentence, whichever of its figures is looked from, in this room. Names are gathered with the figure's own.
    pub(super) fn told(&self, sentence: &Range<usize>, mut beside: Clues) -> Heard {
        self.around(&mut beside, sentence);
        let cues = sentence.clone().filter(|&token| self.line.tokens[token].classes.overlaps(ANY_CUE));
        Heard { cues: cues.collect(), beside }
    }

    fn number(&self, sentence: &Range<usize>) -> usize {
        self.scopes.told(self.block).0.partition_point(|other| other.start < sentence.start)
    }

    /// Gathers who speaks in a sentence; with names, also what `told` gathers of the ones before and behind.
    pub(super) fn gather(&self, clues: &mut Clues, sentence: &Range<usize>, told: &Heard) {
        if let Some(attributions) = self.scopes.told(self.block).1.get(self.number(sentence)) {
            self.here(clues, attributions);
        }
        self.cues(clues, &told.cues);
        self.openings(clues, sentence);
        if clues.names.is_some() {
            self.around(clues, sentence);
        }
    }

    /// The sentences before and behind.
    fn around(&self, clues: &mut Clues, sentence: &Range<usize>) {
        if !self.neighbours {
            self.alone(clues);
        } else if let Ok(own) = self.sentences.all.binary_search(&(self.block, self.number(sentence))) {
            self.beside(clues, own);
            self.last(clues, own);
        }
    }

    fn place(&self, tokens: Range<usize>) -> Place {
        Place { block: self.block, at: self.line.bytes(tokens) }
    }

    /// The attributions of the figure's own sentence: who, whether they govern it, from which side, how far away.
    fn here(&self, clues: &mut Clues, attributions: &[Attribution]) {
        let (line, at) = (&self.line, self.figure.tokens.start);
        if attributions.is_empty() {
            clues.add_here(const { Fixed::new("told-by") }, &[Word::Is(const { Fixed::new("nobody") })], line);
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
    fn cues(&self, clues: &mut Clues, cues: &[usize]) {
        let at = self.figure.tokens.start;
        let first = cues.partition_point(|&cue| cue + REACH < at);
        for &token in cues[first..].iter().take_while(|&&cue| cue < at + REACH) {
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
        for (_, slot) in BESIDE {
            clues.add_here(slot, &[Word::Is(const { Fixed::new("nothing") })], &self.line);
        }
        for slot in LAST {
            clues.add_here(slot, &[Word::Is(const { Fixed::new("never") })], &self.line);
        }
    }

    /// The three sentences before and the two behind: who speaks there.
    fn beside(&self, clues: &mut Clues, own: usize) {
        for (offset, slot) in BESIDE {
            let other = own.checked_add_signed(offset).filter(|other| *other < self.sentences.all.len());
            let Some(other) = other else {
                clues.add_here(slot, &[Word::Is(const { Fixed::new("nothing") })], &self.line);
                continue;
            };
            let (block, number) = self.sentences.all[other];
            let line = self.reading.line(block);
            let (sentences, attributions) = self.scopes.told(block);
            let sentence = sentences[number].clone();
            let place = Place { block, at: line.bytes(head(&sentence)) };
            let same = Word::Is(if block == self.block { const { Fixed::new("here") } } else { const { Fixed::new("there") } });
            let mut add = |word| clues.add(slot, &[same, Word::Is(word)], &line, place.clone());
            attributions[number].iter().take(REACH).for_each(|attribution| add(who(attribution)));
            if attributions[number].is_empty() {
                add(const { Fixed::new("nobody") });
            }
            let cues = self.sentences.cues(other, &line, &sentence, &attributions[number]);
            if cues.reports {
                add(const { Fixed::new("reports") });
            }
            if cues.papers {
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
        for (back, other) in (0..own).rev().take(BACK).enumerate() {
            let (block, number) = self.sentences.all[other];
            let line = self.reading.line(block);
            let (sentences, attributions) = self.scopes.told(block);
            let cues = self.sentences.cues(other, &line, &sentences[number], &attributions[number]);
            for (open, found) in open.iter_mut().zip(cues.last) {
                if let (Some(slot), Some(found)) = (*open, found) {
                    let tokens = match found {
                        CuePlace::Head => head(&sentences[number]),
                        CuePlace::Source(told) => attributions[number][usize::from(told)].source.clone(),
                    };
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
            clues.add_here(slot, &[Word::Is(const { Fixed::new("never") })], &self.line);
        }
    }
}
