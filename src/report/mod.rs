//! Tells what was found: each format is one file with one `write`, and one row of the table below.

pub mod diff;
mod human;
mod json;
mod known;
mod marks;
mod page;
mod paint;
mod safe;
pub mod sheet;
mod short;
mod summary;
mod window;

pub use known::is_report;

use std::io::{self, Write as _};
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::finding::{Related, Report};
use crate::text::Source;

/// A shape that a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Excerpts with carets, evidence and remedy, for reading.
    #[default]
    Human,
    /// One line a finding: `path:line:column: level rule: message`.
    Short,
    /// One JSON document.
    Json,
    /// One JSON object a file with findings, then one with the summary.
    Jsonl,
}

type Write = fn(&Report, &Style, &mut dyn io::Write) -> io::Result<()>;

/// Every format with its name, what it is in a sentence, and what writes it.
const FORMATS: [(Format, &str, &str, Write); 4] = [
    (Format::Human, "human", "Excerpts with carets, evidence and remedy", human::write),
    (Format::Short, "short", "One line a finding: path:line:column: level rule: message", short::write),
    (Format::Json, "json", "One JSON document with every finding", json::write),
    (Format::Jsonl, "jsonl", "One JSON object a line: each file with findings, then the summary", json::write_lines),
];

impl Format {
    /// Every format that can be written, in the order that help lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|&(format, ..)| format)
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// What it is, in a sentence without a full stop.
    pub fn summary(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (Self, &'static str, &'static str, Write) {
        FORMATS.iter().find(|&&(format, ..)| format == self).unwrap_or(&FORMATS[0])
    }
}

/// How a report is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The shape.
    pub format: Format,
    /// Whether to colour what people read (`human`, `short`).
    pub color: bool,
    /// Whether to name each file that was skipped (`human`), and to list also files without findings (`json`, `jsonl`).
    pub verbose: bool,
    /// Whether to leave out the summary that people read.
    pub quiet: bool,
    /// How many columns the terminal has, where there is one: excerpts and notes of `human` fit them.
    pub width: Option<usize>,
}

/// Writes a report, files and findings in the order they have.
///
/// # Errors
/// What `out` says. A reader that went away is [`io::ErrorKind::BrokenPipe`]: for a command, no failure.
pub fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    let (.., write) = style.format.row();
    write(report, style, &mut out)?;
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

/// The sources of a report by path: where its related places stand.
struct Sources<'a>(FxHashMap<&'a Path, &'a Source>);

impl<'a> Sources<'a> {
    fn of(report: &'a Report) -> Self {
        Self(report.files.iter().map(|file| (file.source.path.as_path(), &file.source)).collect())
    }

    /// The source of a related place of a finding in `own`; `None` when the report does not hold it.
    fn of_related(&self, own: &'a Source, related: &Related) -> Option<&'a Source> {
        match related.path.as_deref() {
            Some(path) if path != own.path => self.0.get(path).copied(),
            _ => Some(own),
        }
    }
}
