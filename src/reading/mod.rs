//! A document as an editor reads it: words, sentences, phrases, figures, and who stands behind them.

mod announce;
mod contest;
mod echo;
mod evidence;
mod house;
mod language;
mod scope;
mod sheet;
pub mod wording;

use std::cell::OnceCell;
use std::ops::{Range, RangeInclusive};

use rustc_hash::FxHashMap;

pub use announce::Announcement;
pub use echo::{Echoes, SHINGLE};
pub use house::{Approved, Habits, Headline, House, Within, holds};
pub use language::Language;
pub use scope::Step;
pub use sheet::{Entry, Row, Sheet, Verdict};

use crate::prose::figure::{Figure, Sort};
use crate::prose::quotation::{self, Quotation};
use crate::prose::{Class, Lexicon, Line, ListId, Phrases, Seen, Shape, Token, sentences, tokens};
use crate::text::{Block, Document, Kind, Span};

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
    quotations: OnceCell<Vec<Vec<Quotation>>>,
    echoes: OnceCell<Echoes>,
    figures: OnceCell<Vec<Vec<Figure>>>,
    /// Where each sort and value stands.
    values: OnceCell<FxHashMap<Value, Stands>>,
    sheet: OnceCell<Vec<Entry>>,
    announcements: OnceCell<Vec<Announcement>>,
    questions: OnceCell<Vec<usize>>,
    manner: OnceCell<contest::Manner>,
}

/// Sort and value of a figure, low and high, by their bits.
type Value = (Sort, Option<u64>, Option<u64>);

