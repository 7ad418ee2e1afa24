//! The learned weights: the chance that an editor asks, and what speaks against it most.
//!
//! Each reason not to ask (somebody stands behind the figure, it is a price, a vote, no claim …) is weighed against asking, by a sum
//! of weights of its own. The chance that an editor asks is what the reasons leave. `rules/worth.tsv` is laid flat by `build.rs`.

use std::cmp::Reverse;

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

/// What all shares of the reasons make together; times a weight it must fit an `i32`.
const WHOLE: i32 = 1 << 20;
/// How many clues a verdict names.
const NAMED: usize = 3;

/// Some bytes of a table.
fn cell<const MANY: usize>(table: &[u8], number: usize) -> [u8; MANY] {
    let start = number * MANY;
    table.get(start..start + MANY).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; MANY])
}

/// The weights of a numbered clue, in steps, by reason.
fn weights(number: u16) -> [i32; REASONS.len()] {
    cell(ROWS, number.into()).map(|byte| i32::from(byte as i8))
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
    let mut seen = [0_u64; ROWS.len() / REASONS.len() / 64 + 1];
    let mut known: Vec<(&Clue, [i32; REASONS.len()])> = Vec::with_capacity(clues.len());
    for clue in clues {
        let Some(number) = number(clue.key) else { continue };
        let (word, bit) = (usize::from(number / 64), 1 << (number % 64));
        if seen[word] & bit == 0 {
            seen[word] |= bit;
            known.push((clue, weights(number)));
        }
    }
    let mut sums: [i32; REASONS.len()] = BIAS;
    for (_, weights) in &known {
        sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
    }
    let mut shares = sums.map(|sum| (-f64::from(sum) * UNIT).exp());
    shares.iter_mut().zip(REASONS).filter(|(_, reason)| idle.contains(reason)).for_each(|(share, _)| *share = 0.0);
    let all: f64 = shares.iter().sum();
    let strongest = (0..REASONS.len()).max_by(|&one, &other| shares[one].total_cmp(&shares[other])).unwrap_or_default();
    let because = heaviest(&known, shares.map(|share| (share / all * f64::from(WHOLE)) as i32));
    let claims_nothing = strongest + 1 == REASONS.len();
    Weighed { chance: chance(-all.ln()), reason: REASONS[strongest], claims_nothing, because }
}

/// The telling clues that weigh most where the reasons have these shares, each of a place of its own.
fn heaviest(known: &[(&Clue, [i32; REASONS.len()])], shares: [i32; REASONS.len()]) -> Vec<(Clue, f64)> {
    let telling = known.iter().filter(|(clue, _)| clue.telling);
    let told: Vec<(&Clue, i32)> =
        telling.map(|(clue, weights)| (*clue, weights.iter().zip(shares).map(|(weight, share)| weight * share).sum())).collect();
    let mut because: Vec<(Clue, f64)> = Vec::with_capacity(NAMED);
    while because.len() < NAMED {
        let free = told.iter().filter(|(clue, _)| !because.iter().any(|(other, _)| other.place == clue.place));
        let Some((clue, weight)) = free.max_by_key(|(clue, weight)| (weight.abs(), Reverse(clue.key))) else { break };
        because.push(((*clue).clone(), f64::from(*weight) * UNIT / f64::from(WHOLE)));
    }
    because
}

/// The calibrated chance of a sum of log-odds, by the steps of the weights file.
fn chance(odds: f64) -> f64 {
    let [slope, offset] = CALIBRATION;
    1.0 / (1.0 + (-(slope * odds + offset)).exp())
}
