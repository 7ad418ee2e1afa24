//! What of the records of second readers is stale: it stands in no draft any more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::publications::Publications;
use crate::finding::{File, Finding, Level};
use crate::rulings::{self, NAME, Ruling};
use crate::text::{Format, Source};

/// The claims that drafts of a run were found to have, for those of which there is a record: by path.
pub(super) type ReadClaims = Vec<(PathBuf, Vec<u64>)>;

/// What stands in records and in no draft any more, by the folders of the records.
pub(super) fn find(
    read: &ReadClaims,
    publications: &mut Publications,
) -> BTreeMap<PathBuf, Vec<(Ruling, std::ops::Range<usize>)>> {
    let mut by_folder: BTreeMap<PathBuf, (BTreeSet<u64>, BTreeSet<String>)> = BTreeMap::new();
    for (path, claims) in read {
        let (folder, _) = publications.of(path);
        let inside = publications.name_in(path, &folder);
        let (seen, checked) = by_folder.entry(folder).or_default();
        seen.extend(claims);
        checked.insert(inside);
    }
    let mut all = BTreeMap::new();
    for (folder, (seen, checked)) in by_folder {
        let Some(record) = publications.records.of(&folder) else { continue };
        let checked: BTreeSet<&str> = checked.iter().map(String::as_str).collect();
        // A draft that is gone may have another name by now, and only who looked at all of them knows that it has none.
        let is_whole = publications.is_walked(&folder);
        let is_gone = |path: &str| is_whole && folder.join(path).symlink_metadata().is_err();
        let stale = record.stale(&seen, &checked, is_gone);
        if !stale.is_empty() {
            all.insert(folder, stale);
        }
    }
    all
}

/// Tells what is stale in records.
pub(super) fn tell(read: &ReadClaims, publications: &mut Publications) {
    for (folder, stale) in find(read, publications) {
        let path = shown(&folder, publications);
        let Some(record) = publications.records.of(&folder) else { continue };
        let source = Source::new(&path, Format::Plain, record.text());
        let findings = stale.into_iter().map(|(ruling, at)| {
            let message = format!(
                "“{}” in {} was read as {} by {}, and does not stand there so any more",
                ruling.text,
                ruling.path,
                ruling.verdict.name(),
                ruling.reader
            );
            let name = rulings::shown(ruling.claim);
            let start = at.start + source.text[at.clone()].find(&name).unwrap_or_default();
            let at = start..(start + name.len()).min(at.end);
            Finding {
                why: "A reading is of a figure in its sentence and its paragraph: where these change, it says nothing."
                    .to_owned(),
                help: Some(
                    "`copydesk read --prune` takes it out; `copydesk read` asks about the figure as it is now.".to_owned(),
                ),
                ..Finding::new("meta/stale-reading", Level::Note, source.span(at), message)
            }
        });
        let findings = findings.collect();
        publications.add_fault(File::new(source, findings));
    }
}

/// The record of a folder, by its path from here.
pub(super) fn shown(folder: &Path, publications: &mut Publications) -> PathBuf {
    publications.fence().shown(&folder.join(NAME)).to_owned()
}
