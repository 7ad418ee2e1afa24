//! What a publication may ask of its drafts: flags, days, languages, owners, and statements that nobody asked for.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::finding::{Finding, Level};
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;

fn findings(config: &str, path: &str, draft: &str, rule: &str) -> Vec<Finding> {
    let (publication, mistakes) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &Choices::default());
    let told: Vec<_> = mistakes.iter().flat_map(|file| &file.findings).map(|finding| &finding.message).collect();
    let policy = publication.unwrap_or_else(|| panic!("{told:?}")).policy(Path::new(path));
    let entry = Entry { path: PathBuf::from(path), policy, format: None };
    let report = run(std::slice::from_ref(&entry), |_| Ok(draft.as_bytes().to_vec()), || ());
    report.files.into_iter().flat_map(|file| file.findings).filter(|finding| finding.rule == rule).collect()
}

/// The draft with the mend of the only finding of a rule made; that must satisfy the rule.
fn mended(config: &str, path: &str, draft: &str, rule: &str) -> String {
    let found = findings(config, path, draft, rule);
    let [Finding { fix: Some(fix), .. }] = &found[..] else { panic!("one finding with a mend: {found:?}") };
    let mut text = draft.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    assert_eq!(findings(config, path, &text, rule), [], "{text}");
    text
}

fn message(config: &str, path: &str, draft: &str, rule: &str) -> String {
    let found = findings(config, path, draft, rule);
    found.first().map(|finding| finding.message.clone()).unwrap_or_default()
}

const BODY: &str = "The depot closed in May after forty years of service on the hill. Nobody in the street had been told of the plan.\n\n\
                    A second yard is to be sold in the autumn. Two buyers have looked at it, and one of them came from abroad to do so.\n\n\
                    The price has been left open until the survey is done, which will take the rest of the year and some of the next.\n";

const SPONSORED: &str = "disclosure/sponsored";
const AFFILIATE: &str = "disclosure/affiliate";

#[test]
fn a_flag_is_set_where_it_stands() {
    let config = "[rules]\n\"disclosure/sponsored\" = { satisfied-by = { flag = \"label = Advertisement\" } }\n";
    for (before, after) in [
        (
            "---\nsponsored: true\ntags: [a, 'b'] # c\n---\n",
            "---\nsponsored: true\ntags: [a, 'b'] # c\nlabel: Advertisement\n---\n",
        ),
        ("---\nlabel:\nsponsored: true\n---\n", "---\nlabel: Advertisement\nsponsored: true\n---\n"),
        ("---\nlabel: 'none'  # yet\nsponsored: true\n---\n", "---\nlabel: Advertisement  # yet\nsponsored: true\n---\n"),
        (
            "---\nsponsored: true\nnote: |\n  a\n  b\n---\n",
            "---\nsponsored: true\nnote: |\n  a\n  b\nlabel: Advertisement\n---\n",
        ),
        ("---\r\nsponsored: true\r\n---\r\n", "---\r\nsponsored: true\r\nlabel: Advertisement\r\n---\r\n"),
        ("+++\nsponsored = true\n+++\n", "+++\nsponsored = true\nlabel = \"Advertisement\"\n+++\n"),
        (
            "+++\nsponsored = true\n[params]\nx = 1\n+++\n",
            "+++\nlabel = \"Advertisement\"\nsponsored = true\n[params]\nx = 1\n+++\n",
        ),
        ("{\"sponsored\": true}\n", "{\"label\": \"Advertisement\",\"sponsored\": true}\n"),
        ("{\n  \"sponsored\": true\n}\n", "{\n  \"label\": \"Advertisement\",\n  \"sponsored\": true\n}\n"),
    ] {
        let draft = |front: &str| format!("{front}\n# The yard\n\n{BODY}");
        assert_eq!(mended(config, "yard.md", &draft(before), SPONSORED), draft(after));
    }
}

