//! The words that name a source: where their noun phrase begins and ends, and whether they name anybody.

use std::ops::Range;

use super::{AGENTS, Finder, VERBS};
use crate::prose::attribution::Standing;
use crate::prose::class::Class;
use crate::prose::token::Shape;

impl Finder<'_, '_> {
    /// "The Afghan Press (AP)": from the end of a bracket back to its beginning.
    pub(super) fn before_bracket(&self, end: usize) -> usize {
        let low = self.sentence.start.max(end.saturating_sub(8));
        let closed = end > low && self.line.mark(end - 1, &[')']);
        let open = closed.then(|| (low + 1..end).rev().find(|&at| self.line.mark(at, &['(']))).flatten();
        open.unwrap_or(end)
    }

    /// From the comma that closes an apposition back to the end of what it describes.
    pub(super) fn before_apposition(&self, close: usize) -> Option<usize> {
        let low = self.sentence.start.max(close.saturating_sub(40));
        let mut at = close;
        let mut last = None;
        while at > low {
            at -= 1;
            if self.line.mark(at, &[',']) {
                last = Some(at);
                if at > low && self.is_agent(at - 1) {
                    return Some(at);
                }
            }
        }
        // "In addition, Kemble Group, predicts": no apposition, a stray comma.
        if close > self.sentence.start && self.is_agent(close - 1) {
            Some(close)
        } else {
            last.filter(|&open| open > self.sentence.start)
        }
    }

    pub(super) fn is_agent(&self, at: usize) -> bool {
        self.line.get(at).is_some_and(|token| token.is_capital() || token.classes.any(AGENTS))
    }

    /// Where the noun phrase that ends at `end` begins.
    pub(super) fn phrase_start(&self, end: usize) -> usize {
        let line = self.line;
        let low = self.sentence.start.max(end.saturating_sub(24));
        let mut start = end;
        while start > low {
            let before = start - 1;
            let token = &line.tokens[before];
            let joins = token.is_word() && !token.classes.any(&[Class::Auxiliary, Class::Modal, Class::Contrast])
                || line.dash(before)
                || line.mark(before, &['.', '&', '\'', '’']) && line.glued(before);
            let verb = token.classes.any(VERBS) && !token.classes.any(AGENTS) && !token.is_capital();
            let relative = line.is(before, words!["that", "which", "who", "because", "if", "when", "as", "so"])
                || line.is(before, words!["and"]) && line.mark(before.wrapping_sub(1), &[',']);
            if !joins || verb || relative {
                break;
            }
            start = before;
        }
        start
    }

    /// The noun phrase that begins at `start`: names, nouns, "of the …".
    pub(super) fn noun_phrase(&self, start: usize) -> Range<usize> {
        let line = self.line;
        let mut end = start;
        while end < self.sentence.end && end < start + 16 {
            let token = &line.tokens[end];
            let joins = token.is_word()
                || line.dash(end) && line.glued(end)
                || line.mark(end, &['.', '&', '\'', '’']) && line.glued(end) && end + 1 < self.sentence.end;
            let verb = end > start && token.classes.any(&[Class::Auxiliary, Class::Modal])
                || line.is(end, words!["which", "who", "that", "when"]);
            if !joins || verb {
                break;
            }
            end += 1;
        }
        start..end
    }

    /// What the words of a source are worth; `None` when they are no source.
    pub(super) fn judge(&self, source: Range<usize>) -> Option<(Standing, bool)> {
        let line = self.line;
        if source.is_empty() {
            return None;
        }
        let any = |classes: &[Class]| source.clone().any(|at| line.has_any(at, classes));
        let document = any(&[Class::PaperNoun]);
        let first = source.start;
        // "Researchers at …", "Green fields …": a capital first word that no name or office follows.
        let is_plain_opening = |at: usize| {
            let named = line.tokens[at + 1].is_capital() || line.is(at + 1, words!["'s"]) || line.has_any(at + 1, AGENTS);
            line.tokens[at].shape == Shape::Name && !named
        };
        let name = source.clone().any(|at| {
            let token = &line.tokens[at];
            let initial = at == self.sentence.start;
            token.is_capital()
                && !token.classes.any(&[Class::Month, Class::Weekday, Class::Pronoun, Class::Determiner])
                && !(initial && token.classes.any(&[Class::Opener, Class::VagueNoun, Class::VagueQuantifier, Class::Preposition]))
                && !(initial && source.len() > 1 && is_plain_opening(at) && !token.has(Class::Nation))
        });
        let vague = any(&[Class::VagueNoun]) || self.bare_plural(source.clone());
        let housed = source.len() > 1 && !line.has(first, Class::VagueQuantifier) && self.is_housed(source.end - 1);
        let name = name && !self.bare_plural(source.clone());
        let quantified = line.has(first, Class::VagueQuantifier) && (any(AGENTS) || vague);
        if source.clone().any(|at| line.has(at, Class::Speaker)) && source.len() <= 2 {
            return Some((Standing::Own, false));
        }
        if source.len() <= 2 && line.has(source.end - 1, Class::Pronoun) {
            return Some((Standing::Continued, false));
        }
        if source.len() <= 2 && any(&[Class::Party]) {
            return Some((Standing::Named, false));
        }
        match () {
            () if quantified && !name => Some((Standing::Vague, document)),
            () if name => Some((Standing::Named, document)),
            () if vague && !housed && !self.definite(first) => Some((Standing::Vague, document)),
            () if any(&[Class::AgentNoun, Class::BodyNoun]) => Some((Standing::Named, document)),
            () if document && self.definite(first) => Some((Standing::Continued, true)),
            () if document && any(&[Class::Keeper]) => Some((Standing::Named, true)),
            () if document => Some((Standing::Vague, true)),
            () => None,
        }
    }

    /// "hospital officials", "army sources": a plural with the house that it speaks for.
    pub(super) fn is_housed(&self, last: usize) -> bool {
        let line = self.line;
        line.has_any(last, &[Class::VagueNoun, Class::PaperNoun])
            && line.has_any(last - 1, &[Class::BodyNoun, Class::Keeper])
            && !line.has(last - 1, Class::VagueNoun)
    }

    /// "engineers", "Audiologists" at the head of a sentence, "local landlords": a plural that names no one.
    pub(super) fn bare_plural(&self, source: Range<usize>) -> bool {
        let line = self.line;
        let last = source.end - 1;
        let word = line.word(last);
        let plural = word.len() > 4
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !line.has_any(last, &[Class::Party, Class::BodyNoun, Class::Determiner]);
        let lower =
            line.tokens[last].shape == Shape::Word || last == self.sentence.start && line.tokens[last].shape == Shape::Name;
        // "Smith says" at the head of a sentence has a verb that agrees with one person; "Audiologists say" has not.
        let agrees = line.tokens[last].shape == Shape::Word || line.word(source.end).ends_with(['y', 'k', 'e', 't', 'n']);
        let capital = source.clone().any(|at| {
            line.tokens[at].is_capital() && (at != self.sentence.start || source.len() > 1 && line.has(at, Class::Nation))
        });
        let definite = line.has(source.start, Class::Determiner) || self.definite(source.start);
        plural && lower && agrees && !capital && !definite && source.len() <= 3
    }

    /// Whether a noun phrase points at something known: "the report", "its figures", "this study".
    pub(super) fn definite(&self, first: usize) -> bool {
        self.line.is(first, words!["the", "this", "that", "these", "those", "its", "their", "his", "her", "both"])
            || self.line.get(first + 1).is_some() && self.line.is(first + 1, words!["'s"])
    }
}
