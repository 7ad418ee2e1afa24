//! Figures of one sentence that are told on together: one of them is not asked about where the other is not.

use super::sheet::SheetEntry;
use super::verdict::Verdict;
use super::worth::TOLD_ON;
use crate::style::Habits;

/// Makes the figures of each sentence agree. Where one is surely asked about, so are those that only go on with what somebody told before;
/// where one goes on, so does one that is barely asked about.
pub fn agree(habits: &Habits, entries: &mut [SheetEntry]) {
    let goes_on = |entry: &SheetEntry| entry.reason == Some(TOLD_ON) && entry.verdict == Verdict::Record;
    let asked = |entry: &SheetEntry| entry.verdict == Verdict::Unsourced && entry.source.is_none();
    for sentence in entries.chunk_by_mut(|one, next| one.sentence == next.sentence) {
        if !(sentence.iter().any(goes_on) && sentence.iter().any(asked)) {
            continue;
        }
        let loudest = sentence.iter().filter(|entry| asked(entry)).map(|entry| entry.chance).fold(0.0, f64::max);
        match loudest >= habits.sure {
            true => sentence.iter_mut().filter(|entry| goes_on(entry)).for_each(|entry| {
                (entry.verdict, entry.reason) = (Verdict::Unsourced, None);
                entry.chance = habits.likely.max(entry.chance);
            }),
            false => sentence.iter_mut().filter(|entry| asked(entry)).for_each(|entry| {
                (entry.verdict, entry.reason) = (Verdict::Record, Some(TOLD_ON));
                entry.because.clear();
            }),
        }
    }
}
