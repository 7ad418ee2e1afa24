//! The standing texts of drafts: which wordings are one text, since when, and that no draft runs in the page.

#![allow(clippy::unwrap_used)]

#[path = "formats/pages.rs"]
mod pages;

use std::path::Path;

use copydesk::config::Publication;
use copydesk::inventory::{look, texts};
use copydesk::lint::Entry;
use copydesk::policy::Choices;
use copydesk::report::inventory::{InventoryFormat, write};
use copydesk::wording::TextInUse;
use pages::{between, is_closed, leads_inside, name, tags, values};

fn inventory(drafts: &[(String, String)]) -> Vec<TextInUse> {
    let publication = Publication::builtin("standard", &Choices::default()).unwrap();
    let shown = drafts.iter().filter_map(|(path, text)| {
        let entry = Entry { path: path.into(), policy: publication.policy(Path::new("draft.md")), format: None };
        look(&entry, |_| Ok(text.as_bytes().to_vec())).unwrap()
    });
    texts(&shown.collect::<Vec<_>>())
}

fn draft(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), format!("The ferries lay at the quay all night.\n\n{text}\n"))
}

const OPINION: &str = "The opinions expressed in this essay are those of the author and not of the harbour library.";

#[test]
fn a_wording_that_shares_most_words_is_of_the_same_text() {
    let other = OPINION.replace("essay", "column");
    let legal = "Nothing in this article is legal advice, and whoever needs some shall ask a lawyer of their own.";
    let drafts =
        [draft("2021-03-02-a.md", OPINION), draft("b.md", OPINION), draft("2023-06-30-c.md", &other), draft("d.md", legal)];
    let found = inventory(&drafts);
    let told: Vec<_> = found.iter().map(|text| (text.kind, text.drafts, text.wordings.len(), text.days())).collect();
    assert_eq!(told, [("opinion", 3, 2, (20_210_302, 20_230_630)), ("legal", 1, 1, (0, 0))]);
    assert_eq!(found[0].wordings[1].differences, [("essay".to_owned(), "column".to_owned())]);
}

#[test]
fn what_fills_a_slot_is_counted() {
    let note = |paper: &str, year: usize| format!("This essay was first published in the {paper} on 3 October {year}.");
    let drafts = [
        draft("a.md", &note("Quay Herald", 2022)),
        draft("b.md", &note("Quay Herald", 2023)),
        draft("c.md", &note("Quay Heralds", 2023)),
    ];
    let found = inventory(&drafts);
    let usual = &found[0].wordings[0].wording;
    assert_eq!(usual.text, "This essay was first published in the {name} on {date}.");
    let values: Vec<_> = usual.slots.iter().map(|slot| (slot.slot, slot.values[0].0.as_str(), slot.values[0].1)).collect();
    assert_eq!(values, [("{name}", "Quay Herald", 2), ("{date}", "3 October 2023", 2)]);
    assert_eq!(usual.slots[0].values[1], ("Quay Heralds".to_owned(), 1));
}

#[test]
fn no_draft_runs_in_the_page() {
    let hostile = OPINION.replace("essay", "essay <img src=x onerror=alert(1)> &lt;script>alert(1)&lt;/script>");
    let found = inventory(&[draft("<b>&\".md", &hostile), draft("b.md", OPINION)]);
    let mut page = Vec::new();
    write(&found, 2, InventoryFormat::Html, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    is_closed(&page);
    leads_inside(&page);
    assert!(between(&page, "<main class=\"texts\">", "</main>").contains("&lt;script"), "{page}");
    assert!(tags(&page).iter().all(|tag| !["img", "b"].contains(&name(tag).as_str())), "{page}");
    assert!(values(&page, "onerror").is_empty());
}
