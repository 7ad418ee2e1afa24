//! Figures whose source is named only later in the article.

use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::finding::Related;
use crate::reading::{Place, Reading};
use crate::sourcing::{SheetEntry, Step};

/// How many sentences may stand between a figure and its source. Chosen by hand; no measurement of it is kept.
const FAR: usize = 2;

/// Figures of the body that are credited only where they are said again.
pub(super) fn hits(draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let late = |entry: &SheetEntry| {
        let source = entry.source.as_ref().filter(|_| entry.step == Some(Step::Elsewhere))?;
        let body = reading.document.blocks[entry.place.block].is_body();
        let behind = (source.block, source.at.start) > (entry.place.block, entry.place.at.start);
        let between = sentences_between(reading, &entry.place, source);
        (body && behind && between.is_none_or(|count| count > FAR)).then(|| {
            let mut hit = Hit::new(reading.span(&entry.place), reading.text(&entry.place));
            let paragraphs = source.block - entry.place.block;
            hit.label = match between {
                Some(count) => format!("credited {count} sentences later"),
                None if paragraphs == 1 => "credited in the next paragraph".to_owned(),
                None => format!("credited {paragraphs} paragraphs later"),
            };
            hit.words.push(("source", reading.text(source).to_owned()));
            hit.related.push(Related::here(reading.span(source), "the source, when the figure comes again"));
            hit
        })
    };
    draft.sheet().iter().filter_map(late).collect()
}

/// How many sentences further a place stands in the same block.
fn sentences_between(reading: &Reading<'_>, from: &Place, to: &Place) -> Option<usize> {
    if from.block != to.block {
        return None;
    }
    let line = reading.line(from.block);
    let number = |place: &Place| {
        let ends = |sentence: &std::ops::Range<usize>| line.tokens[sentence.end - 1].end as usize <= place.at.start;
        reading.sentences_of(from.block).partition_point(ends)
    };
    Some(number(to).saturating_sub(number(from)))
}
