//! The `gitlab` format: a report of GitLab's code quality, an array with an object for each finding.

use std::collections::HashSet;
use std::io;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use crate::finding::{File, Finding, Level, Report};

use super::{account, place, safe};

/// Writes the report, a finding a line.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut names = HashSet::new();
    write!(out, "[")?;
    let mut between = "\n";
    for file in &report.files {
        let path = place::path(report, &file.source.path);
        for finding in &file.findings {
            let issue = Issue::of(file, finding, &path, &mut names);
            write!(out, "{between}{}", safe::json(&serde_json::to_string(&issue)?))?;
            between = ",\n";
        }
    }
    writeln!(out, "{}]", if between == "\n" { "" } else { "\n" })
}

#[derive(Serialize)]
struct Issue<'a> {
    check_name: &'a str,
    description: String,
    severity: &'static str,
    fingerprint: String,
    location: IssuePlace<'a>,
}

#[derive(Serialize)]
struct IssuePlace<'a> {
    path: &'a str,
    lines: IssueLines,
}

#[derive(Serialize)]
struct IssueLines {
    begin: usize,
    end: usize,
}

impl<'a> Issue<'a> {
    fn of(file: &File, finding: &'a Finding, path: &'a str, names: &mut HashSet<u128>) -> Self {
        let at = |at: usize| file.source.position(at).line;
        let begin = at(finding.span.start());
        Self {
            check_name: &finding.rule,
            description: account::message(finding),
            severity: match finding.level {
                Level::Fatal => "blocker",
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Note | Level::Off => "info",
            },
            fingerprint: format!("{:032x}", name(finding, path, names)),
            location: IssuePlace { path, lines: IssueLines { begin, end: at(finding.span.end()).max(begin) } },
        }
    }
}

/// A name that no other finding of the report has: GitLab shows one of a name. A fingerprint of ours is its own in its file only,
/// and a finding in a configuration has none.
fn name(finding: &Finding, path: &str, names: &mut HashSet<u128>) -> u128 {
    let own = if finding.fingerprint.is_empty() { &finding.message } else { &finding.fingerprint };
    let mut hash = Xxh3::new();
    for part in [path, &finding.rule, own] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    while !names.insert(hash.digest128()) {
        hash.update(b"twin");
    }
    hash.digest128()
}
