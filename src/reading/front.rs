//! The keys of a draft's front matter, as conditions ask for them.

use std::ops::Range;

use super::read::Reading;
use crate::text::{Document, Field, squeezed};

/// A key of the front matter, its parts squeezed: `params`, `sponsorname`.
#[derive(Debug)]
pub(super) struct FrontKey {
    parts: Vec<String>,
    /// Its fields: the items of a list have one key.
    fields: Range<usize>,
}

impl FrontKey {
    /// The keys of a document, in order.
    pub(super) fn all(document: &Document) -> Vec<Self> {
        let mut end = 0;
        let same = document.front.chunk_by(|one, next| one.key == next.key);
        let key = |same: &[Field]| {
            let start = end;
            end += same.len();
            Self { parts: same[0].key.split('.').map(squeezed).collect(), fields: start..end }
        };
        same.map(key).collect()
    }
}

impl<'a> Reading<'a> {
    /// The fields of each key in which these parts, squeezed, stand side by side: `sponsor` is also in `params.sponsor.name`.
    pub fn fields(&self, parts: &[String]) -> impl Iterator<Item = &'a [Field]> {
        let document = self.document;
        let has = move |key: &&FrontKey| key.parts.windows(parts.len()).any(|of_key| of_key == parts);
        self.front.iter().filter(has).map(|key| &document.front[key.fields.clone()])
    }
}
