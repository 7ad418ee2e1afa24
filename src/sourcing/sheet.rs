//! The source sheet: every figure of a document, who stands behind it, and where that is said.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::grounds::Grounds;
use super::scope::{Backing, Scopes};
use super::step::Step;
use super::worth::{Care, Worth};
use crate::prose::attribution::Standing;
use crate::prose::figure::{Excuse, Figure, Sort};
use crate::reading::{Place, Reading};
use crate::style::{Headline, Within};
use crate::text::{Block, Role, Source, Span};

/// What an editor makes of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Somebody a reader can name or open stands behind it.
    Sourced,
    /// Only somebody in particular nowhere: "experts say".
    Vague,
    /// Nobody does.
    Unsourced,
    /// The writer's or publication's own count.
    Own,
    /// Nobody would dispute it: a price, a score, the terms of a deal.
    Record,
    /// No claim.
    None,
}

impl Verdict {
    /// Its name in sheets and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sourced => "sourced",
            Self::Vague => "vague",
            Self::Unsourced => "unsourced",
            Self::Own => "own",
            Self::Record => "record",
            Self::None => "none",
        }
    }
}

/// One line of the sheet.
#[derive(Debug, Clone)]
pub struct SheetEntry {
    /// Where the figure stands.
    pub place: Place,
    /// Its sort.
    pub sort: Sort,
    /// Its value, the lower one of a range.
    pub low: Option<f64>,
    /// The higher one of a range.
    pub high: Option<f64>,
    /// The sentence it stands in.
    pub sentence: Place,
    /// What an editor makes of it.
    pub verdict: Verdict,
    /// How it found its source.
    pub step: Option<Step>,
    /// Why it is no claim.
    pub excuse: Option<Excuse>,
    /// The words that name its source, or the nearest that name nobody.
    pub source: Option<Place>,
    /// What decided between record and claim: feature, and where its words stand in the block.
    pub because: Vec<(&'static str, Range<usize>)>,
}

/// One figure of the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// The figure's bytes in the source's text.
    pub span: Span,
    /// Its sort.
    pub sort: &'static str,
    /// Its value; the lower one of a range.
    pub low: Option<f64>,
    /// The higher one of a range.
    pub high: Option<f64>,
    /// The sentence it stands in.
    pub sentence: Span,
    /// `sourced`, `vague`, `unsourced`, `own`, `record` or `none`.
    pub verdict: &'static str,
    /// How it found its source, or why it is no claim.
    pub step: Option<&'static str>,
    /// The words that name the source.
    pub source: Option<Span>,
    /// The figure in the blocks of its sheet.
    pub place: Place,
    /// Its sentence in those blocks.
    pub around: Place,
    /// The words that name the source in those blocks.
    pub credit: Option<Place>,
    /// The features that decided, each with its words.
    pub because: Vec<(&'static str, String)>,
}

/// A draft with its figures.
#[derive(Debug)]
pub struct SourceSheet {
    /// The draft.
    pub source: Source,
    /// Its text as a reader meets it.
    pub blocks: Vec<Block>,
    /// Its figures, in order.
    pub rows: Vec<SheetRow>,
}

impl SheetEntry {
    /// Whether it stands right behind the words that tell it: "some sources claim 500".
    fn is_told_outright(&self) -> bool {
        let near = |source: &Place| {
            source.block == self.place.block && (source.at.end..source.at.end + TOLD_OUTRIGHT).contains(&self.place.at.start)
        };
        self.source.as_ref().is_some_and(near)
    }

    /// The words that decided between record and claim: feature and words.
    pub fn because_in<'a>(&self, reading: &Reading<'a>) -> impl Iterator<Item = (&'static str, &'a str)> {
        let text = &reading.document.blocks[self.place.block].text;
        self.because.iter().map(|(feature, at)| (*feature, text.get(at.clone()).unwrap_or_default()))
    }

    /// The entry with spans instead of places, for when its document is gone.
    pub fn row(&self, reading: &Reading<'_>) -> SheetRow {
        SheetRow {
            span: reading.span(&self.place),
            sort: self.sort.name(),
            low: self.low,
            high: self.high,
            sentence: reading.span(&self.sentence),
            verdict: self.verdict.name(),
            step: self.step.map(Step::name).or(self.excuse.map(Excuse::name)),
            source: self.source.as_ref().map(|place| reading.span(place)),
            place: self.place.clone(),
            around: self.sentence.clone(),
            credit: self.source.clone(),
            because: self.because_in(reading).map(|(feature, words)| (feature, words.to_owned())).collect(),
        }
    }
}

/// The least value that hardly stands twice in an article by chance. Chosen by hand; no measurement of it is kept.
const TELLING: f64 = 100.0;
/// How many figures of headline and standfirst are looked for in the body.
const HEADS: usize = 64;
/// How many bytes behind "some sources claim" a figure is what they claim. Chosen by hand; no measurement of it is kept.
const TOLD_OUTRIGHT: usize = 24;
/// The least score of a figure told on nobody's word that an editor asks about: a quota or a stake is on record all the same.
const ON_NOBODYS_WORD: f64 = -3.0;

/// The source sheet of a document: every figure with who stands behind it.
pub fn read(found: Grounds<'_>) -> Vec<SheetEntry> {
    let all = || found.figures.iter().enumerate().flat_map(|(block, figures)| figures.iter().map(move |figure| (block, figure)));
    if all().next().is_none() {
        return Vec::new();
    }
    let scopes = Scopes::read(found);
    let backed: Vec<(usize, &Figure, Backing)> =
        all().map(|(block, figure)| (block, figure, backing(found.reading, &scopes, block, figure))).collect();
    let care = Care::of(&backed);
    let mut judge = Verdicts { found, scopes, care, worth: None };
    let mut entries: Vec<SheetEntry> =
        backed.into_iter().map(|(block, figure, backing)| judge.entry(block, figure, backing)).collect();
    elsewhere(found.reading, &mut entries);
    entries
}

