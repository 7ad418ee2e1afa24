//! What `--fix` does to drafts: only what it must, once and for all, and to nothing else of the file.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

use copydesk::config::Publication;
use copydesk::edit;
use copydesk::finding::{File, Finding};
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

const CONFIG: &str = "\
name = \"The Tidewater Post\"

[texts.opinion]
text = \"The views in this column are {author}’s own, and not those of {publication}.\"
versions = [\"The opinions in this column are those of its author alone.\"]

[texts.legal]
text = \"Nothing here is legal advice; ask a lawyer who knows your case before you sign anything.\"

[texts.letters]
text = \"Letters are cut for length by {editor}, and the views in them are those of their writers.\"

[texts.affiliate]
text = \"We earn a commission when you buy through links in this article.\"

[rules]
\"disclosure/sponsored\" = { satisfied-by = { flag = \"label = Advertisement\" } }

[[section]]
files = [\"opinion/**\"]
kind = \"opinion\"
";

fn publication() -> Arc<Publication> {
    static PUBLICATION: OnceLock<Arc<Publication>> = OnceLock::new();
    let read = || {
        let (publication, faults) = Publication::read(Path::new("copydesk.toml"), CONFIG, None, &[], &Choices::default());
        assert!(faults.is_empty(), "{faults:?}");
        publication.unwrap()
    };
    PUBLICATION.get_or_init(read).clone()
}

fn judged(path: &str, bytes: &[u8]) -> File {
    let path = PathBuf::from(path);
    let entry = Entry { policy: publication().policy(&path), path, format: None };
    run(&[entry], |_| Ok(bytes.to_vec()), || ()).files.remove(0)
}

/// Mends a draft as often as the command does; how often that changed it.
fn mended(path: &str, bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut bytes = bytes.to_vec();
    for pass in 0..32 {
        match edit::apply(&judged(path, &bytes), &bytes, "").filter(|after| *after != bytes) {
            Some(after) => bytes = after,
            None => return (bytes, pass),
        }
    }
    (bytes, 32)
}

fn drifted(text: &str) -> Vec<Finding> {
    let findings = judged("news/a.md", text.as_bytes()).findings;
    findings.into_iter().filter(|finding| finding.rule == "boilerplate/drifted").collect()
}

const AUTHOR: &str = "---\ntitle: The tide\nauthor: Ada Quill\n---\n\n";

#[test]
fn a_drifted_text_is_found_with_its_words_and_mended() {
    let draft = format!(
        "{AUTHOR}The tide was late.\n\nThe views in this article are Ada Quill’s own, and not those of The Tidewater Post.\n"
    );
    let found = drifted(&draft);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].notes, ["approved → here: column → article"]);
    assert!(found[0].fix.as_ref().unwrap().safe);
    let (after, _) = mended("news/a.md", draft.as_bytes());
    assert_eq!(String::from_utf8(after).unwrap(), draft.replace("article", "column"));
}

#[test]
fn what_stands_around_a_text_is_kept() {
    let line = "*Nothing here is legal advice; ask the lawyer who knows your case before you sign anything.* Ada Quill sails on Sundays.";
    let draft = format!("The tide was late.\n\n{line}\n");
    let (after, _) = mended("news/a.md", draft.as_bytes());
    assert_eq!(String::from_utf8(after).unwrap(), draft.replace("ask the lawyer", "ask a lawyer"));
    assert!(drifted(&draft.replace("ask the lawyer", "ask a lawyer")).is_empty());
}

#[test]
fn an_outdated_text_gives_way_to_the_approved_one() {
    let old = format!("{AUTHOR}The opinions in this column are those of its author alone.\n\nThe tide was late.\n");
    assert_eq!(drifted(&old)[0].message, "This is an earlier version of the approved text “opinion”");
    let (after, _) = mended("opinion/a.md", old.as_bytes());
    let new = "The views in this column are Ada Quill’s own, and not those of The Tidewater Post.";
    assert!(String::from_utf8(after).unwrap().contains(new));
}

