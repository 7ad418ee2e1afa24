//! A permission works, or its draft is told why it does not.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;

const RULE: &str = r#"
summary = "A word we do not use"
message = "We do not say “{text}”"
why = "House style."
[forbid]
phrases = ["utilize"]
[[example]]
bad = "They {utilize} it."
"#;

/// What is told of a draft: rule, the words at the place, and the help.
fn told_as(name: &str, draft: &str, choices: &Choices) -> Vec<(String, String, String)> {
    told_by("", name, draft, choices)
}

fn told_by(config: &str, name: &str, draft: &str, choices: &Choices) -> Vec<(String, String, String)> {
    let own = [(PathBuf::from("rules/house/words.toml"), RULE.to_owned())];
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), config, None, &own, choices);
    assert!(faults.is_empty(), "{faults:?}");
    let policy = publication.unwrap().policy(Path::new(name));
    let report = run(&[Entry { path: name.into(), policy, format: None }], |_| Ok(draft.as_bytes().to_vec()), || ());
    let file = &report.files[0];
    let words = |finding: &copydesk::finding::Finding| file.source.slice(finding.span).trim().to_owned();
    let of = |finding: &copydesk::finding::Finding| {
        let help = finding.help.clone().unwrap_or_default();
        (format!("{}: {}", finding.rule, finding.message), words(finding), help)
    };
    file.findings.iter().map(of).collect()
}

fn told(draft: &str) -> Vec<(String, String, String)> {
    told_as("draft.md", draft, &Choices::default())
}

const FIGURE: &str = "Experts say that 40% of the crews have left.\n";
const VAGUE: &str = "attribution/vague-figure";

#[test]
fn a_permission_for_a_rule_that_is_none_is_told_with_the_nearest() {
    let near = told(&format!("<!-- copydesk: allow attribution/vague-figre, said on air -->\n{FIGURE}"));
    let place = "copydesk: allow attribution/vague-figre, said on air".to_owned();
    let message = "meta/unknown-rule: there is no rule “attribution/vague-figre”".to_owned();
    assert!(near.contains(&(message, place, format!("did you mean `{VAGUE}`?"))), "{near:?}");
    assert!(near.iter().any(|(message, ..)| message.starts_with(VAGUE)), "it permits nothing: {near:?}");
    for (written, help) in [
        ("atribution/*", "did you mean `attribution/*`?"),
        ("vague-figure", "did you mean `attribution/vague-figure`?"),
        ("house/wrods", "did you mean `house/words`?"),
        ("meta/undecodeable", "did you mean `meta/undecodable`?"),
        ("courier/puffery", "`copydesk rules` lists them all."),
        ("everything", "`copydesk rules` lists them all."),
    ] {
        for draft in [
            format!("<!-- copydesk: allow {written} -->\n{FIGURE}"),
            format!("<!-- copydesk: allow-file {written}, we know -->\n{FIGURE}"),
            format!("---\ncopydesk:\n  allow: {written}\n---\n{FIGURE}"),
        ] {
            let found: Vec<_> = told(&draft).into_iter().filter(|(message, ..)| message.starts_with("meta/")).collect();
            let message = format!("meta/unknown-rule: there is no rule “{written}”");
            assert!(matches!(&found[..], [(told, _, told_help)] if *told == message && told_help == help), "{draft}: {found:?}");
        }
    }
}

#[test]
fn a_permission_for_a_rule_that_is_known_is_not_called_unknown() {
    // Silent rules, own ones, families and copydesk's own are all known.
    for rule in ["boilerplate/across-articles", "house/words", "house/*", "chrome/*", "meta/broken-markup", "meta/*"] {
        let found = told(&format!("<!-- copydesk: allow {rule} -->\n{FIGURE}"));
        assert!(!found.iter().any(|(message, ..)| message.starts_with("meta/unknown-rule")), "{rule}: {found:?}");
    }
    let only = Choices { only: vec![VAGUE.to_owned()], ..Choices::default() };
    let found = told_as("draft.md", &format!("<!-- copydesk: allow house/words -->\n{FIGURE}"), &only);
    assert_eq!(found.len(), 1, "what the command line leaves out is known: {found:?}");
}

