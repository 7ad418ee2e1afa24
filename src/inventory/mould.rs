//! What of a wording is a slot: a name, a day or a number, where other drafts have another one.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::prose::{Class, Lexicon, Line, Shape, passage};
use crate::wording::Filled;

/// What may stand in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filler {
    /// A name in braces, put there for the one that the front matter says.
    Braced,
    /// A day, a month, a year.
    Date,
    /// A number.
    Number,
    /// Words with capital letters.
    Name,
}

/// A wording with its slots.
#[derive(Debug, Clone)]
pub(super) struct Mould {
    /// The words as they stand in this draft.
    pub(super) text: String,
    /// The same for all wordings that differ only in what fills their slots.
    pub(super) key: u64,
    /// Its slots: bytes of `text`, in order.
    slots: Vec<(Range<usize>, Filler)>,
    /// How many words stand in no slot.
    words: usize,
}

/// With fewer words of its own a wording is no mould: what differs in half of its words is another one.
const LEAST: usize = 6;
/// With fewer words around a day or a number nothing is said: a time, a price, a score.
const BARE: usize = 4;

impl Mould {
    /// Reads the slots of a wording.
    pub(super) fn of(text: &str, lexicon: &Lexicon) -> Self {
        let cut = lexicon.tokens(text);
        let line = Line { text, tokens: &cut, lexicon };
        let (mut keys, mut slots, mut words, mut at) = (Vec::new(), Vec::new(), 0, 0);
        while at < cut.len() {
            match slot(&line, at) {
                Some((end, filler)) => {
                    slots.push((line.bytes(at..end), filler));
                    keys.push(MARKS[usize::from(matches!(filler, Filler::Number | Filler::Date))]);
                    at = end;
                }
                None => {
                    if passage::counts(&cut[at]) {
                        keys.push(cut[at].key);
                        words += 1;
                    }
                    at += 1;
                }
            }
        }
        let whole = || passage::fingerprint(&passage::keys(&cut));
        let key = if words < LEAST { whole() } else { passage::fingerprint(&keys) };
        Self { text: text.to_owned(), key, slots, words }
    }

    /// Whether it says nothing but when, or how much.
    pub(super) fn is_bare(&self) -> bool {
        self.words < BARE && self.slots.iter().any(|(_, filler)| matches!(filler, Filler::Date | Filler::Number))
    }

    /// The one wording that all these are, with a name in braces wherever they differ.
    pub(super) fn joined(all: &[&Self]) -> String {
        let Some((first, rest)) = all.split_first() else { return String::new() };
        let mut text = first.text.clone();
        for (number, (at, _)) in first.slots.iter().enumerate().rev() {
            if let Some(name) = first.open(rest, number) {
                text.replace_range(at.clone(), name);
            }
        }
        text
    }

    /// What stands in the slots of the one wording that all these are, in order.
    pub(super) fn filled(all: &[&Self]) -> Vec<Filled> {
        let Some((first, rest)) = all.split_first() else { return Vec::new() };
        let fillings = first.slots.iter().enumerate().filter_map(|(number, (_, filler))| {
            first.open(rest, number)?;
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            let values = all.iter().filter_map(|mould| Some(&mould.text[mould.slots.get(number)?.0.clone()]));
            values.for_each(|value| *counts.entry(value).or_default() += 1);
            let mut values: Vec<(String, usize)> = counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
            values.sort_by_key(|(_, count)| usize::MAX - count);
            Some(Filled { slot: filler.name(), values })
        });
        fillings.collect()
    }

    /// The name in braces of a slot that others fill with something else.
    fn open<'a>(&'a self, others: &[&'a Self], number: usize) -> Option<&'a str> {
        let (at, filler) = &self.slots[number];
        let here = &self.text[at.clone()];
        let others = || others.iter().filter_map(|other| Some((other.slots.get(number)?, &other.text)));
        let is_same = others().all(|((at, _), text)| text[at.clone()].eq_ignore_ascii_case(here));
        if is_same || *filler == Filler::Braced {
            return None;
        }
        let braced = others().find(|((_, filler), _)| *filler == Filler::Braced).map(|((at, _), text)| &text[at.clone()]);
        Some(braced.unwrap_or(filler.name()))
    }
}

impl Filler {
    fn name(self) -> &'static str {
        match self {
            Self::Date => "{date}",
            Self::Number => "{number}",
            Self::Name | Self::Braced => "{name}",
        }
    }
}

/// What stands for a slot in the key of a mould: names, and days and numbers.
const MARKS: [u64; 2] = [0x510f_0001, 0x510f_0002];

/// The slot that begins at a token: where it ends, and what fills it.
fn slot(line: &Line<'_>, at: usize) -> Option<(usize, Filler)> {
    if line.mark(at, &['{']) && line.mark(at + 2, &['}']) {
        return Some((at + 3, Filler::Braced));
    }
    if is_dated(line, at) {
        let mut end = at + 1;
        loop {
            let joint = usize::from(line.mark(end, &[',', '.', '-', '–', '/', ':']));
            if !is_dated(line, end + joint) {
                break;
            }
            end += joint + 1;
        }
        let day = |at: usize| line.has_any(at, &[Class::Month, Class::Weekday]) || is_year(line, at);
        return Some((end, if (at..end).any(day) { Filler::Date } else { Filler::Number }));
    }
    let opens = at == 0 || line.mark(at - 1, &['.', '!', '?', ':', '(', '“', '"']);
    let small = || line.has_any(at, &[Class::Opener, Class::Determiner, Class::Pronoun]);
    if !is_name(line, at) || opens && small() {
        return None;
    }
    let mut end = at + 1;
    while let Some(next) = name_behind(line, end) {
        end = next + 1;
    }
    // A word alone may have its capital for any reason; what “by”, “in” or a date leads to is a name.
    let led =
        || line.has_any(at - 1, &[Class::By, Class::Preposition]) || line.mark(at - 1, &[',', '©']) || is_dated(line, at - 1);
    (end > at + 1 || !opens && led()).then_some((end, Filler::Name))
}

/// The next token of a name that goes on at a token: itself, or what stands behind “and”, “of”, a hyphen or the dot of an initial.
fn name_behind(line: &Line<'_>, at: usize) -> Option<usize> {
    let initial = line.mark(at, &['.']) && line.word(at - 1).len() == 1;
    let joins = initial || line.mark(at, &['-', '&']) || line.has_any(at, &[Class::OwnerJoint, Class::And]);
    [at, at + 1].into_iter().take(1 + usize::from(joins)).find(|&at| is_name(line, at))
}

fn is_name(line: &Line<'_>, at: usize) -> bool {
    line.get(at).is_some_and(|token| token.is_capital() || token.shape == Shape::Address) && !is_dated(line, at)
}

/// Whether a token is part of a day or a number.
fn is_dated(line: &Line<'_>, at: usize) -> bool {
    line.get(at).is_some_and(|token| token.shape == Shape::Number)
        || line.has_any(at, &[Class::Month, Class::Weekday]) && line.get(at).is_some_and(|token| token.is_capital())
}

fn is_year(line: &Line<'_>, at: usize) -> bool {
    let word = line.word(at);
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|byte| byte.is_ascii_digit())
}
