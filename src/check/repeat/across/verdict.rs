//! What two passages have in common that may be alike: found once for all rules.

use rustc_hash::FxHashSet;

use super::inside::least;
use super::join::Join;
use super::passages::{Passages, RuleView};
use super::ruler::{Ruler, differs_in_slots};
use super::sieve::KinSieve;
use crate::check::many;
use crate::check::print::Asks;

/// What is done in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareStep {
    /// Finds which passages may be alike.
    Join,
    /// Holds them against one another.
    Verify,
}

/// What two passages have in common, where a rule asks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairVerdict {
    pub(super) first: u32,
    pub(super) second: u32,
    /// The longest run of words that both have, where they are not alike by some rule.
    pub(super) run: u32,
    /// Whether they differ mostly in figures and names.
    slots: bool,
    /// How alike they are, from 0 to 1; 0 where that is too little for all rules.
    likeness: f64,
}

impl PairVerdict {
    /// Whether they are one in two wordings.
    pub(super) fn is_near(&self, asks: Asks) -> bool {
        self.likeness > 0.0 && self.likeness >= asks.near && (self.likeness >= asks.near_slots || !self.slots)
    }

    fn pair(&self) -> u64 {
        u64::from(self.first) << 32 | u64::from(self.second)
    }
}

/// What pairs of passages have in common, in the order of the pairs; those that have nothing that a rule asks for are left out. `known` are the
/// pairs, by their keys, where somebody knows which may be alike.
pub(super) fn verdicts(
    passages: &Passages<'_>,
    views: &[RuleView<'_>],
    known: Option<&[(u64, u64)]>,
    done: &dyn Fn(CompareStep),
) -> Vec<PairVerdict> {
    let mut asking: Vec<RuleView<'_>> = Vec::new();
    for view in views {
        asking.extend((!asking.iter().any(|known| known.seen.sees_as(view.seen))).then_some(*view));
    }
    if let Some(known) = known {
        let pairs = passages.named(known);
        done(CompareStep::Join);
        return judged(passages, &asking, &pairs);
    }
    let join = Join::new(passages);
    let (mut found, mut known) = (Vec::new(), FxHashSet::default());
    for round in 0..join.rounds() {
        let mut pairs = join.pairs(round);
        done(CompareStep::Join);
        if !known.is_empty() {
            pairs.iter_mut().for_each(|pairs| pairs.retain(|pair| !known.contains(pair)));
        }
        let new: Vec<PairVerdict> = many::each(&pairs, |pairs| judged(passages, &asking, pairs)).into_iter().flatten().collect();
        if round + 1 < join.rounds() {
            known.extend(new.iter().map(PairVerdict::pair));
        }
        found.extend(new);
        done(CompareStep::Verify);
    }
    found.sort_unstable_by_key(PairVerdict::pair);
    found
}

fn judged(passages: &Passages<'_>, views: &[RuleView<'_>], pairs: &[u64]) -> Vec<PairVerdict> {
    let (mut ruler, mut found, mut asked) = (Ruler::new(), Vec::new(), Vec::new());
    let mut sieve = KinSieve::new(views.iter().flat_map(|view| view.seen.all_asks()));
    let (mut here, mut there, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
    for pairs in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
        let first = (pairs[0] >> 32) as u32;
        let words = passages.read(passages.first(first), &mut here);
        sieve.set(words);
        // They lie far apart: all are sought at once, so that one does not wait for the other.
        seconds.clear();
        seconds.extend(pairs.iter().map(|&pair| (pair as u32, passages.first(pair as u32))));
        let mut is_set = false;
        for &(second, number) in &seconds {
            let other = passages.read(number, &mut there);
            if !sieve.may_be_kin(other) {
                continue;
            }
            if !std::mem::replace(&mut is_set, true) {
                ruler.set(words);
            }
            asked.clear();
            let compare = views.iter().filter(|view| view.compares(first) && view.compares(second));
            asked.extend(compare.filter_map(|view| view.asks(first)));
            found.extend(verdict(&mut ruler, (first, second), (words, other), &asked));
        }
    }
    found
}

/// What the passage of a ruler and another have in common.
fn verdict(
    ruler: &mut Ruler,
    (first, second): (u32, u32),
    (words, other): (&[u16], &[u16]),
    asked: &[Asks],
) -> Option<PairVerdict> {
    let near = asked.iter().map(|asks| asks.near).min_by(f64::total_cmp)?;
    let likeness = ruler.likeness(other, near).unwrap_or_default();
    let slots = asked.iter().any(|asks| likeness > 0.0 && likeness < asks.near_slots) && differs_in_slots(words, other);
    let mut verdict = PairVerdict { first, second, run: 0, slots, likeness };
    let least = asked.iter().filter(|asks| !verdict.is_near(**asks)).map(|asks| least(*asks)).min();
    let run = least.and_then(|least| ruler.run(other, least));
    verdict.run = run.map_or(0, |run| run.words as u32);
    (likeness > 0.0 || verdict.run > 0).then_some(verdict)
}
