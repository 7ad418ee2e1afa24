//! Reads a source as the document its format says it is.

mod front;
mod html;
mod plain;

use crate::text::{Builder, Document, Format, Source};

/// Reads a source by its format.
pub fn read(source: Source) -> Document {
    match source.format {
        Format::Html => html::read(source),
        Format::Markdown | Format::Mdx => {
            let mut builder = Builder::new(source);
            let whole = builder.source().whole().range();
            html::fragment(&mut builder, whole);
            builder.finish()
        }
        _ => plain::read(source),
    }
}
