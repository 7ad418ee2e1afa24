//! A fingerprint names one finding, and stays while the sentence it stands in stays.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::finding::{File, Finding};
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};

fn policy() -> Arc<Policy> {
    let config = "name = \"The Daily\"\n[rules]\n\"boilerplate/across-articles\" = \"warning\"\n";
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &Choices::default());
    assert!(faults.is_empty(), "{faults:?}");
    publication.unwrap().policy(Path::new("draft.md"))
}

fn judged(drafts: &[(&str, &str)]) -> Vec<File> {
    let policy = policy();
    let entry = |path: &str| Entry { path: PathBuf::from(path), policy: policy.clone(), format: None };
    let entries: Vec<Entry> = drafts.iter().map(|(path, _)| entry(path)).collect();
    let text = |path: &Path| drafts.iter().find(|(name, _)| Path::new(name) == path).unwrap().1;
    lint::run(&entries, |path| Ok(text(path).as_bytes().to_vec()), || ()).files
}

/// The findings of a rule: the words at each place, and its fingerprint.
fn named(name: &str, text: &str, rule: &str) -> Vec<(String, String)> {
    let file = judged(&[(name, text)]).remove(0);
    let of_rule = file.findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| (file.source.slice(finding.span).to_owned(), finding.fingerprint.clone())).collect()
}

const FIGURE: &str = "attribution/unsourced-figure";

#[track_caller]
fn one(name: &str, text: &str) -> String {
    let mut found = named(name, text, FIGURE);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0).1
}

#[test]
fn a_dot_inside_a_sentence_does_not_end_it() {
    let deaths = one("d.md", "Deaths across the U.S. fell 35% last year.\n");
    assert_ne!(deaths, one("d.md", "Fires across the whole of the U.S. fell 35% last year.\n"));
    let by = |who: &str| one("d.md", &format!("Complaints about {who} St. Anne Ferries fell 35.5% in a year.\n"));
    assert_ne!(by("the crews of"), by("the fares of"));
}

#[test]
fn each_finding_of_a_file_has_a_name_of_its_own() {
    let names = |text: &str, rule: &str| {
        let names: Vec<String> = named("d.md", text, rule).into_iter().map(|(_, name)| name).collect();
        assert!(names.len() < 2 || names[0] != names[1], "{text}: {names:?}");
        names
    };
    let said = "Some experts say that the river is cold.";
    let twins = names(&format!("{said}\n\nThe ferry was late.\n\n{said}\n"), "attribution/vague-source");
    assert_eq!(twins.len(), 2);
    let alone = names(said, "attribution/vague-source");
    assert_eq!(twins[0], alone[0], "the first is named as if it were alone");
    let same = "Some experts say that the river is cold and some experts say that it is warm.";
    assert_eq!(names(same, "attribution/vague-source").len(), 2, "the same words twice in one sentence");
    let one = names("Deaths on the river rose by 35% last year, and injuries on the lake rose by 21%.", FIGURE);
    assert_eq!(one.len(), 1, "figures of one sentence are one finding");
}

#[test]
fn a_name_stays_while_the_sentence_stays() {
    let plain = one("d.md", "The ferry was late. Deaths on the river fell 35% last year. Nobody knows why.\n");
    for same in [
        "A new paragraph.\n\nThe ferry was early. Deaths on the river fell 35% last year. Everybody knows why.\n",
        "Deaths on the river\nfell 35%\nlast year.\n",
        "The ferry was late. Deaths on the river  \n  fell 35% last year. Nobody knows why.\n",
        "Deaths on the *river* fell **35%** last [year](#fn).\n",
        "---\ntitle: A day\n---\n\n## The river\n\nDeaths on the river fell &#51;5% last year.\n",
    ] {
        assert_eq!(one("d.md", same), plain, "{same}");
    }
    assert_eq!(one("d.html", "<p>Deaths on the <i>river</i>\n  fell 35&#37; last year.</p>\n").len(), 16);
    assert_eq!(one("d.html", "<p>Deaths on the <i>river</i>\n  fell 35% last year.</p>\n"), plain);
    assert_eq!(one("d.txt", "Deaths on the river fell 35% last year.\n"), plain);
    assert_ne!(one("d.md", "Deaths on the lake fell 35% last year.\n"), plain, "other words are another sentence");
    assert_ne!(one("d.md", "Deaths on the river fell 34% last year.\n"), plain, "another figure is another finding");
}

