//! Phrases in plain words: one way to say each, for a person who has to write it.

use super::lists::Lists;
use super::pattern::{expression, is_common, value};
use super::token::key_of;

/// How deep lists may name lists.
const DEEPEST: usize = 12;

/// One way to say each of these phrases, in turns from each of the lists among them; regular expressions say nothing plain.
pub fn plain<'p>(phrases: impl IntoIterator<Item = &'p str>, lists: &Lists) -> Vec<String> {
    let mut columns: Vec<Vec<String>> = phrases.into_iter().map(|phrase| said(phrase, lists, 0)).collect();
    columns.iter_mut().for_each(|column| column.reverse());
    let mut all: Vec<String> = Vec::new();
    while columns.iter().any(|column| !column.is_empty()) {
        all.extend(columns.iter_mut().filter_map(Vec::pop));
    }
    let mut seen = rustc_hash::FxHashSet::default();
    all.retain(|words| !words.is_empty() && seen.insert(words.clone()));
    all
}

fn said(phrase: &str, lists: &Lists, depth: usize) -> Vec<String> {
    let list = phrase.strip_prefix('@').filter(|name| !name.contains(char::is_whitespace));
    match list.map(|name| lists.get(name).unwrap_or_default()) {
        Some(_) if depth > DEEPEST => Vec::new(),
        Some(lines) => lines.into_iter().flat_map(|line| said(value(line).0, lists, depth + 1)).collect(),
        None if expression(phrase).is_some() => Vec::new(),
        None => {
            let mut reader = PlainParser { rest: phrase, lists, depth };
            vec![spaced(&reader.first(None))]
        }
    }
}

struct PlainParser<'a> {
    rest: &'a str,
    lists: &'a Lists,
    depth: usize,
}

impl PlainParser<'_> {
    /// The first of the alternatives up to this bracket, whose others are passed over.
    fn first(&mut self, close: Option<char>) -> Vec<String> {
        let (mut first, mut words) = (None, Vec::new());
        while let Some(char) = self.rest.chars().next() {
            self.rest = &self.rest[char.len_utf8()..];
            match char {
                '(' => words.extend(self.first(Some(')'))),
                // What may be missing is missing, but for articles and the like.
                '[' => {
                    let inner = self.first(Some(']'));
                    words.extend(inner.into_iter().next().filter(|word| is_common(key_of(word))));
                }
                '|' => {
                    first.get_or_insert_with(|| std::mem::take(&mut words));
                    words.clear();
                }
                char if Some(char) == close => break,
                char if char.is_whitespace() => {}
                _ => words.push(self.word(char)),
            }
        }
        first.unwrap_or(words)
    }

    /// The word that begins with a character that was just read.
    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        let mut is_escaped = first == '\\';
        while let Some(char) = self.rest.chars().next() {
            if !is_escaped && (char.is_whitespace() || matches!(char, '(' | ')' | '[' | ']' | '|')) {
                break;
            }
            self.rest = &self.rest[char.len_utf8()..];
            word.push(char);
            is_escaped = char == '\\' && !is_escaped;
        }
        match word.as_str() {
            "*" | "..." => "…".to_owned(),
            "<name>" => "NAME".to_owned(),
            "<number>" => "NUMBER".to_owned(),
            list if list.starts_with('@') && self.depth < DEEPEST => {
                said(list, self.lists, self.depth + 1).into_iter().next().unwrap_or_default()
            }
            word => word.trim_end_matches(['~', '+']).replace('\\', ""),
        }
    }
}

/// Words with spaces between them, as they are written.
fn spaced(words: &[String]) -> String {
    let mut text = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if word == "…" && text.ends_with('…') {
            continue;
        }
        let is_mark = word.chars().all(|char| matches!(char, ',' | '.' | ':' | ';' | '!' | '?'));
        if !text.is_empty() && !is_mark {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.trim_end_matches([',', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_said_in_its_first_words() {
        let lists = Lists::shipped();
        let one = |phrase: &str| plain([phrase], &lists).join(" / ");
        assert_eq!(one("(we|i) [may] earn [a|an] [small|modest] (commission|fee)"), "we may earn a commission");
        assert_eq!(one("paid for by <name> ... ... since <number>"), "paid for by NAME … since NUMBER");
        assert_eq!(one("say~ so \\(again\\) , friend+"), "say so (again), friend");
        assert_eq!(one(r"/\bad\b/"), "");
        assert!(one("@disclosure/views (expressed|given) here").ends_with(" expressed here"));
        assert!(plain(["@disclosure/sponsored-labels", "an advert"], &lists).contains(&"an advert".to_owned()));
    }
}
