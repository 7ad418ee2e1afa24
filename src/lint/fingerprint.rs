//! The name of a finding: sixteen hex digits that stay while the sentence it stands in stays.

use std::ops::Range;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::finding::Finding;
use crate::reading::Reading;
use crate::text::{Kind, Source, SourceMap};

/// How many bytes of a finding's own words, or of the line of one that stands in no sentence, tell it from others.
const MOST: usize = 1000;

/// Names the findings of a document by their rule, their words and the sentences that these stand in, whatever stands around
/// them and however it is wrapped and marked up. Twins are numbered in the order of their places.
pub(super) fn give(findings: &mut [Finding], reading: &Reading<'_>) {
    let mut namer = Namer { reading, map: None, sentences: FxHashMap::default(), rows: None };
    let names: Vec<u64> = findings.iter().map(|finding| namer.name(finding)).collect();
    number(findings, &names);
}

/// Names those that have no name yet by the line they begin in.
pub(super) fn give_rest(findings: &mut [Finding], source: &Source) {
    let mut rest: Vec<&mut Finding> = findings.iter_mut().filter(|finding| finding.fingerprint.is_empty()).collect();
    let names: Vec<u64> = rest.iter().map(|finding| by_line(finding, source)).collect();
    number(&mut rest, &names);
}

/// The name of a finding between documents, by the print of the passage that it begins with.
pub(super) fn of_passage(rule: &str, print: u64) -> String {
    let mut hash = begun(rule);
    hash.update(&print.to_le_bytes());
    shown(hash.digest())
}

/// Writes the names down; the second finding of one name and all behind it get names of their own.
fn number<F: std::borrow::BorrowMut<Finding>>(findings: &mut [F], names: &[u64]) {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b): (&Finding, &Finding) = (findings[a].borrow(), findings[b].borrow());
        (a.span, &a.message).cmp(&(b.span, &b.message))
    });
    let mut twins: FxHashMap<u64, u64> = FxHashMap::default();
    for at in order {
        let before = twins.entry(names[at]).or_default();
        let name = if *before == 0 { names[at] } else { xxhash_rust::xxh3::xxh3_64_with_seed(&names[at].to_le_bytes(), *before) };
        *before += 1;
        findings[at].borrow_mut().fingerprint = shown(name);
    }
}

struct Namer<'a> {
    reading: &'a Reading<'a>,
    map: Option<SourceMap<'a>>,
    /// The hashes of sentences, by block and number: many findings may stand in a long one.
    sentences: FxHashMap<(usize, usize), u64>,
    /// The first cell of each row, by table and row.
    rows: Option<FxHashMap<(u32, u32), usize>>,
}

impl Namer<'_> {
    fn name(&mut self, finding: &Finding) -> u64 {
        let document = self.reading.document;
        let map = self.map.get_or_insert_with(|| SourceMap::new(document));
        let Some((block, at)) = map.find(finding.span) else { return by_line(finding, &document.source) };
        let own = &document.blocks[block];
        let mut hash = begun(&finding.rule);
        add(&mut hash, own.text.get(at.clone()).unwrap_or_default());
        // Of two links that read “our price”, each is known by where it leads.
        let links = &own.links[own.links.partition_point(|link| link.at.start < at.start)..];
        for link in links.iter().take_while(|link| link.at.start <= at.end).filter(|link| finding.span.covers(link.span)) {
            add(&mut hash, &link.target);
        }
        self.sentences(block, at, &mut hash);
        if own.kind == Kind::Cell {
            let head = self.head(block);
            self.sentences(head, 0..document.blocks[head].text.len(), &mut hash);
        }
        hash.digest()
    }

    /// Adds the sentences of a block that some bytes of its text stand in.
    fn sentences(&mut self, block: usize, at: Range<usize>, hash: &mut Xxh3) {
        let (tokens, sentences) = (self.reading.line(block).tokens, self.reading.sentences_of(block));
        let first = sentences.partition_point(|sentence| tokens[sentence.end - 1].end as usize <= at.start);
        let behind = sentences.partition_point(|sentence| (tokens[sentence.start].start as usize) < at.end);
        let text = &self.reading.document.blocks[block].text;
        for (number, sentence) in sentences.iter().enumerate().take(behind.max(first + 1)).skip(first) {
            let of_sentence = self.sentences.entry((block, number)).or_insert_with(|| {
                let mut hash = Xxh3::new();
                let (start, end) = (tokens[sentence.start].start as usize, tokens[sentence.end - 1].end as usize);
                words(&mut hash, &text[start..end]);
                hash.digest()
            });
            hash.update(&of_sentence.to_le_bytes());
        }
    }

    /// The first cell of a cell's row, or the second of the first: what its number is a number of.
    fn head(&mut self, cell: usize) -> usize {
        let blocks = &self.reading.document.blocks;
        let rows = self.rows.get_or_insert_with(|| {
            let cells = blocks.iter().enumerate().rev().filter(|(_, block)| block.kind == Kind::Cell);
            cells.map(|(number, block)| ((block.group, block.level), number)).collect()
        });
        let row = |block: usize| blocks.get(block).map(|block| (block.group, block.level));
        let first = row(cell).and_then(|row| rows.get(&row)).copied().unwrap_or(cell);
        if first == cell && row(cell + 1) == row(cell) { cell + 1 } else { first }
    }
}

/// What stands in no sentence (front matter, a permission, a picture) is known by its line.
fn by_line(finding: &Finding, source: &Source) -> u64 {
    let lines = source.lines();
    let (start, line) = (finding.span.start(), lines.range(lines.line_of(finding.span.start()), &source.text));
    let mut hash = begun(&finding.rule);
    add(&mut hash, source.slice(finding.span));
    // Of a line that is the whole file, what stands before the place is left out.
    let before = if start - line.start > MOST { start } else { line.start };
    add(&mut hash, &source.text[before..line.end.max(before)]);
    hash.digest()
}

fn begun(rule: &str) -> Xxh3 {
    let mut hash = Xxh3::new();
    hash.update(rule.as_bytes());
    hash
}

/// Adds a text, or its beginning where it is long.
fn add(hash: &mut Xxh3, text: &str) {
    words(hash, &text[..text.floor_char_boundary(MOST)]);
    hash.update(b"\n");
}

/// Adds the words of a text, however they are spaced.
fn words(hash: &mut Xxh3, text: &str) {
    for word in text.split_whitespace() {
        hash.update(b" ");
        hash.update(word.to_lowercase().as_bytes());
    }
}

fn shown(name: u64) -> String {
    format!("{name:016x}")
}
