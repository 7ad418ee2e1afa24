//! A part of an archive that was joined elsewhere: its drafts are compared as they would be in the whole.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::judge::Judged;
use super::looked::Entry;

/// What is known of the whole of an archive, for drafts that are a part of it.
#[derive(Debug, Clone, Default)]
pub struct Joined {
    /// The passages that are compared, by their keys: all others stand once, or are looked at elsewhere.
    pub keys: FxHashSet<u64>,
    /// What is known for each publication and rule.
    pub rules: BTreeMap<(String, String), JoinedRule>,
}

/// What is known of an archive for one rule of a publication.
#[derive(Debug, Clone, Default)]
pub struct JoinedRule {
    /// How many drafts of the whole have passages for it.
    pub drafts: usize,
    /// The passages that may be alike, by their keys: of those that share a shingle in the whole.
    pub pairs: Vec<(u64, u64)>,
}

impl Joined {
    /// Pairs that are known for a rule of a publication; none for one that was joined nowhere.
    pub(super) fn pairs(&self, rule: &(String, String)) -> &[(u64, u64)] {
        self.rules.get(rule).map_or(&[], |rule| &rule.pairs)
    }

    /// Makes passages that are not compared here like none, and turns shares of the drafts into their number.
    pub(super) fn narrow(&self, entry: &Entry, judged: &mut Judged) {
        for (number, wanted) in &mut judged.prints.wanted {
            let rule = (entry.policy.publication().to_owned(), entry.policy.rules[*number].id.clone());
            let drafts = self.rules.get(&rule).map_or(0, |rule| rule.drafts);
            let asks = &mut wanted.asks;
            (asks.files, asks.share) = (asks.files.max((asks.share * drafts as f64).ceil() as usize), 0.0);
        }
        let passages = judged.prints.passages.iter_mut().enumerate();
        for (number, print) in passages.filter(|(_, print)| !self.keys.contains(&print.key)) {
            let path = entry.path.as_os_str().as_encoded_bytes();
            (print.key, print.words) = (xxh3_64_with_seed(path, number as u64), 0);
        }
    }
}
