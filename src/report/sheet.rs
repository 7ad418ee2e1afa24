//! The source sheet: every figure of a set of drafts and who stands behind it, as a table, CSV, JSON or a page.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::{safe, sheet_page};
use crate::reading::Place;
use crate::rulings::{self, Ruling};
use crate::sourcing::{Ruled, SheetRow, SourceSheet};
use crate::text::{Position, Source, Span};

/// A shape that the sheet can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "app", derive(clap::ValueEnum))]
pub enum SheetFormat {
    /// Columns, for reading.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line for each figure.
    Jsonl,
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// One page for a browser: the drafts with every figure marked, and a checklist to print.
    Html,
}

/// Writes the sheets; `all` also lists what is no claim.
///
/// # Errors
/// What `out` says.
pub fn write(sheets: &[SourceSheet], format: SheetFormat, all: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    let mut listed = listed(sheets, all);
    match format {
        SheetFormat::Table => listed.try_for_each(|(sheet, row)| table(&sheet.source, row, &mut out))?,
        SheetFormat::Csv => {
            writeln!(out, "path,line,column,text,sort,low,high,verdict,step,source,sentence,chance,because,reading")?;
            // Many figures may stand in one sentence.
            let (mut of, mut sentence) = (None, String::new());
            listed.try_for_each(|(sheet, row)| {
                let next = Some((sheet.source.path.as_path(), row.sentence));
                if std::mem::replace(&mut of, next) != next {
                    sentence = quoted(sheet.source.slice(row.sentence)).into_owned();
                }
                csv(sheet, row, &sentence, &mut out)
            })?;
        }
        SheetFormat::Jsonl => {
            for (sheet, row) in listed {
                writeln!(out, "{}", safe::json(&serde_json::to_string(&Record::of(sheet, row))?))?;
            }
        }
        SheetFormat::Html => sheet_page::write(sheets, all, &mut out)?,
        SheetFormat::Json => write_json(sheets, all, &mut out)?,
    }
    out.flush()
}

/// Writes the sheets as [`SheetFormat::Json`]: [`write()`] for a program that tells in no other shape, and need not carry them all.
///
/// # Errors
/// What `out` says.
pub fn write_json(sheets: &[SourceSheet], all: bool, out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<_> = listed(sheets, all).map(|(sheet, row)| Record::of(sheet, row)).collect();
    writeln!(out, "{}", safe::json(&serde_json::to_string_pretty(&records)?))
}

/// The rows that are told, each with its sheet.
fn listed(sheets: &[SourceSheet], all: bool) -> impl Iterator<Item = (&SourceSheet, &SheetRow)> {
    let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row)));
    rows.filter(move |(_, row)| all || row.verdict != "none")
}

fn table(source: &Source, row: &SheetRow, out: &mut dyn Write) -> io::Result<()> {
    let Position { line, column } = source.position(row.span.start());
    let step = row.step.map_or(String::new(), |step| format!(" ({step})"));
    let by = row.source.map_or(String::new(), |span| format!("  <- {}", safe::line(&one_line(source.slice(span), 60))));
    let text = safe::line(&one_line(source.slice(row.span), 40));
    let read = row.ruled.as_ref().map_or(String::new(), |ruled| format!("  [{}]", safe::line(&ruled.summary())));
    writeln!(out, "{}:{line}:{column}: {:<9}{step} {text}{by}{read}", safe::name(&source.path), row.verdict)
}

fn csv(sheet: &SourceSheet, row: &SheetRow, sentence: &str, out: &mut dyn Write) -> io::Result<()> {
    let source = &sheet.source;
    let Position { line, column } = source.position(row.span.start());
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let path = source.path.to_string_lossy();
    let told = row.because.iter().map(|(clue, weight)| format!("{}: {} ({weight:+.2})", clue.means(), words(sheet, &clue.place)));
    let because = told.collect::<Vec<_>>().join("; ");
    let cells = [
        quoted(&path),
        line.to_string().into(),
        column.to_string().into(),
        quoted(source.slice(row.span)),
        row.sort.into(),
        number(row.low).into(),
        number(row.high).into(),
        row.verdict.into(),
        row.step.unwrap_or_default().into(),
        row.source.map_or("".into(), |span| quoted(source.slice(span))),
        sentence.into(),
        hundredths(row.chance).to_string().into(),
        quoted(&because),
        row.ruled.as_ref().map_or("".into(), |ruled| quoted(&ruled.told()).into_owned().into()),
    ];
    for (number, cell) in cells.iter().enumerate() {
        out.write_all(if number > 0 { b"," } else { b"" })?;
        out.write_all(cell.as_bytes())?;
    }
    out.write_all(b"\n")
}

