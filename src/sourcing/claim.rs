//! The name of a claim: a number that stays while its figure, its sentence and what stands around it stay.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::reading::{Place, Reading};
use crate::text::{Block, Kind};

/// Names the claims of a document: by the words of a figure, its sentence, and its paragraph with the links in it; in a table its row, and
/// in a list also the paragraph that leads to it. Neither spaces, nor capitals, nor lines matter, nor what stands elsewhere.
pub(super) struct ClaimNamer<'a> {
    reading: &'a Reading<'a>,
    /// By block, or by table and row: the hash of what stands around its figures.
    around: FxHashMap<ClaimGround, u64>,
    /// By list: the hash of the paragraph that leads to it.
    leads: FxHashMap<u32, u64>,
}

/// What stands around a figure.
#[derive(PartialEq, Eq, Hash)]
enum ClaimGround {
    Block(usize),
    Row(u32, u32),
}

impl<'a> ClaimNamer<'a> {
    pub(super) fn of(reading: &'a Reading<'a>) -> Self {
        Self { reading, around: FxHashMap::default(), leads: FxHashMap::default() }
    }

    /// The name of the claim of a figure in its sentence.
    pub(super) fn name(&mut self, figure: &Place, sentence: &Place) -> u64 {
        let (own, told) = (self.reading.text(figure), self.reading.text(sentence));
        let before = figure.at.start.checked_sub(sentence.at.start).and_then(|end| told.get(..end)).unwrap_or_default();
        let mut hash = Xxh3::new();
        add(&mut hash, own);
        // Of “five of five”, each is known by how many of its words stand before it.
        hash.update(&(before.matches(own).count() as u64).to_le_bytes());
        add(&mut hash, told);
        hash.update(&self.around(figure.block).to_le_bytes());
        hash.digest()
    }

    fn around(&mut self, number: usize) -> u64 {
        let blocks = &self.reading.document.blocks;
        let own = &blocks[number];
        let is_cell = own.kind == Kind::Cell;
        let key = if is_cell { ClaimGround::Row(own.group, own.level) } else { ClaimGround::Block(number) };
        if let Some(known) = self.around.get(&key) {
            return *known;
        }
        let mut hash = Xxh3::new();
        match is_cell {
            true => row(blocks, number).for_each(|cell| add_block(&mut hash, cell)),
            false => add_block(&mut hash, own),
        }
        if own.kind == Kind::Item && own.group != 0 {
            hash.update(&self.lead(number).to_le_bytes());
        }
        *self.around.entry(key).or_insert(hash.digest())
    }

    /// The hash of what stands before a list.
    fn lead(&mut self, item: usize) -> u64 {
        let blocks = &self.reading.document.blocks;
        let group = blocks[item].group;
        *self.leads.entry(group).or_insert_with(|| {
            let mut hash = Xxh3::new();
            let before = blocks[..item].iter().rev().find(|block| block.group != group && block.is_seen());
            before.into_iter().for_each(|block| add_block(&mut hash, block));
            hash.digest()
        })
    }
}

/// The cells of a cell's row.
fn row(blocks: &[Block], cell: usize) -> impl Iterator<Item = &Block> {
    let own = &blocks[cell];
    let same = move |block: &&Block| block.kind == Kind::Cell && (block.group, block.level) == (own.group, own.level);
    let before = blocks[..cell].iter().rev().take_while(same).count();
    blocks[cell - before..].iter().take_while(same)
}

fn add_block(hash: &mut Xxh3, block: &Block) {
    add(hash, &block.text);
    block.links.iter().for_each(|link| add(hash, &link.target));
}

/// Adds the words of a text, however they are spaced.
fn add(hash: &mut Xxh3, text: &str) {
    for word in text.split_whitespace() {
        hash.update(b" ");
        hash.update(word.to_lowercase().as_bytes());
    }
    hash.update(b"\n");
}
