//! What is wrong, where, and how to mend it: the one shape for every mistake in a user's files.

mod counted;
mod home;
mod manual;
mod nearest;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use counted::counted;
pub use home::Home;
pub use manual::manual;
pub use nearest::nearest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Source, Span};

/// How loud a rule speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Silent.
    Off,
    /// Worth knowing.
    Note,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
    /// Could not be judged at all; always exit status 2.
    #[serde(skip_deserializing)]
    Fatal,
}

impl Level {
    /// The word in reports and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}

/// A mistake, with its place, its evidence and its remedy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id: `attribution/unsourced-figure`.
    pub rule: String,
    /// How loud.
    pub level: Level,
    /// The place, in bytes of the source's text.
    pub span: Span,
    /// What is wrong: one line, no full stop.
    pub message: String,
    /// What stands at the place.
    pub label: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub help: Option<String>,
    /// The evidence, and what was tried.
    pub notes: Vec<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What it asks, where others of its rule may ask the same.
    pub question: Option<Question>,
    /// The places of those that are told with it; they are among the related ones.
    pub also: Vec<Also>,
    /// All places of a text that stands in several drafts, but its own: only some of them are among the related ones.
    pub copies: Vec<Copied>,
    /// A mend.
    pub fix: Option<Fix>,
    /// 16 hex digits, stable while the sentence it stands in stands, and no other's in its file; empty in a configuration.
    pub fingerprint: String,
}

/// A finding that another one of its question is told for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    /// Its bytes in the draft.
    pub span: Span,
    /// Its own name.
    pub fingerprint: String,
}

/// A place of a text that is told of at another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// The draft.
    pub path: PathBuf,
    /// The name that a finding there would have.
    pub fingerprint: String,
}

impl Finding {
    /// A finding of which no more than this is known yet; its fingerprint is empty.
    pub fn new(rule: &str, level: Level, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            level,
            span,
            message: message.into(),
            label: String::new(),
            why: String::new(),
            help: None,
            notes: Vec::new(),
            related: Vec::new(),
            question: None,
            also: Vec::new(),
            copies: Vec::new(),
            fix: None,
            fingerprint: String::new(),
        }
    }

    /// Its fingerprint, and those of the findings that it is told for: it is known only where all of them are.
    pub fn fingerprints(&self) -> impl Iterator<Item = &str> {
        [self.fingerprint.as_str()].into_iter().chain(self.also.iter().map(|also| also.fingerprint.as_str()))
    }
}

/// A question that several findings of a rule ask: they are told as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its number among those of the rule and draft.
    pub number: usize,
    /// What this finding asks about, in the draft's words.
    pub words: String,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// The file; `None` for the finding's own.
    pub path: Option<PathBuf>,
    /// The place, in bytes of that file's text.
    pub span: Span,
    /// What stands there.
    pub note: String,
}

impl Related {
    /// A place in the finding's own file.
    pub fn here(span: Span, note: impl Into<String>) -> Self {
        Self { path: None, span, note: note.into() }
    }
}

/// A mend: edits that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// The edits, in order, none overlapping another.
    pub edits: Vec<Edit>,
    /// Whether it may be applied unread: it deletes an exact copy or chrome, writes a text the publication approved, or
    /// the words that a rule gives for others.
    pub safe: bool,
}

/// A replacement of bytes of the source's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What comes in its place; empty to delete.
    pub text: String,
}

/// One file with what was found in it.
#[derive(Debug)]
pub struct File {
    /// The file.
    pub source: Source,
    /// The publication it was judged for; empty without one.
    pub publication: String,
    /// The kind its section gives it: `opinion`, `news`, …
    pub kind: Option<String>,
    /// What it was taken for, where that is no plain article, and by what sign: “an interview: 6 paragraphs open with …”.
    pub genres: Vec<String>,
    /// Its language, where figures were asked for and could not be read in it: “German”.
    pub unread: Option<String>,
    /// By place, then rule.
    pub findings: Vec<Finding>,
    /// What second readers made of it.
    pub replay: Replay,
}

impl File {
    /// A file that no publication's section says anything of.
    pub fn new(source: Source, findings: Vec<Finding>) -> Self {
        let (publication, genres, replay) = (String::new(), Vec::new(), Replay::default());
        Self { source, publication, kind: None, genres, unread: None, findings, replay }
    }
}

/// What of a record of second readers was applied in a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// How many findings they silenced.
    pub silenced: usize,
    /// The claims of the draft that they read, by the names that the record has for them.
    pub claims: Vec<u64>,
}

impl File {
    /// Whether something in it keeps it from being used.
    pub fn is_fatal(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Fatal)
    }

    /// Whether it is a draft that could not be read: nothing in it was checked.
    pub fn is_unread(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == "meta/unreadable-draft")
    }
}

/// What a rule says of itself, beside its findings.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleWords {
    /// Its id: `attribution/vague-source`.
    pub id: String,
    /// What it is about, in a few words.
    pub summary: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub help: Option<String>,
    /// How loud it speaks.
    pub level: Level,
    /// Where the standards ask for it.
    pub basis: Vec<String>,
    /// How often it was right where somebody counted.
    pub measured: Option<Measure>,
}

/// How often the findings of a rule were right.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// `high`, `medium` or `low`; `None` where too few were read to say.
    pub precision: Option<&'static str>,
    /// The counts in a sentence.
    pub sentence: String,
}

/// A file that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// All that a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// Files, sorted by path; those with no finding are there with none.
    pub files: Vec<File>,
    /// Files named or found that were not read.
    pub skipped: Vec<Skipped>,
    /// How many drafts and folders a walk passed by because an ignore file of another program names them.
    pub passed_by: PassedBy,
    /// How many drafts were judged.
    pub checked: usize,
    /// How many findings a baseline names: they stand in no file of the report.
    pub known: usize,
    /// What a baseline names and was not found any more: “posts/a.md: attribution/vague-figure”.
    pub stale: Vec<String>,
    /// How many findings were there before what a run looks at changed: they stand in no file of the report either.
    pub old: usize,
    /// How many findings second readers silenced, by the record: they stand in no file of the report.
    pub silenced: usize,
    /// How many drafts there were in languages in which figures were asked for and could not be read, by the language: “German”.
    pub unread: BTreeMap<String, usize>,
    /// What rules say of themselves, by their ids: those that found something.
    pub rules: Vec<RuleWords>,
    /// Where the paths lead.
    pub home: Home,
}

/// What a walk passed by unread: what Git ignores, for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassedBy {
    /// Files that would have been drafts.
    pub drafts: usize,
    /// Folders, whatever lies in them.
    pub folders: usize,
}

impl Report {
    /// What a report begins with that might be taken for a draft, a page of HTML behind its first line. Whoever updates a comment on a
    /// pull request finds it again by this.
    pub const MARK: &str = "<!-- copydesk report -->";

    /// Whether a file begins as such a report.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.strip_prefix(b"<!DOCTYPE html>\n").unwrap_or(bytes).starts_with(Self::MARK.as_bytes())
    }

    /// How many findings have this level.
    pub fn count(&self, level: Level) -> usize {
        self.files.iter().flat_map(|file| &file.findings).filter(|finding| finding.level == level).count()
    }

    /// The loudest level found.
    pub fn worst(&self) -> Level {
        self.files.iter().flat_map(|file| &file.findings).map(|finding| finding.level).max().unwrap_or(Level::Off)
    }
}
