//! Finds the web addresses that stand in the text as they are, and makes links of them.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::text::{Block, Link, LinkSort, MarkSort, Ranges};

/// Makes a link of every address in a block that is none already, and stands in no code.
pub(super) fn link(block: &mut Block) {
    let mut found = find(&block.text);
    if found.is_empty() {
        return;
    }
    let code = block.marks.iter().filter(|mark| mark.sort == MarkSort::Code).map(|mark| &mark.at);
    let taken = Ranges::of(block.links.iter().map(|link| &link.at).chain(code).cloned());
    found.retain(|at| !taken.touch(at));
    for at in found {
        let (target, span) = (block.text[at.clone()].to_owned(), block.span(at.clone()));
        block.links.push(Link { at, target, sort: LinkSort::Page, span });
    }
    block.links.sort_by_key(|link| link.at.start);
}

/// What looks for the beginnings of addresses: made once, as most texts are short.
static FINDERS: OnceLock<[memmem::Finder<'static>; 2]> = OnceLock::new();

/// The addresses in a text, in order and apart from each other.
fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let [colons, hosts] = FINDERS.get_or_init(|| ["://", "www."].map(memmem::Finder::new));
    let next = |finder: &memmem::Finder<'_>, at: usize| finder.find(&bytes[at..]).map_or(usize::MAX, |place| at + place);
    let (mut colon, mut host) = (next(colons, at), next(hosts, at));
    loop {
        let place = colon.min(host);
        if place == usize::MAX {
            return found;
        }
        let start =
            if place == colon { scheme(&bytes[at..place]).map(|length| place - length) } else { word_start(bytes, at, place) };
        let whole = start.map(|start| start..place + length(&text[place..])).filter(|whole| whole.end > place + 4);
        at = whole.as_ref().map_or(place + 3, |whole| whole.end);
        found.extend(whole);
        colon = if colon < at { next(colons, at) } else { colon };
        host = if host < at { next(hosts, at) } else { host };
    }
}

/// The length of the scheme of a web page at the end of `before`.
fn scheme(before: &[u8]) -> Option<usize> {
    [&b"https"[..], b"http", b"ftp"].into_iter().find_map(|scheme| {
        let name = before.len().checked_sub(scheme.len()).map(|start| &before[start..]);
        name.is_some_and(|name| name.eq_ignore_ascii_case(scheme)).then_some(scheme.len())
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
