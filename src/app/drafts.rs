//! The drafts of a run: what the command line names, who judges each, and their bytes.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Input;
use super::fence::{Fence, Refused};
use super::paths::PathList;
use super::publications::Publications;
use super::terminal::Refusal;
use super::{copies, read, walk, write};
use crate::finding::{PassedBy, Skipped};
use crate::lint::Entry;
use crate::policy::Policy;
use crate::text::Format;

/// Why a draft is skipped that its publication wants left alone.
pub(super) const BY_PUBLICATION: &str = "ignored by its publication";
/// Why a draft is skipped that an ignore file names.
const BY_FILE: &str = "ignored by .copydeskignore";

/// What is said where all that was named is to be left alone.
pub(super) const LEFT_ALONE: &str = "nothing was checked: all that was named is ignored";

/// The drafts of a run, who judges them, and what of the input could not be taken.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) entries: Queue,
    pub(super) skipped: Vec<Skipped>,
    /// What was passed by without a word; only where that is to be explained.
    pub(super) passed: Vec<Skipped>,
    /// How much a walk passed by because an ignore file of another program names it.
    pub(super) passed_by: PassedBy,
    pub(super) troubles: Vec<String>,
    /// Whether all that was named is files that are to be left alone: nothing is checked, and nothing is wrong with that.
    pub(super) are_left_alone: bool,
    /// Drafts that somebody named, each by itself: one of them that is no text is not passed by.
    named: HashSet<PathBuf>,
    /// Drafts that were named and are not to be read.
    refused: BTreeMap<PathBuf, Refused>,
    stdin: Option<(PathBuf, Vec<u8>)>,
    /// What is read instead of what lies on the disk.
    instead: BTreeMap<PathBuf, Vec<u8>>,
}

/// What is to be judged, in little room: of each draft its path, and once for all that follow one another by what they are judged.
#[derive(Default)]
pub(super) struct Queue {
    paths: PathList,
    /// The number of the first draft that is judged so and written so.
    runs: Vec<(usize, Arc<Policy>, Option<Format>)>,
}

impl Queue {
    fn push(&mut self, entry: &Entry) {
        let same = |(_, policy, format): &(usize, Arc<Policy>, Option<Format>)| {
            Arc::ptr_eq(policy, &entry.policy) && *format == entry.format
        };
        if !self.runs.last().is_some_and(same) {
            self.runs.push((self.len(), entry.policy.clone(), entry.format));
        }
        self.paths.push(&entry.path);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// Each of them, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> + '_ {
        let mut runs = self.runs.iter().peekable();
        let mut run = None;
        self.paths.iter().enumerate().filter_map(move |(number, path)| {
            run = runs.next_if(|(first, ..)| *first == number).or(run);
            run.map(|(_, policy, format)| Entry { path, policy: policy.clone(), format: *format })
        })
    }
}

/// Whether a draft was skipped because somebody said so.
pub(super) fn is_ignored(skipped: &Skipped) -> bool {
    [BY_PUBLICATION, BY_FILE].contains(&skipped.reason.as_str())
}

impl Drafts {
    /// Finds the drafts that the command line names.
    pub(super) fn gather(input: &Input, publications: &mut Publications) -> Result<Self, Refusal> {
        Self::find(input, false, publications)
    }

