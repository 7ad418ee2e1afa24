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
    let is_plain = |piece: &RichPiece| piece.link.is_none() && !piece.emphasis && !piece.strong;
    match format {
        Format::Markdown => paragraph.written.clone(),
        Format::Mdx if !paragraph.pieces.iter().all(is_plain) => paragraph.written.clone(),
        _ => paragraph.pieces.chunk_by(|a, b| a.link == b.link).map(|pieces| of_pieces(format, pieces)).collect(),
    }
}

/// Pieces that lead to one address, or to none, in the signs of a format. Plain text and Word have none: they get the words alone.
fn of_pieces(format: Format, pieces: &[RichPiece]) -> String {
    let words: String = pieces.iter().map(|piece| of_piece(format, piece)).collect();
    match (format, pieces.first().and_then(|piece| piece.link.as_deref())) {
        (Format::Html, Some(link)) => format!("<a href=\"{}\">{words}</a>", escaped(link).replace('"', "&quot;")),
        (Format::Asciidoc, Some(link)) => format!("link:{link}[{words}]"),
        (Format::Rst, Some(link)) => format!("`{words} <{link}>`__"),
        _ => words,
    }
}

fn of_piece(format: Format, piece: &RichPiece) -> String {
    let words = piece.words.as_str();
    let around = |strong: [&str; 2], emphasis: [&str; 2], words: &str| {
        let within = |on: bool, [open, close]: [&str; 2], words: &str| {
            if on { format!("{open}{words}{close}") } else { words.to_owned() }
        };
        within(piece.strong, strong, &within(piece.emphasis, emphasis, words))
    };
    match format {
        Format::Html => around(["<strong>", "</strong>"], ["<em>", "</em>"], &escaped(words)),
        Format::Asciidoc => around(["*"; 2], ["_"; 2], words),
        // It nests no signs.
        Format::Rst if piece.link.is_some() => words.to_owned(),
        Format::Rst if piece.strong => format!("**{words}**"),
        Format::Rst if piece.emphasis => format!("*{words}*"),
        Format::Mdx => escaped(words),
        Format::Rst | Format::Markdown | Format::Plain | Format::Word | Format::Toml => words.to_owned(),
    }
}
