//! Cuts a block's text where a figure or the words of a source begin or end, for a page that marks them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::reading::Place;
use crate::sourcing::SheetRow;

/// What is to be marked in the blocks of a draft.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// By block: bytes of its text and number of the row, in order.
    figures: BTreeMap<usize, Vec<(Range<usize>, usize)>>,
    /// By block: bytes of its text and number of the source, in order.
    credits: BTreeMap<usize, Vec<(Range<usize>, usize)>>,
    /// For every source, the rows that rest on it.
    pub(super) backed: Vec<Vec<usize>>,
    /// For every row, its source.
    pub(super) source: Vec<Option<usize>>,
}

/// A stretch of a block's text that is marked alike.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MarkedStretch {
    /// Bytes of the text.
    pub(super) at: Range<usize>,
    /// The figure it is part of: the number of its row.
    pub(super) figure: Option<usize>,
    /// The sources it is part of.
    pub(super) sources: Vec<usize>,
}

impl Marks {
    /// The marks of rows; the same words stand for one source, however many figures rest on them.
    pub(super) fn of(rows: &[&SheetRow]) -> Self {
        let mut marks = Self::default();
        let mut numbers: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            marks.figures.entry(row.place.block).or_default().push((row.place.at.clone(), number));
            let credit = row.credit.as_ref().filter(|place| !place.at.is_empty());
            let source = credit.map(|Place { block, at }| {
                let source = *numbers.entry((*block, at.start, at.end)).or_insert(marks.backed.len());
                if source == marks.backed.len() {
                    marks.backed.push(Vec::new());
                    marks.credits.entry(*block).or_default().push((at.clone(), source));
                }
                marks.backed[source].push(number);
                source
            });
            marks.source.push(source);
        }
        let lists = marks.figures.values_mut().chain(marks.credits.values_mut());
        lists.for_each(|list| list.sort_by_key(|(at, number)| (at.start, at.end, *number)));
        marks
    }

    /// Whether a block has anything to mark.
    pub(super) fn touches(&self, block: usize) -> bool {
        self.figures.contains_key(&block) || self.credits.contains_key(&block)
    }

    /// The pieces of a block's text, in order; together they are the whole of it.
    pub(super) fn pieces(&self, block: usize, text: &str) -> Vec<MarkedStretch> {
        let list = |of: &BTreeMap<usize, Vec<(Range<usize>, usize)>>| of.get(&block).cloned().unwrap_or_default();
        let (figures, credits) = (list(&self.figures), list(&self.credits));
        let mut cuts: Vec<usize> = figures.iter().chain(&credits).flat_map(|(at, _)| [at.start, at.end]).collect();
        cuts.extend([0, text.len()]);
        cuts.retain(|&cut| text.is_char_boundary(cut));
        cuts.sort_unstable();
        cuts.dedup();
        let (mut figures, mut credits) = (RangeSweep::new(&figures), RangeSweep::new(&credits));
        let pieces = cuts.windows(2).map(|cut| MarkedStretch {
            at: cut[0]..cut[1],
            figure: figures.at(cut[0]).first().copied(),
            sources: credits.at(cut[0]),
        });
        pieces.collect()
    }
}

/// Walks over ranges in the order of their starts and knows which are open.
struct RangeSweep<'a> {
    ahead: &'a [(Range<usize>, usize)],
    open: Vec<(usize, usize)>,
}

impl<'a> RangeSweep<'a> {
    fn new(ranges: &'a [(Range<usize>, usize)]) -> Self {
        Self { ahead: ranges, open: Vec::new() }
    }

    /// The numbers of the ranges that hold the byte `at`, which never goes back.
    fn at(&mut self, at: usize) -> Vec<usize> {
        while let Some(((next, number), rest)) = self.ahead.split_first().filter(|((next, _), _)| next.start <= at) {
            self.open.push((next.end, *number));
            self.ahead = rest;
        }
        self.open.retain(|(end, _)| *end > at);
        self.open.iter().map(|(_, number)| *number).collect()
    }
}