#[test]
fn what_is_not_sure_is_only_told() {
    // A name that nobody knows, a link that would be lost, and a text of which half is other words.
    let letters = "Letters are cut for space by Ada Quill, and the views in them are those of their writers.";
    let linked = "Nothing here is legal advice; ask [the lawyer](/lawyers) who knows your case before you sign anything.";
    let other =
        "Nothing here is legal advice; ask your harbour master, who knows the quay and the tides, before you sail anywhere.";
    for text in [letters, linked, other] {
        assert!(drifted(text).iter().all(|finding| finding.fix.as_ref().is_none_or(|fix| !fix.safe)), "{text}");
        assert_eq!(mended("news/a.md", text.as_bytes()).0, text.as_bytes());
    }
    assert_eq!(drifted(letters).len(), 1);
    assert_eq!(drifted(linked).len(), 1);
}

#[test]
fn quoted_hidden_and_exact_texts_have_not_drifted() {
    let near = "Nothing here is legal advice; ask the lawyer who knows your case before you sign anything.";
    for text in [
        format!("> {near}\n"),
        format!("<!-- {near} -->\n"),
        near.replace("the lawyer", "a lawyer"),
        near.replace("the lawyer", "a lawyer").to_uppercase(),
    ] {
        assert_eq!(drifted(&text), [], "{text}");
    }
}

/// What drafts are made of: paragraphs that stay, and what is mended in them.
#[rustfmt::skip]
const STAYS: &[&str] = &[
    "The ferries waited at the quay until the lamps were lit – all é of them.", "Nobody in the old town had seen such ice, not even the crews.",
    "The café by the yard stayed open  late, with two  spaces in its line.", "An 𝟙 and a 👩‍👩‍👧 stood on the wall of the harbour office.",
];
#[rustfmt::skip]
const GOES: &[&str] = &[
    "The views in this column are Ada Quill’s own, and not those of The Tidewater Post.",
    "The views in this article are Ada Quill’s own, and not those of The Tidewater Post.",
    "The opinions in this column are those of its author alone.",
    "Nothing here is legal advice; ask a lawyer who knows your case before you sign anything.",
    "Nothing here is legal advice; ask the lawyer who knows your case before you sign anything.",
    "Disclaimer: Nothing here is legal advice; ask a lawyer who knows your case before signing anything!",
    "17 Points", "Upvote Downvote", "View all comments", "Share this article", "Share on Facebook Tweet Pin it",
    "The views and opinions expressed in this article are those of the author and do not reflect the views of the paper.",
    "It is sold at https://amzn.to/3aBcDe and nowhere else.", "We earn a commission when you buy through links in this article.",
    "We earn a commission when you buy through links in this story.",
];

/// Front matter of a draft, the first for those that can have none.
#[rustfmt::skip]
const FRONTS: &[&str] = &[
    "", AUTHOR, "---\nsponsored: true\nauthor: 'Ada Quill'\nlabel:\n---\n\n", "---\ntitle: The tide # high\nsponsored: yes\n---\n",
    "---\nlabel: \"no\"\nsponsored: true\nparams:\n  x: 1\n---\n\n", "+++\nauthor = \"Ada Quill\"\nsponsored = true\n[params]\nx = 1\n+++\n\n",
    "+++\nsponsored = true\nlabel = 'none'\n+++\n", "{\n  \"author\": \"Ada Quill\",\n  \"sponsored\": true\n}\n\n", "{\"sponsored\": true, \"label\": \"\"}\n",
];

#[derive(Debug, Clone, Copy)]
enum Written {
    Utf8,
    Marked,
    Little,
    Big,
}

fn written(text: &str, how: Written) -> Vec<u8> {
    let wide = |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect();
    match how {
        Written::Utf8 => text.as_bytes().to_vec(),
        Written::Marked => format!("\u{feff}{text}").into_bytes(),
        Written::Little => wide(u16::to_le_bytes),
        Written::Big => wide(u16::to_be_bytes),
    }
}

type Draft = (&'static str, &'static str, Vec<&'static str>, &'static str, Written);

