//! Where front matter begins and ends.

use std::ops::Range;

use super::lines::{LineRanges, names_key};
use crate::text::{Format, Source, Syntax};

/// Front matter in bytes of the source's text.
pub(super) struct Bounds {
    pub(super) syntax: Syntax,
    /// The line that opens it.
    pub(super) fence: Range<usize>,
    pub(super) content: Range<usize>,
    pub(super) closed: bool,
    /// Where the body begins.
    pub(super) body: usize,
}

/// Finds the front matter of a source.
///
/// A `---` that opens nothing is a thematic break: no key follows it, or no fence closes what may be prose.
pub(super) fn find(source: &Source) -> Option<Bounds> {
    let text = source.text.as_str();
    match text.as_bytes().first()? {
        b'-' => fenced(text, Syntax::Yaml, "---", &["---", "..."], ':'),
        b'+' => fenced(text, Syntax::Toml, "+++", &["+++"], '='),
        b'{' if source.format != Format::Mdx => json(text),
        _ => None,
    }
}

fn fenced(text: &str, syntax: Syntax, open: &str, close: &[&str], sign: char) -> Option<Bounds> {
    let mut lines = LineRanges::new(text, 0);
    let fence = lines.next().filter(|line| text[line.clone()].trim_end() == open)?;
    let start = lines.at();
    let rest = lines.clone();
    let end = lines.find(|line| close.contains(&text[line.clone()].trim_end()));
    let opens = rest.clone().map(|line| &text[line]).find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let named = |line: &str| names_key(line, sign) || line.starts_with('[') && sign == '=' || line.starts_with('{');
    match end {
        Some(line) if text[start..line.start].trim().is_empty() || opens.is_some_and(named) => {
            Some(Bounds { syntax, fence, content: start..line.start, closed: true, body: lines.at() })
        }
        Some(_) => None,
        None => unclosed(text, rest, sign).map(|end| Bounds { syntax, fence, content: start..end, closed: false, body: end }),
    }
}

/// The end of the keys that follow a fence which nothing closes; the text after them is body.
///
/// One key that could be prose (`Note: …`) is not enough.
fn unclosed(text: &str, mut lines: LineRanges, sign: char) -> Option<usize> {
    let mut keys = 0;
    let mut end = lines.at();
    while let Some(line) = lines.next() {
        let line = &text[line];
        let named = names_key(line, sign);
        if !named && (keys == 0 || !line.starts_with([' ', '\t', '-', '#', '['])) {
            break;
        }
        keys += usize::from(named) + usize::from(["title", "layout", "date"].iter().any(|key| line.starts_with(key)));
        end = lines.at();
    }
    (keys > 1).then_some(end)
}

fn json(text: &str) -> Option<Bounds> {
    let fence = 0..1;
    if !text[1..].trim_start().starts_with(['"', '}']) {
        return None;
    }
    if let Some(end) = closing_brace(text.as_bytes()) {
        let mut after = LineRanges::new(text, end);
        let rest = after.next().unwrap_or(end..end);
        let body = if text[rest].trim().is_empty() { after.at() } else { end };
        return Some(Bounds { syntax: Syntax::Json, fence, content: 0..end, closed: true, body });
    }
    let mut lines = LineRanges::new(text, 0);
    let (mut end, mut body) = (0, 0);
    while let Some(line) = lines.next().filter(|line| text[line.clone()].trim_start().starts_with(['{', '"', '}', ']'])) {
        (end, body) = (line.end, lines.at());
    }
    Some(Bounds { syntax: Syntax::Json, fence, content: 0..end, closed: false, body })
}

fn closing_brace(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    let mut quoted = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}
