//! What a passage says of the text that it stands in, by words that were learned: the statements that no list foresees.
//!
//! Each kind of statement has a sum of weights of its own, over the words of a passage and over pairs that stand side by side.
//! `rules/gist.tsv` says how much each weighs; it is learned from statements, from what only looks like one, and from ordinary prose,
//! and laid flat by `build.rs`.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::prose::quotation::Quotation;
use crate::prose::{Line, Numbered, Shape, joined, key};
use crate::reading::{Language, Reading};
use crate::text::Kind;

include!(concat!(env!("OUT_DIR"), "/gist.rs"));

/// How many sentences a passage has, at most: a statement is seldom longer, and what stands around it says other things.
const SENTENCES: usize = 3;
/// What the sum of a kind is at least, in steps, where a passage is such a statement. Of ordinary passages one in seven thousand is
/// taken for one of a given kind (docs/statements.md).
const LEAST: i32 = -20;
/// How much less than that of the strongest kind, in steps: a passage may say two things.
const BESIDE: i32 = 30;
/// The marks that count as words.
const MARKS: &[char] = &[':', '%', '$', '£', '€'];
/// Stands for every number.
const NUMBER: u64 = key("#");

/// A kind of statement that words tell, known by the name of the rule that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct Gist(usize);

/// The language of all that the weights were learned from.
const LEARNED: &str = "en";

impl Gist {
    /// Whether the weights say anything of a text in this language: words that several have mean something else in each.
    pub fn knows(language: Language) -> bool {
        language.code == LEARNED
    }
}

impl TryFrom<String> for Gist {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let number = KINDS.iter().position(|kind| *kind == name);
        number.map(Self).ok_or_else(|| format!("“{name}” is no gist that was learned; these are: {}", KINDS.join(", ")))
    }
}

/// The passages of a block: the whole of a short one, none in a heading.
pub fn passages<'r>(reading: &'r Reading<'_>, block: usize) -> impl Iterator<Item = Range<usize>> + use<'r> {
    let is_heading = reading.document.blocks[block].kind == Kind::Heading;
    let sentences = if is_heading { &[] } else { reading.sentences_of(block) };
    let windows = sentences.windows(SENTENCES.min(sentences.len()).max(1));
    windows.filter_map(|window| Some(window.first()?.start..window.last()?.end))
}

/// A passage that states something.
#[derive(Debug)]
pub struct SaidPassage {
    /// The number of its block.
    pub block: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    sums: KindSums,
}

/// The sum of each kind, in steps.
type KindSums = [i32; KINDS.len()];

impl SaidPassage {
    /// Whether it is a statement of one of these kinds.
    pub fn is_one_of(&self, kinds: &[Gist]) -> bool {
        let least = LEAST.max(strongest(&self.sums) - BESIDE);
        kinds.iter().any(|kind| self.sums[kind.0] >= least)
    }
}

/// The passages of a document that state something, by what stands in quotation marks in each block; none in a heading.
pub fn said(reading: &Reading<'_>, quotations: &[Vec<Quotation>]) -> Vec<SaidPassage> {
    let (mut passage, mut weighing, mut found) = (PassageSums::new(), Vec::new(), Vec::new());
    for (block, quotations) in quotations.iter().enumerate() {
        let mut passages = passages(reading, block).peekable();
        if passages.peek().is_none() {
            continue;
        }
        weighing.clear();
        weighing.extend(Weighing::of(&reading.line(block), quotations));
        let (mut out, mut taken) = (0, 0);
        for tokens in passages {
            while let Some(weighing) = weighing.get(taken).filter(|weighing| weighing.last < tokens.end) {
                passage.take_in(weighing.row);
                taken += 1;
            }
            while let Some(weighing) = weighing[..taken].get(out).filter(|weighing| weighing.first < tokens.start) {
                passage.take_out(weighing.row);
                out += 1;
            }
            if strongest(&passage.sums) >= LEAST {
                found.push(SaidPassage { block, tokens, sums: passage.sums });
            }
        }
        weighing[out..taken].iter().for_each(|weighing| passage.take_out(weighing.row));
    }
    found
}

