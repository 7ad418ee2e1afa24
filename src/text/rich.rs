//! A wording as a publication writes it down: paragraphs of words, links, emphasis and code, in the signs of Markdown.

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

/// A wording, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RichText {
    paragraphs: Vec<RichParagraph>,
    beyond: Option<&'static str>,
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
    /// Whether they are code.
    pub code: bool,
}

impl RichText {
    /// Reads a wording. A paragraph with other signs than those of links, emphasis and code is plain words as it stands.
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
        Self { paragraphs: filled.map(RichParagraph::new).collect(), beyond: beyond(text) }
    }

    /// What stands in it that drafts in Markdown alone can hold: the first of it, in words.
    pub fn beyond(&self) -> Option<&'static str> {
        self.beyond
    }

    /// Its paragraphs, in order; none of an empty text.
    pub fn paragraphs(&self) -> &[RichParagraph] {
        &self.paragraphs
    }

    /// One of its paragraphs alone, by its number.
    pub fn part(&self, number: usize) -> Option<Self> {
        Some(Self { paragraphs: vec![self.paragraphs.get(number)?.clone()], beyond: self.beyond })
    }

    /// All its words, as if they stood in one paragraph.
    pub fn words(&self) -> String {
        self.paragraphs.iter().map(RichParagraph::words).collect::<Vec<_>>().join(" ")
    }
}

impl RichParagraph {
    fn new(written: String) -> Self {
        let plain = || vec![RichPiece { words: written.clone(), ..RichPiece::default() }];
        let pieces =
            if written.contains(['[', '*', '_', '`', '<', '\\', '&']) { pieces(&written).unwrap_or_else(plain) } else { plain() };
        Self { written, pieces }
    }

    /// Its words alone.
    pub fn words(&self) -> String {
        self.pieces.iter().map(|piece| piece.words.as_str()).collect()
    }
}

impl RichPiece {
    /// Whether they are stressed at all.
    pub fn is_stressed(&self) -> bool {
        self.emphasis || self.strong
    }

    /// Whether they look unlike plain words.
    pub fn is_set_apart(&self) -> bool {
        self.is_stressed() || self.code
    }

    fn looks_like(&self, other: &Self) -> bool {
        let look = |piece: &Self| (piece.emphasis, piece.strong, piece.code);
        self.link == other.link && look(self) == look(other)
    }
}

fn beyond(text: &str) -> Option<&'static str> {
    let struck = || text.contains("~~").then_some("struck-out words");
    // An address that is nowhere given is one that stands elsewhere.
    let elsewhere = |_: BrokenLink<'_>| Some(("#".into(), "".into()));
    Parser::new_with_broken_link_callback(text.trim(), Options::empty(), Some(elsewhere)).find_map(named).or_else(struck)
}

/// What an event is, where it is neither words nor links, emphasis and code.
fn named(event: Event<'_>) -> Option<&'static str> {
    Some(match event {
        Event::Html(_) | Event::InlineHtml(_) => "a tag of HTML",
        Event::HardBreak => "a line that is broken by hand",
        Event::Rule => "a rule",
        Event::Start(Tag::Image { .. }) => "a picture",
        Event::Start(Tag::List(_)) => "a list",
        Event::Start(Tag::Heading { .. }) => "a heading",
        Event::Start(Tag::BlockQuote(_)) => "a block quotation",
        Event::Start(Tag::CodeBlock(_)) => "a listing",
        Event::Start(Tag::Link {
            link_type: LinkType::Reference | LinkType::ReferenceUnknown | LinkType::Collapsed | LinkType::Shortcut,
            ..
        }) => "a link whose address stands elsewhere",
        _ => return None,
    })
}

/// The words of a line of Markdown in stretches; `None` where it is no mere paragraph of words, links, emphasis and code.
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
            Event::Code(words) => add(&mut pieces, &words, &RichPiece { code: true, ..look.clone() }),
            Event::SoftBreak => add(&mut pieces, "\n", &look),
            _ => return None,
        }
    }
    Some(pieces)
}

fn add(pieces: &mut Vec<RichPiece>, words: &str, look: &RichPiece) {
    match pieces.last_mut() {
        Some(last) if last.looks_like(look) => last.words.push_str(words),
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
    fn what_no_format_can_be_sure_to_hold_is_named() {
        for (text, named) in [
            ("Ask *us* in `code`, or [read](/policy).", None),
            ("We <b>may</b> earn.", Some("a tag of HTML")),
            ("* We may earn.", Some("a list")),
            ("\\* We may earn.", None),
            ("## We may earn.", Some("a heading")),
            ("Read [our policy][p].\n\n[p]: /policy", Some("a link whose address stands elsewhere")),
            ("Read [our policy][p], and note [1].", Some("a link whose address stands elsewhere")),
            ("We [1] may earn.", None),
            ("We ~~may~~ earn.", Some("struck-out words")),
            ("See ![a boat](boat.png).", Some("a picture")),
        ] {
            assert_eq!(RichText::new(text).beyond(), named, "{text}");
        }
    }

    #[test]
    fn what_is_no_paragraph_in_markdown_is_plain_words() {
        for text in ["* Links with a star may earn us money.", "We <b>may</b> *earn*.", "1. We [1] may earn.", "a_b and c_d"] {
            assert_eq!(RichText::new(text).words(), text);
        }
        assert!(RichText::new(" \n").paragraphs().is_empty());
    }
}