#[test]
fn where_publications_are_left_aside_only_a_slip_is_told() {
    let apart = Choices { without_publications: true, ..Choices::default() };
    let found = |rule: &str| {
        let told = told_as("draft.md", &format!("<!-- copydesk: allow {rule} -->\nThe ferry was late.\n"), &apart);
        told.into_iter().map(|(message, ..)| message).collect::<Vec<_>>()
    };
    assert_eq!(found("courier/puffery"), Vec::<String>::new());
    assert_eq!(found("attribution/vague-figre"), ["meta/unknown-rule: there is no rule “attribution/vague-figre”"]);
}

#[test]
fn a_permission_without_its_colon_is_told() {
    for (comment, written) in [
        ("copydesk allow attribution/vague-figure, said on air", "allow attribution/vague-figure, said on air"),
        ("copydesk-allow attribution/vague-figure", "allow attribution/vague-figure"),
        ("Copydesk allow-file attribution/*", "allow-file attribution/*"),
    ] {
        for (name, draft) in
            [("a.md", format!("<!-- {comment} -->\n{FIGURE}")), ("a.html", format!("<p><!-- {comment} -->{FIGURE}</p>"))]
        {
            let found = told_as(name, &draft, &Choices::default());
            let message = format!("meta/broken-markup: a permission has a colon: write `copydesk: {written}`");
            assert!(found.iter().any(|(told, place, _)| *told == message && place == comment), "{draft}: {found:?}");
        }
    }
    for works in
        ["Copydesk: allow attribution/vague-figure", "copydesk : allow attribution/vague-figure", "COPYDESK:allow attribution/*"]
    {
        let found = told(&format!("<!-- {works} -->\n{FIGURE}"));
        assert!(found.is_empty(), "{works}: {found:?}");
    }
}

#[test]
fn a_note_to_the_copy_desk_is_no_permission() {
    for note in [
        "copydesk allow these quotes, please",
        "Copydesk: is this name right?",
        "copydesk, allow twenty minutes",
        "Copydesk allow for the/that",
        "copydesks allow attribution/vague-figure",
        "copydesk",
        "copydesk ümlaut",
        "the copydesk: allow attribution/vague-figure",
    ] {
        let found = told(&format!("<!-- {note} -->\nThe ferry was late.\n"));
        assert!(found.is_empty(), "{note}: {found:?}");
    }
}

#[test]
fn a_permission_in_front_matter_under_another_key_is_told() {
    let message = "meta/broken-markup: a permission in front matter stands under the key `copydesk.allow`";
    for (front, key) in [
        ("copydesk:\n  alow: attribution/vague-figure", "alow"),
        ("copydesk:\n  allow-file: attribution/vague-figure", "allow-file"),
        ("copydesk: allow attribution/vague-figure", "copydesk"),
    ] {
        let found = told(&format!("---\n{front}\n---\n{FIGURE}"));
        assert!(found.iter().any(|(told, place, _)| told == message && place == key), "{front}: {found:?}");
    }
    for front in
        ["copydesk: read by Ines Roca", "copydesk:\n  allow: [attribution/vague-figure]", "copydesks:\n  alow: x", "allow: x"]
    {
        let found = told(&format!("---\n{front}\n---\n{FIGURE}"));
        assert!(!found.iter().any(|(told, ..)| told == message), "{front}: {found:?}");
    }
}

