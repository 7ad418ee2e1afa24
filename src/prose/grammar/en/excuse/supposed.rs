//! Numbers that nobody claims: asked about, defined, proposed, made up, or taken back.

use super::FigureContext;
use crate::prose::class::Class;
use crate::prose::figure::Sort;
use crate::prose::token::Shape;

/// How many words before and behind a figure are looked at. Chosen by hand; no measurement of it is kept.
const NEAR: usize = 10;
const SENTENCE: usize = 40;

impl FigureContext<'_> {
    /// The tokens before the figure in its sentence, nearest first.
    fn before(&self) -> impl Iterator<Item = usize> {
        let line = self.line;
        let stops = |at: usize| line.mark(at, &['.', '!', '?']) && !(line.glued(at) && line.glued(at + 1));
        (self.start.saturating_sub(SENTENCE)..self.start).rev().take_while(move |&at| !stops(at))
    }

    /// Where its sentence ends, at a mark.
    fn stop(&self) -> Option<usize> {
        let line = self.line;
        let stops = |at: usize| line.mark(at, &['.', '!', '?']) && !(line.glued(at) && line.glued(at + 1));
        (self.end..self.end + SENTENCE).find(|&at| stops(at))
    }

    /// Whether nobody claims the number at all.
    pub(super) fn unclaimed(&self) -> bool {
        self.asked() || self.defines() || self.premised() || self.proposed() || self.made_up() || self.taken_back()
    }

    /// "What share of people has $10,000 in debt?" asks for another number.
    fn asked(&self) -> bool {
        let line = self.line;
        let Some(first) = self.before().last() else { return false };
        let shares = words!["share", "percentage", "percent", "proportion", "fraction", "part"];
        let wants = line.is(first, words!["what", "which"]) && line.is(first + 1, shares)
            || line.is(first, words!["how"]) && line.is(first + 1, words!["many", "much"]);
        let given = line.follows(self.start, words!["the", "these", "those", "all", "its", "their"]);
        wants && !given && self.stop().is_some_and(|stop| line.mark(stop, &['?']))
    }

    /// "The median is the value that half of all towns lie below", "“median” means that half of them": what a word means.
    fn defines(&self) -> bool {
        let line = self.line;
        let points = words!["value", "point", "number", "level", "income", "age", "price", "amount", "dose"];
        let bounds = words!["that", "at", "which", "where", "below", "above"];
        self.before().take(NEAR).any(|at| {
            let quoted = at > 0 && line.mark(at - 1, &['”', '"', '’', '\'', ')']);
            let means = line.is(at, words!["means", "meaning"]) && quoted;
            let is = line.is(at, words!["is", "was"]) && line.is(at + 1, words!["the", "a"]) && line.is(at + 2, points);
            let defined = line.is(at, words!["is", "are"]) && line.is(at + 1, words!["defined"]);
            means || defined || is && line.is(at + 3, bounds)
        })
    }

    /// "Saved a year: assumed to be $4,000": the writer's premise.
    fn premised(&self) -> bool {
        let line = self.line;
        let heads = |at: usize| line.is(at, words!["assumed"]) && (at == 0 || line.mark(at - 1, &[':', '(']));
        (self.start.saturating_sub(4)..self.start).any(heads)
    }

    /// "Wealth over $7.2 million should be taxed", "raise your share by 1% each year until you reach 15%": what is to be.
    fn proposed(&self) -> bool {
        let line = self.line;
        let bound = line.follows(self.start, words!["over", "above", "under", "below", "exceeding", "than"]);
        let ought = (self.end..self.end + 4).find(|&at| line.is(at, words!["should", "must", "ought", "would"]));
        let law = words!["taxed", "subject", "barred", "exempt", "banned", "capped", "paid", "charged", "levied", "required"];
        let proposed = ought.is_some_and(|at| (at + 1..at + 4).any(|at| line.is(at, law)));
        let reach = words!["reach", "hit", "have", "get"];
        let until = |at: usize| line.is(at, words!["until", "till"]) && line.is(at + 1, words!["you"]) && line.is(at + 2, reach);
        let raises = words!["increase", "raise", "boost", "cut", "lower", "reduce", "bump", "lift"];
        let yours = |at: usize| {
            let own = line.is(at, raises) && line.is(at + 1, words!["your"]);
            own && (at + 2..self.start).any(|at| line.is(at, words!["by", "to"]))
        };
        let told =
            |at: usize| until(at) || yours(at) && !self.before().any(|at| line.has_any(at, &[Class::Modal, Class::Auxiliary]));
        bound && proposed || self.figure.sort != Sort::Multiple && self.before().take(NEAR).any(told)
    }

    /// "96.8% of people love numbers. Fair enough, we made that one up.": the next sentence takes it for a joke.
    fn made_up(&self) -> bool {
        let line = self.line;
        let Some(stop) = self.stop() else { return false };
        let made = |at: usize| {
            let near = (at + 1..at + 5).take_while(|&at| line.get(at).is_some_and(|token| token.shape == Shape::Word));
            line.is(at, words!["made", "making"])
                && line.is(at + 1, words!["that", "this", "it", "those", "these", "them"])
                && near.into_iter().any(|at| line.is(at, words!["up"]))
        };
        (stop + 1..stop + NEAR).any(made)
    }

    /// "An earlier version wrongly said that three people were hurt": what is corrected.
    fn taken_back(&self) -> bool {
        let line = self.line;
        let wrongly = words!["incorrectly", "wrongly", "mistakenly", "erroneously"];
        let said = words!["stated", "said", "reported", "gave", "put", "listed", "identified", "referred", "claimed", "noted"];
        let wrong = |at: usize| line.is(at, wrongly) && (line.is(at + 1, said) || line.is(at.wrapping_sub(1), said));
        // "wrongly said 40, and not 60": the second one is right.
        let instead = (self.start.saturating_sub(3)..self.start).any(|at| line.is(at, words!["not", "instead", "rather"]));
        !instead && self.before().any(wrong)
    }
}
