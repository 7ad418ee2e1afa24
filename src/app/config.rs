//! `copydesk config`: what a draft is judged by, with the origin of every value; and what of it nothing uses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::args::PolicyArgs;
use super::inventory::look;
use super::publications::{ANY_DRAFT, Publications};
use super::terminal::{Refusal, Status, complain, print};
use crate::finding::{Level, Report};
use crate::policy::Choices;
use crate::report::{self, ReportFormat, shown};

/// Characters of a value that are shown: the file it comes from has the rest.
const MOST: usize = 60;

/// Shows the policy of a file with the origin of every value.
pub(super) fn run(paths: &[PathBuf], policy: &PolicyArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&policy.choice(), Choices::default())?;
    let path = match paths {
        [] => PathBuf::from(ANY_DRAFT),
        [path] => path.clone(),
        _ => return Err("config shows the policy of one file".to_owned()),
    };
    let (root, publication) = publications.of(&path);
    let lines = publication.settings(&publications.inside(&path, &root));
    let said: Vec<String> = lines.iter().map(|line| shown(&format!("{} = {}", line.key, cut(&line.value)))).collect();
    let wide = said.iter().map(|said| said.chars().count()).filter(|&wide| wide < 80).max().unwrap_or_default();
    print(|out| {
        for (said, line) in said.iter().zip(&lines) {
            writeln!(out, "{said:<wide$}  # {}", shown(&line.origin))?;
        }
        Ok(())
    })?;
    publications.must_be_whole()?;
    Ok(Status::Clean)
}

/// Tells the sections, patterns, lists and approved texts that nothing uses, of publications all of whose drafts are looked at.
pub(super) fn unused(paths: &[PathBuf], policy: &PolicyArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&policy.choice(), Choices::default())?;
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
    if drafts.is_empty() && status == Status::Clean {
        return Err("no draft was looked at, so nothing can be called unused; name the folder that holds them".to_owned());
    }
    if !found && status == Status::Clean {
        let looked = match drafts.len() {
            1 => "1 draft was".to_owned(),
            many => format!("{many} drafts were"),
        };
        complain(&format!("{looked} looked at, and all that is configured is used"));
    }
    Ok(status.max(if found { Status::Found } else { Status::Clean }))
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", &value[..end]),
        None => value.to_owned(),
    }
}
