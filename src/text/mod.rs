//! What is written, and where: sources, documents, blocks and the spans that lead back to the file.

mod address;
mod builder;
mod containers;
mod document;
mod map;
mod ranges;
mod rich;
mod source;
mod span;
mod unreadable;
mod windows_1252;
#[cfg_attr(not(feature = "word"), path = "wordless.rs")]
mod word;

pub use address::Address;
pub use builder::{BLANK, Builder};
pub use containers::Containers;
pub use document::{
    Allow, Block, Document, Embed, Field, Hidden, Kind, Link, LinkSort, Mark, MarkSort, Matter, Order, Reach, Role, Syntax,
    squeezed,
};
pub use map::SourceMap;
pub use ranges::Ranges;
pub use rich::{RichParagraph, RichPiece, RichText};
pub use source::{Decoded, Format, Source};
pub use span::{ColumnKind, Lines, Position, Span};
pub use unreadable::Unreadable;
pub use word::WordFile;
#[cfg(feature = "word")]
pub use word::{
    AUTHOR, CellPlace, Package, WordComment, WordLine, WordLook, WordPart, WordPiece, WordRun, attribute as word_attribute,
    relations_of,
};
