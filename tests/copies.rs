//! How many labelled copies are found, by how much they were edited, and how many texts that are none are taken for copies.
//!
//! The texts are made here, of made-up words, the same ones in each run. `COPIES=300 cargo test --test copies -- --nocapture` makes more of
//! them, and prints the table that stands in `docs/copies.md`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};

/// Numbers that look like chance and are the same in each run (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn share(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }

    /// A word, the common ones far more often than the rare ones, as in any language.
    fn word(&mut self) -> String {
        let rank = (5000.0_f64.powf(self.share()) - 1.0) as usize;
        made_up(rank)
    }

    fn words(&mut self, range: std::ops::Range<usize>) -> Vec<String> {
        let count = range.start + self.below(range.len());
        (0..count).map(|_| self.word()).collect()
    }

    fn name(&mut self) -> String {
        let word = made_up(2000 + self.below(3000));
        word[..1].to_uppercase() + &word[1..]
    }

    /// The words with some share of them edited: six of ten put in the place of others, two left out, two added.
    fn edited(&mut self, words: &[String], rate: f64) -> Vec<String> {
        let mut edited = Vec::new();
        for word in words {
            match (self.share() < rate, self.below(10)) {
                (false, _) => edited.push(word.clone()),
                (true, 0..6) => edited.push(self.word()),
                (true, 6..8) => {}
                (true, _) => edited.extend([word.clone(), self.word()]),
            }
        }
        edited
    }

    fn shuffled(&mut self, words: &[String]) -> Vec<String> {
        let mut words = words.to_vec();
        for at in (1..words.len()).rev() {
            words.swap(at, self.below(at + 1));
        }
        words
    }
}

/// The word of this rank: syllables, more of them the rarer it is.
fn made_up(mut rank: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ke", "mi", "lo", "tu", "sa", "re", "ni", "do", "vu", "pa", "le", "zi", "go", "fu", "ma", "te", "ri", "so", "nu",
        "ka", "de", "li", "ro",
    ];
    let mut word = String::from(SYLLABLES[rank % 24]);
    loop {
        rank /= 24;
        word.push_str(SYLLABLES[(rank + 7) % 24]);
        if rank == 0 {
            return word;
        }
    }
}

/// A paragraph: its words in sentences.
fn paragraph(words: &[String]) -> String {
    let sentences: Vec<String> = words.chunks(14).map(|words| words.join(" ")).collect();
    sentences.join(". ") + ".\n\n"
}

/// Two texts that a label joins, and how they were made.
struct Pair {
    kind: String,
    first: String,
    second: String,
}

/// Pairs of all kinds, so many of each.
fn pairs(count: usize, chance: &mut Chance) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut add = |kind: &str, first: &[String], second: &[String]| {
        pairs.push(Pair { kind: kind.to_owned(), first: paragraph(first), second: paragraph(second) });
    };
    let moulds: Vec<Vec<String>> = (0..50).map(|_| chance.words(24..40)).collect();
    for number in 0..count {
        for rate in [0, 2, 5, 10, 20] {
            for (length, range) in [("12-24", 14..25), ("25-59", 25..60), ("60-160", 60..161)] {
                let words = chance.words(range);
                let edited = chance.edited(&words, f64::from(rate) / 100.0);
                add(&format!("copy {rate:2}% {length}"), &words, &edited);
            }
        }
        for length in [15, 25, 40] {
            let (run, before, behind) = (chance.words(length..length + 1), chance.words(25..50), chance.words(25..50));
            let (other, last) = (chance.words(25..50), chance.words(25..50));
            add(&format!("part of {length}"), &[before, run.clone(), behind].concat(), &[other, run, last].concat());
        }
        let words = chance.words(25..60);
        let shuffled = chance.shuffled(&words);
        add("decoy shuffled", &words, &shuffled);
        let topic = chance.words(40..41);
        let on_topic = |chance: &mut Chance| -> Vec<String> {
            (0..40).map(|_| if chance.share() < 0.5 { topic[chance.below(40)].clone() } else { chance.word() }).collect()
        };
        let (first, second) = (on_topic(chance), on_topic(chance));
        add("decoy topic", &first, &second);
        let phrase = chance.words(7..14);
        let around = |chance: &mut Chance| [chance.words(15..30), phrase.clone(), chance.words(15..30)].concat();
        let (first, second) = (around(chance), around(chance));
        add("decoy stock phrase", &first, &second);
        // A third of a form is filled in: names of two words, and figures.
        let mould = &moulds[number % moulds.len()];
        let filled = |chance: &mut Chance| -> Vec<String> {
            let mut words = Vec::new();
            for (at, word) in mould.iter().enumerate() {
                words.push(word.clone());
                match at % 6 {
                    3 => words.extend([chance.name(), chance.name()]),
                    5 => words.push((chance.below(900) + 100).to_string()),
                    _ => {}
                }
            }
            words
        };
        let (first, second) = (filled(chance), filled(chance));
        add("decoy form", &first, &second);
    }
    pairs
}

