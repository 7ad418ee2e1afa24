//! The sources of a report by path: where its related places stand.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::finding::{File, Related, Report};
use crate::text::Source;

/// The sources of a report by path: where its related places stand.
pub(super) struct Sources<'a>(FxHashMap<&'a Path, &'a Source>);

impl<'a> Sources<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        Self::over(&report.files)
    }

    /// Those of several reports.
    pub(super) fn over(files: impl IntoIterator<Item = &'a File>) -> Self {
        Self(files.into_iter().map(|file| (file.source.path.as_path(), &file.source)).collect())
    }

    /// The source of a related place of a finding in `own`; `None` when the report does not hold it.
    pub(super) fn of_related(&self, own: &'a Source, related: &Related) -> Option<&'a Source> {
        match related.path.as_deref() {
            Some(path) if path != own.path => self.0.get(path).copied(),
            _ => Some(own),
        }
    }
}
