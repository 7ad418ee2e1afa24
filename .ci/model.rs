//! What is learned of labelled figures: weights by feature and reason, and the chances that are made of their sums.
//!
//! Each reason not to ask is told from asking by a logistic regression of its own, with an L2 penalty, by coordinate descent in the
//! order of the features: the same labels give the same bytes.

use std::collections::BTreeMap;

use crate::labelled::{Data, Draft, Figure, REASONS};
use crate::logistic::{self, Row};

/// Steps of a weight, as src/sourcing/worth/model.rs has them.
const UNIT: f64 = 0.05;
/// The penalty of a feature; more where many say nearly the same.
const PENALTY: f64 = 5.0;
/// The least number of figures and of sources that a feature was seen at, and the heaviest features that are kept.
const LEAST: usize = 8;
const SOURCES: usize = 3;
const KEPT: usize = 9_000;
/// Passes over all features.
const ROUNDS: usize = 40;
/// How clues about the whole piece end, and the most that one of them weighs: it may tip a scale, and never silence a sentence.
const PIECE: &str = "-piece";
const PIECE_MOST: f64 = 0.8;

/// How much more a feature is held back than a plain one.
fn penalty(name: &str) -> f64 {
    let slot = name.split('=').next().unwrap_or_default();
    let soft =
        slot.starts_with("before-") || slot.starts_with("behind-") || slot.starts_with("last-") || slot.starts_with("told-");
    let soft = soft
        || [
            "teller",
            "figure-before",
            "figure-behind",
            "then",
            "vague-then",
            "mention",
            "mention-one",
            "reports",
            "papers",
            "first",
            "opening",
            "next-first",
            "second-first",
            "agents",
        ]
        .contains(&slot);
    PENALTY
        * match slot {
            _ if slot.starts_with("list") => 6.0,
            _ if slot.ends_with(PIECE) => 2.0,
            _ if soft => 4.0,
            _ => 1.0,
        }
}

/// Set by hand, against every reason: “Kent – 40,000” in a list that nobody is credited with, too rare to learn.
const BY_HAND: (&str, i8) = ("bare-row", 60);

/// Weights by feature and reason, in steps; and the biases.
pub(crate) struct Model {
    pub(crate) rows: BTreeMap<u32, [i8; REASONS.len()]>,
    pub(crate) bias: [i32; REASONS.len()],
}

impl Model {
    /// Log-odds of asking.
    pub(crate) fn odds(&self, clues: &[u32]) -> f64 {
        let mut sums = self.bias;
        for row in clues.iter().filter_map(|clue| self.rows.get(clue)) {
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
        -sums.iter().map(|sum| (-f64::from(*sum) * UNIT).exp()).sum::<f64>().ln()
    }

    /// The clues that weigh most, where the reasons have the shares that these clues give them.
    pub(crate) fn because(&self, data: &Data, clues: &[u32]) -> String {
        let mut shares = self.bias.map(f64::from);
        let known: Vec<_> = clues.iter().filter_map(|clue| Some((*clue, self.rows.get(clue)?))).collect();
        for (_, row) in &known {
            shares.iter_mut().zip(*row).for_each(|(sum, weight)| *sum += f64::from(*weight));
        }
        shares = shares.map(|sum| (-sum * UNIT).exp());
        let all: f64 = shares.iter().sum();
        let weight = |row: &[i8; REASONS.len()]| {
            row.iter().zip(shares).map(|(weight, share)| f64::from(*weight) * UNIT * share / all).sum::<f64>()
        };
        let mut weighed: Vec<(f64, u32)> = known.iter().map(|(clue, row)| (weight(row), *clue)).collect();
        weighed.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()).then(one.1.cmp(&other.1)));
        let named = weighed.iter().take(12).map(|(weight, clue)| format!("{} {weight:+.2}", data.names[*clue as usize]));
        named.collect::<Vec<_>>().join(", ")
    }
}

pub(crate) fn learn(data: &Data, taught: &[usize]) -> Model {
    let mut count = vec![0_usize; data.names.len()];
    taught.iter().flat_map(|&figure| &data.figures[figure].clues).for_each(|&clue| count[clue as usize] += 1);
    let spread = data.spread(taught);
    let known = |words: &str| words.split(' ').all(|word| data.plain.contains(word));
    let common = |clue: usize| {
        count[clue] >= LEAST && data.names[clue].split_once('=').is_none_or(|(_, words)| spread[clue] >= SOURCES && known(words))
    };
    let learned = |clue: &usize| common(*clue) && data.names[*clue] != BY_HAND.0;
    let known: Vec<u32> = (0..count.len()).filter(learned).map(|clue| clue as u32).collect();
    let mut weights = vec![[0.0_f64; REASONS.len()]; data.names.len()];
    let mut bias = [0; REASONS.len()];
    for reason in 0..REASONS.len() {
        let rows: Vec<&Figure> = taught
            .iter()
            .map(|&figure| &data.figures[figure])
            .filter(|figure| figure.reason.is_none_or(|other| other == reason))
            .collect();
        let (own, offset) = told_apart(data, &rows, &known);
        own.into_iter().zip(&known).for_each(|(weight, &clue)| weights[clue as usize][reason] = weight);
        bias[reason] = (offset / UNIT).round() as i32;
    }
    let heaviest = |clue: &u32| weights[*clue as usize].iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let mut kept: Vec<u32> = known.into_iter().filter(|clue| heaviest(clue) >= UNIT).collect();
    let worth = |clue: &u32| {
        let sum: f64 = weights[*clue as usize].iter().map(|weight| weight * weight).sum();
        sum * (count[*clue as usize] as f64).sqrt()
    };
    kept.sort_by(|one, other| worth(other).total_cmp(&worth(one)).then(one.cmp(other)));
    kept.truncate(KEPT);
    let step = |weight: f64| (weight / UNIT).round().clamp(-127.0, 127.0) as i8;
    let mut rows: BTreeMap<u32, [i8; REASONS.len()]> =
        kept.into_iter().map(|clue| (clue, weights[clue as usize].map(step))).collect();
    rows.extend(data.numbers.get(BY_HAND.0).map(|&clue| (clue, [BY_HAND.1; REASONS.len()])));
    Model { rows, bias }
}

