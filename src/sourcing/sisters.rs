//! Figures of one sentence: none that only goes on with what was told is passed over where another is surely asked about.

use super::sheet::SheetEntry;
use super::verdict::Verdict;
use super::worth::TOLD_ON;
use crate::style::Habits;

/// Asks about the figures of a sentence that only go on with what somebody told before, where one beside them is surely asked about: nobody
/// told that one. The other way round, that what is barely asked about goes on as well, was wrong twice as often as right on labels.
pub fn agree(habits: &Habits, entries: &mut [SheetEntry]) {
    let goes_on = |entry: &SheetEntry| entry.reason == Some(TOLD_ON) && entry.verdict == Verdict::Record;
    let sure = |entry: &SheetEntry| entry.verdict == Verdict::Unsourced && entry.source.is_none() && entry.chance >= habits.sure;
    for sentence in entries.chunk_by_mut(|one, next| one.sentence == next.sentence) {
        if sentence.iter().any(sure) {
            sentence.iter_mut().filter(|entry| goes_on(entry)).for_each(|entry| {
                (entry.verdict, entry.reason) = (Verdict::Unsourced, None);
                entry.chance = habits.likely.max(entry.chance);
            });
        }
    }
}
