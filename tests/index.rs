//! An index says of one draft what a run over all of them says, and nothing that is not what was written into it is believed.

#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use folder::Folder;
use serde_json::Value;

const CONFIG: &str = "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n\"boilerplate/partial-across\" = \"warning\"\n\
                      \"boilerplate/standing-across\" = \"warning\"\n\"boilerplate/site-text\" = \"warning\"\n";

const STANDING: &str =
    "The opinions expressed in this column are those of the author and not of the harbour paper, which prints them as they came.";

/// What is told of a text at a draft: rule, message, bytes, and the other places that are named.
type Told = (String, String, String, Vec<String>);

impl Folder {
    /// A publication at the root of a repository.
    fn publication(name: &str) -> Self {
        let folder = Self::new(name).with("copydesk.toml", CONFIG);
        fs::create_dir(folder.at(".git")).unwrap();
        folder
    }

    /// A folder with so many drafts, which share texts.
    fn archive(name: &str, drafts: usize) -> Self {
        let folder = Self::publication(name);
        (0..drafts).for_each(|number| folder.write(format!("news/d{number:03}.md"), draft(number, drafts)));
        folder
    }

    fn told(&self, arguments: &[&str]) -> BTreeMap<String, Vec<Told>> {
        let run = self.run(&[&["check", "--format", "json"], arguments].concat());
        assert!(run.status < 2, "{}", run.err);
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let files = report["files"].as_array().unwrap().iter();
        files.map(|file| (file["path"].as_str().unwrap().to_owned(), told_in(file))).collect()
    }

    /// What an index tells at a draft.
    fn against(&self, index: &str, draft: &str) -> Vec<Told> {
        self.told(&["--against", index, draft]).remove(draft).unwrap_or_default()
    }
}

fn told_in(file: &Value) -> Vec<Told> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = file["findings"].as_array().unwrap().iter();
    let places = |finding: &Value| finding["related"].as_array().unwrap().iter().map(|place| text(&place["path"])).collect();
    findings
        .filter(|finding| finding["rule"].as_str().unwrap().starts_with("boilerplate/"))
        .map(|finding| (text(&finding["rule"]), text(&finding["message"]), finding["span"].to_string(), places(finding)))
        .collect()
}

/// A word that is the same for the same number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "mi", "lo", "tu", "sa", "re", "ni", "do", "vu", "pa", "le", "zi", "go", "fu", "ma"];
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    (0..4).map(|at| SYLLABLES[(mixed >> (4 * at)) % 16]).collect()
}

/// A paragraph that is the same for the same number.
fn paragraph(number: usize) -> String {
    let words: Vec<String> = (0..24 + number % 30).map(|at| word(number * 1000 + at)).collect();
    format!("It {}.", words.join(" "))
}

/// A draft of paragraphs of its own; some have one that others have, or nearly, or a part of it.
fn draft(number: usize, all: usize) -> String {
    let mut paragraphs: Vec<String> = (0..4).map(|at| paragraph(number * 10 + at)).collect();
    if number.is_multiple_of(3) {
        paragraphs.push(paragraph(7_000_000));
    }
    if number.is_multiple_of(5) {
        paragraphs.push(STANDING.to_owned());
    }
    if number % 7 == 3 {
        // One of another draft, a word of it changed.
        paragraphs.push(paragraph((number * 3 % all) * 10 + 1).replacen(' ', " changed ", 1));
    }
    if number % 11 == 4 {
        let other = paragraph((number * 5 % all) * 10 + 2);
        let part: Vec<&str> = other.split(' ').skip(2).take(22).collect();
        paragraphs.push(format!("{} {} {}", word(number), part.join(" "), paragraph(number * 10 + 9).to_lowercase()));
    }
    paragraphs.join("\n\n") + "\n"
}

