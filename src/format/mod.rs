//! Reads a source as a document: one reader for each way to write an article.

mod address;
mod entity;
mod front;
mod hiding;
mod html;
mod markdown;
mod plain;

use crate::text::{Builder, Document, Format, Source};

/// Reads a source as a document. Bad input is read as far as it goes, with faults; a TOML file has no text.
pub fn read(source: Source) -> Document {
    let mut document = match source.format {
        Format::Markdown | Format::Mdx => markdown::read(source),
        Format::Html => html::read(source),
        Format::Plain => plain::read(source),
        Format::Toml => Builder::new(source).finish(),
    };
    document.blocks.iter_mut().for_each(address::link);
    document
}
