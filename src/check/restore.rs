//! The mend of a passage that wants to be an approved text: the approved words in its place.

use crate::edit;
use crate::finding::Fix;
use crate::prose::Shape;
use crate::reading::{Place, Reading};
use crate::text::{Kind, RichText, Role};
use crate::wording::Approval;

/// Writes the approved text in the passage's place, when all names in it are known. It may do so unread only where the writer says the
/// same: an earlier version word for word, or one that differs in articles and in words for the piece.
pub(super) fn fix(reading: &Reading<'_>, place: &Place, approval: &Approval) -> Option<Fix> {
    let (document, source) = (reading.document, &reading.document.source);
    let block = &document.blocks[place.block];
    let in_front = matches!(block.role, Role::Title | Role::Dek);
    if in_front || !matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Quote | Kind::Note) {
        return None;
    }
    let wanted = reading.style.texts.get(&approval.id).filter(|text| text.in_force(reading.style, document))?;
    let approved = RichText::new(&wanted.filled(reading.style, document, reading.language_for(&wanted.text)).ok()?);
    let approved = match approval.part {
        // One of the paragraphs of an earlier version has no place in a text of fewer or more.
        Some(part) if part.count != approved.paragraphs().len() => return None,
        Some(part) => approved.part(part.number)?,
        None => approved,
    };
    let place = Place { block: place.block, at: place.at.start..closed(&block.text, place.at.end, &approved.words()) };
    let span = reading.span(&place);
    let safe = !edit::has_markup(source, span)
        && is_alone(reading, &place, approval)
        && !approval.reworded
        && names_the_same(reading, &place, approval);
    Some(Fix { title: "Write the approved text".to_owned(), edits: vec![edit::replace_by(source, span, &approved)?], safe })
}

/// Whether a passage says nothing before the first word of the approved text, nor behind its last: a sentence that ends in a capital, “Our
/// grade: B.”, may be taken for the beginning of the next.
pub(super) fn is_alone(reading: &Reading<'_>, place: &Place, approval: &Approval) -> bool {
    let line = reading.line(place.block);
    let word = |at: usize| line.get(at).is_some_and(|token| !matches!(token.shape, Shape::Mark(_)));
    let (all, kept) = (&approval.tokens, &approval.kept);
    !(all.start..kept.start).chain(kept.end..all.end).any(word)
}

/// Whether the passage names those whom the approved text will name: “the editor’s own” says of another what it says of Ada Quill.
fn names_the_same(reading: &Reading<'_>, place: &Place, approval: &Approval) -> bool {
    let line = reading.line(place.block);
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| word.chars().nth(1).is_some());
        words.map(str::to_lowercase).collect()
    };
    approval.names.iter().all(|(name, tokens)| {
        let language = reading.language_for(line.text);
        let said = reading.style.said(name, reading.document, language).map(|said| words(&said)).unwrap_or_default();
        words(&line.text[line.bytes(tokens.clone())]).iter().all(|word| said.contains(word))
    })
}

/// Where a passage ends with the mark that closes its last sentence, when the approved text brings its own.
fn closed(text: &str, end: usize, approved: &str) -> usize {
    let ends = |char: char| matches!(char, '.' | '!' | '?');
    let next = text.get(end..).and_then(|rest| rest.chars().next()).filter(|&char| ends(char));
    if approved.ends_with(ends) { end + next.map_or(0, char::len_utf8) } else { end }
}
