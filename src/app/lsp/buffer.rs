//! A file as an editor holds it: its text, saved or not, with every change that was typed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use gen_lsp_types::{TextDocumentContentChangeEvent as Change, Uri};

use super::places::byte;
use crate::app::fence::{NAME, is_ours_by_name};
use crate::lint::KeptReading;
use crate::text::{ColumnKind, Format, Source};

/// What copydesk makes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BufferKind {
    /// A draft; how it is written, where its ending does not say.
    Draft(Option<Format>),
    /// A configuration.
    Config,
    /// A rule of a publication.
    Rule,
    /// Nothing.
    Foreign,
}

/// A file as an editor holds it.
#[derive(Debug)]
pub(super) struct Buffer {
    /// The address by which the editor knows it.
    pub(super) uri: Uri,
    /// Where it lies, or would lie.
    pub(super) path: PathBuf,
    /// What it is.
    pub(super) kind: BufferKind,
    /// The number of its text.
    pub(super) version: i32,
    /// Its text.
    pub(super) source: Source,
    /// What was read of its text before the last change.
    pub(super) kept: KeptReading,
}

impl Buffer {
    /// A file that was opened, in a language as the editor names it.
    pub(super) fn new(uri: Uri, path: PathBuf, language: &str, version: i32, text: String) -> Self {
        let kind = kind(&path, language);
        Self { uri, source: Source::new(&path, Format::Plain, text), path, kind, version, kept: KeptReading::default() }
    }

    /// Takes in what was typed, in the order in which it was.
    pub(super) fn change(&mut self, units: ColumnKind, version: i32, changes: Vec<Change>) {
        self.version = version;
        for change in changes {
            let text = match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                Change::TextDocumentContentChangePartial(part) => {
                    let start = byte(&self.source, units, part.range.start);
                    let end = byte(&self.source, units, part.range.end).max(start);
                    let mut text = std::mem::take(&mut self.source.text);
                    text.replace_range(start..end, &part.text);
                    text
                }
            };
            self.source = Source::new(&self.path, Format::Plain, text);
        }
    }

    /// Whether it shapes how drafts are judged.
    pub(super) fn is_ours(&self) -> bool {
        matches!(self.kind, BufferKind::Config | BufferKind::Rule)
    }
}

/// What a file is: its ending says so, or else the language that the editor takes it for.
fn kind(path: &Path, language: &str) -> BufferKind {
    let known = match language {
        "markdown" => Some(Format::Markdown),
        "mdx" => Some(Format::Mdx),
        "html" => Some(Format::Html),
        "asciidoc" | "adoc" => Some(Format::Asciidoc),
        "restructuredtext" | "rst" => Some(Format::Rst),
        "plaintext" | "text" => Some(Format::Plain),
        _ => None,
    };
    match (Format::of(path), path.extension()) {
        (Some(Format::Toml), _) if is_ours_by_name(path) => BufferKind::Config,
        (Some(Format::Toml), _) if rules_of(path).is_some() => BufferKind::Rule,
        (Some(Format::Toml), _) => BufferKind::Foreign,
        (Some(_), Some(_)) => BufferKind::Draft(None),
        // A name without an ending may be that of a program.
        _ => known.map_or(BufferKind::Foreign, |format| BufferKind::Draft(Some(format))),
    }
}

/// The configuration of whose rules a file is one, by its place; whether that is there, this does not say.
pub(super) fn rules_of(path: &Path) -> Option<PathBuf> {
    let rules = path.ancestors().skip(1).find(|folder| folder.file_name() == Some(OsStr::new("rules")))?;
    Some(rules.parent()?.join(NAME))
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial as Partial};

    use super::*;

    fn buffer(path: &str, language: &str, text: &str) -> Buffer {
        Buffer::new("file:///x".into(), path.into(), language, 1, text.to_owned())
    }

    #[test]
    fn the_ending_says_what_a_file_is_and_else_the_language() {
        let kind = |path: &str, language: &str| buffer(path, language, "").kind;
        assert_eq!(kind("/a/b.md", "plaintext"), BufferKind::Draft(None));
        assert_eq!(kind("/a/Untitled-1", "markdown"), BufferKind::Draft(Some(Format::Markdown)));
        assert_eq!(kind("/a/Makefile", "makefile"), BufferKind::Foreign);
        assert_eq!(kind("/a/b.py", "python"), BufferKind::Foreign);
        assert_eq!(kind("/a/b.md.tmpl", "markdown"), BufferKind::Draft(Some(Format::Markdown)));
        assert_eq!(kind("/a/copydesk.toml", "toml"), BufferKind::Config);
        assert_eq!(kind("/a/copydesk-group.toml", "toml"), BufferKind::Config);
        assert_eq!(kind("/a/rules/x/y.toml", "toml"), BufferKind::Rule);
        assert_eq!(kind("/a/Cargo.toml", "toml"), BufferKind::Foreign);
        assert_eq!(rules_of(Path::new("/a/rules/x/y.toml")), Some("/a/copydesk.toml".into()));
    }

    #[test]
    fn changes_are_laid_one_over_the_other() {
        let mut buffer = buffer("/a/b.md", "markdown", "one 🎈 two\n");
        let part = |start: (u32, u32), end: (u32, u32), text: &str| {
            let at = |(line, character)| Position { line, character };
            Change::TextDocumentContentChangePartial(Partial::new(
                Range { start: at(start), end: at(end) },
                None,
                text.to_owned(),
            ))
        };
        buffer.change(
            ColumnKind::Utf16,
            2,
            vec![part((0, 7), (0, 10), "2"), part((0, 4), (0, 6), ""), part((1, 0), (1, 0), "x")],
        );
        assert_eq!((buffer.source.text.as_str(), buffer.version), ("one  2\nx", 2));
        // A range that ends before it starts, and one that lies nowhere.
        buffer.change(ColumnKind::Utf16, 3, vec![part((1, 1), (0, 0), "y"), part((9, 9), (9, 9), "z")]);
        assert_eq!(buffer.source.text, "one  2\nxyz");
    }
}
