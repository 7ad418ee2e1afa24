//! Whether words that seem to name nobody name somebody after all, as the source sheet reads them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::prose::attribution::{Attribution, Standing};
use crate::prose::{Class, Classes, Line};
use crate::reading::Reading;
use crate::text::Kind;

/// How many blocks below a vague source is named: "Researchers say …. Ada Pell, one of the researchers, said …". By hand.
const BELOW: usize = 3;
/// In how many sentences, that a block without end has an end. By hand.
const SENTENCES: usize = 24;
/// Nouns of those who may be named below, and of what they made.
const NOUNS: Classes = Classes::of(&[Class::VagueNoun, Class::StudyNoun]);

/// What a sentence is known by: its block, and its first token.
type SentenceKey = (usize, usize);

/// Who speaks in the sentences of a document, read when first asked for.
pub(super) struct Tellers<'a> {
    reading: &'a Reading<'a>,
    attributions: FxHashMap<SentenceKey, Vec<Attribution>>,
    /// The nouns in the words of sources with a name.
    named: FxHashMap<SentenceKey, Vec<&'a str>>,
}

impl<'a> Tellers<'a> {
    pub(super) fn of(reading: &'a Reading<'a>) -> Self {
        Self { reading, attributions: FxHashMap::default(), named: FxHashMap::default() }
    }

    /// Whether somebody speaks in the words at a place of a block, or the same sort of people or study is named soon below.
    pub(super) fn is_told(&mut self, block: usize, at: &Range<usize>) -> bool {
        let line = self.reading.line(block);
        let first = line.tokens.partition_point(|token| token.end as usize <= at.start);
        let last = line.tokens.partition_point(|token| (token.start as usize) < at.end);
        let sentence = self.reading.sentence_at(block, first);
        let here = self.attributions(&line, block, sentence.clone());
        let touches = |tokens: &Range<usize>| tokens.start < last && first < tokens.end;
        let of_place: Vec<&Attribution> = here.iter().filter(|found| touches(&found.source) || touches(&found.cue)).collect();
        let nobody = of_place.iter().any(|found| matches!(found.standing, Standing::Vague | Standing::Hearsay));
        if !nobody && !of_place.is_empty() {
            return of_place.iter().any(|found| matches!(found.standing, Standing::Named | Standing::Continued));
        }
        let nouns: Vec<&str> = nouns(self.reading, &line, first..last).collect();
        !nouns.is_empty() && below(self.reading, block, sentence.end).any(|(block, sentence)| self.names(block, sentence, &nouns))
    }

    fn attributions(&mut self, line: &Line<'_>, block: usize, sentence: Range<usize>) -> &[Attribution] {
        let grammar = self.reading.grammar;
        self.attributions.entry((block, sentence.start)).or_insert_with(|| grammar.attributions(line, sentence))
    }

    /// Whether a sentence has one of these nouns in the words of a source with a name.
    fn names(&mut self, block: usize, sentence: Range<usize>, wanted: &[&str]) -> bool {
        let told = (block, sentence.start);
        if !self.named.contains_key(&told) {
            let named = self.named(block, sentence);
            self.named.insert(told, named);
        }
        self.named[&told].iter().any(|noun| wanted.iter().any(|own| own.eq_ignore_ascii_case(noun)))
    }

    fn named(&mut self, block: usize, sentence: Range<usize>) -> Vec<&'a str> {
        let (reading, line) = (self.reading, self.reading.line(block));
        if nouns(reading, &line, sentence.clone()).next().is_none() {
            return Vec::new();
        }
        let found = self.attributions(&line, block, sentence).iter().filter(|found| found.standing == Standing::Named);
        found.flat_map(|found| nouns(reading, &line, found.source.clone())).collect()
    }
}

/// The nouns of a stretch that may be named elsewhere, in their singular.
fn nouns<'a>(reading: &Reading<'_>, line: &Line<'a>, tokens: Range<usize>) -> impl Iterator<Item = &'a str> {
    let (line, grammar) = (*line, reading.grammar);
    let noun = move |at: &usize| line.tokens.get(*at).is_some_and(|token| token.classes.overlaps(NOUNS));
    tokens.filter(noun).map(move |at| grammar.singular(line.word(at)))
}

/// The sentences behind a place, to the end of its block and through the next ones up to a heading.
fn below<'a>(reading: &'a Reading<'_>, block: usize, from: usize) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    let blocks = &reading.document.blocks;
    let behind = (block..blocks.len()).filter(|&block| blocks[block].is_seen()).take(1 + BELOW);
    let section = behind.take_while(move |&other| other == block || blocks[other].kind != Kind::Heading);
    let sentences = section.flat_map(move |other| {
        let all = reading.sentences_of(other);
        let first = if other == block { all.partition_point(|sentence| sentence.start < from) } else { 0 };
        all[first..].iter().map(move |sentence| (other, sentence.clone()))
    });
    sentences.take(SENTENCES)
}