fn draft() -> impl Strategy<Value = Draft> {
    let path = select(vec!["opinion/a.md", "news/a.md", "opinion/a.txt", "opinion/a.html"]);
    let part = prop_oneof![select(STAYS), select(GOES)];
    let how = select(vec![Written::Utf8, Written::Marked, Written::Little, Written::Big]);
    (path, select(FRONTS), prop::collection::vec(part, 1..12), select(vec!["\n", "\r\n"]), how)
}

fn text(path: &str, front: &str, parts: &[&str], end: &str) -> String {
    let lines = match path.ends_with("html") {
        true => parts.iter().map(|part| format!("<p>{part}</p>")).collect::<Vec<_>>().join(end),
        false => parts.join(&end.repeat(2)),
    };
    let front = if path.ends_with("md") { front.replace('\n', end) } else { String::new() };
    format!("{front}{lines}{end}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn fixing_twice_changes_nothing_more((path, front, parts, end, how) in draft()) {
        let before = written(&text(path, front, &parts, end), how);
        let (after, passes) = mended(path, &before);
        prop_assert!(passes < 32, "does not come to rest: {}", String::from_utf8_lossy(&after));
        prop_assert_eq!(mended(path, &after), (after, 0));
    }

    #[test]
    fn what_lies_outside_the_edits_stays((path, front, parts, end, how) in draft()) {
        let before = written(&text(path, front, &parts, end), how);
        let file = judged(path, &before);
        let mut edits: Vec<_> = edit::chosen(&file).into_iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let Some(after) = edit::apply(&file, &before, "") else {
            prop_assert!(edits.is_empty());
            return Ok(());
        };
        // From the front: every stretch between two edits, then the words of the edit.
        let (mut from, mut rest) = (0, &after[..]);
        for edit in edits {
            let at = file.source.disk(edit.span);
            let (kept, new) = (&before[from..at.start], file.source.encode(&edit.text).unwrap());
            prop_assert!(rest.starts_with(kept));
            prop_assert!(rest[kept.len()..].starts_with(&new));
            (from, rest) = (at.end.max(at.start), &rest[kept.len() + new.len()..]);
        }
        prop_assert_eq!(rest, &before[from..]);
        let (after, _) = mended(path, &before);
        let bare = |text: &str| written(text, how).split_off(written("", how).len());
        for part in parts.iter().filter(|part| STAYS.contains(part)) {
            let words = bare(part);
            prop_assert!(after.windows(words.len()).any(|window| window == words), "{} is lost", part);
        }
        if end == "\r\n" {
            let text = file.source.text.replace("\r\n", "");
            prop_assert!(!text.contains('\n'));
            let fixed = judged(path, &after).source.text.replace("\r\n", "");
            prop_assert!(!fixed.contains('\n'), "a line end of another kind: {:?}", fixed);
        }
    }
}

/// What stands between two lines of furniture, and what is all that stands below its heading or question, is the writer's.
#[test]
fn what_is_no_furniture_and_no_slip_stays() {
    let standing = "Stir the pot for ten minutes over a low flame until the stock is gone and the barley is soft.";
    let between = [
        "![Chart](chart.png)",
        "```sh\nmake\n```",
        "<!-- keep -->",
        "{{< chart id=3 >}}",
        "<iframe src=\"https://harbour.example\"></iframe>",
        "---",
        "<div>",
    ];
    let furniture = between.map(|between| format!("The boats came.\n\nShare this\n\n{between}\n\nTweet this\n\nThe fog came.\n"));
    let sole = [
        format!("# Guide\n\n## Linux\n\n{standing}\n\n## Mac\n\n{standing}\n"),
        format!("Who cooks it?\n\n{standing}\n\nAnd who eats it?\n\n{standing}\n\nThe boats came.\n"),
        format!("{standing}\n\nThe boats came.\n\n[{}](https://stock.example) {}\n", &standing[..8], &standing[9..]),
        "# Boats\n\nThe boats came.\n\n## Read more\n\nQuill, A: The boats, 1999.\n".to_owned(),
    ];
    for draft in furniture.iter().chain(&sole) {
        let (after, changes) = mended("a.md", draft.as_bytes());
        assert_eq!((String::from_utf8_lossy(&after).as_ref(), changes), (draft.as_str(), 0));
    }
    let bare = "The boats came.\n\nShare this\n\nTweet this\n\nThe fog came.\n";
    assert_eq!(mended("a.md", bare.as_bytes()).0, b"The boats came.\n\nThe fog came.\n");
    let twice = format!("{standing}\n\nThe boats came.\n\n{standing}\n");
    assert_eq!(mended("a.md", twice.as_bytes()).0, format!("{standing}\n\nThe boats came.\n").into_bytes());
}

