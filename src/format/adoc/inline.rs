//! Inline markup of AsciiDoc: emphasis, code, quotation marks, names and escapes in the words of a block.

use std::ops::Range;

use super::names::{AdocNames, AdocReference};
use crate::format::entity::entity;
use crate::format::flat::FlatLines;
use crate::format::hiding::hides;
use crate::text::{Builder, MarkSort};

/// What stands beside the words of a block and not among them.
#[derive(Debug)]
pub(super) enum AdocAside {
    /// A note: its label, and the bytes of its lines.
    Note(String, Vec<Range<usize>>),
    /// The text that stands for a picture.
    Alt(Vec<Range<usize>>),
}

/// How deep markup may stand in markup; what is deeper is read as it is.
const DEEPEST: usize = 8;
/// How many places are tried as the end of markup.
const TRIED: usize = 64;
/// How many bytes markup may hold whose two ends differ.
const LONGEST: usize = 2000;
/// The signs that begin something.
const SIGNS: [char; 16] = ['*', '_', '`', '#', '+', '^', '~', '<', '[', '{', '(', '\\', ':', '"', '\'', '&'];

/// Writes the words at some ranges of the source, each a line, into the open block. What stands beside them is told, if it is asked for.
pub(super) fn write(builder: &mut Builder, names: &AdocNames, lines: &[Range<usize>], asides: Option<&mut Vec<AdocAside>>) {
    let flat = FlatLines::of(&builder.source().text, lines);
    let mut inline = AdocInline { builder, names, flat: &flat.text, way: &flat, closes: closes(&flat.text), asides, depth: 0 };
    inline.words(0..flat.text.len());
}

/// For each bracket that opens, where it closes, in order.
fn closes(flat: &str) -> Vec<(usize, usize)> {
    let (mut pairs, mut open) = (Vec::new(), Vec::new());
    for at in memchr::memchr2_iter(b'[', b']', flat.as_bytes()) {
        let is_escaped = flat[..at].ends_with('\\');
        match flat.as_bytes()[at] {
            _ if is_escaped => {}
            b'[' => open.push(at),
            _ => pairs.extend(open.pop().map(|start| (start, at))),
        }
    }
    pairs.sort_unstable();
    pairs
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The words of a block in one line.
pub(super) struct AdocInline<'a> {
    pub(super) builder: &'a mut Builder,
    pub(super) names: &'a AdocNames,
    pub(super) flat: &'a str,
    pub(super) way: &'a FlatLines,
    closes: Vec<(usize, usize)>,
    pub(super) asides: Option<&'a mut Vec<AdocAside>>,
    depth: usize,
}

