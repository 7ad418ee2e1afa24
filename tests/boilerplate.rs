//! Repeated passages, page furniture, foreign owners and quotations, on whole drafts.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::finding::{File, Finding, Fix};
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;

/// A draft as it is pasted from a page: disclaimer twice, comment box, teasers.
const PASTED: &str = "\
by ,

The winter that closed the harbour

The views in this column are those of the author alone, and do not necessarily represent those of this paper. This paper gives no advice on boats.

The ice came in January, and the ferries lay at the quay until March. The harbour office counted them every morning.

In its letter to the crews the Harbour Office makes the following point about the winter to come

All boats that lie in the ice for more than a month are to be lifted, looked over and dried before they are let out again, whoever owns them and whatever the owner says of their age.

The Harbour Office has written such letters for a hundred years.

The views in this column are those of the author alone, and do not necessarily represent those of this paper. This paper gives no advice on boats.

What do you think?

17 Points
Upvote Downvote
View all comments

Mayor loses his hat on the quay, “It was an old one”

WATCH: Pilot steers a trawler through the ice by hand";

const RULES: [&str; 7] = [
    "boilerplate/repeated-disclaimer",
    "boilerplate/repeated-passage",
    "chrome/template-residue",
    "chrome/comment-widget",
    "chrome/related-teaser",
    "attribution/unmarked-quotation",
    "boilerplate/foreign-publication",
];

fn publication(only: &[&str], config: &str) -> std::sync::Arc<Publication> {
    let choices = Choices { only: only.iter().map(|&rule| rule.to_owned()).collect(), ..Choices::default() };
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &choices);
    assert!(faults.is_empty(), "{faults:?}");
    publication.unwrap_or_else(|| panic!("no publication, and no word why"))
}

fn judged(publication: &Publication, drafts: &[(&str, &str)]) -> Vec<File> {
    let entry = |path: &str| Entry { path: PathBuf::from(path), policy: publication.policy(Path::new(path)), format: None };
    let entries: Vec<Entry> = drafts.iter().map(|(path, _)| entry(path)).collect();
    let read = |path: &Path| {
        let draft = drafts.iter().find(|(name, _)| Path::new(name) == path);
        draft.map(|(_, text)| text.as_bytes().to_vec()).ok_or(std::io::ErrorKind::NotFound.into())
    };
    run(&entries, read, || {}).files
}

fn file(draft: &str) -> File {
    judged(&publication(&RULES, ""), &[("draft.txt", draft)]).remove(0)
}

/// Each finding: its rule, its first and last line.
fn told(file: &File) -> Vec<(&str, usize, usize)> {
    let lines = |finding: &Finding| {
        let line = |at| file.source.position(at).line;
        (line(finding.span.start()), line(finding.span.end()))
    };
    file.findings.iter().map(|finding| (finding.rule.as_str(), lines(finding).0, lines(finding).1)).collect()
}

fn applied(file: &File, fix: &Fix) -> String {
    let mut text = file.source.text.clone();
    fix.edits.iter().rev().for_each(|edit| text.replace_range(edit.span.range(), &edit.text));
    text
}

#[test]
fn a_pasted_page_is_told_piece_by_piece() {
    let expected = [
        ("chrome/template-residue", 1, 1),
        ("attribution/unmarked-quotation", 11, 11),
        ("boilerplate/repeated-disclaimer", 15, 15),
        ("chrome/comment-widget", 17, 21),
        ("chrome/related-teaser", 23, 25),
    ];
    assert_eq!(told(&file(PASTED)), expected);
}

#[test]
fn safe_fixes_take_what_was_pasted_and_one_blank_line() {
    let file = file(PASTED);
    let mut text = file.source.text.clone();
    let safe = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe);
    for finding in file.findings.iter().rev().filter(safe) {
        let edit = &finding.fix.as_ref().expect("it has one").edits[0];
        text.replace_range(edit.span.range(), &edit.text);
    }
    let lines: Vec<&str> = PASTED.lines().collect();
    assert_eq!(text, [&lines[2..14], &lines[22..]].concat().join("\n"));
}

