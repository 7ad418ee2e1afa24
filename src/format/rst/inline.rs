//! Inline markup of reStructuredText: emphasis, code, roles, links, notes and substitutions in the words of a block.

use std::ops::Range;

use super::names::{RstNames, name};
use crate::format::flat::FlatLines;
use crate::text::{Builder, LinkSort, MarkSort};

/// Roles whose words are prose; the words of all others are names and code.
const PROSE: [&str; 16] = [
    "abbr",
    "any",
    "doc",
    "download",
    "emphasis",
    "guilabel",
    "menuselection",
    "numref",
    "ref",
    "strong",
    "sub",
    "subscript",
    "sup",
    "superscript",
    "term",
    "title",
];
/// How many characters a name has at most that stands without ticks.
const LONGEST: usize = 200;
/// What may stand before markup, beside white space.
const OPENERS: &str = "'\"([{<-/:‘“’«¡¿–—";

/// How many bytes the name of a role or a note has at most.
const NAME: usize = 64;

/// The first bytes of a text.
fn within(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// Writes the words at some ranges of the source, each a line, into the open block.
pub(super) fn write(builder: &mut Builder, names: &RstNames, text: &str, lines: &[Range<usize>]) {
    let flat = FlatLines::of(text, lines);
    Inline { builder, names, flat: &flat.text, way: &flat }.words(0..flat.text.len());
}

/// The words of a block, with the way back to the source.
struct Inline<'a> {
    builder: &'a mut Builder,
    names: &'a RstNames,
    flat: &'a str,
    way: &'a FlatLines,
}