/// The weights of the known features that tell asking from one reason, and their offset.
fn told_apart(data: &Data, rows: &[&Figure], known: &[u32]) -> (Vec<f64>, f64) {
    let row = |figure: &&Figure| Row { clues: figure.clues.clone(), weight: figure.weight, wanted: figure.reason.is_none() };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    let bounds = |clue: u32| {
        let name = &data.names[clue as usize];
        let most = if name.ends_with(PIECE) { PIECE_MOST } else { f64::INFINITY };
        (penalty(name), most)
    };
    logistic::learn(&rows, known, ROUNDS, &bounds)
}

/// Slope and offset that make chances of log-odds, by Newton's method.
pub(crate) fn calibrate(told: &[(f64, bool)]) -> [f64; 2] {
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..30 {
        let mut g = [1e-3 * (slope - 1.0), 1e-3 * offset];
        let mut h = [1e-3, 0.0, 1e-3];
        for &(odds, asks) in told {
            let chance = 1.0 / (1.0 + (-(slope * odds + offset)).exp());
            let (miss, bend) = (chance - f64::from(u8::from(asks)), chance * (1.0 - chance));
            g = [g[0] + miss * odds, g[1] + miss];
            h = [h[0] + bend * odds * odds, h[1] + bend * odds, h[2] + bend];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        slope -= (h[2] * g[0] - h[1] * g[1]) / determinant;
        offset -= (h[0] * g[1] - h[1] * g[0]) / determinant;
    }
    [slope, offset].map(|number| (number * 1000.0).round() / 1000.0)
}

/// For every figure its log-odds by a model that never saw its group.
pub(crate) fn held_out(data: &Data, group: &(dyn Fn(&Draft) -> Option<String> + Sync)) -> Vec<Option<f64>> {
    let mut groups: Vec<String> = data.drafts.iter().filter_map(group).collect();
    groups.sort();
    groups.dedup();
    let of = |figure: &Figure| group(&data.drafts[figure.draft]);
    let one = |held: &String| -> Vec<(usize, f64)> {
        let all = || data.figures.iter().enumerate();
        let taught: Vec<usize> = all()
            .filter(|(_, figure)| figure.weight > 0.0 && of(figure).as_ref() != Some(held))
            .map(|(number, _)| number)
            .collect();
        let model = learn(data, &taught);
        let judged = all().filter(|(_, figure)| !figure.clues.is_empty() && of(figure).as_ref() == Some(held));
        judged.map(|(number, figure)| (number, model.odds(&figure.clues))).collect()
    };
    let mut odds = vec![None; data.figures.len()];
    let halves: Vec<&[String]> = groups.chunks(groups.len().div_ceil(2).max(1)).collect();
    std::thread::scope(|scope| {
        let running: Vec<_> =
            halves.into_iter().map(|half| scope.spawn(move || half.iter().flat_map(one).collect::<Vec<_>>())).collect();
        for (number, told) in running.into_iter().flat_map(|half| half.join().unwrap()) {
            odds[number] = Some(told);
        }
    });
    odds
}

/// For the labels of drafts that name a source and count here, their log-odds and whether an editor asks.
pub(crate) fn pairs(data: &Data, odds: &[Option<f64>], counts: impl Fn(&Draft) -> bool) -> Vec<(f64, bool)> {
    let mut pairs = Vec::new();
    for draft in data.drafts.iter().filter(|draft| draft.has_source && counts(draft)) {
        for (asks, figures) in &draft.labels {
            let most = figures.iter().filter_map(|&figure| odds[figure]).fold(f64::NEG_INFINITY, f64::max);
            if most > f64::NEG_INFINITY {
                pairs.push((most, *asks));
            }
        }
    }
    pairs
}

/// Slope and offset for each fold, from log-odds of the drafts of the others whose labels name a source.
pub(crate) fn calibrations(data: &Data, odds: &[Option<f64>]) -> Vec<[f64; 2]> {
    (0..10).map(|held| calibrate(&pairs(data, odds, |draft| draft.fold != held))).collect()
}

/// Chances of log-odds.
pub(crate) fn chances(data: &Data, odds: &[Option<f64>], calibrations: &[[f64; 2]]) -> Vec<Option<f64>> {
    let chance = |(number, odds): (usize, &Option<f64>)| {
        let [slope, offset] = calibrations[data.drafts[data.figures[number].draft].fold % 10];
        odds.map(|odds| 1.0 / (1.0 + (-(slope * odds + offset)).exp()))
    };
    odds.iter().enumerate().map(chance).collect()
}
