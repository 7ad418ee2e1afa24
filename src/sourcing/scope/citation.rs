//! Citations in a text: `[12]`, `[Source #2]`, `(Smith 2019)`, `(p. 12)`.

use std::ops::Range;

use crate::prose::{Class, Line, Shape};

/// How many words and marks a citation has at the most: “(Pell and Marrable, 2014, p. 12)”.
const CITATION: usize = 14;

/// The tokens of a citation that begins at a token.
pub(super) fn citation(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    let closed = is_citation(line, at).then(|| (at..at + CITATION).find(|&at| line.mark(at, &[']', ')'])))?;
    Some(at..closed.unwrap_or(at) + 1)
}

/// Whether `[12]`, `[3, 4]`, `[Source #2]`, `(Smith 2019)`, `(Smith et al., 2021)`, `(p. 12)` or `[@key]` stands at a token.
pub fn is_citation(line: &Line<'_>, at: usize) -> bool {
    if line.mark(at, &['[']) {
        let cue = line.has_any(at + 1, &[Class::Reference, Class::SourceLine]) && !line.has(at + 1, Class::NoPage);
        let first = at + 1 + usize::from(cue) + usize::from(cue && line.mark(at + 2, &['#', '.', '№']));
        let number = line.get(first).is_some_and(|token| token.shape == Shape::Number && token.end - token.start <= 3);
        let key = !cue && (line.mark(first, &['@']) || line.get(first).is_some_and(|token| token.shape == Shape::Address));
        return (number || key) && line.mark(first + 1, &[']', ',', '–', '-']);
    }
    // “(Table 3, 2019)”, “(spring, 2021)” tell which of them, or when.
    if line.has_any(at + 1, &[Class::NoPage, Class::Month, Class::Weekday]) {
        return false;
    }
    let page = line.has(at + 1, Class::Reference)
        && (at + 2..at + 4).any(|at| line.tokens.get(at).is_some_and(|token| token.shape == Shape::Number));
    if line.mark(at, &['(']) && page {
        return true;
    }
    // “(July 2026)” says when, and not who.
    let is_author = |at: usize| {
        line.get(at).is_some_and(|token| token.shape == Shape::Name) && !line.has_any(at, &[Class::Month, Class::Weekday])
    };
    let author = line.mark(at, &['(']) && is_author(at + 1);
    author
        && (at + 2..at + 8).any(|year| {
            line.word(year).len() == 4
                && line.get(year).is_some_and(|token| token.shape == Shape::Number)
                && line.mark(year + 1, &[')', ':', ';'])
        })
}
