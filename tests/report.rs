//! What people and programs are told, byte for byte.

use std::path::PathBuf;

use copydesk::finding::{Edit, File, Finding, Fix, Level, Related, Report, Skipped};
use copydesk::report::{self, Format, Style};
use copydesk::text::{Format as Markup, Source, Span};

/// The span of the `nth` (from 0) occurrence of `words`.
fn nth(source: &Source, words: &str, nth: usize) -> Span {
    let (at, _) = source.text.match_indices(words).nth(nth).expect("the words stand in the text");
    source.span(at..at + words.len())
}

fn finding(span: Span) -> Finding {
    Finding {
        rule: "attribution/unsourced-figure".into(),
        level: Level::Warning,
        span,
        message: "a figure has no source".into(),
        label: "nobody stands behind this".into(),
        why: String::new(),
        help: None,
        notes: Vec::new(),
        related: Vec::new(),
        fix: None,
        fingerprint: String::new(),
    }
}

fn near(span: Span, note: &str) -> Related {
    Related { path: None, span, note: note.into() }
}

fn draft(text: &str) -> Source {
    Source::new("drafts/a.md", Markup::Markdown, text)
}

fn file(source: Source, findings: Vec<Finding>) -> File {
    File { source, publication: String::new(), kind: None, findings }
}

fn one(source: Source, finding: Finding) -> Report {
    Report { checked: 1, files: vec![file(source, vec![finding])], skipped: Vec::new() }
}

fn told(report: &Report, format: Format) -> String {
    told_as(report, Style { format, ..Style::default() })
}

fn told_as(report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    report::write(report, &style, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// The excerpt of a report with one finding: without the header and the summary.
fn excerpt(source: Source, finding: Finding) -> String {
    let report = one(source, finding);
    let told = told_as(&report, Style { quiet: true, ..Style::default() });
    let lines: Vec<&str> = told.lines().skip(1).map(str::trim_end).collect();
    format!("\n{}\n", lines.join("\n").trim_end())
}

const LONG: &str = "The council met late on Tuesday in the old hall by the river, and after four hours of talk about \
parking it was told that 43% of the stalls stood empty, which surprised nobody who had walked past them in the rain, though \
the mayor said afterwards that the survey of 1,200 traders had been paid for by the harbour company and not by the town.";

#[test]
fn explore() {
    let source = draft(LONG);
    let span = nth(&source, "43%", 0);
    let mut found = finding(span);
    found.related.push(near(nth(&source, "survey of 1,200 traders", 0), "the nearest thing that is not a source"));
    found.why = "A reader cannot check it.".into();
    found.help = Some("Name who counted.".into());
    found.notes.push("looked in the sentence".into());
    println!("{}", excerpt(source, found));
    let source = draft(LONG);
    let found = finding(source.whole());
    println!("{}", excerpt(source, found));
    let source = draft("a\n\tRents rose 5% in the 東京都の中心部 district\nx");
    let mut found = finding(nth(&source, "5%", 0));
    found.related.push(near(nth(&source, "中心", 0), "here"));
    println!("{}", excerpt(source, found));
    let source = draft("👩‍💻 and 👍🏽 ❤️ say cafe\u{301} \u{301} rose 5%");
    let mut found = finding(nth(&source, "5%", 0));
    found.related.push(near(nth(&source, "\u{301}", 1), "mark"));
    found.related.push(near(nth(&source, "❤️", 0), "heart"));
    println!("{}", excerpt(source, found));
    for text in ["", "abc", "abc\n", "abc\r\n"] {
        let source = draft(text);
        let end = text.len();
        let found = finding(source.span(end..end));
        println!("{}", excerpt(source, found));
    }
    let source = draft("one two\nthree\nfour\nfive\nsix seven\n");
    let found = finding(source.span(4..28));
    println!("{}", excerpt(source, found));
    let source = draft("one two\nthree\nfour\nfive\nsix seven\n");
    let found = finding(source.whole());
    println!("{}", excerpt(source, found));
    let source = draft("one two\nthree\n");
    let mut found = finding(source.span(0..10));
    found.related.push(near(nth(&source, "wo", 0), "in"));
    println!("{}", excerpt(source, found));
    let source = draft("red \u{1b}[31m and \u{202e}evil\u{202c} zero\u{200b}width 5%\u{7}\u{9b}");
    let found = finding(nth(&source, "5%", 0));
    println!("{}", excerpt(source, found));
    let jp = "東京都の中心部では".repeat(40) + "5%" + &"東京都の中心部では".repeat(40);
    let source = draft(&jp);
    let found = finding(nth(&source, "5%", 0));
    println!("{}", excerpt(source, found));
}
