//! The source sheet: every figure of a document, who stands behind it, and where that is said.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::figures::{Value, value};
use super::grounds::Grounds;
use super::ruled::Ruled;
use super::scope::{Backing, Scopes};
use super::step::Step;
use super::verdict::Verdict;
use super::worth::{Backed, Clue, Weighed, Worth};
use crate::prose::attribution::Standing;
use crate::prose::figure::{Excuse, Figure, Sort};
use crate::prose::{Class, Line};
use crate::reading::{Place, Reading};
use crate::style::{Headline, Within};
use crate::text::{Block, Role, Source, Span};

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
    /// The chance that an editor asks who says so; none where no claim is made at all.
    pub chance: f64,
    /// Why nobody would ask, where nobody stands behind it.
    pub reason: Option<&'static str>,
    /// What weighed most, the heaviest first, with its weight: above zero for asking. Of what is not asked about, only where the grounds
    /// are to be explained.
    pub because: Vec<(Clue, f64)>,
    /// What second readers made of it: the verdict is theirs then.
    pub ruled: Option<Box<Ruled>>,
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
    /// The chance that an editor asks who says so.
    pub chance: f64,
    /// What weighed most, the heaviest first, with its weight: above zero for asking. Its words stand in those blocks.
    pub because: Vec<(Clue, f64)>,
    /// What second readers made of it: the verdict is theirs then.
    pub ruled: Option<Box<Ruled>>,
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
    /// Its language, where its figures could not be read in it: “German”.
    pub unread: Option<&'static str>,
}

impl SheetEntry {
    /// What copydesk makes of it by itself, whoever read it.
    pub fn bare(&self) -> Verdict {
        self.ruled.as_ref().map_or(self.verdict, |ruled| ruled.bare)
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
            step: self.step.map(Step::name).or(self.excuse.map(Excuse::name)).or(self.reason),
            source: self.source.as_ref().map(|place| reading.span(place)),
            place: self.place.clone(),
            around: self.sentence.clone(),
            credit: self.source.clone(),
            chance: self.chance,
            because: self.because.clone(),
            ruled: self.ruled.clone(),
        }
    }
}

/// How many figures of headline and standfirst are looked for in the body.
const HEADS: usize = 64;
/// How many bytes behind "some sources claim" a figure is what they claim. Chosen by hand; no measurement of it is kept.
const TOLD_OUTRIGHT: usize = 24;

/// A figure of a document, its block, and what stands behind it.
type Behind<'a> = (usize, &'a Figure, Backing);

/// The source sheet of a document: every figure with who stands behind it.
pub fn read(found: Grounds<'_>) -> Vec<SheetEntry> {
    let Some((mut judge, backed)) = Verdicts::of(found) else { return Vec::new() };
    let mut entries: Vec<SheetEntry> = Vec::with_capacity(backed.len());
    for number in 0..backed.len() {
        let mut entry = judge.entry(backed[number].clone());
        let told = judge.converted(&backed, number).map(|told| &entries[told]);
        if let Some(told) = told.filter(|told| told.excuse.is_none() && entry.excuse.is_none()) {
            let (place, low, high) = (entry.place, entry.low, entry.high);
            entry = SheetEntry { place, low, high, ..told.clone() };
        }
        entries.push(entry);
    }
    entries
}

/// What is seen of every figure of a document, by the names of the weights file; nothing of what claims nothing by its form.
pub fn clues(found: Grounds<'_>) -> Vec<Vec<String>> {
    let Some((mut judge, backed)) = Verdicts::of(found) else { return Vec::new() };
    let mut all: Vec<Vec<String>> = Vec::with_capacity(backed.len());
    for (number, figure) in backed.iter().enumerate() {
        let clues = match judge.converted(&backed, number) {
            Some(told) => all[told].clone(),
            None => judge.clues(figure),
        };
        all.push(clues);
    }
    all
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
    worth: Worth<'a>,
}

impl<'a> Verdicts<'a> {
    /// Looks at the whole document; `None` where it has no figure that could claim anything.
    fn of(found: Grounds<'a>) -> Option<(Self, Vec<Behind<'a>>)> {
        let all =
            || found.figures.iter().enumerate().flat_map(|(block, figures)| figures.iter().map(move |figure| (block, figure)));
        all().next()?;
        let scopes = Scopes::read(found);
        let mut backed: Vec<Behind<'_>> =
            all().map(|(block, figure)| (block, figure, backing(found.reading, &scopes, block, figure))).collect();
        elsewhere(found.reading, &mut backed);
        let worth = Worth::of(found, &scopes, &backed);
        Some((Self { found, scopes, worth }, backed))
    }

