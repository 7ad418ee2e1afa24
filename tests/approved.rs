//! Approved texts with links, emphasis, names and several paragraphs: in every format, what `--fix` writes is the approved text.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::edit;
use copydesk::finding::{File, Finding};
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Sentences of which texts are made, each once plain, and once with the signs of Markdown.
const SENTENCES: [&str; 8] = [
    "The views in this column are the author’s own.",
    "The views in this column are {author}’s own, and not those of {publication}.",
    "Read [our policy](https://lantern.example/policy) to learn how we pick what we print.",
    "The views *expressed here* are the author’s own & nobody else has read them before.",
    "**Opinion:** the author answers for every word of this, and {publication} does not.",
    "Write to the desk if you disagree; we print what is short.",
    "*{author}* wrote it [for us](/about).",
    "*Write **to us** if you disagree*, and put `letters` above it.",
];

const DRAFTS: [(&str, &str); 6] = [
    ("op/a.md", "---\ntitle: Rain\nauthor: Ada Quill\n---\n\nThe rain came in the night.\n\nIt stayed.\n"),
    ("op/a.mdx", "---\ntitle: Rain\nauthor: Ada Quill\n---\n\nThe rain came in the night.\n\nIt stayed.\n"),
    (
        "op/a.html",
        "---\ntitle: Rain\nauthor: Ada Quill\n---\n<h1>Rain</h1>\n<p>The rain came in the night.</p>\n<p>It stayed.</p>\n",
    ),
    ("op/a.rst", ":author: Ada Quill\n\nRain\n====\n\nThe rain came in the night.\n\nIt stayed.\n"),
    ("op/a.adoc", "= Rain\n:author: Ada Quill\n\nThe rain came in the night.\n\nIt stayed.\n"),
    ("op/a.txt", "The rain came in the night.\n\nIt stayed.\n"),
];

const OPINION: &str = "\
name = \"The Harbour Lantern\"
[texts.opinion]
text = '''
TEXT
'''
[[section]]
files = [\"op/**\"]
kind = \"opinion\"
rules = { \"disclosure/opinion\" = \"error\" }
";

fn publication(text: &str) -> Arc<Publication> {
    let config = OPINION.replace("TEXT", text);
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), &config, None, &[], &Choices::default());
    assert!(faults.is_empty(), "{faults:?}");
    publication.unwrap()
}

fn judged(publication: &Publication, path: &str, draft: &[u8]) -> File {
    let path = PathBuf::from(path);
    let entry = Entry { policy: publication.policy(&path), path, format: None };
    run(&[entry], |_| Ok(draft.to_vec()), || ()).files.remove(0)
}

fn told(publication: &Publication, path: &str, draft: &str) -> Vec<Finding> {
    let about = ["disclosure/opinion", "boilerplate/drifted", "boilerplate/repeated-disclaimer"];
    let findings = judged(publication, path, draft.as_bytes()).findings;
    findings.into_iter().filter(|finding| about.contains(&finding.rule.as_str())).collect()
}

fn mended(publication: &Publication, path: &str, draft: &str) -> Option<String> {
    let after = edit::apply(&judged(publication, path, draft.as_bytes()), draft.as_bytes(), "")?;
    Some(String::from_utf8(after).unwrap()).filter(|after| after != draft)
}

#[test]
fn a_text_with_a_link_is_written_as_each_format_writes_links() {
    let house = publication("The views here are the author’s own. Read [our *policy*](https://lantern.example/a?b&c).");
    let written = [
        ("op/a.md", "own. Read [our *policy*](https://lantern.example/a?b&c).\n"),
        ("op/a.mdx", "own. Read [our *policy*](https://lantern.example/a?b&c).\n"),
        ("op/a.html", "<a href=\"https://lantern.example/a?b&amp;c\">our <em>policy</em></a>.</p>"),
        ("op/a.rst", "`our policy <https://lantern.example/a?b&c>`__."),
        ("op/a.adoc", "link:https://lantern.example/a?b&c[our _policy_]."),
        ("op/a.txt", "own. Read our policy.\n"),
    ];
    for ((path, draft), (_, expected)) in DRAFTS.into_iter().zip(written) {
        let after = mended(&house, path, draft).unwrap_or_else(|| panic!("nothing was written into {path}"));
        assert!(after.contains(expected), "{path}:\n{after}");
        assert_eq!(told(&house, path, &after), [], "{path}:\n{after}");
    }
}

