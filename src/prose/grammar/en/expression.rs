//! A figure as a whole: currency and sign before the number, range, unit and percent behind it.

use super::number::{self, Number};
use crate::prose::class::Class;
use crate::prose::figure::{Figure, Sort};
use crate::prose::line::Line;
use crate::prose::token::Shape;

/// Reads the figure that begins at token `at`.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Figure> {
    let number = number::read(line, at);
    magnitude(line, at)
        .or_else(|| fraction(line, at, number))
        .or_else(|| multiple(line, at, number))
        .or_else(|| rank(line, at))
        .or_else(|| money(line, at))
        .or_else(|| signed(line, at))
        .or_else(|| plain(line, at, number?))
}

fn figure(tokens: std::ops::Range<usize>, sort: Sort, low: Option<f64>, high: Option<f64>) -> Figure {
    Figure { tokens, sort, low, high, hedge: None, noun: None, excuse: None }
}

/// `dozens of`, `hundreds of thousands of`, `many thousands of`.
fn magnitude(line: &Line<'_>, at: usize) -> Option<Figure> {
    if !line.has(at, Class::Magnitude) || line.before(at).is_some_and(|before| before.shape == Shape::Number) {
        return None;
    }
    let mut end = at + 1;
    if line.is(end, words!["of", "upon"]) && line.has(end + 1, Class::Magnitude) {
        end += 2;
    }
    let counts = line.is(end, words!["of", "in", "more"])
        || line.follows(at, words!["many", "several", "by", "the"])
        || line.has(end, Class::HarmVerb);
    counts.then(|| figure(at..end, Sort::Magnitude, None, None))
}

/// `two-thirds`, `a quarter of`, `half the`, `one in five`, `3:1`.
fn fraction(line: &Line<'_>, at: usize, number: Option<Number>) -> Option<Figure> {
    if line.is(at, words!["half"]) {
        if line.is(at + 1, words!["a", "an"]) && line.has(at + 2, Class::Scale) {
            return None; // half a million: a number
        }
        let counts = line.is(at + 1, words!["of", "the", "all", "its", "their", "that", "as"])
            || line.follows(at, words!["than", "by", "about", "nearly", "almost", "over", "roughly"]);
        let time = line.has(at + 2, Class::Duration)
            || line.follows(at, words!["first", "second", "a", "the", "another", "and", "past"]);
        return (counts && !time).then(|| figure(at..at + 1, Sort::Ratio, Some(0.5), Some(0.5)));
    }
    if let Some((share, end)) = number::fraction(line, at).filter(|&(_, end)| line.is(end, words!["of"])) {
        // "on 1/3" is a day
        return Some(figure(at..end, Sort::Ratio, Some(share), Some(share)));
    }
    let (start, over, mut next) = match line.is(at, words!["a", "an"]) {
        true => (at, 1.0, at + 1),
        false => {
            let number = number.filter(|number| !number.digits || number.end == at + 1)?;
            (at, number.value?, number.end)
        }
    };
    if line.dash(next) && line.glued(next) {
        next += 1;
    }
    if !line.has(next, Class::Fraction) {
        return None;
    }
    let share = line.lexicon.value(line.tokens[next].key)?;
    let end = next + 1;
    if line.is(end, words!["of"]) && line.is(end + 1, words!["a"]) && line.has(end + 2, Class::Scale) {
        let value = line.lexicon.value(line.tokens[end + 2].key)? * over * share;
        return Some(figure(start..end + 3, Sort::Count, Some(value), Some(value))); // three-quarters of a million
    }
    // "a third time", "one second", "a quarter that ended": only a share is followed so.
    let shared = line.is(
        end,
        words!["of", "as", "more", "less", "fewer", "off", "are", "were", "say", "said", "have", "had", "from", "to", "in"],
    ) || over > 1.0
        || line.follows(start, words!["by", "than", "about", "nearly", "almost", "over", "roughly", "only", "just"])
        || line.get(end).is_none_or(|token| matches!(token.shape, Shape::Mark('.' | ',' | ';' | ')')));
    let time = line.is(end, words!["of"]) && line.is(end + 1, words!["an", "a"]) && line.has(end + 2, Class::Duration);
    (shared && !time).then(|| figure(start..end, Sort::Ratio, Some(over * share), Some(over * share)))
}

/// `twice as many`, `doubled`, `tenfold`, `three times the`, `5x`.
fn multiple(line: &Line<'_>, at: usize, number: Option<Number>) -> Option<Figure> {
    if line.has(at, Class::Multiple) {
        let value = line.lexicon.value(line.tokens[at].key);
        let word = line.word(at);
        let verb = word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ves") || word.ends_with("les");
        let counts = match verb {
            true => {
                !line.is(at, words!["halves"])
                    && !line.is(at + 1, words!["down", "back", "up", "over", "as", "check", "room", "rooms"])
            }
            false => line.is(at + 1, words!["as", "the", "that", "its", "their", "what"]) || word.ends_with("fold"),
        };
        return counts.then(|| figure(at..at + 1, Sort::Multiple, value, value));
    }
    let number = number?;
    let end = number.end;
    let glued_x =
        line.is(end, words!["x", "×"]) && line.glued(end) && line.get(end + 1).is_none_or(|next| next.shape != Shape::Number);
    if line.is(end, words!["times"]) {
        const THAN: &[u64] = words![
            "as", "more", "the", "higher", "lower", "larger", "bigger", "greater", "faster", "slower", "less", "likelier",
            "their", "its", "that", "what", "over", "fewer",
        ];
        return line.is(end + 1, THAN).then(|| figure(at..end + 1, Sort::Multiple, number.value, number.value));
    }
    glued_x.then(|| figure(at..end + 1, Sort::Multiple, number.value, number.value))
}

