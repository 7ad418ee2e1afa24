//! The options of a rule on figures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::prose::Phrases;

/// The options of a rule on figures.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Numbers {
    /// What is asked of the figures.
    pub(super) asks: NumberAsks,
    /// The words that the question goes by: what makes a poll, a lead, a table of prices.
    pub(super) words: Phrases,
    /// What answers it.
    pub(super) unless: Phrases,
    /// What a poll must tell.
    pub(super) needs: Vec<PollNeed>,
    /// Words that tell who ran a poll.
    pub(super) conductor: Phrases,
    /// Words that tell how many were asked.
    pub(super) size: Phrases,
    /// Words that tell when they were asked.
    pub(super) dates: Phrases,
    /// Words that tell how far off it may be.
    pub(super) margin: Phrases,
}

/// What is asked of figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum NumberAsks {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PollNeed {
    Conductor,
    Size,
    Dates,
    Margin,
}
