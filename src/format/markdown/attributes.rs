//! Kramdown's lists of attributes: `{: .prompt-tip }` below a block quotation makes a box of it.

use std::ops::Range;

/// How many bytes of a quotation, and of what follows it, are looked at.
const NEAR: usize = 256;
/// The words by which themes name their boxes; with others behind a hyphen: `.notice--info`, `.prompt-tip`.
const BOXES: &[&str] = &[
    "admonition",
    "alert",
    "box",
    "callout",
    "caution",
    "danger",
    "info",
    "message",
    "note",
    "notice",
    "prompt",
    "tip",
    "warning",
];

/// Whether the list of attributes that closes a block quotation, or stands in the line below it, makes a box of it; `quotation` are its bytes.
pub(super) fn is_box(text: &str, quotation: &Range<usize>) -> bool {
    let (within, behind) = (&text.as_bytes()[quotation.clone()], &text.as_bytes()[quotation.end..]);
    // As a line of its last paragraph the list is a part of it.
    let last = within.trim_ascii_end();
    let last = &last[last.len().saturating_sub(NEAR)..];
    let last = last.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let behind = if within.ends_with(b"\n") { behind } else { behind.strip_prefix(b"\n").unwrap_or(behind) };
    let next = behind[..behind.len().min(NEAR)].split(|&byte| byte == b'\n').next().unwrap_or_default();
    [last, next].into_iter().any(names_box)
}

fn names_box(line: &[u8]) -> bool {
    // "> {: .note }"
    let line = line.trim_ascii_start().strip_prefix(b">").unwrap_or(line).trim_ascii();
    let list = line.strip_prefix(b"{:").and_then(|list| list.strip_suffix(b"}"));
    let mut words = list.unwrap_or_default().split(|byte| byte.is_ascii_whitespace());
    words.any(|word| {
        let class = word.strip_prefix(b".").unwrap_or_default();
        let name = class.split(|byte| matches!(byte, b'-' | b'_')).next().unwrap_or_default();
        BOXES.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
    })
}
