//! Looks at each document, then at all of them, and settles what is told.

mod fingerprint;
mod permissions;
mod trial;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{self, Prints};
use crate::draft::Draft;
use crate::finding::{File, Finding, Level, Report, Skipped};
use crate::format;
use crate::policy::Policy;
use crate::reading::Reading;
use crate::sourcing::SourceSheet;
use crate::text::{Allow, Document, Format, Reach, Source, Span};

/// A draft to be judged.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name, as the user wrote it.
    pub path: PathBuf,
    /// What it is judged by.
    pub policy: Arc<Policy>,
    /// How it is written, where its ending does not say.
    pub format: Option<Format>,
}

/// What one look at a draft found; its text is kept until all are settled.
#[derive(Debug)]
struct Looked {
    source: Source,
    judged: Judged,
}

/// What rules say of a document, and what its writer permits.
#[derive(Debug, Clone, Default)]
struct Judged {
    findings: Vec<Finding>,
    prints: Vec<Prints>,
    allows: Vec<(Allow, Option<Span>)>,
}

enum Outcome {
    Looked(Box<Looked>),
    Skipped(Skipped),
}

/// Judges drafts. `read` brings the bytes of a path: from a disk, an editor, a network. `done` is called once for each.
///
/// Same entries, same report, whatever the number of threads.
pub fn run(entries: &[Entry], read: impl Fn(&Path) -> io::Result<Vec<u8>> + Sync, done: impl Fn() + Sync) -> Report {
    let one = |entry: &Entry| {
        let outcome = look(entry, read(&entry.path));
        done();
        outcome
    };
    #[cfg(feature = "app")]
    let outcomes: Vec<Outcome> = match entries {
        // Threads are not worth their start.
        [entry] => vec![one(entry)],
        _ => {
            use rayon::prelude::*;
            entries.par_iter().map(one).collect()
        }
    };
    #[cfg(not(feature = "app"))]
    let outcomes: Vec<Outcome> = entries.iter().map(one).collect();

    let mut report = Report::default();
    let (mut judged, mut looked) = (Vec::new(), Vec::new());
    for (entry, outcome) in entries.iter().zip(outcomes) {
        match outcome {
            Outcome::Looked(found) => {
                judged.push(entry);
                looked.push(*found);
            }
            Outcome::Skipped(skipped) => report.skipped.push(skipped),
        }
    }
    report.checked = looked.len();
    across(&judged, &mut looked);
    report.files = judged.into_iter().zip(looked).map(|(entry, looked)| settle(entry, looked)).collect();
    forget(&mut report);
    report
}

/// Looks at one draft.
fn look(entry: &Entry, bytes: io::Result<Vec<u8>>) -> Outcome {
    let format = entry.format.or_else(|| Format::of(&entry.path)).unwrap_or(Format::Plain);
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let source = Source::new(&entry.path, format, "");
            let mut finding = meta("meta/unreadable-draft", Level::Fatal, source.whole(), format!("cannot be read: {error}"));
            finding.why = "A draft that was not read was not checked.".to_owned();
            return Outcome::Looked(Box::new(Looked { source, judged: Judged { findings: vec![finding], ..Judged::default() } }));
        }
    };
    if is_binary(&bytes) {
        return Outcome::Skipped(Skipped { path: entry.path.clone(), reason: "binary".to_owned() });
    }
    if bytes.len() > u32::MAX as usize {
        return Outcome::Skipped(Skipped { path: entry.path.clone(), reason: "larger than 4 GiB".to_owned() });
    }
    let decoded = Source::decode(&entry.path, format, bytes);
    let document = format::read(decoded.source);
    let mut judged = judge(&entry.policy, &document);
    judged.findings.extend(decoded.broken.iter().map(|&span| undecodable(&document.source, span)));
    trial::sift(&entry.policy, &document, &mut judged);
    Outcome::Looked(Box::new(Looked { source: document.source, judged }))
}

/// What the rules of a policy say of a document.
fn judge(policy: &Policy, document: &Document) -> Judged {
    let broken = document.faults.iter().map(|(span, fault)| {
        let mut finding = meta("meta/broken-markup", Level::Warning, *span, fault.clone());
        finding.why = "What cannot be read as it was meant may not be checked as it was meant.".to_owned();
        finding
    });
    let mut judged = Judged { findings: broken.collect(), ..Judged::default() };
    let draft = Draft::new(Reading::new(document, &policy.lexicon, &policy.style));
    for rule in &policy.rules {
        judged.findings.extend(rule.check.document(&draft).into_iter().map(|hit| rule.finding(hit, &document.source)));
        judged.prints.push(rule.check.prints(&draft));
    }
    fingerprint::give(&mut judged.findings, &draft.reading);
    let covered = |allow: &Allow| match allow.reach {
        Reach::Block(block) => document.blocks.get(block).map(crate::text::Block::whole),
        Reach::File => Some(document.source.whole()),
    };
    judged.allows = document.allows.iter().map(|allow| (allow.clone(), covered(allow))).collect();
    judged
}

