//! One line of a record, as it is read and written.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::ruling::{ReadAs, Ruling, claim_named, shown};

/// A line as it stands in a record; words without escapes are not copied.
#[derive(Debug)]
pub(super) struct Borrowed<'t> {
    pub(super) claim: u64,
    pub(super) reader: Cow<'t, str>,
    pub(super) path: Cow<'t, str>,
    fields: Fields<'t>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields<'t> {
    claim: &'t str,
    verdict: ReadAs,
    #[serde(borrow)]
    reader: Cow<'t, str>,
    date: &'t str,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    why: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    source: Cow<'t, str>,
    #[serde(borrow)]
    path: Cow<'t, str>,
    #[serde(borrow)]
    text: Cow<'t, str>,
    #[serde(default, skip_serializing_if = "is_zero")]
    guideline: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl<'t> Borrowed<'t> {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(line: &'t str) -> Result<Self, String> {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return Err("it is the mark of a merge that was not ended".to_owned());
        }
        let mut fields: Fields<'t> = serde_json::from_str(line).map_err(|error| told(&error))?;
        let claim = claim_named(fields.claim).ok_or("`claim` is not sixteen hex digits")?;
        if !is_day(fields.date) {
            return Err("`date` is no day such as 2026-11-30".to_owned());
        }
        if fields.reader.trim().is_empty() {
            return Err("`reader` names nobody".to_owned());
        }
        let (reader, path) = (std::mem::take(&mut fields.reader), std::mem::take(&mut fields.path));
        Ok(Self { claim, reader, path, fields })
    }

    pub(super) fn into_ruling(self) -> Ruling {
        let Self { claim, reader, path, fields } = self;
        Ruling {
            claim,
            verdict: fields.verdict,
            reader: reader.into_owned(),
            date: fields.date.to_owned(),
            why: fields.why.into_owned(),
            source: fields.source.into_owned(),
            path: path.into_owned(),
            text: fields.text.into_owned(),
            guideline: fields.guideline,
        }
    }
}

/// What serde says, without the place: of a line by itself that says little.
fn told(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
    format!("it cannot be read: {words}")
}

/// The line of a ruling.
pub(super) fn written(ruling: &Ruling) -> String {
    let claim = shown(ruling.claim);
    let fields = Fields {
        claim: &claim,
        verdict: ruling.verdict,
        reader: ruling.reader.as_str().into(),
        date: &ruling.date,
        why: ruling.why.as_str().into(),
        source: ruling.source.as_str().into(),
        path: ruling.path.as_str().into(),
        text: ruling.text.as_str().into(),
        guideline: ruling.guideline,
    };
    // Words and numbers are always written.
    serde_json::to_string(&fields).unwrap_or_default()
}

/// Whether some words are a day such as 2026-11-30.
pub(super) fn is_day(words: &str) -> bool {
    let bytes = words.as_bytes();
    let number = |from: usize, to: usize| words.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
        && (1..=12).contains(&number(5, 7))
        && (1..=31).contains(&number(8, 10))
}
