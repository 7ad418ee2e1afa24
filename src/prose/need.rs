//! What a text must hold for a regular expression to match it, so that most texts need no regular expression.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How many words an expression may need one of.
const MOST: usize = 16;

/// What a text must hold for an expression to match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// One of these, in lower case, stands in it in any case; without any, nothing is known.
    pub(super) one_of: Vec<String>,
    /// The text begins with it.
    pub(super) first: bool,
}

impl Need {
    /// What `pattern` needs, matched in any case.
    pub(super) fn of(pattern: &str) -> Self {
        let Ok(read) = regex_syntax::ParserBuilder::new().case_insensitive(true).build().parse(pattern) else {
            return Self::default();
        };
        match read.kind() {
            HirKind::Concat(parts) if matches!(parts[0].kind(), HirKind::Look(Look::Start)) => {
                let first = heads(&parts[1..]);
                Self { one_of: first.unwrap_or_default(), first: true }
            }
            _ => Self { one_of: words(&read).unwrap_or_default(), first: false },
        }
    }

    /// Whether the expression may match.
    pub(super) fn is_met(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let starts = |word: &String| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()));
        match self.first {
            _ if self.one_of.is_empty() => true,
            true => self.one_of.iter().any(starts),
            false => self.one_of.iter().any(|word| holds(text, word.as_bytes())),
        }
    }
}

/// Whether a word stands in a text, in any case.
fn holds(text: &[u8], word: &[u8]) -> bool {
    let (small, large) = (word[word.len() - 1], word[word.len() - 1].to_ascii_uppercase());
    let ends = |end: usize| (end + 1).checked_sub(word.len()).is_some_and(|start| text[start..=end].eq_ignore_ascii_case(word));
    match small == large {
        true => memchr::memchr_iter(small, text).any(ends),
        false => memchr::memchr2_iter(small, large, text).any(ends),
    }
}

/// A letter or sign in its lower case, if a part is one, or a letter in both cases and no other.
fn letter(part: &Hir) -> Option<Vec<u8>> {
    match part.kind() {
        HirKind::Literal(literal) => literal.0.is_ascii().then(|| literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Unicode(class)) => match class.ranges() {
            [upper, lower] if upper.start() == upper.end() && lower.start() == lower.end() => {
                let pair = upper.start().is_ascii_uppercase() && upper.start().to_ascii_lowercase() == lower.start();
                pair.then(|| vec![lower.start() as u8])
            }
            _ => None,
        },
        _ => None,
    }
}

/// What one of must stand where these parts match; `None` where nothing is known.
fn words(part: &Hir) -> Option<Vec<String>> {
    match part.kind() {
        HirKind::Literal(_) | HirKind::Class(_) => Some(vec![String::from_utf8(letter(part)?).ok()?]),
        HirKind::Capture(capture) => words(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => words(&repetition.sub),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(words).collect();
            all.map(|all| all.concat()).filter(|all| all.len() <= MOST)
        }
        HirKind::Concat(parts) => {
            let runs = parts.split(|part| letter(part).is_none() && !is_empty(part));
            let runs = runs.map(|run| vec![run.iter().filter_map(letter).flatten().map(char::from).collect::<String>()]);
            let inner = parts.iter().filter(|part| letter(part).is_none()).filter_map(words);
            // A sign is rarer than any word.
            let sign = |word: &String| if word.contains(|char: char| char.is_ascii_punctuation()) { 100 } else { 0 };
            let worth = |words: &Vec<String>| words.iter().map(|word| word.len() + sign(word)).min().unwrap_or_default();
            let known = runs.chain(inner).filter(|words| worth(words) > 0);
            known.max_by_key(|words| (worth(words), std::cmp::Reverse(words.len())))
        }
        _ => None,
    }
}

/// How these parts may begin.
fn heads(parts: &[Hir]) -> Option<Vec<String>> {
    let mut heads = vec![String::new()];
    for part in parts.iter().filter(|part| !is_empty(part)) {
        let next = match part.kind() {
            HirKind::Capture(capture) => heads_of(&capture.sub),
            _ => heads_of(part),
        };
        let Some((next, whole)) = next else { break };
        if heads.len() * next.len() > MOST {
            break;
        }
        heads = heads.iter().flat_map(|head| next.iter().map(move |next| format!("{head}{next}"))).collect();
        if !whole {
            break;
        }
    }
    heads.iter().all(|head| !head.is_empty()).then_some(heads)
}

/// How a part may begin, and whether these are all its words to the end.
fn heads_of(part: &Hir) -> Option<(Vec<String>, bool)> {
    if let Some(letters) = letter(part) {
        return Some((vec![String::from_utf8(letters).ok()?], true));
    }
    let all = |parts: &[Hir]| parts.iter().all(|part| letter(part).is_some());
    match part.kind() {
        HirKind::Concat(parts) => Some((heads(parts)?, all(parts))),
        HirKind::Alternation(parts) => {
            let each: Option<Vec<_>> = parts.iter().map(heads_of).collect();
            let each = each?;
            let whole = each.iter().all(|(_, whole)| *whole);
            Some((each.into_iter().flat_map(|(heads, _)| heads).collect(), whole))
        }
        _ => None,
    }
}

fn is_empty(part: &Hir) -> bool {
    matches!(part.kind(), HirKind::Empty | HirKind::Look(_))
}
