//! Word files that an earlier run wrote: another draft of this run, with comments of copydesk's.

use std::collections::BTreeSet;
use std::path::PathBuf;

use xxhash_rust::xxh3::xxh3_64;

use crate::edit;

/// Why a Word file is skipped whose words stand in another draft of the run without comments of ours.
pub(super) const COPY: &str = "another draft here with copydesk’s comments";

/// Those of these Word files that are another of them with comments of copydesk's. `read` gives the bytes of one.
pub(super) fn copies(words: &[PathBuf], read: impl Fn(&PathBuf) -> Option<Vec<u8>>) -> BTreeSet<PathBuf> {
    // The names of its parts stand in a package as they are.
    let has_any = |path: &PathBuf| read(path).is_some_and(|bytes| memchr::memmem::find(&bytes, b"word/comments").is_some());
    if words.len() < 2 || !words.iter().any(has_any) {
        return BTreeSet::new();
    }
    let margins = words.iter().filter_map(|path| Some((path, edit::margin(&read(path)?)?)));
    let margins: Vec<_> = margins.map(|(path, (is_ours, text))| (path, is_ours, xxh3_64(text.as_bytes()))).collect();
    let originals: BTreeSet<u64> = margins.iter().filter(|(_, is_ours, _)| !is_ours).map(|(.., text)| *text).collect();
    let copies = margins.iter().filter(|(_, is_ours, text)| *is_ours && originals.contains(text));
    copies.map(|(path, ..)| (*path).clone()).collect()
}
