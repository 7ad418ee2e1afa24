//! With little memory a run tells what it tells with much of it, byte for byte, and leaves nothing behind.

#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folder;

use std::fs;
use std::process::Output;

use folder::Folder;

const ACROSS: &str = "[rules]\n\"boilerplate/across-articles\" = { level = \"warning\", same-document = [\"{language}/**\"] }\n\
                      \"boilerplate/partial-across\" = \"warning\"\n\"boilerplate/same-month\" = \"note\"\n\
                      \"boilerplate/standing-across\" = \"warning\"\n\"boilerplate/site-text\" = { level = \"note\", files = 10, share = 0.05 }\n";
/// A publication that compares by other measures, so that its texts are of other sorts.
const STRICT: &str = "[rules]\n\"boilerplate/across-articles\" = { level = \"error\", near = 0.9 }\n\
                      \"boilerplate/site-text\" = { level = \"note\", files = 5, near = 1.0 }\n";
const STANDING: &str = "*The opinions expressed in this column are those of the author and not of the harbour paper, which prints them as they came.*";

impl Folder {
    /// The root of a repository, with a folder for temporary files.
    fn repository(name: &str) -> Self {
        let folder = Self::new(name);
        ["tmp", ".git"].iter().for_each(|inside| fs::create_dir(folder.at(inside)).unwrap());
        folder
    }

    /// Drafts of two publications, which share texts in each way there is.
    fn archive(name: &str, drafts: usize) -> Self {
        let folder = Self::repository(name);
        folder.write("copydesk.toml", ACROSS);
        folder.write("other/copydesk.toml", STRICT);
        let mut chance = Chance(15);
        let shared = Shared::new(&mut chance, drafts);
        for number in 0..drafts {
            let place = match number {
                0..20 => format!("{}/{:03}.md", ["en", "de"][number % 2], number / 2),
                _ if number % 5 == 4 => format!("other/{number:03}.md"),
                _ => format!("news/{number:03}.md"),
            };
            folder.write(&place, shared.draft(&mut chance, number));
        }
        folder
    }

    fn check(&self, arguments: &[&str]) -> Output {
        let arguments = [&["check", "--no-cache", "--format", "json"], arguments].concat();
        self.command(&arguments).env("TMPDIR", self.at("tmp")).output().unwrap()
    }
}

/// Numbers that look like chance and are the same in each run (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % end as u64) as usize
    }

    /// A word, of few that are common or many that are rare.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] =
            ["ba", "ke", "mi", "lo", "tu", "sa", "re", "ni", "do", "vu", "pa", "le", "zi", "go", "fu", "ma"];
        let number = if self.below(2) == 0 { self.below(12) } else { self.below(4096) };
        (0..3).map(|at| SYLLABLES[(number >> (4 * at)) % 16]).collect()
    }

    fn words(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.word()).collect()
    }

    fn edited(&mut self, words: &[String], of_hundred: usize) -> Vec<String> {
        words.iter().map(|word| if self.below(100) < of_hundred { self.word() } else { word.clone() }).collect()
    }
}

fn paragraph(words: &[String]) -> String {
    format!("It {}.", words.join(" "))
}

/// What several drafts have.
struct Shared {
    everywhere: Vec<String>,
    passages: Vec<Vec<String>>,
    runs: Vec<Vec<String>>,
    note: String,
}

impl Shared {
    fn new(chance: &mut Chance, drafts: usize) -> Self {
        let several = |chance: &mut Chance, count: usize, words: usize| (0..count).map(|_| chance.words(words)).collect();
        Self {
            everywhere: chance.words(40),
            passages: several(chance, drafts / 6, 30),
            runs: several(chance, drafts / 20, 26),
            note: paragraph(&chance.words(22)),
        }
    }

