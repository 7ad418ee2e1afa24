//! The lock of an index: one run at a time writes it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::manifest::MANIFEST;
use crate::app::cache;
use crate::app::terminal::Refusal;

/// The file that is locked.
const LOCK: &str = "lock";

/// Holds the lock of an index, `None` where another run does; the folder is made where there is none.
///
/// # Errors
/// What the system says; that the folder holds other things, and is left alone.
pub(super) fn lock(folder: &Path) -> Result<Option<File>, Refusal> {
    let told = |error: io::Error| format!("{}: {error}", folder.display());
    let is_ours = |name: &std::ffi::OsStr| [MANIFEST, LOCK].iter().any(|own| name == *own);
    let names: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
    if !names.is_empty() && !names.iter().any(|name| is_ours(name)) {
        return Err(format!("{}: holds other things, and no index; name a folder of its own", folder.display()));
    }
    cache::prepare(folder).map_err(told)?;
    let lock = File::create(folder.join(LOCK)).map_err(told)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(told(error)),
    }
}
