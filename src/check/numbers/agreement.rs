//! Headline, standfirst and body that give one thing different values.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::stated::{Sentence, Stated, sentences};
use super::{Hit, related};
use crate::prose::figure::Sort;
use crate::prose::{Class, Line, Token, key_of};
use crate::reading::Reading;
use crate::text::Role;

/// How many words two sentences must share, the counted noun left out.
const SHARED: usize = 2;

/// A figure with what it counts.
struct Counted<'a> {
    stated: Stated<'a>,
    sentence: usize,
    noun: u64,
}

/// Figures of headline and standfirst that the article gives otherwise.
pub(super) fn hits(reading: &Reading<'_>) -> Vec<Hit> {
    let head = |sentence: &Sentence<'_>| matches!(reading.document.blocks[sentence.block].role, Role::Title | Role::Dek);
    if !reading.document.blocks.iter().any(|block| matches!(block.role, Role::Title | Role::Dek)) {
        return Vec::new();
    }
    let all: Vec<Sentence<'_>> = sentences(reading).collect();
    if !all.iter().any(head) {
        return Vec::new();
    }
    let mut by_noun: FxHashMap<u64, Vec<Counted<'_>>> = FxHashMap::default();
    for (number, sentence) in all.iter().enumerate() {
        for &stated in &sentence.figures {
            if let Some(noun) = noun(&sentence.line, stated) {
                by_noun.entry(noun).or_default().push(Counted { stated, sentence: number, noun });
            }
        }
    }
    let mut hits = Vec::new();
    for (number, sentence) in all.iter().enumerate().filter(|(_, sentence)| head(sentence)) {
        for &stated in &sentence.figures {
            let Some(others) = noun(&sentence.line, stated).and_then(|noun| by_noun.get(&noun)) else { continue };
            // The standfirst is held against the headline too, but not the headline against the standfirst again.
            let role = reading.document.blocks[sentence.block].role;
            let below = |other: &&Counted<'_>| {
                let of = &all[other.sentence];
                let other_role = reading.document.blocks[of.block].role;
                other.sentence != number && (other_role == Role::Body || role == Role::Dek && other_role == Role::Title)
            };
            let others: Vec<_> = others.iter().filter(below).collect();
            let said = others.iter().any(|other| other.stated.quantity.agrees(&stated.quantity))
                || all.iter().any(|of| of.block != sentence.block && says(of, stated));
            if said {
                continue;
            }
            hits.extend(others.iter().find_map(|other| disagreement(reading, sentence, stated, &all[other.sentence], other)));
        }
    }
    hits
}

/// Whether a sentence gives this value for anything at all: then the article knows it.
fn says(sentence: &Sentence<'_>, stated: Stated<'_>) -> bool {
    let same = |other: &Stated<'_>| other.figure.sort == stated.figure.sort && other.quantity.agrees(&stated.quantity);
    sentence.figures.iter().any(|other| same(other) && stated.quantity.high >= 10.0)
}

fn disagreement(
    reading: &Reading<'_>,
    sentence: &Sentence<'_>,
    stated: Stated<'_>,
    other: &Sentence<'_>,
    counted: &Counted<'_>,
) -> Option<Hit> {
    let near = |a: f64, b: f64| a <= b * 5.0 && b <= a * 5.0;
    let size = near(stated.quantity.high, counted.stated.quantity.high);
    let words = |sentence: &Sentence<'_>| subject(&sentence.line, sentence.tokens.clone(), counted.noun);
    let shared: Vec<(u64, String)> = {
        let theirs: FxHashSet<u64> = words(other).into_iter().map(|(key, _)| key).collect();
        let mut seen = FxHashSet::default();
        words(sentence).into_iter().filter(|(key, _)| theirs.contains(key) && seen.insert(*key)).collect()
    };
    let same_of = stated.figure.sort == counted.stated.figure.sort;
    if !size || !same_of || shared.len() < SHARED || is_part(other, counted.stated) {
        return None;
    }
    let place = sentence.place(stated.figure.tokens.clone());
    let mut hit = Hit::new(reading.span(&place), reading.text(&place));
    let theirs = other.place(counted.stated.figure.tokens.clone());
    let part = |block: usize| match reading.document.blocks[block].role {
        Role::Title => "headline",
        Role::Dek => "standfirst",
        _ => "text",
    };
    hit.words = vec![
        ("other", reading.text(&theirs).to_owned()),
        ("where", part(sentence.block).to_owned()),
        ("elsewhere", part(other.block).to_owned()),
    ];
    hit.label = format!("the {} says {}", part(other.block), reading.text(&theirs));
    hit.related.push(related(reading, &theirs, "the same thing, another value"));
    let words: Vec<_> = shared.into_iter().take(5).map(|(_, word)| format!("“{word}”")).collect();
    hit.notes.push(format!("taken for the same thing because both count the same noun beside {}", words.join(", ")));
    Some(hit)
}

/// Whether a figure is a part of, or a change to, another: "of those, 40", "another 40", "40 more".
fn is_part(sentence: &Sentence<'_>, stated: Stated<'_>) -> bool {
    const BEFORE: &[&str] = &["another", "additional", "further", "extra", "other", "first", "last", "of", "by", "every", "each"];
    const BEHIND: &[&str] = &["more", "fewer", "other", "others", "additional", "new"];
    let line = &sentence.line;
    let hedge = stated.figure.hedge.clone().is_some_and(|hedge| hedge.into_iter().any(|at| line.is(at, BEFORE)));
    hedge || line.follows(stated.start(), BEFORE) || line.is(stated.end(), BEHIND)
}

/// What a figure counts.
fn noun(line: &Line<'_>, stated: Stated<'_>) -> Option<u64> {
    let counts = matches!(stated.figure.sort, Sort::Count | Sort::Percent);
    counts.then(|| stated.figure.noun.map(|noun| stem(line, &line.tokens[noun]))).flatten()
}

/// The words of a sentence that say what it is about.
fn subject(line: &Line<'_>, tokens: Range<usize>, noun: u64) -> Vec<(u64, String)> {
    const EMPTY: &[Class] = &[
        Class::Pronoun,
        Class::Determiner,
        Class::Auxiliary,
        Class::Modal,
        Class::Preposition,
        Class::Contrast,
        Class::NumberWord,
        Class::Scale,
        Class::Percent,
        Class::Duration,
        Class::Said,
        Class::According,
    ];
    let tells = |token: &&Token| token.is_word() && token.end - token.start > 3 && !token.classes.any(EMPTY);
    let words = line.tokens[tokens].iter().filter(tells);
    words.map(|token| (stem(line, token), token.of(line.text).to_owned())).filter(|(key, _)| *key != noun).collect()
}

/// The key of a word without its ending: "destroys", "destroyed" and "destroying" are one.
fn stem(line: &Line<'_>, token: &Token) -> u64 {
    let mut word = token.of(line.text).to_lowercase();
    for (ending, instead) in [("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2 && !stem.ends_with('s')) {
            word = format!("{stem}{instead}");
            break;
        }
    }
    key_of(&word)
}
