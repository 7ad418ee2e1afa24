//! What is remembered of all documents of a run, laid flat: a few bytes more than the words of each.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::print::{Asks, Elsewhere, Prints, WantedPassages};
use super::words::WordStore;
use crate::text::Span;

/// The document of each passage of so many is known at once, and the others are sought from there.
const STEP: usize = 16;

/// What is remembered of documents, in their order.
#[derive(Debug, Default)]
pub struct PrintShelf {
    documents: Vec<Shelved>,
    passages: Vec<KeptPassage>,
    /// The documents of some passages: of the first and of each [`STEP`] more.
    signposts: Vec<u32>,
    words: WordStore,
    /// Of passages that are too long, or wanted by one of too many sorts of rules: how many words they have, and the sort.
    large: FxHashMap<u32, (u32, u32)>,
    /// What rules want of documents, each sort once: rules, and what they ask.
    wants: Vec<Vec<(u32, Asks)>>,
    wants_known: FxHashMap<Vec<(u32, [u64; 6])>, u32>,
    /// The rules that want a passage, each sort once.
    rules: Vec<Vec<u32>>,
    rules_known: FxHashMap<Vec<u32>, u32>,
    /// What documents are versions of, by document and rule.
    same: FxHashMap<(u32, u32), u64>,
    /// What is known of documents that are not here, by rule.
    elsewhere: FxHashMap<u32, Elsewhere>,
}

/// A passage that is sought in other documents.
#[derive(Debug)]
pub struct SoughtPassage<'s> {
    /// Hash of its normal form.
    pub key: u64,
    /// Its words.
    pub words: Cow<'s, [u16]>,
    /// What the rules that want it ask.
    pub asks: Vec<Asks>,
}

/// A document.
#[derive(Debug)]
struct Shelved {
    /// Where its passages begin.
    passages: u32,
    date: u32,
    wants: u32,
}

/// A passage of a document.
#[derive(Debug, Clone, Copy)]
struct KeptPassage {
    /// Hash of its normal form.
    key: u64,
    span: Span,
    words: KeptWords,
}

/// Where the words of a passage lie, how many there are, and the sort of the rules that want it: forty bits, fourteen and ten. What has no
/// room here is kept by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeptWords(u64);

impl KeptWords {
    const COUNT: u32 = 14;
    const SORT: u32 = 10;
    /// A count that says that the passage is large.
    const LARGE: u32 = (1 << Self::COUNT) - 1;

    fn new(start: u64, count: u32, sort: u32) -> Self {
        let is_large = count >= Self::LARGE || sort >> Self::SORT > 0;
        let (count, sort) = if is_large { (Self::LARGE, 0) } else { (count, sort) };
        Self(start << (Self::COUNT + Self::SORT) | u64::from(count << Self::SORT | sort))
    }

    fn start(self) -> u64 {
        self.0 >> (Self::COUNT + Self::SORT)
    }

    fn count(self) -> u32 {
        (self.0 >> Self::SORT) as u32 & Self::LARGE
    }

    fn sort(self) -> u32 {
        self.0 as u32 & ((1 << Self::SORT) - 1)
    }

    fn is_large(self) -> bool {
        self.count() == Self::LARGE
    }
}

impl PrintShelf {
    /// Puts a document behind all others. `name` gives the number of a rule among those of the run, by that among those of its document.
    pub fn put(&mut self, prints: &Prints, name: impl Fn(usize) -> u32) {
        let document = self.documents.len() as u32;
        let wanted: Vec<(u32, &WantedPassages)> = prints.wanted.iter().map(|(rule, wanted)| (name(*rule), wanted)).collect();
        let (passages, wants) = (self.passages.len() as u32, self.wants(&wanted));
        let same = wanted.iter().filter(|(_, wanted)| wanted.same != 0);
        self.same.extend(same.map(|&(rule, wanted)| ((document, rule), wanted.same)));
        let mut named = Vec::new();
        prints.each_wanted(|number, rules| {
            named.clear();
            named.extend(rules.iter().map(|&rule| name(rule)));
            let rules = self.rules(&named);
            self.add(prints, number, document, rules);
        });
        self.documents.push(Shelved { passages, date: prints.date, wants });
    }

