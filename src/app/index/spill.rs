//! What is remembered of the drafts of a run, on the disk: a volume as an index has it, in a folder that goes when the run is over.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::bind::{Binder, Loose};
use super::kinship::{self, SpilledDrafts};
use super::manifest::{Bound, volume_name};
use super::volume::{DraftRecord, Volume};
use crate::check::Prints;
use crate::lint::{Joined, Meter, PrintStore};

/// A share of the memory is for passages that are not in order yet; as much for those that are held against others, and the rest for what
/// is known of each draft and each passage.
const SHARE: u64 = 6;
/// Less than that is slower, and spares nothing.
const LEAST: u64 = 1 << 16;
/// So many volumes become one: few files are open at once, however many drafts there are.
const VOLUMES: usize = 16;

/// Keeps on the disk what a run remembers of its drafts.
pub(in crate::app) struct Spill {
    folder: ScratchFolder,
    /// How much room passages may take at once, in bytes.
    room: usize,
    held: Mutex<Spilled>,
}

/// What is kept so far.
struct Spilled {
    binder: Option<Binder>,
    loose: Loose,
    /// In the order of their drafts, each with how often it was made of others.
    volumes: Vec<(u32, Bound)>,
    /// How many volumes were begun.
    begun: u64,
    /// The words of all drafts, one after another; in a volume they stand by texts.
    words: BufWriter<File>,
    kept: SpilledDrafts,
    /// What went wrong first.
    trouble: Option<io::Error>,
}

impl Spill {
    /// Begins, with about so much memory, in bytes.
    ///
    /// # Errors
    /// That nothing can be written among temporary files.
    pub(in crate::app) fn new(memory: u64) -> io::Result<Self> {
        let folder = ScratchFolder::new()?;
        let words = BufWriter::with_capacity(1 << 18, File::create(folder.0.join("words"))?);
        let held = Spilled {
            binder: None,
            loose: Loose::default(),
            volumes: Vec::new(),
            begun: 0,
            words,
            kept: SpilledDrafts::default(),
            trouble: None,
        };
        Ok(Self { folder, room: (memory / SHARE).max(LEAST) as usize, held: Mutex::new(held) })
    }

    /// What went wrong, where something did: copies were not looked for then.
    pub(in crate::app) fn trouble(&self) -> Option<String> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let told = |error: &io::Error| format!("{}: {error}; texts were not compared across files", self.folder.0.display());
        held.trouble.as_ref().map(told)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Spilled) -> io::Result<T>) -> Option<T> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.trouble.is_some() {
            return None;
        }
        act(&mut held).map_err(|error| held.trouble = Some(error)).ok()
    }
}

impl PrintStore for Spill {
    fn keep(&self, publication: &str, prints: Prints) {
        self.with(|held| {
            held.keep(&self.folder.0, publication, prints)?;
            if held.loose.room() > self.room { held.bind(&self.folder.0) } else { Ok(()) }
        });
    }

    fn join(&self, rules: &[((&str, &str), u32)], meter: Option<&dyn Meter>) -> Option<Joined> {
        self.with(|held| {
            let Some(volume) = held.volume(&self.folder.0)? else { return Ok(Joined::default()) };
            kinship::join(&volume, &held.kept, rules, &self.folder.0, self.room, meter)
        })
    }

    fn each(&self, take: &mut dyn FnMut(Prints)) {
        self.with(|held| held.bring_back(&self.folder.0, take));
    }
}

impl Spilled {
    fn keep(&mut self, folder: &Path, publication: &str, prints: Prints) -> io::Result<()> {
        let publication = self.kept.note(publication, &prints);
        prints.words.iter().try_for_each(|word| self.words.write_all(&word.to_le_bytes()))?;
        let record = DraftRecord { name: PathBuf::new(), state: 0, text: 0, publication, prints, allows: Vec::new() };
        if self.binder.is_none() {
            self.binder = Some(self.begin(folder)?);
        }
        self.binder.as_mut().map_or(Ok(()), |binder| binder.file(record, &mut self.loose))
    }

    fn begin(&mut self, folder: &Path) -> io::Result<Binder> {
        self.begun += 1;
        Binder::open(&folder.join(volume_name(self.begun)), self.begun)
    }

    /// Ends the volume that is in the making.
    fn bind(&mut self, folder: &Path) -> io::Result<()> {
        let Some(binder) = self.binder.take() else { return Ok(()) };
        self.volumes.push((0, binder.finish(mem::take(&mut self.loose))?));
        loop {
            let last = self.volumes.last().map(|(made, _)| *made);
            let same = self.volumes.iter().rev().take_while(|(made, _)| Some(*made) == last).count();
            if same < VOLUMES {
                return Ok(());
            }
            self.merge(folder, self.volumes.len() - same)?;
        }
    }

    /// Makes one volume of those from a number on.
    fn merge(&mut self, folder: &Path, from: usize) -> io::Result<()> {
        let made = self.volumes[from..].iter().map(|(made, _)| *made).max().unwrap_or_default();
        let volumes = self.volumes.drain(from..).map(|(_, bound)| bound.open(folder)).collect::<io::Result<Vec<_>>>()?;
        let all: Vec<(&Volume, &[u32])> = volumes.iter().map(|volume| (volume, &[][..])).collect();
        let merged = self.begin(folder)?.merge(&all)?;
        self.volumes.push((made + 1, merged));
        let paths: Vec<PathBuf> = volumes.into_iter().map(|volume| volume.path).collect();
        paths.iter().try_for_each(fs::remove_file)
    }

    /// One volume of all drafts; none where there is no draft.
    fn volume(&mut self, folder: &Path) -> io::Result<Option<Volume>> {
        self.bind(folder)?;
        if self.volumes.len() > 1 {
            self.merge(folder, 0)?;
        }
        self.volumes.first().map(|(_, bound)| bound.open(folder)).transpose()
    }

    fn bring_back(&mut self, folder: &Path, take: &mut dyn FnMut(Prints)) -> io::Result<()> {
        self.words.flush()?;
        let Some(volume) = self.volume(folder)? else { return Ok(()) };
        let mut words = BufReader::with_capacity(1 << 18, File::open(folder.join("words"))?);
        let mut bytes = Vec::new();
        for number in 0..volume.drafts() {
            let mut prints = volume.draft(number)?.prints;
            let count: usize = prints.passages.iter().map(|print| print.words as usize).sum();
            bytes.resize(count * 2, 0);
            words.read_exact(&mut bytes)?;
            prints.words = bytes.chunks_exact(2).map(|word| u16::from_le_bytes([word[0], word[1]])).collect();
            take(prints);
        }
        Ok(())
    }
}

/// A folder among temporary files, of this user alone; it goes with all that is in it.
struct ScratchFolder(PathBuf);

impl ScratchFolder {
    fn new() -> io::Result<Self> {
        let mut tried = 0;
        loop {
            let folder = std::env::temp_dir().join(format!("copydesk-{}-{tried}", std::process::id()));
            match folder_of_ones_own(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tried < 1000 => tried += 1,
                Err(error) => return Err(io::Error::new(error.kind(), format!("{}: {error}", folder.display()))),
                Ok(()) => return Ok(Self(folder)),
            }
        }
    }
}

#[cfg(unix)]
fn folder_of_ones_own(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn folder_of_ones_own(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        // What cannot go lies among temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
