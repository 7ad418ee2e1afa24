//! Applies what second readers made of figures to a sheet: their verdicts stand instead of ours.

use super::claim::ClaimNamer;
use super::ruled::Ruled;
use super::sheet::SheetEntry;
use super::verdict::Verdict;
use crate::reading::Reading;
use crate::rulings::{ReadAs, Rulings, Stand};

/// Gives figures the verdicts of those who read them. Where readers differ on asking, it is asked about; where they only differ on why nobody
/// asks, the last one holds.
pub fn rule(reading: &Reading<'_>, rulings: &Rulings, entries: &mut [SheetEntry]) {
    let mut namer = ClaimNamer::of(reading);
    for entry in entries {
        let claim = namer.name(&entry.place, &entry.sentence);
        let by = rulings.of(claim);
        let Some(stand) = Stand::of(&by) else { continue };
        let (bare, last) = (entry.verdict, by.iter().max_by(|one, other| one.date.cmp(&other.date)));
        entry.verdict = match (stand, last.map(|ruling| ruling.verdict)) {
            (Stand::Silent, Some(ReadAs::Sourced)) => Verdict::Sourced,
            (Stand::Silent, Some(ReadAs::Own)) => Verdict::Own,
            (Stand::Silent, Some(ReadAs::Record)) => Verdict::Record,
            (Stand::Silent, _) => Verdict::None,
            (Stand::Asked | Stand::Split, _) if bare == Verdict::Vague => Verdict::Vague,
            (Stand::Asked | Stand::Split, _) => Verdict::Unsourced,
        };
        if entry.verdict != bare {
            // How it was found is ours, and this is theirs.
            (entry.step, entry.excuse, entry.reason) = (None, None, None);
        }
        entry.ruled = Some(Box::new(Ruled { claim, bare, stand, by }));
    }
}

/// The names of the claims of figures, in their order.
pub fn claims(reading: &Reading<'_>, entries: &[SheetEntry]) -> Vec<u64> {
    let mut namer = ClaimNamer::of(reading);
    entries.iter().map(|entry| namer.name(&entry.place, &entry.sentence)).collect()
}
