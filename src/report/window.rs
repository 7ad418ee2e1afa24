//! Shows codespan only the part of a line around each label: a paragraph is one line, and nobody reads it whole.
//!
//! What codespan sees of a file is a *sheet*: a short text of *rows*, each an excerpt of one line with `…` at cut ends.
//! Between two rows that do not follow each other the row numbers leave a gap, which codespan draws as `·`.

use std::ops::Range;

use codespan_reporting::files::{Error, Files, Location};

use crate::text::{Position, Source, Span};

use super::safe;

/// Columns shown before and after a label at most, and at least.
pub(super) const CONTEXT: (usize, usize) = (40, 8);
/// A label wider than this many columns is shown by its two ends.
const LONG: usize = 80;
/// Columns of a row beside its text: the line number aside, the bar and the `…` at both ends.
const FRAME: usize = 6;
/// Characters looked at for a label: marks without a width pile up without end.
const MOST: usize = PILED * CONTEXT.0;
/// Characters looked at for a column, at most.
const PILED: usize = 4;
/// Characters that a cut may give up to stand between two words.
const WORD: usize = 12;
/// codespan prints the line between two rows whose numbers differ by two, and `·` from three on.
const GAP: usize = 3;

/// The excerpts of all files that a finding has labels in; a file's id is its number.
pub(super) struct Window<'a> {
    sheets: Vec<ExcerptSheet<'a>>,
}

struct ExcerptSheet<'a> {
    source: &'a Source,
    text: String,
    rows: Vec<Row>,
    /// Where labels begin in `text`, and the true place.
    places: Vec<(usize, Position)>,
}

struct Row {
    /// 0-based line of the source.
    line: usize,
    /// Number for codespan.
    index: usize,
    /// Bytes of the sheet's text.
    at: Range<usize>,
    /// For each shown character, and for the end of each excerpt: (byte in source, byte in sheet), ascending.
    marks: Vec<(usize, usize)>,
}

/// A label cut to what can be shown: line ends at its end left out. Bytes of the source, 0-based lines.
struct Target {
    at: Range<usize>,
    first: usize,
    last: usize,
}

/// A part of a line that is to be seen, in bytes of the source.
struct View {
    line: usize,
    at: Range<usize>,
    /// What of it no window may leave out.
    label: Range<usize>,
}

impl<'a> Window<'a> {
    /// Makes the excerpts; returns for each place its file's id and its bytes in that file's excerpts.
    ///
    /// Where `width` is given, rows are no wider.
    pub(super) fn of(places: &[(&'a Source, Span)], width: Option<usize>) -> (Self, Vec<(usize, Range<usize>)>) {
        let mut sources: Vec<&'a Source> = Vec::new();
        for &(source, _) in places {
            if !sources.iter().any(|known| std::ptr::eq(*known, source)) {
                sources.push(source);
            }
        }
        let mut sheets: Vec<_> = sources.into_iter().map(|source| ExcerptSheet::of(source, places, width)).collect();
        let ranges = places.iter().filter_map(|&(source, span)| {
            let id = sheets.iter().position(|sheet| std::ptr::eq(sheet.source, source))?;
            Some((id, sheets[id].label(span)))
        });
        let ranges = ranges.collect();
        (Self { sheets }, ranges)
    }

    fn sheet(&self, id: usize) -> Result<&ExcerptSheet<'a>, Error> {
        self.sheets.get(id).ok_or(Error::FileMissing)
    }
}

impl Target {
    fn of(source: &Source, span: Span) -> Self {
        let lines = source.lines();
        let first = lines.line_of(span.start());
        let start = span.start().min(lines.range(first, &source.text).end);
        let end = span.start() + source.slice(span).trim_end_matches(['\n', '\r']).len();
        let last = lines.line_of(end.max(start + 1) - 1).max(first);
        // An empty span may stand between the two bytes of a line end.
        let end = end.min(lines.range(last, &source.text).end).max(start);
        Self { at: start..end, first, last }
    }

