//! Writes into drafts: what goes in, out or elsewhere, worded as edits. The mirror of `format`; rules ask for an edit and know no markup.

mod allow;
mod front;
mod html;
mod lay;
mod lines;
mod place;
mod rich;
mod room;
#[cfg_attr(not(feature = "word"), path = "wordless.rs")]
mod word;

pub use allow::{allowing, disallowing, refuses};
pub use front::{is_integer, set};
pub use html::are_neighbours;
pub use lay::{apply, can_write, chosen, hinders, laid, together};
pub use room::share_a_room;
#[cfg(feature = "word")]
pub use word::{Commented, commented, is_commented, margin};

use self::place::Alone;
use crate::finding::Edit;
use crate::text::{Block, Document, Format, RichText, Source, Span};

/// Signs of markup: what they set apart in a passage is lost when plain words take its place.
const MARKUP: [char; 11] = ['<', '>', '[', ']', '{', '}', '`', '*', '_', '~', '\\'];

/// The places of a draft where a paragraph can be written before a text.
#[derive(Default)]
pub struct Gaps(html::ArticleBounds);

impl Gaps {
    /// Looks through a draft, once for all places in it.
    pub fn of(document: &Document) -> Self {
        if document.source.format == Format::Html { Self(html::ArticleBounds::of(document)) } else { Self::default() }
    }

    /// The place, an empty span, before the text at a byte, which is in `block`; at the end of the text when there is none.
    pub fn before(&self, document: &Document, block: usize, at: usize) -> Span {
        match document.source.format {
            Format::Html => self.0.before(document, block),
            _ => lines::before(document, at),
        }
    }
}

/// The place, an empty span, where a paragraph can be written behind a block; at the end of the text when there is none.
pub fn behind(document: &Document, block: Option<&Block>) -> Span {
    match document.source.format {
        Format::Html => html::behind(&document.source, block),
        _ => lines::behind(document, block),
    }
}

/// Writes a text as paragraphs of their own at a place that [`Gaps::before`] or [`behind`] told; `None` where none can stand.
pub fn insert(document: &Document, text: &RichText, place: Span) -> Option<Edit> {
    can_hold(&document.source, text).then(|| paragraph(document, &rich::paragraphs(document.source.format, text), place))?
}

/// Moves a block that is a paragraph by itself to such a place.
pub fn move_to(document: &Document, block: &Block, place: Span) -> Option<Vec<Edit>> {
    let Alone { whole, gone } = alone(document, block)?;
    if place.overlaps(gone) || gone.covers(place) && place.start() != gone.start() && place.start() != gone.end() {
        return None;
    }
    let mut edits = vec![paragraph(document, document.source.slice(whole), place)?, deleted(gone)];
    edits.sort_by_key(|edit| edit.span);
    Some(edits)
}

/// Deletes a block that is a paragraph by itself.
pub fn delete(document: &Document, block: &Block) -> Option<Edit> {
    Some(deleted(alone(document, block)?.gone))
}

/// Deletes neighbouring blocks with the lines, or in HTML the elements, that hold nothing else.
pub fn delete_all(source: &Source, blocks: &[Block]) -> Option<Vec<Edit>> {
    match source.format {
        Format::Html => blocks.iter().map(|block| Some(deleted(html::alone(source, block)?.gone))).collect(),
        _ => Some(vec![delete_lines(source, blocks)?]),
    }
}

/// Deletes neighbouring blocks with their lines, in whatever format; `None` when something else stands on them.
pub fn delete_lines(source: &Source, blocks: &[Block]) -> Option<Edit> {
    let extents = blocks.iter().filter(|block| block.is_seen()).flat_map(|block| {
        let whole = (!block.text.is_empty()).then(|| block.whole());
        block.links.iter().map(|link| link.span).chain(whole)
    });
    let extent = extents.reduce(Span::join)?;
    let whole = match source.format {
        Format::Word => word::whole_lines(source, extent)?,
        _ => lines::whole_lines(source, extent)?,
    };
    Some(deleted(whole))
}

/// Writes plain words in the place of a passage.
pub fn replace(source: &Source, passage: Span, words: String) -> Edit {
    let text = match source.format {
        Format::Html | Format::Mdx => html::escaped(&words),
        _ => words,
    };
    Edit { span: passage, text }
}

/// Writes a text in the place of a passage, all in one paragraph; `None` where its format cannot hold it.
pub fn replace_by(source: &Source, passage: Span, text: &RichText) -> Option<Edit> {
    can_hold(source, text).then(|| Edit { span: passage, text: rich::line(source.format, text) })
}

/// Whether the format of a draft has signs for all that a text holds.
fn can_hold(source: &Source, text: &RichText) -> bool {
    source.format == Format::Markdown || text.beyond().is_none()
}

/// Whether a passage holds signs of markup, which [`replace`] would lose.
pub fn has_markup(source: &Source, passage: Span) -> bool {
    !matches!(source.format, Format::Plain | Format::Word) && source.slice(passage).contains(MARKUP)
}

/// Whether words hold signs that may be markup in one of the formats, or in front matter.
pub fn is_markup(words: &str) -> bool {
    words.contains(MARKUP) || words.contains(['#', '|', '&', '"', ':'])
}

fn deleted(span: Span) -> Edit {
    Edit { span, text: String::new() }
}

/// The paragraph that holds nothing but a block.
fn alone(document: &Document, block: &Block) -> Option<Alone> {
    match document.source.format {
        Format::Html => html::alone(&document.source, block),
        Format::Word => word::alone(document, block),
        _ => lines::alone(document, block),
    }
}

/// A paragraph as the format writes it, at a place: with the line ends of the source, and what parts it from its neighbours.
fn paragraph(document: &Document, written: &str, place: Span) -> Option<Edit> {
    let end = document.source.line_end();
    let written = &written.lines().collect::<Vec<_>>().join(end);
    let text = match document.source.format {
        Format::Html => html::paragraph(document, written, place)?,
        Format::Word => word::paragraph(&document.source, written, place)?,
        _ => lines::paragraph(&document.source, written, place)?,
    };
    Some(Edit { span: place, text })
}