#[test]
fn an_address_that_ends_in_an_underscore_stays_an_address() {
    let house = publication("The views here are the author’s own. Read [our policy](/about_us_).");
    let (path, draft) = DRAFTS.into_iter().find(|(path, _)| path.ends_with(".rst")).unwrap();
    let after = mended(&house, path, draft).unwrap();
    assert!(after.contains("`our policy </about_us\\_>`__."), "{after}");
    assert_eq!(told(&house, path, &after), [], "{after}");
}

#[test]
fn stress_within_stress_and_code_are_written_as_each_format_can() {
    let house = publication("The views here are the author’s own. *Write **to us***, as `letters`.");
    let written = [
        ("op/a.md", "*Write **to us***, as `letters`."),
        ("op/a.mdx", "*Write **to us***, as `letters`."),
        ("op/a.html", "<em>Write <strong>to us</strong></em>, as <code>letters</code>."),
        ("op/a.rst", "*Write to us*, as ``letters``."),
        ("op/a.adoc", "_Write *to us*_, as `letters`."),
        ("op/a.txt", "Write to us, as letters."),
    ];
    for ((path, draft), (_, expected)) in DRAFTS.into_iter().zip(written) {
        let after = mended(&house, path, draft).unwrap_or_else(|| panic!("nothing was written into {path}"));
        assert!(after.contains(expected), "{path}:\n{after}");
        assert_eq!(told(&house, path, &after), [], "{path}:\n{after}");
    }
}

#[test]
fn what_some_format_cannot_hold_is_told_where_it_stands() {
    for (text, named) in [("We <b>may</b> earn.", "a tag of HTML"), ("## The author’s own views.", "a heading")] {
        let config = format!("[texts.opinion]\ntext = '{text}'\n");
        let (_, faults) = Publication::read(Path::new("copydesk.toml"), &config, None, &[], &Choices::default());
        assert!(faults.iter().flat_map(|file| &file.findings).any(|fault| fault.message.starts_with(named)), "{faults:?}");
        let house = Publication::read(Path::new("copydesk.toml"), &OPINION.replace("TEXT", text), None, &[], &Choices::default());
        let house = house.0.unwrap();
        for (path, draft) in DRAFTS {
            let after = mended(&house, path, draft);
            assert!(after.is_none() || path == "op/a.md", "{path}: {after:?}");
        }
    }
}

#[test]
fn several_authors_are_joined_in_the_language_of_the_text() {
    for (text, lang, authors, joined) in [
        ("Die Ansichten hier sind die von {author}.", "de", "Ada Quill, Tom Tarn", "von Ada Quill und Tom Tarn."),
        ("Las opiniones de esta columna son las de {author}.", "es", "Ada Quill, Tom Tarn", "de Ada Quill y Tom Tarn."),
        ("Las opiniones de esta columna son las de {author}.", "es", "Ada Quill, Irene Tarn", "de Ada Quill e Irene Tarn."),
        ("Cette tribune dans la section Idées n’engage que {author}.", "fr", "Ada Quill, Tom Tarn", "que Ada Quill et Tom Tarn."),
        ("The views here are those of {author}.", "en", "Ada Quill, Tom Tarn", "of Ada Quill and Tom Tarn."),
    ] {
        let draft = format!("---\ntitle: R\nlang: {lang}\nauthor: [{authors}]\n---\n\nWurst.\n");
        let after = mended(&publication(text), "op/a.md", &draft).unwrap_or_default();
        assert!(after.contains(joined), "{text}\n{after}");
    }
}

#[test]
fn copy_that_has_the_frame_of_a_text_has_not_drifted() {
    for (text, plain) in [
        ("The views in this column are {author}’s own.", "The views in this valley are the county’s own."),
        ("The views in this column are {author}’s own.", "The views in this column are mixed."),
        (
            "We may earn a commission if you buy through links in this article.",
            "We may earn a living if you buy bread in this shop.",
        ),
        ("{author} is a columnist for {publication}.", "Tom Tarn is a columnist for The Pellow Mail."),
    ] {
        let draft = format!("# Rain\n\n{plain}\n\nThe rain came in the night.\n");
        let told = judged(&publication(text), "a.md", draft.as_bytes()).findings;
        assert!(told.iter().all(|finding| finding.rule != "boilerplate/drifted"), "{plain}: {told:?}");
    }
}

