//! Lines of a source as one line of words, with the way back.

use std::ops::Range;

use crate::text::Builder;

/// Lines joined by single spaces.
#[derive(Debug)]
pub(super) struct FlatLines {
    /// The words.
    pub(super) text: String,
    /// Where lines begin in the words, and in the source, in bytes.
    starts: Vec<(usize, usize)>,
}

impl FlatLines {
    /// The words at some ranges of a source, each a line; empty ones are left out.
    pub(super) fn of(source: &str, lines: &[Range<usize>]) -> Self {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for line in lines.iter().filter(|line| !line.is_empty()) {
            if !text.is_empty() {
                text.push(' ');
            }
            starts.push((text.len(), line.start));
            text.push_str(&source[line.clone()]);
        }
        Self { text, starts }
    }

    /// The byte of the source that a byte of the words came from.
    fn source(&self, at: usize) -> usize {
        let line = self.starts.partition_point(|&(start, _)| start <= at).max(1) - 1;
        self.starts.get(line).map_or(0, |&(start, source)| source + (at - start))
    }

    /// The bytes of the source from the first to the last of some words.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..self.source(range.end - 1) + 1
    }

    /// The bytes of the source of some words, line by line.
    pub(super) fn lines(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let end = self.line_end(at).min(range.end);
            if at < end {
                lines.push(self.range(at..end));
            }
            at = end + 1;
        }
        lines
    }

    /// Where the line ends that holds a byte of the words: at the space that joins it to the next.
    fn line_end(&self, at: usize) -> usize {
        let next = self.starts.partition_point(|&(start, _)| start <= at);
        self.starts.get(next).map_or(self.text.len(), |&(start, _)| start - 1)
    }

    /// Writes words as they are into the open block.
    pub(super) fn copy(&self, builder: &mut Builder, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let end = self.line_end(at).min(range.end);
            if at < end {
                builder.copy(self.range(at..end));
            }
            if end < range.end {
                let gap = self.source(end.saturating_sub(1)) + 1;
                builder.space(gap..self.source(end + 1));
            }
            at = end + 1;
        }
    }
}
