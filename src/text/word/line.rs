//! The lines of a Word file: what stands in a paragraph, and where each piece of it came from.

use std::ops::Range;

/// A paragraph as it would be if all tracked changes were accepted; its text is a line of the source.
#[derive(Debug, Clone, Default)]
pub struct WordLine {
    /// Its bytes in the text, without the end of the line.
    pub at: Range<usize>,
    /// The number of the story that it stands in.
    pub story: usize,
    /// The bytes of the paragraph's element in the XML of its story.
    pub xml: Range<usize>,
    /// Where in the XML its content begins: behind its start tag and properties; `None` for one that is empty and has no end tag.
    pub content: Option<usize>,
    /// The bytes of its properties, tags and all.
    pub properties: Option<Range<usize>>,
    /// The id of its style.
    pub style: Option<String>,
    /// The number of its list, and the depth in it from 0; list 0 is none.
    pub list: Option<(u32, u32)>,
    /// Its level in the outline, from 1.
    pub outline: Option<u32>,
    /// The cell of a table that it stands in.
    pub cell: Option<CellPlace>,
    /// The byte in the main story where the run begins that holds the text box it stands in.
    pub boxed: Option<usize>,
    /// The id of the note that it is part of.
    pub note: Option<String>,
    /// Whether it stands right in the body: other paragraphs can be written beside it.
    pub is_top: bool,
    /// Its pieces, in order.
    pub pieces: Vec<WordPiece>,
    /// Links: bytes of the text, and the address.
    pub links: Vec<(Range<usize>, String)>,
    /// References to notes: the byte of the text, the number of the run, and the id of the note.
    pub notes: Vec<(usize, usize, String)>,
    /// Stretches of the text that its runs set apart.
    pub marks: Vec<(Range<usize>, WordLook)>,
    /// Stretches of the text whose runs have a style, and its id.
    pub looks: Vec<(Range<usize>, String)>,
    /// Comments: bytes of the text that they are at, as far as this line holds them, and their ids.
    pub comments: Vec<(Range<usize>, String)>,
}

/// How a run sets its text apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordLook {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Struck out.
    Struck,
    /// Not shown.
    Hidden,
}

/// Where in its document a cell stands, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPlace {
    /// The number of the table.
    pub table: u32,
    /// The row.
    pub row: u32,
    /// The number of the cell in its row.
    pub column: u32,
}

/// A stretch of a line that came from one place.
#[derive(Debug, Clone)]
pub struct WordPiece {
    /// Its bytes in the text.
    pub at: Range<usize>,
    /// The bytes of the XML that it came from: text, an entity, or an element.
    pub xml: Range<usize>,
    /// The element that it is, or that holds it: its bytes from the start tag on, and how many the start tag has.
    pub element: (usize, usize),
    /// Whether the element is one of text, which can be cut.
    pub is_text: bool,
    /// Whether its bytes stand in the XML as they are; else it is one indivisible whole.
    pub exact: bool,
    /// The number of its run.
    pub run: usize,
}

/// A run: a stretch of text with the same looks.
#[derive(Debug, Clone)]
pub struct WordRun {
    /// All its bytes in the XML.
    pub xml: Range<usize>,
    /// How many bytes its start tag has.
    pub tag: usize,
    /// The bytes of its properties, tags and all.
    pub properties: Option<Range<usize>>,
    /// Whether it stands right in its paragraph or a link there: it can be marked as deleted.
    pub is_plain: bool,
}

impl WordLine {
    /// The byte of the XML that a byte of the text came from; for the end of a range, the one behind its last.
    pub(super) fn xml_at(&self, at: usize, end: bool) -> usize {
        let piece = match end {
            true => self.pieces.iter().rev().find(|piece| piece.at.start < at),
            false => self.pieces.iter().find(|piece| at < piece.at.end),
        };
        match piece {
            None if end => self.xml.start,
            None => self.pieces.last().map_or(self.xml.start, |piece| piece.xml.end),
            Some(piece) if piece.exact => (piece.xml.start + at.saturating_sub(piece.at.start)).min(piece.xml.end),
            Some(piece) if end => piece.xml.end,
            Some(piece) => piece.xml.start,
        }
    }

    /// Moves all its places in the text on.
    pub(super) fn shift(&mut self, by: usize) {
        let ranges = self.pieces.iter_mut().map(|piece| &mut piece.at);
        let ranges = ranges.chain(self.links.iter_mut().map(|(at, _)| at)).chain(self.marks.iter_mut().map(|(at, _)| at));
        let ranges = ranges.chain(self.looks.iter_mut().map(|(at, _)| at));
        for range in ranges.chain(self.comments.iter_mut().map(|(at, _)| at)).chain([&mut self.at]) {
            *range = range.start + by..range.end + by;
        }
        self.notes.iter_mut().for_each(|(at, ..)| *at += by);
    }
}
