//! Reasons not to ask that the words of a sentence rule out, whatever was learned of them.

use std::ops::Range;

use crate::prose::attribution::Standing;
use crate::prose::figure::{Figure, Sort};
use crate::prose::{Class, Line, Shape};
use crate::reading::Reading;
use crate::sourcing::scope::Scopes;

/// How many paragraphs back a year is looked for. Chosen by hand; no measurement of it is kept.
const YEAR_REACH: usize = 6;
/// How many paragraphs back somebody counts for the whole piece. Chosen by hand; no measurement of it is kept.
const COUNT_REACH: usize = 6;

/// How many words and marks before a figure it may be called an average. Chosen by hand; no measurement of it is kept.
const AVERAGE_REACH: usize = 8;

/// Where a figure stands.
#[derive(Clone, Copy)]
pub(super) struct WeighedFigure<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) scopes: &'a Scopes<'a>,
    pub(super) block: usize,
    pub(super) figure: &'a Figure,
    pub(super) sentence: &'a Range<usize>,
}

/// Whether a reason cannot hold for a figure.
pub(super) fn rules_out(reason: &str, stand: WeighedFigure<'_>) -> bool {
    match reason {
        "settled" => stand.is_fresh_harm(),
        "price" => stand.is_averaged(),
        "own" => stand.is_of_the_world(),
        _ => false,
    }
}

impl WeighedFigure<'_> {
    fn line(&self) -> Line<'_> {
        self.reading.line(self.block)
    }

    /// The dead and injured of an event without a year: settled is what is old.
    fn is_fresh_harm(&self) -> bool {
        let line = self.line();
        let classes = line.classes(self.sentence.clone());
        let harmed = self.figure.sort == Sort::Count && classes.any(&[Class::HarmVerb]);
        let old = |line: &Line<'_>| {
            (0..line.tokens.len()).any(|at| is_year(line, at) || line.has_any(at, &[Class::Era, Class::PastYear]))
        };
        let blocks = self.block.saturating_sub(YEAR_REACH)..self.block + 1;
        harmed && !blocks.into_iter().any(|block| old(&self.reading.line(block)))
    }

    /// "The average boat owner owes $7,499", "Median salary: $30,000": somebody worked that out.
    fn is_averaged(&self) -> bool {
        let (line, start) = (self.line(), self.figure.tokens.start);
        let classes = line.classes(self.sentence.clone());
        let near = self.sentence.start.max(start.saturating_sub(AVERAGE_REACH))..start;
        let average = near.rev().take_while(|&at| !line.mark(at, &[',', ';', '(']));
        // "$245 on average"
        let end = self.figure.tokens.end;
        let behind = (end..self.sentence.end.min(end + 2)).take_while(|&at| line.tokens[at].is_word());
        classes.has(Class::Typical) && classes.has(Class::Owing) && !classes.has(Class::Priced)
            || average.chain(behind).any(|at| line.has(at, Class::Average))
    }

    /// A share of people at large, or what a whole country has, where nobody of the piece is said to have counted anything.
    fn is_of_the_world(&self) -> bool {
        let line = self.line();
        let end = self.figure.tokens.end;
        let share = matches!(self.figure.sort, Sort::Percent | Sort::Ratio) && line.has(end, Class::Of);
        let ours = (end + 1..end + 5).any(|at| line.has_any(at, &[Class::Ours, Class::Possessive]));
        let people = (end + 1..end + 5).any(|at| line.has(at, Class::People)) || self.is_of_many(end + 1);
        let land = line.classes(self.sentence.clone()).has(Class::OurLand);
        let counts = |block: usize| {
            let (_, told) = self.scopes.told(block);
            let asked = self.scopes.classes(block).iter().any(|sentence| sentence.has(Class::OwnStudy));
            asked || told.iter().flatten().any(|source| source.standing == Standing::Own)
        };
        let blocks = self.block.saturating_sub(COUNT_REACH)..self.block + 1;
        land || share && people && !ours && !blocks.into_iter().any(counts)
    }

    /// "of companies", "of small firms": of all that are called so, not of "the firms" or "these firms".
    fn is_of_many(&self, at: usize) -> bool {
        let line = self.line();
        let plain = |at: usize| line.get(at).is_some_and(|token| token.shape == Shape::Word);
        let plural = |at: usize| plain(at) && self.reading.grammar.singular(line.word(at)) != line.word(at);
        let narrows = line.has_any(at, &[Class::Determiner, Class::Preposition, Class::Pronoun]);
        !narrows && (plural(at) || plain(at) && plural(at + 1))
    }
}

fn is_year(line: &Line<'_>, at: usize) -> bool {
    let four = line.get(at).is_some_and(|token| token.shape == Shape::Number && token.end - token.start == 4);
    four && line.word(at).starts_with(['1', '2'])
}
