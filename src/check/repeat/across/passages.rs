//! The passages of documents, those with the same words as one, and what each rule sees of them.

use crate::check::print::Asks;
use crate::check::shelf::{KeptWords, SeenDrafts};

/// How many sorts of rules a mask tells apart; all others are one sort.
const SORTS: usize = 8;

/// The passages of documents, those with the same words as one.
pub(super) struct Passages<'p> {
    seens: &'p [SeenDrafts<'p>],
    /// The numbers of all, by their keys.
    places: Vec<u32>,
    /// Where each passage begins among the places, and where the last one ends.
    starts: Vec<u32>,
    /// Where the words of each passage lie.
    texts: Vec<KeptWords>,
    /// For each passage, which sorts of rules hold it against others that are not the same; rules of a sort see the same passages.
    masks: Vec<u8>,
}

impl<'p> Passages<'p> {
    /// The passages that rules see; of one rule at least.
    pub(super) fn of(seens: &'p [SeenDrafts<'p>]) -> Self {
        let seen = &seens[0];
        let wanted = seen.all().filter(|&number| seens.iter().any(|seen| seen.wants(number)));
        let mut places: Vec<(u64, u32)> = wanted.map(|number| (seen.passage(number).key, number)).collect();
        places.sort_unstable();
        let begins = |at: &usize| *at == 0 || places[*at].0 != places[*at - 1].0;
        let starts: Vec<u32> = (0..places.len()).filter(begins).map(|at| at as u32).chain([places.len() as u32]).collect();
        // Into memory of its own: what was there is four times as long, and goes.
        let mut numbers: Vec<u32> = Vec::with_capacity(places.len());
        numbers.extend(places.iter().map(|(_, number)| number));
        let places = numbers;
        let first = |&start: &u32| seen.kept_words(places[start as usize]);
        let texts = starts[..starts.len() - 1].iter().map(first).collect();
        let passages = Self { seens, places, starts, texts, masks: Vec::new() };
        let views = passages.views();
        // By what they want: those behind the eighth sort have one bit, and are several.
        let is_first = |at: &usize| !views[..*at].iter().any(|view| view.seen.wants_the_same(views[*at].seen));
        let sorts: Vec<RuleView<'_>> = (0..views.len()).filter(is_first).map(|at| views[at]).collect();
        let asked = |view: &RuleView<'_>, passage| view.asks(passage).is_some_and(|asks| asks.near < 1.0);
        let mask = |passage| sorts.iter().filter(|view| asked(view, passage)).fold(0, |mask, view| mask | view.sort);
        let masks = (0..passages.count() as u32).map(mask).collect();
        Self { masks, ..passages }
    }

    /// What each rule sees; rules of a sort see the same passages.
    pub(super) fn views(&self) -> Vec<RuleView<'_>> {
        let first = |seen: &SeenDrafts<'_>| self.seens.iter().position(|other| other.wants_the_same(seen)).unwrap_or_default();
        let view = |seen| RuleView { passages: self, seen, sort: 1 << first(seen).min(SORTS - 1) };
        self.seens.iter().map(view).collect()
    }

    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Which sorts of rules hold a passage against others.
    pub(super) fn mask_of(&self, passage: u32) -> u8 {
        self.masks[passage as usize]
    }

    /// Its number where it stands first.
    pub(super) fn first(&self, passage: u32) -> u32 {
        self.places[self.starts[passage as usize] as usize]
    }

    pub(super) fn words(&self, passage: u32) -> &'p [u16] {
        self.seens[0].words_kept(self.texts[passage as usize])
    }

    /// A number that is larger the farther behind its words lie.
    pub(super) fn place_of_words(&self, passage: u32) -> KeptWords {
        self.texts[passage as usize]
    }

    /// Pairs of passages that are known by their keys, each as one number of two halves, in order; one of which a passage is not here is left
    /// out.
    pub(super) fn named(&self, known: &[(u64, u64)]) -> Vec<u64> {
        let key = |passage: u32| self.seens[0].passage(self.first(passage)).key;
        let all: Vec<u32> = (0..self.count() as u32).collect();
        let number = |wanted: u64| all.binary_search_by_key(&wanted, |&passage| key(passage)).ok().map(|at| at as u64);
        let pair = |&(a, b): &(u64, u64)| Some(number(a.min(b))? << 32 | number(a.max(b))?);
        let mut pairs: Vec<u64> = known.iter().filter_map(pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn all(&self, passage: u32) -> &[u32] {
        &self.places[self.starts[passage as usize] as usize..self.starts[passage as usize + 1] as usize]
    }
}

/// Passages as one rule sees them.
#[derive(Clone, Copy)]
pub(super) struct RuleView<'p> {
    pub(super) passages: &'p Passages<'p>,
    pub(super) seen: &'p SeenDrafts<'p>,
    /// The bit of its sort in the masks of passages.
    sort: u8,
}

impl<'p> RuleView<'p> {
    /// The numbers that a passage has in the documents where it stands, in their order. What stands twice in one document is that
    /// document's own fault.
    pub(super) fn places(self, passage: u32) -> impl Iterator<Item = u32> {
        let mut last = None;
        let wanted = self.passages.all(passage).iter().copied().filter(move |&number| self.seen.wants(number));
        wanted.filter(move |&number| {
            let document = Some(self.document(number));
            std::mem::replace(&mut last, document) != document
        })
    }

    /// Whether a passage stands in several documents.
    pub(super) fn is_repeated(self, passage: u32) -> bool {
        self.passages.all(passage).len() > 1 && self.places(passage).nth(1).is_some()
    }

    /// What is asked where a passage stands first.
    pub(super) fn asks(self, passage: u32) -> Option<Asks> {
        self.places(passage).next().map(|number| self.seen.asks(self.document(number)))
    }

    /// Whether a passage is held against others that are not the same.
    pub(super) fn compares(self, passage: u32) -> bool {
        // Of a passage in very many documents its places are not walked over for each pair, to find that the rule wants none.
        self.passages.mask_of(passage) & self.sort != 0 && self.asks(passage).is_some_and(|asks| asks.near < 1.0)
    }

    pub(super) fn words(self, passage: u32) -> &'p [u16] {
        self.passages.words(passage)
    }

    /// By how many documents a passage has, then the earliest that says its date, then the order of documents: what comes first is
    /// what the others are copies of.
    pub(super) fn rank(self, passage: u32) -> (usize, u32, u32) {
        let (mut count, mut earliest, mut first) = (0, u32::MAX, u32::MAX);
        for number in self.places(passage) {
            let date = self.seen.date(self.document(number));
            earliest = if date > 0 { earliest.min(date) } else { earliest };
            (count, first) = (count + 1, first.min(number));
        }
        (usize::MAX - count, earliest, first)
    }

    pub(super) fn document(self, number: u32) -> u32 {
        self.seen.passage(number).document
    }
}
