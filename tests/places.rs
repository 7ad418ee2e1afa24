//! Where `--fix` writes a statement: between the parts of a draft, never inside one, and nowhere when nowhere is right.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use copydesk::config::Publication;
use copydesk::edit;
use copydesk::finding::File;
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

const TOP: &str = "The views in this column are their author’s own and nobody else’s.";
const END: &str = "This closing notice stands at the end of every article of ours.";
const LINKS: &str = "We may earn a commission when you buy through links in this article.";
const SAYS: &str = "The depot closed in May after forty years of service on the hill.";
const BUY: &str = "Buy it [here](https://amzn.to/3aBcDe) while it lasts.";

const CONFIG: &str = r#"
[texts.opinion]
text = "The views in this column are their author’s own and nobody else’s."
[texts.closing]
text = "This closing notice stands at the end of every article of ours."
[texts.affiliate]
text = "We may earn a commission when you buy through links in this article."
[[section]]
files = ["top/**"]
kind = "opinion"
[rules]
"attribution/*" = "off"
"chrome/*" = "off"
"disclosure/photo-credit" = "off"
"boilerplate/repeated-passage" = "off"
"disclosure/amazon-associates" = "off"
"house/closing" = "off"
[[section]]
files = ["end/**"]
rules = { "house/closing" = "error" }
"#;

const CLOSING: &str = r#"
summary = "The closing notice"
message = "The closing notice {how}"
why = "House style."
help = "Put it at the end."
[require]
when.always = true
texts = ["closing"]
placement = "end"
[[example]]
bad = "{It rained.}"
[[example]]
good = """
---
title: Rain
---
"""
profile = "docs"
"#;

fn publication() -> Arc<Publication> {
    static PUBLICATION: OnceLock<Arc<Publication>> = OnceLock::new();
    PUBLICATION.get_or_init(read).clone()
}

fn read() -> Arc<Publication> {
    let rules = [(PathBuf::from("rules/house/closing.toml"), CLOSING.to_owned())];
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), CONFIG, None, &rules, &Choices::default());
    publication.unwrap_or_else(|| panic!("{faults:?}"))
}

fn judged(publication: &Publication, path: &str, text: &str) -> File {
    let path = PathBuf::from(path);
    let entry = Entry { policy: publication.policy(&path), path, format: None };
    run(&[entry], |_| Ok(text.as_bytes().to_vec()), || ()).files.remove(0)
}

/// A draft mended until nothing more is.
fn mended(publication: &Publication, path: &str, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..8 {
        match edit::apply(&judged(publication, path, &text), text.as_bytes(), "") {
            Some(after) => text = String::from_utf8(after).unwrap(),
            None => return text,
        }
    }
    panic!("does not come to rest: {text}");
}

#[track_caller]
fn becomes(path: &str, before: &str, after: &str) {
    let publication = publication();
    let fill = |text: &str| {
        [("TOP", TOP), ("END", END), ("LINKS", LINKS), ("SAYS", SAYS), ("BUY", BUY)]
            .iter()
            .fold(text.to_owned(), |text, (name, words)| text.replace(name, words))
    };
    assert_eq!(mended(&publication, path, &fill(before)), fill(after));
}

/// The statement is owed, nothing is written, and the finding says why.
#[track_caller]
fn is_left(path: &str, text: &str) {
    let text = text.replace("SAYS", SAYS);
    let publication = publication();
    let file = judged(&publication, path, &text);
    let told: Vec<_> = file.findings.iter().flat_map(|finding| &finding.notes).collect();
    assert!(told.iter().any(|note| note.starts_with("--fix leaves this to you")), "{:?}", file.findings);
    assert_eq!(mended(&publication, path, &text), text);
}

