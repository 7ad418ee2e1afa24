//! The lines of AsciiDoc, and what the first signs of one say.

use std::ops::Range;

/// A line: where its text stands, and how far it is set in.
#[derive(Debug, Clone)]
pub(super) struct AdocLine {
    /// The bytes of its text, without white space at both ends; empty for a blank line.
    pub(super) text: Range<usize>,
    /// How many bytes of white space stand before its text.
    pub(super) indent: usize,
}

/// The marker of an item.
#[derive(Debug)]
pub(super) struct AdocMarker {
    /// What tells its list from those around it: `**`, `1.`, `::`.
    pub(super) sign: String,
    /// How many bytes stand before the words of the item.
    pub(super) bytes: usize,
    /// How many bytes of them are the term that it describes; 0 in other lists.
    pub(super) term: usize,
}

/// How many signs the marker of an item repeats at most.
const DEEPEST: usize = 16;

/// The lines of a text from a byte on, and the stretches that stand under a condition, an inner one before the outer. The lines of
/// conditions are left out: what stands under each of them is read.
pub(super) fn lines(text: &str, from: usize) -> (Vec<AdocLine>, Vec<Range<usize>>) {
    let mut at = from;
    let (mut lines, mut open, mut stretches) = (Vec::new(), Vec::new(), Vec::new());
    for line in text[from..].split_inclusive('\n') {
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        match condition(body) {
            Some(inner) if inner.is_empty() && body.starts_with("endif::") => {
                stretches.extend(open.pop().map(|start| start..at + body.len()));
            }
            Some(inner) if inner.is_empty() => open.push(at),
            Some(inner) => lines.push(AdocLine { text: at + inner.start..at + inner.end, indent: 0 }),
            None => lines.push(AdocLine { text: at + indent..at + body.len(), indent }),
        }
        at += line.len();
    }
    stretches.extend(open.into_iter().rev().map(|start| start..text.len()));
    (lines, stretches)
}

/// The text that a condition holds on its own line, empty where it begins or ends a stretch; `None` for what is no condition.
fn condition(line: &str) -> Option<Range<usize>> {
    let name = ["ifdef::", "ifndef::", "ifeval::", "endif::"].into_iter().find(|name| line.starts_with(name))?;
    let open = line.find('[').filter(|_| line.ends_with(']'))?;
    let holds_text = matches!(name, "ifdef::" | "ifndef::") && !line[open + 1..line.len() - 1].trim().is_empty();
    Some(if holds_text { open + 1..line.len() - 1 } else { 0..0 })
}

/// What stands behind the two signs of a comment.
pub(super) fn comment(line: &str) -> Option<&str> {
    line.strip_prefix("//").filter(|rest| !rest.starts_with('/'))
}

/// The sign of a section and how deep it is, from 1 for the title of a document; and how many bytes stand before its words.
pub(super) fn section(line: &str) -> Option<(u32, usize)> {
    let sign = line.chars().next().filter(|char| "=#".contains(*char))?;
    let deep = line.len() - line.trim_start_matches(sign).len();
    let rest = &line[deep..];
    let space = rest.len() - rest.trim_start().len();
    (deep <= 6 && space > 0 && space < rest.len()).then_some((deep as u32, deep + space))
}

/// The depth of a section, from 1, whose title has this line below it.
pub(super) fn underline(title: &str, line: &str) -> Option<u32> {
    let sign = line.chars().next()?;
    let level = ['=', '-', '~', '^', '+'].iter().position(|other| *other == sign)?;
    let is_line = line.len() >= 2 && line.chars().all(|char| char == sign);
    let is_title = !title.starts_with(['.', '[', ':', '|']) && title.contains(char::is_alphanumeric);
    (is_line && is_title && title.chars().count().abs_diff(line.len()) <= 1).then_some(level as u32 + 1)
}

/// The sign of a line that begins and ends a block: four or more of one sign, two hyphens, three ticks, or those of a table.
pub(super) fn fence(line: &str) -> Option<char> {
    let sign = line.chars().next()?;
    let is_whole = || line.chars().all(|char| char == sign);
    match sign {
        '-' if line == "--" => Some('o'),
        '-' | '.' | '=' | '*' | '_' | '+' | '/' if line.len() >= 4 && is_whole() => Some(sign),
        '`' if line.starts_with("```") && !line[3..].contains('`') => Some('`'),
        '|' | ',' | ':' | '!' if line.len() >= 4 && line[1..].chars().all(|char| char == '=') => Some('|'),
        _ => None,
    }
}

/// Whether a line parts paragraphs or pages.
pub(super) fn is_rule(line: &str) -> bool {
    matches!(line, "'''" | "---" | "- - -" | "***" | "* * *" | "<<<")
        || line.len() > 3 && (line.chars().all(|char| char == '\'') || line.chars().all(|char| char == '<'))
}

/// The attributes between the brackets of a line that says what the next block is; empty for an anchor.
pub(super) fn attributes(line: &str) -> Option<Range<usize>> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    if inner.starts_with('[') {
        return inner.ends_with(']').then_some(0..0);
    }
    let begins = |char: char| char.is_alphanumeric() || "_,.#%\"'{:$".contains(char);
    (inner.is_empty() || inner.starts_with(begins)).then_some(1..line.len() - 1)
}

