//! Links and pictures whose address somebody still has to find: `[the shop](tbd)`.

use crate::check::hit::Hit;
use crate::prose::{Class, passage};
use crate::reading::Reading;
use crate::text::{Kind, Link, LinkSort};

/// The address of a link that leads to its own page.
const HERE: &str = "#";
/// What opens a link in Markdown: in HTML a script may follow an address that is none.
const OPENING: char = '[';

/// The links and pictures whose whole address is one of these, in any case; none in a block quotation.
pub(super) fn links(reading: &Reading<'_>, targets: &[String]) -> Vec<Hit> {
    let blocks = reading.document.blocks.iter().enumerate();
    let blocks = blocks.filter(|(_, block)| !targets.is_empty() && block.is_seen() && block.kind != Kind::Quote);
    let links = blocks.flat_map(|(number, block)| block.links.iter().map(move |link| (number, link)));
    let unfilled = links.filter(|(number, link)| {
        let leads_to = link.target.trim();
        let is_one = targets.iter().any(|target| target.eq_ignore_ascii_case(leads_to));
        is_one && (leads_to != HERE || leads_elsewhere(reading, *number, link))
    });
    unfilled.map(|(_, link)| Hit::new(link.span, reading.document.source.slice(link.span))).collect()
}

/// Whether a link to its own page is meant for another: one of Markdown with words, and none of a page's buttons: “Back to top”.
fn leads_elsewhere(reading: &Reading<'_>, number: usize, link: &Link) -> bool {
    let tokens = reading.line(number).tokens;
    let first = tokens.iter().find(|token| link.at.contains(&(token.start as usize)) && passage::counts(token));
    let written = reading.document.source.slice(link.span);
    link.sort == LinkSort::Page && written.starts_with(OPENING) && first.is_some_and(|first| !first.has(Class::PageLine))
}
