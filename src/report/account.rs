//! What a finding says, in lines of plain words for reports that have no place for its parts.

use crate::finding::Finding;

use super::safe;

/// Characters of a message or a note: either may quote what it found.
const MESSAGE: usize = 240;

/// What is wrong: one line, no full stop.
pub(super) fn message(finding: &Finding) -> String {
    short(&finding.message)
}

/// The evidence, and what was tried: a line each.
pub(super) fn evidence(finding: &Finding) -> impl Iterator<Item = String> {
    finding.notes.iter().map(|note| short(note))
}

/// What to do.
pub(super) fn help(finding: &Finding) -> Option<String> {
    finding.help.as_deref().map(safe::line).filter(|help| !help.is_empty())
}

/// Words that may quote a draft, as a line that does not grow with it.
pub(super) fn short(words: &str) -> String {
    safe::cut(words, MESSAGE)
}