#[test]
fn a_flag_is_set_in_its_table() {
    let config = "[rules]\n\"disclosure/sponsored\" = { satisfied-by = { flag = \"params.notice = true\" } }\n";
    for (before, after) in [
        ("---\nparams:\n    x: 1\nsponsored: true\n---\n", "---\nparams:\n    notice: true\n    x: 1\nsponsored: true\n---\n"),
        ("---\nsponsored: true\n---\n", "---\nsponsored: true\nparams:\n  notice: true\n---\n"),
        ("---\nparams:\nsponsored: true\n---\n", "---\nparams:\n  notice: true\nsponsored: true\n---\n"),
        ("+++\nsponsored = true\n[site]\nx = 1\n+++\n", "+++\nparams.notice = true\nsponsored = true\n[site]\nx = 1\n+++\n"),
        ("+++\nsponsored = true\n[params]\n+++\n", "+++\nsponsored = true\n[params]\nnotice = true\n+++\n"),
        ("{\"sponsored\": true}\n", "{\"params\": {\"notice\": true},\"sponsored\": true}\n"),
        ("{\"sponsored\": true, \"params\": {}}\n", "{\"sponsored\": true, \"params\": {\"notice\": true}}\n"),
        ("---\nparams:\n  notice: \"no\"\nsponsored: true\n---\n", "---\nparams:\n  notice: true\nsponsored: true\n---\n"),
        ("+++\nsponsored = true\n[params]\nx = 1\n+++\n", "+++\nsponsored = true\n[params]\nnotice = true\nx = 1\n+++\n"),
        (
            "{\n\t\"sponsored\": true,\n\t\"params\": {\n\t\t\"x\": 1\n\t}\n}\n",
            "{\n\t\"sponsored\": true,\n\t\"params\": {\n\t\t\"notice\": true,\n\t\t\"x\": 1\n\t}\n}\n",
        ),
    ] {
        let draft = |front: &str| format!("{front}\n# The yard\n\n{BODY}");
        assert_eq!(mended(config, "yard.md", &draft(before), SPONSORED), draft(after));
    }
}

#[test]
fn where_a_flag_cannot_be_set_nothing_is_changed() {
    let config =
        "[rules]\n\"disclosure/sponsored\" = { satisfied-by = { flag = \"params.notice = true\" }, when = { always = true } }\n";
    for front in [
        "",
        "---\nparams: {x: 1}\n---\n",
        "---\ntitle: [broken\n---\n",
        "---\ntitle: open\n",
        "---\nparams:\n  notice: |\n    no\n---\n",
        "---\nparams:\n  notice: &n false\nother: *n\n---\n",
        "---\nparams:\n  notice: [no]\n---\n",
        "---\nparams:\n  - notice: false\n---\n",
        "---\nparams.notice: false\n---\n",
        "---\nparams.x: 1\n---\n",
        "---\nparams: none\n---\n",
        "---\n{params: {notice: false}}\n---\n",
        "+++\n[params]\nnotice = \"\"\"\nno\"\"\"\n+++\n",
        "+++\n[[params]]\nnotice = false\n+++\n",
        "+++\nparams = {}\n+++\n",
        "{\"params\": [{\"notice\": false}]}\n",
        "{\"params\": \"x\"}\n",
    ] {
        let found = findings(config, "yard.md", &format!("{front}# The yard\n\n{BODY}"), SPONSORED);
        let told =
            |finding: &Finding| finding.notes.iter().any(|note| note.starts_with("--fix cannot set `params.notice = true`: "));
        assert!(found.len() == 1 && found[0].fix.is_none() && told(&found[0]), "{front}: {found:?}");
    }
}

const GERMAN: &str = "Das Depot schloss im Mai nach vierzig Jahren auf dem Hügel. Niemand in der Straße hatte von dem Plan gehört, und der Rat \
                      hat noch nicht gesagt, was aus dem Hof werden soll.\n\nEin zweiter Hof wird im Herbst verkauft. Zwei Käufer haben ihn \
                      sich angesehen, und einer von ihnen ist dafür aus dem Ausland gekommen.\n";