    /// The figure that a figure only converts: "$56.5m (£30.4m)" tells one amount.
    fn converted(&self, backed: &[Behind<'_>], number: usize) -> Option<usize> {
        let (block, figure, _) = &backed[number];
        let start = self.worth.converted(*block, figure)?;
        (0..number).rev().find(|&other| backed[other].0 == *block && backed[other].1.tokens.start == start)
    }

    fn clues(&mut self, (block, figure, backing): &Behind<'_>) -> Vec<String> {
        if figure.excuse.is_some_and(|excuse| !excuse.is_record()) {
            return Vec::new();
        }
        let sentence = &self.found.reading.sentence_at(*block, figure.tokens.start);
        self.worth.names(&self.scopes, Backed { block: *block, figure, sentence, backing })
    }

    fn entry(&mut self, (block, figure, backing): Behind<'_>) -> SheetEntry {
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
            chance: 0.0,
            reason: None,
            because: Vec::new(),
            ruled: None,
        };
        if entry.excuse.is_some_and(|excuse| !excuse.is_record()) {
            return entry;
        }
        if entry.excuse.is_some() && backing.step.is_none() && backing.standing != Some(Standing::Own) {
            entry.verdict = Verdict::Record;
            return entry;
        }
        let weighed = self.worth.weigh(&self.scopes, Backed { block, figure, sentence: &sentence, backing: &backing });
        let wanted = self.wanted(block, &sentence, &backing);
        entry.chance = match wanted {
            Some(true) => weighed.chance.max(reading.style.figures.sure),
            Some(false) => 0.0,
            None => weighed.chance.max(rests_on_nobody(reading, &entry.place, &backing)),
        };
        // Where prices want a source, one without is a note: most are posted where anybody can read them.
        if asked_price && backing.step.is_none() && backing.standing.is_none() && is_told(&line, &sentence, figure) {
            entry.chance = entry.chance.max(reading.style.figures.likely);
        }
        entry.settle(&backing, weighed, reading.style.figures.likely);
        if self.found.explained || matches!(entry.verdict, Verdict::Vague | Verdict::Unsourced) {
            entry.because = self.worth.because(Backed { block, figure, sentence: &sentence, backing: &backing });
        }
        entry
    }

    /// Whether the publication says by itself that this is asked about, or is not.
    fn wanted(&self, block: usize, sentence: &Range<usize>, backing: &Backing) -> Option<bool> {
        let reading = self.found.reading;
        let habits = &reading.style.figures;
        let told = &reading.document.blocks[block].text;
        let trusted =
            || told.get(reading.line(block).bytes(sentence.clone())).is_some_and(|told| habits.trusted_in(told).is_some());
        match backing {
            // Of 120 labelled figures whose sentence links to its evidence, an editor asked about one.
            Backing { step: Some(Step::Section | Step::Link), .. } => Some(false),
            Backing { step: Some(_), .. } if !habits.trusted.is_empty() && trusted() => Some(false),
            Backing { standing: Some(Standing::Own), .. } if reading.style.has_own() => Some(false),
            // What the writers said above that they counted or asked.
            Backing { standing: Some(Standing::Own), source: Some(source), .. }
                if source.block != block || source.at.end <= reading.line(block).bytes(sentence.clone()).start =>
            {
                Some(false)
            }
            Backing { step: None, source: Some(source), .. } if is_head(reading, block) && source.block != block => Some(true),
            _ => None,
        }
    }
}

impl SheetEntry {
    /// Gives the verdict: asked about from this chance on.
    fn settle(&mut self, backing: &Backing, weighed: Weighed, likely: f64) {
        let Backing { step, standing, source } = backing.clone();
        self.source = source;
        let nobody = matches!(standing, Some(Standing::Vague | Standing::Hearsay));
        self.verdict = match (step, standing) {
            _ if self.chance >= likely && self.excuse.is_none() => {
                if nobody {
                    Verdict::Vague
                } else {
                    Verdict::Unsourced
                }
            }
            (Some(step), _) => {
                self.step = Some(step);
                Verdict::Sourced
            }
            (None, Some(Standing::Own)) => Verdict::Own,
            _ if self.excuse.is_some() => Verdict::Record,
            _ => {
                self.reason = Some(weighed.reason);
                if weighed.claims_nothing { Verdict::None } else { Verdict::Record }
            }
        };
        if matches!(self.verdict, Verdict::Record | Verdict::None) {
            self.source = None;
        }
    }
}

/// Whether a price is told as one that was paid or asked: none in a case that is put to the reader, and no nothing.
fn is_told(line: &Line<'_>, sentence: &Range<usize>, figure: &Figure) -> bool {
    let put = [Class::Condition, Class::SecondPerson, Class::If];
    figure.low != Some(0.0) && !line.classes(sentence.clone()).any(&put)
}

/// Of 9 figures right behind words that plainly name nobody, and that the weights passed over, an editor asked about 7; of 23 right behind
/// hearsay or behind people whom no list has, about 1.
const PLAINLY: f64 = 7.0 / 9.0;

