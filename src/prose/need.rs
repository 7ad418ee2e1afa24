//! What a text must hold for a regular expression to match it, so that most texts need no regular expression.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How many words an expression may need one of.
const MOST: usize = 16;
/// What is no ASCII and yet a form of `s` and `k`: a text that holds one is not judged by its words.
const ODD: [&str; 2] = ["ſ", "\u{212a}"];
/// Signs that hardly any article holds.
const RARE: [char; 14] = ['_', '{', '}', '[', ']', '$', '^', '|', '<', '>', '~', '`', '=', '\\'];

/// A word, small letters in any case, and where the rarest of its bytes stands in it.
pub(super) type NeededWord = (Cow<'static, str>, usize);

/// What a text must hold for an expression to match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// One of these stands in it; without any, nothing is known.
    pub(super) one_of: Cow<'static, [NeededWord]>,
    /// The text begins with it.
    pub(super) first: bool,
}

impl Need {
    /// What `pattern` needs, matched in any case.
    pub(super) fn of(pattern: &str) -> Self {
        let Ok(read) = regex_syntax::ParserBuilder::new().case_insensitive(true).build().parse(pattern) else {
            return Self::default();
        };
        let (words, first) = match read.kind() {
            HirKind::Concat(parts) if matches!(parts[0].kind(), HirKind::Look(Look::Start)) => {
                (filled(heads(&parts[1..]).0), true)
            }
            _ => (words(&read), false),
        };
        let word = |word: String| (pivot(&word), Cow::Owned(word));
        Self { one_of: words.into_iter().flatten().map(word).map(|(pivot, word)| (word, pivot)).collect(), first }
    }

    /// Whether the expression may match in a text that holds none of [`ODD`].
    pub(super) fn is_met(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let starts = |(word, _): &NeededWord| text.get(..word.len()).is_some_and(|head| fits(word.as_bytes(), head));
        match self.first {
            _ if self.one_of.is_empty() => true,
            true => self.one_of.iter().any(starts),
            false => self.one_of.iter().any(|(word, pivot)| holds(text, word.as_bytes(), *pivot)),
        }
    }
}

/// Whether a text holds one of [`ODD`].
pub(super) fn is_odd(text: &str) -> bool {
    // Few texts that are not ASCII hold one of these bytes: the first of one form, the second of the other.
    let (bytes, [long, kelvin]) = (text.as_bytes(), ODD.map(str::as_bytes));
    let is_one = |at: usize| bytes[at..].starts_with(long) || at > 0 && bytes[at - 1..].starts_with(kelvin);
    !text.is_ascii() && memchr::memchr2_iter(long[0], kelvin[1], bytes).any(is_one)
}

/// Which needs a text may meet, told by bytes that stand side by side in it: each word has three by which it is looked for. A bit is the
/// number of a need; needs whose numbers are one by their last six bits are told together.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate {
    /// A bit for each three bytes, by their low bits, that are looked for; empty where none are.
    pub(super) wanted: Cow<'static, [u64]>,
    /// How many of these bits stand before those of each word.
    pub(super) before: Cow<'static, [u16]>,
    /// The needs that each of these three bytes tells, in the order of their bits.
    pub(super) needs: Cow<'static, [u64]>,
    /// Those that the first byte of a text tells, by its low bits.
    pub(super) first: [u64; 1 << Self::BITS],
    /// Those that no bytes tell.
    pub(super) always: u64,
}

impl Gate {
    /// How many bits of a byte count: a letter is one in any case.
    const BITS: u32 = 5;
    /// How many words of 64 bits hold one for each three bytes.
    const ROOM: usize = 1 << (3 * Self::BITS - 6);

