//! Finds what is JavaScript in MDX: imports and exports, `{expressions}`, and the tags of components.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::code::Code;
use super::masks::{MaskSort, Masks};
use super::shortcode::blank_line;

/// Finds what is no prose in MDX. The children of a component are prose.
pub(super) fn find(text: &str, from: usize) -> Masks {
    let mut finder = MdxScanner { text, bytes: text.as_bytes(), found: Masks::default(), unclosed: false };
    let mut statements = statements(text, from).into_iter().peekable();
    let mut code = Code::new(text);
    let mut at = from;
    loop {
        while statements.next_if(|&statement| statement < at).is_some() {}
        let statement = statements.peek().copied().unwrap_or(usize::MAX);
        let Some(stop) = code.find(at, statement) else { return finder.found };
        at = match finder.bytes[stop] {
            _ if stop == statement => finder.statement(stop),
            // `\{` is a brace, and `\<` no tag.
            _ if is_escaped(finder.bytes, stop) => stop + 1,
            b'{' => finder.expression(stop),
            _ => finder.tag(stop),
        };
    }
}

/// Whether a backslash takes its meaning from the sign at `at`.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// Where imports and exports begin: at the margin, after a blank line or one another.
fn statements(text: &str, from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for word in ["import", "export"] {
        let hits = memmem::find_iter(&text.as_bytes()[from..], word).map(|at| from + at);
        found.extend(hits.filter(|&at| begins_paragraph(text.as_bytes(), at, from) && speaks(&text[at + word.len()..])));
    }
    found.sort_unstable();
    found
}

fn begins_paragraph(bytes: &[u8], at: usize, from: usize) -> bool {
    let Some(before) = bytes[from..at].strip_suffix(b"\n") else { return at == from };
    let before = before.strip_suffix(b"\r").unwrap_or(before);
    before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|&byte| matches!(byte, b'\n' | b'\r'))
}

/// Whether JavaScript follows the word, not prose.
fn speaks(rest: &str) -> bool {
    let line = rest.split('\n').next().unwrap_or_default();
    let after = line.trim_start();
    let word = after.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
    let declares = ["default", "const", "let", "var", "function", "async", "class", "type", "interface"].contains(&word);
    let names = line.contains(" from '") || line.contains(" from \"");
    line.len() > after.len() && (declares || names || after.starts_with(['{', '*', '"', '\'']))
}

struct MdxScanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    found: Masks,
    /// A brace was opened and never closed: no later one is tried.
    unclosed: bool,
}

impl MdxScanner<'_> {
    /// Masks imports and exports up to the next blank line outside of braces.
    fn statement(&mut self, start: usize) -> usize {
        let mut at = start;
        let end = loop {
            let line = memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |distance| at + distance);
            let brace = memchr(b'{', &self.bytes[at..line]).map(|distance| at + distance);
            match brace.and_then(|brace| self.braces(brace)) {
                Some(end) => at = end,
                None if line == self.bytes.len() || blank_line(&self.bytes[line + 1..]) => break line,
                None => at = line + 1,
            }
        };
        let name = start..start + "import".len();
        let args = self.trim(name.end..end);
        self.found.push(start..end, MaskSort::Embed { name, args });
        end
    }

    fn expression(&mut self, at: usize) -> usize {
        let Some(end) = self.braces(at) else { return at + 1 };
        let inner = self.trim(at + 1..end - 1);
        let text = &self.text[inner.clone()];
        let comment = text.strip_prefix("/*").and_then(|text| text.strip_suffix("*/"));
        let word = text.find(|char: char| !char.is_alphanumeric() && !matches!(char, '.' | '_' | '$')).unwrap_or(text.len());
        let sort = match comment {
            Some(comment) => MaskSort::Comment(inner.start + 2..inner.start + 2 + comment.len()),
            None if word == 0 => MaskSort::Silent,
            None => MaskSort::Embed { name: inner.start..inner.start + word, args: self.trim(inner.start + word..inner.end) },
        };
        self.found.push(at..end, sort);
        end
    }

    /// The end of what the brace at `at` opens, strings and comments stepped over.
    fn braces(&mut self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut at = open;
        while let Some(&byte) = self.bytes.get(at).filter(|_| !self.unclosed) {
            at = match byte {
                b'{' => {
                    depth += 1;
                    at + 1
                }
                b'}' => {
                    depth -= 1;
                    at + 1
                }
                b'\\' => at + 2,
                b'"' | b'\'' | b'`' => self.string(at).unwrap_or(at + 1),
                b'/' if self.bytes.get(at + 1) == Some(&b'*') => {
                    memmem::find(&self.bytes[at + 2..], b"*/").map_or(self.bytes.len(), |distance| at + 2 + distance + 2)
                }
                _ => at + 1,
            };
            if depth == 0 {
                return Some(at);
            }
        }
        if !self.unclosed {
            self.unclosed = true;
            self.found.faults.push((open..open + 1, "this brace is never closed"));
        }
        None
    }

    /// The end of the string that opens at `at`; one in single or double quotes ends on its line.
    fn string(&self, open: usize) -> Option<usize> {
        let quote = self.bytes[open];
        let mut at = open + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' if quote != b'`' => return None,
                _ if byte == quote => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Masks the tag of a component; others are HTML, whatever their braces hold.
    fn tag(&mut self, at: usize) -> usize {
        let name = at + 1 + usize::from(self.bytes.get(at + 1) == Some(&b'/'));
        let closes = name == at + 2;
        let length = self.bytes[name.min(self.bytes.len())..].iter().take_while(|byte| is_name(**byte)).count();
        let upper = self.bytes.get(name).is_some_and(u8::is_ascii_uppercase);
        let fragment = length == 0 && self.bytes.get(name) == Some(&b'>');
        if !upper && !fragment {
            return at + 1;
        }
        let Some(end) = self.tag_end(name + length) else { return at + 1 };
        let slash = usize::from(self.bytes[end - 2] == b'/' && end - 2 >= name + length);
        let args = self.trim(name + length..end - 1 - slash);
        let sort = match (closes, fragment) {
            (true, false) => MaskSort::End(name..name + length),
            (_, true) => MaskSort::Silent,
            (false, false) => MaskSort::Embed { name: name..name + length, args },
        };
        self.found.push(at..end, sort);
        end
    }

    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        if !matches!(self.bytes.get(at)?, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>') {
            return None;
        }
        loop {
            at = match *self.bytes.get(at)? {
                b'>' => return Some(at + 1),
                b'<' => return None,
                b'{' => self.braces(at)?,
                quote @ (b'"' | b'\'') => at + 2 + memchr(quote, self.bytes.get(at + 1..)?)?,
                b'\n' if blank_line(&self.bytes[at + 1..]) => return None,
                _ => at + 1,
            };
        }
    }

    /// A range without the space around it.
    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let start = range.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':')
}