/// The bytes of the title of a block.
pub(super) fn title(line: &str) -> Option<Range<usize>> {
    let rest = line.strip_prefix('.')?;
    let begins = rest.trim_start_matches('.');
    let is_title = rest.len() - begins.len() <= 1 && !begins.is_empty() && !begins.starts_with(char::is_whitespace);
    is_title.then_some(1..line.len())
}

/// The name and the value of an attribute that a line sets; the name keeps the `!` that takes it away.
pub(super) fn entry(line: &str) -> Option<(Range<usize>, Range<usize>)> {
    let rest = line.strip_prefix(':')?;
    let end = rest.find(':')?;
    let (name, behind) = (&rest[..end], &rest[end + 1..]);
    let bare = name.strip_prefix('!').or(name.strip_suffix('!')).unwrap_or(name);
    // What else stands in a name, Asciidoctor leaves out of it.
    let is_name = bare.starts_with(|char: char| char.is_alphanumeric() || char == '_');
    let space = behind.len() - behind.trim_start().len();
    (is_name && (behind.is_empty() || space > 0)).then_some((1..end + 1, end + 2 + space..line.len()))
}

/// The name, the target and the attributes of a macro that is a block: `image::pier.jpg[The pier]`.
pub(super) fn block_macro(line: &str) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let end = line.find("::").filter(|&end| end > 0)?;
    let open = end + 2 + line[end + 2..].find('[').filter(|_| line.ends_with(']'))?;
    let (name, target) = (&line[..end], &line[end + 2..open]);
    let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char));
    let is_target = !target.starts_with(char::is_whitespace) && !target.ends_with(char::is_whitespace);
    (is_name && is_target).then_some((0..end, end + 2..open, open + 1..line.len() - 1))
}

/// The marker of an item that begins a line.
pub(super) fn marker(line: &str) -> Option<AdocMarker> {
    bullet(line).or_else(|| number(line)).or_else(|| callout(line)).or_else(|| term(line))
}

fn behind(line: &str, sign: String, bytes: usize) -> Option<AdocMarker> {
    let rest = line.get(bytes..)?;
    let space = rest.len() - rest.trim_start().len();
    (space > 0 && space < rest.len()).then_some(AdocMarker { sign, bytes: bytes + space, term: 0 })
}

fn bullet(line: &str) -> Option<AdocMarker> {
    let sign = line.chars().next().filter(|char| "*-.•".contains(*char))?;
    let rest = line.trim_start_matches(sign);
    let bytes = line.len() - rest.len();
    let most = if matches!(sign, '-' | '•') { sign.len_utf8() } else { DEEPEST };
    let marker = behind(line, line[..bytes].to_owned(), bytes).filter(|_| bytes <= most)?;
    let is_box = |text: &&&str| line[marker.bytes..].starts_with(**text);
    let checked = ["[ ] ", "[x] ", "[*] "].iter().find(is_box).map_or(0, |text| text.len());
    Some(AdocMarker { bytes: marker.bytes + if sign == '.' { 0 } else { checked }, ..marker })
}

fn number(line: &str) -> Option<AdocMarker> {
    let end = line.as_bytes().iter().take(10).position(|byte| b".)".contains(byte)).filter(|&end| end > 0)?;
    let (word, closed) = (&line[..end], &line[end..=end]);
    let is_all = |holds: fn(&u8) -> bool| word.as_bytes().iter().all(holds);
    let sort = match closed {
        "." if is_all(u8::is_ascii_digit) => "1.",
        "." if word.len() == 1 && is_all(u8::is_ascii_lowercase) => "a.",
        "." if word.len() == 1 && is_all(u8::is_ascii_uppercase) => "A.",
        ")" if is_all(|byte| b"ivx".contains(byte)) => "i)",
        ")" if is_all(|byte| b"IVX".contains(byte)) => "I)",
        _ => return None,
    };
    behind(line, sort.to_owned(), end + 1)
}

/// `<1>`: what a number in a listing is explained by.
fn callout(line: &str) -> Option<AdocMarker> {
    let end = line.strip_prefix('<')?.as_bytes().iter().take(4).position(|byte| *byte == b'>')? + 1;
    let is_number = end > 1 && line[1..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    behind(line, "<1>".to_owned(), end + 1).filter(|_| is_number)
}

/// `term:: words`.
fn term(line: &str) -> Option<AdocMarker> {
    let signs = |at: usize, sign: char| line[at..].len() - line[at..].trim_start_matches(sign).len();
    let bytes = line.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr2(b':', b';', bytes.get(at..)?)?;
        let sign = char::from(bytes[at]);
        let run = signs(at, sign);
        let rest = &line[at + run..];
        let is_run = if sign == ':' { (2..=4).contains(&run) } else { run == 2 };
        if is_run && (rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            let space = rest.len() - rest.trim_start().len();
            let sign = line[at..at + run].to_owned();
            let term = line[..at].trim_end().len();
            return (term > 0).then_some(AdocMarker { sign, bytes: at + run + space, term });
        }
        at += run;
    }
}
