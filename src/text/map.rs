//! From bytes of a source to bytes of its blocks: the way of the pieces, backwards.

use std::ops::Range;

use super::document::{Document, SourcePiece};
use super::span::Span;

/// Where the bytes of a source stand in the blocks of its document.
#[derive(Debug)]
pub struct SourceMap<'a> {
    document: &'a Document,
    /// The pieces of all blocks, each with the number of its block, as they stand in the source.
    pieces: Vec<(usize, SourcePiece)>,
}

impl<'a> SourceMap<'a> {
    /// The map of a document.
    pub fn new(document: &'a Document) -> Self {
        let blocks = document.blocks.iter().enumerate();
        let mut pieces: Vec<_> =
            blocks.flat_map(|(number, block)| block.pieces.iter().map(move |piece| (number, *piece))).collect();
        pieces.sort_by_key(|(_, piece)| piece.span);
        Self { document, pieces }
    }

    /// The document that it is of.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The block that the first text of a span stands in, and the bytes of the block's text that the span stands for, as far as
    /// they are in this block; `None` for what is no text of a block.
    pub fn find(&self, span: Span) -> Option<(usize, Range<usize>)> {
        let next = self.pieces.partition_point(|(_, piece)| piece.span.end() <= span.start());
        let &(block, first) = self.pieces.get(next)?;
        if first.span.start() >= span.end().max(span.start() + 1) {
            return None;
        }
        let at = |piece: SourcePiece, byte: usize| {
            piece.at as usize + if piece.exact { byte.saturating_sub(piece.span.start()) } else { 0 }
        };
        let start = at(first, span.start());
        let behind = self.pieces.partition_point(|(_, piece)| piece.span.start() < span.end());
        let last = behind.checked_sub(1).map(|last| self.pieces[last]).filter(|(other, piece)| *other == block && piece.exact);
        let length = self.document.blocks[block].text.len();
        let end = last.map_or(length, |(_, piece)| at(piece, span.end().min(piece.span.end())));
        Some((block, start..end.clamp(start, length.max(start))))
    }
}
