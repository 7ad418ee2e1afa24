//! What people and programs are told, byte for byte.

#![allow(clippy::expect_used, reason = "a test's own helpers may fail the test")]

#[path = "formats/made.rs"]
mod made;

use std::io;

use copydesk::finding::{Edit, Finding, Fix, Level, Related, Report, Skipped};
use copydesk::report::{self, ReportFormat, Style};
use copydesk::text::{Format, Source, Span};
use made::{file, finding, near, nth, told, told_as};

fn draft(text: &str) -> Source {
    Source::new("drafts/a.md", Format::Markdown, text)
}

fn one(source: Source, finding: Finding) -> Report {
    Report { checked: 1, files: vec![file(source, vec![finding])], skipped: Vec::new(), ..Report::default() }
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
fn two_labels_far_apart_in_one_paragraph_are_both_seen_and_the_paragraph_is_not() {
    let source = draft(LONG);
    let mut found = finding(nth(&source, "43%", 0));
    found.related.push(near(nth(&source, "survey of 1,200 traders", 0), "near, but no source"));
    found.notes.push("looked in the sentence".into());
    found.why = "A reader cannot check it.".into();
    found.help = Some("Name who counted.".into());
    found.fix = Some(Fix { title: "link the survey".into(), edits: Vec::new(), safe: false });
    assert_eq!(
        excerpt(source, found),
        "
  ┌─ drafts/a.md:1:123
  │
1 │ …of talk about parking it was told that 43% of the stalls stood empty, which…
  │                                         ^^^ nobody stands behind this
  ·
1 │ …the mayor said afterwards that the survey of 1,200 traders had been paid for by the harbour…
  │                                     ----------------------- near, but no source
  │
  = looked in the sentence
  = why: A reader cannot check it.
  = help: Name who counted.
  = suggestion (not applied by --fix): link the survey
"
    );
}

#[test]
fn near_labels_share_an_excerpt() {
    let source = draft(LONG);
    let mut found = finding(nth(&source, "43%", 0));
    found.related.push(near(nth(&source, "parking", 0), "the talk"));
    assert_eq!(
        excerpt(source, found),
        "
  ┌─ drafts/a.md:1:123
  │
1 │ …and after four hours of talk about parking it was told that 43% of the stalls stood empty, which…
  │                                     -------                  ^^^ nobody stands behind this
  │                                     │
  │                                     the talk
"
    );
}

#[test]
fn a_label_as_long_as_its_paragraph_is_shown_by_its_ends() {
    let source = draft(LONG);
    let found = finding(source.whole());
    assert_eq!(
        excerpt(source, found),
        "
  ┌─ drafts/a.md:1:1
  │
1 │ The council met late on Tuesday in the … the harbour company and not by the town.
  │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nobody stands behind this
"
    );
}

#[test]
fn excerpts_and_notes_fit_the_terminal() {
    let source = draft(LONG);
    let whole = source.whole();
    let mut near_by = finding(nth(&source, "43%", 0));
    near_by.related.push(near(nth(&source, "parking", 0), ""));
    near_by.related.push(near(nth(&source, "rain", 0), ""));
    near_by.help = Some("Name who counted, and where a reader finds the count, and when it was made.".into());
    near_by.label.clear();
    for found in [near_by, Finding { label: String::new(), ..finding(whole) }] {
        for width in 40..160 {
            let style = Style { quiet: true, width: Some(width), ..Style::default() };
            let told = told_as(&one(draft(LONG), found.clone()), style);
            for line in told.lines().skip(1) {
                assert!(line.trim_end().chars().count() <= width, "{width}: {line}");
            }
        }
    }
    let narrow = told_as(&one(draft(LONG), finding(nth(&source, "43%", 0))), Style { width: Some(44), ..Style::default() });
    assert!(narrow.contains("│ …it was told that 43% of the stalls…\n  │                   ^^^ nobody"), "{narrow}");
}

#[test]
fn carets_stand_under_wide_and_joined_characters() {
    let source = draft("a\n\tRents rose 5% in the 東京都の中心部 district\nx");
    let mut found = finding(nth(&source, "5%", 0));
    found.related.push(near(nth(&source, "中心", 0), "here"));
    assert_eq!(
        excerpt(source, found),
        "
  ┌─ drafts/a.md:2:13
  │
2 │     Rents rose 5% in the 東京都の中心部 district
  │                ^^                ---- here
  │                │
  │                nobody stands behind this
"
    );
    let source = draft("👩‍💻 and 👍🏽 ❤️ say cafe\u{301} rose 5%");
    let mut found = finding(nth(&source, "5%", 0));
    found.related.push(near(nth(&source, "\u{301}", 0), "accent"));
    found.related.push(near(nth(&source, "❤️", 0), "heart"));
    assert_eq!(
        excerpt(source, found),
        "
  ┌─ drafts/a.md:1:30
  │
1 │ 👩💻 and 👍 ❤ say cafe\u{301} rose 5%
  │             -        -      ^^ nobody stands behind this
  │             │        │
  │             │        accent
  │             heart
"
    );
}

#[test]
fn wide_text_without_spaces_is_cut_by_its_columns() {
    let text = "東京都の中心部では".repeat(40) + "5%" + &"東京都の中心部では".repeat(40);
    let source = draft(&text);
    let found = finding(nth(&source, "5%", 0));
    assert_eq!(
        excerpt(source, found),
        "
  ┌─ drafts/a.md:1:361
  │
1 │ …では東京都の中心部では東京都の中心部では5%東京都の中心部では東京都の中心部では東京…
  │                                          ^^ nobody stands behind this
"
    );
}

#[test]
fn empty_files_and_ends_of_files_are_shown() {
    for (text, shown) in [
        ("", "  ┌─ drafts/a.md:1:1\n  │\n1 │\n  │ ^ nobody"),
        ("abc", "  ┌─ drafts/a.md:1:4\n  │\n1 │ abc\n  │    ^ nobody"),
        ("abc\r\n", "  ┌─ drafts/a.md:2:1\n  │\n2 │\n  │ ^ nobody"),
    ] {
        let source = draft(text);
        let found = finding(source.span(text.len()..text.len()));
        let excerpt = excerpt(source, found);
        assert!(excerpt.contains(shown), "{text:?}: {excerpt}");
    }
}

#[test]
fn a_label_over_many_lines_shows_its_first_and_last() {
    let text: String = (1..=300).map(|line| format!("Line {line} of a pasted block.\r\n")).collect();
    let source = draft(&text);
    let found = finding(source.span(7..text.len()));
    assert_eq!(
        excerpt(source, found),
        "
    ┌─ drafts/a.md:1:8
    │
  1 │   Line 1 of a pasted block.
    │ ╭────────^
    · │
300 │ │ Line 300 of a pasted block.
    │ ╰───────────────────────────^ nobody stands behind this
"
    );
}

#[test]
fn places_in_other_files_are_shown_with_their_own_lines() {
    let first = draft("The same words stand here.\n");
    let second = Source::new("drafts/b.md", Format::Markdown, "Title\n\nThe same words stand here.\n");
    let mut found = finding(nth(&first, "same words", 0));
    found.related.push(Related {
        path: Some("drafts/b.md".into()),
        span: nth(&second, "same words", 0),
        note: "and here".into(),
    });
    found.related.push(Related { path: Some("gone.md".into()), span: Span::default(), note: "and there".into() });
    let report = Report {
        checked: 2,
        files: vec![file(first, vec![found]), file(second, Vec::new())],
        skipped: Vec::new(),
        ..Report::default()
    };
    assert_eq!(
        told(&report, ReportFormat::Human),
        "warning[attribution/unsourced-figure]: a figure has no source
  ┌─ drafts/a.md:1:5
  │
1 │ The same words stand here.
  │     ^^^^^^^^^^ nobody stands behind this
  │
  ┌─ drafts/b.md:3:5
  │
3 │ The same words stand here.
  │     ---------- and here
  │
  = gone.md: and there

1 warning in 1 file; 2 files checked
"
    );
}

#[test]
fn nothing_that_a_terminal_obeys_or_hides_is_printed() {
    let bad = "red \u{1b}[31m \u{202e}live\u{2066} zero\u{200b}width\u{feff} \u{9b}0m\u{7} 5% \u{e0041}";
    let source = Source::new(format!("a{bad}\nb.md"), Format::Markdown, bad);
    let mut found = finding(nth(&source, "5%", 0));
    found.message = format!("message {bad}");
    found.label = format!("label {bad}");
    found.why = format!("why {bad}");
    found.rule = format!("rule/{bad}");
    found.notes.push(bad.into());
    let skipped = Skipped { path: bad.into(), reason: bad.into() };
    let report = Report { skipped: vec![skipped], ..one(source, found) };
    for format in ReportFormat::all() {
        let style = Style { format, verbose: true, ..Style::default() };
        let told = told_as(&report, style);
        for char in told.chars() {
            let seen = char == '\n' || !(char.is_control() || "\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}".contains(char));
            assert!(seen, "{format:?} prints {char:?}");
        }
    }
    let human = told(&report, ReportFormat::Human);
    assert!(human.contains("  ┌─ ared ␛[31m \\u{202e}live\\u{2066} zero"), "{human}");
    assert!(human.contains("␊b.md:1:35\n"), "{human}");
    assert!(human.contains("\\u{9b}0m␇ 5% \\u{e0041}\n"), "{human}");
    assert_eq!(told(&report, ReportFormat::Short).lines().count(), 1);
    let json: serde_json::Value = serde_json::from_str(&told(&report, ReportFormat::Json)).expect("it is JSON");
    assert_eq!(json["files"][0]["findings"][0]["notes"][0], bad);
}

#[test]
fn one_line_a_finding() {
    let source = draft("One\r\nCafé rose 5%.\r\n");
    let mut error = finding(nth(&source, "5%", 0));
    error.level = Level::Fatal;
    error.message = "a\nb".into();
    assert_eq!(told(&one(source, error), ReportFormat::Short), "drafts/a.md:2:11: fatal attribution/unsourced-figure: a b\n");
    assert_eq!(told(&Report::default(), ReportFormat::Short), "");
}

#[test]
fn the_summary_counts_in_good_grammar() {
    let report = |levels: &[&[Level]], checked, skipped: &[&str]| Report {
        files: levels
            .iter()
            .map(|levels| {
                let findings = levels.iter().map(|&level| Finding { level, ..finding(Span::default()) });
                file(draft(""), findings.collect())
            })
            .collect(),
        skipped: skipped.iter().map(|&reason| Skipped { path: "x.md".into(), reason: reason.into() }).collect(),
        checked,
        ..Report::default()
    };
    let last = |report: &Report| told(report, ReportFormat::Human).lines().last().map(str::to_owned);
    use Level::{Error, Fatal, Note, Warning};
    let mixed = report(&[&[Error, Error, Warning], &[], &[Error, Warning, Note]], 12, &["binary"]);
    assert_eq!(last(&mixed).as_deref(), Some("3 errors, 2 warnings, 1 note in 2 files; 12 files checked, 1 skipped (1 binary)"));
    let fatal = report(&[&[Fatal]], 1, &[]);
    assert_eq!(last(&fatal).as_deref(), Some("1 fatal error in 1 file; 1 file checked"));
    let none = report(&[&[]], 0, &["binary", "not a regular file", "binary"]);
    assert_eq!(last(&none).as_deref(), Some("0 files checked, 3 skipped (2 binary, 1 not a regular file)"));
    let verbose = told_as(&report(&[], 1, &["binary"]), Style { verbose: true, ..Style::default() });
    assert_eq!(verbose, "skipped x.md: binary\nNo findings; 1 file checked, 1 skipped (1 binary)\n");
    assert_eq!(told_as(&none, Style { quiet: true, ..Style::default() }), "");
}

#[test]
fn colour_comes_only_when_asked_for() {
    for format in [ReportFormat::Human, ReportFormat::Short] {
        let source = draft("Rents rose 5%.");
        let found = finding(nth(&source, "5%", 0));
        let report = one(source, found);
        assert!(!told(&report, format).contains('\u{1b}'));
        assert!(told_as(&report, Style { format, color: true, ..Style::default() }).contains("\u{1b}["));
    }
}

/// A draft of every encoding, whose bytes on disk are elsewhere than the bytes of its text.
fn encodings() -> Vec<(&'static str, Vec<u8>, Source)> {
    let text = "Préface 🙂\r\nRents rose 5 % — “twice”.\r\n";
    let wide = |unit: u16| unit.to_le_bytes();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(wide)).collect();
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let decode = |name, bytes: Vec<u8>| (name, bytes.clone(), Source::decode("a.md", Format::Markdown, bytes).source);
    vec![decode("CRLF", text.as_bytes().to_vec()), decode("BOM", bom), decode("UTF-16", utf16)]
}

