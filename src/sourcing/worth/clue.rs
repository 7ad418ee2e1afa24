//! What speaks for or against asking about a figure: a named thing seen, or a word in a place.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::prose::{Class, Line, Shape, Token, key};
use crate::reading::Place;

/// Something seen: what weights know it by, and where it stands.
#[derive(Debug, Clone)]
pub struct Clue {
    /// Its key in the table of weights.
    pub(super) key: u64,
    /// What it is: the part of its name before `=`.
    pub slot: &'static str,
    /// The first word of ours in its name, where there is one.
    detail: Option<&'static str>,
    /// Where its words stand.
    pub place: Place,
    /// Whether it tells a reader anything: "the" beside a figure does not, whatever it weighs.
    pub(super) telling: bool,
}

impl Clue {
    /// What it is, in words.
    pub fn means(&self) -> &'static str {
        static WORDS: OnceLock<FxHashMap<&str, &str>> = OnceLock::new();
        let words = WORDS
            .get_or_init(|| include_str!("../../../rules/clues.tsv").lines().filter_map(|line| line.split_once('\t')).collect());
        let detailed = self.detail.and_then(|detail| words.get(format!("{}={detail}", self.slot).as_str()));
        detailed.or_else(|| words.get(self.slot)).copied().unwrap_or(self.slot)
    }
}

/// A word of ours with its key, which is worked out when copydesk is built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fixed {
    word: &'static str,
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
pub(super) static LISTS: [Fixed; Class::ALL.len()] = {
    let (mut lists, mut at) = ([NOTHING; Class::ALL.len()], 0);
    while at < lists.len() {
        lists[at] = Fixed::new(Class::ALL[at].list());
        at += 1;
    }
    lists
};

/// A word of a clue.
#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    /// A token of the line; numbers are all one, years another.
    Token(usize),
    /// A word of ours.
    Is(Fixed),
}

/// The clues of one figure as they are gathered.
pub(in crate::sourcing) struct Clues {
    /// Those found, some of them twice.
    pub(in crate::sourcing) found: Vec<Clue>,
    /// Their names as the weights file has them, where somebody learns from them.
    pub(in crate::sourcing) names: Option<Vec<String>>,
}

/// What stands for a number, a year, a name, and for nothing where a sentence ends.
const NUMBER: Fixed = Fixed::new("#");
const YEAR: Fixed = Fixed::new("#year");
const NAME: Fixed = Fixed::new("<name>");
pub(super) const NOTHING: Fixed = Fixed::new("<>");

impl Clues {
    /// None yet; `named` where their names are wanted.
    pub(super) fn new(named: bool) -> Self {
        Self { found: Vec::with_capacity(160), names: named.then(Vec::new) }
    }

    /// Adds one: `slot`, or `slot=word word`.
    pub(super) fn add(&mut self, slot: Fixed, words: &[Word], line: &Line<'_>, place: Place) {
        let key = words.iter().fold(slot.key, |key, word| joined(key, word.key(line)));
        let telling = words.iter().all(|word| word.tells(line)) && !slot.word.starts_with(LISTED) && !place.at.is_empty();
        let detail = words.iter().find_map(|word| if let Word::Is(fixed) = word { Some(fixed.word) } else { None });
        self.found.push(Clue { key, slot: slot.word, detail, place, telling });
        if let Some(names) = &mut self.names {
            let words: Vec<String> = words.iter().map(|word| word.text(line)).collect();
            names.push(if words.is_empty() { slot.word.to_owned() } else { format!("{}={}", slot.word, words.join(" ")) });
        }
    }
}

/// A key with another behind it; `build.rs` joins the words of the weights file in the same way.
fn joined(key: u64, next: u64) -> u64 {
    (key.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
                Some(token) if token.shape == Shape::Number => Some(number(line.word(at))),
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

fn number(digits: &str) -> Fixed {
    let year = digits.len() == 4 && digits.starts_with(['1', '2']) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if year { YEAR } else { NUMBER }
}
