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
    fields: LineFields<'t>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineFields<'t> {
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
        match plain(line) {
            Some(fields) => Self::of(fields),
            None => Self::in_full(line),
        }
    }

    /// Reads a line that is written in any way that JSON may be.
    fn in_full(line: &'t str) -> Result<Self, String> {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return Err("it is the mark of a merge that was not ended".to_owned());
        }
        Self::of(serde_json::from_str(line).map_err(|error| told(&error))?)
    }

    fn of(mut fields: LineFields<'t>) -> Result<Self, String> {
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

/// A line as copydesk writes it, without escapes; `None` for any other, well written or not. Of 100,000 lines it takes half the time.
fn plain(line: &str) -> Option<LineFields<'_>> {
    // All of them, and no stop at the first: so many bytes are compared at once.
    if !line.bytes().fold(true, |is_plain, byte| is_plain & (byte >= b' ')) {
        return None;
    }
    let mut rest = line;
    let mut fields = LineFields {
        claim: word(&mut rest, "{\"claim\":\"")?,
        verdict: ReadAs::named(word(&mut rest, ",\"verdict\":\"")?)?,
        reader: word(&mut rest, ",\"reader\":\"")?.into(),
        date: word(&mut rest, ",\"date\":\"")?,
        why: word(&mut rest, ",\"why\":\"").unwrap_or_default().into(),
        source: word(&mut rest, ",\"source\":\"").unwrap_or_default().into(),
        path: word(&mut rest, ",\"path\":\"")?.into(),
        text: word(&mut rest, ",\"text\":\"")?.into(),
        guideline: 0,
    };
    if let Some(number) = rest.strip_prefix(",\"guideline\":") {
        let end = number.find('}')?;
        let is_plain = !number.starts_with('0') && number[..end].bytes().all(|byte| byte.is_ascii_digit());
        fields.guideline = number[..end].parse().ok().filter(|_| is_plain)?;
        rest = &number[end..];
    }
    (rest == "}").then_some(fields)
}

/// The words behind `before`, up to the next quote; nothing is taken where something is escaped in them.
fn word<'t>(rest: &mut &'t str, before: &str) -> Option<&'t str> {
    let words = rest.strip_prefix(before)?;
    let end = memchr::memchr2(b'"', b'\\', words.as_bytes()).filter(|&end| words.as_bytes()[end] == b'"')?;
    *rest = &words[end + 1..];
    Some(&words[..end])
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
    let fields = LineFields {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The quick way takes nothing that the full one would not, and makes the same of it.
        #[test]
        fn a_plain_line_is_read_as_in_full(
            words in prop::collection::vec("[a\u{e9}\u{7f}]{0,3}[\"\\\\\t{}:,]?", 5),
            guideline in 0_u32..12,
            (cut, put) in (0_usize..200, "[\"\\\\0a,}\n]{0,2}"),
        ) {
            let [reader, why, source, path, text] = words.try_into().unwrap();
            let ruling = Ruling { claim: 7, verdict: ReadAs::Own, reader, date: "2026-11-30".to_owned(), why, source, path, text, guideline };
            let mut line = written(&ruling);
            for _ in 0..2 {
                if plain(&line).is_some() {
                    let (quick, full) = (Borrowed::parse(&line), Borrowed::in_full(&line));
                    prop_assert_eq!(quick.map(Borrowed::into_ruling), full.map(Borrowed::into_ruling));
                }
                let at = line.floor_char_boundary(cut);
                line.insert_str(at, &put);
            }
        }
    }

    #[test]
    fn what_copydesk_writes_is_plain_where_nothing_is_escaped() {
        let ruling = Ruling {
            claim: 7,
            verdict: ReadAs::Sourced,
            reader: "ana".to_owned(),
            date: "2026-11-30".to_owned(),
            why: "the port office".to_owned(),
            source: String::new(),
            path: "a.md".to_owned(),
            text: "41".to_owned(),
            guideline: 1,
        };
        assert!(plain(&written(&ruling)).is_some());
        assert!(plain(&written(&Ruling { why: "“a” and \"b\"".to_owned(), ..ruling })).is_none());
    }
}
