//! Tables of AsciiDoc: cells behind bars, or between commas and colons.

use std::ops::Range;

use super::lines::AdocLine;
use super::meta::AdocMeta;
use super::{AdocAround, AdocReader, lines};
use crate::text::{Kind, MarkSort};

/// How many columns a table has at most, and a cell spans.
const WIDEST: usize = 256;
/// How many bytes say how a cell is laid.
const LAYOUT: usize = 16;

/// A cell: how it is laid, and its lines; before it, lines of comments.
#[derive(Debug, Default)]
struct AdocCell {
    layout: AdocLayout,
    lines: Vec<AdocLine>,
    comments: Vec<usize>,
}

/// How a cell is laid.
#[derive(Debug, Clone, Copy)]
struct AdocLayout {
    columns: usize,
    rows: usize,
    /// What it holds: blocks (`a`), code (`l`, `m`), or words.
    style: Option<char>,
}

impl Default for AdocLayout {
    fn default() -> Self {
        Self { columns: 1, rows: 1, style: None }
    }
}

impl AdocReader<'_> {
    /// Reads a table; where the next block begins.
    pub(super) fn table(&mut self, lines: Range<usize>, meta: &mut AdocMeta, around: AdocAround) -> usize {
        let fence = self.words(lines.start);
        let (inner, to) = self.closed(lines, fence);
        self.caption(meta, around);
        let sign = fence.chars().next().unwrap_or('|');
        let separator = meta.separator.unwrap_or(match meta.format.as_str() {
            "csv" => ',',
            "dsv" => ':',
            "tsv" => '\t',
            _ => sign,
        });
        let is_barred = matches!(meta.format.as_str(), "" | "psv") && matches!(sign, '|' | '!');
        let (cells, first) = if is_barred { self.barred(inner, separator) } else { self.listed(inner, separator) };
        let styles = columns(&meta.columns);
        let width = if styles.is_empty() { first.max(1) } else { styles.len() }.min(WIDEST);
        let (group, mut places) = (self.group(), AdocPlaces::new(width));
        for cell in cells {
            for &line in &cell.comments {
                self.aside(line);
            }
            let (row, column) = places.next(cell.layout);
            let style = cell.layout.style.or(styles.get(column).copied().flatten());
            self.cell(cell.lines, style, around.with(Kind::Cell, group, row));
        }
        to
    }

    fn cell(&mut self, mut lines: Vec<AdocLine>, style: Option<char>, around: AdocAround) {
        if style == Some('a') {
            let from = self.lines.len();
            self.lines.append(&mut lines);
            self.blocks(from..self.lines.len(), around);
            return self.lines.truncate(from);
        }
        for lines in lines.split(|line| line.text.is_empty()).filter(|lines| !lines.is_empty()) {
            let ranges: Vec<Range<usize>> = lines.iter().map(|line| line.text.clone()).collect();
            if !matches!(style, Some('l' | 'm')) {
                self.write(around.kind, around, &ranges);
                continue;
            }
            self.builder.open(around.kind, around.role, around.group, around.level);
            for range in ranges {
                self.builder.space(range.start..range.start);
                self.builder.copy(range);
            }
            self.builder.mark(0, MarkSort::Code);
            self.builder.end();
        }
    }

    /// The cells behind bars, and how many columns the first line of them has.
    fn barred(&mut self, lines: Range<usize>, bar: char) -> (Vec<AdocCell>, usize) {
        let mut cells: Vec<AdocCell> = Vec::new();
        let (mut first, mut comments) = (None, Vec::new());
        for line in lines {
            let words = self.words(line);
            if self.at_margin(line).starts_with("include::") {
                self.aside(line);
                continue;
            }
            if lines::comment(self.at_margin(line)).is_some() {
                comments.push(line);
                continue;
            }
            let (mut start, indent) = (0, self.lines[line].indent);
            let push = |cells: &mut Vec<AdocCell>, range: Range<usize>, indent: usize| {
                let text = words[range.clone()].trim();
                let lead = words[range.clone()].len() - words[range.clone()].trim_start().len();
                let at = range.start + if text.is_empty() { 0 } else { lead };
                if let Some(cell) = cells.last_mut() {
                    cell.lines.push(AdocLine { text: self.place(line, at..at + text.len()), indent });
                }
            };
            let bars = words.match_indices(bar).map(|(at, _)| at).filter(|&at| !words[..at].ends_with('\\'));
            for at in bars {
                let (layout, behind) = layout(&words[..at], start);
                if start > 0 || behind > 0 {
                    push(&mut cells, start..behind, if start == 0 { indent } else { 0 });
                }
                cells.push(AdocCell { layout, comments: std::mem::take(&mut comments), ..AdocCell::default() });
                start = at + bar.len_utf8();
            }
            push(&mut cells, start..words.len(), if start == 0 { indent } else { 0 });
            if !cells.is_empty() {
                first.get_or_insert_with(|| cells.iter().map(|cell| cell.layout.columns).sum());
            }
        }
        comments.into_iter().for_each(|line| _ = self.aside(line));
        (cells, first.unwrap_or(1))
    }

    /// The cells between signs, a row a line, and how many columns the first has.
    fn listed(&mut self, lines: Range<usize>, sign: char) -> (Vec<AdocCell>, usize) {
        let (mut cells, mut first) = (Vec::new(), None);
        for line in lines {
            if self.is_blank(line) || self.at_margin(line).starts_with("include::") {
                self.aside(line);
                continue;
            }
            let words = self.words(line);
            let (mut start, mut is_quoted) = (0, false);
            let ends = words.char_indices().chain([(words.len(), sign)]).filter(|&(at, char)| {
                is_quoted ^= char == '"';
                char == sign && (!is_quoted || at == words.len())
            });
            for (at, _) in ends.collect::<Vec<_>>() {
                let cell = &words[start..at];
                let bare = cell.trim().trim_matches('"');
                let lead = cell.len() - cell.trim_start().trim_start_matches('"').len();
                let text = self.place(line, start + lead..start + lead + bare.len());
                cells.push(AdocCell { lines: vec![AdocLine { text, indent: 0 }], ..AdocCell::default() });
                start = (at + sign.len_utf8()).min(words.len());
            }
            first.get_or_insert(cells.len());
        }
        (cells, first.unwrap_or(1))
    }
}

