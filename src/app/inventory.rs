//! `copydesk inventory`, `config --unused` and `init --scan`: what the drafts of an archive do today.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::args::{Input, InventoryArgs};
use super::drafts::{Drafts, LEFT_ALONE};
use super::publications::Publications;
use super::terminal::{Refusal, Status, complain, print};
use super::write::deliver;
use crate::finding::{Level, Report};
use crate::inventory::{self, Shown};
use crate::lint::Entry;
use crate::policy::Choices;
use crate::report::{self, ReportFormat, texts};

/// Looks at all drafts that are found, in the order of their paths, and says what could not be read.
pub(super) fn look(paths: &[PathBuf], publications: &mut Publications) -> Result<(Vec<Shown>, Status), Refusal> {
    let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() };
    let drafts = Drafts::gather(&Input { paths, stdin_filename: None, jobs: None }, publications)?;
    Ok(look_at(&drafts, publications))
}

fn look_at(drafts: &Drafts, publications: &Publications) -> (Vec<Shown>, Status) {
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
    (found, if troubles.is_empty() { Status::Clean } else { Status::Failed })
}

/// Lists every standing text of what the command line names.
pub(super) fn inventory(inventory: &InventoryArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&inventory.policy.choice(), Choices { bare: true, ..Choices::default() })?;
    let drafts = Drafts::gather(&inventory.input, &mut publications)?;
    drafts.spare(inventory.output.as_deref(), inventory.force, publications.fence())?;
    drafts.share(inventory.input.jobs);
    let (shown, status) = look_at(&drafts, &publications);
    let texts = inventory::texts(&shown);
    deliver(inventory.output.as_deref(), |out| texts::write(&texts, shown.len(), inventory.format, out))?;
    match (shown.is_empty(), drafts.are_left_alone) {
        (true, true) => complain(LEFT_ALONE),
        (true, false) if status == Status::Clean => return Err("nothing was read: no draft matched".to_owned()),
        _ => {}
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
        let looked = match drafts.len() {
            1 => "1 draft was".to_owned(),
            many => format!("{many} drafts were"),
        };
        complain(&format!("{looked} looked at, and all that is configured is used"));
    }
    Ok(status.max(if found { Status::Found } else { Status::Clean }))
}
