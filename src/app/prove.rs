//! `copydesk test`: proves rules by the examples in their files.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::columns;
use super::publications::{ANY_DRAFT, Choice, Publications};
use super::terminal::{Refusal, Status, print};
use crate::config::{Example, Expects, Publication, RuleFile, shipped};
use crate::finding::{File, Finding, Level, Report, counted};
use crate::policy::Choices;
use crate::prove;
use crate::report::{self, Style};
use crate::text::{Format, Source};

/// How the examples of a run did.
#[derive(Default)]
struct Tally {
    rules: usize,
    proved: usize,
    gaps: usize,
    report: Report,
    profiles: BTreeMap<String, Option<Arc<Publication>>>,
}

/// Proves the rules of these folders' publications, or all shipped ones and those in force here.
pub(super) fn run(paths: &[PathBuf]) -> Result<Status, Refusal> {
    let mut tally = Tally::default();
    let places = if paths.is_empty() { vec![PathBuf::from(ANY_DRAFT)] } else { paths.to_vec() };
    let mut own: Vec<(RuleFile, Arc<Publication>)> = Vec::new();
    for path in &places {
        if !paths.is_empty() && !path.exists() {
            return Err(format!("{}: no such file or folder", path.display()));
        }
        let mut publications = Publications::new(&Choice::Nearest, Choices { without_readings: true, ..Choices::default() })?;
        let (_, publication) = publications.of(&probe(path));
        tally.report.files.append(&mut publications.faults);
        let files = publication.rule_files().into_values().filter(|file| !file.path().starts_with("copydesk:rules"));
        let named = files.filter(|file| within(file.path(), path, paths.is_empty())).cloned();
        // A file is proved by its own publication, which is another one where it lies deeper than what was named.
        own.extend(named.map(|file| {
            let (_, publication) = publications.of(&probe(file.path()));
            (file, publication)
        }));
    }
    own.sort_by(|(a, _), (b, _)| a.path().cmp(b.path()));
    own.dedup_by(|(a, _), (b, _)| a.path() == b.path());
    for file in shipped().values() {
        if paths.is_empty() || built_from(file, paths)? {
            tally.prove(file, None);
        }
    }
    own.iter().for_each(|(file, publication)| tally.prove(file, Some(publication)));
    tally.tell()
}

/// Whether these paths name the very file that a shipped rule was built from: copydesk's own `rules/`.
fn built_from(file: &RuleFile, paths: &[PathBuf]) -> Result<bool, Refusal> {
    let Ok(inside) = file.path().strip_prefix("copydesk:rules") else { return Ok(false) };
    let places = paths.iter().map(|path| (path, probe(path).with_file_name("rules").join(inside)));
    let mut named =
        places.filter(|(path, place)| place.starts_with(path) && place.parent().and_then(Path::parent).is_some_and(is_source));
    let Some((_, place)) = named.next_back() else { return Ok(false) };
    match std::fs::read_to_string(&place) {
        Ok(text) if text == file.text() => Ok(true),
        Ok(_) => Err(format!("{}: has changed since this program was built from it; build it again", place.display())),
        Err(_) => Ok(false),
    }
}

/// Whether a folder of rules holds what only copydesk's own does.
fn is_source(rules: &Path) -> bool {
    rules.join("profiles").is_dir() && rules.join("lists").is_dir()
}

/// A draft that the publication of a rule file or folder would judge.
fn probe(path: &Path) -> PathBuf {
    let folder = path.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "rules")).and_then(Path::parent);
    let folder = folder.unwrap_or_else(|| if path.is_dir() { path } else { path.parent().unwrap_or(path) });
    folder.join("draft.md")
}

fn within(file: &Path, path: &Path, all: bool) -> bool {
    all || file.ends_with(path) || path.is_dir() && file.starts_with(path) || path == Path::new(".") || file == path
}

/// What the examples of a rule file do not bear out.
#[cfg(feature = "lsp")]
pub(super) fn unproved(file: &RuleFile, publication: &Arc<Publication>) -> Vec<Finding> {
    let mut tally = Tally::default();
    tally.prove(file, Some(publication));
    tally.report.files.into_iter().flat_map(|file| file.findings).collect()
}

impl Tally {
    /// Proves a rule by a publication, or by the profiles that its examples name.
    fn prove(&mut self, file: &RuleFile, publication: Option<&Arc<Publication>>) {
        self.rules += 1;
        let mut failures = Vec::new();
        for example in file.examples() {
            let publication = match (&example.profile, publication) {
                (None, Some(publication)) => publication,
                (profile, _) => match self.builtin(profile.as_deref().unwrap_or("standard")) {
                    Some(builtin) => builtin,
                    None => continue,
                },
            };
            match prove::example(publication.example_policy(&file.id, example), &file.id, example) {
                Ok(()) if example.expects == Expects::Gap => self.gaps += 1,
                Ok(()) => self.proved += 1,
                Err(failure) => failures.push((failure, example)),
            }
        }
        if !failures.is_empty() {
            let source = Source::new(file.path(), Format::Toml, file.text());
            let findings = failures.into_iter().map(|(failure, example)| finding(&source, failure, example)).collect();
            self.report.files.push(File::new(source, findings));
        }
    }

    /// A built-in profile, made once.
    fn builtin(&mut self, profile: &str) -> Option<&Arc<Publication>> {
        let made = || Publication::builtin(profile, &Choices::default());
        self.profiles.entry(profile.to_owned()).or_insert_with(made).as_ref()
    }

    fn tell(self) -> Result<Status, Refusal> {
        let terminal = io::stdout().is_terminal();
        let style = Style {
            format: report::ReportFormat::Human,
            color: terminal,
            quiet: true,
            width: columns(terminal),
            ..Style::default()
        };
        let at = |level: Level| {
            let findings = self.report.files.iter().flat_map(|file| &file.findings);
            findings.filter(|finding| finding.level == level).count()
        };
        let (failed, mistakes) = (at(Level::Error), at(Level::Fatal));
        print(|out| {
            report::write(&self.report, &style, out)?;
            let (rules, proved, gaps) =
                (counted(self.rules, "rule"), counted(self.proved, "example"), counted(self.gaps, "known gap"));
            let unproved = match mistakes {
                0 => String::new(),
                mistakes => format!("; files with mistakes were not proved: {}", counted(mistakes, "mistake")),
            };
            writeln!(out, "{rules}: {proved} proved, {gaps}, {failed} failed{unproved}")
        })?;
        match (failed, self.report.worst()) {
            (_, Level::Fatal) => Ok(Status::Failed),
            (0, _) if self.rules == 0 => {
                Err("no rule file was found; a publication keeps its rules in a folder `rules` beside its copydesk.toml"
                    .to_owned())
            }
            (0, _) => Ok(Status::Clean),
            _ => Ok(Status::Found),
        }
    }
}

fn finding(source: &Source, failure: prove::Failure, example: &Example) -> Finding {
    let what = match example.expects {
        Expects::Bad => "bad",
        Expects::Good => "good",
        Expects::Gap => "gap",
    };
    Finding {
        label: format!("this {what} example"),
        why: "A rule is what its examples show.".to_owned(),
        ..Finding::new("meta/example", Level::Error, source.span(failure.at), failure.message)
    }
}
