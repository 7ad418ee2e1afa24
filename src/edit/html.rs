//! HTML: where a paragraph can stand before or behind the elements around a text, and what goes with it when it goes.

use std::ops::Range;

use super::place::{Alone, end_of_text};
use crate::text::{Block, Document, Kind, Matter, Role, Source, Span};

/// Tags that stand in a line of text.
const INLINE: [&str; 15] =
    ["a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"];
/// Tags that hold a text and stand where a paragraph may.
const TEXTS: [&str; 7] = ["p", "h1", "h2", "h3", "h4", "h5", "h6"];
/// Tags that stand where a paragraph may, and hold none themselves.
const FRAMES: [&str; 7] = ["ul", "ol", "dl", "table", "blockquote", "figure", "details"];
/// Tags that hold all of these, and stand where a paragraph may.
const ROOMS: [&str; 9] = ["div", "section", "article", "main", "header", "footer", "aside", "center", "nav"];
/// What the comments are called here that WordPress keeps around each paragraph, list and column: `<!-- wp:paragraph -->`.
const WORDPRESS: &str = "wp";
/// Tags that stand in frames only.
const PARTS: [&str; 11] = ["li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "caption", "figcaption", "summary"];

/// A tag that touches a place: its bytes, its name, and whether it closes.
struct Neighbour<'a> {
    at: Range<usize>,
    name: &'a str,
    closes: bool,
}

impl<'a> Neighbour<'a> {
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
        if let Some(comment) = inside.strip_prefix("!--").map(str::trim_start).filter(|comment| !comment.ends_with("/-->")) {
            let closes = comment.starts_with("/wp:");
            return Self { at, name: if closes || comment.starts_with("wp:") { WORDPRESS } else { "" }, closes };
        }
        let closes = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let length = inside.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(inside.len());
        Self { at, name: &inside[..length], closes }
    }

    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// What of a page is its article, to tell an element that is a part of it from one that holds it or stands apart.
#[derive(Default)]
pub(super) struct ArticleBounds {
    headlines: Vec<Span>,
    /// Where its text begins and ends.
    text: Option<(usize, usize)>,
}

impl ArticleBounds {
    pub(super) fn of(document: &Document) -> Self {
        let headline = |block: &&Block| matches!(block.role, Role::Title | Role::Dek);
        let text = document.blocks.iter().filter(|block| block.is_body() && block.kind != Kind::Heading).map(Block::whole);
        let hull = |(start, end): (usize, usize), span: Span| (start.min(span.start()), end.max(span.end()));
        Self {
            headlines: document.blocks.iter().filter(headline).map(Block::whole).collect(),
            text: text.fold(None, |all, span| Some(hull(all.unwrap_or((span.start(), span.end())), span))),
        }
    }

    /// The place before a block. Nothing is written into a list, a table or a quotation, but before it.
    pub(super) fn before(&self, document: &Document, block: usize) -> Span {
        let (blocks, source) = (&document.blocks, &document.source);
        let group = |block: usize| blocks.get(block).map_or(0, |block| block.group);
        let block = (1..=block).rev().find(|&at| group(at) == 0 || group(at - 1) != group(at)).unwrap_or(0);
        let start = blocks.get(block).filter(|block| block.is_seen()).map(|block| block.whole().start());
        let here = start.unwrap_or(source.text.len());
        let at = self.room(document, block).or_else(|| outside(&source.text, here, true)).unwrap_or(here);
        source.span(at..at)
    }

    /// Where the outermost element begins that holds a block and is a part of the article: text of the article stands beside it, and the
    /// headline is not in it. What stands in a tab, a card or a box is not seen wherever the article is.
    fn room(&self, document: &Document, block: usize) -> Option<usize> {
        let whole = document.blocks.get(block)?.whole();
        let is_part = |room: &&Span| {
            let apart = self.text.is_some_and(|(start, end)| start < room.start() || room.end() < end);
            apart && !self.headlines.iter().any(|&headline| room.covers(headline))
        };
        document.containers.around(whole).iter().find(is_part).map(|room| room.start())
    }
}

/// The place behind a block.
pub(super) fn behind(source: &Source, block: Option<&Block>) -> Span {
    let place = block.and_then(|block| outside(&source.text, block.whole().end(), false));
    place.map_or_else(|| end_of_text(source), |at| source.span(at..at))
}

