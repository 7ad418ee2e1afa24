//! Headlines in a row: which lines look like some, and where they end the page.

use crate::prose::{Shape, Token, passage};
use crate::reading::Reading;
use crate::text::{Block, Format, Kind, LinkSort, MarkSort};

/// How many words a headline has at most.
const LONGEST: usize = 25;
/// What may stand behind the page's end, in words: so many, or this share of all.
const TAIL: (usize, f64) = (80, 0.25);

/// For each block, where the headlines that begin with it end.
pub(super) struct Headlines<'a> {
    reading: &'a Reading<'a>,
    /// The last of them, and the last that is no heading.
    last: Vec<(Option<usize>, Option<usize>)>,
}

impl<'a> Headlines<'a> {
    /// The lines that look like headlines; `also` tells what else must be true of one.
    pub(super) fn of(reading: &'a Reading<'a>, also: impl Fn(&Block) -> bool) -> Self {
        let blocks = &reading.document.blocks;
        let mut last = vec![(None, None); blocks.len() + 1];
        for (number, block) in blocks.iter().enumerate().rev() {
            let (any, plain) = last[number + 1];
            last[number] = match () {
                () if !block.is_seen() => (any, plain),
                () if is_line(block) && is_headline(reading.line(number).tokens) && also(block) => {
                    let itself = Some(number);
                    (any.or(itself), plain.or(itself.filter(|_| block.kind != Kind::Heading)))
                }
                () => (None, None),
            };
        }
        Self { reading, last }
    }

    /// The last of the headlines from a block on. A heading that opens a section is none.
    fn last(&self, start: usize) -> Option<usize> {
        let document = self.reading.document;
        let (any, plain) = self.last[start];
        // In plain text a heading is only a guess.
        let goes_on = any.is_some_and(|any| any + 1 < document.blocks.len()) && document.source.format != Format::Plain;
        if goes_on { plain } else { any }
    }

    /// The headlines from a block on.
    pub(super) fn from(&self, start: usize) -> Vec<usize> {
        let end = self.last(start).map_or(start, |last| last + 1);
        (start..end).filter(|&number| self.reading.document.blocks[number].is_seen()).collect()
    }

    /// The headlines behind runs of lines, where the page ends about there; none that stand among those behind an earlier run.
    pub(super) fn behind(&self, runs: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let words = self.words();
        let all = words.last().copied().unwrap_or_default();
        let (mut found, mut end) = (Vec::new(), 0);
        for start in runs.iter().filter_map(|run| Some(run.last()? + 1)) {
            let Some(last) = self.last(start).filter(|_| start >= end) else { continue };
            let rest = all - words[last + 1];
            if rest <= TAIL.0 || rest as f64 <= TAIL.1 * all as f64 {
                found.push(self.from(start));
                end = last + 1;
            }
        }
        found
    }

    /// For each block, how many words a reader sees before it; at last, how many in all.
    fn words(&self) -> Vec<usize> {
        let (mut words, mut all) = (vec![0], 0);
        for (number, block) in self.reading.document.blocks.iter().enumerate() {
            if block.is_seen() {
                all += self.reading.line(number).tokens.iter().filter(|token| passage::counts(token)).count();
            }
            words.push(all);
        }
        words
    }
}

/// Whether words look like a headline: a few, a capital first, and no full stop unless a quotation ends it.
pub(super) fn is_headline(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| passage::counts(token)).count();
    let first = tokens.iter().find(|token| !token.is('“') && !token.is('"') && !token.is('‘') && !token.is('\''));
    let capital = first.is_some_and(|token| token.is_capital() || token.shape == Shape::Number);
    let open = tokens.last().is_some_and(|last| match last.shape {
        Shape::Mark(mark) => matches!(mark, '”' | '"' | '’' | '\'' | '»' | '?' | '!' | ')'),
        Shape::Address => false,
        _ => true,
    });
    (4..=LONGEST).contains(&words) && capital && open
}

/// Whether a headline, or any furniture, may stand in a block: it is a line of its own that a reader sees.
pub(super) fn is_line(block: &Block) -> bool {
    let kind = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Heading);
    let code = block.marks.iter().any(|mark| mark.sort == MarkSort::Code);
    kind && block.is_seen() && !code && !block.links.iter().any(|link| link.sort == LinkSort::Image)
}
