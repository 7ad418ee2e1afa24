//! The learned weights: the chance that an editor asks, and what speaks against it most.
//!
//! Each reason not to ask (somebody stands behind the figure, it is a price, a vote, no claim …) is weighed against asking, by a sum
//! of weights of its own. The chance that an editor asks is what the reasons leave. `rules/worth.tsv` is laid flat by `build.rs`.

use super::clue::Clue;

include!(concat!(env!("OUT_DIR"), "/worth.rs"));

/// What one step of a weight is worth, in natural logarithms of odds.
const UNIT: f64 = 0.05;

/// What was made of a figure.
#[derive(Debug, Clone)]
pub(in crate::sourcing) struct Weighed {
    /// The chance that an editor asks who says so.
    pub(in crate::sourcing) chance: f64,
    /// The strongest reason not to ask.
    pub(in crate::sourcing) reason: &'static str,
    /// The clues that weighed most, the heaviest first: above zero for asking.
    pub(in crate::sourcing) because: Vec<(Clue, f64)>,
}

/// How many clues a verdict names.
const NAMED: usize = 3;

/// Weights in steps, by reason.
type Row = [i8; REASONS.len()];

/// Some bytes of a table.
fn cell<const MANY: usize>(table: &[u8], number: usize) -> [u8; MANY] {
    let start = number * MANY;
    table.get(start..start + MANY).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; MANY])
}

/// The row of a key.
fn row(key: u64) -> Option<Row> {
    let print = ((key >> 32) as u32).max(1);
    let mut at = key as usize % ROOM;
    loop {
        match u32::from_le_bytes(cell(KEYS, at)) {
            0 => return None,
            found if found == print => {
                let number = usize::from(u16::from_le_bytes(cell(NUMBERS, at)));
                return Some(cell(ROWS, number).map(u8::cast_signed));
            }
            _ => at = (at + 1) % ROOM,
        }
    }
}

/// Weighs the clues of a figure, each counted once; `but` names a reason that does not count here.
pub(super) fn weigh(mut clues: Vec<Clue>, but: Option<&str>) -> Weighed {
    clues.sort_by_key(|clue| clue.key);
    clues.dedup_by_key(|clue| clue.key);
    let mut sums: [i32; REASONS.len()] = BIAS;
    let mut known: Vec<(Clue, Row)> = Vec::with_capacity(clues.len());
    for clue in clues {
        if let Some(row) = row(clue.key) {
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(weight));
            known.push((clue, row));
        }
    }
    let mut shares = sums.map(|sum| (-f64::from(sum) * UNIT).exp());
    if let Some(number) = but.and_then(|but| REASONS.iter().position(|reason| *reason == but)) {
        shares[number] = 0.0;
    }
    let all: f64 = shares.iter().sum();
    let weight =
        |row: Row| -> f64 { row.into_iter().zip(shares).map(|(weight, share)| f64::from(weight) * UNIT * share / all).sum() };
    let mut because: Vec<(Clue, f64)> =
        known.into_iter().filter(|(clue, _)| clue.telling).map(|(clue, row)| (clue, weight(row))).collect();
    because.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()).then(one.0.key.cmp(&other.0.key)));
    because.dedup_by(|one, other| one.0.place == other.0.place && (one.1 > 0.0) == (other.1 > 0.0));
    because.truncate(NAMED);
    let strongest = (0..REASONS.len()).max_by(|&one, &other| shares[one].total_cmp(&shares[other])).unwrap_or_default();
    Weighed { chance: chance(-all.ln()), reason: REASONS[strongest], because }
}

/// The calibrated chance of a sum of log-odds, by the steps of the weights file.
fn chance(odds: f64) -> f64 {
    let [slope, offset] = CALIBRATION;
    1.0 / (1.0 + (-(slope * odds + offset)).exp())
}
