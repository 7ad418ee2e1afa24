//! Standing texts as the drafts of an archive have them: plain data, for whoever tells of it.

use std::path::PathBuf;

use super::approved::Likeness;

/// A standing text, in all its wordings.
#[derive(Debug, Clone, PartialEq)]
pub struct TextInUse {
    /// The kind of text: `opinion`, `legal`, `author`, …; `approved` for one that is known only as an approved text.
    pub kind: &'static str,
    /// In how many drafts it stands.
    pub drafts: usize,
    /// Its wordings, the most used first.
    pub wordings: Vec<Variant>,
}

/// One wording of a text, and how it differs from the most used one.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The wording.
    pub wording: Wording,
    /// Words of the most used wording, and those that stand here in their place; one of the two may be empty.
    pub differences: Vec<(String, String)>,
}

/// A wording in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// The kind of text, as of [`TextInUse`].
    pub kind: &'static str,
    /// Its words, with `{author}`, `{publication}` and `{title}` where those stood, and `{name}`, `{date}` or `{number}` where drafts
    /// that have it differ in nothing else.
    pub text: String,
    /// How often it stands, over all drafts.
    pub count: usize,
    /// The drafts it stands in, in their order.
    pub files: Vec<PathBuf>,
    /// The earliest and the latest day of those drafts, as eight digits; 0 where none says.
    pub days: (u32, u32),
    /// What stands in its slots.
    pub slots: Vec<Filled>,
    /// The nearest approved text, if one is near.
    pub nearest: Option<Near>,
}

/// A slot of a wording, and what drafts have in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// `{name}`, `{date}` or `{number}`.
    pub slot: &'static str,
    /// What stands there, and how often; the most frequent first.
    pub values: Vec<(String, usize)>,
}

/// The approved text that is nearest to a wording.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Its id.
    pub id: String,
    /// Whether the wording is it, or an earlier version of it.
    pub likeness: Likeness,
    /// The share of words in common, 0 to 1.
    pub similarity: f64,
}

impl TextInUse {
    /// The earliest and the latest day of its drafts, as eight digits; 0 where none says.
    pub fn days(&self) -> (u32, u32) {
        span(self.wordings.iter().flat_map(|variant| [variant.wording.days.0, variant.wording.days.1]))
    }
}

/// The earliest and the latest of days; 0 says none.
pub fn span(days: impl Iterator<Item = u32>) -> (u32, u32) {
    days.filter(|&day| day > 0).fold((0, 0), |(first, last), day| (if first == 0 { day } else { first.min(day) }, last.max(day)))
}
