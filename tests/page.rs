//! The source sheet as a page: what it holds, that it is whole in itself, and that a draft can never run as script.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use copydesk::config::Publication;
use copydesk::lint::{Entry, sheet};
use copydesk::policy::Choices;
use copydesk::report::sheet::{SheetFormat, write};
use copydesk::text::Format;

const HARBOUR: &str = "---\ntitle: Two boats sank off Ostrand\n---\n\nSome 2,700 passengers were injured on the pier in May.\n\n\
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

/// What stands between two marks, the first time.
fn between<'a>(page: &'a str, open: &str, close: &str) -> &'a str {
    let start = page.find(open).unwrap_or_else(|| panic!("no {open}")) + open.len();
    &page[start..start + page[start..].find(close).unwrap()]
}

/// Every tag of a page, without its style and script.
fn tags(page: &str) -> Vec<&str> {
    let (style, script) = (between(page, "<style>", "</style>"), between(page, "<script>", "</script>"));
    let rest = page.split(style).flat_map(|part| part.split(script));
    rest.flat_map(|part| part.split('<').skip(1)).map(|tag| tag.split('>').next().unwrap()).collect()
}

/// Every value of an attribute in a page.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.match_indices(&open).map(|(at, _)| page[at + open.len()..].split('"').next().unwrap()).collect()
}

#[test]
fn a_figure_leads_to_its_source_and_back() {
    let page = page(&[("harbour.md", HARBOUR)], false);
    assert!(page.contains("<a class=\"f v-sourced\" id=\"f1-2\" data-by=\"s1-0\" href=\"#s1-0\""), "{page}");
    assert!(page.contains("<a class=\"s\" id=\"s1-0\" data-is=\"s1-0\" href=\"#f1-2\">the harbour board</a>"), "{page}");
    assert!(page.contains("https://harbour.example/costs?a=1&amp;b=2"), "the address of the source");
    let mut ids = values(&page, "id");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands once");
    for target in values(&page, "href") {
        assert!(ids.contains(&target.strip_prefix('#').unwrap()), "{target} leads nowhere");
    }
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

fn name(tag: &str) -> String {
    tag.trim_start_matches('/').split([' ', '\n']).next().unwrap().to_owned()
}

#[test]
fn an_address_of_a_draft_is_never_followed() {
    let page = page(&[("a.md", "According to [the harbour board](javascript:alert(1)), 38% of boats are unsafe.\n")], true);
    assert!(values(&page, "href").iter().all(|target| target.starts_with('#')), "{page}");
}

#[test]
fn the_page_loads_nothing_and_its_policy_names_its_own_script_and_style() {
    let page = page(&[("harbour.md", HARBOUR)], true);
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for (directive, open, close) in [("style-src", "<style>", "</style>"), ("script-src", "<script>", "</script>")] {
        let text = between(&page, open, close);
        let hash = base64(&sha256(text.as_bytes()));
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "{directive} must be {hash} in page.rs");
        assert!(!text.contains("url(") && !text.contains("@import") && !text.contains("http"), "{directive}");
        assert!(!text.contains("innerHTML") && !text.contains("</"), "{directive}");
    }
    assert!(tags(&page).iter().all(|tag| !["link", "img", "iframe", "object", "base"].contains(&name(tag).as_str())));
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

/// SHA-256 (FIPS 180-4), to hold the page's policy to its own script.
fn sha256(text: &[u8]) -> Vec<u8> {
    let primes: Vec<u32> = (2..312).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
    let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
    let mut state: Vec<u32> = primes[..8].iter().map(|&p| fraction(f64::from(p).sqrt())).collect();
    let keys: Vec<u32> = primes[..64].iter().map(|&p| fraction(f64::from(p).cbrt())).collect();
    let mut padded = text.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8).next_multiple_of(64) - 8, 0);
    padded.extend((text.len() as u64 * 8).to_be_bytes());
    for chunk in padded.chunks(64) {
        let mut w: Vec<u32> = chunk.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
        for i in 16..64 {
            let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
            let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
            w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
        }
        let mut v = state.clone();
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let t1 = v[7].wrapping_add(s1).wrapping_add(choice).wrapping_add(keys[i]).wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(t1);
            v[0] = t1.wrapping_add(s0.wrapping_add(majority));
        }
        state.iter_mut().zip(v).for_each(|(state, v)| *state = state.wrapping_add(v));
    }
    state.into_iter().flat_map(u32::to_be_bytes).collect()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let bits = chunk.iter().chain(&[0, 0]).take(3).fold(0usize, |bits, byte| bits << 8 | usize::from(*byte));
        (0..4)
            .map(|digit| if digit > chunk.len() { '=' } else { DIGITS[bits >> (18 - 6 * digit) & 63] as char })
            .collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}
