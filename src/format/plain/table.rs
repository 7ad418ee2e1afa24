//! Tables in plain text: cells parted by tabs, by bars, or by spaces that stand above one another.

use std::ops::Range;

use super::line::{LineSort, PlainLine};

/// What parts the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tab,
    Bar,
    /// Two spaces or more.
    Spaces,
}

impl Separator {
    fn of(words: &str) -> Option<Self> {
        match words {
            _ if words.starts_with('|') && words.len() > 1 && words.ends_with('|') => Some(Self::Bar),
            _ if words.contains('\t') => Some(Self::Tab),
            _ if words.contains("  ") => Some(Self::Spaces),
            _ => None,
        }
    }
}

/// The cells of a row, in bytes of `text`.
pub(super) fn cells(text: &str, row: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[row.clone()];
    let Some(part) = Separator::of(words) else { return vec![row] };
    let mut cells = Vec::new();
    let mut take = |cell: &str, end: usize| {
        let start = end - cell.len() + (cell.len() - cell.trim_start().len());
        cells.push(start..start + cell.trim().len());
    };
    match part {
        Separator::Bar => parted(words[1..words.len() - 1].split('|'), row.start + 1, 1, &mut take),
        Separator::Tab => parted(words.split('\t'), row.start, 1, &mut take),
        Separator::Spaces => parted(words.split("  "), row.start, 2, &mut take),
    }
    cells.retain(|cell| part != Separator::Spaces || !cell.is_empty());
    cells
}

fn parted<'a>(cells: impl Iterator<Item = &'a str>, mut start: usize, mark: usize, take: &mut impl FnMut(&'a str, usize)) {
    for cell in cells {
        take(cell, start + cell.len());
        start += cell.len() + mark;
    }
}

/// How many of these lines from the first on make one table, rules between its rows counted; 0 when they make none.
pub(super) fn reach(text: &str, lines: &[PlainLine], items: &[bool]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let Some(part) = Separator::of(&text[first.range.clone()]) else { return 0 };
    let mut columns = columns(text, first, part);
    if columns.len() < 2 || first.quoted {
        return 0;
    }
    let (mut rows, mut reach, mut ruled) = (1, 1, false);
    for (at, line) in lines.iter().enumerate().skip(1) {
        match line.sort {
            LineSort::Rule(mark) if mark == b'|' || part == Separator::Spaces && text[line.range.clone()].contains("  ") => {
                ruled = true
            }
            LineSort::Text
                if !items[at] && line.quoted == first.quoted && Separator::of(&text[line.range.clone()]) == Some(part) =>
            {
                let Some(shared) = shared(&columns, &self::columns(text, line, part)) else { break };
                columns = shared;
                (rows, reach) = (rows + 1, at + 1);
            }
            _ => break,
        }
    }
    let least = match part {
        Separator::Spaces if columns.len() == 2 && !ruled => 3,
        _ => 2,
    };
    if rows >= least { reach } else { 0 }
}

/// Which columns of the screen the cells of a row take. Only spaces must stand above one another: tabs and bars are sure.
fn columns(text: &str, line: &PlainLine, part: Separator) -> Vec<Range<usize>> {
    let cells = cells(text, line.range.clone());
    if part != Separator::Spaces {
        return vec![0..1; cells.len()];
    }
    // Two spaces behind a sentence part no cells.
    let sentence = |cell: &Range<usize>| text[cell.clone()].ends_with(['.', '!', '?']) && text[cell.clone()].contains(' ');
    if cells.iter().rev().skip(1).any(sentence) {
        return Vec::new();
    }
    let mut column = line.indent as usize;
    let mut at = line.range.start;
    let mut taken = Vec::with_capacity(cells.len());
    for cell in cells {
        let start = column + text[at..cell.start].chars().count();
        column = start + text[cell.clone()].chars().count();
        at = cell.end;
        taken.push(start..column);
    }
    taken
}

/// What the columns of two rows have in common; `None` when they do not stand above one another.
fn shared(above: &[Range<usize>], below: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
    if above.len() != below.len() {
        return None;
    }
    let both = above.iter().zip(below).map(|(one, other)| one.start.max(other.start)..one.end.min(other.end));
    both.map(|column| (!column.is_empty()).then_some(column)).collect()
}
