//! What a rule writes in the place of words that it forbids, and where that is left to the writer.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::edit;
use copydesk::finding::File;
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;
use copydesk::prove;

const RULE: &str = r#"
summary = "A long word for a short one"
message = "“{text}”: say it shorter"
why = "Readers use things."
level = "note"
since = "1.0.0"

[forbid]
phrases = ["utilize~", "in order to", "make~ use of"]

[forbid.becomes]
"utilize" = "use"
"utilized" = "used"
"in order to" = "to"

[[example]]
bad = "The council {utilized} a barge."
fixed = "The council used a barge."
[[example]]
bad = "{In order to} sail, they {utilize} the tide."
fixed = "To sail, they use the tide."
[[example]]
good = "The council used a barge."
"#;

fn publication(rule: &str) -> Result<std::sync::Arc<Publication>, Vec<File>> {
    let own = [(PathBuf::from("rules/house/words.toml"), rule.to_owned())];
    let choices = Choices { only: vec!["house/words".to_owned()], ..Choices::default() };
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), "", None, &own, &choices);
    publication.filter(|_| faults.is_empty()).ok_or(faults)
}

fn judged(rule: &str, name: &str, draft: &str) -> File {
    let policy = publication(rule).unwrap().policy(Path::new(name));
    let mut report = run(&[Entry { path: name.into(), policy, format: None }], |_| Ok(draft.as_bytes().to_vec()), || ());
    report.files.remove(0)
}

