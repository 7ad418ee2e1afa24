//! The shipped lists: every class has its own, every phrase can be read, and none says what another already says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use copydesk::prose::{Class, Lexicon, Lists, Phrases, Sightings, tokens};
use serde::Deserialize;

#[derive(Deserialize)]
struct Rule {
    phrases: Phrases,
}

fn phrases(written: &[&str]) -> Phrases {
    let text = format!("phrases = {}", toml::Value::from(written.to_vec()));
    toml::from_str::<Rule>(&text).unwrap_or_else(|error| panic!("{text}: {error}")).phrases
}

/// The phrase of a line, without what its word is worth.
fn phrase(line: &str) -> &str {
    line.split_once(" = ").map_or(line, |(phrase, _)| phrase)
}

/// Whether a phrase is words and nothing of the phrase language.
fn is_plain(phrase: &str) -> bool {
    let marks = ['(', '[', '<', '\\', '@', '~', '*'];
    !phrase.contains(marks) && !phrase.ends_with('+') && !phrase.contains("+ ") && !phrase.contains("...")
}

fn each(mut see: impl FnMut(&str, &[&str])) {
    let lists = Lists::shipped();
    for name in lists.names() {
        see(name, &lists.get(name).unwrap_or_default());
    }
}

#[test]
fn every_class_has_a_list() {
    let lists = Lists::shipped();
    let missing: Vec<_> =
        Class::ALL.iter().map(|class| class.list()).filter(|name| lists.get(name).is_none_or(|lines| lines.is_empty())).collect();
    assert!(missing.is_empty(), "missing or empty: {missing:?}");
}

/// The words of a name in the singular, in any order: `NeutralVerb` is `verbs-neutral`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for char in name.chars() {
        if char.is_uppercase() || char == '-' || char == '/' {
            words.push(String::new());
        }
        words.last_mut().unwrap().extend(char.is_alphanumeric().then(|| char.to_ascii_lowercase()));
    }
    let singular = |word: String| match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if word.ends_with("ss") => word,
        None => word.strip_suffix('s').map_or(word.clone(), str::to_owned),
    };
    let mut words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).map(singular).collect();
    words.sort();
    words
}

#[test]
fn a_class_is_named_as_its_list() {
    let strange: Vec<String> = Class::ALL
        .iter()
        .map(|class| (format!("{class:?}"), class.list()))
        .filter(|(name, list)| {
            let file = list.rsplit('/').next().unwrap();
            words_of(name) != words_of(file) && words_of(name) != words_of(list)
        })
        .map(|(name, list)| format!("{name}: {list}"))
        .collect();
    assert!(strange.is_empty(), "classes with a name of their own: {strange:?}");
}

#[test]
fn no_list_is_empty() {
    each(|name, lines| assert!(!lines.is_empty(), "{name} is empty"));
}

#[test]
fn every_phrase_can_be_read() {
    let lists = Lists::shipped();
    let mut wrong = Vec::new();
    each(|name, lines| {
        for line in lines {
            wrong.extend(phrases(&[phrase(line)]).mistakes(&lists).into_iter().map(|m| format!("{name}: {line}: {}", m.message)));
        }
        wrong.extend(phrases(&[&format!("@{name}")]).mistakes(&lists).into_iter().map(|m| format!("{name}: {}", m.message)));
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_are_numbers_of_single_words() {
    each(|name, lines| {
        for line in lines {
            let Some((word, value)) = line.split_once(" = ") else { continue };
            assert!(value.parse::<f64>().is_ok_and(f64::is_finite), "{name}: {line}: not a number");
            let mut cut = Vec::new();
            tokens(word, &mut cut);
            assert_eq!(cut.len(), 1, "{name}: {line}: only a single word can be worth something");
        }
    });
}

#[test]
fn number_words_are_worth_something() {
    for name in ["figures/number-words", "figures/scales", "figures/fractions", "figures/multiples"] {
        let lists = Lists::shipped();
        let worthless = lists.get(name).unwrap_or_default().into_iter().find(|line| is_plain(line) && !line.contains(' '));
        assert_eq!(worthless, None, "{name}: has no value");
    }
}

#[test]
fn no_line_stands_twice() {
    each(|name, lines| {
        let mut seen = BTreeMap::new();
        for (number, line) in lines.iter().enumerate() {
            let normal = phrase(line).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
            let before = seen.insert(normal, number);
            assert!(before.is_none(), "{name}: “{line}” stands twice");
        }
    });
}

/// `reports` beside `report~`: the plain phrase is found by another line of its list as well.
#[test]
fn no_line_says_what_another_says() {
    let lists = Lists::shipped();
    let mut twice = Vec::new();
    each(|name, lines| {
        let mut rules: Vec<Phrases> = lines.iter().map(|line| phrases(&[phrase(line)])).collect();
        let lexicon = Lexicon::new(&lists, rules.iter_mut());
        for (line, rule) in lines.iter().zip(&rules).filter(|(line, _)| is_plain(phrase(line))) {
            let (mut cut, mut sightings) = (Vec::new(), Sightings::default());
            tokens(phrase(line), &mut cut);
            lexicon.read(&mut cut, &mut sightings);
            let whole = sightings.seen.iter().filter(|seen| seen.tokens == (0..cut.len()) && Some(seen.id) != rule.id()).count();
            if whole > 0 {
                twice.push(format!("{name}: {line}"));
            }
        }
    });
    assert!(twice.is_empty(), "said by another line too:\n{}", twice.join("\n"));
}

#[test]
fn names_and_lines_are_tidy() {
    each(|name, lines| {
        assert!(name.chars().all(|char| char.is_ascii_lowercase() || matches!(char, '-' | '/')), "{name}");
        for line in lines {
            assert!(!line.contains("  ") && !line.contains('\t'), "{name}: “{line}” has stray spaces");
        }
    });
}

/// What was laid flat when copydesk was built is what is laid flat of lists that a publication changes into themselves.
#[test]
fn the_shipped_table_is_what_the_lists_say() {
    let shipped = Lists::shipped();
    let mut own = Lists::shipped();
    let names: Vec<String> = shipped.names().map(str::to_owned).collect();
    for name in &names {
        own.change(name, &[format!("@{name}")]);
    }
    let sets = || -> Vec<Phrases> { names.iter().map(|name| phrases(&[&format!("@{name}")])).collect() };
    let (mut of_shipped, mut of_own) = (sets(), sets());
    let lexicons = [Lexicon::new(&shipped, &mut of_shipped), Lexicon::new(&own, &mut of_own)];
    each(|name, lines| {
        let text = lines.join(" . ").replace(['[', ']', '(', ')', '|'], " ");
        let mut read = lexicons.iter().zip([&of_shipped, &of_own]).map(|(lexicon, sets)| {
            let (mut cut, mut sightings) = (Vec::new(), Sightings::default());
            tokens(&text, &mut cut);
            lexicon.read(&mut cut, &mut sightings);
            let number = |id| sets.iter().position(|set| set.id() == Some(id)).unwrap();
            let mut seen: Vec<_> =
                sightings.seen.iter().map(|seen| (number(seen.id), seen.tokens.start, seen.tokens.end)).collect();
            // Two lines that say the same at one place are one sighting.
            seen.sort_unstable();
            seen.dedup();
            (cut.iter().map(|token| (token.classes, token.reach)).collect::<Vec<_>>(), seen)
        });
        assert_eq!(read.next(), read.next(), "{name}");
    });
}