/// A copy is deleted unread only where whoever reads one copy reads the other.
#[test]
fn a_copy_in_another_room_stays() {
    let s = "Stir the pot for ten minutes over a low flame until the stock is gone and the barley is soft.";
    for (path, draft) in [
        ("a.md", format!("{{% if linux %}}\n\n{s}\n\n{{% else %}}\n\n{s}\n\n{{% endif %}}\n")),
        ("a.md", format!("{{% if linux %}}\n\n{s}\n\n{{% endif %}}\n\n{s}\n")),
        ("a.md", format!("{{{{< tab Linux >}}}}\n\n{s}\n\n{{{{< /tab >}}}}\n\n{{{{< tab Mac >}}}}\n\n{s}\n\n{{{{< /tab >}}}}\n")),
        ("a.md", format!(":::tab\n\n{s}\n\n:::\n\n:::tab\n\n{s}\n\n:::\n")),
        ("a.md", format!("{{{{#tab name=Mac}}}}\n\n{s}\n\n{{{{#endtab}}}}\n\n{{{{#tab name=BSD}}}}\n\n{s}\n\n{{{{#endtab}}}}\n")),
        ("a.md", format!("Dear Tom,\n\n{s}\n\nAda\n\nDear Nell,\n\n{s}\n\nAda\n")),
        ("a.md", format!("*Chorus: {s}*\n\nThe first verse is here.\n\n*Chorus: {s}*\n\nThe second verse is here.\n")),
        ("a.md", format!("{s}\n\nThe boats came.\n\n{s}\n{{: #here}}\n")),
        ("a.mdx", format!("<Tab label=\"Linux\">\n\n{s}\n\n</Tab>\n\n<Tab label=\"Mac\">\n\n{s}\n\n</Tab>\n")),
        ("a.adoc", format!("ifdef::linux[]\n{s}\nendif::[]\n\nifdef::mac[]\n{s}\nendif::[]\n")),
        ("a.adoc", format!("ifdef::b[]\n{s}\nendif::[]\n\n{s}\n")),
        ("a.html", format!("<ol>\n<li><p>{s}</p></li>\n<li><p>Add.</p></li>\n<li><p>{s}</p></li>\n</ol>\n")),
        ("a.html", format!("<div class='tab-pane'><p>{s}</p></div><div class='tab-pane'><p>{s}</p></div>\n")),
        ("a.html", format!("<p>{s}</p><p>The boats came.</p><p id=\"here\">{s}</p><p>See <a href=\"#here\">there</a>.</p>\n")),
        ("a.html", format!("<p class=\"d-none\">{s}</p><p>The boats came.</p><p>{s}</p>\n")),
        ("a.rst", format!("1. {s}\n\n2. Add.\n\n3. {s}\n")),
        ("a.rst", format!(".. only:: html\n\n   {s}\n\n{s}\n")),
        ("a.rst", format!("{s}\n\nThe boats came.\n\n.. _here:\n\n{s}\n")),
        // Slides and sections; what speaks of the picture or the quotation above it.
        ("a.md", format!("# A\n\nThe boats came.\n\n---\n\n{s}\n\n---\n\n{s}\n\n---\n\nEnd.\n")),
        ("a.md", format!("{s}\n\n* * *\n\n{s}\n\nEnd.\n")),
        ("a.txt", format!("{s}\n\n* * *\n\n{s}\n\nEnd.\n")),
        ("a.adoc", format!("{s}\n\n'''\n\n{s}\n\nEnd.\n")),
        ("a.md", format!("# T\n\n![A](a.png)\n\n{s}\n\n![B](b.png)\n\n{s}\n\nEnd.\n")),
        ("a.html", format!("<img src=\"a.png\"><p>{s}</p><img src=\"b.png\"><p>{s}</p><p>End.</p>\n")),
        ("a.md", format!("# T\n\n> One by Ada.\n\n{s}\n\n> Two by Tom.\n\n{s}\n\nEnd.\n")),
    ] {
        let (after, changes) = mended(path, draft.as_bytes());
        assert_eq!((String::from_utf8_lossy(&after).as_ref(), changes), (draft.as_str(), 0), "{path}");
    }
    for (path, draft) in [
        ("a.html", format!("<p>{s}</p>\n<p>The boats came.</p>\n<p>{s}</p>\n")),
        ("a.rst", format!("{s}\n\nThe boats came.\n\n{s}\n")),
        ("a.md", format!("{s}\n\nThe boats\n---\n\nThey came.\n\n{s}\n")),
        ("a.md", format!("![A](a.png)\n\n{s}\n\nThe boats came.\n\n{s}\n")),
    ] {
        let (after, _) = mended(path, draft.as_bytes());
        assert_eq!(String::from_utf8_lossy(&after).matches(s).count(), 1, "{path}");
    }
}

