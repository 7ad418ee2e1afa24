//! What is told of one file that an editor holds, as it stands there.

use std::cell::OnceCell;
use std::sync::Arc;

use super::buffer::{Buffer, BufferKind, rules_of};
use crate::app::args::CheckArgs;
use crate::app::check;
use crate::app::drafts::Drafts;
use crate::app::fence::{Fence, HeldTexts};
use crate::app::index::Against;
use crate::app::prove;
use crate::app::publications::{Choice, Publications};
use crate::app::terminal::Refusal;
use crate::config::Publication;
use crate::finding::Finding;
use crate::lint::{self, Entry};
use crate::policy::Choices;
use crate::sourcing::SourceSheet;
use crate::text::{Format, Source};

/// What is told of one file.
#[derive(Debug)]
pub(super) struct Margin {
    /// The text that was judged, with the way back to the one that the editor holds; empty where nothing is told.
    pub(super) source: Source,
    /// What is told, by place.
    pub(super) findings: Vec<Finding>,
    /// The other files that findings point at.
    pub(super) others: Vec<Source>,
    /// What it was judged by; none for what is no draft, or is ignored.
    pub(super) entry: Option<Entry>,
    /// Whether it has safe mends that were not tried.
    pub(super) untried: bool,
    /// Why it was not judged.
    pub(super) skipped: Option<String>,
    sheet: OnceCell<Option<SourceSheet>>,
}

impl Margin {
    /// What is told of a draft: what `copydesk check` would tell of it if it were saved. Safe mends are `untried` where nobody asks for
    /// them: to try them takes as long as to judge.
    ///
    /// # Errors
    /// That a baseline cannot be read.
    pub(super) fn of_draft(
        buffer: &Buffer,
        check: &CheckArgs,
        publications: &mut Publications,
        against: Option<&Against>,
        untried: bool,
    ) -> Result<Self, Refusal> {
        let BufferKind::Draft(format) = buffer.kind else { return Ok(Self::empty(buffer)) };
        let bytes = buffer.source.text.clone().into_bytes();
        let drafts = Drafts::held(buffer.path.clone(), format, bytes, publications);
        let report = check::held(check, &drafts, publications, against, (&buffer.kept, untried))?;
        let mut margin = Self { entry: drafts.entries.iter().next(), ..Self::empty(buffer) };
        margin.skipped = report.skipped.into_iter().next().map(|skipped| skipped.reason);
        for file in report.files {
            match file.source.path == buffer.path {
                true => (margin.source, margin.findings) = (file.source, file.findings),
                false => margin.others.push(file.source),
            }
        }
        margin.untried = untried && margin.findings.iter().any(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safe));
        Ok(margin)
    }

    /// What is told of a configuration or a rule, over all that the editor holds: its mistakes, and the examples that a rule does not
    /// bear out.
    pub(super) fn of_config(buffer: &Buffer, held: &Arc<HeldTexts>) -> Self {
        let config = match buffer.kind {
            BufferKind::Config => Some(buffer.path.clone()),
            _ => rules_of(&buffer.path),
        };
        let empty = Self { source: Source::new(&buffer.path, Format::Toml, &*buffer.source.text), ..Self::empty(buffer) };
        let Some(config) = config else { return empty };
        let choice = Choice::File(config.clone());
        let Ok(mut publications) = Publications::within(Fence::over(held.clone()), &choice, Choices::default()) else {
            let skipped = Some("there is no copydesk.toml beside its folder, and these rules judge nothing".to_owned());
            return Self { skipped, ..empty };
        };
        let (_, publication) = publications.of(&config);
        let faults = std::mem::take(&mut publications.faults);
        let own = publications.fence().absolute(&buffer.path);
        let own = faults.into_iter().filter(|file| publications.fence().absolute(&file.source.path) == own);
        let mut findings: Vec<Finding> = own.flat_map(|file| file.findings).collect();
        if buffer.kind == BufferKind::Rule && findings.is_empty() {
            findings = unproved(buffer, &publication);
        }
        Self { findings, ..empty }
    }

    fn empty(buffer: &Buffer) -> Self {
        Self {
            source: Source::new(&buffer.path, Format::Plain, ""),
            findings: Vec::new(),
            others: Vec::new(),
            entry: None,
            untried: false,
            skipped: None,
            sheet: OnceCell::new(),
        }
    }

    /// The source sheet of a draft.
    pub(super) fn sheet(&self, buffer: &Buffer) -> Option<&SourceSheet> {
        let bytes = || Ok(buffer.source.text.clone().into_bytes());
        let made = || lint::sheet(self.entry.as_ref()?, |_| bytes()).ok().flatten();
        self.sheet.get_or_init(made).as_ref()
    }
}

/// The examples that a rule does not bear out.
fn unproved(buffer: &Buffer, publication: &Arc<Publication>) -> Vec<Finding> {
    let file = publication.rule_files().into_values().find(|file| file.path() == buffer.path);
    file.map(|file| prove::unproved(file, publication)).unwrap_or_default()
}