#[test]
fn one_draft_is_told_what_a_run_over_all_tells() {
    let folder = Folder::archive("same", 60);
    let run = folder.run(&["index", "build", "shelf", "."]);
    assert_eq!((run.status, run.err.as_str()), (0, "copydesk: shelf: 60 drafts, 60 read anew, 0 taken out\n"));
    let all = folder.told(&["."]);
    assert!(all.values().flatten().count() > 10, "{all:?}");
    // What is told over all is told at one of its places: at that, an index tells it too.
    for (path, findings) in &all {
        let against = folder.against("shelf", path);
        for finding in findings {
            assert!(against.contains(finding), "{path}: {finding:?} is not among {against:?}");
        }
    }
    // What an index tells at a draft is a text that is told over all of them, at whatever place.
    for number in 0..60 {
        let path = format!("news/d{number:03}.md");
        for finding in folder.against("shelf", &path) {
            let is_told = all.iter().any(|(other, told)| {
                // Ten places are named, and the rest counted.
                let is_one = |told: &Told| *other == path || told.3.contains(&path) || told.3.len() == 10 && told.1 == finding.1;
                let names = |told: &Told| told.0 == finding.0 && is_one(told);
                told.iter().any(names)
            });
            assert!(is_told, "{path}: {finding:?} is not told over all");
        }
    }
}

#[test]
fn an_index_in_many_volumes_is_as_one() {
    let folder = Folder::archive("volumes", 60);
    folder.run(&["index", "build", "whole", "."]);
    // As small as may be: what is kept of a draft goes to the disk at once.
    folder.run(&["index", "build", "pieces", "news/d000.md"]);
    for number in 1..60 {
        folder.run(&["index", "update", "pieces", &format!("news/d{number:03}.md")]);
    }
    let stat = |index: &str| folder.run(&["index", "stat", index]).out;
    let drafts = |stat: String| stat.lines().find(|line| line.starts_with("drafts")).map(str::to_owned);
    assert_eq!(drafts(stat("pieces")), Some("drafts     60".to_owned()));
    for number in 0..60 {
        let path = format!("news/d{number:03}.md");
        assert_eq!(folder.against("pieces", &path), folder.against("whole", &path), "{path}");
    }
    let run = folder.run(&["index", "check", "pieces", "."]);
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{}", run.err);
}

#[test]
fn an_update_knows_what_changed_and_what_is_gone() {
    let folder = Folder::archive("update", 30);
    folder.run(&["index", "build", "shelf", "."]);
    folder.write("news/d003.md", paragraph(999_983));
    folder.write("news/new.md", paragraph(999_983));
    fs::remove_file(folder.0.join("news/d006.md")).unwrap();
    let run = folder.run(&["index", "check", "shelf", "."]);
    let told = "news/d003.md: changed\nnews/d006.md: is gone, or no draft any more\nnews/new.md: is not in the index\n";
    assert_eq!((run.status, run.out.as_str()), (1, told));
    let run = folder.run(&["index", "update", "shelf", "news"]);
    assert_eq!(run.err, "copydesk: shelf: 30 drafts, 2 read anew, 1 taken out\n");
    assert_eq!(folder.run(&["index", "check", "shelf", "."]).status, 0);
    let told = folder.against("shelf", "news/d003.md");
    assert_eq!(told.iter().map(|told| told.1.as_str()).collect::<Vec<_>>(), ["These 48 words stand in 2 files"], "{told:?}");
    folder.run(&["index", "build", "anew", "."]);
    for path in ["news/d000.md", "news/d009.md", "news/new.md"] {
        assert_eq!(folder.against("shelf", path), folder.against("anew", path), "{path}");
    }
}

