//! What speaks for or against asking about a figure: a named thing seen, or a word in a place.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::weights::{ClueId, Counted, number};
use crate::prose::{Class, Line, Shape, Token, joined, key};
use crate::reading::Place;

/// Something seen that weighs: what it is, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Clue {
    /// What it is: the part of its name before `=`.
    pub slot: &'static str,
    /// The first word of ours in its name, where there is one.
    detail: Option<&'static str>,
    /// Where its words stand.
    pub place: Place,
}

impl Clue {
    /// What it is, in words.
    pub fn means(&self) -> &'static str {
        type Words = FxHashMap<(&'static str, Option<&'static str>), &'static str>;
        static WORDS: OnceLock<Words> = OnceLock::new();
        let words = WORDS.get_or_init(|| {
            let lines = include_str!("../../../rules/clues.tsv").lines().filter_map(|line| line.split_once('\t'));
            let named = |name: &'static str| name.split_once('=').map_or((name, None), |(slot, detail)| (slot, Some(detail)));
            lines.map(|(name, means)| (named(name), means)).collect()
        });
        let detailed = self.detail.and_then(|detail| words.get(&(self.slot, Some(detail))));
        detailed.or_else(|| words.get(&(self.slot, None))).copied().unwrap_or(self.slot)
    }
}

/// A word of ours with its key, which is worked out when copydesk is built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fixed {
    pub(super) word: &'static str,
    key: u64,
}

impl Fixed {
    /// A word in lower case.
    pub(super) const fn new(word: &'static str) -> Self {
        Self { word, key: key(word) }
    }
}

/// How the slots of lists begin: which list a word stands in, the word itself tells better.
const LISTED: &str = "list";

/// The names of the lists.
static LISTS: [Fixed; Class::ALL.len()] = {
    let (mut lists, mut at) = ([NOTHING; Class::ALL.len()], 0);
    while at < lists.len() {
        lists[at] = Fixed::new(Class::ALL[at].list());
        at += 1;
    }
    lists
};

/// The name of a list.
pub(super) fn list(class: Class) -> Fixed {
    LISTS[class as usize]
}

/// The numbers of the clues that a list makes, in each of the slots for lists.
pub(super) type Listed = [[Option<ClueId>; Class::ALL.len()]; 4];

/// Those of these slots.
pub(super) fn listed(slots: [Fixed; 4]) -> Listed {
    slots.map(|slot| std::array::from_fn(|class| number(joined(slot.key, LISTS[class].key))))
}

/// A word of a clue.
#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    /// A token of the line; numbers are all one, years another.
    Token(usize),
    /// A word of ours.
    Is(Fixed),
}

/// A clue of the table of weights.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownClue {
    pub(super) number: ClueId,
    pub(super) key: u64,
}

/// A telling clue, as it waits to be named.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    pub(super) known: KnownClue,
    slot: &'static str,
    detail: Option<&'static str>,
    /// Where its words stand; none for the figure itself.
    place: Option<Place>,
}

impl Telling {
    /// Where it stands, beside a figure that stands here.
    pub(super) fn place<'k>(&'k self, here: &'k Place) -> &'k Place {
        self.place.as_ref().unwrap_or(here)
    }

    /// The same where its block has another number.
    pub(super) fn in_block(&self, block: usize) -> Self {
        let place = self.place.clone().map(|place| Place { block, ..place });
        Self { place, ..self.clone() }
    }

    /// The clue beside a figure that stands here.
    pub(super) fn clue(&self, here: &Place) -> Clue {
        Clue { slot: self.slot, detail: self.detail, place: self.place(here).clone() }
    }
}

/// Clues as they are gathered.
#[derive(Debug, Clone, Default)]
pub(super) struct Clues {
    /// What those found weigh together.
    pub(super) tally: Counted,
    /// Those that tell a reader anything: "the" beside a figure does not, whatever it weighs.
    pub(super) telling: Vec<Telling>,
    /// Their names as the weights file has them, some twice, where somebody learns from them.
    pub(super) names: Option<Vec<String>>,
}

/// What stands for a number, a year, a name, and for nothing where a sentence ends.
const NUMBER: Fixed = Fixed::new("#");
const YEAR: Fixed = Fixed::new("#year");
const NAME: Fixed = Fixed::new("<name>");
pub(super) const NOTHING: Fixed = Fixed::new("<>");

impl Clues {
    /// None yet, with room for their names.
    pub(super) fn named() -> Self {
        Self { names: Some(Vec::new()), ..Self::default() }
    }

    /// None, in the room of these.
    pub(super) fn cleared(mut self) -> Self {
        self.tally.clear();
        self.telling.clear();
        self.names.iter_mut().for_each(Vec::clear);
        self
    }

