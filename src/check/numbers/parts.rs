//! Lists whose parts are more than their whole.

use std::ops::Range;

use super::options::Numbers;
use super::quantity::shown;
use super::stated::{Stated, is_quantity, of_block};
use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::figure::Sort;
use crate::reading::{Place, Reading};
use crate::text::Kind;

/// Above this sum, shares are hardly of one whole: each is a share of something of its own.
/// Chosen by hand; no measurement of it is kept.
const ONE_WHOLE: f64 = 130.0;

/// Lists of which the items add up to more than the lead-in says, or to more than all.
pub(super) fn hits(of: &Numbers, draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    lists(reading).into_iter().filter_map(|items| list(of, draft, items)).collect()
}

/// The lists of a document: runs of items that share a group, three or more.
fn lists(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let blocks = &reading.document.blocks;
    let item = |at: usize| blocks[at].kind == Kind::Item && blocks[at].is_body();
    let mut found = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let mut end = at + 1;
        while item(at) && end < blocks.len() && item(end) && blocks[end].group == blocks[at].group {
            end += 1;
        }
        if end - at >= 3 {
            found.push(at..end);
        }
        at = end;
    }
    found
}

fn list(of: &Numbers, draft: &Draft<'_>, items: Range<usize>) -> Option<Hit> {
    let reading = &draft.reading;
    let lead = items.start.checked_sub(1)?;
    let same_depth = items.clone().all(|at| reading.document.blocks[at].level == reading.document.blocks[items.start].level);
    if !same_depth || reading.has(&of.unless, lead..=items.end - 1) {
        return None;
    }
    let parts: Option<Vec<(Sort, f64, Place)>> = items.clone().map(|at| only_figure(draft, at)).collect();
    let parts = parts?;
    let sort = parts[0].0;
    if parts.iter().any(|part| part.0 != sort) {
        return None;
    }
    let sum: f64 = parts.iter().map(|part| part.1).sum();
    let values: Vec<String> = parts.iter().map(|part| shown(part.1)).collect();
    let sum_shown = format!("{} = {}", values.join(" + "), shown(sum));
    match sort {
        Sort::Percent => {
            let over = sum > 101.0 + parts.len() as f64 * 0.5 && sum <= ONE_WHOLE;
            over.then(|| report(reading, &parts, format!("{} in 100", shown(sum)), sum_shown, "100%".to_owned(), None))
        }
        Sort::Count => {
            let (whole, place) = total(draft, lead)?;
            let inside = parts.iter().all(|part| part.1 <= whole.quantity.high);
            let label = format!("{} in all", shown(sum));
            let text = reading.text(&place).to_owned();
            (inside && sum > whole.quantity.bounds().1 * 1.02)
                .then(|| report(reading, &parts, label, sum_shown, text, Some(place)))
        }
        _ => None,
    }
}

fn report(
    reading: &Reading<'_>,
    parts: &[(Sort, f64, Place)],
    label: String,
    sum: String,
    whole: String,
    total: Option<Place>,
) -> Hit {
    let place = total.clone().unwrap_or_else(|| parts[0].2.clone());
    let mut hit = Hit::new(reading.span(&place), reading.text(&place));
    hit.label = label;
    hit.notes.push(sum);
    hit.words.push(("whole", whole));
    let others = parts.iter().filter(|part| part.2 != place).take(8);
    hit.related.extend(others.map(|part| Related::here(reading.span(&part.2), "a part")));
    hit
}

/// The one quantity of a list item, no other number beside it.
fn only_figure(draft: &Draft<'_>, block: usize) -> Option<(Sort, f64, Place)> {
    let reading = &draft.reading;
    let [figure] = draft.figures(block) else { return None };
    let line = reading.line(block);
    let value = figure.low.filter(|low| figure.high == Some(*low) && *low >= 0.0 && is_quantity(figure))?;
    Some((figure.sort, value, Place { block, at: line.bytes(figure.tokens.clone()) }))
}

/// The count that a lead-in announces as the whole: the only one of its last sentence, which ends in a colon.
fn total<'a>(draft: &'a Draft<'_>, lead: usize) -> Option<(Stated<'a>, Place)> {
    let reading = &draft.reading;
    if !reading.document.blocks[lead].text.trim_end().ends_with(':') {
        return None;
    }
    let sentences = of_block(draft, lead, 1);
    let last = sentences.last()?;
    let [only] = last.figures.as_slice() else { return None };
    let counts = only.figure.sort == Sort::Count && only.quantity.is_single() && only.quantity.low >= 10.0;
    counts.then(|| (*only, last.place(only.figure.tokens.clone())))
}
