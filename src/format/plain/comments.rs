//! Comments in plain text: written as in HTML, they give permissions.

use std::ops::Range;

use memchr::memmem;

/// How a comment begins.
const OPEN: &str = "<!--";
/// How a comment ends.
const CLOSE: &str = "-->";

/// The comments of `text` from byte `at` on, in order.
pub(super) fn find(text: &str, mut at: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    while let Some(start) = memmem::find(&text.as_bytes()[at..], OPEN.as_bytes()).map(|start| at + start) {
        let inner = start + OPEN.len();
        // A mark that nothing ends is text.
        let Some(end) = memmem::find(&text.as_bytes()[inner..], CLOSE.as_bytes()) else { break };
        at = inner + end + CLOSE.len();
        found.push(start..at);
    }
    found
}

/// What a comment says: the bytes between its marks.
pub(super) fn words(comment: &Range<usize>) -> Range<usize> {
    comment.start + OPEN.len()..comment.end - CLOSE.len()
}
