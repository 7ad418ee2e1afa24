//! A document as an editor reads it: words, sentences, phrases, figures, and who stands behind them.

mod house;

use std::ops::Range;

pub use house::{Approved, Habits, Headline, House, Within};

use crate::prose::{Lexicon, ListId, Phrases, Seen, Token, sentences, tokens};
use crate::text::{Block, Document, Span};

/// A document with what its words say, worked out once for all rules.
#[derive(Debug)]
pub struct Reading<'a> {
    /// What is written.
    pub document: &'a Document,
    /// The lists and phrases it is read with.
    pub lexicon: &'a Lexicon,
    /// The publication it is read for.
    pub house: &'a House,
    tokens: Vec<Token>,
    blocks: Vec<Range<usize>>,
    sentences: Vec<Range<usize>>,
    block_sentences: Vec<Range<usize>>,
    places: Vec<(ListId, Place)>,
}

/// A place in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Number of the block.
    pub block: usize,
    /// Bytes of the block's text.
    pub at: Range<usize>,
}

impl<'a> Reading<'a> {
    /// Reads a document.
    pub fn new(document: &'a Document, lexicon: &'a Lexicon, house: &'a House) -> Self {
        let mut reading = Self {
            document,
            lexicon,
            house,
            tokens: Vec::new(),
            blocks: Vec::with_capacity(document.blocks.len()),
            sentences: Vec::new(),
            block_sentences: Vec::with_capacity(document.blocks.len()),
            places: Vec::new(),
        };
        let mut seen = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            reading.block(number, block, &mut seen);
        }
        reading
            .places
            .sort_by(|a, b| (a.0, a.1.block, a.1.at.start, a.1.at.end).cmp(&(b.0, b.1.block, b.1.at.start, b.1.at.end)));
        reading
    }

    fn block(&mut self, number: usize, block: &Block, seen: &mut Vec<Seen>) {
        let (first, first_sentence) = (self.tokens.len(), self.sentences.len());
        tokens(&block.text, &mut self.tokens);
        let of_block = &mut self.tokens[first..];
        seen.clear();
        self.lexicon.read(of_block, seen);
        self.sentences.extend(sentences(of_block).into_iter().map(|range| first + range.start..first + range.end));
        let phrase = |seen: &Seen| {
            let (start, end) = (of_block[seen.tokens.start].start, of_block[seen.tokens.end - 1].end);
            (seen.id, Place { block: number, at: start as usize..end as usize })
        };
        self.places.extend(seen.iter().map(phrase));
        let searched = self.lexicon.search(&block.text).map(|(id, at)| (id, Place { block: number, at }));
        self.places.extend(searched);
        self.blocks.push(first..self.tokens.len());
        self.block_sentences.push(first_sentence..self.sentences.len());
    }

    /// All tokens, block after block.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens of a block, as a range of [`Reading::tokens`].
    pub fn tokens_of(&self, block: usize) -> Range<usize> {
        self.blocks[block].clone()
    }

    /// The sentences of a block, as ranges of [`Reading::tokens`].
    pub fn sentences_of(&self, block: usize) -> &[Range<usize>] {
        &self.sentences[self.block_sentences[block].clone()]
    }

    /// Where these phrases stand, in order.
    pub fn places(&self, phrases: &Phrases) -> impl Iterator<Item = &Place> {
        let of_phrases = phrases.id().map_or(&[][..], |id| {
            let start = self.places.partition_point(|(other, _)| *other < id);
            let end = self.places.partition_point(|(other, _)| *other <= id);
            &self.places[start..end]
        });
        of_phrases.iter().map(|(_, place)| place)
    }

    /// The bytes of the source at a place.
    pub fn span(&self, place: &Place) -> Span {
        self.document.blocks[place.block].span(place.at.clone())
    }

    /// The words at a place.
    pub fn text(&self, place: &Place) -> &'a str {
        self.document.blocks[place.block].text.get(place.at.clone()).unwrap_or_default()
    }
}
