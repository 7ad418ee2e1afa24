//! A draft to be judged, what one look at it found, and what is told of it.

use std::path::PathBuf;
use std::sync::Arc;

use super::judge::Judged;
use super::{fingerprint, needless};
use crate::finding::{File, Finding, Skipped};
use crate::policy::{Policy, names};
use crate::text::{Format, Source, Span};

/// A draft to be judged.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name, as the user wrote it.
    pub path: PathBuf,
    /// What it is judged by.
    pub policy: Arc<Policy>,
    /// How it is written, where its ending does not say.
    pub format: Option<Format>,
}

impl Entry {
    /// How it is written.
    pub fn format(&self) -> Format {
        self.format.or_else(|| Format::of(&self.path)).unwrap_or(Format::Plain)
    }

    /// The draft without its text.
    pub(super) fn bare(&self) -> Source {
        Source::new(&self.path, self.format(), "")
    }
}

/// What one look at a draft found.
pub(super) enum Glance {
    Looked(Box<Looked>),
    Skipped(Skipped),
}

/// A draft that was looked at.
pub(super) struct Looked {
    pub(super) source: Source,
    pub(super) judged: Judged,
}

/// What is told of a draft.
#[derive(Debug)]
pub enum Outcome {
    /// It was judged. Its text is there when something is told of it, or when a finding of another draft points at it.
    Judged(File),
    /// It was not read.
    Skipped(Skipped),
    /// It is one of an archive, and was not judged; a finding points at it.
    Shown(File),
}

impl Looked {
    /// The permissions that may be needed when drafts are compared.
    pub(super) fn permits_between(&self, policy: &Policy) -> Vec<Span> {
        let compared = || policy.rules.iter().filter(|rule| rule.check.compares());
        let allows = self.judged.allows.iter().map(|(allow, _)| allow);
        allows.filter(|allow| compared().any(|rule| names(&allow.rule, &rule.id))).map(|allow| allow.span).collect()
    }

    /// What is told of the draft in the end.
    pub(super) fn settle(self, entry: &Entry) -> Outcome {
        let Self { source, mut judged } = self;
        let (genres, unread) = (std::mem::take(&mut judged.genres), judged.unread.take());
        let (mut findings, replay) = judged.replayed(&entry.policy);
        needless::mend(&entry.policy, &source, &[], &mut findings);
        fingerprint::give_rest(&mut findings, &source);
        let source = if findings.is_empty() { entry.bare() } else { source };
        Outcome::Judged(File { replay, genres, unread, ..told(entry, source, findings) })
    }
}

/// A draft with what is told of it.
pub(super) fn told(entry: &Entry, source: Source, findings: Vec<Finding>) -> File {
    let (publication, kind) = (entry.policy.publication().to_owned(), entry.policy.kind().map(str::to_owned));
    File { publication, kind, ..File::new(source, findings) }
}
