//! Whether page furniture was plainly left over, so that it may be deleted unread: nothing of the article hangs on it or speaks of it.

use crate::prose::Class;
use crate::reading::Reading;
use crate::text::{Block, Kind, LinkSort, MarkSort, Role};

/// Whether nobody needs the lines of a run: no title, no heading of a text that stays, no words in quotation marks, no note or lone link, and
/// nothing that the paragraphs around them speak of.
pub(super) fn is_left_over(reading: &Reading<'_>, run: &[usize]) -> bool {
    let blocks = &reading.document.blocks;
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return false };
    let seen = |number: &usize| blocks[*number].is_seen() && !blocks[*number].text.trim().is_empty();
    let (before, behind) = ((0..first).rev().find(seen), (last + 1..blocks.len()).find(seen));
    let heads = |block: &Block| block.kind == Kind::Heading;
    let is_title = |block: &Block| block.role == Role::Title || heads(block) && (block.level == 1 || before.is_none());
    let keeps = |block: &Block| heads(block) && behind.is_some_and(|behind| !heads(&blocks[behind]));
    let needed = |block: &Block| is_title(block) || keeps(block) || is_cited(block) || leads(block, run.len());
    !run.iter().map(|&number| &blocks[number]).any(needed)
        && !before.is_some_and(|before| speaks_before(reading, before))
        && !behind.is_some_and(|behind| speaks_behind(reading, behind, run.len()))
}

/// Whether a line is set in quotation marks, or set apart as a whole: somebody's words.
fn is_cited(block: &Block) -> bool {
    let text = block.text.trim();
    let quoted = text.starts_with(['“', '"', '‘', '„', '«']);
    let set_apart = |sort: MarkSort| matches!(sort, MarkSort::Emphasis | MarkSort::Quote);
    quoted || block.marks.iter().any(|mark| set_apart(mark.sort) && mark.at.len() >= text.len())
}

/// Whether a line leads to a note, or is by itself and leads to one page: “[Text here](https://kemble.example/quay)” lost its words only.
fn leads(block: &Block, lines: usize) -> bool {
    let of = |sort: LinkSort| block.links.iter().filter(move |link| link.sort == sort).count();
    of(LinkSort::Footnote) > 0 || lines == 1 && of(LinkSort::Page) == 1
}

/// Whether the last sentence of a paragraph speaks of what comes: “The form asks for six things.”
fn speaks_before(reading: &Reading<'_>, block: usize) -> bool {
    let line = reading.line(block);
    let Some(last) = reading.sentences_of(block).last() else { return false };
    reading.document.blocks[block].kind != Kind::Heading
        && last.clone().any(|at| line.has_any(at, &[Class::PageTalk, Class::These]))
}

/// Whether a paragraph begins by speaking of what stands above it: “Those are the words that met me”, “said the priest”, “— A sign in the
/// hall”, behind a lone line “It comes out on Friday.”
fn speaks_behind(reading: &Reading<'_>, block: usize, lines: usize) -> bool {
    let line = reading.line(block);
    let goes_on = reading.document.blocks[block].text.trim_start().starts_with(char::is_lowercase);
    let credits = line.dash(0);
    let is_it = lines == 1 && line.has(0, Class::Pronoun);
    goes_on || credits || is_it || line.has_any(0, &[Class::These, Class::That, Class::Nobody])
}
