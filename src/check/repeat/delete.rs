//! Deletes the later copy of a passage, unread only where it is a slip of the hand.

use std::ops::Range;

use super::copies::LaterCopy;
use super::units::Units;
use crate::edit;
use crate::finding::Fix;
use crate::text::{Block, Kind, LinkSort, MarkSort, Role};

/// How many words before a colon are a label: “Chorus:”, “On a Mac:”.
const LABEL: usize = 4;
/// What may stand behind the mark that ends a sentence.
const CLOSING: [char; 8] = ['”', '"', '’', '\'', ')', '»', '*', ' '];

/// Deletes the later copy, if it is nothing but whole paragraphs and holds no picture.
pub(super) fn fix(units: &Units<'_>, copy: &LaterCopy, exact: bool) -> Option<Fix> {
    let whole = units.whole_blocks(&copy.later)?;
    let all = &units.reading.document.blocks;
    let (blocks, last) = (&all[whole.clone()], &all[whole.end - 1]);
    // An item's own items would be orphaned.
    let parent = all.get(whole.end).is_some_and(|next| next.group == last.group && next.group > 0 && next.level > last.level);
    // Without its first item a list begins with another number.
    let of_list = |block: Option<&Block>| block.is_some_and(|block| block.kind == Kind::Item && block.group == blocks[0].group);
    let head = of_list(blocks.first()) && !of_list(whole.start.checked_sub(1).and_then(|before| all.get(before)));
    let rest = of_list(all.get(whole.end));
    if parent || head && rest || blocks.iter().any(|block| block.links.iter().any(|link| link.sort == LinkSort::Image)) {
        return None;
    }
    let source = &units.reading.document.source;
    // A link or a note may be the source of what stands there twice.
    let first = units.whole_blocks(&copy.first);
    let shared = || first.is_some_and(|first| edit::share_a_room(source, all, &all[first], blocks));
    let linked = blocks.iter().any(|block| !block.links.is_empty());
    let safe = exact && !linked && !is_all(all, &whole) && !is_meant(units, copy, &whole) && shared();
    Some(Fix { title: "delete the later copy".to_owned(), edits: edit::delete_all(source, blocks)?, safe })
}

/// Whether somebody may have meant to say it again: a step of a list, the refrain of a song, a line that signs a letter, what a label or a
/// salutation leads in to.
fn is_meant(units: &Units<'_>, copy: &LaterCopy, later: &Range<usize>) -> bool {
    let blocks = &units.reading.document.blocks;
    let source = &units.reading.document.source;
    let standing = units.is_standing(later.start);
    let ends = |block: &Block| block.text.trim_end_matches(CLOSING).ends_with(['.', '!', '?', '…', '。', '！', '？']);
    let set_apart = |block: &Block| {
        let apart = |sort: MarkSort| matches!(sort, MarkSort::Emphasis | MarkSort::Strong);
        block.marks.iter().any(|mark| apart(mark.sort) && mark.at.len() + 1 >= block.text.trim_end().len())
    };
    let labelled = |block: &Block| block.text.split_once(':').is_some_and(|(label, _)| label.split_whitespace().count() <= LABEL);
    let verses = |block: &Block| source.slice(block.whole()).contains("  \n") || source.slice(block.whole()).contains("\\\n");
    let meant = |block: &Block| {
        block.kind == Kind::Item || !ends(block) || verses(block) || !standing && (set_apart(block) || labelled(block))
    };
    // “Dear Nell,”: what stands between the copies begins another letter.
    let first = units.all[copy.first.end - 1].block;
    let salutes = |block: &Block| block.is_seen() && block.text.trim_end().ends_with(',');
    let before = blocks[..later.start].iter().rev().find(|block| block.is_seen() && !block.text.trim().is_empty());
    let heads = |block: &Block| block.kind != Kind::Heading && block.role == Role::Body && !ends(block);
    blocks[later.clone()].iter().any(meant) || blocks[first + 1..later.start].iter().any(salutes) || before.is_some_and(heads)
}

/// Whether a copy is all that stands below what leads in to it, such as a heading or a question: nothing would stand there without it.
fn is_all(blocks: &[Block], copy: &Range<usize>) -> bool {
    let is_seen = |block: &&Block| block.is_seen() && !block.text.trim().is_empty();
    let heads = |block: &Block| block.kind == Kind::Heading;
    let leads = |block: &Block| {
        let text = block.text.trim_end();
        let is_strong = || block.marks.iter().any(|mark| mark.sort == MarkSort::Strong && mark.at.len() >= text.len());
        text.ends_with([':', '?', '：', '？']) || is_strong()
    };
    let Some(before) = blocks[..copy.start].iter().rev().find(is_seen) else { return false };
    let ends = || blocks[copy.end..].iter().find(is_seen).is_none_or(|next| heads(next) || leads(next));
    leads(before) || heads(before) && ends()
}
