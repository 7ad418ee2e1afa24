//! copydesk in a browser: one question of JSON on standard input, one answer on standard output.
//!
//! It is built for WASI, so that no line of it is about the browser and none is unsafe: a page gives it standard input and output and nothing else,
//! no file, no clock, no network. Each question has an instance of its own; one that traps takes nothing with it.

use std::error::Error;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::edit;
use copydesk::finding::{File, Report};
use copydesk::lint::{self, Entry};
use copydesk::policy::Choices;
use copydesk::report::{self, Style, diff, sheet};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// When a mend was written: Word files alone say so, and none is read here.
const NO_DAY: &str = "";

/// A draft, and what it is judged by.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The draft.
    text: String,
    /// Its name; the ending says the format.
    name: PathBuf,
    /// A `copydesk.toml`; empty for none.
    config: String,
}

/// What is found in it.
#[derive(Serialize)]
struct Answer {
    /// As `copydesk check --format json` writes it; places are bytes of UTF-8.
    report: Box<RawValue>,
    /// As `copydesk figures --all --format json` writes it.
    sheet: Box<RawValue>,
    /// The draft with all that is safe mended; nothing where there is nothing to mend.
    fixed: Option<String>,
    /// What that changes, as a unified diff.
    diff: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut asked = Vec::new();
    io::stdin().lock().read_to_end(&mut asked)?;
    let question = serde_json::from_slice(&asked)?;
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &answer(&question)?)?;
    out.flush()?;
    Ok(())
}

fn answer(question: &Question) -> Result<Answer, Box<dyn Error>> {
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), &question.config, None, &[], &Choices::default());
    let standard = || Publication::builtin("standard", &Choices::default());
    let publication = publication.or_else(standard).ok_or("the profile `standard` is broken")?;
    let entry = Entry { path: question.name.clone(), policy: publication.policy(&question.name), format: None };
    let bytes = question.text.as_bytes();
    let mut report = lint::run(std::slice::from_ref(&entry), |_| Ok(bytes.to_vec()), || {});
    let fixed = report.files.first().and_then(|file| edit::apply(file, bytes, NO_DAY));
    // Why a draft cannot be read, the report says.
    let sheets: Vec<_> = lint::sheet(&entry, |_| Ok(bytes.to_vec())).ok().flatten().into_iter().collect();
    let mut rows = Vec::new();
    sheet::write_json(&sheets, true, &mut rows)?;
    Ok(Answer {
        report: raw(told(&mut report, faults)?)?,
        sheet: raw(rows)?,
        diff: fixed.as_ref().map(|fixed| diff::write(&question.name, bytes, fixed)).map(String::from_utf8).transpose()?,
        fixed: fixed.map(String::from_utf8).transpose()?,
    })
}

/// The report with the mistakes in the configuration, as JSON.
fn told(report: &mut Report, faults: Vec<File>) -> Result<Vec<u8>, io::Error> {
    report.files.extend(faults);
    let mut out = Vec::new();
    report::write_json(report, &Style::default(), &mut out)?;
    Ok(out)
}

fn raw(json: Vec<u8>) -> Result<Box<RawValue>, Box<dyn Error>> {
    Ok(RawValue::from_string(String::from_utf8(json)?.trim().to_owned())?)
}