    /// One view of a label that fits a row, else one of each end.
    fn views(&self, source: &Source, room: usize) -> Vec<View> {
        let text = &source.text;
        let first = source.lines().range(self.first, text);
        if self.first == self.last && is_within(&text[self.at.clone()], LONG.min(room.saturating_sub(2 * CONTEXT.1))) {
            return vec![View::around(text, self.first, first, self.at.clone(), room)];
        }
        let last = source.lines().range(self.last, text);
        // Both ends stand in one row when they stand in one line.
        let room = if self.first == self.last { room.saturating_sub(" … ".len()) / 2 } else { room };
        let around = |line: usize, range: Range<usize>, at: usize| View::around(text, line, range, at..at, room);
        vec![around(self.first, first, self.at.start), around(self.last, last, self.at.end)]
    }
}

impl View {
    /// Shows a label of the line at `range` with as much around it as there is room for.
    fn around(text: &str, line: usize, range: Range<usize>, label: Range<usize>, room: usize) -> Self {
        let wide: usize = text[label.clone()].chars().take(MOST).map(safe::width).sum();
        let columns = (room.saturating_sub(wide) / 2).clamp(CONTEXT.1, CONTEXT.0);
        let at = back(text, range.start, label.start, columns)..ahead(text, label.end, range.end, columns);
        Self { line, at, label }
    }
}

impl<'a> ExcerptSheet<'a> {
    fn of(source: &'a Source, places: &[(&'a Source, Span)], width: Option<usize>) -> Self {
        let spans = places.iter().filter(|(other, _)| std::ptr::eq(*other, source));
        let targets: Vec<Target> = spans.map(|&(_, span)| Target::of(source, span)).collect();
        let last = targets.iter().map(|target| target.last + 1).max().unwrap_or_default();
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(FRAME + last.to_string().len()));
        let views = merged(source, targets.iter().flat_map(|target| target.views(source, room)).collect(), room);
        let mut sheet = Self { source, text: String::new(), rows: Vec::new(), places: Vec::new() };
        // Two views of one line share a row only where a label of that line reaches from one to the other.
        for row in views.chunk_by(|one, next| {
            let inside = |target: &Target| target.at.start <= one.at.end && next.at.start <= target.at.end;
            one.line == next.line && targets.iter().any(|target| target.first == target.last && inside(target))
        }) {
            sheet.row(row);
        }
        sheet
    }

    fn row(&mut self, views: &[View]) {
        let (Some(first), Some(last)) = (views.first(), views.last()) else { return };
        let (source, line) = (self.source, first.line);
        let whole = source.lines().range(line, &source.text);
        let index = match self.rows.last() {
            None => 0,
            Some(above) if above.line + 1 == line => above.index + 1,
            Some(above) => above.index + GAP,
        };
        let start = self.text.len();
        let mut marks = Vec::new();
        if first.at.start > whole.start {
            self.text.push('…');
        }
        for (number, view) in views.iter().enumerate() {
            if number > 0 {
                self.text.push_str(" … ");
            }
            let mut before = ' ';
            for (at, char) in source.text[view.at.clone()].char_indices() {
                marks.push((view.at.start + at, self.text.len()));
                match char {
                    '\t' => self.text.push('\t'),
                    _ => safe::push(&mut self.text, char, before),
                }
                before = char;
            }
            marks.push((view.at.end, self.text.len()));
        }
        if last.at.end < whole.end {
            self.text.push('…');
        }
        self.rows.push(Row { line, index, at: start..self.text.len(), marks });
        self.text.push('\n');
    }

    /// The bytes of the sheet's text that show a label; remembers its true place.
    fn label(&mut self, span: Span) -> Range<usize> {
        let target = Target::of(self.source, span);
        let end = self.shown(target.last, target.at.end);
        let mut start = self.shown(target.first, target.at.start);
        // A label on nothing but joining characters takes the character they join.
        if !target.at.is_empty() && target.first == target.last {
            let row = self.row_at(start).map_or(start, |row| row.at.start);
            while start > row && self.text[start..end.max(start)].chars().all(|char| char != '\t' && safe::width(char) == 0) {
                start = self.text.floor_char_boundary(start - 1);
            }
        }
        self.places.push((start, self.source.position(span.start())));
        start..end.max(start)
    }

    /// The byte of the sheet's text where byte `at` of a source's line is shown.
    fn shown(&self, line: usize, at: usize) -> usize {
        let rows = self.rows.iter().filter(|row| row.line == line);
        let marks = rows.flat_map(|row| &row.marks).take_while(|&&(source, _)| source <= at);
        marks.last().map_or(0, |&(_, sheet)| sheet)
    }

    fn row_at(&self, at: usize) -> Option<&Row> {
        self.rows.partition_point(|row| row.at.start <= at).checked_sub(1).and_then(|row| self.rows.get(row))
    }

    /// The row of this number; inside a gap, the row above with nothing in it.
    fn row_of(&self, index: usize) -> Option<(&Row, Range<usize>)> {
        let row = self.rows.get(self.rows.partition_point(|row| row.index <= index).checked_sub(1)?)?;
        Some((row, if row.index == index { row.at.clone() } else { row.at.end..row.at.end }))
    }
}

