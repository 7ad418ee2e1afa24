//! The disclosure rules: their lists read, and the paragraphs they take for disclaimers.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::draft::Draft;
use copydesk::finding::Report;
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;
use copydesk::prose::{Lexicon, Lists};
use copydesk::reading::Reading;
use copydesk::style::{Approved, HouseStyle};
use copydesk::text::{Format, Source};
use copydesk::wording::{ApprovedTexts, Likeness};
use serde::Deserialize;

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    is_disclaimer: bool,
}

/// Precision and recall of `standing` over a file of labelled paragraphs, and what it gets wrong.
fn measure(file: &str) -> (f64, f64, String) {
    let lexicon = Lexicon::new(&Lists::shipped(), []);
    let style = HouseStyle::default();
    let (mut right, mut false_alarms, mut missed, mut wrong) = (0.0, 0.0, 0.0, String::new());
    for line in file.lines().filter(|line| !line.trim().is_empty()) {
        let Paragraph { text, is_disclaimer } = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let document = copydesk::format::read(Source::new("draft.md", Format::Markdown, text.clone()));
        let draft = Draft::new(Reading::new(&document, &lexicon, &style));
        let found = (0..document.blocks.len()).find_map(|block| draft.standing(block).filter(|found| !found.is_note()));
        match (is_disclaimer, &found) {
            (true, Some(_)) => right += 1.0,
            (true, None) => missed += 1.0,
            (false, Some(_)) => false_alarms += 1.0,
            (false, None) => {}
        }
        if is_disclaimer != found.is_some() {
            let _ = writeln!(wrong, "{}: {text}", found.map_or("missed", |found| found.kind));
        }
    }
    (right / (right + false_alarms), right / (right + missed), wrong)
}

#[test]
fn disclaimers_are_told_from_their_traps() {
    for file in [include_str!("disclaimers/paragraphs.jsonl"), include_str!("disclaimers/traps.jsonl")] {
        let (precision, recall, wrong) = measure(file);
        assert!(precision >= 0.95 && recall >= 0.95, "precision {precision:.3}, recall {recall:.3}\n{wrong}");
    }
}

/// Another file of labelled paragraphs, when one is named: `PARAGRAPHS=file cargo test --test disclosure elsewhere -- --nocapture`.
#[test]
fn disclaimers_elsewhere() {
    let Some(path) = std::env::var_os("PARAGRAPHS") else { return };
    let (precision, recall, wrong) = measure(&std::fs::read_to_string(path).expect("a readable file"));
    println!("precision {precision:.3}, recall {recall:.3}\n{wrong}");
}

/// What a rule finds in a draft, under a publication: the slices and the messages.
fn found(config: &str, path: &str, draft: &str, rule: &str) -> Vec<(String, String)> {
    let report = checked(config, path, draft);
    let findings = report.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
    let of_rule = findings.filter(|(_, finding)| finding.rule == rule);
    of_rule.map(|(file, finding)| (file.source.slice(finding.span).to_owned(), finding.message.clone())).collect()
}

fn checked(config: &str, path: &str, draft: &str) -> Report {
    let (publication, mistakes) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &Choices::default());
    let told: Vec<_> = mistakes.iter().flat_map(|file| &file.findings).map(|finding| &finding.message).collect();
    let policy = publication.unwrap_or_else(|| panic!("{told:?}")).policy(Path::new(path));
    let entry = Entry { path: PathBuf::from(path), policy, format: None };
    run(std::slice::from_ref(&entry), |_| Ok(draft.as_bytes().to_vec()), || ())
}