#[test]
fn a_cell_is_known_by_its_row_and_a_link_by_where_it_leads() {
    let table = |rows: &str| {
        let text = format!("# Complaints\n\nThey fell last year.\n\n| quay | share of people injured |\n|---|---|\n{rows}");
        named("d.md", &text, FIGURE).into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    let row = |quay: &str| format!("| {quay} | 39% of passengers |\n");
    let (two, three) = (table(&(row("North") + &row("South"))), table(&(row("East") + &row("North") + &row("South"))));
    assert_eq!((two.len(), three.len()), (2, 3), "{two:?} {three:?}");
    assert!(two.iter().all(|name| three.contains(name)), "a row more changes no other: {two:?} {three:?}");
    let link = |target: &str| {
        let text = format!("# Boots\n\nThese are dry: [our price](https://www.amazon.com/dp/{target}?tag=quay-20).\n");
        let found = named("d.md", &text, "disclosure/affiliate");
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1.clone()
    };
    assert_eq!(link("B07H4VK1TV"), link("B07H4VK1TV"));
    assert_ne!(link("B07H4VK1TV"), link("B09B8V1LZ3"));
}

#[test]
fn what_stands_in_no_sentence_has_a_name_too() {
    let text =
        "---\ntitle: A day\nsponsored: true\n---\n\n<!-- copydesk: allow attribution/vague-figure -->\nThe ferry was late.\n";
    let names = |text: &str| -> BTreeMap<String, String> {
        let file = judged(&[("d.md", text)]).remove(0);
        file.findings.iter().map(|finding| (finding.rule.clone(), finding.fingerprint.clone())).collect()
    };
    let found = names(text);
    assert!(found.contains_key("meta/unused-permission") && found.contains_key("disclosure/sponsored"), "{found:?}");
    assert!(found.values().all(|name| name.len() == 16), "{found:?}");
    let moved = names(&text.replace("title: A day\n", "title: A day\nauthor: Ada Quill\n").replace("The ferry", "\n\nThe ferry"));
    assert_eq!(found["disclosure/sponsored"], moved["disclosure/sponsored"]);
}

#[test]
fn a_passage_in_several_files_is_named_by_its_words() {
    let passage = "The ice came in January and stayed until the middle of March, and the harbour office counted the ferries at the quay \
                   every morning before the bell.";
    let drafts: Vec<(String, String)> =
        ["Quay", "Pier", "Mole"].iter().map(|name| (format!("{name}.md"), format!("On the {name}.\n\n{passage}\n"))).collect();
    let drafts: Vec<(&str, &str)> = drafts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let names = |files: Vec<File>| -> Vec<String> {
        let of_rule = |finding: &&Finding| finding.rule == "boilerplate/across-articles";
        let told = files.iter().flat_map(|file| file.findings.iter().filter(of_rule));
        told.flat_map(|finding| {
            [&finding.fingerprint]
                .into_iter()
                .chain(finding.copies.iter().map(|copy| &copy.fingerprint))
                .cloned()
                .collect::<Vec<_>>()
        })
        .collect()
    };
    let found = names(judged(&drafts));
    assert_eq!(found.len(), 3, "told once, and named at each of its places: {found:?}");
    assert!(found.iter().all(|name| name.len() == 16 && *name == found[0]), "{found:?}");
}

/// No two findings of a file share a name, over drafts of every kind.
#[test]
fn no_name_is_given_twice_in_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    let policy = policy();
    let files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let entries: Vec<Entry> =
        files.iter().map(|path| Entry { path: path.clone(), policy: policy.clone(), format: None }).collect();
    let report = lint::run(&entries, |path| std::fs::read(path), || ());
    assert!(report.files.iter().map(|file| file.findings.len()).sum::<usize>() > 100);
    for file in &report.files {
        let mut names: Vec<&str> = file.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "{}", file.source.path.display());
        assert!(names.iter().all(|name| name.len() == 16), "{}", file.source.path.display());
    }
}