/// How the cell is laid whose bar stands behind some words, and where these end without what says so.
fn layout(words: &str, from: usize) -> (AdocLayout, usize) {
    let tail = &words[words.floor_char_boundary(words.len().saturating_sub(LAYOUT)).max(from)..];
    let said = tail.rsplit(char::is_whitespace).next().unwrap_or_default();
    let read = || -> Option<AdocLayout> {
        let (number, rest) = said.split_at(said.rfind(['+', '*']).map_or(0, |at| at + 1));
        let style = rest.trim_start_matches(['<', '^', '>', '.']);
        let is_style = matches!(style, "" | "a" | "d" | "e" | "h" | "l" | "m" | "s" | "v");
        let numbers = number.trim_end_matches(['+', '*']);
        let (columns, rows) = numbers.split_once('.').unwrap_or((numbers, ""));
        let count = |text: &str| if text.is_empty() { Some(1) } else { text.parse::<usize>().ok() };
        let (columns, rows) = (count(columns)?.clamp(1, WIDEST), count(rows)?.clamp(1, WIDEST));
        is_style.then_some(AdocLayout { columns, rows, style: style.chars().next() })
    };
    let is_apart = said.len() == tail.len() && from == words.len() - tail.len() || said.len() < tail.len();
    match read().filter(|_| !said.is_empty() && is_apart) {
        Some(layout) => (layout, words.len() - said.len()),
        None => (AdocLayout::default(), words.len()),
    }
}

/// The styles of the columns that a table says it has.
fn columns(said: &str) -> Vec<Option<char>> {
    let mut styles = Vec::new();
    for column in said.split([',', ';']).map(str::trim).filter(|_| !said.trim().is_empty()) {
        let (times, rest) = column.split_once('*').unwrap_or(("1", column));
        let style = rest.chars().last().filter(char::is_ascii_lowercase);
        let times = times.trim().parse::<usize>().unwrap_or(1).clamp(1, WIDEST);
        styles.extend(std::iter::repeat_n(style, times.min(WIDEST - styles.len().min(WIDEST))));
    }
    styles
}

/// Where the next cell stands, cells that span rows and columns taken into account.
struct AdocPlaces {
    /// For each column, the row that it is free from on.
    free: Vec<u32>,
    row: u32,
    column: usize,
}

impl AdocPlaces {
    fn new(width: usize) -> Self {
        Self { free: vec![0; width], row: 0, column: 0 }
    }

    /// The row, counted from 0, and the column of a cell.
    fn next(&mut self, layout: AdocLayout) -> (u32, usize) {
        let mut passed = 0;
        while self.free[self.column] > self.row {
            self.step();
            passed += 1;
            if passed == self.free.len() {
                // No column is free in this row: on to the first row that has one.
                self.row = self.free.iter().copied().min().unwrap_or_default().max(self.row);
            }
        }
        let place = (self.row, self.column);
        for _ in 0..layout.columns.min(self.free.len() - self.column) {
            self.free[self.column] = place.0 + layout.rows as u32;
            self.step();
        }
        place
    }

    fn step(&mut self) {
        self.column += 1;
        if self.column == self.free.len() {
            (self.column, self.row) = (0, self.row + 1);
        }
    }
}
