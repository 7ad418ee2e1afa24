//! Words and phrases laid flat, to be found by their keys: made once when copydesk is built, and for what a publication changes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::class::{Class, Classes};
use super::lists::Lists;
use super::pattern::{self, Part, Pattern};
use super::token::{self, Shape, Token};

/// How many tokens `...` may stand for.
const GAP: usize = 4;
/// In how many phrases a common word counts as standing.
const COMMON: usize = 10_000;

/// A number for a set of phrases, by which it is known again.
pub(super) fn print<'p>(phrases: impl Iterator<Item = &'p str>) -> u64 {
    token::key(&phrases.collect::<Vec<_>>().join("\n"))
}

/// What a phrase gives to the place it is found at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Finds {
    Class(Class),
    /// The set of phrases of this number.
    Set(u16),
}

/// Words with their classes, and the phrases that are found by them.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Open addressing by the low bits of keys, a power of two of places: the high bits of a key and the number of its word,
    /// counted from 1; 0 for a free place.
    pub(super) places: Cow<'static, [(u32, u32)]>,
    /// The words, those met most often first.
    pub(super) entries: Cow<'static, [IndexedWord]>,
    /// All sets of classes that words have.
    pub(super) classes: Cow<'static, [Classes]>,
    pub(super) anchors: Cow<'static, [Anchor]>,
    pub(super) phrases: Cow<'static, [Phrase]>,
    pub(super) steps: Cow<'static, [FlatPart]>,
    /// The sorted choices of steps, one behind the other.
    pub(super) choices: Cow<'static, [u64]>,
    /// What number words are worth, by key.
    pub(super) values: Cow<'static, [(u64, f64)]>,
}

/// A word.
#[derive(Debug, Clone, Copy)]
pub(super) struct IndexedWord {
    pub(super) key: u64,
    /// The first of its anchors, and how many there are.
    pub(super) first: u32,
    pub(super) count: u32,
    /// Place of its set of classes.
    pub(super) classes: u16,
}

/// A word by which a phrase is found, and what the tokens beside it may be: see [`hint`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) before: u64,
    pub(super) behind: u64,
    pub(super) phrase: u32,
    pub(super) finds: Finds,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub(super) first: u32,
    pub(super) length: u16,
    /// How many tokens stand before the step by which it is found, at least, and how many more may: gaps.
    pub(super) before: u16,
    pub(super) more: u16,
}

/// A part of a phrase, its choices laid flat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlatPart {
    Word(u64),
    /// Start and length of its choices.
    Words(u32, u32),
    Any,
    Number,
    Name,
    Gap,
}

/// The bit of no token, of figures, of names, and of all that is no mark; words have those below.
const NONE: u64 = 1 << 63;
const NUMBER: u64 = 1 << 62;
const NAME: u64 = 1 << 61;
const ANY: u64 = 1 << 60;

/// The bit of a word.
fn bit(key: u64) -> u64 {
    1 << (key % 60)
}

/// The bits of a token: of its word, and of its looks.
fn bits(token: Option<&Token>) -> u64 {
    let Some(token) = token else { return NONE };
    let looks = match token.shape {
        Shape::Mark(_) => 0,
        Shape::Number => ANY | NUMBER,
        _ if token.is_capital() => ANY | NAME,
        _ => ANY,
    };
    bit(token.key) | looks
}

/// The bits one of which a token has that fits a part: to pass over a phrase without trying it.
fn hint(part: Option<&Part>) -> u64 {
    match part {
        Some(part @ (Part::Word(_) | Part::Words(_))) => part.keys().iter().fold(0, |hint, key| hint | bit(*key)),
        Some(Part::Any) => ANY,
        Some(Part::Number) => NUMBER,
        Some(Part::Name) => NAME,
        Some(Part::Gap) | None => u64::MAX,
    }
}

impl Index {
    /// The place where a word is looked for first.
    fn place(&self, key: u64) -> (u32, u32) {
        let mask = self.places.len().wrapping_sub(1);
        self.places.get(key as usize & mask).copied().unwrap_or_default()
    }

    /// The word of this key, given [`Self::place`] of it.
    fn word(&self, key: u64, (mut found, mut number): (u32, u32)) -> Option<&IndexedWord> {
        let (mut at, tag) = (key as usize, (key >> 32) as u32);
        loop {
            let word = (number as usize).checked_sub(1)?;
            if found == tag
                && let Some(entry) = self.entries.get(word).filter(|entry| entry.key == key)
            {
                return Some(entry);
            }
            at = at.wrapping_add(1);
            (found, number) = self.places[at & (self.places.len() - 1)];
        }
    }

