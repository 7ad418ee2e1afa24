//! The header of a document: its title, who wrote it, its revision, and the attributes that it sets.

use std::ops::Range;

use super::{AdocAround, AdocReader, lines};
use crate::format::front;
use crate::text::{Field, Kind, Role};

/// How many words the name of an author has at most.
const NAMES: usize = 5;

impl AdocReader<'_> {
    /// Reads the header, where the text begins with one; where the body begins.
    pub(super) fn header(&mut self) -> usize {
        let count = self.lines.len();
        let Some((at, bytes, below)) = self.titled() else { return 0 };
        let has_matter = !self.builder.front().is_empty();
        let mut line = 0;
        while line < at {
            line = self.silent(line, count).unwrap_or(line + 1);
        }
        self.heading(at, bytes, 1, AdocAround::TOP);
        let start = at;
        let mut at = at + below;
        let mut wanted = 0;
        while at < count && !self.is_blank(at) {
            match self.silent(at, count) {
                Some(next) => at = next,
                None if wanted == 0 && self.authors(at) => (at, wanted) = (at + 1, 1),
                None if wanted == 1 && self.revision(at) => (at, wanted) = (at + 1, 2),
                None => break,
            }
        }
        self.part(start..at, AdocAround::TOP);
        if !has_matter {
            self.standfirst();
        }
        at
    }

    /// Writes the attribute that holds the standfirst as a block, line by line.
    fn standfirst(&mut self) {
        let Some(span) = front::standfirst(&self.builder).map(|field| field.span.range()) else { return };
        let mut at = span.start;
        let mut ranges = Vec::new();
        for line in self.text[span].split_inclusive('\n') {
            let words = line.trim();
            let words = words.strip_suffix(" \\").map_or(words, str::trim_end);
            let start = at + line.len() - line.trim_start().len();
            ranges.push(start..start + words.len());
            at += line.len();
        }
        self.write(Kind::Paragraph, AdocAround { role: Role::Dek, ..AdocAround::TOP }, &ranges);
    }

    /// The line of the title, the bytes before its words, and how many lines it takes; only what is no text stands before it.
    fn titled(&self) -> Option<(usize, usize, usize)> {
        let is_silent = |line: usize| {
            let words = self.at_margin(line);
            self.is_blank(line)
                || lines::comment(words).is_some()
                || lines::entry(words).is_some()
                || lines::attributes(words).is_some()
                || words.starts_with("include::")
        };
        let at = (0..self.lines.len()).find(|&line| !is_silent(line))?;
        let words = self.at_margin(at);
        match lines::section(words) {
            Some((1, bytes)) => Some((at, bytes, 1)),
            Some(_) => None,
            None => (lines::underline(words, self.at_margin(at + 1)) == Some(1)).then_some((at, 0, 2)),
        }
    }

    fn set(&mut self, key: &str, value: Range<usize>, key_at: Range<usize>) {
        let source = self.builder.source();
        let (span, key_span) = (source.span(value), source.span(key_at));
        let value = source.slice(span).replace(" \\", " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let exact = source.slice(span) == value;
        self.builder.field(Field { key: key.to_owned(), value, span, key_span, exact });
    }

    /// The line of the authors: `Ann Blake <ann@tidewater.example>; Ben Marsh`.
    fn authors(&mut self, line: usize) -> bool {
        let words = self.words(line);
        let is_name = |author: &str| {
            let name = author.split('<').next().unwrap_or_default().trim();
            let begins = name.starts_with(|char: char| char.is_uppercase() || char == '{');
            begins && name.split_whitespace().count() <= NAMES && !name.ends_with(['.', ':', '!', '?']) && !name.contains('[')
        };
        if lines::fence(words).is_some() || lines::block_macro(words).is_some() || !words.split("; ").all(is_name) {
            return false;
        }
        let mut at = 0;
        for author in words.split("; ") {
            let name = author.split('<').next().unwrap_or_default().trim_end();
            let place = self.place(line, at..at + name.len());
            if self.names.resolved("{author}").is_none() {
                self.names.set("author", name);
            }
            self.set("author", place.clone(), place);
            if let Some((_, address)) = author.split_once('<') {
                let start = at + author.len() - address.len();
                let place = self.place(line, start..start + address.trim_end_matches('>').len());
                self.set("email", place.clone(), place);
            }
            at += author.len() + 2;
        }
        true
    }

    /// The line of the revision: `v1.2, 2024-05-31: with the new count`.
    fn revision(&mut self, line: usize) -> bool {
        const LONGEST: usize = 120;
        let words = self.words(line);
        if words.len() > LONGEST || !words.contains(|char: char| char.is_ascii_digit()) {
            return false;
        }
        let (before, remark) = words.split_once(": ").unwrap_or((words, ""));
        let is_number = |text: &str| {
            let rest = text.strip_prefix('v');
            rest.is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()))
        };
        let (number, date) = match before.split_once(',').filter(|(first, _)| is_number(first)) {
            Some((number, date)) => (number, date.trim_start()),
            None if is_number(before) => (before, ""),
            None => ("", before),
        };
        let at = |part: &str, end: usize| end - part.len()..end;
        let parts =
            [("revnumber", at(number, number.len())), ("date", at(date, before.len())), ("revremark", at(remark, words.len()))];
        for (key, range) in parts.into_iter().filter(|(_, range)| !range.is_empty()) {
            let place = self.place(line, range);
            self.set(key, place.clone(), place);
        }
        true
    }

    /// An attribute that the document sets: where the next line begins. Above the text it is a field of the document as well.
    pub(super) fn entry(&mut self, at: Range<usize>, name: Range<usize>, value: Range<usize>) -> usize {
        let line = at.start;
        let goes_on = |line: usize| self.words(line).ends_with(" \\") && line + 1 < at.end && !self.is_blank(line + 1);
        let mut last = line;
        while goes_on(last) {
            last += 1;
        }
        let (key, start) = (&self.words(line)[name.clone()], self.place(line, value).start);
        let value = start..self.lines[last].text.end.max(start);
        if key.starts_with('!') || key.ends_with('!') {
            self.names.unset(key.trim_matches('!'));
            return last + 1;
        }
        let text = self.text[value.clone()].replace(" \\", " ").split_whitespace().collect::<Vec<_>>().join(" ");
        self.names.set(key, &text);
        if !self.is_begun {
            // What a site asks of a page is written with a word before it; the day of the text has a name of its own.
            let plain = key.strip_prefix("page-").unwrap_or(key);
            let plain = if plain == "revdate" { "date" } else { plain };
            let key_at = self.place(line, name.end - plain.len().min(name.len())..name.end);
            self.set(plain, value, key_at);
        }
        last + 1
    }
}
