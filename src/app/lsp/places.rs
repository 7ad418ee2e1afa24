//! Places in a text as editors count them: lines from 0, and columns in the units that were agreed on.

use std::ops::Range;

use gen_lsp_types::{Position, Range as LspRange};

use crate::text::{ColumnKind, Source};

/// The place of a byte of a text.
pub(super) fn position(source: &Source, units: ColumnKind, at: usize) -> Position {
    let place = source.position_in(units, at.min(source.text.len()));
    Position { line: place.line as u32 - 1, character: place.column as u32 - 1 }
}

/// The places of some bytes of a text, end exclusive.
pub(super) fn range(source: &Source, units: ColumnKind, bytes: Range<usize>) -> LspRange {
    LspRange { start: position(source, units, bytes.start), end: position(source, units, bytes.end) }
}

/// The byte of a text that an editor means. Behind the end of a line is its end, behind the last line that of the text, and inside of a
/// character its start.
pub(super) fn byte(source: &Source, units: ColumnKind, place: Position) -> usize {
    let (lines, line, wanted) = (source.lines(), place.line as usize, place.character as usize);
    if line >= lines.count() {
        return source.text.len();
    }
    let bounds = lines.range(line, &source.text);
    let text = &source.text[bounds.clone()];
    let mut before = 0;
    for (at, char) in text.char_indices() {
        let wide = match units {
            ColumnKind::Scalar => 1,
            ColumnKind::Utf16 => char.len_utf16(),
            ColumnKind::Byte => char.len_utf8(),
        };
        if before + wide > wanted {
            return bounds.start + at;
        }
        before += wide;
    }
    bounds.end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Format;

    const UNITS: [ColumnKind; 3] = [ColumnKind::Scalar, ColumnKind::Utf16, ColumnKind::Byte];

    fn source(text: &str) -> Source {
        Source::new("a.md", Format::Markdown, text)
    }

    #[test]
    fn columns_are_counted_in_the_units_agreed_on() {
        // An e with an accent of its own, then a balloon of two units and four bytes, then a family joined of three.
        let text = "e\u{301}🎈x\r\n👨\u{200d}👩\u{200d}👧y";
        let at = |byte: usize, units| position(&source(text), units, byte);
        let x = text.find('x').unwrap();
        assert_eq!(UNITS.map(|units| at(x, units).character), [3, 4, 7]);
        let y = text.find('y').unwrap();
        assert_eq!(UNITS.map(|units| (at(y, units).line, at(y, units).character)), [(1, 5), (1, 8), (1, 18)]);
    }

    #[test]
    fn what_lies_between_or_behind_is_the_nearest_place_before() {
        let text = source("a🎈b\n\nc");
        let byte = |line, character| byte(&text, ColumnKind::Utf16, Position { line, character });
        assert_eq!((byte(0, 1), byte(0, 2), byte(0, 3)), (1, 1, 5), "inside of a pair is before it");
        assert_eq!((byte(0, 99), byte(1, 7), byte(9, 0)), (6, 7, 9));
        assert_eq!(byte(u32::MAX, u32::MAX), 9);
    }

    proptest! {
        #[test]
        fn every_place_leads_back_to_its_byte(text in "[a-z \u{301}\u{e9}\u{1f388}\r\n]{0,60}") {
            let source = source(&text);
            for units in UNITS {
                for (at, char) in text.char_indices().filter(|(at, char)| *char != '\n' || !text[..*at].ends_with('\r')) {
                    prop_assert_eq!(byte(&source, units, position(&source, units, at)), at, "{:?} {:?}", units, char);
                }
                prop_assert_eq!(byte(&source, units, position(&source, units, text.len())), text.len());
            }
        }
    }
}
