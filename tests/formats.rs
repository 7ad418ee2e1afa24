//! Reports for other programs: what each promises of its places, its words and its size, over drafts that would break it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/made.rs"]
mod made;
#[path = "formats/pages.rs"]
mod pages;

use std::collections::{BTreeMap, BTreeSet};

use copydesk::finding::{Edit, Fix, Home, Level, Report};
use copydesk::report::ReportFormat;
use pulldown_cmark::{Event as Markup, Options};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;

use hostile::{EVIL, PATH, TEXT};
use made::told;
use pages::{between, is_closed, leads_inside, name, tags};

fn json(report: &Report, format: ReportFormat) -> Value {
    serde_json::from_str(&told(report, format)).expect("it is JSON")
}

/// The lines of a text with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What stands in a text from one line and column to another, in units of UTF-16.
fn wide(text: &str, from: (u64, u64), to: (u64, u64)) -> String {
    let at = |(line, column): (u64, u64)| {
        let before: usize = lines(text).iter().take(line as usize - 1).map(|line| line.encode_utf16().count()).sum();
        before + column as usize - 1
    };
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[at(from)..at(to)]).expect("no pair is cut")
}

fn region(text: &str, region: &Value) -> String {
    let at = |line: &str, column: &str| (region[line].as_u64().unwrap(), region[column].as_u64().unwrap());
    wide(text, at("startLine", "startColumn"), at("endLine", "endColumn"))
}

#[test]
fn sarif_places_are_units_of_utf_16() {
    let log = json(&hostile::report(), ReportFormat::Sarif);
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["columnKind"].as_str()), (Some("2.1.0"), Some("utf16CodeUnits")));
    let result = &run["results"][1];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(region(TEXT, &place["region"]), "5 %");
    assert_eq!(place["region"]["snippet"]["text"], "5 %");
    assert_eq!(region(TEXT, &place["contextRegion"]), place["contextRegion"]["snippet"]["text"].as_str().unwrap());
    assert_eq!(
        place["artifactLocation"]["uri"],
        "Entw%C3%BCrfe%20%26%20more/a%20%F0%9F%A6%8A%20%3Cb%3E%2C%2050%25%3A%20%5Bx%5D%28y%29%20%40all%20%5D%5D%3E.md"
    );
    let related = &result["relatedLocations"];
    assert_eq!(region(TEXT, &related[0]["physicalLocation"]["region"]), "🦊");
    assert_eq!(related[1]["physicalLocation"]["artifactLocation"]["uri"], "gone/%C3%A4.md");
    assert_eq!(related[1]["physicalLocation"]["region"], Value::Null);
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"];
    assert_eq!(region(TEXT, &change[0]["deletedRegion"]), "🦊 stiegen");
    assert_eq!(change[0]["insertedContent"]["text"], format!("sank {EVIL}"));
    assert_eq!(region(TEXT, &change[1]["deletedRegion"]), "und fielen.\r\n");
}

#[test]
fn sarif_introduces_its_rules_and_places_every_result() {
    let report = hostile::report();
    let log = json(&report, ReportFormat::Sarif);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    for result in results {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "{result}");
        let location = &place["artifactLocation"];
        let artifact = &run["artifacts"][location["index"].as_u64().unwrap() as usize];
        assert_eq!(artifact["location"]["uri"], location["uri"]);
        assert!(run["originalUriBaseIds"][location["uriBaseId"].as_str().unwrap()].is_object());
    }
    assert_eq!(rules[0]["shortDescription"]["text"], "A figure that nobody stands behind.");
    assert_eq!(rules[0]["properties"]["precision"], "high");
    assert_eq!(rules[0]["properties"]["tags"], serde_json::json!(["attribution"]));
    assert!(rules[0]["help"]["markdown"].as_str().unwrap().contains("**What to do:** Name who counted."));
    assert!(rules.iter().any(|rule| rule["id"] == "meta/bad-config" && rule["fullDescription"]["text"] != ""));
    assert_eq!(results[1]["partialFingerprints"]["copydesk/v1"], "00000000000000aa");
    assert_eq!(results[6]["partialFingerprints"], Value::Null, "a configuration has none");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"], "Skipped: binary.");
    let words = results[1]["message"]["text"].as_str().unwrap();
    assert!(!words.contains("[a](") && words.contains("\\[a\\](https://evil.example)"), "{words}");
    assert!(!words.contains(" {0} ") && !words.contains('\u{1b}'), "{words}");

    let mut broken = hostile::report();
    broken.files[2].findings[0].level = Level::Fatal;
    let log = json(&broken, ReportFormat::Sarif);
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let empty = json(&Report::default(), ReportFormat::Sarif);
    assert_eq!(empty["runs"][0]["results"], serde_json::json!([]), "an empty run closes what an earlier one opened");
}

