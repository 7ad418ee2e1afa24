//! Makes text safe to print: what a terminal would obey or hide becomes something that is seen.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use unicode_width::UnicodeWidthChar;

/// How many columns a character takes as [`push`] shows it, about; 0 for one that joins the character before it.
pub(super) fn width(char: char) -> usize {
    match char {
        _ if is_unseen(char) => "\\u{200b}".len(),
        _ => char.width().unwrap_or(1),
    }
}

/// A text as one line: line breaks and tabs as single spaces, the rest by [`push`].
pub(super) fn line(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.trim_end_matches(' ').to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for char in text.chars() {
        match char {
            '\n' | '\r' | '\t' if out.ends_with(' ') || out.is_empty() => {}
            '\n' | '\r' | '\t' => out.push(' '),
            _ => push(&mut out, char, before),
        }
        before = char;
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// A line broken between words, where it can be, into lines of so many columns.
pub(super) fn wrapped(line: &str, columns: usize) -> String {
    let mut out = String::with_capacity(line.len() + line.len() / 32);
    let mut taken = 0;
    for word in line.split(' ') {
        let wide: usize = word.chars().map(width).sum();
        if taken > 0 && taken + 1 + wide > columns {
            out.push('\n');
            taken = 0;
        } else if !out.is_empty() {
            out.push(' ');
            taken += 1;
        }
        out.push_str(word);
        taken += wide;
    }
    out
}

/// A text for HTML, between tags or in a quoted attribute: no character of it is markup, and all are seen.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = ' ';
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            _ => push(&mut out, char, before),
        }
        before = char;
    }
    out
}

/// As [`line()`], with the middle left out where it is longer than `most` characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    let whole = line(text);
    let length = whole.chars().count();
    if length <= most {
        return whole;
    }
    let half = most / 2;
    let head: String = whole.chars().take(half).collect();
    let tail: String = whole.chars().skip(length - half).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

/// A file's name: every character that cannot be seen is shown, line breaks and tabs too.
pub(super) fn name(path: &Path) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for char in path.to_string_lossy().chars() {
        push(&mut out, char, before);
        before = char;
    }
    out
}

/// A JSON text in which every character that a terminal would obey or hide is written as an escape: the same value.
pub(super) fn json(text: &str) -> Cow<'_, str> {
    // Outside its strings JSON has ASCII only, and serde_json has escaped the controls inside them, but for these.
    let first = |text: &str| text.char_indices().find(|&(_, char)| char > '~' && (char.is_control() || is_unseen(char)));
    let (mut out, mut rest) = (String::new(), text);
    while let Some((at, char)) = first(rest) {
        out.reserve(rest.len());
        out.push_str(&rest[..at]);
        for unit in char.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
        rest = &rest[at + char.len_utf8()..];
    }
    if out.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(out + rest) }
}

/// Appends what stands for `char`, which follows `before`.
///
/// Controls become their pictures (`␛`), other characters that are not seen their number (`\u{202e}`). What only
/// changes the looks of an emoji is left out: terminals disagree about its width, and carets must stand where they point.
pub(super) fn push(out: &mut String, char: char, before: char) {
    match char {
        ' '..='~' => out.push(char),
        '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + u32::from(char))),
        '\u{7f}' => out.push('␡'),
        '\u{fe00}'..='\u{fe0f}' => {}
        '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' if is_emoji(before) => {}
        _ if char.is_control() || is_unseen(char) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
        }
        _ => out.push(char),
    }
}

fn is_emoji(char: char) -> bool {
    matches!(char, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}')
}

/// Whether a character turns the direction of the text, or is not seen at all: [Trojan Source] and hidden words.
///
/// [Trojan Source]: https://trojansource.codes
fn is_unseen(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{fffe}' | '\u{ffff}')
}
