//! Sections and patterns that name no file of their publication.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::mistakes::Mistakes;
use crate::finding::Level;

/// What of the files of publications named something in a run: sections and patterns of `ignore`, by their numbers.
#[derive(Debug, Default)]
pub struct Busy(BTreeMap<PathBuf, BTreeSet<Selector>>);

/// A part of a `copydesk.toml` that names files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Selector {
    Section(usize),
    Ignore(usize),
}

impl Busy {
    pub(super) fn note(&mut self, file: &Path, part: Selector) {
        match self.0.get_mut(file) {
            Some(parts) => drop(parts.insert(part)),
            None => drop(self.0.insert(file.to_owned(), BTreeSet::from([part]))),
        }
    }

    fn has(&self, file: &Path, part: Selector) -> bool {
        self.0.get(file).is_some_and(|parts| parts.contains(&part))
    }

    /// Tells a section of which no pattern names anything, and is the name of what is there.
    pub(super) fn check_section(
        &self,
        file: &Path,
        number: usize,
        patterns: &[Spanned<String>],
        is_there: &impl Fn(&str) -> bool,
        mistakes: &mut Mistakes,
    ) {
        let Some(first) = patterns.first() else { return };
        if self.has(file, Selector::Section(number)) || patterns.iter().any(|pattern| names_folder(pattern.get_ref(), is_there)) {
            return;
        }
        let finding = mistakes.add(first.span(), "no draft is of this section");
        finding.level = Level::Warning;
        finding.label = "names no draft".to_owned();
        finding.help = Some(
            "Patterns go from the folder of this file: `opinion/**`; take the section out where it is not wanted.".to_owned(),
        );
        finding.why = "What a section asks of drafts is asked of none.".to_owned();
    }

    /// Tells a pattern of `ignore` that names nothing, and is no name of what is there.
    pub(super) fn check_ignore(
        &self,
        file: &Path,
        number: usize,
        pattern: &Spanned<String>,
        is_there: &impl Fn(&str) -> bool,
        mistakes: &mut Mistakes,
    ) {
        if self.has(file, Selector::Ignore(number)) || names_folder(pattern.get_ref(), is_there) {
            return;
        }
        let finding = mistakes.add(pattern.span(), format!("no file is ignored by “{}”", pattern.get_ref()));
        finding.level = Level::Note;
        finding.label = "names no file".to_owned();
        finding.help = Some("Patterns go from the folder of this file; take it out where it is not wanted.".to_owned());
        finding.why = "A draft that was to be left alone may be judged.".to_owned();
    }
}

/// Whether a pattern is the name of a file or folder that is there: one without drafts today, or left aside by Git.
fn names_folder(pattern: &str, is_there: &impl Fn(&str) -> bool) -> bool {
    let bare = pattern.trim_start_matches('/').trim_end_matches("/**").trim_end_matches("/*").trim_end_matches('/');
    !bare.is_empty() && !bare.contains(['*', '?', '[', '{', '\\']) && is_there(bare)
}