#[test]
fn a_statement_in_another_language_is_none() {
    let draft = |front: &str, said: &str, body: &str| format!("---\n{front}\nsponsored: true\n---\n\n{said}\n\n{body}");
    let english = "the label that this was paid for stands only in English";
    let told = |config: &str, draft: &str| message(config, "yard.md", draft, SPONSORED);
    assert_eq!(told("", &draft("title: Der Hof", "Advertisement", GERMAN)), english);
    assert_eq!(told("", &draft("title: Der Hof", "This post is sponsored by Northlight.", GERMAN)), english);
    assert_eq!(told("", &draft("title: Der Hof", "Anzeige", GERMAN)), "");
    assert_eq!(told("", &draft("title: Der Hof", "Anzeige\n\nAdvertisement", GERMAN)), "");
    assert_eq!(told("", &draft("title: The yard", "Advertisement", BODY)), "");
    assert_eq!(told("", &draft("title: The yard", "Anzeige", BODY)), "the label that this was paid for stands only in German");
    // The front matter is stronger than the words, the words than the publication.
    assert_eq!(told("", &draft("lang: de-AT", "Advertisement", BODY)), english);
    assert_eq!(told("language = \"de\"", &draft("title: Hof", "Advertisement", "Kurz und gut.")), english);
    assert_eq!(told("language = \"de\"", &draft("title: The yard", "Advertisement", BODY)), "");
    // An approved text is for the drafts of its language: in others it says nothing to the reader, and is not written.
    let english_text = "[texts.sponsored]\ntext = \"This article was paid for by {sponsor}.\"\n";
    let config = format!("[rules]\n\"disclosure/sponsored\" = {{ texts = [\"sponsored\", \"sponsored-de\"] }}\n{english_text}");
    let text = "This article was paid for by Northlight.";
    assert_eq!(told(&config, &draft("title: Der Hof", text, GERMAN)), english);
    let missing = draft("title: Der Hof\nsponsor: Northlight", "Das Tor ist zu.", GERMAN);
    assert!(findings(&config, "yard.md", &missing, SPONSORED)[0].fix.is_none());
    let both =
        format!("{config}[texts.sponsored-de]\ntext = \"Dieser Beitrag wurde von {{sponsor}} bezahlt und ist eine Anzeige.\"\n");
    let fix = findings(&both, "yard.md", &missing, SPONSORED)[0].fix.clone().unwrap();
    assert!(fix.edits[0].text.contains("Dieser Beitrag wurde von Northlight bezahlt"), "{fix:?}");
}

#[test]
fn a_rule_holds_in_its_days() {
    let config = "[rules]\n\"disclosure/sponsored\" = { from = 2026-01-01, until = 2026-12-31 }\n";
    let count = |config: &str, day: &str| {
        findings(config, "yard.md", &format!("---\ndate: {day}\nsponsored: true\n---\n\n{BODY}"), SPONSORED).len()
    };
    assert_eq!([count(config, "2025-12-31"), count(config, "2026-06-01"), count(config, "2027-01-01")], [0, 1, 0]);
    let config = "[rules]\n\"disclosure/sponsored\" = { and = [{ from = 2026-01-01 }, { paths = [\"*.md\"] }] }\n";
    assert_eq!([count(config, "2025-12-31"), count(config, "2026-06-01")], [0, 1]);
    let undated = format!("---\nsponsored: true\n---\n\n{BODY}");
    assert_eq!(findings(config, "yard.md", &undated, SPONSORED).len(), 0, "no date fulfils no condition on dates");
}

/// Before the first day of an approved text its earlier wordings are what was approved.
#[test]
fn an_earlier_wording_holds_before_the_first_day() {
    let config = "[texts.opinion]\ntext = \"The views in this column are the author’s own.\"\n\
                  versions = [\"The opinions in this column are those of its author.\"]\nfrom = 2026-01-01\n\
                  [[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    let count = |day: &str, said: &str| {
        let draft = format!("---\ndate: {day}\n---\n\n{said}\n\n{BODY}");
        ["disclosure/opinion", "boilerplate/drifted"].map(|rule| findings(config, "yard.md", &draft, rule).len())
    };
    let (old, new) = ("The opinions in this column are those of its author.", "The views in this column are the author’s own.");
    assert_eq!(count("2025-02-01", old), [0, 0]);
    assert_eq!(count("2025-02-01", new), [1, 0], "it was not approved yet");
    assert_eq!(count("2026-02-01", old), [0, 1], "it gave way to another");
    assert_eq!(count("2026-02-01", new), [0, 0]);
}

