//! Words of somebody else that the text announces and does not mark.

use std::ops::Range;

use crate::prose::{Class, Line, Token};
use crate::reading::{Place, Reading};
use crate::text::{Document, Kind};

/// An announced quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The words that announce it.
    pub lead: Place,
    /// The blocks that hold the announced words.
    pub blocks: Range<usize>,
    /// Whether quotation marks already set them apart.
    pub marked: bool,
}

/// How many paragraphs an announced quotation may have. Chosen by hand; no measurement of it is kept.
const LONGEST: usize = 3;

/// The quotations that the text announces and does not mark, in order.
pub fn announcements(reading: &Reading<'_>) -> Vec<Announcement> {
    let mut found: Vec<Announcement> = Vec::new();
    for block in 0..reading.document.blocks.len() {
        let inside = found.last().is_some_and(|last| last.blocks.contains(&block));
        if !inside && let Some(announcement) = announces(reading, block) {
            found.push(announcement);
        }
    }
    found
}

fn announces(reading: &Reading<'_>, block: usize) -> Option<Announcement> {
    let document = reading.document;
    let paragraph =
        |block: usize| document.blocks.get(block).is_some_and(|block| block.kind == Kind::Paragraph && block.is_body());
    if !paragraph(block) {
        return None;
    }
    let line = reading.line(block);
    let sentence = reading.sentences_of(block).last()?.clone();
    let cue = sentence.clone().find(|&at| line.has(at, Class::Announcement) && line.tokens[at].reach > 1)?;
    let names = names_of(&line, sentence.clone());
    let owned = !names.is_empty()
        || sentence
            .clone()
            .any(|at| line.has_any(at, &[Class::AgentNoun, Class::OrganisationNoun, Class::DocumentNoun, Class::Pronoun]));
    let next = next_seen(document, block)?;
    if !owned || !paragraph(next) || reading.line(next).tokens.len() < 12 || stands_between(document, block, next) {
        return None;
    }
    let marked = set_as_quotation(&reading.line(next));
    let end = end_of(reading, next, &names);
    let start = (sentence.start..cue)
        .rev()
        .take_while(|&at| !line.mark(at, &[',', ';']))
        .find(|&at| names.contains(&line.tokens[at].key))
        .unwrap_or(cue);
    let start = name_start(&line, start, sentence.start);
    let reach = cue + usize::from(line.tokens[cue].reach);
    Some(Announcement { lead: Place { block, at: line.bytes(start..reach.min(sentence.end)) }, blocks: next..end, marked })
}

fn next_seen(document: &Document, block: usize) -> Option<usize> {
    (block + 1..document.blocks.len()).find(|&next| document.blocks[next].is_seen())
}

/// Whether what is announced stands between two blocks, and is no text: a listing, a picture, what the site puts in.
fn stands_between(document: &Document, block: usize, next: usize) -> bool {
    let (end, start) = (document.blocks[block].whole().end(), document.blocks[next].whole().start());
    let between = document.source.text.get(end..start).unwrap_or_default();
    let mut inside = false;
    between.chars().any(|char| {
        inside = char == '<' || inside && char != '>';
        !inside && char.is_alphanumeric()
    })
}

/// The keys of the first name of a sentence: whoever is announced.
fn names_of(line: &Line<'_>, sentence: Range<usize>) -> Vec<u64> {
    let named = |at: &usize| {
        line.tokens[*at].is_capital()
            && (*at > sentence.start || !line.has(*at, Class::Opener))
            && !line.has_any(*at, &[Class::Month, Class::Weekday, Class::Pronoun])
    };
    let joins = |at: &usize| named(at) || line.dash(*at) && line.glued(*at);
    let first = sentence.clone().find(named);
    first
        .into_iter()
        .flat_map(|first| (first..sentence.end).take_while(joins))
        .filter(named)
        .map(|at| line.tokens[at].key)
        .collect()
}

fn name_start(line: &Line<'_>, mut at: usize, low: usize) -> usize {
    while at > low && (line.tokens[at - 1].is_capital() || line.dash(at - 1)) && line.glued(at) | line.tokens[at - 1].is_capital()
    {
        at -= 1;
    }
    at
}

fn set_as_quotation(line: &Line<'_>) -> bool {
    line.mark(0, &['“', '"', '«', '„', '‘', '\''])
}

/// The announced words end before the paragraph that names their source again; if none soon does, with their first paragraph.
fn end_of(reading: &Reading<'_>, first: usize, names: &[u64]) -> usize {
    let blocks = &reading.document.blocks;
    let again = |next: &usize| {
        let named = |token: &Token| token.is_capital() && names.contains(&token.key);
        blocks[*next].kind != Kind::Paragraph || reading.line(*next).tokens.iter().take(24).any(named)
    };
    (first + 1..(first + LONGEST + 1).min(blocks.len())).find(again).unwrap_or(first + 1)
}

/// The announcement whose words a block is part of: announcements stand in order, and none within another.
pub fn announced(announcements: &[Announcement], block: usize) -> Option<&Announcement> {
    let next = announcements.partition_point(|announcement| announcement.blocks.end <= block);
    announcements.get(next).filter(|announcement| announcement.blocks.contains(&block))
}
