//! The phrase language of lists and rules, read into patterns over tokens.
//!
//! A phrase is words. `(a|b c)` is one of several, `[a]` may be missing, `*` is any one word, `...` is up to four words, `<number>` a
//! figure in digits, `<name>` a word with a capital, `<on>` what stands between in a sentence, `a <and> b` both in one sentence in
//! any order, `say~` every form of a verb, `study+` singular and plural, `@name` any single word of a list. `\` before a sign takes it
//! as it is.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::grammar::en::form::{noun_forms, verb_forms};
use super::lists::{Lists, lines};
use super::token::{key_of, tokens};

/// How many flat patterns one phrase may stand for.
const MOST: usize = 512;
/// How deep brackets and lists may nest: a list that names itself ends here.
const DEEPEST: usize = 12;

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// This word.
    Word(u64),
    /// One of these words, sorted.
    Words(Box<[u64]>),
    /// Any word or number.
    Any,
    /// Digits.
    Number,
    /// A word with a capital.
    Name,
    /// Up to four tokens.
    Gap,
    /// What stands between in a sentence, and denies nothing.
    On,
    /// What stands before it and what stands behind it are in one sentence, in any order.
    Both,
}

impl Part {
    /// Whether it stands for words.
    pub(super) fn is_words(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Words(_))
    }

    /// Whether it stands for a number of tokens that is not known.
    pub(super) fn is_gap(&self) -> bool {
        matches!(self, Self::Gap | Self::On)
    }

    /// The words it stands for, where it stands for words.
    pub(super) fn keys(&self) -> &[u64] {
        match self {
            Self::Word(key) => std::slice::from_ref(key),
            Self::Words(keys) => keys,
            _ => &[],
        }
    }
}

/// A flat sequence of parts.
pub(super) type Pattern = Vec<Part>;

/// Whether a word is so common that a pattern should not be found by it.
pub(super) fn is_common(key: u64) -> bool {
    static COMMON: OnceLock<FxHashSet<u64>> = OnceLock::new();
    let words = || lines(include_str!("../../rules/lists/grammar/common.txt")).map(|word| key_of(word.trim_start_matches('\\')));
    COMMON.get_or_init(|| words().collect()).contains(&key)
}

/// Whether a word stands on every other page.
pub(super) fn is_frequent(key: u64) -> bool {
    static FREQUENT: OnceLock<FxHashSet<u64>> = OnceLock::new();
    FREQUENT.get_or_init(|| lines(include_str!("../../rules/lists/grammar/frequent.txt")).map(key_of).collect()).contains(&key)
}

/// Whether a word denies what comes after it.
pub(super) fn is_negator(key: u64) -> bool {
    static NEGATORS: OnceLock<FxHashSet<u64>> = OnceLock::new();
    NEGATORS.get_or_init(|| lines(include_str!("../../rules/lists/grammar/negators.txt")).map(key_of).collect()).contains(&key)
}

/// Whether a word is no name, though a sentence that it opens gives it a capital.
pub(super) fn is_pronoun(key: u64) -> bool {
    static PRONOUNS: OnceLock<FxHashSet<u64>> = OnceLock::new();
    let lists =
        [include_str!("../../rules/lists/grammar/pronouns.txt"), include_str!("../../rules/lists/grammar/determiners.txt")];
    PRONOUNS.get_or_init(|| lists.into_iter().flat_map(lines).map(key_of).collect()).contains(&key)
}

/// Whether a pattern has words that no gap stands before.
fn is_found(pattern: &[Part]) -> bool {
    pattern.iter().take_while(|part| !part.is_gap()).any(Part::is_words)
}

/// The patterns of a phrase, and its first mistake; a phrase that is just `@name` stands for the whole list.
pub(super) fn resolve(phrase: &str, lists: &Lists) -> (Vec<Pattern>, Option<String>) {
    let mut patterns = Vec::new();
    let mistake = gather(phrase, lists, 0, &mut patterns);
    (patterns, mistake)
}

