//! What is known of drafts that are not looked at now, and may share text with those that are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::check::{Prints, SoughtPassage};
use crate::text::{Allow, Source, Span};

/// Knows the drafts of an archive without looking at them: an index on a disk, a database.
///
/// What it brings is held against the drafts that it names where those are read again.
pub trait Archive: Sync {
    /// The drafts of a publication that may share text with these passages, which its `rules` compare. `besides` are looked at in this run,
    /// and do not count.
    fn kin(&self, publication: &str, rules: &[&str], sought: &[SoughtPassage<'_>], besides: &[&Path]) -> Kin;
}

/// Drafts of an archive that share text with others.
#[derive(Debug, Default)]
pub struct Kin {
    /// Some of them: enough to name, and to be told from.
    pub drafts: Vec<Filed>,
    /// In how many drafts more the passages with a key stand.
    pub more: FxHashMap<u64, usize>,
    /// How many drafts there are beside those, for each rule that compares them.
    pub all: BTreeMap<String, usize>,
}

/// A draft of an archive.
#[derive(Debug)]
pub struct Filed {
    /// Its name.
    pub path: PathBuf,
    /// The hash of its text, as its [`Filing`] has it; `None` where it is not to be read.
    pub text: Option<u64>,
    /// The rules that compare it.
    pub rules: Vec<String>,
    /// Its passages, for the rules by their numbers here; those that share nothing with what was sought have no words.
    pub prints: Prints,
    /// What its writer permits, and where.
    pub allows: Vec<(Allow, Option<Span>)>,
}

/// All that an archive keeps of a draft.
#[derive(Debug)]
pub struct Filing {
    /// The hash of its text.
    pub text: u64,
    /// Its passages, for the rules of its policy.
    pub prints: Prints,
    /// What its writer permits, and where.
    pub allows: Vec<(Allow, Option<Span>)>,
}

/// The hash of a text by which an archive knows it again.
pub(super) fn hash(source: &Source) -> u64 {
    xxh3_64(source.text.as_bytes())
}
