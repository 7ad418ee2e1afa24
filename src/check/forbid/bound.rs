//! Words that something else in the draft hangs on, so that others in their place would break it.

use crate::reading::{Place, Reading};
use crate::text::{Block, Format, Kind, LinkSort, Source, Span};

/// Why a text is not written in the place of words, with what to do instead; `None` where nothing hangs on them.
pub(super) fn bound(reading: &Reading<'_>, place: &Place, span: Span, text: &str) -> Option<String> {
    let (block, source) = (&reading.document.blocks[place.block], &reading.document.source);
    let ends = |signs: &[&str]| is_label(block, source, place, signs);
    let to_do = match source.format {
        Format::Rst if is_in_grid(block, source, span, text) => {
            "a line of a grid is as long as its border; write “{text}” and fill the cell up with spaces, or set all its lines anew"
        }
        Format::Rst if ends(&["_", "`_"]) => {
            "a link finds its address by these words; write “{text}” here and in the line that begins with “.. _”"
        }
        Format::Markdown | Format::Mdx if ends(&["]", "][]"]) => {
            "a link finds its address by these words; write “[{text}][…]”, with what stands in the brackets today in the second pair"
        }
        _ => return None,
    };
    Some(format!("--fix leaves this to you: {}", to_do.replace("{text}", text)))
}

/// Whether words stand in a link that has its address by its own words: behind these nothing but such signs ends it.
fn is_label(block: &Block, source: &Source, place: &Place, signs: &[&str]) -> bool {
    block.links_touching(place.at.clone()).filter(|link| link.sort == LinkSort::Page).any(|link| {
        let behind = block.span(link.at.clone()).end()..link.span.end();
        source.text.get(behind).is_some_and(|behind| signs.contains(&behind.trim_start_matches(['*', '~'])))
    })
}

/// Whether words stand in a cell between bars, and the text is not as wide.
fn is_in_grid(block: &Block, source: &Source, span: Span, text: &str) -> bool {
    let before = &source.text[..span.start()];
    let line = &source.text[before.rfind('\n').map_or(0, |at| at + 1)..];
    let line = line.lines().next().unwrap_or_default().trim();
    block.kind == Kind::Cell
        && line.starts_with('|')
        && line.ends_with('|')
        && source.slice(span).chars().count() != text.chars().count()
}
