//! Links between pages: as the files of the repository have them, and as the manual does.

use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

/// A page: the file of the repository that it is made of, and its path in the manual.
type Page = (PathBuf, PathBuf);

/// Gathers the pages of a chapter and of those below.
pub fn pages(item: &Value, pages: &mut Vec<Page>) {
    let chapter = &item["Chapter"];
    if let (Some(file), Some(page)) = (chapter["source_path"].as_str(), chapter["path"].as_str()) {
        pages.push((file.into(), page.into()));
    }
    chapter["sub_items"].as_array().into_iter().flatten().for_each(|item| self::pages(item, pages));
}

/// Makes the links of a chapter, and of those below, lead to pages; what is no page is linked to on the forge, or is no link.
pub fn rewrite(item: &mut Value, pages: &[Page], forge: Option<&str>) {
    let Some(chapter) = item.get_mut("Chapter") else { return };
    if let (Some(file), Some(page)) = (chapter["source_path"].as_str(), chapter["path"].as_str()) {
        let text = chapter["content"].as_str().unwrap_or_default();
        chapter["content"] = rewritten(text, Path::new(file), Path::new(page), pages, forge).into();
    }
    chapter["sub_items"].as_array_mut().into_iter().flatten().for_each(|item| rewrite(item, pages, forge));
}

fn rewritten(text: &str, file: &Path, page: &Path, pages: &[Page], forge: Option<&str>) -> String {
    let (mut out, mut end) = (String::new(), 0);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let written = &text[range.clone()];
        let Some(at) = written.rfind("](").filter(|_| range.start >= end && !is_elsewhere(&dest_url)) else { continue };
        let (path, heading) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
        let target = plain(&file.parent().unwrap_or(Path::new("")).join(path));
        let page_of = pages.iter().find(|(of, _)| *of == target).map(|(_, page)| page.clone());
        out.push_str(&text[end..range.start]);
        let heading = if heading.is_empty() { String::new() } else { format!("#{heading}") };
        match (page_of.or_else(|| kept(&target)), forge) {
            (Some(to), _) => out.push_str(&format!("{}]({}{heading})", &written[..at], between(page, &to))),
            (None, Some(forge)) => out.push_str(&format!("{}]({forge}/blob/main/{})", &written[..at], target.display())),
            (None, None) => out.push_str(&written[1..at]),
        }
        end = range.end;
    }
    out + &text[end..]
}

fn is_elsewhere(link: &str) -> bool {
    link.starts_with('#') || link.starts_with("http:") || link.starts_with("https:") || link.starts_with("mailto:")
}

/// Where a file of the repository lies in the manual that is no page: mdBook copies what lies in `docs/`. The table of rules is a page.
fn kept(target: &Path) -> Option<PathBuf> {
    if target == Path::new("rules/README.md") || target == Path::new("rules") {
        return Some("every-rule.md".into());
    }
    let inside = target.strip_prefix("docs").ok()?;
    crate::root().join(target).is_file().then(|| inside.to_owned())
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::Normal(name) => plain.push(name),
            _ => {}
        }
    }
    plain
}

/// The way from one page to another.
fn between(from: &Path, to: &Path) -> String {
    let up = "../".repeat(from.components().count() - 1);
    format!("{up}{}", to.display())
}
