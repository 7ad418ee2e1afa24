//! Tables of reStructuredText: grids of lines, and columns under rows of equals signs.

use std::ops::Range;

use super::lines::RstLine;

/// A cell: its row, counted from 0, and the bytes of its lines.
pub(super) type RstCell = (u32, Vec<Range<usize>>);

/// Whether a line begins a grid.
pub(super) fn is_grid(text: &str) -> bool {
    text.len() > 2 && text.starts_with('+') && text.ends_with('+') && text.chars().all(|char| "+-=".contains(char))
}

/// Whether a line is a border of columns.
pub(super) fn is_border(text: &str) -> bool {
    text.contains(' ') && text.starts_with('=') && text.chars().all(|char| char == '=' || char == ' ')
}

/// How many lines a table has at most.
const LONGEST: usize = 2000;

/// How many of these lines are a table of columns: to the border behind which nothing stands.
pub(super) fn reach(text: &str, lines: &[RstLine]) -> usize {
    let is_end = |at: usize| lines.get(at + 1).is_none_or(|next| next.text.is_empty());
    let mut ends = (1..lines.len().min(LONGEST)).filter(|&at| is_border(&text[lines[at].text.clone()]) && is_end(at));
    // The border under a head has a blank line behind it in no table.
    ends.next().map_or(0, |at| at + 1)
}

/// The cells of a grid. A cell that spans columns is read as one of each.
pub(super) fn grid(text: &str, lines: &[RstLine]) -> Vec<RstCell> {
    let Some(first) = lines.first() else { return Vec::new() };
    let columns: Vec<usize> = char_places(&text[first.text.clone()], '+');
    let (mut cells, mut row) = (Vec::new(), 0);
    let mut open: Vec<Vec<Range<usize>>> = vec![Vec::new(); columns.len().saturating_sub(1)];
    for line in &lines[1..] {
        let words = &text[line.text.clone()];
        if words.starts_with('+') {
            cells.extend(open.iter_mut().map(|lines| (row, std::mem::take(lines))).filter(|(_, lines)| !lines.is_empty()));
            row += 1;
            continue;
        }
        for (number, pair) in columns.windows(2).enumerate() {
            push(&mut open[number], text, line, pair[0] + 1..pair[1]);
        }
    }
    cells
}

/// The cells of columns.
pub(super) fn columns(text: &str, lines: &[RstLine]) -> Vec<RstCell> {
    let Some(first) = lines.first() else { return Vec::new() };
    let border = &text[first.text.clone()];
    let mut columns: Vec<Range<usize>> = Vec::new();
    for at in char_places(border, '=') {
        match columns.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + 1,
            None => columns.push(at..at + 1),
        }
    }
    if let Some(last) = columns.last_mut() {
        last.end = usize::MAX;
    }
    let (mut cells, mut row): (Vec<RstCell>, u32) = (Vec::new(), 0);
    let mut of_columns: Vec<Option<usize>> = vec![None; columns.len()];
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        let words = &text[line.text.clone()];
        if is_border(words) || super::lines::adornment(words).is_some_and(|sign| sign == '-') {
            continue;
        }
        let shift = line.indent.saturating_sub(first.indent);
        // A line without a first cell goes on with the row above.
        let goes_on = columns.first().is_some_and(|first| shift >= first.end) && !cells.is_empty();
        if !goes_on {
            row += u32::from(!cells.is_empty());
            of_columns.fill(None);
        }
        for (column, open) in columns.iter().zip(&mut of_columns) {
            let range = column.start.saturating_sub(shift)..column.end.saturating_sub(shift);
            let mut lines = Vec::new();
            push(&mut lines, text, line, range);
            match open.and_then(|cell| cells.get_mut(cell)) {
                _ if lines.is_empty() => {}
                Some((_, of_cell)) => of_cell.append(&mut lines),
                None => {
                    *open = Some(cells.len());
                    cells.push((row, lines));
                }
            }
        }
    }
    cells
}

/// The bytes of a line between two of its columns, counted from where its text begins.
fn push(lines: &mut Vec<Range<usize>>, text: &str, line: &RstLine, columns: Range<usize>) {
    let words = &text[line.text.clone()];
    let byte = |column: usize| words.char_indices().nth(column).map_or(words.len(), |(at, _)| at);
    let (from, to) = (byte(columns.start), byte(columns.end));
    let cell = words.get(from..to.max(from)).unwrap_or_default();
    let lead = cell.len() - cell.trim_start().len();
    let trimmed = cell.trim_matches(|char: char| char.is_whitespace() || char == '|').len();
    if trimmed > 0 {
        lines.push(line.text.start + from + lead..line.text.start + from + cell.trim_end().len());
    }
}

fn char_places(text: &str, sign: char) -> Vec<usize> {
    text.chars().enumerate().filter(|(_, char)| *char == sign).map(|(at, _)| at).collect()
}
