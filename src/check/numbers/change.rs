//! Two values of one thing, or a part and its whole, with the change or share that the same sentence says they make.

use super::stated::{Sentence, Stated};
use crate::prose::figure::Sort;
use crate::prose::{Class, Line};

/// What a sentence says of two of its figures.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said<'a> {
    /// From `from` to `to`, which is a change by `by`.
    Change { from: Stated<'a>, to: Stated<'a>, by: Stated<'a> },
    /// `part` of `whole`, which is `share`.
    Share { part: f64, whole: f64, figures: [Stated<'a>; 2], share: Stated<'a> },
}

/// All that a sentence says of its own figures.
pub(super) fn find<'a>(sentence: &Sentence<'a>) -> Vec<Said<'a>> {
    let (line, figures) = (&sentence.line, sentence.figures.as_slice());
    let three = figures.windows(3).filter_map(|three| {
        let &[first, second, third] = three else { return None };
        from_to_by(line, first, second, third)
            .or_else(|| by_from_to(line, first, second, third))
            .or_else(|| to_by_from(line, first, second, third))
            .or_else(|| share_of_counts(line, first, second, third))
    });
    let two = figures.windows(2).filter_map(|two| {
        let &[first, second] = two else { return None };
        share_of_ratio(line, first, second)
    });
    three.chain(two).collect()
}

/// "from 40 to 50, a 20% rise".
fn from_to_by<'a>(line: &Line<'_>, from: Stated<'a>, to: Stated<'a>, by: Stated<'a>) -> Option<Said<'a>> {
    let tied = leads(line, from, Class::From) && reaches(line, from, to) && joined(line, to.end(), by.start());
    let opened =
        line.mark(to.end(), &[',', '(', '—', '–', '-']) || line.has(to.end(), Class::Or) || names_then_mark(line, to, by);
    (tied && opened && compares(from, to) && is_change(line, by)).then_some(Said::Change { from, to, by })
}

/// "rose 20% from 40 to 50", "rose 20% to 50 from 40", "a 20% rise, from 40 to 50".
fn by_from_to<'a>(line: &Line<'_>, by: Stated<'a>, first: Stated<'a>, second: Stated<'a>) -> Option<Said<'a>> {
    if !compares(first, second) || !is_change(line, by) {
        return None;
    }
    let gap = by.end()..first.start();
    let short = gap.len() <= 3
        && gap.clone().all(|at| line.has_any(at, &[Class::Change, Class::ChangeGap]) || line.mark(at, &[',', '(']));
    let forward = leads(line, first, Class::From) && reaches(line, first, second);
    let back = leads(line, first, Class::To) && leads(line, second, Class::From) && second.start() - first.end() <= 3;
    match short {
        true if forward => Some(Said::Change { from: first, to: second, by }),
        true if back => Some(Said::Change { from: second, to: first, by }),
        _ => None,
    }
}

/// "50, up 20% from 40".
fn to_by_from<'a>(line: &Line<'_>, to: Stated<'a>, by: Stated<'a>, from: Stated<'a>) -> Option<Said<'a>> {
    let up = leads(line, by, Class::Direction) && by.start() - to.end() <= 4;
    let near = leads(line, from, Class::From) && from.start() - by.end() <= 2;
    (up && near && compares(from, to) && is_change(line, by)).then_some(Said::Change { from, to, by })
}

/// "37 of the 52 homes (60%)".
fn share_of_counts<'a>(line: &Line<'_>, part: Stated<'a>, whole: Stated<'a>, share: Stated<'a>) -> Option<Said<'a>> {
    let counts = part.figure.sort == Sort::Count && whole.figure.sort == Sort::Count;
    let single = part.quantity.is_single() && whole.quantity.is_single();
    let gap = part.end()..whole.start();
    let of = gap.len() <= 5
        && gap.clone().any(|at| line.has(at, Class::Of))
        && gap.clone().all(|at| line.get(at).is_some_and(|token| token.is_word()) && !line.has(at, Class::ShareBreak));
    let fits = counts && single && of && part.quantity.low <= whole.quantity.low && in_brackets(line, whole, share);
    let (part_value, whole_value) = (part.quantity.low, whole.quantity.low);
    fits.then_some(Said::Share { part: part_value, whole: whole_value, figures: [part, whole], share })
}

