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
    /// Whether that is that it claims nothing.
    pub(in crate::sourcing) claims_nothing: bool,
    /// The clues that weighed most, the heaviest first: above zero for asking.
    pub(in crate::sourcing) because: Vec<(Clue, f64)>,
}

/// How many clues a verdict names.
const NAMED: usize = 3;

/// Some bytes of a table.
fn cell<const MANY: usize>(table: &[u8], number: usize) -> [u8; MANY] {
    let start = number * MANY;
    table.get(start..start + MANY).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; MANY])
}

/// The weights of a numbered clue, in steps, by reason; each byte holds a signed number.
fn weights(number: u16) -> &'static [u8] {
    let start = usize::from(number) * REASONS.len();
    ROWS.get(start..start + REASONS.len()).unwrap_or_default()
}

/// The number of a key, where it has weights.
fn number(key: u64) -> Option<u16> {
    let print = ((key >> 32) as u32).max(1);
    let mut at = key as usize % ROOM;
    loop {
        match u32::from_le_bytes(cell(KEYS, at)) {
            0 => return None,
            found if found == print => return Some(u16::from_le_bytes(cell(NUMBERS, at))),
            _ => at = (at + 1) % ROOM,
        }
    }
}

/// Weighs the clues of a figure, each counted once; `idle` names reasons that do not count here.
pub(super) fn weigh(clues: &[Clue], idle: &[&str]) -> Weighed {
    let mut known: Vec<(u16, u16)> = Vec::with_capacity(clues.len());
    known.extend(clues.iter().zip(0..).filter_map(|(clue, at)| Some((number(clue.key)?, at))));
    known.sort_unstable();
    known.dedup_by_key(|(number, _)| *number);
    let mut sums: [i32; REASONS.len()] = BIAS;
    for (number, _) in &known {
        sums.iter_mut().zip(weights(*number)).for_each(|(sum, weight)| *sum += i32::from(*weight as i8));
    }
    let mut shares = sums.map(|sum| (-f64::from(sum) * UNIT).exp());
    shares.iter_mut().zip(REASONS).filter(|(_, reason)| idle.contains(reason)).for_each(|(share, _)| *share = 0.0);
    let all: f64 = shares.iter().sum();
    let strongest = (0..REASONS.len()).max_by(|&one, &other| shares[one].total_cmp(&shares[other])).unwrap_or_default();
    let weight = |number: u16| -> f64 {
        weights(number).iter().zip(shares).map(|(weight, share)| f64::from(*weight as i8) * UNIT * share / all).sum()
    };
    let telling = known.iter().map(|(number, at)| (&clues[usize::from(*at)], *number)).filter(|(clue, _)| clue.telling);
    let mut told: Vec<(&Clue, f64)> = telling.map(|(clue, number)| (clue, weight(number))).collect();
    told.sort_unstable_by(|one, other| other.1.abs().total_cmp(&one.1.abs()).then(one.0.key.cmp(&other.0.key)));
    let mut because: Vec<(Clue, f64)> = Vec::with_capacity(NAMED);
    for (clue, weight) in told {
        if because.len() < NAMED && !because.iter().any(|(other, _)| other.place == clue.place) {
            because.push((clue.clone(), weight));
        }
    }
    let claims_nothing = strongest + 1 == REASONS.len();
    Weighed { chance: chance(-all.ln()), reason: REASONS[strongest], claims_nothing, because }
}

/// The calibrated chance of a sum of log-odds, by the steps of the weights file.
fn chance(odds: f64) -> f64 {
    let [slope, offset] = CALIBRATION;
    1.0 / (1.0 + (-(slope * odds + offset)).exp())
}
