//! Notes at the end of a text that no markup ties to it: "Sources:" and "12. Kemble, May 2024".

use rustc_hash::FxHashMap;

use crate::prose::{Class, Line, Shape};
use crate::reading::Reading;
use crate::text::{Block, Document, Kind};

/// How many blocks at the end of a document are looked through for notes. Chosen by hand; no measurement of it is kept.
const NOTES: usize = 200;
/// The least words of a note beside its number.
const WORDS: usize = 2;

/// A note at the end of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndNote {
    pub(super) block: usize,
    /// The tokens of its text.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The notes at the end of a document, each by its number: behind a line or heading that says no more than "Notes" or "Sources".
pub(super) fn end_notes(reading: &Reading<'_>) -> FxHashMap<u64, EndNote> {
    let blocks = &reading.document.blocks;
    let mut tail = (blocks.len().saturating_sub(NOTES)..blocks.len()).filter(|&block| blocks[block].is_seen());
    let heads = |&block: &usize| (0..4).any(|at| reading.line(block).has(at, Class::NotesHead));
    let mut found = FxHashMap::default();
    let Some(head) = tail.find(heads) else { return found };
    let line = reading.line(head);
    if line.tokens.len() > 4 {
        // All of them in one paragraph: "Sources: 1. Kemble, May 2024 2. Pell, June 2024".
        run_on(&line, head, &mut found);
        return found;
    }
    for block in tail {
        let line = reading.line(block);
        let Some((number, start)) = number_of(reading.document, block, &line) else { continue };
        if line.tokens.len() >= start + WORDS {
            found.entry(number).or_insert(EndNote { block, start, end: line.tokens.len() });
        }
    }
    found
}

/// The notes of a paragraph that holds them all, numbered from its head on.
fn run_on(line: &Line<'_>, block: usize, found: &mut FxHashMap<u64, EndNote>) {
    let numeral = |at: usize| line.get(at).is_some_and(|token| token.shape == Shape::Number);
    let opens = |&at: &usize| numeral(at) && line.mark(at + 1, &['.', ')']) && line.glued(at + 1) && !line.glued(at + 2);
    let opening: Vec<usize> = (1..line.tokens.len()).filter(opens).collect();
    if opening.first().is_none_or(|&first| first > 4) {
        return;
    }
    for (place, &at) in opening.iter().enumerate() {
        let end = opening.get(place + 1).copied().unwrap_or(line.tokens.len());
        if let (Ok(number), true) = (line.word(at).parse(), end >= at + 2 + WORDS) {
            found.entry(number).or_insert(EndNote { block, start: at + 2, end });
        }
    }
}

/// The number of a note and the token that its text begins at: written in it, as the mark of its item, or its place in its list.
fn number_of(document: &Document, block: usize, line: &Line<'_>) -> Option<(u64, usize)> {
    let bracket = usize::from(line.mark(0, &['[', '(']));
    if let Ok(number) = line.word(bracket).parse() {
        return Some((number, bracket + 1 + usize::from(line.mark(bracket + 1, &[']', ')', '.']))));
    }
    let note = &document.blocks[block];
    if note.kind != Kind::Item {
        return None;
    }
    let before = document.source.text[..note.whole().start()].trim_end_matches([' ', '\t']);
    let mark = before.strip_suffix(['.', ')']).unwrap_or_default();
    let digits = mark.len() - mark.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let same = |other: &&Block| other.kind == Kind::Item && other.group == note.group && other.level == note.level;
    let placed =
        || document.blocks[..block].iter().rev().take_while(|other| other.kind == Kind::Item).filter(same).count() as u64 + 1;
    Some((mark[mark.len() - digits..].parse().unwrap_or_else(|_| placed()), 0))
}