/// An element at a place, if one can stand there: on a line of its own where its neighbour has one.
pub(super) fn paragraph(document: &Document, element: &str, place: Span) -> Option<String> {
    let source = &document.source;
    let end = source.line_end();
    let (before, after) = (source.text.get(..place.start())?, source.text.get(place.end()..)?);
    let fence = |matter: Matter| source.lines().range(source.lines().line_of(matter.content.end()), &source.text).end;
    if !is_free(&source.text, document.matter.map_or(0, fence), place.start()) {
        return None;
    }
    let element = &in_its_comments(&source.text, element, end);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let next = after.split(['\n', '\r']).next().unwrap_or_default();
    let indent = |line: &str| line[..line.len() - line.trim_start().len()].to_owned();
    Some(match () {
        () if line.is_empty() => format!("{}{element}{end}", indent(next)),
        () if line.trim().is_empty() => format!("{element}{end}{line}"),
        () if next.trim().is_empty() => format!("{end}{}{element}", indent(line)),
        () => element.to_owned(),
    })
}

/// Paragraphs with the comments around each that a page of WordPress has around its own.
fn in_its_comments(text: &str, element: &str, end: &str) -> String {
    let [opens, closes] = ["<!-- wp:paragraph -->", "<!-- /wp:paragraph -->"];
    if !text.contains(opens) || element.starts_with("<!--") {
        return element.to_owned();
    }
    let each = element.split_inclusive("</p>").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    each.map(|paragraph| [opens, paragraph, closes].join(end)).collect::<Vec<_>>().join(&end.repeat(2))
}

/// Plain words as HTML writes them.
pub(super) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

/// Where a paragraph can stand before (or behind, if not `before`) what holds the text that begins (or ends) at byte `at`.
fn outside(text: &str, at: usize, before: bool) -> Option<usize> {
    let next = |at: usize| if before { Neighbour::ending_at(text, at) } else { Neighbour::beginning_at(text, at) };
    let (mut here, mut found, mut in_part) = (at, None, false);
    while let Some(tag) = next(here) {
        let touches = found == Some(here);
        here = if before { tag.at.start } else { tag.at.end };
        match () {
            // A tag that leads away from the text is a neighbour: the place is between the two.
            () if tag.closes == before || tag.is(&["br", "hr", "img"]) => break,
            () if tag.is(&INLINE) && found.is_none() => {}
            () if tag.is(&PARTS) => (found, in_part) = (None, true),
            () if tag.is(&FRAMES) || tag.is(&TEXTS) => (found, in_part) = (Some(here), false),
            () if tag.is(&[WORDPRESS]) && touches => found = Some(here),
            () if tag.is(&ROOMS) || tag.is(&[WORDPRESS]) => {}
            () => break,
        }
    }
    found.filter(|_| !in_part)
}

/// Whether a paragraph can stand at a byte: neither in a text nor in a part of a list or table. `body` is where the page begins.
fn is_free(text: &str, body: usize, at: usize) -> bool {
    let (before, behind) = (text.get(body..at).unwrap_or_default().trim_end(), text.get(at..).unwrap_or_default().trim_start());
    let holds_text = |tag: &Neighbour<'_>| tag.is(&INLINE) || tag.is(&TEXTS) || tag.is(&PARTS);
    let above = || Neighbour::ending_at(text, at).is_some_and(|tag| tag.closes != tag.is(&INLINE) || !holds_text(&tag));
    let below = || Neighbour::beginning_at(text, at).is_none_or(|tag| !tag.closes || !holds_text(&tag));
    (before.is_empty() || before.ends_with("-->") || above()) && (behind.starts_with("<!--") || below())
}

/// The `<p>` that holds nothing but a block, and what goes with it when it goes: its lines, when nothing else stands on them.
pub(super) fn alone(source: &Source, block: &Block) -> Option<Alone> {
    let (text, lines) = (&source.text, source.lines());
    let whole = source.span(with_comments(text, around(text, block.whole().range())?));
    let (first, last) = (lines.line_of(whole.start()), lines.line_of(whole.end().max(1) - 1));
    let (start, end) = (lines.range(first, text).start, lines.range(last, text).end);
    let by_itself = text.get(start..end)?.trim() == source.slice(whole);
    let line = source.span(start..lines.range(last + 1, text).start.max(end));
    Some(Alone { whole, gone: if by_itself { line } else { whole } })
}

