//! `copydesk check --explain-files`: every file of a walk, and why it was checked or not.

use std::collections::HashMap;
use std::path::Path;

use super::args::CheckArgs;
use super::drafts::{BY_PUBLICATION, Drafts};
use super::publications::Publications;
use super::terminal::{Refusal, Status, complain, print};
use crate::finding::{File, Level, Report, Skipped};
use crate::report::ReportFormat;
use crate::report::coverage::{Checked, Fate, write_json, write_lines};

/// Tells what became of each file that a run came upon. The report lists all drafts that were judged.
///
/// # Errors
/// A format that cannot say this; what keeps it from being printed.
pub(super) fn tell(
    check: &CheckArgs,
    drafts: &Drafts,
    report: &Report,
    publications: &mut Publications,
) -> Result<Status, Refusal> {
    let as_json = match check.format {
        None | Some(ReportFormat::Human | ReportFormat::Short) => false,
        Some(ReportFormat::Json) => true,
        Some(other) => return Err(format!("--explain-files is written as text or json, not as {}", other.name())),
    };
    let skipped = report.skipped.iter().chain(&drafts.skipped).chain(&drafts.passed);
    let mut fates: Vec<Fate> = skipped.map(|skipped| left(skipped, publications)).collect();
    let files: HashMap<&Path, &File> = report.files.iter().map(|file| (file.source.path.as_path(), file)).collect();
    for entry in drafts.entries.iter() {
        let Some(file) = files.get(entry.path.as_path()) else { continue };
        let fatal = file.findings.iter().find(|finding| finding.level == Level::Fatal);
        let fate = match fatal {
            Some(fatal) => Fate { path: entry.path, checked: None, why: vec![fatal.message.clone()] },
            None => {
                let (config, sections) = publications.judges(&entry.path);
                let kind = entry.policy.kind().map(str::to_owned);
                let checked = Checked { format: entry.format().name(), config, sections, kind };
                Fate { path: entry.path, checked: Some(checked), why: file.genres.clone() }
            }
        };
        fates.push(fate);
    }
    fates.sort_by(|one, other| one.path.cmp(&other.path));
    print(|out| if as_json { write_json(&fates, out) } else { write_lines(&fates, out) })?;
    drafts.troubles.iter().for_each(|words| complain(words));
    let checked = fates.iter().filter(|fate| fate.checked.is_some()).count();
    if !check.quiet && !as_json {
        complain(&format!("{checked} checked, {} skipped", fates.len() - checked));
    }
    publications.must_be_whole()?;
    let failed = !drafts.troubles.is_empty() || report.worst() == Level::Fatal || checked == 0 && !drafts.are_left_alone;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// What became of a file that was left, with the pattern of its publication that names it.
fn left(skipped: &Skipped, publications: &mut Publications) -> Fate {
    let named = if skipped.reason == BY_PUBLICATION { publications.ignores(&skipped.path) } else { None };
    let why = named.map_or_else(|| skipped.reason.clone(), |pattern| format!("{}: {pattern}", skipped.reason));
    Fate { path: skipped.path.clone(), checked: None, why: vec![why] }
}
