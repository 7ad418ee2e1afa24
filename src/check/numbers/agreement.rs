//! Headline, standfirst and body that give one thing different values.

use rustc_hash::{FxHashMap, FxHashSet};

use super::stated::{Sentence, Stated, is_quantity, sentences};
use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::figure::Sort;
use crate::prose::{Class, Grammar, Line, Token};
use crate::reading::Reading;
use crate::text::Role;

/// How many words before a number and behind what it counts tell what happened to it. Chosen by hand; no measurement of it is kept.
const BESIDE: usize = 4;
/// How many words two sentences must share, the counted noun left out. Chosen by hand; no measurement of it is kept.
const SHARED: usize = 2;
/// How many figures of headline and standfirst are looked at, and how many of the article for each: no more stand in any article.
const MOST: (usize, usize) = (24, 48);
/// How many times as large one value of the same thing may be as the other. Chosen by hand; no measurement of it is kept.
const FAR: f64 = 5.0;

/// The sentences of an article, and where they count what.
struct Counts<'a> {
    reading: &'a Reading<'a>,
    sentences: Vec<Sentence<'a>>,
    /// By the noun: sentence and figure.
    counted: FxHashMap<u64, Vec<(usize, Stated<'a>)>>,
}

/// Figures of headline and standfirst that the article gives otherwise.
pub(super) fn hits(draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let mut heads = reading.document.blocks.iter().enumerate().filter(|(_, block)| matches!(block.role, Role::Title | Role::Dek));
    if !heads.any(|(number, _)| draft.figures(number).iter().any(is_quantity)) {
        return Vec::new();
    }
    let article = Counts::read(draft);
    let heads =
        article.sentences.iter().enumerate().filter(|(_, sentence)| matches!(article.role(sentence), Role::Title | Role::Dek));
    let figures = heads.flat_map(|(number, sentence)| sentence.figures.iter().map(move |&stated| (number, stated)));
    figures.take(MOST.0).filter_map(|(number, stated)| article.disagreement(number, stated)).collect()
}

impl<'a> Counts<'a> {
    fn read(draft: &'a Draft<'a>) -> Self {
        let sentences: Vec<Sentence<'a>> = sentences(draft, 1).collect();
        let mut counted: FxHashMap<u64, Vec<(usize, Stated<'a>)>> = FxHashMap::default();
        for (number, sentence) in sentences.iter().enumerate() {
            for &stated in &sentence.figures {
                if let Some(noun) = noun(draft.reading.grammar, &sentence.line, stated) {
                    counted.entry(noun).or_default().push((number, stated));
                }
            }
        }
        Self { reading: &draft.reading, sentences, counted }
    }

    fn role(&self, sentence: &Sentence<'_>) -> Role {
        self.reading.document.blocks[sentence.block].role
    }

    /// The other value of what a figure of the head counts, the one in the most similar sentence, if the article never gives the
    /// same.
    fn disagreement(&self, number: usize, stated: Stated<'_>) -> Option<Hit> {
        let sentence = &self.sentences[number];
        let noun = noun(self.reading.grammar, &sentence.line, stated)?;
        // The standfirst is held against the headline too, but not the headline against the standfirst again.
        let below = |other: &Sentence<'_>| match self.role(other) {
            Role::Title => self.role(sentence) == Role::Dek,
            role => matches!(role, Role::Body | Role::Folded),
        };
        let others = self.counted.get(&noun)?.iter().take(MOST.1);
        let others: Vec<_> = others.filter(|(other, _)| *other != number && below(&self.sentences[*other])).collect();
        if others.iter().any(|(_, other)| other.quantity.agrees(&stated.quantity)) || self.knows(sentence.block, stated) {
            return None;
        }
        let subject: FxHashMap<u64, &str> = words(self.reading.grammar, sentence, noun).collect();
        let alike = |&&(other, figure): &&(usize, Stated<'a>)| {
            let (other, mut seen) = (&self.sentences[other], FxHashSet::default());
            let shared: Vec<&str> = words(self.reading.grammar, other, noun)
                .filter(|(key, _)| seen.insert(*key))
                .filter_map(|(key, _)| subject.get(&key).copied())
                .collect();
            let same_sort = figure.figure.sort == stated.figure.sort;
            let near = is_near(stated.quantity.high, figure.quantity.high);
            let fits = same_sort && near && shared.len() >= SHARED && !is_part(other, figure);
            let fits = fits && self.same_event(sentence, stated, other, figure);
            fits.then_some((shared, other, figure))
        };
        let best = others.iter().filter_map(alike).reduce(|best, next| if next.0.len() > best.0.len() { next } else { best });
        best.map(|(shared, other, figure)| self.hit((sentence, stated), (other, figure), &shared))
    }

