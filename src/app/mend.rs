//! `copydesk check --fix` and `--diff`: lays the safe mends over the drafts until no more come, and writes them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::drafts::Drafts;
use super::moment;
use super::terminal::complain;
use super::write::{self, swept};
use crate::edit;
use crate::finding::{File, Report, counted};
use crate::lint::{self, Entry};
use crate::report::{self, diff};
use crate::text::{Format, Source};

/// How often mends are laid over a draft at most: one may uncover another.
const PASSES: usize = 32;

/// Drafts that mends change.
#[derive(Debug, Default)]
pub(super) struct Mended {
    changes: BTreeMap<PathBuf, Change>,
    /// Drafts that were to be mended and could not be, with the reason.
    pub(super) troubles: Vec<String>,
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
    /// Mends what was found in drafts, and what is found in them then, unless that is `once` only.
    pub(super) fn of(drafts: &Drafts, report: &Report, once: bool) -> Self {
        let mut mended = Self::default();
        let mut changed = mended.lay(drafts, &report.files);
        for _ in 1..PASSES {
            if changed.is_empty() || once {
                break;
            }
            let again = |entry: &Entry| changed.contains(&entry.path);
            let entries: Vec<Entry> = drafts.entries.iter().filter(again).collect();
            let report = lint::run(&entries, |path| mended.read(drafts, path), || ());
            changed = mended.lay(drafts, &report.files);
        }
        mended
    }

    /// None, and why.
    pub(super) fn refused(trouble: String) -> Self {
        Self { troubles: vec![trouble], ..Self::default() }
    }

    /// Takes in what a draft is to become.
    pub(super) fn add(&mut self, path: PathBuf, before: Vec<u8>, after: Vec<u8>, mends: usize) {
        self.changes.insert(path, Change { before, after, mends });
    }

    /// Lays the mends of one look over the drafts; which drafts that changed.
    fn lay(&mut self, drafts: &Drafts, files: &[File]) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for file in files {
            let (path, mends) = (&file.source.path, edit::chosen(file).len());
            if mends == 0 {
                continue;
            }
            let laid =
                self.read(drafts, path).ok().and_then(|now| edit::apply(file, &now, &moment::now()).map(|after| (now, after)));
            let Some((now, after)) = laid else {
                self.troubles.push(format!("{}: changed since it was read; nothing was written", path.display()));
                continue;
            };
            if after == now {
                continue;
            }
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
    /// For a file or a program they hold the very bytes, so that `patch` makes of them what `--fix` writes. On a terminal they are for
    /// reading: any line end ends a line, and there is no sign that it would obey.
    pub(super) fn tell(&self, terminal: bool, out: &mut dyn Write) -> io::Result<()> {
        for (path, change) in &self.changes {
            let (before, after) = (decoded(path, &change.before), decoded(path, &change.after));
            if terminal {
                let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").into_bytes();
                let name = report::shown(&path.display().to_string());
                let diff = diff::write(Path::new(&name), &lines(&before.text), &lines(&after.text));
                String::from_utf8_lossy(&diff).lines().try_for_each(|line| writeln!(out, "{}", report::shown(line)))?;
            } else if before.format == Format::Word {
                complain(&format!(
                    "{}: is a Word file; its diff shows its paragraphs, and patch cannot apply it",
                    path.display()
                ));
                out.write_all(&diff::write(path, before.text.as_bytes(), after.text.as_bytes()))?;
            } else if before.encoding().starts_with("UTF-16") {
                let words = format!("is written in {}; its diff is shown in UTF-8, and patch cannot apply it", before.encoding());
                complain(&format!("{}: {words}", path.display()));
                out.write_all(&diff::write(path, before.text.as_bytes(), after.text.as_bytes()))?;
            } else {
                out.write_all(&diff::write(path, &change.before, &change.after))?;
            }
        }
        Ok(())
    }

    /// Says on standard error how much this is.
    pub(super) fn sum_up(&self, did: &str, quiet: bool) {
        if quiet || self.is_empty() {
            return;
        }
        let mends = self.changes.values().map(|change| change.mends).sum();
        // A closed standard error cannot be told anything.
        let _ = writeln!(io::stderr(), "{did} {} in {}", counted(mends, "problem"), counted(self.changes.len(), "file"));
    }

    /// Writes the drafts, standard input into its place in memory; whether any was written. What an interrupted run left beside
    /// drafts is taken away.
    pub(super) fn write(&mut self, drafts: &mut Drafts, quiet: bool) -> bool {
        let files = drafts.entries.iter().filter(|entry| !drafts.is_stdin(&entry.path));
        let folders: BTreeSet<PathBuf> = files.filter_map(|entry| entry.path.parent().map(Path::to_owned)).collect();
        swept(folders.iter().map(PathBuf::as_path));
        let troubles = &mut self.troubles;
        self.changes.retain(|path, change| {
            if drafts.is_stdin(path) {
                if let Some(bytes) = drafts.stdin() {
                    *bytes = std::mem::take(&mut change.after);
                }
                return true;
            }
            let done = write::draft(path, &change.before, &change.after);
            troubles.extend(done.as_ref().err().map(|error| format!("{}: {error}; nothing was written", path.display())));
            done.is_ok()
        });
        self.sum_up("Fixed", quiet);
        !self.is_empty()
    }
}

fn decoded(path: &Path, bytes: &[u8]) -> Source {
    Source::decode(path, Format::of(path).unwrap_or(Format::Plain), bytes.to_vec()).source
}
