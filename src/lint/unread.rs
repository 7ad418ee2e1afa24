//! What is no draft, or cannot be read as one, and what is told of it.

use super::judge::Judged;
use super::looked::{Entry, Looked, Outcome};
use crate::baseline::Baseline;
use crate::finding::{Finding, Level, Report};
use crate::rulings::Rulings;
use crate::text::{Format, Source, Span};

/// Why a baseline is skipped: whoever names all files that changed names it too.
pub const BASELINE: &str = "a baseline, not a draft";
/// Why a file is skipped that is no text.
pub const BINARY: &str = "binary";
/// Why a record of second readers is.
pub const RECORD: &str = "a record of readings, not a draft";

/// Why bytes are no draft, where they are none.
pub(super) fn no_draft(bytes: &[u8], format: Format) -> Option<&'static str> {
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
pub(super) fn nul(bytes: &[u8]) -> Option<usize> {
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