/// Where figures of one value stand.
#[derive(Debug)]
struct Stands {
    times: usize,
    /// The list or table of the first.
    group: u32,
    /// Whether others stand in other ones.
    apart: bool,
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
        // Of running text, about every fifth byte begins a token.
        let bytes: usize = document.blocks.iter().map(|block| block.text.len()).sum();
        let mut reading = Self {
            document,
            lexicon,
            house,
            tokens: Vec::with_capacity(bytes / 5),
            blocks: Vec::with_capacity(document.blocks.len()),
            sentences: Vec::with_capacity(bytes / 64),
            block_sentences: Vec::with_capacity(document.blocks.len()),
            places: Vec::new(),
            quotations: OnceCell::new(),
            echoes: OnceCell::new(),
            figures: OnceCell::new(),
            values: OnceCell::new(),
            sheet: OnceCell::new(),
            announcements: OnceCell::new(),
            questions: OnceCell::new(),
            manner: OnceCell::new(),
        };
        let mut seen = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            reading.block(number, block, &mut seen);
        }
        reading.places.sort_by_key(|(id, place)| (*id, place.block, place.at.start, place.at.end));
        reading
    }

    fn block(&mut self, number: usize, block: &Block, seen: &mut Vec<Seen>) {
        let (first, first_sentence) = (self.tokens.len(), self.sentences.len());
        tokens(&block.text, &mut self.tokens);
        let of_block = &mut self.tokens[first..];
        seen.clear();
        self.lexicon.read(of_block, seen);
        self.sentences.extend(sentences(of_block));
        let phrase = |seen: &Seen| {
            let (start, end) = (of_block[seen.tokens.start].start, of_block[seen.tokens.end - 1].end);
            (seen.id, Place { block: number, at: start as usize..end as usize })
        };
        self.places.extend(seen.iter().map(phrase));
        self.lexicon.search(&block.text, |id, at| self.places.push((id, Place { block: number, at })));
        self.blocks.push(first..self.tokens.len());
        self.block_sentences.push(first_sentence..self.sentences.len());
    }

    /// The tokens of a block.
    pub fn line(&self, block: usize) -> Line<'_> {
        let tokens = &self.tokens[self.blocks[block].clone()];
        Line { text: &self.document.blocks[block].text, tokens, lexicon: self.lexicon }
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

    /// What stands in quotation marks in a block, found when first asked for.
    pub fn quotations(&self, block: usize) -> &[Quotation] {
        let find = || (0..self.blocks.len()).map(|block| quotation::find(&self.line(block))).collect();
        self.quotations.get_or_init(find).get(block).map_or(&[], Vec::as_slice)
    }

    /// What may stand in the document more than once, looked for when first asked for.
    pub fn echoes(&self) -> &Echoes {
        self.echoes.get_or_init(|| Echoes::of(self))
    }

    /// The figures of a block, in order, read when first asked for; none in what no reader sees and in page furniture.
    pub fn figures(&self, block: usize) -> &[Figure] {
        let read = || (0..self.document.blocks.len()).map(|block| sheet::figures(self, block)).collect();
        self.figures.get_or_init(read).get(block).map_or(&[], Vec::as_slice)
    }

    /// Whether a figure's sort and value stand elsewhere in the document, outside the list or table of its block.
    fn is_again(&self, figure: &Figure, block: usize) -> bool {
        let value = |figure: &Figure| (figure.sort, figure.low.map(f64::to_bits), figure.high.map(f64::to_bits));
        let group = |block: usize| self.document.blocks[block].group;
        let gather = || {
            let mut values: FxHashMap<_, Stands> = FxHashMap::default();
            for block in 0..self.document.blocks.len() {
                for figure in self.figures(block) {
                    let stands = values.entry(value(figure)).or_insert(Stands { times: 0, group: group(block), apart: false });
                    stands.times += 1;
                    stands.apart |= stands.group != group(block);
                }
            }
            values
        };
        self.values.get_or_init(gather).get(&value(figure)).is_some_and(|stands| match group(block) {
            0 => stands.times > 1,
            group => stands.apart || stands.group != group,
        })
    }

    /// Every figure with who stands behind it, read when first asked for.
    pub fn sheet(&self) -> &[Entry] {
        self.sheet.get_or_init(|| sheet::read(self))
    }

    /// The quotations that the text announces and does not mark.
    pub fn announcements(&self) -> &[Announcement] {
        self.announcements.get_or_init(|| announce::find(self))
    }

    /// Whether this block is announced as somebody else's words.
    pub fn is_announced(&self, block: usize) -> bool {
        self.announcement(block).is_some()
    }

    /// Whether a block is nothing but a line that pages add: "24 Points", "Share this article".
    pub fn is_furniture(&self, block: usize) -> bool {
        let line = self.line(block);
        let words = line.tokens.iter().rposition(|token| !matches!(token.shape, Shape::Mark(_)));
        let covers = |token: &Token, last: usize| token.has(Class::PageLine) && usize::from(token.reach) > last;
        words.is_some_and(|last| line.tokens.first().is_some_and(|first| covers(first, last)))
    }

    /// The announcement whose words this block is part of.
    fn announcement(&self, block: usize) -> Option<&Announcement> {
        self.announcements().iter().find(|announcement| announcement.blocks.contains(&block))
    }

    /// How the whole piece speaks.
    fn manner(&self) -> contest::Manner {
        *self.manner.get_or_init(|| contest::Manner::of(self))
    }

    /// In an interview, the label or question that this block answers.
    fn answers(&self, block: usize) -> Option<Place> {
        let line = self.line(block);
        if let Some(tokens) = announce::speaker_label(&line) {
            return Some(Place { block, at: line.bytes(tokens) });
        }
        let questions = self.questions.get_or_init(|| announce::questions(self));
        let asked = questions.partition_point(|&question| question < block).checked_sub(1).map(|number| questions[number])?;
        let same_section = self.document.blocks[asked + 1..=block]
            .iter()
            .all(|between| between.kind != Kind::Heading || between.text.ends_with('?'));
        let answers = same_section && !questions.contains(&block);
        answers.then(|| Place { block: asked, at: 0..self.document.blocks[asked].text.len() })
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

    /// The bytes of the source at a place.
    pub fn span(&self, place: &Place) -> Span {
        self.document.blocks[place.block].span(place.at.clone())
    }

    /// The words at a place.
    pub fn text(&self, place: &Place) -> &'a str {
        self.document.blocks[place.block].text.get(place.at.clone()).unwrap_or_default()
    }
}