/// What the writer's own words lead in to is told of, and not left over from a page.
#[test]
fn furniture_behind_a_colon_is_the_writers() {
    for (path, draft) in [
        ("a.md", "# T\n\nIt has these buttons:\n\n- Share\n- Copy link\n\nEnd.\n"),
        ("a.rst", "It has these buttons:\n\n- Share this\n- Tweet this\n\nEnd.\n"),
        ("a.txt", "The labels are:\n\nYour email\n\nSubscribe\n\nEnd.\n"),
        ("a.md", "The form has these parts:\n\n- Leave a comment\n- Reply\n- Cancel reply\n\nEnd.\n"),
        ("a.md", "The banner says:\n\nWe use cookies to give you the best experience.\n\nAccept all\n\nEnd.\n"),
    ] {
        let told = judged(path, draft.as_bytes()).findings;
        assert!(told.iter().all(|finding| !finding.rule.starts_with("chrome/")), "{draft}: {told:?}");
        assert_eq!(mended(path, draft.as_bytes()).0, draft.as_bytes(), "{draft}");
    }
}

/// A line that only looks like furniture is the writer's where the text hangs on it: a title, a heading that keeps its text, words in
/// quotation marks, what the paragraph beside it speaks of.
#[test]
fn what_the_text_speaks_of_is_not_left_over() {
    for draft in [
        "# Cookies\n\nWe use cookies to improve your experience.\n\nAccept all\n\nThe two lines met me on each page that I opened in a year.\n",
        "# Newsletter\n\nUnsubscribe\n\nThat is the word I looked for.\n",
        "# Hello World!\n\nEvery course begins with these two words.\n",
        "# The year\n\nThe year began with a storm.\n\n## Newsletter\n\nSign up for our newsletter\n\nEnter your email\n\nThe rain met me.\n",
        "# Fields\n\nThe form asks for six things.\n\nFirst name\n\nLast name\n\nEmail address\n\nNone of them is kept.\n",
        "# How to leave\n\nI went there.\n\n“Success!”\n\n“You are now subscribed.”\n\nIt was late.\n",
        "# UI\n\nIt rained.\n\n- Share this\n- Tweet this\n- Pin this\n\nThese are the links that we took away.\n",
        "# A poem\n\nThe bell rang.\n\nSupport us\n\nDonate\n\nContribute\n\nsaid the priest, and the bell rang.\n",
        "# A\n\nIt was a good year.\n\n[Text here](https://x.example/a)\n\nThe rain came.\n",
        "# A\n\nIt was a good year.\n\nText[^1] here.\n\nThe rain came.\n\n[^1]: A note on it.\n",
        "# A novel\n\nHe called his novel so.\n\nUntitled document\n\nShe read it in one night.\n",
        "# N\n\nIt was a good year.\n\nSubscribe to our newsletter\n\nIt comes out on Friday.\n",
        "# N\n\nIt was a good year.\n\nAccept all cookies\n\n— The banner on every page in 2019\n",
        "# L\n\nThese are false.\n\n- null\n- undefined\n- NaN\n\nEnd.\n",
    ] {
        assert_eq!(String::from_utf8(mended("a.md", draft.as_bytes()).0).unwrap(), draft);
    }
    let left = "# The year\n\nThe year began with a storm.\n\nShare this\n\nTweet this\n\nIt ended with another one.\n";
    let (after, _) = mended("a.md", left.as_bytes());
    assert_eq!(String::from_utf8(after).unwrap(), "# The year\n\nThe year began with a storm.\n\nIt ended with another one.\n");
}

