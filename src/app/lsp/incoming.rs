//! What comes in: what an editor says, and what changes on the disk.

use std::path::PathBuf;

use lsp_server::Message;

use crate::app::index::KeptIndex;
use crate::app::terminal::Refusal;

/// What came of looking through the publication of a folder; nothing where that was not wanted any more.
pub(super) type LookedThrough = (PathBuf, Result<Option<KeptIndex>, Refusal>);

/// What comes in.
pub(super) enum Incoming {
    /// What the editor said.
    Said(Message),
    /// Something changed on the disk that drafts are judged by.
    Changed,
    /// What changes on the disk is not noticed any more, and why.
    Blind(String),
    /// A publication was looked through.
    LookedThrough(LookedThrough),
    /// Nothing more comes.
    Ended,
}