/// Adds the patterns of a phrase; a mistake in one phrase of a list leaves the others. Returns the first mistake.
fn gather(phrase: &str, lists: &Lists, depth: usize, patterns: &mut Vec<Pattern>) -> Option<String> {
    let whole = phrase.strip_prefix('@').filter(|name| !name.contains(char::is_whitespace));
    let Some(name) = whole else {
        return match read(phrase, lists) {
            Ok(read) => {
                patterns.extend(read);
                None
            }
            Err(mistake) => Some(mistake),
        };
    };
    let Some(phrases) = lists.get(name) else { return Some(format!("there is no list “{name}”")) };
    if depth > DEEPEST {
        return Some(format!("the list “{name}” names itself"));
    }
    let mut mistake = None;
    for phrase in phrases {
        let wrong = gather(value(phrase).0, lists, depth + 1, patterns);
        mistake = mistake.or(wrong);
    }
    mistake
}

/// The regular expression that a phrase is, if it is one: it stands between slashes.
pub(super) fn expression(phrase: &str) -> Option<&str> {
    phrase.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'))
}

/// A list line may say what its word is worth: `seven = 7`.
pub(super) fn value(line: &str) -> (&str, Option<f64>) {
    let Some((word, value)) = line.rsplit_once(" = ") else { return (line, None) };
    value.trim().parse().map_or((line, None), |value| (word.trim(), Some(value)))
}

/// Reads one phrase; what is wrong with it otherwise.
fn read(phrase: &str, lists: &Lists) -> Result<Vec<Pattern>, String> {
    if phrase.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') && !phrase.trim().is_empty() {
        return Ok(vec![phrase.split_ascii_whitespace().map(|word| Part::Word(key_of(word))).collect()]);
    }
    let patterns = nested(phrase, lists, 0)?;
    if !patterns.iter().all(|pattern| is_found(pattern)) {
        return Err("a phrase needs a word to be found by".to_owned());
    }
    if patterns.iter().any(|pattern| is_torn(pattern)) {
        return Err("`<on>` and `<and>` stand between words".to_owned());
    }
    Ok(patterns)
}

/// Whether what joins two sides of a pattern has no words on one of them.
fn is_torn(pattern: &[Part]) -> bool {
    let sides = pattern.split(|part| matches!(part, Part::On | Part::Both));
    pattern.iter().any(|part| matches!(part, Part::On | Part::Both)) && sides.into_iter().any(<[Part]>::is_empty)
}

fn nested(phrase: &str, lists: &Lists, depth: usize) -> Result<Vec<Pattern>, String> {
    PhraseParser { rest: phrase, lists, depth }.alternatives(None)
}

struct PhraseParser<'a> {
    rest: &'a str,
    lists: &'a Lists,
    depth: usize,
}

