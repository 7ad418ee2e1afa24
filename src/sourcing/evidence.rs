//! Which links may lead a reader to evidence.

use crate::prose::Class;
use crate::reading::Reading;
use crate::text::{Block, Link, LinkSort};

/// Whether a link of a block may lead to evidence: a footnote, or a page that is some.
pub(super) fn shows(reading: &Reading<'_>, number: usize, link: &Link) -> bool {
    let block = &reading.document.blocks[number];
    match link.sort {
        // A note is evidence for what leads to it, and none for itself.
        LinkSort::Footnote => !block.is_label(link),
        // Around a picture alone it is a banner.
        LinkSort::Page => {
            !link.at.is_empty() && is_evidence(&link.target) && !explains(block, link) && !calls(reading, number, link)
        }
        LinkSort::Image => false,
    }
}

/// Whether all words of a link ask the reader to do something: `[Buy now →](https://shop.example/kettles/9)`.
fn calls(reading: &Reading<'_>, block: usize, link: &Link) -> bool {
    let line = reading.line(block);
    let first = line.tokens.partition_point(|token| (token.start as usize) < link.at.start);
    let end = line.tokens.partition_point(|token| (token.start as usize) < link.at.end);
    let call = (first..end).find(|&at| line.tokens[at].is_word());
    call.filter(|&at| line.has(at, Class::Call))
        .is_some_and(|at| !(at + usize::from(line.tokens[at].reach)..end).any(|at| line.tokens[at].is_word()))
}

/// Whether a link only leads to what its own words are, in an encyclopedia: `[Oake](https://wiki.example/wiki/Oake)`.
fn explains(block: &Block, link: &Link) -> bool {
    let Some((_, page)) = link.target.split_once("/wiki/") else { return false };
    let plain = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).collect::<String>().to_lowercase();
    let words = plain(block.text.get(link.at.clone()).unwrap_or_default());
    let page = page.split(['?', '#']).next().unwrap_or_default();
    // "Oake_(mill)"
    let title = page.split_once("_(").map_or(page, |(title, _)| title);
    !words.is_empty() && plain(title) == words
}

/// Whether an address may hold evidence: not a picture, a profile, a shop, a place on the same page or a bare home page, which
/// names a site and shows nothing of it.
pub(super) fn is_evidence(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let behind_host = path.split_once("//").map_or(path, |(_, rest)| rest);
    let home = behind_host.split_once('/').is_none_or(|(_, page)| page.is_empty());
    is_page(target) && !(home && target == path)
}

/// Whether an address leads away to a page with something to read.
pub(super) fn is_page(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    let away = lower.starts_with("http") || lower.starts_with("//") || lower.starts_with("www.");
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    let picture = || [".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp"].iter().any(|ending| path.ends_with(ending));
    away && !picture() && !is_listing(path) && !is_profile(&lower)
}

/// Whether a folder of a path is that of a tag, an author and the like.
fn is_listing(path: &str) -> bool {
    const LISTINGS: [&str; 8] = ["tag", "tags", "category", "categories", "author", "authors", "topic", "topics"];
    let folders = path.split_once('/').and_then(|(_, rest)| rest.rsplit_once('/')).map_or("", |(folders, _)| folders);
    // `/topics/812/gardens` is a page of its own.
    let numbered = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let mut folders = folders.split('/').peekable();
    std::iter::from_fn(|| Some((folders.next()?, folders.peek().copied().unwrap_or_default())))
        .any(|(folder, next)| LISTINGS.contains(&folder) && !numbered(next))
}

/// Whether an address holds that of a profile or a shop, as it stands before a dot and from there on.
fn is_profile(address: &str) -> bool {
    const PROFILES: [(&str, &str); 13] = [
        ("twitter", ".com/"),
        ("x", ".com/"),
        ("facebook", ".com/"),
        ("instagram", ".com/"),
        ("linkedin", ".com/in/"),
        ("youtube", ".com/user"),
        ("tiktok", ".com/@"),
        ("mastodon", "."),
        ("amzn", ".to"),
        ("amazon", "."),
        ("itunes", ".apple.com/"),
        ("apps", ".apple.com/"),
        ("play", ".google.com/store"),
    ];
    let mut dots = memchr::memchr_iter(b'.', address.as_bytes()).map(|at| address.split_at(at));
    dots.any(|(before, behind)| PROFILES.iter().any(|(name, rest)| behind.starts_with(rest) && before.ends_with(name)))
}
