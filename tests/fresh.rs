//! What is written down twice stays the same twice; `FRESH=1 cargo test --test fresh` writes it anew.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use copydesk::config::{Expects, Publication, schema};
use copydesk::policy::Choices;

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a part of a file with what it should be, or writes it.
fn keep(path: &str, start: &str, end: &str, part: &str) {
    let text = fs::read_to_string(file(path)).unwrap();
    let (head, rest) = text.split_once(start).unwrap_or_else(|| panic!("{path}: `{start}` is not there"));
    let (_, tail) = rest.split_once(end).unwrap_or_else(|| panic!("{path}: `{end}` is not there"));
    whole(path, &format!("{head}{start}\n{part}{end}{tail}"));
}

/// Compares a file with what it should be, or writes it.
fn whole(path: &str, fresh: &str) {
    if env::var_os("FRESH").is_some() {
        fs::write(file(path), fresh).unwrap();
    } else {
        // Not shown side by side: a schema has thousands of lines.
        let is_fresh = fs::read_to_string(file(path)).is_ok_and(|text| text == fresh);
        assert!(is_fresh, "{path} is stale: FRESH=1 cargo test --test fresh");
    }
}

/// The schemas that editors are given.
#[test]
fn the_schemas() {
    whole("docs/schema/copydesk.json", &format!("{:#}\n", schema::of_publication()));
    whole("docs/schema/rule.json", &format!("{:#}\n", schema::of_rule()));
}

/// The tables in `rules/README.md`: also where a rename, a new level or a lost rule is seen in review.
#[test]
fn the_tables_of_rules_and_profiles() {
    keep("rules/README.md", "<!-- table of rules: kept by tests/fresh.rs -->", "<!-- end of table -->", &rules());
    keep("rules/README.md", "<!-- table of profiles: kept by tests/fresh.rs -->", "<!-- end of table -->", &profiles());
}

/// All shipped rules, as who chooses nothing gets them.
fn rules() -> String {
    let standard = Publication::builtin("standard", &Choices::default()).unwrap();
    let mut table = String::from("| rule | level | under `--strict` | finds | examples |\n|---|---|---|---|--:|\n");
    for rule in standard.rules() {
        let (words, examples) = (&rule.words, standard.rule_files()[rule.id.as_str()].examples());
        let strict = words.strict.map_or("", copydesk::finding::Level::name);
        let gaps = examples.iter().filter(|example| example.expects == Expects::Gap).count();
        let gaps = if gaps == 0 { String::new() } else { format!(", {gaps} known gaps") };
        let (id, level, summary, examples) = (&rule.id, words.level.name(), &words.summary, examples.len());
        writeln!(table, "| [`{id}`]({id}.toml) | {level} | {strict} | {summary} | {examples}{gaps} |").unwrap();
    }
    table
}

/// All profiles, with the first line of each file.
fn profiles() -> String {
    let mut table = String::from("| profile | |\n|---|---|\n");
    for name in copydesk::config::profiles() {
        let text = fs::read_to_string(file(&format!("rules/profiles/{name}.toml"))).unwrap();
        let first = text.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a profile begins with what it is for");
        writeln!(table, "| [`copydesk:{name}`](profiles/{name}.toml) | {first} |").unwrap();
    }
    table
}

/// Every release says what changed in its rules.
#[test]
fn the_changelog_knows_this_version() {
    let changelog = fs::read_to_string(file("CHANGELOG.md")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(changelog.contains(&format!("## [{version}]")), "CHANGELOG.md has no section for {version}");
    assert!(changelog.contains("### Rules"), "CHANGELOG.md has no section Rules");
}
