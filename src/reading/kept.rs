//! What was read of the blocks of a draft, used again where their text stands in it still: when a draft is typed, nearly everywhere.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::memo::Memo;
use super::read::{Place, Reading};
use crate::prose::figure::Figure;
use crate::prose::{Lexicon, ListId, Sightings, Token};
use crate::style::HouseStyle;
use crate::text::{Block, Document};

/// What was read of the blocks of one draft.
#[derive(Debug, Default)]
pub struct KeptBlocks {
    /// What they were read by: blocks are of no use to another policy.
    policy: u64,
    /// By their texts.
    blocks: FxHashMap<String, KeptBlock>,
}

/// What was read of a text. It hangs on nothing that stands about it.
#[derive(Debug)]
struct KeptBlock {
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
    /// Where phrases stand, in bytes.
    places: Vec<(ListId, Range<usize>)>,
    figures: Vec<Figure>,
    memo: Memo,
}

impl<'a> Reading<'a> {
    /// Reads a document for the policy of this key; of blocks whose text was read for it the last time, what was read then is taken, and
    /// what is read now is kept for the next time.
    pub fn again(
        document: &'a Document,
        lexicon: &'a Lexicon,
        style: &'a HouseStyle,
        policy: u64,
        kept: &mut KeptBlocks,
    ) -> Self {
        let mut reading = Self::unread(document, lexicon, style);
        let mut before = std::mem::take(&mut kept.blocks);
        if std::mem::replace(&mut kept.policy, policy) != policy {
            before.clear();
        }
        let mut sightings = Sightings::default();
        for (number, block) in document.blocks.iter().enumerate() {
            if let Some((text, known)) = before.remove_entry(block.text.as_str()) {
                kept.blocks.insert(text, known);
            }
            match kept.blocks.get(block.text.as_str()) {
                Some(known) => reading.take(number, known),
                None => {
                    let known = reading.keep(number, block, &mut sightings);
                    kept.blocks.insert(block.text.clone(), known);
                }
            }
        }
        reading.sort();
        reading
    }

    /// Takes what was read of a block.
    fn take(&mut self, number: usize, known: &KeptBlock) {
        let (first, first_sentence) = (self.tokens.len(), self.sentences.len());
        self.tokens.extend_from_slice(&known.tokens);
        self.sentences.extend_from_slice(&known.sentences);
        self.places.extend(known.places.iter().map(|(id, at)| (*id, Place { block: number, at: at.clone() })));
        self.figures.push(known.figures.clone());
        self.memos.push(known.memo.clone());
        self.blocks.push(first..self.tokens.len());
        self.block_sentences.push(first_sentence..self.sentences.len());
    }

    /// Reads a block, and keeps what was read.
    fn keep(&mut self, number: usize, block: &Block, sightings: &mut Sightings) -> KeptBlock {
        let (first, first_sentence, first_place) = (self.tokens.len(), self.sentences.len(), self.places.len());
        self.block(number, block, sightings);
        let figures = self.grammar.figures(&self.line(number));
        self.figures.push(figures.clone());
        let memo = Memo::default();
        self.memos.push(memo.clone());
        KeptBlock {
            tokens: self.tokens[first..].to_vec(),
            sentences: self.sentences[first_sentence..].to_vec(),
            places: self.places[first_place..].iter().map(|(id, place)| (*id, place.at.clone())).collect(),
            figures,
            memo,
        }
    }

    /// Whether the draft is read again and again.
    pub fn is_kept(&self) -> bool {
        !self.memos.is_empty()
    }

    /// What `work` makes of the words of a block, of these and of nothing else about it or its draft: of a draft that is read again and
    /// again, what was made of the same words before.
    pub fn kept<T: Any + Send + Sync>(&self, block: usize, work: impl FnOnce() -> T) -> Arc<T> {
        match self.memos.get(block) {
            Some(memo) => memo.get(work),
            None => Arc::new(work()),
        }
    }
}
