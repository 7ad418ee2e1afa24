//! One row of `copydesk stream`: what was found in it, or why nothing could be.

use serde::Serialize;
use serde_json::value::RawValue;

use super::json::{CRATE, JsonFinding};
use super::preface::{Preface, Prefaces};
use super::safe;
use super::sources::Sources;
use crate::finding::File;

/// What came of a row.
#[derive(Debug)]
pub enum RowOutcome {
    /// It was judged.
    Judged(Box<JudgedRow>),
    /// It is no draft, or one that its publication ignores.
    Skipped(String),
    /// It is no row, or could not be judged.
    Failed(String),
}

/// What was found in a row.
#[derive(Debug)]
pub struct JudgedRow {
    /// The key of the policy that it was judged by.
    pub policy: u64,
    /// What is wrong in it, where that was asked for.
    pub file: Option<File>,
    /// What was laid before its text.
    pub preface: Preface,
    /// What of it can be compared with other rows, where that was asked for.
    pub prints: Option<Vec<RulePrints>>,
}

/// What a rule that compares drafts keeps of one, and what it asks of a text that stands in several.
#[derive(Debug, Serialize)]
pub struct RulePrints {
    /// The rule.
    pub rule: String,
    /// The publication; drafts of one are compared.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publication: String,
    /// In how many drafts a text must stand.
    pub files: usize,
    /// In what share of them.
    pub share: f64,
    /// How alike two passages are that are one.
    pub near: f64,
    /// How alike they are where they differ mostly in figures and names.
    pub near_slots: f64,
    /// So many words in a row that two passages share are told, and not whole passages; 0 for whole ones.
    pub run: usize,
    /// How many days drafts may have been published from one another, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
    /// The day of the draft, as eight digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<u32>,
    /// What it is a version of: drafts with the same one count once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The passages of the draft, in order.
    pub passages: Vec<PassageRow>,
}

/// What is kept of a passage.
#[derive(Debug, Serialize)]
pub struct PassageRow {
    /// A hash of its words: passages with the same words have the same.
    pub key: String,
    /// Its bytes in the text.
    pub span: Bytes,
    /// How many words it has.
    pub count: u32,
    /// Its words, four digits each, where passages are compared that do not have the same.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The runs of words that it is looked for by: passages that may be alike share one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shingles: Vec<String>,
}

/// A range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bytes {
    /// The first.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    id: &'a RawValue,
    /// Which line of the input it was, where it has no name of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<JsonFinding<'a>>>,
    /// How many findings second readers silenced.
    #[serde(skip_serializing_if = "Option::is_none")]
    silenced: Option<usize>,
    /// Its language, where its figures were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prints: Option<&'a [RulePrints]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    copydesk: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
}

/// A row that was answered.
#[derive(Debug)]
pub struct AnsweredRow {
    /// What it is called.
    pub id: Box<RawValue>,
    /// Which line of the input it was, from one.
    pub line: usize,
    /// What came of it.
    pub outcome: RowOutcome,
}

/// Rows as lines of JSON, one for each. Findings of one may point at places of another.
pub fn rows(answered: &[AnsweredRow]) -> Vec<String> {
    let judged = || {
        let judged =
            answered.iter().filter_map(|row| if let RowOutcome::Judged(judged) = &row.outcome { Some(judged) } else { None });
        judged.flat_map(|judged| judged.file.iter().map(|file| (file, &judged.preface)))
    };
    let sources = Sources::over(judged().map(|(file, _)| file));
    let prefaces = Prefaces::new(judged().map(|(file, preface)| (file.source.path.as_path(), preface)));
    answered.iter().map(|row| written(row, &sources, &prefaces)).collect()
}

fn written<'a>(AnsweredRow { id, line, outcome }: &'a AnsweredRow, sources: &Sources<'a>, prefaces: &Prefaces<'a>) -> String {
    let named = if id.get() == RawValue::NULL.get() { Some(*line) } else { None };
    let empty = JsonRow {
        id,
        line: named,
        findings: None,
        silenced: None,
        unread: None,
        prints: None,
        skipped: None,
        error: None,
        copydesk: CRATE,
        policy: None,
    };
    let row = match outcome {
        RowOutcome::Judged(judged) => JsonRow {
            findings: judged.file.as_ref().map(|file| JsonFinding::all(file, sources, prefaces)),
            silenced: judged.file.as_ref().map(|file| file.replay.silenced).filter(|silenced| *silenced > 0),
            unread: judged.file.as_ref().and_then(|file| file.unread.as_deref()),
            prints: judged.prints.as_deref(),
            policy: Some(format!("{:016x}", judged.policy)),
            ..empty
        },
        RowOutcome::Skipped(reason) => JsonRow { skipped: Some(reason), ..empty },
        RowOutcome::Failed(reason) => JsonRow { error: Some(reason), ..empty },
    };
    // All of it can be said in JSON: keys are strings, and so is what stands in it.
    safe::json(&serde_json::to_string(&row).unwrap_or_default()).into_owned()
}
