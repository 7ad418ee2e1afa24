//! What is known of a whole piece where its figures are weighed: how each is told, who speaks most, what it tells much of.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::around::Sentences;
use super::clue::Fixed;
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::figure::{Figure, Sort};
use crate::prose::{Class, Classes, Line, Shape, key_of};
use crate::reading::{Place, Reading};
use crate::sourcing::scope::{Backing, Scopes};

/// How much of a sentence is looked at: nearly always all of it.
pub(super) const REACH: usize = 80;
/// How many figures of about one value are looked at.
const MOST: usize = 6;
/// How many sentences a piece opens with.
const OPENING: usize = 5;
/// By how much a share in words may differ from one in digits: "a third" and 34 %.
const SHARE: f64 = 0.015;
/// By how much a rounder amount may differ from the exact one, as a part of it: "half a million" and 489,647.
const AMOUNT: f64 = 0.05;
/// Words of grammar: what a sentence is about is said by others.
const SMALL: Classes = Classes::of(&[
    Class::Preposition,
    Class::Determiner,
    Class::Auxiliary,
    Class::Modal,
    Class::Contrast,
    Class::Opener,
    Class::Adverb,
    Class::Pronoun,
    Class::NeutralVerb,
    Class::AttributionPreposition,
    Class::Scale,
    Class::Percent,
]);
/// Words that report.
const REPORTS: Classes =
    Classes::of(&[Class::NeutralVerb, Class::EstimateVerb, Class::FactiveVerb, Class::AttributionPreposition]);

/// What a piece may tell much of.
const MUCH: [(Classes, Fixed); 9] = [
    (Classes::of(&[Class::Contest, Class::Play]), Fixed::new("much-played-piece")),
    (Classes::of(&[Class::Market]), Fixed::new("much-market-piece")),
    (Classes::of(&[Class::Result]), Fixed::new("much-results-piece")),
    (Classes::of(&[Class::HarmVerb, Class::HarmNoun]), Fixed::new("much-harm-piece")),
    (Classes::of(&[Class::StudyNoun]), Fixed::new("much-study-piece")),
    (Classes::of(&[Class::ChangeVerb]), Fixed::new("much-change-piece")),
    (Classes::of(&[Class::Priced, Class::Sums]), Fixed::new("much-price-piece")),
    (Classes::of(&[Class::Plan, Class::Future]), Fixed::new("much-plan-piece")),
    (Classes::of(&[Class::Texts]), Fixed::new("much-text-piece")),
];

/// A figure of the document that may claim something, and how it is told.
#[derive(Debug)]
pub(super) struct Recounted {
    pub(super) block: usize,
    pub(super) tokens: Range<usize>,
    /// Its sentence, by its number in the document.
    pub(super) sentence: usize,
    pub(super) sort: Sort,
    value: Option<f64>,
    /// The step by which it found its source, or why it has none.
    pub(super) how: Fixed,
    /// The figure right before it that it only converts: "$56.5m (£30.4m)".
    converts: Option<usize>,
    /// What its sentence is about, in order, once somebody asked.
    matter: OnceCell<Vec<u64>>,
}

impl Recounted {
    /// What its sentence is about.
    fn matter(&self, reading: &Reading<'_>) -> &[u64] {
        let sentence = || reading.sentence_at(self.block, self.tokens.start);
        self.matter.get_or_init(|| matter(&reading.line(self.block), sentence()))
    }

    /// Whether its sentence and that of another are about anything that is the same.
    pub(super) fn shares_matter(&self, other: &Self, reading: &Reading<'_>) -> bool {
        let theirs = other.matter(reading);
        self.matter(reading).iter().any(|word| theirs.binary_search(word).is_ok())
    }

    pub(super) fn place(&self, reading: &Reading<'_>) -> Place {
        Place { block: self.block, at: reading.line(self.block).bytes(self.tokens.clone()) }
    }
}

/// How many tokens of a sentence stand before the first that names who speaks as a source anywhere in the piece.
#[derive(Debug, Clone, Copy)]
struct NamedAt {
    /// Anybody.
    any: Option<u8>,
    /// The one who speaks most often.
    one: Option<u8>,
}

/// What is known of a whole piece.
#[derive(Debug, Default)]
pub(super) struct Discourse {
    /// Its figures, in order.
    pub(super) figures: Vec<Recounted>,
    /// By block and first token: the number of a figure.
    numbers: FxHashMap<(usize, usize), usize>,
    /// By about how much: numbers of figures.
    amounts: FxHashMap<(Sort, i64), Vec<usize>>,
    /// How often each name speaks as a source, by the key of its last word.
    pub(super) names: FxHashMap<u64, usize>,
    /// The name that speaks most often, where most is told on its word.
    pub(super) one: Option<u64>,
    /// Who of them is named in each sentence, once somebody asked.
    named: Vec<OnceCell<NamedAt>>,
    /// The latest year it names.
    pub(super) latest: usize,
    /// Clues about the whole piece.
    piece: Vec<Fixed>,
    /// How many of them, the first, are about who speaks.
    speaking: usize,
}