    /// The gate of these needs, in the order of their numbers.
    pub(super) fn of<'n>(needs: impl IntoIterator<Item = &'n Need>) -> Self {
        let (mut gate, mut told) = (Self::default(), BTreeMap::<usize, u64>::new());
        for (number, need) in needs.into_iter().enumerate() {
            let bit = 1 << (number % 64);
            match need.first {
                _ if need.one_of.is_empty() => gate.always |= bit,
                true => need.one_of.iter().for_each(|(word, _)| gate.first[Self::next(0, word.as_bytes()[0])] |= bit),
                false => {
                    let threes = need.one_of.iter().flat_map(|(word, _)| threes(word));
                    threes.for_each(|three| *told.entry(three).or_default() |= bit);
                }
            }
        }
        if !told.is_empty() {
            let mut wanted = vec![0_u64; Self::ROOM];
            told.keys().for_each(|three| wanted[three / 64] |= 1 << (three % 64));
            let before = wanted.iter().scan(0, |sum, word| Some(std::mem::replace(sum, *sum + word.count_ones() as u16)));
            gate.before = before.collect();
            (gate.wanted, gate.needs) = (wanted.into(), told.into_values().collect());
        }
        gate
    }

    /// The needs that this text may meet.
    pub(super) fn lets(&self, text: &str) -> u64 {
        let (mut met, mut last) = (self.always, 0);
        met |= text.bytes().next().map_or(0, |byte| self.first[Self::next(0, byte)]);
        let Ok(wanted) = <&[u64; Self::ROOM]>::try_from(&*self.wanted) else { return met };
        let mut take = |byte: u8| {
            last = Self::next(last, byte);
            let (word, bit) = (wanted[last / 64], last % 64);
            if word >> bit & 1 != 0 {
                let before = usize::from(self.before[last / 64]) + (word & ((1 << bit) - 1)).count_ones() as usize;
                met |= self.needs[before];
            }
        };
        let (eights, rest) = text.as_bytes().as_chunks::<8>();
        eights.iter().for_each(|eight| eight.iter().for_each(|byte| take(*byte)));
        rest.iter().for_each(|byte| take(*byte));
        met
    }

    fn next(last: usize, byte: u8) -> usize {
        (last << Self::BITS | usize::from(byte & 0x1f)) & ((1 << (3 * Self::BITS)) - 1)
    }
}

/// How rare a byte is: letters by how often they are met, then digits, capitals where they count, signs.
fn rarity(byte: u8) -> usize {
    /// The space and small letters, those most often met first.
    const COMMON: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";
    match byte {
        b'0'..=b'9' => COMMON.len(),
        b'A'..=b'Z' => COMMON.len() + 1,
        _ if RARE.contains(&char::from(byte)) => COMMON.len() + 3,
        _ => COMMON.iter().position(|common| *common == byte).unwrap_or(COMMON.len() + 2),
    }
}

/// Three bytes by one of which a word is looked for, by their low bits: the rarest of its own, or all that end with a shorter word.
fn threes(word: &str) -> Vec<usize> {
    let rarest = word.as_bytes().windows(3).max_by_key(|three| three.iter().map(|byte| rarity(*byte)).sum::<usize>());
    let end = |before: usize| rarest.unwrap_or(word.as_bytes()).iter().fold(before, |last, byte| Gate::next(last, *byte));
    let before = 1 << (Gate::BITS as usize * 3_usize.saturating_sub(word.len()));
    (0..before).map(end).collect()
}

/// Where the rarest of a word's bytes stands in it.
fn pivot(word: &str) -> usize {
    (0..word.len()).max_by_key(|&at| rarity(word.as_bytes()[at])).unwrap_or_default()
}

/// Whether a word stands in a text; its byte at `pivot` is looked for first.
fn holds(text: &[u8], word: &[u8], pivot: usize) -> bool {
    let (small, large) = (word[pivot], word[pivot].to_ascii_uppercase());
    let at = |found: usize| {
        let start = found.checked_sub(pivot);
        start.and_then(|start| text.get(start..start + word.len())).is_some_and(|bytes| fits(word, bytes))
    };
    match small == large {
        true => memchr::memchr_iter(small, text).any(at),
        false => memchr::memchr2_iter(small, large, text).any(at),
    }
}

/// Whether these bytes are a word.
fn fits(word: &[u8], bytes: &[u8]) -> bool {
    word.iter().zip(bytes).all(|(word, byte)| word == byte || word.to_ascii_uppercase() == *byte)
}

/// What one of must stand where this part matches; `None` where nothing is known.
fn words(part: &Hir) -> Option<Vec<String>> {
    match part.kind() {
        HirKind::Literal(_) | HirKind::Class(_) => filled(vec![letters(part)?]),
        HirKind::Capture(capture) => words(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => words(&repetition.sub),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(words).collect();
            all.map(|all| all.concat()).filter(|all| all.len() <= MOST)
        }
        HirKind::Concat(parts) => {
            let from = (0..parts.len()).filter_map(|at| filled(heads(&parts[at..]).0));
            from.chain(parts.iter().filter_map(words)).max_by_key(|words| worth(words))
        }
        _ => None,
    }
}

