//! Takes in words and phrases and lays them flat, for the index that finds them.

use std::collections::{BTreeMap, HashMap};

use super::class::{Class, Classes};
use super::index::{self, ANY, Anchor, Finds, FlatPart, GAP, Index, IndexedWord, NAME, NUMBER, Phrase};
use super::lists::Lists;
use super::pattern::{self, Part, Pattern};
use super::token::{self, OTHER};

/// In how many phrases a common word counts as standing.
const COMMON: usize = 10_000;
/// By how many pairs of words a phrase may be found; above, it is found by one word.
const PAIRS: usize = 4096;
/// The bits one of which a token has that fits a part: to pass over a phrase without trying it.
fn hint(part: Option<&Part>) -> u64 {
    match part {
        Some(part @ (Part::Word(_) | Part::Words(_))) => part.keys().iter().fold(0, |hint, key| hint | index::bit(*key)),
        Some(Part::Any) => ANY,
        Some(Part::Number) => NUMBER,
        Some(Part::Name) => NAME,
        Some(Part::Gap) | None => u64::MAX,
    }
}

/// Takes in words and phrases, to lay them flat.
#[derive(Debug, Default)]
pub(super) struct Indexer {
    words: BTreeMap<u64, Classes>,
    values: BTreeMap<u64, f64>,
    /// What each pattern gives.
    patterns: Vec<(Pattern, Vec<Finds>)>,
    /// Where a pattern stands among them.
    known: HashMap<Pattern, usize>,
    /// In how many patterns a word stands.
    uses: HashMap<u64, usize>,
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
                part.keys().iter().for_each(|&key| self.words.entry(key).or_default().add(class));
                continue;
            }
            if let Some(&known) = self.known.get(&pattern) {
                if !self.patterns[known].1.contains(&finds) {
                    self.patterns[known].1.push(finds);
                }
                continue;
            }
            for key in pattern.iter().flat_map(Part::keys) {
                self.words.entry(*key).or_default();
                *self.uses.entry(*key).or_default() += 1;
            }
            self.known.insert(pattern.clone(), self.patterns.len());
            self.patterns.push((pattern, vec![finds]));
        }
    }

    /// In how many patterns the words of a part stand.
    fn uses(&self, part: &Part) -> usize {
        let uses = |key: &u64| if pattern::is_common(*key) { COMMON } else { self.uses.get(key).copied().unwrap_or_default() };
        part.keys().iter().map(uses).sum()
    }

    /// The part by which a pattern is found: the one whose words the fewest patterns have; of equals, one before any gap.
    fn anchor(&self, pattern: &[Part]) -> Option<usize> {
        let words = pattern.iter().enumerate().filter(|(_, part)| part.is_words());
        words.min_by_key(|(_, part)| self.uses(part)).map(|(at, _)| at)
    }

    /// The left part of the pair by which a pattern is found at its anchor, if it is found by one.
    fn pair(&self, pattern: &[Part], anchor: usize) -> Option<usize> {
        let many = |left: usize| Some(pattern.get(left)?.keys().len() * pattern.get(left + 1)?.keys().len());
        let pairs = [Some(anchor), anchor.checked_sub(1)].into_iter().flatten();
        let few = pairs.filter(|&left| many(left).is_some_and(|many| (1..=PAIRS).contains(&many)));
        few.min_by_key(|&left| self.uses(&pattern[left]) + self.uses(&pattern[left + 1]))
    }

    /// All that was taken in.
    pub(super) fn finish(self) -> Index {
        // What is met most often stands together.
        let mut words: Vec<_> = self.words.iter().collect();
        words.sort_by_key(|(key, classes)| (!pattern::is_common(**key), classes.is_empty(), **key));
        let numbers = words.iter().enumerate().map(|(number, (key, _))| (**key, number as u32)).collect();
        let mut flat = Flat { numbers, ..Flat::default() };
        for (pattern, finds) in &self.patterns {
            let Some(anchor) = self.anchor(pattern) else { continue };
            let pair = self.pair(pattern, anchor);
            let Some(phrase) = flat.phrase(pattern, pair.unwrap_or(anchor), finds) else { continue };
            match pair {
                Some(left) => flat.found_by_pair(&pattern[left], &pattern[left + 1], phrase),
                None => flat.found_by_word(pattern, anchor, phrase),
            }
        }
        flat.index.values = self.values.iter().map(|(key, value)| (*key, *value)).collect();
        flat.finish(&words)
    }
}

/// Phrases laid flat, and what they are found by.
#[derive(Default)]
struct Flat {
    /// The numbers of words, by key.
    numbers: HashMap<u64, u32>,
    /// What is laid down of the index: phrases and what they are made of.
    index: Index,
    /// Where choices stand that were laid down before.
    chosen: HashMap<Vec<u32>, u32>,
    /// The same for what phrases give.
    given: HashMap<Vec<Finds>, u32>,
    of_words: BTreeMap<u32, Vec<Anchor>>,
    of_pairs: BTreeMap<(u32, u32), Vec<u32>>,
}