#[test]
fn the_top_is_before_the_first_part_of_the_body() {
    becomes("top/a.md", "---\ntitle: X\n---\n\nSAYS\n", "---\ntitle: X\n---\n\nTOP\n\nSAYS\n");
    becomes("top/a.md", "---\ntitle: X\n---\n\n![a](b.png)\n\nSAYS\n", "---\ntitle: X\n---\n\nTOP\n\n![a](b.png)\n\nSAYS\n");
    becomes("top/a.md", "# T\n\n![a](b.png)\nSAYS\n", "# T\n\nTOP\n\n![a](b.png)\nSAYS\n");
    becomes("top/a.md", "# T\n\n> [!NOTE]\n> SAYS\n", "# T\n\nTOP\n\n> [!NOTE]\n> SAYS\n");
    becomes("top/a.md", "<div class=\"lead\">\n\nSAYS\n\n</div>\n", "TOP\n\n<div class=\"lead\">\n\nSAYS\n\n</div>\n");
    becomes("top/a.md", "{{< lead >}}\nSAYS\n{{< /lead >}}\n", "TOP\n\n{{< lead >}}\nSAYS\n{{< /lead >}}\n");
    becomes("top/a.md", ":::tip\n\nSAYS\n\n:::\n", "TOP\n\n:::tip\n\nSAYS\n\n:::\n");
    becomes("top/a.mdx", "<Card>\n\nSAYS\n\n</Card>\n", "TOP\n\n<Card>\n\nSAYS\n\n</Card>\n");
    becomes("top/a.md", "<blockquote>\n\nSAYS\n\n</blockquote>\n", "TOP\n\n<blockquote>\n\nSAYS\n\n</blockquote>\n");
}

#[test]
fn the_end_is_behind_the_last_part() {
    becomes("end/a.md", "SAYS\n\n![a](b.png)\n", "SAYS\n\n![a](b.png)\n\nEND\n");
    becomes("end/a.md", "# T\n\nSAYS\n\nFoo bar\n---\n", "# T\n\nSAYS\n\nFoo bar\n---\n\nEND\n");
    becomes("end/a.md", "- SAYS\n\n  ```\n  x\n  ```\n", "- SAYS\n\n  ```\n  x\n  ```\n\nEND\n");
    becomes("end/a.md", "[SAYS\n](http://x.y/z)\n", "[SAYS\n](http://x.y/z)\n\nEND\n");
    becomes("end/a.md", "SAYS <!-- a\nb -->\n", "SAYS <!-- a\nb -->\n\nEND\n");
    becomes("end/a.md", "---\ntitle: X\n---\n", "---\ntitle: X\n---\n\nEND\n");
    becomes("end/a.md", "SAYS\r\n", "SAYS\r\n\r\nEND\r\n");
    becomes("end/a.txt", "SAYS\n\nThe end of it came late.", "SAYS\n\nThe end of it came late.\n\nEND");
}

#[test]
fn a_list_a_table_and_a_note_stay_whole() {
    becomes("a.md", "1. One\n   1. BUY\n   2. three\n2. four\n", "LINKS\n\n1. One\n   1. BUY\n   2. three\n2. four\n");
    becomes("a.md", "| a |\n|---|\n| BUY |\n", "LINKS\n\n| a |\n|---|\n| BUY |\n");
    becomes("a.md", "A word[^1].\n\n[^1]: One two.\n\n    BUY\n", "A word[^1].\n\nLINKS\n\n[^1]: One two.\n\n    BUY\n");
    let button = "{{< button href=\"https://amzn.to/3aBcDe\" >}}\n\nSAYS\n";
    becomes("a.md", button, &format!("LINKS\n\n{button}"));
    let front = "---\ntitle: X\ndescription: Buy it at https://amzn.to/3aBcDe today\n---\n\nSAYS\n";
    becomes("a.md", front, &front.replace("SAYS", "LINKS\n\nSAYS"));
}

#[test]
fn in_html_it_stands_where_a_paragraph_may() {
    becomes("top/a.html", "<body><h1>T</h1>\n<p>SAYS</p>\n</body>\n", "<body><h1>T</h1>\n<p>TOP</p>\n<p>SAYS</p>\n</body>\n");
    becomes("top/a.html", "<html><body><img src=a></body></html>\n", "<html><body><p>TOP</p><img src=a></body></html>\n");
    becomes("top/a.html", "<ul>\n<li>SAYS</li>\n</ul>\n", "<p>TOP</p>\n<ul>\n<li>SAYS</li>\n</ul>\n");
    becomes(
        "top/a.html",
        "<blockquote><div><p>SAYS</p></div></blockquote>\n",
        "<p>TOP</p>\n<blockquote><div><p>SAYS</p></div></blockquote>\n",
    );
    becomes("top/a.html", "<p>TOP</p><p>SAYS</p><p>It rained.</p><p>TOP</p>\n", "<p>TOP</p><p>SAYS</p><p>It rained.</p>\n");
}

#[test]
fn where_it_would_not_be_read_nothing_is_written() {
    is_left("end/a.md", "```\nSAYS\n");
}

#[test]
fn what_is_permitted_stays_with_its_words() {
    let permitted = "<!-- copydesk: allow attribution/unsourced-figure, our own count -->\nNineteen boats came back.\n";
    becomes("top/a.md", permitted, &format!("TOP\n\n{permitted}"));
}

