//! A draft that is not judged: its source sheet, and what weights are learned from.

use std::io;
use std::path::Path;

use super::looked::Entry;
use super::unread::nul;
use crate::draft::Draft;
use crate::format;
use crate::reading::Reading;
use crate::sourcing::{SheetRow, SourceSheet};
use crate::text::{Document, Format, Source};

/// The source sheet of one draft; `None` for one that is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn sheet(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<SourceSheet>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let draft = draft(entry, &document).read_by(entry.policy.rulings.as_deref()).explained();
    let (rows, unread) = (rows(&draft), draft.unread());
    Ok(Some(SourceSheet { rows, source: document.source, blocks: document.blocks, unread }))
}

/// The figures of one draft, each with what is seen of it: for learning. `None` for what is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn clues(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<(SourceSheet, Vec<Vec<String>>)>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let draft = draft(entry, &document).explained();
    let (rows, clues) = (rows(&draft), draft.clues());
    Ok(Some((SourceSheet { rows, source: document.source, blocks: document.blocks, unread: None }, clues)))
}

/// The passages of one draft, each with the words by which it could be told what it states: for learning. `None` for what is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn passages(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Vec<Vec<String>>>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    Ok(Some(draft(entry, &document).passages()))
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

fn draft<'d>(entry: &'d Entry, document: &'d Document) -> Draft<'d> {
    Draft::new(Reading::new(document, &entry.policy.lexicon, &entry.policy.style))
}

fn rows(draft: &Draft<'_>) -> Vec<SheetRow> {
    draft.sheet().iter().map(|entry| entry.row(&draft.reading)).collect()
}
