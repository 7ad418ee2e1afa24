//! What an editor makes of a figure.

use serde::Serialize;

/// What an editor makes of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Somebody a reader can name or open stands behind it.
    Sourced,
    /// Only somebody in particular nowhere: "experts say".
    Vague,
    /// Nobody does.
    Unsourced,
    /// The writer's or publication's own count.
    Own,
    /// Nobody would dispute it: a price, a score, the terms of a deal.
    Record,
    /// No claim.
    None,
}

impl Verdict {
    /// Its name in sheets and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sourced => "sourced",
            Self::Vague => "vague",
            Self::Unsourced => "unsourced",
            Self::Own => "own",
            Self::Record => "record",
            Self::None => "none",
        }
    }
}
