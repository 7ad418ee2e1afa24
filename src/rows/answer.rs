//! What is answered to a row: findings, prints, or why there are none.

use std::path::Path;

use super::row::DraftRow;
use crate::check::{Prints, WantedPassages, across};
use crate::finding::File;
use crate::format;
use crate::lint::{self, Entry, Outcome};
use crate::policy::Policy;
use crate::report::preface::Preface;
use crate::report::stream::{Bytes, JudgedRow, PassageRow, RowOutcome, RulePrints};
use crate::text::{Format, Source};

/// What is wanted of a row.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// What is wrong in it.
    pub findings: bool,
    /// What of it can be compared with other rows.
    pub prints: bool,
}

/// Answers a row by itself; `entry` has the row's path and format, and what it is judged by.
pub fn answer(row: &DraftRow, entry: &Entry, wanted: Wanted) -> RowOutcome {
    let (outcome, prints) = match wanted.findings {
        true => match lint::alone(entry, row.bytes()) {
            (Outcome::Judged(file) | Outcome::Shown(file), prints) => (Ok(Some(file)), prints),
            (Outcome::Skipped(skipped), _) => (Err(skipped), Prints::default()),
        },
        false => match lint::filing(entry, row.bytes()) {
            Ok(filing) => (Ok(None), filing.prints),
            Err(skipped) => (Err(skipped), Prints::default()),
        },
    };
    let file = match outcome {
        Ok(file) => file,
        Err(skipped) => return RowOutcome::Skipped(skipped.reason),
    };
    let prints = wanted.prints.then(|| prints.wanted.iter().map(|of| rule_prints(row, &entry.policy, &prints, of)).collect());
    RowOutcome::Judged(Box::new(JudgedRow { policy: entry.policy.key, preface: preface(row, file.as_ref()), file, prints }))
}

/// The front matter before the text, with its fields where a finding may stand in one.
pub(super) fn preface(row: &DraftRow, file: Option<&File>) -> Preface {
    let (bytes, lines) = (row.front.len(), row.front.matches('\n').count());
    let is_before = file.is_some_and(|file| file.findings.iter().any(|finding| finding.span.start() < bytes));
    if !is_before {
        return Preface { bytes, lines, fields: Vec::new() };
    }
    let front = format::read(Source::new(Path::new("front.md"), Format::Markdown, row.front.as_str())).front;
    let places = |field: crate::text::Field| [(field.span.range(), field.key.clone()), (field.key_span.range(), field.key)];
    Preface { bytes, lines, fields: front.into_iter().flat_map(places).collect() }
}

fn rule_prints(row: &DraftRow, policy: &Policy, prints: &Prints, (number, wanted): &(usize, WantedPassages)) -> RulePrints {
    let (asks, mark) = (wanted.asks, row.mark());
    let passage = |&number: &u32| {
        let number = number as usize;
        let words = if asks.near < 1.0 { prints.words_of(number) } else { &[] };
        let print = &prints.passages[number];
        let place = |at: usize| Some(at.checked_sub(row.front.len())? + mark);
        Some(PassageRow {
            key: format!("{:016x}", print.key),
            span: Bytes { start: place(print.span.start())?, end: place(print.span.end())? },
            count: print.words,
            words: words.iter().flat_map(|word| [12, 8, 4, 0].map(|shift| digit(word >> shift))).collect(),
            shingles: across::shingles(words).into_iter().map(|shingle| format!("{shingle:08x}")).collect(),
        })
    };
    RulePrints {
        rule: policy.rules[*number].id.clone(),
        publication: policy.publication().to_owned(),
        files: asks.files,
        share: asks.share,
        near: asks.near,
        near_slots: asks.near_slots,
        run: asks.run,
        within: Some(asks.within).filter(|&within| within > 0),
        date: Some(prints.date).filter(|&date| date > 0),
        same: Some(wanted.same).filter(|&same| same > 0).map(|same| format!("{same:016x}")),
        passages: wanted.passages.iter().filter_map(passage).collect(),
    }
}

/// The last digit of a number of base 16.
fn digit(number: u16) -> char {
    char::from_digit(u32::from(number & 15), 16).unwrap_or_default()
}
