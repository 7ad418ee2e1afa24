//! Whether words that seem to name nobody name somebody after all, as the source sheet reads them.

use std::ops::Range;

use crate::prose::attribution::{Attribution, Standing};
use crate::prose::{Class, Classes, Line};
use crate::reading::Reading;
use crate::text::Kind;

/// How many blocks below a vague source is named: "Researchers say …. Ada Pell, one of the researchers, said …". By hand.
const BELOW: usize = 3;
/// Nouns of those who may be named below, and of what they made.
const NOUNS: Classes = Classes::of(&[Class::VagueNoun, Class::Study]);

/// Whether somebody speaks in the words at a place of a block, or the same sort of people or study is named soon below.
pub(super) fn is_told(reading: &Reading<'_>, block: usize, at: &Range<usize>) -> bool {
    let line = reading.line(block);
    let first = line.tokens.partition_point(|token| token.end as usize <= at.start);
    let last = line.tokens.partition_point(|token| (token.start as usize) < at.end);
    let sentence = reading.sentence_at(block, first);
    let here = reading.grammar.attributions(&line, sentence.clone());
    let touches = |tokens: &Range<usize>| tokens.start < last && first < tokens.end;
    let of_place: Vec<&Attribution> = here.iter().filter(|found| touches(&found.source) || touches(&found.cue)).collect();
    let nobody = of_place.iter().any(|found| matches!(found.standing, Standing::Vague | Standing::Hearsay));
    if !nobody && !of_place.is_empty() {
        return of_place.iter().any(|found| matches!(found.standing, Standing::Named | Standing::Continued));
    }
    let nouns: Vec<&str> = nouns(reading, &line, first..last).collect();
    !nouns.is_empty() && below(reading, block, sentence.end).any(|(block, sentence)| names(reading, block, sentence, &nouns))
}

/// The nouns of a stretch that may be named elsewhere, in their singular.
fn nouns<'a>(reading: &Reading<'a>, line: &Line<'a>, tokens: Range<usize>) -> impl Iterator<Item = &'a str> {
    let (line, grammar) = (*line, reading.grammar);
    let noun = move |at: &usize| line.tokens.get(*at).is_some_and(|token| token.classes.overlaps(NOUNS));
    tokens.filter(noun).map(move |at| grammar.singular(line.word(at)))
}

/// The sentences behind a place, to the end of its block and through the next ones up to a heading.
fn below<'a>(reading: &'a Reading<'_>, block: usize, from: usize) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    let blocks = &reading.document.blocks;
    let behind = (block..blocks.len()).filter(|&block| blocks[block].is_seen()).take(1 + BELOW);
    let section = behind.take_while(move |&other| other == block || blocks[other].kind != Kind::Heading);
    let sentences = section.flat_map(|block| reading.sentences_of(block).iter().map(move |sentence| (block, sentence.clone())));
    sentences.filter(move |(other, sentence)| *other > block || sentence.start >= from)
}

/// Whether a sentence has one of these nouns in the words of a source with a name.
fn names(reading: &Reading<'_>, block: usize, sentence: Range<usize>, wanted: &[&str]) -> bool {
    let line = reading.line(block);
    let any =
        |tokens: Range<usize>| nouns(reading, &line, tokens).any(|noun| wanted.iter().any(|own| own.eq_ignore_ascii_case(noun)));
    if !any(sentence.clone()) {
        return false;
    }
    let found = reading.grammar.attributions(&line, sentence);
    found.into_iter().any(|found| found.standing == Standing::Named && any(found.source))
}
