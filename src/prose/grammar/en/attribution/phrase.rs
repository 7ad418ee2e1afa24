//! Where a noun phrase begins and ends, and which of its words is the one that acts.

use std::ops::Range;

use super::finder::{AGENTS, AttributionFinder, GIVERS, VERBS};
use crate::prose::class::Class;
use crate::prose::token::{Shape, Token};

/// A noun phrase, in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NounPhrase {
    /// All of it: "officials of the ministry".
    pub(super) tokens: Range<usize>,
    /// What stands before its first preposition: "officials".
    pub(super) core: Range<usize>,
}

/// How far back a subject is looked for. Chosen by hand; no measurement of it is kept.
const FARTHEST: usize = 24;
/// How far before a word its determiner may stand. Chosen by hand; no measurement of it is kept.
const NEAR: usize = 3;
/// Words that are never part of a noun phrase.
const NO_NOUNS: &[Class] = &[Class::Auxiliary, Class::Modal, Class::Contrast, Class::ClauseOpener];
/// Verbs of what happens, not of who says so.
const HAPPENS: &[Class] = &[Class::ChangeVerb, Class::HarmVerb, Class::DecisionVerb];
/// Words that tell how many, and not who.
const QUANTITIES: &[Class] = &[Class::Percent, Class::Fraction, Class::Scale, Class::Magnitude, Class::NumberWord];

impl AttributionFinder<'_, '_> {
    /// The noun phrase that ends before `end` and may be the subject of what stands there.
    pub(super) fn subject(&self, end: usize) -> Option<NounPhrase> {
        let low = self.sentence.start.max(end.saturating_sub(FARTHEST));
        let mut core_end = end;
        let mut start = self.group_start(end, low)?;
        while start > low && self.is_preposition(start - 1) {
            let before = start - 1;
            if before == self.sentence.start || !self.line.tokens[before - 1].is_word() {
                // "In Kent police said": the place of a sentence is not its subject.
                return (core_end == end).then_some(NounPhrase { tokens: start..end, core: start..end });
            }
            // "figures released on Friday by the board": what was done to the noun stands between.
            let noun = self.before_participle(before, low);
            if noun == low || !self.may_be_noun(noun - 1) {
                return None;
            }
            core_end = noun;
            start = self.group_start(noun, low)?;
        }
        let last = if core_end < end { self.before_day(core_end, end) } else { end };
        Some(NounPhrase { tokens: start..last, core: start..core_end.min(last) })
    }

    /// The end of a phrase without the day it was said: "the board on Friday", "the board in May".
    fn before_day(&self, start: usize, end: usize) -> usize {
        let line = self.line;
        let day = |at: usize| {
            line.has_any(at, &[Class::Weekday, Class::Month])
                || line.is(at, words!["late", "early", "last", "this", "next"])
                || line.tokens[at].shape == Shape::Number
        };
        let first = (start + 1..end).rev().take_while(|&at| day(at)).last();
        match first {
            Some(first) if line.is(first - 1, words!["on", "in"]) && first > start + 1 => first - 1,
            _ => end,
        }
    }

    /// "The Courier of 9 February", "The minutes for May 2024": from behind a date back to the end of what it is the date of.
    pub(super) fn before_date(&self, end: usize) -> usize {
        let line = self.line;
        let dated = |at: usize| line.has(at, Class::Month) || line.tokens[at].shape == Shape::Number;
        let first = (self.sentence.start + 1..end).rev().take_while(|&at| dated(at)).last();
        let month = |first: usize| (first..end).any(|at| line.has(at, Class::Month));
        let dates = |first: &usize| {
            let of = line.is(*first - 1, words!["of", "for"]) && *first > self.sentence.start + 2;
            let dated = |at: usize| line.tokens[at].is_capital() || line.has(at, Class::DocumentNoun);
            of && month(*first) && dated(*first - 2)
        };
        first.filter(dates).map_or(end, |first| first - 1)
    }