/// How a figure finds its source.
fn how(backing: &Backing) -> Fixed {
    match (backing.step, backing.standing) {
        (Some(step), _) => Fixed::new(step.name()),
        (None, Some(Standing::Vague | Standing::Hearsay)) => const { Fixed::new("vague") },
        (None, Some(Standing::Own)) => const { Fixed::new("own") },
        (None, _) => const { Fixed::new("none") },
    }
}

/// A sort and about how much: what figures of one quantity have in common.
fn about(sort: Sort, value: f64) -> (Sort, i64) {
    match sort {
        Sort::Percent | Sort::Ratio => (Sort::Percent, (share(sort, value) * 20.0).round() as i64),
        _ => (sort, (value.abs().max(f64::MIN_POSITIVE).ln() * 10.0).round() as i64),
    }
}

/// A share as a part of one.
fn share(sort: Sort, value: f64) -> f64 {
    if sort == Sort::Percent { value / 100.0 } else { value }
}

/// Whether two figures may tell one quantity in other words, one of them more roughly.
fn is_same((sort, value): (Sort, f64), (other, exact): (Sort, f64)) -> bool {
    let whole = |value: f64| value.fract() == 0.0;
    match sort {
        Sort::Percent | Sort::Ratio if sort != other => (share(sort, value) - share(other, exact)).abs() <= SHARE,
        Sort::Percent | Sort::Ratio => value != exact && (value - exact).abs() < 0.6 && whole(value) != whole(exact),
        _ => sort == other && value >= 100.0 && value != exact && (value - exact).abs() <= exact * AMOUNT,
    }
}

/// What a sentence is about: its plain words, by their first letters, in order.
fn matter(line: &Line<'_>, sentence: Range<usize>) -> Vec<u64> {
    let plain = |&at: &usize| {
        let token = &line.tokens[at];
        token.is_word() && token.end - token.start >= 4 && !token.classes.overlaps(SMALL)
    };
    let stem = |at: usize| {
        let word = line.word(at);
        let long = if word.len() < 7 { 4 } else { 6 };
        let end = word.char_indices().nth(long).map_or(word.len(), |(at, _)| at);
        key_of(&word[..end])
    };
    let end = sentence.end.min(sentence.start + REACH);
    let mut words: Vec<u64> = (sentence.start..end).filter(plain).map(stem).collect();
    words.sort_unstable();
    words
}

/// The year that a token names.
pub(super) fn year(line: &Line<'_>, at: usize) -> Option<usize> {
    let token = &line.tokens[at];
    let four = token.shape == Shape::Number && token.end - token.start == 4;
    four.then(|| line.word(at).parse().ok()).flatten().filter(|year| (1900..2040).contains(year))
}

impl Discourse {
    /// Looks at all figures of a document, and once at each of its sentences.
    pub(super) fn of(
        reading: &Reading<'_>,
        scopes: &Scopes<'_>,
        sentences: &Sentences,
        backed: &[(usize, &Figure, Backing)],
    ) -> Self {
        let mut all = Self::default();
        for (block, figure, backing) in backed {
            if figure.excuse.is_none_or(|excuse| excuse.is_record()) {
                all.add(reading, sentences, (*block, figure, backing));
            }
        }
        // Who speaks in a piece none of whose figures claims anything is not asked.
        if !all.figures.is_empty() {
            all.read(reading, scopes, sentences);
        }
        all
    }

    fn add(&mut self, reading: &Reading<'_>, sentences: &Sentences, (block, figure, backing): (usize, &Figure, &Backing)) {
        let line = reading.line(block);
        let number = reading.sentences_of(block).partition_point(|sentence| sentence.end <= figure.tokens.start);
        let Some(sentence) = sentences.number(block, number) else { return };
        let value = figure.low.filter(|low| Some(*low) == figure.high);
        let told = self.figures.len();
        self.numbers.insert((block, figure.tokens.start), told);
        if let Some(value) = value {
            let same = self.amounts.entry(about(figure.sort, value)).or_default();
            if same.len() < MOST {
                same.push(told);
            }
        }
        let start = figure.hedge.as_ref().map_or(figure.tokens.start, |hedge| hedge.start);
        let converts = told.checked_sub(1).filter(|&before| {
            let before = &self.figures[before];
            let end = before.tokens.end;
            let opens = line.mark(end, &['(']) || line.mark(end, &[';', ',', '/']) && before.converts.is_some();
            before.block == block && before.sentence == sentence && before.sort == figure.sort && opens && start <= end + 2
        });
        let (tokens, sort) = (figure.tokens.clone(), figure.sort);
        self.figures.push(Recounted {
            block,
            tokens,
            sentence,
            sort,
            value,
            how: how(backing),
            converts,
            matter: OnceCell::new(),
        });
    }