    fn add(&mut self, prints: &Prints, number: usize, document: u32, sort: u32) {
        let (words, own) = (prints.words_of(number), self.passages.len());
        let kept = KeptWords::new(self.words.push(words), words.len() as u32, sort);
        if kept.is_large() {
            self.large.insert(own as u32, (words.len() as u32, sort));
        }
        if own % STEP == 0 {
            self.signposts.push(document);
        }
        self.passages.push(KeptPassage { key: prints.passages[number].key, span: prints.passages[number].span, words: kept });
    }

    fn wants(&mut self, wanted: &[(u32, &WantedPassages)]) -> u32 {
        let bits = |&Asks { files, share, near, near_slots, run, within }: &Asks| {
            let [share, near, near_slots] = [share, near, near_slots].map(f64::to_bits);
            [files as u64, share, near, near_slots, run as u64, u64::from(within)]
        };
        let known = wanted.iter().map(|(rule, wanted)| (*rule, bits(&wanted.asks))).collect();
        let next = self.wants.len() as u32;
        *self.wants_known.entry(known).or_insert_with(|| {
            self.wants.push(wanted.iter().map(|(rule, wanted)| (*rule, wanted.asks)).collect());
            next
        })
    }

    fn rules(&mut self, rules: &[u32]) -> u32 {
        if let Some(known) = self.rules_known.get(rules) {
            return *known;
        }
        self.rules.push(rules.to_vec());
        let number = self.rules.len() as u32 - 1;
        self.rules_known.insert(rules.to_vec(), number);
        number
    }

    /// The rules that want anything of a document.
    pub fn rules_of(&self, document: usize) -> impl Iterator<Item = u32> + '_ {
        self.documents.get(document).into_iter().flat_map(|document| &self.wants[document.wants as usize]).map(|(rule, _)| *rule)
    }

    /// The passages that some of these rules want, those with the same words as one.
    pub fn sought(&self, rules: &[u32]) -> Vec<SoughtPassage<'_>> {
        let seens: Vec<SeenDrafts<'_>> = rules.iter().map(|&rule| self.seen_by(rule)).collect();
        let mut met = FxHashSet::default();
        let sought = (0..self.passages.len() as u32).filter_map(|number| {
            let wanting = || seens.iter().filter(|seen| seen.wants(number));
            let seen = wanting().next().filter(|seen| met.insert(seen.key(number)))?;
            let (key, words, document) = (seen.key(number), seen.words(number), seen.document(number));
            Some(SoughtPassage { key, words, asks: wanting().map(|seen| seen.asks(document)).collect() })
        });
        sought.collect()
    }

    /// How many words a passage has.
    fn count(&self, number: u32) -> usize {
        let kept = self.passages[number as usize].words;
        let large = || self.large.get(&number).map_or(0, |(count, _)| *count);
        (if kept.is_large() { large() } else { kept.count() }) as usize
    }

    /// The sort of the rules that want a passage.
    fn sort(&self, number: u32) -> usize {
        let kept = self.passages[number as usize].words;
        let large = || self.large.get(&number).map_or(0, |(_, sort)| *sort);
        (if kept.is_large() { large() } else { kept.sort() }) as usize
    }

    /// Takes in what is known of documents that are not here.
    pub fn know(&mut self, rule: u32, elsewhere: Elsewhere) {
        self.elsewhere.insert(rule, elsewhere);
    }

    /// All as one rule sees it.
    pub fn seen_by(&self, rule: u32) -> SeenDrafts<'_> {
        let asks = |wants: &Vec<(u32, Asks)>| wants.iter().find(|(number, _)| *number == rule).map(|(_, asks)| *asks);
        let asks: Vec<Option<Asks>> = self.wants.iter().map(asks).collect();
        let count = self.documents.iter().filter(|document| asks[document.wants as usize].is_some()).count();
        let elsewhere = self.elsewhere.get(&rule);
        let count = count + elsewhere.map_or(0, |elsewhere| elsewhere.all);
        let wanted = self.rules.iter().map(|rules| rules.contains(&rule)).collect();
        SeenDrafts { shelf: self, rule, wanted, asks, count, elsewhere }
    }
}

