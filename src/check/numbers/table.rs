//! Tables of figures that say nowhere where the figures are from.

use std::ops::Range;

use super::options::Numbers;
use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::prose::attribution::Standing;
use crate::prose::figure::Sort;
use crate::prose::{Class, Shape};
use crate::reading::Reading;
use crate::text::{Kind, LinkSort};

/// From how many cells with figures on a table is one of figures. Chosen by hand; no measurement of it is kept.
const LEAST: usize = 3;

/// Tables with figures and without a source beside them.
pub(super) fn hits(of: &Numbers, draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let unsourced = |cells: Range<usize>| {
        let numeric: Vec<usize> = cells.clone().filter(|&cell| is_figure(draft, cell)).collect();
        if numeric.len() < LEAST || reading.has(&of.unless, cells.start..=cells.end - 1) || is_sourced(of, reading, &cells) {
            return None;
        }
        let span = reading.document.blocks[numeric[0]].whole();
        let mut hit = Hit::new(span, reading.document.source.slice(span));
        hit.label = format!("one of {} figures of this table", numeric.len());
        hit.words.push(("count", numeric.len().to_string()));
        hit.notes.push(
            "looked for a source line, caption, link or named source in the table and in the paragraphs beside it".to_owned(),
        );
        Some(hit)
    };
    tables(reading).into_iter().filter_map(unsourced).collect()
}

/// The tables of the article: runs of cells that share a group.
fn tables(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let blocks = &reading.document.blocks;
    let cell = |at: usize| blocks[at].kind == Kind::Cell && blocks[at].is_body();
    let mut found = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let mut end = at + 1;
        while cell(at) && end < blocks.len() && cell(end) && blocks[end].group == blocks[at].group {
            end += 1;
        }
        if cell(at) {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// Whether a cell below the header is a figure that somebody counted: no price, date or code, and little beside it.
fn is_figure(draft: &Draft<'_>, cell: usize) -> bool {
    let reading = &draft.reading;
    let line = reading.line(cell);
    let [figure] = draft.figures(cell) else { return false };
    let words = line.tokens.iter().filter(|token| token.is_word()).count();
    let whole = figure.tokens.len() + 2 >= line.tokens.len() || words <= 2;
    let known = figure.excuse.is_none() || matches!(figure.excuse, Some(crate::prose::figure::Excuse::Small));
    reading.document.blocks[cell].level > 0
        && !is_number_of_row(reading, cell)
        && known
        && whole
        && figure.sort != Sort::Money
        && figure.sort != Sort::Rank
}

/// Whether a cell counts the rows: it is the first of its row, and says which one it is.
fn is_number_of_row(reading: &Reading<'_>, cell: usize) -> bool {
    let blocks = &reading.document.blocks;
    let row = blocks[cell].level;
    let first =
        cell.checked_sub(1).is_none_or(|before| blocks[before].group != blocks[cell].group || blocks[before].level != row);
    first && blocks[cell].text.trim().trim_end_matches('.') == row.to_string()
}

/// Whether the table or what stands beside it names a source.
fn is_sourced(of: &Numbers, reading: &Reading<'_>, cells: &Range<usize>) -> bool {
    let blocks = &reading.document.blocks;
    let beside = cells.start.saturating_sub(2)..(cells.end + 2).min(blocks.len());
    let linked = |block: usize| blocks[block].links.iter().any(|link| link.sort != LinkSort::Image);
    let captioned = |block: usize| !cells.contains(&block) && blocks[block].kind == Kind::Caption;
    beside.clone().any(|block| {
        linked(block) || captioned(block) || labelled(reading, block) || !cells.contains(&block) && names(reading, block)
    }) || reading.has(&of.words, beside.start..=beside.end - 1)
}

/// Whether a block says "Source: …".
fn labelled(reading: &Reading<'_>, block: usize) -> bool {
    let line = reading.line(block);
    (0..line.tokens.len()).any(|at| {
        line.has(at, Class::SourceLine) && line.tokens.get(at + 1).is_some_and(|next| matches!(next.shape, Shape::Mark(':')))
    })
}

/// Whether a block names somebody who says something.
fn names(reading: &Reading<'_>, block: usize) -> bool {
    let line = reading.line(block);
    let mut found = reading.sentences_of(block).iter().flat_map(|sentence| reading.grammar.attributions(&line, sentence.clone()));
    found.any(|found| matches!(found.standing, Standing::Named | Standing::Own | Standing::Continued))
}