/// What stands behind a figure, where anybody has to.
fn backing(reading: &Reading<'_>, scopes: &Scopes<'_>, block: usize, figure: &Figure) -> Backing {
    match figure.excuse {
        Some(excuse) if !excuse.is_record() => Backing::default(),
        _ => scopes.backing(block, figure, &reading.sentence_at(block, figure.tokens.start)),
    }
}

/// Makes the verdict on each figure, once all are known.
struct Verdicts<'a> {
    found: Grounds<'a>,
    scopes: Scopes<'a>,
    care: Care,
    /// Looks at the whole document, and many documents have no figure to be weighed.
    worth: Option<Worth<'a>>,
}

impl Verdicts<'_> {
    fn entry(&mut self, block: usize, figure: &Figure, backing: Backing) -> SheetEntry {
        let reading = self.found.reading;
        let line = reading.line(block);
        let sentence = reading.sentence_at(block, figure.tokens.start);
        let place = |tokens: Range<usize>| Place { block, at: line.bytes(tokens) };
        let asked_price = figure.excuse == Some(Excuse::Price) && !reading.style.figures.prices;
        let mut entry = SheetEntry {
            place: place(figure.tokens.clone()),
            sort: figure.sort,
            low: figure.low,
            high: figure.high,
            sentence: place(sentence.clone()),
            verdict: Verdict::None,
            step: None,
            excuse: figure.excuse.filter(|_| !asked_price),
            source: None,
            because: Vec::new(),
        };
        if entry.excuse.is_some_and(|excuse| !excuse.is_record()) {
            return entry;
        }
        entry.source = backing.source.clone();
        match backing {
            Backing { step: Some(step), .. } => (entry.verdict, entry.step) = (Verdict::Sourced, Some(step)),
            Backing { standing: Some(Standing::Own), .. } => entry.verdict = Verdict::Own,
            _ if entry.excuse.is_some() => (entry.verdict, entry.source) = (Verdict::Record, None),
            Backing { standing, .. } => {
                let beside = self.scopes.tells(block, &sentence);
                let worth = self.worth.get_or_insert_with(|| Worth::of(self.found, self.care));
                let (score, because) = worth.score(block, figure, &sentence, beside);
                entry.because = because;
                entry.verdict = match standing {
                    Some(Standing::Vague | Standing::Hearsay) if score > ON_NOBODYS_WORD || entry.is_told_outright() => {
                        Verdict::Vague
                    }
                    _ if score > 0.0 || asked_price => Verdict::Unsourced,
                    _ => Verdict::Record,
                };
            }
        }
        entry
    }
}

/// Whether a headline's value is this value made rounder: 230 million for 229.6 million. At least two of its digits must stand.
fn rounds(value: f64, head: f64) -> bool {
    let mut step = 10_f64.powf(head.abs().max(1.0).log10().floor());
    let mut digits = 1;
    while digits < 6 && (head / step).fract() != 0.0 {
        (step, digits) = (step / 10.0, digits + 1);
    }
    digits >= 2 && (value / step).round() * step == head
}

/// A figure of headline, standfirst or a later place that the article attributes elsewhere is sourced there.
fn elsewhere(reading: &Reading<'_>, entries: &mut [SheetEntry]) {
    let sourced: Vec<(Sort, f64, f64, Place)> = entries
        .iter()
        .filter(|entry| entry.verdict == Verdict::Sourced)
        .filter_map(|entry| {
            Some((entry.sort, entry.low?, entry.high?, entry.source.clone().unwrap_or_else(|| entry.place.clone())))
        })
        .collect();
    let mut exact: FxHashMap<_, &Place> = FxHashMap::default();
    for (sort, low, high, place) in &sourced {
        exact.entry((*sort, low.to_bits(), high.to_bits())).or_insert(place);
    }
    let open = |entry: &&mut SheetEntry| {
        let head = matches!(reading.document.blocks[entry.place.block].role, Role::Title | Role::Dek);
        let asked = matches!(entry.verdict, Verdict::Unsourced | Verdict::Record) || head && entry.verdict == Verdict::Vague;
        asked && entry.excuse.is_none()
    };
    let mut heads = 0;
    for entry in entries.iter_mut().filter(open) {
        let (Some(low), Some(high)) = (entry.low, entry.high) else { continue };
        let round = low == high && low.abs() < 10.0 && entry.sort == Sort::Count;
        let head = matches!(reading.document.blocks[entry.place.block].role, Role::Title | Role::Dek);
        let same = |other: &&(Sort, f64, f64, Place)| {
            other.0 == entry.sort && (other.1 == low && other.2 == high || head && rounds(other.1, low) && rounds(other.2, high))
        };
        // The value of a headline may be a rounder one. It has few figures, and the body many: no more of them are looked for.
        heads += usize::from(head);
        let found = match head {
            true if heads > HEADS => None,
            true => sourced.iter().find(same).map(|(.., place)| place),
            false => exact.get(&(entry.sort, low.to_bits(), high.to_bits())).copied(),
        };
        if let Some(place) = found.filter(|_| !round) {
            if head && reading.style.figures.headline == Headline::Own {
                // The body's credit proves it a claim, and this publication wants the source up here as well.
                (entry.verdict, entry.source) = (Verdict::Unsourced, Some(place.clone()));
            } else if head
                || (entry.verdict == Verdict::Unsourced || low >= TELLING) && reading.style.figures.within != Within::Sentence
            {
                (entry.verdict, entry.step, entry.source) = (Verdict::Sourced, Some(Step::Elsewhere), Some(place.clone()));
            }
        }
    }
}
