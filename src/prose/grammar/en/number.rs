//! A number in digits or words, and its value.

use crate::prose::class::Class;
use crate::prose::line::Line;
use crate::prose::numeral::{digit, vulgar_fraction};
use crate::prose::token::Shape;

/// A number that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// Its value; `None` for digits that are no number (`2.6.17`).
    pub(super) value: Option<f64>,
    /// One past its last token.
    pub(super) end: usize,
    /// Whether it is written in digits.
    pub(super) digits: bool,
}

/// Reads a number that begins at token `at`.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Number> {
    match line.get(at)?.shape {
        Shape::Number => Some(out_of(line, at).unwrap_or_else(|| {
            let whole = Number { value: parse(line.word(at)), end: at + 1, digits: true };
            scaled(line, mixed(line, whole))
        })),
        _ => words(line, at),
    }
}

/// The value of digits with separators; the last separator of two kinds is the decimal one.
fn parse(digits: &str) -> Option<f64> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.parse().ok();
    }
    if let Some((whole, fraction)) =
        digits.char_indices().next_back().and_then(|(at, last)| Some((&digits[..at], vulgar_fraction(last)?)))
    {
        let whole = if whole.is_empty() { Some(0.0) } else { parse(whole) };
        return whole.map(|whole| whole + fraction);
    }
    let comma = digits.rfind([',', '٬']);
    let dot = digits.rfind(['.', '٫', '·']);
    let dots = digits.matches(['.', '·']).count();
    let decimal = match (comma, dot) {
        (Some(comma), Some(dot)) => Some(comma.max(dot)),
        (None, Some(_)) if dots > 1 => {
            let groups = digits.split('.').skip(1).all(|group| group.len() == 3);
            return groups.then(|| digits.replace('.', "").parse().ok()).flatten();
        }
        (None, dot) => dot,
        (Some(comma), None) => Some(comma).filter(|comma| matches!(digits.len() - comma, 2 | 3)),
    };
    let mut plain = String::with_capacity(digits.len());
    for (at, char) in digits.char_indices() {
        match digit(char) {
            Some(digit) => plain.extend(char::from_digit(digit, 10)),
            None if Some(at) == decimal => plain.push('.'),
            None => {}
        }
    }
    plain.parse().ok()
}

/// Takes in the fraction of `3 1/2`, `10-7/8` and `2 ½`.
fn mixed(line: &Line<'_>, whole: Number) -> Number {
    let at = whole.end + usize::from(line.dash(whole.end) && line.glued(whole.end) && line.glued(whole.end + 1));
    let is_whole = whole.value.is_some_and(|value| value.fract() == 0.0);
    match fraction(line, at).filter(|_| is_whole) {
        Some((fraction, end)) => Number { value: whole.value.map(|value| value + fraction), end, ..whole },
        None => whole,
    }
}

/// The fraction at `at`, `7/8` or `⅞`, and where it ends.
pub(super) fn fraction(line: &Line<'_>, at: usize) -> Option<(f64, usize)> {
    let mut chars = line.word(at).chars();
    match (chars.next().and_then(vulgar_fraction), chars.next()) {
        (Some(value), None) => Some((value, at + 1)),
        _ => slashed(line, at),
    }
}

/// A fraction of three tokens: `7/8`.
fn slashed(line: &Line<'_>, at: usize) -> Option<(f64, usize)> {
    let part =
        |at: usize| line.get(at).filter(|token| token.shape == Shape::Number).and_then(|_| line.word(at).parse::<u8>().ok());
    let slash = line.mark(at + 1, &['/', '⁄']) && line.glued(at + 1) && line.glued(at + 2) && !line.mark(at + 3, &['/']);
    match (part(at)?, part(at + 2)?) {
        (over, under @ (2..=6 | 8 | 10 | 16 | 32)) if slash && 0 < over && over < under => {
            Some((f64::from(over) / f64::from(under), at + 3))
        }
        _ => None,
    }
}

