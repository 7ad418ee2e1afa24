//! Finds the fences of directives: `:::note` … `:::`, as Docusaurus, VitePress and Pandoc have them.

use memchr::memmem;

use super::masks::{FENCE, MaskSort, Masks};

/// Masks the lines that begin with three colons; what stands between them is prose.
pub(super) fn find(text: &str, from: usize, found: &mut Masks) {
    let bytes = text.as_bytes();
    let mut end = from;
    for at in memmem::find_iter(&bytes[from..], FENCE).map(|at| from + at) {
        if at < end || !begins_line(&bytes[from..at]) {
            continue;
        }
        let rest = text[at..].split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let words = rest.trim_start_matches([':', ' ', '\t']);
        let name = words.find(|char: char| !char.is_alphanumeric() && !matches!(char, '-' | '_')).unwrap_or(words.len());
        end = at + rest.len();
        let start = end - words.len();
        let sort = match name {
            0 => MaskSort::End(start..start),
            _ => MaskSort::Embed { name: start..start + name, args: start + name..end },
        };
        found.push(at..end, sort);
    }
}

/// Whether nothing but the marks of a quotation and a little space stands behind the last line end.
fn begins_line(before: &[u8]) -> bool {
    const MOST: usize = 8;
    let space = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).take(MOST + 1).count();
    space <= MOST && before[..before.len() - space].last().is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}