#[test]
fn a_statement_that_nothing_asks_for_is_told_when_wanted() {
    let draft = format!("# The yard\n\nThis post contains affiliate links, and we may earn a commission.\n\n{BODY}");
    assert_eq!(findings("", "yard.md", &draft, AFFILIATE), []);
    let config = "[rules]\n\"disclosure/affiliate\" = { needless = \"note\" }\n";
    let found = findings(config, "yard.md", &draft, AFFILIATE);
    let [finding] = &found[..] else { panic!("one finding: {found:?}") };
    assert_eq!(finding.message, "the statement that links earn money stands here, and nothing in the draft asks for it");
    assert!(finding.level == Level::Note && !finding.fix.as_ref().unwrap().safe);
}

#[test]
fn a_statement_in_html_is_written_and_moved_between_elements() {
    let config = "name = \"The Post\"\n[texts.opinion]\ntext = \"These are {author}’s views & nobody else’s.\"\n[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    let said = "<p>These are Ada Quill’s views &amp; nobody else’s.</p>";
    let (one, two, three) =
        ("It is in my view a mistake, and one that the valley will pay for.", BODY.trim_end(), "The end of it.");
    let page = |body: &str| {
        format!("<html lang=en><meta name=author content=\"Ada Quill\"><body><article>{body}</article></body></html>")
    };
    let rule = "disclosure/opinion";
    let spread = |head: &str, tail: &str| {
        page(&format!("\n  <h1>The yard</h1>\n{head}  <p>{one}</p>\n  <p>{two}</p>\n  <p>{three}</p>\n{tail}"))
    };
    let line = format!("  {said}\n");
    assert_eq!(mended(config, "a.html", &spread("", ""), rule), spread(&line, ""));
    assert_eq!(mended(config, "a.html", &spread("", &line), rule), spread(&line, ""));
    let packed =
        |head: &str, tail: &str| page(&format!("<h1>The yard</h1>{head}<ul><li>{one}</li></ul><p>{two}</p><p>{three}</p>{tail}"));
    assert_eq!(mended(config, "a.html", &packed("", ""), rule), packed(said, ""));
    assert_eq!(mended(config, "a.html", &packed("", said), rule), packed(said, ""));
}

#[test]
fn plain_text_is_mended_too() {
    let config = "name = \"The Post\"\n[texts.opinion]\ntext = \"The views in this column are its author's own.\"\n[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    let said = "The views in this column are its author's own.";
    assert_eq!(mended(config, "a.txt", BODY, "disclosure/opinion"), format!("{said}\n\n{BODY}"));
    assert_eq!(mended(config, "a.txt", &format!("{BODY}\n{said}\n"), "disclosure/opinion"), format!("{said}\n\n{BODY}"));
}

#[test]
fn nothing_is_written_into_a_table_or_a_list() {
    let config = "[texts.affiliate]\ntext = \"We earn a commission when you buy through links in this article.\"\n";
    let said = "We earn a commission when you buy through links in this article.";
    for frame in [
        "| lamp | link |\n|---|---|\n| small | [shop](https://amzn.to/3aBcDe) |\n",
        "- one\n- two, [shop](https://amzn.to/3aBcDe)\n",
    ] {
        let draft = |head: &str| format!("# The lamp\n\n{BODY}\n{head}{frame}");
        assert_eq!(mended(config, "a.md", &draft(""), AFFILIATE), draft(&format!("{said}\n\n")));
    }
}

