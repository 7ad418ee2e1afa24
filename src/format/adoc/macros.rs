//! Macros among the words of AsciiDoc: links, pictures, notes, keys, and what only a builder knows.

use std::ops::Range;

use super::inline::{AdocAside, AdocInline};
use super::meta;
use crate::text::{LinkSort, MarkSort};

/// How many bytes the name of a macro has at most.
const NAME: usize = 32;
/// How many bytes an address, or what stands between pointed brackets, has at most.
const TARGET: usize = 2048;
/// How many bytes a term of the index has at most.
const TERM: usize = 256;
/// Schemes of addresses.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "irc", "file"];

impl AdocInline<'_> {
    /// The name of a macro, or the scheme of an address, before a colon.
    pub(super) fn colon(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let is_name = |char: &char| char.is_ascii_alphanumeric() || "_-".contains(*char);
        let length = self.flat[from..at].chars().rev().take(NAME).take_while(is_name).count();
        let start = at - length;
        let name = self.flat[start..at].to_owned();
        if length == 0 || self.before(start).is_some_and(char::is_alphanumeric) {
            return None;
        }
        if self.flat[at..end].starts_with("://") {
            let is_scheme = SCHEMES.iter().any(|scheme| name.eq_ignore_ascii_case(scheme));
            return is_scheme.then(|| self.address(start, at, end, from, &name)).flatten();
        }
        let rest = &self.flat[at + 1..self.flat.floor_char_boundary((at + 1 + TARGET).min(end))];
        // The target of a menu is words.
        let ends = |char: char| char == '[' || char.is_whitespace() && (name != "menu" || rest.starts_with(char));
        let open = at + 1 + rest.find(ends).filter(|&to| rest[to..].starts_with('['))?;
        let close = self.bracket(open, end)?;
        let (target, inner) = (at + 1..open, open + 1..close);
        if target.is_empty() && !EMPTY.contains(&name.as_str()) {
            return None;
        }
        self.copy(from..start);
        self.named(&name, start..close + 1, target, inner);
        Some(close + 1)
    }

    /// What a macro of this name stands for.
    fn named(&mut self, name: &str, whole: Range<usize>, target: Range<usize>, inner: Range<usize>) {
        let here = self.builder.here();
        match name {
            "link" | "xref" => self.linked(whole, target, inner),
            "mailto" => {
                let text = self.label(inner);
                self.words(if text.is_empty() { target } else { text });
            }
            "image" => {
                let address = self.resolved(target);
                self.builder.link(here, address, LinkSort::Image, self.way.range(whole));
                if let Some(("", alt)) = meta::list(self.flat, inner).into_iter().next().filter(|(_, alt)| !alt.is_empty()) {
                    let lines = self.way.lines(alt);
                    self.asides.iter_mut().for_each(|asides| asides.push(AdocAside::Alt(lines.clone())));
                }
            }
            "footnote" | "footnoteref" => self.footnote(name, whole, target, inner),
            "kbd" | "stem" | "latexmath" | "asciimath" => {
                self.copy(inner);
                self.builder.mark(here, MarkSort::Code);
            }
            "btn" | "indexterm2" => self.words(inner),
            "menu" => {
                self.copy(target);
                if !inner.is_empty() {
                    self.builder.space(self.way.range(inner.start - 1..inner.start));
                    self.copy(inner);
                }
            }
            "pass" => self.raw(inner),
            "icon" | "indexterm" | "anchor" => {}
            // Only a builder knows what it makes of it.
            _ => {
                self.copy(target);
                self.builder.mark(here, MarkSort::Code);
            }
        }
    }

    /// What is passed through: words, where it is no HTML.
    pub(super) fn raw(&mut self, inner: Range<usize>) {
        if !self.flat[inner.clone()].contains('<') {
            self.copy(inner);
        }
    }

    /// The words of a link, what only its macro reads left out.
    fn label(&self, inner: Range<usize>) -> Range<usize> {
        let text = &self.flat[inner.clone()];
        let first = || meta::list(self.flat, inner.clone()).into_iter().next();
        let label = match text.starts_with('"') || text.contains('=') {
            true => first().filter(|(name, _)| name.is_empty()).map_or(inner.start..inner.start, |(_, at)| at),
            false => inner.clone(),
        };
        // A sign at the end opens another window.
        let end = label.start + self.flat[label.clone()].trim_end_matches('^').len();
        label.start..end
    }

    /// An address with what stands for the names in it.
    fn resolved(&self, target: Range<usize>) -> String {
        let text = &self.flat[target];
        self.names.resolved(text).unwrap_or_else(|| text.to_owned())
    }

    fn linked(&mut self, whole: Range<usize>, target: Range<usize>, inner: Range<usize>) {
        let (address, label, here) = (self.resolved(target.clone()), self.label(inner), self.builder.here());
        let is_bare = label.is_empty();
        self.words_or_address(label, target);
        if address.contains([':', '/', '.']) {
            self.builder.link(here, address, LinkSort::Page, self.way.range(whole));
        } else if is_bare {
            self.builder.mark(here, MarkSort::Code);
        }
    }

    fn words_or_address(&mut self, label: Range<usize>, target: Range<usize>) {
        if label.is_empty() { self.copy(target) } else { self.words(label) }
    }

    /// An address among the words, which may have words of its own behind it; `begins` stands for what is written up to `rest`.
    pub(super) fn address(&mut self, start: usize, rest: usize, end: usize, from: usize, begins: &str) -> Option<usize> {
        let reach = self.flat.floor_char_boundary((rest + TARGET).min(end));
        let tail = &self.flat[rest..reach];
        let length = tail.find(|char: char| char.is_whitespace() || "[]<>".contains(char)).unwrap_or(tail.len());
        let close = self.bracket(rest + length, end).filter(|_| tail[length..].starts_with('['));
        let target = format!("{begins}{}", self.resolved(rest..rest + length));
        self.copy(from..start);
        let here = self.builder.here();
        let Some(close) = close else {
            // Without words of its own it is found among all that stand as they are.
            let is_written = self.flat[start..rest] == *begins;
            match is_written {
                true => self.copy(start..rest + length),
                false => self.builder.text(&target, self.way.range(start..rest + length)),
            }
            return Some(rest + length);
        };
        let label = self.label(rest + length + 1..close);
        self.words_or_address(label, start..rest + length);
        self.builder.link(here, target, LinkSort::Page, self.way.range(start..close + 1));
        Some(close + 1)
    }

    fn footnote(&mut self, name: &str, whole: Range<usize>, target: Range<usize>, inner: Range<usize>) {
        // The old form has its name among the words: `footnoteref:[name,words]`.
        let comma = self.flat[inner.clone()].find(',').map(|at| inner.start + at);
        let (label, text) = match (name, comma) {
            ("footnoteref", Some(comma)) => (inner.start..comma, comma + 1..inner.end),
            ("footnoteref", None) => (inner.clone(), inner.end..inner.end),
            _ => (target, inner),
        };
        let here = self.builder.here();
        let Some(asides) = self.asides.as_mut() else { return };
        let place = self.way.range(whole);
        let label = match &self.flat[label] {
            "" => format!("at {}", place.start),
            label => label.to_owned(),
        };
        let lines = self.way.lines(text);
        if !lines.is_empty() {
            asides.push(AdocAside::Note(label.clone(), lines));
        }
        self.builder.link(here, label, LinkSort::Footnote, place);
    }

    /// `<<place, words>>`, or an address between pointed brackets.
    pub(super) fn pointed(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let reach = self.flat.floor_char_boundary((at + TARGET).min(end));
        let rest = &self.flat[at..reach];
        if let Some(inner) = rest.strip_prefix("<<") {
            let close = at + 2 + inner.find(">>").filter(|&length| length > 0)?;
            let comma = inner.find(',').map(|comma| at + 2 + comma).filter(|&comma| comma < close);
            let target = at + 2..comma.unwrap_or(close);
            let label = comma.map_or(close..close, |comma| {
                let words = &self.flat[comma + 1..close];
                comma + 1 + words.len() - words.trim_start().len()..close
            });
            self.copy(from..at);
            self.linked(at..close + 2, target, label);
            return Some(close + 2);
        }
        let inner = &rest[1..];
        let is_address = SCHEMES.iter().any(|scheme| inner.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("://")));
        let close = inner
            .find(|char: char| char.is_whitespace() || char == '>')
            .filter(|&to| is_address && inner[to..].starts_with('>'))?;
        self.copy(from..at);
        let here = self.builder.here();
        self.copy(at + 1..at + 1 + close);
        self.builder.link(here, &inner[..close], LinkSort::Page, self.way.range(at..at + 2 + close));
        Some(at + 2 + close)
    }

    /// A term of the index: seen between two brackets, unseen between three.
    pub(super) fn index_term(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let reach = self.flat.floor_char_boundary((at + TERM).min(end));
        let rest = &self.flat[at..reach];
        let (signs, close) = if rest.starts_with("(((") { (3, rest.find(")))")?) } else { (2, rest.find("))")?) };
        if !rest.starts_with("((") || close == signs {
            return None;
        }
        self.copy(from..at);
        if signs == 2 {
            self.words(at + 2..at + close);
        }
        Some(at + close + signs)
    }
}

/// Macros that have no target.
const EMPTY: [&str; 11] =
    ["footnote", "footnoteref", "kbd", "btn", "pass", "stem", "latexmath", "asciimath", "indexterm", "indexterm2", "menu"];
