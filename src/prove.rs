//! Proves a rule by the examples that its own file carries.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Example, Expects};
use crate::edit;
use crate::finding::{File, Level};
use crate::lint::{Entry, run};
use crate::policy::Policy;
use crate::text::Format;

/// What an example showed against what its file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The bytes of the rule file that hold the example.
    pub at: std::ops::Range<usize>,
    /// What was expected and what came.
    pub message: String,
}

/// Runs one rule over one of its examples. `policy` is made for it, and for that rule alone.
///
/// A bad example must give findings at exactly its marked places (or anywhere, if it marks none), a good one none, and a gap
/// must still be one: the wrong result it tells of.
pub fn example(policy: Policy, rule: &str, example: &Example) -> Result<(), Failure> {
    let ending = match example.format {
        Format::Html => "html",
        Format::Plain => "txt",
        Format::Mdx => "mdx",
        Format::Rst => "rst",
        Format::Asciidoc => "adoc",
        _ => "md",
    };
    let path = example.path.clone().map_or_else(|| PathBuf::from(format!("example.{ending}")), PathBuf::from);
    let policy = Arc::new(policy);
    let entry = |path| Entry { path, policy: policy.clone(), format: Some(example.format) };
    let beside = (1..=example.beside.len()).map(|number| PathBuf::from(format!("beside-{number}.{ending}")));
    let entries: Vec<Entry> = [path].into_iter().chain(beside).map(entry).collect();
    let texts: BTreeMap<&Path, &String> =
        entries.iter().map(|entry| entry.path.as_path()).zip([&example.text].into_iter().chain(&example.beside)).collect();
    let mut report = run(&entries, |path| Ok(texts[path].clone().into_bytes()), || ());
    report.files.truncate(1);
    let findings = || report.files.iter().flat_map(|file| &file.findings).filter(|finding| finding.rule == rule);
    let mut found: Vec<_> = findings()
        .flat_map(|finding| [finding.span].into_iter().chain(finding.also.iter().map(|also| also.span)))
        .map(|span| span.range())
        .collect();
    found.sort_by_key(|range| range.start);
    let said = |ranges: &[std::ops::Range<usize>]| {
        let words = |range: &std::ops::Range<usize>| format!("“{}”", example.text.get(range.clone()).unwrap_or_default());
        if ranges.is_empty() { "nothing".to_owned() } else { ranges.iter().map(words).collect::<Vec<_>>().join(", ") }
    };
    let failure = |message: String| Err(Failure { at: example.at.clone(), message });
    let marked = !example.places.is_empty();
    let right = match example.expects {
        Expects::Good => found.is_empty(),
        _ if marked => found == example.places,
        Expects::Bad => !found.is_empty(),
        Expects::Gap => found.is_empty(),
    };
    match example.expects {
        Expects::Bad if found.is_empty() => failure("missing: this bad example gives no finding".to_owned()),
        Expects::Bad if !right => failure(format!("misplaced: expected {}, found {}", said(&example.places), said(&found))),
        Expects::Good if !right => failure(format!("noisy: this good example gives {}", said(&found))),
        Expects::Gap if right => failure("this gap is closed: make it a bad or good example".to_owned()),
        _ => {
            example.level.map_or(Ok(()), |level| levels(findings().map(|finding| finding.level).collect(), level, example))?;
            report.files.iter().try_for_each(|file| fixed(file, example))
        }
    }
}

/// Whether the safe fixes make of an example what it says.
fn fixed(file: &File, example: &Example) -> Result<(), Failure> {
    let Some(wanted) = &example.fixed else { return Ok(()) };
    let mut edits: Vec<_> = edit::chosen(file).into_iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let made = edit::laid(&file.source, &edits).map(|laid| laid.text).unwrap_or_default();
    match made == *wanted {
        true => Ok(()),
        false => Err(Failure {
            at: example.at.clone(), message: format!("fixed otherwise: expected “{wanted}”, made “{made}”")
        }),
    }
}

fn levels(found: Vec<Level>, level: Level, example: &Example) -> Result<(), Failure> {
    let Some(other) = found.into_iter().find(|other| *other != level) else { return Ok(()) };
    Err(Failure { at: example.at.clone(), message: format!("expected level {}, found {}", level.name(), other.name()) })
}