    /// Whether two figures share a word close before the number or close behind what it counts: “destroyed 340 homes”, “destroys 430
    /// homes”, but not “found 8 products”, “testing 18 products”.
    fn same_event(&self, here: &Sentence<'_>, stated: Stated<'_>, there: &Sentence<'_>, other: Stated<'_>) -> bool {
        let beside = |sentence: &Sentence<'_>, stated: Stated<'_>| {
            let (start, end) = (stated.start(), stated.figure.noun.unwrap_or(stated.end()) + 1);
            let near = (start.saturating_sub(BESIDE).max(sentence.tokens.start)..start)
                .chain(end..(end + BESIDE).min(sentence.tokens.end));
            let words = near.filter(|&at| sentence.line.get(at).is_some_and(|token| tells(&token)));
            words.map(|at| self.reading.grammar.stem(sentence.line.word(at))).collect::<FxHashSet<u64>>()
        };
        !beside(here, stated).is_disjoint(&beside(there, other))
    }

    /// Whether the article gives this value for anything at all.
    fn knows(&self, block: usize, stated: Stated<'_>) -> bool {
        let same = |other: &Stated<'_>| other.figure.sort == stated.figure.sort && other.quantity.agrees(&stated.quantity);
        stated.quantity.high >= 10.0
            && self.sentences.iter().any(|sentence| sentence.block != block && sentence.figures.iter().any(same))
    }

    fn hit(&self, here: (&Sentence<'_>, Stated<'_>), there: (&Sentence<'_>, Stated<'_>), shared: &[&str]) -> Hit {
        let place = |(sentence, stated): (&Sentence<'_>, Stated<'_>)| sentence.place(stated.figure.tokens.clone());
        let part = |sentence: &Sentence<'_>| match self.role(sentence) {
            Role::Title => "headline",
            Role::Dek => "standfirst",
            _ => "text",
        };
        let (reading, theirs) = (self.reading, place(there));
        let other = reading.text(&theirs);
        let mut hit = Hit::new(reading.span(&place(here)), reading.text(&place(here)));
        hit.words =
            vec![("other", other.to_owned()), ("where", part(here.0).to_owned()), ("elsewhere", part(there.0).to_owned())];
        hit.label = format!("the {} says {other}", part(there.0));
        hit.related.push(Related::here(reading.span(&theirs), "the same thing, another value"));
        let words: Vec<_> = shared.iter().take(5).map(|word| format!("“{word}”")).collect();
        hit.notes.push(format!("taken for the same thing because both count the same noun beside {}", words.join(", ")));
        hit
    }
}

fn is_near(a: f64, b: f64) -> bool {
    a <= b * FAR && b <= a * FAR
}

/// Whether a figure is a part of, or a change to, another: "of those, 40", "another 40", "40 more".
fn is_part(sentence: &Sentence<'_>, stated: Stated<'_>) -> bool {
    let line = &sentence.line;
    let hedge = stated.figure.hedge.clone().is_some_and(|hedge| line.classes(hedge).has(Class::PartBefore));
    hedge || line.has_before(stated.start(), Class::PartBefore) || line.has(stated.end(), Class::PartBehind)
}

/// What a figure counts.
fn noun(grammar: &Grammar, line: &Line<'_>, stated: Stated<'_>) -> Option<u64> {
    let counts = matches!(stated.figure.sort, Sort::Count | Sort::Percent);
    counts.then(|| stated.figure.noun.map(|noun| grammar.stem(line.word(noun)))).flatten()
}

/// What says nothing of a sentence's subject.
const EMPTY: &[Class] = &[
    Class::Pronoun,
    Class::Determiner,
    Class::Auxiliary,
    Class::Modal,
    Class::Preposition,
    Class::Contrast,
    Class::NumberWord,
    Class::Scale,
    Class::Percent,
    Class::Duration,
    Class::NeutralVerb,
    Class::AttributionPreposition,
];

/// Whether a word tells what a sentence is about.
fn tells(token: &&Token) -> bool {
    token.is_word() && token.end - token.start > 3 && !token.classes.any(EMPTY)
}

/// The words of a sentence that say what it is about, by their keys; the counted noun left out.
fn words<'a>(grammar: &Grammar, sentence: &Sentence<'a>, noun: u64) -> impl Iterator<Item = (u64, &'a str)> {
    let line = sentence.line;
    let words = line.tokens[sentence.tokens.clone()].iter().filter(tells);
    words.map(move |token| (grammar.stem(token.of(line.text)), token.of(line.text))).filter(move |(key, _)| *key != noun)
}