/// A statement is written above what leads in to the link, not between the two.
#[test]
fn nothing_is_written_between_a_lead_in_and_its_list() {
    let statement = "We earn a commission when you buy through links in this article.";
    let link = "[the kettle](https://www.amazon.com/dp/B000?tag=foo-20)";
    for (lead, rest) in [
        ("Here are my three picks:", format!("- Buy {link}.\n- A pot.")),
        ("My picks are", format!("- red, and\n- {link}.")),
        ("Which one would I take?", format!("I would take {link} at any time.")),
    ] {
        let draft = format!("# K\n\nThe rain came in the night and stayed.\n\n{lead}\n\n{rest}\n");
        let (after, _) = mended("a.md", draft.as_bytes());
        let expected = draft.replace(lead, &format!("{statement}\n\n{lead}"));
        assert_eq!(String::from_utf8(after).unwrap(), expected);
    }
    let plain = format!("# K\n\nThe rain came in the night.\n\n- Buy {link}.\n- A pot.\n");
    let (after, _) = mended("a.md", plain.as_bytes());
    assert_eq!(String::from_utf8(after).unwrap(), plain.replace("- Buy", &format!("{statement}\n\n- Buy")));
}

/// What speaks of the next paragraph to a program or a link stays right above it.
#[test]
fn nothing_is_written_between_a_label_and_its_paragraph() {
    let statement = "We earn a commission when you buy through links in this article.";
    let link = "[the kettle](https://www.amazon.com/dp/B000?tag=foo-20)";
    let in_rst = "`the kettle <https://www.amazon.com/dp/B000?tag=foo-20>`_";
    for (path, label, link) in [
        ("a.md", "<!-- prettier-ignore -->\n", link),
        ("a.md", "(pick)=\n", link),
        ("a.mdx", "{/* prettier-ignore */}\n", link),
        ("a.rst", ".. _pick:\n\n", in_rst),
        ("a.rst", ".. _pick:\n.. rst-class:: wide\n\n", in_rst),
    ] {
        let draft = format!("The rain came in the night and stayed.\n\n{label}Buy {link}.\n\nThe end.\n");
        let (after, _) = mended(path, draft.as_bytes());
        let expected = draft.replace(label, &format!("{statement}\n\n{label}"));
        assert_eq!(String::from_utf8(after).unwrap(), expected, "{path}");
    }
    let apart = format!("The rain came in the night.\n\n<!-- more -->\n\nBuy {link}.\n");
    let (after, _) = mended("a.md", apart.as_bytes());
    assert_eq!(String::from_utf8(after).unwrap(), apart.replace("Buy", &format!("{statement}\n\nBuy")));
}

