//! Mends: the publication's own approved text written at its place, and a statement moved there.

use super::super::restore;
use super::options::Require;
use super::statement::Statement;
use crate::edit;
use crate::finding::Fix;
use crate::prose::{Class, Shape};
use crate::reading::{Language, Reading};
use crate::style::{Approved, Lack, NAMES, PUBLICATION};
use crate::text::{Block, Kind, MarkSort, RichText, Span};
use crate::wording::{Approval, tokens_of};

/// The approved text, when the publication has one and its names are known.
pub(super) fn to_write(rule: &Require, reading: &Reading<'_>) -> Option<RichText> {
    // What would not be known again would be written again and again.
    approved_text(rule, reading).filter(|text| rule.approved(reading).knows(&text.words(), reading.lexicon))
}

/// Writes the approved text at a place.
pub(super) fn insert(text: &RichText, reading: &Reading<'_>, place: Span) -> Option<Fix> {
    let edits = vec![edit::insert(reading.document, text, place)?];
    Some(Fix { title: "Insert the approved text".to_owned(), edits, safe: true })
}

/// What is missing for the approved text to be written, when the publication has texts or a name.
pub(super) fn lacks(rule: &Require, reading: &Reading<'_>) -> Option<String> {
    let (house, id) = (reading.style, rule.texts.first()?);
    let known = rule.texts.iter().find(|id| house.texts.contains_key(*id));
    match known.and_then(|id| Some((id, house.texts.get(id)?))) {
        None if house.name.is_empty() && house.texts.is_empty() => None,
        None => Some(format!("there is no approved text `[texts.{id}]` that --fix could write")),
        Some((id, text)) if !text.in_force(house, reading.document) => {
            Some(format!("the approved text “{id}” is not in force on this day"))
        }
        Some((id, text)) => Some(match text.filled(house, reading.document, reading.language_for(&text.text)) {
            Err(Lack::Name(name)) if name != PUBLICATION && !NAMES.contains(&name.as_str()) => {
                let known = [&NAMES[..], &[PUBLICATION]].concat().join(", ");
                format!("--fix cannot write the approved text “{id}”: it fills in {known}, and {name} is for whoever writes it")
            }
            Err(Lack::Name(name)) => format!("--fix cannot write the approved text “{id}”: the draft does not say who {name} is"),
            Err(Lack::Doubtful(name, said)) => {
                format!("--fix cannot write the approved text “{id}”: “{said}” may be no person’s name, and {name} wants one")
            }
            Err(Lack::Several(name)) => format!(
                "--fix cannot write the approved text “{id}”: {name} is several people here, and a word behind it may speak of one; \
                 give `[texts.{id}]` a wording `several`"
            ),
            Ok(_) if text.is_dated() && !has_day(reading) => {
                let told = house.unread_day(reading.document).map(|day| format!("“{day}” is no day that it can read"));
                let told = told.unwrap_or_else(|| "the draft gives no day".to_owned());
                format!(
                    "--fix cannot write the approved text “{id}”: it holds on some days only, and {told}; write `date: 2026-05-05`"
                )
            }
            Ok(filled) => format!("--fix cannot write the approved text “{id}”: {}", hindrance(&RichText::new(&filled))),
        }),
    }
}

/// Why a text whose names are known is not written.
fn hindrance(text: &RichText) -> String {
    match text.beyond() {
        Some(beyond) => format!("it holds {beyond}; without that it could be written into drafts of every format"),
        None => "a name in it is too long, or there is no place for it".to_owned(),
    }
}

/// Moves a statement that is a paragraph by itself; safe when it is the approved text and nothing more.
pub(super) fn move_to(rule: &Require, reading: &Reading<'_>, statement: &Statement, place: Span) -> Option<Fix> {
    let edits = edit::move_to(reading.document, paragraph(reading, statement)?, place)?;
    let is_text = |found: &&Approval| rule.texts.contains(&found.id) && restore::is_alone(reading, &statement.place, found);
    let approved = statement.approval.as_ref().filter(is_text).is_some();
    let safe = approved && is_all(reading, statement) && hangs_on_nothing(reading, statement.block);
    Some(Fix { title: "Move it there".to_owned(), edits, safe })
}

/// Whether nothing is left behind that makes no sense without a paragraph: a heading or lead-in of its own, what goes on about it.
fn hangs_on_nothing(reading: &Reading<'_>, number: usize) -> bool {
    let blocks = &reading.document.blocks;
    let seen = |number: &usize| blocks[*number].is_seen() && !blocks[*number].text.trim().is_empty();
    let behind = (number + 1..blocks.len()).find(seen);
    let ends_section = |level: u32| behind.is_none_or(|next| blocks[next].kind == Kind::Heading && blocks[next].level <= level);
    let leads = |before: usize| {
        let Block { kind, level, text, marks, .. } = &blocks[before];
        let stressed = |sort: MarkSort| matches!(sort, MarkSort::Emphasis | MarkSort::Strong);
        let is_label = || marks.iter().any(|mark| stressed(mark.sort) && mark.at.len() >= text.trim().len());
        match kind {
            Kind::Heading => *level > 1 && ends_section(*level),
            _ => text.trim_end().ends_with([':', '：']) || is_label(),
        }
    };
    let goes_on = |next: usize| reading.line(next).has_any(0, &[Class::Pronoun, Class::These, Class::That]);
    !(0..number).rev().find(seen).is_some_and(leads) && !behind.is_some_and(goes_on)
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
    let edits = vec![edit::delete(reading.document, paragraph(reading, statement)?)?];
    Some(Fix { title: "Delete it".to_owned(), edits, safe: false })
}

/// The paragraph that a statement is all of.
fn paragraph<'a>(reading: &Reading<'a>, statement: &Statement) -> Option<&'a Block> {
    let block = &reading.document.blocks[statement.block];
    // The other paragraphs of the text stand elsewhere.
    let is_part = statement.approval.as_ref().is_some_and(|approval| approval.part.is_some());
    (!is_part && block.kind == Kind::Paragraph && statement.whole(reading).at.len() >= block.text.len()).then_some(block)
}

/// The first approved text of the rule that is in force and in the draft's language, with its names filled in.
fn approved_text(rule: &Require, reading: &Reading<'_>) -> Option<RichText> {
    let language = reading.language();
    let fits = |text: &str| language.is_none() || Language::of_text(text).is_none_or(|own| Some(own) == language);
    let mut texts = rule.texts.iter().filter_map(|id| reading.style.texts.get(id));
    // Whether a text holds that begins or ends some day, only the draft's day tells.
    let dated = has_day(reading);
    let in_force = |text: &Approved| text.in_force(reading.style, reading.document) && (dated || !text.is_dated());
    let text = texts.find(|approved| in_force(approved) && fits(&approved.text))?;
    text.filled(reading.style, reading.document, reading.language_for(&text.text)).ok().map(|text| RichText::new(&text))
}

/// Whether the draft says of which day it is.
fn has_day(reading: &Reading<'_>) -> bool {
    reading.style.holds(None, None, reading.document).is_some()
}
