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

/// What is published is of one version, that of `Cargo.toml`.
#[test]
fn the_version_stands_in_one_place() {
    let read = |path: &str| fs::read_to_string(file(path)).unwrap();
    let own = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_eq!(read("Cargo.toml").matches(&format!("\nversion = {own}")).count(), 1, "[workspace.package] alone says it");
    for path in ["Cargo.toml", "python/Cargo.toml"] {
        assert!(read(path).contains("\nversion.workspace = true\n"), "{path}");
    }
    for path in [
        "python/pyproject.toml",
        "python/copydesk/__init__.py",
        "packaging/npm/package.json",
        "packaging/copydesk.rb",
        "packaging/pack",
    ] {
        assert!(!read(path).contains(&own), "{path} says the version again");
    }
}

/// The diagram in the manual is of the figures in the table.
#[test]
fn the_reliability_diagram() {
    let page = fs::read_to_string(file("docs/configuration.md")).unwrap();
    let row = |head: &str| -> Vec<f64> {
        let line = page.lines().find(|line| line.starts_with(head)).unwrap_or_else(|| panic!("no row {head}"));
        line.trim_matches('|').split('|').skip(1).map(|cell| cell.trim().split(' ').next().unwrap().parse().unwrap()).collect()
    };
    let points: Vec<_> = row("| chance |").into_iter().map(|from| from + 0.05).zip(row("| an editor asked |")).collect();
    assert!(points.len() > 5);
    whole("docs/reliability.svg", &diagram(&points));
}

/// Shares that were asked about over the chances that were given, beside the line on which both are one.
fn diagram(points: &[(f64, f64)]) -> String {
    let (x, y) = (|share: f64| 50.0 + share * 300.0, |share: f64| 320.0 - share * 300.0);
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 380 370\" width=\"380\" height=\"370\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"380\" height=\"370\" fill=\"#fff\"/>\n<path d=\"M50 320 350 20\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>\n\
         <path d=\"M50 20V320H350\" fill=\"none\" stroke=\"#333\"/>\n",
    );
    for tenth in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        writeln!(svg, "<text x=\"{:.0}\" y=\"338\" text-anchor=\"middle\">{tenth}</text>", x(tenth)).unwrap();
        writeln!(svg, "<text x=\"42\" y=\"{:.0}\" text-anchor=\"end\">{tenth}</text>", y(tenth) + 4.0).unwrap();
    }
    let line: Vec<_> = points.iter().map(|&(chance, asked)| format!("{:.0} {:.0}", x(chance), y(asked))).collect();
    writeln!(svg, "<path d=\"M{}\" fill=\"none\" stroke=\"#1565c0\" stroke-width=\"2\"/>", line.join(" ")).unwrap();
    for &(chance, asked) in points {
        let told = format!("chance {chance:.2}: an editor asked about {asked:.2}");
        let (x, y) = (x(chance), y(asked));
        writeln!(svg, "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"4\" fill=\"#1565c0\"><title>{told}</title></circle>").unwrap();
    }
    svg.push_str("<text x=\"200\" y=\"360\" text-anchor=\"middle\">chance that copydesk gives</text>\n");
    svg.push_str("<text x=\"14\" y=\"170\" text-anchor=\"middle\" transform=\"rotate(-90 14 170)\">share that an editor asked about</text>\n</svg>\n");
    svg
}

/// Every release says what changed in its rules.
#[test]
fn the_changelog_knows_this_version() {
    let changelog = fs::read_to_string(file("CHANGELOG.md")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(changelog.contains(&format!("## [{version}]")), "CHANGELOG.md has no section for {version}");
    assert!(changelog.contains("### Rules"), "CHANGELOG.md has no section Rules");
}