/// The worth of words is that of the one most often met.
fn worth(words: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    let rare = |word: &String| if word.contains(RARE) { 100 } else { 0 };
    (words.iter().map(|word| word.len() + rare(word)).min().unwrap_or_default(), std::cmp::Reverse(words.len()))
}

fn filled(words: Vec<String>) -> Option<Vec<String>> {
    words.iter().all(|word| !word.is_empty()).then_some(words)
}

/// How these parts may begin, and whether that is all of them.
fn heads(parts: &[Hir]) -> (Vec<String>, bool) {
    let mut heads = vec![String::new()];
    for part in parts {
        let (next, whole) = heads_of(part);
        if heads.len() * next.len() > MOST {
            return (heads, false);
        }
        heads = heads.iter().flat_map(|head| next.iter().map(move |next| format!("{head}{next}"))).collect();
        if !whole {
            return (heads, false);
        }
    }
    (heads, true)
}

/// How a part may begin, and whether that is all of it.
fn heads_of(part: &Hir) -> (Vec<String>, bool) {
    if let Some(letters) = letters(part) {
        return (vec![letters], true);
    }
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => (vec![String::new()], true),
        HirKind::Capture(capture) => heads_of(&capture.sub),
        HirKind::Concat(parts) => heads(parts),
        HirKind::Repetition(repetition) if repetition.min == 0 && repetition.max == Some(1) => {
            let (mut some, whole) = heads_of(&repetition.sub);
            some.push(String::new());
            (some, whole)
        }
        HirKind::Alternation(parts) => {
            let (each, whole): (Vec<_>, Vec<_>) = parts.iter().map(heads_of).unzip();
            (each.concat(), whole.into_iter().all(|whole| whole))
        }
        _ => (vec![String::new()], false),
    }
}

/// The letters and signs that a part is, small ones where it is both cases of a letter.
fn letters(part: &Hir) -> Option<String> {
    match part.kind() {
        HirKind::Literal(literal) => {
            let text = str::from_utf8(&literal.0).ok().filter(|text| text.is_ascii())?;
            Some(text.to_owned())
        }
        HirKind::Class(Class::Unicode(class)) => {
            let mut forms = class.ranges().iter().flat_map(|range| [range.start(), range.end()]).filter(|form| form.is_ascii());
            let first = forms.next().filter(char::is_ascii_alphabetic)?;
            let others = class.ranges().iter().map(|range| range.start()).filter(|form| !form.is_ascii());
            let known = others.map(String::from).all(|form| ODD.contains(&form.as_str()));
            let single = class.ranges().iter().all(|range| range.start() == range.end());
            (known && single && forms.all(|form| form.eq_ignore_ascii_case(&first)))
                .then(|| first.to_ascii_lowercase().to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(pattern: &str) -> (Vec<String>, bool) {
        let need = Need::of(pattern);
        (need.one_of.iter().map(|(word, _)| word.to_string()).collect(), need.first)
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn an_expression_needs_its_rarest_words() {
        assert_eq!(need(r"\[(?:cite|source) needed\]"), (words(&["[cite needed]", "[source needed]"]), false));
        assert_eq!(need(r"\bTK\b"), (words(&["tk"]), false));
        assert_eq!(need(r"(?-i:\bTK\b)"), (words(&["TK"]), false));
        assert_eq!(need(r"%[a-z]+_[a-z_]+%"), (words(&["_"]), false));
        assert_eq!(need(r"^(?:this|our) site\b.*$"), (words(&["this site", "our site"]), true));
        assert_eq!(need(r"\d+ [ab]? x?"), (words(&[" "]), false));
        assert_eq!(need(r"(?:one|\w+)"), (words(&[]), false));
    }

    #[test]
    fn a_need_is_met_in_any_case() {
        let is_met = |pattern: &str, text: &str| {
            let need = Need::of(pattern);
            let needs = [vec![Need::of("never"); 70], vec![need.clone()]].concat();
            Gate::of(&needs).lets(text) & 1 << 6 != 0 && need.is_met(text)
        };
        assert!(is_met(r"use cookies\b", "We Use Cookies here"));
        assert!(!is_met(r"use cookies\b", "we use cooki"));
        assert!(is_met("^by using", "BY USING this"));
        assert!(!is_met("^by using", "so by using this"));
        assert!(!is_met("(?-i:TK)", "outkast"));
        assert!(is_met(r"\w+", ""));
    }
}
