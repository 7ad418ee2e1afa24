//! Passages that stand in several documents.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::check::hit::Hit;
use crate::check::print::{Print, Prints};
use crate::finding::Related;

/// How many of the other places are named.
const SHOWN: usize = 3;

/// Where a passage stands: the document's number, and the print's number in it.
type Occurrence = (usize, usize);

/// For each document that a passage stands in, if as many as that document asks for have it: its number, the key of the passage and
/// a hit. Passages that follow one another in the same documents are one.
pub fn find(prints: &[(PathBuf, Prints)]) -> Vec<(usize, u64, Hit)> {
    let mut places: FxHashMap<u64, Vec<Occurrence>> = FxHashMap::default();
    for (document, (_, prints)) in prints.iter().enumerate() {
        for (number, print) in prints.passages.iter().enumerate() {
            let places = places.entry(print.key).or_default();
            // What stands twice in one document is that document's own fault.
            if places.last().is_none_or(|&(last, _)| last != document) {
                places.push((document, number));
            }
        }
    }
    let many = |document: usize, number: usize| {
        let own = &prints[document].1;
        let found = places.get(&own.passages[number].key)?;
        (found.len() >= own.files && found.binary_search(&(document, number)).is_ok()).then_some(found)
    };
    let mut hits = Vec::new();
    for (document, (_, of_document)) in prints.iter().enumerate() {
        let mut number = 0;
        while number < of_document.passages.len() {
            let mut end = number + 1;
            if let Some(found) = many(document, number) {
                while end < of_document.passages.len()
                    && many(document, end).is_some_and(|next| follow(found, next, end - number))
                {
                    end += 1;
                }
                hits.push((document, of_document.passages[number].key, hit(prints, document, number..end, found)));
            }
            number = end;
        }
    }
    hits
}

/// Whether a passage stands in the same documents, `steps` behind another.
fn follow(passage: &[Occurrence], next: &[Occurrence], steps: usize) -> bool {
    passage.len() == next.len() && passage.iter().zip(next).all(|(a, b)| a.0 == b.0 && a.1 + steps == b.1)
}

fn hit(prints: &[(PathBuf, Prints)], document: usize, numbers: std::ops::Range<usize>, places: &[Occurrence]) -> Hit {
    let of = |document: usize, start: usize| &prints[document].1.passages[start..start + numbers.len()];
    let span = |prints: &[Print]| prints[0].span.join(prints[prints.len() - 1].span);
    let own = of(document, numbers.start);
    let words: u32 = own.iter().map(|print| print.words).sum();
    let others = places.iter().filter(|(other, _)| *other != document);
    let mut hit = Hit::new(span(own), "");
    hit.label = format!("{words} words that stand in {} files", places.len());
    hit.words = vec![("files", places.len().to_string()), ("count", words.to_string())];
    hit.related = others
        .take(SHOWN)
        .map(|&(other, start)| Related {
            path: Some(prints[other].0.clone()),
            span: span(of(other, start)),
            note: "stands here as well".to_owned(),
        })
        .collect();
    let rest = places.len() - 1 - hit.related.len();
    if rest > 0 {
        hit.notes.push(format!("and in {rest} more file{}", if rest == 1 { "" } else { "s" }));
    }
    hit
}
