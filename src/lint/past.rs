//! What is known before a run.

use std::path::Path;

use super::archive::Archive;
use super::joined::Joined;
use super::kept::KeptReading;
use super::memory::Memory;
use super::meter::Meter;
use super::store::PrintStore;
use crate::text::Span;

/// What is known before a run.
#[derive(Clone, Copy, Default)]
pub struct Past<'a> {
    /// What was found in drafts by earlier runs.
    pub memory: Option<&'a dyn Memory>,
    /// What was read of the draft when it was looked at last, where there is but one.
    pub kept: Option<&'a KeptReading>,
    /// Which places are old, for a run that tells only what is new: a text that stands in several drafts is told at one that is not, if
    /// there is one.
    pub is_old: Option<&'a dyn Fn(PassageName<'_>) -> bool>,
    /// What is known of the whole archive, where these drafts are a part of it.
    pub joined: Option<&'a Joined>,
    /// Where what is remembered of drafts is kept until all were looked at; in memory without one.
    pub store: Option<&'a dyn PrintStore>,
    /// Drafts that are not looked at in this run: what shares text with them is told.
    pub archive: Option<&'a dyn Archive>,
    /// Whether safe mends are told as they were made, and not tried on a copy first: where none is laid over the draft yet.
    pub untried: bool,
    /// Who takes the time.
    pub meter: Option<&'a dyn Meter>,
}

/// What of it is asked where one draft is looked at, by any thread.
#[derive(Clone, Copy, Default)]
pub(super) struct DraftPast<'a> {
    pub(super) memory: Option<&'a dyn Memory>,
    pub(super) kept: Option<&'a KeptReading>,
    pub(super) meter: Option<&'a dyn Meter>,
    pub(super) untried: bool,
}

impl<'a> Past<'a> {
    pub(super) fn of_draft(&self) -> DraftPast<'a> {
        DraftPast { memory: self.memory, kept: self.kept, meter: self.meter, untried: self.untried }
    }
}

/// A text at one of its places, as what is known of earlier runs is asked for it.
#[derive(Debug, Clone, Copy)]
pub struct PassageName<'a> {
    /// The rule that tells of it.
    pub rule: &'a str,
    /// The draft.
    pub path: &'a Path,
    /// Its bytes in the draft.
    pub span: Span,
    /// The name that a finding there has.
    pub fingerprint: &'a str,
}
