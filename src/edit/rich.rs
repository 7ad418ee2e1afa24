//! Words with links and emphasis, as each format writes them.

use super::html::escaped;
use crate::text::{Format, RichParagraph, RichPiece, RichText};

/// A text as paragraphs, with what stands between them.
pub(super) fn paragraphs(format: Format, text: &RichText) -> String {
    let all = text.paragraphs().iter().map(|paragraph| written(format, paragraph));
    match format {
        Format::Html => all.map(|paragraph| format!("<p>{paragraph}</p>")).collect::<Vec<_>>().join("\n"),
        // A line of a Word file is a paragraph, and what is inserted there is one.
        Format::Word => line(format, text),
        _ => all.collect::<Vec<_>>().join("\n\n"),
    }
}

/// A text in one line.
pub(super) fn line(format: Format, text: &RichText) -> String {
    let all = text.paragraphs().iter().map(|paragraph| written(format, paragraph)).collect::<Vec<_>>().join(" ");
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn written(format: Format, paragraph: &RichParagraph) -> String {
    match format {
        Format::Markdown => paragraph.written.clone(),
        Format::Mdx if paragraph.pieces.iter().any(|piece| piece.link.is_some() || piece.is_set_apart()) => {
            paragraph.written.clone()
        }
        _ => paragraph.pieces.chunk_by(|a, b| a.link == b.link).map(|pieces| linked(format, pieces)).collect(),
    }
}

/// Pieces that lead to one address, or to none, in the signs of a format. Plain text and Word have none: they get the words alone.
fn linked(format: Format, pieces: &[RichPiece]) -> String {
    let link = pieces.first().and_then(|piece| piece.link.as_deref());
    // It nests no signs.
    let bare = format == Format::Rst && link.is_some();
    let runs = pieces.chunk_by(|a, b| a.is_stressed() && b.is_stressed());
    let words: String = match bare {
        true => pieces.iter().map(|piece| piece.words.as_str()).collect(),
        false => runs.map(|run| stressed(format, run)).collect(),
    };
    match (format, link) {
        (Format::Html, Some(link)) => format!("<a href=\"{}\">{words}</a>", escaped(link).replace('"', "&quot;")),
        (Format::Asciidoc, Some(link)) => format!("link:{link}[{words}]"),
        // An underscore at its end would make a name of the address.
        (Format::Rst, Some(link)) => match link.strip_suffix('_') {
            Some(start) => format!("`{words} <{start}\\_>`__"),
            None => format!("`{words} <{link}>`__"),
        },
        _ => words,
    }
}

/// Pieces that are all stressed, or none of them: what stresses them all stands around them, and the rest within.
fn stressed(format: Format, run: &[RichPiece]) -> String {
    let Some([strong, emphasis, code]) = signs(format) else { return run.iter().map(|piece| said(format, piece)).collect() };
    let (all_strong, all_emphasis) = (run.iter().all(|piece| piece.strong), run.iter().all(|piece| piece.emphasis));
    let within = |on: bool, [open, close]: [&str; 2], words: String| if on { format!("{open}{words}{close}") } else { words };
    // reStructuredText nests no signs: the outermost stands.
    let nests = format != Format::Rst;
    let inner: String = run
        .iter()
        .map(|piece| {
            let words = within(piece.code && (nests || !piece.is_stressed()), code, said(format, piece));
            let words = within(piece.emphasis && !all_emphasis && nests, emphasis, words);
            within(piece.strong && !all_strong && nests, strong, words)
        })
        .collect();
    let words = within(all_emphasis && (nests || !all_strong), emphasis, inner);
    within(all_strong, strong, words)
}

/// The signs around strong, stressed and code words; `None` in a format without any.
fn signs(format: Format) -> Option<[[&'static str; 2]; 3]> {
    match format {
        Format::Html => Some([["<strong>", "</strong>"], ["<em>", "</em>"], ["<code>", "</code>"]]),
        Format::Asciidoc => Some([["*"; 2], ["_"; 2], ["`"; 2]]),
        Format::Rst => Some([["**"; 2], ["*"; 2], ["``"; 2]]),
        Format::Markdown | Format::Mdx | Format::Plain | Format::Word | Format::Toml => None,
    }
}

fn said(format: Format, piece: &RichPiece) -> String {
    if matches!(format, Format::Html | Format::Mdx) { escaped(&piece.words) } else { piece.words.clone() }
}
