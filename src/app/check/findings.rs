//! What was found in the drafts of a run, before anything of it is passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::drafts::Drafts;
use crate::app::introduced::Introduced;
use crate::app::stale::ReadClaims;
use crate::finding::{Level, Report};
use crate::lint::{self, Entry, Outcome, Past};

/// What was found in the drafts of a run.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) report: Report,
    /// For each draft with a finding, the lowest level that makes the run fail.
    pub(super) bars: BTreeMap<PathBuf, Level>,
    /// The claims that second readers read, of drafts that they may have read.
    pub(super) read: ReadClaims,
}

impl Findings {
    /// Judges all drafts; those that nothing is told of are kept only if `all` are to be listed.
    pub(super) fn of(drafts: &Drafts, past: Past<'_>, all: bool, step: impl Fn() + Sync) -> Self {
        let (mut judged, mut introduced) = (Self::default(), Introduced::default());
        let read = |path: &Path| {
            step();
            drafts.read(path)
        };
        lint::each(drafts.entries.iter(), read, past, |entry, told| match unread(drafts, entry, told) {
            Outcome::Skipped(skipped) => judged.report.skipped.push(skipped),
            Outcome::Shown(file) => judged.report.files.push(file),
            Outcome::Judged(file) => {
                judged.report.checked += usize::from(!file.is_unread());
                judged.report.silenced += file.replay.silenced;
                file.unread.iter().for_each(|language| *judged.report.unread.entry(language.clone()).or_default() += 1);
                if entry.policy.rulings.is_some() {
                    judged.read.push((entry.path.clone(), file.replay.claims.clone()));
                }
                introduced.meet(&file, &entry.policy);
                if !file.findings.is_empty() {
                    judged.bars.insert(entry.path.clone(), entry.policy.fail);
                }
                // A text without a finding is there because a finding of another draft points at it.
                if all || !file.findings.is_empty() || !file.source.text.is_empty() {
                    judged.report.files.push(file);
                }
            }
        });
        judged.report.rules = introduced.all();
        judged
    }
}

/// What is told of a draft; one that is no text is a finding where somebody named it.
fn unread(drafts: &Drafts, entry: &Entry, told: Outcome) -> Outcome {
    match told {
        Outcome::Skipped(skipped) if skipped.reason == lint::BINARY && drafts.is_named(&entry.path) => {
            lint::no_text(entry, drafts.read(&entry.path).unwrap_or_default())
        }
        told => told,
    }
}
