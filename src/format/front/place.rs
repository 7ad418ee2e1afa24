//! A scalar of the front matter as text of a block, each stretch with its true place.

use std::ops::Range;

use memchr::memchr;

use crate::format::entity::entity;
use crate::text::Builder;

/// Appends a scalar's value, which stands at `range` of the source, quotes left out.
///
/// Escapes (`\"`, `''`) and character references are indivisible pieces, line breaks are spaces; the rest is exact.
pub(super) fn text(builder: &mut Builder, value: &str, range: Range<usize>) {
    let raw = builder.source().text[range.clone()].to_owned();
    let (trimmed, value) = (raw.len() - raw.trim_start().len(), value.trim_start());
    let (raw, range) = (&raw[trimmed..], range.start + trimmed..range.end);
    if raw == value && !raw.contains(['\n', '\r']) {
        return same(builder, value, range.start);
    }
    let quote = builder.source().text[..range.start].chars().next_back().unwrap_or(' ');
    let mut left = value;
    let mut at = 0;
    while at < raw.len() && !left.is_empty() {
        let Some(step) = CopiedStretch::read(raw, at, left, quote) else { break };
        let place = range.start + at + step.same..range.start + at + step.length;
        same(builder, &left[..step.same], range.start + at);
        let made = &left[step.same..step.same + step.made];
        match made.trim().is_empty() {
            true if made.is_empty() => {}
            true => builder.space(place),
            false => builder.text(made, place),
        }
        left = &left[step.same + step.made..];
        at += step.length;
    }
    builder.text(left, range.start + at.min(raw.len().saturating_sub(1))..range.end);
}

/// Appends what stands at byte `start` of the source as it is: a site prints it as HTML.
fn same(builder: &mut Builder, text: &str, start: usize) {
    let mut at = 0;
    let mut done = 0;
    while let Some(distance) = memchr(b'&', &text.as_bytes()[at..]) {
        at += distance;
        let Some((length, clean)) = entity(text, at..text.len()) else {
            at += 1;
            continue;
        };
        builder.text(&text[done..at], start + done..start + at);
        match clean.bytes().all(|byte| byte.is_ascii_whitespace()) {
            true => builder.space(start + at..start + at + length),
            false => builder.text(&clean, start + at..start + at + length),
        }
        at += length;
        done = at;
    }
    builder.text(&text[done..], start + done..start + text.len());
}

/// A stretch that stands in the source as it is, and what differs after it.
struct CopiedStretch {
    /// How many bytes are the same.
    same: usize,
    /// How many bytes of the value come after them from what differs.
    made: usize,
    /// How many bytes of the source all this is.
    length: usize,
}

impl CopiedStretch {
    /// Reads on from byte `at` of `raw`; `None` where value and source cannot be told to match.
    fn read(raw: &str, at: usize, value: &str, quote: char) -> Option<Self> {
        let rest = raw.get(at..)?;
        let special =
            |char: char| matches!(char, '\n' | '\r') || (char == '\\' && quote == '"') || (char == '\'' && quote == '\'');
        let Some(end) = rest.find(special) else {
            return value.starts_with(rest).then_some(Self { same: rest.len(), made: 0, length: rest.len() });
        };
        if rest[end..].starts_with(['\n', '\r']) {
            let same = rest[..end].trim_end().len();
            let made = value.get(same..)?;
            let made = made.len() - made.trim_start().len();
            let length = rest.len() - rest[end..].trim_start().len();
            return value.starts_with(&rest[..same]).then_some(Self { same, made, length });
        }
        let made = value.get(end..)?.chars().next().map_or(0, char::len_utf8);
        let (made, length) = if quote == '\'' { (made, 2) } else { escape(&rest[end..], made) };
        value.starts_with(&rest[..end]).then_some(Self { same: end, made, length: (end + length).min(rest.len()) })
    }
}

/// How much of the value an escape makes, and how long it is itself.
fn escape(rest: &str, made: usize) -> (usize, usize) {
    match rest[1..].chars().next() {
        Some('x') => (made, 4),
        Some('u') => (made, 6),
        Some('U') => (made, 10),
        Some('\n' | '\r') => (0, rest.len() - rest[1..].trim_start().len()),
        Some(char) => (made, 1 + char.len_utf8()),
        None => (0, 1),
    }
}
