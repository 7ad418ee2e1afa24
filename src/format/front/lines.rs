//! Lines of text by their bytes, and the simple `key: value` lines among them.

use std::ops::Range;

use super::scalar::{Scalar, kept};

/// The lines of a text as byte ranges, line ends (`\n`, `\r\n`, `\r`) left out.
#[derive(Clone)]
pub(super) struct LineRanges<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> LineRanges<'a> {
    /// The lines from byte `at` on.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// Where the next line begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }
}

impl Iterator for LineRanges<'_> {
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

/// The scalars of YAML that is nothing but `key: value` lines, lists of words below a key, and comments.
///
/// Most front matter is, and this is many times faster than a parser; `None` for whatever asks for more thought.
pub(super) fn simple(content: &str) -> Option<Vec<Scalar>> {
    let mut scalars = Vec::with_capacity(content.len() / 24);
    let mut list: Option<List> = None;
    for line in LineRanges::new(content, 0) {
        let text = &content[line.clone()];
        let indent = text.len() - text.trim_start_matches(' ').len();
        match text.as_bytes().get(indent) {
            None => {}
            Some(b'#') if indent == 0 => {}
            Some(b'-') => {
                let list = list.as_mut().filter(|list| list.indent.is_none_or(|known| known == indent))?;
                let item = text[indent + 1..].strip_prefix(' ')?.trim_start_matches(' ');
                list.indent = Some(indent);
                scalars.push(value(content, line.end - item.len()..line.end, &list.key_at)?);
            }
            Some(_) if indent > 0 => return None,
            Some(_) => {
                scalars.extend(list.take().and_then(|list| list.empty(content)));
                let key_at = line.start..line.start + simple_key(text)?;
                match text[key_at.len() + 1..].trim_start_matches(' ').len() {
                    0 => list = Some(List { key_at, indent: None }),
                    length => scalars.push(value(content, line.end - length..line.end, &key_at)?),
                }
            }
        }
    }
    scalars.extend(list.and_then(|list| list.empty(content)));
    Some(scalars)
}

/// The length of the plain word before a line's first colon.
fn simple_key(line: &str) -> Option<usize> {
    let length = line.bytes().take_while(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let rest = line[length..].strip_prefix(':')?;
    (length > 0 && (rest.is_empty() || rest.starts_with(' '))).then_some(length)
}

/// A key with nothing on its line, and how deep the items below it stand.
struct List {
    key_at: Range<usize>,
    indent: Option<usize>,
}

impl List {
    fn empty(self, content: &str) -> Option<Scalar> {
        let at = self.key_at.end + 1;
        self.indent.is_none().then(|| scalar(content, self.key_at, at..at))
    }
}

/// A value that ends where its line does and means what it says; `None` for every other.
fn value(content: &str, range: Range<usize>, key_at: &Range<usize>) -> Option<Scalar> {
    let text = content[range.clone()].trim_end_matches(' ');
    let quoted = range.start + 1..(range.start + text.len()).saturating_sub(1);
    match *text.as_bytes().first()? {
        _ if memchr::memchr(b'\t', text.as_bytes()).is_some() => None,
        quote @ (b'"' | b'\'') if text.len() > 1 && text.as_bytes().ends_with(&[quote]) => {
            let inner = &content[quoted.clone()];
            let special = |char: char| char == char::from(quote) || char == '\\';
            match inner.contains(special) {
                false => Some(scalar(content, key_at.clone(), quoted)),
                true if quote == b'"' || inner.replace("''", "").contains('\'') => None,
                true => Some(Scalar { value: inner.replace("''", "'"), ..scalar(content, key_at.clone(), quoted) }),
            }
        }
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'(' | b'<' if is_plain(text) => {
            Some(scalar(content, key_at.clone(), range.start..range.start + text.len()))
        }
        _ => None,
    }
}

/// Whether nothing in a plain value makes it a table or begins a comment.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let special = |at: usize| match bytes[at] {
        b':' => bytes.get(at + 1).is_none_or(|&byte| byte == b' '),
        _ => at > 0 && bytes[at - 1] == b' ',
    };
    !memchr::memchr2_iter(b':', b'#', bytes).any(special)
}

/// The `key: value` lines at the margin and the `- item` lines below them: what can be read of broken YAML.
pub(super) fn read(content: &str) -> Vec<Scalar> {
    let mut scalars = Vec::new();
    let mut list: Option<Range<usize>> = None;
    for line in LineRanges::new(content, 0) {
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
    Scalar { key: kept(&content[key_at.clone()]).to_owned(), value: content[at.clone()].to_owned(), at, key_at }
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
