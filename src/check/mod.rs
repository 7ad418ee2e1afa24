//! What a rule may ask of a text: each check is its own options, and says hits.

mod attribute;
mod context;
mod describe;
mod drift;
mod forbid;
mod numbers;
mod owner;
mod page;
mod quote;
mod repeat;
mod require;
mod restore;

use std::fmt::Debug;

pub use attribute::Attribute;
pub use context::Context;
pub use describe::{Asked, Teller};
pub use drift::Drift;
pub use forbid::Forbid;
pub use numbers::Numbers;
pub use owner::Owner;
pub use page::Page;
pub use quote::Quote;
pub use repeat::{Repeat, across};
pub use require::Require;

use crate::draft::Draft;
use crate::finding::{Fix, Level, Related};
use crate::prose::{Lists, Mistake, Phrases};
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
            fix: None,
            advice: None,
            level: None,
        }
    }
}

/// What is remembered of a document when it is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prints {
    /// Its passages, in order.
    pub passages: Vec<Print>,
    /// In how many documents one of them must stand to be told in this one.
    pub files: usize,
}

/// What is remembered of a passage when its document is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// Hash of its normal form.
    pub key: u64,
    /// Where it stands.
    pub span: Span,
    /// How many words it has.
    pub words: u32,
}

/// A kind of check. Its implementor is the options of a rule, read from the rule's file.
pub trait Check: Debug + Send + Sync {
    /// The phrases it looks for: a policy finds all rules' phrases in one pass.
    fn phrases(&mut self) -> Vec<&mut Phrases> {
        Vec::new()
    }

    /// The names in braces, beside `{text}`, that it fills in the words of its rule.
    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Takes in the lists that its options name beside phrases, once they are known; what is wrong with their names.
    fn take(&mut self, _lists: &Lists) -> Vec<Mistake> {
        Vec::new()
    }

    /// What it asks of a writer; nothing where the rule's own words say all.
    fn describe(&self, _teller: &Teller<'_>) -> Asked {
        Asked::new()
    }

    /// What is wrong in one document.
    fn document(&self, _draft: &Draft<'_>) -> Vec<Hit> {
        Vec::new()
    }

    /// What to remember of a document.
    fn prints(&self, _draft: &Draft<'_>) -> Prints {
        Prints::default()
    }
}
