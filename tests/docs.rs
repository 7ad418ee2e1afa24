//! What can be written in a rule file or a `copydesk.toml` stands in the documentation, and nothing else does.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use copydesk::config::{Publication, shipped};
use copydesk::policy::Choices;

/// A name that is near no other.
const STRANGE: &str = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

fn page(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What is told of a rule file that holds this besides its words: message and help of each finding.
fn told(rest: &str) -> Vec<(String, String)> {
    let text = format!("summary = \"s\"\nmessage = \"m\"\nwhy = \"w\"\n{rest}");
    let own = [(PathBuf::from("rules/house/words.toml"), text)];
    let (_, files) = Publication::read(Path::new("copydesk.toml"), "", None, &own, &Choices::default());
    let findings = files.into_iter().flat_map(|file| file.findings);
    findings.map(|finding| (finding.message, finding.help.unwrap_or_default())).collect()
}

/// The keys that are known where a strange one was written.
fn known(rest: &str) -> BTreeSet<String> {
    let of_key = |(message, help): &(String, String)| {
        message.contains(STRANGE).then(|| help.strip_prefix("known here: ").map(str::to_owned)).flatten()
    };
    let told = told(rest);
    let keys = told.iter().find_map(of_key).unwrap_or_else(|| panic!("{rest}: {told:?}"));
    keys.split(", ").map(str::to_owned).collect()
}

fn checks() -> BTreeSet<String> {
    let told = told("");
    let help = told.iter().find_map(|(_, help)| help.strip_prefix("write one of ")).unwrap();
    help.split(", ").map(|name| name.trim_matches(['`', '[', ']']).to_owned()).collect()
}

/// The part of a page under a heading, to the next of its rank.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let start = page.find(&format!("\n{heading}")).unwrap_or_else(|| panic!("no heading “{heading}”")) + 1;
    let rank = heading.split(' ').next().unwrap();
    let end = page[start + 1..].find(&format!("\n{rank} ")).map_or(page.len(), |end| start + 1 + end);
    &page[start..end]
}

/// The rows of the table with this head: the names in the first cell, and the whole row.
fn rows<'p>(part: &'p str, head: &str) -> Vec<(Vec<&'p str>, &'p str)> {
    let lines = part.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let row = |line: &'p str| (names(line.split(" | ").next().unwrap()), line);
    lines.take_while(|line| line.starts_with('|')).map(row).collect()
}

/// What stands in backticks.
fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[track_caller]
fn same(what: &str, documented: impl IntoIterator<Item = impl Into<String>>, known: &BTreeSet<String>) {
    let documented: BTreeSet<String> = documented.into_iter().map(Into::into).collect();
    let missing: Vec<_> = known.difference(&documented).collect();
    let strange: Vec<_> = documented.difference(known).collect();
    assert!(
        missing.is_empty() && strange.is_empty(),
        "{what}: not documented: {missing:?}; documented and not there: {strange:?}"
    );
}

#[test]
fn every_check_and_every_option_is_documented() {
    let page = page("docs/rules.md");
    let headings = page.lines().filter_map(|line| line.strip_prefix("### `")?.split_once('`')).map(|(name, _)| name);
    same("checks", headings, &checks());
    for check in checks() {
        let part = section(&page, &format!("### `{check}`"));
        let options = rows(part, "| option | means | default |").into_iter().flat_map(|(names, _)| names);
        same(&check, options, &known(&format!("[{check}]\n{STRANGE} = 1\n")));
    }
}

#[test]
fn conditions_and_what_satisfies_are_documented() {
    let page = page("docs/rules.md");
    let part = section(&page, "### `require`");
    for table in ["[require.when]", "[require.not]", "[[require.and]]"] {
        let keys = rows(part, "| key | holds for |").into_iter().flat_map(|(names, _)| names);
        same(table, keys, &known(&format!("{table}\n{STRANGE} = 1\n")));
    }
    let (_, row) = rows(part, "| option |").into_iter().find(|(names, _)| names.contains(&"satisfied-by")).unwrap();
    for key in known(&format!("[require.satisfied-by]\n{STRANGE} = 1\n")) {
        assert!(names(row).contains(&key.as_str()), "`{key}` of `satisfied-by`");
    }
}

/// Where an option takes one of some words, its row names them all.
#[test]
fn every_word_that_an_option_takes_is_documented() {
    let page = page("docs/rules.md");
    let levels = names(section(&page, "## What a rule says"));
    for check in checks() {
        let part = section(&page, &format!("### `{check}`"));
        for option in known(&format!("[{check}]\n{STRANGE} = 1\n")) {
            for value in [format!("\"{STRANGE}\""), format!("[\"{STRANGE}\"]")] {
                let told = told(&format!("[{check}]\n{option} = {value}\n"));
                let words = told.iter().find_map(|(message, _)| message.strip_prefix(&format!("“{STRANGE}” is none of ")));
                let all = names(part);
                for word in words.into_iter().flat_map(|words| words.split(", ")) {
                    assert!(all.contains(&word) || levels.contains(&word), "[{check}] {option}: `{word}` is not documented");
                }
            }
        }
    }
}

