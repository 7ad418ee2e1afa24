//! Where in an article a statement stands, and where it should.

use serde::Deserialize;

use super::element;
use super::when::Trigger;
use crate::reading::Reading;
use crate::reading::wording::words;
use crate::text::{Format, Kind, Role, Source, Span};

/// Where a statement must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// Anywhere in plain sight.
    #[default]
    Anywhere,
    /// In the headline, the standfirst or the line above or below them.
    Title,
    /// Before the article, or right behind its first paragraph.
    Top,
    /// Before the first trigger or in its paragraph; at the top when no place of the text is one.
    BeforeTrigger,
    /// In the block of every trigger, or in the one right before or behind.
    Beside,
    /// Behind the article, or before its last paragraphs.
    End,
    /// At the top or at the end.
    TopOrEnd,
}

/// A shorter stretch than this does not part a statement from the top or the end.
const SHORT: usize = 80;
/// From so many words on a block is a paragraph, and no byline or label.
const PARAGRAPH: usize = 8;

/// How much of the article stands before each block.
pub(super) struct Outline {
    /// Words and paragraphs before each block, and before the end.
    before: Vec<(usize, usize)>,
    /// How many blocks that a reader sees stand before each block.
    seen: Vec<usize>,
    /// The first block of the article proper, and one past the last.
    first: usize,
    end: usize,
}

impl Outline {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let blocks = &reading.document.blocks;
        let (mut before, mut sum) = (Vec::with_capacity(blocks.len() + 1), (0, 0));
        for (number, block) in blocks.iter().enumerate() {
            before.push(sum);
            let text = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Quote | Kind::Cell);
            if text && !matches!(block.role, Role::Title | Role::Dek | Role::Chrome | Role::Hidden(_)) {
                let words = words(&reading.line(number));
                sum = (sum.0 + words, sum.1 + usize::from(words >= PARAGRAPH));
            }
        }
        before.push(sum);
        let body = |number: &usize| blocks[*number].role == Role::Body;
        let titles = |number: &usize| matches!(blocks[*number].role, Role::Title | Role::Dek);
        let headline = || blocks.first().filter(|block| block.kind == Kind::Heading).map(|_| 0);
        let head = (0..blocks.len()).rev().find(titles).or_else(headline);
        let first = (head.map_or(0, |head| head + 1)..blocks.len()).find(body).unwrap_or(blocks.len());
        let end = (0..blocks.len()).rev().find(body).map_or(blocks.len(), |last| last + 1);
        let seen = blocks.iter().scan(0, |count, block| {
            let here = *count;
            *count += usize::from(block.is_seen());
            Some(here)
        });
        Self { before, seen: seen.collect(), first, end }
    }

    /// Words and paragraphs of the article behind a block.
    fn behind(&self, block: usize) -> (usize, usize) {
        let (all, here) = (self.before[self.before.len() - 1], self.before[block + 1]);
        (all.0 - here.0, all.1 - here.1)
    }

    fn at_top(&self, block: usize) -> bool {
        let (words, paragraphs) = self.before[block];
        let last = self.behind(block).1 == 0 && paragraphs > 0;
        (paragraphs <= 1 || words <= SHORT) && !last
    }

    /// Whether two blocks are one, or no third is seen between them.
    pub(super) fn beside(&self, one: usize, other: usize) -> bool {
        let rank = |block: usize| self.seen.get(block).copied().unwrap_or_default();
        rank(one).abs_diff(rank(other)) <= 1
    }

    fn at_end(&self, block: usize) -> bool {
        let (words, paragraphs) = self.behind(block);
        paragraphs <= 2 || words <= SHORT
    }

    /// Whether a statement in this block stands where it should.
    pub(super) fn right(&self, placement: Placement, reading: &Reading<'_>, block: usize, triggers: &[Trigger]) -> bool {
        let role = reading.document.blocks[block].role;
        match placement {
            Placement::Anywhere => true,
            Placement::Title => matches!(role, Role::Title | Role::Dek) || block <= self.first && self.before[block].1 == 0,
            Placement::Top => self.at_top(block),
            Placement::End => self.at_end(block),
            Placement::TopOrEnd => self.at_top(block) || self.at_end(block),
            Placement::BeforeTrigger => match triggers.iter().filter_map(|trigger| trigger.at).min() {
                Some((first, _)) => block <= first,
                None => self.at_top(block),
            },
            Placement::Beside => triggers.iter().filter_map(|trigger| trigger.at).any(|(at, _)| self.beside(block, at)),
        }
    }

    /// Where a statement in this block does stand.
    pub(super) fn tell(&self, placement: Placement, block: usize) -> &'static str {
        match placement {
            Placement::BeforeTrigger if self.behind(block).1 > 0 => "stands only below what it is about",
            Placement::Beside => "does not stand beside what it is about",
            Placement::Title => "does not stand at the headline",
            _ if self.behind(block).1 <= 1 || self.behind(block).0 * 4 <= self.before[block].0 => "stands only at the end",
            _ if self.at_top(block) => "stands only at the top",
            _ => "stands only in the middle of the text",
        }
    }

    /// The place to write a statement: an empty span at the start or end of a line.
    pub(super) fn insertion(&self, placement: Placement, reading: &Reading<'_>, trigger: Option<&Trigger>) -> Span {
        let blocks = &reading.document.blocks;
        let source = &reading.document.source;
        let near = trigger.and_then(|trigger| trigger.at).map(|(block, _)| block);
        let block = match placement {
            Placement::End => return behind(source, self.end.checked_sub(1).map(|last| blocks[last].whole().end())),
            Placement::BeforeTrigger | Placement::Beside => near.unwrap_or(self.first),
            _ => self.first,
        };
        // Nothing is written into a list, a table or a quotation, but before it.
        let group = |block: usize| blocks.get(block).map_or(0, |block| block.group);
        let block = (1..=block).rev().find(|&at| group(at) == 0 || group(at - 1) != group(at)).unwrap_or(0);
        match blocks.get(block).filter(|block| block.is_seen()) {
            Some(block) => before(source, block.whole().start()),
            None => end_of_line(source, None),
        }
    }
}

fn before(source: &Source, at: usize) -> Span {
    let place = (source.format == Format::Html).then(|| element::outside(&source.text, at, true)).flatten();
    place.map_or_else(|| start_of_line(source, at), |place| source.span(place..place))
}

fn behind(source: &Source, at: Option<usize>) -> Span {
    let outside = |at| element::outside(&source.text, at, false);
    let place = at.filter(|_| source.format == Format::Html).and_then(outside);
    place.map_or_else(|| end_of_line(source, at), |place| source.span(place..place))
}

fn start_of_line(source: &Source, at: usize) -> Span {
    let start = source.lines().range(source.lines().line_of(at), &source.text).start;
    source.span(start..start)
}

fn end_of_line(source: &Source, at: Option<usize>) -> Span {
    let at = at.unwrap_or(source.text.len());
    let end = source.lines().range(source.lines().line_of(at), &source.text).end.max(at);
    source.span(end..end)
}