#[test]
fn each_format_permits_in_comments_of_its_own() {
    let given = "copydesk: allow attribution/vague-figure, said on air";
    for (name, draft) in [
        ("a.md", format!("[//]: # ({given})\n\n{FIGURE}")),
        ("a.md", format!("[//]: # ({given})\n{FIGURE}")),
        ("a.md", format!("One line.\n\n[comment]: <> \"{given}\"\r\n{FIGURE}")),
        ("a.md", format!("[//]: # (a note)\n\n[a]: <#> '{given}'\n\n{FIGURE}")),
        (
            "a.md",
            format!("---\ntitle: A\n---\n[//]: # ({given})\n[//]: # (copydesk: allow attribution/unsourced-figure)\n{FIGURE}"),
        ),
        ("a.mdx", format!("{{/* {given} */}}\n\n{FIGURE}")),
        ("a.mdx", format!("[//]: # ({given})\n\n{FIGURE}")),
        ("a.html", format!("<!-- {given} -->\n<p>{FIGURE}</p>")),
        ("a.txt", format!("<!-- {given} -->\n{FIGURE}")),
        ("a.txt", format!("{given}\n\n{FIGURE}")),
        ("a.txt", format!("One line.\r\n\r\n  Copydesk: allow attribution/*, said on air\r\n{FIGURE}")),
        ("a.txt", format!("copydesk: allow-file attribution/*\n\nOne line.\n\n{FIGURE}")),
    ] {
        let found = told_as(name, &draft, &Choices::default());
        let found: Vec<_> = found.iter().filter(|(told, ..)| !told.contains("unsourced-figure")).collect();
        assert!(found.is_empty(), "{draft:?}: {found:?}");
    }
    for (name, draft) in [
        ("a.md", format!("A line\n[//]: # ({given})\n\n{FIGURE}")),
        ("a.md", format!("```\n\n[//]: # ({given})\n\n```\n{FIGURE}")),
        ("a.md", format!("[//]: /address ({given})\n\n{FIGURE}")),
        ("a.txt", format!("<!--\n{given} is how it is done -->\n\nA line.\n\n{FIGURE}")),
        ("a.txt", format!("The {given}\n\n{FIGURE}")),
        ("a.md", format!("{given}\n\n{FIGURE}")),
    ] {
        let found = told_as(name, &draft, &Choices::default());
        assert!(found.iter().any(|(told, ..)| told.starts_with(VAGUE)), "{draft:?}: {found:?}");
    }
}

#[test]
fn a_permission_for_a_stretch_holds_from_its_begin_to_its_end() {
    let begin = "<!-- copydesk: allow-begin attribution/vague-figure, said on air -->";
    let end = "<!-- copydesk: allow-end attribution/vague-figure -->";
    let list = "- Experts say that 40% of the crews have left.\n- Experts say that 30% of the boats have.\n";
    let table = "| a |\n|---|\n| Experts say that 40% of the crews have left. |\n";
    let of = |draft: &str| told(draft).into_iter().map(|(message, ..)| message).collect::<Vec<_>>();
    for held in [list, table, FIGURE] {
        assert_eq!(of(&format!("{begin}\n\n{held}\n{end}\n")), Vec::<String>::new(), "{held}");
        assert_eq!(of(&format!("{begin}\n\n{held}\n<!-- copydesk: allow-end -->\n")), Vec::<String>::new(), "{held}");
        let behind = of(&format!("{begin}\n\n{held}\n{end}\n\n{FIGURE}"));
        assert!(matches!(&behind[..], [one] if one.starts_with(VAGUE)), "{held}: {behind:?}");
    }
    let open = of(&format!("{begin}\n\n{list}"));
    assert_eq!(
        open,
        ["meta/broken-markup: this permission is never ended: write `copydesk: allow-end attribution/vague-figure`"]
    );
    let strange = of(&format!("{end}\n\nThe ferry was late.\n"));
    let help = "above it stands no `copydesk: allow-begin attribution/vague-figure, reason` that is still open";
    assert_eq!(strange, [format!("meta/broken-markup: this ends no permission: {help}")]);
    let needless = of(&format!("{begin}\n\nThe ferry was late.\n\n{end}\n"));
    assert_eq!(needless, ["meta/unused-permission: nothing here needs leave for `attribution/vague-figure`"]);
}

