//! The drafts that are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::lint::Entry;
use copydesk::policy::{Choices, Policy};
use copydesk::text::Format;

/// Drafts with their names and bytes, in order, and what they are judged by.
pub(crate) struct Corpus {
    pub(crate) name: &'static str,
    pub(crate) drafts: Vec<(PathBuf, Vec<u8>)>,
    pub(crate) bytes: usize,
    pub(crate) policy: Arc<Policy>,
    pub(crate) entries: Vec<Entry>,
}

/// The labelled drafts of the tests.
pub(crate) fn own() -> Option<Corpus> {
    Corpus::new("drafts of the tests", "tests/drafts")
}

/// The archive beside the project, if it is there.
pub(crate) fn archive() -> Option<Corpus> {
    Corpus::new("archive", "../shared/archive").or_else(|| Corpus::new("archive", "../../shared/archive"))
}

impl Corpus {
    /// All drafts under a folder of the project; none where there are none.
    fn new(name: &'static str, folder: &str) -> Option<Self> {
        let (mut folders, mut drafts) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)], Vec::new());
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some() && Format::of(&path).is_some_and(|format| format != Format::Toml) {
                    drafts.extend(fs::read(&path).map(|bytes| (path, bytes)));
                }
            }
        }
        drafts.sort();
        let policy = Publication::builtin("standard", &Choices::default()).expect("is shipped").policy(Path::new("draft.md"));
        let entry = |(path, _): &(PathBuf, _)| Entry { path: path.clone(), policy: Arc::clone(&policy), format: None };
        let (entries, bytes) = (drafts.iter().map(entry).collect(), drafts.iter().map(|(_, bytes)| bytes.len()).sum());
        (!drafts.is_empty()).then_some(Self { name, drafts, bytes, policy, entries })
    }
}
