//! `copydesk check --add-allow`: writes permissions for what was found into the drafts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::drafts::Drafts;
use super::mend::Mended;
use super::terminal::complain;
use super::write;
use crate::finding::{Level, Report, counted};
use crate::lint::{self, Entry, FindingName, Permitted};
use crate::text::Format;

/// Permits what a report tells of drafts, for a reason; says what was written, and what is left to the writer. Whether all drafts could be
/// written.
pub(super) fn write(reason: &str, quiet: bool, drafts: &Drafts, report: &Report) -> bool {
    let (mut written, mut files, mut sound) = (0, 0, true);
    each(reason, drafts, report, |path, before, permitted| match write::draft(path, &before, &permitted.bytes) {
        Ok(()) => (written, files) = (written + permitted.written, files + 1),
        Err(error) => {
            complain(&format!("{}: {error}; nothing was written", path.display()));
            sound = false;
        }
    });
    if !quiet {
        complain(&format!("wrote {} into {}", counted(written, "permission"), counted(files, "file")));
    }
    sound
}

/// What drafts would be with such permissions; nothing is written.
pub(super) fn tried(reason: &str, drafts: &Drafts, report: &Report) -> Mended {
    let mut mended = Mended::default();
    each(reason, drafts, report, |path, before, permitted| {
        mended.add(path.to_owned(), before, permitted.bytes, permitted.written);
    });
    mended
}

/// Permits on copies what a report tells, and says what is left: `take` is given each draft that changes, as it was and with permissions.
fn each(reason: &str, drafts: &Drafts, report: &Report, mut take: impl FnMut(&Path, Vec<u8>, Permitted)) {
    let mut wanted: BTreeMap<&Path, BTreeSet<FindingName>> = BTreeMap::new();
    for file in &report.files {
        // What copydesk itself says of a draft as a file is mended, not permitted.
        let findings = file.findings.iter().filter(|finding| finding.level != Level::Fatal && !finding.rule.starts_with("meta/"));
        let names = findings.flat_map(|finding| finding.fingerprints().map(|print| (finding.rule.clone(), print.to_owned())));
        let names: BTreeSet<FindingName> = names.collect();
        if !names.is_empty() {
            wanted.insert(&file.source.path, names);
        }
    }
    for entry in drafts.entries.iter() {
        let Some(names) = wanted.get(entry.path.as_path()) else { continue };
        let Ok(before) = drafts.read(&entry.path) else { continue };
        let permitted = lint::permit(&entry, before.clone(), names, reason);
        tell_left(&entry, &permitted.left, reason);
        if permitted.written > 0 {
            take(&entry.path, before, permitted);
        }
    }
}

fn tell_left(entry: &Entry, left: &BTreeSet<FindingName>, reason: &str) {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    left.iter().for_each(|(rule, _)| *rules.entry(rule).or_default() += 1);
    for (rule, count) in rules {
        let many = if count == 1 { String::new() } else { format!(" ({count} times)") };
        let why = match entry.format() {
            Format::Word => {
                format!("in Word a permission is a comment at the words: `copydesk: allow {rule}, {}`", reason.trim())
            }
            _ => "no place was found where a permission takes it out, and nothing else".to_owned(),
        };
        complain(&format!("{}: {rule}{many} is left to you: {why}", entry.path.display()));
    }
}
