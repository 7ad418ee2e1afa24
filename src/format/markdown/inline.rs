//! Reads one HTML tag that stands in a line of Markdown.

use std::ops::Range;

use crate::format::hiding::{fades, hides};
use crate::text::MarkSort;

/// A tag as it is written.
pub(super) struct Tag<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// `</name>`.
    pub(super) closes: bool,
    raw: &'a str,
}

/// An inline HTML tag that is open.
pub(super) struct OpenTag<'a> {
    pub(super) name: &'a str,
    pub(super) mark: Option<MarkSort>,
    pub(super) target: Option<String>,
    /// Where its text begins in the block.
    pub(super) start: usize,
    /// Where it begins in the source.
    pub(super) at: usize,
}

impl OpenTag<'_> {
    /// Whether what it encloses is raised, as the mark of a note is.
    pub(super) fn is_raised(&self) -> bool {
        self.name.eq_ignore_ascii_case("sup")
    }
}

impl<'a> Tag<'a> {
    /// Reads `<name …>` or `</name>`.
    pub(super) fn read(raw: &'a str) -> Self {
        let inner = raw.strip_prefix('<').unwrap_or(raw);
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let length = inner.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(inner.len());
        Self { name: &inner[..length], closes, raw }
    }

    /// Whether it has this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// How what it encloses is set apart.
    pub(super) fn mark(&self) -> Option<MarkSort> {
        let sorts = [
            (MarkSort::Emphasis, &["em", "i"][..]),
            (MarkSort::Strong, &["strong", "b"]),
            (MarkSort::Cite, &["cite"]),
            (MarkSort::Quote, &["q"]),
            (MarkSort::Code, &["code", "kbd", "samp"]),
            (MarkSort::Deleted, &["del", "s", "strike"]),
        ];
        let of_name = sorts.into_iter().find(|(_, names)| names.iter().any(|name| self.is(name))).map(|(sort, _)| sort);
        if self.is("template") || self.hides() { Some(MarkSort::Hidden) } else { of_name }
    }

    /// Whether what it encloses is not shown.
    fn hides(&self) -> bool {
        ["class", "className", "style", "hidden"].into_iter().any(|name| {
            let value = self.attribute(name).map(|at| self.raw.get(at).unwrap_or_default());
            value.is_some_and(|value| hides(name, value) || name == "style" && fades(value))
        })
    }

    /// Whether it is a link that says it was paid for.
    pub(super) fn is_paid(&self) -> bool {
        let rel = self.attribute("rel").and_then(|at| self.raw.get(at)).unwrap_or_default().to_ascii_lowercase();
        self.is("a") && rel.split_ascii_whitespace().any(|word| word == "sponsored")
    }

    /// Whether it parts words that stand on both sides of it.
    pub(super) fn parts(&self) -> bool {
        ["br", "p", "div", "li", "ul", "ol", "td", "tr", "hr", "section", "figure"].iter().any(|name| self.is(name))
    }

    /// The bytes of an attribute's value in the tag, quotes left out.
    pub(super) fn attribute(&self, name: &str) -> Option<Range<usize>> {
        let mut at = self.raw.find(char::is_whitespace)?;
        loop {
            at += self.raw[at..].find(|char: char| !char.is_whitespace() && char != '/')?;
            let length = self.raw[at..].find(|char: char| char.is_whitespace() || matches!(char, '=' | '>' | '/'))?;
            let found = self.raw[at..at + length].eq_ignore_ascii_case(name);
            let after = self.raw[at + length..].trim_start();
            let value = match after.strip_prefix('=') {
                Some(value) => self.value(value.trim_start()),
                None => at + length..at + length,
            };
            if found {
                return Some(value);
            }
            // A sign that is no name would hold the walk.
            at = value.end.max(at + length).max(at + 1);
            at += usize::from(self.raw[at..].starts_with(['"', '\'']));
            if !self.raw.is_char_boundary(at) {
                return None;
            }
        }
    }

    fn value(&self, rest: &str) -> Range<usize> {
        let start = self.raw.len() - rest.len();
        match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => start + 1..start + 1 + rest[1..].find(quote).unwrap_or(rest.len() - 1),
            _ => start..start + rest.find(|char: char| char.is_whitespace() || char == '>').unwrap_or(rest.len()),
        }
    }
}
