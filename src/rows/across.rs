//! Rows that share passages, answered with what the whole archive would tell of those.

use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::answer::preface;
use super::row::DraftRow;
use crate::lint::{self, Entry, Joined, JoinedRule, Outcome, Past};
use crate::report::stream::{JudgedRow, RowOutcome};

/// What is known of an archive, as JSON says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonJoined {
    keys: Vec<String>,
    rules: Vec<JsonJoinedRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonJoinedRule {
    publication: String,
    rule: String,
    drafts: usize,
    pairs: Vec<(String, String)>,
}

/// Reads what is known of an archive: `keys` of the passages that are compared, and for each of `rules` its `publication`, its name, how many
/// `drafts` have prints of it, and `pairs` of keys that may be alike.
///
/// # Errors
/// What is wrong with it.
pub fn joined(json: &str) -> Result<Joined, String> {
    let read: JsonJoined = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let key = |written: &String| u64::from_str_radix(written, 16).map_err(|_| format!("“{written}” is no key of a passage"));
    let mut joined = Joined { keys: read.keys.iter().map(key).collect::<Result<_, _>>()?, ..Joined::default() };
    for rule in read.rules {
        let pairs = rule.pairs.iter().map(|(a, b)| Ok((key(a)?, key(b)?))).collect::<Result<_, String>>()?;
        joined.rules.insert((rule.publication, rule.rule), JoinedRule { drafts: rule.drafts, pairs });
    }
    Ok(joined)
}

/// What rules across drafts tell of each of these, in their order, given what is known of the whole archive. All drafts that have one of its
/// keys are to be here, by paths of their own.
pub fn across(rows: &[(&DraftRow, Entry)], joined: &Joined) -> Vec<RowOutcome> {
    let mut numbers: FxHashMap<&Path, usize> = FxHashMap::default();
    let mut outcomes: Vec<Option<RowOutcome>> = rows.iter().map(|_| None).collect();
    for (number, (row, _)) in rows.iter().enumerate() {
        if numbers.contains_key(&*row.path) {
            outcomes[number] = Some(RowOutcome::Failed("has the path of another row".to_owned()));
        } else {
            numbers.insert(&row.path, number);
        }
    }
    let mut order: Vec<usize> = numbers.values().copied().collect();
    order.sort_unstable_by_key(|&number| &rows[number].0.path);
    let entries = order.into_iter().map(|number| rows[number].1.clone());
    let read = |path: &Path| numbers.get(path).map(|&number| rows[number].0.bytes()).ok_or(std::io::ErrorKind::NotFound.into());
    lint::each(entries, read, Past { joined: Some(joined), ..Past::default() }, |entry, told| {
        let Some(&number) = numbers.get(&*entry.path) else { return };
        outcomes[number] = Some(match told {
            Outcome::Skipped(skipped) => RowOutcome::Skipped(skipped.reason),
            Outcome::Judged(mut file) | Outcome::Shown(mut file) => {
                let is_joined = |rule: &str| joined.rules.keys().any(|(of, known)| *of == file.publication && known == rule);
                file.findings.retain(|finding| is_joined(&finding.rule));
                let preface = preface(rows[number].0, Some(&file));
                RowOutcome::Judged(Box::new(JudgedRow { policy: entry.policy.key, file: Some(file), preface, prints: None }))
            }
        });
    });
    outcomes.into_iter().flatten().collect()
}
