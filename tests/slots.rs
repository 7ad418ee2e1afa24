//! Standing texts that differ only in names, days and numbers are one text with slots.

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::inventory::{self, Shown, wordings};
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;
use copydesk::wording::Wording;

/// The wordings that drafts show, under a publication that says nothing.
fn seen(drafts: &[&str]) -> (Vec<Shown>, Vec<Wording>) {
    let (publication, mistakes) = Publication::read(Path::new("copydesk.toml"), "", None, &[], &Choices::default());
    let publication = publication.unwrap_or_else(|| panic!("{} mistakes in nothing", mistakes.len()));
    let look = |(number, draft): (usize, &&str)| {
        let path = PathBuf::from(format!("draft-{number}.md"));
        let entry = Entry { policy: publication.policy(&path), path, format: None };
        let shown = inventory::look(&entry, |_| Ok(draft.as_bytes().to_vec()));
        shown.unwrap_or_else(|error| panic!("{error}")).unwrap_or_else(|| panic!("no text: {draft}"))
    };
    let shown: Vec<Shown> = drafts.iter().enumerate().map(look).collect();
    let all = wordings(&shown);
    (shown, all)
}

/// A draft with one standing text behind its two paragraphs.
fn draft(standing: &str) -> String {
    format!("# The ice\n\nThe harbour froze in January.\n\nNobody sailed until the middle of March.\n\n{standing}\n")
}

fn texts(standing: &[&str]) -> Vec<(String, usize)> {
    let drafts: Vec<String> = standing.iter().map(|text| draft(text)).collect();
    let all = seen(&drafts.iter().map(String::as_str).collect::<Vec<_>>()).1;
    all.into_iter().map(|wording| (wording.text, wording.count)).collect()
}

#[test]
fn a_licence_line_is_one_text_whoever_holds_the_rights() {
    let lines = [
        "Copyright © 2008, Ada Pell. Released under the Open Publication License unless the text says otherwise.",
        "Copyright © 2011, Bo Lund and Ines Roca. Released under the Open Publication License unless the text says otherwise.",
        "Copyright © 2019, J. Q. Tarn. Released under the Open Publication License unless the text says otherwise.",
    ];
    let one = "Copyright © {date}, {name}. Released under the Open Publication License unless the text says otherwise.";
    assert_eq!(texts(&lines), [(one.to_owned(), 3)]);
}

#[test]
fn a_note_on_the_author_and_one_on_the_origin_are_texts_with_slots() {
    let notes = [
        "Ada Pell is a columnist for the harbour paper and keeps bees in Bergen.",
        "Bo Lund is a columnist for the harbour paper and keeps bees in Tromsø.",
    ];
    assert_eq!(texts(&notes), [("{name} is a columnist for the harbour paper and keeps bees in {name}.".to_owned(), 2)]);
    let origins = [
        "This essay first appeared in the Ferry Post on 4 May 2021 under another headline.",
        "This essay first appeared in the Quay Review on 19 June 2023 under another headline.",
    ];
    assert_eq!(texts(&origins), [("This essay first appeared in the {name} on {date} under another headline.".to_owned(), 2)]);
}

#[test]
fn other_words_are_another_text_and_a_time_is_none() {
    let two = [
        "The views expressed here are those of Ada Pell and not of the library.",
        "The views expressed here are those of Bo Lund and of nobody else at the library.",
    ];
    assert_eq!(texts(&two).len(), 2);
    assert_eq!(texts(&["Last updated: 6 May 2026", "Last updated: 7 May 2026"]), []);
}

#[test]
fn of_paragraphs_that_differ_the_sentence_they_share_is_the_text() {
    let two = [
        "The views expressed here are those of Ada Pell and not of the library. She has kept bees since the spring.",
        "Thanks to all who wrote. The views expressed here are those of Bo Lund and not of the library.",
    ];
    assert_eq!(texts(&two), [("The views expressed here are those of {name} and not of the library.".to_owned(), 2)]);
}

#[test]
fn what_is_proposed_is_known_again_when_it_is_approved() {
    let lines: Vec<String> = ["Ada Pell", "Bo Lund", "Ines Roca"]
        .map(|name| draft(&format!("The views expressed here are those of {name} and not of the library.")))
        .to_vec();
    let shown = seen(&lines.iter().map(String::as_str).collect::<Vec<_>>()).0;
    let proposal = inventory::proposal(&shown).toml;
    let approved: String =
        proposal.lines().filter_map(|line| line.strip_prefix("# ")).skip(1).map(|line| format!("{line}\n")).collect();
    let (publication, _) = Publication::read(Path::new("copydesk.toml"), &approved, None, &[], &Choices::default());
    let policy = publication.unwrap_or_else(|| panic!("{approved}")).policy(Path::new("new.md"));
    let entry = Entry { path: PathBuf::from("new.md"), policy, format: None };
    let told = |text: &str| {
        let draft = draft(text);
        let report = run(std::slice::from_ref(&entry), |_| Ok(draft.as_bytes().to_vec()), || ());
        report.files.iter().flat_map(|file| &file.findings).filter(|finding| finding.rule == "boilerplate/drifted").count()
    };
    assert_eq!(told("The views expressed here are those of Tom Tarn and not of the library."), 0);
    assert_eq!(told("The views expressed there were those of Tom Tarn and not of the library."), 1);
}