/// Documents as one rule sees them: those that it compares, and their passages. A passage is known by its number among all.
#[derive(Debug)]
pub struct SeenDrafts<'s> {
    shelf: &'s PrintShelf,
    rule: u32,
    /// For each sort of passages, whether the rule wants it.
    wanted: Vec<bool>,
    /// For each sort of documents, what it asks.
    asks: Vec<Option<Asks>>,
    count: usize,
    elsewhere: Option<&'s Elsewhere>,
}

impl<'s> SeenDrafts<'s> {
    /// In how many documents that are not here a passage with this key stands.
    pub(super) fn more(&self, key: u64) -> usize {
        self.elsewhere.and_then(|elsewhere| elsewhere.more.get(&key)).copied().unwrap_or_default()
    }

    /// How many documents it compares, those that are not here as well.
    pub(super) fn documents(&self) -> usize {
        self.count
    }

    /// The numbers of all passages there are, in order, also of those that it does not want.
    pub(super) fn all(&self) -> Range<u32> {
        0..self.shelf.passages.len() as u32
    }

    /// Whether a passage is one of its.
    pub(super) fn wants(&self, number: u32) -> bool {
        self.wanted[self.shelf.sort(number)]
    }

    /// Whether another rule wants the same passages.
    pub(super) fn wants_the_same(&self, other: &Self) -> bool {
        self.wanted == other.wanted
    }

    /// Whether passages are alike by another rule that are so by this one, and only they.
    pub(super) fn sees_as(&self, other: &Self) -> bool {
        let alike = |asks: &Option<Asks>| asks.map(|asks| (asks.near, asks.near_slots, asks.run));
        self.wants_the_same(other) && self.asks.iter().map(alike).eq(other.asks.iter().map(alike))
    }

    /// Those of these passages that are its.
    pub(super) fn among(&self, numbers: Range<u32>) -> impl DoubleEndedIterator<Item = u32> + '_ {
        numbers.filter(|&number| self.wants(number))
    }

    /// A number of the words of a passage.
    pub(super) fn key(&self, number: u32) -> u64 {
        self.shelf.passages[number as usize].key
    }

    /// Where a passage stands in its document.
    pub(super) fn span(&self, number: u32) -> Span {
        self.shelf.passages[number as usize].span
    }

    /// The document of a passage.
    pub(super) fn document(&self, number: u32) -> u32 {
        let from = self.shelf.signposts[number as usize / STEP];
        let next = &self.shelf.documents[from as usize + 1..];
        from + next.iter().take_while(|document| document.passages <= number).count() as u32
    }

    /// How many words a passage has.
    pub(super) fn count_words(&self, number: u32) -> usize {
        self.shelf.count(number)
    }

    /// The words of a passage.
    pub(super) fn words(&self, number: u32) -> Cow<'s, [u16]> {
        let shelf = self.shelf;
        shelf.words.get(shelf.passages[number as usize].words.start(), shelf.count(number))
    }

    /// The same, in `room` where they cannot be lent.
    pub(super) fn read<'r>(&self, number: u32, room: &'r mut Vec<u16>) -> &'r [u16]
    where
        's: 'r,
    {
        let shelf = self.shelf;
        shelf.words.read(shelf.passages[number as usize].words.start(), shelf.count(number), room)
    }

    /// All that it asks of some document.
    pub(super) fn all_asks(&self) -> impl Iterator<Item = Asks> + '_ {
        self.asks.iter().flatten().copied()
    }

    /// Its passage of the same document that follows those before `end`.
    pub(super) fn next(&self, document: u32, end: u32) -> Option<u32> {
        let behind =
            self.shelf.documents.get(document as usize + 1).map_or(self.shelf.passages.len() as u32, |next| next.passages);
        self.among(end..behind).next()
    }

    /// What it asks in a document.
    pub(super) fn asks(&self, document: u32) -> Asks {
        self.asks[self.shelf.documents[document as usize].wants as usize].unwrap_or_default()
    }

    /// When a document was published; 0 where it does not say.
    pub(super) fn date(&self, document: u32) -> u32 {
        self.shelf.documents[document as usize].date
    }

    /// What a document is a version of; 0 for one by itself.
    pub(super) fn same(&self, document: u32) -> u64 {
        self.shelf.same.get(&(document, self.rule)).copied().unwrap_or_default()
    }
}
