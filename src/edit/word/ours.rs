//! Takes our own comments out of a Word file, with their marks in the text; all others stay.

use std::collections::HashSet;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::xml::Splices;
use crate::text::word_attribute;

/// The elements that mark where a comment stands.
const BOUNDS: [&str; 2] = ["commentRangeStart", "commentRangeEnd"];
const REFERENCE: &str = "commentReference";
const RUN: &str = "r";
const PROPERTIES: &str = "rPr";

/// A run in the reading.
struct OpenRun {
    start: usize,
    /// How many things it holds beside its properties and marks of ours.
    others: usize,
    marks: Vec<Range<usize>>,
}

/// A story without the marks of these comments.
pub(super) fn unmarked(xml: &str, ids: &HashSet<&str>) -> String {
    let mut splices = Splices::default();
    let mut reader = Reader::from_str(xml);
    let (mut open, mut runs): (Vec<String>, Vec<OpenRun>) = (Vec::new(), Vec::new());
    // Where an element to be taken out began, and how deep.
    let mut going: Option<(usize, usize)> = None;
    loop {
        let from = reader.buffer_position() as usize;
        let Ok(event) = reader.read_event() else { break };
        let end = reader.buffer_position() as usize;
        let is_mark = |tag: &BytesStart<'_>| {
            let name = tag.local_name().as_ref().to_string();
            let is_one = name == REFERENCE || BOUNDS.contains(&name.as_str());
            is_one && word_attribute(tag, "id").is_some_and(|id| ids.contains(id.as_str()))
        };
        match event {
            Event::Start(tag) => {
                if going.is_none() && is_mark(&tag) {
                    going = Some((from, open.len()));
                } else if going.is_none() {
                    enter(&mut runs, &open, &tag, from);
                }
                open.push(tag.local_name().as_ref().to_string());
            }
            Event::Empty(tag) if going.is_none() => match is_mark(&tag) {
                true => take(&mut splices, &mut runs, &open, from..end),
                false => {
                    enter(&mut runs, &open, &tag, from);
                    if tag.local_name().as_ref() == RUN {
                        runs.pop();
                    }
                }
            },
            Event::End(tag) => {
                open.pop();
                match going {
                    Some((start, depth)) if open.len() == depth => {
                        going = None;
                        take(&mut splices, &mut runs, &open, start..end);
                    }
                    None if tag.local_name().as_ref() == RUN => leave(&mut splices, &mut runs, end),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    splices.laid(xml)
}

/// Counts what stands in a run, or begins one.
fn enter(runs: &mut Vec<OpenRun>, open: &[String], tag: &BytesStart<'_>, from: usize) {
    let name = tag.local_name().as_ref().to_string();
    if open.last().is_some_and(|outer| outer == RUN) && name != PROPERTIES {
        runs.iter_mut().next_back().into_iter().for_each(|run| run.others += 1);
    }
    if name == RUN {
        runs.push(OpenRun { start: from, others: 0, marks: Vec::new() });
    }
}

/// Takes a mark out, at once or with its run.
fn take(splices: &mut Splices, runs: &mut [OpenRun], open: &[String], range: Range<usize>) {
    match runs.last_mut().filter(|_| open.last().is_some_and(|outer| outer == RUN)) {
        Some(run) => run.marks.push(range),
        None => splices.replace(range, ""),
    }
}

/// A run ends: where it held nothing but marks of ours, all of it goes.
fn leave(splices: &mut Splices, runs: &mut Vec<OpenRun>, end: usize) {
    let Some(run) = runs.pop() else { return };
    match run.others == 0 && !run.marks.is_empty() {
        true => splices.replace(run.start..end, ""),
        false => run.marks.into_iter().for_each(|mark| splices.replace(mark, "")),
    }
}

/// What another part says of comments, by the names of their paragraphs.
#[derive(Debug, Default)]
pub(super) struct Threads {
    /// Paragraphs that somebody answered, or that are done with.
    pub(super) kept: HashSet<String>,
}

impl Threads {
    /// Reads the part that joins comments to threads.
    pub(super) fn read(xml: &str) -> Self {
        let mut threads = Self::default();
        let mut reader = Reader::from_str(xml);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    threads.kept.extend(word_attribute(&tag, "paraIdParent"));
                    if word_attribute(&tag, "done").is_some_and(|done| done != "0" && done != "false") {
                        threads.kept.extend(word_attribute(&tag, "paraId"));
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        threads
    }
}

/// Such a part without what it says of these paragraphs; `None` where it says nothing of them.
pub(super) fn unnamed(xml: &str, paragraphs: &HashSet<&str>) -> Option<String> {
    let mut splices = Splices::default();
    let (mut reader, mut is_changed) = (Reader::from_str(xml), false);
    loop {
        let from = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Empty(tag)) => {
                if word_attribute(&tag, "paraId").is_some_and(|name| !name.is_empty() && paragraphs.contains(name.as_str())) {
                    splices.replace(from..reader.buffer_position() as usize, "");
                    is_changed = true;
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    is_changed.then(|| splices.laid(xml))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_marks_go_and_runs_that_held_nothing_else() {
        let xml = "<p><s:commentRangeStart s:id=\"1\"/><r><t>a</t></r><s:commentRangeEnd s:id=\"1\"></s:commentRangeEnd><r><rPr><b/></rPr>\
                   <s:commentReference s:id=\"1\"/></r><r><commentReference id=\"2\"/></r><r><t>b</t><commentReference id=\"1\"/></r></p>";
        let left = "<p><r><t>a</t></r><r><commentReference id=\"2\"/></r><r><t>b</t></r></p>";
        assert_eq!(unmarked(xml, &HashSet::from(["1"])), left);
    }
}
