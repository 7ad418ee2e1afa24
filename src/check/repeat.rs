//! A passage stands twice in one document, or in too many.

pub mod across;
mod copies;
mod delete;
mod part;
mod same;
mod units;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::copies::{LaterCopy, SoughtCopies};
use self::same::SameDocument;
use self::units::{ApprovedWords, Units};
use super::describe::{Asked, LOOKS, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use super::print::{Asks, Printer, WantedPassages};
use crate::draft::Draft;
use crate::finding::{Related, counted};
use crate::prose::Phrases;
use crate::prose::passage;
use crate::style;
use crate::text::{Block, Kind, Role};

/// So many later copies of one passage are no slip of the hand: they are told as one, and none is deleted unasked. Chosen by hand; no
/// measurement of it is kept.
const MANY: usize = 3;
/// So many passages of one draft that stand again, each by itself, are a manner of the piece, or one paste that was worked over: they are
/// told as one. Chosen by hand on published sites; no measurement of it is kept.
const REFRAINS: usize = 5;

/// The options of a rule on repeated passages.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Repeat {
    /// Which passages are looked at.
    of: Of,
    /// What a standing text is known by, beside being one that the publication approved.
    standing: Phrases,
    /// The fewest words that make a passage.
    min_words: usize,
    /// How alike two paragraphs are, from 0 to 1, that count as copies; at 1, only the same words do.
    #[serde(deserialize_with = "style::share")]
    #[schemars(range(min = 0, max = 1))]
    near: f64,
    /// Whether copies in the same words are reported.
    exact: bool,
    /// How alike they are where they differ mostly in figures and names, as two forms do that were filled in.
    #[serde(deserialize_with = "style::share")]
    #[schemars(range(min = 0, max = 1))]
    near_slots: f64,
    /// So many words in a row that two paragraphs share are reported, and not whole paragraphs; 0 for whole ones.
    run: usize,
    /// In how many files a passage must stand to be reported; 0 looks into each file by itself.
    files: usize,
    /// In what share of the files, from 0 to 1, it must stand.
    #[serde(deserialize_with = "style::share")]
    #[schemars(range(min = 0, max = 1))]
    share: f64,
    /// How many days a file may have been published from another that has the same; 0 for any number.
    within: u32,
    /// Patterns of paths by which files are versions or translations of one another, and count as one.
    same_document: SameDocument,
    #[serde(skip)]
    approved: OnceLock<ApprovedWords>,
    /// Those of them that are wanted at each place that asks.
    #[serde(skip)]
    beside: OnceLock<ApprovedWords>,
}

impl Default for Repeat {
    fn default() -> Self {
        Self {
            of: Of::Passage,
            standing: Phrases::default(),
            min_words: 12,
            near: 1.0,
            near_slots: 0.0,
            run: 0,
            exact: true,
            files: 0,
            share: 0.0,
            within: 0,
            same_document: SameDocument::default(),
            approved: OnceLock::new(),
            beside: OnceLock::new(),
        }
    }
}

/// Which passages are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Of {
    /// Standing texts: disclaimers, notes on the author, licences.
    Standing,
    /// All others.
    Passage,
}