    /// Finds the drafts that the command line names; with `explains`, also what is passed by without a word.
    pub(super) fn find(input: &Input, explains: bool, publications: &mut Publications) -> Result<Self, Refusal> {
        let mut drafts = Self::default();
        let (dashes, paths): (Vec<PathBuf>, Vec<PathBuf>) = input.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        if !dashes.is_empty() {
            drafts.take_stdin(input, publications)?;
        } else if input.stdin_filename.is_some() {
            return Err("--stdin-filename names what comes from standard input: add `-` to read it".to_owned());
        }
        if !paths.is_empty() {
            publications.walks(paths.iter().map(PathBuf::as_path));
            let mut found = walk::find(&paths, explains, publications.fence());
            drafts.passed = std::mem::take(&mut found.passed);
            drafts.passed_by = found.passed_by;
            drafts.troubles.extend(found.missing.iter().map(|path| format!("{}: no such file or folder", path.display())));
            drafts.troubles.extend(found.troubles.iter().map(|(path, trouble)| format!("{}: {trouble}", path.display())));
            found.skipped.iter().map(|skipped| &skipped.path).chain(&found.ignored).for_each(|path| publications.passes(path));
            drafts.skipped.extend(found.skipped);
            found.ignored.into_iter().for_each(|path| drafts.skip(path, BY_FILE));
            let refused = found.refused.iter().map(|(path, _)| path.clone());
            found.files.iter().chain(refused).for_each(|path| drafts.take(path, None, publications));
            drafts.refused = found.refused.into_iter().collect();
            drafts.named.extend(found.named);
            drafts.leave_out_copies();
        }
        drafts.are_left_alone = drafts.entries.len() == 0
            && drafts.troubles.is_empty()
            && drafts.skipped.iter().all(is_ignored)
            && paths.iter().all(|path| path.is_file());
        Ok(drafts)
    }

    /// Skips what an earlier run wrote for another of these drafts.
    fn leave_out_copies(&mut self) {
        let words = self.entries.iter().filter(|entry| entry.format() == Format::Word);
        let words: Vec<PathBuf> = words.map(|entry| entry.path).collect();
        let copies = copies::copies(&words, |path| self.read(path).ok());
        self.leave_out(|path| copies.contains(path).then_some(copies::COPY));
    }

    /// A draft that an editor holds, judged by its path: these bytes, whatever lies on the disk.
    #[cfg(feature = "lsp")]
    pub(super) fn held(path: PathBuf, format: Option<Format>, bytes: Vec<u8>, publications: &mut Publications) -> Self {
        let mut drafts = Self::default();
        match walk::is_ignored(&path, publications.fence()) {
            true => drafts.skip(path, BY_FILE),
            false => {
                drafts.take(path.clone(), format, publications);
                drafts.read_instead(path, bytes);
            }
        }
        drafts
    }

    fn take_stdin(&mut self, input: &Input, publications: &mut Publications) -> Result<(), Refusal> {
        let name = input.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
        let mut bytes = Vec::new();
        io::stdin().lock().take(read::LARGEST + 1).read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
        if bytes.len() as u64 > read::LARGEST {
            return Err(format!("standard input: {}", Refused::Large(read::LARGEST)));
        }
        self.stdin = Some((name.clone(), bytes));
        self.named.insert(name.clone());
        match walk::is_ignored(&name, publications.fence()) {
            true => self.skip(name, BY_FILE),
            false => {
                let format = Format::of(&name).unwrap_or(Format::Plain);
                self.take(name, Some(format), publications);
            }
        }
        Ok(())
    }

    /// Takes a draft, where its publication does not ignore it.
    pub(super) fn take(&mut self, path: PathBuf, format: Option<Format>, publications: &mut Publications) {
        match publications.entry(&path, format) {
            Some(entry) => self.entries.push(&entry),
            None => self.skip(path, BY_PUBLICATION),
        }
    }

    fn skip(&mut self, path: PathBuf, reason: &str) {
        self.skipped.push(Skipped { path, reason: reason.to_owned() });
    }

    /// From now on a draft counts as named: git names it.
    pub(super) fn name(&mut self, path: PathBuf) {
        self.named.insert(path);
    }

    /// Whether somebody named this draft, by itself.
    pub(super) fn is_named(&self, path: &Path) -> bool {
        self.named.contains(path)
    }

    /// Skips the drafts for which there is a reason.
    pub(super) fn leave_out(&mut self, mut reason: impl FnMut(&Path) -> Option<&'static str>) {
        for entry in std::mem::take(&mut self.entries).iter() {
            match reason(&entry.path) {
                Some(reason) => self.skip(entry.path, reason),
                None => self.entries.push(&entry),
            }
        }
    }

