//! The records of second readers: reads the one beside each configuration, tells what is wrong with it, and changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fence::{Fence, Refused};
use super::turn::Turn;
use super::write;
use crate::finding::{File, Finding, Level};
use crate::report;
use crate::rulings::{NAME, Ruling, Rulings};
use crate::text::{Format, Source};

/// The largest record that is read, in bytes: about a million readings.
const LARGEST: u64 = 256 << 20;

/// The records of a run, by their folders.
#[derive(Debug, Default)]
pub(super) struct Records(BTreeMap<PathBuf, Arc<Rulings>>);

impl Records {
    /// Reads the record of a folder, if there is one; what is wrong with it, if anything is.
    pub(super) fn open(&mut self, folder: &Path, fence: &mut Fence) -> Option<File> {
        let file = folder.join(NAME);
        let path = fence.shown(&file).to_owned();
        let rulings = match fence.text_within(&file, LARGEST) {
            Ok(text) if text.linked => return Some(refused(&path, LINKED)),
            Ok(text) => Rulings::read(text.text),
            Err(Refused::Missing) => return None,
            Err(why) => return Some(refused(&path, &why.to_string())),
        };
        let fault = (!rulings.bad().is_empty()).then(|| broken(&path, &rulings));
        self.0.insert(folder.to_owned(), Arc::new(rulings));
        fault
    }

    /// The record of a folder, if there is one.
    pub(super) fn of(&self, folder: &Path) -> Option<&Arc<Rulings>> {
        self.0.get(folder)
    }
}

/// Puts rulings into the record of a folder as it is now, and takes some out by claim and reader; in one step, and one process after another, so
/// that none loses what another wrote.
///
/// # Errors
/// What keeps it from being read or written.
pub(super) fn change(folder: &Path, new: &[Ruling], without: &BTreeSet<(u64, String)>, fence: &mut Fence) -> Result<(), String> {
    let file = folder.join(NAME);
    let told = |why: String| format!("{}: {why}", file.display());
    fence.place(&file).map_err(|refused| told(refused.to_string()))?;
    let _turn = Turn::wait(folder).map_err(|error| told(error.to_string()))?;
    let now = match fence.text_within(&file, LARGEST) {
        Ok(text) if text.linked => return Err(told(LINKED.to_owned())),
        Ok(text) => Rulings::read(text.text),
        Err(Refused::Missing) => Rulings::default(),
        Err(refused) => return Err(told(refused.to_string())),
    };
    write::whole(&file, report::escaped(&now.with(new, without)).as_bytes()).map_err(|error| told(error.to_string()))?;
    write::swept(file.parent());
    Ok(())
}

const LINKED: &str = "it is a symbolic link";
const HERE: &str = "Put the record itself here, as a file of text in UTF-8.";

fn broken(path: &Path, rulings: &Rulings) -> File {
    let source = Source::new(path, Format::Plain, rulings.text());
    let findings = rulings.bad().iter().map(|bad| Finding {
        why: "What it says of its figure does not hold; all other lines do.".to_owned(),
        help: Some("Mend the line, or delete it: `copydesk read` asks about the figure again.".to_owned()),
        ..Finding::new(
            "meta/broken-reading",
            Level::Error,
            source.span(bad.at.clone()),
            format!("this line is no reading: {}", bad.why),
        )
    });
    let findings = findings.collect();
    File::new(source, findings)
}

fn refused(path: &Path, why: &str) -> File {
    let source = Source::new(path, Format::Plain, "");
    let finding = Finding {
        why: "What second readers said does not hold until their record can be read.".to_owned(),
        help: Some(HERE.to_owned()),
        ..Finding::new("meta/broken-reading", Level::Error, source.span(0..0), format!("the record cannot be read: {why}"))
    };
    File::new(source, vec![finding])
}
