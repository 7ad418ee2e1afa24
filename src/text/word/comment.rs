//! The comments of a Word file.

use std::ops::Range;

use super::elements::{Elements, XmlStep};
use super::package::{WordPart, unescaped_attribute};
use crate::text::unreadable::Unreadable;

/// What the tracked changes and comments of copydesk's are signed with.
pub const AUTHOR: &str = "copydesk";

/// A comment in the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordComment {
    /// Its id, which the document names it by.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// What it says; its paragraphs are lines.
    pub text: String,
    /// The names of its paragraphs, by which other parts know it.
    pub paragraphs: Vec<String>,
    /// All its bytes in the part that holds the comments.
    pub xml: Range<usize>,
}

impl WordComment {
    /// Whether copydesk wrote it.
    pub fn is_ours(&self) -> bool {
        self.author == AUTHOR
    }
}

/// Reads the comments of a file.
pub(super) fn read(part: &WordPart) -> Result<Vec<WordComment>, Unreadable> {
    let mut elements = Elements::of(part);
    let mut comments: Vec<WordComment> = Vec::new();
    while let Some(step) = elements.step()? {
        let around = elements.around();
        match step {
            XmlStep::Open { tag: "comment", start, at, .. } => comments.push(WordComment {
                id: unescaped_attribute(&start, "id").unwrap_or_default(),
                author: unescaped_attribute(&start, "author").unwrap_or_default(),
                text: String::new(),
                paragraphs: Vec::new(),
                xml: at,
            }),
            XmlStep::Open { tag: "p", start, .. } => {
                if let Some(comment) = comments.last_mut() {
                    if !comment.paragraphs.is_empty() || !comment.text.is_empty() {
                        comment.text.push('\n');
                    }
                    comment.paragraphs.push(unescaped_attribute(&start, "paraId").unwrap_or_default());
                }
            }
            XmlStep::Close { tag: "comment", at } => {
                comments.iter_mut().next_back().into_iter().for_each(|comment| comment.xml.end = at.end.max(comment.xml.end));
            }
            XmlStep::Text { text, .. } if around.last() == Some(&"t") => {
                comments.iter_mut().next_back().into_iter().for_each(|comment| comment.text.push_str(&text));
            }
            _ => {}
        }
    }
    Ok(comments)
}
