//! What comes in the place of words that must not be there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// One text for all that a rule finds, or a text for each of the words that it finds.
#[derive(Debug, Default)]
pub(super) struct Becomes {
    all: Option<String>,
    /// By the words as they are found, in lower case.
    each: BTreeMap<String, String>,
}

impl<'de> Deserialize<'de> for Becomes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BecomesVisitor)
    }
}

impl JsonSchema for Becomes {
    fn schema_name() -> Cow<'static, str> {
        "Becomes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "object"], "additionalProperties": { "type": "string" } })
    }
}

struct BecomesVisitor;

impl<'de> Visitor<'de> for BecomesVisitor {
    type Value = Becomes;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text, or a table of words and what becomes of them")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Becomes, E> {
        Ok(Becomes { all: Some(wanted(text)?), each: BTreeMap::new() })
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Becomes, M::Error> {
        let mut each = BTreeMap::new();
        while let Some((found, text)) = map.next_entry::<String, String>()? {
            each.insert(normal(&found), wanted(&text)?);
        }
        Ok(Becomes { all: None, each })
    }
}

/// A text that can be written: words on one line.
fn wanted<E: Error>(text: &str) -> Result<String, E> {
    match text.trim() {
        "" => Err(E::custom("an empty text becomes of nothing; say what is written in its place")),
        line if line.contains(char::is_control) => Err(E::custom("what is written in the place of words stands on one line")),
        line => Ok(line.to_owned()),
    }
}

/// Words in lower case, with single spaces.
fn normal(words: &str) -> String {
    words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

impl Becomes {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_none() && self.each.is_empty()
    }

    /// What becomes of these words, in their case; and whether their case is kept, which it is where they are written small, with
    /// a capital first, or in capitals.
    pub(super) fn of(&self, found: &str) -> Option<(String, bool)> {
        let text = self.all.as_ref().or_else(|| self.each.get(&normal(found)))?;
        let is_small = |text: &str| !text.contains(char::is_uppercase);
        let (first, rest) = found.split_at(found.chars().next().map_or(0, char::len_utf8));
        let capital = || {
            let mut chars = text.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
        };
        Some(match () {
            () if is_small(found) => (text.clone(), true),
            () if is_small(rest) && !is_small(first) => (capital(), true),
            () if !found.contains(char::is_lowercase) => (text.to_uppercase(), true),
            () => (text.clone(), false),
        })
    }

    /// Each of the words and what becomes of them, for a person.
    pub(super) fn told(&self) -> Vec<String> {
        let each = self.each.iter().map(|(found, text)| format!("“{found}” → “{text}”"));
        self.all.iter().map(|text| format!("“{text}”")).chain(each).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_of_what_is_found_is_kept() {
        let use_ = Becomes { all: Some("use".to_owned()), each: BTreeMap::new() };
        for (found, text, kept) in [
            ("utilize", "use", true),
            ("Utilize", "Use", true),
            ("UTILIZE", "USE", true),
            ("make Use Of", "use", false),
            ("Make Use Of", "use", false),
            ("uTILIZE", "use", false),
            ("É", "Use", true),
            ("24/7", "use", true),
        ] {
            assert_eq!(use_.of(found), Some((text.to_owned(), kept)), "{found}");
        }
        let each = BTreeMap::from([("make use of".to_owned(), "use".to_owned())]);
        let forms = Becomes { all: None, each };
        assert_eq!(forms.of("Make  use\nof"), Some(("Use".to_owned(), true)));
        assert_eq!(forms.of("made use of"), None);
    }
}
