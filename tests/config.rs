//! What a `copydesk.toml` and rule files may say, and how each mistake in them is told.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::check::Hit;
use copydesk::config::{ConfigFile, Extends, Publication, profiles, shipped};
use copydesk::draft::Draft;
use copydesk::finding::{File, Level};
use copydesk::policy::{Choices, Policy, Rule};
use copydesk::reading::Reading;
use copydesk::style::{Habits, Headline, Within};
use copydesk::text::{Builder, Document, Format, Kind, MarkSort, Role, Source};

const SOURCE: &str = "attribution/vague-source";
/// What a rule file with a strange key is told.
const KEYS: &str = "known here: summary, message, why, help, level, strict, since, basis, reader, example, attribute, context, drift, forbid, numbers, owner, page, quote, repeat, require";
/// What a rule file without a check is told.
const CHECKS: &str = "write one of `[attribute]`, `[context]`, `[drift]`, `[forbid]`, `[numbers]`, `[owner]`, `[page]`, `[quote]`, `[repeat]`, `[require]`";

type Outcome = (Option<Arc<Publication>>, Vec<File>);

fn read(text: &str) -> Outcome {
    Publication::read(Path::new("copydesk.toml"), text, None, &[], &Choices::default())
}

fn sound((publication, files): Outcome) -> Arc<Publication> {
    assert!(files.is_empty(), "{:?}", told(&files));
    let Some(publication) = publication else { panic!("no publication, and no word why") };
    publication
}

/// Each finding: rule, the bytes it points at, help.
fn told(files: &[File]) -> Vec<(&str, &str, &str)> {
    let finding = |file| {
        let file: &File = file;
        file.findings
            .iter()
            .map(|finding| (finding.rule.as_str(), file.source.slice(finding.span), finding.help.as_deref().unwrap_or_default()))
    };
    files.iter().flat_map(finding).collect()
}

#[track_caller]
fn wrong(text: &str, expected: &[(&str, &str, &str)]) {
    let (publication, files) = read(text);
    assert_eq!(told(&files), expected);
    assert!(publication.is_none());
}

fn level(policy: &Policy, id: &str) -> Level {
    rule(policy, id).map_or(Level::Off, |rule| rule.level)
}

fn rule<'p>(policy: &'p Policy, id: &str) -> Option<&'p Rule> {
    policy.rules.iter().find(|rule| rule.id == id)
}

/// A paragraph a line; `# ` begins the title, `> ` a quotation, backticks hold code.
fn document(text: &str) -> Document {
    let mut builder = Builder::new(Source::new("draft.md", Format::Markdown, text));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (kind, role, skip) = match line.get(..2) {
            Some("# ") => (Kind::Heading, Role::Title, 2),
            Some("> ") => (Kind::Quote, Role::Body, 2),
            _ => (Kind::Paragraph, Role::Body, 0),
        };
        builder.open(kind, role, 0, 0);
        let mut start = at + skip;
        for (number, piece) in line[skip..].trim_end().split('`').enumerate() {
            let here = builder.here();
            builder.text(piece, start..start + piece.len());
            if number % 2 == 1 {
                builder.mark(here, MarkSort::Code);
            }
            start += piece.len() + 1;
        }
        builder.end();
        at += line.len();
    }
    builder.finish()
}

fn hits(policy: &Policy, id: &str, text: &str) -> Vec<String> {
    let document = document(text);
    let draft = Draft::new(Reading::new(&document, &policy.lexicon, &policy.style));
    let hits = rule(policy, id).map(|rule| rule.check.document(&draft)).unwrap_or_default();
    hits.iter().map(|hit| document.source.slice(hit.span).to_owned()).collect()
}

fn own(rule: &str, text: &str) -> [(PathBuf, String); 1] {
    [(PathBuf::from(format!("rules/{rule}.toml")), text.to_owned())]
}

fn with_rule(text: &str, rule: &str) -> Outcome {
    Publication::read(Path::new("copydesk.toml"), text, None, &own("house/words", rule), &Choices::default())
}

const WORDS: &str = r#"
summary = "A word we do not use"
message = "We do not say “{text}”"
why = "House style."
level = "warning"
[forbid]
phrases = ["utilize"]
[[example]]
bad = "They {utilize} it."
"#;

#[test]
fn mistakes_of_grammar_are_told() {
    wrong("name = \"The Daily\nfail = \"error\"\n", &[("meta/bad-config", "", "")]);
    wrong("name = Daily\nfail = [\n", &[("meta/bad-config", "Daily", ""), ("meta/bad-config", "", "")]);
    wrong("fail = \"error\"\nfail = \"note\"\n", &[("meta/bad-config", "fail", "")]);
}

#[test]
fn an_unknown_key_points_at_itself() {
    wrong("fial = \"error\"\n", &[("meta/bad-config", "fial", "did you mean `fail`?")]);
    wrong("[figures]\nwithn = \"sentence\"\n", &[("meta/bad-config", "withn", "did you mean `within`?")]);
    wrong("[texts.opinion]\ntext = \"Mine.\"\nform = 2026-01-01\n", &[("meta/bad-config", "form", "did you mean `from`?")]);
    wrong("[[section]]\nfiles = [\"a/**\"]\nkinds = \"news\"\n", &[("meta/bad-config", "kinds", "did you mean `kind`?")]);
}

#[test]
fn an_unknown_word_points_at_itself() {
    wrong("fail = \"eror\"\n", &[("meta/bad-config", "\"eror\"", "did you mean `error`?")]);
    wrong("[figures]\nwithin = \"sentense\"\n", &[("meta/bad-config", "\"sentense\"", "did you mean `sentence`?")]);
}

