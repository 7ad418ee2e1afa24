//! Stretches of a text in order and apart from each other: whether one of them meets a place is found by binary search.

use std::ops::Range;

/// Ranges of bytes, or of tokens, in order; those that overlapped are one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges(Vec<Range<usize>>);

impl Ranges {
    /// Ranges in any order.
    pub fn of(ranges: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_by_key(|range| range.start);
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        Self(joined)
    }

    /// Whether one of them shares something with `at`; an empty one, by standing inside.
    pub fn touch(&self, at: &Range<usize>) -> bool {
        let next = self.0.partition_point(|range| range.end <= at.start);
        self.0.get(next).is_some_and(|range| range.start < at.end)
    }

    /// Whether one of them holds all of `at`.
    pub fn cover(&self, at: &Range<usize>) -> bool {
        let next = self.0.partition_point(|range| range.end < at.end);
        self.0.get(next).is_some_and(|range| range.start <= at.start)
    }

    /// All of them.
    pub fn all(&self) -> &[Range<usize>] {
        &self.0
    }

    /// Those that begin at a place or behind it.
    pub fn since(&self, start: usize) -> &[Range<usize>] {
        &self.0[self.0.partition_point(|range| range.start < start)..]
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
