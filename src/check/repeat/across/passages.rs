//! The passages of documents, those with the same words as one, and what each rule sees of them.

use std::borrow::Cow;

use crate::check::print::Asks;
use crate::check::shelf::SeenDrafts;

/// How many sorts of rules a mask tells apart; all others are one sort.
const SORTS: usize = 8;
const BITS: usize = u64::BITS as usize;

/// The passages of documents, those with the same words as one. Each is known by the number of the first of its places among all, so that
/// some numbers are those of none.
pub(super) struct Passages<'p> {
    seens: &'p [SeenDrafts<'p>],
    /// The numbers of all in the documents, by their keys.
    places: Vec<u32>,
    /// A bit for each of these places, where a passage begins.
    begins: Vec<u64>,
    /// For each passage, which sorts of rules hold it against others that are not the same; rules of a sort see the same passages.
    masks: Vec<u8>,
}

impl<'p> Passages<'p> {
    /// The passages that rules see; of one rule at least.
    pub(super) fn of(seens: &'p [SeenDrafts<'p>]) -> Self {
        let seen = &seens[0];
        let wanted = seen.all().filter(|&number| seens.iter().any(|seen| seen.wants(number)));
        let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(seen.all().len());
        keyed.extend(wanted.map(|number| (seen.key(number), number)));
        keyed.sort_unstable();
        let mut begins = vec![0; keyed.len().div_ceil(BITS)];
        for at in (0..keyed.len()).filter(|&at| at == 0 || keyed[at].0 != keyed[at - 1].0) {
            begins[at / BITS] |= 1 << (at % BITS);
        }
        // Into memory of its own: what was there is four times as long, and goes.
        let mut places: Vec<u32> = Vec::with_capacity(keyed.len());
        places.extend(keyed.iter().map(|(_, number)| number));
        drop(keyed);
        let passages = Self { seens, places, begins, masks: Vec::new() };
        let views = passages.views();
        // By what they want: those behind the eighth sort have one bit, and are several.
        let is_first = |at: &usize| !views[..*at].iter().any(|view| view.seen.wants_the_same(views[*at].seen));
        let sorts: Vec<RuleView<'_>> = (0..views.len()).filter(is_first).map(|at| views[at]).collect();
        let asked = |view: &RuleView<'_>, passage| view.asks(passage).is_some_and(|asks| asks.near < 1.0);
        let mask = |passage| sorts.iter().filter(|view| asked(view, passage)).fold(0, |mask, view| mask | view.sort);
        let mut masks = vec![0; passages.count()];
        passages.all().for_each(|passage| masks[passage as usize] = mask(passage));
        Self { masks, ..passages }
    }

    /// What each rule sees; rules of a sort see the same passages.
    pub(super) fn views(&self) -> Vec<RuleView<'_>> {
        let first = |seen: &SeenDrafts<'_>| self.seens.iter().position(|other| other.wants_the_same(seen)).unwrap_or_default();
        let view = |seen| RuleView { passages: self, seen, sort: 1 << first(seen).min(SORTS - 1) };
        self.seens.iter().map(view).collect()
    }

    /// All numbers of passages are below this.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    /// The numbers of all, by their keys.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.places.len()).filter(|&at| self.begins(at)).map(|at| at as u32)
    }

    fn begins(&self, at: usize) -> bool {
        self.begins[at / BITS] >> (at % BITS) & 1 == 1
    }

    /// Which sorts of rules hold a passage against others.
    pub(super) fn mask_of(&self, passage: u32) -> u8 {
        self.masks[passage as usize]
    }

    /// Its number where it stands first: larger the farther behind its words lie.
    pub(super) fn first(&self, passage: u32) -> u32 {
        self.places[passage as usize]
    }

    /// How many words it has.
    pub(super) fn count_words(&self, passage: u32) -> usize {
        self.seens[0].count_words(self.first(passage))
    }

    /// The words of the passage that stands first under this number; in `room` where they cannot be lent.
    pub(super) fn read<'r>(&self, first: u32, room: &'r mut Vec<u16>) -> &'r [u16]
    where
        'p: 'r,
    {
        self.seens[0].read(first, room)
    }

    /// Pairs of passages that are known by their keys, each as one number of two halves, in order; one of which a passage is not here is left
    /// out.
    pub(super) fn named(&self, known: &[(u64, u64)]) -> Vec<u64> {
        let key = |at: &u32| self.seens[0].key(*at);
        let number = |wanted: u64| {
            let at = self.places.partition_point(|place| key(place) < wanted);
            self.places.get(at).filter(|place| key(place) == wanted).map(|_| at as u64)
        };
        let pair = |&(a, b): &(u64, u64)| Some(number(a.min(b))? << 32 | number(a.max(b))?);
        let mut pairs: Vec<u64> = known.iter().filter_map(pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The places of a passage.
    fn places_of(&self, passage: u32) -> impl Iterator<Item = u32> + '_ {
        let first = passage as usize;
        (first..self.places.len()).take_while(move |&at| at == first || !self.begins(at)).map(|at| self.places[at])
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
        let wanted = self.passages.places_of(passage).filter(move |&number| self.seen.wants(number));
        wanted.filter(move |&number| {
            let document = Some(self.document(number));
            std::mem::replace(&mut last, document) != document
        })
    }

    /// Whether a passage stands in several documents.
    pub(super) fn is_repeated(self, passage: u32) -> bool {
        self.passages.places_of(passage).nth(1).is_some() && self.places(passage).nth(1).is_some()
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

    /// Its words.
    pub(super) fn words(self, passage: u32) -> Cow<'p, [u16]> {
        self.seen.words(self.passages.first(passage))
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
        self.seen.document(number)
    }
}