#[test]
fn a_changed_word_makes_a_near_copy_that_no_one_deletes_unread() {
    let at = PASTED.rfind("column").expect("it stands there");
    let file = file(&format!("{}article{}", &PASTED[..at], &PASTED[at + 6..]));
    let finding = file.findings.iter().find(|finding| finding.rule == "boilerplate/repeated-disclaimer").expect("still told");
    assert!(finding.notes.iter().any(|note| note == "“column” → “article”"), "{:?}", finding.notes);
    assert!(finding.fix.as_ref().is_some_and(|fix| !fix.safe));
}

#[test]
fn chrome_is_told_before_the_disclaimer_as_well() {
    let lines: Vec<&str> = PASTED.lines().collect();
    let moved = [&lines[..14], &lines[16..], &[""], &lines[14..15]].concat().join("\n");
    let file = file(&moved);
    let found: Vec<_> = told(&file).into_iter().filter(|(rule, ..)| rule.starts_with("chrome/")).collect();
    let expected = [("chrome/template-residue", 1, 1), ("chrome/comment-widget", 15, 19), ("chrome/related-teaser", 21, 23)];
    assert_eq!(found, expected);
}

#[test]
fn marks_or_a_missing_announcement_make_no_quotation() {
    let of = |draft: &str| told(&file(draft)).iter().filter(|(rule, ..)| *rule == "attribution/unmarked-quotation").count();
    let announcement = PASTED.lines().nth(8).expect("line 9");
    let words = PASTED.lines().nth(10).expect("line 11");
    assert_eq!(of(PASTED), 1);
    assert_eq!(of(&PASTED.replace(announcement, "The Harbour Office wrote to the crews.")), 0);
    for quoted in [format!("\"{words}\""), format!("“{words}”"), format!("> {words}")] {
        assert_eq!(of(&PASTED.replace(words, &quoted)), 0, "{quoted}");
    }
}

#[test]
fn neighbouring_copies_are_one_finding_and_headings_join_them() {
    let part = "The ice came in January and stayed until the middle of March.\n\n## The count\n\nThe ferries lay at the quay, \
                and the harbour office counted them every morning.\n";
    let draft = format!("{part}\nNobody sailed.\n\n{part}\nThen came spring.\n");
    let file = judged(&publication(&RULES, ""), &[("draft.md", &draft)]).remove(0);
    assert_eq!(told(&file), [("boilerplate/repeated-passage", 9, 13)]);
    let fix = file.findings[0].fix.as_ref().expect("whole paragraphs can be deleted");
    assert_eq!(applied(&file, fix), format!("{part}\nNobody sailed.\n\nThen came spring.\n"));
}