const RULES: [&str; 4] =
    ["boilerplate/across-articles", "boilerplate/partial-across", "boilerplate/near-repeat", "boilerplate/partial-repeat"];

fn policy() -> Arc<Policy> {
    let config: String = RULES.iter().map(|rule| format!("\"{rule}\" = \"warning\"\n")).collect();
    let only = RULES.iter().chain(&["boilerplate/repeated-passage"]).map(|rule| (*rule).to_owned()).collect();
    let choices = Choices { only, ..Choices::default() };
    let (publication, mistakes) =
        Publication::read(Path::new("copydesk.toml"), &format!("[rules]\n{config}"), None, &[], &choices);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    publication.unwrap().policy(Path::new("draft.md"))
}

/// Between which drafts a text is found to stand, or within which.
fn found(drafts: &[String]) -> BTreeSet<(usize, usize)> {
    let policy = policy();
    let entry = |number: usize| Entry { path: PathBuf::from(number.to_string()), policy: policy.clone(), format: None };
    let entries: Vec<Entry> = (0..drafts.len()).map(entry).collect();
    let number = |path: &Path| path.to_str().unwrap().parse::<usize>().unwrap();
    let report = lint::run(&entries, |path| Ok(drafts[number(path)].clone().into_bytes()), || ());
    let mut found = BTreeSet::new();
    for file in &report.files {
        let own = number(&file.source.path);
        for finding in &file.findings {
            let places: BTreeSet<usize> = finding.copies.iter().map(|copy| number(&copy.path)).chain([own]).collect();
            let pairs = places.iter().flat_map(|a| places.iter().map(move |b| (*a, *b)));
            found.extend(pairs.filter(|(a, b)| a < b || places.len() == 1));
        }
    }
    found
}

/// For each kind, how many of its pairs are found, and of how many.
fn score(pairs: &[Pair], chance: &mut Chance, within: bool) -> BTreeMap<String, (usize, usize)> {
    let mut drafts = Vec::new();
    for pair in pairs {
        let mut beside = || paragraph(&chance.words(40..80));
        match within {
            true => drafts.push([beside(), pair.first.clone(), beside(), beside(), pair.second.clone(), beside()].concat()),
            false => drafts.extend([[beside(), pair.first.clone(), beside()].concat(), [beside(), pair.second.clone()].concat()]),
        }
    }
    let found = found(&drafts);
    let mut score: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (number, pair) in pairs.iter().enumerate() {
        let at = if within { (number, number) } else { (2 * number, 2 * number + 1) };
        let (hits, all) = score.entry(pair.kind.clone()).or_default();
        (*hits, *all) = (*hits + usize::from(found.contains(&at)), *all + 1);
    }
    score
}

#[test]
fn copies_are_found_and_decoys_are_not() {
    let count = std::env::var("COPIES").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let mut chance = Chance(15);
    let pairs = pairs(count, &mut chance);
    let (across, within) = (score(&pairs, &mut chance, false), score(&pairs, &mut chance, true));
    let percent = |(hits, all): (usize, usize)| 100.0 * hits as f64 / all as f64;
    println!("| pairs, {count} of each | found across articles, % | within one, % |\n|---|---|---|");
    for (kind, across) in &across {
        println!("| {kind} | {:.1} | {:.1} |", percent(*across), percent(within[kind]));
    }
    let all = |score: &BTreeMap<String, (usize, usize)>, kind: &str| {
        let of = score.iter().filter(|(name, _)| name.starts_with(kind)).map(|(_, counts)| *counts);
        percent(of.fold((0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1)))
    };
    // Inside one article short paragraphs are left alone: there, the same few words are as often a manner as a copy.
    let long = within.iter().filter(|(kind, _)| !kind.ends_with("12-24")).map(|(kind, counts)| (kind.clone(), *counts)).collect();
    for score in [&across, &long] {
        let floors = [
            ("copy  0%", 100.0),
            ("copy  2%", 99.0),
            ("copy  5%", 99.0),
            ("copy 10%", 97.0),
            ("copy 20%", 93.0),
            ("part of 25", 96.0),
        ];
        for (kind, floor) in floors {
            assert!(all(score, kind) >= floor, "{kind}: {} of 100 found, {floor} wanted: {score:?}", all(score, kind));
        }
        for (kind, most) in [("decoy shuffled", 1.0), ("decoy topic", 1.0), ("decoy stock", 2.0), ("decoy form", 3.0)] {
            assert!(all(score, kind) <= most, "{kind}: {} of 100 taken, {most} allowed: {score:?}", all(score, kind));
        }
    }
}
