//! The speakers of an interview: which blocks ask, and which answer them.

use std::ops::Range;

use crate::prose::{Class, Line, Shape};
use crate::reading::{Place, Reading};
use crate::text::{Block, Kind, MarkSort, Role};

/// An interview, or a document that is none and in which nobody asks.
#[derive(Debug)]
pub(super) struct Interview {
    /// The blocks that ask.
    questions: Vec<usize>,
    /// The headings that do not.
    headings: Vec<usize>,
    /// Who answers, where what stands before the questions says so.
    guest: Option<Place>,
}

impl Interview {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let questions = questions(reading);
        let blocks = reading.document.blocks.iter().enumerate().filter(|_| !questions.is_empty());
        let headings = blocks.filter(|(_, block)| block.kind == Kind::Heading && !block.text.ends_with('?'));
        let guest = questions.first().and_then(|&first| guest(reading, first));
        Self { headings: headings.map(|(number, _)| number).collect(), questions, guest }
    }

    /// Whether a label is somebody's who speaks: among questions, or over and over before words.
    fn is_speaker(&self, reading: &Reading<'_>, block: usize, line: &Line<'_>, label: &Range<usize>) -> bool {
        let near = block.saturating_sub(LABEL_REACH)..(block + LABEL_REACH).min(reading.document.blocks.len());
        let same = |other: usize| {
            let there = reading.line(other);
            there.tokens.first().is_some_and(|first| first.key == line.tokens[0].key) && speaker_label(&there).is_some()
        };
        !self.questions.is_empty() || is_speech(line, label) && near.into_iter().any(|other| other != block && same(other))
    }

    /// The block that a paragraph answers, or the label that opens it.
    pub(super) fn answers(&self, reading: &Reading<'_>, block: usize) -> Option<Place> {
        let line = reading.line(block);
        if let Some(tokens) = speaker_label(&line).filter(|label| self.is_speaker(reading, block, &line, label)) {
            return Some(Place { block, at: line.bytes(tokens) });
        }
        let next = self.questions.partition_point(|&question| question < block);
        let asked = next.checked_sub(1).map(|number| self.questions[number])?;
        let heading = self.headings.partition_point(|&heading| heading <= asked);
        let same_section = self.headings.get(heading).is_none_or(|&heading| heading > block);
        let answers = same_section && self.questions.get(next) != Some(&block);
        answers.then(|| self.guest.clone().unwrap_or_else(|| Place { block: asked, at: told(&reading.line(asked)) }))
    }
}

/// How many blocks before and behind a speaker speaks again. Chosen by hand; no measurement of it is kept.
const LABEL_REACH: usize = 20;
/// How many words and marks of a line are told as the source that it is.
const TOLD: usize = 600;

/// The bytes of a line that is a source as a whole; of a long one, those of its beginning.
pub(super) fn told(line: &Line<'_>) -> Range<usize> {
    let all = line.bytes(0..line.tokens.len().min(TOLD));
    0..if line.tokens.len() > TOLD { all.end } else { line.text.len() }
}

/// The label that opens an interview's answer: `Jane Doe:`, `JD:`; at most four capital words and a colon.
fn speaker_label(line: &Line<'_>) -> Option<Range<usize>> {
    let colon = (1..6).find(|&at| line.mark(at, &[':']))?;
    let capital = (0..colon).all(|at| line.tokens[at].is_capital() || line.mark(at, &['.', '-', '\'', '’']));
    let spoken = line
        .get(colon + 1)
        .is_some_and(|next| next.is_word() || next.shape == Shape::Number || matches!(next.shape, Shape::Mark('“' | '"')));
    // "The fact:" is nobody.
    let no_name = [Class::SourceLine, Class::Month, Class::Weekday, Class::QuestionWord, Class::Determiner];
    let label = line.has_any(0, &no_name) || line.has(colon - 1, Class::Reference);
    (capital && spoken && !label && line.tokens.len() > colon + 6).then_some(0..colon)
}

