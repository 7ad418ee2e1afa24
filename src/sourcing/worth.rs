//! Whether two informed people could hold different numbers: what makes an editor ask "says who?".
//!
//! A linear score over what the figure counts, what its clause says of it, how it is said and in what piece. The weights stand in
//! `rules/worth.toml`, learned by logistic regression from drafts labelled by an editor; every feature names its words.

mod care;
mod features;
mod manner;
mod saying;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

pub(super) use self::care::Care;
use self::features::{Feature, Look, Piece};
use self::manner::Manner;
use self::saying::Saying;
use super::figures::Values;
use super::grounds::Grounds;
use crate::prose::figure::Figure;

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

/// What weighs the figures of one document.
#[derive(Debug)]
pub(super) struct Worth<'a> {
    piece: Piece<'a>,
    /// What the sentence says of which a figure was weighed last: the next one may well stand in it.
    saying: Option<Saying>,
}

impl<'a> Worth<'a> {
    /// Looks at the whole document, whose figures are sourced with this much care.
    pub(super) fn of(grounds: Grounds<'a>, care: Care) -> Self {
        let values = Values::of(grounds.reading.document, grounds.figures);
        Self { piece: Piece { grounds, manner: Manner::of(grounds.reading), values, care }, saying: None }
    }

    /// By how much a figure is worth checking, and the words that decide: above zero an editor would ask for its source. `beside`
    /// says that its sentence tells something else on somebody's word.
    pub(super) fn score(&mut self, block: usize, figure: &Figure, sentence: &Range<usize>, beside: bool) -> (f64, Vec<Feature>) {
        let known = self.saying.take().filter(|saying| saying.is_of(block, sentence));
        let saying = known.unwrap_or_else(|| Saying::of(&self.piece.grounds.reading.line(block), block, sentence));
        let saying = self.saying.insert(saying);
        let look = Look::at(&self.piece, block, figure, sentence, saying, beside);
        let scale = scale();
        let holds = |feature: &str| look.seen.iter().any(|(seen, _)| *seen == feature);
        let single: f64 = look.seen.iter().filter_map(|(feature, _)| scale.single.get(*feature)).sum();
        let pairs: f64 = scale.pairs.iter().filter(|(one, other, _)| holds(one) && holds(other)).map(|(.., weight)| weight).sum();
        let score = scale.bias + single + pairs;
        (if look.is_loose() { score.min(0.0) } else { score }, look.seen)
    }
}