    /// Adds the names of others.
    pub(super) fn name_with(&mut self, others: &Self) {
        if let (Some(names), Some(others)) = (&mut self.names, &others.names) {
            names.extend_from_slice(others);
        }
    }

    /// Adds one: `slot`, or `slot=word word`.
    pub(super) fn add(&mut self, slot: Fixed, words: &[Word], line: &Line<'_>, place: Place) {
        self.put(slot, words, line, Some(place));
    }

    /// Adds one that is seen at the figure itself.
    pub(super) fn add_here(&mut self, slot: Fixed, words: &[Word], line: &Line<'_>) {
        self.put(slot, words, line, None);
    }

    /// Adds one that is known, where nobody wants names.
    #[inline]
    pub(super) fn add_known(
        &mut self,
        known: KnownClue,
        slot: Fixed,
        words: &[Word],
        line: &Line<'_>,
        place: impl FnOnce() -> Place,
    ) {
        if self.tally.count(known.number) {
            self.tell(known, slot, words, line, Some(place()));
        }
    }

    fn put(&mut self, slot: Fixed, words: &[Word], line: &Line<'_>, place: Option<Place>) {
        if let Some(known) = known(slot, words, line).filter(|known| self.tally.count(known.number)) {
            self.tell(known, slot, words, line, place);
        }
        if let Some(names) = &mut self.names {
            let words: Vec<String> = words.iter().map(|word| word.text(line)).collect();
            names.push(if words.is_empty() { slot.word.to_owned() } else { format!("{}={}", slot.word, words.join(" ")) });
        }
    }

    /// Keeps a clue that was counted, if it tells a reader anything.
    fn tell(&mut self, known: KnownClue, slot: Fixed, words: &[Word], line: &Line<'_>, place: Option<Place>) {
        let stands = place.as_ref().is_none_or(|place| !place.at.is_empty());
        if stands && !slot.word.starts_with(LISTED) && words.iter().all(|word| word.tells(line)) {
            let detail = words.iter().find_map(|word| if let Word::Is(fixed) = word { Some(fixed.word) } else { None });
            self.telling.push(Telling { known, slot: slot.word, detail, place });
        }
    }
}

/// A clue, where it weighs.
pub(super) fn known(slot: Fixed, words: &[Word], line: &Line<'_>) -> Option<KnownClue> {
    let key = words.iter().fold(slot.key, |key, word| joined(key, word.key(line)));
    Some(KnownClue { number: number(key)?, key })
}

impl Word {
    /// Whether it is more than a mark or a word of grammar.
    fn tells(self, line: &Line<'_>) -> bool {
        const GRAMMAR: &[Class] =
            &[Class::Determiner, Class::Preposition, Class::Pronoun, Class::Auxiliary, Class::Modal, Class::Contrast];
        match self {
            Self::Is(fixed) => fixed.key != NOTHING.key,
            Self::Token(at) => line.get(at).is_some_and(|token| token.is_word() && !token.classes.any(GRAMMAR)),
        }
    }

    /// The word of ours that stands for it, where one does: who is named weighs nothing.
    fn ours(self, line: &Line<'_>) -> Option<Fixed> {
        match self {
            Self::Is(fixed) => Some(fixed),
            Self::Token(at) => match line.get(at) {
                Some(token) if token.shape == Shape::Number => Some(numeral(line.word(at))),
                Some(_) => is_name(line, at).then_some(NAME),
                None => Some(NOTHING),
            },
        }
    }

    fn key(self, line: &Line<'_>) -> u64 {
        match (self.ours(line), self) {
            (Some(fixed), _) | (None, Self::Is(fixed)) => fixed.key,
            (None, Self::Token(at)) => line.get(at).map_or(NOTHING.key, |token| token.key),
        }
    }

    /// Its name; a word that opens a sentence as it is written, for it may be a name.
    fn text(self, line: &Line<'_>) -> String {
        match (self.ours(line), self) {
            (Some(fixed), _) | (None, Self::Is(fixed)) => fixed.word.to_owned(),
            (None, Self::Token(at)) => line.word(at).to_owned(),
        }
    }
}

/// Whether a word has a capital letter that no beginning of a sentence gives it.
fn is_name(line: &Line<'_>, at: usize) -> bool {
    const KNOWN: &[Class] = &[Class::Pronoun, Class::Month, Class::Weekday];
    let inside =
        |before: Token| !matches!(before.shape, Shape::Mark(mark) if !matches!(mark, ',' | ';' | '(' | '-' | '–' | '/' | '&'));
    let token = line.get(at).filter(|token| token.is_capital() && !token.classes.any(KNOWN));
    token.is_some() && at > 0 && line.get(at - 1).is_some_and(|before| inside(*before))
}

fn numeral(digits: &str) -> Fixed {
    let year = digits.len() == 4 && digits.starts_with(['1', '2']) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if year { YEAR } else { NUMBER }
}
