//! Reads the stories of a Word file: walks over their XML and makes a line of each paragraph.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::elements::{Elements, WordTag, XmlStep, is_on};
use super::fields::Fields;
use super::line::{CellPlace, WordLine, WordLook, WordPiece, WordRun};
use super::package::{WordPart, unescaped_attribute};
use crate::text::unreadable::Unreadable;

/// The lines of all stories that were read.
#[derive(Default)]
pub(super) struct Stories {
    pub(super) lines: Vec<WordLine>,
    pub(super) runs: Vec<WordRun>,
    tables: u32,
}

impl Stories {
    /// Reads a story; its lines are appended to the text.
    pub(super) fn take(
        &mut self,
        number: usize,
        part: &WordPart,
        targets: &[(String, String)],
        text: &mut String,
    ) -> Result<(), Unreadable> {
        let mut elements = Elements::of(part);
        let mut story =
            Story { read: self, number, targets, text, open: Vec::new(), tables: Vec::new(), note: None, pending: Vec::new() };
        while let Some(step) = elements.step()? {
            match step {
                XmlStep::Open { tag, start, at, is_empty } => {
                    let is_skipped = story.skips(tag, &start, elements.around());
                    if is_skipped {
                        elements.skip()?;
                    } else {
                        story.enter(tag, &start, (at, is_empty), elements.around());
                    }
                }
                XmlStep::Close { tag, at } => story.leave(tag, at, elements.around()),
                XmlStep::Text { text, at, is_exact } => story.text(&text, at, is_exact, elements.around()),
            }
        }
        Ok(())
    }
}

/// A story in the reading.
struct Story<'s> {
    read: &'s mut Stories,
    number: usize,
    targets: &'s [(String, String)],
    text: &'s mut String,
    /// The paragraphs that are open: one in the other where it stands in a text box.
    open: Vec<OpenParagraph>,
    /// The tables that are open, with the row and cell of each.
    tables: Vec<CellPlace>,
    /// The note that is open.
    note: Option<String>,
    /// Comments that begin before the next paragraph.
    pending: Vec<String>,
}

/// A paragraph in the reading.
#[derive(Default)]
struct OpenParagraph {
    line: WordLine,
    text: String,
    /// Lines of text boxes in it.
    boxes: Vec<(WordLine, String)>,
    fields: Fields,
    /// Links that are open: where they begin, and the address.
    links: Vec<(usize, String)>,
    /// Comments that are open: where they begin, and the id.
    comments: Vec<(usize, String)>,
    /// The run that is open, and where its text begins.
    run: Option<usize>,
    from: usize,
    /// Where its properties begin in the XML; how they set it apart, and the id of its style.
    properties: usize,
    marks: Vec<WordLook>,
    looks: Option<String>,
    /// The element of text that is open.
    element: Option<(usize, usize)>,
    /// Whether the end of the paragraph is deleted: what follows goes on in it.
    goes_on: bool,
    is_ended: bool,
}

