//! Which files a run came upon, what became of each, and why.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::safe;

/// The version of the JSON; a new one only when something is renamed or taken away.
const VERSION: u32 = 1;

/// A file, or a folder that was not entered, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// The path, as the command line leads to it.
    pub path: PathBuf,
    /// How it was read, where it was checked.
    pub checked: Option<Checked>,
    /// Why it was not, or what it was taken for.
    pub why: Vec<String>,
}

/// How a draft was read, and by what it was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// What it is written in.
    pub format: &'static str,
    /// The configuration: a file, or `copydesk:PROFILE`.
    pub config: String,
    /// The sections that it is of, by file and line; later ones are stronger.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// The kind that they give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

#[derive(Serialize)]
struct JsonCoverage<'a> {
    version: u32,
    copydesk: &'static str,
    files: Vec<JsonFate<'a>>,
}

#[derive(Serialize)]
struct JsonFate<'a> {
    path: Cow<'a, str>,
    state: &'static str,
    #[serde(flatten)]
    checked: Option<&'a Checked>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    why: &'a [String],
}

impl<'a> JsonFate<'a> {
    fn of(fate: &'a Fate) -> Self {
        let state = if fate.checked.is_some() { "checked" } else { "skipped" };
        Self { path: fate.path.to_string_lossy(), state, checked: fate.checked.as_ref(), why: &fate.why }
    }
}

/// Writes one JSON document.
///
/// # Errors
/// What `out` says.
pub fn write_json(fates: &[Fate], out: &mut dyn io::Write) -> io::Result<()> {
    let files = fates.iter().map(JsonFate::of).collect();
    let document = JsonCoverage { version: VERSION, copydesk: env!("CARGO_PKG_VERSION"), files };
    writeln!(out, "{}", safe::json(&serde_json::to_string_pretty(&document)?))
}

/// Writes a line for each file.
///
/// # Errors
/// What `out` says.
pub fn write_lines(fates: &[Fate], out: &mut dyn io::Write) -> io::Result<()> {
    for Fate { path, checked, why } in fates {
        let name = safe::name(path);
        match checked {
            Some(Checked { format, config, sections, kind }) => {
                write!(out, "checked {name}: {format}, by {}", safe::line(config))?;
                for section in sections {
                    write!(out, ", section {}", safe::line(section))?;
                }
                if let Some(kind) = kind {
                    write!(out, ", kind {}", safe::line(kind))?;
                }
                why.iter().try_for_each(|why| write!(out, "; taken for {}", safe::line(why)))?;
            }
            None => write!(out, "skipped {name}: {}", safe::line(&why.join("; ")))?,
        }
        writeln!(out)?;
    }
    Ok(())
}
