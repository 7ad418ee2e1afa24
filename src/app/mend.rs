//! `copydesk check --fix` and `--diff`: lays the safe mends over the drafts until no more come, and writes them.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::check::Drafts;
use super::walk;
use crate::finding::{File, Report, mend};
use crate::lint::{self, Entry};
use crate::report::{self, fix};
use crate::text::{Format, Source};

/// How often mends are laid over a draft at most: one may uncover another.
const PASSES: usize = 32;

/// Drafts that mends change.
#[derive(Debug, Default)]
pub(super) struct Mended {
    changes: BTreeMap<PathBuf, Change>,
}

#[derive(Debug)]
struct Change {
    /// The bytes that were judged.
    before: Vec<u8>,
    /// The bytes with the mends in them.
    after: Vec<u8>,
    /// How many mends those are.
    mends: usize,
}

impl Mended {
    /// Mends what was found in drafts, and what is found in them then.
    pub(super) fn of(drafts: &Drafts, report: &Report) -> Self {
        let mut mended = Self::default();
        let mut changed = mended.lay(drafts, &report.files);
        for _ in 1..PASSES {
            if changed.is_empty() {
                break;
            }
            let again = |entry: &&Entry| changed.contains(&entry.path);
            let entries: Vec<Entry> = drafts.entries.iter().filter(again).cloned().collect();
            let report = lint::run(&entries, |path| mended.read(drafts, path), || ());
            changed = mended.lay(drafts, &report.files);
        }
        mended
    }

    /// Lays the mends of one look over the drafts; which drafts that changed.
    fn lay(&mut self, drafts: &Drafts, files: &[File]) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for file in files {
            let (path, mends) = (&file.source.path, mend::chosen(file).len());
            if mends == 0 {
                continue;
            }
            // A draft that is gone or changed by now is left as it is.
            let Ok(now) = self.read(drafts, path) else { continue };
            let Some(after) = mend::apply(file, &now).filter(|after| *after != now) else { continue };
            let change = self.changes.entry(path.clone()).or_insert(Change { before: now, after: Vec::new(), mends: 0 });
            (change.after, change.mends) = (after, change.mends + mends);
            changed.push(path.clone());
        }
        changed
    }

    /// The bytes of a draft, mended so far.
    fn read(&self, drafts: &Drafts, path: &Path) -> io::Result<Vec<u8>> {
        self.changes.get(path).map_or_else(|| drafts.read(path), |change| Ok(change.after.clone()))
    }

    /// Whether no draft changes.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Writes the changes as unified diffs, in the order of the paths.
    ///
    /// On a terminal, with no sign in them that it would obey.
    pub(super) fn tell(&self, terminal: bool, out: &mut dyn Write) -> io::Result<()> {
        for (path, change) in &self.changes {
            let format = Format::of(path).unwrap_or(Format::Plain);
            let text = |bytes: &[u8]| Source::decode(path, format, bytes.to_vec()).source.text;
            let name = report::shown(&path.display().to_string());
            let diff = fix::diff(&name, &text(&change.before), &text(&change.after));
            match terminal {
                true => diff.lines().try_for_each(|line| writeln!(out, "{}", report::shown(line)))?,
                false => out.write_all(diff.as_bytes())?,
            }
        }
        Ok(())
    }

    /// Says on standard error how much this is.
    pub(super) fn sum_up(&self, did: &str, quiet: bool) {
        if quiet || self.is_empty() {
            return;
        }
        let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let mends = self.changes.values().map(|change| change.mends).sum();
        // A closed standard error cannot be told anything.
        let _ = writeln!(io::stderr(), "{did} {} in {}", count(mends, "problem"), count(self.changes.len(), "file"));
    }

    /// Writes the drafts, standard input into its place in memory; whether any was written. What could not be is a trouble.
    pub(super) fn write(&mut self, drafts: &mut Drafts, quiet: bool) -> bool {
        let mut troubles = Vec::new();
        self.changes.retain(|path, change| {
            if drafts.is_stdin(path) {
                if let Some(bytes) = drafts.stdin() {
                    *bytes = std::mem::take(&mut change.after);
                }
                return true;
            }
            let done = replace(path, &change.before, &change.after);
            troubles.extend(done.as_ref().err().map(|error| format!("{}: {error}; nothing was written", path.display())));
            done.is_ok()
        });
        drafts.troubles.append(&mut troubles);
        self.sum_up("Fixed", quiet);
        !self.is_empty()
    }
}

/// Puts other bytes in a file's place in one step: who reads it sees the old ones or the new ones, never a part.
///
/// A link stays a link, to the file that is written. Nothing is written over what somebody else wrote meanwhile.
fn replace(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let rights = fs::metadata(&target)?.permissions();
    if rights.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "is read-only"));
    }
    let beside = target.with_file_name(format!(".copydesk-{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file.set_permissions(rights).and_then(|()| file.write_all(after)).and_then(|()| file.sync_all());
    let done = written.and_then(|()| walk::read(&target)).and_then(|now| match now {
        // Another name of a file that is written already.
        now if now == after => fs::remove_file(&beside),
        now if now == before => fs::rename(&beside, &target),
        _ => Err(io::Error::other("changed since it was read")),
    });
    if done.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    done
}
