//! The summary of a workflow's step: what GitHub shows on the page of a run.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;
use std::{env, io};

use super::terminal::complain;
use crate::finding::Report;
use crate::report::{self, ReportFormat, Style};

/// The variable that names the file of the summary.
const FILE: &str = "GITHUB_STEP_SUMMARY";

/// Adds a report to the summary of the step, where there is one. What keeps it from that is said, and changes nothing else.
pub(super) fn summarize(report: &Report) {
    let Some(file) = env::var_os(FILE).filter(|file| !file.is_empty()).map(PathBuf::from) else { return };
    let style = Style { format: ReportFormat::Markdown, ..Style::default() };
    let mut text = Vec::new();
    let append = |text: &[u8]| OpenOptions::new().append(true).create(true).open(&file)?.write_all(text);
    let written: io::Result<()> = report::write(report, &style, &mut text).and_then(|()| append(&text));
    if let Err(error) = written {
        complain(&format!("{FILE}: {}: {error}", file.display()));
    }
}