    fn draft(&self, chance: &mut Chance, number: usize) -> String {
        let mut parts: Vec<String> = (0..3).map(|_| paragraph(&chance.words(40))).collect();
        // In very many wordings: more than are held against each other one by one.
        if number.is_multiple_of(4) {
            parts.push(paragraph(&chance.edited(&self.everywhere, [0, 5, 10, 20][number / 4 % 4])));
        }
        if chance.below(3) == 0 {
            let at = chance.below(self.passages.len() - 1);
            parts.extend(self.passages[at..=at + chance.below(2)].iter().map(|words| paragraph(words)));
        }
        if chance.below(6) == 0 {
            let run = &self.runs[chance.below(self.runs.len())];
            parts.push(paragraph(&[chance.words(30), run.clone(), chance.words(30)].concat()));
        }
        match number % 20 {
            3 => parts.push(self.note.clone()),
            7 => parts[0] = format!("{} {}", parts[0], self.note),
            11 => parts.push(STANDING.to_owned()),
            13 => parts.push(STANDING.replace("harbour", "other")),
            17 => parts[0] = format!("<!-- copydesk: allow-file boilerplate/across-articles, agreed -->\n\n{}", parts[0]),
            _ => {}
        }
        let date = format!("---\ndate: 2024-{:02}-{:02}\n---\n\n", 1 + chance.below(12), 1 + chance.below(28));
        (if number.is_multiple_of(3) { String::new() } else { date }) + &parts.join("\n\n") + "\n"
    }
}

#[test]
fn little_memory_tells_what_much_does() {
    let folder = Folder::archive("same", 400);
    let whole = folder.check(&["."]);
    let told = String::from_utf8_lossy(&whole.stdout);
    for rule in ["across-articles", "partial-across", "same-month", "standing-across", "site-text"] {
        assert!(told.contains(&format!("boilerplate/{rule}")), "{rule} is not told");
    }
    // Little enough for many volumes, which are made one again and again, and for texts in many chunks.
    for memory in ["1KB", "2MB", "512MB"] {
        let spared = folder.check(&["--memory", memory, "."]);
        assert_eq!(String::from_utf8_lossy(&spared.stdout), told, "{memory}: {}", String::from_utf8_lossy(&spared.stderr));
        assert_eq!(spared.status, whole.status);
    }
    assert_eq!(fs::read_dir(folder.0.join("tmp")).unwrap().count(), 0, "something is left among temporary files");
}

/// Eight sorts of rules are told apart, and those behind them share a place: the last of ten finds what it alone looks for.
#[test]
fn each_of_many_rules_that_look_for_other_texts_is_heard() {
    let folder = Folder::repository("many");
    let mut chance = Chance(7);
    // The last looks for the shortest texts, each before it for longer ones.
    let least = |rule: usize| 60 - 5 * rule;
    let levels: String = (0..10).map(|rule| format!("\"house/r{rule}\" = \"warning\"\n")).collect();
    folder.write("copydesk.toml", format!("[rules]\n{levels}"));
    for rule in 0..10 {
        let words = "summary = \"Copies\"\nmessage = \"in {files} files\"\nwhy = \"One is enough.\"\nlevel = \"off\"";
        let repeat = format!("[repeat]\nof = \"passage\"\nmin-words = {}\nnear = 0.7\nnear-slots = 0.8\nfiles = 2", least(rule));
        folder.write(format!("rules/house/r{rule}.toml"), format!("{words}\n\n{repeat}\n\n[[example]]\ngood = \"One.\"\n"));
    }
    for rule in 0..10 {
        let text = chance.words(least(rule) + 2);
        let mut copy = text.clone();
        "another".clone_into(&mut copy[least(rule) / 2]);
        folder.write(format!("a{rule}.md"), format!("{}\n", paragraph(&text)));
        folder.write(format!("b{rule}.md"), format!("{}\n", paragraph(&copy)));
    }
    let whole = folder.check(&["."]);
    let told = String::from_utf8_lossy(&whole.stdout);
    for text in 0..10 {
        assert!(told.contains(&format!("a{text}.md")), "text {text} is not told: {told}");
    }
    let spared = folder.check(&["--memory", "1KB", "."]);
    assert_eq!(String::from_utf8_lossy(&spared.stdout), told, "{}", String::from_utf8_lossy(&spared.stderr));
}

#[test]
fn what_cannot_be_kept_is_told() {
    let folder = Folder::archive("lost", 30);
    fs::remove_dir_all(folder.0.join("tmp")).unwrap();
    let run = folder.check(&["--memory", "1MB", "."]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("tmp"), "{said}");
}

#[test]
fn drafts_that_share_nothing_pass() {
    let folder = Folder::repository("alone");
    folder.write("copydesk.toml", ACROSS);
    folder.write("a.md", "# Harbour\n\nThe ferry sails at noon, and the crew has known it for weeks now.\n");
    for paths in [&["a.md"][..], &["."]] {
        let run = folder.check(&[&["--memory", "1MB"], paths].concat());
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    }
}