#[test]
fn json_spans_are_bytes_of_the_file_on_disk() {
    for (name, bytes, source) in encodings() {
        let mut found = finding(nth(&source, "5 %", 0));
        found.related.push(near(nth(&source, "🙂", 0), "smile"));
        let edit = Edit { span: nth(&source, "“twice”", 0), text: String::new() };
        found.fix = Some(Fix { title: "delete".into(), safe: true, edits: vec![edit] });
        let report = one(source, found);
        let json: serde_json::Value = serde_json::from_str(&told(&report, ReportFormat::Json)).expect("it is JSON");
        let found = &json["files"][0]["findings"][0];
        let slice = |span: &serde_json::Value| {
            let at = |key: &str| span[key].as_u64().expect("a number") as usize;
            let bytes = bytes[at("start")..at("end")].to_vec();
            match name {
                "UTF-16" => {
                    String::from_utf16(&bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
                }
                _ => Ok(String::from_utf8(bytes).expect("a slice on character bounds")),
            }
            .expect("a slice on character bounds")
        };
        assert_eq!(slice(&found["span"]), "5 %", "{name}");
        assert_eq!(found["text"], "5 %");
        assert_eq!(slice(&found["related"][0]["span"]), "🙂", "{name}");
        assert_eq!(slice(&found["fix"]["edits"][0]["span"]), "“twice”", "{name}");
        assert_eq!(found["start"], serde_json::json!({"line": 2, "column": 12}), "{name}");
        assert_eq!(found["end"], serde_json::json!({"line": 2, "column": 15}), "{name}");
    }
}

#[test]
fn json_has_the_promised_shape() {
    let source = draft("Rents rose 5%.");
    let mut found = finding(nth(&source, "5%", 0));
    found.related.push(Related { path: Some("gone.md".into()), span: Span::default(), note: "there".into() });
    let mut report = one(source, found);
    report.files[0].kind = Some("opinion".into());
    report.files.push(file(Source::new("b.md", Format::Markdown, ""), Vec::new()));
    report.skipped.push(Skipped { path: "c.md".into(), reason: "binary".into() });
    let lines = told(&report, ReportFormat::Jsonl);
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "{}\n{}\n",
        r#"{"path":"drafts/a.md","publication":null,"kind":"opinion","findings":[{"rule":"attribution/unsourced-figure","level":"warning","message":"a figure has no source","label":"nobody stands behind this","why":"","help":null,"notes":[],"span":{"start":11,"end":13},"start":{"line":1,"column":12},"end":{"line":1,"column":14},"text":"5%","related":[{"path":"gone.md","note":"there"}],"fix":null,"fingerprint":""}]}"#,
        format_args!(
            r#"{{"version":1,"copydesk":"{version}","summary":{{"checked":1,"skipped":[{{"path":"c.md","reason":"binary"}}],"fatals":0,"errors":0,"warnings":1,"notes":0}}}}"#
        )
    );
    assert_eq!(lines, expected);
    let whole: serde_json::Value = serde_json::from_str(&told(&report, ReportFormat::Json)).expect("it is JSON");
    assert_eq!((&whole["version"], whole["files"].as_array().map(Vec::len)), (&1.into(), Some(1)));
    let style = Style { format: ReportFormat::Json, verbose: true, ..Style::default() };
    let whole: serde_json::Value = serde_json::from_str(&told_as(&report, style)).expect("it is JSON");
    assert_eq!(whole["files"][1], serde_json::json!({"path": "b.md", "publication": null, "kind": null, "findings": []}));
}

