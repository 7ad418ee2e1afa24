//! Writes permissions into a draft: each is tried on a copy, takes its finding out there, and changes nothing else.

mod together;

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::fingerprint;
use super::judge::judge;
use super::looked::Entry;
use crate::edit;
use crate::finding::{Edit, File, Finding, Fix};
use crate::format;
use crate::text::{Document, Source, SourceMap};

/// How many findings are permitted at once at first, and at most.
const FIRST: usize = 16;
const MOST: usize = 4096;

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
    permit_by(entry, bytes, wanted, reason, (FIRST, MOST))
}

/// The same, so many findings at once at first and at most: one alone where several do not hold together.
fn permit_by(
    entry: &Entry,
    bytes: Vec<u8>,
    wanted: &BTreeSet<FindingName>,
    reason: &str,
    (first, most): (usize, usize),
) -> Permitted {
    let (mut now, mut written, mut many) = (Noticed::of(entry, bytes), 0, first);
    let alone: BTreeSet<FindingName> = now.findings.iter().flat_map(names).collect();
    let mut left: BTreeSet<FindingName> = wanted.difference(&alone).cloned().collect();
    let is_open = |finding: &&Finding, left: &BTreeSet<FindingName>| {
        names(finding).any(|name| wanted.contains(&name) && !left.contains(&name))
    };
    while let Some(finding) = now.findings.iter().find(|finding| is_open(finding, &left)) {
        if many > 1 {
            match now.permit_together(many, (wanted, &left), entry, reason) {
                Some(together) => {
                    left.extend(together.left.into_iter().filter(|name| wanted.contains(name)));
                    (now, written) = (together.after, written + together.written);
                    many = (many * 2).min(most);
                }
                None => many /= 2,
            }
            continue;
        }
        match now.without(finding, entry, reason) {
            Some(after) => (now, written) = (after, written + 1),
            None => left.extend(names(finding).filter(|name| wanted.contains(name))),
        }
        many = 2.min(most);
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
        let edits = edit::allowing(&SourceMap::new(&self.document), finding.span, &finding.rule, reason).into_iter();
        let written = edits.filter_map(|edit| with(&self.document, finding, vec![edit], &self.bytes));
        written.map(|bytes| Self::of(entry, bytes)).find(holds)
    }
}

fn names(finding: &Finding) -> impl Iterator<Item = FindingName> + '_ {
    finding.fingerprints().map(|print| (finding.rule.clone(), print.to_owned()))
}

/// The bytes of a draft with edits in it.
fn with(document: &Document, finding: &Finding, edits: Vec<Edit>, bytes: &[u8]) -> Option<Vec<u8>> {
    let source = Source::decode(&document.source.path, document.source.format, bytes.to_vec()).source;
    let fix = Fix { title: String::new(), edits, safe: true };
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