impl Story<'_> {
    /// Whether an element is no part of what a reader sees, or says how something was before.
    fn skips(&mut self, tag: WordTag<'_>, start: &BytesStart<'_>, around: &[WordTag<'_>]) -> bool {
        match tag {
            "moveFrom" | "mc:Fallback" | "sectPr" | "tblPr" | "tblGrid" | "tcPr" | "trPr" | "sdtPr" | "rt" | "pPrChange"
            | "rPrChange" | "sectPrChange" | "numberingChange" | "background" => true,
            "del" if is_within(around, "pPr") => {
                self.open.iter_mut().next_back().into_iter().for_each(|open| open.goes_on = true);
                true
            }
            "del" => true,
            "footnote" | "endnote" => unescaped_attribute(start, "type").is_some_and(|sort| sort != "normal"),
            _ => false,
        }
    }

    fn enter(&mut self, tag: WordTag<'_>, start: &BytesStart<'_>, (at, is_empty): (Range<usize>, bool), around: &[WordTag<'_>]) {
        match tag {
            "p" => self.paragraph(at, is_empty, around),
            "tbl" => {
                self.tables.push(CellPlace { table: self.read.tables, row: u32::MAX, column: u32::MAX });
                self.read.tables += 1;
            }
            "tr" => self.tables.iter_mut().next_back().into_iter().for_each(|place| {
                (place.row, place.column) = (place.row.wrapping_add(1), u32::MAX);
            }),
            "tc" => self.tables.iter_mut().next_back().into_iter().for_each(|place| place.column = place.column.wrapping_add(1)),
            "footnote" | "endnote" => self.note = Some(note(tag, start)),
            "commentRangeStart" => {
                let id = unescaped_attribute(start, "id").unwrap_or_default();
                match self.open.last_mut() {
                    Some(open) => open.comments.push((open.text.len(), id)),
                    None => self.pending.push(id),
                }
            }
            _ => {
                let targets = self.targets;
                let Some(open) = self.open.last_mut() else { return };
                match is_within(around, "pPr") {
                    true => open.property(tag, start, at),
                    false if tag == "r" => open.begin_run(at, around, &mut self.read.runs),
                    false if tag == "hyperlink" => {
                        let id = unescaped_attribute(start, "id");
                        let target = targets.iter().find(|(other, _)| Some(other) == id.as_ref());
                        open.links.push((open.text.len(), target.map(|(_, target)| target.clone()).unwrap_or_default()));
                    }
                    false => open.enter(tag, start, at, is_empty),
                }
            }
        }
    }

    fn paragraph(&mut self, at: Range<usize>, is_empty: bool, around: &[WordTag<'_>]) {
        let boxed = self.open.last().filter(|outer| !outer.is_ended).map(|outer| {
            outer.line.boxed.unwrap_or_else(|| outer.run.map_or(outer.line.xml.start, |run| self.read.runs[run].xml.start))
        });
        let outer = &around[..around.len() - 1];
        let line = WordLine {
            story: self.number,
            xml: at.clone(),
            content: (!is_empty).then_some(at.end),
            cell: self.tables.last().copied().filter(|_| boxed.is_none()),
            boxed,
            note: self.note.clone(),
            is_top: outer.last() == Some(&"body"),
            ..WordLine::default()
        };
        let comments = std::mem::take(&mut self.pending);
        match self.open.last_mut().filter(|open| open.is_ended) {
            // The end of the one before is deleted: both are one, with the looks of the second.
            Some(open) => {
                (open.is_ended, open.goes_on) = (false, false);
                open.line = WordLine {
                    pieces: std::mem::take(&mut open.line.pieces),
                    links: std::mem::take(&mut open.line.links),
                    notes: std::mem::take(&mut open.line.notes),
                    marks: std::mem::take(&mut open.line.marks),
                    looks: std::mem::take(&mut open.line.looks),
                    comments: std::mem::take(&mut open.line.comments),
                    is_top: false,
                    ..line
                };
                let here = open.text.len();
                open.comments.extend(comments.into_iter().map(|id| (here, id)));
            }
            None => {
                let comments = comments.into_iter().map(|id| (0, id)).collect();
                self.open.push(OpenParagraph { line, comments, ..OpenParagraph::default() });
            }
        }
    }

    fn leave(&mut self, tag: WordTag<'_>, at: Range<usize>, around: &[WordTag<'_>]) {
        match tag {
            "p" => {
                let Some(open) = self.open.last_mut() else { return };
                open.line.xml.end = at.end.max(open.line.xml.end);
                open.is_ended = open.goes_on;
                if !open.goes_on {
                    self.end_paragraph();
                }
            }
            // What was to go on finds nothing there.
            "tc" | "txbxContent" | "footnote" | "endnote" | "body" => {
                if self.open.last().is_some_and(|open| open.is_ended) {
                    self.end_paragraph();
                }
                if tag == "footnote" || tag == "endnote" {
                    self.note = None;
                }
            }
            "tbl" => drop(self.tables.pop()),
            _ => {
                if let Some(open) = self.open.last_mut() {
                    open.leave(tag, at, around, &mut self.read.runs);
                }
            }
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let here = open.text.len();
        let fields = open.fields.links(here);
        let links = std::mem::take(&mut open.links).into_iter().map(|(from, target)| (from..here, target)).chain(fields);
        open.line.links.extend(links.filter(|(_, target)| !target.is_empty()));
        open.line.links.sort_by_key(|(at, _)| at.start);
        open.line.comments.extend(std::mem::take(&mut open.comments).into_iter().map(|(from, id)| (from..here, id)));
        let own = (std::mem::take(&mut open.line), std::mem::take(&mut open.text));
        let all = std::iter::once(own).chain(open.boxes);
        match self.open.last_mut() {
            Some(outer) => outer.boxes.extend(all),
            None => all.for_each(|(mut line, text)| {
                line.shift(self.text.len());
                line.at = self.text.len()..self.text.len() + text.len();
                self.text.push_str(&text);
                self.text.push('\n');
                self.read.lines.push(line);
            }),
        }
    }

    fn text(&mut self, text: &str, at: Range<usize>, is_exact: bool, around: &[WordTag<'_>]) {
        let Some(open) = self.open.last_mut() else { return };
        match around.last() {
            Some(&"t") => open.push(text, at, is_exact, true),
            Some(&"instrText") => open.fields.instruct(text),
            _ => {}
        }
    }
}

impl OpenParagraph {
    /// A property of the paragraph.
    fn property(&mut self, tag: WordTag<'_>, start: &BytesStart<'_>, at: Range<usize>) {
        let value = || unescaped_attribute(start, "val");
        let number = || value().and_then(|value| value.parse::<u32>().ok());
        match tag {
            "pPr" => self.line.properties = Some(at),
            "pStyle" => self.line.style = value(),
            "outlineLvl" => self.line.outline = number().filter(|level| *level < 9).map(|level| level + 1),
            "ilvl" => self.line.list = Some((self.line.list.map_or(0, |(list, _)| list), number().unwrap_or_default())),
            "numId" => self.line.list = Some((number().unwrap_or_default(), self.line.list.map_or(0, |(_, depth)| depth))),
            _ => {}
        }
    }

    fn begin_run(&mut self, at: Range<usize>, around: &[WordTag<'_>], runs: &mut Vec<WordRun>) {
        let outer = &around[..around.len() - 1];
        let is_plain = matches!(outer, [.., "p"] | [.., "p", "hyperlink"]);
        (self.run, self.from) = (Some(runs.len()), self.text.len());
        self.marks.clear();
        runs.push(WordRun { tag: at.len(), xml: at, properties: None, is_plain });
    }

    fn enter(&mut self, tag: WordTag<'_>, start: &BytesStart<'_>, at: Range<usize>, is_empty: bool) {
        let value = |name: &str| unescaped_attribute(start, name);
        let mut sign = |sign: &str| {
            self.element = Some((at.start, at.len()));
            self.push(sign, at.clone(), false, false);
            self.element = None;
        };
        match tag {
            "t" if !is_empty => self.element = Some((at.start, at.len())),
            "tab" | "ptab" => sign("\t"),
            "br" | "cr" => sign(" "),
            "noBreakHyphen" => sign("\u{2011}"),
            "footnoteReference" | "endnoteReference" => {
                let here = self.text.len();
                self.line.notes.push((here, self.run.unwrap_or_default(), note(tag, start)));
            }
            "rStyle" => self.looks = value("val"),
            "rPr" => self.properties = at.start,
            "b" if is_on(start) => self.marks.push(WordLook::Bold),
            "i" if is_on(start) => self.marks.push(WordLook::Italic),
            "strike" | "dstrike" if is_on(start) => self.marks.push(WordLook::Struck),
            "vanish" if is_on(start) => self.marks.push(WordLook::Hidden),
            "fldSimple" => self.fields.simple(&value("instr").unwrap_or_default(), self.text.len()),
            "fldChar" => {
                let (sort, here) = (value("fldCharType").unwrap_or_default(), self.text.len());
                self.line.links.extend(self.fields.turn(&sort, here));
            }
            "commentRangeEnd" => {
                let (id, here) = (value("id"), self.text.len());
                if let Some(number) = self.comments.iter().rposition(|(_, other)| Some(other) == id.as_ref()) {
                    let (from, id) = self.comments.remove(number);
                    self.line.comments.push((from..here, id));
                }
            }
            "commentReference" => {
                let (id, here) = (value("id").unwrap_or_default(), self.text.len());
                let mut known = self.line.comments.iter().map(|(_, id)| id).chain(self.comments.iter().map(|(_, id)| id));
                if !known.any(|other| *other == id) {
                    self.line.comments.push((here..here, id));
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, tag: WordTag<'_>, at: Range<usize>, around: &[WordTag<'_>], runs: &mut [WordRun]) {
        let here = self.text.len();
        match tag {
            "pPr" => {
                let end = at.end;
                if let Some(properties) = &mut self.line.properties {
                    properties.end = end.max(properties.end);
                    self.line.content = Some(properties.end);
                }
            }
            "t" => self.element = None,
            "rPr" if !is_within(around, "pPr") => {
                if let Some(run) = self.run.and_then(|run| runs.get_mut(run)) {
                    run.properties = Some(self.properties..at.end);
                }
            }
            "r" => {
                if let Some(run) = self.run.take().and_then(|run| runs.get_mut(run)) {
                    run.xml.end = at.end.max(run.xml.end);
                }
                let from = self.from;
                let (marks, looks) = (std::mem::take(&mut self.marks), self.looks.take());
                self.line.looks.extend(looks.filter(|_| from < here).map(|looks| (from..here, looks)));
                marks.into_iter().filter(|_| from < here).for_each(|sort| self.mark(from..here, sort));
            }
            "hyperlink" => {
                let link = self.links.pop().filter(|(_, target)| !target.is_empty());
                self.line.links.extend(link.map(|(from, target)| (from..here, target)));
            }
            "fldSimple" => self.line.links.extend(self.fields.turn("end", here)),
            _ => {}
        }
    }

    /// Sets a stretch apart; it joins one that ends where it begins.
    fn mark(&mut self, at: Range<usize>, sort: WordLook) {
        let before = self.line.marks.iter_mut().rev().take(4).find(|(other, same)| *same == sort && other.end == at.start);
        match before {
            Some((before, _)) => before.end = at.end,
            None => self.line.marks.push((at, sort)),
        }
    }

    fn push(&mut self, text: &str, xml: Range<usize>, exact: bool, is_text: bool) {
        let (Some(run), Some(element)) = (self.run, self.element) else { return };
        if text.is_empty() || !self.fields.is_seen() {
            return;
        }
        let at = self.text.len()..self.text.len() + text.len();
        self.text.push_str(text);
        self.line.pieces.push(WordPiece { at, xml, element, is_text, exact, run });
    }
}

/// The name of a note: those at the end have a series of their own.
fn note(tag: WordTag<'_>, start: &BytesStart<'_>) -> String {
    format!("{}{}", &tag[..1], unescaped_attribute(start, "id").unwrap_or_default())
}

fn is_within(around: &[WordTag<'_>], tag: &str) -> bool {
    // Properties stand right in what they are of: nothing else goes deeper.
    around.iter().rev().take(4).any(|other| *other == tag)
}