/// The words at a place of a draft.
fn words<'a>(sheet: &'a SourceSheet, place: &Place) -> &'a str {
    sheet.blocks[place.block].text.get(place.at.clone()).unwrap_or_default()
}

/// A cell of CSV. One that a spreadsheet would run as a formula gets a leading apostrophe.
pub(super) fn quoted(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"';
    let one_line_already = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    let line: Cow<'_, str> = match text.bytes().all(is_plain) && one_line_already {
        true => text.into(),
        false => safe::line(&one_line(text, usize::MAX)).replace('"', "\"\"").into(),
    };
    let guard = if line.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    ["\"", guard, &line, "\""].concat().into()
}

fn one_line(text: &str, most: usize) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    match line.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

#[derive(Serialize)]
struct Record<'a> {
    path: Cow<'a, str>,
    span: ByteRange,
    start: LineColumn,
    text: &'a str,
    sort: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
    sentence: ByteRange,
    verdict: &'static str,
    step: Option<&'static str>,
    source: Option<&'a str>,
    source_span: Option<ByteRange>,
    chance: f64,
    because: Vec<Because<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<JsonReading<'a>>,
}

/// What second readers made of a figure.
#[derive(Serialize)]
struct JsonReading<'a> {
    claim: String,
    verdict_alone: &'static str,
    by: Vec<ReadBy<'a>>,
}

#[derive(Serialize)]
struct ReadBy<'a> {
    verdict: &'static str,
    reader: &'a str,
    date: &'a str,
    why: &'a str,
    source: &'a str,
}

impl<'a> JsonReading<'a> {
    fn of(ruled: &'a Ruled) -> Self {
        let by = |ruling: &'a Ruling| ReadBy {
            verdict: ruling.verdict.name(),
            reader: &ruling.reader,
            date: &ruling.date,
            why: &ruling.why,
            source: &ruling.source,
        };
        Self { claim: rulings::shown(ruled.claim), verdict_alone: ruled.bare.name(), by: ruled.by.iter().map(by).collect() }
    }
}

#[derive(Serialize)]
struct ByteRange {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct LineColumn {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Because<'a> {
    feature: &'static str,
    means: &'static str,
    words: &'a str,
    weight: f64,
}

impl<'a> Record<'a> {
    fn of(sheet: &'a SourceSheet, row: &'a SheetRow) -> Self {
        let source = &sheet.source;
        let bytes = |span: Span| {
            let disk = source.disk(span);
            ByteRange { start: disk.start, end: disk.end }
        };
        let Position { line, column } = source.position(row.span.start());
        let range = row.low != row.high;
        Self {
            path: source.path.to_string_lossy(),
            span: bytes(row.span),
            start: LineColumn { line, column },
            text: source.slice(row.span),
            sort: row.sort,
            value: row.low.filter(|_| !range),
            low: row.low.filter(|_| range),
            high: row.high.filter(|_| range),
            sentence: bytes(row.sentence),
            verdict: row.verdict,
            step: row.step,
            source: row.source.map(|span| source.slice(span)),
            source_span: row.source.map(bytes),
            chance: hundredths(row.chance),
            because: row
                .because
                .iter()
                .map(|(clue, weight)| Because {
                    feature: clue.slot,
                    means: clue.means(),
                    words: words(sheet, &clue.place),
                    weight: hundredths(*weight),
                })
                .collect(),
            reading: row.ruled.as_deref().map(JsonReading::of),
        }
    }
}

/// A number with two digits behind its point.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
