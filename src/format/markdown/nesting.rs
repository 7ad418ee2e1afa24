//! Finds quotations and lists nested so deep that reading them would take far longer than their size.

use std::ops::Range;

use memchr::memchr;

/// How deep a text may nest: marks, and half the columns of space before and between them.
const DEEPEST: usize = 200;

/// A text this short is read in no time, however deep it nests.
const SHORT: usize = 1 << 14;

/// The marks beyond the deepest level, line by line.
pub(super) fn find(text: &str, from: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    while bytes.len() - from > SHORT && at < bytes.len() {
        // Most lines begin with a letter.
        if !bytes[at].is_ascii_alphabetic() {
            found.extend(beyond(bytes, at));
        }
        at = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |distance| at + distance + 1);
    }
    found
}

/// The marks of one line that are beyond the deepest level.
fn beyond(bytes: &[u8], line: usize) -> Option<Range<usize>> {
    let mut at = line;
    let (mut marks, mut columns) = (0, 0);
    let mut start = None;
    loop {
        match bytes.get(at) {
            Some(b' ') => (at, columns) = (at + 1, columns + 1),
            Some(b'\t') => (at, columns) = (at + 1, columns + 4),
            _ => {
                let Some(length) = mark(&bytes[at..]) else { break };
                if marks + columns / 2 >= DEEPEST {
                    start = start.or(Some(at));
                }
                (at, marks) = (at + length, marks + 1);
            }
        }
    }
    start.map(|start| start..at)
}

/// The length of the mark that opens a quotation, an item, a definition or a footnote.
fn mark(rest: &[u8]) -> Option<usize> {
    let spaced = |length: usize| rest.get(length).is_none_or(u8::is_ascii_whitespace).then_some(length);
    match rest.first()? {
        b'>' => Some(1),
        b'-' | b'*' | b'+' | b':' => spaced(1),
        b'0'..=b'9' => {
            let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            matches!(rest.get(digits), Some(b'.' | b')')).then(|| spaced(digits + 1)).flatten()
        }
        b'[' if rest.get(1) == Some(&b'^') => {
            let close = rest.iter().take(100).position(|&byte| byte == b']')?;
            (rest.get(close + 1) == Some(&b':')).then_some(close + 2)
        }
        _ => None,
    }
}