impl<'files> Files<'files> for Window<'_> {
    type FileId = usize;
    type Name = String;
    type Source = &'files str;

    fn name(&'files self, id: usize) -> Result<String, Error> {
        Ok(safe::name(&self.sheet(id)?.source.path))
    }

    fn source(&'files self, id: usize) -> Result<&'files str, Error> {
        Ok(&self.sheet(id)?.text)
    }

    fn line_index(&'files self, id: usize, at: usize) -> Result<usize, Error> {
        let sheet = self.sheet(id)?;
        let max = sheet.text.len();
        sheet.row_at(at).map(|row| row.index).ok_or(Error::IndexTooLarge { given: at, max })
    }

    fn line_number(&'files self, id: usize, index: usize) -> Result<usize, Error> {
        self.sheet(id)?.row_of(index).map(|(row, _)| row.line + 1).ok_or(Error::LineTooLarge { given: index, max: 0 })
    }

    fn line_range(&'files self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        self.sheet(id)?.row_of(index).map(|(_, at)| at).ok_or(Error::LineTooLarge { given: index, max: 0 })
    }

    fn location(&'files self, id: usize, at: usize) -> Result<Location, Error> {
        let mut places = self.sheet(id)?.places.iter();
        let (_, place) = places.find(|&&(start, _)| start == at).ok_or(Error::IndexTooLarge { given: at, max: 0 })?;
        Ok(Location { line_number: place.line, column_number: place.column })
    }
}

/// Views in order and apart: those that touch as one, if there is room for it.
fn merged(source: &Source, mut views: Vec<View>, room: usize) -> Vec<View> {
    views.sort_unstable_by_key(|view| (view.line, view.at.start));
    let mut merged: Vec<View> = Vec::with_capacity(views.len());
    for mut view in views {
        let Some(last) = merged.last_mut().filter(|last| last.line == view.line && view.at.start <= last.at.end + WORD) else {
            merged.push(view);
            continue;
        };
        let label = last.label.start.min(view.label.start)..last.label.end.max(view.label.end);
        let whole = last.at.start.min(view.at.start)..last.at.end.max(view.at.end);
        if is_within(&source.text[whole.clone()], room) {
            (last.at, last.label) = (whole, label);
        } else if view.label.start < last.label.end || is_within(&source.text[label.clone()], room.saturating_sub(2 * CONTEXT.1))
        {
            *last = View::around(&source.text, last.line, whole, label, room);
        } else {
            let cut = last.at.end.min(view.label.start).max(last.label.end);
            last.at.end = last.at.end.min(cut);
            view.at.start = view.at.start.max(cut);
            merged.push(view);
        }
    }
    merged
}

/// A place and about so many columns before and behind it in its lines; `None` for one that is too long to be shown whole.
pub(super) fn around(source: &Source, span: Span, columns: usize) -> Option<Span> {
    let (text, lines) = (&source.text, source.lines());
    if span.end() - span.start() > LONG * 4 {
        return None;
    }
    let first = lines.range(lines.line_of(span.start()), text);
    let last = lines.range(lines.line_of(span.end()), text);
    let start = back(text, first.start, span.start().min(first.end), columns).min(span.start());
    let end = ahead(text, span.end().min(last.end), last.end, columns).max(span.end());
    Some(source.span(start..end))
}

/// Whether a text takes no more than so many columns.
fn is_within(text: &str, columns: usize) -> bool {
    text.len() <= columns.saturating_mul(8) && text.chars().map(safe::width).sum::<usize>() <= columns
}

/// Where an excerpt begins that shows about so many columns before `from`, between words if it can; not before `line`.
fn back(text: &str, line: usize, from: usize, columns: usize) -> usize {
    let (mut cut, mut room) = (from, columns);
    for (at, char) in text[line..from].char_indices().rev().take(MOST.max(PILED * columns)) {
        let Some(rest) = room.checked_sub(safe::width(char)) else { break };
        (cut, room) = (line + at, rest);
    }
    let whole = |cut: usize| cut == line || text[..cut].ends_with(char::is_whitespace);
    let next = |cut: usize| text[cut..from].chars().next().map_or(from, |char| cut + char.len_utf8());
    // The mark of a character that was cut away goes with it.
    while cut > line && cut < from && text[cut..].chars().next().is_some_and(|char| safe::width(char) == 0) {
        cut = next(cut);
    }
    let mut word = cut;
    for _ in 0..WORD {
        if whole(word) || word >= from {
            break;
        }
        word = next(word);
    }
    if whole(word) && word < from { word } else { cut }
}

/// Where an excerpt ends that shows about so many columns after `from`, between words if it can; not after `line`.
fn ahead(text: &str, from: usize, line: usize, columns: usize) -> usize {
    let (mut cut, mut room) = (from, columns);
    for char in text[from..line].chars().take(MOST.max(PILED * columns)) {
        let Some(rest) = room.checked_sub(safe::width(char)) else { break };
        (cut, room) = (cut + char.len_utf8(), rest);
    }
    if cut == line || text[cut..].starts_with(char::is_whitespace) {
        return cut;
    }
    let near = text[from..cut].char_indices().rev().take(WORD);
    near.into_iter().find(|(_, char)| char.is_whitespace()).map_or(cut, |(at, _)| from + at)
}