#[test]
fn two_paragraphs_stay_two_and_are_one_text() {
    let house =
        publication("The views in this column are the author’s own.\n\nWrite to the desk if you disagree with any of them.");
    for (path, draft) in DRAFTS {
        let after = mended(&house, path, draft).unwrap_or_else(|| panic!("nothing was written into {path}"));
        assert_eq!(told(&house, path, &after), [], "{path}:\n{after}");
        assert_eq!(mended(&house, path, &after), None, "{path}");
    }
    let draft = "The views in this column are the author’s own.\n\nThe rain came in the night.\n";
    assert_eq!(told(&house, "op/a.md", draft).len(), 1, "the second paragraph is missing");
    let drifted =
        "The views in this article are the author’s own.\n\nWrite to the desk if you disagree with any of them.\n\nThe rain.\n";
    assert_eq!(mended(&house, "op/a.md", drifted).unwrap(), drifted.replace("article", "column"));
}

#[test]
fn a_name_in_braces_is_nobody_who_denies() {
    let house = publication("The views in this column are {author}’s own.");
    for draft in ["not Ada Quill’s own", "never Ada Quill’s own", "nobody’s own", "anybody’s own but Ada Quill’s"] {
        let draft =
            format!("---\nauthor: Ada Quill\n---\n\nThe views in this column are {draft}.\n\nThe rain came in the night.\n");
        assert!(told(&house, "op/a.md", &draft).iter().any(|finding| finding.rule == "disclosure/opinion"), "{draft}");
    }
}

#[test]
fn a_name_in_braces_is_nobody_in_any_language() {
    for (text, lang, nobody, named) in [
        ("Die Ansichten in dieser Kolumne sind die von {author}.", "de", "niemandem", "Ada Quill"),
        ("Las opiniones de esta columna son las de {author}.", "es", "nadie", "Ada Quill"),
        ("Cette tribune dans la section Idées n’engage que {author}.", "fr", "personne", "Ada Quill"),
        ("The views here are those of {author}.", "en", "everyone except Ada Quill", "Ada Quill"),
    ] {
        let house = publication(text);
        let is_told = |name: &str| {
            let says = text.replace("{author}", name);
            let draft = format!("---\nauthor: Ada Quill\nlang: {lang}\n---\n\n{says}\n\nWurst.\n");
            told(&house, "op/a.md", &draft).iter().any(|finding| finding.rule == "disclosure/opinion")
        };
        assert!(is_told(nobody) && !is_told(named), "{text}");
    }
}

#[test]
fn a_text_that_is_wanted_beside_each_link_is_no_repetition() {
    let text = "We may earn a commission if you buy through links in this article.";
    let config = |placement: &str| {
        format!(
            "[texts.affiliate]\ntext = \"{text}\"\n[rules]\n\"disclosure/amazon-associates\" = \"off\"\n\
             \"disclosure/affiliate\" = {{ level = \"error\", placement = \"{placement}\" }}\n"
        )
    };
    let rules = |placement: &str, draft: &str| {
        let (house, faults) = Publication::read(Path::new("copydesk.toml"), &config(placement), None, &[], &Choices::default());
        assert!(faults.is_empty(), "{faults:?}");
        let findings = judged(&house.unwrap(), "a.md", draft.as_bytes()).findings;
        findings.into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    let address = "https://www.amazon.com/dp/B000?tag=foo-20";
    let draft = format!(
        "# Tea\n\n{text}\n\nBuy [the kettle]({address}).\n\nText one.\n\nText two.\n\nBuy [the pot]({address}).\n\n{text}\n"
    );
    assert_eq!(rules("beside", &draft), Vec::<String>::new());
    assert_eq!(rules("anywhere", &draft), ["boilerplate/repeated-disclaimer"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_is_the_text(
        sentences in subsequence(SENTENCES.to_vec(), 1..4),
        between in select(vec![" ", "\n", "\n\n"]),
        (path, draft) in select(DRAFTS.to_vec()),
    ) {
        let house = publication(&sentences.join(between));
        if let Some(after) = mended(&house, path, draft) {
            let told = told(&house, path, &after);
            prop_assert!(told.is_empty(), "{told:?}\n{after}");
            prop_assert_eq!(mended(&house, path, &after), None);
        }
    }
}
