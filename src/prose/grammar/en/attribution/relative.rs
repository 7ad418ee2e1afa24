//! Amounts that stand right before whoever estimated them.

use super::finder::{AttributionFinder, VERBS};
use crate::prose::class::Class;
use crate::prose::token::Shape;

impl AttributionFinder<'_, '_> {
    /// "the 7% the treasury reckoned with in May": the amount right before a speaker begins here.
    pub(super) fn amount_before(&self, speaker: usize) -> Option<usize> {
        let line = self.line;
        let near = (self.sentence.start.max(speaker.saturating_sub(5))..speaker).rev();
        let joins = |at: &usize| {
            let token = &line.tokens[*at];
            token.shape == Shape::Number
                || line.mark(*at, &['%', '$', '£', '€'])
                || token.is_word()
                    && !token.classes.any(&[Class::Auxiliary, Class::Modal, Class::Determiner, Class::ClauseOpener])
        };
        let amount: Vec<usize> = near.take_while(joins).collect();
        let verb = |at: &usize| line.has_any(*at, VERBS) || self.is_preposition(*at);
        let figure = amount.iter().position(|&at| line.tokens[at].shape == Shape::Number)?;
        let first = amount[figure] - usize::from(line.mark(amount[figure].wrapping_sub(1), &['$', '£', '€']));
        (!amount[..figure].iter().any(verb)).then_some(first)
    }

    /// Whether a relative clause ends behind its verb: "… the state predicted last August".
    pub(super) fn ends_relative(&self, verb: usize, end: usize) -> bool {
        let line = self.line;
        let time = line.has_any(end, &[Class::Adverb, Class::Weekday, Class::Month])
            || line.is(end, words!["a", "last", "this", "earlier", "in"])
                && (end..end + 3).any(|at| line.has_any(at, &[Class::Duration, Class::Month]));
        line.has_any(verb, &[Class::EstimateVerb]) && (self.closes(end) || time)
    }
}