#[test]
fn a_copy_that_holds_more_than_itself_is_left() {
    for text in [
        "TOP\n\nIt rained[^a].\n\n[^a]: TOP\n",
        "TOP\n\n- TOP\n  - child\n- b\n",
        "TOP\n\n1. TOP\n2. Two\n3. Three\n",
        "TOP\n\n1. a\n2. b\n\nTOP\n\n1. c\n2. d\n",
        "{{% box %}}\nTOP\n{{% /box %}}\n\nTOP\n\n{{% box %}}\nTOP\n{{% /box %}}\n",
    ] {
        let text = text.replace("TOP", TOP);
        let after = mended(&publication(), "top/a.md", &text);
        assert!(after == text || after.matches("{{% box %}}").count() == 2, "{text} became {after}");
    }
    becomes("top/a.md", "# T\n\n~~TOP~~\n\nTOP\n\nSAYS\n", "# T\n\n~~TOP~~\n\nTOP\n\nSAYS\n");
}

#[test]
fn a_statement_is_moved_alone_or_not_at_all() {
    let long = "The harbour office keeps the old drawings in a drawer, and whoever asks for them in the morning can have them.";
    let body = [long; 4].iter().enumerate().map(|(n, text)| format!("{n} {text}")).collect::<Vec<_>>().join("\n\n");
    becomes("top/a.md", &format!("{body}\n\nTOP\n"), &format!("TOP\n\n{body}\n"));
    let with_more = format!("{body}\n\nTOP\nMy father drove the first engine out of that depot.\n");
    becomes("top/a.md", &with_more, &with_more);
}

#[test]
fn what_the_writer_means_is_not_written_over() {
    for meant in [
        "The views in this column are not their author’s own and nobody else’s.",
        "The 40 views in this column are their author’s own and nobody else’s.",
        "The views in this column are Nell Tarn’s own and nobody else’s.",
        "He told us “The views in this column are their author’s own and nobody else’s” and then he laughed for a good while.",
    ] {
        becomes("a.md", &format!("{meant}\n"), &format!("{meant}\n"));
    }
}

/// What drafts are built of.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    SAYS, BUY, "## Heads up", "Setext\n===", "```\ncode here\n```", "    indented code", "<!-- a comment -->", "- one\n- two\n  - three", "1. one\n2. two",
    "- a\n\n  b\n\n- c", "| a | b |\n|---|---|\n| c | d |", "> quoted words\n> and more", "> - a list\n> - in it", "A word[^1].\n\n[^1]: A note.\n\n    More of it.",
    "[ref]: https://example.com \"title\"", "---", "<div>\n\nWords in a room.\n\n</div>", "<div><p>Words in a room.</p></div>", "<details>\n<summary>S</summary>\n\nFolded.\n\n</details>",
    "<figure>\n<img src=\"a.png\">\n<figcaption>What it shows.</figcaption>\n</figure>", "![alt](a.png)", "![alt](a.png)\n*A caption.*", "{{< box >}}\n\nBoxed words.\n\n{{< /box >}}",
    "{% capture x %}\n\nKept words.\n\n{% endcapture %}", ":::note\n\nNoted words.\n\n:::", "> [!NOTE]\n> An alert.", "Words\n{: .lead}", "term\n: what it means", TOP, END, LINKS,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    /// Without what was written, the lines are those of the draft; and it stands by itself, with blank lines around it.
    #[test]
    fn all_that_was_there_is_there(
        folder in select(vec!["top", "end", "news"]),
        front in select(vec!["", "---\ntitle: X\n---\n\n", "+++\ntitle = \"X\"\n+++\n"]),
        parts in prop::collection::vec(select(PARTS), 1..8),
    ) {
        let publication = publication();
        let text = format!("{front}{}\n", parts.join("\n\n"));
        let after = mended(&publication, &format!("{folder}/a.md"), &text);
        let kept = |text: &str| text.lines().filter(|line| !line.trim().is_empty() && ![TOP, END, LINKS].contains(line)).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(kept(&text), kept(&after));
        let lines: Vec<&str> = after.lines().collect();
        for (number, _) in lines.iter().enumerate().filter(|(_, line)| [TOP, END, LINKS].contains(line)) {
            let blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty() || ["---", "+++"].contains(line));
            prop_assert!(number == 0 || blank(lines.get(number - 1)), "{}", after);
            prop_assert!(blank(lines.get(number + 1)), "{}", after);
        }
        prop_assert_eq!(mended(&publication, &format!("{folder}/a.md"), &after), after);
    }
}