impl Check for Repeat {
    fn names(&self) -> &'static [&'static str] {
        &["line", "count", "files"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.standing]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let least = self.min_words;
        let what = match self.of {
            Of::Standing => format!("standing texts of {least} words or more, such as disclaimers and notes on the author,"),
            Of::Passage => format!("passages of {least} words or more, standing texts left out,"),
        };
        let place = match self.files {
            0 => "that stand twice in a draft".to_owned(),
            files if self.within > 0 => {
                format!("that stand in {files} files or more, each published within {} days of another", self.within)
            }
            files => format!("that stand in {files} files or more"),
        };
        let like = match (self.near < 1.0, self.exact) {
            (true, true) => format!("in the same words, or with {:.0}% of them the same", self.near * 100.0),
            (true, false) => format!("not in the same words, and with {:.0}% of them the same or more", self.near * 100.0),
            (false, _) => "in the same words".to_owned(),
        };
        let standing = Some("a standing text is an approved one, or one known by").filter(|_| !self.standing.is_empty());
        let run = (self.run > 0).then(|| format!("{} words in a row that two of them share", self.run));
        let same =
            Some("these are versions of one another, and count as one file").filter(|_| !self.same_document.written.is_empty());
        parts([(
            LOOKS,
            [
                Some(format!("{what} {place}")),
                Some(run.unwrap_or(like)),
                same.and_then(|title| teller.point(title, &self.same_document.written)),
                standing.and_then(|title| teller.point(title, teller.words(&self.standing))),
            ],
        )])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let standing = self.of == Of::Standing;
        // Each piece of a digest has its own licence and its own note on its author.
        let apart = standing && (draft.is_of_others() || draft.is_digest());
        // In an exchange of letters everybody quotes, signs and is introduced again.
        if self.files > 0 || !self.may_hit(draft) || apart || draft.is_exchange() {
            return Vec::new();
        }
        let units = self.units(draft);
        // Two sites that tell one piece of news do it in nearly the same words.
        let near = if draft.is_digest() { 1.0 } else { self.near };
        if self.run > 0 {
            return part::find(&units, self.run, near);
        }
        let sought = SoughtCopies { least: self.min_words, near, near_slots: self.near_slots, standing };
        let copies = copies::find(&units, sought);
        let reported = copies.into_iter().filter(|copy| self.exact || copy.likeness < 1.0);
        // A part of a note is the way in which a work is named; a note by itself may be one that stands twice.
        let reported = reported.filter(|copy| !units.is_in_note(&copy.later) || units.whole_blocks(&copy.later).is_some());
        let reported = reported.filter(|copy| standing || !is_summed_up(&units, copy));
        let reported = reported.filter(|copy| !(standing && self.is_wanted_again(&units, copy)));
        let told = by_first(&units, reported);
        let questions = if standing { vec![None; told.len()] } else { questions(&units, &told) };
        told.iter().zip(questions).map(|(copies, question)| Hit { question, ..hit(&units, copies) }).collect()
    }

    fn compares(&self) -> bool {
        self.files > 0
    }

    fn prints(&self, draft: &Draft<'_>, printer: &mut Printer) -> WantedPassages {
        let reading = &draft.reading;
        if self.files == 0 {
            return WantedPassages::default();
        }
        let units = self.units(draft);
        let is_wanted = |text: &Range<usize>| {
            // What is approved is watched by `drift`.
            let is_approved = || units.approved.has(reading.line(text.start).tokens);
            match self.of {
                Of::Standing => text.len() == 1 && units.is_standing(text.start) && !is_approved(),
                Of::Passage => !text.clone().any(|block| units.is_standing(block)),
            }
        };
        let &Self { files, share, near, near_slots, run, within, .. } = self;
        let asks = Asks { files, share, near, near_slots, run, within };
        let texts = units.texts(self.min_words).into_iter().filter(is_wanted);
        let mut print = |text: Range<usize>| {
            printer.passage(units.said_in(text.clone()), |word| {
                text.for_each(|block| units.each_word(block, |key, fills| word(key, across::packed(key, fills))));
            })
        };
        let passages = texts.map(&mut print).collect();
        WantedPassages { asks, same: self.same_document.number(&reading.document.source.path), passages }
    }
}

impl Repeat {
    /// Whether there may be copies at all.
    fn may_hit(&self, draft: &Draft<'_>) -> bool {
        let reading = &draft.reading;
        let stands = || !reading.style.texts.is_empty() || reading.places(&self.standing).next().is_some();
        let restated = draft.restated();
        (restated.sentences || self.near < 1.0 && restated.shingles) && (self.of == Of::Passage || stands())
    }

    /// Whether a rule wants such a statement beside each place that asks for it, and the copy stands somewhere else than the first.
    fn is_wanted_again(&self, units: &Units<'_>, copy: &LaterCopy) -> bool {
        let (draft, style) = (units.draft, units.reading.style);
        let [later, first] = [&copy.later, &copy.first].map(|side| units.all[side.start].block);
        let of_style = || style.texts.iter().filter(|(id, _)| style.beside.contains(id)).map(|(_, text)| text);
        let is_approved = || {
            let wanted = self.beside.get_or_init(|| ApprovedWords::of(of_style()));
            wanted.has(units.reading.line(later).tokens)
        };
        let is_such = || draft.standing(later).is_some_and(|stated| style.beside.iter().any(|id| id == stated.kind));
        !style.beside.is_empty() && later > first + 1 && (is_approved() || is_such())
    }

