//! What learned weights make of a figure: the chance that an editor asks, and what speaks against it most.
//!
//! Each reason not to ask (somebody stands behind the figure, it is a price, a vote, no claim …) is weighed against asking, by a sum
//! of weights of its own. The chance that an editor asks is what the reasons leave.

use std::cmp::Reverse;

use super::clue::{Clue, Clues, Telling};
use super::weights::{BIAS, CALIBRATION, REASONS};
use crate::reading::Place;

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
}

/// What all shares of the reasons make together; times a weight it must fit an `i32`.
const WHOLE: i32 = 1 << 20;
/// How many clues a verdict names.
const NAMED: usize = 3;

/// Which reasons count.
pub(super) type Reasons = [bool; REASONS.len()];

/// All reasons but these.
pub(super) fn without(idle: &[&str]) -> Reasons {
    REASONS.map(|reason| !idle.contains(&reason))
}

/// Those reasons but one.
pub(super) fn but(reasons: Reasons, idle: &str) -> Reasons {
    std::array::from_fn(|number| reasons[number] && REASONS[number] != idle)
}

/// What speaks for each reason that counts, against asking, by clues found in heaps that have none in common.
fn shares<'c>(heaps: impl Iterator<Item = &'c Clues>, counting: &Reasons) -> [f64; REASONS.len()] {
    let mut sums = BIAS;
    for heap in heaps {
        sums.iter_mut().zip(heap.tally.sums).for_each(|(sum, of_heap)| *sum += i32::from(of_heap));
    }
    let mut shares = sums.map(|sum| (-f64::from(sum) * UNIT).exp());
    shares.iter_mut().zip(counting).filter(|(_, counts)| !**counts).for_each(|(share, _)| *share = 0.0);
    shares
}

/// Weighs the clues of a figure, in heaps that have none in common, by the reasons that count.
pub(super) fn weigh<'c>(heaps: impl Iterator<Item = &'c Clues>, counting: &Reasons) -> Weighed {
    let shares = shares(heaps, counting);
    let all: f64 = shares.iter().sum();
    let strongest = (0..REASONS.len()).max_by(|&one, &other| shares[one].total_cmp(&shares[other])).unwrap_or_default();
    Weighed { chance: chance(-all.ln()), reason: REASONS[strongest], claims_nothing: strongest + 1 == REASONS.len() }
}

/// The telling clues of a figure that stands here which weigh most, the heaviest first, each of a place of its own: above zero for asking.
pub(super) fn heaviest<'c>(heaps: impl Iterator<Item = &'c Clues> + Clone, here: &Place, counting: &Reasons) -> Vec<(Clue, f64)> {
    let shares = shares(heaps.clone(), counting);
    let all: f64 = shares.iter().sum();
    let shares = shares.map(|share| (share / all * f64::from(WHOLE)) as i32);
    let weight = |known: &Telling| known.known.number.weights().zip(shares).map(|(weight, share)| weight * share).sum::<i32>();
    let weighed = heaps.flat_map(|heap| &heap.telling).map(|known| (known, weight(known)));
    let mut first: Vec<(&Telling, i32)> = Vec::with_capacity(NAMED + 1);
    let heavier = |one: (&Telling, i32), other: (&Telling, i32)| {
        (one.1.abs(), Reverse(one.0.known.key)) > (other.1.abs(), Reverse(other.0.known.key))
    };
    for (known, weight) in weighed {
        if first.len() == NAMED && !heavier((known, weight), first[NAMED - 1]) {
            continue;
        }
        match first.iter().position(|(other, _)| other.place(here) == known.place(here)) {
            Some(same) if heavier(first[same], (known, weight)) => continue,
            Some(same) => drop(first.remove(same)),
            None => {}
        }
        let at = first.iter().position(|&other| heavier((known, weight), other)).unwrap_or(first.len());
        first.insert(at, (known, weight));
        first.truncate(NAMED);
    }
    let told = |(known, weight): (&Telling, i32)| (known.clue(here), f64::from(weight) * UNIT / f64::from(WHOLE));
    first.into_iter().map(told).collect()
}

/// The calibrated chance of a sum of log-odds, by the steps of the weights file.
fn chance(odds: f64) -> f64 {
    let [slope, offset] = CALIBRATION;
    1.0 / (1.0 + (-(slope * odds + offset)).exp())
}
