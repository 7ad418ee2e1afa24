//! What a command comes to, and what it says on the terminal.

use std::io::{self, Write};

use crate::report;

/// What a run came to: the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Nothing at or above the bar: 0.
    Clean = 0,
    /// Something is: 1.
    Found = 1,
    /// Something could not be judged: 2.
    Failed = 2,
}

/// What stops a command before it has a report: said on standard error, exit status 2.
pub(crate) type Refusal = String;

/// Says something on standard error, as one line; names from outside in it are made safe to print.
pub(super) fn complain(words: &str) {
    // A closed standard error cannot be told anything.
    let _ = writeln!(io::stderr(), "copydesk: {}", report::shown(words));
}

/// Prints to standard output; a reader that went away (`| head`) is no failure.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refusal> {
    match write(&mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}
