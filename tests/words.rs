//! What a reporter or an editor is told: how a rule explains itself, and how silent slips in a publication's files come to be said.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folder;

use folder::Folder;

impl Folder {
    /// What a command says, on standard output and standard error, and its status.
    fn say(&self, line: &str) -> (String, i32) {
        let run = self.run(&line.split(' ').collect::<Vec<_>>());
        (run.out + &run.err, run.status)
    }
}

#[track_caller]
fn says(words: &str, wanted: &[&str]) {
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in wanted {
        assert!(flat.contains(wanted), "“{wanted}” is not said in:\n{words}");
    }
}

/// A rule of the house that asks for a line under drone pictures; `{MORE}` takes further options.
const DRONE: &str = r#"
summary = "Drone pictures say so"
message = "the line on the drone {how}"
why = "Readers ask how a picture was taken."

[require]
wording = ["(filmed|taken) by [a] drone"]
placement = "beside"
{MORE}

[require.when]
phrases = ["from the air"]

[[example]]
bad = "{From the air} it is small."
"#;

#[test]
fn explain_tells_a_reporter_what_to_write() {
    let toml = "name = \"The Tide Post\"\n[texts.opinion]\ntext = \"These are {author}’s own views.\"\n";
    let folder = Folder::new("explain").with("copydesk.toml", toml);
    let (words, status) = folder.say("explain disclosure/opinion");
    assert_eq!(status, 0);
    says(
        &words,
        &[
            "the section's kind is opinion; column; op-ed; commentary",
            "the front matter has type = opinion*",
            "the path is opinion/**",
            "and 18 more",
            "the text says “in my opinion”",
            "Where it must stand: - at the top: before the article, or right behind its first paragraph",
            "words such as “views expressed",
            "[texts.opinion]: These are {author}’s own views.",
        ],
    );
    let told = words.split("Finds:").next().unwrap();
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    assert!(folder.say("explain --all disclosure/opinion").0.contains("_columns/**"));
    let (words, _) = folder.say("explain disclosure/sponsored");
    says(&words, &["a label by itself or before a colon “ad”", "a publication approves its own as [texts.sponsored]"]);
}

#[test]
fn a_mend_that_is_left_to_the_writer_is_a_suggestion() {
    let toml = "name = \"The Tide Post\"\n[texts.legal]\ntext = \"Nothing on The Tide Post is legal advice; ask a lawyer who knows your case.\"\n";
    let draft = "---\ntitle: Pier\n---\n\nNothing on The Tide Post is legal advice; ask a lawyer who knows.\n";
    let folder = Folder::new("suggest").with("copydesk.toml", toml).with("a.md", draft);
    let (json, _) = folder.say("check --format json a.md");
    let (words, _) = folder.say("check --format human a.md");
    assert_eq!(json.contains("\"safe\": false"), words.contains("= suggestion (not applied by --fix): "), "{json}{words}");
    assert_eq!(json.contains("\"safe\": true"), words.contains("= fix: "), "{json}{words}");
}

#[test]
fn one_broken_rule_file_hides_neither_its_cause_nor_the_sound_ones() {
    let (sound, broken) = (DRONE.replace("{MORE}", ""), DRONE.replace("{MORE}", "nonsense = 1"));
    let folder = Folder::new("broken").with("copydesk.toml", "").with("a.md", "From the air it is small.\n");
    let folder = folder.with("rules/tide/drone.toml", &sound).with("rules/tide/weak.toml", &broken);
    let (words, status) = folder.say("check --rule tide/* a.md");
    assert_eq!(status, 2);
    says(&words, &["weak.toml:9:1", "there is no key “nonsense” here", "a.md:1:1: warning tide/drone"]);
    let (words, status) = folder.say("test rules");
    assert_eq!(status, 2);
    says(&words, &["nonsense", "1 rule: 1 example proved", "files with mistakes were not proved: 1 mistake"]);
    says(&folder.say("explain tide/drone").0, &["weak.toml: has mistakes"]);
}

#[test]
fn a_misspelt_check_is_named() {
    let misspelt = DRONE.replace("{MORE}", "").replace("[require]", "[requires]").replace("[require.", "[requires.");
    let two = DRONE.replace("{MORE}", "").replace("[[example]]", "[forbid]\nphrases = [\"pier\"]\n[[example]]");
    let folder = Folder::new("check").with("copydesk.toml", "").with("a.md", "A pier.\n");
    let folder = folder.with("rules/tide/misspelt.toml", &misspelt).with("rules/tide/two.toml", &two);
    let (words, _) = folder.say("check a.md");
    says(&words, &["misspelt.toml:6:2", "there is no check “requires”; did you mean `require`?"]);
    says(&words, &["a rule has one check, and this file has `[forbid]` and `[require]`"]);
    assert!(!words.contains("a rule has a check"), "{words}");
}

#[test]
fn every_clue_that_is_weighed_is_said_in_words() {
    let names = |file: &str| -> Vec<String> {
        let text = std::fs::read_to_string(file).unwrap();
        let first = |line: &str| line.split_once('\t').map(|(name, _)| name.to_owned());
        text.lines().filter(|line| !line.starts_with('#')).filter_map(first).collect()
    };
    let said = names("rules/clues.tsv");
    let has = |name: &str| said.iter().any(|other| other == name);
    let heads = ["calibration", "reasons", "bias"];
    let unsaid: Vec<String> = names("rules/worth.tsv")
        .into_iter()
        .filter(|name| !heads.contains(&name.as_str()) && !has(name) && !has(name.split('=').next().unwrap_or_default()))
        .collect();
    assert!(unsaid.is_empty(), "without words in rules/clues.tsv: {unsaid:?}");
}
