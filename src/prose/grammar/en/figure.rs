//! Figures in a text: whole expressions with sort and value, and what a number is when it is no claim.

use std::ops::Range;

use super::{excuse, expression};
use crate::prose::class::Class;
use crate::prose::figure::{Figure, Sort};
use crate::prose::line::Line;
use crate::prose::token::{Shape, Token};

/// All figures of a block, in order. Linear in its tokens.
pub(in crate::prose::grammar) fn find(line: &Line<'_>) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.tokens.len() {
        match candidate(line, at).then(|| expression::read(line, at)).flatten() {
            Some(mut figure) => {
                figure.hedge = hedge(line, figure.tokens.start);
                figure.noun = noun(line, figure.tokens.end, figure.sort);
                figure.excuse = excuse::of(line, &figure);
                at = figure.tokens.end.max(at + 1);
                found.push(figure);
            }
            None => at += 1,
        }
    }
    found
}

const STARTS: &[Class] =
    &[Class::NumberWord, Class::Scale, Class::Magnitude, Class::Fraction, Class::Multiple, Class::Ordinal, Class::Currency];

fn candidate(line: &Line<'_>, at: usize) -> bool {
    let token = &line.tokens[at];
    match token.shape {
        Shape::Number => true,
        Shape::Mark(mark) => matches!(mark, '$' | '£' | '€' | '¥' | '₹' | '-' | '−' | '+'),
        Shape::Address => false,
        _ => token.classes.any(STARTS) || token.end - token.start <= 2 && line.is(at, words!["a", "an", "us", "nz", "c", "hk"]),
    }
}

/// The hedge that ends right before `at`, the longest.
fn hedge(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    let start = at.saturating_sub(6);
    (start..at)
        .find(|&begin| {
            line.has(begin, Class::Hedge) && begin + usize::from(line.tokens[begin].reach) == at
                || line.has(begin, Class::Hedge) && begin + 1 == at
        })
        .map(|begin| begin..at)
}

/// The head of the noun phrase behind a figure: its last plain word before a verb, preposition or mark.
fn noun(line: &Line<'_>, mut at: usize, sort: Sort) -> Option<usize> {
    if line.dash(at) {
        return None; // "a 12-mile road": the number only describes
    }
    if sort == Sort::Multiple && line.is(at, words!["as"]) && line.is(at + 1, words!["many", "much"]) {
        at += 2; // twice as many children
    }
    let of = line.is(at, words!["of"]) || sort == Sort::Money && line.is(at, words!["in", "worth"]);
    if of {
        at += 1;
    } else if matches!(sort, Sort::Percent | Sort::Points) {
        return None;
    }
    let mut head = None;
    for next in at..at + 7 {
        let token = line.get(next)?;
        let ends = !token.is_word()
            || token.classes.any(&[Class::Auxiliary, Class::Modal, Class::Preposition, Class::Contrast, Class::Month])
            || token.classes.any(&[Class::HarmVerb, Class::ChangeVerb]) && head.is_some()
            || line
                .is(next, words!["and", "or", "who", "that", "which", "to", "than", "as", "in", "of", "for", "at", "on", "'s"]);
        let skips = head.is_none()
            && (token.has(Class::Determiner) || line.is(next, words!["the", "all", "its", "their", "his", "her", "our"]));
        if skips {
            continue;
        }
        if ends {
            break;
        }
        head = Some(next);
        if token.classes.any(&[Class::MeasuredNoun, Class::SettledNoun, Class::HarmNoun, Class::Duration])
            && !line.get(next + 1).is_some_and(is_noun)
        {
            break;
        }
    }
    head
}

fn is_noun(token: &Token) -> bool {
    token.is_word() && token.classes.any(&[Class::MeasuredNoun, Class::SettledNoun, Class::HarmNoun])
}
