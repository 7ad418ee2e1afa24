//! The `rdjson` format: the diagnostic format of reviewdog; columns are bytes of UTF-8, as its schema says.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use crate::finding::{File, Finding, Fix, Level, Report};
use crate::text::{ColumnKind, Source, Span};

use super::{account, safe};

/// Bytes of a draft between the edits of a fix that a suggestion may repeat.
const BETWEEN: usize = 2000;

/// Writes the report.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let files = report.files.iter();
    let diagnostics = files.flat_map(|file| file.findings.iter().map(move |finding| RdDiagnostic::of(file, finding)));
    let result = RdResult { source: RdSource { name: "copydesk" }, diagnostics: diagnostics.collect() };
    writeln!(out, "{}", safe::json(&serde_json::to_string(&result)?))
}

#[derive(Serialize)]
struct RdResult<'a> {
    source: RdSource,
    diagnostics: Vec<RdDiagnostic<'a>>,
}

#[derive(Serialize)]
struct RdSource {
    name: &'static str,
}

#[derive(Serialize)]
struct RdDiagnostic<'a> {
    message: String,
    location: RdPlace<'a>,
    severity: &'static str,
    code: RdCode<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<RdSuggestion>,
}

#[derive(Serialize)]
struct RdPlace<'a> {
    path: Cow<'a, str>,
    range: RdRange,
}

#[derive(Serialize)]
struct RdCode<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct RdSuggestion {
    range: RdRange,
    text: String,
}

#[derive(Serialize)]
struct RdRange {
    start: RdPosition,
    end: RdPosition,
}

#[derive(Serialize)]
struct RdPosition {
    line: usize,
    column: usize,
}

impl<'a> RdDiagnostic<'a> {
    fn of(file: &'a File, finding: &'a Finding) -> Self {
        let lines = std::iter::once(account::message(finding)).chain(account::evidence(finding)).chain(account::help(finding));
        let source = &file.source;
        Self {
            message: lines.collect::<Vec<_>>().join("\n"),
            location: RdPlace { path: source.path.to_string_lossy(), range: RdRange::of(source, finding.span) },
            severity: match finding.level {
                Level::Fatal | Level::Error => "ERROR",
                Level::Warning => "WARNING",
                Level::Note | Level::Off => "INFO",
            },
            code: RdCode { value: &finding.rule },
            suggestions: finding.fix.iter().filter_map(|fix| RdSuggestion::of(source, fix)).collect(),
        }
    }
}

impl RdSuggestion {
    /// One replacement for all edits of a fix: each suggestion is offered by itself, and edits belong together.
    fn of(source: &Source, fix: &Fix) -> Option<Self> {
        let (first, last) = (fix.edits.first()?, fix.edits.last()?);
        let mut text = first.text.clone();
        let (mut end, mut between) = (first.span.end(), 0);
        for edit in &fix.edits[1..] {
            between += edit.span.start().checked_sub(end)?;
            text += source.text.get(end..edit.span.start()).filter(|_| between <= BETWEEN)?;
            text += &edit.text;
            end = edit.span.end();
        }
        Some(Self { range: RdRange::of(source, first.span.join(last.span)), text })
    }
}

impl RdRange {
    fn of(source: &Source, span: Span) -> Self {
        let at = |at: usize| {
            let position = source.position_in(ColumnKind::Byte, at);
            RdPosition { line: position.line, column: position.column }
        };
        Self { start: at(span.start()), end: at(span.end()) }
    }
}
