//! Lines of text by their bytes, and the simple `key: value` lines among them.

use std::ops::Range;

use super::Scalar;

/// The lines of a text as byte ranges, line ends (`\n`, `\r\n`, `\r`) left out.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    /// The lines from byte `at` on.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// Where the next line begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |length| start + length);
        self.at = match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => end + 2,
            (Some(_), _) => end + 1,
            _ => end,
        };
        Some(start..end)
    }
}

/// Whether a line begins with a key: `title: …`, `"title": …`, `title = …`.
pub(super) fn names_key(line: &str, sign: char) -> bool {
    let Some(at) = line.find(sign) else { return false };
    let (key, value) = (line[..at].trim_end(), &line[at + sign.len_utf8()..]);
    let word = !key.is_empty() && !key.starts_with('-') && !key.contains(char::is_whitespace);
    word && (sign == '=' || value.is_empty() || value.starts_with([' ', '\t']))
}

/// The `key: value` lines at the margin and the `- item` lines below them: what can be read of broken YAML.
pub(super) fn read(content: &str) -> Vec<Scalar> {
    let mut scalars = Vec::new();
    let mut list: Option<Range<usize>> = None;
    for line in Lines::new(content, 0) {
        let text = &content[line.clone()];
        if names_key(text, ':') {
            let colon = line.start + text.find(':').unwrap_or_default();
            let key = bare(content, line.start..colon);
            let at = bare(content, colon + 1..line.end);
            match at.is_empty() {
                true => list = Some(key),
                false => {
                    list = None;
                    scalars.push(scalar(content, key, at));
                }
            }
        } else if let (Some(key), Some(item)) = (&list, text.trim_start().strip_prefix("- ")) {
            let at = bare(content, line.end - item.len()..line.end);
            scalars.push(scalar(content, key.clone(), at));
        }
    }
    scalars
}

fn scalar(content: &str, key_at: Range<usize>, at: Range<usize>) -> Scalar {
    Scalar { key: content[key_at.clone()].to_owned(), value: content[at.clone()].to_owned(), at, key_at }
}

/// A range without the space around it and without one pair of quotes.
fn bare(content: &str, range: Range<usize>) -> Range<usize> {
    let text = &content[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    let quoted = ['"', '\''].iter().any(|&quote| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote));
    match quoted {
        true => start + 1..start + text.len() - 1,
        false => start..start + text.len(),
    }
}
