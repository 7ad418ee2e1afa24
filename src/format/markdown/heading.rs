//! Attributes of headings, `# Title {#id .class}`: markup with nothing to tell.

use std::ops::Range;

use super::masks::{MaskSort, Masks};

/// Masks the attributes that end the line of a heading. The parser's own way with them panics in some nestings of blocks (seen in
/// pulldown-cmark 0.13.6 by a property of the spans; its issue 963 is a kin).
pub(super) fn find(text: &str, body: usize, masks: &mut Masks) {
    let mut end = body;
    for brace in memchr::memchr_iter(b'}', &text.as_bytes()[body..]).map(|at| body + at) {
        if brace < end {
            continue;
        }
        let start = body + memchr::memrchr(b'\n', &text.as_bytes()[body..brace]).map_or(0, |at| at + 1);
        end = memchr::memchr(b'\n', &text.as_bytes()[brace..]).map_or(text.len(), |at| brace + at);
        if let Some(range) = attributes(&text[start..end]) {
            masks.push(start + range.start..start + range.end, MaskSort::Silent);
        }
    }
}

/// The bytes of a line that are attributes of the heading it is.
fn attributes(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let (open, inner) = (line.rfind('{')?, line.strip_suffix('}')?);
    let is_heading = line.trim_start_matches([' ', '\t', '>']).starts_with('#');
    let mut said = inner.get(open + 1..)?.split_whitespace().peekable();
    let is_said = said.peek().is_some_and(|first| first.starts_with(['#', '.']))
        && said.all(|part| part.starts_with(['#', '.']) || part.contains('='));
    (is_heading && is_said).then_some(open..line.len())
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn attributes_end_the_line_of_a_heading() {
        let found = |line: &str| attributes(line).map(|range| line[range].to_owned());
        assert_eq!(found("# Boats of 2019 {#part-2}\n").as_deref(), Some("{#part-2}"));
        assert_eq!(found("> ## Costs {#c3 .wide key=5}  \r\n").as_deref(), Some("{#c3 .wide key=5}"));
        for line in ["# Boats {five}\n", "Boats {#a}\n", "# Boats {}\n", "# Boats {#a} and more\n", "# Boats {#a {b\n", "# }{\n"]
        {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