impl Inline<'_> {
    fn range(&self, range: Range<usize>) -> Range<usize> {
        self.way.range(range)
    }

    /// Writes words as they are.
    fn copy(&mut self, range: Range<usize>) {
        self.way.copy(self.builder, range);
    }

    /// Writes words with their markup.
    fn words(&mut self, range: Range<usize>) {
        let (mut at, mut from) = (range.start, range.start);
        while at < range.end {
            let rest = &self.flat[at..range.end];
            let Some(next) = rest.find(['*', '`', '|', '[', '\\', '_', ':']) else { break };
            at += next;
            let taken = self.markup(at, range.end, from);
            match taken {
                Some(end) => (at, from) = (end, end),
                None => at += self.flat[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        self.copy(from.min(range.end)..range.end);
    }

    /// Writes what stands before a place and the markup there; where that ends.
    fn markup(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let rest = &self.flat[at..end];
        if let Some(behind) = rest.strip_prefix('\\') {
            let next = behind.chars().next()?;
            self.copy(from..at);
            let taken = at + 1 + next.len_utf8();
            if !next.is_whitespace() {
                self.copy(at + 1..taken);
            }
            return Some(taken);
        }
        if rest.starts_with('_') {
            return self.reference(at, from);
        }
        let before = self.flat[..at].chars().next_back();
        if !before.is_none_or(|char| char.is_whitespace() || OPENERS.contains(char)) {
            return None;
        }
        if let Some(inner) = rest.strip_prefix(':') {
            let role = within(inner, NAME).split_once(":`").map(|(role, _)| role).filter(|role| is_role(role))?;
            let tick = at + role.len() + 2;
            let close = self.close(tick, end, "`")?;
            self.copy(from..at);
            self.interpreted(tick + 1..close, Some(role));
            return Some(close + 1);
        }
        for (sign, mark) in [("``", MarkSort::Code), ("**", MarkSort::Strong), ("*", MarkSort::Emphasis)] {
            if rest.starts_with(sign) {
                let close = self.close(at, end, sign)?;
                self.copy(from..at);
                let start = self.builder.here();
                self.copy(at + sign.len()..close);
                self.builder.mark(start, mark);
                return Some(close + sign.len());
            }
        }
        match rest.chars().next()? {
            '`' => self.ticked(at, end, from),
            '|' => self.substitution(at, end, from),
            '[' => {
                let close = at + within(rest, NAME).find("]_")?;
                let label = &self.flat[at + 1..close];
                let is_label = !label.is_empty() && label.chars().all(|char| char.is_alphanumeric() || "#*-_.".contains(char));
                is_label.then(|| {
                    self.copy(from..at);
                    let (here, label) = (self.builder.here(), label.trim_start_matches('#').to_owned());
                    let place = self.range(at..close + 2);
                    self.builder.link(here, label, LinkSort::Footnote, place);
                    close + 2
                })
            }
            _ => None,
        }
    }

    /// Where markup that begins at a byte closes.
    fn close(&self, at: usize, end: usize, sign: &str) -> Option<usize> {
        let inner = at + sign.len();
        let first = self.flat.get(inner..end)?.chars().next()?;
        if first.is_whitespace() {
            return None;
        }
        let ends = self.flat[inner..end].match_indices(sign).map(|(place, _)| inner + place);
        let closes = |&place: &usize| {
            let (before, behind) = (self.flat[..place].chars().next_back(), self.flat[place + sign.len()..end].chars().next());
            let is_free = behind.is_none_or(|char| char.is_whitespace() || !char.is_alphanumeric());
            place > inner && before.is_some_and(|char| !char.is_whitespace() && (char != '\\' || sign == "``")) && is_free
        };
        ends.take(64).find(closes)
    }

    /// Text in single ticks: a link, or words with a role.
    fn ticked(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let close = self.close(at, end, "`")?;
        self.copy(from..at);
        let behind = &self.flat[close + 1..end];
        let inner = at + 1..close;
        if behind.starts_with('_') {
            let signs = behind.len() - behind.trim_start_matches('_').len();
            self.link(inner, at..close + 1 + signs.min(2));
            return Some(close + 1 + signs.min(2));
        }
        let role =
            behind.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(role, _)| role).filter(|role| is_role(role));
        self.interpreted(inner, role.or(Some("title")));
        Some(close + 1 + role.map_or(0, |role| role.len() + 2))
    }

    /// Words with a role; in `words <target>` the words.
    fn interpreted(&mut self, range: Range<usize>, role: Option<&str>) {
        let words = self.titled(&range).map_or(range, |(words, _)| words);
        let start = self.builder.here();
        self.copy(words);
        if role.is_some_and(|role| !PROSE.contains(&role.rsplit(':').next().unwrap_or(role))) {
            self.builder.mark(start, MarkSort::Code);
        }
    }

    /// The words and the target of `words <target>`.
    fn titled(&self, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let text = &self.flat[range.clone()];
        let open = text.strip_suffix('>')?.rfind('<')?;
        let words = text[..open].trim_end().len();
        let target = range.start + open + 1..range.end - 1;
        Some((if words == 0 { target.clone() } else { range.start..range.start + words }, target))
    }

    fn link(&mut self, inner: Range<usize>, whole: Range<usize>) {
        let (words, target) = match self.titled(&inner) {
            Some((words, target)) => (words, self.flat[target].to_owned()),
            None => (inner.clone(), self.names.targets.get(&name(&self.flat[inner])).cloned().unwrap_or_default()),
        };
        // An address may be given by its name.
        let target = target.strip_suffix('_').and_then(|named| self.names.targets.get(&name(named)).cloned()).unwrap_or(target);
        let start = self.builder.here();
        self.copy(words);
        if target.contains([':', '/', '.']) {
            let whole = self.range(whole);
            self.builder.link(start, target, LinkSort::Page, whole);
        }
    }

    /// A word that is a link by the underscore behind it, or the text of a target inside a paragraph.
    fn reference(&mut self, at: usize, from: usize) -> Option<usize> {
        if self.flat[at + 1..].starts_with('`') {
            let before = self.flat[..at].chars().next_back();
            let close = self.close(at + 1, self.flat.len(), "`").filter(|_| before.is_none_or(char::is_whitespace))?;
            self.copy(from..at);
            self.copy(at + 2..close);
            return Some(close + 1);
        }
        let behind = self.flat[at + 1..].chars().take(LONGEST).find(|char| *char != '_');
        if behind.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let before =
            self.flat[from..at].char_indices().rev().take_while(|(_, char)| char.is_alphanumeric() || "-_.+".contains(*char));
        let start = from + before.take(LONGEST).last().map(|(start, _)| start)?;
        let target = self.names.targets.get(&name(&self.flat[start..at])).cloned()?;
        self.copy(from..start);
        let here = self.builder.here();
        self.copy(start..at);
        let whole = self.range(start..at + 1);
        self.builder.link(here, target, LinkSort::Page, whole);
        Some(at + 1)
    }

    /// `|name|`: the text that the document gives it, or none.
    fn substitution(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let close = self.close(at, end, "|")?;
        self.copy(from..at);
        let signs = self.flat[close + 1..end].len() - self.flat[close + 1..end].trim_start_matches('_').len();
        let taken = close + 1 + signs.min(2);
        if let Some(text) = self.names.texts.get(&name(&self.flat[at + 1..close])) {
            let place = self.range(at..taken);
            self.builder.text(text, place);
        }
        Some(taken)
    }
}

fn is_role(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_.+:".contains(char))
}
