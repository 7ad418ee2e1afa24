//! The phrases that a rule asks for, as its file says them.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::lists::{ListId, Lists};
use super::{expression, index, pattern, shipped};

/// Phrases of a rule, as its file says them: phrases of the phrase language, `@list`, or `/regular expression/`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Phrases {
    #[schemars(with = "Vec<String>")]
    written: Vec<Spanned<String>>,
    #[serde(skip)]
    pub(super) id: Option<ListId>,
}

/// What is wrong with a phrase: bytes of the file that says it, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the file that holds the phrase.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl Phrases {
    /// The number of these phrases, once a lexicon took them in.
    pub fn id(&self) -> Option<ListId> {
        self.id
    }

    /// Takes the number that they have as a set that ships: a lexicon that was told to looks for it.
    pub fn take_shipped(&mut self) {
        self.id = shipped::set(index::print(self.written())).map(ListId::shipped);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The phrases as written, lists by their `@name`.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(|phrase| phrase.get_ref().as_str())
    }

    /// What is wrong with them.
    pub fn mistakes(&self, lists: &Lists) -> Vec<Mistake> {
        let check = |phrase: &Spanned<String>| {
            let message = match pattern::expression(phrase.get_ref()) {
                Some(pattern) => expression::compile(pattern).err(),
                None => pattern::resolve(phrase.get_ref(), lists).1,
            }?;
            Some(Mistake { at: phrase.span(), message })
        };
        self.written.iter().filter_map(check).collect()
    }
}
