//! Mends: the publication's own approved text written at its place, and a statement moved there.

use super::Require;
use super::statement::{Sort, Statement};
use crate::finding::{Edit, Fix};
use crate::reading::Reading;
use crate::text::{Format, Kind, Span};

/// Writes the approved text at a place, when the publication has one and its names are known.
pub(super) fn insert(rule: &Require, reading: &Reading<'_>, place: Span) -> Option<Fix> {
    let text = approved_text(rule, reading)?;
    let edits = vec![Edit { span: place, text: paragraph(reading, &text, place)? }];
    Some(Fix { title: "Insert the approved text".to_owned(), edits, safe: true })
}

/// Moves a statement that is a paragraph by itself; safe when its text is the approved one.
pub(super) fn move_to(rule: &Require, reading: &Reading<'_>, statement: &Statement, place: Span) -> Option<Fix> {
    let source = &reading.document.source;
    let block = &reading.document.blocks[statement.block];
    if block.kind != Kind::Paragraph || statement.whole(reading).at.len() < block.text.len() {
        return None;
    }
    let lines = source.lines();
    let (whole, text) = (block.whole(), &source.text);
    let (first, last) = (lines.line_of(whole.start()), lines.line_of(whole.end().max(1) - 1));
    let (start, mut end) = (lines.range(first, text).start, lines.range(last, text).end);
    let moved = text.get(start..end)?;
    // What stands on its lines beside it would move with it.
    let alone = moved.chars().filter(|char| char.is_alphanumeric()).count() == letters(text.get(whole.range())?);
    if !alone || matches!(source.format, Format::Html | Format::Mdx) || place.overlaps(source.span(start..end)) {
        return None;
    }
    let title = "Move it there".to_owned();
    let written = paragraph(reading, moved, place)?;
    let mut from = start;
    let next = lines.range(last + 1, text);
    match last + 1 < lines.count() && text.get(next.clone()).is_some_and(|line| line.trim().is_empty()) && next.end < text.len() {
        true => end = lines.range(last + 2, text).start.max(next.end),
        false => from = text[..start].trim_end_matches(['\n', '\r', ' ', '\t']).len(),
    }
    let safe = statement.sort == Sort::Approved && rule.texts.iter().any(|id| reading.house.texts.contains_key(id));
    let mut edits = vec![Edit { span: place, text: written }, Edit { span: source.span(from..end), text: String::new() }];
    edits.sort_by_key(|edit| edit.span);
    Some(Fix { title, edits, safe })
}

fn letters(text: &str) -> usize {
    text.chars().filter(|char| char.is_alphanumeric()).count()
}

/// The first approved text of the rule that is in force, with its names filled in.
fn approved_text(rule: &Require, reading: &Reading<'_>) -> Option<String> {
    let mut texts = rule.texts.iter().filter_map(|id| reading.house.texts.get(id));
    texts.find(|approved| approved.in_force(reading.document))?.filled(reading.house, reading.document)
}

/// A text as a paragraph of its own at a place: with the line ends of the source, and a blank line on the sides that need one.
fn paragraph(reading: &Reading<'_>, text: &str, place: Span) -> Option<String> {
    let source = &reading.document.source;
    let end = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let (before, after) = (source.text.get(..place.start())?, source.text.get(place.end()..)?);
    let text = match source.format {
        Format::Html => format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;")),
        _ => text.to_owned(),
    };
    let blank = |text: &str| {
        text.trim_end_matches([' ', '\t']).ends_with("\n\n") || text.trim_end_matches([' ', '\t']).ends_with("\r\n\r\n")
    };
    let head = match () {
        () if before.is_empty() || blank(before) => String::new(),
        () if before.ends_with('\n') => end.to_owned(),
        () => end.repeat(2),
    };
    let tail = match () {
        () if after.trim().is_empty() => String::new(),
        () if after.starts_with(['\n', '\r']) => end.to_owned(),
        () => end.repeat(2),
    };
    Some(format!("{head}{text}{tail}"))
}