/// A statement is moved only where nothing is left behind that makes no sense without it.
#[test]
fn a_statement_that_something_hangs_on_stays() {
    let statement = "We earn a commission when you buy through links in this article.";
    let link = "[the kettle](https://www.amazon.com/dp/B000?tag=foo-20)";
    let body = "The rain came in the night and stayed, and the boats with it.\n\n";
    let draft = |before: &str, behind: &str| format!("# K\n\nBuy {link}.\n\n{body}{before}{statement}\n{behind}");
    for (before, behind) in [
        ("## Disclaimer\n\n", ""),
        ("**Disclaimer**\n\n", ""),
        ("As to what we earn:\n\n", ""),
        ("The end.\n\n", "\nThis holds for all of them.\n"),
    ] {
        let draft = draft(before, behind);
        assert_eq!(String::from_utf8(mended("a.md", draft.as_bytes()).0).unwrap(), draft);
    }
    let (after, _) = mended("a.md", draft("The end.\n\n", "").as_bytes());
    assert!(String::from_utf8(after).unwrap().starts_with(&format!("# K\n\n{statement}\n\nBuy")));
}

/// Each paragraph of a page of WordPress has its own pair of comments.
#[test]
fn a_paragraph_of_wordpress_comes_and_goes_with_its_comments() {
    let paragraph = |text: &str| format!("<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->\n");
    let statement = "We earn a commission when you buy through links in this article.";
    let link = "Buy <a href=\"https://www.amazon.com/dp/B000?tag=foo-20\">the kettle</a>.";
    let story = paragraph("The rain came in the night and stayed.");
    let draft = format!("{story}\n{}\n{}", paragraph(link), paragraph("The end."));
    let (after, _) = mended("a.html", draft.as_bytes());
    let expected = format!("{story}\n{}{}\n{}", paragraph(statement), paragraph(link), paragraph("The end."));
    assert_eq!(String::from_utf8(after).unwrap(), expected);
    let below = format!("{story}\n{}\n{}\n{}", paragraph(link), paragraph("The end."), paragraph(statement));
    let (after, _) = mended("a.html", below.as_bytes());
    assert_eq!(String::from_utf8(after).unwrap().trim_end(), expected.trim_end());
}

/// A mend after which a rule would speak that was silent, or speak louder, is not made.
#[test]
fn what_would_raise_something_else_is_left() {
    for draft in [
        "> - Studies show that it works. At least 41 people were injured when the stand collapsed on Saturday.\n\nSign up for our newsletter\n",
        "Share this\nTweet this\nPin it\n\n> At least 41 people were injured when the stand collapsed on Saturday.\n\nEnd.\n",
    ] {
        let told = |bytes: &[u8]| {
            let of = |rule: &str| judged("a.md", bytes).findings.iter().filter(|of| of.rule == rule).map(|of| of.level).max();
            of("attribution/unsourced-figure")
        };
        let (after, _) = mended("a.md", draft.as_bytes());
        assert!(told(&after) <= told(draft.as_bytes()), "{draft}");
    }
}

/// What is written into a page is in the encoding that it declares, also where all that stands there is ASCII; where nobody knows the
/// encoding, nothing but ASCII is written.
#[test]
fn a_text_is_written_in_the_encoding_that_a_page_declares() {
    let rule = "summary = \"S\"\nmessage = \"m\"\nwhy = \"w\"\nlevel = \"note\"\nsince = \"1.0.0\"\n\
        [forbid]\nphrases = [\"lorry\"]\n[forbid.becomes]\nlorry = \"café van\"\n[[example]]\nbad = \"A {lorry} came.\"\n";
    let own = [(PathBuf::from("rules/house/van.toml"), rule.to_owned())];
    let config = (Path::new("copydesk.toml"), "name = \"The Tidewater Post\"");
    let (house, faults) = Publication::read(config.0, config.1, None, &own, &Choices::default());
    assert!(faults.is_empty(), "{faults:?}");
    let house = house.unwrap();
    let fixed = |path: &str, bytes: &[u8]| {
        let entry = Entry { path: PathBuf::from(path), policy: house.policy(Path::new(path)), format: None };
        let report = run(std::slice::from_ref(&entry), |_| Ok(bytes.to_vec()), || ());
        let file = &report.files[0];
        edit::apply(file, bytes, "").unwrap_or_else(|| bytes.to_vec())
    };
    let page = |head: &str, van: &[u8]| [head.as_bytes(), b"<p>A ", van, b" came.</p>\n"].concat();
    for (head, van) in [
        ("<meta charset=\"iso-8859-1\">", &b"caf\xe9 van"[..]),
        ("<meta charset=\"utf-8\">", "café van".as_bytes()),
        ("", "café van".as_bytes()),
        ("<meta charset=\"koi8-r\">", b"lorry"),
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", b"caf\xe9 van"),
    ] {
        assert_eq!(fixed("a.html", &page(head, b"lorry")), page(head, van), "{head}");
    }
    let broken = b"The caf\xe9 was shut. A lorry came.\n";
    assert_eq!(fixed("a.md", broken), broken);
}

