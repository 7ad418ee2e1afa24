//! What mdBook asks to make of `docs/` before it builds the manual: a page for each rule from its file, the pages that lie elsewhere in the
//! repository, and links that lead to them.
//!
//! `docs/book.toml` names it as a preprocessor: a book of JSON comes in on standard input, and goes out with its chapters.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs, unreachable_pub)]

mod links;
mod rules;

use std::path::Path;
use std::{env, fs, io};

use serde_json::{Value, json};

/// The chapters that SUMMARY.md leaves open: their title, the file of the repository, and the page.
const ELSEWHERE: [(&str, &str, &str); 6] = [
    ("The phrase language", "rules/lists/README.md", "phrases.md"),
    ("Examples", "examples/README.md", "examples.md"),
    ("Python", "python/README.md", "python.md"),
    ("Changes", "CHANGELOG.md", "changes.md"),
    ("Contributing", "CONTRIBUTING.md", "contributing.md"),
    ("How copydesk is built", "ARCHITECTURE.md", "architecture.md"),
];

/// The chapter below which the rules stand.
const RULES: &str = "every-rule.md";
/// The chapter below which the commands stand, as a test runs them.
const COMMANDS: &str = "commands.md";

fn main() {
    if env::args().nth(1).as_deref() == Some("supports") {
        return;
    }
    let input: Value = serde_json::from_reader(io::stdin()).expect("mdBook hands over a context and a book");
    let [context, mut book] = <[Value; 2]>::try_from(input.as_array().cloned().unwrap()).unwrap();
    let forge = context["config"]["output"]["html"]["git-repository-url"].as_str().map(str::to_owned);
    let items = book["items"].as_array_mut().expect("a book of mdBook 0.5 has items");
    items.iter_mut().for_each(fill);
    let mut pages = Vec::new();
    items.iter().for_each(|item| links::pages(item, &mut pages));
    items.iter_mut().for_each(|item| links::rewrite(item, &pages, forge.as_deref()));
    println!("{book}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Fills a chapter that is left open, and adds what stands below one.
fn fill(item: &mut Value) {
    let Some(chapter) = item.get_mut("Chapter") else { return };
    if let Some((_, file, page)) = ELSEWHERE.iter().find(|(title, ..)| chapter["name"] == *title) {
        chapter["content"] = read(file).into();
        chapter["path"] = (*page).into();
        chapter["source_path"] = (*file).into();
    } else if let Some(path) = chapter["path"].as_str().map(str::to_owned) {
        chapter["source_path"] = format!("docs/{path}").into();
    }
    let number = chapter["number"].clone();
    match chapter["path"].as_str() {
        Some(RULES) => {
            chapter["content"] = chapter["content"].as_str().unwrap().replace("<!-- the rules -->", &rules::table()).into();
            chapter["sub_items"] = numbered(rules::pages(), &number);
        }
        Some(COMMANDS) => chapter["sub_items"] = numbered(commands(), &number),
        _ => {}
    }
    chapter["sub_items"].as_array_mut().into_iter().flatten().for_each(fill_below);
}

/// Chapters below others stand in `docs/`, but for those that were just made.
fn fill_below(item: &mut Value) {
    if item["Chapter"]["source_path"].as_str().is_none_or(|path| !path.contains("tests/cli") && !path.starts_with("rules/")) {
        fill(item);
    }
}

/// A chapter: title, the file of the repository that it is made of, its page, and its text.
fn chapter(title: &str, file: &str, page: &str, content: &str) -> Value {
    json!({ "Chapter": { "name": title, "content": content, "number": null, "sub_items": [], "path": page, "source_path": file, "parent_names": [] } })
}

/// The same with numbers, below that of another.
fn numbered(mut chapters: Vec<Value>, above: &Value) -> Value {
    for (number, chapter) in chapters.iter_mut().enumerate() {
        let mut numbers = above.as_array().cloned().unwrap_or_default();
        numbers.push((number + 1).into());
        chapter["Chapter"]["number"] = numbers.into();
    }
    chapters.into()
}

/// The pages of commands that `tests/cli.rs` runs, but for those that are pages of `docs/` anyway.
fn commands() -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/cli")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "md") && !path.is_symlink());
    files.sort();
    let page = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(path).unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("# ").to_owned();
        chapter(&title, &format!("tests/cli/{name}"), &format!("commands/{name}"), &text)
    };
    files.iter().map(page).collect()
}
