//! Edits as tracked changes: what goes is marked as deleted, what comes as inserted, and Word’s reader accepts or rejects each.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::marks::name_of;
use super::xml::{Splices, WordNames, escaped};
use crate::finding::Edit;
use crate::text::{AUTHOR, WordFile, WordLine, WordPiece};

/// What may stand in a run that is written anew.
const SIMPLE: [&str; 9] = ["rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "delText"];
/// What a paragraph may not hold to be deleted as a whole: it would stay there.
const HELD: [&str; 12] = [
    "drawing>",
    "pict>",
    "object>",
    "sectPr",
    "footnoteReference",
    "endnoteReference",
    "oMath",
    ":sym ",
    "fldSimple",
    "fldChar",
    "type=\"page\"",
    "type=\"column\"",
];

/// What is to be done to a file.
#[derive(Debug, Default)]
pub(super) struct TrackedChanges {
    runs: BTreeMap<usize, RunChange>,
    /// New paragraphs: the byte of the XML, and the words of each.
    paragraphs: Vec<(usize, String)>,
    /// The numbers of the lines that go.
    gone: Vec<usize>,
}

/// What is to be done to a run: bytes of the text that go, and words that come before a byte.
#[derive(Debug, Default)]
struct RunChange {
    line: usize,
    deleted: Vec<Range<usize>>,
    inserted: Vec<(usize, String)>,
}

impl TrackedChanges {
    /// Plans one more edit; why it cannot be written, where it cannot.
    pub(super) fn plan(&mut self, word: &WordFile, edit: &Edit) -> Result<(), &'static str> {
        let (from, to) = (edit.span.start(), edit.span.end());
        let number = word.lines.partition_point(|line| line.at.start <= from).checked_sub(1).ok_or(NOWHERE)?;
        let line = &word.lines[number];
        let is_empty = edit.span.is_empty();
        if line.story > 0 {
            return Err("it stands in a note");
        }
        match edit.text.as_str() {
            text if is_empty && text.ends_with('\n') && from == line.at.start => self.paragraphs(line, line.xml.start, text),
            text if is_empty && text.starts_with('\n') && from == line.at.end => self.paragraphs(line, line.xml.end, text),
            "" if from == line.at.start && to > line.at.end => self.lines(word, number, to),
            text if to <= line.at.end && !text.contains('\n') => self.words(word, number, from..to, text),
            _ => Err("it would join or part paragraphs"),
        }
    }

    /// New paragraphs beside a line.
    fn paragraphs(&mut self, line: &WordLine, at: usize, text: &str) -> Result<(), &'static str> {
        if !line.is_top {
            return Err("no paragraph can be written there");
        }
        let new = text.trim_matches('\n').split('\n').filter(|text| !text.is_empty());
        self.paragraphs.extend(new.map(|text| (at, text.to_owned())));
        Ok(())
    }

    /// Whole lines go, up to a byte of the text.
    fn lines(&mut self, word: &WordFile, first: usize, to: usize) -> Result<(), &'static str> {
        let last = word.lines.partition_point(|line| line.at.start < to);
        for number in first..last {
            let line = &word.lines[number];
            let xml = &word.stories[0].xml[line.xml.clone()];
            let is_whole = line.at.end < to && line.is_top && line.story == 0;
            if !is_whole || HELD.iter().any(|held| xml.contains(held)) {
                return Err("more than words stands there");
            }
            if !line.at.is_empty() {
                self.words(word, number, line.at.clone(), "")?;
            }
            self.gone.push(number);
        }
        Ok(())
    }

    /// Words of a line go, and others come in their place.
    fn words(&mut self, word: &WordFile, number: usize, range: Range<usize>, text: &str) -> Result<(), &'static str> {
        let line = &word.lines[number];
        let touches = |piece: &&WordPiece| piece.at.start < range.end && range.start < piece.at.end;
        let mut runs: Vec<usize> = line.pieces.iter().filter(touches).map(|piece| piece.run).collect();
        if range.is_empty() {
            let beside = line.pieces.iter().rev().find(|piece| piece.at.start < range.start).or(line.pieces.first());
            runs.extend(beside.map(|piece| piece.run));
        }
        runs.dedup();
        if line
            .pieces
            .iter()
            .filter(touches)
            .any(|piece| !piece.exact && (piece.at.start < range.start || range.end < piece.at.end))
        {
            return Err("it begins or ends inside a sign");
        }
        let end_of = |run: usize| line.pieces.iter().rev().find(|piece| piece.run == run).map_or(range.end, |piece| piece.at.end);
        for (nth, run) in runs.iter().copied().enumerate() {
            if !word.runs[run].is_plain || !is_simple(&word.stories[0].xml, &word.runs[run].xml, word.runs[run].tag) {
                return Err("its words stand in a field, a tracked change or the like");
            }
            let change = self.runs.entry(run).or_default();
            change.line = number;
            if !range.is_empty() {
                change.deleted.push(range.clone());
            }
            if nth == 0 && !text.is_empty() {
                change.inserted.push((range.end.min(end_of(run)), text.to_owned()));
            }
        }
        if runs.is_empty() { Err(NOWHERE) } else { Ok(()) }
    }

    /// The main story with the changes in it.
    pub(super) fn laid(&self, word: &WordFile, date: &str) -> String {
        let xml = word.stories[0].xml.as_str();
        let mut pen = Pen { xml, names: WordNames::of(xml), date, next: next_id(xml) };
        let mut splices = Splices::default();
        for (run, change) in &self.runs {
            let pieces: Vec<&WordPiece> = word.lines[change.line].pieces.iter().filter(|piece| piece.run == *run).collect();
            splices.replace(word.runs[*run].xml.clone(), &pen.run(word, *run, &pieces, change));
        }
        for number in &self.gone {
            pen.end_of_paragraph(&word.lines[*number], &mut splices);
        }
        for (at, text) in &self.paragraphs {
            let (mark, own) = (pen.tag("ins"), pen.tag("ins"));
            let words = pen.names.written(&format!(
                "<w:p><w:pPr><w:rPr>{mark}/></w:rPr></w:pPr>{own}><w:r><w:t xml:space=\"preserve\">\u{1}</w:t></w:r></w:ins></w:p>"
            ));
            splices.insert(*at, &words.replace('\u{1}', &escaped(text)));
        }
        splices.laid(xml)
    }
}