/// The draft with the mend of a rule's first finding made.
fn mended(config: &str, path: &str, draft: &str, rule: &str) -> String {
    let report = checked(config, path, draft);
    let finding = report.files.iter().flat_map(|file| &file.findings).find(|finding| finding.rule == rule);
    let Some(fix) = finding.and_then(|finding| finding.fix.as_ref()) else { panic!("no mend: {finding:?}") };
    let mut text = draft.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

const HOUSE: &str = r#"
name = "The Valley Post"
[texts.opinion]
text = "The views set down in this column are those of {author} and are not the views of {publication}."
versions = ["What {author} writes here binds nobody at this paper."]
[[section]]
files = ["opinion/**"]
kind = "opinion"
rules = { "disclosure/opinion" = "error" }
"#;

const BODY: &str = "The depot closed in May after forty years of service on the hill. Nobody in the street had been told of the plan.\n\n\
                    A second yard is to be sold in the autumn. Two buyers have looked at it, and one of them came from abroad to do so.\n\n\
                    The price has been left open until the survey is done, which will take the rest of the year and some of the next.\n";

#[test]
fn an_approved_text_is_known_exact_outdated_and_drifted() {
    let approved = Approved {
        text: "The views set down in this column are those of {author} and are not the views of the paper.".to_owned(),
        versions: vec!["What {author} writes here binds nobody at this paper.".to_owned()],
        ..Approved::default()
    };
    let texts = ApprovedTexts::new([("opinion", &approved)], &HouseStyle::default());
    let told = |text: &str| {
        let document = copydesk::format::read(Source::new("draft.txt", Format::Markdown, text.to_owned()));
        let (lexicon, style) = (Lexicon::new(&Lists::shipped(), []), HouseStyle::default());
        let reading = Reading::new(&document, &lexicon, &style);
        let line = reading.line(0);
        texts.find(&reading, 0).into_iter().next().map(|found| {
            let words = line.text[line.bytes(found.tokens.clone())].to_owned();
            (found.likeness, found.diff, words)
        })
    };
    let exact = "The views set down in this column are those of Ines Maria Roca and are not the views of the paper.";
    let (likeness, diff, _) = told(exact).expect("found");
    assert_eq!((likeness, diff.as_str()), (Likeness::Exact, ""));
    let (likeness, diff, _) = told(&exact.replace("column", "article")).expect("found");
    assert_eq!((likeness, diff.as_str()), (Likeness::Drifted, "column → article"));
    let (likeness, diff, _) = told(&exact.replace("are not", "are")).expect("found");
    assert_eq!((likeness, diff.as_str()), (Likeness::Drifted, "“not” left out"));
    let (likeness, ..) = told("What Ines Roca writes here binds nobody at this paper.").expect("found");
    assert_eq!(likeness, Likeness::Stale);
    let (likeness, _, words) = told(&format!("Ines Roca ran the depot. She lives in Bergen. {exact}")).expect("found");
    assert_eq!((likeness, words.as_str()), (Likeness::Exact, exact.trim_end_matches('.')));
    let piece = "The views set down in this column are those of Ines Roca";
    let rest = "“and are not the views of the paper” left out";
    let (likeness, diff, words) = told(piece).expect("found");
    assert_eq!((likeness, diff.as_str(), words.as_str()), (Likeness::Cut, rest, piece));
    let amid = format!("The depot closed in May. Note: {piece}. Nobody in the street had been told of the plan.");
    let (likeness, _, words) = told(&amid).expect("found");
    assert_eq!((likeness, words.as_str()), (Likeness::Cut, piece));
    let (likeness, diff, _) = told("and are not the views of the paper").expect("found");
    assert_eq!(likeness, Likeness::Cut);
    assert_eq!(diff, "“The views set down in this column are those of {author}” left out");
    // So few words, with others around them, may be anybody's.
    assert_eq!(told("It rained. The views set down in this column. It rained again."), None);
    assert_eq!(told("The views from the tower are those of a small town, and the paper said so."), None);
    assert_eq!(told("It rained."), None);
}

#[test]
fn the_approved_text_satisfies_in_all_its_forms() {
    for text in [
        "The views set down in this column are those of Ines Roca and are not the views of The Valley Post.",
        "What Ines Roca writes here binds nobody at this paper.",
        "The views set down in this article are those of Ines Roca and are not the views of The Valley Post.",
    ] {
        assert_eq!(found(HOUSE, "opinion/yard.md", &format!("# The yard\n\n{text}\n\n{BODY}"), "disclosure/opinion"), []);
    }
}

#[test]
fn a_mend_writes_the_approved_text_once_and_for_all() {
    let draft = format!("---\nauthor: Ines Roca\n---\n\n# The yard\n\n{BODY}");
    let [(slice, message)] = &found(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion")[..] else { panic!("one finding") };
    assert_eq!((slice.as_str(), message.as_str()), ("The yard", "the statement that this is its author's opinion is missing"));
    for draft in [draft.clone(), draft.replace('\n', "\r\n")] {
        let after = mended(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion");
        assert!(after.contains("are those of Ines Roca and are not the views of The Valley Post."), "{after}");
        assert_eq!(found(HOUSE, "opinion/yard.md", &after, "disclosure/opinion"), []);
        let line_ends = if draft.contains("\r\n") { after.matches("\r\n").count() } else { after.matches('\n').count() };
        assert_eq!(line_ends, after.matches('\n').count());
        assert_eq!(
            after.lines().filter(|line| !line.contains("set down")).filter(|line| !line.is_empty()).collect::<Vec<_>>(),
            draft.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_statement_at_the_end_is_moved_to_the_top() {
    let text = "The views set down in this column are those of Ines Roca and are not the views of The Valley Post.";
    let draft = format!("# The yard\n\n{BODY}\n{text}\n");
    let [(slice, message)] = &found(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion")[..] else { panic!("one finding") };
    assert_eq!(
        (slice.as_str(), message.as_str()),
        (text, "the statement that this is its author's opinion stands only at the end")
    );
    let after = mended(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion");
    assert_eq!(after, format!("# The yard\n\n{text}\n\n{BODY}"));
    assert_eq!(found(HOUSE, "opinion/yard.md", &after, "disclosure/opinion"), []);
}

#[test]
fn what_the_site_adds_satisfies() {
    let sponsored = "---\nsponsored: true\nlayout: LAYOUT\n---\n\n# The lamp\n\n";
    let rule = "disclosure/sponsored";
    assert_eq!(found("", "lamp.md", &format!("{}{BODY}", sponsored.replace("LAYOUT", "post")), rule).len(), 1);
    assert_eq!(found("", "lamp.md", &format!("{}{BODY}", sponsored.replace("LAYOUT", "sponsored-post")), rule), []);
    assert_eq!(found("", "lamp.md", &format!("{sponsored}{{{{< sponsor-box >}}}}\n\n{BODY}"), rule), []);
}

#[test]
fn too_often_is_said_in_different_words_only() {
    let one = "The opinions expressed here are the author's own.";
    let two = "Views in this paper do not necessarily reflect the position of its owners or staff, who read none of it first.";
    let draft = format!("# The yard\n\n{one}\n\n{BODY}\n{two}\n");
    let [(slice, message)] = &found(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion")[..] else { panic!("one finding") };
    assert_eq!((slice.as_str(), message.as_str()), (two, "the statement that this is its author's opinion stands twice"));
    let draft = format!("# The yard\n\n{one}\n\n{BODY}\n{one}\n");
    assert_eq!(found(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion"), []);
}

/// A kind, what asks for it (front matter, or words of the text), its statement, its denial or near miss, and its topic.
const KINDS: [(&str, &str, &str, &str, &str, &str); 5] = [
    (
        "opinion",
        "type: opinion",
        "",
        "The views expressed here are the author's own.",
        "Nobody may say that the views expressed here are the author's own.",
        "Opinions are split, and the author's first book says so.",
    ),
    (
        "affiliate",
        "",
        "Buy it [here](https://amzn.to/3aBcDe).",
        "This post contains affiliate links, and we may earn a commission.",
        "This post contains no affiliate links.",
        "Affiliate marketing began in a flower shop.",
    ),
    (
        "sponsored",
        "sponsored: true",
        "",
        "This post is sponsored by Northlight.",
        "This post is not sponsored by Northlight.",
        "The advertising industry lost money, and the fair was sponsored by the community.",
    ),
    (
        "investment",
        "ticker: NLT",
        "",
        "This article is not investment advice.",
        "He denied that this article is not investment advice.",
        "The investment advice of the bank was bad.",
    ),
    (
        "health",
        "category: health",
        "",
        "This article is not a substitute for professional medical advice.",
        "Nobody says that this article is not a substitute for professional medical advice.",
        "She sought medical advice after the fall.",
    ),
];

/// A draft of a kind with something at its top.
fn draft_of(front: &str, top: &str, asks: &str) -> String {
    format!(
        "---\n{front}\ntitle: The yard\nauthor: Ines Roca\ndate: 2026-05-04\nslug: yard\nedition: 3\nweight: 4\n---\n\n{top}\n\n{BODY}\n{asks}\n"
    )
}

#[test]
fn only_what_a_reader_sees_counts() {
    for (kind, front, asks, statement, denial, topic) in KINDS {
        let rule = format!("disclosure/{kind}");
        let config = format!("[rules]\n\"{rule}\" = \"warning\"\n");
        let count = |top: &str, path: &str| found(&config, path, &draft_of(front, top, asks), &rule).len();
        assert_eq!(count(statement, "yard.md"), 0, "{kind}: said under a long front matter");
        assert_eq!(count(&format!("*{statement}*"), "yard.md"), 0, "{kind}: in italics");
        assert_eq!(count(&format!("> **Disclaimer:** {statement}"), "yard.md"), 0, "{kind}: set off");
        let unseen = [
            ("missing", String::new()),
            ("topic", topic.to_owned()),
            ("denied", denial.to_owned()),
            ("comment", format!("<!-- {statement} -->")),
            ("code", format!("`{statement}`")),
            ("code block", format!("```\n{statement}\n```")),
            ("alternative text", format!("![{statement}](notice.png)")),
            ("folded away", format!("<details><summary>More</summary><p>{statement}</p></details>")),
            ("hidden element", format!("<p hidden>{statement}</p>")),
            ("quoted", format!("“{statement}” a rival printed last week.")),
            ("quotation", format!("A rival prints below each of its own:\n\n> {statement}")),
            ("question", statement.replace('.', "?")),
        ];
        for (how, top) in unseen {
            assert_eq!(count(&top, "yard.md"), 1, "{kind}, {how}: {top}");
        }
    }
}

#[test]
fn code_and_negative_metadata_ask_for_nothing() {
    for (front, text) in [
        ("weight: 4", "Write `https://amzn.to/3aBcDe` there.\n\n```\ncurl https://amzn.to/3aBcDe\n```"),
        ("type: news", "It is in my opinion a mistake."),
        ("sponsored: false", "The fair was sponsored by the community."),
        ("weight: 4", "“It is in my opinion a mistake,” said Ines Roca."),
        ("weight: 4", "<!-- Buy it [here](https://amzn.to/3aBcDe) in my opinion. -->"),
    ] {
        let report = checked("", "yard.md", &draft_of(front, text, ""));
        let rules: Vec<_> = report.files.iter().flat_map(|file| &file.findings).map(|finding| finding.rule.as_str()).collect();
        assert!(!rules.iter().any(|rule| rule.starts_with("disclosure/")), "{front}, {text}: {rules:?}");
    }
}

#[test]
fn an_approved_text_holds_in_its_days() {
    let dated = HOUSE.replace("versions =", "from = 2026-01-01\nversions =")
        + "[rules]\n\"disclosure/opinion\" = { approved-only = true }\n";
    let draft = |day: &str| {
        format!(
            "---\nauthor: Ines Roca\ndate: {day}\n---\n\n# The yard\n\nThe opinions expressed here are the author's own.\n\n{BODY}"
        )
    };
    assert_eq!(found(&dated, "opinion/yard.md", &draft("2025-06-01"), "disclosure/opinion"), []);
    let [(_, message)] = &found(&dated, "opinion/yard.md", &draft("2026-06-01"), "disclosure/opinion")[..] else {
        panic!("one finding")
    };
    assert_eq!(message, "the statement that this is its author's opinion stands only in other words than the approved text");
}

#[test]
fn what_is_doubted_supposed_told_of_or_a_joke_states_nothing() {
    for text in [
        "Every paper prints a line saying the views expressed are the author's own, and no one reads it.",
        "I doubt that the views expressed here are the author's own.",
        "If the views expressed here are the author's own, I am a herring.",
        "The views expressed here are my dog's and nobody else's.",
        "Views expressed by readers at the meeting are their own.",
    ] {
        let draft = format!("# The yard\n\n{text}\n\n{BODY}");
        assert_eq!(found(HOUSE, "opinion/yard.md", &draft, "disclosure/opinion").len(), 1, "{text}");
    }
    let named =
        format!("# The yard\n\nThe views in this column are Mara Finch’s own and not those of The Valley Post.\n\n{BODY}");
    let bare = HOUSE.split("[texts.opinion]").next().unwrap_or_default();
    let config = format!("{bare}[[section]]\nfiles = [\"opinion/**\"]\nkind = \"opinion\"\n");
    assert_eq!(found(&config, "opinion/yard.md", &named, "disclosure/opinion"), []);
}
