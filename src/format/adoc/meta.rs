//! What lines above a block say of it: style, roles, options, who is quoted, how a table is cut.

use std::ops::Range;

use crate::format::hiding::hides;

/// What is said of a block.
#[derive(Debug, Default)]
pub(super) struct AdocMeta {
    /// The bytes of its title.
    pub(super) title: Option<Range<usize>>,
    /// What it is instead of what its signs say; empty where nothing is said.
    pub(super) style: String,
    /// Whether nobody sees it.
    pub(super) is_hidden: bool,
    /// Whether it is seen only after a click.
    pub(super) is_folded: bool,
    /// The bytes of whom it quotes, and from what.
    pub(super) cited: Vec<Range<usize>>,
    /// The columns of a table, as written.
    pub(super) columns: String,
    /// How the cells of a table are told apart, where that is said: `csv`, `dsv`, `tsv`, `psv`.
    pub(super) format: String,
    /// The sign between cells, where that is said.
    pub(super) separator: Option<char>,
}

/// Styles whose blocks are no prose: code, formulas, what is passed through, and the languages that pictures are drawn in.
const SILENT: [&str; 33] = [
    "source",
    "listing",
    "literal",
    "stem",
    "latexmath",
    "asciimath",
    "pass",
    "a2s",
    "actdiag",
    "blockdiag",
    "bytefield",
    "d2",
    "ditaa",
    "dpic",
    "erd",
    "gnuplot",
    "graphviz",
    "lilypond",
    "mermaid",
    "msc",
    "nomnoml",
    "nwdiag",
    "packetdiag",
    "pikchr",
    "plantuml",
    "seqdiag",
    "smcat",
    "structurizr",
    "svgbob",
    "tikz",
    "umlet",
    "vega",
    "wavedrom",
];

/// The attributes in some bytes of the text: each with its name, where it has one, and its bytes without quotes.
pub(super) fn list(text: &str, range: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let mut list = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        at += rest.len() - rest.trim_start().len();
        let name = name(&text[at..range.end]);
        let value = at + if name.is_empty() { 0 } else { text[at..range.end].find('=').map_or(0, |sign| sign + 1) };
        let rest = &text[value..range.end];
        let start = value + rest.len() - rest.trim_start().len();
        let quote = text[start..range.end].chars().next().filter(|char| matches!(char, '"' | '\''));
        let closed = quote.and_then(|quote| closing(&text[start + 1..range.end], quote));
        let (inner, behind) = match closed {
            Some(length) => (start + 1..start + 1 + length, start + 2 + length),
            None => {
                let length = text[start..range.end].find(',').unwrap_or(range.end - start);
                (start..start + text[start..start + length].trim_end().len(), start + length)
            }
        };
        list.push((name, inner));
        at = text[behind..range.end].find(',').map_or(range.end, |comma| behind + comma + 1);
    }
    list
}

/// The name before an equals sign; empty where none stands.
fn name(text: &str) -> &str {
    let end = text.find(|char: char| !char.is_ascii_alphanumeric() && !"-_.".contains(char)).unwrap_or(text.len());
    if text[end..].trim_start().starts_with('=') { &text[..end] } else { "" }
}

/// How many bytes stand before the quote that closes.
fn closing(text: &str, quote: char) -> Option<usize> {
    text.match_indices(quote).map(|(at, _)| at).find(|&at| !text[..at].ends_with('\\'))
}

impl AdocMeta {
    /// Whether the block is no prose.
    pub(super) fn is_silent(&self) -> bool {
        SILENT.contains(&self.style.as_str())
    }

    /// Reads the attributes in some bytes of the text.
    pub(super) fn read(&mut self, text: &str, range: Range<usize>) {
        let mut place = 0;
        for (name, at) in list(text, range) {
            let value = &text[at.clone()];
            match name {
                "" => {
                    match place {
                        0 => self.shorthand(value),
                        1 | 2 if matches!(self.style.as_str(), "quote" | "verse") && !value.is_empty() => self.cited.push(at),
                        _ if value.starts_with('%') => self.shorthand(value),
                        _ => {}
                    }
                    place += 1;
                }
                "role" => self.is_hidden |= hides("class", value),
                "attribution" | "citetitle" => self.cited.push(at),
                "options" | "opts" => value.split(',').for_each(|option| self.option(option.trim())),
                "cols" => self.columns = value.to_owned(),
                "format" => self.format = value.to_ascii_lowercase(),
                "separator" => self.separator = value.chars().next(),
                "style" => self.style = value.to_owned(),
                "title" => self.title = Some(at),
                _ => {}
            }
        }
    }

    /// `style#id.role%option`, each where it is there.
    fn shorthand(&mut self, text: &str) {
        let end = text.find(['#', '.', '%']).unwrap_or(text.len());
        if end > 0 {
            self.style = text[..end].trim().to_owned();
        }
        let mut rest = &text[end..];
        while let Some(sign) = rest.chars().next() {
            let behind = &rest[1..];
            let length = behind.find(['#', '.', '%']).unwrap_or(behind.len());
            match sign {
                '.' => self.is_hidden |= hides("class", &behind[..length]),
                '%' => self.option(&behind[..length]),
                _ => {}
            }
            rest = &behind[length..];
        }
    }

    fn option(&mut self, option: &str) {
        match option {
            "collapsible" => self.is_folded = true,
            "open" => self.is_folded = false,
            _ => {}
        }
    }
}