/// Whoever is named at the head of a line before a colon and a quotation, with a bracket or an apposition between: `Ada Pell (mayor of
/// Marle): “…”`.
pub(super) fn quoted_speaker(line: &Line<'_>) -> Option<Range<usize>> {
    let colon = (1..QUOTED_NEAR).find(|&at| line.mark(at, &[':']))?;
    let quotes = line.mark(colon + 1, &['“', '"', '«']);
    let name =
        (0..colon).take_while(|&at| line.tokens[at].is_capital() || line.mark(at, &['.', '-', '’', '\'']) && line.glued(at));
    let end = name.last()? + 1;
    let described = end == colon || line.mark(end, &['(', ',']);
    let named = !line.has_any(0, &[Class::SourceLine, Class::Month, Class::Weekday, Class::QuestionWord, Class::Opener]);
    (quotes && described && named && (end >= 2 || line.mark(end, &['(']))).then_some(0..end)
}

/// How many words and marks before a quotation its speaker may be described in. Chosen by hand; no measurement of it is kept.
const QUOTED_NEAR: usize = 20;

/// Whether sentences and not data stand behind the label of a document that asks nothing: “Marina: 54º 55' N” tells of a place,
/// “Read On: Six Ways to Save” of another page.
fn is_speech(line: &Line<'_>, label: &Range<usize>) -> bool {
    let ends = line.tokens.last().is_some_and(|last| matches!(last.shape, Shape::Mark(mark) if mark != ':'));
    ends && line.get(label.end + 1).is_some_and(|next| next.shape != Shape::Number)
}

/// Who is interviewed, as the blocks before the first question say it: “an interview with Ada Pell”.
fn guest(reading: &Reading<'_>, first: usize) -> Option<Place> {
    (0..first.min(GUEST_REACH)).find_map(|block| {
        let line = reading.line(block);
        let cue = (0..line.tokens.len()).find(|&at| line.has(at, Class::Interview))?;
        let behind = cue + usize::from(line.tokens[cue].reach);
        let capital = |&at: &usize| line.get(at).is_some_and(|token| token.is_capital());
        let start = (behind..behind + GUEST_NEAR).find(capital)?;
        let end = (start..).find(|at| !capital(at)).unwrap_or(start);
        (end - start >= 2).then(|| Place { block, at: line.bytes(start..end) })
    })
}

/// How many blocks before its first question, and how many words behind “interview with”, name who answers.
const GUEST_REACH: usize = 40;
const GUEST_NEAR: usize = 5;

/// The blocks that ask, in a document that is an interview: set apart as a whole, or a short paragraph that asks "you", and ending
/// in a question mark; at least three of them, or the document is no interview and there are none.
fn questions(reading: &Reading<'_>) -> Vec<usize> {
    let document = reading.document;
    let labelled = |number: usize| {
        let line = reading.line(number);
        let label = line.has(0, Class::QuestionLabel) && line.tokens[0].is_capital();
        label && line.mark(1, &[':', '.']) && line.glued(1)
    };
    let asks = |(number, block): (usize, &Block)| {
        let question = block.role == Role::Body && block.text.ends_with('?') && !block.text.starts_with(['“', '"', '‘']);
        let whole = block.marks.iter().any(|mark| {
            matches!(mark.sort, MarkSort::Strong | MarkSort::Emphasis)
                && mark.at.start <= 8
                && mark.at.end + 2 >= block.text.len()
        });
        let heading = block.kind == Kind::Heading;
        let labelled = labelled(number);
        let short = block.kind == Kind::Paragraph && block.text.len() < 240;
        (question && (whole || heading || labelled || short)).then_some((number, whole || labelled))
    };
    let asked: Vec<(usize, bool)> = document.blocks.iter().enumerate().filter_map(asks).collect();
    let to_somebody = |&(number, marked): &(usize, bool)| {
        let line = reading.line(number);
        marked || line.classes(0..line.tokens.len()).has(Class::Addressing)
    };
    let paragraphs = document.blocks.iter().filter(|block| block.kind == Kind::Paragraph && block.is_seen()).count();
    let addressed = asked.iter().filter(|question| to_somebody(question)).count();
    let interview = asked.len() >= 3 && asked.len() * 6 >= paragraphs && addressed * 2 >= asked.len();
    if interview { asked.into_iter().map(|(number, _)| number).collect() } else { Vec::new() }
}
