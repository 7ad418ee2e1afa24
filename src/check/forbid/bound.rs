//! Words that something else in the draft hangs on, so that others in their place would break it.

use crate::reading::{Place, Reading};
use crate::text::{Block, Format, Kind, LinkSort, Source, Span};

/// How far, in bytes, a brace reaches for its partner.
const REACH: usize = 256;

/// How much hangs on words, so that a text in their place would break it.
pub(super) enum Bond {
    /// Nothing.
    Free,
    /// Perhaps something: they may be part of what is no prose, and a text in their place is for the writer to judge.
    Doubtful,
    /// Another place of the draft, which would have to change too: nothing is written, and this is what to do.
    Tied(String),
}

/// How much hangs on words that a text would take the place of.
pub(super) fn bond(reading: &Reading<'_>, place: &Place, span: Span, text: &str) -> Bond {
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
        _ if is_in_doubt(source, span, block.kind == Kind::Heading, text) => return Bond::Doubtful,
        _ => return Bond::Free,
    };
    Bond::Tied(format!("--fix leaves this to you: {}", to_do.replace("{text}", text)))
}

/// Whether words may be part of something that is no prose, or must stay as long as they are: an address, a file name, a variable, a link of
/// a wiki, a role, a title with a line below it.
fn is_in_doubt(source: &Source, span: Span, heads: bool, text: &str) -> bool {
    let before = source.text.get(..span.start()).unwrap_or_default();
    let mut behind = source.text.get(span.end()..).unwrap_or_default().chars();
    let (next, second) = (behind.next().unwrap_or(' '), behind.next().unwrap_or(' '));
    let opens =
        before.ends_with(|char: char| "/\\:$#@&=`_~+%".contains(char)) || before.ends_with("[[") || before.ends_with("./");
    let dotted = before.ends_with('.') || matches!(next, '.' | ':' | '@' | '?') && second.is_alphanumeric();
    let closes = "/\\$=`_(".contains(next) || next == ']' && second == ']' || next == ':' && before.ends_with(':');
    let underlined = heads
        && matches!(source.format, Format::Rst | Format::Asciidoc)
        && text.chars().count() != source.slice(span).chars().count();
    source.format != Format::Word && (opens || dotted || closes || underlined || is_for_a_program(source, span))
}

/// Whether words stand in what a program takes out of the line: a template's braces, a short code, a target, an option, a box's sort.
fn is_for_a_program(source: &Source, span: Span) -> bool {
    let text = &source.text;
    let (from, to) = (span.start().saturating_sub(REACH), text.len().min(span.end() + REACH));
    let line = text[text.ceil_char_boundary(from)..span.start()].rsplit('\n').next().unwrap_or_default();
    let rest = text[span.end()..text.floor_char_boundary(to)].lines().next().unwrap_or_default();
    let within = |open: &str, close: &str| {
        let opened = line.rfind(open).is_some_and(|at| !line[at..].contains(close));
        opened && rest.contains(close)
    };
    let option = line.trim_end_matches('-');
    let is_option = option.len() < line.len() && (option.is_empty() || option.ends_with(char::is_whitespace));
    let is_link = || rest.split_once(']').is_some_and(|(_, behind)| behind.starts_with(['(', '[', ':']));
    let is_code = line.ends_with('[') && !is_link();
    let is_box = line.trim_start().starts_with("!!!") || line.trim_start().starts_with("???");
    within("{", "}") || within("<%", "%>") || within("{%", "%}") || is_option || is_code || is_box || rest.starts_with(")=")
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