/// The least chance of a figure right behind words that plainly name nobody, "some sources claim 3,000", else 0.
fn rests_on_nobody(reading: &Reading<'_>, figure: &Place, backing: &Backing) -> f64 {
    let nobody = matches!(backing.standing, Some(Standing::Vague | Standing::Hearsay));
    let right_before = |source: &&Place| {
        source.block == figure.block && (source.at.end..source.at.end + TOLD_OUTRIGHT).contains(&figure.at.start)
    };
    let Some(source) = backing.source.as_ref().filter(|_| nobody).filter(right_before) else { return 0.0 };
    let tokens = reading.line(source.block).tokens;
    let first = tokens.partition_point(|token| (token.start as usize) < source.at.start);
    let plainly = tokens[first..]
        .iter()
        .take_while(|token| token.end as usize <= source.at.end)
        .any(|token| token.has(Class::Vague) && token.reach > 1);
    if plainly { PLAINLY } else { 0.0 }
}

/// Whether a block is headline or standfirst.
fn is_head(reading: &Reading<'_>, block: usize) -> bool {
    matches!(reading.document.blocks[block].role, Role::Title | Role::Dek)
}

/// How far off, as a part of it, a headline's value of one digit may be: 30,000 for 29,800.
const ROUND: f64 = 0.05;

/// Whether a headline's value is this value made rounder: 230 million for 229.6 million, 30,000 for 29,800.
fn rounds(value: f64, head: f64) -> bool {
    let mut step = 10_f64.powf(head.abs().max(1.0).log10().floor());
    let mut digits = 1;
    while digits < 6 && (head / step).fract() != 0.0 {
        (step, digits) = (step / 10.0, digits + 1);
    }
    (value / step).round() * step == head && (digits >= 2 || head >= 10.0 && (value - head).abs() <= ROUND * head)
}

/// A figure's value as a headline may say it: a share as a part of one, whatever the words, “half” and 50 %.
fn as_part(sort: Sort, value: f64) -> Option<f64> {
    match sort {
        Sort::Percent => Some(value / 100.0),
        Sort::Ratio => Some(value),
        _ => None,
    }
}

/// A figure of headline, standfirst or a later place that the article attributes elsewhere is sourced there.
fn elsewhere(reading: &Reading<'_>, backed: &mut [Behind<'_>]) {
    let place = |block: usize, figure: &Figure| Place { block, at: reading.line(block).bytes(figure.tokens.clone()) };
    let sourced: Vec<(Sort, f64, f64, Place)> = backed
        .iter()
        .filter(|(.., backing)| backing.step.is_some())
        .filter_map(|(block, figure, backing)| {
            Some((figure.sort, figure.low?, figure.high?, backing.source.clone().unwrap_or_else(|| place(*block, figure))))
        })
        .collect();
    let mut exact: FxHashMap<Value, &Place> = FxHashMap::default();
    for (sort, low, high, place) in &sourced {
        exact.entry(value(*sort, Some(*low), Some(*high))).or_insert(place);
    }
    let mut heads = 0;
    for (block, figure, backing) in backed.iter_mut() {
        let head = is_head(reading, *block);
        let nobody = backing.standing.is_some_and(|standing| !head || standing == Standing::Own);
        let (Some(low), Some(high)) = (figure.low, figure.high) else { continue };
        let round = low == high && low.abs() < 10.0 && figure.sort == Sort::Count;
        if backing.step.is_some() || nobody || figure.excuse.is_some() || round {
            continue;
        }
        let same = |other: &&(Sort, f64, f64, Place)| {
            let rounder = rounds(other.1, low) && rounds(other.2, high);
            // "As many as 102,000 birds", where the article has between 65,000 and 102,000.
            let end = low == high && (other.1 == low || other.2 == low);
            let part = || {
                let parts = as_part(figure.sort, low).zip(as_part(other.0, other.1));
                low == high && other.1 == other.2 && parts.is_some_and(|(part, told)| (part - told).abs() <= ROUND * part)
            };
            other.0 == figure.sort && (other.1 == low && other.2 == high || head && (rounder || end)) || head && part()
        };
        // The value of a headline may be a rounder one. It has few figures, and the body many: no more of them are looked for.
        heads += usize::from(head);
        let found = match head {
            true if heads > HEADS => None,
            true => sourced.iter().find(same).map(|(.., place)| place),
            false => exact.get(&value(figure.sort, Some(low), Some(high))).copied(),
        };
        let habits = &reading.style.figures;
        if let Some(place) = found.filter(|_| head || habits.within != Within::Sentence) {
            // The body's credit proves it a claim; a publication may want the source up here as well.
            let step = (!head || habits.headline != Headline::Own).then_some(Step::Elsewhere);
            *backing = Backing { step, standing: None, source: Some(place.clone()) };
        }
    }
}
