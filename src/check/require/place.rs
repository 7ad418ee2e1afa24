//! Where in an article a statement stands, and where it should.

use std::ops::Range;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::when::Trigger;
use crate::edit;
use crate::reading::Reading;
use crate::text::{Block, Kind, Role, Span};
use crate::wording::words;

/// Where a statement must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
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

/// A shorter stretch than this does not part a statement from the top or the end. Chosen by hand; no measurement of it is kept.
const SHORT: usize = 80;
/// From so many words on a block is a paragraph, and no byline or label. Chosen by hand; no measurement of it is kept.
const PARAGRAPH: usize = 8;

/// How much of the article stands before each block.
pub(super) struct Outline {
    /// Words and paragraphs before each block, and before the end.
    before: Vec<(usize, usize)>,
    /// How many blocks that a reader sees stand before each block.
    seen: Vec<usize>,
    /// The blocks of each block's list, table or quotation; of one in none, itself.
    groups: Vec<Range<usize>>,
    /// The first block of the article proper, and one past the last.
    first: usize,
    end: usize,
    /// Where the front matter ends.
    body: usize,
    /// Where a statement can be written.
    gaps: edit::Gaps,
}

impl Outline {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let blocks = &reading.document.blocks;
        let (mut before, mut sum) = (Vec::with_capacity(blocks.len() + 1), (0, 0));
        for (number, block) in blocks.iter().enumerate() {
            before.push(sum);
            let text = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Quote | Kind::Cell);
            if text && !matches!(block.role, Role::Title | Role::Dek | Role::Folded | Role::Chrome | Role::Hidden(_)) {
                let words = words(&reading.line(number));
                sum = (sum.0 + words, sum.1 + usize::from(words >= PARAGRAPH));
            }
        }
        before.push(sum);
        let body = |number: &usize| blocks[*number].role == Role::Body;
        let titles = |number: &usize| matches!(blocks[*number].role, Role::Title | Role::Dek);
        let headline = || blocks.first().filter(|block| block.kind == Kind::Heading).map(|_| 0);
        let head = (0..blocks.len()).rev().find(titles).or_else(headline);
        let from = |start: usize| (start..blocks.len()).find(body).unwrap_or(blocks.len());
        let first = from(head.map_or(0, |head| head + 1));
        // The headline that the front matter has, once more.
        let is_headline = |block: &Block| block.kind == Kind::Heading && block.level <= 1;
        let first = if blocks.get(first).is_some_and(is_headline) { from(first + 1) } else { first };
        let end = (0..blocks.len()).rev().find(body).map_or(blocks.len(), |last| last + 1);
        let seen = blocks.iter().scan(0, |count, block| {
            let here = *count;
            *count += usize::from(block.is_seen());
            Some(here)
        });
        let mut groups: Vec<Range<usize>> = Vec::with_capacity(blocks.len());
        for of_group in blocks.chunk_by(|one, next| one.group > 0 && one.group == next.group) {
            let range = groups.len()..groups.len() + of_group.len();
            groups.extend(std::iter::repeat_n(range, of_group.len()));
        }
        let body = reading.document.matter.map_or(0, |matter| matter.content.end());
        Self { before, seen: seen.collect(), groups, first, end, body, gaps: edit::Gaps::of(reading.document) }
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

    /// These blocks, to ask which others stand beside one of them.
    pub(super) fn company(&self, blocks: impl Iterator<Item = usize>) -> Company {
        let mut company = Company::default();
        for block in blocks {
            company.blocks.add(self.rank(block), block);
            let group = self.group(block);
            for edge in [group.start, group.end.max(1) - 1] {
                company.edges.add(self.rank(edge), group.start);
            }
        }
        company
    }

    fn rank(&self, block: usize) -> usize {
        self.seen.get(block).copied().unwrap_or(self.seen.len())
    }

    fn group(&self, block: usize) -> Range<usize> {
        self.groups.get(block).cloned().unwrap_or(block..block + 1)
    }

    fn at_end(&self, block: usize) -> bool {
        let (words, paragraphs) = self.behind(block);
        paragraphs <= 2 || words <= SHORT
    }

    /// Whether a statement in this block stands where it should; `start` is the first place of the body that asks for it. What is
    /// to stand beside others is asked of their [`Company`].
    pub(super) fn right(&self, placement: Placement, reading: &Reading<'_>, block: usize, start: Option<(usize, Span)>) -> bool {
        let role = reading.document.blocks[block].role;
        match placement {
            Placement::Anywhere | Placement::Beside => true,
            Placement::Title => matches!(role, Role::Title | Role::Dek) || block <= self.first && self.before[block].1 == 0,
            Placement::Top => self.at_top(block),
            Placement::End => self.at_end(block),
            Placement::TopOrEnd => self.at_top(block) || self.at_end(block),
            Placement::BeforeTrigger => match start {
                // Nothing is written before a headline.
                Some((first, _)) if reading.document.blocks.get(first).is_some_and(|of| of.role == Role::Title) => {
                    self.at_top(block)
                }
                Some((first, at)) => block == first || reading.document.blocks[block].whole().start() <= at.start(),
                None => self.at_top(block),
            },
        }
    }

    /// Where a statement in this block does stand.
    pub(super) fn tell(&self, placement: Placement, block: usize) -> &'static str {
        match placement {
            Placement::BeforeTrigger => "stands only below what it is about",
            Placement::Beside => "does not stand beside what it is about",
            Placement::Title => "does not stand at the headline",
            _ if self.behind(block).1 <= 1 || self.behind(block).0 * 4 <= self.before[block].0 => "stands only at the end",
            _ if self.at_top(block) => "stands only at the top",
            _ => "stands only in the middle of the text",
        }
    }

    /// The place to write a statement: an empty span between two parts of the text.
    pub(super) fn insertion(&self, placement: Placement, reading: &Reading<'_>, trigger: Option<&Trigger>) -> Span {
        let document = reading.document;
        let (blocks, source) = (&document.blocks, &document.source);
        let near =
            trigger.and_then(|trigger| self.in_body(trigger)).map(|(block, at)| self.led_in_from(blocks, block, at.start()));
        let first = || (self.first, blocks.get(self.first).map_or(source.text.len(), |block| block.whole().start()));
        let (block, at) = match placement {
            Placement::End => return edit::behind(document, self.end.checked_sub(1).and_then(|last| blocks.get(last))),
            Placement::BeforeTrigger | Placement::Beside => near.unwrap_or_else(first),
            _ => first(),
        };
        self.gaps.before(document, block, at)
    }

    /// Where what leads in to a place of a block begins, “Here are my three picks:”: nothing may come between them.
    fn led_in_from(&self, blocks: &[Block], block: usize, at: usize) -> (usize, usize) {
        let seen = |number: &usize| blocks[*number].is_seen() && !blocks[*number].text.trim().is_empty();
        // A component behind the last paragraph stands in no block.
        let listed = blocks.get(block).is_some_and(|of| matches!(of.kind, Kind::Item | Kind::Cell));
        let leads = |number: &usize| {
            let text = blocks[*number].text.trim_end();
            let open = text.ends_with([':', '：', '?', '？'])
                || listed && text.ends_with(|last: char| last.is_alphanumeric() || last == ',');
            open && blocks[*number].kind == Kind::Paragraph && blocks[*number].role == Role::Body
        };
        let before = |number: usize| (self.first..self.group(number).start).rev().find(seen).filter(leads);
        let first = std::iter::successors(before(block), |&number| before(number)).last();
        first.map_or((block, at), |first| (first, blocks[first].whole().start()))
    }

    /// The block and the bytes of a trigger that is a place of the body; not of the front matter, nor what decides for the whole draft.
    pub(super) fn in_body(&self, trigger: &Trigger) -> Option<(usize, Span)> {
        trigger.at.filter(|_| trigger.span.start() >= self.body).map(|(block, _)| (block, trigger.span))
    }
}