/// `third-largest`, `ranks 14th of 27`.
fn rank(line: &Line<'_>, at: usize) -> Option<Figure> {
    let end = match line.get(at)?.shape {
        Shape::Number if line.glued(at + 1) && line.is(at + 1, words!["st", "nd", "rd", "th"]) => at + 2,
        _ if line.has(at, Class::Ordinal) => at + 1,
        _ => return None,
    };
    let superlative = (end..end + 2).find(|&next| line.word(next).ends_with("est") && line.word(next).len() > 4);
    let placed = line.is(end, words!["of", "out", "in"]) && line.follows(at, words!["ranks", "ranked", "rank", "placed"]);
    match (superlative, placed) {
        (Some(last), _) => Some(figure(at..last + 1, Sort::Rank, None, None)),
        (None, true) => Some(figure(at..end, Sort::Rank, None, None)),
        _ => None,
    }
}

/// `$80 million`, `US$5`, `€2.4bn`, `USD 12`.
fn money(line: &Line<'_>, start: usize) -> Option<Figure> {
    let mut at = start;
    let coded = line.has(at, Class::Currency) && line.get(at)?.shape == Shape::Caps;
    let prefixed =
        line.get(at)?.is_capital() && line.is(at, words!["us", "nz", "c", "a", "hk", "au", "ca"]) && line.mark(at + 1, &['$']);
    if coded || prefixed {
        at += 1;
    }
    let symbol = line.mark(at, &['$', '£', '€', '¥', '₹']);
    if !symbol && !coded {
        return None;
    }
    at += usize::from(symbol);
    let first = number::read(line, at).filter(|number| number.digits)?;
    let (end, last) = range(line, start, first);
    let low = shared_scale(first, last);
    let rate = usize::from(line.dash(end) && line.glued(end) && line.has(end + 1, Class::Currency)) * 2;
    Some(figure(start..end + rate, Sort::Money, low, last.or(low)))
}

/// `-12`, `+3.5%`.
fn signed(line: &Line<'_>, at: usize) -> Option<Figure> {
    let free = at == 0 || !line.glued(at);
    if !(line.mark(at, &['-', '−', '+']) && free && line.glued(at + 1) && line.get(at + 1)?.shape == Shape::Number) {
        return None;
    }
    let negative = !line.mark(at, &['+']);
    let mut inner = plain(line, at + 1, number::read(line, at + 1)?)?;
    inner.tokens.start = at;
    if negative {
        (inner.low, inner.high) = (inner.low.map(|low| -low), inner.high.map(|high| -high));
    }
    Some(inner)
}

/// A number with what follows it.
fn plain(line: &Line<'_>, at: usize, first: Number) -> Option<Figure> {
    if let Some(ratio) = ratio(line, at, first) {
        return Some(ratio);
    }
    let (mut end, high) = range(line, at, first);
    let alone_one = !first.digits && first.value == Some(1.0) && end == at + 1;
    let mut sort = Sort::Count;
    let hyphen = usize::from(line.dash(end) && line.glued(end) && line.glued(end + 1));
    if line.mark(end, &['+']) && line.glued(end) {
        end += 1;
    }
    if line.mark(end, &['%', '٪', '‰']) {
        (sort, end) = (Sort::Percent, end + 1);
        if line.is(end, words!["points", "point"]) {
            (sort, end) = (Sort::Points, end + 1);
        }
    } else if line.has(end + hyphen, Class::Percent) {
        let reach = usize::from(line.tokens[end + hyphen].reach).max(1);
        end += hyphen + reach;
        sort = if line.is(end - 1, words!["point", "points"]) || line.is(end, words!["point", "points"]) {
            Sort::Points
        } else {
            Sort::Percent
        };
        end += usize::from(sort == Sort::Points && line.is(end, words!["point", "points"]));
    } else if line.has(end + hyphen, Class::Currency)
        && (line.get(end + hyphen).is_some_and(|token| token.shape == Shape::Word || token.shape == Shape::Caps)
            || hyphen == 0 && line.is(end, words!["euros", "dollars", "pounds", "francs", "yen", "rupees"]))
    {
        (sort, end) = (Sort::Money, end + hyphen + 1);
    } else if line.has(end + hyphen, Class::Unit) && unit_fits(line, end, hyphen) {
        (sort, end) = (Sort::Measure, end + hyphen + 1);
    } else if line.is(end, words!["points"])
        && (line.follows(at, words!["by"])
            || line.is(end + 1, words!["ahead", "behind", "clear", "up", "down", "higher", "lower"]))
    {
        (sort, end) = (Sort::Points, end + 1);
    } else if line.mark(end, &['°']) {
        (sort, end) = (Sort::Measure, end + 1 + usize::from(line.glued(end + 1)));
    } else if alone_one {
        return None;
    } else if line.follows(at, words!["from"]) && line.is(end, words!["to"]) {
        let other = number::read(line, end + 1).and_then(|number| plain(line, end + 1, number));
        sort = other.map_or(sort, |other| if other.sort == Sort::Percent { Sort::Percent } else { sort });
    }
    let low = shared_scale(first, high);
    Some(figure(at..end, sort, low, high.or(low)))
}

