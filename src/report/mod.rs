//! Tells what was found: each format is one file with one `write`, one row in `shape.rs` and one line below.

mod account;
mod checkstyle;
pub mod coverage;
pub mod diff;
mod github;
mod gitlab;
mod html;
mod human;
pub mod inventory;
mod inventory_page;
mod json;
mod junit;
mod known;
mod markdown;
mod marks;
mod meta;
mod paint;
mod place;
pub mod preface;
mod rdjson;
mod safe;
mod sarif;
mod shape;
pub mod sheet;
mod sheet_page;
mod shell;
mod short;
mod sources;
pub mod stream;
mod summary;
mod window;
mod wordings;

pub use known::is_report;

use std::io::{self, Write as _};

pub use shape::{ReportFormat, Style};
pub use summary::unread;

use crate::finding::Report;

/// Writes a report as [`ReportFormat::Json`]: [`write()`] for a program that tells in no other shape, and need not carry them all.
///
/// # Errors
/// What `out` says.
pub fn write_json(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    json::write(report, style, out)
}

/// Writes a report, files and findings in the order they have.
///
/// # Errors
/// What `out` says. A reader that went away is [`io::ErrorKind::BrokenPipe`]: for a command, no failure.
pub fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    match style.format {
        ReportFormat::Human => human::write(report, style, &mut out)?,
        ReportFormat::Short => short::write(report, style, &mut out)?,
        ReportFormat::Json => json::write(report, style, &mut out)?,
        ReportFormat::Jsonl => json::write_lines(report, style, &mut out)?,
        ReportFormat::Github => github::write(report, style, &mut out)?,
        ReportFormat::Sarif => sarif::write(report, &mut out)?,
        ReportFormat::Gitlab => gitlab::write(report, &mut out)?,
        ReportFormat::Junit => junit::write(report, &mut out)?,
        ReportFormat::Checkstyle => checkstyle::write(report, &mut out)?,
        ReportFormat::Rdjson => rdjson::write(report, &mut out)?,
        ReportFormat::Markdown => markdown::write(report, &mut out)?,
        ReportFormat::Html => html::write(report, &mut out)?,
    }
    out.flush()
}

/// Writes the one line that sums a report up; with `style.verbose`, first a line for every file that was skipped.
///
/// # Errors
/// What `out` says.
pub fn sum_up(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    summary::write(report, style.verbose, &mut *paint::writer(&mut out, style.color))?;
    out.flush()
}

/// Words with names or texts from outside in them, as one line that a terminal obeys nowhere.
pub fn shown(words: &str) -> String {
    safe::line(words)
}

/// What was not told and why, in words, for a format that has no place for it.
pub fn untold(report: &Report, format: ReportFormat) -> Option<String> {
    let has_none = matches!(format, ReportFormat::Checkstyle | ReportFormat::Gitlab | ReportFormat::Rdjson);
    summary::untold(report).filter(|_| has_none)
}

/// A line broken between words, where it can be, into lines of so many columns.
pub fn wrapped(line: &str, columns: usize) -> String {
    safe::wrapped(line, columns)
}

/// A text of JSON in which every character that a terminal would obey or hide is written as an escape: the same value.
pub fn escaped(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| safe::json(line.trim_end_matches('\n')) + if line.ends_with('\n') { "\n" } else { "" })
        .collect()
}
