//! What a figure is: sort, value, what it counts, and why it may be no claim.

mod excuse;

use std::ops::Range;

pub use excuse::Excuse;

/// What a figure measures by: the claim classes of the taxonomy, by form.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// 12 %, ninety percent.
    Percent,
    /// A difference of percentages: 4.5 percentage points.
    Points,
    /// $80 million.
    Money,
    /// 14,300 homes.
    Count,
    /// One in five, two-thirds, half of, 3:1.
    Ratio,
    /// Twice as many, tenfold, more than doubled.
    Multiple,
    /// Dozens of, hundreds of thousands of.
    Magnitude,
    /// 21 cm, 14 minutes: a measurement.
    Measure,
    /// 14th of 27, third-largest.
    Rank,
}

impl Sort {
    /// Its name in options and sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Points => "points",
            Self::Money => "money",
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::Multiple => "multiple",
            Self::Magnitude => "magnitude",
            Self::Measure => "measure",
            Self::Rank => "rank",
        }
    }
}

/// A number as printed, with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its tokens: currency, number, scale, range, unit; without hedge and counted noun.
    pub tokens: Range<usize>,
    /// Its sort.
    pub sort: Sort,
    /// Its value; the lower one of a range. `None` where a word says no number ("dozens").
    pub low: Option<f64>,
    /// The higher one of a range, else the same.
    pub high: Option<f64>,
    /// The tokens of its hedge: "more than", "about".
    pub hedge: Option<Range<usize>>,
    /// The token of the head noun it counts, where one follows.
    pub noun: Option<usize>,
    /// Why it is no claim.
    pub excuse: Option<Excuse>,
}
