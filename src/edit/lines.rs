//! Markdown, MDX and plain text: a paragraph stands on lines of its own, between two parts of the body.

use super::place::{Alone, end_of_text};
use crate::text::{Block, Document, Format, Source, Span};

/// The place before the part that holds a byte, or before the first one behind it.
pub(super) fn before(document: &Document, at: usize) -> Span {
    let source = &document.source;
    let part = document.part(at).or_else(|| document.parts.first().copied().filter(|part| part.start() > at));
    let clear = |part: Span| {
        let start = clear_of_labels(document, part.start());
        source.span(start..start)
    };
    part.map_or_else(|| end_of_text(source), clear)
}

/// Where the labels and instructions begin that stand right above a part and speak of it: `<!-- prettier-ignore -->`, `(pick)=`, `.. _pick:`.
fn clear_of_labels(document: &Document, mut at: usize) -> usize {
    let text = &document.source.text;
    let is_rst = document.source.format == Format::Rst;
    loop {
        let above = text[..at].trim_end_matches([' ', '\t']);
        let above = if is_rst { above.trim_end() } else { above.strip_suffix('\n').unwrap_or_default().trim_end_matches('\r') };
        let start = above.rfind('\n').map_or(0, |end| end + 1);
        let is_part = document.part(start).is_none_or(|part| part.start() == start);
        if start == at || !is_part || !is_label(&above[start..], document.source.format) {
            return at;
        }
        at = start;
    }
}

/// Whether a line says something of the paragraph below it, and nothing to a reader.
fn is_label(line: &str, format: Format) -> bool {
    let within = |open: &str, close: &str| line.starts_with(open) && line.trim_end().ends_with(close);
    match format {
        Format::Markdown => within("<!--", "-->") || within("(", ")="),
        Format::Mdx => within("{/*", "*/}") || within("<!--", "-->"),
        Format::Rst => [".. _", ".. index::", ".. class::", ".. rst-class::"].iter().any(|label| line.starts_with(label)),
        _ => false,
    }
}

/// The place behind the part that a block ends in, or behind the last one.
pub(super) fn behind(document: &Document, block: Option<&Block>) -> Span {
    let source = &document.source;
    let part = block.and_then(|block| document.part(block.whole().end().max(1) - 1)).or(document.parts.last().copied());
    part.map_or_else(|| end_of_text(source), |part| source.span(part.end()..part.end()))
}

/// The part that holds nothing but a block, and with it one of the gaps beside it.
pub(super) fn alone(document: &Document, block: &Block) -> Option<Alone> {
    let source = &document.source;
    let (whole, text, lines) = (block.whole(), &source.text, source.lines());
    let part = document.part(whole.start())?;
    let is_alone = letters(source.slice(part)) == letters(source.slice(whole));
    let (start, end) = (part.start(), part.end());
    let (mut from, mut to) = (start, end);
    let last = lines.line_of(end.max(1) - 1);
    let next = lines.range(last + 1, text);
    match last + 1 < lines.count() && text.get(next.clone()).is_some_and(|line| line.trim().is_empty()) && next.end < text.len() {
        true => to = lines.range(last + 2, text).start.max(next.end),
        false => from = text[..start].trim_end_matches(['\n', '\r', ' ', '\t']).len(),
    }
    is_alone.then(|| Alone { whole: part, gone: source.span(from..to) })
}

fn letters(text: &str) -> usize {
    text.chars().filter(|char| char.is_alphanumeric()).count()
}

/// A paragraph at a place, with the blank lines that it lacks there.
pub(super) fn paragraph(source: &Source, written: &str, place: Span) -> Option<String> {
    let end = source.line_end();
    let (before, after) = (source.text.get(..place.start())?, source.text.get(place.end()..)?);
    let margin = |line: &str| line.trim().is_empty();
    let mut above = before.rsplit(end);
    let head = match (above.next().is_none_or(margin), above.next().is_none_or(margin)) {
        _ if before.is_empty() => String::new(),
        (true, true) => String::new(),
        (true, false) => end.to_owned(),
        (false, _) => end.repeat(2),
    };
    let mut below = after.split(end);
    let tail = match (below.next().is_none_or(margin), below.next().is_none_or(margin)) {
        _ if after.is_empty() && before.ends_with(end) => end.to_owned(),
        _ if after.trim().is_empty() => String::new(),
        (true, true) => String::new(),
        (true, false) => end.to_owned(),
        (false, _) => end.repeat(2),
    };
    Some(format!("{head}{written}{tail}"))
}

/// The whole lines of what stands at `span`, with one blank line beside them: what to delete so that nothing is left of it.
///
/// `None` when something else stands on those lines than white space and the marks of an item, heading, quotation or
/// emphasis.
pub(super) fn whole_lines(source: &Source, span: Span) -> Option<Span> {
    let (lines, text) = (source.lines(), &source.text);
    let (first, last) = (lines.line_of(span.start()), lines.line_of(span.end().max(span.start() + 1) - 1));
    let start_of = |line: usize| if line < lines.count() { lines.range(line, text).start } else { text.len() };
    let mark = |char: char| char.is_whitespace() || "#*_~>-+•".contains(char);
    let before = text.get(start_of(first)..span.start())?.trim_start_matches(mark);
    let number = before.trim_start_matches(|char: char| char.is_ascii_digit()).trim_matches(mark);
    let behind = text.get(span.end()..start_of(last + 1).max(span.end()))?;
    if !matches!(number, "" | "." | ")") || !behind.chars().all(mark) {
        return None;
    }
    let blank = |line: usize| text[lines.range(line, text)].trim().is_empty();
    let (start, end) = (start_of(first), start_of(last + 1));
    let after_blank = first == 0 || blank(first - 1);
    let at_end = text[end..].trim().is_empty();
    Some(match (after_blank, at_end) {
        (true, true) if first > 0 => source.span(start_of(first - 1)..end),
        (true, false) if blank(last + 1) => source.span(start..start_of(last + 2)),
        _ => source.span(start..end),
    })
}
