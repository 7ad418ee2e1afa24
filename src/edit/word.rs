//! Writes into Word files: comments in the margin, and edits as tracked changes. A paragraph is a line of the source.

mod comments;
mod marks;
mod ours;
mod tracked;
mod xml;

pub use comments::{Commented, commented, is_commented, margin};

use super::place::Alone;
use crate::finding::Edit;
use crate::text::{Block, Document, Package, Source, Span, WordFile};
use tracked::TrackedChanges;

/// Why an edit cannot be written, where it cannot.
pub(super) fn hinders(source: &Source, edit: &Edit) -> Option<&'static str> {
    let word = source.word()?;
    TrackedChanges::default().plan(word, edit).err()
}

/// The source with some edits in it, in order; `None` where they cannot be written.
pub(super) fn laid(source: &Source, edits: &[&Edit]) -> Option<Source> {
    let (xml, word) = (written(source.word()?, edits, "")?, source.word()?);
    let mut stories: Vec<String> = word.stories.iter().map(|story| story.xml.clone()).collect();
    *stories.first_mut()? = xml;
    Some(Source::of_word(&source.path, word.with_stories(stories).ok()?))
}

/// The bytes of a file with edits in it, as tracked changes of this moment.
pub(super) fn applied(bytes: &[u8], edits: &[&Edit], date: &str) -> Option<Vec<u8>> {
    let (word, _) = WordFile::read(bytes).ok()?;
    let main = word.stories.first()?;
    let changed = main.encode(&written(&word, edits, date)?);
    Package::rewritten(bytes, &[(main.name.clone(), changed)]).ok()
}

fn written(word: &WordFile, edits: &[&Edit], date: &str) -> Option<String> {
    let mut changes = TrackedChanges::default();
    edits.iter().try_for_each(|edit| changes.plan(word, edit)).ok()?;
    Some(changes.laid(word, date))
}

/// A paragraph at a place where a line begins or ends.
pub(super) fn paragraph(source: &Source, words: &str, place: Span) -> Option<String> {
    let before = source.text.get(..place.start())?;
    let words = words.lines().collect::<Vec<_>>().join("\n");
    Some(if before.is_empty() || before.ends_with('\n') { format!("{words}\n") } else { format!("\n{words}") })
}

/// The line that holds nothing but a block.
pub(super) fn alone(document: &Document, block: &Block) -> Option<Alone> {
    let source = &document.source;
    let gone = whole_lines(source, block.whole())?;
    let whole = source.span(gone.start()..gone.end() - 1);
    Some(Alone { whole, gone }).filter(|_| source.lines().line_of(whole.start()) == source.lines().line_of(whole.end()))
}

/// The whole lines of what stands at a span; `None` where something else stands on them.
pub(super) fn whole_lines(source: &Source, span: Span) -> Option<Span> {
    let text = &source.text;
    let start = text.get(..span.start())?.rfind('\n').map_or(0, |at| at + 1);
    let end = span.end() + text.get(span.end()..)?.find('\n')? + 1;
    let is_all = text[start..span.start()].trim().is_empty() && text[span.end()..end].trim().is_empty();
    is_all.then(|| source.span(start..end))
}
