//! What each knob of `[figures]` does to the source sheet, through the library, from the text of a `copydesk.toml`.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use copydesk::config::Publication;
use copydesk::lint::{Entry, sheet};
use copydesk::policy::Choices;

/// A draft with a heading, a source in one paragraph, and a figure in another that does not go on with it.
const SECTION: &str = "# The ferries of Ostrand\n\n## Passengers\n\nThe transport ministry spoke of the summer on Monday. \
    According to the ministry, 4,100 people crossed in May.\n\nA storm kept the boats in port for most of June. \
    Some 2,700 passengers were injured on the pier.\n\n## Crews\n\nThe winter was hard. At least 1,900 sailors were killed last year.\n";

/// The verdict and step of the figure that reads `words`, in a draft at `path` of a publication.
fn verdict_at(path: &str, config: &str, draft: &str, words: &str) -> (&'static str, Option<&'static str>) {
    let (publication, mistakes) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &Choices::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let policy = publication.unwrap().policy(Path::new(path));
    let entry = Entry { path: path.into(), policy, format: None };
    let sheet = sheet(&entry, |_| Ok(draft.as_bytes().to_vec())).unwrap().unwrap();
    let found = sheet.rows.iter().find(|row| sheet.source.slice(row.span).contains(words));
    let row = found.unwrap_or_else(|| panic!("no figure {words}: {:?}", sheet.rows));
    (row.verdict, row.step)
}

/// The verdict on a figure of a Markdown draft, with these lines in `[figures]`.
fn verdict(figures: &str, draft: &str, words: &str) -> &'static str {
    verdict_at("draft.md", &format!("[figures]\n{figures}\n"), draft, words).0
}

#[test]
fn within_a_sentence_no_neighbour_speaks_for_a_figure() {
    let draft = "The survey by the Health Agency covered three towns. It also showed that the rate had risen. \
        Of those, 41% of residents were injured.\n";
    assert_eq!(verdict("", draft, "41%"), "sourced");
    assert_eq!(verdict("within = \"sentence\"", draft, "41%"), "unsourced");
}

#[test]
fn within_a_sentence_the_same_figure_elsewhere_does_not_help_the_body() {
    let draft = "Some 2,700 passengers were injured on the pier.\n\nA fair was held.\n\nThe pier closed. \
        According to the coast guard, 2,700 passengers were injured.\n";
    assert_eq!(verdict("", draft, "2,700"), "sourced");
    assert_eq!(verdict("within = \"sentence\"", draft, "2,700"), "unsourced");
}

#[test]
fn within_a_section_any_source_under_the_heading_speaks() {
    assert_eq!(verdict("", SECTION, "2,700"), "unsourced");
    let section = "[figures]\nwithin = \"section\"\n";
    assert_eq!(verdict_at("draft.md", section, SECTION, "2,700"), ("sourced", Some("section")));
    assert_eq!(verdict_at("draft.md", section, SECTION, "1,900").0, "unsourced", "another heading stands between");
}

#[test]
fn within_a_section_a_distrusted_name_does_not_speak() {
    let draft = "## Passengers\n\nPressPool said the boats were full.\n\nThe pier closed in June. \
        Some 2,700 passengers were injured on it.\n";
    assert_eq!(verdict("within = \"section\"", draft, "2,700"), "sourced");
    assert_eq!(verdict("within = \"section\"\ndistrusted = [\"presspool\"]", draft, "2,700"), "unsourced");
}

#[test]
fn a_headline_rests_on_the_body_or_on_itself() {
    let draft = "# 2,700 passengers injured on pier\n\nAccording to the coast guard, 2,700 passengers were injured.\n";
    assert_eq!(verdict("", draft, "2,700"), "sourced");
    assert_eq!(verdict("headline = \"own\"", draft, "2,700"), "unsourced");
    assert_eq!(verdict("headline = \"own\"\nwithin = \"section\"", draft, "2,700"), "unsourced");
}

#[test]
fn counts_below_the_smallest_are_no_claim() {
    let draft = "Some 12 passengers were injured on the pier.\n";
    assert_eq!(verdict("", draft, "12"), "unsourced");
    assert_eq!(verdict("smallest = 13", draft, "12"), "none");
    assert_eq!(verdict("smallest = 12", draft, "12"), "unsourced");
}