    /// What a number word is worth.
    pub(super) fn value(&self, key: u64) -> Option<f64> {
        self.values.binary_search_by_key(&key, |(word, _)| *word).ok().map(|at| self.values[at].1)
    }

    /// Gives tokens their classes, without some, and says where phrases of wanted sets stand, in no particular order.
    pub(super) fn read(
        &self,
        tokens: &mut [Token],
        without: Classes,
        wanted: impl Fn(u16) -> bool,
        mut seen: impl FnMut(u16, Range<usize>),
    ) {
        let mut tried = HashSet::new();
        // The place of the next word is fetched while this one is worked on.
        let place = |tokens: &[Token], at: usize| tokens.get(at).map_or_else(Default::default, |token| self.place(token.key));
        let mut ahead = place(tokens, 0);
        for at in 0..tokens.len() {
            let here = std::mem::replace(&mut ahead, place(tokens, at + 1));
            let Some(word) = self.word(tokens[at].key, here) else { continue };
            let classes = self.classes[usize::from(word.classes)].without(without);
            tokens[at].classes = tokens[at].classes.with(classes);
            if word.count == 0 {
                continue;
            }
            let (before, behind) = (bits(at.checked_sub(1).map(|at| &tokens[at])), bits(tokens.get(at + 1)));
            let anchors = &self.anchors[word.first as usize..][..word.count as usize];
            for anchor in anchors.iter().filter(|anchor| anchor.behind & behind != 0 && anchor.before & before != 0) {
                let chosen = match anchor.finds {
                    Finds::Set(set) => wanted(set),
                    Finds::Class(class) => !without.has(class),
                };
                if !chosen {
                    continue;
                }
                let phrase = self.phrases[anchor.phrase as usize];
                let Some(last) = at.checked_sub(usize::from(phrase.before)) else { continue };
                let steps = &self.steps[phrase.first as usize..][..usize::from(phrase.length)];
                for start in last.saturating_sub(usize::from(phrase.more))..=last {
                    if !self.fits(steps[0], &tokens[start]) {
                        continue;
                    }
                    // Behind a gap, a phrase may be found by several words.
                    if phrase.more > 0 && !tried.insert((anchor.phrase, start)) {
                        continue;
                    }
                    let Some(end) = self.matches(steps, tokens, start) else { continue };
                    match anchor.finds {
                        Finds::Set(set) => seen(set, start..end),
                        Finds::Class(class) => {
                            tokens[start].classes.add(class);
                            tokens[start].reach = tokens[start].reach.max((end - start).min(usize::from(u8::MAX)) as u8);
                        }
                    }
                }
            }
        }
    }

