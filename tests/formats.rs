//! Reports for other programs: what each promises of its places, its words and its size, over drafts that would break it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/made.rs"]
mod made;

use copydesk::finding::{Home, Level, Report};
use copydesk::report::ReportFormat;
use serde_json::Value;

use hostile::{EVIL, TEXT};
use made::told;

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
    report.home = Home { here: "/work/my site".into(), root: "/work".into() };
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
        assert!(
            !told.contains("word 🦊 word 🦊 word 🦊 word 🦊 word 🦊 word 🦊 word 🦊 word 🦊 word 🦊 word 🦊 word 🦊"),
            "{format:?}"
        );
    }
}
