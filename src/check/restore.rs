//! The mend of a passage that wants to be an approved text: the approved words in its place.

use crate::edit;
use crate::finding::Fix;
use crate::prose::{Class, Shape, tokens};
use crate::reading::{Place, Reading};
use crate::text::{Kind, Role};
use crate::wording::{Approval, Likeness, tokens_of};

/// From which likeness on the approved text may take a passage's place unread: below it, what is lost may be meant.
/// Chosen by hand; no measurement of it is kept.
const SURE: f64 = 0.8;
/// How many words more than it lacks such a passage may have: more of them say something of their own.
/// Chosen by hand; no measurement of it is kept.
const MORE: usize = 2;

/// Writes the approved text in the passage's place, when all names in it are known.
pub(super) fn fix(reading: &Reading<'_>, place: &Place, approval: &Approval) -> Option<Fix> {
    let (document, source) = (reading.document, &reading.document.source);
    let block = &document.blocks[place.block];
    let in_front = matches!(block.role, Role::Title | Role::Dek);
    if in_front || !matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Quote | Kind::Note) {
        return None;
    }
    let wanted = reading.style.texts.get(&approval.id).filter(|text| text.in_force(document))?;
    let approved = wanted.filled(reading.style, document).ok()?;
    let approved = approved.split_whitespace().collect::<Vec<_>>().join(" ");
    let place = Place { block: place.block, at: place.at.start..closed(&block.text, place.at.end, &approved) };
    let span = reading.span(&place);
    let known = wanted.current().chain([&approved]).chain(&wanted.versions).chain(&reading.style.others);
    let keeps = keeps(reading, &place, known);
    let safe = !edit::has_markup(source, span)
        && keeps
        && approval.more <= MORE
        && is_alone(reading, &place, approval)
        && (approval.likeness != Likeness::Drifted || approval.similarity >= SURE);
    Some(Fix { title: "Write the approved text".to_owned(), edits: vec![edit::replace(source, span, approved)], safe })
}

/// Whether a passage says nothing before the first word of the approved text, nor behind its last: a sentence that ends in a capital, “Our
/// grade: B.”, may be taken for the beginning of the next.
pub(super) fn is_alone(reading: &Reading<'_>, place: &Place, approval: &Approval) -> bool {
    let line = reading.line(place.block);
    let word = |at: usize| line.get(at).is_some_and(|token| !matches!(token.shape, Shape::Mark(_)));
    let (all, kept) = (&approval.tokens, &approval.kept);
    !(all.start..kept.start).chain(kept.end..all.end).any(word)
}

/// Whether all numbers, names and denials of a passage stand in known texts too: whoever wrote others meant them.
fn keeps<'t>(reading: &Reading<'_>, place: &Place, known: impl Iterator<Item = &'t String>) -> bool {
    let mut keys: Vec<u64> = Vec::new();
    for text in known {
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        keys.extend(cut.iter().map(|token| token.key));
    }
    let line = reading.line(place.block);
    let own = tokens_of(&line, &place.at);
    let first = own.start;
    let meant = |at: usize| {
        let token = &line.tokens[at];
        token.shape == Shape::Number || token.has(Class::Negator) || token.is_capital() && at > first
    };
    own.into_iter().filter(|&at| meant(at)).all(|at| keys.contains(&line.tokens[at].key))
}

/// Where a passage ends with the mark that closes its last sentence, when the approved text brings its own.
fn closed(text: &str, end: usize, approved: &str) -> usize {
    let ends = |char: char| matches!(char, '.' | '!' | '?');
    let next = text.get(end..).and_then(|rest| rest.chars().next()).filter(|&char| ends(char));
    if approved.ends_with(ends) { end + next.map_or(0, char::len_utf8) } else { end }
}
