//! What a row says: a text, its name, and its front matter where that stands in a field of its own.

use std::path::{Component, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::format;
use crate::text::{Format, Source};

/// The mark that some programs put before a text.
const MARK: char = '\u{feff}';

/// A draft in a row.
#[derive(Debug)]
pub struct DraftRow {
    /// What the row is called: any value, as it was written, or null.
    pub id: Box<RawValue>,
    /// The name that it is judged by.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// Front matter as it would stand before the text; empty without any.
    pub(super) front: String,
    pub(super) text: String,
}

/// What is no row, and why.
#[derive(Debug)]
pub struct BadRow {
    /// What it is called, as far as that is known.
    pub id: Box<RawValue>,
    /// What is wrong with it, in words that go on after “the row …”.
    pub why: String,
}

impl DraftRow {
    /// Reads a row: an object of JSON with `text` or `html`, and maybe `id`, `path` and `front_matter`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, BadRow> {
        let bad = |why: String| BadRow { id: RawValue::NULL.to_owned(), why };
        match serde_json::from_slice::<Value>(bytes) {
            Ok(Value::Object(mut fields)) => {
                let id = written_id(bytes, &fields.remove("id").unwrap_or_default());
                match Self::of(fields) {
                    Ok(row) => Ok(Self { id, ..row }),
                    Err(why) => Err(BadRow { id, why: why.to_owned() }),
                }
            }
            Ok(_) => Err(bad("is no object of JSON".to_owned())),
            Err(error) => Err(bad(format!("is no JSON: {error}"))),
        }
    }

    fn of(mut fields: Map<String, Value>) -> Result<Self, &'static str> {
        let mut field = |name: &str| fields.remove(name).filter(|value| !value.is_null());
        let (text, is_html) = match (field("text"), field("html")) {
            (Some(Value::String(text)), None) => (text, false),
            (None, Some(Value::String(html))) => (html, true),
            _ => return Err("has no `text` and no `html`, or both, or one that is no string"),
        };
        let path = match field("path") {
            None => PathBuf::from(if is_html { "draft.html" } else { "draft.md" }),
            Some(Value::String(path)) => PathBuf::from(path),
            Some(_) => return Err("has a `path` that is no string"),
        };
        let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !stays || path.file_name().is_none() {
            return Err("has a `path` that leaves the folder");
        }
        if Format::of(&path) == Some(Format::Toml) {
            return Err("has a `path` that ends in `.toml`: that is configuration, and no draft");
        }
        let format = if is_html {
            Format::Html
        } else {
            Format::of(&path).filter(|format| *format != Format::Word).unwrap_or(Format::Markdown)
        };
        let front = match field("front_matter") {
            None => String::new(),
            Some(Value::Object(front)) => written(front),
            Some(_) => return Err("has a `front_matter` that is no object"),
        };
        if !front.is_empty() && format::has_front_matter(&Source::new(&path, format, text.trim_start_matches(MARK))) {
            return Err("has a `front_matter`, and front matter at the head of its text as well");
        }
        Ok(Self { id: RawValue::NULL.to_owned(), path, format, front, text })
    }

    /// How many bytes the text has before its first character.
    pub(super) fn mark(&self) -> usize {
        if self.text.starts_with(MARK) { MARK.len_utf8() } else { 0 }
    }

    /// The draft as it would lie on a disk.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let (mark, text) = self.text.split_at(self.mark());
        [mark, &self.front, text].concat().into_bytes()
    }
}

/// The id of a row as it stands there: a number that was read is another one when it has more digits than a computer's.
fn written_id(row: &[u8], read: &Value) -> Box<RawValue> {
    #[derive(Deserialize)]
    struct Named<'r> {
        #[serde(borrow)]
        id: &'r RawValue,
    }
    let is_exact = read.is_null() || read.is_string() || read.is_boolean() || read.is_i64() || read.is_u64();
    let named = if is_exact { None } else { serde_json::from_slice::<Named<'_>>(row).ok() };
    // A row of the wheel may have lines, and an answer is one.
    match named.filter(|named| !named.id.get().contains(['\n', '\r'])) {
        Some(named) => named.id.to_owned(),
        None => serde_json::value::to_raw_value(read).unwrap_or_else(|_| RawValue::NULL.to_owned()),
    }
}

/// Front matter as a block of YAML, which JSON is, without the keys that have no value; empty where none has.
fn written(front: Map<String, Value>) -> String {
    let mut front = Value::Object(front);
    drop_nulls(&mut front);
    if front.as_object().is_none_or(Map::is_empty) {
        return String::new();
    }
    let mut written = String::from("---\n");
    for char in front.to_string().chars() {
        // YAML takes fewer characters as they are than JSON does; it has a sign for each.
        match char {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | MARK | '\u{fffe}' | '\u{ffff}' => {
                written.push_str(&format!("\\u{:04x}", char as u32));
            }
            char => written.push(char),
        }
    }
    written + "\n---\n"
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => {
            items.retain(|item| !item.is_null());
            items.iter_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}
