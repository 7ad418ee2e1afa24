//! What the rules of a report say of themselves: those that found something, once each.

use std::collections::BTreeMap;

use super::rules::measured;
use crate::finding::{File, Measure, RuleWords};
use crate::policy::{Policy, Rule};

/// The rules of a report, by id. Where publications word a rule differently, the first one that found something has the word.
#[derive(Default)]
pub(super) struct Introduced(BTreeMap<String, RuleWords>);

impl Introduced {
    /// Takes in the rules of what was found in a file.
    pub(super) fn meet(&mut self, file: &File, policy: &Policy) {
        for finding in &file.findings {
            if self.0.contains_key(&finding.rule) {
                continue;
            }
            if let Some(rule) = policy.rules.iter().find(|rule| rule.id == finding.rule) {
                self.0.insert(rule.id.clone(), words(rule));
            }
        }
    }

    /// All of them, by id.
    pub(super) fn all(self) -> Vec<RuleWords> {
        self.0.into_values().collect()
    }
}

fn words(rule: &Rule) -> RuleWords {
    let words = &rule.words;
    RuleWords {
        id: rule.id.clone(),
        summary: words.summary.clone(),
        why: words.why.clone(),
        help: words.help.clone(),
        level: rule.level,
        basis: words.basis.clone(),
        measured: measured(rule).map(|measured| Measure { precision: measured.precision(), sentence: measured.sentence() }),
    }
}
