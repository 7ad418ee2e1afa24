//! Reads a document: cuts it into tokens and sentences, and finds all phrases in one pass.

use std::ops::{Range, RangeInclusive};

use super::front::FrontKeys;
use super::memo::Memo;
use crate::prose::figure::Figure;
use crate::prose::{Class, Grammar, Lexicon, Line, ListId, Phrases, Seen, Shape, Sightings, Token, sentences, tokens};
use crate::style::HouseStyle;
use crate::text::{Address, Block, Document, Field, Link, LinkSort, Span};

/// A document with what its words say, worked out once for all rules.
#[derive(Debug)]
pub struct Reading<'a> {
    /// What is written.
    pub document: &'a Document,
    /// The lists and phrases it is read with.
    pub lexicon: &'a Lexicon,
    /// What its language does with numbers and sources.
    pub grammar: &'static Grammar,
    /// The publication it is read for.
    pub style: &'a HouseStyle,
    pub(super) tokens: Vec<Token>,
    pub(super) blocks: Vec<Range<usize>>,
    pub(super) sentences: Vec<Range<usize>>,
    pub(super) block_sentences: Vec<Range<usize>>,
    pub(super) places: Vec<(ListId, Place)>,
    front: FrontKeys,
    addresses: Vec<PlacedAddress<'a>>,
    /// The figures of each block, of a draft that is read again and again; else none are known yet.
    pub(super) figures: Vec<Vec<Figure>>,
    /// What else was worked out of the words of each of its blocks.
    pub(super) memos: Vec<Memo>,
}

/// The number of a block, a link to a page in it, and where it leads.
type PlacedAddress<'a> = (usize, &'a Link, Address<'a>);

/// A place in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Number of the block.
    pub block: usize,
    /// Bytes of the block's text.
    pub at: Range<usize>,
}

fn addresses(document: &Document) -> Vec<PlacedAddress<'_>> {
    let of_block = |(number, block)| {
        let pages = Block::is_seen(block).then_some(&block.links).into_iter().flatten();
        let pages = pages.filter(|link| link.sort == LinkSort::Page);
        pages.filter_map(move |link| Some((number, link, Address::read(&link.target)?)))
    };
    document.blocks.iter().enumerate().flat_map(of_block).collect()
}

impl<'a> Reading<'a> {
    /// Reads a document.
    pub fn new(document: &'a Document, lexicon: &'a Lexicon, style: &'a HouseStyle) -> Self {
        let (mut reading, mut sightings) = (Self::unread(document, lexicon, style), Sightings::default());
        for (number, block) in document.blocks.iter().enumerate() {
            reading.block(number, block, &mut sightings);
        }
        reading.sort();
        reading
    }

    /// A document none of whose blocks is read yet.
    pub(super) fn unread(document: &'a Document, lexicon: &'a Lexicon, style: &'a HouseStyle) -> Self {
        // Of running text, about every fifth byte begins a token.
        let bytes: usize = document.blocks.iter().map(|block| block.text.len()).sum();
        Self {
            document,
            lexicon,
            grammar: Grammar::english(),
            style,
            tokens: Vec::with_capacity(bytes / 5),
            blocks: Vec::with_capacity(document.blocks.len()),
            sentences: Vec::with_capacity(bytes / 64),
            block_sentences: Vec::with_capacity(document.blocks.len()),
            places: Vec::new(),
            front: FrontKeys::of(document),
            addresses: addresses(document),
            figures: Vec::new(),
            memos: Vec::new(),
        }
    }

    /// Puts places in order, once all blocks were read.
    pub(super) fn sort(&mut self) {
        self.places.sort_unstable_by_key(|(id, place)| (*id, place.block, place.at.start, place.at.end));
    }

    /// Reads a block.
    pub(super) fn block(&mut self, number: usize, block: &Block, sightings: &mut Sightings) {
        let (first, first_sentence) = (self.tokens.len(), self.sentences.len());
        tokens(&block.text, &mut self.tokens);
        let of_block = &mut self.tokens[first..];
        self.lexicon.read(of_block, sightings);
        sentences(of_block, &mut self.sentences);
        let phrase = |seen: &Seen| {
            let (start, end) = (of_block[seen.tokens.start].start, of_block[seen.tokens.end - 1].end);
            (seen.id, Place { block: number, at: start as usize..end as usize })
        };
        self.places.extend(sightings.seen.iter().map(phrase));
        self.lexicon.search(&block.text, |id, at| self.places.push((id, Place { block: number, at })));
        self.blocks.push(first..self.tokens.len());
        self.block_sentences.push(first_sentence..self.sentences.len());
    }

    /// The tokens of a block.
    pub fn line(&self, block: usize) -> Line<'_> {
        let tokens = &self.tokens[self.blocks[block].clone()];
        Line { text: &self.document.blocks[block].text, tokens, lexicon: self.lexicon }
    }

    /// The figures of a block, as grammar reads them, in order.
    pub fn figures(&self, block: usize) -> Vec<Figure> {
        self.figures.get(block).map_or_else(|| self.grammar.figures(&self.line(block)), Clone::clone)
    }

    /// The fields of each key in which these parts, squeezed, stand side by side: `sponsor` is also in `params.sponsor.name`.
    pub fn fields<P: AsRef<str>>(&self, parts: &[P]) -> impl Iterator<Item = &'a [Field]> {
        self.front.fields_of(parts, self.document)
    }

    /// The links to pages elsewhere, in order; of the blocks that a reader sees.
    pub fn addresses(&self) -> &[PlacedAddress<'a>] {
        &self.addresses
    }

    /// The sentences of a block, as ranges of its tokens.
    pub fn sentences_of(&self, block: usize) -> &[Range<usize>] {
        &self.sentences[self.block_sentences[block].clone()]
    }

    /// The sentence of a block that holds this token.
    pub fn sentence_at(&self, block: usize, token: usize) -> Range<usize> {
        let sentences = self.sentences_of(block);
        let number = sentences.partition_point(|sentence| sentence.end <= token);
        sentences.get(number).filter(|sentence| sentence.contains(&token)).cloned().unwrap_or(token..token)
    }

    /// Whether a block is nothing but a line that pages add: "24 Points", "Share this article".
    pub fn is_furniture(&self, block: usize) -> bool {
        let line = self.line(block);
        let words = line.tokens.iter().rposition(|token| !matches!(token.shape, Shape::Mark(_)));
        let covers = |token: &Token, last: usize| token.has(Class::PageLine) && usize::from(token.reach) > last;
        words.is_some_and(|last| line.tokens.first().is_some_and(|first| covers(first, last)))
    }

    /// Whether one of the phrases of this number stands somewhere.
    pub fn stands(&self, id: ListId) -> bool {
        self.places.binary_search_by_key(&id, |(other, _)| *other).is_ok()
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

    /// Where these phrases stand in some blocks, in order.
    pub fn places_in(&self, phrases: &Phrases, blocks: RangeInclusive<usize>) -> impl Iterator<Item = &Place> {
        let of_phrases = phrases.id().map_or(&[][..], |id| {
            let start = self.places.partition_point(|(other, place)| (*other, place.block) < (id, *blocks.start()));
            let end = self.places.partition_point(|(other, place)| (*other, place.block) <= (id, *blocks.end()));
            &self.places[start..end.max(start)]
        });
        of_phrases.iter().map(|(_, place)| place)
    }

    /// Whether one of these phrases stands in some blocks.
    pub fn has(&self, phrases: &Phrases, blocks: RangeInclusive<usize>) -> bool {
        self.places_in(phrases, blocks).next().is_some()
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