impl Flat {
    /// The sorted numbers of a part's words.
    fn numbers(&self, part: &Part) -> Vec<u32> {
        let mut numbers: Vec<_> = part.keys().iter().map(|key| self.numbers[key]).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Lays a pattern down that is found at this part of it; none that is longer than any text is searched for.
    fn phrase(&mut self, pattern: &[Part], anchor: usize, finds: &[Finds]) -> Option<u32> {
        let gaps = pattern[..anchor].iter().filter(|part| matches!(part, Part::Gap)).count();
        let (length, before) = (u16::try_from(pattern.len()).ok()?, u16::try_from(anchor - gaps).ok()?);
        let (more, gives) = (u16::try_from(gaps * GAP).ok()?, u16::try_from(finds.len()).ok()?);
        let given = laid(finds, &mut self.given, self.index.finds.to_mut());
        let first = self.index.steps.len() as u32;
        for part in pattern {
            let step = self.step(part);
            self.index.steps.to_mut().push(step);
        }
        self.index.phrases.to_mut().push(Phrase { first, length, before, more, gives, given });
        Some(self.index.phrases.len() as u32 - 1)
    }

    fn step(&mut self, part: &Part) -> FlatPart {
        match part {
            Part::Word(key) => FlatPart::Word(self.numbers[key]),
            Part::Words(_) => {
                let mut choices = self.numbers(part);
                choices.insert(0, choices.len() as u32);
                FlatPart::Words(laid(&choices, &mut self.chosen, self.index.choices.to_mut()))
            }
            Part::Any => FlatPart::Any,
            Part::Number => FlatPart::Number,
            Part::Name => FlatPart::Name,
            Part::Gap => FlatPart::Gap,
        }
    }

    fn found_by_pair(&mut self, left: &Part, right: &Part, phrase: u32) {
        let rights = self.numbers(right);
        for left in self.numbers(left) {
            rights.iter().for_each(|&right| self.of_pairs.entry((left, right)).or_default().push(phrase));
        }
    }

    fn found_by_word(&mut self, pattern: &[Part], at: usize, phrase: u32) {
        let beside = (at.checked_sub(1).map(|at| &pattern[at]), pattern.get(at + 1));
        let anchor = Anchor { before: hint(beside.0), behind: hint(beside.1), phrase };
        for word in self.numbers(&pattern[at]) {
            self.of_words.entry(word).or_default().push(anchor);
        }
    }

    /// The index of all that was laid down.
    fn finish(mut self, words: &[(&u64, &Classes)]) -> Index {
        let mut sets = vec![Classes::default()];
        let (mut anchors, mut pairs, mut of_pairs) = (Vec::new(), Vec::new(), Vec::new());
        let mut met = vec![0_u64; (self.of_pairs.len() / 4).next_power_of_two()];
        let mut rights = self.of_pairs.into_iter().peekable();
        let mut flat = Vec::with_capacity(words.len() + 1);
        for (number, (_, classes)) in words.iter().enumerate() {
            let set = sets.iter().position(|set| set == *classes).unwrap_or(sets.len());
            if set == sets.len() {
                sets.push(**classes);
            }
            flat.push(IndexedWord { anchors: anchors.len() as u32, pairs: pairs.len() as u32, classes: set as u16 });
            anchors.extend(self.of_words.remove(&(number as u32)).unwrap_or_default());
            while let Some(((left, right), phrases)) = rights.next_if(|((left, _), _)| *left == number as u32) {
                let (place, bit) = index::met(left, right, met.len());
                met[place] |= bit;
                pairs.push((right, of_pairs.len() as u32));
                of_pairs.extend(phrases);
            }
        }
        flat.push(IndexedWord { anchors: anchors.len() as u32, pairs: pairs.len() as u32, classes: 0 });
        Index {
            places: places(words).into(),
            keys: words.iter().map(|(key, _)| **key).collect(),
            words: flat.into(),
            classes: sets.into(),
            met: met.into(),
            pairs: pairs.into(),
            of_pairs: of_pairs.into(),
            anchors: anchors.into(),
            ..self.index
        }
    }
}

/// Where values stand in a row of such, laid down if they do not yet.
fn laid<T: Copy + Eq + std::hash::Hash>(values: &[T], known: &mut HashMap<Vec<T>, u32>, row: &mut Vec<T>) -> u32 {
    let next = row.len() as u32;
    let at = *known.entry(values.to_vec()).or_insert(next);
    if at == next {
        row.extend_from_slice(values);
    }
    at
}

/// The places of words, roomy, so that most words that stand in no list are told by one look.
fn places(words: &[(&u64, &Classes)]) -> Vec<u32> {
    let size = (words.len() * 4).next_power_of_two();
    let mut places = vec![OTHER; size];
    for (number, (key, _)) in words.iter().enumerate() {
        let mut at = **key as usize & (size - 1);
        while places[at] != OTHER {
            at = (at + 1) & (size - 1);
        }
        places[at] = number as u32;
    }
    places
}
