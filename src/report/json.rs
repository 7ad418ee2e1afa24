//! The `json` and `jsonl` formats; spans are bytes of the file as it lies on disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::finding::{self, Level};
use crate::text::{Source, Span};

use super::preface::{Preface, Prefaces};
use super::safe;
use super::shape::Style;
use super::sources::Sources;

/// The version of this shape; a new one only when something is renamed or taken away.
const VERSION: u32 = 1;

pub(super) fn write(report: &finding::Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::of(report);
    let files = told(report, style).map(|file| JsonFile::of(file, &sources)).collect();
    let document = JsonReport { version: VERSION, copydesk: CRATE, files: Some(files), summary: Summary::of(report) };
    writeln!(out, "{}", safe::json(&serde_json::to_string_pretty(&document)?))
}

pub(super) fn write_lines(report: &finding::Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::of(report);
    for file in told(report, style) {
        writeln!(out, "{}", safe::json(&serde_json::to_string(&JsonFile::of(file, &sources))?))?;
    }
    let last = JsonReport { version: VERSION, copydesk: CRATE, files: None, summary: Summary::of(report) };
    writeln!(out, "{}", safe::json(&serde_json::to_string(&last)?))
}

pub(super) const CRATE: &str = env!("CARGO_PKG_VERSION");

fn told<'a>(report: &'a finding::Report, style: &Style) -> impl Iterator<Item = &'a finding::File> {
    let verbose = style.verbose;
    report.files.iter().filter(move |file| verbose || !file.findings.is_empty())
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    copydesk: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<JsonFile<'a>>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    path: Cow<'a, str>,
    publication: Option<&'a str>,
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    genres: &'a [String],
    findings: Vec<JsonFinding<'a>>,
}

