//! A text that must not be there.

use std::ops::Range;

use serde::Deserialize;

use super::{Check, Hit};
use crate::prose::{Class, Phrases, Shape, Token};
use crate::reading::{Entry, Place, Reading, Verdict};
use crate::text::{Block, Kind, LinkSort, MarkSort, Role};

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
    /// Whether a link as near makes it right.
    unless_linked: bool,
    /// Whether a year, month or weekday in the same sentence makes it right.
    unless_dated: bool,
    /// Whether it is left to another rule where a figure rests on it.
    unless_figure: bool,
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
            unless_linked: false,
            unless_dated: false,
            unless_figure: false,
        }
    }
}

/// How near something must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Within {
    Sentence,
    Paragraph,
    /// In headline or standfirst, wherever the place itself stands: what the article is about.
    Headline,
}

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Title,
    Dek,
    Body,
    Chrome,
}

impl Part {
    fn of(role: Role) -> Option<Self> {
        match role {
            Role::Title => Some(Self::Title),
            Role::Dek => Some(Self::Dek),
            Role::Body => Some(Self::Body),
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
        let headed = |place: &&Place| matches!(reading.document.blocks[place.block].role, Role::Title | Role::Dek);
        if self.unless_within == Within::Headline && pardons.iter().any(headed) {
            return Vec::new();
        }
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
            let line = reading.line(number);
            line.tokens.iter().filter(|token| !matches!(token.shape, Shape::Mark(_))).count() <= most
        });
        few && (self.quoted || block.kind != Kind::Quote && !reading.is_announced(number))
            && Part::of(block.role).is_some_and(|part| self.roles.contains(&part))
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
            Within::Headline => false,
            Within::Sentence => !pardons.is_empty() && touches(&pardons, &sentence(number, at, reading)),
        };
        places.into_iter().filter(|at| !pardoned(at) && !self.excused(number, at, reading)).collect()
    }

    /// Whether a link, a date or a figure takes this place out.
    fn excused(&self, number: usize, at: &Range<usize>, reading: &Reading<'_>) -> bool {
        let around = sentence(number, at, reading);
        let linked = || {
            let near = |start: usize| self.unless_within == Within::Paragraph || around.start <= start && start <= around.end;
            let links = &reading.document.blocks[number].links;
            links.iter().any(|link| link.sort != LinkSort::Image && near(link.at.start))
        };
        let line = reading.line(number);
        let dated = || {
            let inside = line.tokens.iter().filter(|token| around.contains(&(token.start as usize)));
            let year =
                |token: &Token| token.shape == Shape::Number && matches!(token.of(line.text).as_bytes(), [b'1' | b'2', _, _, _]);
            inside
                .into_iter()
                .any(|token| year(token) || token.is_capital() && token.classes.any(&[Class::Month, Class::Weekday]))
        };
        let figure = || {
            let vague = |entry: &&Entry| entry.verdict == Verdict::Vague && entry.place.block == number;
            let mut sources = reading.sheet().iter().filter(vague).filter_map(|entry| entry.source.as_ref());
            sources.any(|source| source.at.start < at.end && at.start < source.at.end)
        };
        self.unless_linked && linked() || self.unless_dated && dated() || self.unless_figure && figure()
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
    let (tokens, sentences) = (reading.line(block).tokens, reading.sentences_of(block));
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

/// The stretches in quotation marks.
fn quotations(number: usize, reading: &Reading<'_>) -> Vec<Range<usize>> {
    let (block, line) = (&reading.document.blocks[number], reading.line(number));
    let marked = block.marks.iter().filter(|mark| mark.sort == MarkSort::Quote).map(|mark| mark.at.clone());
    marked.chain(reading.quotations(number).iter().map(|quotation| line.bytes(quotation.tokens.clone()))).collect()
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
