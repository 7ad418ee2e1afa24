//! What is written, and where: sources, documents, blocks and the spans that lead back to the file.

mod document;
mod source;
mod span;

pub use document::{
    Allow, BLANK, Block, Builder, Document, Embed, Field, Hidden, Kind, Link, LinkSort, Mark, MarkSort, Reach, Role,
};
pub use source::{Decoded, Format, Source};
pub use span::{Lines, Position, Span};