impl AdocInline<'_> {
    pub(super) fn copy(&mut self, range: Range<usize>) {
        self.way.copy(self.builder, range);
    }

    /// Where the bracket at a byte closes.
    pub(super) fn bracket(&self, at: usize, end: usize) -> Option<usize> {
        let found = self.closes.binary_search_by_key(&at, |(open, _)| *open).ok()?;
        Some(self.closes[found].1).filter(|&close| close < end)
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.flat[..at].chars().next_back()
    }

    fn behind(&self, at: usize) -> Option<char> {
        self.flat[at..].chars().next()
    }

    /// Writes words with their markup.
    pub(super) fn words(&mut self, range: Range<usize>) {
        if self.depth >= DEEPEST {
            return self.copy(range);
        }
        self.depth += 1;
        let (mut at, mut from) = (range.start, range.start);
        while at < range.end {
            let Some(next) = self.flat[at..range.end].find(SIGNS) else { break };
            at += next;
            match self.markup(at, range.end, from) {
                Some(end) => (at, from) = (end, end),
                None => at += self.behind(at).map_or(1, char::len_utf8),
            }
        }
        self.copy(from.min(range.end)..range.end);
        self.depth -= 1;
    }

    /// Writes what stands before a place and the markup there; where that ends.
    fn markup(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        match self.flat[at..].chars().next()? {
            '\\' => self.escape(at, end, from),
            ':' => self.colon(at, end, from),
            '{' => self.name(at, end, from),
            '<' => self.pointed(at, end, from),
            '(' => self.index_term(at, end, from),
            '[' => self.bracketed(at, end, from),
            '&' => {
                let (bytes, text) = entity(self.flat, at..end)?;
                self.copy(from..at);
                self.builder.text(&text, self.way.range(at..at + bytes));
                Some(at + bytes)
            }
            '"' => self.quoted(at, end, from, ["“", "”"]),
            '\'' => self.quoted(at, end, from, ["‘", "’"]),
            '+' => self.passed(at, end, from),
            _ => self.formatted(at, end, from, at, None),
        }
    }

    /// A sign that means itself by the backslash before it.
    fn escape(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let rest = &self.flat[at + 1..end];
        let first = rest.chars().next()?;
        let letters = rest.len() - rest.trim_start_matches(|char: char| char.is_ascii_lowercase()).len();
        let is_macro = letters > 0 && rest[letters..].starts_with(':');
        if !is_macro && !SIGNS.contains(&first) {
            return None;
        }
        self.copy(from..at);
        // Of a sign that stands twice, both mean themselves.
        let twice = rest[first.len_utf8()..].starts_with(first);
        let taken = if is_macro { letters + 1 } else { first.len_utf8() * (1 + usize::from(twice)) };
        self.copy(at + 1..at + 1 + taken);
        Some(at + 1 + taken)
    }

    /// Quotation marks that are set with ticks.
    fn quoted(&mut self, at: usize, end: usize, from: usize, marks: [&str; 2]) -> Option<usize> {
        let sign = &self.flat[at..at + 1];
        let open = self.flat[at + 1..end].starts_with('`') && !self.before(at).is_some_and(is_word);
        if !open || self.behind(at + 2).is_none_or(char::is_whitespace) {
            return None;
        }
        let reach = self.flat.floor_char_boundary((at + 2 + LONGEST).min(end));
        let close = at + 2 + self.flat[at + 2..reach].find(&format!("`{sign}"))?;
        self.copy(from..at);
        self.builder.text(marks[0], self.way.range(at..at + 2));
        self.words(at + 2..close);
        self.builder.text(marks[1], self.way.range(close..close + 2));
        Some(close + 2)
    }

    /// What is passed through between plus signs: as words between one or two; between three it may be HTML, which is no prose.
    fn passed(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let rest = &self.flat[at..end];
        for sign in ["+++", "++"] {
            if rest.starts_with(sign) {
                let inner = at + sign.len();
                let close = inner + self.flat[inner..end].find(sign).filter(|&length| length > 0)?;
                self.copy(from..at);
                if sign == "++" {
                    self.copy(inner..close)
                } else {
                    self.raw(inner..close)
                }
                return Some(close + sign.len());
            }
        }
        let close = self.constrained(at, end, '+')?;
        self.copy(from..at);
        self.copy(at + 1..close);
        Some(close + 1)
    }

    /// Words in signs that set them apart, with the attributes that stand before them from `from` on.
    fn formatted(&mut self, at: usize, end: usize, from: usize, start: usize, roles: Option<&str>) -> Option<usize> {
        let sign = self.behind(at)?;
        let twice = self.flat[at + 1..end].starts_with(sign);
        let (inner, close, behind) = match sign {
            '^' | '~' => {
                let close = self.unspaced(at, end, sign)?;
                (at + 1, close, close + 1)
            }
            '*' | '_' | '`' | '#' => match twice.then(|| self.unconstrained(at, end, sign)).flatten() {
                Some(close) => (at + 2, close, close + 2),
                None => {
                    let close = self.constrained(at, end, sign)?;
                    (at + 1, close, close + 1)
                }
            },
            _ => return None,
        };
        self.copy(from..start);
        let here = self.builder.here();
        match sign {
            '`' => {
                let text = &self.flat[inner..close];
                let is_passed = text.len() > 2 && text.starts_with('+') && text.ends_with('+');
                let bare = usize::from(is_passed);
                self.copy(inner + bare..close - bare);
                self.builder.mark(here, MarkSort::Code);
            }
            _ => {
                self.words(inner..close);
                match sign {
                    '*' => self.builder.mark(here, MarkSort::Strong),
                    '_' => self.builder.mark(here, MarkSort::Emphasis),
                    _ => {}
                }
            }
        }
        let roles = roles.unwrap_or_default();
        if roles.split_whitespace().any(|role| role == "line-through") {
            self.builder.mark(here, MarkSort::Deleted);
        }
        if hides("class", roles) {
            self.builder.mark(here, MarkSort::Hidden);
        }
        Some(behind)
    }

    /// Where words in single signs end: the signs touch them, and stand in no word.
    fn constrained(&self, at: usize, end: usize, sign: char) -> Option<usize> {
        let inner = at + sign.len_utf8();
        let is_free = self.before(at).is_none_or(|char| !is_word(char) && !";:}".contains(char));
        if !is_free || self.flat[inner..end].starts_with(char::is_whitespace) {
            return None;
        }
        let closes = |&close: &usize| {
            let next = self.flat[close + 1..end].chars().next();
            let is_closed = next.is_none_or(|char| !is_word(char) && (sign != '`' || !"\"'`".contains(char)));
            close > inner && is_closed && self.before(close).is_some_and(|char| !char.is_whitespace() && char != '\\')
        };
        self.flat[inner..end].match_indices(sign).map(|(close, _)| inner + close).take(TRIED).find(closes)
    }

    /// Where words in signs that stand twice end.
    fn unconstrained(&self, at: usize, end: usize, sign: char) -> Option<usize> {
        let inner = at + 2;
        let (mut buffer, mut twice) = ([0; 8], String::with_capacity(2));
        (0..2).for_each(|_| twice.push_str(sign.encode_utf8(&mut buffer)));
        let rest = self.flat.get(inner..end)?;
        rest.match_indices(twice.as_str()).map(|(close, _)| inner + close).take(TRIED).find(|&close| close > inner)
    }

    /// Where a word that is raised or lowered ends: no space stands in it.
    fn unspaced(&self, at: usize, end: usize, sign: char) -> Option<usize> {
        let rest = &self.flat[at + 1..end];
        let close =
            rest.char_indices().take(TRIED).take_while(|(_, char)| !char.is_whitespace()).find(|(_, char)| *char == sign)?;
        (close.0 > 0).then_some(at + 1 + close.0)
    }

    /// An anchor, or attributes of what stands behind them: `[.role]#words#`.
    fn bracketed(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let close = self.bracket(at, end)?;
        let inner = &self.flat[at + 1..close];
        if inner.starts_with('[') && inner.ends_with(']') {
            self.copy(from..at);
            return Some(close + 1);
        }
        let is_marked = self.flat[close + 1..end].starts_with(['#', '*', '_', '`', '^', '~']);
        let is_list = !inner.is_empty() && inner.len() < LONGEST && !inner.contains(['[', ']']);
        let roles = inner.replace(['.', '%', '#', '"'], " ").replace("role=", " ");
        if !is_marked || !is_list {
            return None;
        }
        self.formatted(close + 1, end, from, at, Some(&roles))
    }

    /// `{name}`: the text that stands for it; a name that only a builder knows stands as it is, as code does.
    fn name(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        let names = self.names;
        let AdocReference { bytes, text } = names.reference(&self.flat[at..end])?;
        let behind = at + bytes;
        let is_address = |text: &str| ["http://", "https://", "ftp://"].iter().any(|scheme| text.starts_with(scheme));
        if let Some(text) = text.filter(|text| is_address(text)) {
            return self.address(at, behind, end, from, text);
        }
        self.copy(from..at);
        let here = self.builder.here();
        // What has markup of its own is not spelt out.
        let is_plain = |text: &str| text.chars().count() <= 2 || !text.contains(['*', '_', '`', '#', '[', '<']);
        match text.filter(|text| is_plain(text)) {
            Some(text) => self.builder.text(text, self.way.range(at..behind)),
            _ => {
                self.copy(at..behind);
                self.builder.mark(here, MarkSort::Code);
            }
        }
        Some(behind)
    }
}