/// A word that weighs, or two side by side: the first and the last of its tokens, and its row in the table.
struct Weighing {
    first: usize,
    last: usize,
    row: usize,
}

impl Weighing {
    /// Those of a block, in order.
    fn of(line: &Line<'_>, quotations: &[Quotation]) -> impl Iterator<Item = Self> {
        let clues = clues(line, 0..line.tokens.len(), quotations);
        clues.filter_map(|(key, (first, last))| Some(Self { first: first.unwrap_or(last), last, row: row(key)? }))
    }
}

/// The row of a key. Most words have none, and a small table tells that of nearly all of them.
#[inline]
fn row(key: u64) -> Option<usize> {
    let sieve = (key >> 32) as usize % (64 * SIEVE.len());
    if u64::from_le_bytes(SIEVE[sieve / 64]) >> (sieve % 64) & 1 == 0 {
        return None;
    }
    Numbered { prints: KEYS, numbers: NUMBERS }.number(key)
}

/// The sums of a passage that is moved along: each word and pair counts once, however often it stands there.
struct PassageSums {
    sums: KindSums,
    /// How often what each row is of stands in the passage.
    times: Vec<u32>,
}

impl PassageSums {
    fn new() -> Self {
        Self { sums: BIAS, times: vec![0; ROWS.len()] }
    }

    #[inline]
    fn take_in(&mut self, row: usize) {
        self.times[row] += 1;
        if self.times[row] == 1 {
            self.sums.iter_mut().zip(ROWS[row]).for_each(|(sum, weight)| *sum += i32::from(weight as i8));
        }
    }

    #[inline]
    fn take_out(&mut self, row: usize) {
        self.times[row] -= 1;
        if self.times[row] == 0 {
            self.sums.iter_mut().zip(ROWS[row]).for_each(|(sum, weight)| *sum -= i32::from(weight as i8));
        }
    }
}

fn strongest(sums: &[i32]) -> i32 {
    sums.iter().copied().max().unwrap_or(i32::MIN)
}

/// The names of the clues of a passage, as `rules/gist.tsv` has them, each once: for learning.
pub fn clue_names(line: &Line<'_>, tokens: Range<usize>, quotations: &[Quotation]) -> Vec<String> {
    let text = |at: usize| match line.get(at) {
        Some(token) if token.shape == Shape::Number => "#".to_owned(),
        _ => line.word(at).to_lowercase().replace('’', "'"),
    };
    let name = |(_, at): (u64, (Option<usize>, usize))| match at {
        (Some(first), second) => format!("{} {}", text(first), text(second)),
        (None, only) => text(only),
    };
    let mut names: Vec<String> = clues(line, tokens, quotations).map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The keys of the words and pairs of a passage, some twice, and the tokens that they are made of; what it quotes is left out.
fn clues(line: &Line<'_>, tokens: Range<usize>, quotations: &[Quotation]) -> impl Iterator<Item = (u64, (Option<usize>, usize))> {
    let mut before: Option<(usize, u64)> = None;
    let first = quotations.partition_point(|quotation| quotation.tokens.end <= tokens.start);
    let mut quotations = quotations[first..].iter().peekable();
    let own = tokens.filter(move |at| {
        while quotations.next_if(|quotation| quotation.tokens.end <= *at).is_some() {}
        quotations.peek().is_none_or(|quotation| !quotation.tokens.contains(at))
    });
    let keys = own.filter_map(|at| Some((at, key_at(line, at)?)));
    keys.flat_map(move |(at, key)| {
        let pair = before.replace((at, key)).map(|(first, left)| (joined(left, key), (Some(first), at)));
        pair.into_iter().chain([(key, (None, at))])
    })
}

fn key_at(line: &Line<'_>, at: usize) -> Option<u64> {
    let token = line.get(at)?;
    match token.shape {
        Shape::Number => Some(NUMBER),
        Shape::Address => None,
        Shape::Mark(mark) => MARKS.contains(&mark).then_some(token.key),
        _ => Some(token.key),
    }
}
