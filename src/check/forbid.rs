//! A text that must not be there.

use std::ops::Range;

use serde::Deserialize;

use super::{Check, Hit};
use crate::prose::{Phrases, Shape};
use crate::reading::{Place, Reading};
use crate::text::{Block, Kind, MarkSort, Role};

/// The options of a rule that forbids a text.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Forbid {
    /// What must not be there.
    phrases: Phrases,
    /// What makes it right after all.
    unless: Phrases,
    /// How near that must stand.
    unless_within: Within,
    /// The roles of the blocks that are looked at.
    roles: Vec<Part>,
    /// Only blocks that are nothing but these phrases and punctuation.
    whole: bool,
    /// Only blocks of at most so many words.
    most_words: Option<usize>,
    /// Whether it counts inside quotation marks and block quotations.
    quoted: bool,
}

impl Default for Forbid {
    fn default() -> Self {
        Self {
            phrases: Phrases::default(),
            unless: Phrases::default(),
            unless_within: Within::Sentence,
            roles: vec![Part::Body, Part::Title, Part::Dek],
            whole: false,
            most_words: None,
            quoted: true,
        }
    }
}

/// How near something must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Within {
    Sentence,
    Paragraph,
}

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Title,
    Dek,
    Body,
    Announced,
    Chrome,
}

impl Part {
    fn of(role: Role) -> Option<Self> {
        match role {
            Role::Title => Some(Self::Title),
            Role::Dek => Some(Self::Dek),
            Role::Body => Some(Self::Body),
            Role::Announced => Some(Self::Announced),
            Role::Chrome => Some(Self::Chrome),
            Role::Hidden(_) => None,
        }
    }
}

impl Check for Forbid {
    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.phrases, &mut self.unless]
    }

    fn document(&self, reading: &Reading<'_>) -> Vec<Hit> {
        let found: Vec<_> = reading.places(&self.phrases).collect();
        let pardons: Vec<_> = reading.places(&self.unless).collect();
        let mut hits = Vec::new();
        for of_block in found.chunk_by(|a, b| a.block == b.block) {
            let number = of_block[0].block;
            if !self.looks_at(number, reading) {
                continue;
            }
            let first = pardons.partition_point(|place| place.block < number);
            let last = pardons.partition_point(|place| place.block <= number);
            let place = |at: Range<usize>| Place { block: number, at };
            hits.extend(self.block(number, of_block, &pardons[first..last], reading).into_iter().map(|at| {
                let place = place(at);
                Hit::new(reading.span(&place), reading.text(&place))
            }));
        }
        hits
    }
}

impl Forbid {
    fn looks_at(&self, number: usize, reading: &Reading<'_>) -> bool {
        let block = &reading.document.blocks[number];
        let few = self.most_words.is_none_or(|most| {
            let tokens = &reading.tokens()[reading.tokens_of(number)];
            tokens.iter().filter(|token| !matches!(token.shape, Shape::Mark(_))).count() <= most
        });
        few && (self.quoted || block.kind != Kind::Quote) && Part::of(block.role).is_some_and(|part| self.roles.contains(&part))
    }

    /// The places of one block that are objected to, in bytes of its text: in order, apart from each other.
    fn block(&self, number: usize, found: &[&Place], pardons: &[&Place], reading: &Reading<'_>) -> Vec<Range<usize>> {
        let block = &reading.document.blocks[number];
        let mut apart = code(block);
        if !self.quoted {
            apart.extend(quotations(number, reading));
        }
        let apart = merged(apart);
        let places = found.iter().map(|place| place.at.clone()).filter(|at| !at.is_empty() && !touches(&apart, at));
        let places = merged(places.collect());
        if self.whole {
            return fills(&block.text, &places).then(|| places[0].start..places[places.len() - 1].end).into_iter().collect();
        }
        let pardons = merged(pardons.iter().map(|place| place.at.clone()).collect());
        let pardoned = |at: &Range<usize>| match self.unless_within {
            Within::Paragraph => !pardons.is_empty(),
            Within::Sentence => !pardons.is_empty() && touches(&pardons, &sentence(number, at, reading)),
        };
        places.into_iter().filter(|at| !pardoned(at)).collect()
    }
}

/// Whether nothing but these places and punctuation stands in a text; false without a place.
fn fills(text: &str, places: &[Range<usize>]) -> bool {
    let mut end = 0;
    let mut bare = |until: usize, next: usize| {
        let between = text.get(end..until).unwrap_or_default();
        end = next;
        !between.contains(char::is_alphanumeric)
    };
    !places.is_empty() && places.iter().all(|at| bare(at.start, at.end)) && bare(text.len(), text.len())
}

/// The sentence, or sentences, that a place stands in, in bytes of the block's text.
fn sentence(block: usize, at: &Range<usize>, reading: &Reading<'_>) -> Range<usize> {
    let (tokens, sentences) = (reading.tokens(), reading.sentences_of(block));
    let end = |sentence: &Range<usize>| tokens[sentence.end - 1].end as usize;
    let start = |sentence: &Range<usize>| tokens[sentence.start].start as usize;
    let first = sentences.partition_point(|sentence| end(sentence) <= at.start);
    let last = sentences.partition_point(|sentence| start(sentence) < at.end).saturating_sub(1);
    match (sentences.get(first), sentences.get(last.max(first))) {
        (Some(first), Some(last)) => start(first)..end(last),
        _ => at.clone(),
    }
}

/// The stretches of code: literal, never prose.
fn code(block: &Block) -> Vec<Range<usize>> {
    block.marks.iter().filter(|mark| mark.sort == MarkSort::Code).map(|mark| mark.at.clone()).collect()
}

/// The stretches in quotation marks. A curly quotation that is not closed reaches to the end; a straight one is none.
fn quotations(number: usize, reading: &Reading<'_>) -> Vec<Range<usize>> {
    let block = &reading.document.blocks[number];
    let marked = block.marks.iter().filter(|mark| mark.sort == MarkSort::Quote).map(|mark| mark.at.clone());
    let mut found: Vec<_> = marked.collect();
    let mut open: Option<(char, usize)> = None;
    for token in &reading.tokens()[reading.tokens_of(number)] {
        let Shape::Mark(mark) = token.shape else { continue };
        open = match (open, mark) {
            (None, '“' | '„' | '«' | '"') => Some((mark, token.start as usize)),
            (Some(('“' | '„', start)), '”')
            | (Some(('„', start)), '“')
            | (Some(('«', start)), '»')
            | (Some(('"', start)), '"') => {
                found.push(start..token.end as usize);
                None
            }
            (open, _) => open,
        };
    }
    found.extend(open.filter(|(mark, _)| *mark != '"').map(|(_, start)| start..block.text.len()));
    found
}

/// Ranges in order, those that overlap joined.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Whether one of these ordered, separate ranges shares a byte with `at`.
fn touches(ranges: &[Range<usize>], at: &Range<usize>) -> bool {
    let next = ranges.partition_point(|range| range.end <= at.start);
    ranges.get(next).is_some_and(|range| range.start < at.end)
}