impl PhraseParser<'_> {
    fn alternatives(&mut self, close: Option<char>) -> Result<Vec<Pattern>, String> {
        let mut all = Vec::new();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("brackets or lists nest more than {DEEPEST} deep"));
        }
        loop {
            all.extend(self.sequence()?);
            if all.len() > MOST {
                return Err(format!("it stands for more than {MOST} phrases"));
            }
            match (self.rest.chars().next(), close) {
                (Some('|'), Some(_)) => self.rest = &self.rest[1..],
                (Some(char), Some(close)) if char == close => {
                    self.rest = &self.rest[1..];
                    self.depth -= 1;
                    return Ok(merged(all));
                }
                (None, None) => return Ok(all),
                (None, Some(close)) => return Err(format!("“{close}” is missing")),
                (Some(char), _) => return Err(format!("“{char}” has nothing to close; write `\\{char}` for the sign itself")),
            }
        }
    }

    fn sequence(&mut self) -> Result<Vec<Pattern>, String> {
        let mut patterns = vec![Vec::new()];
        loop {
            self.rest = self.rest.trim_start();
            let Some(char) = self.rest.chars().next() else { return Ok(patterns) };
            let next = match char {
                ')' | ']' | '|' => return Ok(patterns),
                '(' => {
                    self.rest = &self.rest[1..];
                    self.alternatives(Some(')'))?
                }
                '[' => {
                    self.rest = &self.rest[1..];
                    let mut inner = self.alternatives(Some(']'))?;
                    inner.push(Vec::new());
                    inner
                }
                _ => self.item()?,
            };
            if patterns.len() * next.len() > MOST {
                return Err(format!("it stands for more than {MOST} phrases"));
            }
            match (patterns.as_mut_slice(), next.as_slice()) {
                ([head], [tail]) => head.extend_from_slice(tail),
                (heads, tails) => {
                    patterns = heads.iter().flat_map(|head| tails.iter().map(|tail| [head.as_slice(), tail].concat())).collect();
                }
            }
        }
    }

    /// One word or sign, up to the next space or bracket.
    fn item(&mut self) -> Result<Vec<Pattern>, String> {
        let escaped = self.rest.strip_prefix('\\');
        let text = escaped.unwrap_or(self.rest);
        let skip = if escaped.is_some() { text.chars().next().map_or(0, char::len_utf8) } else { 0 };
        let length = text[skip..].find(|char: char| char.is_whitespace() || matches!(char, '(' | ')' | '[' | ']' | '|'));
        let (word, rest) = text.split_at(length.map_or(text.len(), |length| length + skip));
        self.rest = rest;
        if escaped.is_some() {
            return Ok(vec![plain(word)]);
        }
        Ok(vec![match word {
            "*" => vec![Part::Any],
            "..." | "…" => vec![Part::Gap],
            "<number>" => vec![Part::Number],
            "<name>" => vec![Part::Name],
            "<on>" => vec![Part::On],
            "<and>" => vec![Part::Both],
            _ if word.len() > 2 && word.starts_with('<') && word.ends_with('>') => {
                return Err(format!("there is no `{word}`: write <number>, <name>, <on> or <and>, or `\\<` for the sign itself"));
            }
            _ => match (word.strip_prefix('@'), word.strip_suffix('~'), word.strip_suffix('+')) {
                (Some(name), ..) => vec![self.list(name)?],
                (_, Some(stem), _) => ending(stem, verb_forms),
                (_, _, Some(stem)) => ending(stem, noun_forms),
                _ => plain(word),
            },
        }])
    }

    fn list(&self, name: &str) -> Result<Part, String> {
        let phrases = self.lists.get(name).ok_or_else(|| format!("there is no list “{name}”"))?;
        let mut keys = Vec::new();
        for phrase in phrases {
            for pattern in nested(phrase, self.lists, self.depth)? {
                if let [part] = pattern.as_slice() {
                    keys.extend(part.keys());
                }
            }
        }
        Ok(words(keys))
    }
}

fn words(mut keys: Vec<u64>) -> Part {
    keys.sort_unstable();
    keys.dedup();
    match keys.as_slice() {
        [key] => Part::Word(*key),
        _ => Part::Words(keys.into()),
    }
}

/// The tokens of a plain word: `Al-Masdar` is three.
fn plain(word: &str) -> Pattern {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) && !word.is_empty() {
        return vec![Part::Word(key_of(word))];
    }
    // Alone it has no word before it, by which a text's possessive is known.
    if matches!(word, "'s" | "’s") {
        return vec![Part::Word(key_of("'s"))];
    }
    let mut cut = Vec::new();
    tokens(word, &mut cut);
    cut.iter().map(|token| Part::Word(token.key)).collect()
}

/// The last word of `stem` in all its forms.
fn ending(stem: &str, forms: fn(&str) -> Vec<String>) -> Pattern {
    let (head, last) = stem.rsplit_once('-').map_or(("", stem), |(head, last)| (&stem[..=head.len()], last));
    let mut pattern = plain(head);
    pattern.push(words(forms(last).iter().map(|form| key_of(form)).collect()));
    pattern
}

/// Alternatives that are single words are one part: `(a|b|c d)` costs two patterns, not three.
fn merged(patterns: Vec<Pattern>) -> Vec<Pattern> {
    let (mut keys, mut merged) = (Vec::new(), Vec::new());
    for pattern in patterns {
        match pattern.as_slice() {
            [part @ (Part::Word(_) | Part::Words(_))] => keys.extend(part.keys()),
            _ => merged.push(pattern),
        }
    }
    if !keys.is_empty() {
        merged.push(vec![words(keys)]);
    }
    merged
}