/// A folder of its own with a publication in it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fix-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("copydesk.toml"), CONFIG).unwrap();
    folder
}

fn copydesk(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

const NEAR: &str = "Nothing here is legal advice; ask the lawyer who knows your case before you sign anything.\r\n";

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder("links");
    fs::create_dir(folder.join("real")).unwrap();
    let real = folder.join("real/a.md");
    fs::write(&real, NEAR).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.md", folder.join("link.md")).unwrap();
    let done = copydesk(&folder, &["check", "--fix", "link.md", "real/a.md"]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(fs::symlink_metadata(folder.join("link.md")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&real).unwrap(), NEAR.replace("the lawyer", "a lawyer"));
    assert_eq!(fs::read_dir(folder.join("real")).unwrap().count(), 1, "something was left beside it");
}

#[test]
fn a_read_only_draft_is_left_and_told() {
    let folder = folder("read-only");
    let path = folder.join("a.md");
    fs::write(&path, NEAR).unwrap();
    let mut rights = fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).unwrap();
    let done = copydesk(&folder, &["check", "--fix", "a.md"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("a.md: is read-only; nothing was written"), "{done:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), NEAR);
}

#[test]
fn nothing_is_written_by_a_broken_configuration_or_for_a_diff() {
    let folder = folder("diff");
    let path = folder.join("a.md");
    fs::write(&path, NEAR).unwrap();
    let done = copydesk(&folder, &["check", "--diff"]);
    assert_eq!(done.status.code(), Some(1));
    let diff = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(diff.starts_with("--- a.md\n+++ a.md\n@@ -1 +1 @@\n-Nothing here is legal advice; ask the lawyer"), "{diff}");
    fs::write(folder.join("copydesk.toml"), format!("{CONFIG}\n[nonsense]\n")).unwrap();
    assert_eq!(copydesk(&folder, &["check", "--fix"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), NEAR);
}

#[test]
fn a_scan_proposes_what_three_drafts_do() {
    let folder = folder("scan");
    fs::remove_file(folder.join("copydesk.toml")).unwrap();
    fs::create_dir(folder.join("opinion")).unwrap();
    for name in ["a.md", "b.md", "c.md"] {
        let text = format!("---\nauthor: Ada Quill\n---\nThe views expressed here are the author’s own.\n\nThe tide, {name}.\n");
        fs::write(folder.join("opinion").join(name), text).unwrap();
    }
    let done = copydesk(&folder, &["init", "--scan"]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(said.contains("Saw a text of kind opinion in 3 drafts: [texts.opinion]"), "{said}");
    let written = fs::read_to_string(folder.join("copydesk.toml")).unwrap();
    let (_, proposed) = written.split_once("Take away the #").unwrap();
    let lines = proposed.lines().skip(1).map(|line| line.strip_prefix("# ").unwrap_or(line));
    let config = lines.collect::<Vec<_>>().join("\n");
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), &config, None, &[], &Choices::default());
    assert!(faults.is_empty(), "{faults:?}");
    let policy = publication.unwrap().policy(Path::new("opinion/a.md"));
    assert_eq!(policy.kind(), Some("opinion"));
    assert_eq!(policy.style.texts["opinion"].text, "The views expressed here are the author’s own.");
}
