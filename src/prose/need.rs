//! What a text must hold for a regular expression to match it, so that most texts need no regular expression.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How many words an expression may need one of.
const MOST: usize = 16;
/// What is no ASCII and yet a form of `s` and `k`: a text that holds one is not judged by its words.
pub(super) const ODD: [&str; 2] = ["ſ", "\u{212a}"];
/// Signs that hardly any article holds.
const RARE: [char; 14] = ['_', '{', '}', '[', ']', '$', '^', '|', '<', '>', '~', '`', '=', '\\'];

/// What a text must hold for an expression to match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// One of these stands in it, small letters in any case; without any, nothing is known.
    pub(super) one_of: Vec<String>,
    /// The text begins with it.
    pub(super) first: bool,
    /// Of each, where its rarest byte stands in it.
    pivots: Vec<usize>,
}

impl Need {
    /// What `pattern` needs, matched in any case.
    pub(super) fn of(pattern: &str) -> Self {
        let Ok(read) = regex_syntax::ParserBuilder::new().case_insensitive(true).build().parse(pattern) else {
            return Self::default();
        };
        match read.kind() {
            HirKind::Concat(parts) if matches!(parts[0].kind(), HirKind::Look(Look::Start)) => {
                Self::new(filled(heads(&parts[1..]).0).unwrap_or_default(), true)
            }
            _ => Self::new(words(&read).unwrap_or_default(), false),
        }
    }

    /// One of these words, at the beginning or anywhere.
    pub(super) fn new(one_of: Vec<String>, first: bool) -> Self {
        let pivots: Vec<_> = one_of.iter().map(|word| pivot(word)).collect();
        Self { one_of, first, pivots }
    }

    /// Whether the expression may match in a text that holds none of [`ODD`]; `triples` are those that it holds.
    pub(super) fn is_met(&self, text: &str, triples: &Triples) -> bool {
        let text = text.as_bytes();
        let starts = |word: &String| text.get(..word.len()).is_some_and(|head| fits(word.as_bytes(), head));
        match self.first {
            _ if self.one_of.is_empty() => true,
            true => self.one_of.iter().any(starts),
            false => {
                let mut words = self.one_of.iter().zip(&self.pivots);
                words.any(|(word, &pivot)| triples.may_hold(word) && holds(text, word.as_bytes(), pivot))
            }
        }
    }
}

/// Which three bytes stand side by side in a text: of each its five low bits, so that a letter is one in any case.
pub(super) struct Triples([bool; Self::MANY]);

impl Triples {
    const MANY: usize = 1 << 12;

    /// Those of a text, two at its beginning that no byte stands before included.
    pub(super) fn of(text: &str) -> Self {
        let (mut triples, mut last) = (Self([false; Self::MANY]), 0);
        for byte in text.bytes() {
            last = Self::next(last, byte);
            triples.0[Self::place(last)] = true;
        }
        triples
    }

    /// Whether a word may stand in the text.
    fn may_hold(&self, word: &str) -> bool {
        let triples = word.bytes().scan(0, |last, byte| {
            *last = Self::next(*last, byte);
            Some(*last)
        });
        triples.skip(2).all(|triple| self.0[Self::place(triple)])
    }

    fn next(last: u32, byte: u8) -> u32 {
        (last << 5 | u32::from(byte & 0x1f)) & 0x7fff
    }

    fn place(triple: u32) -> usize {
        ((triple ^ triple >> 5) as usize) % Self::MANY
    }
}

/// Where the rarest of a word's bytes stands in it: a sign, or else a capital.
fn pivot(word: &str) -> usize {
    let bytes = word.as_bytes();
    let sign = bytes.iter().position(|byte| RARE.contains(&char::from(*byte)));
    sign.or_else(|| bytes.iter().position(u8::is_ascii_punctuation))
        .or_else(|| bytes.iter().rposition(u8::is_ascii_uppercase))
        .unwrap_or_default()
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
        (need.one_of, need.first)
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
        let is_met = |pattern: &str, text: &str| Need::of(pattern).is_met(text, &Triples::of(text));
        assert!(is_met(r"use cookies\b", "We Use Cookies here"));
        assert!(!is_met(r"use cookies\b", "we use cooki"));
        assert!(is_met("^by using", "BY USING this"));
        assert!(!is_met("^by using", "so by using this"));
        assert!(!is_met("(?-i:TK)", "outkast"));
        assert!(is_met(r"\w+", ""));
    }
}