    fn units<'a>(&'a self, draft: &'a Draft<'a>) -> Units<'a> {
        let reading = &draft.reading;
        let approved = self.approved.get_or_init(|| ApprovedWords::of(reading.style.texts.values()));
        Units::read(draft, &self.standing, approved)
    }
}

/// The copies by what they are told as: each by itself, but those of one passage that stands over and over, as a formula of the piece
/// or pasted furniture does, together.
fn by_first(units: &Units<'_>, copies: impl Iterator<Item = LaterCopy>) -> Vec<Vec<LaterCopy>> {
    let (mut told, mut places) = (Vec::<Vec<LaterCopy>>::new(), FxHashMap::<u64, Vec<usize>>::default());
    for copy in copies {
        let key = units.all[copy.first.start].key;
        places.entry(key).or_default().push(told.len());
        told.push(vec![copy]);
    }
    for places in places.into_values().filter(|places| places.len() >= MANY) {
        for &place in &places[1..] {
            let mut more = std::mem::take(&mut told[place]);
            told[places[0]].append(&mut more);
        }
    }
    told.retain(|copies| !copies.is_empty());
    told
}

/// Which of the passages are one question: those whose later copies stand in one paragraph, and all where there are too many.
fn questions(units: &Units<'_>, told: &[Vec<LaterCopy>]) -> Vec<Option<usize>> {
    let all = told.len() >= REFRAINS;
    told.iter().map(|copies| Some(if all { 0 } else { units.all[copies[0].later.start].block })).collect()
}

fn hit(units: &Units<'_>, copies: &[LaterCopy]) -> Hit {
    let copy = &copies[0];
    let reading = units.reading;
    let (later, first) = (units.span(&copy.later), units.span(&copy.first));
    let line = reading.document.source.position(first.start()).line;
    let mut hit = Hit::new(later, reading.document.source.slice(later));
    hit.words = vec![("line", line.to_string())];
    let exact = copy.likeness == 1.0;
    match exact {
        true => hit.label = format!("the same words as on line {line}"),
        false => {
            hit.label = format!("nearly the same words as on line {line}");
            hit.notes.push(format!("{:.0}% of the words are the same", (copy.likeness * 100.0).min(99.0).floor()));
            hit.notes.extend(differences(units, copy));
        }
    }
    hit.related.push(Related::here(first, "the first copy"));
    match copies.len() {
        1 => hit.fix = delete::fix(units, copy, exact),
        more => hit.notes.push(format!("it stands {} times in all; only the first two places are marked", more + 1)),
    }
    hit
}

/// Whether a summary at the head of the piece has what a section then begins with: a digest is written so.
fn is_summed_up(units: &Units<'_>, copy: &LaterCopy) -> bool {
    let blocks = &units.reading.document.blocks;
    let is_seen = |block: &&Block| block.role == Role::Body && !block.text.trim().is_empty();
    let (first, later) = (&units.all[copy.first.start], &units.all[copy.later.start]);
    let opens_section = || {
        let before = blocks[..later.block].iter().rev().find(is_seen);
        units.of_block(later.block).start == copy.later.start && before.is_some_and(|before| before.kind == Kind::Heading)
    };
    let opens_piece = || !blocks[..first.block].iter().filter(is_seen).any(|block| block.kind != Kind::Heading);
    // What is all of a paragraph sums up nothing.
    units.whole_blocks(&copy.first).is_none() && opens_section() && opens_piece()
}

/// At most three lines on how the later copy's words differ from the first's.
fn differences(units: &Units<'_>, copy: &LaterCopy) -> Vec<String> {
    const MOST: usize = 3;
    let (first, later) = (units.words(copy.first.start), units.words(copy.later.start));
    let found = passage::differences(&first.keys, &later.keys);
    let line = |(old, new): &(std::ops::Range<usize>, std::ops::Range<usize>)| {
        let (old, new) = (first.text(old.clone()), later.text(new.clone()));
        match (old.is_empty(), new.is_empty()) {
            (false, false) => format!("“{old}” → “{new}”"),
            (false, true) => format!("“{old}” is left out"),
            _ => format!("“{new}” is added"),
        }
    };
    let rest = found.len().saturating_sub(MOST);
    let more = (rest > 0).then(|| format!("and {}", counted(rest, "more difference")));
    found.iter().take(MOST).map(line).chain(more).collect()
}