#[test]
fn paths_are_seen_from_the_root_of_the_repository() {
    let mut report = hostile::report();
    report.home = Home { here: "/sites/my site".into(), root: "/sites".into() };
    let log = json(&report, ReportFormat::Sarif);
    let uri = &log["runs"][0]["results"][4]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "my%20site/b.txt");
    assert!(told(&report, ReportFormat::Github).contains("file=my site/b.txt,"));
}

/// Formats for programs, which hold nothing but what they are.
fn formats() -> Vec<ReportFormat> {
    let own = ["human", "short", "json", "jsonl", "github"];
    ReportFormat::all().filter(|format| !own.contains(&format.name())).collect()
}

#[test]
fn a_report_is_smaller_than_the_drafts_it_is_about() {
    let report = hostile::report();
    let drafts: usize = report.files.iter().map(|file| file.source.text.len()).sum();
    for format in formats() {
        let told = told(&report, format);
        assert!(told.len() < drafts / 2, "{format:?}: {} bytes of {drafts}", told.len());
        assert!(!told.contains(&"word 🦊 ".repeat(60)), "{format:?}");
    }
}

#[test]
fn gitlab_knows_every_finding_by_a_name_of_its_own() {
    let report = hostile::report();
    let issues = json(&report, ReportFormat::Gitlab);
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), 7);
    let names: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 7, "twins, the same sentence in two files, and a configuration");
    let lines = |number: usize| {
        (issues[number]["location"]["lines"]["begin"].as_u64(), issues[number]["location"]["lines"]["end"].as_u64())
    };
    assert_eq!((lines(0), lines(1), lines(6)), ((Some(1), Some(9)), (Some(3), Some(3)), (Some(1), Some(1))));
    assert_eq!(issues[1]["location"]["path"], PATH);
    let severities: Vec<&str> = issues.iter().map(|issue| issue["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, ["major", "minor", "info", "info", "minor", "minor", "minor"]);
    let mut again = hostile::report();
    again.files.remove(0);
    let fewer = json(&again, ReportFormat::Gitlab);
    assert_eq!(fewer[0]["fingerprint"], issues[4]["fingerprint"], "what else was found changes no name");
    assert_eq!(told(&Report::default(), ReportFormat::Gitlab), "[]\n");
}

/// What stands in a text from one line and column to another, in bytes of UTF-8.
fn narrow<'t>(text: &'t str, range: &Value) -> &'t str {
    let at = |end: &str| {
        let (line, column) = (range[end]["line"].as_u64().unwrap() as usize, range[end]["column"].as_u64().unwrap() as usize);
        lines(text)[..line - 1].concat().len() + column - 1
    };
    &text[at("start")..at("end")]
}

#[test]
fn rdjson_places_are_bytes_and_edits_of_a_fix_stay_together() {
    let mut report = hostile::report();
    let result = json(&report, ReportFormat::Rdjson);
    let diagnostic = &result["diagnostics"][1];
    assert_eq!((diagnostic["location"]["path"].as_str(), diagnostic["severity"].as_str()), (Some(PATH), Some("WARNING")));
    assert_eq!(narrow(TEXT, &diagnostic["location"]["range"]), "5 %");
    let suggestion = &diagnostic["suggestions"][0];
    assert_eq!(narrow(TEXT, &suggestion["range"]), "🦊 stiegen um 5 %,\r\nund fielen.\r\n");
    assert_eq!(suggestion["text"], format!("sank {EVIL} um 5 %,\r\n"));
    // Edits that lie far apart would repeat the draft.
    let far = &mut report.files[1];
    let (start, end) = (far.source.span(0..0), far.source.span(150_000..150_000));
    let edits = [start, end].map(|span| Edit { span, text: "x".into() }).to_vec();
    far.findings[0].fix = Some(Fix { title: "far".into(), edits, safe: true });
    let result = json(&report, ReportFormat::Rdjson);
    assert_eq!(result["diagnostics"][4]["suggestions"], Value::Null);
    assert_eq!(json(&Report::default(), ReportFormat::Rdjson)["diagnostics"], serde_json::json!([]));
}