/// So many out of so many: `125/186`. Of fewer than 33 it may be a day, a fraction or a mark.
fn out_of(line: &Line<'_>, at: usize) -> Option<Number> {
    let slash = line.mark(at + 1, &['/', '⁄']) && line.glued(at + 1) && line.glued(at + 2) && !line.mark(at + 3, &['/']);
    let part = |at: usize| line.word(at).parse::<u16>().ok().filter(|&number| 0 < number && number < 1000);
    let (some, all) = (part(at).filter(|_| slash)?, part(at + 2)?);
    let share = all > 32 && some <= all && all != 365 && all != 100;
    share.then(|| Number { value: Some(f64::from(some) / f64::from(all)), end: at + 3, digits: true })
}

/// A product without the noise of binary fractions: 4.1 million is 4,100,000.
fn rounded(value: f64) -> f64 {
    let whole = value.round();
    if (value - whole).abs() < 1e-6 * whole.abs().max(1.0) { whole } else { value }
}

/// Takes in `million`, `bn`, `k` behind a number.
fn scaled(line: &Line<'_>, mut number: Number) -> Number {
    loop {
        let hyphen = line.dash(number.end) && line.glued(number.end) && line.glued(number.end + 1);
        let plus = line.mark(number.end, &['+']) && line.glued(number.end) && line.word(number.end + 1).len() > 3; // "200+ billion"
        let at = number.end + usize::from(hyphen || plus);
        let Some(token) = line.get(at).filter(|token| token.has(Class::Scale)) else { return number };
        let word = token.of(line.text);
        // `3m` is a scale, `3 m` a length, `3M` a company; `$3M` is money.
        let fits = match word.len() {
            1 => line.glued(at) && (word != "M" && word != "B" || line.mark(number.end.wrapping_sub(2), &['$', '£', '€'])),
            _ => true,
        };
        let Some(scale) = line.lexicon.value(token.key).filter(|_| fits) else { return number };
        number.value = number.value.map(|value| rounded(value * scale));
        number.end = at + 1;
    }
}

/// Reads `two hundred and fifty thousand`, `twenty-five`, `a dozen`, `half a million`, `one and a half million`.
fn words(line: &Line<'_>, start: usize) -> Option<Number> {
    let (mut at, mut total, mut current) = (start, 0.0, 0.0);
    let mut any = false;
    if line.is(at, words!["half"]) && line.is(at + 1, words!["a", "an"]) && line.has(at + 2, Class::Scale) {
        let scale = line.lexicon.value(line.tokens[at + 2].key)?;
        return Some(Number { value: Some(scale / 2.0), end: at + 3, digits: false });
    }
    if line.is(at, words!["a", "an"]) {
        if !line.has(at + 1, Class::Scale) || line.word(at + 1).len() < 4 {
            return None;
        }
        (at, current, any) = (at + 1, 1.0, true);
    }
    while let Some(token) = line.get(at) {
        let joined = at > start && line.dash(at) && line.glued(at) && line.glued(at + 1);
        if joined && line.has_any(at + 1, &[Class::NumberWord, Class::Scale]) && line.word(at + 1).len() > 2 {
            at += 1;
            continue;
        }
        if token.has(Class::NumberWord) {
            let value = line.lexicon.value(token.key)?;
            let fits = current == 0.0
                || (current % 100.0 == 0.0 && value < 100.0)
                || (current % 10.0 == 0.0 && current % 100.0 >= 20.0 && value < 10.0);
            if any && !fits {
                break;
            }
            (current, any, at) = (current + value, true, at + 1);
        } else if token.has(Class::Scale) && any && line.word(at).len() > 2 {
            let scale = line.lexicon.value(token.key)?;
            if scale < 1000.0 {
                current *= scale;
            } else {
                (total, current) = (total + current.max(1.0) * scale, 0.0);
            }
            at += 1;
        } else if any && line.is(at, words!["and"]) && line.is(at + 1, words!["a"]) && line.is(at + 2, words!["half"]) {
            (current, at) = (current + 0.5, at + 3);
        } else if any && line.is(at, words!["and"]) && line.has(at + 1, Class::NumberWord) && line.has(at - 1, Class::Scale) {
            at += 1;
        } else {
            break;
        }
    }
    any.then_some(Number { value: Some(total + current), end: at, digits: false })
}