/// A reader that goes away after some bytes, as `head` does.
struct Gone(usize);

impl io::Write for Gone {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_an_error_and_no_panic() {
    for format in ReportFormat::all() {
        for color in [false, true] {
            let source = draft("Rents rose 5%.");
            let found = finding(nth(&source, "5%", 0));
            let style = Style { format, color, ..Style::default() };
            let error = report::write(&one(source, found), &style, &mut Gone(10)).expect_err("the reader is gone");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format:?}");
        }
    }
}

/// What must not reach a terminal, of the characters that the test below makes texts of.
const UNSEEN: [char; 3] = ['\u{1b}', '\r', '\t'];

proptest::proptest! {
    #[test]
    fn any_text_and_any_spans_are_told(
        text in "([a-c ]|[\u{301}東👩\u{200d}🏽\t]|\n|\r|\r\n|\u{1b}|[a-z]{30} ?){0,60}",
        spans in proptest::collection::vec((0_usize..900, 0_usize..900), 1..5),
        width in proptest::option::of(1_usize..120),
    ) {
        let source = draft(&text);
        let spans: Vec<Span> = spans.into_iter().map(|(start, end)| source.span(start.min(end)..start.max(end))).collect();
        let mut found = finding(spans[0]);
        found.related = spans[1..].iter().map(|&span| near(span, "near")).collect();
        let at = source.position(spans[0].start());
        let report = one(source, found);
        let human = told_as(&report, Style { width, ..Style::default() });
        let place = format!("drafts/a.md:{}:{}: ", at.line, at.column);
        proptest::prop_assert!(told(&report, ReportFormat::Short).starts_with(&place));
        proptest::prop_assert!(human.contains("nobody stands behind this"));
        proptest::prop_assert!(!human.contains(UNSEEN));
    }
}

