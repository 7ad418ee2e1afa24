//! Findings that are one question are told as one: at the first of the loudest, with the places of the others.

use rustc_hash::FxHashMap;

use crate::finding::{Also, Finding, Related};

/// How many of the others a message names.
const NAMED: usize = 2;
/// How many words of each it names.
const WORDS: usize = 8;

/// Tells findings that are one question as one. They come sorted, and stay so.
pub(super) fn ask_once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut firsts: FxHashMap<(&str, usize), usize> = FxHashMap::default();
    let key = |finding: &Finding| finding.question.as_ref().map(|question| question.number);
    for (number, finding) in findings.iter().enumerate() {
        let Some(question) = key(finding) else { continue };
        let first = firsts.entry((&finding.rule, question)).or_insert(number);
        if finding.level > findings[*first].level {
            *first = number;
        }
    }
    let of = |(number, finding): (usize, &Finding)| key(finding).map_or(number, |question| firsts[&(&*finding.rule, question)]);
    let of: Vec<usize> = findings.iter().enumerate().map(of).collect();
    let mut told: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    let mut others: FxHashMap<usize, Vec<Finding>> = FxHashMap::default();
    for number in (0..told.len()).filter(|&number| of[number] != number) {
        others.entry(of[number]).or_default().extend(told[number].take());
    }
    for (first, others) in others {
        told[first].iter_mut().for_each(|first| tell_with(first, &others));
    }
    told.into_iter().flatten().collect()
}

/// Names and marks with a finding those that are told with it.
fn tell_with(first: &mut Finding, others: &[Finding]) {
    let words = others.iter().filter_map(|other| other.question.as_ref()).map(|question| format!("“{}”", short(&question.words)));
    let words: Vec<String> = words.take(NAMED).collect();
    let named = match others.len() - words.len() {
        0 => words.join(" and "),
        more => format!("{} and {more} more", words.join(", ")),
    };
    first.message = format!("{}; the same goes for {named}", first.message);
    // What is told for several is mended by hand.
    first.fix = None;
    first.also = others.iter().map(|other| Also { span: other.span, fingerprint: other.fingerprint.clone() }).collect();
    first.related.extend(first.also.iter().map(|also| Related::here(also.span, "and here")));
}

/// The first words of a text.
fn short(words: &str) -> String {
    let mut all = words.split_whitespace();
    let first: Vec<&str> = all.by_ref().take(WORDS).collect();
    first.join(" ") + if all.next().is_some() { " …" } else { "" }
}
