//! A text as a reader makes blocks of it, each held to its source: what the tests of all readers begin with.

use copydesk::format;
use copydesk::text::{Document, Format, Kind, Role, Source};

/// Reads a text, and asserts that each character of a block leads back to the bytes that it was read from, in their order, and that links
/// and marks lie in the text. `is_written` says whether some bytes may stand for another character, as `&amp;` for `&`.
pub(crate) fn held(format: Format, text: &str, is_written: impl Fn(&str, char) -> bool) -> Document {
    let document = format::read(Source::new("draft", format, text));
    for block in &document.blocks {
        let mut last = 0;
        for (at, char) in block.text.char_indices() {
            let span = block.span(at..at + char.len_utf8());
            let slice = document.source.slice(span);
            assert!(last <= span.start() && span.end() <= text.len(), "{span:?} in {block:?}");
            assert!(slice == char.to_string() || char == ' ' || is_written(slice, char), "{slice:?} for {char:?} in {block:?}");
            last = span.start();
        }
        let ranges = block.links.iter().map(|link| &link.at).chain(block.marks.iter().map(|mark| &mark.at));
        ranges.for_each(|range| assert!(block.text.get(range.clone()).is_some(), "{range:?} in {block:?}"));
    }
    assert!(document.parts.windows(2).all(|pair| pair[0].end() <= pair[1].start()), "{:?}", document.parts);
    document
}

/// The blocks of a document.
pub(crate) fn shown(document: &Document) -> Vec<(Kind, Role, &str)> {
    document.blocks.iter().map(|block| (block.kind, block.role, block.text.as_str())).collect()
}

/// Their texts.
pub(crate) fn texts(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(|block| block.text.as_str()).collect()
}
