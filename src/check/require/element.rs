//! The HTML elements around a text: where a paragraph can stand before or behind them.

use std::ops::Range;

/// Tags that stand in a line of text.
const INLINE: [&str; 15] =
    ["a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"];
/// Tags that hold a text and stand where a paragraph may.
const TEXTS: [&str; 7] = ["p", "h1", "h2", "h3", "h4", "h5", "h6"];
/// Tags that stand where a paragraph may, and hold none themselves.
const FRAMES: [&str; 7] = ["ul", "ol", "dl", "table", "blockquote", "figure", "details"];
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
            () => break,
        }
    }
    found.filter(|_| !in_part)
}

/// The bytes of the `<p>` that holds nothing but these.
pub(super) fn paragraph(text: &str, inside: Range<usize>) -> Option<Range<usize>> {
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
