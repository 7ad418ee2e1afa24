//! The sentences of a document, and which of them may make a repeated passage.

mod said;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::draft::Draft;
use crate::prose::{Phrases, Shape, Token, passage, tokens};
use crate::reading::{Place, Reading, SHINGLE};
use crate::style::Approved;
use crate::text::{Block, Kind, LinkSort, MarkSort, RichParagraph, RichText, Role, Span};

/// How many phrases may overlap in one place.
const OVERLAPPING: usize = 8;
/// Up to how many words a paragraph is a standing text as a whole when part of it is.
/// Chosen by hand; no measurement of it is kept.
const SHORT: usize = 120;
/// How alike a paragraph is to an approved text that is its copy. Chosen by hand; no measurement of it is kept.
const APPROVED: f64 = 0.7;

/// A sentence.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its block.
    pub(super) block: usize,
    /// Its tokens in the block.
    pub(super) tokens: Range<usize>,
    /// The fingerprint of its words.
    pub(super) key: u64,
    /// How many words it has.
    pub(super) words: usize,
    /// Whether it is running text: headings, captions, cells only join what stands about them.
    pub(super) runs: bool,
    /// Whether it is held against other documents: of what leads in to something, all but the last sentence is, too.
    pub(super) told: bool,
    /// Whether it is, or is part of, a standing text.
    pub(super) standing: bool,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
}

/// The sentences of a document that a reader sees, in order.
#[derive(Debug)]
pub(super) struct Units<'a> {
    /// Where they come from.
    pub(super) draft: &'a Draft<'a>,
    /// Its reading.
    pub(super) reading: &'a Reading<'a>,
    /// The sentences.
    pub(super) all: Vec<Unit>,
    /// For each block of the document, its sentences.
    blocks: Vec<Range<usize>>,
    /// The places of phrases that tell a standing text.
    known: Vec<&'a Place>,
    /// For each block, whether it is all a standing text.
    standing: Vec<bool>,
    /// The texts that the publication approved.
    pub(super) approved: &'a ApprovedWords,
}

/// The words of a block, punctuation left out.
pub(super) struct BlockWords<'a> {
    text: &'a str,
    bytes: Vec<Range<usize>>,
    capital: Vec<bool>,
    /// Their keys.
    pub(super) keys: Vec<u64>,
}

impl BlockWords<'_> {
    /// The text of a range of words.
    pub(super) fn text(&self, words: Range<usize>) -> &str {
        let bytes = if words.is_empty() { 0..0 } else { self.bytes(words) };
        self.text.get(bytes).unwrap_or_default()
    }

    /// The bytes of the block's text that a range of words takes.
    pub(super) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match (self.bytes.get(words.start), words.end.checked_sub(1).and_then(|last| self.bytes.get(last))) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Whether a range of words may fill a slot of a mould: one of them is a name or holds a digit.
    pub(super) fn fills(&self, mut words: Range<usize>) -> bool {
        let capital = |at: usize| self.capital.get(at).is_some_and(|&capital| capital);
        let digit = |at: usize| self.text(at..at + 1).contains(|char: char| char.is_ascii_digit());
        words.any(|at| capital(at) && (at > 0 || capital(1)) || digit(at))
    }
}

impl<'a> Units<'a> {
    /// Reads the sentences of a document.
    pub(super) fn read(draft: &'a Draft<'a>, standing: &Phrases, approved: &'a ApprovedWords) -> Self {
        let reading = &draft.reading;
        let known: Vec<_> = reading.places(standing).collect();
        let count = reading.document.blocks.len();
        let mut units = Self {
            draft,
            reading,
            all: Vec::new(),
            blocks: Vec::with_capacity(count),
            known,
            standing: Vec::with_capacity(count),
            approved,
        };
        for (number, block) in reading.document.blocks.iter().enumerate() {
            units.block(number, block);
        }
        units
    }

    fn block(&mut self, number: usize, block: &Block) {
        let (first, line) = (self.all.len(), self.reading.line(number));
        let words = || line.tokens.iter().filter(|token| passage::counts(token)).count();
        let known = !self.known_in(number).is_empty() && words() <= SHORT;
        let (sentences, running, leads) = (self.reading.sentences_of(number), is_running(block), leads(block));
        let runs = running && !leads;
        let standing = known || runs && self.approved.has(line.tokens);
        self.standing.push(standing);
        let (quotations, known) = (self.draft.quotations(number), self.known_in(number).to_vec());
        for (at, sentence) in sentences.iter().enumerate().filter(|_| block.is_seen()) {
            let (key, words) = passage::print(&line.tokens[sentence.clone()]);
            let bytes = line.bytes(sentence.clone());
            if words == 0 || is_struck(block, &bytes) {
                continue;
            }
            // Phrases are short and in order: only the last of those that begin before its end can reach into it.
            let before = known.partition_point(|place| place.at.start < bytes.end);
            let named = known[..before].iter().rev().take(OVERLAPPING).any(|place| bytes.start < place.at.end);
            let quoted = quotations.partition_point(|found| found.tokens.end <= sentence.start + 1);
            self.all.push(Unit {
                block: number,
                tokens: sentence.clone(),
                key,
                words,
                runs,
                told: running && !(leads && at + 1 == sentences.len()),
                standing: standing || named,
                quoted: quotations.get(quoted).is_some_and(|found| found.closed && found.tokens.contains(&(sentence.start + 1))),
            });
        }
        self.blocks.push(first..self.all.len());
    }

