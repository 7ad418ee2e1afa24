//! What copydesk itself finds, without a rule: introduced as rules are.

use crate::finding::{Finding, RuleWords};

/// Id and what it is about.
const OWN: [(&str, &str); 15] = [
    ("meta/bad-config", "A mistake in a configuration"),
    ("meta/bad-rule", "A mistake in a rule file"),
    ("meta/broken-markup", "Markup that cannot be read as it was meant"),
    ("meta/broken-reading", "A line of the record of second readers that is none"),
    ("meta/example", "An example that its rule does not bear out"),
    ("meta/former-name", "A name that was given up"),
    ("meta/stale-reading", "What a second reader said of words that have changed"),
    ("meta/undecodable", "Bytes that are no text"),
    ("meta/unknown-list", "A list of words that is not there"),
    ("meta/unknown-rule", "A rule that is not there"),
    ("meta/unreadable-draft", "A draft that could not be read"),
    ("meta/unreasoned-permission", "A permission that does not say why"),
    ("meta/unused-pattern", "A section or pattern that names no draft"),
    ("meta/unused-permission", "A permission that permits nothing"),
    ("meta/unused-text", "An approved text that nothing uses"),
];

/// What is known of a rule by a finding of its alone.
pub(super) fn words(finding: &Finding) -> RuleWords {
    let own = OWN.iter().find(|(id, _)| *id == finding.rule);
    RuleWords {
        id: finding.rule.clone(),
        summary: own.map_or_else(|| finding.rule.clone(), |&(_, summary)| summary.to_owned()),
        why: finding.why.clone(),
        help: None,
        level: finding.level,
        basis: Vec::new(),
        measured: None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn ids(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                ids(&path, found);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let parts = text.split("\"meta/").skip(1).filter_map(|rest| rest.split_once('"'));
                let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                found.extend(parts.filter(|(id, _)| is_id(id)).map(|(id, _)| format!("meta/{id}")));
            }
        }
    }

    #[test]
    fn all_that_copydesk_finds_itself_is_introduced() {
        let mut found = Vec::new();
        ids(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found.sort();
        found.dedup();
        assert_eq!(found, OWN.map(|(id, _)| id));
    }
}
