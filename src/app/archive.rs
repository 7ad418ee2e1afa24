//! `copydesk config --texts` and `--unused`, and `copydesk init --scan`: what the drafts of an archive do today.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::args::Input;
use super::drafts::Drafts;
use super::publications::Publications;
use super::terminal::{Refusal, Status, complain, print};
use crate::finding::{Level, Report};
use crate::inventory::{self, Near, Shown, Wording};
use crate::lint::Entry;
use crate::report::{self, ReportFormat, shown};
use crate::wording::Likeness;

/// Files named for each wording.
const FILES: usize = 3;

/// Looks at all drafts that are found, in the order of their paths, and says what could not be read.
pub(super) fn look(paths: &[PathBuf], publications: &mut Publications) -> Result<(Vec<Shown>, Status), Refusal> {
    let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() };
    let drafts = Drafts::gather(&Input { paths, stdin_filename: None, jobs: None }, publications)?;
    let entries: Vec<Entry> = drafts.entries.iter().collect();
    let look = |entry| inventory::look(entry, |path| drafts.read(path));
    let looked: Vec<_> = entries.par_iter().map(|entry| (&entry.path, look(entry))).collect();
    let (mut found, mut troubles) = (Vec::with_capacity(looked.len()), drafts.troubles.clone());
    for (path, draft) in looked {
        match draft {
            Ok(draft) => found.extend(draft),
            Err(error) => troubles.push(format!("{}: {error}", path.display())),
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    troubles.extend(
        publications
            .faults
            .iter()
            .filter(|file| file.is_fatal())
            .map(|file| format!("{}: has mistakes; see `copydesk check`", file.source.path.display())),
    );
    troubles.iter().for_each(|trouble| complain(trouble));
    Ok((found, if troubles.is_empty() { Status::Clean } else { Status::Failed }))
}

/// Lists every wording of a standing disclaimer, with the approved text it is nearest to.
pub(super) fn texts(paths: &[PathBuf], mut publications: Publications) -> Result<Status, Refusal> {
    let (drafts, status) = look(paths, &mut publications)?;
    let wordings = inventory::wordings(&drafts);
    print(|out| {
        for wording in &wordings {
            writeln!(out, "{}\n", told(wording))?;
        }
        let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        writeln!(out, "{} in {}", count(wordings.len(), "wording"), count(drafts.len(), "draft"))
    })?;
    if drafts.is_empty() {
        return Err("nothing was read: no draft matched".to_owned());
    }
    Ok(status)
}

/// Tells the sections, patterns, lists and approved texts that nothing uses, of publications all of whose drafts are looked at.
pub(super) fn unused(paths: &[PathBuf], mut publications: Publications) -> Result<Status, Refusal> {
    let (drafts, status) = look(paths, &mut publications)?;
    let mut held: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    for draft in &drafts {
        let (root, _) = publications.of(&draft.path);
        held.entry(root).or_default().extend(draft.approved().map(str::to_owned));
    }
    publications.tell_idle();
    publications.tell_idle_texts(&held);
    let mut report = Report { files: std::mem::take(&mut publications.faults), ..Report::default() };
    report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.level != Level::Fatal));
    report.files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let style = report::Style { format: ReportFormat::Short, ..report::Style::default() };
    print(|out| report::write(&report, &style, out))?;
    let found = report.worst() != Level::Off;
    if !found && status == Status::Clean {
        complain(&format!("{} drafts were looked at, and all that is configured is used", drafts.len()));
    }
    Ok(status.max(if found { Status::Found } else { Status::Clean }))
}

fn told(wording: &Wording) -> String {
    let times = if wording.count == 1 { "once".to_owned() } else { format!("{} times", wording.count) };
    let near = wording.nearest.as_ref().map_or("no approved text is near".to_owned(), nearness);
    let mut files: Vec<String> = wording.files.iter().take(FILES).map(|path| shown(&path.display().to_string())).collect();
    if wording.files.len() > FILES {
        files.push(format!("and {} more", wording.files.len() - FILES));
    }
    format!("{}, {times}; {near}\n  {}\n  in {}", wording.kind, shown(&wording.text), files.join(", "))
}

fn nearness(near: &Near) -> String {
    let id = shown(&near.id);
    match near.likeness {
        Likeness::Exact => format!("it is the approved text “{id}”"),
        Likeness::Stale => format!("an earlier version of the approved text “{id}”"),
        Likeness::Cut => format!("a part of the approved text “{id}”"),
        Likeness::Drifted => format!("{:.0}% like the approved text “{id}”", (near.similarity * 100.0).min(99.0).floor()),
    }
}
