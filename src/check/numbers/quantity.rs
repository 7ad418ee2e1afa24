//! A figure's value with how exactly it is printed, and what two printed values can be said of each other.

use crate::prose::figure::Figure;
use crate::prose::{Class, Line, Shape};

/// How far a hedged figure may be from the true one. Chosen by hand; no measurement of it is kept.
const HEDGED: f64 = 1.25;

/// A printed value. A plain figure has `low == high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quantity {
    /// The value; the lower one of a range.
    pub(super) low: f64,
    /// The higher one of a range.
    pub(super) high: f64,
    /// How far apart two neighbouring values of this print are: 100,000 for "1.2 million", 1 for "1,213".
    pub(super) grain: f64,
    /// How far the true value may lie from the printed one, for arithmetic: round thousands are meant more exactly than "3 million".
    pub(super) slack: f64,
    /// How the hedge before it bends it.
    pub(super) hedge: Hedge,
}

/// What a hedge says of the value behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hedge {
    /// There is none.
    Exact,
    /// "About".
    About,
    /// "More than", "at least".
    AtLeast,
    /// "Nearly", "up to".
    AtMost,
}

impl Quantity {
    /// What a figure says; `None` where it says no number.
    pub(super) fn of(line: &Line<'_>, figure: &Figure) -> Option<Self> {
        let (low, high) = (figure.low?, figure.high?);
        let value = low.abs().max(high.abs());
        let grain = grain(line, figure, value);
        let slack = match figure.tokens.clone().any(|at| line.has(at, Class::Scale)) {
            true => grain / 2.0,
            false => (grain / 2.0).min((value / 100.0).max(0.5)),
        };
        Some(Self { low, high, grain, slack, hedge: hedge(line, figure) })
    }

    /// Whether it is one value, not a range.
    pub(super) fn is_single(&self) -> bool {
        self.low == self.high
    }

    /// The least and the greatest value that may be printed so, for arithmetic; further apart under a hedge.
    pub(super) fn bounds(&self) -> (f64, f64) {
        let (low, high) = (self.low - self.slack, self.high + self.slack);
        match self.hedge {
            Hedge::Exact => (low, high),
            Hedge::About => (low * 0.95, high * 1.05),
            Hedge::AtLeast => (low, high * 1.1),
            Hedge::AtMost => (low * 0.9, high),
        }
    }

    /// Whether both may tell the same thing: equal but for rounding, hedge, or one a value in the other's range.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let grain = 0.99 * self.grain.max(other.grain);
        let close = |a: f64, b: f64| (a - b).abs() < grain;
        match (self.is_single(), other.is_single()) {
            (true, true) => close(self.low, other.low) || self.bends_to(other) || other.bends_to(self),
            (false, false) => close(self.low, other.low) && close(self.high, other.high),
            (true, false) => other.low - grain < self.low && self.low < other.high + grain,
            (false, true) => other.agrees(self),
        }
    }

    /// Whether the hedge lets it stand for the other.
    fn bends_to(&self, other: &Self) -> bool {
        let (value, other) = (self.low.abs(), other.low.abs());
        let near = value <= other * HEDGED && other <= value * HEDGED;
        match self.hedge {
            Hedge::Exact => false,
            Hedge::About => near,
            Hedge::AtLeast => value <= other || near,
            Hedge::AtMost => value >= other || near,
        }
    }
}

fn hedge(line: &Line<'_>, figure: &Figure) -> Hedge {
    let Some(tokens) = &figure.hedge else {
        let end = figure.tokens.end;
        let open = line.mark(end, &['+']) || line.has(end, Class::Or) && line.has(end + 1, Class::More);
        let plus = end > 0 && line.mark(end - 1, &['+']);
        return if open || plus { Hedge::AtLeast } else { Hedge::Exact };
    };
    let classes = line.classes(tokens.clone());
    match () {
        () if classes.has(Class::AtLeast) => Hedge::AtLeast,
        () if classes.has(Class::AtMost) => Hedge::AtMost,
        () => Hedge::About,
    }
}

/// The place value of the last digit that is meant: of digits the last that is not a rounding zero, of words the first.
fn grain(line: &Line<'_>, figure: &Figure, value: f64) -> f64 {
    let digits = figure.tokens.clone().rev().find(|&at| line.tokens[at].shape == Shape::Number).map(|at| line.word(at));
    let scaled = figure.tokens.clone().any(|at| line.has(at, Class::Scale));
    let Some(digits) = digits else { return if value < 100.0 { 1.0 } else { magnitude(value) } };
    let decimals = digits.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
    let plain = || digits.replace(',', "").parse().unwrap_or(value);
    if let Some(plain) = scaled.then(plain).filter(|plain| *plain > 0.0) {
        return (value / plain).max(1.0) / 10_f64.powi(decimals.min(9) as i32);
    }
    if decimals > 0 {
        return 1.0 / 10_f64.powi(decimals.min(9) as i32);
    }
    let zeros = digits.bytes().rev().filter(|byte| *byte != b',').take_while(|byte| *byte == b'0').count();
    if value < 100.0 { 1.0 } else { 10_f64.powi(zeros.min(15) as i32).min(magnitude(value)) }
}

/// The power of ten of a value's first digit.
fn magnitude(value: f64) -> f64 {
    if value < 1.0 { 1.0 } else { 10_f64.powf(value.log10().floor()) }
}

/// A number as the evidence shows it: at most one decimal, thousands apart.
pub(super) fn shown(value: f64) -> String {
    let tenths = (value.abs() * 10.0).round() as u64;
    let whole = (tenths / 10).to_string();
    let mut out = String::from(if value < 0.0 { "−" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !tenths.is_multiple_of(10) {
        out.push_str(&format!(".{}", tenths % 10));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(value: f64, grain: f64, hedge: Hedge) -> Quantity {
        Quantity { low: value, high: value, grain, slack: grain / 2.0, hedge }
    }

    #[test]
    fn rounding_is_no_disagreement() {
        assert!(single(1_200_000.0, 100_000.0, Hedge::Exact).agrees(&single(1_213_000.0, 1000.0, Hedge::Exact)));
        assert!(!single(40.0, 1.0, Hedge::Exact).agrees(&single(41.0, 1.0, Hedge::Exact)));
        assert!(single(40.0, 1.0, Hedge::AtLeast).agrees(&single(63.0, 1.0, Hedge::Exact)));
        assert!(!single(40.0, 1.0, Hedge::About).agrees(&single(63.0, 1.0, Hedge::Exact)));
    }

    #[test]
    fn ranges_agree_at_both_ends() {
        let range = |low, high| Quantity { low, high, grain: 1000.0, slack: 500.0, hedge: Hedge::Exact };
        assert!(!range(9000.0, 12_000.0).agrees(&range(8000.0, 11_000.0)));
        assert!(range(9000.0, 12_000.0).agrees(&single(10_500.0, 100.0, Hedge::Exact)));
        assert!(!single(15_000.0, 1000.0, Hedge::Exact).agrees(&range(9000.0, 12_000.0)));
    }

    #[test]
    fn numbers_are_shown_short() {
        assert_eq!([shown(1_213_000.0), shown(24.96), shown(0.25), shown(-4.5)], ["1,213,000", "25", "0.3", "−4.5"]);
    }
}
