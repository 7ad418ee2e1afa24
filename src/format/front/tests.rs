//! What is read of front matter, whole and broken.

use super::*;
use crate::text::{Document, Format, Source};

fn read_text(text: &str) -> (Document, usize) {
    let mut builder = Builder::new(Source::new("draft.md", Format::Markdown, text));
    let body = read(&mut builder);
    (builder.finish(), body)
}

fn fields(document: &Document) -> Vec<(&str, &str)> {
    document.front.iter().map(|field| (field.key.as_str(), field.value.as_str())).collect()
}

#[test]
fn all_three_languages_say_the_same() {
    let expected = [("title", "A \"b\" ü"), ("tags", "x"), ("tags", "y"), ("params.by.name", "Z")];
    let texts = [
        "---\ntitle: A \"b\" ü\ntags: [x, 'y']\nparams:\n  by:\n    name: &z Z # who\n---\nBody",
        "---\r\ntitle: 'A \"b\" ü'\r\ntags:\r\n- x\r\n- y\r\nparams: {by: {name: \"Z\"}}\r\n---\r\nBody",
        "+++\ntitle = 'A \"b\" ü'\ntags = [\"x\", 'y']\n[params.by]\nname = \"\"\"\nZ\"\"\"\n+++\nBody",
        "{\n\t\"title\": \"A \\\"b\\\" ü\",\n\t\"tags\": [\"x\", \"y\"],\n\t\"params\": {\"by\": {\"name\": \"Z\"}}\n}\nBody",
    ];
    for text in texts {
        let (document, body) = read_text(text);
        assert_eq!(fields(&document), expected, "{text}");
        assert_eq!(&text[body..], "Body");
        let exact = document.front.iter().filter(|field| field.exact);
        assert!(exact.clone().all(|field| document.source.slice(field.span) == field.value));
        assert!(exact.count() >= 3, "{text}");
        assert_eq!(document.faults, []);
    }
}

#[test]
fn title_and_standfirst_are_blocks() {
    let text = "---\nsummary: no\nheadline: no\ndek: \"She \\\"said\\\"\n  it\\u0021\"\ntitle: 'It''s'\n---\n";
    let (document, _) = read_text(text);
    let blocks: Vec<_> = document.blocks.iter().map(|block| (block.role, block.text.as_str())).collect();
    assert_eq!(blocks, [(Role::Title, "It's"), (Role::Dek, "She \"said\" it!")]);
    let place = |block: usize, words: &str| {
        let block = &document.blocks[block];
        let at = block.text.find(words).unwrap();
        document.source.slice(block.span(at..at + words.len()))
    };
    assert_eq!(place(0, "t's"), "t''s");
    assert_eq!((place(1, "said"), place(1, "\" it"), place(1, "t!")), ("said", "\\\"\n  it", "t\\u0021"));
}

#[test]
fn mistakes_keep_what_can_be_read() {
    let (document, body) = read_text("---\ntitle: A: b\ndek: \"c\"\ntags:\n  - d\n---\nx");
    assert_eq!(fields(&document), [("title", "A: b"), ("dek", "c"), ("tags", "d")]);
    assert_eq!((document.source.slice(document.faults[0].0), document.faults.len(), body), (":", 1, 41));
    let (document, _) = read_text("+++\ntitle = no\ndek = 'c'\n+++\n");
    assert!(fields(&document).contains(&("dek", "c")) && document.faults.len() == 1);
    let (document, body) = read_text("---\ntitle: A\ndek: b\n\nThe text.\n");
    assert_eq!((fields(&document), body), (vec![("title", "A"), ("dek", "b")], 20));
    assert_eq!(document.source.slice(document.faults[0].0), "---");
}

#[test]
fn a_thematic_break_is_no_front_matter() {
    for text in [
        "---\nProse here.\n---\nMore.",
        "---\n\nProse.",
        "---\nNote: prose that goes on.\n\nMore.",
        "----\na: b\n----\n",
        "{{< a >}}",
        "{x}",
    ] {
        assert_eq!(read_text(text).1, 0, "{text}");
    }
}

#[test]
fn quoted_values_go_on_at_the_margin() {
    let (document, _) = read_text("---\ntitle: \"One\ntwo\"\ndek: \"é\n\n  three: 3\"\n---\n");
    assert_eq!(fields(&document), [("title", "One two"), ("dek", "é\nthree: 3")]);
    assert_eq!(document.faults, []);
}

#[test]
fn permissions_for_the_file() {
    let (document, _) = read_text("---\ncopydesk:\n  allow:\n    - \"a/b, our own count\"\n    - c/*\n    - \", why\"\n---\n");
    let allows: Vec<_> = document.allows.iter().map(|allow| (allow.rule.as_str(), allow.reason.as_str(), allow.reach)).collect();
    assert_eq!(allows, [("a/b", "our own count", Reach::File), ("c/*", "", Reach::File)]);
    assert_eq!(document.faults.len(), 1);
}
