//! A Word file (`.docx`): its text as lines, one for each paragraph, and the way back to the XML of its parts.

mod comment;
mod elements;
mod fields;
mod line;
mod package;
mod story;

use std::ops::Range;

pub use comment::{AUTHOR, WordComment};
pub use line::{CellPlace, WordLine, WordLook, WordPiece, WordRun};
pub use package::{Package, WordPart, relations_of};

use super::unreadable::Unreadable;
use package::unescaped_attribute;

/// A Word file that was read: the parts that hold text, and its lines.
#[derive(Debug, Clone)]
pub struct WordFile {
    /// The parts that hold text, the main one first: document, footnotes, endnotes.
    pub stories: Vec<WordPart>,
    /// The XML of its styles; empty where there is none.
    pub styles: String,
    /// Its comments.
    pub comments: Vec<WordComment>,
    /// Its paragraphs, in the order they are read: those of the document, then of its notes.
    pub lines: Vec<WordLine>,
    /// Its runs, which the pieces of lines name by number.
    pub runs: Vec<WordRun>,
    /// Its relationships by story: what an id leads to.
    links: Vec<Vec<(String, String)>>,
}

impl WordFile {
    /// Reads the bytes of a `.docx`; with it its text, each paragraph a line.
    ///
    /// # Errors
    /// Why it cannot be read, and what to do.
    pub fn read(bytes: &[u8]) -> Result<(Self, String), Unreadable> {
        let mut package = Package::open(bytes)?;
        let main = package.main()?;
        let name = main.name.clone();
        let (mut stories, mut links) = (vec![main], vec![package.links(&name)?]);
        for way in ["footnotes", "endnotes"] {
            if let Some(notes) = package.related(&name, way)? {
                links.push(package.links(&notes)?);
                stories.push(package.part(&notes)?);
            }
        }
        let styles = match package.related(&name, "styles")? {
            Some(name) => package.part(&name)?.xml,
            None => String::new(),
        };
        let comments = match package.related(&name, "comments")? {
            Some(name) => comment::read(&package.part(&name)?)?,
            None => Vec::new(),
        };
        let file = Self { stories, styles, comments, lines: Vec::new(), runs: Vec::new(), links };
        file.again()
    }

    /// The same file with other words in its stories, and its text.
    ///
    /// # Errors
    /// Why one of them cannot be read.
    pub fn with_stories(&self, xml: Vec<String>) -> Result<(Self, String), Unreadable> {
        let mut file = self.clone();
        for (story, xml) in file.stories.iter_mut().zip(xml) {
            story.xml = xml;
        }
        file.again()
    }

    fn again(mut self) -> Result<(Self, String), Unreadable> {
        let mut text = String::new();
        let mut read = story::Stories::default();
        for (number, story) in self.stories.iter().enumerate() {
            read.take(number, story, &self.links[number], &mut text)?;
        }
        (self.lines, self.runs) = (read.lines, read.runs);
        Ok((self, text))
    }

    /// The line that holds a byte of the text.
    pub fn line_at(&self, at: usize) -> Option<&WordLine> {
        let next = self.lines.partition_point(|line| line.at.start <= at);
        self.lines.get(next.checked_sub(1)?)
    }

    /// The name of the part that a byte of the text stands in.
    pub fn part_at(&self, at: usize) -> &str {
        let story = self.line_at(at).map_or(0, |line| line.story);
        self.stories.get(story).map_or("", |story| story.name.as_str())
    }

    /// The bytes of its part, as it is encoded in UTF-8, that a range of the text stands for.
    pub fn xml(&self, range: Range<usize>) -> Range<usize> {
        let Some(line) = self.line_at(range.start) else { return 0..0 };
        let mark = self.stories.get(line.story).map_or(0, WordPart::mark);
        let start = line.xml_at(range.start, false);
        let last = self.line_at(range.end.max(range.start + 1) - 1).filter(|last| last.story == line.story).unwrap_or(line);
        let end = if range.is_empty() { start } else { last.xml_at(range.end, true) };
        start + mark..end.max(start) + mark
    }
}

/// The value of an attribute of a start tag, by its name without a prefix.
pub fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    unescaped_attribute(tag, name)
}
