//! A figure that says too little by itself: certain words beside it, and what would complete it missing.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::describe::{Asked, LOOKS, SATISFIES, Teller, parts, sorts};
use super::hit::Hit;
use super::kind::Check;
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::figure::{Excuse, Figure, Sort};
use crate::prose::{Class, Phrases, Shape, Token};
use crate::reading::{Place, Reading};
use crate::text::Kind;

/// The options of a rule on figures and what must stand beside them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Context {
    /// The sorts asked about.
    figures: Vec<Sort>,
    /// The words that raise the question.
    words: Phrases,
    /// Where these stand: right behind the figure, or anywhere in its sentence.
    at: At,
    /// Words one of which the sentence must hold as well; empty for none.
    about: Phrases,
    /// Words that answer the question.
    unless: Phrases,
    /// How near these must stand.
    unless_within: AnswerReach,
    /// Whether a figure of one of these sorts, as near, answers it.
    unless_figures: Vec<Sort>,
    /// Whether a year, month or weekday, as near, answers it.
    unless_dated: bool,
}

/// Where the words stand that raise the question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum At {
    #[default]
    Behind,
    Sentence,
}

/// How near something must stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum AnswerReach {
    #[default]
    Sentence,
    Paragraph,
    /// In the paragraph, the one before or the one behind.
    Beside,
}

impl Check for Context {
    fn names(&self) -> &'static [&'static str] {
        &["words"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.words, &mut self.about, &mut self.unless]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let raised = match self.at {
            At::Behind => "right before one of",
            At::Sentence => "in a sentence with one of",
        };
        let near = match self.unless_within {
            AnswerReach::Sentence => "in the same sentence",
            AnswerReach::Paragraph => "in the same paragraph",
            AnswerReach::Beside => "in its paragraph, or the one before or behind",
        };
        let figures = teller.all(&format!("{near}, figures that are"), sorts(&self.unless_figures));
        parts([
            (
                LOOKS,
                [
                    teller.all("", sorts(&self.figures)),
                    teller.point(raised, teller.words(&self.words)),
                    teller.point("where the sentence also says", teller.words(&self.about)),
                ],
            ),
            (
                SATISFIES,
                [
                    teller.point(&format!("{near},"), teller.words(&self.unless)),
                    figures,
                    self.unless_dated.then(|| format!("{near}, a year, month or weekday")),
                ],
            ),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let mut hits = Vec::new();
        let words: Vec<_> = reading.places(&self.words).collect();
        for of_block in words.chunk_by(|a, b| a.block == b.block) {
            let number = of_block[0].block;
            let block = &reading.document.blocks[number];
            if block.is_body() && !matches!(block.kind, Kind::Cell | Kind::Quote) && !draft.is_announced(number) {
                self.block(draft, number, of_block, &mut hits);
            }
        }
        hits
    }
}

impl Context {
    fn block(&self, draft: &Draft<'_>, number: usize, words: &[&Place], hits: &mut Vec<Hit>) {
        let reading = &draft.reading;
        let line = reading.line(number);
        let quoted = draft.quotations(number);
        let mut figures = draft.figures(number);
        for sentence in reading.sentences_of(number) {
            let at = line.bytes(sentence.clone());
            let (here, behind) = figures.split_at(figures.partition_point(|figure| figure.tokens.start < sentence.end));
            figures = behind;
            let first = words.partition_point(|place| place.at.start < at.start);
            let last = words.partition_point(|place| place.at.start < at.end);
            let spoken = |figure: &Figure| quoted.iter().any(|quoted| quoted.tokens.contains(&figure.tokens.start));
            let asked = here.iter().filter(|figure| self.figures.contains(&figure.sort) && is_claim(figure) && !spoken(figure));
            let raised = |figure: &Figure| {
                let end = line.bytes(figure.tokens.clone()).end;
                let near = |place: &&&Place| self.at == At::Sentence || place.at.start >= end && place.at.start <= end + 2;
                words[first..last].iter().find(near).copied()
            };
            let Some((figure, place)) = asked.into_iter().find_map(|figure| Some((figure, raised(figure)?))) else { continue };
            let about = self.about.is_empty() || stands(reading, &self.about, number, &at);
            if about && !self.answered(draft, number, sentence) {
                hits.push(hit(reading, Place { block: number, at: line.bytes(figure.tokens.clone()) }, place));
            }
        }
    }

    /// Whether what stands near answers the question.
    fn answered(&self, draft: &Draft<'_>, number: usize, sentence: &Range<usize>) -> bool {
        let reading = &draft.reading;
        let last = reading.document.blocks.len() - 1;
        let blocks = match self.unless_within {
            AnswerReach::Beside => number.saturating_sub(1)..=(number + 1).min(last),
            _ => number..=number,
        };
        let all = |block: usize| match self.unless_within {
            AnswerReach::Sentence => sentence.clone(),
            _ => 0..reading.line(block).tokens.len(),
        };
        blocks.into_iter().any(|block| {
            let (line, tokens) = (reading.line(block), all(block));
            let at = line.bytes(tokens.clone());
            let said = stands(reading, &self.unless, block, &at);
            let figures = draft
                .figures(block)
                .iter()
                .any(|figure| tokens.contains(&figure.tokens.start) && self.unless_figures.contains(&figure.sort));
            let year =
                |token: &Token| token.shape == Shape::Number && matches!(token.of(line.text).as_bytes(), [b'1' | b'2', _, _, _]);
            let date = |token: &Token| year(token) || token.is_capital() && token.classes.any(&[Class::Month, Class::Weekday]);
            said || figures || self.unless_dated && line.tokens[tokens].iter().any(date)
        })
    }
}

/// Whether one of these phrases stands in these bytes of a block.
fn stands(reading: &Reading<'_>, phrases: &Phrases, block: usize, at: &Range<usize>) -> bool {
    reading.places_in(phrases, block..=block).any(|place| at.start <= place.at.start && place.at.end <= at.end)
}

fn is_claim(figure: &Figure) -> bool {
    matches!(figure.excuse, None | Some(Excuse::Small))
}

fn hit(reading: &Reading<'_>, figure: Place, words: &Place) -> Hit {
    let mut hit = Hit::new(reading.span(&figure), reading.text(&figure));
    hit.words.push(("words", reading.text(words).to_owned()));
    hit.related.push(Related::here(reading.span(words), "these words raise the question"));
    hit
}
