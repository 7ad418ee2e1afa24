//! `copydesk config --texts` and `copydesk init --scan`: what the drafts of an archive do today.

use std::path::PathBuf;

use rayon::prelude::*;

use super::args::Input;
use super::drafts::Drafts;
use super::publications::Publications;
use super::terminal::{Refusal, Status, complain, print};
use crate::inventory::{self, Near, Shown, Wording};
use crate::lint::Entry;
use crate::report::shown;
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
