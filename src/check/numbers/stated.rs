//! The sentences of a draft with the figures that are quantities: what can be compared and reckoned with.

use std::ops::Range;
use std::sync::Mutex;

use rustc_hash::FxHashMap;

use super::quantity::Quantity;
use crate::draft::Draft;
use crate::prose::Line;
use crate::prose::figure::{Excuse, Figure};
use crate::reading::Place;
use crate::text::{Kind, Role};

/// A figure with its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated<'a> {
    /// The figure.
    pub(super) figure: &'a Figure,
    /// What it says.
    pub(super) quantity: Quantity,
}

impl Stated<'_> {
    /// Its first token, the hedge counted.
    pub(super) fn start(&self) -> usize {
        self.figure.hedge.as_ref().map_or(self.figure.tokens.start, |hedge| hedge.start)
    }

    /// One past its last token.
    pub(super) fn end(&self) -> usize {
        self.figure.tokens.end
    }
}

/// A sentence with its quantities.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    /// Number of its block.
    pub(super) block: usize,
    /// The tokens of its block.
    pub(super) line: Line<'a>,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its quantities, in order.
    pub(super) figures: Vec<Stated<'a>>,
}

impl Sentence<'_> {
    /// The place of some of its tokens.
    pub(super) fn place(&self, tokens: Range<usize>) -> Place {
        Place { block: self.block, at: self.line.bytes(tokens) }
    }
}

/// Whether a number is a quantity of its own: a claim, a price, a length of time.
pub(super) fn is_quantity(figure: &Figure) -> bool {
    matches!(figure.excuse, None | Some(Excuse::Price | Excuse::Small | Excuse::Duration))
}

/// What the figures of a block say, by their first tokens.
type Quantities = Mutex<FxHashMap<usize, Option<Quantity>>>;

/// The sentences of a block that hold a quantity, those left out that have fewer than so many figures which may be one. Linear in the
/// block's tokens.
pub(super) fn of_block<'a>(draft: &'a Draft<'_>, block: usize, least: usize) -> Vec<Sentence<'a>> {
    let reading = &draft.reading;
    let (line, figures) = (reading.line(block), draft.figures(block));
    if figures.len() < least.max(1) {
        return Vec::new();
    }
    let kept = reading.is_kept().then(|| reading.kept(block, Quantities::default));
    let quantity = |figure: &Figure| match &kept {
        Some(kept) => *kept.lock().ok()?.entry(figure.tokens.start).or_insert_with(|| Quantity::of(&line, figure)),
        None => Quantity::of(&line, figure),
    };
    let mut rest = figures;
    let mut found = Vec::new();
    for tokens in reading.sentences_of(block) {
        let inside = rest.partition_point(|figure| figure.tokens.start < tokens.end);
        let (here, behind) = rest.split_at(inside);
        rest = behind;
        let stated = |figure: &'a Figure| Some(Stated { figure, quantity: quantity(figure)? });
        let able = || here.iter().filter(|figure| is_quantity(figure));
        let figures: Vec<_> = if able().count() < least { Vec::new() } else { able().filter_map(stated).collect() };
        if !figures.is_empty() {
            found.push(Sentence { block, line, tokens: tokens.clone(), figures });
        }
    }
    found
}

/// The sentences of the article that hold a quantity: headline, standfirst and body, tables left out, and what has fewer than so many
/// figures that may be one.
pub(super) fn sentences<'a>(draft: &'a Draft<'_>, least: usize) -> impl Iterator<Item = Sentence<'a>> {
    let reading = &draft.reading;
    let told = |&block: &usize| {
        let of = &reading.document.blocks[block];
        (of.is_body() || matches!(of.role, Role::Title | Role::Dek)) && of.kind != Kind::Cell
    };
    (0..reading.document.blocks.len()).filter(told).flat_map(move |block| of_block(draft, block, least))
}
