//! WordMarks between the words of a Word file: where a mark falls inside a run, the run is cut in two that look the same.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::Splices;
use crate::text::{WordFile, WordLine, WordPiece};

/// WordMarks that are put into the main story of a file.
pub(super) struct WordMarks<'w> {
    word: &'w WordFile,
    /// What is put between runs, by byte.
    between: BTreeMap<usize, String>,
    /// What is put inside of runs, by byte, with what ends the run before and begins it again behind.
    inside: BTreeMap<usize, (String, String, String)>,
    /// Elements of text that are cut: where their start tags end. The spaces at both ends of a cut would be lost.
    cut: BTreeSet<usize>,
    /// Paragraphs that are a single tag, and what is put into them.
    opened: BTreeMap<usize, (usize, String)>,
}

impl<'w> WordMarks<'w> {
    pub(super) fn new(word: &'w WordFile) -> Self {
        Self { word, between: BTreeMap::new(), inside: BTreeMap::new(), cut: BTreeSet::new(), opened: BTreeMap::new() }
    }

    fn xml(&self) -> &'w str {
        self.word.stories.first().map_or("", |story| story.xml.as_str())
    }

    /// Puts a mark before a byte of the text, which is in this line.
    pub(super) fn before(&mut self, line: &WordLine, at: usize, mark: &str) {
        let Some(number) = line.pieces.iter().position(|piece| at < piece.at.end) else { return self.at_end(line, mark) };
        let piece = &line.pieces[number];
        let run = &self.word.runs[piece.run];
        let is_first = number.checked_sub(1).is_none_or(|before| line.pieces[before].run != piece.run);
        match at <= piece.at.start {
            true if is_first => self.between.entry(run.xml.start).or_default().push_str(mark),
            true => self.cut_between(piece, mark),
            false => self.cut_text(piece, at, mark),
        }
    }

    /// Puts a mark behind the byte of the text before this one, which is in this line.
    pub(super) fn behind(&mut self, line: &WordLine, at: usize, mark: &str) {
        let Some(number) = line.pieces.iter().rposition(|piece| piece.at.start < at) else { return self.at_end(line, mark) };
        let piece = &line.pieces[number];
        let run = &self.word.runs[piece.run];
        let next = line.pieces.get(number + 1).filter(|next| next.run == piece.run);
        match (at >= piece.at.end, next) {
            (true, None) => self.between.entry(run.xml.end).or_default().push_str(mark),
            (true, Some(next)) => self.cut_between(next, mark),
            (false, _) => self.cut_text(piece, at, mark),
        }
    }

    /// Puts a mark before a byte of the XML, where a run begins or ends.
    pub(super) fn beside_run(&mut self, at: usize, mark: &str) {
        self.between.entry(at).or_default().push_str(mark);
    }

    /// Puts a mark at the end of a line.
    pub(super) fn at_end(&mut self, line: &WordLine, mark: &str) {
        let last = line.pieces.last().map(|piece| self.word.runs[piece.run].xml.end);
        match last.or(line.content) {
            Some(at) => self.between.entry(at).or_default().push_str(mark),
            None => {
                let opened = self.opened.entry(line.xml.start).or_insert((line.xml.end, String::new()));
                opened.1.push_str(mark);
            }
        }
    }

    /// Puts a mark between two elements of a run.
    fn cut_between(&mut self, next: &WordPiece, mark: &str) {
        let (element, length) = next.element;
        // Two pieces of one element are parted in its text.
        match next.xml.start > element + length && next.is_text {
            true => self.cut_text(next, next.at.start, mark),
            false => {
                let (end, begin) = self.again(next.run);
                self.inside.entry(element).or_insert((end, String::new(), begin)).1.push_str(mark);
            }
        }
    }

    /// Puts a mark into the text of an element.
    fn cut_text(&mut self, piece: &WordPiece, at: usize, mark: &str) {
        let place = if piece.exact { piece.xml.start + (at - piece.at.start) } else { piece.xml.start };
        let (element, length) = piece.element;
        let tag = &self.xml()[element..element + length];
        let name = name_of(tag);
        if !tag.contains("xml:space") {
            self.cut.insert(element + length - 1);
        }
        let (end, begin) = self.again(piece.run);
        let (end, begin) = (format!("</{name}>{end}"), format!("{begin}<{name} xml:space=\"preserve\">"));
        self.inside.entry(place).or_insert((end, String::new(), begin)).1.push_str(mark);
    }

    /// What ends a run, and what begins it again.
    fn again(&self, run: usize) -> (String, String) {
        let run = &self.word.runs[run];
        let xml = self.xml();
        let tag = &xml[run.xml.start..run.xml.start + run.tag];
        let properties = run.properties.clone().map_or("", |range| &xml[range]);
        (format!("</{}>", name_of(tag)), format!("{tag}{properties}"))
    }

    /// The story with all marks in it.
    pub(super) fn laid(self) -> String {
        let xml = self.xml();
        let mut splices = Splices::default();
        for at in self.cut {
            splices.insert(at, " xml:space=\"preserve\"");
        }
        for (at, (end, marks, begin)) in self.inside {
            splices.insert(at, &format!("{end}{marks}{begin}"));
        }
        for (at, marks) in self.between {
            splices.insert(at, &marks);
        }
        for (start, (end, marks)) in self.opened {
            let tag = &xml[start..end];
            let slash = tag.rfind('/').unwrap_or(tag.len());
            splices.replace(start + slash..end, &format!(">{marks}</{}>", name_of(tag)));
        }
        splices.laid(xml)
    }
}

/// The name in a start tag, prefix and all.
pub(super) fn name_of(tag: &str) -> &str {
    tag.trim_start_matches('<').split([' ', '>', '/', '\t', '\n', '\r']).next().unwrap_or_default()
}
