//! Figures that do not fit each other, and figures that lack what a reader needs to judge them.

mod agreement;
mod arithmetic;
mod change;
mod later;
mod margin;
mod parts;
mod poll;
mod quantity;
mod stated;
mod table;

use serde::Deserialize;

use super::{Check, Hit};
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::Phrases;
use crate::reading::{Place, Reading};

/// The options of a rule on figures.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Numbers {
    /// What is asked of the figures.
    asks: NumberAsks,
    /// The words that the question goes by: what makes a poll, a lead, a table of prices.
    words: Phrases,
    /// What answers it.
    unless: Phrases,
    /// What a poll must tell.
    needs: Vec<PollNeed>,
    /// Words that tell who ran a poll.
    conductor: Phrases,
    /// Words that tell how many were asked.
    size: Phrases,
    /// Words that tell when they were asked.
    dates: Phrases,
    /// Words that tell how far off it may be.
    margin: Phrases,
}

/// What is asked of figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NumberAsks {
    /// Headline, standfirst and body give one thing one value.
    #[default]
    Agreement,
    /// A change or share said beside its two values is what they make.
    Arithmetic,
    /// The difference of two percentages is told in percentage points.
    Points,
    /// Parts add up to no more than their whole.
    Parts,
    /// A poll says who ran it, and how.
    Poll,
    /// A lead is larger than the margin of error.
    Margin,
    /// A table of figures has a source.
    Table,
    /// The source stands near the figure and not only later.
    Near,
}

/// What a poll must tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PollNeed {
    Conductor,
    Size,
    Dates,
    Margin,
}

impl Check for Numbers {
    fn names(&self) -> &'static [&'static str] {
        &["other", "where", "elsewhere", "difference", "whole", "missing", "source", "gap", "margin", "count"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.words, &mut self.unless, &mut self.conductor, &mut self.size, &mut self.dates, &mut self.margin]
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        match self.asks {
            NumberAsks::Agreement => agreement::hits(draft),
            NumberAsks::Arithmetic => arithmetic::wrong(draft),
            NumberAsks::Points => arithmetic::points(draft),
            NumberAsks::Parts => parts::hits(self, draft),
            NumberAsks::Poll => poll::hits(self, draft),
            NumberAsks::Margin => margin::hits(self, draft),
            NumberAsks::Table => table::hits(self, draft),
            NumberAsks::Near => later::hits(draft),
        }
    }
}

/// Another place of the same document.
fn related(reading: &Reading<'_>, place: &Place, note: impl Into<String>) -> Related {
    Related { path: None, span: reading.span(place), note: note.into() }
}

/// Whether one of these phrases stands in these blocks.
fn stands_in(reading: &Reading<'_>, phrases: &Phrases, blocks: std::ops::RangeInclusive<usize>) -> bool {
    reading.places_in(phrases, blocks).next().is_some()
}
