//! Every shipped rule does what the examples in its file say, and its file is shaped as the others are.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::Path;

use copydesk::config::{Example, Expects, Publication, RuleFile, shipped};
use copydesk::draft::Draft;
use copydesk::finding::Level;
use copydesk::policy::Choices;
use copydesk::prove;
use copydesk::reading::Reading;
use copydesk::text::Source;

fn standard() -> std::sync::Arc<Publication> {
    Publication::builtin("standard", &Choices::default()).expect("the profile `standard` is shipped")
}

/// Proves one example as `copydesk test` does.
fn proved(file: &RuleFile, example: &Example) -> Result<(), String> {
    let profile = example.profile.as_deref().unwrap_or("standard");
    let publication = Publication::builtin(profile, &Choices::default()).ok_or(format!("no profile {profile}"))?;
    let told = |failure: prove::Failure| {
        let line = 1 + file.text()[..failure.at.start].matches('\n').count();
        format!("rules/{}.toml:{line}: {}", file.id, failure.message)
    };
    prove::example(publication.example_policy(&file.id, example), &file.id, example).map_err(told)
}

#[test]
fn every_example_shows_what_it_says() {
    let mut failures = Vec::new();
    let mut examples = 0;
    for file in shipped().values() {
        for example in file.examples() {
            examples += 1;
            failures.extend(proved(file, example).err());
        }
    }
    assert!(failures.is_empty(), "{} of {examples} examples fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_shows_what_it_finds_and_what_it_leaves_alone() {
    // What needs approved texts is shown by tests: an example has none. Nor has it as many drafts as a template.
    const SHOWN_ELSEWHERE: [&str; 2] = ["boilerplate/site-text", "boilerplate/drifted"];
    let mut thin = Vec::new();
    for file in shipped().values() {
        let examples = file.examples();
        let count = |expects| examples.iter().filter(|example| example.expects == expects).count();
        let (bad, good) = (count(Expects::Bad), count(Expects::Good));
        if bad < 1 && !SHOWN_ELSEWHERE.contains(&file.id.as_str()) || good < 2 {
            thin.push(format!("{}: {bad} bad and {good} good", file.id));
        }
        let unmarked = examples.iter().any(|example| example.expects == Expects::Bad && example.places.is_empty());
        if unmarked {
            thin.push(format!("{}: a bad example marks no place", file.id));
        }
    }
    assert!(thin.is_empty(), "at least 1 bad and 2 good examples, all places marked:\n{}", thin.join("\n"));
}

#[test]
fn no_example_says_the_same_twice() {
    let mut seen = BTreeSet::new();
    for file in shipped().values() {
        for example in file.examples() {
            let Example { text, profile, kind, name, beside, .. } = example.clone();
            let key = (file.id.clone(), text, profile, kind, name, beside);
            assert!(seen.insert(key), "{}: twice: {}", file.id, example.text);
        }
    }
}

#[test]
fn rules_speak_as_one_voice() {
    let mut wrong = Vec::new();
    for rule in standard().rules() {
        let (id, words) = (&rule.id, &rule.words);
        let mut say = |fault: &str| wrong.push(format!("{id}: {fault}"));
        let sentence = |text: &str| text.ends_with(['.', '?', '!', '”']);
        if words.summary.ends_with('.') || words.message.ends_with('.') {
            say("summary and message are labels: no full stop");
        }
        if words.message.lines().count() > 1 || words.message.chars().count() > 120 {
            say("a message is one short line");
        }
        if words.summary.is_empty() || words.summary.chars().count() > 80 {
            say("a summary is a few words");
        }
        if !sentence(&words.why) {
            say("`why` is a sentence");
        }
        if words.help.as_ref().is_none_or(|help| !sentence(help)) {
            say("`help` says in a sentence what to do");
        }
        if words.since.split('.').count() != 3 {
            say("`since` is the version that brought it");
        }
        if words.strict.is_some_and(|strict| strict < words.level) {
            say("`strict` is never quieter than `level`");
        }
        if words.level > Level::Warning && !words.basis.iter().any(|basis| !basis.is_empty()) {
            say("an error says what standard asks for it");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn examples_stand_last_and_ids_are_paths() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for (id, file) in shipped() {
        let written = std::fs::read_to_string(root.join(format!("{id}.toml"))).unwrap();
        assert_eq!(written, file.text(), "{id}: the shipped text is not the file");
        // An example may hold a line that begins with a Markdown link.
        let is_table = |line: &&str| line.starts_with('[') && line.ends_with(']');
        let tables: Vec<&str> = written.lines().filter(is_table).collect();
        let first = tables.iter().position(|table| table.starts_with("[[example]]")).expect("has examples");
        assert!(tables[first..].iter().all(|table| table.starts_with("[[example]]")), "{id}: examples stand last");
        let (family, name) = id.split_once('/').expect("FAMILY/NAME");
        let plain = |name: &str| !name.is_empty() && name.chars().all(|char| char.is_ascii_lowercase() || char == '-');
        assert!(plain(family) && plain(name), "{id}: lower case and hyphens");
    }
}

/// The ids are the product's public face: a rename is a change that scripts and configurations feel.
#[test]
fn the_rules_of_the_contract_are_there() {
    const PROMISED: [&str; 17] = [
        "attribution/headline-figure",
        "attribution/undated-source",
        "attribution/unmarked-quotation",
        "attribution/unsourced-figure",
        "attribution/vague-figure",
        "attribution/vague-source",
        "boilerplate/across-articles",
        "boilerplate/foreign-publication",
        "boilerplate/repeated-disclaimer",
        "boilerplate/repeated-passage",
        "chrome/comment-widget",
        "chrome/cookie-notice",
        "chrome/newsletter",
        "chrome/related-teaser",
        "chrome/share-bar",
        "chrome/template-residue",
        "disclosure/opinion",
    ];
    let missing: Vec<_> = PROMISED.iter().filter(|id| !shipped().contains_key(**id)).collect();
    assert!(missing.is_empty(), "not shipped: {missing:?}");
}

#[test]
fn every_profile_names_rules_that_are_there() {
    for name in copydesk::config::profiles() {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/profiles/{name}.toml"))).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let standard = standard();
        for id in table.get("rules").and_then(toml::Value::as_table).into_iter().flatten().map(|(id, _)| id) {
            assert_eq!(standard.knows(id), Ok(()), "{name}: {id}");
        }
        assert!(Publication::builtin(name, &Choices::default()).is_some(), "{name}");
    }
}

#[test]
fn every_name_in_braces_is_one_that_the_check_fills() {
    let mut wrong = Vec::new();
    for rule in standard().rules() {
        let words = &rule.words;
        let told = [Some(&words.message), Some(&words.why), words.help.as_ref()];
        for name in
            told.into_iter().flatten().flat_map(|words| words.split('{').skip(1)).filter_map(|rest| Some(rest.split_once('}')?.0))
        {
            if name != "text" && !rule.check.names().contains(&name) {
                wrong.push(format!("{}: {{{name}}}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What a check says it fills, its hits fill: else a slip in a rule's words would be taken for a name.
#[test]
fn a_check_fills_no_name_that_it_does_not_tell() {
    let mut wrong = BTreeSet::new();
    for file in shipped().values() {
        for example in file.examples() {
            let profile = example.profile.as_deref().unwrap_or("standard");
            let policy = Publication::builtin(profile, &Choices::default()).unwrap().example_policy(&file.id, example);
            let document = copydesk::format::read(Source::new("example", example.format, example.text.clone()));
            let draft = Draft::new(Reading::new(&document, &policy.lexicon, &policy.style));
            for rule in &policy.rules {
                let names = rule.check.document(&draft).into_iter().flat_map(|hit| hit.words).map(|(name, _)| name);
                wrong.extend(names.filter(|name| !rule.check.names().contains(name)).map(|name| format!("{}: {name}", rule.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
