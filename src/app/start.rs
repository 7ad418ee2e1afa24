//! `copydesk init`: writes a commented `copydesk.toml`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};

use super::archive;
use super::fence::NAME;
use super::publications::{Choice, Publications};
use super::terminal::{Refusal, Status, print};
use crate::inventory;
use crate::policy::Choices;
use crate::report::shown;

/// Writes the file into this folder; never over one that is there. With `scan`, it proposes what the drafts here do today.
pub(super) fn run(scan: bool) -> Result<Status, Refusal> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{NAME} is already there; nothing was written"),
        _ => format!("{NAME}: {error}"),
    };
    let (mut text, mut seen, mut status) = (include_str!("start.toml").to_owned(), Vec::new(), Status::Clean);
    // A long look at the drafts is no use where nothing can be written.
    if scan && fs::symlink_metadata(NAME).is_err() {
        let mut publications = Publications::new(&Choice::Standard, Choices::default())?;
        let (drafts, looked) = archive::look(&[], &mut publications)?;
        let proposal = inventory::proposal(&drafts);
        text.push_str(&proposal.toml);
        (seen, status) = (proposal.seen, looked);
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(NAME).map_err(told)?;
    file.write_all(text.as_bytes()).map_err(told)?;
    print(|out| {
        for line in &seen {
            writeln!(out, "Saw {}", shown(line))?;
        }
        writeln!(out, "Wrote {NAME}. Now: copydesk check")
    })?;
    Ok(status)
}