    /// Looks once at each sentence.
    fn read(&mut self, reading: &Reading<'_>, scopes: &Scopes<'_>, sentences: &Sentences) {
        let (mut much, mut spoken) = ([0; MUCH.len()], 0);
        let (mut study, mut paper) = (false, false);
        for (number, &(block, sentence)) in sentences.all().iter().enumerate() {
            let line = reading.line(block);
            let (ranges, attributions) = scopes.told(block);
            let classes = scopes.classes(block)[sentence];
            much.iter_mut().zip(MUCH).for_each(|(many, (of, _))| *many += usize::from(classes.overlaps(of)));
            let latest = ranges[sentence].clone().filter_map(|at| year(&line, at)).max();
            self.latest = self.latest.max(latest.unwrap_or_default());
            if number < OPENING {
                study |= classes.has(Class::StudyNoun);
                paper |= classes.has(Class::DocumentNoun) && classes.overlaps(REPORTS);
            }
            for told in attributions[sentence].iter().take(REACH).filter(|told| told.standing == Standing::Named) {
                spoken += 1;
                if let Some(name) = name(&line, told) {
                    *self.names.entry(name).or_default() += 1;
                }
            }
        }
        let most = self.names.iter().max_by_key(|(key, many)| (**many, **key));
        self.named = vec![OnceCell::new(); sentences.all().len()];
        self.one = most.filter(|(_, many)| **many >= 3 && **many * 2 > spoken).map(|(key, _)| *key);
        let enough = |many: usize| many >= 3 && many * 5 >= sentences.all().len();
        // "A new survey shows how people mend", and nobody in the whole piece: that survey made none of its figures.
        let named = spoken > 0 || reading.document.blocks.iter().any(|block| !block.links.is_empty());
        let told = [
            (study && named, const { Fixed::new("on-study-piece") }),
            (paper && named, const { Fixed::new("on-paper-piece") }),
            (self.one.is_some(), const { Fixed::new("one-source-piece") }),
        ];
        let much = much.into_iter().zip(MUCH).map(|(many, (_, slot))| (enough(many), slot));
        self.speaking = told.iter().filter(|(holds, _)| *holds).count();
        self.piece = told.into_iter().chain(much).filter(|(holds, _)| *holds).map(|(_, slot)| slot).collect();
    }

    /// Clues about the whole piece; those about who speaks in it only where its sentences may speak for one another.
    pub(super) fn piece(&self, neighbours: bool) -> &[Fixed] {
        &self.piece[if neighbours { 0 } else { self.speaking }..]
    }

    /// The first tokens of a sentence, of this number among all, that name anybody who speaks in the piece, and the one who does most often.
    pub(super) fn named(&self, number: usize, line: &Line<'_>, sentence: &Range<usize>) -> [Option<usize>; 2] {
        let find = || {
            let words = line.tokens[sentence.clone()].iter().take(REACH);
            let mut capitals = (0..).zip(words).filter(|(_, token)| token.is_capital());
            let any = capitals.find(|(_, token)| self.names.contains_key(&token.key));
            let one = any.into_iter().chain(capitals).find(|(_, token)| Some(token.key) == self.one);
            NamedAt { any: any.map(|(at, _)| at), one: one.map(|(at, _)| at) }
        };
        let NamedAt { any, one } = *self.named[number].get_or_init(find);
        [any, one].map(|before| Some(sentence.start + usize::from(before?)))
    }

    /// The number of a figure.
    pub(super) fn number(&self, block: usize, figure: &Figure) -> Option<usize> {
        self.numbers.get(&(block, figure.tokens.start)).copied()
    }

    /// The first token of the figure that a figure converts, if it converts one.
    pub(super) fn converted(&self, block: usize, figure: &Figure) -> Option<usize> {
        let mut told = &self.figures[self.number(block, figure)?];
        told.converts?;
        while let Some(before) = told.converts {
            told = &self.figures[before];
        }
        Some(told.tokens.start)
    }

    /// Figures of other sentences that may tell the quantity of a figure in other words.
    pub(super) fn alike(&self, own: &Recounted) -> impl Iterator<Item = &Recounted> {
        let value = own.value.unwrap_or_default();
        let (sort, step) = about(own.sort, value);
        let near =
            (step.saturating_sub(1)..=step.saturating_add(1)).filter_map(move |step| self.amounts.get(&(sort, step))).flatten();
        let one = (own.sort, value);
        near.map(|&other| &self.figures[other]).filter(move |other| {
            let same = |theirs: f64| is_same(one, (other.sort, theirs)) || is_same((other.sort, theirs), one);
            own.value.is_some() && other.sentence != own.sentence && other.value.is_some_and(same)
        })
    }
}

/// The key of the last word of a source's name.
fn name(line: &Line<'_>, told: &Attribution) -> Option<u64> {
    let at = told.source.clone().rev().find(|&at| line.tokens[at].is_capital() && !line.has(at, Class::Opener))?;
    Some(line.tokens[at].key)
}
