//! Mends: the publication's own approved text written at its place, and a statement moved there.

use super::Require;
use super::statement::Statement;
use crate::check::element as html;
use crate::finding::{Edit, Fix};
use crate::prose::Shape;
use crate::reading::{Language, Reading};
use crate::style::{Lack, holds};
use crate::text::{Format, Kind, Matter, Span};
use crate::wording::tokens_of;

/// Writes the approved text at a place, when the publication has one and its names are known.
pub(super) fn insert(rule: &Require, reading: &Reading<'_>, place: Span) -> Option<Fix> {
    let text = approved_text(rule, reading)?;
    // What would not be known again would be written again and again.
    if !rule.approved(reading).knows(&text, reading.lexicon) {
        return None;
    }
    let text = match reading.document.source.format {
        Format::Html => format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;")),
        _ => text,
    };
    let edits = vec![Edit { span: place, text: paragraph(reading, &text, place)? }];
    Some(Fix { title: "Insert the approved text".to_owned(), edits, safe: true })
}

/// What is missing for the approved text to be written, when the publication has texts or a name.
pub(super) fn lacks(rule: &Require, reading: &Reading<'_>) -> Option<String> {
    let (house, id) = (reading.style, rule.texts.first()?);
    let known = rule.texts.iter().find(|id| house.texts.contains_key(*id));
    match known.and_then(|id| Some((id, house.texts.get(id)?))) {
        None if house.name.is_empty() && house.texts.is_empty() => None,
        None => Some(format!("there is no approved text `[texts.{id}]` that --fix could write")),
        Some((id, text)) if !text.in_force(reading.document) => {
            Some(format!("the approved text “{id}” is not in force on this day"))
        }
        Some((id, text)) => Some(match text.filled(house, reading.document) {
            Err(Lack::Name(name)) => format!("--fix cannot write the approved text “{id}”: the draft does not say who {name} is"),
            Err(Lack::Several(name)) => format!(
                "--fix cannot write the approved text “{id}”: {name} is several people here, and a word behind it may speak of one; \
                 give `[texts.{id}]` a wording `several`"
            ),
            Ok(_) => {
                format!("--fix cannot write the approved text “{id}”: a name in it is too long, or there is no place for it")
            }
        }),
    }
}

/// Moves a statement that is a paragraph by itself; safe when it is the approved text and nothing more.
pub(super) fn move_to(rule: &Require, reading: &Reading<'_>, statement: &Statement, place: Span) -> Option<Fix> {
    let source = &reading.document.source;
    let (moved, gone) = alone(reading, statement)?;
    if place.overlaps(gone) || gone.covers(place) && place.start() != gone.start() && place.start() != gone.end() {
        return None;
    }
    let written = paragraph(reading, source.slice(moved), place)?;
    let approved = statement.approval.as_ref().is_some_and(|found| rule.texts.contains(&found.id));
    let mut edits = vec![Edit { span: place, text: written }, Edit { span: gone, text: String::new() }];
    edits.sort_by_key(|edit| edit.span);
    Some(Fix { title: "Move it there".to_owned(), edits, safe: approved && is_all(reading, statement) })
}

/// Whether a statement is all that its paragraph says, but for a label before it.
fn is_all(reading: &Reading<'_>, statement: &Statement) -> bool {
    let line = reading.line(statement.block);
    let tokens = tokens_of(&line, &statement.place.at);
    let word = |at: usize| line.get(at).is_some_and(|token| !matches!(token.shape, Shape::Mark(_)));
    let labelled = (0..tokens.start).rev().find(|&at| word(at) || line.mark(at, &[':'])).is_none_or(|at| line.mark(at, &[':']));
    labelled && !(tokens.end..line.tokens.len()).any(word)
}

/// Deletes a statement that is a paragraph by itself. Whether it is still wanted, somebody has to say.
pub(super) fn delete(reading: &Reading<'_>, statement: &Statement) -> Option<Fix> {
    let (_, gone) = alone(reading, statement)?;
    let edits = vec![Edit { span: gone, text: String::new() }];
    Some(Fix { title: "Delete it".to_owned(), edits, safe: false })
}

