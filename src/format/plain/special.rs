//! What stands in plain text without being prose: comments and web addresses.

use std::ops::Range;

use memchr::memmem;

/// How a comment begins.
pub(super) const OPEN: &str = "<!--";
/// How a comment ends.
pub(super) const CLOSE: &str = "-->";

/// A comment or a web address, and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Special {
    pub(super) range: Range<usize>,
    pub(super) is_comment: bool,
}

/// The comments and addresses of `text` from byte `start` on, in order and apart from each other.
pub(super) fn find(text: &str, start: usize) -> Vec<Special> {
    let comments = comments(text, start);
    let mut found = Vec::new();
    let mut at = start;
    for comment in comments {
        addresses(text, at..comment.start, &mut found);
        at = comment.end;
        found.push(Special { range: comment, is_comment: true });
    }
    addresses(text, at..text.len(), &mut found);
    found
}

fn comments(text: &str, mut at: usize) -> Vec<Range<usize>> {
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

fn addresses(text: &str, range: Range<usize>, found: &mut Vec<Special>) {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    let colons = memmem::Finder::new("://");
    let hosts = memmem::Finder::new("www.");
    let next = |finder: &memmem::Finder, at: usize| finder.find(&bytes[at..]).map_or(usize::MAX, |place| at + place);
    let (mut colon, mut host) = (next(&colons, at), next(&hosts, at));
    loop {
        let place = colon.min(host);
        if place == usize::MAX {
            return;
        }
        let start =
            if place == colon { scheme(&bytes[at..place]).map(|length| place - length) } else { word_start(bytes, at, place) };
        let whole = start.map(|start| start..place + length(&text[place..range.end])).filter(|whole| whole.end > place + 4);
        at = whole.as_ref().map_or(place + 3, |whole| whole.end);
        found.extend(whole.map(|range| Special { range, is_comment: false }));
        colon = if colon < at { next(&colons, at) } else { colon };
        host = if host < at { next(&hosts, at) } else { host };
    }
}

/// The length of the scheme of a web page at the end of `before`.
fn scheme(before: &[u8]) -> Option<usize> {
    [&b"https"[..], b"http", b"ftp"].into_iter().map(<[u8]>::len).find(|&length| {
        let name = before.len().checked_sub(length).map(|start| &before[start..]);
        name.is_some_and(|name| [&b"https"[..], b"http", b"ftp"].iter().any(|scheme| name.eq_ignore_ascii_case(scheme)))
    })
}

fn word_start(bytes: &[u8], from: usize, at: usize) -> Option<usize> {
    let before = bytes[from..at].last();
    before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'/' | b'@' | b'-')).then_some(at)
}

/// How many bytes of `text` belong to an address: closing marks and the stop of a sentence do not.
fn length(text: &str) -> usize {
    let mut open = 0_u32;
    let ends = |char: char| match char {
        '(' => {
            open += 1;
            false
        }
        ')' if open > 0 => {
            open -= 1;
            false
        }
        ')' | '<' | '>' | '"' | '“' | '”' | '‘' | '’' | '[' | ']' | '{' | '}' => true,
        _ => char.is_whitespace(),
    };
    let whole = &text[..text.find(ends).unwrap_or(text.len())];
    whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…']).len()
}
