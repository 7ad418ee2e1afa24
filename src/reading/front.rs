//! The keys of a draft's front matter, as conditions ask for them.

use std::ops::Range;

use crate::text::{Document, Field, squeezed};

/// The keys of a draft's front matter. Rules ask for many that it does not have.
#[derive(Debug)]
pub(super) struct FrontKeys {
    keys: Vec<FrontKey>,
    /// A bit for each part of a key, some share one.
    parts: u64,
}

/// A key of the front matter, its parts squeezed: `params`, `sponsorname`.
#[derive(Debug)]
struct FrontKey {
    parts: Vec<String>,
    /// Its fields: the items of a list have one key.
    fields: Range<usize>,
}

/// The bit of a part of a key: by its length and its last letter.
fn bit(part: &str) -> u64 {
    1 << ((part.len() * 29 + usize::from(part.bytes().next_back().unwrap_or_default())) % 64)
}

impl FrontKeys {
    /// The keys of a document, in order.
    pub(super) fn of(document: &Document) -> Self {
        let mut end = 0;
        let same = document.front.chunk_by(|one, next| one.key == next.key);
        let key = |same: &[Field]| {
            let start = end;
            end += same.len();
            FrontKey { parts: same[0].key.split('.').map(squeezed).collect(), fields: start..end }
        };
        let keys: Vec<FrontKey> = same.map(key).collect();
        let parts = keys.iter().flat_map(|key| &key.parts).fold(0, |all, part| all | bit(part));
        Self { keys, parts }
    }

    /// The fields of each key in which these parts, squeezed, stand side by side.
    pub(super) fn fields_of<'a, P: AsRef<str>>(&self, parts: &[P], document: &'a Document) -> impl Iterator<Item = &'a [Field]> {
        let may = parts.iter().all(|part| self.parts & bit(part.as_ref()) != 0);
        let are = move |of_key: &[String]| of_key.iter().zip(parts).all(|(one, other)| one == other.as_ref());
        let has = move |key: &&FrontKey| key.parts.windows(parts.len()).any(are);
        self.keys.iter().filter(move |_| may).filter(has).map(|key| &document.front[key.fields.clone()])
    }
}