/// A unit of one or two letters must be glued or spaced as units are; `5 in` is no inch.
fn unit_fits(line: &Line<'_>, at: usize, hyphen: usize) -> bool {
    let word = line.word(at + hyphen);
    match word.len() {
        1 => line.glued(at) && word != "s",
        _ => !line.is(at + hyphen, words!["in"]) || hyphen > 0,
    }
}

/// `one in five`, `4 out of 10`, `3-to-1`, `3:1`.
fn ratio(line: &Line<'_>, at: usize, first: Number) -> Option<Figure> {
    let end = first.end;
    let low = first.value?;
    // "one of six birds" counts none of them.
    let member = low == 1.0 && line.is(end, words!["of"]) && !line.is(end + 1, words!["every"]);
    let next = if line.is(end, words!["in", "of"]) && !member {
        end + 1 + usize::from(line.is(end, words!["of"]) && line.is(end + 1, words!["every"]))
    } else if line.is(end, words!["out"]) && line.is(end + 1, words!["of"]) {
        end + 2 + usize::from(line.is(end + 2, words!["every"]))
    } else if line.dash(end) && line.is(end + 1, words!["to", "in"]) && line.dash(end + 2) {
        end + 3
    } else if line.mark(end, &[':']) && line.glued(end) && line.glued(end + 1) && line.word(end + 1).len() == 1 {
        end + 1
    } else {
        return None;
    };
    let second = number::read(line, next)?;
    let high = second.value?;
    let hyphened = line.dash(end) || line.mark(end, &[':']);
    let dated = second.digits && (1400.0..=2100.0).contains(&high) && line.word(next).len() == 4;
    let timed =
        line.has_any(second.end, &[Class::Duration, Class::Month, Class::Unit, Class::Percent]) || line.mark(second.end, &['%']);
    let fits = hyphened || low < high && !dated && !timed;
    fits.then(|| figure(at..second.end, Sort::Ratio, Some(low / high), Some(low / high)))
}

/// The second number of a range that began with `first`, and where it ends.
fn range(line: &Line<'_>, start: usize, first: Number) -> (usize, Option<f64>) {
    let mut at = first.end;
    // the sign may stand at both numbers: "10% to 30%", "$3 to $4", "50 percent to 60 percent"
    let percent = line.mark(at, &['%']) || line.has(at, Class::Percent);
    at += usize::from(percent);
    let none = (first.end, None);
    let glued_dash = line.dash(at) && (line.glued(at) == line.glued(at + 1));
    let spaced_dash = glued_dash && !line.glued(at) && !line.mark(at, &['–', '-']);
    let joins = match () {
        () if glued_dash && !spaced_dash => true,
        () if line.is(at, words!["to"]) => !line.follows(start, words!["from"]) && !dates(line, start, first),
        () if line.is(at, words!["and"]) => line.follows(start, words!["between"]),
        () => false,
    };
    if !joins {
        return none;
    }
    at += 1;
    at += usize::from(line.is(at, words!["about", "nearly", "almost", "around"]));
    at += usize::from(line.mark(at, &['$', '£', '€', '¥', '₹']));
    let Some(second) = number::read(line, at) else { return none };
    // "a 5-2 win" and phone numbers are read here too; the excuse sorts them out.
    match percent && !(line.mark(second.end, &['%']) || line.has(second.end, Class::Percent)) {
        true => none,
        false => (second.end, second.value),
    }
}

/// "rose in 2014 to 13 percent": the first number is a year.
fn dates(line: &Line<'_>, start: usize, first: Number) -> bool {
    let year = first.digits && first.value.is_some_and(|value| (1400.0..=2100.0).contains(&value)) && line.word(start).len() == 4;
    year && line.follows(start, words!["in", "since", "during", "until", "before", "after"])
}

/// In `3 to 5 million` the scale belongs to both.
fn shared_scale(first: Number, high: Option<f64>) -> Option<f64> {
    let low = first.value?;
    let Some(high) = high else { return Some(low) };
    let scale = [1e3, 1e6, 1e9, 1e12]
        .into_iter()
        .rev()
        .find(|scale| high >= *scale && high / scale > low && low < 1000.0 && high / scale < 1000.0);
    match scale {
        Some(scale) if low < high / 100.0 => Some(low * scale),
        _ => Some(low),
    }
}
