//! A wording as a publication writes it down: paragraphs of words, links and emphasis, in the signs of Markdown.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A wording, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RichText {
    paragraphs: Vec<RichParagraph>,
}

/// One paragraph of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RichParagraph {
    /// As it was written down, line for line.
    pub written: String,
    /// Its words in order, in stretches that look alike.
    pub pieces: Vec<RichPiece>,
}

/// Words that look alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RichPiece {
    /// The words, with the blank space and the line ends between them.
    pub words: String,
    /// The address they lead to.
    pub link: Option<String>,
    /// Whether they are stressed, as in italics.
    pub emphasis: bool,
    /// Whether they are stressed strongly, as in bold.
    pub strong: bool,
}

impl RichText {
    /// Reads a wording. A paragraph with other signs than those of links and emphasis is plain words as it stands.
    pub fn new(text: &str) -> Self {
        let mut paragraphs = vec![String::new()];
        for line in text.trim().lines().map(str::trim) {
            match paragraphs.last_mut() {
                Some(last) if !line.is_empty() => {
                    last.push_str(if last.is_empty() { "" } else { "\n" });
                    last.push_str(line);
                }
                _ => paragraphs.push(String::new()),
            }
        }
        let filled = paragraphs.into_iter().filter(|written| !written.is_empty());
        Self { paragraphs: filled.map(RichParagraph::new).collect() }
    }

    /// Its paragraphs, in order; none of an empty text.
    pub fn paragraphs(&self) -> &[RichParagraph] {
        &self.paragraphs
    }

    /// One of its paragraphs alone, by its number.
    pub fn part(&self, number: usize) -> Option<Self> {
        Some(Self { paragraphs: vec![self.paragraphs.get(number)?.clone()] })
    }

    /// All its words, as if they stood in one paragraph.
    pub fn words(&self) -> String {
        self.paragraphs.iter().map(RichParagraph::words).collect::<Vec<_>>().join(" ")
    }
}

impl RichParagraph {
    fn new(written: String) -> Self {
        let plain = || vec![RichPiece { words: written.clone(), ..RichPiece::default() }];
        let pieces = if written.contains(['[', '*', '_']) { pieces(&written).unwrap_or_else(plain) } else { plain() };
        Self { written, pieces }
    }

    /// Its words alone.
    pub fn words(&self) -> String {
        self.pieces.iter().map(|piece| piece.words.as_str()).collect()
    }
}

/// The words of a line of Markdown in stretches; `None` where it is no mere paragraph of words, links and emphasis.
fn pieces(written: &str) -> Option<Vec<RichPiece>> {
    let mut pieces: Vec<RichPiece> = Vec::new();
    let mut look = RichPiece::default();
    for event in Parser::new(written) {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            Event::Start(Tag::Emphasis) => look.emphasis = true,
            Event::End(TagEnd::Emphasis) => look.emphasis = false,
            Event::Start(Tag::Strong) => look.strong = true,
            Event::End(TagEnd::Strong) => look.strong = false,
            Event::Start(Tag::Link { dest_url, .. }) => look.link = Some(dest_url.into_string()),
            Event::End(TagEnd::Link) => look.link = None,
            Event::Text(words) => add(&mut pieces, &words, &look),
            Event::SoftBreak => add(&mut pieces, "\n", &look),
            _ => return None,
        }
    }
    Some(pieces)
}

fn add(pieces: &mut Vec<RichPiece>, words: &str, look: &RichPiece) {
    match pieces.last_mut() {
        Some(last) if (&last.link, last.emphasis, last.strong) == (&look.link, look.emphasis, look.strong) => {
            last.words.push_str(words)
        }
        _ => pieces.push(RichPiece { words: words.to_owned(), ..look.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_has_paragraphs_links_and_emphasis() {
        let text = RichText::new("The views are *{author}’s own*.\nRead [our policy](/policy).\n\nAsk us.\n");
        let words: Vec<String> = text.paragraphs().iter().map(RichParagraph::words).collect();
        assert_eq!(words, ["The views are {author}’s own.\nRead our policy.", "Ask us."]);
        let links: Vec<&str> = text.paragraphs()[0].pieces.iter().filter_map(|piece| piece.link.as_deref()).collect();
        assert_eq!(links, ["/policy"]);
        assert!(text.paragraphs()[0].pieces[1].emphasis);
        assert_eq!(text.paragraphs()[0].written, "The views are *{author}’s own*.\nRead [our policy](/policy).");
    }

    #[test]
    fn what_is_no_paragraph_in_markdown_is_plain_words() {
        for text in ["* Links with a star may earn us money.", "We <b>may</b> *earn*.", "1. We [1] may earn.", "a_b and c_d"] {
            assert_eq!(RichText::new(text).words(), text);
        }
        assert!(RichText::new(" \n").paragraphs().is_empty());
    }
}