impl<'a> JsonFile<'a> {
    fn of(file: &'a finding::File, sources: &Sources<'a>) -> Self {
        Self {
            path: file.source.path.to_string_lossy(),
            publication: Some(file.publication.as_str()).filter(|name| !name.is_empty()),
            kind: file.kind.as_deref(),
            genres: &file.genres,
            findings: JsonFinding::all(file, sources, &Prefaces::default()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'a str,
    level: Level,
    message: &'a str,
    label: &'a str,
    why: &'a str,
    help: Option<&'a str>,
    notes: &'a [String],
    /// The key of the front matter that it stands in, where that came beside the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(flatten)]
    place: Option<JsonPlace>,
    text: &'a str,
    related: Vec<JsonRelated<'a>>,
    fix: Option<JsonFix<'a>>,
    fingerprint: &'a str,
}

impl<'a> JsonFinding<'a> {
    pub(super) fn all(file: &'a finding::File, sources: &Sources<'a>, prefaces: &Prefaces<'a>) -> Vec<Self> {
        file.findings.iter().map(|finding| Self::of(finding, &file.source, sources, prefaces)).collect()
    }

    fn of(finding: &'a finding::Finding, source: &'a Source, sources: &Sources<'a>, prefaces: &Prefaces<'a>) -> Self {
        let preface = prefaces.of(&source.path);
        let (place, field) = match preface.place(source, finding.span) {
            Ok(span) => (Some(span), None),
            Err(field) => (None, Some(field)),
        };
        Self {
            rule: &finding.rule,
            level: finding.level,
            message: &finding.message,
            label: &finding.label,
            why: &finding.why,
            help: finding.help.as_deref(),
            notes: &finding.notes,
            field,
            place: place.map(|span| JsonPlace::of(source, span, preface)),
            text: source.slice(place.unwrap_or(finding.span)),
            related: finding.related.iter().map(|related| JsonRelated::of(related, source, sources, prefaces)).collect(),
            fix: finding.fix.as_ref().and_then(|fix| JsonFix::of(fix, source, preface)),
            fingerprint: &finding.fingerprint,
        }
    }
}

/// A place in bytes on disk and as people count.
#[derive(Serialize)]
struct JsonPlace {
    /// The part of the file that the bytes are counted in, where it is a package of parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    span: Disk,
    start: JsonPosition,
    end: JsonPosition,
}

impl JsonPlace {
    fn of(source: &Source, span: Span, preface: &Preface) -> Self {
        Self {
            part: source.part(span).map(str::to_owned),
            span: Disk::of(source, span, preface),
            start: JsonPosition::of(source, span.start(), preface),
            end: JsonPosition::of(source, span.end(), preface),
        }
    }
}

#[derive(Serialize)]
struct Disk {
    start: usize,
    end: usize,
}

impl Disk {
    fn of(source: &Source, span: Span, preface: &Preface) -> Self {
        let range = source.disk(span);
        Self { start: range.start - preface.bytes, end: range.end - preface.bytes }
    }
}

#[derive(Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
}

impl JsonPosition {
    fn of(source: &Source, at: usize, preface: &Preface) -> Self {
        let position = source.position(at);
        Self { line: position.line - preface.lines, column: position.column }
    }
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    path: Cow<'a, str>,
    /// Left out when the report does not hold that file, or it came beside the text: nothing true can be said about its bytes.
    #[serde(flatten)]
    place: Option<JsonPlace>,
    note: &'a str,
}

impl<'a> JsonRelated<'a> {
    fn of(related: &'a finding::Related, own: &'a Source, sources: &Sources<'a>, prefaces: &Prefaces<'a>) -> Self {
        let place = |source: &Source| {
            let preface = prefaces.of(&source.path);
            Some(JsonPlace::of(source, preface.place(source, related.span).ok()?, preface))
        };
        Self {
            path: related.path.as_deref().unwrap_or(&own.path).to_string_lossy(),
            place: sources.of_related(own, related).and_then(place),
            note: &related.note,
        }
    }
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

impl<'a> JsonFix<'a> {
    /// `None` where it would write into what is not of the text.
    fn of(fix: &'a finding::Fix, source: &Source, preface: &Preface) -> Option<Self> {
        let edits = fix.edits.iter().map(|edit| {
            let is_in_text = edit.span.start() >= preface.bytes;
            is_in_text.then(|| JsonEdit { span: Disk::of(source, edit.span, preface), text: &edit.text })
        });
        Some(Self { title: &fix.title, safe: fix.safe, edits: edits.collect::<Option<_>>()? })
    }
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    span: Disk,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    checked: usize,
    skipped: Vec<JsonSkipped<'a>>,
    fatals: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    #[serde(skip_serializing_if = "is_zero")]
    known: usize,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stale: &'a [String],
    #[serde(skip_serializing_if = "is_zero")]
    old: usize,
    #[serde(skip_serializing_if = "is_zero")]
    silenced: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unread: &'a BTreeMap<String, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_by: Option<JsonPassedBy>,
}

/// What a walk passed by because an ignore file of another program names it.
#[derive(Serialize)]
struct JsonPassedBy {
    drafts: usize,
    folders: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl<'a> Summary<'a> {
    fn of(report: &'a finding::Report) -> Self {
        let skipped = report.skipped.iter();
        Self {
            checked: report.checked,
            skipped: skipped
                .map(|skipped| JsonSkipped { path: skipped.path.to_string_lossy(), reason: &skipped.reason })
                .collect(),
            fatals: report.count(Level::Fatal),
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            notes: report.count(Level::Note),
            known: report.known,
            stale: &report.stale,
            old: report.old,
            silenced: report.silenced,
            unread: &report.unread,
            passed_by: (report.passed_by != finding::PassedBy::default())
                .then_some(JsonPassedBy { drafts: report.passed_by.drafts, folders: report.passed_by.folders }),
        }
    }
}

#[derive(Serialize)]
struct JsonSkipped<'a> {
    path: Cow<'a, str>,
    reason: &'a str,
}
