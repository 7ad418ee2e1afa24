//! The last line that people read: how much was found, in how many files, and what was not read.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;

use crate::finding::{Level, Report, counted};

use super::{paint, safe};

/// Writes "3 errors, 1 note in 2 files; 12 files checked, 1 skipped (1 binary)"; `verbose` names before it what was skipped, and
/// what was taken for something else than a plain article.
pub(super) fn write(report: &Report, verbose: bool, out: &mut dyn WriteColor) -> io::Result<()> {
    if verbose {
        for skipped in &report.skipped {
            writeln!(out, "skipped {}: {}", safe::name(&skipped.path), safe::line(&skipped.reason))?;
        }
        for (file, genre) in report.files.iter().flat_map(|file| file.genres.iter().map(move |genre| (file, genre))) {
            writeln!(out, "{}: taken for {}", safe::name(&file.source.path), safe::line(genre))?;
        }
    }
    if report.checked > 0 || report.files.iter().any(|file| !file.findings.is_empty()) {
        found(report, out)?;
        write!(out, "; ")?;
    }
    write!(out, "{} checked", counted(report.checked, "file"))?;
    if !report.skipped.is_empty() {
        write!(out, ", {} skipped ({})", report.skipped.len(), reasons(report))?;
    }
    if let Some(passed_by) = passed_by(report) {
        write!(out, "; {passed_by}")?;
    }
    if let Some(unread) = unread_in(report) {
        write!(out, "; {unread}")?;
    }
    if report.known > 0 {
        write!(
            out,
            "; {} passed over: the baseline names {}",
            counted(report.known, "finding"),
            if report.known == 1 { "it" } else { "them" }
        )?;
    }
    if let Some(silenced) = silenced(report) {
        write!(out, "; {silenced}")?;
    }
    if report.old > 0 {
        write!(
            out,
            "; {} not told: nothing of {} changed",
            counted(report.old, "old finding"),
            if report.old == 1 { "it" } else { "them" }
        )?;
    }
    writeln!(out)?;
    if verbose {
        report.stale.iter().try_for_each(|stale| writeln!(out, "mended, and still in the baseline: {}", safe::line(stale)))?;
    }
    match report.stale.len() {
        0 => Ok(()),
        1 => writeln!(out, "1 finding of the baseline is mended; --prune-baseline takes it out"),
        stale => writeln!(out, "{stale} findings of the baseline are mended; --prune-baseline takes them out"),
    }
}

/// “1 draft in German: its figures were not read”, of the languages of drafts in which none are; nothing for none.
pub fn unread<'a>(languages: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut languages: Vec<&str> = languages.collect();
    languages.sort_unstable();
    let counts: Vec<String> = languages.chunk_by(|a, b| a == b).map(|same| format!("{} in {}", same.len(), same[0])).collect();
    let first = counts.first()?.replacen(" in", if counts[0].starts_with("1 ") { " draft in" } else { " drafts in" }, 1);
    let told = std::iter::once(first).chain(counts.into_iter().skip(1)).collect::<Vec<_>>().join(", ");
    Some(format!("{told}: {} figures were not read", if languages.len() == 1 { "its" } else { "their" }))
}

/// What was not told and why, in words, for formats that have no summary: findings that second readers silenced, and figures that were
/// not read.
pub(super) fn untold(report: &Report) -> Option<String> {
    let untold: Vec<String> = silenced(report).into_iter().chain(unread_in(report)).collect();
    (!untold.is_empty()).then(|| untold.join("; "))
}

/// The drafts of a report in which no figures were read, in words; nothing for none.
fn unread_in(report: &Report) -> Option<String> {
    unread(report.unread.iter().flat_map(|(language, drafts)| std::iter::repeat_n(language.as_str(), *drafts)))
}

/// How many findings second readers silenced, in words; nothing for none.
fn silenced(report: &Report) -> Option<String> {
    let were = if report.silenced == 1 { "it was" } else { "they were" };
    (report.silenced > 0).then(|| format!("{} silenced: {were} read as no question", counted(report.silenced, "finding")))
}

/// What a walk passed by that other programs ignore, in words; nothing for nothing. Of folders, which hold dependencies as a rule, it
/// speaks where nothing was checked.
fn passed_by(report: &Report) -> Option<String> {
    let folders = if report.checked == 0 { report.passed_by.folders } else { 0 };
    let parts = [(report.passed_by.drafts, "draft"), (folders, "folder")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| counted(number, noun)).collect();
    (!parts.is_empty()).then(|| format!("{} passed by that ignore files name (--explain-files lists them)", parts.join(" and ")))
}

fn found(report: &Report, out: &mut dyn WriteColor) -> io::Result<()> {
    let levels = [(Level::Fatal, "fatal error"), (Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let mut gap = "";
    for (level, noun) in levels {
        let found = report.count(level);
        if found > 0 {
            write!(out, "{gap}")?;
            paint::level(out, level, &counted(found, noun))?;
            gap = ", ";
        }
    }
    let files = report.files.iter().filter(|file| !file.findings.is_empty()).count();
    match files {
        0 => write!(out, "No findings"),
        _ => write!(out, " in {}", counted(files, "file")),
    }
}

/// "2 binary, 1 not readable": reasons in alphabetical order, with how often each was given.
fn reasons(report: &Report) -> String {
    let mut reasons: Vec<String> = report.skipped.iter().map(|skipped| safe::line(&skipped.reason)).collect();
    reasons.sort_unstable();
    let groups = reasons.chunk_by(|one, other| one == other);
    groups.map(|group| format!("{} {}", group.len(), many(&group[0], group.len()))).collect::<Vec<_>>().join(", ")
}

/// A reason as it is said of so many files.
fn many(reason: &str, number: usize) -> String {
    match number {
        1 => reason.to_owned(),
        _ => reason
            .replacen("symbolic link that leads", "symbolic links that lead", 1)
            .replacen("symbolic link ", "symbolic links ", 1)
            .replacen("symbolic link,", "symbolic links,", 1),
    }
}
