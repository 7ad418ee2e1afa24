//! Tables of reStructuredText that are written as values between commas: `csv-table`.

use std::ops::Range;

use super::RstReader;
use super::lines::{self, RstLine};
use super::table::RstCell;

/// The signs of such a table.
#[derive(Debug, Clone, Copy)]
struct CsvSigns {
    /// Stands between two values; `None` for white space.
    delimiter: Option<char>,
    /// Stands around a value that holds the other.
    quote: char,
}

impl RstReader<'_> {
    /// Reads the table that these lines are, its directive's own line first; whether it is here, and in no other file.
    pub(super) fn csv(&mut self, lines: Range<usize>) -> bool {
        let blank = (lines.start + 1..lines.end).find(|&at| self.is_blank(at)).unwrap_or(lines.end);
        let mut signs = CsvSigns { delimiter: Some(','), quote: '"' };
        let (mut header, mut is_here) = (Vec::new(), true);
        let mut at = lines.start + 1;
        while at < blank {
            let Some((name, value)) = lines::field(self.words(at)) else { break };
            let next = (at + 1..blank).find(|&next| lines::field(self.words(next)).is_some()).unwrap_or(blank);
            let said = &self.words(at)[value..];
            match name {
                "delim" => signs.delimiter = delimiter(said),
                "quote" => signs.quote = said.chars().next().unwrap_or(signs.quote),
                "header" => header = self.ranges(at..next, value),
                "file" | "url" => is_here = false,
                _ => {}
            }
            at = next;
        }
        let mut cells = signs.cells(self.text, &header, 0);
        let first = cells.last().map_or(0, |(row, _)| row + 1);
        // Without an option, the table may begin right below.
        let body = self.ranges(at..lines.end, 0);
        cells.extend(signs.cells(self.text, &body, first));
        self.cells(cells);
        is_here
    }

    /// The bytes of lines, some of the first left out.
    fn ranges(&self, lines: Range<usize>, bytes: usize) -> Vec<Range<usize>> {
        let mut ranges: Vec<_> = self.lines[lines].iter().map(|line: &RstLine| line.text.clone()).collect();
        if let Some(first) = ranges.first_mut() {
            first.start = (first.start + bytes).min(first.end);
        }
        ranges
    }
}

/// The sign that is named: itself, by its number, or as a word.
fn delimiter(said: &str) -> Option<char> {
    let number = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    match said.trim() {
        "tab" => Some('\t'),
        "space" | "" => None,
        said => said.strip_prefix("U+").or(said.strip_prefix("0x")).and_then(number).or(said.chars().next()),
    }
}

impl CsvSigns {
    fn parts(self, char: char) -> bool {
        self.delimiter.map_or(char == ' ', |delimiter| char == delimiter)
    }

    /// The cells of lines, the rows counted from `row`.
    fn cells(self, text: &str, lines: &[Range<usize>], mut row: u32) -> Vec<RstCell> {
        let (mut cells, mut cell) = (Vec::new(), Vec::new());
        let mut is_quoted = false;
        for line in lines {
            if line.is_empty() && !is_quoted {
                continue;
            }
            let words = &text[line.clone()];
            let mut at = 0;
            loop {
                let end = self.end(words, at, &mut is_quoted, &mut cell, line.start);
                if is_quoted {
                    break;
                }
                cells.push((row, std::mem::take(&mut cell)));
                match words[end..].chars().next() {
                    Some(sign) => at = end + sign.len_utf8(),
                    None => break,
                }
            }
            row += u32::from(!is_quoted);
        }
        if is_quoted {
            cells.push((row, cell));
        }
        cells.retain(|(_, lines): &RstCell| !lines.is_empty());
        cells
    }

    /// Takes what of a value stands in a line from a byte on: where it ends there.
    fn end(self, words: &str, at: usize, is_quoted: &mut bool, cell: &mut Vec<Range<usize>>, base: usize) -> usize {
        let mut keep = |range: Range<usize>| {
            let value = &words[range.clone()];
            let lead = value.len() - value.trim_start().len();
            if !value.trim().is_empty() {
                cell.push(base + range.start + lead..base + range.start + value.trim_end().len());
            }
        };
        let mut from = at;
        if !*is_quoted {
            from += words[at..].len() - words[at..].trim_start_matches(' ').len();
            let rest = &words[from..];
            if !rest.starts_with(self.quote) {
                let end = rest.find(|char| self.parts(char)).map_or(words.len(), |end| from + end);
                keep(from..end);
                return end;
            }
            from += self.quote.len_utf8();
            *is_quoted = true;
        }
        // A quotation mark that is doubled is one, and ends nothing.
        let mut close = from;
        let width = self.quote.len_utf8();
        while let Some(found) = words[close..].find(self.quote) {
            close += found;
            if !words[close + width..].starts_with(self.quote) {
                *is_quoted = false;
                keep(from..close);
                let behind = close + width;
                return words[behind..].find(|char| self.parts(char)).map_or(words.len(), |end| behind + end);
            }
            close += 2 * width;
        }
        keep(from..words.len());
        words.len()
    }
}