#[test]
fn a_publication_may_require_reasons() {
    let config = "require-reason = true\n";
    for draft in [
        format!("<!-- copydesk: allow attribution/vague-figure -->\n{FIGURE}"),
        format!("<!-- copydesk: allow-file attribution/vague-figure, -->\n{FIGURE}"),
        format!("---\ncopydesk:\n  allow: attribution/vague-figure\n---\n{FIGURE}"),
    ] {
        let found = told_by(config, "a.md", &draft, &Choices::default());
        let [(message, place, help)] = &found[..] else { panic!("{draft}: {found:?}") };
        assert_eq!(message, "meta/unreasoned-permission: the leave for `attribution/vague-figure` does not say why");
        assert!(place.contains(VAGUE) && help.contains("attribution/vague-figure, our own count"), "{place}: {help}");
        assert!(told(&draft).is_empty());
    }
    let reasoned = format!("<!-- copydesk: allow attribution/vague-figure, said on air -->\n{FIGURE}");
    assert!(told_by(config, "a.md", &reasoned, &Choices::default()).is_empty());
}

/// The draft as `--fix` leaves it.
fn fixed(name: &str, draft: &str) -> String {
    let (publication, _) = Publication::read(Path::new("copydesk.toml"), "", None, &[], &Choices::default());
    let entry = Entry { path: name.into(), policy: publication.unwrap().policy(Path::new(name)), format: None };
    let report = run(&[entry], |_| Ok(draft.as_bytes().to_vec()), || ());
    let fixed = copydesk::edit::apply(&report.files[0], draft.as_bytes(), "");
    String::from_utf8(fixed.unwrap_or_else(|| draft.as_bytes().to_vec())).unwrap()
}

#[test]
fn a_needless_permission_is_deleted_and_nothing_else() {
    let late = "The ferry was late.";
    let given = "copydesk: allow attribution/vague-figure, said on air";
    let html = format!("<!-- {given} -->");
    for (name, draft, left) in [
        ("a.md", format!("{html}\n{late}\n"), format!("{late}\n")),
        ("a.md", format!("One.\n\n{html}\n\n{late}\n"), format!("One.\n\n{late}\n")),
        ("a.md", format!("One.\r\n\r\n{html}\r\n{late}"), format!("One.\r\n\r\n{late}")),
        ("a.md", format!("{late} {html}\n"), format!("{late}\n")),
        ("a.md", format!("# One\n{html}\n{late}\n"), format!("# One\n{late}\n")),
        ("a.md", format!("- {late} {html}\n- Two.\n"), format!("- {late}\n- Two.\n")),
        ("a.md", format!("[//]: # ({given})\n\n{late}\n"), format!("{late}\n")),
        ("a.mdx", format!("{{/* {given} */}}\n\n{late}\n"), format!("{late}\n")),
        ("a.html", format!("<p>One.</p>\n{html}\n<p>{late}</p>\n"), format!("<p>One.</p>\n<p>{late}</p>\n")),
        ("a.html", format!("<p>{html}{late}</p>\n"), format!("<p>{late}</p>\n")),
        ("a.txt", format!("One line here.\n\n{given}\n{late}\n"), format!("One line here.\n\n{late}\n")),
        (
            "a.md",
            format!(
                "<!-- copydesk: allow-begin attribution/*, x -->\n\n- {late}\n\n<!-- copydesk: allow-end attribution/* -->\n\nTwo.\n"
            ),
            format!("- {late}\n\nTwo.\n"),
        ),
    ] {
        assert_eq!(fixed(name, &draft), left, "{draft}");
    }
    for kept in [
        // Two lists would be one, two paragraphs too; and front matter is the writer's.
        format!("- One.\n\n{html}\n\n- {late}\n"),
        format!("---\ncopydesk:\n  allow: attribution/vague-figure\n---\n{late}\n"),
        format!("<!-- copydesk: allow attribution/vague-figre -->\n{late}\n"),
        format!("{html}\n{FIGURE}"),
    ] {
        assert_eq!(fixed("a.md", &kept), kept);
    }
    let two = fixed("a.md", &format!("One.\n{html}\n{late}\n"));
    assert!(two.contains("One.\n\n") || two.contains(&html), "{two}");
}