/// What stands under a condition, in a tab or in a box is not seen wherever the article is.
#[test]
fn nothing_is_written_into_a_condition_or_a_box() {
    let config = "[texts.affiliate]\ntext = \"We earn a commission when you buy through links in this article.\"\n";
    let said = "We earn a commission when you buy through links in this article.";
    let branch = "ifdef::shop[]\nBuy https://amzn.to/3aBcDe[the kettle].\nendif::[]\n\nOr https://amzn.to/3aBcDf[the pot].\n";
    let page = |head: &str, tail: &str| format!("= Tea\n\n{head}{branch}{tail}");
    let (head, tail) = (format!("{said}\n\n"), format!("\n{said}\n"));
    assert_eq!(mended(config, "a.adoc", &page("", ""), AFFILIATE), page(&head, ""));
    assert_eq!(mended(config, "a.adoc", &page("", &tail), AFFILIATE), page(&head, ""));
    let (link, more) =
        ("Buy <a href=\"https://amzn.to/3aBcDe\">the kettle</a>.", "Or <a href=\"https://amzn.to/3aBcDf\">the pot</a>.");
    let said = format!("<p>{said}</p>");
    for (open, close) in [("<section class=\"print-only\"><div>", "</div></section>"), ("<div class=\"tab-pane\">", "</div>")] {
        let page =
            |head: &str, tail: &str| format!("<main><h1>Tea</h1>{head}{open}<p>{link}</p>{close}<p>{more}</p>{tail}</main>");
        assert_eq!(mended(config, "a.html", &page("", ""), AFFILIATE), page(&said, ""));
        assert_eq!(mended(config, "a.html", &page("", &said), AFFILIATE), page(&said, ""));
    }
    // What holds the whole article is no box.
    let page = |head: &str| format!("<h1>Tea</h1><div class=\"content\">{head}<p>{link}</p><p>{more}</p></div>");
    assert_eq!(mended(config, "a.html", &page(""), AFFILIATE), page(&said));
}

#[test]
fn what_an_approved_text_lacks_is_said() {
    let config = "name = \"The Post\"\n[texts.opinion]\ntext = \"These are {author}’s views.\"\n[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    let found = findings(config, "a.md", &format!("# The yard\n\n{BODY}"), "disclosure/opinion");
    let note = "--fix cannot write the approved text “opinion”: the draft does not say who {author} is";
    assert!(found[0].notes.iter().any(|said| said == note), "{found:?}");
    let several = format!("---\nauthors: [Ada Quill, Tom Tarn]\n---\n\n# The yard\n\n{BODY}");
    assert!(mended(config, "a.md", &several, "disclosure/opinion").contains("These are Ada Quill and Tom Tarn’s views."));
    let many = format!("---\nauthors: [Ada Quill, Tom Tarn, Jane Roe, Ida Brandt]\n---\n\n# The yard\n\n{BODY}");
    assert!(findings(config, "a.md", &many, "disclosure/opinion")[0].fix.is_none(), "it would not be known again");
}

#[test]
fn what_is_folded_away_over_several_blocks_is_hidden() {
    let said = "This post contains affiliate links, and we may earn a commission.";
    let draft = |open: &str, close: &str| {
        format!("# The lamp\n\n{open}\n\n{said}\n\n{close}\n\nBuy it [here](https://amzn.to/3aBcDe).\n")
    };
    let told = |open: &str, close: &str| message("", "a.md", &draft(open, close), AFFILIATE);
    let hidden = "the statement that links earn money is hidden from readers";
    assert_eq!(told("<details>\n<summary>Small print</summary>", "</details>"), hidden);
    assert_eq!(told("<div hidden>", "</div>"), hidden);
    assert_eq!(told("<div style=\"display: none\">\n\n<div>", "</div>\n\n</div>"), hidden);
    assert_eq!(told("<details open>\n<summary>Small print</summary>", "</details>"), "");
    assert_eq!(told("<details>\n<summary>More</summary>\n\nInside.\n\n</details>", ""), "");
    assert_eq!(told("<div>", "</div>"), "");
    assert_eq!(told("> <details>\n>\n> Inside.", ""), "", "the end of the quotation ends it");
}

