//! One look at one draft: from its bytes to what is wrong in it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::{self, Filing};
use super::judge::{self, Judged, covered, judge_again, undecodable};
use super::kept::KeptReading;
use super::memory::{self, Memory};
use super::meter::{Meter, Stage, lap};
use super::permissions::UNUSED;
use super::{fingerprint, needless, trial};
use crate::baseline::Baseline;
use crate::check::Prints;
use crate::draft::Draft;
use crate::finding::{File, Finding, Level, Replay, Report, Skipped};
use crate::format;
use crate::policy::{Policy, names};
use crate::reading::Reading;
use crate::rulings::Rulings;
use crate::sourcing::SourceSheet;
use crate::text::{Document, Format, Source, Span};

/// Why a baseline is skipped: whoever names all files that changed names it too.
pub const BASELINE: &str = "a baseline, not a draft";
/// Why a file is skipped that is no text.
pub const BINARY: &str = "binary";
/// Why a record of second readers is.
pub const RECORD: &str = "a record of readings, not a draft";

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

impl Entry {
    /// How it is written.
    pub fn format(&self) -> Format {
        self.format.or_else(|| Format::of(&self.path)).unwrap_or(Format::Plain)
    }

    /// The draft without its text.
    pub(super) fn bare(&self) -> Source {
        Source::new(&self.path, self.format(), "")
    }
}

/// What one look at a draft found.
pub(super) enum Glance {
    Looked(Box<Looked>),
    Skipped(Skipped),
}

/// A draft that was looked at.
pub(super) struct Looked {
    pub(super) source: Source,
    pub(super) judged: Judged,
}

/// What is told of a draft.
#[derive(Debug)]
pub enum Outcome {
    /// It was judged. Its text is there when something is told of it, or when a finding of another draft points at it.
    Judged(File),
    /// It was not read.
    Skipped(Skipped),
    /// It is one of an archive, and was not judged; a finding points at it.
    Shown(File),
}

impl Looked {
    /// The permissions that may be needed when drafts are compared.
    fn permits_between(&self, policy: &Policy) -> Vec<Span> {
        let compared = || policy.rules.iter().filter(|rule| rule.check.compares());
        let allows = self.judged.allows.iter().map(|(allow, _)| allow);
        allows.filter(|allow| compared().any(|rule| names(&allow.rule, &rule.id))).map(|allow| allow.span).collect()
    }

    /// What is told of the draft in the end.
    pub(super) fn settle(self, entry: &Entry) -> Outcome {
        let Self { source, mut judged } = self;
        let genres = std::mem::take(&mut judged.genres);
        let (mut findings, replay) = judged.replayed(&entry.policy);
        needless::mend(&entry.policy, &source, &[], &mut findings);
        fingerprint::give_rest(&mut findings, &source);
        let source = if findings.is_empty() { entry.bare() } else { source };
        Outcome::Judged(File { replay, ..told(entry, source, genres, findings) })
    }
}

/// A draft with what is told of it.
pub(super) fn told(entry: &Entry, source: Source, genres: Vec<String>, findings: Vec<Finding>) -> File {
    let (publication, kind) = (entry.policy.publication().to_owned(), entry.policy.kind().map(str::to_owned));
    File { source, publication, kind, genres, findings, replay: Replay::default() }
}

