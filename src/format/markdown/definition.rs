//! Finds comments written as definitions that nothing refers to: `[//]: # (copydesk: allow RULE, reason)`.

use std::ops::Range;

use memchr::memmem;

use super::masks::{MaskSort, Masks};
use crate::text::Allow;

/// What stands between the name of a definition and its title.
const HEAD: &str = "]: ";
/// The addresses of definitions that lead nowhere.
const NOWHERE: [&str; 3] = ["#", "<>", "<#>"];

/// Masks the lines that are such comments and speak to copydesk. A definition interrupts no paragraph: one stands behind a blank line
/// or another definition.
pub(super) fn find(text: &str, from: usize, found: &mut Masks) {
    let bytes = text.as_bytes();
    let mut end = from;
    for at in memmem::find_iter(&bytes[from..], HEAD).map(|at| from + at) {
        let start =
            bytes[from..at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(from, |before| from + before + 1);
        let is_free =
            start == end || text[end..start].trim_end_matches([' ', '\t']).ends_with(['\n', '\r']) && is_blank(&text[end..start]);
        let stop = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
        let Some(said) = said(text, start..at, at + HEAD.len()..stop).filter(|_| is_free) else { continue };
        end = stop + text[stop..].len().min(if text[stop..].starts_with("\r\n") { 2 } else { 1 });
        found.push(start..stop, MaskSort::Definition(said));
    }
}

/// Whether the last line before the end of `before`, which ends with a line end, is blank, or there is none.
fn is_blank(before: &str) -> bool {
    let above = before.strip_suffix('\n').unwrap_or(before);
    let above = above.strip_suffix('\r').unwrap_or(above);
    above.rsplit(['\n', '\r']).next().unwrap_or_default().trim().is_empty()
}

/// What a definition says to copydesk.
fn said(text: &str, name: Range<usize>, rest: Range<usize>) -> Option<Range<usize>> {
    let label = text[name].trim_start_matches(' ').strip_prefix('[')?;
    let title = NOWHERE.iter().find_map(|nowhere| text[rest.clone()].trim_start().strip_prefix(nowhere))?.trim();
    let inner = [('(', ')'), ('"', '"'), ('\'', '\'')]
        .iter()
        .find_map(|&(open, close)| title.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(close)))?;
    let start = rest.start + text[rest].find(inner)?;
    (!label.contains(['[', ']']) && Allow::is_meant(inner)).then(|| start..start + inner.len())
}