/// The elements of a text of XML, each with its attributes, and the text that stands in it.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>, String)> {
    assert!(
        xml.chars().all(|char| matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
    );
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("it is well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                let name = tag.name().as_ref().to_owned();
                found.push((name, attributes.collect(), String::new()));
            }
            Event::Text(text) => found.last_mut().into_iter().for_each(|last| last.2.push_str(&text.xml10_content())),
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn junit_fails_by_errors_and_warnings_and_counts_them() {
    let all = elements(&told(&hostile::report(), ReportFormat::Junit));
    let of = |name: &str| all.iter().filter(|(element, ..)| element == name).collect::<Vec<_>>();
    let count = |name: &str| of("testsuites")[0].1[name].parse::<usize>().unwrap();
    assert_eq!((count("tests"), count("failures"), count("errors")), (of("testcase").len(), of("failure").len(), 0));
    assert_eq!((of("testcase").len(), of("failure").len(), of("system-out").len()), (8, 5, 2));
    assert_eq!(of("testsuite")[1].1["name"], PATH);
    assert_eq!(of("testcase")[2].1["name"], "attribution/unsourced-figure 3:22");
    assert!(of("failure")[1].1["message"].contains("</script> ]]> <!-- --> & ␛[31m␀ @octocat"), "{all:?}");
    let empty = elements(&told(&Report::default(), ReportFormat::Junit));
    assert_eq!(empty.last().unwrap().1["name"], "0 files checked");
}

#[test]
fn checkstyle_has_a_file_with_its_errors() {
    let all = elements(&told(&hostile::report(), ReportFormat::Checkstyle));
    let names: Vec<&str> = all.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["checkstyle", "file", "error", "error", "error", "error", "file", "error", "error", "file", "error"]);
    let error = &all[3].1;
    assert_eq!((error["line"].as_str(), error["column"].as_str(), error["severity"].as_str()), ("3", "22", "warning"));
    assert_eq!(error["source"], "attribution/unsourced-figure");
    assert!(error["message"].starts_with("“5 %” rests on </script>") && error["message"].contains(". Name it. "), "{error:?}");
    assert_eq!(elements(&told(&Report::default(), ReportFormat::Checkstyle)).len(), 1);
}

/// What of a text of Markdown is not plain words: tags as they are written, and the other structure by its name.
fn structure(markdown: &str) -> BTreeSet<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
    let parser = pulldown_cmark::Parser::new_ext(markdown, options);
    let found = parser.filter_map(|event| match event {
        Markup::Start(tag) => Some(format!("{tag:?}").split([' ', '(', '{']).next().unwrap().to_owned()),
        Markup::Html(html) | Markup::InlineHtml(html) => Some(html.trim().to_owned()),
        Markup::Text(_) | Markup::End(_) | Markup::SoftBreak => None,
        other => Some(format!("{other:?}")),
    });
    let tags = |piece: String| {
        piece
            .split_inclusive('>')
            .filter(|tag| tag.contains('<'))
            .map(|tag| tag[tag.find('<').unwrap()..].to_owned())
            .collect::<Vec<_>>()
    };
    found.flat_map(|piece| if piece.contains('<') { tags(piece) } else { vec![piece] }).collect()
}

#[test]
fn markdown_of_a_draft_is_words() {
    let comment = told(&hostile::report(), ReportFormat::Markdown);
    let expected = [
        "</b>",
        "</code>",
        "</details>",
        "</summary>",
        "<!-- copydesk report -->",
        "<b>",
        "<code>",
        "<details>",
        "<summary>",
        "HtmlBlock",
        "Item",
        "List",
        "Paragraph",
        "Strong",
        "Table",
        "TableCell",
        "TableHead",
        "TableRow",
    ];
    assert_eq!(structure(&comment), expected.map(str::to_owned).into(), "{comment}");
    for alive in ["@octocat", "@all", " #1", "https://evil", "](x)", "::error", "\u{1b}", "\u{202e}"] {
        assert!(!comment.contains(alive), "{alive} in {comment}");
    }
    assert!(
        comment.starts_with("<!-- copydesk report -->\n**copydesk**: 1 error, 4 warnings, 2 notes in 3 files; 2 files checked")
    );
    let levels: Vec<&str> = comment.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()).collect();
    assert_eq!(levels, ["level", "error", "warning", "warning", "warning", "warning", "note", "note"]);
    assert!(comment.contains("A reader cannot check it.\n\nName who counted.\n"), "{comment}");
    assert!(comment.contains(" stiegen um <b>5 %</b>,\n"), "{comment}");
    let empty = told(&Report { checked: 3, ..Report::default() }, ReportFormat::Markdown);
    assert_eq!(empty, "<!-- copydesk report -->\n**copydesk**: No findings; 3 files checked\n");
}

#[test]
fn a_comment_is_no_longer_than_one_may_be_and_says_what_it_left_out() {
    let mut report = hostile::report();
    for (copies, words) in [(60, "The evidence for"), (2000, " more did not fit into this comment, nor did the evidence for ")] {
        let one = report.files[0].findings[1].clone();
        report.files[0].findings.extend(std::iter::repeat_n(one, copies));
        let comment = told(&report, ReportFormat::Markdown);
        assert!(comment.len() < 65_536 && comment.len() > 40_000, "{}", comment.len());
        let last = comment.lines().last().unwrap();
        assert!(last.contains(words) && last.ends_with('.'), "{last}");
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    }
}