#[test]
fn marks_of_a_workflow_are_escaped_and_no_more_than_it_takes() {
    let source = Source::new("drafts/a,b: 5%.md", Format::Markdown, "First line.\n\nPrices rose by 5%,\nand fell by 7%.\n");
    let mut findings: Vec<Finding> =
        (0..12).map(|_| Finding { level: Level::Warning, ..finding(nth(&source, "5%", 0)) }).collect();
    findings[0].message = "two\nlines: 100%, ##[add-mask]x".into();
    findings[3].level = Level::Error;
    findings[4].span = nth(&source, "Prices", 0).join(nth(&source, "7%", 0));
    let report = Report { checked: 1, files: vec![file(source, findings)], ..Report::default() };
    let told = told(&report, ReportFormat::Github);
    let marks: Vec<&str> = told.lines().filter(|line| line.starts_with("::error") || line.starts_with("::warning")).collect();
    assert_eq!(marks.len(), 11, "{told}");
    assert!(marks[0].starts_with("::error file=drafts/a%2Cb%3A 5%25.md,line=3,endLine=3,col="), "{told}");
    assert!(marks[1].contains("::two lines: 100%25, ##[add-mask]x"), "{told}");
    assert!(marks.iter().any(|mark| mark.contains("line=3,endLine=4,title=")), "{told}");
    assert!(told.contains("\n1 more stand in the log alone"), "{told}");
    let log: Vec<&str> = told.lines().filter(|line| line.starts_with("- ")).collect();
    assert_eq!(log.len(), 12, "{told}");
    assert!(log.iter().all(|line| !line.contains("##[")), "{told}");
}