    /// From a preposition back over the participle it belongs to and what stands with that: to the end of the noun.
    fn before_participle(&self, preposition: usize, low: usize) -> usize {
        let line = self.line;
        let time = |at: usize| line.has(at, Class::Duration) || line.is(at, words!["this", "last", "earlier"]);
        let light =
            |at: usize| line.has_any(at, &[Class::Adverb, Class::Weekday, Class::Auxiliary, Class::Preposition]) || time(at);
        let mut at = preposition;
        while at > low && preposition - at < 4 && light(at - 1) {
            at -= 1;
        }
        // "figures out on Friday from"
        let participle = at > low && (self.is_participle(at - 1) || at < preposition && line.is(at - 1, words!["out"]));
        if participle { at - 1 } else { preposition }
    }

    /// "released", "conducted", "written": what was done to the noun before it.
    pub(super) fn is_participle(&self, at: usize) -> bool {
        let token = &self.line.tokens[at];
        let word = self.line.word(at);
        let past = word.ends_with("ed") || !word.ends_with('s') && !word.ends_with("ing") && token.classes.any(VERBS);
        token.shape == Shape::Word && word.len() > 3 && past && !token.classes.any(AGENTS)
    }

    /// Whether a participle with somebody behind it stands here, so that the phrase goes on: "figures released by the board".
    fn is_done_by(&self, at: usize) -> bool {
        let near = (at + 1..self.sentence.end.min(at + 5)).take_while(|&next| self.line.tokens[next].is_word());
        self.is_participle(at) && near.into_iter().any(|next| self.line.is(next, GIVERS))
    }

    /// The noun phrase that begins at `start`, in tokens, with where its core ends.
    pub(super) fn object(&self, start: usize) -> NounPhrase {
        let line = self.line;
        let (mut end, mut core_end) = (start, None);
        while end < self.sentence.end && end < start + 16 {
            let token = &line.tokens[end];
            let joins = token.is_word()
                || line.dash(end) && line.glued(end)
                || line.mark(end, &['.', '&', '\'', '’']) && line.glued(end) && end + 1 < self.sentence.end
                || line.mark(end, &['&']) && end > start && line.get(end + 1).is_some_and(Token::is_capital);
            if !joins || end > start && self.ends_object(end) {
                break;
            }
            if end > start && (self.is_preposition(end) || self.is_done_by(end)) {
                core_end.get_or_insert(end);
            }
            end += 1;
        }
        // "ranked by Kemble in 2007": a preposition at the end leads on to something else.
        while end > start + 1 && (self.is_preposition(end - 1) || line.is(end - 1, words!["to"])) {
            end -= 1;
        }
        end = self.before_day(start, end);
        NounPhrase { tokens: start..end, core: start..core_end.unwrap_or(end).min(end) }
    }

    /// Whether a verb, clause or another thing begins at `at`, behind a noun.
    fn ends_object(&self, at: usize) -> bool {
        let token = &self.line.tokens[at];
        if token.classes.any(NO_NOUNS) {
            return true;
        }
        if self.joins(at) {
            return !self
                .line
                .get(at + 1)
                .is_some_and(|next| next.is_capital() || next.has(Class::Determiner) || next.classes.any(AGENTS));
        }
        let verb = token.classes.any(VERBS) && !token.classes.any(AGENTS) || token.classes.any(HAPPENS);
        token.shape == Shape::Word && verb && !self.is_done_by(at)
    }

    /// Where the group of nouns that ends at `end` begins: at its determiner, or behind what is no noun; `None` where it is empty.
    pub(super) fn group_start(&self, end: usize, low: usize) -> Option<usize> {
        let line = self.line;
        let mut start = end;
        while start > low {
            let at = start - 1;
            let token = &line.tokens[at];
            if !token.is_word() {
                let capital = |at: usize| line.get(at).is_some_and(Token::is_capital);
                let joins = line.dash(at) && start < end && line.glued(start)
                    || line.mark(at, &['.', '&', '\'', '’', '/']) && line.glued(at)
                    || line.mark(at, &['&']) && at > low && capital(at - 1) && start < end && capital(start);
                if !joins {
                    break;
                }
            } else if token.has(Class::Pronoun) && !token.has(Class::Determiner) {
                // "he", and not what stands before it.
                return Some(if start == end { at } else { start });
            } else if token.classes.any(NO_NOUNS) || self.is_preposition(at) {
                break;
            } else if self.joins(at) {
                if start == end || at == low || !self.is_pair(at - 1, start, end - 1) {
                    break;
                }
            } else if token.has(Class::Determiner) && token.shape != Shape::Caps {
                // "all the firms", "many of the firms" have one before it.
                start = at;
                if !line.before(at).is_some_and(|before| at > low && before.has(Class::Determiner)) {
                    break;
                }
            } else if token.shape == Shape::Word && self.is_verb_before(at, start, end) {
                break;
            }
            start = at;
        }
        while start < end && line.mark(start, &['\'', '’', '.']) {
            start += 1;
        }
        let noun = |at: usize| !line.has(at, Class::Determiner);
        (start < end && (start..end).any(noun)).then_some(start)
    }