#[test]
fn an_own_organisation_makes_a_figure_own() {
    let own = "own = [\"Courier\"]";
    for draft in [
        "By the Courier's count, 11 of the 14 lamps on the coast were lit. \n",
        "Courier analysis shows that 11 patients were injured in the wards.\n",
        "A Courier analysis of the records shows that 11 patients were injured.\n",
        "The Courier found that 11 patients were injured in the wards.\n",
        "According to the Courier, 11 patients were injured in the wards.\n",
        "Some 11 patients were injured in the wards, a review by the Courier found.\n",
        "The Courier counted the wards. It found that 11 patients were injured.\n",
    ] {
        assert_eq!(verdict(own, draft, "11"), "own", "{draft}");
    }
}

#[test]
fn a_publication_owns_its_own_counts_without_being_told() {
    let draft = "By the Courier's count, 11 patients were injured.\n";
    assert_eq!(verdict_at("draft.md", "name = \"The Courier\"\n", draft, "11").0, "own");
    assert_eq!(verdict_at("draft.md", "name = \"The Courier\"\n[figures]\nfirst-person = false\n", draft, "11").0, "own");
}

#[test]
fn a_name_is_found_as_a_word_and_others_speak_for_themselves() {
    let own = "own = [\"Courier\"]";
    assert_eq!(verdict(own, "According to Couriers United, 11 patients were injured.\n", "11"), "sourced");
    assert_eq!(verdict(own, "The coast guard told the Courier that 11 patients were injured.\n", "11"), "sourced");
}

#[test]
fn a_trusted_name_speaks_wherever_it_stands() {
    let draft = "Some 2,700 passengers were injured on the pier, as Harbour Watch has it.\n";
    assert_eq!(verdict("", draft, "2,700"), "unsourced");
    assert_eq!(verdict("trusted = [\"harbour watch\"]", draft, "2,700"), "sourced");
    assert_eq!(verdict("trusted = [\"Harbour Wat\"]", draft, "2,700"), "unsourced");
}

#[test]
fn a_distrusted_name_speaks_for_nothing() {
    for draft in [
        "According to PressPool, 2,700 passengers were injured on the pier.\n",
        "PressPool said the pier was full. It said 2,700 passengers were injured on the pier.\n",
        "“Some 2,700 passengers were injured on the pier,” said PressPool.\n",
        "PressPool said this about the pier:\n\n- 2,700 passengers were injured\n",
        "PressPool said the pier was full. It also became clear that 2,700 passengers were injured.\n",
    ] {
        assert_eq!(verdict("", draft, "2,700"), "sourced", "{draft}");
        assert_eq!(verdict("distrusted = [\"PressPool\"]", draft, "2,700"), "unsourced", "{draft}");
    }
    let other = "According to the coast guard, 2,700 passengers were injured on the pier.\n";
    assert_eq!(verdict("distrusted = [\"PressPool\"]", other, "2,700"), "sourced");
}

#[test]
fn first_person_is_exempt_or_not() {
    let draft = "We counted 2,700 passengers injured on the pier.\n";
    assert_eq!(verdict("", draft, "2,700"), "own");
    assert_eq!(verdict("first-person = false", draft, "2,700"), "unsourced");
}

#[test]
fn prices_are_exempt_or_asked_about() {
    let draft = "Tickets cost $45 at the gate.\n";
    assert_eq!(verdict_at("draft.md", "", draft, "$45"), ("record", Some("price")));
    assert_eq!(verdict("prices = false", draft, "$45"), "unsourced");
    let sourced = "Tickets cost $45 at the gate, the harbour board said.\n";
    assert_eq!(verdict("prices = false", sourced, "$45"), "sourced");
}

#[test]
fn a_section_has_its_own_knobs() {
    let config =
        "[figures]\nprices = false\nsmallest = 100\n\n[[section]]\nfiles = [\"reviews/**\"]\nfigures = { prices = true }\n";
    let draft = "Tickets cost $45 at the gate.\n\nSome 12 passengers were injured.\n";
    assert_eq!(verdict_at("news/pier.md", config, draft, "$45").0, "unsourced");
    assert_eq!(verdict_at("reviews/pier.md", config, draft, "$45").0, "record");
    assert_eq!(verdict_at("reviews/pier.md", config, draft, "12").0, "none", "what the section does not say stays");
}
