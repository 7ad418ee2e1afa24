//! What a check says of a draft.

use crate::finding::{Fix, Level, Related};
use crate::text::Span;

/// Something a rule objects to.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The place.
    pub span: Span,
    /// What fills `{text}` in the rule's message.
    pub text: String,
    /// What to write under the place.
    pub label: String,
    /// What fills other names in braces in the rule's words: `("source", "some experts")`.
    pub words: Vec<(&'static str, String)>,
    /// The evidence, and what was tried.
    pub notes: Vec<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Hits of a rule with the same number are one question, and told as one.
    pub question: Option<usize>,
    /// A mend.
    pub fix: Option<Fix>,
    /// Why it matters and what to do, where that is not what the rule says.
    pub advice: Option<Advice>,
    /// How loud this hit is, where its evidence makes it louder or softer than its rule.
    pub level: Option<Level>,
}

/// Why a hit matters, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Why it matters, where that is not what the rule says either.
    pub why: Option<String>,
    /// What to do.
    pub help: String,
}

impl Hit {
    /// A hit at a place with these words.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
            label: String::new(),
            words: Vec::new(),
            notes: Vec::new(),
            related: Vec::new(),
            question: None,
            fix: None,
            advice: None,
            level: None,
        }
    }
}