/// Looks at one draft, with what is known of it; its safe mends are tried, unless they are to be told `untried`.
pub(super) fn look(
    entry: &Entry,
    bytes: io::Result<Vec<u8>>,
    (memory, kept): (Option<&dyn Memory>, Option<&KeptReading>),
    meter: Option<&dyn Meter>,
    untried: bool,
) -> Glance {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Glance::Looked(Box::new(unreadable(entry, &error.to_string(), KEEP_OUT))),
    };
    if let Some(reason) = no_draft(&bytes, entry.format()) {
        return Glance::Skipped(Skipped { path: entry.path.clone(), reason: reason.to_owned() });
    }
    // What was told untried is no run's.
    let memory =
        memory.filter(|_| !untried).map(|memory| (memory, memory::key(&entry.policy, &entry.path, entry.format(), &bytes)));
    let decoded = Source::decode(&entry.path, entry.format(), bytes);
    if let Some(why) = decoded.unreadable {
        return Glance::Looked(Box::new(unreadable(entry, &why.why, why.help)));
    }
    let recalled = memory.and_then(|(memory, key)| memory.recall(key));
    if let Some(judged) = recalled.filter(|judged| judged.fits(&entry.policy, &decoded.source.text)) {
        return Glance::Looked(Box::new(Looked { source: decoded.source, judged }));
    }
    let document = format::read(decoded.source);
    lap(meter, Stage::Parse);
    let mut judged = judge_again(&entry.policy, &document, kept, meter);
    judged.findings.extend(decoded.broken.iter().map(|&span| undecodable(&document.source, span)));
    if !untried {
        trial::sift(&entry.policy, &document, &mut judged);
    }
    lap(meter, Stage::Checks);
    if let Some((memory, key)) = memory {
        memory.keep(key, &judged);
    }
    Glance::Looked(Box::new(Looked { source: document.source, judged }))
}

/// Why bytes are no draft, where they are none.
fn no_draft(bytes: &[u8], format: Format) -> Option<&'static str> {
    match () {
        () if bytes.len() > u32::MAX as usize => Some("larger than 4 GiB"),
        () if format == Format::Word => None,
        () if nul(bytes).is_some() => Some(BINARY),
        () if bytes.starts_with(b"-----BEGIN PGP") => Some("a key or a signature, not a draft"),
        () if Baseline::is_one(bytes) => Some(BASELINE),
        () if Rulings::is_one(bytes) => Some(RECORD),
        () if Report::is_one(bytes) => Some("a report of copydesk, not a draft"),
        () => None,
    }
}

/// Judges one draft by itself, and says what of it can be compared with others.
pub fn alone(entry: &Entry, bytes: Vec<u8>) -> (Outcome, Prints) {
    match look(entry, Ok(bytes), (None, None), None, false) {
        Glance::Skipped(skipped) => (Outcome::Skipped(skipped), Prints::default()),
        Glance::Looked(looked) => {
            let (prints, unknown) = (looked.judged.prints.clone(), looked.permits_between(&entry.policy));
            let mut outcome = looked.settle(entry);
            if let Outcome::Judged(file) = &mut outcome {
                // Whether a permission is needed where drafts are compared, one by itself does not show.
                file.findings.retain(|finding| finding.rule != UNUSED || !unknown.contains(&finding.span));
            }
            (outcome, prints)
        }
    }
}

/// What is kept of one draft where it is to be compared with others, judging nothing.
///
/// # Errors
/// Why it is no draft.
pub fn filing(entry: &Entry, bytes: Vec<u8>) -> Result<Filing, Skipped> {
    if let Some(reason) = no_draft(&bytes, entry.format()) {
        return Err(Skipped { path: entry.path.clone(), reason: reason.to_owned() });
    }
    let decoded = Source::decode(&entry.path, entry.format(), bytes);
    if let Some(why) = decoded.unreadable {
        return Err(Skipped { path: entry.path.clone(), reason: format!("cannot be read: {}", why.why) });
    }
    let document = format::read(decoded.source);
    let draft = Draft::new(Reading::new(&document, &entry.policy.lexicon, &entry.policy.style));
    let prints = judge::prints(&entry.policy, &draft);
    Ok(Filing { text: archive::hash(&document.source), prints, allows: covered(&document) })
}

/// What to do about a draft that could not be read.
pub(super) const KEEP_OUT: &str = "Mend that, or keep it out of the run: by `ignore` in copydesk.toml, or a .copydeskignore.";
/// How a draft is kept out of a run.
const KEPT_OUT: &str = "by `ignore` in copydesk.toml, or a .copydeskignore";

