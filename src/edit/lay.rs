//! Edits laid over the text they were worded for, and over the bytes it came from.

use super::word;
use crate::finding::{Edit, File, Finding, Fix};
use crate::text::{Format, Source};

/// The safe mends that go into a file together, by place. Of two in each other's way the first is taken; the other is found
/// again when the file is judged anew, if there is still need of it.
pub fn chosen(file: &File) -> Vec<&Fix> {
    together(&file.source, &file.findings).into_iter().filter_map(|number| file.findings[number].fix.as_ref()).collect()
}

/// The numbers of the findings whose safe mends go into a source together.
pub fn together(source: &Source, findings: &[Finding]) -> Vec<usize> {
    let mut safe: Vec<(usize, &Fix)> =
        findings.iter().enumerate().filter_map(|(n, finding)| Some((n, finding.fix.as_ref()?))).collect();
    safe.retain(|(_, fix)| fix.safe && !fix.edits.is_empty() && can_write(source, fix));
    safe.sort_by_key(|(_, fix)| fix.edits.first().map(|edit| edit.span));
    let mut chosen = Vec::new();
    // A mend of two places may reach far behind the next ones: each is held against all that are taken.
    let mut taken: Vec<&Edit> = Vec::new();
    for (number, fix) in safe {
        let free = fix.edits.iter().all(|edit| {
            let near = taken.partition_point(|other| other.span.end() < edit.span.start());
            taken[near..].iter().take_while(|other| other.span.start() <= edit.span.end()).all(|other| are_apart(edit, other))
        });
        if free {
            for edit in &fix.edits {
                taken.insert(taken.partition_point(|other| other.span < edit.span), edit);
            }
            chosen.push(number);
        }
    }
    chosen
}

/// A source with some edits in it, in order, none overlapping another; `None` where its format cannot have them.
pub fn laid(source: &Source, edits: &[&Edit]) -> Option<Source> {
    let text = laid_text(source, edits);
    match source.format {
        // What is read of the changes must be what was meant.
        Format::Word => word::laid(source, edits).filter(|laid| laid.text == text),
        format => Some(Source::new(&source.path, format, text)),
    }
}

fn laid_text(source: &Source, edits: &[&Edit]) -> String {
    let (mut text, mut end) = (String::with_capacity(source.text.len()), 0);
    for edit in edits {
        text.push_str(source.text.get(end..edit.span.start()).unwrap_or_default());
        text.push_str(&edit.text);
        end = edit.span.end();
    }
    text + source.text.get(end..).unwrap_or_default()
}

/// The bytes of a file with all its safe mends in it; `None` when there is none, or when `bytes` are not those it was read from.
///
/// Byte-order mark, encoding, line ends and all that lies outside the edits stay as they are, byte for byte. Into a Word file they are
/// written as tracked changes of a `date`: `2024-05-31T08:00:00Z`.
pub fn apply(file: &File, bytes: &[u8], date: &str) -> Option<Vec<u8>> {
    let source = &file.source;
    let mut edits: Vec<&Edit> = chosen(file).into_iter().flat_map(|fix| &fix.edits).collect();
    if edits.is_empty() || Source::decode("", source.format, bytes.to_vec()).source.text != source.text {
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    if source.format == Format::Word {
        return word::applied(bytes, &edits, date);
    }
    let (mut fixed, mut end) = (Vec::with_capacity(bytes.len()), 0);
    for edit in edits {
        let start = source.disk(edit.span).start;
        fixed.extend_from_slice(bytes.get(end..start)?);
        fixed.extend(source.encode(&edit.text)?);
        end = if edit.span.is_empty() { start } else { source.disk(edit.span).end };
    }
    fixed.extend_from_slice(bytes.get(end..)?);
    Some(fixed)
}

/// Whether what a mend writes can be said in the file's encoding, and holds no sign of bytes that could not be read.
pub fn can_write(source: &Source, fix: &Fix) -> bool {
    hinders(source, fix).is_none()
}

/// Why a mend cannot be written into a file.
pub fn hinders(source: &Source, fix: &Fix) -> Option<&'static str> {
    let can = |edit: &Edit| !edit.text.contains([char::REPLACEMENT_CHARACTER, '\0']) && source.encode(&edit.text).is_some();
    match source.format {
        Format::Word if fix.edits.iter().all(can) => fix.edits.iter().find_map(|edit| word::hinders(source, edit)),
        _ if !fix.edits.iter().all(can) => Some("the file's encoding has no signs for it"),
        _ => None,
    }
}

