//! A figure needs someone who stands behind it: what the source sheet calls unsourced or vague, a rule reports.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::describe::{Asked, LOOKS, SATISFIES, SPARES, Teller, parts, sorts};
use super::hit::Hit;
use super::kind::{Check, Doubtful};
use crate::draft::Draft;
use crate::finding::{Level, Related};
use crate::prose::figure::Sort;
use crate::reading::{Place, Reading};
use crate::rulings::{Ruling, Stand};
use crate::sourcing::{SheetEntry, Verdict};
use crate::style::{Headline, Within};
use crate::text::{Kind, Role};

/// Which figures a rule asks about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Attribute {
    /// The sorts asked about; magnitudes ("dozens of") and ranks only where a publication adds them: mostly loose talk.
    pub figures: Vec<Sort>,
    /// The verdict reported: `unsourced` or `vague`.
    pub verdict: Verdict,
    /// Where: in the headline and standfirst, or in the body.
    pub r#in: Half,
}

/// A part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// Headline and standfirst.
    Head,
    /// All the rest.
    Body,
}

impl Default for Attribute {
    fn default() -> Self {
        use Sort::{Count, Magnitude, Measure, Money, Multiple, Percent, Points, Ratio};
        let figures = vec![Percent, Points, Money, Count, Ratio, Multiple, Magnitude, Measure];
        Self { figures, verdict: Verdict::Unsourced, r#in: Half::Body }
    }
}

impl Check for Attribute {
    fn names(&self) -> &'static [&'static str] {
        &["where", "source"]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let habits = &teller.style.figures;
        let head = self.r#in == Half::Head;
        let place = if head { "in the headline and standfirst" } else { "in the article" };
        let lacks = match self.verdict {
            Verdict::Vague if !head => "that rest on somebody no reader could ask",
            _ => "that nobody is named for, where two informed people could hold different numbers",
        };
        let near = match habits.within {
            Within::Sentence => "who says it, in the sentence of the figure",
            Within::Paragraph => {
                "who says it, in the sentence of the figure, in its paragraph, or in one that it plainly goes on from"
            }
            Within::Section => "who says it, anywhere under the heading of the figure",
        };
        let body = head && habits.headline == Headline::Body;
        let smallest = (habits.smallest > 0.0).then(|| format!("counts below {}", habits.smallest));
        parts([
            (LOOKS, [teller.all("", sorts(&self.figures)), Some(format!("{place}, {lacks}")), None, None, None]),
            (
                SATISFIES,
                [
                    Some(near.to_owned()),
                    Some("a link, a footnote or a citation in its sentence".to_owned()),
                    Some("quotation marks or a block quotation around it, with a speaker who is named".to_owned()),
                    body.then(|| "the same figure in the article, with its source".to_owned()),
                    teller.point("a name that the publication trusts:", &habits.trusted),
                ],
            ),
            (
                SPARES,
                [
                    smallest,
                    habits.prices.then(|| "prices".to_owned()),
                    habits.first_person.then(|| "what the writer, or the publication, counted or measured".to_owned()),
                    teller.point("the publication’s own counts:", &habits.own),
                    None,
                ],
            ),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let told = if self.r#in == Half::Head { told_in_body(draft) } else { FxHashSet::default() };
        let asked = |entry: &&SheetEntry| self.asks(reading, entry, entry.verdict, &told);
        let (asked, rest): (Vec<&SheetEntry>, Vec<&SheetEntry>) = draft.sheet().iter().partition(asked);
        let questions = asked.chunk_by(|one, other| are_one(reading, one, other)).enumerate();
        let hits = questions
            .flat_map(|(number, figures)| figures.iter().map(move |entry| Hit { question: Some(number), ..hit(reading, entry) }));
        // What a reader silenced is counted.
        let silenced = rest.into_iter().filter(|entry| self.asks(reading, entry, entry.bare(), &told));
        hits.chain(silenced.map(|entry| Hit { level: Some(Level::Off), ..hit(reading, entry) })).collect()
    }

    fn doubts(&self, draft: &Draft<'_>) -> Vec<Doubtful> {
        let reading = &draft.reading;
        let told = if self.r#in == Half::Head { told_in_body(draft) } else { FxHashSet::default() };
        let doubtful = |(number, entry): (usize, &SheetEntry)| {
            let is_told = self.asks(reading, entry, entry.bare(), &told);
            let is_open = || reading.style.figures.is_in_doubt(entry.chance) && self.may_ask(reading, entry);
            (is_told || is_open()).then(|| Doubtful { number, is_told, evidence: evidence(reading, entry) })
        };
        draft.sheet().iter().enumerate().filter_map(doubtful).collect()
    }
}

impl Attribute {
    /// Whether an entry is one that it would ask about, if nobody stood behind it.
    fn may_ask(&self, reading: &Reading<'_>, entry: &SheetEntry) -> bool {
        let part = if is_head(reading, &entry.place) { Half::Head } else { Half::Body };
        part == self.r#in && self.figures.contains(&entry.sort)
    }

    /// Whether an entry is asked about, with this verdict. Where the body says the same figure and is asked about it there, one finding is enough.
    fn asks(&self, reading: &Reading<'_>, entry: &SheetEntry, verdict: Verdict, told: &FxHashSet<Told>) -> bool {
        let head = is_head(reading, &entry.place);
        let is_asked = match head {
            true => matches!(verdict, Verdict::Unsourced | Verdict::Vague),
            false => verdict == self.verdict,
        };
        // "Hundreds of them" is loose talk more often than not.
        let loose = entry.sort == Sort::Magnitude && !is_sure(reading, entry);
        self.may_ask(reading, entry) && is_asked && !loose && !(head && told.contains(&value(entry)))
    }
}

/// Whether two figures are one question: they stand in one sentence or list, and rest on the same words or on none.
fn are_one(reading: &Reading<'_>, one: &SheetEntry, other: &SheetEntry) -> bool {
    let block = |entry: &SheetEntry| &reading.document.blocks[entry.place.block];
    // The rows of a table are known apart; the items of a list are one telling.
    let listed = block(one).kind == Kind::Item && block(one).group != 0 && block(one).group == block(other).group;
    let rests = |entry: &SheetEntry| (entry.verdict == Verdict::Vague).then_some(&entry.source).cloned().flatten();
    (one.sentence == other.sentence || listed) && one.verdict == other.verdict && rests(one) == rests(other)
}

/// Sort and value of a figure, low and high, by their bits.
type Told = (Sort, Option<u64>, Option<u64>);

fn value(entry: &SheetEntry) -> Told {
    (entry.sort, entry.low.map(f64::to_bits), entry.high.map(f64::to_bits))
}

/// The values of the body that are asked about.
fn told_in_body(draft: &Draft<'_>) -> FxHashSet<Told> {
    let body = |entry: &&SheetEntry| draft.reading.document.blocks[entry.place.block].is_body() && entry.low.is_some();
    // What was read as no question in the body is none in the headline.
    let open = |entry: &&SheetEntry| {
        [entry.verdict, entry.bare()].iter().any(|verdict| matches!(verdict, Verdict::Unsourced | Verdict::Vague))
    };
    draft.sheet().iter().filter(body).filter(open).map(value).collect()
}

fn hit(reading: &Reading<'_>, entry: &SheetEntry) -> Hit {
    let mut hit = Hit::new(reading.span(&entry.place), reading.text(&entry.place));
    // What stands in a headline is told as loud as its rule says.
    let is_split = entry.ruled.as_ref().is_some_and(|ruled| ruled.stand == Stand::Split);
    if is_split || !is_sure(reading, entry) && !is_head(reading, &entry.place) {
        hit.level = Some(Level::Note);
    }
    let source = entry.source.as_ref().map(|place| (place, reading.text(place).to_owned()));
    hit.words.push(("where", part_name(reading, &entry.place).to_owned()));
    match (&source, entry.verdict) {
        (Some((place, words)), Verdict::Vague) => {
            hit.label = format!("rests on “{words}”");
            hit.words.push(("source", words.clone()));
            hit.related.push(related(reading, place, "names nobody a reader could ask"));
        }
        (Some((place, _)), _) => {
            hit.label = "no source here".to_owned();
            let note = match is_head(reading, &entry.place) {
                true => "the body credits this figure here",
                false => "named near, and may not speak for this",
            };
            hit.related.push(related(reading, place, note));
        }
        (None, _) => hit.label = "who says so?".to_owned(),
    }
    hit.notes.extend(entry.ruled.iter().flat_map(|ruled| &ruled.by).map(Ruling::told));
    hit.notes.extend(evidence(reading, entry));
    hit.notes.push(tried(entry).to_owned());
    hit
}

/// Whether a figure is told of as loud as the rule says: an editor likely asks, or a reader does.
fn is_sure(reading: &Reading<'_>, entry: &SheetEntry) -> bool {
    entry.ruled.as_ref().is_some_and(|ruled| ruled.stand == Stand::Asked) || entry.chance >= reading.style.figures.sure
}

fn is_head(reading: &Reading<'_>, place: &Place) -> bool {
    matches!(reading.document.blocks[place.block].role, Role::Title | Role::Dek)
}

fn related(reading: &Reading<'_>, place: &Place, note: &str) -> Related {
    Related::here(reading.span(place), note)
}

fn part_name(reading: &Reading<'_>, place: &Place) -> &'static str {
    match reading.document.blocks[place.block].role {
        Role::Title => "headline",
        Role::Dek => "standfirst",
        _ => "text",
    }
}

/// The chance that an editor asks, and what weighed most for and against it.
fn evidence(reading: &Reading<'_>, entry: &SheetEntry) -> Option<String> {
    let side = |asks: bool| {
        let told = entry.because.iter().filter(|(_, weight)| (*weight > 0.0) == asks);
        let told = told.map(|(clue, _)| format!("“{}” ({})", shortened(reading.text(&clue.place)), clue.means()));
        told.collect::<Vec<_>>().join(", ")
    };
    let (asking, against) = (side(true), side(false));
    let chance = format!("an editor would ask with a chance of {:.0} %", entry.chance * 100.0);
    Some(match (asking.is_empty(), against.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("{chance}: because of {asking}"),
        (true, false) => format!("{chance}: in spite of {against}"),
        (false, false) => format!("{chance}: because of {asking}; in spite of {against}"),
    })
}

/// The first words of some.
fn shortened(words: &str) -> String {
    const MOST: usize = 5;
    let first: Vec<&str> = words.split_whitespace().take(MOST + 1).collect();
    if first.len() > MOST { format!("{} …", first[..MOST].join(" ")) } else { words.to_owned() }
}

fn tried(entry: &SheetEntry) -> &'static str {
    match entry.verdict {
        Verdict::Vague => "looked for a named source, link, quotation or lead-in: the nearest is the vague one",
        _ => {
            "looked for a cue, link or quotation in its sentence, a lead-in, a source it goes on with, and the same figure elsewhere"
        }
    }
}
