//! Takes in words and phrases and lays them flat, for the index that finds them.

use std::collections::{BTreeMap, HashMap};

use super::class::{Class, Classes};
use super::index::{self, ANY, Anchor, Bits, Finds, FlatStep, GAP, Index, IndexedWord, NAME, NUMBER, ON, Phrase, WordPair};
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
        Some(Part::Gap | Part::On | Part::Both) | None => u64::MAX,
    }
}

/// The part by which a wide pattern is found: the one of the fewest words, and rare ones, and no gap before it. What is found first
/// is told, and that may not hang on other patterns.
fn wide_anchor(pattern: &[Part]) -> Option<usize> {
    const FREQUENT: usize = 60;
    const BEHIND_A_GAP: usize = 20;
    let cost = |key: &u64| match () {
        () if pattern::is_common(*key) => COMMON,
        () if pattern::is_frequent(*key) => FREQUENT,
        () => 1,
    };
    let gaps = |at: usize| {
        let before = pattern[..at].iter().rev().take_while(|part| !matches!(part, Part::Both));
        before.map(|part| if let Part::On = part { 4 } else { usize::from(part.is_gap()) }).sum::<usize>()
    };
    let words = pattern.iter().enumerate().filter(|(_, part)| part.is_words());
    words.min_by_key(|(at, part)| part.keys().iter().map(cost).sum::<usize>() + gaps(*at) * BEHIND_A_GAP).map(|(at, _)| at)
}

/// A pattern and its anchor; of parts in any order, the one that has it comes first.
fn turned(pattern: &[Part], anchor: usize) -> (Pattern, usize) {
    let Some(start) = pattern[..anchor].iter().rposition(|part| matches!(part, Part::Both)) else {
        return (pattern.to_vec(), anchor);
    };
    let end = pattern[anchor..].iter().position(|part| matches!(part, Part::Both)).map_or(pattern.len(), |at| anchor + at);
    let turned = [&pattern[start + 1..end], &pattern[start..=start], &pattern[..start], &pattern[end..]].concat();
    (turned, anchor - start - 1)
}

