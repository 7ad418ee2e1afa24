//! Holds the source sheet against an editor's verdicts: `cargo test --test quality -- --nocapture` prints the table.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};
use serde::Deserialize;

/// The floor of each group of drafts: precision and recall of "an editor would ask who says so", and the share of figures whose
/// exact verdict is right, in percent. Raise them when the sheet gets better; never lower one without saying why.
///
/// Some of these are two or three points lower than they once were: since then the weights are learned from other people's real copy as
/// well, where precision rose from one half to three quarters and more. What is written for a test flatters or slanders; print does not.
const FLOORS: [(&str, Floor); 5] = [
    ("all", Floor { precision: 85, recall: 46, exact: 63 }),
    ("tune", Floor { precision: 90, recall: 49, exact: 65 }),
    ("held", Floor { precision: 76, recall: 42, exact: 60 }),
    ("ordinary", Floor { precision: 79, recall: 44, exact: 64 }),
    ("thin", Floor { precision: 95, recall: 50, exact: 60 }),
];

/// The least that a group of drafts must reach, in percent.
struct Floor {
    precision: u32,
    recall: u32,
    exact: u32,
}

/// A figure with an editor's verdict.
#[derive(Deserialize)]
struct Label {
    draft: String,
    start: usize,
    end: usize,
    text: String,
    verdict: String,
    part: String,
}

/// A figure of the sheet: its bytes on disk and its verdict.
struct Said {
    at: Range<usize>,
    verdict: &'static str,
}

/// How a group of drafts did.
#[derive(Default)]
struct Score {
    figures: u32,
    right_flags: u32,
    false_flags: u32,
    missed: u32,
    exact: u32,
}

impl Score {
    fn precision(&self) -> f64 {
        percent(self.right_flags, self.right_flags + self.false_flags)
    }

    fn recall(&self) -> f64 {
        percent(self.right_flags, self.right_flags + self.missed)
    }

    fn exactness(&self) -> f64 {
        percent(self.exact, self.figures)
    }
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}

fn flagged(verdict: &str) -> bool {
    matches!(verdict, "unsourced" | "vague")
}

fn labels(folder: &Path) -> BTreeMap<String, Vec<Label>> {
    let mut drafts: BTreeMap<String, Vec<Label>> = BTreeMap::new();
    let text = std::fs::read_to_string(folder.join("labels.jsonl")).unwrap();
    for line in text.lines() {
        let label: Label = serde_json::from_str(line).unwrap();
        drafts.entry(label.draft.clone()).or_default().push(label);
    }
    drafts
}

fn sheet(path: PathBuf, policy: &Arc<Policy>) -> Vec<Said> {
    let entry = Entry { path, policy: Arc::clone(policy), format: None };
    let sheet = lint::sheet(&entry, |path| std::fs::read(path)).unwrap().expect("drafts are text");
    let said = |row: &copydesk::sourcing::SheetRow| Said { at: sheet.source.disk(row.span), verdict: row.verdict };
    sheet.rows.iter().map(said).collect()
}

/// Scores one draft; `tell` gets every disagreement.
fn score(labels: &[Label], sheet: &[Said], mut tell: impl FnMut(String)) -> Score {
    let mut score = Score::default();
    let mut labelled = vec![false; sheet.len()];
    for label in labels {
        let hits = sheet.iter().enumerate().filter(|(_, said)| label.start < said.at.end && said.at.start < label.end);
        let hits: Vec<(usize, &str)> = hits.map(|(number, said)| (number, said.verdict)).collect();
        hits.iter().for_each(|&(number, _)| labelled[number] = true);
        if label.verdict == "either" {
            continue;
        }
        let verdicts = || hits.iter().map(|&(_, verdict)| verdict);
        let said = verdicts().find(|verdict| flagged(verdict)).or(verdicts().next()).unwrap_or("none");
        score.figures += 1;
        score.exact += u32::from(said == label.verdict);
        match (flagged(&label.verdict), flagged(said)) {
            (true, true) => score.right_flags += 1,
            (true, false) => score.missed += 1,
            (false, true) => score.false_flags += 1,
            (false, false) => continue,
        }
        if flagged(&label.verdict) != flagged(said) && label.part == "tune" {
            tell(format!("{}:{}: “{}”: editor {}, sheet {said}", label.draft, label.start, label.text, label.verdict));
        }
    }
    // A flag on what nobody labelled is a false alarm.
    score.false_flags +=
        labelled.iter().zip(sheet).filter(|(labelled, said)| !**labelled && flagged(said.verdict)).count() as u32;
    score
}

#[test]
fn the_sheet_agrees_with_the_editor() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    let policy = Publication::builtin("standard", &Choices::default()).unwrap().policy(Path::new("draft.md"));
    // Only where one asks for them, and never of the held-out drafts: those are for judging, not for tuning.
    let misses = std::env::var_os("MISSES").is_some();
    let mut groups: BTreeMap<&str, Score> = FLOORS.iter().map(|(group, _)| (*group, Score::default())).collect();
    for (draft, labels) in labels(&folder) {
        let sheet = sheet(folder.join(&draft), &policy);
        let one = score(&labels, &sheet, |miss| {
            if misses {
                println!("{miss}");
            }
        });
        let manner = if draft.starts_with("thin-") { "thin" } else { "ordinary" };
        for group in ["all", labels[0].part.as_str(), manner] {
            let whole = groups.get_mut(group).unwrap_or_else(|| panic!("{draft}: no floor for `{group}`"));
            whole.figures += one.figures;
            whole.right_flags += one.right_flags;
            whole.false_flags += one.false_flags;
            whole.missed += one.missed;
            whole.exact += one.exact;
        }
    }
    let mut low = Vec::new();
    println!("{:10} {:>7} {:>9} {:>6} {:>5}", "drafts", "figures", "precision", "recall", "exact");
    for (group, floor) in &FLOORS {
        let score = &groups[group];
        let reached = [score.precision(), score.recall(), score.exactness()];
        println!("{group:10} {:7} {:8.1}% {:5.1}% {:4.1}%", score.figures, reached[0], reached[1], reached[2]);
        for ((what, floor), reached) in
            [("precision", floor.precision), ("recall", floor.recall), ("exact verdicts", floor.exact)].into_iter().zip(reached)
        {
            if reached < f64::from(floor) {
                low.push(format!("{group}: {what} {reached:.1}%, floor {floor}%"));
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

/// Labels that point beside their words would score nonsense.
#[test]
fn labels_point_at_their_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    for (draft, labels) in labels(&folder) {
        let text = std::fs::read_to_string(folder.join(&draft)).unwrap();
        for label in labels {
            assert_eq!(text.get(label.start..label.end), Some(label.text.as_str()), "{draft}:{}", label.start);
        }
    }
}