/// The draft with the safe fixes made.
fn fixed(rule: &str, name: &str, draft: &str) -> String {
    let file = judged(rule, name, draft);
    edit::apply(&file, draft.as_bytes(), "").map_or(draft.to_owned(), |bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn its_examples_prove_what_it_writes() {
    let publication = publication(RULE).unwrap();
    let proved = |file: &copydesk::config::RuleFile| {
        let prove = |example| prove::example(publication.example_policy(&file.id, example), &file.id, example);
        file.examples().iter().map(prove).collect::<Result<Vec<()>, _>>()
    };
    assert_eq!(proved(publication.rule_files()["house/words"]).map(|all| all.len()), Ok(3));
    let wrong = RULE.replace("fixed = \"The council used a barge.\"", "fixed = \"The council uses a barge.\"");
    let wrong = self::publication(&wrong).unwrap();
    let file = wrong.rule_files()["house/words"];
    let failure = prove::example(wrong.example_policy(&file.id, &file.examples()[0]), &file.id, &file.examples()[0]).unwrap_err();
    assert_eq!(failure.message, "fixed otherwise: expected “The council uses a barge.”, made “The council used a barge.”");
}

#[test]
fn words_are_written_in_the_case_and_the_place_of_those_they_replace() {
    for (name, before, after) in [
        ("a.md", "Utilize it.\n", "Use it.\n"),
        ("a.md", "UTILIZED, IN ORDER TO SAIL.\n", "USED, TO SAIL.\n"),
        (
            "a.md",
            "They sailed in\norder to fish, and *utilize* the [tide, utilized](x).\n",
            "They sailed to fish, and *use* the [tide, used](x).\n",
        ),
        ("a.md", "---\ntitle: Boats utilized\n---\n\nA day.\n", "---\ntitle: Boats used\n---\n\nA day.\n"),
        ("a.html", "<p>They <b>utilized</b> it.</p>\n", "<p>They <b>used</b> it.</p>\n"),
        ("a.txt", "They utilized it.\n", "They used it.\n"),
    ] {
        assert_eq!(fixed(RULE, name, before), after, "{before}");
    }
}

/// Each of these is found; whether a text is offered, and why not.
#[test]
fn where_it_is_not_sure_the_writer_writes() {
    for (draft, offered) in [
        ("In Order to sail, they left.\n", true),
        ("“They utilized it,” said Ines Roca.\n", true),
        ("> They utilized it.\n", true),
        ("They utilizes it.\n", false),
        ("They made use of it.\n", false),
        ("They sailed in **order** to fish.\n", false),
        ("They sailed in  \norder to fish.\n", false),
        ("<!-- copydesk: allow house/words -->\nThey utilized it.\n", false),
    ] {
        let file = judged(RULE, "a.md", draft);
        assert!(edit::apply(&file, draft.as_bytes(), "").is_none(), "{draft}");
        assert_eq!(file.findings.iter().any(|finding| finding.fix.is_some()), offered, "{draft}");
    }
    let markup = judged(RULE, "a.md", "They sailed in **order** to fish.\n");
    assert_eq!(markup.findings[0].notes, ["--fix leaves this to you: markup stands inside; write “to”"]);
}

/// A link that is found by its own words, and a grid, would be broken: a note says what to do.
#[test]
fn what_hangs_on_the_words_is_left_to_the_writer() {
    let grid = "+--------------------+-----+\n| They utilized it.  | 41  |\n+--------------------+-----+\n";
    let last = "+-----+--------------------+\n| 41  | They utilized it.  |\n+-----+--------------------+\n";
    for (name, draft, why) in [
        ("a.md", "The barge [utilized] it.\n\n[utilized]: https://quay.example/a\n", "write “[used][…]”"),
        ("a.md", "The barge [*utilized*][] it.\n\n[*utilized*]: https://quay.example/a\n", "write “[used][…]”"),
        ("a.md", "The [barge utilized][] it.\n\n[barge utilized]: https://quay.example/a\n", "write “[used][…]”"),
        ("a.rst", "The barge utilized_ it.\n\n.. _utilized: https://quay.example/a\n", "begins with “.. _”"),
        ("a.rst", "The `barge utilized`_ it.\n\n.. _barge utilized: https://quay.example/a\n", "begins with “.. _”"),
        ("a.rst", grid, "a line of a grid"),
        ("a.rst", last, "a line of a grid"),
    ] {
        let file = judged(RULE, name, draft);
        let finding = file.findings.iter().find(|finding| finding.rule == "house/words").unwrap_or_else(|| panic!("{draft}"));
        assert!(finding.fix.is_none(), "{draft}");
        assert!(finding.notes.iter().any(|note| note.contains(why) && note.contains("“")), "{draft}: {:?}", finding.notes);
    }
    // What has its address beside it, and a table without a frame, is mended.
    for (name, before, after) in [
        ("a.md", "The barge [utilized](https://quay.example/a) it.\n", "The barge [used](https://quay.example/a) it.\n"),
        (
            "a.md",
            "The barge [utilized][a] it.\n\n[a]: https://quay.example/a\n",
            "The barge [used][a] it.\n\n[a]: https://quay.example/a\n",
        ),
        ("a.md", "| a | b |\n|---|---|\n| They utilized it. | 41 |\n", "| a | b |\n|---|---|\n| They used it. | 41 |\n"),
        ("a.rst", "The `barge utilized <https://quay.example/a>`_ it.\n", "The `barge used <https://quay.example/a>`_ it.\n"),
        ("a.rst", ".. csv-table::\n\n   They utilized it., 41\n", ".. csv-table::\n\n   They used it., 41\n"),
    ] {
        assert_eq!(fixed(RULE, name, before), after, "{before}");
    }
}

#[test]
fn one_text_may_come_for_all_and_is_never_written_unread_where_it_may_be_markup() {
    let one = |text: &str| {
        let rule = &RULE[..RULE.find("[forbid]").unwrap()];
        format!("{rule}[forbid]\nphrases = [\"utilize~\"]\nbecomes = {text:?}\n[[example]]\nbad = \"They {{utilize}} it.\"\n")
    };
    assert_eq!(fixed(&one("use"), "a.md", "They utilize it.\n"), "They use it.\n");
    assert_eq!(fixed(&one("GitHub"), "a.md", "They utilize it.\n"), "They GitHub it.\n");
    for text in ["*use*", "<use>", "use: it", "use #1", "utilize"] {
        assert_eq!(fixed(&one(text), "a.md", "They utilize it.\n"), "They utilize it.\n", "{text}");
    }
    for (wrong, words) in [
        ("", "an empty text becomes of nothing; say what is written in its place"),
        ("a\nb", "what is written in the place of words stands on one line"),
    ] {
        let faults = publication(&one(wrong)).unwrap_err();
        assert_eq!(faults[0].findings[0].message, words);
    }
    let number = one("use").replace("becomes = \"use\"", "becomes = 3");
    let faults = publication(&number).unwrap_err();
    assert_eq!(faults[0].source.slice(faults[0].findings[0].span), "3");
}

/// A name that a program reads is no word: an address, a file, a variable, a link of a wiki, a role, a title that is underlined.
#[test]
fn what_is_no_prose_is_left_to_the_writer() {
    for (name, draft) in [
        ("a.md", "They read utilize.example and utilize.md and ./utilize/boats in the yard."),
        ("a.md", "They read $utilize and #utilize and utilize() and [[utilize]] in the yard."),
        ("a.md", "They read :utilize: and $$utilize$$ in the yard."),
        ("a.rst", "They read :ref:`utilize` and utilize_ in the yard."),
        ("a.rst", "We utilize\n==========\n\nThe boats came."),
        ("a.html", "<p>They read &utilize; in the yard.</p>"),
        ("a.html", "<p>They read {{ utilize | upcase }} and {% if utilize %} and <%= utilize %> and {utilize} in the yard.</p>"),
        ("a.txt", "They read {{ utilize }} and %utilize% and ${utilize} in the yard."),
        ("a.html", "<p>[utilize id=5]</p><p>[utilize]The yard[/utilize]</p>"),
        ("a.md", "They read {utilize}`x` and \\begin{utilize} in the yard.\n\n(utilize)=\n\n!!! utilize\n"),
        ("a.md", "They run it with --utilize yard and -utilize too."),
    ] {
        assert_eq!(fixed(RULE, name, draft), draft, "{name}");
    }
    for (draft, after) in [
        ("They [utilize](/yard) boats {as} we utilize them.\n", "They [use](/yard) boats {as} we use them.\n"),
        ("- utilize boats - and utilize them\n", "- use boats - and use them\n"),
    ] {
        assert_eq!(fixed(RULE, "a.md", draft), after);
    }
    assert_eq!(fixed(RULE, "a.rst", "They utilize: boats. We utilize.\n"), "They use: boats. We use.\n");
    assert_eq!(fixed(RULE, "a.md", "# We utilize boats\n\n*They (utilize) it.*\n"), "# We use boats\n\n*They (use) it.*\n");
}
