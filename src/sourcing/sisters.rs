//! Figures of one sentence or list that are told on together: one of them is not asked about where the other is not.

use super::sheet::SheetEntry;
use super::verdict::Verdict;
use crate::reading::Reading;
use crate::text::Kind;

/// The reason of a figure that goes on with what somebody told before.
const TOLD_ON: &str = "told on";

/// Makes figures agree that are told in one breath: of one sentence and sort, or of one list. Where one is surely asked about, so are those
/// that only go on; where one goes on, so does one that is barely asked about.
pub(super) fn agree(reading: &Reading<'_>, entries: &mut [SheetEntry]) {
    let sure = reading.style.figures.sure;
    let likely = reading.style.figures.likely;
    let mut start = 0;
    while start < entries.len() {
        let end = (start + 1..entries.len())
            .find(|&next| !beside(reading, &entries[next - 1], &entries[next]))
            .unwrap_or(entries.len());
        let breath = &mut entries[start..end];
        let goes_on = |entry: &SheetEntry| entry.reason == Some(TOLD_ON) && entry.verdict == Verdict::Record;
        let asked = |entry: &SheetEntry| entry.verdict == Verdict::Unsourced && entry.source.is_none();
        if breath.len() > 1 && breath.iter().any(goes_on) && breath.iter().any(asked) {
            let loudest = breath.iter().filter(|entry| asked(entry)).map(|entry| entry.chance).fold(0.0, f64::max);
            match loudest >= sure {
                true => breath.iter_mut().filter(|entry| goes_on(entry)).for_each(|entry| {
                    entry.verdict = Verdict::Unsourced;
                    entry.reason = None;
                    entry.chance = likely.max(entry.chance);
                }),
                false => breath.iter_mut().filter(|entry| asked(entry)).for_each(|entry| {
                    entry.verdict = Verdict::Record;
                    entry.reason = Some(TOLD_ON);
                    entry.because.clear();
                }),
            }
        }
        start = end;
    }
}

/// Whether two figures are told in one breath.
fn beside(reading: &Reading<'_>, one: &SheetEntry, other: &SheetEntry) -> bool {
    let block = |entry: &SheetEntry| &reading.document.blocks[entry.place.block];
    let listed = block(one).kind == Kind::Item && block(one).group != 0 && block(one).group == block(other).group;
    one.sentence == other.sentence || listed
}
