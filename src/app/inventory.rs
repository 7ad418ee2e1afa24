//! `copydesk inventory`: the standing texts of an archive; and the look at its drafts that `config --unused` and `init --scan` take, too.

use std::path::PathBuf;

use rayon::prelude::*;

use super::args::{Input, InventoryArgs};
use super::drafts::{Drafts, LEFT_ALONE};
use super::publications::{Publications, has_mistakes};
use super::terminal::{Refusal, Status, complain};
use super::write::deliver;
use crate::inventory::{self, Shown};
use crate::lint::Entry;
use crate::policy::Choices;
use crate::report::inventory as listing;

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
    let broken = publications.faults.iter().filter(|file| file.is_fatal());
    troubles.extend(broken.map(|file| has_mistakes(&file.source.path)));
    troubles.iter().for_each(|trouble| complain(trouble));
    (found, if troubles.is_empty() { Status::Clean } else { Status::Failed })
}

/// Lists every standing text of what the command line names.
pub(super) fn run(args: &InventoryArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&args.policy.choice(), Choices { without_readings: true, ..Choices::default() })?;
    let drafts = Drafts::gather(&args.input, &mut publications)?;
    drafts.spare(args.output.as_deref(), args.force, publications.fence())?;
    drafts.share(args.input.jobs);
    let (shown, status) = look_at(&drafts, &publications);
    let texts = inventory::texts(&shown);
    deliver(args.output.as_deref(), |out| listing::write(&texts, shown.len(), args.format, out))?;
    match (shown.is_empty(), drafts.are_left_alone) {
        (true, true) => complain(LEFT_ALONE),
        (true, false) if status == Status::Clean => return Err("nothing was read: no draft matched".to_owned()),
        _ => {}
    }
    Ok(status)
}
