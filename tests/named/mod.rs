//! What the source sheet says of one figure of a text.

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::lint::{self, Entry};
use copydesk::policy::Choices;

/// The step and the source of a figure of a text, in Markdown.
pub(crate) fn source_of(text: &str, figure: &str) -> (String, String) {
    let policy = Publication::builtin("standard", &Choices::default()).unwrap().policy(Path::new("draft.md"));
    let entry = Entry { path: PathBuf::from("draft.md"), policy, format: None };
    let sheet = lint::sheet(&entry, |_| Ok(text.as_bytes().to_vec())).unwrap().expect("it is text");
    let of = |span: copydesk::text::Span| sheet.source.text.get(span.range()).unwrap_or_default().to_owned();
    let row = sheet.rows.iter().find(|row| of(row.span) == figure);
    let row = row.unwrap_or_else(|| panic!("no figure {figure} in {text}"));
    (row.step.unwrap_or(row.verdict).to_owned(), row.source.map(of).unwrap_or_default())
}

#[track_caller]
pub(crate) fn names(text: &str, figure: &str, step: &str, source: &str) {
    assert_eq!(source_of(text, figure), (step.to_owned(), source.to_owned()), "{text}");
}