    /// From now on a draft has these bytes, whatever lies on the disk.
    pub(super) fn read_instead(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.instead.insert(path, bytes);
    }

    /// Limits the threads that read drafts; a draft by itself is read by this one.
    pub(super) fn share(&self, jobs: Option<NonZeroUsize>) {
        if self.entries.len() > 1 {
            // Fails only when threads were set before, and they are set once.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, NonZeroUsize::get)).build_global();
        }
    }

    /// Refuses a report over a draft or a configuration; and, if nothing forces it, over anything but another report of ours, or
    /// through a link that leaves its repository or folder.
    pub(super) fn spare(&self, output: Option<&Path>, force: bool, fence: &mut Fence) -> Result<(), Refusal> {
        // What a shell or a system names so was typed, and is no place to keep anything.
        let Some(output) = output.filter(|output| !output.starts_with("/dev") && !output.starts_with("/proc")) else {
            return Ok(());
        };
        let name = output.display();
        if let Some(entry) =
            self.entries.iter().find(|entry| write::same(&entry.path, output) && !write::is_an_earlier_report(output))
        {
            let draft = if entry.path == output { String::new() } else { format!(" ({})", entry.path.display()) };
            return Err(format!(
                "{name} is one of the drafts{draft}, and a report would destroy it; name another file with -o, or keep this one out \
                 of the drafts: by `ignore` in copydesk.toml, or a .copydeskignore"
            ));
        }
        if output.is_file() && Format::of(output) == Some(Format::Toml) {
            return Err(format!("{name} is a configuration, and a report would destroy it; name another file with -o"));
        }
        if force {
            return Ok(());
        }
        if let Err(Refused::Leaves(place)) = fence.place(output) {
            return Err(format!(
                "{name}: a symbolic link leads {place}, and the report would be written there; --force writes it"
            ));
        }
        match write::is_replaceable(output) {
            true => Ok(()),
            false => Err(format!("{name} is there already and is no report of copydesk’s; --force writes over it")),
        }
    }

    /// Refuses to mend what is no file: what comes out of a pipe is gone when it is read.
    pub(super) fn are_files(&self) -> Result<(), Refusal> {
        let is_stream = |path: &Path| fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
        let named = |entry: &Entry| !self.is_stdin(&entry.path) && !self.refused.contains_key(&entry.path);
        match self.entries.iter().filter(named).find(|entry| is_stream(&entry.path)) {
            Some(entry) => Err(format!(
                "{}: is a pipe or a device; --fix and --diff take files, and - for standard input",
                entry.path.display()
            )),
            None => Ok(()),
        }
    }

    /// The bytes of a draft.
    ///
    /// # Errors
    /// What the system says; a file that is too large, or is not to be read.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.instead.get(path) {
            return Ok(bytes.clone());
        }
        match (&self.stdin, self.refused.get(path)) {
            (Some((name, bytes)), _) if name == path => Ok(bytes.clone()),
            (_, Some(refused @ Refused::Leaves(_))) => Err(io::Error::other(format!("{refused}; name what it leads to"))),
            (_, Some(refused)) => Err(io::Error::other(refused.to_string())),
            _ => read::bytes(path),
        }
    }

    /// Whether this draft came from standard input.
    pub(super) fn is_stdin(&self, path: &Path) -> bool {
        self.stdin.as_ref().is_some_and(|(name, _)| name == path)
    }

    /// Whether anything came from standard input.
    pub(super) fn is_from_stdin(&self) -> bool {
        self.stdin.is_some()
    }

    /// What came from standard input, to read or to put something in its place.
    pub(super) fn stdin(&mut self) -> Option<&mut Vec<u8>> {
        self.stdin.as_mut().map(|(_, bytes)| bytes)
    }
}