/// What is told of a draft that could not be read.
pub(super) fn unreadable(entry: &Entry, why: &str, help: &str) -> Looked {
    let source = entry.bare();
    let whole = source.whole();
    unread(source, whole, why, help)
}

/// What is told of a draft that is no text and that somebody named: a hook that passed it by would pass.
pub fn no_text(entry: &Entry, bytes: Vec<u8>) -> Outcome {
    let (why, help) = match is_wide(&bytes) {
        true => ("it looks like UTF-16 without a byte-order mark", "Save it in UTF-8, or with its mark"),
        false => ("it holds a NUL byte, and no text does", "Save it as text, in UTF-8"),
    };
    let source = Source::decode(&entry.path, entry.format(), bytes).source;
    let at = source.text.find('\0').unwrap_or_default();
    let place = source.span(at..at + 1);
    unread(source, place, why, &format!("{help}, or keep it out of the run: {KEPT_OUT}.")).settle(entry)
}

fn unread(source: Source, place: Span, why: &str, help: &str) -> Looked {
    let mut finding = Finding::new("meta/unreadable-draft", Level::Fatal, place, format!("cannot be read: {why}"));
    finding.why = "A draft that was not read was not checked.".to_owned();
    finding.help = Some(help.to_owned());
    Looked { source, judged: Judged { findings: vec![finding], ..Judged::default() } }
}

/// Where bytes are no text: their first NUL. A mark of UTF-16 makes it a unit of two; the mark of UTF-32 is that of UTF-16 and two
/// NULs more, and nobody writes it.
fn nul(bytes: &[u8]) -> Option<usize> {
    let wide = (bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xff\xfe\0\0")) || bytes.starts_with(b"\xfe\xff");
    match wide {
        true => bytes.chunks_exact(2).position(|unit| unit == [0, 0]).map(|unit| unit * 2),
        false => memchr::memchr(0, bytes),
    }
}

/// Whether bytes look like letters of two bytes each: at least two fifths of them are NULs, and never two side by side.
fn is_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let nuls = memchr::memchr_iter(0, head).count();
    nuls * 5 >= head.len() * 2 && memchr::memmem::find(head, b"\0\0").is_none()
}

/// The source sheet of one draft; `None` for one that is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn sheet(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<SourceSheet>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let reading = Reading::new(&document, &entry.policy.lexicon, &entry.policy.style);
    let draft = Draft::new(reading).read_by(entry.policy.rulings.as_deref()).explained();
    let rows = draft.sheet().iter().map(|entry| entry.row(&draft.reading)).collect();
    Ok(Some(SourceSheet { rows, source: document.source, blocks: document.blocks }))
}

/// The figures of one draft, each with what is seen of it: for learning. `None` for what is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn clues(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<(SourceSheet, Vec<Vec<String>>)>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let draft = Draft::new(Reading::new(&document, &entry.policy.lexicon, &entry.policy.style)).explained();
    let (rows, clues) = (draft.sheet().iter().map(|entry| entry.row(&draft.reading)).collect(), draft.clues());
    Ok(Some((SourceSheet { rows, source: document.source, blocks: document.blocks }, clues)))
}

/// The passages of one draft, each with the words by which it could be told what it states: for learning. `None` for what is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn passages(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Vec<Vec<String>>>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let draft = Draft::new(Reading::new(&document, &entry.policy.lexicon, &entry.policy.style));
    Ok(Some(draft.passages()))
}

/// One draft as a reader meets it; `None` for one that is not text.
pub(crate) fn document(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Document>> {
    let bytes = read(&entry.path)?;
    if entry.format() != Format::Word && nul(&bytes).is_some() {
        return Ok(None);
    }
    let decoded = Source::decode(&entry.path, entry.format(), bytes);
    match decoded.unreadable {
        Some(why) => Err(io::Error::other(format!("{}. {}", why.why, why.help))),
        None => Ok(Some(format::read(decoded.source))),
    }
}
