//! What begins with two dots: directives, notes, targets, substitutions, and comments.

use std::ops::Range;

use super::directive::{self, DirectiveSort};
use super::lines::{self, RstLine};
use super::{RstAround, RstReader};
use crate::text::{Hidden, Kind, Role};

impl RstReader<'_> {
    /// Reads what begins with two dots.
    pub(super) fn explicit(&mut self, lines: Range<usize>, around: RstAround) {
        let at = lines.start;
        let words = self.words(at);
        let rest = words[2..].trim_start();
        let lead = words.len() - rest.len();
        if let Some((name, arguments)) = lines::directive(rest) {
            return self.directive(lines, name, lead + arguments, around);
        }
        if rest.starts_with('_') || rest.starts_with('|') {
            return;
        }
        if let Some((label, _)) =
            rest.strip_prefix('[').and_then(|rest| rest.split_once("] ").or(rest.strip_suffix(']').map(|rest| (rest, ""))))
        {
            return self.note(lines, label.trim_start_matches('#').to_owned(), lead + label.len() + 2);
        }
        let last = &self.lines[lines.end - 1];
        let range = self.lines[at].text.start + lead..last.text.end.max(self.lines[at].text.start + lead);
        let comment = self.text[range.clone()].to_owned();
        if !comment.trim().is_empty() {
            self.builder.comment(&comment, range);
        }
    }

    fn note(&mut self, lines: Range<usize>, label: String, bytes: usize) {
        let at = lines.start;
        let start = self.lines[at].text.start;
        let is_empty = self.behind(at, bytes, lines.end);
        let from = if is_empty { at + 1 } else { at };
        if from < lines.end {
            let least = self.least(from..lines.end);
            self.label = Some((label, start));
            self.blocks(from..lines.end, least, RstAround { kind: Kind::Note, group: 0, level: 0, is_top: false });
            self.label = None;
        }
    }

    fn directive(&mut self, lines: Range<usize>, name: &str, bytes: usize, around: RstAround) {
        let at = lines.start;
        let whole = self.lines[at].text.start..self.lines[lines.end - 1].text.end;
        let arguments = self.words(at)[bytes.min(self.words(at).len())..].to_owned();
        let inner = RstAround { is_top: false, ..around };
        let sort = directive::sort(name);
        if !matches!(sort, DirectiveSort::Image | DirectiveSort::Include | DirectiveSort::Other) {
            self.builder.container(whole.clone());
        }
        match sort {
            DirectiveSort::Admonition => {
                let is_empty = self.behind(at, bytes, lines.end);
                let from = if is_empty { at + 1 } else { at };
                let from = from + self.options(from..lines.end);
                self.content(from..lines.end, inner);
            }
            DirectiveSort::Rubric => {
                if !self.behind(at, bytes, lines.end) {
                    self.builder.open(Kind::Heading, Role::Body, 0, 3);
                    self.write(at..at + 1);
                    self.builder.end();
                }
            }
            DirectiveSort::Version => {
                let behind = arguments.find(char::is_whitespace).map_or(arguments.len(), |at| at + 1);
                let is_empty = self.behind(at, bytes + behind, lines.end);
                self.content(if is_empty { at + 1 } else { at }..lines.end, inner);
            }
            DirectiveSort::Quotation => {
                let (is_empty, group) = (self.behind(at, bytes, lines.end), self.group());
                let quoted = RstAround { kind: Kind::Quote, group, level: 0, is_top: false };
                self.content(if is_empty { at + 1 } else { at }..lines.end, quoted);
            }
            DirectiveSort::Prose => {
                let body = self.body(&lines);
                self.content(body..lines.end, inner);
            }
            DirectiveSort::Figure => {
                self.alternative(&lines);
                let body = self.body(&lines);
                let to = body + self.lines[body..lines.end].iter().take_while(|line| !line.text.is_empty()).count();
                self.content(body..to, RstAround { kind: Kind::Caption, group: 0, level: 0, is_top: false });
                self.content(to..lines.end, inner);
            }
            DirectiveSort::Image => self.alternative(&lines),
            DirectiveSort::Table => {
                let body = self.body(&lines);
                self.caption(at, bytes);
                self.content(body..lines.end, inner);
            }
            DirectiveSort::Csv => {
                self.caption(at, bytes);
                if !self.csv(lines) {
                    self.builder.embed(name, arguments, whole);
                }
            }
            DirectiveSort::Include | DirectiveSort::Other => self.builder.embed(name, arguments, whole),
        }
    }

    /// The words behind some bytes of a line, as the caption of what stands below.
    fn caption(&mut self, at: usize, bytes: usize) {
        if !self.behind(at, bytes, at + 1) {
            self.builder.open(Kind::Caption, Role::Body, 0, 0);
            self.write(at..at + 1);
            self.builder.end();
        }
    }

    /// How many of these lines are options.
    fn options(&self, lines: Range<usize>) -> usize {
        let is_option = |line: &RstLine| lines::field(&self.text[line.text.clone()]).is_some();
        self.lines[lines].iter().take_while(|line| is_option(line)).count()
    }

    /// The first line of the content of a directive: behind a blank line, its arguments and options left out.
    fn body(&self, lines: &Range<usize>) -> usize {
        let blank = (lines.start + 1..lines.end).find(|&at| self.is_blank(at)).unwrap_or(lines.end);
        (blank..lines.end).find(|&at| !self.is_blank(at)).unwrap_or(lines.end)
    }

    fn content(&mut self, lines: Range<usize>, around: RstAround) {
        if lines.start < lines.end {
            let least = self.least(lines.clone());
            self.blocks(lines, least, around);
        }
    }

    /// The text that stands for a picture.
    fn alternative(&mut self, lines: &Range<usize>) {
        for at in lines.start + 1..lines.end {
            let Some(("alt", value)) = lines::field(self.words(at)) else { continue };
            let range = self.lines[at].text.start + value..self.lines[at].text.end;
            self.builder.open(Kind::Paragraph, Role::Hidden(Hidden::Alt), 0, 0);
            self.builder.copy(range);
            self.builder.end();
        }
    }
}
