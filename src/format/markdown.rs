//! Reads Markdown and MDX.

mod attributes;
mod code;
mod definition;
mod directive;
mod fence;
mod heading;
mod inline;
mod masks;
mod mdx;
mod nesting;
mod parts;
mod reader;
mod shortcode;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use pulldown_cmark::{Options, Parser};

use super::front;
use crate::text::{Block, Builder, Document, Format, Kind, Ranges, Role, Source};
use masks::{MaskSort, Masks};
use reader::MarkdownReader;

/// Smart punctuation stays off: it would change the text. So does maths: a `$` in an article is money.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// Reads Markdown, or MDX by the source's format.
pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source);
    let body = front::read(&mut builder);
    let masks = mask(&mut builder, body);
    let pairs = masks.pairs(&builder.source().text);
    for pair in &pairs {
        builder.part(pair.range.clone());
        builder.container(pair.range.clone());
    }
    let spare = masks.spare(&builder.source().text);
    let text = match spare {
        true => Rc::new(builder.source().text.clone()),
        false => Rc::new(masks.cover(&builder.source().text)),
    };
    if !spare {
        builder.mask(Rc::clone(&text));
    }
    let mut reader = MarkdownReader::new(builder, &text, masks);
    for (event, range) in Parser::new_ext(&text[body..], OPTIONS).into_offset_iter() {
        reader.event(event, range.start + body..range.end + body);
    }
    let mut document = reader.finish();
    let folded = Ranges::of(pairs.iter().filter(|pair| pair.folds).map(|pair| pair.range.clone()));
    if !folded.is_empty() {
        fold(&mut document, &folded);
    }
    headline(&mut document);
    document
}

/// Blocks inside a component that folds them away are seen only after a click.
fn fold(document: &mut Document, folded: &Ranges) {
    let inside = |block: &&mut Block| block.role == Role::Body && folded.cover(&block.whole().range());
    document.blocks.iter_mut().filter(inside).for_each(|block| block.role = Role::Folded);
}

/// Without a title in the front matter, a first-level heading that opens the text is the headline.
fn headline(document: &mut Document) {
    let titled = document.blocks.iter().any(|block| block.role == Role::Title);
    let opening = document.blocks.iter_mut().filter(|block| block.is_seen()).find(|block| block.role == Role::Body);
    if let Some(first) = opening.filter(|first| !titled && first.kind == Kind::Heading && first.level == 1) {
        first.role = Role::Title;
    }
}

/// Finds what is no prose, and says what of it is a mistake.
fn mask(builder: &mut Builder, body: usize) -> Masks {
    let text = &builder.source().text;
    let mut masks = match builder.source().format {
        Format::Mdx => mdx::find(text, body),
        _ => shortcode::find(text, body),
    };
    directive::find(text, body, &mut masks);
    definition::find(text, body, &mut masks);
    heading::find(text, body, &mut masks);
    let deep = nesting::find(text, body);
    for (range, message) in masks.faults.drain(..) {
        builder.fault(range, message);
    }
    if let Some(first) = deep.first() {
        builder.fault(first.clone(), "nested so deep that the marks from here on are not read");
    }
    for range in deep {
        masks.push(range, MaskSort::Silent);
    }
    masks.sort();
    masks
}