/// Whether bytes are no text: a NUL in the first 8 KiB, unless a mark says UTF-16. The mark of UTF-32 is that of UTF-16 and two
/// NULs more, and nobody writes it.
fn is_binary(bytes: &[u8]) -> bool {
    let wide = (bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xff\xfe\0\0")) || bytes.starts_with(b"\xfe\xff");
    !wide && bytes[..bytes.len().min(8192)].contains(&0)
}

fn undecodable(source: &Source, span: Span) -> Finding {
    let bytes = source.disk(span);
    let message = format!("byte {} does not decode as {}", bytes.start, source.encoding());
    let mut finding = meta("meta/undecodable", Level::Warning, span, message);
    finding.why = "The rest of the draft was checked; this place may read differently from what was meant.".to_owned();
    finding.help = Some("Save the file as UTF-8.".to_owned());
    finding
}

fn meta(rule: &str, level: Level, span: Span, message: String) -> Finding {
    Finding {
        rule: rule.to_owned(),
        level,
        span,
        message,
        label: String::new(),
        why: String::new(),
        help: None,
        notes: Vec::new(),
        related: Vec::new(),
        fix: None,
        fingerprint: String::new(),
    }
}

/// What is wrong between documents: per publication and rule, over what was remembered of each.
fn across(entries: &[&Entry], looked: &mut [Looked]) {
    let mut rules: BTreeMap<(String, &str), Vec<(usize, usize)>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for (slot, rule) in entry.policy.rules.iter().enumerate() {
            if looked[number].judged.prints.get(slot).is_some_and(|prints| !prints.passages.is_empty()) {
                let publication = entry.policy.publication().to_owned();
                rules.entry((publication, rule.id.as_str())).or_default().push((number, slot));
            }
        }
    }
    for places in rules.into_values() {
        let prints: Vec<(PathBuf, Prints)> = places
            .iter()
            .map(|&(number, slot)| (entries[number].path.clone(), std::mem::take(&mut looked[number].judged.prints[slot])))
            .collect();
        for (member, print, hit) in check::across(&prints) {
            let (number, slot) = places[member];
            let rule = &entries[number].policy.rules[slot];
            let mut finding = rule.finding(hit, &looked[number].source);
            finding.fingerprint = fingerprint::of_passage(&rule.id, print);
            looked[number].judged.findings.push(finding);
        }
    }
}

fn settle(entry: &Entry, looked: Looked) -> File {
    let mut findings = looked.judged.settled(&entry.policy);
    fingerprint::give_rest(&mut findings, &looked.source);
    let kind = entry.policy.kind().map(str::to_owned);
    File { source: looked.source, publication: entry.policy.publication().to_owned(), kind, findings }
}

impl Judged {
    /// Lets permissions take their findings out, tells those that nothing needed, and sorts.
    fn settled(self, policy: &Policy) -> Vec<Finding> {
        let Self { mut findings, allows, .. } = self;
        permissions::apply(policy, &mut findings, &allows);
        findings.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
        findings.dedup();
        findings
    }
}

/// Drops the texts that no report needs: of files without a finding that no finding points at.
fn forget(report: &mut Report) {
    let related = report.files.iter().flat_map(|file| &file.findings).flat_map(|finding| &finding.related);
    let needed: std::collections::BTreeSet<PathBuf> = related.filter_map(|related| related.path.clone()).collect();
    for file in &mut report.files {
        if file.findings.is_empty() && !needed.contains(&file.source.path) {
            file.source = Source::new(std::mem::take(&mut file.source.path), file.source.format, "");
        }
    }
}

/// The source sheet of one draft; `None` for one that is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn sheet(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<SourceSheet>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let draft = Draft::new(Reading::new(&document, &entry.policy.lexicon, &entry.policy.style));
    let rows = draft.sheet().iter().map(|entry| entry.row(&draft.reading)).collect();
    Ok(Some(SourceSheet { rows, source: document.source, blocks: document.blocks }))
}

/// One draft as a reader meets it; `None` for one that is not text.
pub(crate) fn document(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Document>> {
    let bytes = read(&entry.path)?;
    if is_binary(&bytes) {
        return Ok(None);
    }
    let format = entry.format.or_else(|| Format::of(&entry.path)).unwrap_or(Format::Plain);
    Ok(Some(format::read(Source::decode(&entry.path, format, bytes).source)))
}