    /// Where a phrase that begins at token `at` ends; the longest reading of its gaps is not sought: the shortest is.
    fn matches(&self, steps: &[FlatPart], tokens: &[Token], mut at: usize) -> Option<usize> {
        for (number, &step) in steps.iter().enumerate() {
            if matches!(step, FlatPart::Gap) {
                let rest = &steps[number + 1..];
                let ends = (at..=at + GAP).take_while(|&next| next <= tokens.len());
                return ends.into_iter().find_map(|next| self.matches(rest, tokens, next));
            }
            if !self.fits(step, tokens.get(at)?) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    fn fits(&self, step: FlatPart, token: &Token) -> bool {
        match step {
            FlatPart::Word(key) => key == token.key,
            FlatPart::Words(start, count) => self.choices[start as usize..][..count as usize].binary_search(&token.key).is_ok(),
            FlatPart::Any => !matches!(token.shape, Shape::Mark(_)),
            FlatPart::Number => token.shape == Shape::Number,
            FlatPart::Name => token.is_capital(),
            FlatPart::Gap => false,
        }
    }
}

/// Lays words and phrases flat.
#[derive(Debug, Default)]
pub(super) struct Indexer {
    words: BTreeMap<u64, (Classes, Vec<Anchor>)>,
    values: BTreeMap<u64, f64>,
    patterns: Vec<(Pattern, Finds)>,
    /// In how many patterns a word stands.
    uses: HashMap<u64, usize>,
    steps: Vec<FlatPart>,
    choices: Vec<u64>,
    /// Where choices stand that were laid down before.
    laid: HashMap<Box<[u64]>, u32>,
}

impl Indexer {
    /// Takes in the list of a class.
    pub(super) fn class(&mut self, class: Class, lists: &Lists) {
        for line in lists.get(class.list()).unwrap_or_default() {
            let (phrase, value) = pattern::value(line);
            if let Some(value) = value {
                self.values.insert(token::key_of(phrase), value);
            }
            self.phrase(phrase, Finds::Class(class), lists);
        }
    }

    /// Takes in a phrase; what cannot be read of it is passed over.
    pub(super) fn phrase(&mut self, phrase: &str, finds: Finds, lists: &Lists) {
        if pattern::expression(phrase).is_some() {
            return;
        }
        for pattern in pattern::resolve(phrase, lists).0 {
            if let (Finds::Class(class), [part @ (Part::Word(_) | Part::Words(_))]) = (finds, pattern.as_slice()) {
                part.keys().iter().for_each(|&key| self.words.entry(key).or_default().0.add(class));
                continue;
            }
            for key in pattern.iter().flat_map(Part::keys) {
                *self.uses.entry(*key).or_default() += 1;
            }
            self.patterns.push((pattern, finds));
        }
    }

    /// The part by which a pattern is found: the one whose words the fewest patterns have; of equals, one before any gap.
    fn anchor(&self, pattern: &[Part]) -> Option<usize> {
        let uses = |key: &u64| if pattern::is_common(*key) { COMMON } else { self.uses.get(key).copied().unwrap_or_default() };
        let words = pattern.iter().enumerate().filter(|(_, part)| part.is_words());
        words.min_by_key(|(_, part)| part.keys().iter().map(uses).sum::<usize>()).map(|(at, _)| at)
    }

    fn lay(&mut self, pattern: Pattern, finds: Finds, phrases: &mut Vec<Phrase>) {
        let Some(anchor) = self.anchor(&pattern) else { return };
        let gaps = pattern[..anchor].iter().filter(|part| matches!(part, Part::Gap)).count();
        let (Ok(length), Ok(before)) = (u16::try_from(pattern.len()), u16::try_from(anchor - gaps)) else { return };
        let beside = (anchor.checked_sub(1).map(|at| &pattern[at]), pattern.get(anchor + 1));
        let found = Anchor { before: hint(beside.0), behind: hint(beside.1), phrase: phrases.len() as u32, finds };
        pattern[anchor].keys().iter().for_each(|&key| self.words.entry(key).or_default().1.push(found));
        phrases.push(Phrase { first: self.steps.len() as u32, length, before, more: (gaps * GAP) as u16 });
        for part in pattern {
            let step = self.step(part);
            self.steps.push(step);
        }
    }

    fn step(&mut self, part: Part) -> FlatPart {
        match part {
            Part::Word(key) => FlatPart::Word(key),
            Part::Words(keys) => {
                let (count, end) = (keys.len() as u32, self.choices.len() as u32);
                let start = *self.laid.entry(keys.clone()).or_insert(end);
                if start == end {
                    self.choices.extend_from_slice(&keys);
                }
                FlatPart::Words(start, count)
            }
            Part::Any => FlatPart::Any,
            Part::Number => FlatPart::Number,
            Part::Name => FlatPart::Name,
            Part::Gap => FlatPart::Gap,
        }
    }

    /// All that was taken in.
    pub(super) fn finish(mut self) -> Index {
        let mut phrases = Vec::new();
        for (pattern, finds) in std::mem::take(&mut self.patterns) {
            self.lay(pattern, finds, &mut phrases);
        }
        // Roomy, so that most words that stand in no list are told by one look.
        let size = (self.words.len() * 4).next_power_of_two();
        let (mut places, mut entries) = (vec![(0, 0); size], Vec::with_capacity(self.words.len()));
        let (mut sets, mut anchors) = (vec![Classes::default()], Vec::new());
        // What is met most often stands together.
        let mut words: Vec<_> = self.words.into_iter().collect();
        words.sort_by_key(|(key, (classes, _))| (!pattern::is_common(*key), classes.is_empty(), *key));
        for (key, (classes, of_word)) in words {
            let set = sets.iter().position(|set| *set == classes).unwrap_or(sets.len());
            if set == sets.len() {
                sets.push(classes);
            }
            let mut at = key as usize & (size - 1);
            while places[at] != (0, 0) {
                at = (at + 1) & (size - 1);
            }
            let (first, count) = (anchors.len() as u32, of_word.len() as u32);
            entries.push(IndexedWord { key, first, count, classes: set as u16 });
            places[at] = ((key >> 32) as u32, entries.len() as u32);
            anchors.extend(of_word);
        }
        Index {
            places: places.into(),
            entries: entries.into(),
            classes: sets.into(),
            anchors: anchors.into(),
            phrases: phrases.into(),
            steps: self.steps.into(),
            choices: self.choices.into(),
            values: self.values.into_iter().collect::<Vec<_>>().into(),
        }
    }
}
