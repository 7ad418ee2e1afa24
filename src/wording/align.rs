//! An approved text as slots for words and names, and how they fall to the words of a passage.

use crate::prose::{Shape, Token, tokens};

/// How many words of a text are compared.
pub(super) const LONGEST: usize = 2_000;
/// How many words a name in braces may stand for.
pub(super) const NAME: usize = 6;

#[derive(Debug, Clone)]
pub(super) enum Slot {
    Word(u64, String),
    /// A name in braces: one to [`NAME`] words.
    Name(String),
}

impl Slot {
    pub(super) fn key(&self) -> Option<u64> {
        if let Self::Word(key, _) = self { Some(*key) } else { None }
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Word(_, text) | Self::Name(text) => text,
        }
    }
}

pub(super) fn is_word(token: &Token) -> bool {
    !matches!(token.shape, Shape::Mark(_))
}

pub(super) fn slots(text: &str) -> Vec<Slot> {
    let mut cut = Vec::new();
    tokens(text, &mut cut);
    let mut slots = Vec::new();
    let mut at = 0;
    while at < cut.len() && slots.len() < LONGEST {
        let named = cut[at].is('{') && cut.get(at + 2).is_some_and(|token| token.is('}'));
        if named {
            slots.push(Slot::Name(format!("{{{}}}", cut[at + 1].of(text))));
            // The ending of “{author}’s” is part of the name: no word of its own that a draft could lack.
            let ending = text.get(cut[at + 2].end as usize..).unwrap_or_default();
            let ending = ["’s", "'s", "’", "'"].iter().find(|end| ending.starts_with(**end)).map_or(0, |end| end.len());
            let end = cut[at + 2].end as usize + ending;
            at += 3;
            while cut.get(at).is_some_and(|token| token.end as usize <= end) {
                at += 1;
            }
            continue;
        }
        if is_word(&cut[at]) {
            slots.push(Slot::Word(cut[at].key, cut[at].of(text).to_owned()));
        }
        at += 1;
    }
    slots
}

/// A step from an approved text to another, each at its slot or its word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shift {
    /// The slot stands for so many words.
    Keep {
        words: usize,
    },
    Gone {
        slot: usize,
    },
    Come {
        word: usize,
    },
}

impl Shift {
    pub(super) fn keeps(&self) -> bool {
        matches!(self, Self::Keep { .. })
    }

    pub(super) fn gone(&self) -> Option<usize> {
        if let Self::Gone { slot } = self { Some(*slot) } else { None }
    }

    pub(super) fn come(&self) -> Option<usize> {
        if let Self::Come { word } = self { Some(*word) } else { None }
    }

    /// How many more words than one a name stands for.
    pub(super) fn spread(&self) -> usize {
        if let Self::Keep { words } = self { words.saturating_sub(1) } else { 0 }
    }
}

/// How many words come before the first that is kept.
pub(super) fn lead(path: &[Shift]) -> usize {
    let ahead = path.iter().take_while(|step| !step.keeps());
    ahead.filter(|step| step.come().is_some()).count()
}

pub(super) fn lead_back(path: &[Shift]) -> usize {
    let behind = path.iter().rev().take_while(|step| !step.keeps());
    behind.filter(|step| step.come().is_some()).count()
}

/// The alignment of an approved text with words that keeps the most slots.
pub(super) fn align(slots: &[Slot], keys: &[u64]) -> Vec<Shift> {
    let (rows, columns) = (slots.len() + 1, keys.len() + 1);
    let mut kept = vec![0u16; rows * columns];
    for row in 1..rows {
        for column in 1..columns {
            let skip = kept[(row - 1) * columns + column].max(kept[row * columns + column - 1]);
            let take = taken(slots, keys, &kept, columns, row, column).map_or(0, |(score, _)| score);
            kept[row * columns + column] = skip.max(take);
        }
    }
    let (mut row, mut column) = (rows - 1, columns - 1);
    let mut path = Vec::with_capacity(rows + columns);
    while row > 0 || column > 0 {
        let here = kept[row * columns + column];
        let take = (row > 0 && column > 0).then(|| taken(slots, keys, &kept, columns, row, column)).flatten();
        match take {
            Some((score, words)) if score == here => {
                path.push(Shift::Keep { words });
                (row, column) = (row - 1, column - words);
            }
            _ if column > 0 && (row == 0 || kept[row * columns + column - 1] == here) => {
                path.push(Shift::Come { word: column - 1 });
                column -= 1;
            }
            _ => {
                path.push(Shift::Gone { slot: row - 1 });
                row -= 1;
            }
        }
    }
    path.reverse();
    path
}

/// The best score when the slot above `row` stands for the words before `column`, and how many those are.
fn taken(slots: &[Slot], keys: &[u64], kept: &[u16], columns: usize, row: usize, column: usize) -> Option<(u16, usize)> {
    match &slots[row - 1] {
        Slot::Word(key, _) if *key == keys[column - 1] => Some((kept[(row - 1) * columns + column - 1] + 1, 1)),
        Slot::Word(..) => None,
        // The longest stretch that loses nothing: a name of three words is one name, not a name and two words more.
        Slot::Name(_) => (1..=NAME.min(column)).map(|words| (kept[(row - 1) * columns + column - words] + 1, words)).max(),
    }
}

/// How far a passage is the beginning of a text: the most slots that its words up to a stop fill, and how many words those are.
/// `stops` tells whether a passage may end before a word. Given backwards, slots and words tell how far it is the end.
pub(super) fn run(slots: &[&Slot], keys: &[u64], stops: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let (mut ends, mut best) = (vec![0], None);
    for (number, slot) in slots.iter().enumerate() {
        let mut next = Vec::new();
        for &end in &ends {
            match slot {
                Slot::Word(key, _) if keys.get(end) == Some(key) => next.push(end + 1),
                Slot::Word(..) => {}
                Slot::Name(_) => next.extend(end + 1..=(end + NAME).min(keys.len())),
            }
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            break;
        }
        if let Some(&end) = next.iter().find(|&&end| stops(end)) {
            best = Some((number + 1, end));
        }
        ends = next;
    }
    best
}
