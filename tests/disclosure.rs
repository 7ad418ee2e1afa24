//! The disclosure rules: their lists read, and the paragraphs they take for disclaimers.

use std::fmt::Write as _;

use copydesk::prose::{Lexicon, Lists};
use copydesk::reading::wording::standing;
use copydesk::reading::{House, Reading};
use copydesk::text::{Format, Source};
use serde::Deserialize;

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    is_disclaimer: bool,
}

/// Precision and recall of `standing` over a file of labelled paragraphs, and what it gets wrong.
fn measure(file: &str) -> (f64, f64, String) {
    let lexicon = Lexicon::new(&Lists::shipped(), []);
    let house = House::default();
    let (mut right, mut false_alarms, mut missed, mut wrong) = (0.0, 0.0, 0.0, String::new());
    for line in file.lines().filter(|line| !line.trim().is_empty()) {
        let Paragraph { text, is_disclaimer } = serde_json::from_str(line).expect("a labelled paragraph");
        let document = copydesk::format::read(Source::new("draft.md", Format::Markdown, text.clone()));
        let reading = Reading::new(&document, &lexicon, &house);
        let found = (0..document.blocks.len()).find_map(|block| standing(&reading, block));
        match (is_disclaimer, found) {
            (true, Some(_)) => right += 1.0,
            (true, None) => missed += 1.0,
            (false, Some(_)) => false_alarms += 1.0,
            (false, None) => {}
        }
        if is_disclaimer != found.is_some() {
            let _ = writeln!(wrong, "{}: {text}", found.unwrap_or("missed"));
        }
    }
    (right / (right + false_alarms), right / (right + missed), wrong)
}

#[test]
fn disclaimers_are_told_from_their_traps() {
    let (precision, recall, wrong) = measure(include_str!("disclaimers/paragraphs.jsonl"));
    assert!(precision >= 0.95 && recall >= 0.95, "precision {precision:.3}, recall {recall:.3}\n{wrong}");
}

/// The same over another file: `PARAGRAPHS=file cargo test --test disclosure elsewhere -- --ignored --nocapture`.
#[test]
#[ignore = "needs a file of labelled paragraphs in PARAGRAPHS"]
fn disclaimers_elsewhere() {
    let path = std::env::var_os("PARAGRAPHS").expect("PARAGRAPHS names a file");
    let (precision, recall, wrong) = measure(&std::fs::read_to_string(path).expect("a readable file"));
    println!("precision {precision:.3}, recall {recall:.3}\n{wrong}");
}
