//! Reads a source as a document: one reader for each way to write an article.

mod address;
mod adoc;
mod entity;
mod flat;
mod front;
mod hiding;
mod html;
mod markdown;
mod plain;
mod rst;
mod title;
#[cfg(feature = "word")]
mod word;

use crate::text::{Builder, Document, Format, Source};

/// Reads a source as a document. Bad input is read as far as it goes, with faults; a TOML file has no text.
pub fn read(source: Source) -> Document {
    let mut document = match source.format {
        Format::Markdown | Format::Mdx => markdown::read(source),
        Format::Html => html::read(source),
        Format::Plain => plain::read(source),
        Format::Rst => rst::read(source),
        Format::Asciidoc => adoc::read(source),
        #[cfg(feature = "word")]
        Format::Word => word::read(source),
        #[cfg(not(feature = "word"))]
        Format::Word => Builder::new(source).finish(),
        Format::Toml => Builder::new(source).finish(),
    };
    document.blocks.iter_mut().for_each(address::link);
    document
}

/// Whether front matter stands at the head of a source, where its format has any.
pub fn has_front_matter(source: &Source) -> bool {
    let is_fenced = source.text.starts_with("---");
    match source.format {
        Format::Markdown | Format::Mdx => front::is_there(source),
        Format::Html | Format::Plain | Format::Rst | Format::Asciidoc | Format::Word => is_fenced && front::is_there(source),
        Format::Toml => false,
    }
}