#[test]
fn a_name_that_is_none_or_would_be_markup_is_not_written() {
    let config = "[texts.opinion]\ntext = \"The views in this column are {author}’s own and nobody else’s.\"\n\
                  [[section]]\nfiles = [\"*\"]\nkind = \"opinion\"\n";
    let written = |author: &str, config: &str| {
        let draft = format!("---\nauthor: {author}\n---\n\n{BODY}");
        findings(config, "yard.md", &draft, "disclosure/opinion")[0].fix.clone().map(|fix| fix.edits[0].text.clone())
    };
    assert!(written("Ada Quill", config).unwrap().contains("are Ada Quill’s own"));
    for author in ["null", "~", "false", "\"\"", "N/A", "\"<script>alert(1)</script>\"", "\"[Ada](x)\"", "\"A\\u0000B\""] {
        assert_eq!(written(author, config), None, "{author}");
    }
    let ends = config.replace("\"\n[[section]]", "\"\nuntil = 2020-01-01\n[[section]]");
    assert_eq!(written("Ada Quill", &ends), None);
}

#[test]
fn a_text_for_one_is_not_written_for_several() {
    let one = "This column is an opinion: {author} is an elected official.";
    let config = |more: &str| {
        let section = "[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
        format!("name = \"The Post\"\n[texts.opinion]\ntext = \"{one}\"\n{more}{section}")
    };
    let draft = |authors: &str| format!("---\nauthors: {authors}\n---\n\n# The yard\n\n{BODY}");
    let (alone, both) = (draft("Cllr Lowe"), draft("[Cllr Lowe, Tom Tarn]"));
    let written = mended(&config(""), "a.md", &alone, "disclosure/opinion");
    assert!(written.contains("This column is an opinion: Cllr Lowe is an elected official."), "{written}");
    let found = findings(&config(""), "a.md", &both, "disclosure/opinion");
    assert!(found[0].fix.is_none(), "{found:?}");
    let note =
        "{author} is several people here, and a word behind it may speak of one; give `[texts.opinion]` a wording `several`";
    assert!(found[0].notes.iter().any(|said| said.ends_with(note)), "{found:?}");
    let several = "several = \"This column is an opinion: {author} are elected officials.\"\n";
    let said = "This column is an opinion: Cllr Lowe and Tom Tarn are elected officials.";
    assert!(mended(&config(several), "a.md", &both, "disclosure/opinion").contains(said));
    assert!(mended(&config(several), "a.md", &alone, "disclosure/opinion").contains("Cllr Lowe is an elected official."));
    let drifted = format!("{said}\n\n{both}").replace("---\n", "").replace("authors: [Cllr Lowe, Tom Tarn]\n", "");
    assert_eq!(findings(&config(several), "a.md", &drifted, "boilerplate/drifted"), []);
}

#[test]
fn where_only_the_approved_text_will_do_no_label_and_no_advice_goes_round_it() {
    let text = "The Post was paid to print this piece, and its newsroom had no part in it.";
    let config =
        format!("[texts.sponsored]\ntext = \"{text}\"\n[rules]\n\"disclosure/sponsored\" = {{ approved-only = true }}\n");
    let draft = |label: &str| format!("---\nsponsored: true\n---\n\n# The yard\n\n{label}\n\n{BODY}");
    for label in ["Advertisement", "**Advertisement:** a word from the yard", "This post is sponsored by the Hill Yard."] {
        let found = findings(&config, "a.md", &draft(label), SPONSORED);
        assert_eq!(found.len(), 1, "{label}");
        assert!(found[0].message.ends_with("stands only in other words than the approved text"), "{label}: {found:?}");
        let help = format!("Write the approved text `[texts.sponsored]`, and no other: “{text}”");
        assert_eq!(found[0].help.as_deref(), Some(help.as_str()), "{label}");
        assert!(mended(&config, "a.md", &draft(label), SPONSORED).contains(text), "{label}");
        assert_eq!(findings(&config.replace("= true", "= false"), "a.md", &draft(label), SPONSORED), [], "{label}");
    }
}