#[test]
fn a_wrong_type_points_at_the_value() {
    wrong("aliases = \"Daily\"\n", &[("meta/bad-config", "\"Daily\"", "")]);
    wrong("name = 3\n", &[("meta/bad-config", "3", "")]);
    wrong("ignore = [\"a\", 7]\n", &[("meta/bad-config", "7", "")]);
    wrong("[[section]]\nfiles = \"x\"\n[texts.a]\ntext = 1\n", &[("meta/bad-config", "\"x\"", ""), ("meta/bad-config", "1", "")]);
    wrong("rules = 4\n", &[("meta/bad-config", "4", "")]);
    wrong(
        "[rules]\n\"chrome/share-bar\" = 4\n",
        &[("meta/bad-config", "4", "write `off`, `note`, `warning` or `error` in quotes")],
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text = "fial = 1\nname = 2\n[figures]\nheadline = \"owm\"\n[rules]\n\"chrome/share-baar\" = \"off\"\n";
    wrong(
        text,
        &[
            ("meta/bad-config", "fial", "did you mean `fail`?"),
            ("meta/bad-config", "2", ""),
            ("meta/bad-config", "\"owm\"", "did you mean `own`?"),
            ("meta/unknown-rule", "\"chrome/share-baar\"", "did you mean `chrome/share-bar`?"),
        ],
    );
}

#[test]
fn an_unknown_rule_suggests_the_nearest() {
    wrong("[rules]\n\"share-bar\" = \"off\"\n", &[("meta/unknown-rule", "\"share-bar\"", "did you mean `chrome/share-bar`?")]);
    wrong("[rules]\n\"chrme/*\" = \"off\"\n", &[("meta/unknown-rule", "\"chrme/*\"", "did you mean `chrome/*`?")]);
    wrong("[[section]]\nfiles = [\"a\"]\nrules = { \"x/y\" = \"off\" }\n", &[("meta/unknown-rule", "\"x/y\"", "")]);
}

#[test]
fn a_wrong_level_points_at_the_level() {
    wrong("[rules]\n\"chrome/*\" = \"eror\"\n", &[("meta/bad-config", "\"eror\"", "did you mean `error`?")]);
    wrong("[rules]\n\"chrome/share-bar\" = { level = \"of\" }\n", &[("meta/bad-config", "\"of\"", "did you mean `off`?")]);
    wrong("[rules]\n\"chrome/share-bar\" = \"fatal\"\n", &[("meta/bad-config", "\"fatal\"", "")]);
}

#[test]
fn a_misspelt_option_points_at_the_users_key() {
    let text = "[rules]\n\"attribution/vague-source\" = { level = \"note\", most-wrods = 3, whole = 1 }\n";
    wrong(text, &[("meta/bad-config", "most-wrods", "did you mean `most-words`?"), ("meta/bad-config", "1", "")]);
    let text = "[rules.\"chrome/*\"]\nlevel = \"note\"\nwhole = true\n";
    wrong(text, &[("meta/bad-config", "whole", "")]);
}

#[test]
fn a_wrong_phrase_points_at_the_phrase() {
    let text = format!("[rules]\n\"{SOURCE}\" = {{ phrases = [\"(some\", \"/[a/\", \"@attribution/nobody\", \"fine\"] }}\n");
    let (_, files) = read(&text);
    let found: Vec<_> = told(&files).into_iter().map(|(rule, at, _)| (rule, at)).collect();
    let expected =
        [("meta/bad-config", "\"(some\""), ("meta/bad-config", "\"/[a/\""), ("meta/unknown-list", "\"@attribution/nobody\"")];
    assert_eq!(found, expected);
}

#[test]
fn patterns_of_paths_are_checked() {
    wrong("[[section]]\nfiles = [\"a/{b\"]\n", &[("meta/bad-config", "\"a/{b\"", "")]);
    wrong("ignore = [\"!a\"]\n", &[("meta/bad-config", "\"!a\"", "a later `[[section]]` wins over an earlier one")]);
    let (_, files) = read("[[section]]\nkind = \"news\"\n");
    assert_eq!(files[0].findings[0].message, "a section names its files");
}

#[test]
fn texts_are_checked() {
    wrong("[texts.opinion]\nfrom = 2026-01-01\n", &[("meta/bad-config", "opinion", "")]);
    wrong("[texts.o]\ntext = \"Mine.\"\nfrom = 2026-01-02\nuntil = 2026-01-01\n", &[("meta/bad-config", "o", "")]);
}

#[test]
fn a_flag_is_a_key_and_a_value_that_every_format_can_write() {
    let config = |flag: &str| format!("[rules]\n\"disclosure/opinion\" = {{ satisfied-by = {{ flag = {flag:?} }} }}\n");
    for flag in
        ["label = Advertisement", "params.show-notice = true", "weight = -5", "label = Paid for: the yard", "shown = 2026-01-31"]
    {
        sound(read(&config(flag)));
    }
    for (flag, remedy) in [
        ("show notice = true", "write letters, digits, `-` and `_`: `params.show-notice = true`"),
        ("a..b = true", "write letters, digits, `-` and `_`: `params.show-notice = true`"),
        ("label", "write `key = value`"),
        ("label = ", "write true, false, a whole number or plain words: `label = News`"),
        ("label = It's", "write true, false, a whole number or plain words: `label = News`"),
        ("x = 007", "write a whole number without `+` and leading zeros"),
        ("x = +5", "write a whole number without `+` and leading zeros"),
    ] {
        let written = format!("{flag:?}");
        let (publication, files) = read(&config(flag));
        assert!(publication.is_none() && told(&files) == [("meta/bad-config", written.as_str(), "")], "{flag}: {files:?}");
        assert!(files[0].findings[0].message.ends_with(remedy), "{files:?}");
        let rule = format!(
            "summary = \"s\"\nmessage = \"It {{how}}\"\nwhy = \"w\"\nhelp = \"h\"\n[require]\nwhen.always = true\n\
             satisfied-by.flag = {written}\n[[example]]\nbad = \"{{It rained.}}\"\n[[example]]\ngood = \"\"\n"
        );
        wrong_rule(&rule, &[("meta/bad-rule", &written, "")]);
    }
}

#[test]
fn a_text_is_known_by_the_same_id_to_all() {
    let told_of = |text: &str| {
        let (publication, files) = read(text);
        assert!(publication.is_some(), "{files:?}");
        told(&files).into_iter().map(|(_, at, help)| format!("{at}: {help}")).collect::<Vec<_>>()
    };
    assert_eq!(told_of("[texts.helth]\ntext = \"Ask your doctor.\"\n"), ["helth: did you mean `health`?"]);
    // Own texts are watched for drift; a second one beside the right one is its own.
    for id in ["newsletter-foot", "page", "health-2", "health-en", "health"] {
        assert!(told_of(&format!("[texts.{id}]\ntext = \"Ask your doctor.\"\n")).is_empty(), "{id}");
    }
    assert!(told_of("[texts.health]\ntext = \"Ask a doctor.\"\n[texts.helth]\ntext = \"Ask your doctor.\"\n").is_empty());
    let asks = "[rules]\n\"disclosure/health\" = { texts = [\"helth\"] }\n";
    wrong(asks, &[("meta/bad-config", "\"helth\"", "did you mean `health`?")]);
    assert!(told_of(&format!("{asks}[texts.helth]\ntext = \"Ask your doctor.\"\n")).is_empty());
    let rule = "summary = \"s\"\nmessage = \"It {how}\"\nwhy = \"w\"\nhelp = \"h\"\n[require]\nwhen.always = true\ntexts = [\"helth\"]\n\
                [[example]]\nbad = \"{It rained.}\"\n[[example]]\ngood = \"\"\n";
    wrong_rule(rule, &[("meta/bad-rule", "\"helth\"", "did you mean `health`?")]);
}

#[test]
fn what_is_extended_must_be_there() {
    wrong("extends = \"copydesk:nwes\"\n", &[("meta/bad-config", "\"copydesk:nwes\"", "did you mean `news`?")]);
    let (publication, files) = read("extends = \"../copydesk.toml\"\n");
    assert!(publication.is_none());
    assert_eq!(told(&files)[0].1, "\"../copydesk.toml\"");
    assert_eq!(
        ConfigFile::parse(Path::new("a.toml"), "extends = \"copydesk:news\"").extends(),
        Some(Extends::Profile("news".to_owned()))
    );
    assert_eq!(
        ConfigFile::parse(Path::new("a.toml"), "extends = \"../a.toml\"").extends(),
        Some(Extends::Path(PathBuf::from("../a.toml")))
    );
    assert_eq!(ConfigFile::parse(Path::new("a.toml"), "name = \"x\"").extends(), None);
}

#[test]
fn lists_may_add_replace_and_be_new() {
    let text = "[lists]\n\"house/vague\" = [\"a little bird\"]\n[rules]\n\"attribution/vague-source\" = { phrases = [\"@house/vague\"] }\n";
    let policy = sound(read(text)).policy(Path::new("a.md"));
    assert_eq!(hits(&policy, SOURCE, "A little bird said so. Experts say so."), ["A little bird"]);

    let parent = sound(read(text));
    let child = "extends = \"..\"\n[lists]\n\"house/vague\" = [\"@house/vague\", \"word has it\"]\n";
    let child = Publication::read(Path::new("b/copydesk.toml"), child, Some(parent.clone().into()), &[], &Choices::default());
    let policy = sound(child).policy(Path::new("a.md"));
    assert_eq!(hits(&policy, SOURCE, "A little bird said so. Word has it."), ["A little bird", "Word has it"]);

    let child = "extends = \"..\"\n[lists]\n\"house/vague\" = [\"word has it\"]\n";
    let child = Publication::read(Path::new("b/copydesk.toml"), child, Some(parent.into()), &[], &Choices::default());
    let policy = sound(child).policy(Path::new("a.md"));
    assert_eq!(hits(&policy, SOURCE, "A little bird said so. Word has it."), ["Word has it"]);
}

#[test]
fn mistakes_in_lists_are_told() {
    wrong(
        "[lists]\n\"a/b\" = [\"@a/b\", \"x\"]\n",
        &[("meta/unknown-list", "\"a/b\"", "a new list has no phrases yet: leave “@a/b” out")],
    );
    wrong(
        "[lists]\n\"grammar/openers\" = [\"@grammar/opners\"]\n",
        &[("meta/unknown-list", "\"@grammar/opners\"", "did you mean `grammar/openers`?")],
    );
    let (publication, files) = read("[lists]\n\"a/b\" = [\"@a/c\"]\n\"a/c\" = [\"one @a/b\"]\n");
    assert!(publication.is_none());
    assert!(files[0].findings[0].message.contains("made of itself"));

    let (publication, files) = read("[lists]\n\"grammar/opener\" = [\"so\"]\n");
    assert!(publication.is_some());
    assert_eq!(told(&files), [("meta/unknown-list", "\"grammar/opener\"", "did you mean `grammar/openers`?")]);
    assert_eq!(files[0].findings[0].level, Level::Warning);
}

/// A list by its old name is changed under its new one, in lists and in phrases, and told at each place.
#[test]
fn old_names_of_lists_go_on_working() {
    let words =
        WORDS.replace("\"utilize\"", "\"utilize\", \"@contest/people\"").replace("They {utilize} it.", "A {ferryman} sank.");
    let lists = "[lists]\n\"contest/people\" = [\"@contest/people\", \"ferryman\"]\n";
    let (publication, files) = with_rule(lists, &words);
    let help = "write `worth/people`";
    let name = "meta/former-name";
    assert_eq!(
        told(&files),
        [(name, "\"contest/people\"", help), (name, "\"@contest/people\"", help), (name, "\"@contest/people\"", help)]
    );
    assert!(files.iter().flat_map(|file| &file.findings).all(|finding| finding.level == Level::Warning));
    let policy = publication.unwrap().policy(Path::new("a.md"));
    assert_eq!(hits(&policy, "house/words", "A ferryman sank. Two passengers swam."), ["ferryman", "passengers"]);
    // A list of the publication's own may have any name.
    let (publication, files) = read("[lists]\n\"contest/prizes\" = [\"cup\"]\n");
    assert!(publication.is_some() && told(&files).iter().all(|(rule, ..)| *rule != name));
}

#[test]
fn overlays_change_a_rule_key_by_key() {
    let text = "[rules]\n\"attribution/vague-source\" = { level = \"error\", quoted = true }\n";
    let publication = sound(read(text));
    let policy = publication.policy(Path::new("a.md"));
    let bar = rule(&policy, SOURCE).unwrap();
    assert_eq!(bar.level, Level::Error);
    assert_eq!(bar.origin, ["copydesk:rules/attribution/vague-source.toml", "copydesk.toml"]);
    assert_eq!(hits(&policy, SOURCE, "“Experts say so,” he wrote."), ["Experts say"]);
    let lines = publication.settings(Path::new("a.md"));
    let line = |key: &str| lines.iter().find(|line| line.key == key).map(|line| (line.value.as_str(), line.origin.as_str()));
    assert_eq!(line("rules.\"attribution/vague-source\".quoted"), Some(("true", "copydesk.toml:2")));
    assert_eq!(line("rules.\"attribution/vague-source\".level"), Some(("\"error\"", "copydesk.toml:2")));
    assert_eq!(
        line("rules.\"attribution/vague-source\".unless-figure"),
        Some(("true", "copydesk:rules/attribution/vague-source.toml"))
    );
    assert_eq!(line("figures.within"), Some(("\"paragraph\"", "copydesk:standard:5")));
}

#[test]
fn a_chain_of_three_is_laid_over_key_by_key() {
    let top = "name = \"Group\"\nothers = [\"The Weekly\"]\nfail = \"warning\"\n[figures]\nwithin = \"sentence\"\nsmallest = 10\n\
               [texts.opinion]\ntext = \"One.\"\n[rules]\n\"chrome/*\" = \"note\"\n";
    let top = sound(Publication::read(Path::new("copydesk.toml"), top, None, &[], &Choices::default()));
    let middle = "extends = \"../copydesk.toml\"\nname = \"The Daily\"\n[figures]\nheadline = \"own\"\n[rules]\n\
                  \"chrome/share-bar\" = \"error\"\n[texts.paid]\ntext = \"Two.\"\n";
    let middle = sound(Publication::read(Path::new("daily/copydesk.toml"), middle, Some(top.into()), &[], &Choices::default()));
    let last = "extends = \"../copydesk.toml\"\n[figures]\nsmallest = 2.5\n[texts.opinion]\ntext = \"Three.\"\n";
    let last = sound(Publication::read(Path::new("daily/x/copydesk.toml"), last, Some(middle.into()), &[], &Choices::default()));
    let policy = last.policy(Path::new("a.md"));
    assert_eq!((policy.publication(), policy.fail), ("The Daily", Level::Warning));
    assert_eq!(policy.style.others, ["The Weekly"]);
    assert_eq!(policy.style.texts["opinion"].text, "Three.");
    assert_eq!(policy.style.texts["paid"].text, "Two.");
    let expected = Habits { within: Within::Sentence, headline: Headline::Own, smallest: 2.5, ..Habits::default() };
    assert_eq!(policy.style.figures, expected);
    assert_eq!(level(&policy, "chrome/share-bar"), Level::Error);
    assert_eq!(level(&policy, "chrome/template-residue"), Level::Note);
}

#[test]
fn later_sections_win() {
    let text = "ignore = [\"legacy/**\", \"*.bak\"]\n[rules]\n\"chrome/share-bar\" = \"error\"\n\
                [[section]]\nfiles = [\"opinion/**\"]\nkind = \"opinion\"\nfigures = { within = \"section\", prices = false }\n\
                rules = { \"chrome/*\" = \"note\" }\n\
                [[section]]\nfiles = [\"letters\", \"opinion/letters/\"]\nkind = \"letter\"\nfigures = { prices = true }\n\
                rules = { \"chrome/share-bar\" = \"off\" }\n";
    let publication = sound(read(text));
    let policy = |path: &str| publication.policy(Path::new(path));
    let seen = |path: &str| {
        let policy = policy(path);
        (policy.kind().map(str::to_owned), level(&policy, "chrome/share-bar"), level(&policy, "chrome/template-residue"))
    };
    assert_eq!(seen("news/a.md"), (None, Level::Error, Level::Warning));
    assert_eq!(seen("opinion/deep/a.md"), (Some("opinion".to_owned()), Level::Note, Level::Note));
    assert_eq!(seen("opinion/letters/a.md"), (Some("letter".to_owned()), Level::Off, Level::Note));
    assert_eq!(seen("a/letters/b.md"), (Some("letter".to_owned()), Level::Off, Level::Warning));
    let habits = &policy("opinion/letters/a.md").style.figures;
    assert_eq!((habits.within, habits.prices), (Within::Section, true));
    assert!(Arc::ptr_eq(&policy("opinion/a.md"), &policy("opinion/b/c.md")));
    assert!(publication.ignores(Path::new("legacy/a/b.md")) && publication.ignores(Path::new("x/a.bak")));
    assert!(!publication.ignores(Path::new("new/legacy.md")));
}

#[test]
fn a_family_yields_to_a_rule_and_a_section_to_none() {
    let policy = sound(read("[rules]\n\"chrome/share-bar\" = \"note\"\n\"chrome/*\" = \"off\"\n")).policy(Path::new("a.md"));
    assert_eq!(level(&policy, "chrome/share-bar"), Level::Note);
    assert_eq!(level(&policy, "chrome/template-residue"), Level::Off);
    assert_eq!(level(&policy, SOURCE), Level::Warning);
}

#[test]
fn a_broken_rule_file_leaves_the_sound_ones_in_force() {
    let file = |name: &str, text: &str| (PathBuf::from(format!("rules/house/{name}.toml")), text.to_owned());
    let rules = [file("words", WORDS), file("lorry", &WORDS.replace("\"utilize\"", "\"(lorry\""))];
    let (publication, files) = Publication::read(Path::new("copydesk.toml"), "", None, &rules, &Choices::default());
    assert_eq!(told(&files), [("meta/bad-rule", "\"(lorry\"", "")]);
    let policy = publication.unwrap().policy(Path::new("a.md"));
    assert_eq!(hits(&policy, "house/words", "We utilize it."), ["utilize"]);
    assert!(policy.rules.iter().all(|rule| rule.id != "house/lorry"));
}

#[test]
fn what_leaves_nothing_between_its_bounds_is_told() {
    let told_of = |text: &str| {
        let (_, files) = read(text);
        let findings: Vec<_> = files.iter().flat_map(|file| &file.findings).map(|finding| finding.message.clone()).collect();
        findings.join("; ")
    };
    let rule = |options: &str| format!("[rules]\n\"disclosure/opinion\" = {{ {options} }}\n");
    assert!(told_of(&rule("from = 2027-01-01, until = 2026-01-01")).contains("ends before it begins"));
    assert_eq!(told_of(&rule("from = 2026-01-01, until = 2027-01-01")), "");
    assert!(told_of(&rule("exactly = 2, at-most = 1")).contains("wants 2 and allows 1"));
    assert!(told_of("[figures]\nsure = 0.3\nlikely = 0.8\n").contains("no figure would be told as a note"));
    assert_eq!(told_of("[figures]\nsure = 0.8\nlikely = 0.3\n"), "");
    assert!(told_of("[texts.opinion]\ntext = \"The views are {author own.\"\n").contains("a brace in this text has no other"));
}

#[test]
fn own_rules_are_rules() {
    let publication = sound(with_rule("[rules]\n\"house/words\" = \"error\"\n", WORDS));
    let policy = publication.policy(Path::new("a.md"));
    assert_eq!(level(&policy, "house/words"), Level::Error);
    assert_eq!(hits(&policy, "house/words", "We utilize it."), ["utilize"]);
    assert!(publication.rules().iter().any(|rule| rule.id == "house/words"));
    let example = &publication.rule_files()["house/words"].examples()[0];
    assert_eq!(&example.text[example.places[0].clone()], "utilize");
    assert!(publication.knows("house/*").is_ok());
    assert_eq!(publication.knows("house/word"), Err(Some("house/words".to_owned())));

    let louder = WORDS.replace("level = \"warning\"", "level = \"error\"");
    let path = Path::new("site/copydesk.toml");
    let rules = [(PathBuf::from("site/rules/chrome/share-bar.toml"), louder)];
    let policy = sound(Publication::read(path, "", None, &rules, &Choices::default())).policy(Path::new("a.md"));
    assert_eq!(rule(&policy, "chrome/share-bar").unwrap().words.summary, "A word we do not use");
}

#[track_caller]
fn wrong_rule(rule: &str, expected: &[(&str, &str, &str)]) {
    let (publication, files) = with_rule("", rule);
    assert_eq!(told(&files), expected);
    assert!(publication.unwrap().rules().iter().all(|rule| rule.id != "house/words"), "a broken rule is not in force");
}

#[test]
fn mistakes_in_rule_files_are_told() {
    let change = |from: &str, to: &str| WORDS.replace(from, to);
    wrong_rule(&change("level =", "levle ="), &[("meta/bad-rule", "levle", "did you mean `level`?")]);
    wrong_rule(&change("\"warning\"", "\"loud\""), &[("meta/bad-rule", "\"loud\"", "")]);
    wrong_rule(&change("[\"utilize\"]", "[]"), &[("meta/bad-rule", "[]", "")]);
    wrong_rule(&change("phrases =", "phrase ="), &[("meta/bad-rule", "phrase", "did you mean `phrases`?")]);
    wrong_rule(&change("\"utilize\"", "\"(a\""), &[("meta/bad-rule", "\"(a\"", "")]);
    wrong_rule(&change("\"utilize\"", "\"@x/y\""), &[("meta/unknown-list", "\"@x/y\"", "")]);
    for torn in ["<nmae> mill", "<and> mill", "mill <on>", "mill <on> <and> weir"] {
        wrong_rule(&change("\"utilize\"", &format!("\"{torn}\"")), &[("meta/bad-rule", &format!("\"{torn}\""), "")]);
    }
    wrong_rule(&change("{utilize}", "{utilize"), &[("meta/bad-rule", "\"They {utilize it.\"", "")]);
    wrong_rule(&change("bad =", "bda ="), &[("meta/bad-rule", "bda", "did you mean `bad`?")]);
    wrong_rule(&change("bad =", "name ="), &[("meta/bad-rule", "[[example]]", "")]);
    wrong_rule(&format!("{WORDS}profile = \"nwes\"\n"), &[("meta/bad-rule", "\"nwes\"", "did you mean `news`?")]);
    wrong_rule(&change("[forbid]", "[forbidd]"), &[("meta/bad-rule", "forbidd", "did you mean `forbid`?")]);
    wrong_rule(&change("[forbid]", "[quux]"), &[("meta/bad-rule", "", CHECKS), ("meta/bad-rule", "quux", KEYS)]);
    wrong_rule(WORDS.split("[[example]]").next().unwrap(), &[("meta/bad-rule", "", "")]);
    wrong_rule(&change("why =", "since ="), &[("meta/bad-rule", "", "")]);
}

#[test]
fn a_rule_file_lies_in_a_family() {
    let rules =
        [(PathBuf::from("rules/words.toml"), WORDS.to_owned()), (PathBuf::from("rules/meta/words.toml"), WORDS.to_owned())];
    let (_, files) = Publication::read(Path::new("copydesk.toml"), "", None, &rules, &Choices::default());
    assert_eq!(files.len(), 2);
}

#[test]
fn the_command_line_may_be_strict_and_choose() {
    let strict = WORDS.replace("level = \"warning\"", "level = \"off\"\nstrict = \"error\"");
    let with = |text: &str, choices: &Choices| {
        let read = Publication::read(Path::new("copydesk.toml"), text, None, &own("house/words", &strict), choices);
        sound(read).policy(Path::new("a.md"))
    };
    let plain = Choices::default();
    let strict = Choices { strict: true, ..Choices::default() };
    assert_eq!(level(&with("", &plain), "house/words"), Level::Off);
    assert_eq!(level(&with("", &strict), "house/words"), Level::Error);
    assert_eq!(level(&with("[rules]\n\"house/words\" = \"note\"", &strict), "house/words"), Level::Error);
    assert_eq!(level(&with("[rules]\n\"house/*\" = \"off\"", &strict), "house/words"), Level::Off);
    let only = Choices { only: vec!["house/words".to_owned(), "chrome/*".to_owned()], ..Choices::default() };
    let policy = with("[rules]\n\"chrome/share-bar\" = \"off\"", &only);
    let ids: Vec<_> = policy.rules.iter().map(|rule| (rule.id.as_str(), rule.level)).collect();
    assert!(ids.contains(&("house/words", Level::Warning)) && ids.contains(&("chrome/share-bar", Level::Warning)));
    assert!(ids.iter().all(|(id, _)| !id.starts_with("attribution/")));
}

#[test]
fn words_are_filled_from_the_hit() {
    let policy = sound(with_rule("", &WORDS.replace("House style.", "{who} says {text}, {nobody}."))).policy(Path::new("a.md"));
    let document = document("We utilize\tit.");
    let span = document.source.span(3..10);
    let hit = Hit { words: vec![("who", "The editor".to_owned())], ..Hit::new(span, "") };
    let finding = rule(&policy, "house/words").unwrap().finding(hit, &document.source);
    assert_eq!(finding.message, "We do not say “utilize”");
    assert_eq!(finding.why, "The editor says utilize, {nobody}.");
    assert_eq!((finding.rule.as_str(), finding.level), ("house/words", Level::Warning));
}

#[test]
fn shipped_files_keep_their_shape() {
    for (id, file) in shipped() {
        let rules = [(PathBuf::from(format!("rules/{id}.toml")), file.text().to_owned())];
        let read = Publication::read(Path::new("copydesk.toml"), "", None, &rules, &Choices::default());
        let rule = sound(read).rules().into_iter().find(|rule| rule.id == *id).unwrap();
        assert!(!rule.words.since.is_empty(), "{id} does not say since when");
        let builtin = Publication::builtin("standard", &Choices::default()).unwrap();
        let quick = builtin.rules().into_iter().find(|rule| rule.id == *id).expect("read without its examples");
        assert_eq!((quick.level, quick.words.strict), (rule.words.level, rule.words.strict), "{id}: levels in the file's head");
        let (_, tail) = file.text().split_once("\n[[example]]").expect("has examples");
        let head = |line: &&str| line.starts_with('[') && !line.starts_with("[[example]]") && line.trim_end().ends_with(']');
        assert_eq!(tail.lines().find(head), None, "{id}: examples stand last");
    }
}

#[test]
fn profiles_are_sound() {
    assert_eq!(
        profiles(),
        ["affiliate-reviews", "docs", "finance", "magazine", "news", "opinion-site", "standard", "student-paper"]
    );
    for profile in profiles() {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/profiles/{profile}.toml")));
        let (_, files) = read(&text.unwrap());
        assert_eq!(told(&files), [], "{profile}");
        assert!(Publication::builtin(profile, &Choices::default()).is_some(), "{profile}");
    }
    let builtin = |profile: &str| Publication::builtin(profile, &Choices::default()).unwrap().policy(Path::new("a.md"));
    assert_eq!(builtin("standard").style.figures, Habits::default());
    assert_eq!(builtin("opinion-site").style.figures.headline, Headline::Own);
    assert_eq!(level(&builtin("opinion-site"), "chrome/template-residue"), Level::Warning);
    assert_eq!(level(&builtin("docs"), SOURCE), Level::Off);
    assert_eq!(level(&builtin("student-paper"), "chrome/share-bar"), Level::Note);
}

#[track_caller]
fn forbids(options: &str, text: &str, expected: &[&str]) {
    let rule = WORDS.replace("phrases = [\"utilize\"]", options);
    let policy = sound(with_rule("", &rule)).policy(Path::new("a.md"));
    assert_eq!(hits(&policy, "house/words", text), expected, "{options}");
}

#[test]
fn forbid_joins_places_that_overlap() {
    forbids(
        "phrases = [\"so called\", \"called smart\", \"/smart c\\\\w+/\"]",
        "A so called smart city.",
        &["so called smart city"],
    );
    forbids("phrases = [\"a\", \"/x*/\"]", "b c", &[]);
}

#[test]
fn forbid_pardons_in_the_sentence_or_the_paragraph() {
    let text = "Experts say so. Ines Roca disagrees.\nExperts say so, Ines Roca too.";
    forbids("phrases = [\"experts say\"]", text, &["Experts say", "Experts say"]);
    forbids("phrases = [\"experts say\"]\nunless = [\"Roca\"]", text, &["Experts say"]);
    forbids("phrases = [\"experts say\"]\nunless = [\"Roca\"]\nunless-within = \"paragraph\"", text, &[]);
}

#[test]
fn forbid_looks_at_roles_lengths_and_quotations() {
    let text =
        "# Utilize it\nWe utilize it.\n> They utilize it.\n“We utilize it,” he said, and \"utilize\" twice; utilize `utilize`.";
    let options = |more: &str| format!("phrases = [\"utilize\"]\n{more}");
    forbids(&options(""), text, &["Utilize", "utilize", "utilize", "utilize", "utilize", "utilize"]);
    forbids(&options("roles = [\"title\"]"), text, &["Utilize"]);
    forbids(&options("most-words = 3"), text, &["Utilize", "utilize", "utilize"]);
    forbids(&options("quoted = false"), text, &["Utilize", "utilize", "utilize"]);
}

#[test]
fn forbid_may_ask_for_the_whole_block() {
    let options = "phrases = [\"share\", \"tweet [this]\"]\nwhole = true";
    forbids(options, "Share | tweet this!\nShare the tweet.\n— share —", &["Share | tweet this", "share"]);
}

#[test]
fn the_key_names_all_that_a_draft_is_judged_by() {
    let key = |text: &str, rules: &[(PathBuf, String)], choices: &Choices, parent: Option<&Arc<Publication>>, path: &str| {
        let parent = parent.map(|parent| parent.clone().into());
        sound(Publication::read(Path::new("copydesk.toml"), text, parent, rules, choices)).policy(Path::new(path)).key
    };
    let plain = Choices::default();
    let text = "name = \"The Daily\"\n[[section]]\nfiles = [\"letters/**\"]\n[[section]]\nfiles = [\"opinion/**\"]\n";
    let rule = own("house/words", WORDS);
    let strict = Choices { strict: true, ..Choices::default() };
    let only = Choices { only: vec![SOURCE.to_owned()], ..Choices::default() };
    let one = sound(read("name = \"Group\"\n"));
    let other = sound(read(
        "name = \"Group\"\n[lists]\n\"house/vague\" = [\"a little bird\"]\n[rules]\n\"attribution/vague-source\" = { phrases = [\"@house/vague\"] }\n",
    ));
    let base = key(text, &[], &plain, None, "a.md");
    let others = [
        key(&text.replace("Daily", "Weekly"), &[], &plain, None, "a.md"),
        key(&format!("fail = \"note\"\n{text}"), &[], &plain, None, "a.md"),
        key(&format!("{text}[lists]\n\"grammar/openers\" = [\"so\"]\n"), &[], &plain, None, "a.md"),
        key(text, &rule, &plain, None, "a.md"),
        key(text, &own("house/phrases", WORDS), &plain, None, "a.md"),
        key(text, &own("house/words", &WORDS.replace("utilize", "leverage")), &plain, None, "a.md"),
        key(text, &[], &strict, None, "a.md"),
        key(text, &[], &only, None, "a.md"),
        key(text, &[], &plain, None, "letters/a.md"),
        key(text, &[], &plain, None, "opinion/a.md"),
        key(&text.replace("name", "extends = \"..\"\nname"), &[], &plain, Some(&one), "a.md"),
        key(&text.replace("name", "extends = \"..\"\nname"), &[], &plain, Some(&other), "a.md"),
        Publication::builtin("standard", &plain).unwrap().policy(Path::new("a.md")).key,
        Publication::builtin("news", &plain).unwrap().policy(Path::new("a.md")).key,
    ];
    let mut all: Vec<_> = others.into_iter().chain([base]).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 15, "each of these changes what drafts are judged by");
    assert_eq!(key(text, &[], &plain, None, "b/c.md"), base, "drafts of the same sections are judged alike");
    let moved = [(PathBuf::from("x/rules/house/words.toml"), WORDS.to_owned())];
    let moved = sound(Publication::read(Path::new("x/copydesk.toml"), text, None, &moved, &plain));
    assert_eq!(moved.policy(Path::new("a.md")).key, key(text, &rule, &plain, None, "a.md"), "wherever the folder lies");
}