    fn known_in(&self, block: usize) -> &[&'a Place] {
        let start = self.known.partition_point(|place| place.block < block);
        let end = self.known.partition_point(|place| place.block <= block);
        &self.known[start..end]
    }

    /// Whether a block is prose that may be nearly another: no note with a work's title and pages, and not the same few words over
    /// and over.
    pub(super) fn is_prose(&self, block: usize) -> bool {
        let is_varied = || {
            let keys = passage::keys(self.reading.line(block).tokens);
            let different: FxHashSet<u64> = keys.iter().copied().collect();
            different.len() * 5 >= keys.len() * 2
        };
        self.reading.document.blocks[block].kind != Kind::Note && is_varied()
    }

    /// Whether these sentences stand in the definition of a footnote.
    pub(super) fn is_in_note(&self, units: &Range<usize>) -> bool {
        self.reading.document.blocks[self.all[units.start].block].kind == Kind::Note
    }

    /// Whether a block is all a standing text.
    pub(super) fn is_standing(&self, block: usize) -> bool {
        self.standing[block]
    }

    /// The blocks of running text with at least so many words.
    pub(super) fn passages(&self, least: usize) -> impl Iterator<Item = usize> {
        (0..self.blocks.len()).filter(move |&block| self.words_in(block, |unit| unit.runs) >= least.max(1))
    }

    fn words_in(&self, block: usize, is_in: impl Fn(&Unit) -> bool) -> usize {
        self.all[self.blocks[block].clone()].iter().filter(|unit| is_in(unit)).map(|unit| unit.words).sum()
    }

    /// Passages, and lists none of whose items is one: what may stand in other documents, as ranges of blocks.
    pub(super) fn texts(&self, least: usize) -> Vec<Range<usize>> {
        let blocks = &self.reading.document.blocks;
        let is_single = |block: &usize| self.words_in(*block, |unit| unit.told) >= least.max(1);
        let single: FxHashSet<usize> = (0..blocks.len()).filter(is_single).collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while at < blocks.len() {
            let mut end = at + 1;
            if blocks[at].kind == Kind::Item {
                while blocks.get(end).is_some_and(|next| next.kind == Kind::Item && next.group == blocks[at].group) {
                    end += 1;
                }
            }
            let is_list = end > at + 1 && (at..end).all(|block| !single.contains(&block)) && self.is_list(at..end, least);
            match is_list {
                true => found.push(at..end),
                // What a broken definition of links leaves is no prose.
                false => found.extend((at..end).filter(|block| single.contains(block)).filter_map(|block| {
                    let is_definition = blocks[block].text.starts_with('[') && blocks[block].text.contains("]: ");
                    (!is_definition).then_some(block..block + 1)
                })),
            }
            at = end;
        }
        found
    }

    /// Whether items are a text, and no list of links.
    fn is_list(&self, items: Range<usize>, least: usize) -> bool {
        let words: usize = items.clone().flat_map(|item| &self.all[self.blocks[item].clone()]).map(|unit| unit.words).sum();
        let blocks = &self.reading.document.blocks[items];
        let linked: usize = blocks.iter().flat_map(|block| &block.links).map(|link| link.at.len()).sum();
        words >= least && linked * 2 < blocks.iter().map(|block| block.text.len()).sum()
    }

    /// The sentences of a block.
    pub(super) fn of_block(&self, block: usize) -> Range<usize> {
        self.blocks[block].clone()
    }

    /// The bytes from the first to the last of these sentences.
    pub(super) fn span(&self, units: &Range<usize>) -> Span {
        let place = |unit: &Unit| {
            let at = self.reading.line(unit.block).bytes(unit.tokens.clone());
            self.reading.span(&Place { block: unit.block, at })
        };
        place(&self.all[units.start]).join(place(&self.all[units.end - 1]))
    }

    /// The blocks that these sentences are the whole of.
    pub(super) fn whole_blocks(&self, units: &Range<usize>) -> Option<Range<usize>> {
        let (first, last) = (self.all[units.start].block, self.all[units.end - 1].block);
        let whole = self.blocks[first].start == units.start && self.blocks[last].end == units.end;
        whole.then_some(first..last + 1)
    }

