//! Looks at each draft and tells what was found; what lies between drafts is told when all were looked at.

mod archive;
mod between;
mod doubt;
mod fingerprint;
mod joined;
mod judge;
mod kept;
mod look;
mod looked;
mod memory;
mod meter;
mod needless;
mod past;
mod permissions;
mod permit;
mod questions;
mod second;
mod sheet;
mod store;
mod trial;
mod unread;

use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;

pub use self::archive::{Archive, Filed, Filing, Kin};
use self::between::{Held, Waiting};
pub use self::doubt::{Doubts, OpenQuestion, doubts};
pub use self::joined::{Joined, JoinedRule};
pub use self::judge::Judged;
pub use self::kept::KeptReading;
use self::look::look;
pub use self::look::{alone, filing};
use self::looked::Glance;
pub use self::looked::{Entry, Outcome};
pub use self::memory::Memory;
use self::meter::lap;
pub use self::meter::{Meter, Stage};
pub use self::past::{PassageName, Past};
pub use self::permit::{FindingName, Permitted, permit};
pub(crate) use self::sheet::document;
pub use self::sheet::{clues, passages, sheet};
pub use self::store::PrintStore;
pub use self::unread::{BASELINE, BINARY, RECORD, no_text};
use crate::check::{Prints, many};
use crate::finding::Report;

/// How many drafts are looked at before what was found in them is told: so many threads have work, and so many texts may be held.
const BATCH: usize = 1024;

/// Judges drafts, and tells of each when all is known about it: in their order, and those that are compared with others after all.
/// `read` brings the bytes of a path (from a disk, an editor, a network): once, and once more for a draft that others share text with.
///
/// Same entries, same words to `tell`, whatever the number of threads and whatever a memory knows. What is kept between drafts are
/// prints, where a rule compares drafts; nothing else grows with them.
pub fn each(
    entries: impl IntoIterator<Item = Entry>,
    read: impl Fn(&Path) -> io::Result<Vec<u8>> + Sync,
    past: Past<'_>,
    mut tell: impl FnMut(&Entry, Outcome),
) {
    let (mut entries, mut held) = (entries.into_iter(), Held::default());
    loop {
        let batch: Vec<Entry> = entries.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        for (entry, found) in batch.iter().zip(look_at(&batch, &read, past)) {
            match found {
                Known::Told(told) => tell(entry, *told),
                Known::Waiting(waits) => held.add(waits.0, waits.1, past.store),
            }
        }
    }
    between::compare(held, &read, past, tell);
}

/// A draft of which all is known, or one that waits for the others.
enum Known {
    Told(Box<Outcome>),
    Waiting(Box<(Waiting, Prints)>),
}

/// Looks at some drafts, in their order.
fn look_at(entries: &[Entry], read: &(impl Fn(&Path) -> io::Result<Vec<u8>> + Sync), past: Past<'_>) -> Vec<Known> {
    let (of_draft, meter) = (past.of_draft(), past.meter);
    let read = |path: &Path| {
        lap(meter, Stage::Idle);
        let bytes = read(path);
        lap(meter, Stage::Read);
        bytes
    };
    let one = |entry: &Entry| match look(entry, read(&entry.path), of_draft) {
        Glance::Skipped(skipped) => Known::Told(Box::new(Outcome::Skipped(skipped))),
        Glance::Looked(looked) if looked.judged.prints.is_empty() => Known::Told(Box::new(looked.settle(entry))),
        Glance::Looked(mut looked) => {
            past.joined.inspect(|joined| joined.narrow(entry, &mut looked.judged));
            Known::Waiting(Box::new(Waiting::new(entry.clone(), *looked)))
        }
    };
    many::each(entries, one)
}

/// Judges drafts into one report, files in the order of the entries. `done` is called once for each.
pub fn run(entries: &[Entry], read: impl Fn(&Path) -> io::Result<Vec<u8>> + Sync, done: impl Fn() + Sync) -> Report {
    let mut report = Report::default();
    each(entries.iter().cloned(), read, Past::default(), |_, told| {
        done();
        match told {
            Outcome::Judged(file) => {
                report.silenced += file.replay.silenced;
                report.files.push(file);
            }
            Outcome::Skipped(skipped) => report.skipped.push(skipped),
            Outcome::Shown(_) => {}
        }
    });
    report.checked = report.files.len();
    let order: FxHashMap<&Path, usize> = entries.iter().enumerate().map(|(number, entry)| (&*entry.path, number)).collect();
    report.files.sort_by_key(|file| order.get(&*file.source.path).copied());
    report
}
