//! Blocks between two lines of signs, and macros that are blocks.

use std::ops::Range;

use super::meta::{self, AdocMeta};
use super::{AdocAround, AdocReader};
use crate::text::{Hidden, Kind, LinkSort, Role};

impl AdocReader<'_> {
    /// Reads the block that a fence begins; where the next one begins.
    pub(super) fn delimited(&mut self, lines: Range<usize>, sign: char, meta: &mut AdocMeta, around: AdocAround) -> usize {
        let at = lines.start;
        let (inner, to) = self.closed(lines, if sign == '`' { "```" } else { self.words(at) });
        match sign {
            '/' => {
                let extent = self.extent(inner.clone());
                let text = self.text[extent.clone()].to_owned();
                if !inner.is_empty() && !text.trim().is_empty() {
                    self.builder.comment(&text, extent);
                }
            }
            _ if matches!(sign, '-' | '.' | '`' | '+') || meta.is_silent() => {
                self.caption(meta, around);
                // What is included as code is named all the same.
                for line in inner {
                    if self.at_margin(line).starts_with("include::") {
                        self.aside(line);
                    }
                }
            }
            _ if meta.style == "comment" => {}
            '_' | 'o' if matches!(meta.style.as_str(), "quote" | "verse") || sign == '_' => {
                self.caption(meta, around);
                let quoted = around.with(Kind::Quote, self.group(), 0);
                match meta.style.as_str() {
                    "verse" => self.verses(inner, quoted),
                    _ => self.blocks(inner, quoted),
                }
                self.cited(meta, quoted);
            }
            _ => {
                self.caption(meta, around);
                self.blocks(inner, AdocAround { is_top: false, ..around });
            }
        }
        to
    }

    /// The lines between a fence and the next one like it, and where the next block begins. One that is never closed is told.
    pub(super) fn closed(&mut self, lines: Range<usize>, fence: &str) -> (Range<usize>, usize) {
        let at = lines.start;
        let close = (at + 1..lines.end).find(|&line| self.at_margin(line) == fence);
        if close.is_none() {
            let place = self.lines[at].text.clone();
            self.builder.fault(place, format!("this block is never closed: `{fence}` stands nowhere below it"));
        }
        let end = close.unwrap_or(lines.end);
        (at + 1..end, close.map_or(end, |close| close + 1))
    }

    /// Lines of verse: a block for each stanza.
    pub(super) fn verses(&mut self, lines: Range<usize>, around: AdocAround) {
        let mut at = lines.start;
        while at < lines.end {
            let to = self.until_blank(at, lines.end);
            if to > at {
                self.paragraph(at..to, 0, around);
            }
            at = to.max(at) + 1;
        }
    }

    /// Writes whom a block quotes, behind it.
    pub(super) fn cited(&mut self, meta: &AdocMeta, around: AdocAround) {
        let Some((first, more)) = meta.cited.split_first() else { return };
        self.builder.open(around.kind, around.role, around.group, around.level);
        self.builder.copy(first.clone());
        for cited in more {
            let gap = self.builder.here();
            let before = cited.start.saturating_sub(1)..cited.start;
            if gap > 0 {
                self.builder.text(", ", before);
            }
            self.builder.copy(cited.clone());
        }
        self.builder.end();
    }

    /// Reads a macro that is a block: a picture with its texts, or what only a builder knows.
    pub(super) fn block_macro(
        &mut self,
        at: usize,
        [name, target, attributes]: [Range<usize>; 3],
        meta: &mut AdocMeta,
        around: AdocAround,
    ) {
        self.is_begun = true;
        let words = self.words(at);
        let whole = self.place(at, 0..words.len());
        if words[name.clone()] != *"image" {
            let arguments = format!("{} {}", &words[target], &words[attributes]);
            self.builder.embed(&words[name], arguments.trim(), whole);
            return self.caption(meta, around);
        }
        let target = self.names.resolved(&words[target.clone()]).unwrap_or_else(|| words[target].to_owned());
        self.builder.open(Kind::Paragraph, around.role, 0, 0);
        self.builder.link(0, target, LinkSort::Image, whole);
        self.builder.end();
        let attributes = self.place(at, attributes);
        if let Some(("", alt)) = meta::list(self.text, attributes.clone()).into_iter().next() {
            self.builder.open(Kind::Paragraph, Role::Hidden(Hidden::Alt), 0, 0);
            self.builder.copy(alt);
            self.builder.end();
        }
        let mut own = AdocMeta::default();
        own.read(self.text, attributes);
        meta.title = meta.title.take().or(own.title);
        self.caption(meta, around);
    }
}
