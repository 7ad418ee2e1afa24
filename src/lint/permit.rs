//! Writes permissions into a draft: each is tried on a copy, takes its finding out there, and changes nothing else.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::fingerprint;
use super::judge::judge;
use super::looked::Entry;
use crate::edit;
use crate::finding::{Edit, File, Finding, Fix};
use crate::format;
use crate::text::{Document, Source};

/// A finding as its draft names it: its rule and its fingerprint.
pub type FindingName = (String, String);

/// A draft with permissions in it.
#[derive(Debug, Default)]
pub struct Permitted {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many permissions were written.
    pub written: usize,
    /// Those that no permission was found for.
    pub left: BTreeSet<FindingName>,
}

/// A draft as it stands, and all that is told of it by itself.
struct Noticed {
    bytes: Vec<u8>,
    document: Document,
    findings: Vec<Finding>,
}

/// Permits what is wanted in a draft, for a reason. What stands between drafts is found in none alone, and is left.
pub fn permit(entry: &Entry, bytes: Vec<u8>, wanted: &BTreeSet<FindingName>, reason: &str) -> Permitted {
    let (mut now, mut written, mut next) = (Noticed::of(entry, bytes), 0, 0);
    let alone: BTreeSet<FindingName> = now.findings.iter().flat_map(names).collect();
    let mut left: BTreeSet<FindingName> = wanted.difference(&alone).cloned().collect();
    while let Some(finding) = now.findings.get(next) {
        let is_wanted = names(finding).any(|name| wanted.contains(&name));
        match is_wanted.then(|| now.without(finding, entry, reason)).flatten() {
            // Those before it were passed by, and none comes to stand before them.
            Some(after) => (now, written) = (after, written + 1),
            None => {
                left.extend(names(finding).filter(|name| wanted.contains(name)));
                next += 1;
            }
        }
    }
    Permitted { bytes: now.bytes, written, left }
}

impl Noticed {
    fn of(entry: &Entry, bytes: Vec<u8>) -> Self {
        let document = format::read(Source::decode(&entry.path, entry.format(), bytes.clone()).source);
        let mut findings = judge(&entry.policy, &document, None).settled(&entry.policy);
        fingerprint::give_rest(&mut findings, &document.source);
        Self { bytes, document, findings }
    }

    fn names(&self) -> FxHashSet<FindingName> {
        self.findings.iter().flat_map(names).collect()
    }

    /// The draft with a permission that takes a finding out, if there is one that holds.
    fn without(&self, finding: &Finding, entry: &Entry, reason: &str) -> Option<Self> {
        let (own, all) = (names(finding).next()?, self.names());
        let holds = |after: &Self| {
            let left = after.names();
            !left.contains(&own) && left.is_subset(&all) && are_alike(&self.document, &after.document)
        };
        let edits = edit::allowing(&self.document, finding.span, &finding.rule, reason).into_iter();
        let written = edits.filter_map(|edit| with(&self.document, finding, edit, &self.bytes));
        written.map(|bytes| Self::of(entry, bytes)).find(holds)
    }
}

fn names(finding: &Finding) -> impl Iterator<Item = FindingName> + '_ {
    finding.fingerprints().map(|print| (finding.rule.clone(), print.to_owned()))
}

/// The bytes of a draft with an edit in it.
fn with(document: &Document, finding: &Finding, edit: Edit, bytes: &[u8]) -> Option<Vec<u8>> {
    let source = Source::decode(&document.source.path, document.source.format, bytes.to_vec()).source;
    let fix = Fix { title: String::new(), edits: vec![edit], safe: true };
    let findings = vec![Finding { fix: Some(fix), ..finding.clone() }];
    edit::apply(&File::new(source, findings), bytes, "")
}

/// Whether two documents say the same: the same blocks and the same front matter.
fn are_alike(before: &Document, after: &Document) -> bool {
    let blocks = |document: &Document| {
        let seen = document.blocks.iter().filter(|block| block.is_seen());
        seen.map(|block| (block.kind, block.role, block.level, block.text.trim().to_owned())).collect::<Vec<_>>()
    };
    let fields =
        |document: &Document| document.front.iter().map(|field| (field.key.clone(), field.value.clone())).collect::<Vec<_>>();
    blocks(before) == blocks(after) && fields(before) == fields(after) && after.faults.len() <= before.faults.len()
}
