//! A flag in the front matter that makes the site say it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::matching::Front;
use crate::edit;
use crate::finding::Fix;
use crate::reading::Reading;
use crate::text::Document;

/// A flag, written `key = value`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct Flag {
    key: String,
    value: String,
    front: Front,
}

impl TryFrom<String> for Flag {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let Some((key, value)) = written.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else {
            return Err(format!("“{written}” is no flag; write `key = value`"));
        };
        let part = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "-_".contains(char));
        if !key.split('.').all(part) {
            return Err(format!("“{key}” is no key of a flag; write letters, digits, `-` and `_`: `params.show-notice = true`"));
        }
        if value.is_empty() || value.contains(|char: char| char.is_control() || "|*\"'\\".contains(char)) {
            return Err(format!(
                "“{value}” is no value of a flag; write true, false, a whole number or plain words: `label = News`"
            ));
        }
        let is_other_number = value.starts_with(|char: char| char.is_ascii_digit() || "+-.".contains(char))
            && value.parse::<f64>().is_ok()
            && !edit::is_integer(value);
        if is_other_number {
            return Err(format!("“{value}” is written in more than one way; write a whole number without `+` and leading zeros"));
        }
        // A sign that names a list elsewhere is itself here.
        let front = Front::try_from(written.replace('@', "\\@"))?;
        Ok(Self { key: key.to_owned(), value: value.to_owned(), front })
    }
}

impl Flag {
    /// Whether the front matter has it.
    pub(super) fn is_set(&self, reading: &Reading<'_>) -> bool {
        self.front.find(reading).is_some()
    }

    /// The flag as it is written in TOML, for messages.
    pub(super) fn shown(&self) -> String {
        format!("{} = {}", self.key, self.value)
    }

    /// Sets it, or says why not: no front matter, or no telling what else a line there would mean.
    pub(super) fn set(&self, document: &Document) -> Result<Fix, String> {
        let edit = edit::set(document, &self.key, &self.value)?;
        Ok(Fix { title: format!("Set `{}` in the front matter", self.shown()), edits: vec![edit], safe: true })
    }
}
