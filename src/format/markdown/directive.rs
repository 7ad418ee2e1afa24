//! Finds the fences of directives: `:::note` … `:::`, as Docusaurus, VitePress and Pandoc have them.

use memchr::memmem;

use super::masks::{Masks, Sort};

/// Masks the lines that begin with three colons; what stands between them is prose.
pub(super) fn find(text: &str, from: usize, found: &mut Masks) {
    let mut end = from;
    for at in memmem::find_iter(&text.as_bytes()[from..], ":::").map(|at| from + at) {
        let line = text[..at].rfind(['\n', '\r']).map_or(from, |end| end + 1).max(from);
        let before = &text[line..at];
        if at < end || before.len() > 8 || !before.chars().all(|char| matches!(char, ' ' | '\t' | '>')) {
            continue;
        }
        let rest = text[at..].split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let words = rest.trim_start_matches([':', ' ', '\t']);
        let name = words.find(|char: char| !char.is_alphanumeric() && !matches!(char, '-' | '_')).unwrap_or(words.len());
        end = at + rest.len();
        let start = end - words.len();
        let sort = match name {
            0 => Sort::Silent,
            _ => Sort::Embed { name: start..start + name, args: start + name..end },
        };
        found.push(at..end, sort);
    }
}
