//! The `human` format: excerpts with carets, then the evidence, the reason and the remedy.

use std::collections::HashSet;
use std::io;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::files::Error;
use codespan_reporting::term::{self, Config, Styles, StylesWriter};

use crate::finding::{File, Finding, Level, Report};
use crate::text::{Source, Span};

use super::shape::Style;
use super::sources::Sources;
use super::window::Window;
use super::{paint, safe, summary};

/// Related places shown of one finding; the rest are counted.
const RELATED: usize = 5;
/// By rule, the reasons and remedies that were told.
type ToldOnce<'a> = HashSet<(&'a str, &'a str)>;

/// Characters of a message or a label that are shown: either may quote what it found.
const MESSAGE: usize = 240;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = paint::writer(out, style.color);
    let sources = Sources::of(report);
    let styles = Styles::default();
    // Of a long label only its two ends are shown: no lines between.
    let config = Config { start_context_lines: 0, end_context_lines: 0, ..Config::default() };
    let mut said = HashSet::new();
    for file in &report.files {
        for finding in &file.findings {
            let (diagnostic, window) = diagnostic(file, finding, &sources, style.width, &mut said);
            let mut styled = StylesWriter::new(&mut *out, &styles);
            term::emit_to_write_style(&mut styled, &config, &window, &diagnostic).map_err(|error| match error {
                Error::Io(error) => error,
                error => io::Error::other(error),
            })?;
        }
    }
    match style.quiet {
        true => Ok(()),
        false => summary::write(report, style.verbose, &mut *out),
    }
}

fn diagnostic<'a>(
    file: &'a File,
    finding: &'a Finding,
    sources: &Sources<'a>,
    width: Option<usize>,
    said: &mut ToldOnce<'a>,
) -> (Diagnostic<usize>, Window<'a>) {
    let mut places: Vec<(&'a Source, Span)> = vec![(&file.source, finding.span)];
    let mut words = vec![safe::cut(&finding.label, MESSAGE)];
    let mut notes: Vec<String> = finding.notes.iter().map(|note| safe::line(note)).collect();
    for related in finding.related.iter().take(RELATED) {
        let note = safe::cut(&related.note, MESSAGE);
        match (sources.of_related(&file.source, related), &related.path) {
            (Some(source), _) => {
                places.push((source, related.span));
                words.push(note);
            }
            (None, Some(path)) => notes.push(format!("{}: {note}", safe::name(path))),
            (None, None) => notes.push(note),
        }
    }
    match finding.related.len().saturating_sub(RELATED) {
        0 => {}
        1 => notes.push("and 1 more place".to_owned()),
        more => notes.push(format!("and {more} more places")),
    }
    notes.extend(remedy(finding, said));
    let (window, ranges) = Window::of(&places, width);
    if let Some(width) = width {
        let gutter = file.source.position(finding.span.end()).line.to_string().len() + " = ".len() + 1;
        notes.iter_mut().for_each(|note| *note = safe::wrapped(note, width.saturating_sub(gutter)));
    }
    let labels = ranges.into_iter().zip(words).enumerate().map(|(number, ((id, range), word))| match number {
        0 => Label::primary(id, range).with_message(word),
        _ => Label::secondary(id, range).with_message(word),
    });
    let diagnostic = Diagnostic::new(severity(finding.level))
        .with_code(safe::line(&finding.rule))
        .with_message(safe::cut(&finding.message, MESSAGE))
        .with_labels(labels.collect())
        .with_notes(notes);
    (diagnostic, window)
}

/// Why it matters and what to do, each once a run, and what copydesk can do itself.
fn remedy<'a>(finding: &'a Finding, said: &mut ToldOnce<'a>) -> impl Iterator<Item = String> {
    let mut once = |word: &'static str, text: &'a str| said.insert((&finding.rule, text)).then_some((word, text));
    let why = once("why", &finding.why);
    let help = finding.help.as_ref().and_then(|help| once("help", help));
    let word = |safe: bool| if safe { "fix" } else { "suggestion (not applied by --fix)" };
    let fix = finding.fix.as_ref().map(|fix| (word(fix.safe), fix.title.as_str()));
    let told = [why, help, fix].into_iter().flatten().filter(|(_, text)| !text.is_empty());
    told.map(|(word, text)| format!("{word}: {}", safe::line(text)))
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Off | Level::Note => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error | Level::Fatal => Severity::Error,
    }
}