#[test]
fn a_family_is_said_for_rules_that_a_child_brings() {
    let top = sound(read("[rules]\n\"chrome/*\" = \"off\"\n"));
    let rule = own("chrome/words", WORDS);
    let child =
        Publication::read(Path::new("b/copydesk.toml"), "extends = \"..\"\n", Some(top.into()), &rule, &Choices::default());
    let child = sound(child);
    assert_eq!(level(&child.policy(Path::new("a.md")), "chrome/words"), Level::Off);
    let line = child.settings(Path::new("a.md")).into_iter().find(|line| line.key == "rules.\"chrome/words\".level").unwrap();
    assert_eq!((line.value.as_str(), line.origin.as_str()), ("\"off\"", "copydesk.toml:2"));
}

/// Each finding of a file that can be judged by: its level, the bytes it points at, help.
fn warned(outcome: Outcome) -> Vec<(Level, String, String)> {
    let (publication, files) = outcome;
    assert!(publication.is_some(), "{:?}", told(&files));
    let of_file = |file: &File| {
        let of = |finding: &copydesk::finding::Finding| {
            (finding.level, file.source.slice(finding.span).to_owned(), finding.help.clone().unwrap_or_default())
        };
        file.findings.iter().map(of).collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

#[test]
fn a_language_is_a_code() {
    let help = "write its code, with a region or without: `de-AT`; told apart are `ca`, `cs`, `da`, `de`, `en`, `es`, `fi`, `fr`, `hr`, `hu`, `id`, `it`, `nl`, `no`, `pl`, `pt`, `ro`, `sv`, `tr`";
    for language in ["english", "e", "", "en GB", "de-", "12"] {
        let written = format!("{language:?}");
        wrong(&format!("language = {written}\n"), &[("meta/bad-config", &written, help)]);
    }
    for language in ["en", "EN", "de-AT", "de_AT", "pt-BR", "gsw", "zh-Hant-TW", "pl"] {
        sound(read(&format!("language = \"{language}\"\n")));
    }
}

#[test]
fn a_name_in_braces_that_looks_like_one_that_is_filled_is_told() {
    let slip = |text: &str| warned(read(&format!("[texts.opinion]\ntext = \"{text}\"\n")));
    for (text, at, help) in [
        ("These are {autor}’s views.", "{autor}", "did you mean `{author}`?"),
        ("These are the views of {authors}.", "{authors}", "did you mean `{author}`?"),
        ("{publiction} does not share them.", "{publiction}", "did you mean `{publication}`?"),
        ("Paid for by {sponser}.", "{sponser}", "did you mean `{sponsor}`?"),
    ] {
        assert_eq!(slip(text), [(Level::Warning, at.to_owned(), help.to_owned())], "{text}");
    }
    // Any other name stands for whatever words are there.
    for text in
        ["{author}, {byline}, {publication}, {sponsor}", "Checked on {date}, {year} and {product-name}", "{{autor}}", "{Autor}"]
    {
        sound(read(&format!("[texts.opinion]\ntext = \"{text}\"\n")));
    }
}

#[test]
fn a_name_in_braces_that_a_check_does_not_fill_is_told_where_it_looks_like_one_that_it_does() {
    let rule = |message: &str| WORDS.replace("“{text}”", message);
    for (message, at, help) in [("“{txt}”", "{txt}", "did you mean `{text}`?"), ("{txet}", "{txet}", "did you mean `{text}`?")]
    {
        let found = warned(with_rule("", &rule(message)));
        assert_eq!(found, [(Level::Warning, at.to_owned(), help.to_owned())], "{message}");
    }
    for message in ["{text}", "{{txt}}", "{author}", "{TEXT}", "{ }", "{", "a } b {"] {
        sound(with_rule("", &rule(message)));
    }
}

#[test]
fn a_kind_that_no_rule_asks_for_is_told() {
    let section = |kind: &str| format!("[[section]]\nfiles = [\"a/**\"]\nkind = \"{kind}\"\n");
    let slip = (Level::Warning, "\"opnion\"".to_owned(), "did you mean `opinion`?".to_owned());
    assert_eq!(warned(read(&section("opnion"))), [slip]);
    let help = "`copydesk explain RULE` tells the kinds that a rule asks for.";
    assert_eq!(warned(read(&section("zine"))), [(Level::Note, "\"zine\"".to_owned(), help.to_owned())]);
    for kind in ["opinion", "Opinion", "news", "review", "sponsored", "docs"] {
        sound(read(&section(kind)));
    }
    // A rule that this publication changes, or has of its own, asks for more.
    sound(read(&format!("[rules]\n\"disclosure/opinion\" = {{ when = {{ kinds = [\"zine\"] }} }}\n{}", section("zine"))));
    let rule = "summary = \"s\"\nmessage = \"It {how}\"\nwhy = \"w\"\nhelp = \"h\"\n[require]\nwording = [\"so be it\"]\n[require.when]\n\
                always = true\n[[require.and]]\nkinds = [\"zine\"]\n[[example]]\nbad = \"{It rained.}\"\nkind = \"zine\"\n[[example]]\ngood = \"\"\n";
    sound(with_rule(&section("zine"), rule));
}

#[test]
fn a_list_that_a_condition_on_front_matter_names_is_known() {
    let rule = |front: &str| format!("[rules]\n\"disclosure/opinion\" = {{ when = {{ front = [\"{front}\"] }} }}\n");
    let lists = "[lists]\n\"house/officials\" = [\"Cllr Lowe\"]\n";
    sound(read(&format!("{lists}{}", rule("author = Jo Roe | @house/officials"))));
    let near = "did you mean `house/officials`?";
    let (publication, files) = read(&format!("{lists}{}", rule("author = @house/oficials")));
    assert!(publication.is_none());
    let found = told(&files);
    assert!(found.contains(&("meta/unknown-list", "\"author = @house/oficials\"", near)), "{found:?}");
    wrong(&rule(" = x"), &[("meta/bad-config", "[\" = x\"]", "")]);
}
