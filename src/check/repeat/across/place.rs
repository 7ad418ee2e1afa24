//! A text, and where it stands.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::word::bare;
use crate::check::shelf::SeenDrafts;
use crate::text::Span;

/// A text that stands in several documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Where it stands, once for each document: what the others are copies of first, the others in the order of documents.
    pub places: Vec<CopyPlace>,
    /// In how many documents it stands; versions of one count once.
    pub files: usize,
    /// In how many of them that are not among its places.
    pub more: usize,
    /// In how many wordings.
    pub wordings: usize,
    /// In how many documents it had to stand, for the rule of the place that it is told at.
    pub least: usize,
    /// How many days each of these documents may have been published from another of them; 0 for any number.
    pub within: u32,
    /// The place that it is told at, where nothing speaks for another.
    pub told: usize,
}

/// Where a text stands.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyPlace {
    /// The number of the document.
    pub document: usize,
    /// Whether the rule of this document asks for it.
    pub asked: bool,
    /// Its passages there, and others that the rule does not want between them.
    pub(super) numbers: Range<u32>,
    /// How alike it is to the first.
    pub(super) likeness: f64,
    /// Which words of its passage it is, where it is not all of it, and how many of them are the same.
    pub(super) run: Option<(Range<usize>, usize)>,
}

impl CopyPlace {
    /// The bytes of its passages.
    pub fn span(&self, seen: &SeenDrafts<'_>) -> Span {
        seen.span(self.numbers.start).join(seen.span(self.numbers.end - 1))
    }

    /// A number of its words: that of the passage it begins with.
    pub fn key(&self, seen: &SeenDrafts<'_>) -> u64 {
        match &self.run {
            Some((run, _)) => seen.words(self.numbers.start)[run.clone()]
                .iter()
                .fold(0, |key, &word| (key ^ u64::from(bare(word))).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)),
            None => seen.key(self.numbers.start),
        }
    }

    /// Where each of its passages begins.
    pub fn starts(&self, seen: &SeenDrafts<'_>) -> impl Iterator<Item = usize> {
        seen.among(self.numbers.clone()).map(|number| seen.span(number).start())
    }

    /// Whether it is words of a passage, and not all of it.
    pub fn is_part(&self) -> bool {
        self.run.is_some()
    }

    /// Whether it holds a text by itself, at its place in a longer passage, for the most part.
    pub fn holds(&self, seen: &SeenDrafts<'_>, other: &Self, others: &SeenDrafts<'_>) -> bool {
        let common = match (&self.run, &other.run) {
            (Some((a, _)), Some((b, _))) => {
                let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
                common * 2 >= b.len()
            }
            (Some((a, _)), None) => a.len() * 2 >= other.words(others),
            (None, _) => true,
        };
        common && self.span(seen).overlaps(other.span(others))
    }

    /// How many words it has.
    pub(super) fn words(&self, seen: &SeenDrafts<'_>) -> usize {
        let all = || seen.among(self.numbers.clone()).map(|number| seen.count_words(number)).sum();
        self.run.as_ref().map_or_else(all, |(_, words)| *words)
    }
}

impl Cluster {
    /// Its place in a document.
    pub fn place_in(&self, document: usize) -> Option<&CopyPlace> {
        let (first, others) = self.places.split_first()?;
        let other = || Some(&others[others.binary_search_by_key(&document, |place| place.document).ok()?]);
        if first.document == document { Some(first) } else { other() }
    }

    /// Takes in the text that follows in all its documents.
    pub(super) fn go_on(&mut self, next: &Self) {
        let places: FxHashMap<usize, &CopyPlace> = next.places.iter().map(|place| (place.document, place)).collect();
        for place in &mut self.places {
            let next = places[&place.document];
            place.numbers.end = next.numbers.end;
            place.likeness = place.likeness.min(next.likeness);
        }
        self.wordings = self.wordings.max(next.wordings);
    }
}

/// Puts the earliest of the first `leading` places first, and the others in the order of documents.
pub(super) fn settle(places: &mut [CopyPlace], leading: usize, seen: &SeenDrafts<'_>) {
    let date = |place: &CopyPlace| match seen.date(place.document as u32) {
        0 => u32::MAX,
        date => date,
    };
    let first = (0..leading).min_by_key(|&at| (date(&places[at]), places[at].document)).unwrap_or_default();
    places.swap(0, first);
    places[1..].sort_by_key(|place| place.document);
}
