//! The lines of reStructuredText, and what the first signs of one say.

use std::ops::Range;

/// A line: where its text stands, and how far it is set in.
#[derive(Debug, Clone)]
pub(super) struct RstLine {
    /// The bytes of its text, without white space at both ends; empty for a blank line.
    pub(super) text: Range<usize>,
    /// The column that its text begins in.
    pub(super) indent: usize,
}

/// Columns that a tab reaches to.
const TAB: usize = 8;
/// The signs that adorn titles and part paragraphs.
const ADORNMENTS: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// The lines of a text from a byte on.
pub(super) fn lines(text: &str, from: usize) -> Vec<RstLine> {
    let mut at = from;
    let mut lines = Vec::new();
    for line in text[from..].split_inclusive('\n') {
        let body = line.trim_end();
        let lead = body.len() - body.trim_start().len();
        let indent =
            body[..lead].chars().fold(0, |column, char| if char == '\t' { (column / TAB + 1) * TAB } else { column + 1 });
        lines.push(RstLine { text: at + lead..at + body.len(), indent });
        at += line.len();
    }
    lines
}

/// The sign that a line is made of, when it is made of one: an adornment.
pub(super) fn adornment(text: &str) -> Option<char> {
    let first = text.chars().next().filter(|char| ADORNMENTS.contains(*char))?;
    text.chars().all(|char| char == first).then_some(first)
}

/// How many bytes the marker of a bullet takes, with the space behind it.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next().filter(|char| "*+-•‣⁃".contains(*char))?;
    let rest = chars.as_str();
    let space = rest.len() - rest.trim_start().len();
    (rest.is_empty() || space > 0).then_some(first.len_utf8() + space)
}

/// How many bytes the marker of a numbered item takes, with the space behind it: `1.`, `#.`, `a)`, `(iv)`.
pub(super) fn number(text: &str) -> Option<usize> {
    let opened = usize::from(text.starts_with('('));
    let rest = &text[opened..];
    let end = rest.find(['.', ')'])?;
    let (word, closed) = (&rest[..end], &rest[end..]);
    let is_roman = || word.len() <= 6 && word.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte));
    let is_one = word == "#"
        || !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
        || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        || !word.is_empty() && is_roman();
    if !is_one || opened == 1 && !closed.starts_with(')') {
        return None;
    }
    let behind = &closed[1..];
    let space = behind.len() - behind.trim_start().len();
    (behind.is_empty() || space > 0).then_some(opened + end + 1 + space)
}

/// The name of a field and how many bytes stand before its value: `:date: 2024-05-31`.
pub(super) fn field(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix(':')?;
    let end = rest.match_indices(':').map(|(at, _)| at).find(|&at| !rest[..at].ends_with('\\'))?;
    let (name, behind) = (&rest[..end], &rest[end + 1..]);
    let is_name = !name.is_empty() && !name.starts_with(' ') && !name.contains('`');
    let space = behind.len() - behind.trim_start().len();
    (is_name && (behind.is_empty() || space > 0)).then_some((name, end + 2 + space))
}

/// How many bytes an option of a command takes, with the two spaces behind it: `--all, -a  Shows`.
pub(super) fn option(text: &str) -> Option<usize> {
    let sign = text.strip_prefix("--").or_else(|| text.strip_prefix('-'))?;
    if !sign.starts_with(|char: char| char.is_ascii_alphabetic()) {
        return None;
    }
    let gap = text.find("  ");
    let words = gap.map_or(text, |gap| &text[..gap]);
    // Without two spaces, what stands behind it may be prose.
    let is_option = (gap.is_some() || !words.contains(' '))
        && words.split(", ").all(|one| one.starts_with('-') && one.split([' ', '=']).count() <= 2);
    is_option.then(|| gap.map_or(text.len(), |gap| text.len() - text[gap..].trim_start().len()))
}

/// The name of a directive in what stands behind `.. `, and how many bytes stand before its arguments.
pub(super) fn directive(text: &str) -> Option<(&str, usize)> {
    let end = text.find("::")?;
    let name = &text[..end];
    let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "-_.+:".contains(char));
    let behind = &text[end + 2..];
    let space = behind.len() - behind.trim_start().len();
    (is_name && (behind.is_empty() || space > 0)).then_some((name, end + 2 + space))
}
