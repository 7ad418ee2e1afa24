//! Figures that do not fit each other: what is said to be wrong, with which evidence, and that nobody's number is edited.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::slice::from_ref;
use std::time::{Duration, Instant};

use copydesk::config::Publication;
use copydesk::finding::{File, Finding};
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;

const AGREEMENT: &str = "numbers/disagreeing-figure";
const ARITHMETIC: &str = "numbers/wrong-arithmetic";
const POINTS: &str = "numbers/percent-or-points";
const POLL: &str = "numbers/incomplete-poll";

/// What one rule finds in a text, the rule's options as a publication writes them.
fn judged(rule: &str, options: &str, text: &str) -> File {
    let choices = Choices { only: vec![rule.to_owned()], ..Choices::default() };
    let (publication, mistakes) = Publication::read(Path::new("copydesk.toml"), options, None, &[], &choices);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let entry = Entry { path: "draft.md".into(), policy: publication.unwrap().policy(Path::new("draft.md")), format: None };
    let mut report = run(from_ref(&entry), |_| Ok(text.as_bytes().to_vec()), || ());
    report.files.remove(0)
}

fn only(file: &File) -> &Finding {
    assert_eq!(file.findings.len(), 1, "{:#?}", file.findings);
    &file.findings[0]
}

fn words(rule: &str, text: &str) -> Vec<String> {
    let file = judged(rule, "", text);
    file.findings.iter().map(|finding| file.source.slice(finding.span).to_owned()).collect()
}

const HERONS: &str = "\
---
title: Herons are back on the weir
description: Between the weir and the mill 900 to 1,200 herons now stand along the coast road every spring
---
The bird club estimated on Monday that 800 to 1,100 herons stand along the coast road every spring.
";

#[test]
fn two_ranges_for_one_thing() {
    let file = judged(AGREEMENT, "", HERONS);
    let finding = only(&file);
    assert_eq!(finding.message, "The standfirst says “900 to 1,200”, the text “800 to 1,100”");
    assert_eq!(file.source.slice(finding.span), "900 to 1,200");
    assert_eq!(file.source.slice(finding.related[0].span), "800 to 1,100");
    assert!(finding.notes[0].contains("“coast”"), "{:?}", finding.notes);
    assert!(finding.fix.is_none());
    assert!(words(AGREEMENT, &HERONS.replace("900 to 1,200", "800 to 1,100")).is_empty());
    assert!(words(AGREEMENT, &HERONS.replace("900 to 1,200", "about 1,000")).is_empty());
}

#[test]
fn an_article_that_knows_the_value_is_left_alone() {
    let known = format!("{HERONS}\nLast year there were 900 to 1,200 herons.\n");
    assert!(words(AGREEMENT, &known).is_empty());
}

#[test]
fn the_sum_is_shown() {
    let file = judged(ARITHMETIC, "", "The number of ferries rose from 40 to 50, a 20% rise.");
    let finding = only(&file);
    assert_eq!(finding.label, "25% by these values");
    assert_eq!(finding.notes, ["50 − 40 = 10; 10 ÷ 40 = 25%", "20% is the same difference as a share of the second value"]);
    let related: Vec<_> = finding.related.iter().map(|related| file.source.slice(related.span)).collect();
    assert_eq!(related, ["40", "50"]);
    assert!(finding.fix.is_none());
}

#[test]
fn sums_that_do_not_come_out() {
    for (text, wrong) in [
        ("Exports fell from $80 million to $60 million, a drop of 33%.", "33%"),
        ("Exports fell from $8.2 billion to $6.1 billion in 2016, a 40% drop.", "40%"),
        ("Passengers rose 50% from 1,200 to 1,500.", "50%"),
        ("Revenue came to 60 million crowns, up 50% from 50 million crowns.", "50%"),
        ("Deaths went from 120 to 90 (down 33%).", "33%"),
        ("Only 12 of the 80 wells (25%) hold water.", "25%"),
        ("Only 12 of 80 wells, or 25%, hold water.", "25%"),
        ("The share rose from 12% to 18%, an increase of 9 percentage points.", "9 percentage points"),
    ] {
        assert_eq!(words(ARITHMETIC, text), [wrong], "{text}");
    }
}

#[test]
fn sums_that_come_out_or_are_none() {
    for text in [
        "Exports fell from $80 million to $60 million, a drop of 25%.",
        "Exports fell from $8.2 billion in 2014 to $6.1 billion in 2016, a 26% drop.",
        "Passengers rose by about a quarter, from 1,200 to 1,500, while fares rose 4%.",
        "Passengers rose 25% from 1,200 to 1,500.",
        "Passengers rose from 3 million to 4 million, up 22%.",
        "The fleet grew from 40 to 50 boats, and 60% of the crews are new.",
        "The fleet grew from 40 to 50 boats, more than 12% a year.",
        "The tax goes from 19% to 21%, and rents go up 4%.",
        "From 2014 to 2016 the fleet grew, a 12% rise.",
        "Open from 9 to 17, 20% off on Mondays.",
        "Children from 4 to 12, 50% discount.",
        "Only 12 of the 80 wells (15%) hold water.",
        "Of the 80 wells 12 (15%) hold water and 20 (25%) are dry.",
        "Two of three (67%) agree.",
        "Turnout fell from 62% to 55%, a 7% drop.",
    ] {
        assert!(words(ARITHMETIC, text).is_empty(), "{text}: {:?}", words(ARITHMETIC, text));
    }
}

#[test]
fn points_and_percent() {
    let file = judged(POINTS, "", "Turnout fell from 62% to 55%, a 7% drop.");
    assert_eq!(only(&file).notes, ["62 − 55 = 7 percentage points; as a change of the first it is 11.3%"]);
    assert!(only(&file).help.as_ref().unwrap().contains("7 percentage points"));
    assert!(words(POINTS, "The share doubled from 2% to 4%, a 100% rise.").is_empty());
}

#[test]
fn a_publication_says_what_a_poll_must_tell() {
    let text = "In a new poll by Nordic Research 48% of voters back the bridge. It asked 1,204 voters between 3 and 9 May.";
    assert!(judged(POLL, "", text).findings.is_empty());
    let options = "[rules.\"numbers/incomplete-poll\"]\nlevel = \"warning\"\nneeds = [\"size\", \"margin\"]\n";
    let file = judged(POLL, options, text);
    assert!(only(&file).message.ends_with("does not say the margin of error"), "{}", only(&file).message);
}

/// Ten times the text takes some ten times as long, in every shape that repeats.
#[test]
fn long_drafts_take_no_longer_than_they_are() {
    let shapes: [fn(&mut String, usize); 4] = [
        |text, n| write!(text, "The fleet rose from {n} to {} boats, a 20% rise. ", n + 7).unwrap(),
        |text, n| write!(text, "{n} boats of the coast fleet and ").unwrap(),
        |text, n| writeln!(text, "- North basin {n}: {n} boats").unwrap(),
        |text, n| write!(text, "In a new poll 48% lead, ahead of 46%, margin of error 3 points, {n} boats. ").unwrap(),
    ];
    let rules = ["numbers/*".to_owned()];
    for shape in shapes {
        let mut text = String::from("---\ndescription: ");
        (0..300).for_each(|n| write!(text, "{n} boats of the coast fleet, ").unwrap());
        text.push_str("\n---\n");
        (1000..2500).for_each(|n| shape(&mut text, n));
        let start = Instant::now();
        judged(&rules[0], "", &text);
        assert!(start.elapsed() < Duration::from_secs(60), "{} bytes: {:?}", text.len(), start.elapsed());
    }
}
