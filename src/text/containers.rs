//! What holds paragraphs: which containers stand around a place, found without a look at those beside it.

use super::span::Span;

/// What holds paragraphs: elements of HTML, pairs of shortcodes or components, directives, conditions of AsciiDoc.
#[derive(Debug, Default)]
pub struct Containers {
    /// In the order they begin, an outer one before those in it.
    spans: Vec<Span>,
    /// Of each, the nearest before it that has not ended where it begins.
    holders: Vec<Option<usize>>,
}

impl Containers {
    /// Containers in any order. They may overlap, as where an element is never closed.
    pub(super) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable_by_key(|span| (span.start(), usize::MAX - span.end()));
        let mut open: Vec<usize> = Vec::new();
        let mut holders = Vec::with_capacity(spans.len());
        for (number, span) in spans.iter().enumerate() {
            while open.pop_if(|last| spans[*last].end() <= span.start()).is_some() {}
            holders.push(open.last().copied());
            open.push(number);
        }
        Self { spans, holders }
    }

    /// Those that hold these bytes, the outermost first.
    pub fn around(&self, of: Span) -> Vec<Span> {
        let last = self.spans.partition_point(|span| span.start() <= of.start()).checked_sub(1);
        let chain = std::iter::successors(last, |&number| self.holders[number]);
        let mut around: Vec<Span> = chain.map(|number| self.spans[number]).filter(|span| span.covers(of)).collect();
        around.reverse();
        around
    }
}
