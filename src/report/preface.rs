//! What was laid before a text to be judged with it, and how places are told without it.

use std::ops::Range;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::text::{Source, Span};

/// Front matter that came beside a text and was laid before it: reports count bytes and lines from behind it.
#[derive(Debug, Clone, Default)]
pub struct Preface {
    /// How many bytes it has.
    pub bytes: usize,
    /// How many lines.
    pub lines: usize,
    /// Where its keys and values stand, and which dotted key that is.
    pub fields: Vec<(Range<usize>, String)>,
}

impl Preface {
    /// Nothing was laid before.
    pub(super) const NONE: &Self = &Self { bytes: 0, lines: 0, fields: Vec::new() };

    /// A place as it stands in the text; `Err` names the key, or nothing, where it stands before it.
    pub(super) fn place(&self, source: &Source, span: Span) -> Result<Span, &str> {
        let is_at_the_very_start = span.is_empty() && span.start() == 0;
        if span.start() >= self.bytes || span.end() > self.bytes || is_at_the_very_start {
            return Ok(source.span(span.start().max(self.bytes)..span.end().max(self.bytes)));
        }
        let holds = |range: &Range<usize>| range.start <= span.start() && span.end() <= range.end;
        Err(self.fields.iter().find(|(range, _)| holds(range)).map_or("", |(_, key)| key))
    }
}

/// What was laid before each of several texts.
#[derive(Default)]
pub(super) struct Prefaces<'a>(FxHashMap<&'a Path, &'a Preface>);

impl<'a> Prefaces<'a> {
    /// By the paths of the texts.
    pub(super) fn new(all: impl Iterator<Item = (&'a Path, &'a Preface)>) -> Self {
        Self(all.filter(|(_, preface)| preface.bytes > 0).collect())
    }

    /// What was laid before the text of this path.
    pub(super) fn of(&self, path: &Path) -> &'a Preface {
        self.0.get(path).copied().unwrap_or(Preface::NONE)
    }
}
