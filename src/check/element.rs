//! The HTML elements around a text: where a paragraph can stand before or behind them.

use std::ops::Range;

use crate::text::{Block, Source, Span};

/// Tags that stand in a line of text.
const INLINE: [&str; 15] =
    ["a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"];
/// Tags that hold a text and stand where a paragraph may.
const TEXTS: [&str; 7] = ["p", "h1", "h2", "h3", "h4", "h5", "h6"];
/// Tags that stand where a paragraph may, and hold none themselves.
const FRAMES: [&str; 7] = ["ul", "ol", "dl", "table", "blockquote", "figure", "details"];
/// Tags that hold all of these, and stand where a paragraph may.
const ROOMS: [&str; 9] = ["div", "section", "article", "main", "header", "footer", "aside", "center", "nav"];
/// Tags that stand in frames only.
const PARTS: [&str; 11] = ["li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "caption", "figcaption", "summary"];

/// A tag that touches a place: its bytes, its name, and whether it closes.
struct Tag<'a> {
    at: Range<usize>,
    name: &'a str,
    closes: bool,
}

impl<'a> Tag<'a> {
    fn ending_at(text: &'a str, at: usize) -> Option<Self> {
        let head = text.get(..at)?.trim_end();
        let start = head.ends_with('>').then(|| head.rfind('<')).flatten()?;
        Some(Self::of(text, start..head.len()))
    }

    fn beginning_at(text: &'a str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let start = at + rest.len() - rest.trim_start().len();
        let length = text[start..].starts_with('<').then(|| text[start..].find('>')).flatten()? + 1;
        Some(Self::of(text, start..start + length))
    }

    fn of(text: &'a str, at: Range<usize>) -> Self {
        let inside = &text[at.start + 1..at.end];
        let closes = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let length = inside.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(inside.len());
        Self { at, name: &inside[..length], closes }
    }

    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// Where a paragraph can stand before (or behind, if not `before`) what holds the text that begins (or ends) at byte `at`.
pub(super) fn outside(text: &str, at: usize, before: bool) -> Option<usize> {
    let next = |at: usize| if before { Tag::ending_at(text, at) } else { Tag::beginning_at(text, at) };
    let (mut here, mut found, mut in_part) = (at, None, false);
    while let Some(tag) = next(here) {
        here = if before { tag.at.start } else { tag.at.end };
        match () {
            // A tag that leads away from the text is a neighbour: the place is between the two.
            () if tag.closes == before || tag.is(&["br", "hr", "img"]) => break,
            () if tag.is(&INLINE) && found.is_none() => {}
            () if tag.is(&PARTS) => (found, in_part) = (None, true),
            () if tag.is(&FRAMES) || tag.is(&TEXTS) => (found, in_part) = (Some(here), false),
            () if tag.is(&ROOMS) => {}
            () => break,
        }
    }
    found.filter(|_| !in_part)
}

/// Whether a paragraph can stand at a byte: neither in a text nor in a part of a list or table. `body` is where the page begins.
pub(super) fn is_free(text: &str, body: usize, at: usize) -> bool {
    let (before, behind) = (text.get(body..at).unwrap_or_default().trim_end(), text.get(at..).unwrap_or_default().trim_start());
    let holds_text = |tag: &Tag<'_>| tag.is(&INLINE) || tag.is(&TEXTS) || tag.is(&PARTS);
    let above = || Tag::ending_at(text, at).is_some_and(|tag| tag.closes != tag.is(&INLINE) || !holds_text(&tag));
    let below = || Tag::beginning_at(text, at).is_none_or(|tag| !tag.closes || !holds_text(&tag));
    (before.is_empty() || before.ends_with("-->") || above()) && (behind.starts_with("<!--") || below())
}

/// The `<p>` that holds nothing but a block, and what goes with it when it goes: its lines, when nothing else stands on them.
pub(super) fn alone(source: &Source, block: &Block) -> Option<(Span, Span)> {
    let (text, lines) = (&source.text, source.lines());
    let whole = source.span(paragraph(text, block.whole().range())?);
    let (first, last) = (lines.line_of(whole.start()), lines.line_of(whole.end().max(1) - 1));
    let (start, end) = (lines.range(first, text).start, lines.range(last, text).end);
    let by_itself = text.get(start..end)?.trim() == source.slice(whole);
    let line = source.span(start..lines.range(last + 1, text).start.max(end));
    Some((whole, if by_itself { line } else { whole }))
}

/// The bytes of the `<p>` that holds nothing but these.
fn paragraph(text: &str, inside: Range<usize>) -> Option<Range<usize>> {
    let edge = |mut here: usize, before: bool| loop {
        let tag = if before { Tag::ending_at(text, here) } else { Tag::beginning_at(text, here) }?;
        here = if before { tag.at.start } else { tag.at.end };
        match tag.is(&["p"]) {
            true => return (tag.closes != before).then_some(here),
            false if tag.is(&INLINE) && tag.closes != before => {}
            false => return None,
        }
    };
    Some(edge(inside.start, true)?..edge(inside.end, false)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_stands_outside_what_holds_a_text() {
        let place = |html: &str, before: bool| {
            let at = html.find("text").unwrap() + if before { 0 } else { 4 };
            outside(html, at, before)
        };
        assert_eq!(place("<body><h1>One</h1><p><em>text", true), Some(18));
        assert_eq!(place("<ul>\n <li>text</li><li>more</li></ul> tail", true), Some(0));
        assert_eq!(place("<ul><li>one</li><li>text</li></ul>", true), None);
        assert_eq!(place("<article><p>a text</p></article>", false), Some(22));
        assert_eq!(place("<ul><li>one</li><li>text</li>\n</ul>\n", false), Some(35));
        assert_eq!(place("<blockquote><p>text</p></blockquote>", false), Some(36));
        assert_eq!(place("plain text here", true), None);
    }

    #[test]
    fn a_paragraph_is_known_with_its_tags() {
        let html = "<p class=\"x\"><em>All of it.</em></p>";
        assert_eq!(paragraph(html, 17..27), Some(0..html.len()));
        assert_eq!(paragraph("<div>All of it.</div>", 5..15), None);
    }
}
