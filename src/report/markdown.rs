//! The `markdown` format: a comment on a pull request, the loudest findings first and no longer than a comment may be.
//!
//! Words from outside stand in it as words: no mention, link, image, formula, tag or table of theirs comes to life.

use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use crate::finding::{File, Finding, Report};

use super::window::{CONTEXT, around};
use super::{account, meta, paint, place, safe, summary};

/// Bytes of a comment. GitHub takes 65,536 characters; whoever posts it may add some.
const MOST: usize = 64_000;
/// Bytes of it that the table may take; what is told of each finding has the rest.
const TABLE: usize = 40_000;
/// Bytes that are kept for the last line.
const LAST: usize = 300;
/// Characters of a path.
const PATH: usize = 120;
/// Stands in the middle of what would be a mention or a link. It is not seen, and an escape would not keep them from it.
const BREAK: &str = "&#8203;";

/// Writes the comment.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut findings: Vec<(&File, &Finding)> =
        report.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding))).collect();
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.level));
    let mut comment = Comment { report, text: format!("{}\n**copydesk**: {}\n", Report::MARK, sum(report)?), rows: 0, told: 0 };
    comment.table(&findings);
    comment.rules(&findings);
    comment.last(findings.len());
    out.write_all(comment.text.as_bytes())
}

/// The summary that people read, as one paragraph.
fn sum(report: &Report) -> io::Result<String> {
    let mut line = Vec::new();
    summary::write(report, false, &mut *paint::writer(&mut line, false))?;
    Ok(escaped(String::from_utf8_lossy(&line).trim_end()))
}

struct Comment<'a> {
    report: &'a Report,
    text: String,
    /// Findings that the table has.
    rows: usize,
    /// Findings that more is told of.
    told: usize,
}

impl<'a> Comment<'a> {
    fn table(&mut self, findings: &[(&'a File, &'a Finding)]) {
        if findings.is_empty() {
            return;
        }
        self.text += "\n| level | place | finding |\n|:--|:--|:--|\n";
        for (file, finding) in findings {
            let (level, place) = (finding.level.name(), self.place(file, finding));
            let row = format!("| {level} | {place} | {} |\n", escaped(&account::message(finding)));
            if self.text.len() + row.len() > TABLE {
                break;
            }
            self.text += &row;
            self.rows += 1;
        }
    }

    /// What is told of the findings that the table has: a folded part for each rule, in the order of the table.
    fn rules(&mut self, findings: &[(&'a File, &'a Finding)]) {
        let mut of_rules: Vec<Vec<(&File, &Finding)>> = Vec::new();
        for &(file, finding) in &findings[..self.rows] {
            match of_rules.iter_mut().find(|of_rule| of_rule[0].1.rule == finding.rule) {
                Some(of_rule) => of_rule.push((file, finding)),
                None => of_rules.push(vec![(file, finding)]),
            }
        }
        for of_rule in of_rules {
            self.rule(&of_rule);
        }
    }

    fn rule(&mut self, findings: &[(&'a File, &'a Finding)]) {
        const END: &str = "\n</details>\n";
        let Some((_, first)) = findings.first() else { return };
        let known = self.report.rules.iter().find(|rule| rule.id == first.rule).cloned();
        let words = known.unwrap_or_else(|| meta::words(first));
        let plain = |words: &str| escaped(&safe::line(words));
        let mut part = format!("\n<details>\n<summary>{}: {}</summary>\n", plain(&words.id), plain(&words.summary));
        for words in [Some(&words.why), words.help.as_ref()].into_iter().flatten().filter(|words| !words.is_empty()) {
            let _ = writeln!(part, "\n{}", plain(words));
        }
        part.push('\n');
        let room = (MOST - LAST).saturating_sub(self.text.len() + END.len());
        let (start, mut told) = (part.len(), 0);
        for (file, finding) in findings {
            let help = account::help(finding).filter(|help| words.help.as_ref().is_none_or(|known| safe::line(known) != *help));
            let mut item = format!("- {}{}\n", self.place(file, finding), excerpt(file, finding));
            for line in account::evidence(finding).chain(help) {
                let _ = writeln!(item, "  - {}", escaped(&line));
            }
            if part.len() + item.len() > room {
                break;
            }
            part += &item;
            told += 1;
        }
        if part.len() > start {
            self.text += &part;
            self.text += END;
            self.told += told;
        }
    }

    /// Says what was left out.
    fn last(&mut self, all: usize) {
        let (rows, told) = (all - self.rows, self.rows - self.told);
        let count = |count: usize| if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
        let words = match (rows, told) {
            (0, 0) => return,
            (rows, 0) => format!("{} more did not fit into this comment", count(rows)),
            (0, told) => format!("The evidence for {} did not fit into this comment", count(told)),
            (rows, told) => {
                format!("{} more did not fit into this comment, nor did the evidence for {}", count(rows), count(told))
            }
        };
        let _ = writeln!(self.text, "\n{words}.");
    }

    fn place(&self, file: &File, finding: &Finding) -> String {
        let path = safe::cut(&place::path(self.report, &file.source.path), PATH);
        let line = file.source.position(finding.span.start()).line;
        format!("<code>{}:{line}</code>", escaped(&path))
    }
}

/// The words around a place, and the place in bold.
fn excerpt(file: &File, finding: &Finding) -> String {
    let (source, span) = (&file.source, finding.span);
    let Some(shown) = around(source, span, CONTEXT.0).filter(|shown| !shown.is_empty()) else { return String::new() };
    let words = |at: Range<usize>| escaped(&line(source.text.get(at).unwrap_or_default()));
    let cut = |at: usize| if source.position(at).column > 1 { "…" } else { "" };
    let before = words(shown.start()..span.start()).trim_start().to_owned();
    let place = words(span.range());
    let place = if place.is_empty() { place } else { format!("<b>{place}</b>") };
    format!(": {}{before}{place}{}", cut(shown.start()), words(span.end()..shown.end()))
}

/// A piece of a line, its blanks kept at both ends.
fn line(piece: &str) -> String {
    let blank = |is: bool| if is { " " } else { "" };
    let (start, end) = (piece.starts_with(char::is_whitespace), piece.ends_with(char::is_whitespace));
    format!("{}{}{}", blank(start), safe::line(piece).trim(), blank(end))
}

/// Words as Markdown, also inside a cell of a table: every sign that could be markup is an escape, and what forges look for in
/// text that was read already (mentions, issues, emoji, addresses) is broken by what is not seen.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    let mut chars = words.chars().peekable();
    let mut before = ' ';
    while let Some(char) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match char {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' | '=' => {
                let _ = write!(out, "&#{};", u32::from(char));
            }
            '@' | '#' | '!' => {
                let _ = write!(out, "&#{};{BREAK}", u32::from(char));
            }
            ':' if next == '/' || next.is_alphabetic() || matches!(next, '+' | '-' | '_') => {
                out.push(char);
                out.push_str(BREAK);
            }
            '.' if before.eq_ignore_ascii_case(&'w') => {
                out.push(char);
                out.push_str(BREAK);
            }
            '-' if next.is_ascii_digit() && before.eq_ignore_ascii_case(&'h') => {
                out.push(char);
                out.push_str(BREAK);
            }
            _ => out.push(char),
        }
        before = char;
    }
    out
}