    /// Whether a word that joins two of a kind stands here.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.line.is(at, words!["and", "or", "nor", "&"])
    }

    /// Whether a word joins two of a kind, one that ends at `one` and one from `other` to `last`: two who act, or two things.
    fn is_pair(&self, one: usize, other: usize, last: usize) -> bool {
        match self.is_agent(last) {
            true => self.is_agent(one) && (self.is_agent(other) || self.line.has(other, Class::Determiner)),
            false => self.may_be_noun(one) && !self.is_agent(one),
        }
    }

    /// Whether a word in lower case does something, seen from the noun behind it.
    fn is_verb_before(&self, at: usize, start: usize, end: usize) -> bool {
        let line = self.line;
        let token = &line.tokens[at];
        if token.classes.any(AGENTS) || token.has(Class::VagueNoun) {
            return false;
        }
        let word = line.word(at);
        let participle = word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"));
        let told = token.classes.any(VERBS) || token.classes.any(HAPPENS) && !token.has(Class::Amounts);
        if !participle && !told {
            return false;
        }
        // "the leading bank", "published figures": it describes what stands behind it.
        let near =
            (at.saturating_sub(NEAR).max(self.sentence.start)..at).rev().take_while(|&before| line.tokens[before].is_word());
        let determined = near.into_iter().any(|before| line.has(before, Class::Determiner));
        let described = start < end
            && line
                .get(start)
                .is_some_and(|next| next.shape == Shape::Word && (next.classes.any(AGENTS) || next.has(Class::VagueNoun)));
        !determined && !described
    }

    /// Whether a preposition that a noun phrase may hold stands here.
    pub(super) fn is_preposition(&self, at: usize) -> bool {
        self.line.get(at).is_some_and(|token| token.has(Class::Preposition) && !token.has(Class::ClauseOpener))
    }

    /// Whether a noun may end at `at`, so that a preposition behind it belongs to it.
    fn may_be_noun(&self, at: usize) -> bool {
        let token = &self.line.tokens[at];
        let verb = token.classes.any(VERBS) || token.classes.any(HAPPENS);
        let grammar = [Class::Pronoun, Class::Determiner, Class::Preposition, Class::Adverb];
        token.is_capital()
            || token.classes.any(AGENTS)
            || !token.classes.any(NO_NOUNS) && !token.classes.any(&grammar) && !self.joins(at) && !verb
    }

    /// The word of a phrase that acts: the last of its core.
    pub(super) fn head(&self, core: &Range<usize>) -> Option<usize> {
        let plain = |token: &Token| token.is_word() && !token.has(Class::Adverb);
        core.clone().rev().find(|&at| self.line.get(at).is_some_and(plain))
    }

    /// Whether the phrase counts somebody and does not name a source: "percent of voters", "two-thirds of them".
    pub(super) fn is_share(&self, phrase: &NounPhrase) -> bool {
        let line = self.line;
        let words = |at: usize| line.has_any(at, QUANTITIES) && !line.tokens[at].is_capital();
        let counts =
            |at: usize| words(at) || line.get(at).is_some_and(|token| token.shape == Shape::Number) || line.mark(at, &['%']);
        let of = phrase.core.end < phrase.tokens.end && self.head(&phrase.core).is_some_and(counts);
        let before = phrase.tokens.start;
        // "a third of them", but "put at 45,000 by the police"
        let led = before > self.sentence.start
            && self.is_preposition(before - 1)
            && !line.is(before - 1, words!["by"])
            && before >= 2
            && counts(before - 2);
        of || led
    }
}