#[test]
fn what_is_named_and_gone_is_taken_out() {
    let folder = Folder::archive("gone", 6);
    folder.write("old/a.md", paragraph(1));
    folder.write("old/b.md", paragraph(2));
    folder.run(&["index", "build", "shelf", "."]);
    fs::remove_file(folder.0.join("news/d003.md")).unwrap();
    fs::remove_dir_all(folder.0.join("old")).unwrap();
    let run = folder.run(&["index", "update", "shelf", "news/d003.md", "old"]);
    assert_eq!((run.status, run.err.as_str()), (0, "copydesk: shelf: 5 drafts, 0 read anew, 3 taken out\n"));
    let run = folder.run(&["index", "update", "shelf", "news/d003.md"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("news/d003.md: no such file or folder, and not in the index"), "{}", run.err);
    assert_eq!(folder.run(&["index", "check", "shelf", "."]).status, 0);
}

#[test]
fn a_draft_that_is_not_there_any_more_does_not_count() {
    let folder = Folder::publication("renamed");
    folder.write("a/1.md", paragraph(1));
    folder.run(&["index", "build", "shelf", "."]);
    folder.write("b/1.md", paragraph(1));
    assert_eq!(folder.against("shelf", "b/1.md").len(), 1);
    fs::remove_dir_all(folder.0.join("a")).unwrap();
    let run = folder.run(&["check", "--rule", "boilerplate/*", "--against", "shelf", "b/1.md", "--format", "human"]);
    let told =
        "copydesk: shelf: a/1.md is not there any more, and did not count; `copydesk index update shelf a/1.md` takes it out\n";
    assert!(run.err.contains(told) && !run.out.contains("stand in 2 files"), "{}{}", run.out, run.err);
}

#[test]
fn a_draft_of_an_index_that_changed_is_named_without_its_words() {
    let folder = Folder::publication("stale");
    folder.write("a.md", paragraph(1));
    folder.write("b.md", paragraph(1));
    folder.run(&["index", "build", "shelf", "a.md"]);
    folder.write("a.md", "Nothing.\n");
    let run = folder.run(&["check", "--rule", "boilerplate/*", "--against", "shelf", "b.md", "--format", "human"]);
    assert!(run.out.contains("a place without a line is in a file that changed since it was indexed"), "{}", run.out);
    assert!(run.out.contains("a.md: stands here as well"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_name_need_be_no_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::archive("names", 2);
    let text = paragraph(9_000_000);
    fs::write(folder.0.join(std::ffi::OsStr::from_bytes(b"news/bad\xff.md")), &text).unwrap();
    let run = folder.run(&["index", "build", "ix", "."]);
    assert_eq!(run.status, 0, "{}", run.err);
    folder.write("news/new.md", &text);
    assert_eq!(folder.against("ix", "news/new.md").len(), 1);
}

#[test]
fn a_permission_at_the_original_holds_for_a_copy() {
    let folder = Folder::publication("allow");
    folder.write("a.md", format!("<!-- copydesk: allow boilerplate/*, ours -->\n{}", paragraph(1)));
    folder.write("b.md", paragraph(1));
    folder.run(&["index", "build", "shelf", "a.md"]);
    assert_eq!(folder.against("shelf", "b.md"), []);
}

#[test]
fn no_byte_that_was_not_written_is_believed() {
    let folder = Folder::archive("damage", 20);
    folder.run(&["index", "build", "shelf", "."]);
    let whole = folder.against("shelf", "news/d003.md");
    assert!(!whole.is_empty());
    for file in ["volume-0", "index"] {
        let path = folder.0.join("shelf").join(file);
        let bytes = fs::read(&path).unwrap();
        for at in (0..bytes.len()).step_by(bytes.len() / 25 + 1) {
            let mut torn = bytes.clone();
            torn[at] ^= 0x10;
            fs::write(&path, &torn).unwrap();
            let run = folder.run(&["check", "--rule", "boilerplate/*", "--against", "shelf", "news/d003.md"]);
            // What was not looked at need not be found; what was is refused, with what to do.
            assert_ne!(run.status, 101, "{file} {at}: {}", run.err);
            if run.status == 2 {
                assert!(run.err.contains("`copydesk index build shelf PATH` makes it anew"), "{file} {at}: {}", run.err);
            } else {
                assert_eq!(folder.against("shelf", "news/d003.md"), whole, "{file} {at}");
            }
            assert_eq!(folder.run(&["index", "check", "shelf", "."]).status, 2, "{file} {at}");
        }
        // A page that an update needs is found torn in the middle of it, and no draft is blamed.
        let mut torn = bytes.clone();
        torn.iter_mut().step_by(1000).for_each(|byte| *byte ^= 0x10);
        fs::write(&path, &torn).unwrap();
        let run = folder.run(&["index", "update", "shelf", "."]);
        assert!(run.status == 0 && run.err.contains("it is made anew, of what is named here"), "{file}: {}", run.err);
        assert!(!run.err.contains(".md: is not what was written"), "{file}: {}", run.err);
        assert_eq!(folder.run(&["index", "check", "shelf", "."]).status, 0, "{file}");
        fs::remove_dir_all(folder.0.join("shelf")).unwrap();
        folder.run(&["index", "build", "shelf", "."]);
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        assert_eq!(folder.run(&["check", "--against", "shelf", "news/d003.md"]).status, 2, "{file}");
        let run = folder.run(&["index", "update", "shelf", "."]);
        assert!(run.err.contains("it is made anew, of what is named here"), "{}", run.err);
        assert_eq!(folder.against("shelf", "news/d003.md"), whole);
        folder.run(&["index", "build", "shelf", "."]);
        for left in ["volume-0", "index"] {
            fs::copy(folder.0.join("shelf").join(left), folder.0.join(left)).ok();
        }
        fs::remove_dir_all(folder.0.join("shelf")).unwrap();
        folder.run(&["index", "build", "shelf", "."]);
    }
}

#[test]
fn what_is_killed_leaves_the_index_as_it_was_or_as_it_was_to_be() {
    let folder = Folder::archive("killed", 120);
    folder.run(&["index", "build", "shelf", "news/d000.md"]);
    let paths = || (0..120).map(|number| format!("news/d{number:03}.md"));
    for round in 0..50_u64 {
        let what = if round % 2 == 0 { "build" } else { "update" };
        let mut child = folder.command(&["index", what, "shelf", ".", "-q"]).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(400 * round));
        let _ = child.kill();
        child.wait().unwrap();
        let run = folder.run(&["index", "check", "shelf", "news/d000.md"]);
        assert_eq!(run.status, 0, "{round}: {} {}", run.out, run.err);
        if round % 10 == 9 {
            assert_eq!(folder.run(&["index", "update", "shelf", "."]).status, 0);
            folder.run(&["index", "build", "anew", "."]);
            let path = paths().nth(round as usize).unwrap();
            assert_eq!(folder.against("shelf", &path), folder.against("anew", &path));
            folder.run(&["index", "build", "shelf", "news/d000.md"]);
        }
    }
    folder.run(&["index", "update", "shelf", "."]);
    let left: Vec<String> = fs::read_dir(folder.0.join("shelf"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".copydesk-"))
        .collect();
    assert_eq!(left, [""; 0], "nothing is left of what was killed");
}

#[test]
fn a_rule_that_was_not_on_when_it_was_made_is_named() {
    let folder = Folder::archive("gap", 4);
    folder.write("copydesk.toml", "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n");
    folder.run(&["index", "build", "shelf", "."]);
    assert_eq!(folder.run(&["check", "--against", "shelf", "news/d000.md"]).err.matches("was made without").count(), 0);
    folder.write("copydesk.toml", CONFIG);
    let run = folder.run(&["check", "--against", "shelf", "news/d000.md"]);
    assert!(run.err.contains("shelf: was made without boilerplate/partial-across, boilerplate/site-text"), "{}", run.err);
    folder.run(&["index", "update", "shelf", "."]);
    assert_eq!(folder.run(&["check", "--against", "shelf", "news/d000.md"]).err.matches("was made without").count(), 0);
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    let folder = Folder::archive("other", 3);
    let run = folder.run(&["index", "build", "news", "."]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("holds other things, and no index"), "{}", run.err);
    let run = folder.run(&["check", "--against", "nowhere", "news"]);
    assert!(run.err.contains("there is no index here; `copydesk index build nowhere PATH` makes one"), "{}", run.err);
    assert_eq!(run.status, 2);
}

#[test]
fn a_file_outside_of_the_repository_is_not_quoted() {
    let folder = Folder::publication("outside");
    folder.write("site/.git/HEAD", "");
    folder.write("site/copydesk.toml", CONFIG);
    folder.write("site/b.md", paragraph(1));
    folder.write("secret/a.md", paragraph(1));
    let index = folder.0.join("site/shelf");
    let mut run = folder.command(&["index", "build", index.to_str().unwrap(), "../secret/a.md", "--config", "copydesk.toml"]);
    assert_eq!(run.current_dir(folder.0.join("site")).status().unwrap().code(), Some(0));
    let mut run = folder.command(&[
        "check",
        "--rule",
        "boilerplate/*",
        "--against",
        "shelf",
        "b.md",
        "--config",
        "copydesk.toml",
        "--format",
        "json",
    ]);
    let output = run.current_dir(folder.0.join("site")).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let report: Value = serde_json::from_str(&out).unwrap();
    let related = &report["files"][0]["findings"][0]["related"][0];
    assert_eq!(related["path"], "../secret/a.md", "{out}");
    assert!(related.get("text").is_none_or(Value::is_null), "{related}");
}