/// Blocks, and what stands about them.
#[derive(Debug, Default)]
pub(super) struct Company {
    blocks: Ranks,
    /// The first and last blocks of their lists, tables and quotations, each as the first block of its group.
    edges: Ranks,
}

impl Company {
    /// Whether a block is one of them, or no third is seen between the two; or none but those of one's own list or table.
    pub(super) fn has(&self, outline: &Outline, block: usize) -> bool {
        let (rank, group) = (outline.rank(block), outline.group(block));
        let edges = [group.start, group.end.max(1) - 1].map(|edge| outline.rank(edge));
        self.blocks.near(rank).is_some()
            || self.edges.near(rank).is_some_and(|(least, most)| least != group.start || most != group.start)
            || edges
                .iter()
                .filter_map(|&edge| self.blocks.near(edge))
                .any(|(least, most)| least < group.start || group.end <= most)
    }
}

/// Numbers of blocks, the least and the greatest of each rank: by how many blocks a reader sees before them.
#[derive(Debug, Default)]
struct Ranks(FxHashMap<usize, (usize, usize)>);

impl Ranks {
    fn add(&mut self, rank: usize, number: usize) {
        let (least, most) = self.0.entry(rank).or_insert((number, number));
        (*least, *most) = ((*least).min(number), (*most).max(number));
    }

    /// The least and the greatest of this rank and of those next to it.
    fn near(&self, rank: usize) -> Option<(usize, usize)> {
        let near = (rank.saturating_sub(1)..=rank + 1).filter_map(|rank| self.0.get(&rank).copied());
        near.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }
}