    /// The words of the block that holds this sentence.
    pub(super) fn words(&self, unit: usize) -> BlockWords<'a> {
        self.words_of(self.all[unit].block)
    }

    /// The words of a block.
    pub(super) fn words_of(&self, block: usize) -> BlockWords<'a> {
        let line = self.reading.line(block);
        let kept = || line.tokens.iter().filter(|token| passage::counts(token));
        BlockWords {
            text: &self.reading.document.blocks[block].text,
            bytes: kept().map(|token| token.start as usize..token.end as usize).collect(),
            capital: kept().map(|token| token.is_capital()).collect(),
            keys: kept().map(|token| token.key).collect(),
        }
    }
}

/// Whether a block is running text of the page: no heading, list of links, or code.
fn is_running(block: &Block) -> bool {
    let kind = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Note);
    let seen = !matches!(block.role, Role::Title | Role::Dek | Role::Hidden(_));
    // What names something in a list may well name another; an item under an item may hold of several.
    let item = block.kind == Kind::Item && (block.level > 1 || !end(block).ends_with(['.', '!', '…', '?', ':']));
    let most = |length: usize| length * 5 >= block.text.len() * 4;
    let linked = block.links.iter().filter(|link| link.sort == LinkSort::Page).map(|link| link.at.len()).sum();
    let code = block.marks.iter().filter(|mark| mark.sort == MarkSort::Code).map(|mark| mark.at.len()).sum();
    kind && seen && !item && !most(linked) && !most(code)
}

/// Whether the last sentence of a block asks, or leads in to something: it may well lead in to another.
fn leads(block: &Block) -> bool {
    end(block).ends_with(['?', ':'])
}

/// The text of a block up to its last mark.
fn end(block: &Block) -> &str {
    block.text.trim_end_matches(['”', '"', '’', '\'', ')', '*', ' '])
}

/// Whether a sentence is struck out, or not shown: a copy of it is no second one.
fn is_struck(block: &Block, bytes: &Range<usize>) -> bool {
    let middle = bytes.start.midpoint(bytes.end);
    block.marks_around(middle..middle + 1).any(|mark| matches!(mark.sort, MarkSort::Deleted | MarkSort::Hidden))
}

/// The texts that the publication approved, to know their copies by.
#[derive(Debug)]
pub(super) struct ApprovedWords {
    texts: Vec<Vec<u64>>,
    /// BlockWords in a row, and the numbers of the texts that have them.
    shingles: FxHashMap<[u64; SHINGLE], Vec<usize>>,
}

impl ApprovedWords {
    pub(super) fn of<'t>(approved: impl Iterator<Item = &'t Approved>) -> Self {
        let texts = approved.flat_map(|text| text.versions.iter().chain(text.current())).map(|text| RichText::new(text));
        // A draft may have its paragraphs apart, or all in one.
        let each = |text: RichText| -> Vec<String> {
            let parts = text.paragraphs().iter().map(RichParagraph::words).filter(|_| text.paragraphs().len() > 1);
            parts.chain([text.words()]).collect()
        };
        let texts: Vec<_> = texts.flat_map(each).map(|words| plain(&words)).collect();
        let mut shingles: FxHashMap<[u64; SHINGLE], Vec<usize>> = FxHashMap::default();
        for (number, text) in texts.iter().enumerate() {
            shingles_of(text).for_each(|shingle| shingles.entry(*shingle).or_default().push(number));
        }
        Self { texts, shingles }
    }

    pub(super) fn has(&self, tokens: &[Token]) -> bool {
        if self.shingles.is_empty() {
            return false;
        }
        let words = passage::keys(tokens);
        // Texts of other lengths cannot be alike enough.
        let near = |text: &[u64]| 2.0 * text.len().min(words.len()) as f64 >= APPROVED * (text.len() + words.len()) as f64;
        let shared = shingles_of(&words).filter_map(|shingle| self.shingles.get(shingle));
        let mut texts: Vec<usize> = shared.flatten().copied().filter(|&number| near(&self.texts[number])).collect();
        texts.sort_unstable();
        texts.dedup();
        texts.into_iter().any(|number| passage::likeness(&self.texts[number], &words) >= APPROVED)
    }
}

fn shingles_of(words: &[u64]) -> impl Iterator<Item = &[u64; SHINGLE]> {
    words.windows(SHINGLE).filter_map(|words| words.try_into().ok())
}

/// The words of an approved text, without the names in braces.
fn plain(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    tokens(text, &mut found);
    let mut braces = false;
    found.retain(|token| {
        braces = token.shape == Shape::Mark('{') || braces && token.shape != Shape::Mark('}');
        !braces
    });
    passage::keys(&found)
}
