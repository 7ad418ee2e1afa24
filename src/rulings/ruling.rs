//! What one second reader made of one claim.

use serde::{Deserialize, Serialize};

/// What a reader makes of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadAs {
    /// Somebody a reader can name or open stands behind it.
    Sourced,
    /// It is the writer's or publication's own count.
    Own,
    /// Nobody would dispute it.
    Record,
    /// It claims nothing; of what a rule asks, that nothing is owed.
    None,
    /// It declares what a rule took it to declare.
    Declared,
    /// An editor asks; of what a rule asks, that it is owed.
    Ask,
}

impl ReadAs {
    /// All of them, in the order in which a reader is told of them.
    pub const ALL: [Self; 6] = [Self::Sourced, Self::Own, Self::Record, Self::None, Self::Declared, Self::Ask];

    /// Its name in records, requests and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sourced => "sourced",
            Self::Own => "own",
            Self::Record => "record",
            Self::None => "none",
            Self::Declared => "declared",
            Self::Ask => "ask",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|read| read.name() == name)
    }
}

/// What one reader made of one claim: a line of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Names the claim by its words and what stands around them.
    pub claim: u64,
    /// What it was read as.
    pub verdict: ReadAs,
    /// Who read it.
    pub reader: String,
    /// When, as `2026-11-30`.
    pub date: String,
    /// Why, in a few words; may be empty.
    pub why: String,
    /// The words of the draft that name who stands behind it; may be empty.
    pub source: String,
    /// Where it stood: the draft, relative to the folder of the record, with `/` between the parts.
    pub path: String,
    /// The words of the figure, or what a rule objects to.
    pub text: String,
    /// The version of the guideline it was read by; 0 for one that nobody told.
    pub guideline: u32,
}

impl Ruling {
    /// Who read it as what, when and why: “read as sourced by ana on 2026-11-30: the ministry, paragraph 2”.
    pub fn told(&self) -> String {
        let why = if self.why.is_empty() { String::new() } else { format!(": {}", self.why) };
        format!("read as {} by {} on {}{why}", self.verdict.name(), self.reader, self.date)
    }
}

/// The name of a claim as records, requests and answers write it.
pub fn shown(claim: u64) -> String {
    format!("{claim:016x}")
}

/// The claim of this name.
pub fn claim_named(name: &str) -> Option<u64> {
    let is_hex = name.len() == 16 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hex { u64::from_str_radix(name, 16).ok() } else { None }
}