/// What a run of the program does to the summary of a step.
#[test]
fn the_format_github_adds_to_the_summary_of_a_step() {
    let folder = std::env::temp_dir().join(format!("copydesk-step-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.md"), "Some people say that the ferry is gone.\n").unwrap();
    std::fs::write(folder.join("summary.md"), "# Before\n").unwrap();
    let run = |format: &str, summary: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["check", "a.md", "--format", format]).current_dir(&folder).env("GITHUB_STEP_SUMMARY", folder.join(summary));
        command.output().unwrap()
    };
    assert_eq!(run("json", "summary.md").status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(folder.join("summary.md")).unwrap(), "# Before\n");
    assert_eq!(run("github", "summary.md").status.code(), Some(0));
    let summary = std::fs::read_to_string(folder.join("summary.md")).unwrap();
    assert!(summary.starts_with("# Before\n<!-- copydesk report -->\n**copydesk**: 1 warning in 1 file"), "{summary}");
    let failed = run("github", "nowhere/summary.md");
    assert_eq!(failed.status.code(), Some(0), "a format changes no exit status");
    assert!(String::from_utf8(failed.stderr).unwrap().contains("GITHUB_STEP_SUMMARY: "));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_page_of_findings_is_closed_and_no_draft_is_markup_in_it() {
    let page = told(&hostile::report(), ReportFormat::Html);
    is_closed(&page);
    let clean = told(&Report { files: vec![hostile::plain()], ..Report::default() }, ReportFormat::Html);
    let known: BTreeSet<String> = tags(&clean).into_iter().map(name).collect();
    for tag in tags(&page) {
        assert!(known.contains(&name(tag)) || ["bdi", "details", "summary"].contains(&name(tag).as_str()), "<{tag}>");
        let attributes = tag.split('"').step_by(2).collect::<String>();
        assert!(!attributes.contains(" on") && !attributes.contains("src="), "<{tag}>");
    }
    assert_eq!((page.matches("<script").count(), page.matches("<style").count()), (1, 1));
    assert_eq!(page.chars().find(|char| matches!(char, '\u{2028}' | '\u{202e}' | '\u{1b}' | '\0')), None);
    leads_inside(&page);
}

#[test]
fn the_page_of_findings_shows_each_in_its_sentence_with_filters() {
    let page = told(&hostile::report(), ReportFormat::Html);
    assert!(between(&page, "<title>", "</title>").starts_with("Findings: 1 error, 4 warnings, 2 notes in 3 files"));
    assert_eq!(page.matches("<li class=\"finding ").count(), 7);
    let second = page.match_indices("<blockquote").nth(1).unwrap().0;
    assert_eq!(between(&page[second..], "<blockquote dir=\"auto\">", "</blockquote>"), " Preise 🦊 stiegen um <mark>5 %</mark>,");
    assert!(page.contains("<option value=\"boilerplate/repeated-passage\">boilerplate/repeated-passage (2)</option>"));
    assert!(page.contains("<span class=\"n\">warnings</span> <b>4</b>"));
    assert!(page.contains("1:14 near ") && page.contains("<bdi>gone/ä.md</bdi>: gone"), "{page}");
    assert!(page.contains("--fix mends it: write "));
    let rules = between(&page, "<h2 id=\"rules\">The rules</h2>", "</section>");
    assert!(rules.contains("<p>Name who counted.</p>\n<p>Measured: 9 right, 1 wrong.</p>\n<ul>\n<li>House rules, page 3</li>"));
    let empty = told(&Report { checked: 2, ..Report::default() }, ReportFormat::Html);
    assert!(empty.contains("Nothing was found.") && !empty.contains("<form"), "{empty}");
    is_closed(&empty);
}

#[test]
fn a_format_changes_no_exit_status_and_those_for_programs_say_nothing_beside_the_report() {
    let folder = std::env::temp_dir().join(format!("copydesk-status-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.md"), "Some people say that the ferry is gone.\n").unwrap();
    std::fs::write(folder.join("b.md"), "The ferry is in.\n").unwrap();
    for format in ReportFormat::all() {
        for (draft, bar, status) in
            [("a.md", "warning", 1), ("a.md", "never", 0), ("b.md", "warning", 0), ("gone.md", "never", 2)]
        {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
            let args = ["check", draft, "--fail-on", bar, "--format", format.name()];
            let done = command.args(args).current_dir(&folder).env("GITHUB_STEP_SUMMARY", "").output().unwrap();
            assert_eq!(done.status.code(), Some(status), "{args:?}");
            assert!(status == 2 || format == ReportFormat::Short || done.stderr.is_empty(), "{args:?}: {done:?}");
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}
