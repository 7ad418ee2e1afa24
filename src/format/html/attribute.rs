//! The attributes of a start tag, and what they say about how its element is seen.

use std::ops::Range;

use crate::format::entity::decode;
use crate::format::hiding::{fades, hides};

use super::tag::Tag;

/// The attributes of one tag, in order.
#[derive(Debug)]
pub(super) struct Attributes<'a> {
    text: &'a str,
    list: Vec<(Range<usize>, Range<usize>)>,
}

impl<'a> Attributes<'a> {
    /// Reads the start tag at `tag` of `text`.
    pub(super) fn read(text: &'a str, tag: Range<usize>) -> Self {
        let bytes = text.as_bytes();
        let end = tag.end - 1;
        let skip = |mut at: usize, wanted: fn(u8) -> bool| {
            while at < end && wanted(bytes[at]) {
                at += 1;
            }
            at
        };
        let mut list = Vec::new();
        let mut at = skip(tag.start + 1, |byte| !is_space(byte) && byte != b'/');
        loop {
            let name = skip(at, |byte| is_space(byte) || byte == b'/');
            if name >= end {
                return Self { text, list };
            }
            at = skip(name + 1, |byte| !is_space(byte) && !matches!(byte, b'/' | b'='));
            let key = name..at;
            let equals = skip(at, is_space);
            if equals >= end || bytes[equals] != b'=' {
                list.push((key, at..at));
                continue;
            }
            let start = skip(equals + 1, is_space);
            let (value, next) = match bytes[start.min(end)] {
                quote @ (b'"' | b'\'') if start < end => {
                    let close = memchr::memchr(quote, &bytes[start + 1..end]).map_or(end, |length| start + 1 + length);
                    (start + 1..close, (close + 1).min(end))
                }
                _ => {
                    let close = skip(start, |byte| !is_space(byte));
                    (start..close, close)
                }
            };
            list.push((key, value));
            at = next;
        }
    }

    /// Where the value of an attribute stands; empty for an attribute without one.
    pub(super) fn range(&self, name: &str) -> Option<Range<usize>> {
        self.find(name).map(|(_, value)| value.clone())
    }

    /// Where the name of an attribute stands.
    pub(super) fn key(&self, name: &str) -> Option<Range<usize>> {
        self.find(name).map(|(key, _)| key.clone())
    }

    fn find(&self, name: &str) -> Option<&(Range<usize>, Range<usize>)> {
        self.list.iter().find(|(key, _)| self.text[key.clone()].eq_ignore_ascii_case(name))
    }

    /// The value of an attribute as written.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.range(name).map(|range| &self.text[range])
    }

    /// The value of an attribute, its character references replaced.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.raw(name).map(|raw| if raw.contains('&') { decode(raw) } else { raw.to_owned() })
    }

    /// Whether an element with these attributes is not shown.
    pub(super) fn hide(&self) -> bool {
        self.list.iter().any(|(key, range)| hides(&self.text[key.clone()], &self.text[range.clone()]))
    }

    /// Whether an element with these attributes is seen through, and nothing says that a script is to show it.
    pub(super) fn fade(&self) -> bool {
        let style = self.raw("style").unwrap_or_default();
        let moves = || ["transform", "transition", "animation", "will-change"].iter().any(|word| style.contains(word));
        let scripted = || self.list.iter().any(|(key, _)| self.text[key.clone()].starts_with("data-"));
        fades(style) && !moves() && !scripted()
    }

    /// Whether an element with these attributes is something the page adds around its article.
    pub(super) fn is_chrome(&self, tag: Tag) -> bool {
        const ADDED: [&str; 22] = [
            "ad",
            "ads",
            "advert",
            "advertisement",
            "comments",
            "follow",
            "more",
            "newsletter",
            "popular",
            "promo",
            "recirc",
            "recommended",
            "related",
            "share",
            "sharing",
            "sidebar",
            "signup",
            "social",
            "subscribe",
            "teaser",
            "teasers",
            "trending",
        ];
        tag == Tag::Aside && self.has_class_part(&ADDED)
            || self.raw("role").is_some_and(|role| role.trim().eq_ignore_ascii_case("navigation"))
    }

    /// Whether a form with these attributes holds the whole page, as some servers write it.
    pub(super) fn is_of_whole_page(&self) -> bool {
        const IDS: [&str; 3] = ["aspnetForm", "form1", "mainForm"];
        self.raw("id").is_some_and(|id| IDS.iter().any(|known| known.eq_ignore_ascii_case(id.trim())))
    }

    /// Whether an element with these attributes is a standfirst.
    pub(super) fn is_dek(&self) -> bool {
        const NAMES: [&str; 11] = [
            "standfirst",
            "dek",
            "deck",
            "subtitle",
            "lede",
            "summary",
            "subheadline",
            "subheading",
            "subhead",
            "strapline",
            "subhed",
        ];
        self.has_class_part(&NAMES)
    }

    /// Whether a class is one of `names`, or has one between its hyphens and underscores.
    fn has_class_part(&self, names: &[&str]) -> bool {
        let Some(classes) = self.raw("class") else { return false };
        let parts = classes.split(|char: char| char.is_ascii_whitespace() || matches!(char, '-' | '_'));
        parts.filter(|part| !part.is_empty()).any(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)))
    }
}

/// Whether HTML takes a byte for white space.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The name of the footnote that an address inside the page leads to; `None` when it leads elsewhere or back up.
pub(in crate::format) fn footnote(href: &str, raised: bool) -> Option<&str> {
    let name = href.strip_prefix('#').filter(|name| !name.is_empty())?;
    (names_note(name) || raised && !returns(href)).then_some(name)
}

/// Whether an address leads from a footnote back to its mark.
pub(super) fn returns(href: &str) -> bool {
    ["#fnref", "#_ftnref", "#cite_ref", "#footnote-ref", "#ref-", "#noteref"].iter().any(|start| href.starts_with(start))
}

/// Whether an id is one that footnotes have: `fn1`, `fn:source`, `_ftn2`, `cite_note-4`.
pub(super) fn names_note(id: &str) -> bool {
    ["fn", "_ftn", "footnote", "endnote", "cite_note", "note"].iter().filter_map(|start| id.strip_prefix(start)).any(|rest| {
        let name = rest.trim_start_matches(['-', '_', ':', '.']);
        !name.is_empty()
            && !name.starts_with("ref")
            && (rest.len() > name.len() || name.starts_with(|char: char| char.is_ascii_digit()))
    })
}
