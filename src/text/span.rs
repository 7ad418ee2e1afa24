//! Byte ranges in a source's text, and the lines that people count instead.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of bytes in a source's decoded text, end exclusive.
///
/// Only this room makes spans: everyone else asks a [`Block`](super::Block) or a [`Source`](super::Source), so that a span
/// always lies inside its text and on character bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The bytes as a range, to slice with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether nothing lies between start and end.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A place as people count it: both 1-based, columns in Unicode scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalars, from 1.
    pub column: usize,
}

/// What the columns of a line are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Unicode scalars, as people count.
    Scalar,
    /// Units of UTF-16, as browsers and editors count.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

/// Where the lines of a text begin. `\n`, `\r\n` and a lone `\r` each end a line.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    starts: Vec<u32>,
    /// How many characters stand before every [`STRIDE`] bytes, and how many of them take two units of UTF-16: a column of a long
    /// line is not counted from its start.
    chars: Vec<(u32, u32)>,
}

/// Bytes between two counts of characters.
const STRIDE: usize = 512;

impl Lines {
    /// Finds the line starts of `text`.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| at as u32 + 1);
        let mut before = (0, 0);
        let count = |chunk: &[u8]| {
            let here = before;
            before = (before.0 + starts_of_chars(chunk), before.1 + pairs(chunk));
            here
        };
        Self { starts: std::iter::once(0).chain(ends).collect(), chars: bytes.chunks(STRIDE).map(count).collect() }
    }

    /// The 0-based line that holds byte `at`.
    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= at).max(1) - 1
    }

    /// The bytes of 0-based line `line` of `text`, its line end left out.
    pub fn range(&self, line: usize, text: &str) -> Range<usize> {
        let at = |line: usize| self.starts.get(line).map_or(text.len(), |&start| start as usize);
        let (start, end) = (at(line), at(line + 1));
        start..start + text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// How many lines there are; a text that ends in a line end has one more, empty.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Line and column of byte `at` of `text`.
    pub fn position(&self, at: usize, text: &str) -> Position {
        self.position_in(ColumnKind::Scalar, at, text)
    }

    /// Line of byte `at` of `text`, and its column in these units.
    pub fn position_in(&self, unit: ColumnKind, at: usize, text: &str) -> Position {
        let line = self.line_of(at);
        let start = self.starts.get(line).map_or(0, |&start| start as usize);
        let column = self.units_before(unit, at, text) - self.units_before(unit, start, text);
        Position { line: line + 1, column: column + 1 }
    }

    fn units_before(&self, unit: ColumnKind, at: usize, text: &str) -> usize {
        let at = at.min(text.len());
        if unit == ColumnKind::Byte {
            return at;
        }
        let stride = (at / STRIDE).min(self.chars.len().saturating_sub(1));
        let (mut chars, mut pairs_too) = self.chars.get(stride).copied().unwrap_or_default();
        let rest = &text.as_bytes()[(stride * STRIDE).min(at)..at];
        chars += starts_of_chars(rest);
        pairs_too += pairs(rest);
        (if unit == ColumnKind::Utf16 { chars + pairs_too } else { chars }) as usize
    }
}

/// How many characters begin in these bytes of UTF-8.
fn starts_of_chars(bytes: &[u8]) -> u32 {
    how_many(bytes, |byte| byte & 0xc0 != 0x80)
}

/// How many of them UTF-16 writes in two units.
fn pairs(bytes: &[u8]) -> u32 {
    how_many(bytes, |byte| byte >= 0xf0)
}

/// How many of these bytes are such: summed up in a byte as long as they fit, so that a processor counts many at once.
fn how_many(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> u32 {
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(is_such(byte))).sum::<u8>();
    bytes.chunks(u8::MAX.into()).map(|bytes| u32::from(few(bytes))).sum()
}
