//! The `sarif` format: a SARIF 2.1.0 log of one run, for code scanning and for editors.
//!
//! Columns are units of UTF-16. Texts of drafts stand in it as windows: what a place holds, where it is short, and words around it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::finding::{Edit, Finding, Fix, Level, Report, RuleWords, Skipped};
use crate::text::{ColumnKind, Source, Span};

use super::sources::Sources;
use super::window::{CONTEXT, around};
use super::{account, meta, place, safe};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What relative places are relative to.
const ROOT: &str = "ROOT";
/// Related places of a finding; the rest are counted.
const RELATED: usize = 20;

/// Writes the log.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [Run::of(report)] };
    writeln!(out, "{}", safe::json(&serde_json::to_string(&log)?))
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    newline_sequences: [&'static str; 3],
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    artifacts: Vec<Artifact>,
    results: Vec<SarifResult<'a>>,
}

impl<'a> Run<'a> {
    fn of(report: &'a Report) -> Self {
        let (sources, mut rules) = (Sources::of(report), Rules::default());
        let (mut results, mut artifacts) = (Vec::new(), Vec::new());
        for file in report.files.iter().filter(|file| !file.findings.is_empty()) {
            let teller = InFile { report, sources: &sources, own: &file.source, number: artifacts.len() };
            for finding in &file.findings {
                let rule = rules.number(finding, report);
                results.push(teller.result(finding, rule, &rules.all[rule]));
            }
            artifacts.push(Artifact::of(report, &file.source));
        }
        let root = message("The root of the repository; without one, the folder where copydesk was started.");
        Self {
            tool: Tool { driver: Driver { name: "copydesk", version: VERSION, semantic_version: VERSION, rules: rules.all } },
            invocations: [Invocation::of(report)],
            column_kind: "utf16CodeUnits",
            newline_sequences: ["\r\n", "\n", "\r"],
            original_uri_base_ids: BTreeMap::from([(ROOT, Base { description: root })]),
            artifacts,
            results,
        }
    }
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

/// The rules that found something, in the order they first did.
#[derive(Default)]
struct Rules {
    all: Vec<Descriptor>,
    numbers: FxHashMap<String, usize>,
}

impl Rules {
    fn number(&mut self, finding: &Finding, report: &Report) -> usize {
        if let Some(&number) = self.numbers.get(&finding.rule) {
            return number;
        }
        let known = report.rules.iter().find(|rule| rule.id == finding.rule);
        self.all.push(match known {
            Some(rule) => Descriptor::of(rule),
            None => Descriptor::of(&meta::words(finding)),
        });
        self.numbers.insert(finding.rule.clone(), self.all.len() - 1);
        self.all.len() - 1
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<&'static str>,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

impl Descriptor {
    fn of(rule: &RuleWords) -> Self {
        let summary = safe::line(&rule.summary);
        let why = safe::line(if rule.why.is_empty() { &rule.summary } else { &rule.why });
        let mut help = Help { text: why.clone(), markdown: why.clone() };
        if let Some(remedy) = rule.help.as_deref().map(safe::line) {
            help.text += &format!("\n\nWhat to do: {remedy}");
            help.markdown += &format!("\n\n**What to do:** {remedy}");
        }
        if !rule.basis.is_empty() {
            let basis: Vec<String> = rule.basis.iter().map(|basis| format!("- {}", safe::line(basis))).collect();
            help.text += &format!("\n\nBasis:\n{}", basis.join("\n"));
            help.markdown += &format!("\n\n**Basis**\n\n{}", basis.join("\n"));
        }
        if let Some(measured) = &rule.measured {
            help.text += &format!("\n\n{}", measured.sentence);
            help.markdown += &format!("\n\n{}", measured.sentence);
        }
        Self {
            name: name(&rule.id),
            short_description: message(&sentence(&summary)),
            full_description: message(&sentence(&why)),
            help: Help { text: literal(&help.text), markdown: literal(&help.markdown) },
            default_configuration: Configuration { level: level(rule.level) },
            properties: Properties {
                tags: rule.id.split_once('/').map(|(family, _)| safe::line(family)).into_iter().collect(),
                precision: rule.measured.as_ref().and_then(|measured| measured.precision),
                severity: if rule.level <= Level::Note { "recommendation" } else { level(rule.level) },
            },
            id: rule.id.clone(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

impl Invocation {
    fn of(report: &Report) -> Self {
        let skipped = |skipped: &Skipped| Notification {
            level: "note",
            message: message(&format!("Skipped: {}.", safe::line(&skipped.reason))),
            locations: vec![Location::whole(report, &skipped.path)],
        };
        let untold = super::summary::untold(report).map(|words| Notification {
            level: "note",
            message: message(&format!("{words}.")),
            locations: Vec::new(),
        });
        Self {
            execution_successful: report.worst() < Level::Fatal,
            tool_execution_notifications: report.skipped.iter().map(skipped).chain(untold).collect(),
        }
    }
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

impl Artifact {
    fn of(report: &Report, source: &Source) -> Self {
        let encoding = Some(source.encoding()).filter(|&encoding| encoding != "UTF-8");
        Self { location: ArtifactLocation::of(report, &source.path, None), encoding }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

impl ArtifactLocation {
    fn of(report: &Report, path: &Path, index: Option<usize>) -> Self {
        let (uri, within) = place::uri(report, path);
        Self { uri, uri_base_id: within.then_some(ROOT), index }
    }
}

/// Tells what was found in one file.
struct InFile<'t, 'a> {
    report: &'a Report,
    sources: &'t Sources<'a>,
    own: &'a Source,
    /// Of the file among the artifacts.
    number: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
}

impl<'a> InFile<'_, 'a> {
    fn result(&self, finding: &'a Finding, rule_index: usize, rule: &Descriptor) -> SarifResult<'a> {
        let mut words = sentence(&account::message(finding));
        // What the rule tells to do stands with the rule.
        let help = account::help(finding).filter(|help| !rule.help.text.contains(help.as_str()));
        let more = match finding.related.len().saturating_sub(RELATED) {
            0 => None,
            more => Some(format!("and {more} more related places")),
        };
        account::evidence(finding).chain(help).chain(more).for_each(|line| words += &format!("\n- {line}"));
        let named = Some(finding.fingerprint.as_str()).filter(|name| !name.is_empty());
        SarifResult {
            rule_id: &finding.rule,
            rule_index,
            level: level(finding.level),
            message: message(&words),
            locations: [Location::of(
                ArtifactLocation::of(self.report, &self.own.path, Some(self.number)),
                self.own,
                finding.span,
            )],
            related_locations: self.related(finding),
            fixes: finding.fix.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| self.fix(fix)).collect(),
            partial_fingerprints: named.map(|name| ("copydesk/v1", name)).into_iter().collect(),
        }
    }

    fn related(&self, finding: &'a Finding) -> Vec<Location> {
        let places = finding.related.iter().take(RELATED).enumerate().map(|(number, related)| {
            let path = related.path.as_deref().unwrap_or(&self.own.path);
            let location = match self.sources.of_related(self.own, related) {
                Some(source) => Location::of(ArtifactLocation::of(self.report, path, None), source, related.span),
                None => Location::whole(self.report, path),
            };
            let note = Some(account::short(&related.note)).filter(|note| !note.is_empty());
            Location { id: Some(number + 1), message: note.map(|note| message(&note)), ..location }
        });
        places.collect()
    }

    fn fix(&self, fix: &Fix) -> SarifFix {
        let replacement = |edit: &Edit| Replacement {
            deleted_region: Region::of(self.own, edit.span),
            inserted_content: Some(Content { text: edit.text.clone() }).filter(|content| !content.text.is_empty()),
        };
        let location = ArtifactLocation::of(self.report, &self.own.path, Some(self.number));
        let change = ArtifactChange { artifact_location: location, replacements: fix.edits.iter().map(replacement).collect() };
        SarifFix { description: message(&account::short(&fix.title)), artifact_changes: [change] }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix {
    description: Message,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Content>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region>,
}

impl Location {
    fn of(artifact_location: ArtifactLocation, source: &Source, span: Span) -> Self {
        let shown =
            around(source, span, CONTEXT.0).map(|around| (Region::showing(source, span), Region::showing(source, around)));
        let (region, context) = match shown {
            // What lies around a place is more than the place.
            Some((region, context)) if context.snippet != region.snippet => (region, Some(context)),
            Some((region, _)) => (region, None),
            None => (Region::of(source, span), None),
        };
        let physical_location = PhysicalLocation { artifact_location, region: Some(region), context_region: context };
        Self { id: None, physical_location, message: None }
    }

    /// A file of which no place is known.
    fn whole(report: &Report, path: &Path) -> Self {
        let artifact_location = ArtifactLocation::of(report, path, None);
        Self {
            id: None,
            physical_location: PhysicalLocation { artifact_location, region: None, context_region: None },
            message: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Content>,
}

impl Region {
    fn of(source: &Source, span: Span) -> Self {
        let (start, end) =
            (source.position_in(ColumnKind::Utf16, span.start()), source.position_in(ColumnKind::Utf16, span.end()));
        Self { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column, snippet: None }
    }

    fn showing(source: &Source, span: Span) -> Self {
        let text = source.slice(span).to_owned();
        Self { snippet: Some(Content { text }).filter(|content| !content.text.is_empty()), ..Self::of(source, span) }
    }
}

#[derive(Serialize, PartialEq)]
struct Content {
    text: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

fn message(text: &str) -> Message {
    Message { text: literal(text) }
}

/// A text of which a viewer makes neither a link nor a placeholder: `[words](target)` and `{0}` would be.
fn literal(text: &str) -> String {
    let is_placeholder = |(_, rest): &(usize, &str)| {
        let digits = rest.len() - rest.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        digits > 0 && rest[digits..].starts_with('}')
    };
    let mut text = text.to_owned();
    if text.contains("](") {
        text = text.replace('[', "\\[").replace(']', "\\]");
    }
    if text.match_indices('{').map(|(at, _)| (at, &text[at + 1..])).any(|place| is_placeholder(&place)) {
        text = text.replace('{', "{{").replace('}', "}}");
    }
    text
}

/// Words with a full stop behind them, where nothing else ends them.
fn sentence(words: &str) -> String {
    let ends = words.ends_with(['.', '!', '?', '…']) || words.ends_with(".”");
    format!("{words}{}", if ends { "" } else { "." })
}

/// A rule's id as a name: `AttributionVagueFigure`.
fn name(id: &str) -> String {
    let parts = id.split(|char: char| !char.is_alphanumeric());
    let capital = |part: &str| {
        let mut chars = part.chars();
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>()
    };
    parts.map(capital).collect()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}