/// The bytes of a statement that is a paragraph by itself, and those that go with it when it goes.
fn alone(reading: &Reading<'_>, statement: &Statement) -> Option<(Span, Span)> {
    let document = reading.document;
    let (source, block) = (&document.source, &document.blocks[statement.block]);
    if block.kind != Kind::Paragraph || statement.whole(reading).at.len() < block.text.len() {
        return None;
    }
    let (whole, text, lines) = (block.whole(), &source.text, source.lines());
    if source.format == Format::Html {
        return html::alone(source, block);
    }
    let part = document.part(whole.start())?;
    let is_alone = letters(source.slice(part)) == letters(source.slice(whole));
    let (start, end) = (part.start(), part.end());
    let (mut from, mut to) = (start, end);
    let last = lines.line_of(end.max(1) - 1);
    let next = lines.range(last + 1, text);
    match last + 1 < lines.count() && text.get(next.clone()).is_some_and(|line| line.trim().is_empty()) && next.end < text.len() {
        true => to = lines.range(last + 2, text).start.max(next.end),
        false => from = text[..start].trim_end_matches(['\n', '\r', ' ', '\t']).len(),
    }
    is_alone.then(|| (part, source.span(from..to)))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|char| char.is_alphanumeric()).count()
}

/// The first approved text of the rule that is in force and in the draft's language, with its names filled in.
fn approved_text(rule: &Require, reading: &Reading<'_>) -> Option<String> {
    let language = reading.language();
    let fits = |text: &str| language.is_none() || Language::of_text(text).is_none_or(|own| Some(own) == language);
    let mut texts = rule.texts.iter().filter_map(|id| reading.style.texts.get(id));
    // Whether a text that ends holds still, only the draft's day tells.
    let dated = holds(None, None, reading.document).is_some();
    let text = texts
        .find(|approved| approved.in_force(reading.document) && (dated || approved.until.is_none()) && fits(&approved.text))?;
    text.filled(reading.style, reading.document).ok()
}

/// A text as a paragraph of its own at a place: with the line ends of the source, and what parts it from its neighbours.
fn paragraph(reading: &Reading<'_>, text: &str, place: Span) -> Option<String> {
    let source = &reading.document.source;
    let end = source.line_end();
    let text = &text.lines().collect::<Vec<_>>().join(end);
    let (before, after) = (source.text.get(..place.start())?, source.text.get(place.end()..)?);
    if source.format == Format::Html {
        let fence = |matter: Matter| source.lines().range(source.lines().line_of(matter.content.end()), &source.text).end;
        let body = reading.document.matter.map_or(0, fence);
        return html::is_free(&source.text, body, place.start()).then(|| element(text, before, after, end));
    }
    let margin = |line: &str| line.trim().is_empty();
    let mut above = before.rsplit(end);
    let head = match (above.next().is_none_or(margin), above.next().is_none_or(margin)) {
        _ if before.is_empty() => String::new(),
        (true, true) => String::new(),
        (true, false) => end.to_owned(),
        (false, _) => end.repeat(2),
    };
    let mut below = after.split(end);
    let tail = match (below.next().is_none_or(margin), below.next().is_none_or(margin)) {
        _ if after.is_empty() => {
            if before.ends_with(end) {
                end.to_owned()
            } else {
                String::new()
            }
        }
        _ if after.trim().is_empty() => String::new(),
        (true, true) => String::new(),
        (true, false) => end.to_owned(),
        (false, _) => end.repeat(2),
    };
    Some(format!("{head}{text}{tail}"))
}

/// An element between two others, on a line of its own where its neighbour has one.
fn element(text: &str, before: &str, after: &str, end: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let next = after.split(['\n', '\r']).next().unwrap_or_default();
    let indent = |line: &str| line[..line.len() - line.trim_start().len()].to_owned();
    match () {
        () if line.is_empty() => format!("{}{text}{end}", indent(next)),
        () if line.trim().is_empty() => format!("{text}{end}{line}"),
        () if next.trim().is_empty() => format!("{end}{}{text}", indent(line)),
        () => text.to_owned(),
    }
}
