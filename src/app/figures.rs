//! `copydesk figures`: the source sheet.

use rayon::prelude::*;

use super::args::FiguresArgs;
use super::drafts::{Drafts, LEFT_ALONE};
use super::publications::{Publications, has_mistakes};
use super::terminal::{Refusal, Status, complain};
use super::write::deliver;
use crate::lint::{self, Entry};
use crate::policy::Choices;
use crate::report::{sheet, unread};
use crate::rulings;
use crate::sourcing::SourceSheet;

/// Lists the figures of what the command line names.
pub(super) fn run(figures: &FiguresArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(
        &figures.policy.choice(),
        Choices { without_readings: figures.readings.no_readings, ..Choices::default() },
    )?;
    let drafts = Drafts::gather(&figures.input, &mut publications)?;
    drafts.spare(figures.output.as_deref(), figures.force, publications.fence())?;
    drafts.share(figures.input.jobs);
    let sheet = |entry| (entry, lint::sheet(entry, |path| drafts.read(path)));
    let entries: Vec<Entry> = drafts.entries.iter().collect();
    let read: Vec<_> = match entries.as_slice() {
        [entry] => vec![sheet(entry)],
        entries => entries.par_iter().map(sheet).collect(),
    };
    let mut troubles = drafts.troubles.clone();
    let mut sheets: Vec<SourceSheet> = Vec::with_capacity(read.len());
    for (entry, sheet) in read {
        match sheet {
            Ok(Some(sheet)) => sheets.push(sheet),
            Ok(None) if drafts.is_named(&entry.path) => troubles.push(format!("{}: {}", entry.path.display(), lint::BINARY)),
            Ok(None) => {}
            Err(error) => troubles.push(format!("{}: {error}", entry.path.display())),
        }
    }
    let unread = unread(sheets.iter().filter_map(|sheet| sheet.unread));
    deliver(figures.output.as_deref(), |out| sheet::write(&sheets, figures.format, figures.all, out))?;
    unread.iter().for_each(|unread| complain(unread));
    let faulty = publications
        .faults
        .iter()
        .filter(|file| file.is_fatal() || file.source.path.ends_with(rulings::NAME))
        .map(|file| has_mistakes(&file.source.path));
    troubles.extend(faulty);
    if drafts.are_left_alone && troubles.is_empty() {
        complain(LEFT_ALONE);
    } else if sheets.is_empty() && troubles.is_empty() {
        troubles.push("nothing was read: no draft matched".to_owned());
    }
    troubles.iter().for_each(|trouble| complain(trouble));
    Ok(if troubles.is_empty() { Status::Clean } else { Status::Failed })
}
