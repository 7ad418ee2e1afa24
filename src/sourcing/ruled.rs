//! What second readers made of a figure.

use super::verdict::Verdict;
use crate::rulings::{Ruling, Stand};

/// What second readers made of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruled {
    /// The name of the claim.
    pub claim: u64,
    /// What copydesk makes of it by itself.
    pub bare: Verdict,
    /// Whether it is asked about.
    pub stand: Stand,
    /// What each reader said.
    pub by: Vec<Ruling>,
}

impl Ruled {
    /// What readers said, as a sheet has it: “sourced by ana, ask by bo”.
    pub fn summary(&self) -> String {
        let told = self.by.iter().map(|ruling| format!("{} by {}", ruling.verdict.name(), ruling.reader));
        told.collect::<Vec<_>>().join(", ")
    }

    /// The same with days and reasons.
    pub fn told(&self) -> String {
        self.by.iter().map(Ruling::told).collect::<Vec<_>>().join("; ")
    }
}
