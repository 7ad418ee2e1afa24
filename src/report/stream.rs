//! One row of `copydesk stream`: what was found in it, or why nothing could be.

use serde::Serialize;
use serde_json::Value;

use super::json::{CRATE, JsonFinding};
use super::safe;
use super::sources::Sources;
use crate::finding::Report;

/// What came of a row.
#[derive(Debug)]
pub enum RowOutcome {
    /// It was judged by the policy of this key.
    Judged(Box<Report>, u64),
    /// It is no draft, or one that its publication ignores.
    Skipped(String),
    /// It is no row, or could not be judged.
    Failed(String),
}

#[derive(Serialize)]
struct JsonRow<'a> {
    id: &'a Value,
    /// Which line of the input it was, where it has no name of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<JsonFinding<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    copydesk: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
}

/// A row as one line of JSON; `line` counts those of the input from one.
pub fn row(id: &Value, line: usize, outcome: &RowOutcome) -> String {
    let named = if id.is_null() { Some(line) } else { None };
    let empty = JsonRow { id, line: named, findings: None, skipped: None, error: None, copydesk: CRATE, policy: None };
    let row = match outcome {
        RowOutcome::Judged(report, key) => {
            let sources = Sources::of(report);
            let of = |file| -> Vec<JsonFinding<'_>> { JsonFinding::all(file, &sources) };
            let findings = report.files.iter().flat_map(of).collect();
            JsonRow { findings: Some(findings), policy: Some(format!("{key:016x}")), ..empty }
        }
        RowOutcome::Skipped(reason) => JsonRow { skipped: Some(reason), ..empty },
        RowOutcome::Failed(reason) => JsonRow { error: Some(reason), ..empty },
    };
    // All of it can be said in JSON: keys are strings, and so is what stands in it.
    safe::json(&serde_json::to_string(&row).unwrap_or_default())
}
