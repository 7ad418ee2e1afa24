//! What comes in: what an editor says, and what changes on the disk.

use lsp_server::Message;

/// What comes in.
pub(super) enum Incoming {
    /// What the editor said.
    Said(Message),
    /// Something changed on the disk that drafts are judged by.
    Changed,
    /// What changes on the disk is not noticed any more, and why.
    Blind(String),
    /// Nothing more comes.
    Ended,
}
