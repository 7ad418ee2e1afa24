//! The `github` format: commands that a workflow's log turns into marks beside the lines of a pull request.

use std::io;
use std::path::Path;

use crate::finding::{File, Finding, Level, Report};

use super::shape::Style;
use super::{place, safe};

/// How many marks of a sort a step of a workflow may make; the rest would be dropped without a word.
const MOST: usize = 10;

/// Writes the loudest findings as marks, up to ten of a sort, and then all of them as a folded part of the log.
pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut findings: Vec<(&File, &Finding)> =
        report.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding))).collect();
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.level));
    let mut left = 0;
    for same in findings.chunk_by(|(_, one), (_, other)| command(one.level) == command(other.level)) {
        same.iter().take(MOST).try_for_each(|(file, finding)| mark(report, file, finding, out))?;
        left += same.len().saturating_sub(MOST);
    }
    if !findings.is_empty() {
        writeln!(out, "::group::All findings of copydesk")?;
        for (file, finding) in &findings {
            let at = file.source.position(finding.span.start());
            let (name, level) = (safe::name(&file.source.path), finding.level.name());
            let line = format!("{name}:{}:{}: {level} {}: {}", at.line, at.column, finding.rule, finding.message);
            // The dash keeps a name that begins as a command does from being one; and so it is with the older sign.
            writeln!(out, "- {}", safe::line(&line).replace("##[", "## ["))?;
        }
        writeln!(out, "::endgroup::")?;
    }
    if left > 0 {
        writeln!(
            out,
            "{left} more stand in the log alone: a step marks at most {MOST} errors, {MOST} warnings and {MOST} notices"
        )?;
    }
    match style.quiet {
        true => Ok(()),
        false => super::summary::write(report, style.verbose, &mut *super::paint::writer(out, false)),
    }
}

fn mark(report: &Report, file: &File, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let (start, end) = (file.source.position(finding.span.start()), file.source.position(finding.span.end()));
    let path = safe::name(Path::new(&place::path(report, &file.source.path)));
    write!(out, "::{} file={},line={}", command(finding.level), property(&path), start.line)?;
    write!(out, ",endLine={}", end.line.max(start.line))?;
    // Columns are of one line: where lines differ they are refused.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column.max(start.column + 1))?;
    }
    write!(out, ",title={}::{}", property(&safe::line(&finding.rule)), data(&safe::line(&finding.message)))?;
    for words in finding.help.iter().chain(&finding.notes) {
        write!(out, "%0A{}", data(&safe::line(words)))?;
    }
    writeln!(out)
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Off => "notice",
    }
}

/// A text behind a command, as the toolkit of workflows escapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same in a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
