//! One file with all that is told of it, as an editor sees it: findings at places, other files at addresses.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Position, Range as LspRange, Uri,
};
use serde_json::json;

use super::buffer::Buffer;
use super::client::Abilities;
use super::margin::Margin;
use super::places;
use super::uri;
use crate::finding::{Finding, Level, Related};
use crate::text::{Source, Span};

/// Who says what is told, where an editor shows that.
const NAME: &str = "copydesk";

/// The drafts that one is held against where rules compare them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherDrafts {
    /// None.
    None,
    /// Those of the index that is set.
    Indexed,
    /// Those of its publication, as they were saved last.
    Saved,
}

/// One file with what is told of it.
pub(super) struct MarginView<'s> {
    /// The file.
    pub(super) buffer: &'s Buffer,
    /// What is told of it.
    pub(super) margin: &'s Margin,
    /// All files that the editor holds, by their addresses.
    pub(super) buffers: &'s BTreeMap<String, Buffer>,
    /// What the editor can do.
    pub(super) can: Abilities,
    /// The folder where relative paths begin.
    pub(super) here: &'s Path,
    /// What it is held against.
    pub(super) others: OtherDrafts,
    /// Whether a configuration has mistakes: then nothing is mended.
    pub(super) broken: bool,
}

impl MarginView<'_> {
    /// The place of a span of the judged text.
    pub(super) fn range(&self, span: Span) -> LspRange {
        places::range(&self.buffer.source, self.can.units, self.margin.source.disk(span))
    }

    /// The byte of the editor's text that a place means.
    pub(super) fn byte(&self, place: Position) -> usize {
        places::byte(&self.buffer.source, self.can.units, place)
    }

    /// Whether a span of the judged text meets bytes of the editor's: shares one, or touches them.
    pub(super) fn meets(&self, span: Span, bytes: &Range<usize>) -> bool {
        let own = self.margin.source.disk(span);
        own.start <= bytes.end && bytes.start <= own.end
    }

    /// The findings that stand at some bytes of the editor's text.
    pub(super) fn at(&self, bytes: Range<usize>) -> impl Iterator<Item = &Finding> {
        self.margin.findings.iter().filter(move |finding| self.meets(finding.span, &bytes))
    }

    /// All that is told of the file.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.margin.findings.iter().map(|finding| self.diagnostic(finding)).collect()
    }

    /// A finding as editors have it.
    pub(super) fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let places = finding
            .related
            .iter()
            .map(|related| DiagnosticRelatedInformation { location: self.location(related), message: related.note.clone() });
        let places: Vec<_> = places.filter(|_| self.can.shows_places).collect();
        Diagnostic {
            range: self.range(finding.span),
            severity: Some(severity(finding.level)),
            code: Some(Code::String(finding.rule.clone())),
            source: Some(self.teller(finding).to_owned()),
            message: Message::String(finding.message.clone()),
            related_information: (!places.is_empty()).then_some(places),
            data: Some(json!({ "fingerprint": finding.fingerprint })),
            ..Diagnostic::default()
        }
    }

    /// Who says so, where an editor shows that.
    fn teller(&self, finding: &Finding) -> &'static str {
        match self.compared_with(finding) {
            OtherDrafts::None => NAME,
            OtherDrafts::Indexed => "copydesk, by its index",
            OtherDrafts::Saved => "copydesk, by drafts as saved",
        }
    }

    /// The drafts that were looked up for a finding, where its rule compares drafts.
    pub(super) fn compared_with(&self, finding: &Finding) -> OtherDrafts {
        let mut rules = self.margin.entry.iter().flat_map(|entry| &entry.policy.rules);
        let compares = rules.any(|rule| rule.id == finding.rule && rule.check.compares());
        if compares { self.others } else { OtherDrafts::None }
    }

    /// Where another place of a finding is; the first line of a file that is not as it was.
    pub(super) fn location(&self, related: &Related) -> Location {
        let Some(path) = &related.path else {
            return Location { uri: self.buffer.uri.clone(), range: self.range(related.span) };
        };
        let known = self.margin.others.iter().find(|source| source.path == *path);
        let known = known.filter(|source| source.text.get(related.span.range()).is_some());
        let range = known.map(|source| places::range(source, self.can.units, related.span.range()));
        Location { uri: self.address(path), range: range.unwrap_or_default() }
    }

    /// The address of a file: as the editor knows it, where it holds it.
    pub(super) fn address(&self, path: &Path) -> Uri {
        address(self.buffers, self.here, path)
    }
}

/// The address of a file: as the editor knows it, where it holds it.
pub(super) fn address(buffers: &BTreeMap<String, Buffer>, here: &Path, path: &Path) -> Uri {
    let whole = here.join(path);
    let held = buffers.values().find(|buffer| here.join(&buffer.path) == whole);
    held.map_or_else(|| uri::uri(&whole), |buffer| buffer.uri.clone())
}

/// What is told of a file that no editor holds, as it lies on the disk.
pub(super) fn told_of(source: &Source, findings: &[Finding], can: Abilities) -> Vec<Diagnostic> {
    let told = findings.iter().map(|finding| Diagnostic {
        range: places::range(source, can.units, finding.span.range()),
        severity: Some(severity(finding.level)),
        code: Some(Code::String(finding.rule.clone())),
        source: Some(NAME.to_owned()),
        message: Message::String(finding.message.clone()),
        ..Diagnostic::default()
    });
    told.collect()
}

fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Fatal | Level::Error => DiagnosticSeverity::Error,
        Level::Warning => DiagnosticSeverity::Warning,
        Level::Note | Level::Off => DiagnosticSeverity::Information,
    }
}
