//! Figures of one sentence: none is passed over where another, of which as much is known, is asked about.

use super::sheet::SheetEntry;
use super::verdict::Verdict;
use super::worth::TOLD_ON;
use crate::prose::figure::Sort;
use crate::style::Habits;

/// From which part of the chance that is told a figure is asked about with another of its sort in its sentence: on labels about two of three
/// such were rightly asked about, as many as of those that are told by themselves.
const NEARLY: f64 = 0.62;
/// A plain count below this may well be a name, as in "stand 10 fell". Chosen by hand; no measurement of it is kept.
const FEW: f64 = 20.0;

/// Asks about figures of a sentence in which another is asked about: those that only go on with what somebody told before, where that other is
/// surely asked about, since nobody told that one; and those of its sort that are nearly asked about by themselves, "by 82% and by over 70%".
/// That what is barely asked about goes on as well was wrong twice as often as right on labels.
pub fn agree(habits: &Habits, entries: &mut [SheetEntry]) {
    let asked = |entry: &SheetEntry| entry.verdict == Verdict::Unsourced && entry.source.is_none();
    for sentence in entries.chunk_by_mut(|one, next| one.sentence == next.sentence) {
        let sure = sentence.iter().any(|entry| asked(entry) && entry.chance >= habits.sure);
        let sorts: Vec<_> = sentence.iter().filter(|entry| asked(entry)).map(|entry| entry.sort).collect();
        let joins = |entry: &SheetEntry| {
            let passed =
                matches!(entry.verdict, Verdict::Record | Verdict::None) && entry.excuse.is_none() && entry.source.is_none();
            let few = entry.sort == Sort::Count && entry.low.is_some_and(|low| low < FEW);
            let nearly = passed && !few && entry.chance >= habits.likely * NEARLY && sorts.contains(&entry.sort);
            nearly || sure && entry.reason == Some(TOLD_ON) && entry.verdict == Verdict::Record
        };
        sentence.iter_mut().filter(|entry| joins(entry)).for_each(|entry| {
            (entry.verdict, entry.reason) = (Verdict::Unsourced, None);
            entry.chance = habits.likely.max(entry.chance);
        });
    }
}
