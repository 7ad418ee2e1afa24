//! Which wordings are one text: those that share most of their words.

use std::collections::BTreeSet;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::wordings::{Shown, wordings};
use crate::prose::{Token, passage, tokens};
use crate::wording::{NEAR, TextInUse, Variant, Wording};

/// How many words in a row two wordings share that are compared.
const SHINGLE: usize = 3;
/// With how many texts a wording is compared, and how many a run of words leads to.
const COMPARED: usize = 8;

/// Every standing text of the drafts, the most used first, each with its wordings.
pub fn texts(drafts: &[Shown]) -> Vec<TextInUse> {
    let (mut found, mut led): (Vec<LedText>, FxHashMap<u64, Vec<usize>>) = (Vec::new(), FxHashMap::default());
    for wording in wordings(drafts) {
        let words = WordingWords::of(&wording.text);
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        let shingles = || words.keys.windows(SHINGLE).map(passage::fingerprint);
        for text in shingles().filter_map(|shingle| led.get(&shingle)).flatten() {
            *shared.entry(*text).or_default() += 1;
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().map(|(text, count)| (usize::MAX - count, text)).collect();
        shared.sort_unstable();
        let likenesses = shared.into_iter().take(COMPARED).filter(|(_, text)| found[*text].kind() == wording.kind);
        let likenesses = likenesses.map(|(_, text)| (passage::likeness(&found[text].words.keys, &words.keys), text));
        let best = likenesses.filter(|(likeness, _)| *likeness >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((_, text)) => found[text].take(wording, &words),
            None => {
                for shingle in shingles() {
                    let texts = led.entry(shingle).or_default();
                    if texts.len() < COMPARED && texts.last() != Some(&found.len()) {
                        texts.push(found.len());
                    }
                }
                found.push(LedText { words, wordings: vec![Variant { wording, differences: Vec::new() }] });
            }
        }
    }
    let mut texts: Vec<TextInUse> = found.into_iter().map(LedText::told).collect();
    texts.sort_by_key(|text| usize::MAX - text.drafts);
    texts
}

struct LedText {
    /// Of the most used wording.
    words: WordingWords,
    wordings: Vec<Variant>,
}

impl LedText {
    fn kind(&self) -> &'static str {
        self.wordings[0].wording.kind
    }

    fn take(&mut self, wording: Wording, words: &WordingWords) {
        let usual = &self.wordings[0].wording.text;
        let differences = passage::differences(&self.words.keys, &words.keys).into_iter();
        let differences = differences.map(|(old, new)| (self.words.text(usual, old), words.text(&wording.text, new))).collect();
        self.wordings.push(Variant { wording, differences });
    }

    fn told(self) -> TextInUse {
        let files = self.wordings.iter().flat_map(|variant| &variant.wording.files).map(|path| path.as_path());
        let drafts = files.collect::<BTreeSet<&Path>>().len();
        TextInUse { kind: self.kind(), drafts, wordings: self.wordings }
    }
}

/// The words of a wording, and where they stand in it.
struct WordingWords {
    tokens: Vec<Token>,
    keys: Vec<u64>,
}

impl WordingWords {
    fn of(text: &str) -> Self {
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        cut.retain(passage::counts);
        Self { keys: passage::keys(&cut), tokens: cut }
    }

    fn text(&self, text: &str, words: std::ops::Range<usize>) -> String {
        match self.tokens.get(words) {
            Some([first, .., last]) => text[first.start as usize..last.end as usize].to_owned(),
            Some([word]) => word.of(text).to_owned(),
            _ => String::new(),
        }
    }
}
