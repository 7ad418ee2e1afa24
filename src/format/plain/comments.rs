//! Comments in plain text: written as in HTML, or as a line that is a permission and nothing else.

use std::ops::Range;

use memchr::memmem;

use crate::text::Allow;

/// How a comment begins.
const OPEN: &str = "<!--";
/// How a comment ends.
const CLOSE: &str = "-->";

/// The comments of `text` from byte `at` on, in order.
pub(super) fn find(text: &str, mut at: usize) -> Vec<Range<usize>> {
    let mut found: Vec<_> = lines(text, at).collect();
    while let Some(start) = memmem::find(&text.as_bytes()[at..], OPEN.as_bytes()).map(|start| at + start) {
        let inner = start + OPEN.len();
        // A mark that nothing ends is text.
        let Some(end) = memmem::find(&text.as_bytes()[inner..], CLOSE.as_bytes()) else { break };
        at = inner + end + CLOSE.len();
        found.push(start..at);
    }
    found.sort_unstable_by_key(|comment| comment.start);
    // A line inside of a comment is no permission of its own.
    let mut end = 0;
    found.retain(|comment| {
        let is_apart = comment.start >= end;
        end = end.max(comment.end);
        is_apart
    });
    found
}

/// The lines from byte `at` on that are permissions by themselves, in order.
fn lines(text: &str, mut at: usize) -> impl Iterator<Item = Range<usize>> {
    let lines = text[at..].split(['\n', '\r']).map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len() + 1;
        (line, start..start + line.trim().len())
    });
    lines.filter(|(line, _)| Allow::is_line(line)).map(|(_, at)| at)
}

/// What a comment says: the bytes between its marks.
pub(super) fn words(text: &str, comment: &Range<usize>) -> Range<usize> {
    match text[comment.clone()].starts_with(OPEN) {
        true => comment.start + OPEN.len()..comment.end - CLOSE.len(),
        false => comment.clone(),
    }
}
