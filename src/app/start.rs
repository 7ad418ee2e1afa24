//! `copydesk init`: writes a commented `copydesk.toml`.

use std::fs::OpenOptions;
use std::io::{self, Write as _};

use super::{Refusal, Status, print};

const NAME: &str = "copydesk.toml";

/// Writes the file into this folder; never over one that is there.
pub(super) fn run() -> Result<Status, Refusal> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{NAME} is already there; nothing was written"),
        _ => format!("{NAME}: {error}"),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(NAME).map_err(told)?;
    file.write_all(include_str!("start.toml").as_bytes()).map_err(told)?;
    print(|out| writeln!(out, "Wrote {NAME}. Now: copydesk check"))?;
    Ok(Status::Clean)
}
