//! Which volumes an index has: the one file by which it becomes another, in one step.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::volume::{Tables, Volume};
use crate::app::write::Beside;

/// The name of the file.
pub(super) const MANIFEST: &str = "index";
/// What it begins with: the form of an index, which changes with what is kept of a draft.
const MARK: &[u8; 16] = b"copydesk index 1";

/// What an index is made of.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The copydesk that wrote it.
    pub(super) version: String,
    /// The publications of its drafts.
    pub(super) publications: Vec<String>,
    /// The rules that compare them, each with the number of its publication.
    pub(super) rules: Vec<(u32, String)>,
    /// Its volumes, in order.
    pub(super) volumes: Vec<Bound>,
    /// The number of the next volume.
    pub(super) next: u64,
}

/// A volume that is written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Bound {
    /// Its number, which its pages know.
    pub(super) seed: u64,
    pub(super) pages: u64,
    /// The hash over all of it.
    pub(super) seal: u64,
    pub(super) tables: Tables,
    /// For each rule, how many of the drafts it compares.
    pub(super) counts: Vec<u32>,
    /// Drafts that stand in a later volume, or nowhere any more: in order.
    pub(super) gone: Vec<u32>,
}

impl Bound {
    /// The name of its file.
    pub(super) fn name(&self) -> String {
        volume_name(self.seed)
    }

    /// How many drafts are left in it.
    pub(super) fn living(&self) -> usize {
        (self.tables.drafts.1 as usize).saturating_sub(self.gone.len())
    }

    /// Opens it.
    pub(super) fn open(&self, folder: &Path) -> io::Result<Volume> {
        Volume::open(&folder.join(self.name()), self.seed, self.pages, self.tables.clone())
    }
}

/// The name of the volume of a number.
pub(super) fn volume_name(number: u64) -> String {
    format!("volume-{number}")
}

impl Manifest {
    /// That of an index that holds nothing.
    pub(super) fn new() -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), ..Self::default() }
    }

    /// Reads the file of a folder.
    ///
    /// # Errors
    /// What the system says; that it is no index, or of another form, or damaged.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let bytes = fs::read(folder.join(MANIFEST))?;
        let told = |words: &str| Err(io::Error::new(io::ErrorKind::InvalidData, words.to_owned()));
        let Some((mark, rest)) = bytes.split_first_chunk::<16>() else { return told("is no index of copydesk") };
        if mark[..15] != MARK[..15] {
            return told("is no index of copydesk");
        }
        let Some((hash, held)) = rest.split_first_chunk::<16>().filter(|_| mark == MARK) else {
            return told("is an index of another copydesk");
        };
        if *hash != xxh3_128(held).to_le_bytes() {
            return told("is damaged");
        }
        let manifest: Self = match postcard::from_bytes(held) {
            Ok(manifest) => manifest,
            Err(_) => return told("is an index of another copydesk"),
        };
        match manifest.version == env!("CARGO_PKG_VERSION") {
            true => Ok(manifest),
            false => told(&format!("was made by copydesk {}", manifest.version)),
        }
    }

    /// Puts it in the place of the one that was there; volumes that it does not name go.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        use std::io::Write as _;
        let held = postcard::to_stdvec(self).map_err(io::Error::other)?;
        let target = folder.join(MANIFEST);
        let mut beside = Beside::open(&target, false)?;
        beside.write_all(MARK)?;
        beside.write_all(&xxh3_128(&held).to_le_bytes())?;
        beside.write_all(&held)?;
        beside.file.sync_all()?;
        beside.take_place(&target)?;
        self.sweep(folder);
        Ok(())
    }

    /// Takes away volumes of this folder that it does not name.
    pub(super) fn sweep(&self, folder: &Path) {
        let kept: Vec<PathBuf> = self.volumes.iter().map(|volume| folder.join(volume.name())).collect();
        let is_volume = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix("volume-"));
            name.is_some_and(|number| number.parse::<u64>().is_ok())
        };
        let all = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        // One that cannot go is in nobody's way.
        all.filter(is_volume).filter(|path| !kept.contains(path)).for_each(|path| drop(fs::remove_file(path)));
    }
}