/// Whether two edits leave each other alone. What is written beside an edit was worded for what stood there.
fn are_apart(one: &Edit, other: &Edit) -> bool {
    let touch = one.span.start() <= other.span.end() && other.span.start() <= one.span.end();
    let both_delete = one.text.is_empty() && other.text.is_empty();
    !touch || both_delete && !one.span.overlaps(other.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::text::Format;

    fn file(source: Source, fixes: &[(&str, &str, bool)]) -> File {
        let finding = |&(place, text, safe): &(&str, &str, bool)| {
            let start = source.text.find(place).unwrap();
            let edits = vec![Edit { span: source.span(start..start + place.len()), text: text.to_owned() }];
            Finding { fix: Some(Fix { title: String::new(), edits, safe }), ..Finding::new("", Level::Note, source.whole(), "") }
        };
        let findings = fixes.iter().map(finding).collect();
        File {
            source,
            publication: String::new(),
            kind: None,
            genres: Vec::new(),
            unread: None,
            findings,
            replay: crate::finding::Replay::default(),
        }
    }

    fn fixed(bytes: &[u8], fixes: &[(&str, &str, bool)]) -> Option<Vec<u8>> {
        let source = Source::decode("a.md", Format::Plain, bytes.to_vec()).source;
        apply(&file(source, fixes), bytes, "")
    }

    #[test]
    fn only_safe_mends_are_laid_over_the_bytes() {
        let fixes = [("two", "2", true), ("three", "3", false), ("four\r\n", "", true)];
        assert_eq!(fixed(b"one two\r\nthree\nfour\r\nfive\r", &fixes).unwrap(), b"one 2\r\nthree\nfive\r");
        assert_eq!(fixed(b"one three", &[("three", "3", false)]), None);
        assert_eq!(apply(&file(Source::new("a", Format::Plain, "one"), &[("one", "1", true)]), b"two", ""), None);
    }

    #[test]
    fn of_two_in_each_others_way_the_first_is_taken() {
        assert_eq!(fixed(b"one two three", &[("two three", "x", true), ("one two", "y", true)]).unwrap(), b"y three");
        assert_eq!(fixed(b"one two", &[("one", "1", true), (" two", "2", true)]).unwrap(), b"1 two");
        assert_eq!(fixed(b"onetwo!", &[("one", "", true), ("two", "", true)]).unwrap(), b"!");
    }

    #[test]
    fn mark_and_encoding_stay() {
        assert_eq!(fixed("\u{feff}é one".as_bytes(), &[("é", "ü", true)]).unwrap(), "\u{feff}ü one".as_bytes());
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(fixed(&wide("\u{feff}é 𝟙 one"), &[("𝟙", "2😀", true)]).unwrap(), wide("\u{feff}é 2😀 one"));
        assert_eq!(fixed(b"a \xff one b", &[("one", "1", true)]).unwrap(), b"a \xff 1 b");
    }

    #[test]
    fn what_the_encoding_cannot_say_is_not_written() {
        let page = b"<meta charset=windows-1252><p>caf\xe9 one";
        let source = Source::decode("a.html", Format::Html, page.to_vec()).source;
        assert_eq!(apply(&file(source, &[("one", "\u{3b1}", true)]), page, ""), None);
        let source = Source::decode("a.html", Format::Html, page.to_vec()).source;
        let fixed = apply(&file(source, &[("one", "caf\u{e9} 1", true)]), page, "").unwrap();
        assert_eq!(fixed, b"<meta charset=windows-1252><p>caf\xe9 caf\xe9 1");
    }
}
