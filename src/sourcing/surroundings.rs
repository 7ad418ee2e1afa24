//! Which blocks stand about each block of a document, told once for all figures that ask.

use crate::text::{Block, Document, Kind};

/// For each block, the blocks about it that a figure's source is looked for in.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// The nearest block before that a reader sees.
    before: Vec<Option<usize>>,
    /// The nearest of these that is of another list or table.
    above: Vec<Option<usize>>,
    /// The next block that is of another list or table.
    behind: Vec<Option<usize>>,
    /// The block that its section begins with.
    sections: Vec<usize>,
}

impl Surroundings {
    pub(super) fn of(document: &Document) -> Self {
        let blocks = &document.blocks;
        let (mut before, mut above): (Vec<Option<usize>>, Vec<Option<usize>>) = Default::default();
        let (mut sections, mut seen, mut head) = (Vec::with_capacity(blocks.len()), None, 0);
        for (number, block) in blocks.iter().enumerate() {
            before.push(seen);
            let of_group = |&seen: &usize| block.group != 0 && blocks[seen].group == block.group;
            above.push(seen.filter(of_group).map_or(seen, |seen| above[seen]));
            head = if block.kind == Kind::Heading && block.is_seen() { number } else { head };
            seen = if block.is_seen() { Some(number) } else { seen };
            sections.push(head);
        }
        Self { before, above, behind: behind(blocks), sections }
    }

    /// The blocks before that a reader sees, nearest first.
    pub(super) fn before(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.before[block], |&block| self.before[block])
    }

    /// The nearest block before the list or table of a block that a reader sees.
    pub(super) fn above(&self, block: usize) -> Option<usize> {
        self.above[block]
    }

    /// The first block behind the list or table of a block.
    pub(super) fn behind(&self, block: usize) -> Option<usize> {
        self.behind[block]
    }

    /// The block that the section of a block begins with.
    pub(super) fn section(&self, block: usize) -> usize {
        self.sections[block]
    }
}

/// For each block the next one that is of another list or table; of none, the next.
fn behind(blocks: &[Block]) -> Vec<Option<usize>> {
    let mut behind: Vec<Option<usize>> = vec![None; blocks.len()];
    for number in (1..blocks.len()).rev() {
        let group = blocks[number - 1].group;
        let goes_on = group != 0 && blocks[number].group == group;
        behind[number - 1] = if goes_on { behind[number] } else { Some(number) };
    }
    behind
}
