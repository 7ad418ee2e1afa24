//! Reads drafts as they lie on the disk.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::fence::{self, Refused};

/// The largest draft that is read, in bytes: to judge one takes many times its size.
pub(super) const LARGEST: u64 = 256 << 20;

/// The bytes of a file.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let expected = file.metadata().as_ref().map_or(0, fs::Metadata::len);
    match fence::read(file, expected, LARGEST)? {
        Some(bytes) => Ok(bytes),
        None => Err(io::Error::new(io::ErrorKind::FileTooLarge, Refused::Large(LARGEST).to_string())),
    }
}