const NOWHERE: &str = "no text of the document stands there";

/// Whether a run holds text and nothing else.
fn is_simple(xml: &str, run: &Range<usize>, tag: usize) -> bool {
    let inner = xml.get(run.start + tag..run.end).unwrap_or_default();
    let inner = &inner[..inner.rfind("</").unwrap_or(0)];
    let mut reader = Reader::from_str(inner);
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if depth > 0 || SIMPLE.contains(&tag.local_name().as_ref()) => depth += 1,
            Ok(Event::Empty(tag)) if depth > 0 || SIMPLE.contains(&tag.local_name().as_ref()) => {}
            Ok(Event::Start(_) | Event::Empty(_)) | Err(_) => return false,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return true,
            Ok(_) => {}
        }
    }
}

/// The first number that no tracked change and no mark has.
fn next_id(xml: &str) -> u64 {
    let ids = xml.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<u64>().ok());
    ids.filter(|id| *id < u64::from(u32::MAX / 2)).max().map_or(1, |last| last + 1)
}

/// What becomes of a stretch of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RunFate {
    Stays,
    Goes,
    Comes,
}

/// Writes tracked changes.
struct Pen<'x> {
    xml: &'x str,
    names: WordNames,
    date: &'x str,
    next: u64,
}

impl Pen<'_> {
    /// The start tag of a change, but for its end.
    fn tag(&mut self, name: &str) -> String {
        self.next += 1;
        format!("<w:{name} w:id=\"{}\" w:author=\"{AUTHOR}\" w:date=\"{}\"", self.next - 1, self.date)
    }

    /// A run with its changes: parts that stay, go and come.
    fn run(&mut self, word: &WordFile, run: usize, pieces: &[&WordPiece], change: &RunChange) -> String {
        let mut stretches: Vec<(RunFate, String)> = Vec::new();
        let mut add = |fate: RunFate, content: String| match stretches.last_mut().filter(|(last, _)| *last == fate) {
            Some((_, all)) => all.push_str(&content),
            None => stretches.push((fate, content)),
        };
        let mut comes: Vec<&(usize, String)> = change.inserted.iter().collect();
        comes.sort_by_key(|(at, _)| *at);
        let mut comes = comes.into_iter().peekable();
        for piece in pieces {
            let mut cuts: Vec<usize> = change.deleted.iter().flat_map(|range| [range.start, range.end]).collect();
            cuts.extend(change.inserted.iter().map(|(at, _)| *at));
            cuts.retain(|at| piece.at.start < *at && *at < piece.at.end);
            cuts.extend([piece.at.start, piece.at.end]);
            cuts.sort_unstable();
            cuts.dedup();
            for pair in cuts.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                while let Some((_, text)) = comes.next_if(|(at, _)| *at <= from) {
                    add(RunFate::Comes, self.text(text, false));
                }
                let goes = change.deleted.iter().any(|range| range.start <= from && to <= range.end);
                add(if goes { RunFate::Goes } else { RunFate::Stays }, self.content(piece, from..to, goes));
            }
        }
        comes.for_each(|(_, text)| add(RunFate::Comes, self.text(text, false)));
        let own = &word.runs[run];
        let tag = &self.xml[own.xml.start..own.xml.start + own.tag];
        let head = format!("{tag}{}", own.properties.clone().map_or("", |range| &self.xml[range]));
        let end = format!("</{}>", name_of(tag));
        let mut written = String::new();
        for (fate, content) in stretches {
            let whole = format!("{head}{content}{end}");
            let name = match fate {
                RunFate::Stays => {
                    written.push_str(&whole);
                    continue;
                }
                RunFate::Goes => "del",
                RunFate::Comes => "ins",
            };
            let around = format!("{}>\u{1}</w:{name}>", self.tag(name));
            written.push_str(&self.names.written(&around).replace('\u{1}', &whole));
        }
        written
    }

    /// Bytes of the text that a piece holds, as XML.
    fn content(&self, piece: &WordPiece, range: Range<usize>, goes: bool) -> String {
        if !piece.is_text {
            return self.xml[piece.xml.clone()].to_owned();
        }
        let xml = match piece.exact {
            true => {
                let start = piece.xml.start + (range.start - piece.at.start);
                &self.xml[start..start + range.len()]
            }
            false => &self.xml[piece.xml.clone()],
        };
        self.element(xml, goes)
    }

    fn text(&self, text: &str, goes: bool) -> String {
        self.element(&escaped(text), goes)
    }

    fn element(&self, xml: &str, goes: bool) -> String {
        let name = if goes { "delText" } else { "t" };
        self.names.written(&format!("<w:{name} xml:space=\"preserve\">\u{1}</w:{name}>")).replace('\u{1}', xml)
    }

    /// Marks the end of a paragraph as deleted.
    fn end_of_paragraph(&mut self, line: &WordLine, splices: &mut Splices) {
        let mark = format!("{}/>", self.tag("del"));
        let within = format!("<w:rPr>{mark}</w:rPr>");
        let Some(properties) = line.properties.clone() else {
            let own = format!("<w:pPr>{within}</w:pPr>");
            return match line.content {
                Some(at) => splices.insert(at, &self.names.written(&own)),
                None => {
                    let tag = &self.xml[line.xml.clone()];
                    let slash = tag.rfind('/').unwrap_or(tag.len());
                    let end = format!(">{}</{}>", self.names.written(&own), name_of(tag));
                    splices.replace(line.xml.start + slash..line.xml.end, &end);
                }
            };
        };
        let own = &self.xml[properties.clone()];
        let change = own.find("pPrChange").and_then(|at| own[..at].rfind('<'));
        let before = &own[..change.unwrap_or(own.len())];
        // Properties of the end of the paragraph are there, or are written last.
        match before.find("rPr>").filter(|at| !before[..*at].ends_with('/')) {
            Some(at) => splices.insert(properties.start + at + 4, &self.names.written(&mark)),
            None if own.ends_with("/>") => {
                let end = format!(">{}</{}>", self.names.written(&within), name_of(own));
                splices.replace(properties.end - 2..properties.end, &end);
            }
            None => {
                let at = change.or_else(|| own.rfind("</")).unwrap_or(own.len());
                splices.insert(properties.start + at, &self.names.written(&within));
            }
        }
    }
}