#[test]
fn what_a_rule_says_and_what_an_example_says_is_documented() {
    let page = page("docs/rules.md");
    let words =
        rows(section(&page, "## What a rule says"), "| key |").into_iter().flat_map(|(names, _)| names.into_iter().take(1));
    let mut keys = known(&format!("{STRANGE} = 1\n"));
    keys.retain(|key| key != "example" && !checks().contains(key));
    same("a rule's keys", words, &keys);
    let part = section(&page, "## Examples");
    let (sorts, more) = part.split_once("Further keys").unwrap();
    let tables = [rows(sorts, "| key |"), rows(more, "| key |")].concat();
    let of_example = known(&format!("[[example]]\nbad = \"x\"\n{STRANGE} = 1\n"));
    same("an example's keys", tables.into_iter().flat_map(|(names, _)| names.into_iter().take(1)), &of_example);
}

#[test]
fn every_format_is_documented() {
    let page = page("docs/formats.md");
    let known = copydesk::report::ReportFormat::all().map(|format| format.name().to_owned()).collect();
    same("formats", rows(&page, "| format |").into_iter().flat_map(|(names, _)| names.into_iter().take(1)), &known);
}

#[test]
fn names_in_braces_are_documented() {
    let page = page("docs/rules.md");
    let standard = Publication::builtin("standard", &Choices::default()).unwrap();
    for rule in standard.rules() {
        let text = shipped()[rule.id.as_str()].text();
        let check = checks().into_iter().find(|check| text.contains(&format!("\n[{check}]\n"))).unwrap();
        let part = section(&page, &format!("### `{check}`"));
        for name in rule.check.names() {
            assert!(names(part).contains(&format!("{{{name}}}").as_str()), "[{check}]: `{{{name}}}` is not documented");
        }
    }
}

#[test]
fn every_key_of_a_publication_is_documented() {
    let page = page("docs/configuration.md");
    let known = |rest: &str| -> BTreeSet<String> {
        let (_, files) = Publication::read(Path::new("copydesk.toml"), rest, None, &[], &Choices::default());
        let finding = files.into_iter().flat_map(|file| file.findings).find(|finding| finding.message.contains(STRANGE));
        let help = finding.and_then(|finding| finding.help).unwrap_or_else(|| panic!("{rest}"));
        help.strip_prefix("known here: ").unwrap().split(", ").map(str::to_owned).collect()
    };
    let keys = |heading: &str| {
        let rows = rows(section(&page, heading), "| key |");
        rows.into_iter().flat_map(|(names, _)| names.into_iter().take(1)).map(str::to_owned).collect::<Vec<_>>()
    };
    let top = keys("## Keys").into_iter().map(|key| {
        let bare = key.trim_matches(['[', ']']).to_owned();
        bare.split('.').next().unwrap().to_owned()
    });
    same("keys", top, &known(&format!("{STRANGE} = 1\n")));
    same("[figures]", keys("## `[figures]`"), &known(&format!("[figures]\n{STRANGE} = 1\n")));
    same("[texts.ID]", keys("## `[texts.ID]`"), &known(&format!("[texts.a]\ntext = \"x\"\n{STRANGE} = 1\n")));
    same("[[section]]", keys("## `[[section]]`"), &known(&format!("[[section]]\nfiles = [\"a\"]\n{STRANGE} = 1\n")));
}

/// A page that no chapter is made of would be lost.
#[test]
fn every_page_is_a_chapter_of_the_manual() {
    let summary = page("docs/SUMMARY.md");
    let folder = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| name.ends_with(".md") && name != "SUMMARY.md") {
        assert!(summary.contains(&format!("]({name})")), "docs/SUMMARY.md has no chapter {name}");
    }
}

/// Where messages send a reader, there is a page, and a heading on it.
#[test]
fn pages_that_are_named_are_there() {
    let mut many = 0;
    for path in ["src/config/mistakes.rs", "src/app/check.rs"] {
        let text = page(path);
        let named = text.lines().flat_map(|line| line.split("manual(\"").skip(1).chain(line.split("=> (\"").skip(1)));
        for named in named.filter(|rest| rest.contains("\", \"")) {
            let (name, rest) = named.split_once("\", \"").unwrap();
            let heading = rest.split('"').next().unwrap();
            let text = page(&format!("docs/{name}.md"));
            let slug = |line: &str| {
                line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-").replace(['`', '[', ']', '.', '?'], "")
            };
            assert!(
                heading.is_empty() || text.lines().any(|line| line.starts_with('#') && slug(line) == heading),
                "{name}#{heading}"
            );
            many += 1;
        }
    }
    assert!(many >= 3, "only {many} were found");
}

#[test]
fn the_readme_names_every_family() {
    let page = page("README.md");
    let families: BTreeSet<_> = shipped().keys().filter_map(|id| Some(id.split_once('/')?.0.to_owned())).collect();
    let table = section(&page, "## What it finds");
    let told = names(table).into_iter().filter_map(|name| name.strip_suffix("/…"));
    same("families", told, &families);
}

/// What is shown to a reader of a rule is for that reader.
#[test]
fn no_rule_carries_notes_to_its_editors() {
    let standard = Publication::builtin("standard", &Choices::default()).unwrap();
    for rule in standard.rules() {
        let words = &rule.words;
        let told = words.basis.iter().chain([&words.summary, &words.message, &words.why]).chain(&words.help);
        for line in told {
            assert!(
                !["re-read", "generally known", "TODO", "FIXME"].iter().any(|note| line.contains(note)),
                "{}: {line}",
                rule.id
            );
        }
    }
}
