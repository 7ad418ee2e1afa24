//! `copydesk schema`: what may stand in a `copydesk.toml` or in a rule's file, for editors and validators.

use super::terminal::{Refusal, Status, print};
use crate::config::schema;

/// Prints the schema of a `copydesk.toml`, or of a rule's file.
pub(super) fn run(rule: bool) -> Result<Status, Refusal> {
    let schema = if rule { schema::of_rule() } else { schema::of_publication() };
    print(|out| writeln!(out, "{schema:#}"))?;
    Ok(Status::Clean)
}
