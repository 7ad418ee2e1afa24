//! Approved texts of several paragraphs: each paragraph stands in a block of its own, and counts where the others stand beside it.

use super::approved::{Approval, ApprovedTexts, Likeness, Portion};
use crate::reading::Reading;

impl ApprovedTexts {
    /// The approved texts that stand in a block, one at most for each id: the nearest. A paragraph of a text counts as one where the
    /// others stand beside it, in their order.
    pub fn find(&self, reading: &Reading<'_>, block: usize) -> Vec<Approval> {
        let found = self.seen(&reading.line(block), reading.sentences_of(block));
        let (parts, mut whole): (Vec<_>, Vec<_>) = found.into_iter().partition(|approval| approval.part.is_some());
        for part in parts.into_iter().filter(|part| self.has_others(reading, block, part)) {
            match whole.iter_mut().find(|approval| approval.id == part.id) {
                Some(approval) if approval.likeness != Likeness::Exact => *approval = part,
                Some(_) => {}
                None => whole.push(part),
            }
        }
        whole.sort_by_key(|approval| approval.tokens.start);
        whole
    }

    /// Whether the other paragraphs of a text stand around the one in `block`.
    fn has_others(&self, reading: &Reading<'_>, block: usize, found: &Approval) -> bool {
        let Some(Portion { number, count }) = found.part else { return true };
        let blocks = &reading.document.blocks;
        let is_there = |at: usize, number: usize| {
            let wanted = Some(Portion { number, count });
            let seen = self.seen(&reading.line(at), reading.sentences_of(at));
            seen.iter().any(|other| other.id == found.id && other.part == wanted)
        };
        let mut above = (0..block).rev().filter(|&at| blocks[at].is_seen());
        let mut below = (block + 1..blocks.len()).filter(|&at| blocks[at].is_seen());
        (0..number).rev().all(|number| above.next().is_some_and(|at| is_there(at, number)))
            && (number + 1..count).all(|number| below.next().is_some_and(|at| is_there(at, number)))
    }
}
