//! Stands for Word files where copydesk is built without the feature `word`: there are none, and each is refused.

use std::convert::Infallible;
use std::ops::Range;

use super::unreadable::Unreadable;

/// A Word file that was read, which nothing can be here.
#[derive(Debug, Clone)]
pub struct WordFile(Infallible);

impl WordFile {
    /// Reads no bytes.
    ///
    /// # Errors
    /// Always: that this build reads no Word files.
    pub fn read(_: &[u8]) -> Result<(Self, String), Unreadable> {
        let why = "it is a Word file, and this copydesk was built without the feature that reads them (`word`)";
        Err(Unreadable::new(why, "Check it with the command `copydesk`, which reads Word files, or save it as text."))
    }

    pub(super) fn part_at(&self, _: usize) -> &str {
        match self.0 {}
    }

    pub(super) fn xml(&self, _: Range<usize>) -> Range<usize> {
        match self.0 {}
    }
}