/// Whether the parts of a pattern may stand far from one another.
fn is_wide(pattern: &[Part]) -> bool {
    pattern.iter().any(|part| matches!(part, Part::On | Part::Both))
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
        if is_wide(pattern) {
            return wide_anchor(pattern);
        }
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
        let mut flat = Flat { numbers, needs: vec![Bits::default()], ..Flat::default() };
        for (pattern, finds) in &self.patterns {
            let Some(anchor) = self.anchor(pattern) else { continue };
            let (pattern, anchor) = turned(pattern, anchor);
            let pattern = pattern.as_slice();
            let pair = self.pair(pattern, anchor);
            let Some(phrase) = flat.phrase(pattern, pair.unwrap_or(anchor), finds) else { continue };
            match pair {
                Some(left) => flat.found_by_pair(pattern, left, phrase),
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
    /// What words give to wide phrases, and what those need.
    gives: HashMap<u64, Bits>,
    needs: Vec<Bits>,
    of_words: BTreeMap<u32, Vec<Anchor>>,
    of_pairs: BTreeMap<(u32, u32), Vec<Anchor>>,
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
        let gaps = pattern[..anchor].iter().filter(|part| part.is_gap()).count();
        let wide = pattern[..anchor].iter().filter(|part| matches!(part, Part::On)).count();
        let (length, before) = (u16::try_from(pattern.len()).ok()?, u16::try_from(anchor - gaps).ok()?);
        let (more, gives) = (u16::try_from((gaps - wide) * GAP + wide * ON).ok()?, u16::try_from(finds.len()).ok()?);
        let given = laid(finds, &mut self.given, self.index.finds.to_mut());
        let first = self.index.steps.len() as u32;
        for part in pattern {
            let step = self.step(part);
            self.index.steps.to_mut().push(step);
        }
        self.index.phrases.to_mut().push(Phrase { first, length, before, more, gives, given });
        Some(self.index.phrases.len() as u32 - 1)
    }

    fn step(&mut self, part: &Part) -> FlatStep {
        match part {
            Part::Word(key) => FlatStep(self.numbers[key]),
            Part::Words(_) => {
                let mut choices = self.numbers(part);
                choices.insert(0, choices.len() as u32);
                FlatStep::choice(laid(&choices, &mut self.chosen, self.index.choices.to_mut()))
            }
            Part::Any => FlatStep::ANY,
            Part::Number => FlatStep::NUMBER,
            Part::Name => FlatStep::NAME,
            Part::Gap => FlatStep::GAP,
            Part::On => FlatStep::ON,
            Part::Both => FlatStep::BOTH,
        }
    }

    /// The place of what must stand around a wide pattern; 0 for one that is not wide.
    fn needed(&mut self, pattern: &[Part]) -> u16 {
        if !is_wide(pattern) {
            return 0;
        }
        let mut needs = Bits::default();
        let rare = |part: &&Part| part.is_words() && !part.keys().iter().any(|key| pattern::is_common(*key));
        for part in pattern.iter().filter(rare) {
            let bit = part.keys().iter().fold(0, |sum: u64, key| sum.rotate_left(5) ^ key) % 509;
            let (place, bit) = (bit as usize / 64, 1 << (bit % 64));
            needs[place] |= bit;
            part.keys().iter().for_each(|key| self.gives.entry(*key).or_default()[place] |= bit);
        }
        self.place_of(needs)
    }

    fn place_of(&mut self, needs: Bits) -> u16 {
        let place = self.needs.iter().position(|other| *other == needs).unwrap_or(self.needs.len());
        if place == self.needs.len() {
            self.needs.push(needs);
        }
        place as u16
    }

    fn found_by_pair(&mut self, pattern: &[Part], left: usize, phrase: u32) {
        let anchor = self.anchor(pattern, left, left + 1, phrase);
        let rights = self.numbers(&pattern[left + 1]);
        for left in self.numbers(&pattern[left]) {
            rights.iter().for_each(|&right| self.of_pairs.entry((left, right)).or_default().push(anchor));
        }
    }

    fn found_by_word(&mut self, pattern: &[Part], at: usize, phrase: u32) {
        let anchor = self.anchor(pattern, at, at, phrase);
        for word in self.numbers(&pattern[at]) {
            self.of_words.entry(word).or_default().push(anchor);
        }
    }

    /// What a phrase is found by from this part of it to that.
    fn anchor(&mut self, pattern: &[Part], first: usize, last: usize, phrase: u32) -> Anchor {
        let beside = (first.checked_sub(1).map(|at| &pattern[at]), pattern.get(last + 1));
        Anchor { before: hint(beside.0), behind: hint(beside.1), phrase, needs: self.needed(pattern) }
    }

    /// The index of all that was laid down.
    fn finish(mut self, words: &[(&u64, &Classes)]) -> Index {
        let mut sets = vec![Classes::default()];
        let mut anchors = Vec::new();
        let mut flat = Vec::with_capacity(words.len() + 1);
        for (number, (key, classes)) in words.iter().enumerate() {
            let gives = self.gives.get(key).copied().unwrap_or_default();
            let gives = self.place_of(gives);
            let set = sets.iter().position(|set| set == *classes).unwrap_or(sets.len());
            if set == sets.len() {
                sets.push(**classes);
            }
            flat.push(IndexedWord { key: **key, anchors: anchors.len() as u32, classes: set as u16, gives });
            anchors.extend(self.of_words.remove(&(number as u32)).unwrap_or_default());
        }
        flat.push(IndexedWord { anchors: anchors.len() as u32, ..IndexedWord::default() });
        let (met, of_met, pairs) = pairs(self.of_pairs, &mut anchors);
        Index {
            places: places(words).into(),
            words: flat.into(),
            classes: sets.into(),
            needs: self.needs.into(),
            met: met.into(),
            of_met: of_met.into(),
            pairs: pairs.into(),
            anchors: anchors.into(),
            ..self.index
        }
    }
}

/// Pairs by their bits, and these; the anchors of pairs are laid down behind the others.
fn pairs(of_pairs: BTreeMap<(u32, u32), Vec<Anchor>>, anchors: &mut Vec<Anchor>) -> (Vec<u64>, Vec<u32>, Vec<WordPair>) {
    let (buckets, mut known) = ((of_pairs.len() / 4).next_power_of_two(), HashMap::new());
    let mut met = vec![0; buckets];
    let mut placed = Vec::with_capacity(of_pairs.len());
    for ((left, right), found_by) in of_pairs {
        let (place, bit) = index::met(left, right, buckets);
        met[place] |= bit;
        let many = found_by.len() as u32;
        placed.push((place, WordPair { left, right, anchors: laid(&found_by, &mut known, anchors), many }));
    }
    placed.sort_by_key(|(place, _)| *place);
    let of_met = (0..=buckets).map(|place| placed.partition_point(|(other, _)| *other < place) as u32).collect();
    (met, of_met, placed.into_iter().map(|(_, pair)| pair).collect())
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
