//! The keys of a draft's front matter, as conditions ask for them.

use std::ops::Range;

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

    /// Its fields, where these parts, squeezed, stand side by side in it.
    pub(super) fn fields_of<'a>(&self, parts: &[String], document: &'a Document) -> Option<&'a [Field]> {
        let has = self.parts.windows(parts.len()).any(|of_key| of_key == parts);
        has.then(|| &document.front[self.fields.clone()])
    }
}