#[test]
fn the_keys_that_name_people_are_one_list() {
    let config = "[texts.opinion]\ntext = \"These are {author}’s views and nobody else’s.\"\n\
                  [rules]\n\"disclosure/opinion\" = { must-name = [\"author\"] }\n[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    for key in ["author", "authors", "byline", "writer", "meta.author"] {
        let front = match key.split_once('.') {
            Some((table, key)) => format!("{table}:\n  {key}: Ada Quill\n"),
            None => format!("{key}: Ada Quill\n"),
        };
        let draft = |said: &str| format!("---\n{front}---\n\n# The yard\n\n{said}{BODY}");
        assert!(mended(config, "a.md", &draft(""), "disclosure/opinion").contains("These are Ada Quill’s views"), "{key}");
        let told = message(config, "a.md", &draft("The views expressed here are the author’s own.\n\n"), "disclosure/opinion");
        assert!(told.ends_with("does not name the author"), "{key}: {told}");
    }
    let own = format!("{config}[lists]\n\"front/authors\" = [\"@front/authors\", \"columnist\"]\n");
    let draft = format!("---\ncolumnist: Ada Quill\n---\n\n# The yard\n\n{BODY}");
    assert!(mended(&own, "a.md", &draft, "disclosure/opinion").contains("These are Ada Quill’s views"));
}

#[test]
fn a_condition_on_front_matter_takes_lists() {
    let config = "[lists]\n\"house/officials\" = [\"Cllr Lowe\", \"(Ada|Ida) Quill\", \"Dr. * Tarn\", \"@house/others\"]\n\"house/others\" = [\"Jo Roe\"]\n\
                  [rules]\n\"disclosure/opinion\" = { when = { front = [\"author = Sam Pike | @house/officials\"] } }\n";
    let told = |author: &str, config: &str| {
        let draft = format!("---\nauthor: {author:?}\n---\n\n# The yard\n\n{BODY}");
        !findings(config, "a.md", &draft, "disclosure/opinion").is_empty()
    };
    for author in ["Cllr Lowe", "cllr lowe", "Ada Quill", "Dr. Tom Tarn", "Jo Roe", "Sam Pike"] {
        assert!(told(author, config), "{author}");
    }
    for author in ["Tom Lowe", "@house/officials", "Tarn", ""] {
        assert!(!told(author, config), "{author}");
    }
    let sign = config.replace("Sam Pike | @house/officials", "\\\\@quill");
    assert!(told("@Quill", &sign) && !told("Cllr Lowe", &sign), "{sign}");
}

/// What `--fix` would write unread over a draft; `None` where it leaves all to the writer.
fn written(config: &str, draft: &str, rule: &str) -> Option<String> {
    let found = findings(config, "a.md", draft, rule);
    let fix = found.iter().filter_map(|finding| finding.fix.as_ref()).find(|fix| fix.safe)?;
    let mut text = draft.to_owned();
    fix.edits.iter().rev().for_each(|edit| text.replace_range(edit.span.range(), &edit.text));
    Some(text)
}

#[test]
fn an_approved_text_is_written_over_no_other_claim() {
    let config = "[texts.gifted]\ntext = \"The maker lent us the product for this review and did not see it before it was printed.\"\n\
                  [texts.holdings]\ntext = \"The author owns shares in companies that are named in this article.\"\n\
                  [texts.opinion]\ntext = \"The views in this column are {author}’s own and not those of the paper.\"\n\
                  [texts.health]\ntext = \"This article is no medical advice. Ask your doctor before you change what you take.\"\n";
    let drifted = |text: &str| findings(config, "a.md", text, "boilerplate/drifted");
    for text in [
        "The maker paid us for this review and did see it before it was printed.",
        "The maker sold us the product for this review and did not see it before it was printed.",
        "The maker lent us the product for this review and saw it before it was printed.",
        "The minister owns shares in companies that are named in this article.",
        "The author’s wife owns shares in companies that are named in this article.",
        "The author sold shares in companies that are named in this article.",
        "The author hardly owns shares in companies that are named in this article.",
        "The author owns shares in three companies that are named in this article.",
        "The author owns shares in half the companies that are named in this article.",
        "The author owns shares in both companies that are named in this article.",
        "---\nauthor: Ada Quill\n---\n\nThe views in this column are Ada Quill’s own and those of the paper.",
        "---\nauthor: Ada Quill\n---\n\nThe views in this article are the editor’s own and not those of the paper.",
        "Simmer for ten minutes.\n\nAsk your doctor before you change what you take.",
        "The maker lent us the product for this review.",
    ] {
        assert_eq!(written(config, text, "boilerplate/drifted"), None, "{text}");
    }
    let told = drifted("The maker sold us the product for this review and did not see it before it was printed.");
    assert_eq!(told[0].notes, ["approved → here: lent → sold"]);
    assert!(told[0].fix.as_ref().is_some_and(|fix| !fix.safe));
    for text in [
        "The author owns shares in the companies that are named in this article.",
        "---\nauthor: Ada Quill\n---\n\nThe views in this article are Quill’s own and not those of the paper.",
    ] {
        assert!(written(config, text, "boilerplate/drifted").is_some(), "{text}");
    }
}

