//! The lists and phrases that ship with copydesk, laid flat by the build script.

use std::borrow::Cow;

use super::class::Class::*;
use super::class::Classes;
use super::expression::Expression;
use super::index::Finds::{Class, Set};
use super::index::{Anchor, Finds, FlatStep, Index, IndexedWord, Phrase, WordPair};
use super::lists::{ListId, Lists};
use super::need::{Gate, Need, NeededWord};

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

impl Lists {
    /// The lists that ship with copydesk.
    pub fn shipped() -> Self {
        Self::of(&LISTS)
    }
}

/// The number of a shipped set of phrases, by its [`print`](super::index::print).
pub(super) fn set(print: u64) -> Option<u16> {
    SETS.binary_search_by_key(&print, |(print, _)| *print).ok().map(|at| SETS[at].1)
}

/// What a regular expression needs.
pub(super) fn need(pattern: &str) -> Need {
    let known = EXPRESSIONS.iter().find(|(_, known, ..)| *known == pattern);
    known.map_or_else(|| Need::of(pattern), |(.., first, words)| Need { one_of: Cow::Borrowed(words), first: *first })
}

/// The regular expressions of a shipped set of phrases, which [`GATE`] lets through.
pub(super) fn expressions(set: u16) -> impl Iterator<Item = Expression> {
    let start = EXPRESSIONS.partition_point(|(of, ..)| *of < set);
    let of_set = EXPRESSIONS[start..].iter().take_while(move |(of, ..)| *of == set).enumerate();
    of_set.map(move |(at, (_, pattern, first, words))| {
        let need = Need { one_of: Cow::Borrowed(words), first: *first };
        Expression::new(ListId(set), start + at, Cow::Borrowed(pattern), need)
    })
}

/// The classes and sets that are made of lists which changed.
pub(super) fn touched(lists: &Lists) -> (Classes, Vec<u16>) {
    let (mut classes, mut sets) = (Classes::default(), Vec::new());
    for changed in lists.changed() {
        let start = NAMED.partition_point(|(name, _)| *name < changed);
        for (_, finds) in NAMED[start..].iter().take_while(|(name, _)| *name == changed) {
            match finds {
                Class(class) => classes.add(*class),
                Set(set) => sets.push(*set),
            }
        }
    }
    (classes, sets)
}
