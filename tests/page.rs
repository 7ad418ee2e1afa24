//! The source sheet as a page: what it holds, that it is whole in itself, and that a draft can never run as script.

#![allow(clippy::unwrap_used)]

#[path = "formats/pages.rs"]
mod pages;

use std::path::Path;

use copydesk::config::Publication;
use copydesk::lint::{Entry, sheet};
use copydesk::policy::Choices;
use copydesk::report::sheet::{SheetFormat, write};
use copydesk::text::Format;
use pages::{between, is_closed, leads_inside, name, tags, values};

const HARBOUR: &str = "---\ntitle: Boats sank off Ostrand\n---\n\nSome 2,700 passengers were injured on the pier in May.\n\n\
    ## Costs\n\nAccording to [the harbour board](https://harbour.example/costs?a=1&b=2), repairs will take 38% of its income. \
    Experts say that 900 people lost their jobs.\n\n- According to the ministry, 64% of boats are unsafe.\n";

/// The page of some drafts, each a path and its text.
fn page(drafts: &[(&str, &str)], all: bool) -> String {
    let publication = Publication::builtin("standard", &Choices::default()).unwrap();
    let read = |(path, text): &(&str, &str)| {
        let format = Some(Format::of(Path::new(path)).unwrap_or(Format::Markdown));
        let entry = Entry { path: path.into(), policy: publication.policy(Path::new("draft.md")), format };
        sheet(&entry, |_| Ok(text.as_bytes().to_vec())).unwrap().unwrap()
    };
    let sheets: Vec<_> = drafts.iter().map(read).collect();
    let mut out = Vec::new();
    write(&sheets, SheetFormat::Html, all, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_figure_leads_to_its_source_and_back() {
    let page = page(&[("harbour.md", HARBOUR)], false);
    assert!(page.contains("<a class=\"f v-sourced\" id=\"f1-1\" data-by=\"s1-0\" href=\"#s1-0\""), "{page}");
    assert!(page.contains("<a class=\"s\" id=\"s1-0\" data-is=\"s1-0\" href=\"#f1-1\">the harbour board</a>"), "{page}");
    assert!(page.contains("https://harbour.example/costs?a=1&amp;b=2"), "the address of the source");
    leads_inside(&page);
}

#[test]
fn the_checklist_asks_for_every_figure_that_needs_it() {
    let page = page(&[("harbour.md", HARBOUR), ("quiet.md", "# Nothing\n\nNobody counted.\n")], false);
    let list = between(&page, "<ol>\n<li id=\"c1-", "</ol></section>");
    assert!(list.contains("5:6</a>") && list.contains("Some <mark>2,700</mark> passengers were injured"), "{list}");
    assert!(list.contains("<mark>900</mark>") && list.contains("The text has: <a href=\"#s1-"), "{list}");
    assert_eq!(list.matches("<input type=\"checkbox\"").count(), 2, "{list}");
    assert_eq!(list.matches("<input type=\"text\"").count(), 2, "{list}");
    assert!(page.contains("Nothing to ask about."));
    assert!(page.contains("data-filter=\"vague\"") && !page.contains("data-filter=\"none\""));
}

#[test]
fn text_keeps_its_structure_and_says_everything_once() {
    let page = page(&[("harbour.md", HARBOUR)], true);
    assert!(page.contains("<h3 class=\"title\" dir=\"auto\">"), "{page}");
    assert!(page.contains("<h4 dir=\"auto\">Costs</h4>") && page.contains("<ul><li class=\"depth-1\" dir=\"auto\">"), "{page}");
    assert!(page.contains("data-filter=\"none\""));
    let table = self::page(&[("t.md", "| Town | Boats |\n|---|---|\n| Ostrand | 41 |\n| Sund | 12 |\n")], true);
    assert_eq!(table.matches("<tr>").count(), 3, "{table}");
    assert_eq!(table.matches("<tr>").count(), table.matches("</tr>").count());
}

#[test]
fn nothing_of_a_draft_is_markup() {
    let evil =
        "</style></script><script>alert(1)</script><img src=x onerror=\"alert(2)\"> \"'`&lt; --><!-- \u{2028}\u{202e}\u{1b}";
    let texts = [
        format!("Some 2,700 passengers were injured {evil} on the pier.\n\n{evil} According to {evil}, 38% were injured.\n"),
        format!("According to the {evil} ministry, 38% of passengers were injured.\n\nExperts {evil} say 900 people died.\n"),
    ];
    let clean = tags(&page(&[("a", "Nobody counted.\n")], true)).into_iter().map(name).collect::<Vec<_>>();
    for text in &texts {
        for path in [format!("{evil}.txt"), "\"><script>alert(3)</script>.txt".to_owned(), "plain".to_owned()] {
            for format in [".txt", ".md", ".html"] {
                let drafts = page(&[(&format!("{path}{format}"), text), (&path, text)], true);
                for tag in tags(&drafts) {
                    let known = ["a", "b", "mark", "li", "ol", "ul", "td", "th", "details", "summary", "i", "h3", "h4"];
                    assert!(clean.contains(&name(tag)) || known.contains(&name(tag).as_str()), "<{tag}>");
                    let attributes = tag.split('"').step_by(2).collect::<String>();
                    assert!(!attributes.contains(" on") && !attributes.contains("src="), "<{tag}>");
                }
                assert_eq!(drafts.matches("<script").count(), 1);
                assert_eq!(drafts.matches("<style").count(), 1);
                let hidden = drafts.chars().find(|char| matches!(char, '\u{2028}' | '\u{202e}' | '\u{1b}' | '\0'));
                assert_eq!(hidden, None);
            }
        }
    }
}

#[test]
fn an_address_of_a_draft_is_never_followed() {
    let page = page(&[("a.md", "According to [the harbour board](javascript:alert(1)), 38% of boats are unsafe.\n")], true);
    assert!(values(&page, "href").iter().all(|target| target.starts_with('#')), "{page}");
}

#[test]
fn the_page_loads_nothing_and_its_policy_names_its_own_script_and_style() {
    is_closed(&page(&[("harbour.md", HARBOUR)], true));
}

#[test]
fn no_draft_makes_a_page_all_the_same() {
    let page = page(&[], false);
    assert!(page.contains("No draft was read.") && page.ends_with("</html>\n"));
}

#[test]
fn many_figures_in_one_sentence_make_no_long_page() {
    let line = |count: usize| "Some 2,700 passengers were injured and ".repeat(count);
    let (one, two) = (page(&[("a.txt", &line(200))], false).len(), page(&[("a.txt", &line(400))], false).len());
    assert!(two < one * 5 / 2, "{one} {two}");
}