/// "37 of 52 homes, or 60%": the two numbers are read as one ratio.
fn share_of_ratio<'a>(line: &Line<'_>, ratio: Stated<'a>, share: Stated<'a>) -> Option<Said<'a>> {
    let tokens = ratio.figure.tokens.clone();
    let of = tokens.clone().any(|at| line.has(at, Class::Of));
    if ratio.figure.sort != Sort::Ratio || !of || !in_brackets(line, ratio, share) {
        return None;
    }
    let digits = |at: usize| line.word(at).replace(',', "").parse::<f64>().ok();
    let (part, whole) = (digits(tokens.start)?, digits(tokens.end - 1)?);
    (whole >= 10.0 && part <= whole).then_some(Said::Share { part, whole, figures: [ratio, ratio], share })
}

/// Whether a share stands right behind its parts: in brackets of its own, or after "or".
fn in_brackets(line: &Line<'_>, before: Stated<'_>, share: Stated<'_>) -> bool {
    if !matches!(share.figure.sort, Sort::Percent) || !share.quantity.is_single() {
        return false;
    }
    let gap = before.end()..share.start();
    let Some(open) = gap.clone().next_back() else { return false };
    let plain = (gap.start..open).all(|at| line.mark(at, &[',']) || line.get(at).is_some_and(|token| token.is_word()));
    let bracket = line.mark(open, &['(']) && (line.mark(share.end(), &[')']) || line.has(share.end(), Class::Of));
    let or =
        line.has(open, Class::Or) && line.mark(open.wrapping_sub(1), &[',']) && line.mark(share.end(), &[',', '.', ';', ')']);
    gap.len() <= 7 && plain && (bracket || or)
}

/// Whether a figure stands right behind a word of this class, its hedge counted.
fn leads(line: &Line<'_>, figure: Stated<'_>, class: Class) -> bool {
    line.has_before(figure.start(), class)
}

/// Whether "to" leads from one figure to the next without a break between them.
fn reaches(line: &Line<'_>, from: Stated<'_>, to: Stated<'_>) -> bool {
    let gap = from.end()..to.start();
    leads(line, to, Class::To)
        && gap.len() <= 8
        && !gap.clone().any(|at| line.mark(at, &[';', ':', '(', ')']) || line.has(at, Class::And))
}

/// Whether nothing but joining words stands in this gap.
fn joined(line: &Line<'_>, start: usize, end: usize) -> bool {
    let mark = (start..end).find(|&at| line.mark(at, &[',', '(', '—', '–', '-']) || line.has(at, Class::Or));
    mark.is_some_and(|mark| {
        mark - start <= 5
            && end - mark <= 8
            && (mark..end)
                .all(|at| line.has_any(at, &[Class::ChangeJoint, Class::Change]) || line.mark(at, &[',', '(']) || line.dash(at))
    })
}

/// "to 50 homes in 2016, a rise of": a few words of what is counted, then the mark that opens what is said of it.
fn names_then_mark(line: &Line<'_>, to: Stated<'_>, by: Stated<'_>) -> bool {
    let gap = to.end()..by.start();
    let mark = gap.clone().find(|&at| line.mark(at, &[',', '(', '—', '–']));
    mark.is_some_and(|mark| (gap.start..mark).all(|at| !line.has(at, Class::ChangeBreak)))
}

/// Whether two figures are values of one kind, printed as one value each.
fn compares(from: Stated<'_>, to: Stated<'_>) -> bool {
    let sorts = [Sort::Count, Sort::Money, Sort::Measure, Sort::Percent];
    let far = from.quantity.low.abs() * 100.0 < to.quantity.low.abs() || to.quantity.low.abs() * 100.0 < from.quantity.low.abs();
    from.figure.sort == to.figure.sort
        && sorts.contains(&to.figure.sort)
        && from.quantity.is_single()
        && to.quantity.is_single()
        && from.quantity.low > 0.0
        && to.quantity.low > 0.0
        && !far
}

/// Whether a percentage is a change of what stands beside it, and none a year, of something else or over a plan.
fn is_change(line: &Line<'_>, by: Stated<'_>) -> bool {
    if !matches!(by.figure.sort, Sort::Percent | Sort::Points) || !by.quantity.is_single() {
        return false;
    }
    let end = by.end();
    let noun = usize::from(line.has_any(end, &[Class::Change, Class::Comparative]));
    let closes = |at: usize| match line.get(at) {
        None => true,
        Some(token) => !token.is_word() || token.has(Class::ChangeEnd),
    };
    let rate = line.has(end + noun, Class::Pace) || line.mark(end + noun, &['-']);
    !rate && (noun > 0 || closes(end))
}