/// An element with the pair of comments that WordPress keeps around it.
fn with_comments(text: &str, element: Range<usize>) -> Range<usize> {
    let of = |tag: Neighbour<'_>, closes: bool| (tag.is(&[WORDPRESS]) && tag.closes == closes).then_some(tag.at);
    let before = Neighbour::ending_at(text, element.start).and_then(|tag| of(tag, false));
    let behind = Neighbour::beginning_at(text, element.end).and_then(|tag| of(tag, true));
    before.zip(behind).map_or(element, |(before, behind)| before.start..behind.end)
}

/// The bytes of the `<p>` that holds nothing but these.
fn around(text: &str, inside: Range<usize>) -> Option<Range<usize>> {
    let edge = |mut here: usize, before: bool| loop {
        let tag = if before { Neighbour::ending_at(text, here) } else { Neighbour::beginning_at(text, here) }?;
        here = if before { tag.at.start } else { tag.at.end };
        match tag.is(&["p"]) {
            true => return (tag.closes != before).then_some(here),
            false if tag.is(&INLINE) && tag.closes != before => {}
            false => return None,
        }
    };
    Some(edge(inside.start, true)?..edge(inside.end, false)?)
}

/// What may lie between two lines of furniture, and go with them: nothing that is seen or says anything, opens or closes a part of the page.
const BETWEEN: [&str; 12] = ["p", "li", "a", "span", "button", "br", "b", "strong", "em", "i", "label", "input"];

/// Whether nothing lies between two blocks but blank space, signs of lists and tags of such elements.
pub fn are_neighbours(source: &Source, one: &Block, next: &Block) -> bool {
    let Some(mut rest) = source.text.get(one.whole().end()..next.whole().start()) else { return false };
    let is_sign = |char: char| char.is_whitespace() || matches!(char, '-' | '*' | '_' | '+' | '>' | '#' | '|' | '·' | '•' | '/');
    while let Some((before, behind)) = rest.split_once('<') {
        let Some((tag, after)) = behind.split_once('>') else { return false };
        let name = tag.trim_start_matches('/').split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !before.chars().all(is_sign) || !BETWEEN.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return false;
        }
        rest = after;
    }
    rest.chars().all(is_sign)
        && !rest.lines().any(|line| line.trim().len() > 2 && line.trim().chars().all(|char| "-*_".contains(char)))
}

/// What may lie between two passages of one room: tags of texts and in texts.
const PASSED: [&str; 9] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "br", "img"];

/// Whether a gap between texts holds nothing but blank space and tags that open and close no part of a page.
pub(super) fn opens_nothing(gap: &str) -> bool {
    let mut rest = gap;
    while let Some((before, behind)) = rest.split_once('<') {
        let Some((tag, after)) = behind.split_once('>') else { return false };
        let name = tag.trim_start_matches('/').split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !before.trim().is_empty() || !PASSED.iter().chain(&INLINE).any(|known| name.eq_ignore_ascii_case(known)) {
            return false;
        }
        rest = after;
    }
    rest.trim().is_empty()
}

/// Whether the text at a byte stands in a `<p>` without attributes: no link leads to it, and no class shows or hides it.
pub(super) fn is_bare(text: &str, mut at: usize) -> bool {
    while let Some(tag) = Neighbour::ending_at(text, at) {
        let is_named = tag.at.len() > tag.name.len() + 2;
        if tag.closes || is_named || !tag.is(&INLINE) {
            return !tag.closes && !is_named && tag.is(&["p"]);
        }
        at = tag.at.start;
    }
    false
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
        assert_eq!(place("<!-- wp:paragraph -->\n<p>text</p>\n<!-- /wp:paragraph -->", true), Some(0));
        assert_eq!(place("<!-- wp:column -->\n<div><!-- wp:paragraph --><p>text", true), Some(24));
    }

    #[test]
    fn a_paragraph_is_known_with_its_tags() {
        let html = "<p class=\"x\"><em>All of it.</em></p>";
        assert_eq!(around(html, 17..27), Some(0..html.len()));
        assert_eq!(around("<div>All of it.</div>", 5..15), None);
    }
}
