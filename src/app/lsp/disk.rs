//! Notices what changes on the disk, for an editor that does not tell.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use super::incoming::Incoming;
use crate::app::watch::{Watcher, beside};

/// Watches what drafts are judged by.
pub(super) struct DiskWatch {
    sender: Sender<Incoming>,
    folders: BTreeSet<PathBuf>,
    watcher: Option<Watcher>,
}

impl DiskWatch {
    /// Watches nothing yet; what changes is sent.
    pub(super) fn new(sender: Sender<Incoming>) -> Self {
        Self { sender, folders: BTreeSet::new(), watcher: None }
    }

    /// Watches what drafts in these folders are judged by: the configurations above them, or this one.
    ///
    /// # Errors
    /// Why that cannot be noticed.
    pub(super) fn watch(&mut self, folders: BTreeSet<PathBuf>, config: Option<&Path>) -> Result<(), String> {
        if folders == self.folders {
            return Ok(());
        }
        self.folders = folders;
        let sender = self.sender.clone();
        // Nobody listens any more at the end.
        let changed = move |lost: Option<String>| drop(sender.send(lost.map_or(Incoming::Changed, Incoming::Blind)));
        self.watcher = Some(beside(self.folders.iter().map(PathBuf::as_path), config, changed)?);
        Ok(())
    }
}
