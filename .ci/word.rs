//! Prints what is read of Word files, a row of JSON for each: its lines, or why it cannot be read. For `.ci/word`.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;

use copydesk::text::{Format, Source};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let decoded = Source::decode(&path, Format::Word, fs::read(&path)?);
        let document = copydesk::format::read(decoded.source);
        let source = &document.source;
        let lines = source.word().map(|word| {
            let line = |line: &copydesk::text::WordLine| json!({ "story": line.story, "text": source.text[line.at.clone()] });
            word.lines.iter().map(line).collect::<Vec<_>>()
        });
        let blocks =
            document.blocks.iter().map(|block| json!([format!("{:?}", block.kind), format!("{:?}", block.role), block.text]));
        let why = decoded.unreadable.map(|why| format!("{}. {}", why.why, why.help));
        println!("{}", json!({ "path": path, "lines": lines, "blocks": blocks.collect::<Vec<_>>(), "unreadable": why }));
    }
    Ok(())
}
