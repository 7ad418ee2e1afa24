//! A change or share that is not what its two values make.

use super::change::{Said, find};
use super::quantity::{Hedge, shown};
use super::stated::{Sentence, Stated, sentences};
use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::figure::Sort;
use crate::reading::Reading;

/// How a stated change fits its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is what they make.
    Right,
    /// It is the difference of two percentages, told in percent.
    Difference,
    /// It is neither.
    Wrong,
}

/// Sums that do not come out.
pub(super) fn wrong(draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let of = |sentence: Sentence<'_>| -> Vec<Hit> {
        let hit = |said| match said {
            Said::Change { from, to, by } => (fit(from, to, by) == Fit::Wrong).then(|| change(reading, &sentence, from, to, by)),
            Said::Share { part, whole, figures, share } => (!is_share(part, whole, figures, share)).then(|| {
                let mut hit = told(reading, &sentence, share, format!("{} in 100", shown(100.0 * part / whole)));
                hit.notes.push(format!("{} ÷ {} = {}%", shown(part), shown(whole), shown(100.0 * part / whole)));
                let place = sentence.place(figures[0].figure.tokens.start..figures[1].figure.tokens.end);
                hit.related.push(Related::here(reading.span(&place), "the part and the whole"));
                hit
            }),
        };
        find(&sentence).into_iter().filter_map(hit).collect()
    };
    // A ratio and the share that it is.
    sentences(draft, 2).flat_map(of).collect()
}

/// Differences of two percentages that are told in percent.
pub(super) fn points(draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let of = |sentence: Sentence<'_>| -> Vec<Hit> {
        let hit = |said| match said {
            Said::Change { from, to, by } if fit(from, to, by) == Fit::Difference => {
                let difference = (to.quantity.low - from.quantity.low).abs();
                let relative = 100.0 * difference / from.quantity.low;
                let mut hit = told(reading, &sentence, by, "the difference, in percentage points".to_owned());
                let (low, high) = (from.quantity.low.min(to.quantity.low), from.quantity.low.max(to.quantity.low));
                let sum = format!("{} − {} = {}", shown(high), shown(low), shown(difference));
                hit.notes.push(format!("{sum} percentage points; as a change of the first it is {}%", shown(relative)));
                hit.words.push(("difference", shown(difference)));
                hit.related.extend(ends(reading, &sentence, from, to));
                Some(hit)
            }
            _ => None,
        };
        find(&sentence).into_iter().filter_map(hit).collect()
    };
    // Two percentages and the change between them.
    sentences(draft, 3).flat_map(of).collect()
}

fn told(reading: &Reading<'_>, sentence: &Sentence<'_>, said: Stated<'_>, label: String) -> Hit {
    let place = sentence.place(said.figure.tokens.clone());
    let mut hit = Hit::new(reading.span(&place), reading.text(&place));
    hit.label = label;
    hit
}

fn ends(reading: &Reading<'_>, sentence: &Sentence<'_>, from: Stated<'_>, to: Stated<'_>) -> [crate::finding::Related; 2] {
    let place = |figure: Stated<'_>| sentence.place(figure.figure.tokens.clone());
    [Related::here(reading.span(&place(from)), "from this"), Related::here(reading.span(&place(to)), "to this")]
}

fn change(reading: &Reading<'_>, sentence: &Sentence<'_>, from: Stated<'_>, to: Stated<'_>, by: Stated<'_>) -> Hit {
    let (first, second) = (from.quantity.low, to.quantity.low);
    let difference = second - first;
    let percent = 100.0 * difference / first;
    let points = by.figure.sort == Sort::Points;
    let right = if points { format!("{} percentage points", shown(difference)) } else { format!("{}%", shown(percent)) };
    let mut hit = told(reading, sentence, by, format!("{right} by these values"));
    let sum = format!("{} − {} = {}", shown(second), shown(first), shown(difference));
    hit.notes.push(match points {
        true => sum,
        false => format!("{sum}; {} ÷ {} = {}%", shown(difference), shown(first), shown(percent)),
    });
    let other = 100.0 * difference.abs() / second;
    if !points && (other - by.quantity.low.abs()).abs() <= by.quantity.grain {
        hit.notes.push(format!("{}% is the same difference as a share of the second value", shown(other)));
    }
    hit.related.extend(ends(reading, sentence, from, to));
    hit
}

/// How a change fits its two values, every rounding and hedge granted.
fn fit(from: Stated<'_>, to: Stated<'_>, by: Stated<'_>) -> Fit {
    let ((low, high), (low_to, high_to)) = (from.quantity.bounds(), to.quantity.bounds());
    let difference = (to.quantity.low - from.quantity.low).abs();
    let slack = (high - low + high_to - low_to) / 2.0;
    let said = by.quantity.low.abs();
    let tolerance = by.quantity.grain + if by.quantity.hedge == Hedge::Exact { 0.0 } else { 0.15 * said };
    let percents = from.figure.sort == Sort::Percent;
    let is_difference = percents && (difference - said).abs() <= slack + tolerance - by.quantity.grain / 2.0;
    if by.figure.sort == Sort::Points {
        return if !percents || is_difference { Fit::Right } else { Fit::Wrong };
    }
    let corners = [low_to / high, high_to / low].map(|ratio| (ratio - 1.0) * 100.0);
    let (least, most) = (corners[0].min(corners[1]), corners[0].max(corners[1]));
    let within = |value: f64| least - tolerance <= value && value <= most + tolerance;
    match within(said) || within(-said) {
        true => Fit::Right,
        false if is_difference => Fit::Difference,
        false => Fit::Wrong,
    }
}

/// Whether a share is what part and whole make.
fn is_share(part: f64, whole: f64, figures: [Stated<'_>; 2], share: Stated<'_>) -> bool {
    let hedged = figures.iter().chain([&share]).any(|figure| figure.quantity.hedge != Hedge::Exact);
    let tolerance = share.quantity.grain + if hedged { 0.1 * share.quantity.low } else { 0.0 };
    let rounding =
        figures[0].quantity.grain.max(1.0) / whole * 50.0 + part / whole * figures[1].quantity.grain.max(1.0) / whole * 50.0;
    (100.0 * part / whole - share.quantity.low).abs() <= tolerance + rounding
}
