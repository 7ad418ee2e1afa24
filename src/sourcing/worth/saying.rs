//! What a sentence says wherever its figures stand: seen once, and asked for each of them.

use std::ops::Range;

use super::clue::{Fixed, KnownClue, Word, known};
use crate::prose::figure::{Figure, Sort};
use crate::prose::{Class, Line, Shape};

/// The slot of the words of a sentence.
pub(super) const SENTENCE: Fixed = Fixed::new("sentence");

/// What tells the manner of a sentence wherever it stands in it.
const ANYWHERE: &[(Class, Fixed)] = &[
    (Class::Now, Fixed::new("today")),
    (Class::JustNow, Fixed::new("just-now")),
    (Class::SecondPerson, Fixed::new("second-person")),
    (Class::Past, Fixed::new("past")),
    (Class::Present, Fixed::new("present")),
    (Class::Perfect, Fixed::new("perfect")),
    (Class::Typical, Fixed::new("typical")),
    (Class::Total, Fixed::new("total")),
    (Class::Since, Fixed::new("since")),
    (Class::Condition, Fixed::new("condition")),
    (Class::Future, Fixed::new("future")),
    (Class::Meanwhile, Fixed::new("meanwhile")),
];

/// What was seen in a sentence, each at its first token.
#[derive(Debug)]
pub(super) struct Saying {
    block: usize,
    pub(super) sentence: Range<usize>,
    /// Whether it tells anything on the word of somebody with a name.
    pub(super) tells: bool,
    /// Where its clauses are cut, in order.
    cuts: Vec<usize>,
    /// What tells its manner before its years, and behind them.
    before: Vec<(Fixed, usize)>,
    behind: Vec<(Fixed, usize)>,
    /// Where years stand in it, in order.
    years: Vec<usize>,
    /// Which figures of the block are its counts of something named, in order.
    counts: Vec<usize>,
    /// Its first words as clues, as far as anybody asked.
    known: Vec<Option<KnownClue>>,
}

impl Saying {
    /// What a sentence of a block with these figures says; `tells` where it does on the word of somebody with a name.
    pub(super) fn of(line: &Line<'_>, block: usize, sentence: &Range<usize>, figures: &[Figure], tells: bool) -> Self {
        let first = |is: &dyn Fn(usize) -> bool| sentence.clone().find(|&at| is(at));
        let classes = line.classes(sentence.clone());
        // Where no word has a class, none is looked for.
        let of = |class: Class| classes.has(class).then(|| first(&|at| line.has(at, class))).flatten();
        let month = classes.has(Class::Month).then(|| first(&|at| line.has(at, Class::Month) && line.tokens[at].is_capital()));
        let found = |features: &[(Fixed, Option<usize>)]| -> Vec<(Fixed, usize)> {
            features.iter().filter_map(|&(feature, at)| Some((feature, at?))).collect()
        };
        let mut before: Vec<_> = ANYWHERE.iter().filter_map(|&(class, feature)| Some((feature, of(class)?))).collect();
        before.extend(found(&[(const { Fixed::new("first-person") }, of(Class::Speaker))]));
        Self {
            block,
            sentence: sentence.clone(),
            tells,
            cuts: sentence.clone().filter(|&at| is_cut(line, at)).collect(),
            before,
            behind: found(&[
                (const { Fixed::new("month") }, month.flatten()),
                (const { Fixed::new("deal") }, of(Class::Deals)),
                (const { Fixed::new("quotes") }, first(&|at| line.mark(at, &['“', '"']))),
                (const { Fixed::new("superlative") }, of(Class::Superlative)),
            ]),
            years: sentence.clone().filter(|&at| is_year(line, at)).collect(),
            counts: counts(sentence, figures),
            known: Vec::with_capacity(sentence.len()),
        }
    }

    /// Whether it is what this sentence says.
    pub(super) fn is_of(&self, block: usize, sentence: &Range<usize>) -> bool {
        self.block == block && self.sentence == *sentence
    }

    /// Words of it as clues, where they weigh; none of a mark.
    pub(super) fn known(&mut self, line: &Line<'_>, words: &Range<usize>) -> &[Option<KnownClue>] {
        let start = self.sentence.start;
        let is_mark = |at: usize| line.get(at).is_some_and(|token| matches!(token.shape, Shape::Mark(_)));
        let clue = |at: usize| if is_mark(at) { None } else { known(SENTENCE, &[Word::Token(at)], line) };
        self.known.extend((start + self.known.len()..words.end).map(clue));
        self.known.get(words.start - start..words.end - start).unwrap_or_default()
    }

    /// What it says beside a figure: each feature with its token.
    pub(super) fn beside(&self, figure: &Range<usize>) -> impl Iterator<Item = (Fixed, usize)> {
        let dated = self.years.iter().find(|at| !figure.contains(at)).map(|&at| (const { Fixed::new("dated") }, at));
        self.before.iter().copied().chain(dated).chain(self.behind.iter().copied())
    }

    /// The last count of something named that stands whole before a token, among the figures of its block.
    pub(super) fn count_before<'a>(&self, token: usize, figures: &'a [Figure]) -> Option<&'a Figure> {
        let end = self.counts.partition_point(|&at| figures[at].tokens.start < token);
        self.counts[..end].iter().rev().map(|&at| &figures[at]).find(|figure| figure.tokens.end <= token)
    }

    /// The clause that holds a figure, cut at semicolons, dashes and joining words.
    pub(super) fn clause(&self, figure: &Range<usize>) -> Range<usize> {
        let last = self.cuts.partition_point(|&cut| cut < figure.start).checked_sub(1);
        let next = self.cuts.get(self.cuts.partition_point(|&cut| cut < figure.end));
        last.map_or(self.sentence.start, |last| self.cuts[last] + 1)..next.copied().unwrap_or(self.sentence.end)
    }
}

fn counts(sentence: &Range<usize>, figures: &[Figure]) -> Vec<usize> {
    let [first, end] = [sentence.start, sentence.end].map(|token| figures.partition_point(|figure| figure.tokens.start < token));
    let named = |figure: &Figure| figure.sort == Sort::Count && figure.excuse.is_none() && figure.noun.is_some();
    (first..end.max(first)).filter(|&at| named(&figures[at])).collect()
}

fn is_cut(line: &Line<'_>, at: usize) -> bool {
    line.mark(at, &[';', ':', '—', '(', ')']) || line.has_any(at, &[Class::Contrast, Class::Who, Class::Because])
}

fn is_year(line: &Line<'_>, at: usize) -> bool {
    line.get(at).is_some_and(|token| token.shape == Shape::Number)
        && line.word(at).len() == 4
        && line.word(at).starts_with(['1', '2'])
}
