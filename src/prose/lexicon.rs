//! All lists and phrases that a policy knows, found in one pass over the words of a text.

use std::borrow::Cow;
use std::ops::Range;

use super::class::{Class, Classes};
use super::expression::Expression;
use super::index::{self, Finds, Index, Room};
use super::indexer::Indexer;
use super::lists::ListId;
use super::lists::Lists;
use super::need::{Gate, is_odd};
use super::pattern;
use super::phrases::Phrases;
use super::shipped;
use super::token::{Token, tokens};

/// A place where a phrase stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The phrases it belongs to.
    pub id: ListId,
    /// First and last token (exclusive); empty for a regular expression.
    pub tokens: Range<usize>,
}

/// Where phrases stand in a text, with room to look for them that serves for the next text as well.
#[derive(Debug, Default)]
pub struct Sightings {
    /// The places, in no particular order.
    pub seen: Vec<Seen>,
    room: Room,
}

/// The shipped words and phrases, and those that a publication brings or changes.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Of the shipped sets of phrases, those that are looked for.
    wanted: Vec<bool>,
    /// The classes whose lists the publication changed: their words stand among its own.
    changed: Classes,
    own: Option<Index>,
    /// Regular expressions of the shipped sets, and those of a publication's own.
    expressions: Vec<Expression>,
    own_expressions: Vec<Expression>,
    /// What lets its own through.
    gate: Gate,
}

impl Lexicon {
    /// Takes in the grammar's lists and the phrases of rules, each of which learns its number.
    ///
    /// Phrases with mistakes are passed over: [`Phrases::mistakes`] tells them to their writer.
    pub fn new<'a>(lists: &Lists, rules: impl IntoIterator<Item = &'a mut Phrases>) -> Self {
        Self::with(&[], lists, rules)
    }

    /// The same, and shipped sets of phrases, by their numbers, where no list was changed.
    pub fn with<'a>(sets: &[u16], lists: &Lists, rules: impl IntoIterator<Item = &'a mut Phrases>) -> Self {
        let (mut lexicon, mut own, mut is_own) = (Self::default(), Indexer::default(), false);
        lexicon.wanted.resize(shipped::SETS.len(), false);
        sets.iter().for_each(|set| lexicon.want(*set));
        let (changed, stale) = shipped::touched(lists);
        lexicon.changed = changed;
        for &class in Class::ALL.iter().filter(|class| changed.has(**class)) {
            own.class(class, lists);
            is_own = true;
        }
        let mut next = shipped::SETS.len() as u16;
        for phrases in rules.into_iter().filter(|phrases| !phrases.is_empty()) {
            let known = shipped::set(index::print(phrases.written())).filter(|set| !stale.contains(set));
            let number = known.unwrap_or(next);
            phrases.id = Some(ListId(number));
            if let Some(known) = known {
                lexicon.want(known);
                continue;
            }
            for pattern in phrases.written().filter_map(pattern::expression) {
                let (at, need) = (lexicon.own_expressions.len(), shipped::need(pattern));
                lexicon.own_expressions.push(Expression::new(ListId(number), at, Cow::Owned(pattern.to_owned()), need));
            }
            phrases.written().for_each(|phrase| own.phrase(phrase, Finds::Set(number), lists));
            (next, is_own) = (next + 1, true);
        }
        lexicon.gate = Gate::of(lexicon.own_expressions.iter().map(|expression| &expression.need));
        lexicon.own = is_own.then(|| own.finish());
        lexicon
    }

    /// Looks for a shipped set of phrases.
    fn want(&mut self, set: u16) {
        if !std::mem::replace(&mut self.wanted[usize::from(set)], true) {
            self.expressions.extend(shipped::expressions(set));
        }
    }

    /// What a number word is worth: `seven` 7, `million` 1,000,000.
    pub fn value(&self, key: u64) -> Option<f64> {
        let own = self.own.as_ref().and_then(|own| own.value(key));
        own.or_else(|| shipped::INDEX.value(key))
    }

    /// Gives each token its classes and tells where phrases stand, in place of what was told before.
    ///
    /// A phrase of several words gives its class to its first token, whose `reach` then counts its tokens.
    pub fn read(&self, tokens: &mut [Token], Sightings { seen, room }: &mut Sightings) {
        seen.clear();
        let mut see = |set: u16, tokens: Range<usize>| seen.push(Seen { id: ListId(set), tokens });
        shipped::INDEX.read(tokens, room, self.changed, |set| self.wanted[usize::from(set)], &mut see);
        if let Some(own) = &self.own {
            own.read(tokens, room, Classes::default(), |_| true, &mut see);
        }
    }

    /// The words of a text that is no document, with their classes.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        self.read(&mut cut, &mut Sightings::default());
        cut
    }

    /// Where the regular expressions of rules match, in bytes of `text`.
    pub fn search(&self, text: &str, mut see: impl FnMut(ListId, Range<usize>)) {
        let odd = is_odd(text);
        for (gate, expressions) in [(&shipped::GATE, &self.expressions), (&self.gate, &self.own_expressions)] {
            let may = if odd || expressions.is_empty() { u64::MAX } else { gate.lets(text) };
            for expression in expressions.iter().filter(|expression| expression.is_let(may)) {
                expression.find(text, odd).for_each(|at| see(expression.id, at));
            }
        }
    }
}
