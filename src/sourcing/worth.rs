//! Whether two informed people could hold different numbers: what makes an editor ask "says who?".
//!
//! A linear score over what the figure counts, what its clause says of it, how it is said and in what piece. The weights stand in
//! `rules/worth.toml`, learned by logistic regression from drafts labelled by an editor; every feature names its words.

mod features;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use self::features::{Look, Manner};
use super::Found;
use super::figures::Values;
use super::scope::Backing;
use crate::prose::figure::Figure;

/// What was seen: the feature, and where its words stand in the block.
pub(super) type Seen = (&'static str, Range<usize>);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    bias: f64,
    /// By feature, or by two of them that hold together: `a & b`.
    weights: FxHashMap<String, f64>,
}

/// The weights, those of pairs apart.
#[derive(Debug, Default)]
struct Scale {
    bias: f64,
    single: FxHashMap<String, f64>,
    pairs: Vec<(String, String, f64)>,
}

fn scale() -> &'static Scale {
    static SCALE: OnceLock<Scale> = OnceLock::new();
    SCALE.get_or_init(|| {
        let Ok(written) = toml::from_str::<Weights>(include_str!("../../rules/worth.toml")) else {
            return Scale { bias: -1.0, ..Scale::default() };
        };
        let mut scale = Scale { bias: written.bias, ..Scale::default() };
        for (feature, weight) in written.weights {
            match feature.split_once(" & ") {
                Some((one, other)) => scale.pairs.push((one.to_owned(), other.to_owned(), weight)),
                None => drop(scale.single.insert(feature, weight)),
            }
        }
        scale
    })
}

/// With how much care a piece sources its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Hardly ever.
    Thin,
    /// Now and then, or it has few figures.
    Some,
    /// Mostly.
    Careful,
}

impl Care {
    /// The care of a piece with these figures.
    pub(super) fn of(backed: &[(usize, &Figure, Backing)]) -> Self {
        let claims = backed.iter().filter(|(_, figure, _)| figure.excuse.is_none());
        let sourced = claims.clone().filter(|(.., backing)| backing.step.is_some()).count();
        match claims.count() {
            0..6 => Self::Some,
            all if sourced * 8 < all => Self::Thin,
            all if sourced * 2 >= all => Self::Careful,
            _ => Self::Some,
        }
    }
}

/// What weighs the figures of one document.
#[derive(Debug)]
pub(super) struct Worth<'a> {
    found: Found<'a>,
    /// How the whole piece speaks.
    manner: Manner,
    values: Values,
    /// With how much care the piece sources figures.
    care: Care,
}

impl<'a> Worth<'a> {
    /// Looks at the whole document.
    pub(super) fn of(found: Found<'a>, care: Care) -> Self {
        let values = Values::of(found.reading.document, found.figures);
        Self { found, manner: Manner::of(found.reading), values, care }
    }

    /// By how much a figure is worth checking, and the words that decide: above zero an editor would ask for its source. `beside`
    /// says that its sentence tells something else on somebody's word.
    pub(super) fn score(&self, block: usize, figure: &Figure, sentence: &Range<usize>, beside: bool) -> (f64, Vec<Seen>) {
        let look = Look::at(self, block, figure, sentence, beside);
        let scale = scale();
        let holds = |feature: &str| look.seen.iter().any(|(seen, _)| *seen == feature);
        let single: f64 = look.seen.iter().filter_map(|(feature, _)| scale.single.get(*feature)).sum();
        let pairs: f64 = scale.pairs.iter().filter(|(one, other, _)| holds(one) && holds(other)).map(|(.., weight)| weight).sum();
        let score = scale.bias + single + pairs;
        (if look.is_loose() { score.min(0.0) } else { score }, look.seen)
    }
}