#[test]
fn a_name_is_written_only_where_it_looks_like_one() {
    let config = "name = \"The Harbour Lantern\"\n[texts.opinion]\ntext = \"The views in this column are {author}’s own and not those of {publication}.\"\n\
                  [texts.sponsored]\ntext = \"Paid for by {sponsor}.\"\n[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    let draft = |author: &str| format!("---\nauthor: {author}\n---\n\nThe rain came.\n");
    for author in [
        "admin",
        "ada-quill",
        "ada@x.example",
        "TBD",
        "5",
        "Staff Writer",
        "By Ada Quill",
        "\"Quill, Ada\"",
        "Ada Quill and Tom Tarn",
        "Ada Quill & Tom Tarn",
        "The Harbour Lantern",
        "Ada Quill / Tom Tarn",
    ] {
        assert_eq!(written(config, &draft(author), "disclosure/opinion"), None, "{author}");
    }
    for author in ["Ada Quill", "Ludwig van Beek", "J. R. Tarn", "王伟"] {
        let said = format!("The views in this column are {author}’s own and not those of The Harbour Lantern.");
        assert!(written(config, &draft(author), "disclosure/opinion").is_some_and(|text| text.contains(&said)), "{author}");
    }
    let told = findings(config, "a.md", &draft("ada-quill"), "disclosure/opinion");
    assert!(told[0].notes.iter().any(|note| note.contains("“ada-quill” may be no person’s name")), "{told:?}");
    let sponsored = "---\nsponsored: true\nsponsor: Lind & Sons\n---\n\nThe rain came.\n";
    assert!(written(config, sponsored, "disclosure/sponsored").is_some_and(|text| text.contains("Paid for by Lind & Sons.")));
}

#[test]
fn a_day_is_read_as_it_is_written_and_never_compared_as_letters() {
    let config = "[texts.opinion]\ntext = \"The views here are the author’s own.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n\
                  [[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    let said = |date: &str| format!("---\ndate: {date}\n---\n\nThe views here are the author’s own.\n\nThe rain.\n");
    for date in
        ["2026-05-05", "2026/05/05", "5 May 2026", "\"May 5, 2026\"", "05.05.2026", "05/05/2026", "2026-05-05 10:00:00 +0200"]
    {
        assert_eq!(findings(config, "a.md", &said(date), "disclosure/opinion"), [], "{date}");
    }
    for date in ["2027/05/05", "5 May 2025", "05.05.2027"] {
        assert_eq!(findings(config, "a.md", &said(date), "disclosure/opinion").len(), 1, "{date}");
    }
    let unread = findings(config, "a.md", "---\ndate: 01/02/2026\n---\n\nThe rain.\n", "disclosure/opinion");
    assert!(unread[0].fix.is_none());
    assert!(unread[0].notes.iter().any(|note| note.contains("“01/02/2026” is no day that it can read")), "{unread:?}");
    let rule = "[rules]\n\"disclosure/opinion\" = { level = \"error\", from = 2026-06-01 }\n[[section]]\nfiles = [\"**\"]\nkind = \"opinion\"\n";
    for (date, asked) in [("05.05.2027", 1), ("01/02/2027", 1), ("5 May 2025", 0), ("\"May 5, 2025\"", 0)] {
        let draft = format!("---\ndate: {date}\n---\n\nThe rain.\n");
        assert_eq!(findings(rule, "a.md", &draft, "disclosure/opinion").len(), asked, "{date}");
    }
}
