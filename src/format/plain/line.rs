//! The lines of a plain text, and what each looks like by itself.

use std::ops::Range;

use memchr::memchr2;

/// A line, or a comment that stands by itself.
#[derive(Debug, Clone)]
pub(super) struct PlainLine {
    pub(super) sort: LineSort,
    /// Its bytes without the space around them and without the marks of a quotation.
    pub(super) range: Range<usize>,
    /// How many columns it is indented.
    pub(super) indent: u32,
    /// Whether it begins with `>`.
    pub(super) quoted: bool,
    pub(super) marker: Option<Marker>,
}

/// What a line is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineSort {
    Blank,
    Text,
    /// Nothing but the same mark again and again; `|` for the frame of a table.
    Rule(u8),
    Comment,
}

/// What may begin an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) sort: MarkerSort,
    /// The byte where the text of the item begins.
    pub(super) text: usize,
}

/// How sure a marker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkerSort {
    /// A bullet that is never prose.
    Bullet,
    /// A dash or star: prose has them too.
    Dash,
    /// A number or letter.
    Number,
}

impl PlainLine {
    /// The byte where its text begins behind a marker.
    pub(super) fn text_start(&self) -> usize {
        self.marker.map_or(self.range.start, |marker| marker.text)
    }
}

/// The lines of `text` from byte `start` on.
pub(super) fn read(text: &str, start: usize, comments: &[Range<usize>]) -> Vec<PlainLine> {
    let bytes = text.as_bytes();
    let mut comments = comments.iter().peekable();
    let mut lines = Vec::with_capacity(text.len() / 64);
    let mut at = start;
    while at < text.len() {
        let from = at;
        let mut end = line_end(bytes, at);
        // A line goes on behind a comment that begins in it; one that a comment begins is cut behind the comment.
        while let Some(comment) = comments.next_if(|comment| comment.start < end) {
            if text[at..comment.start].trim().is_empty() {
                lines.push(PlainLine { sort: LineSort::Comment, range: comment.clone(), indent: 0, quoted: false, marker: None });
                at = comment.end;
            }
            end = if comment.end > end { line_end(bytes, comment.end) } else { end };
        }
        if at == from || !text[at..end].trim().is_empty() {
            lines.push(line(text, at..end));
        }
        at = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    lines
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

fn line(text: &str, raw: Range<usize>) -> PlainLine {
    let words = text[raw.clone()].trim_start();
    let mut start = raw.end - words.len();
    let mut words = words.trim_end();
    let indent = columns(&text[raw.start..start]);
    let quoted = words.strip_prefix('>').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '>', '\t']));
    if quoted {
        let inner = words.trim_start_matches(|char: char| char == '>' || char.is_whitespace());
        start += words.len() - inner.len();
        words = inner;
    }
    let sort = match words.as_bytes().first() {
        None => LineSort::Blank,
        Some(&mark) if is_rule(words.as_bytes(), mark) => LineSort::Rule(if mark == b'+' { b'|' } else { mark }),
        Some(_) => LineSort::Text,
    };
    let marker = marker(words).map(|(sort, length)| Marker { sort, text: start + length });
    PlainLine { sort, range: start..start + words.len(), indent, quoted, marker }
}

/// How many columns a stretch of white space takes; a tab goes to the next fourth.
fn columns(space: &str) -> u32 {
    space.chars().fold(0, |column, char| if char == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

fn is_rule(words: &[u8], mark: u8) -> bool {
    if matches!(mark, b'|' | b'+') {
        let frames = |byte: &u8| matches!(byte, b'|' | b'+' | b'-' | b'=' | b':' | b' ');
        return words.iter().all(frames) && words.windows(2).any(|pair| matches!(pair, b"--" | b"=="));
    }
    matches!(mark, b'-' | b'=' | b'*' | b'_' | b'~' | b'#')
        && words.len() >= 3
        && words.iter().all(|&byte| byte == mark || byte == b' ')
}

/// The marker at the start of `words`, and the byte where the text behind it begins.
fn marker(words: &str) -> Option<(MarkerSort, usize)> {
    let first = words.chars().next()?;
    let (sort, length) = match first {
        '•' | '·' | '‣' | '◦' | '▪' | '●' | '∙' => (MarkerSort::Bullet, first.len_utf8()),
        '-' | '–' | '—' | '*' | '+' => (MarkerSort::Dash, first.len_utf8()),
        '(' | '0'..='9' | 'a'..='z' | 'A'..='Z' => (MarkerSort::Number, numeral(words.as_bytes())?),
        _ => return None,
    };
    let rest = &words[length..];
    let text = rest.trim_start();
    (text.len() < rest.len() && !text.is_empty()).then(|| (sort, words.len() - text.len()))
}

/// The length of `1.`, `1)`, `(1)`, `a)` or `(a)` at the start of `bytes`.
fn numeral(bytes: &[u8]) -> Option<usize> {
    let open = usize::from(bytes.first() == Some(&b'('));
    let digits = bytes[open..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let letter = digits == 0 && bytes.get(open).is_some_and(u8::is_ascii_alphabetic);
    let name = open + if letter { 1 } else { digits };
    let closed = match bytes.get(name)? {
        b')' => true,
        b'.' => open == 0 && !letter,
        _ => false,
    };
    (closed && (letter || (1..=3).contains(&digits))).then_some(name + 1)
}
