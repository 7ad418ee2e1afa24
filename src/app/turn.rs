//! Lets one process after another change a file that all of them read first: the record of readings.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::write::same_file;

/// A file that is there while somebody has his turn. One that a killed process left is nobody's, and goes with the next turn.
const TAKEN: &str = ".copydesk-turn";

/// A turn at changing files of a folder; it ends when this is dropped, or its process ends.
#[derive(Debug)]
pub(super) struct Turn {
    path: PathBuf,
    /// Open and locked.
    _file: File,
}

impl Turn {
    /// Waits for a turn in this folder. `None` where none is to be had, as on file systems that know no locks and in folders where only files
    /// that are there may be written: then changes are made as if nobody else made any.
    ///
    /// # Errors
    /// Something that is no file has the name of what is locked.
    pub(super) fn wait(folder: &Path) -> io::Result<Option<Self>> {
        let path = folder.join(TAKEN);
        loop {
            let file = match open(&path) {
                Ok(file) => file,
                // The one before took it away.
                Err(error) if error.kind() == ErrorKind::NotFound && folder.is_dir() => continue,
                Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
                Err(_) => return Ok(None),
            };
            if file.lock().is_err() {
                return Ok(None);
            }
            // Who waited for a file that is gone waited for nothing: the next one made another.
            if same_file(&file, &path) {
                return Ok(Some(Self { path, _file: file }));
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Before the lock goes: whoever waits for it finds that this file is gone. Where it cannot go, the next turn takes it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens the file that is locked, or makes it; never through a link, which might lead out of the folder.
fn open(path: &Path) -> io::Result<File> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        made => return made,
    }
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, format!("{TAKEN} beside it is in the way: delete it")));
    }
    OpenOptions::new().write(true).open(path)
}