#[test]
fn an_approved_text_is_a_standing_text() {
    let text = "Written on the ferry by a crew that pays for its own coffee and its own coal.";
    let draft = format!("{text}\n\nThe ice came in January.\n\n{text}\n");
    let config = format!("[texts.crew]\ntext = \"{text}\"\n");
    let rules = |config: &str| {
        let file = judged(&publication(&RULES, config), &[("draft.md", &draft)]).remove(0);
        told(&file).iter().map(|(rule, ..)| (*rule).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules(""), ["boilerplate/repeated-passage"]);
    assert_eq!(rules(&config), ["boilerplate/repeated-disclaimer"]);
}

#[test]
fn a_standing_text_speaks_for_its_own_publication() {
    let of = |config: &str, owner: &str| {
        let draft =
            format!("The views in this column are those of the author and do not necessarily represent those of {owner}.\n");
        let file = judged(&publication(&RULES, config), &[("draft.md", &draft)]).remove(0);
        let foreign = |finding: &Finding| (finding.rule == "boilerplate/foreign-publication").then_some(finding.span);
        file.findings.iter().find_map(foreign).map(|span| file.source.slice(span).to_owned())
    };
    let named = "name = \"Example Post\"\naliases = [\"EP\"]\n";
    assert_eq!(of(named, "The Quay Herald").as_deref(), Some("The Quay Herald"));
    for own in ["Example Post", "the Example Post’s owners", "the EP", "ExamplePost.com", "this site", "his employer"] {
        assert_eq!(of(named, own), None, "{own}");
    }
    assert_eq!(of("", "The Quay Herald"), None);
}

#[test]
fn a_passage_in_three_files_is_told_once() {
    let passage = "The ice came in January and stayed until the middle of March, and the harbour office counted the ferries at the quay \
                   every morning before the bell.";
    let draft = |first: &str| format!("{first}\n\n{passage}\n\nSpring came late to {first}.\n");
    let drafts = [("a.md", draft("Quay")), ("b.md", draft("Pier")), ("c.md", draft("Mole")), ("d.md", "Nothing.\n".to_owned())];
    let drafts: Vec<(&str, &str)> = drafts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let config = "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n";
    let files = judged(&publication(&["boilerplate/across-articles"], config), &drafts);
    let counts: Vec<usize> = files.iter().map(|file| file.findings.len()).collect();
    assert_eq!(counts, [1, 0, 0, 0]);
    let finding = &files[0].findings[0];
    assert_eq!(files[0].source.slice(finding.span), passage);
    let others: Vec<_> = finding.related.iter().filter_map(|related| related.path.as_deref()).collect();
    assert_eq!(others, [Path::new("b.md"), Path::new("c.md")]);
}

#[test]
fn a_wording_that_is_near_to_another_wording_goes_with_it() {
    let words = |letters: &str| letters.chars().map(|char| format!("{char}{char}a ")).collect::<String>() + "over.";
    let drafts = ["abcdefghijkl", "abcdefghijkl", "mnodefghijkl", "mnodefghixyz"].map(words);
    let names = ["a.md", "b.md", "c.md", "d.md"];
    let drafts: Vec<(&str, &str)> = names.iter().zip(&drafts).map(|(name, text)| (*name, text.as_str())).collect();
    let config = "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n";
    let files = judged(&publication(&["boilerplate/across-articles"], config), &drafts);
    let counts: Vec<usize> = files.iter().map(|file| file.findings.len()).collect();
    assert_eq!(counts, [1, 0, 0, 0]);
    let notes: Vec<&str> = files[0].findings[0].related.iter().map(|related| related.note.as_str()).collect();
    assert_eq!(notes, ["stands here as well", "76% of the words are the same", "53% of the words are the same"]);
}

#[test]
fn a_text_that_was_glued_to_others_is_told_once_with_all_its_places() {
    let note = "Each week this column tells of one boat, of those who built her and of those who sail her. Write to the harbour office \
                and ask for yours.";
    let glued = |number: usize| {
        let own = |word: &str| {
            format!("{word} {}", "abcdefghijklmnopqrst".chars().map(|char| format!("{char}{word}{number} ")).collect::<String>())
        };
        format!("{}{}. {note}\n", own("quay"), own("mole"))
    };
    let drafts: Vec<(String, String)> = (0..12)
        .map(|number| (format!("{number:02}.md"), if number == 4 { format!("{note}\n") } else { glued(number) }))
        .collect();
    let drafts: Vec<(&str, &str)> = drafts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let rules = ["boilerplate/across-articles", "boilerplate/partial-across", "boilerplate/site-text"];
    let config: String = rules.iter().map(|rule| format!("\"{rule}\" = \"warning\"\n")).collect();
    let files = judged(&publication(&rules, &format!("[rules]\n{config}")), &drafts);
    let told: Vec<(&str, &str)> =
        files.iter().flat_map(|file| &file.findings).map(|finding| (finding.rule.as_str(), finding.message.as_str())).collect();
    assert_eq!(told, [("boilerplate/site-text", "These 28 words stand in 12 files")]);
    let finding = &files[4].findings[0];
    assert_eq!(
        (files[4].source.slice(finding.span), finding.related[0].note.as_str()),
        (note, "stands here in a longer passage")
    );
    assert_eq!(files[0].source.slice(finding.related[0].span), note.trim_end_matches('.'));
}

#[test]
fn versions_of_a_document_count_as_one() {
    let passage = "The ice came in January and stayed until the middle of March, and the harbour office counted the ferries.";
    let config = "[rules]\n\"boilerplate/across-articles\" = { level = \"warning\", same-document = [\"docs/{version}/**\"] }\n";
    let count = |names: &[&str]| {
        let drafts: Vec<(&str, &str)> = names.iter().map(|name| (*name, passage)).collect();
        let files = judged(&publication(&["boilerplate/across-articles"], config), &drafts);
        files.iter().map(|file| file.findings.len()).sum::<usize>()
    };
    assert_eq!(count(&["docs/1.0/ice.md", "docs/1.1/ice.md"]), 0);
    assert_eq!(count(&["docs/1.0/ice.md", "docs/1.1/ice.md", "docs/1.1/fog.md"]), 1);
}

#[test]
fn a_window_of_time_takes_a_text_apart() {
    let passage = "The ice came in January and stayed until the middle of March, and the harbour office counted the ferries.";
    let edited = "The ice came in January and stayed until the end of March, and the harbour office counted the boats.";
    let config = "[rules]\n\"boilerplate/across-articles\" = { level = \"warning\", within = 30 }\n";
    let labels = |drafts: &[(&str, &str)]| -> Vec<Vec<String>> {
        let files = judged(&publication(&["boilerplate/across-articles"], config), drafts);
        files.iter().map(|file| file.findings.iter().map(|finding| finding.label.clone()).collect()).collect()
    };
    let (of_two, of_three) = ("19 words that stand in 2 files", "19 words that stand in 3 files");
    let near = ", each within 30 days of another";
    let told = |of: &str| vec![format!("{of}{near}")];
    assert_eq!(labels(&[("2024-01-01-a.md", passage), ("2024-03-01-b.md", passage)]), [vec![], Vec::<String>::new()]);
    assert_eq!(labels(&[("2024-02-01-a.md", passage), ("2024-03-01-b.md", passage)]), [told(of_two), vec![]]);
    let chain = [("2024-01-01-a.md", passage), ("2024-01-31-b.md", passage), ("2024-03-01-c.md", passage)];
    assert_eq!(labels(&chain), [told(of_three), vec![], vec![]], "each is near to another");
    let apart = [
        ("2020-01-01-a.md", passage),
        ("2020-01-09-b.md", passage),
        ("2022-05-01-c.md", edited),
        ("2022-05-02-d.md", edited),
        ("2024-05-02-e.md", passage),
    ];
    let wordings = labels(&apart);
    assert_eq!(wordings, [told(of_two), vec![], told(of_two), vec![], vec![]], "one finding for each stretch of time");
    assert_eq!(
        labels(&[("a.md", passage), ("b.md", passage), ("2024-01-01-c.md", passage)]),
        [vec![of_two.to_owned()], vec![], vec![]]
    );
    let undated = judged(&publication(&["boilerplate/across-articles"], config), &[("a.md", passage), ("b.md", passage)]);
    assert!(undated[0].findings[0].notes[0].starts_with("none of these files says when"), "{:?}", undated[0].findings[0].notes);
}

#[test]
fn each_draft_is_compared_by_its_own_options() {
    let passage = "The ice came in January and stayed until the middle of March, and the harbour office counted the ferries at the quay \
                   every morning before the bell.";
    let other = "Nobody on the mole had seen a winter like it since the year in which the old lighthouse burned down, and nobody there \
                 wished to see another one.";
    let config = "[rules]\n\"boilerplate/across-articles\" = { level = \"warning\", files = 3 }\n[[section]]\nfiles = [\"z/**\"]\n\
                  rules = { \"boilerplate/across-articles\" = { files = 2 } }\n";
    let counts = |drafts: &[(&str, &str)]| -> Vec<usize> {
        let files = judged(&publication(&["boilerplate/across-articles"], config), drafts);
        files.iter().map(|file| file.findings.len()).collect()
    };
    let two = [("z/b.md", passage), ("z/c.md", passage)];
    assert_eq!(counts(&two), [1, 0]);
    assert_eq!(counts(&[("a.md", other), two[0], two[1]]), [0, 1, 0], "a draft before them changes nothing");
    assert_eq!(counts(&[two[0], ("a.md", passage)]), [1, 0], "two files are enough in z, and not elsewhere");
    assert_eq!(counts(&[("a.md", other), ("b.md", other), two[0]]), [0, 0, 0], "nor do the options of a later one");
}

#[test]
fn hostile_drafts_end() {
    let same = "a ".repeat(40_000);
    let rows: String =
        (0..4_000).map(|row| format!("Row {row} of the table has the same words as all the other rows of it.\n\n")).collect();
    let short = "No. ".repeat(20_000);
    let share = "Share\n\n".repeat(10_000);
    for draft in [same, rows, short, share] {
        file(&draft);
        judged(
            &publication(&["boilerplate/near-repeat"], "[rules]\n\"boilerplate/near-repeat\" = \"note\"\n"),
            &[("d.md", &draft)],
        );
    }
}
