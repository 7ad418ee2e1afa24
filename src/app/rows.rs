//! Answers rows by the publications that judge them: what `copydesk stream` and the wheel of Python do alike.

use std::path::Path;

use rayon::prelude::*;
use serde_json::value::RawValue;

use super::publications::{ANY_DRAFT, Choice, Publications};
use crate::lint::Entry;
use crate::policy::Choices;
use crate::report::stream::{AnsweredRow, RowOutcome, rows as written};
use crate::rows::{self, BadRow, DraftRow, Wanted};

/// Rows are answered with what these publications say of them.
#[derive(Debug)]
pub struct Desk {
    publications: Publications,
    wanted: Wanted,
}

/// A row of the input: which line it is, from one, and its bytes, or why they are not there.
pub type RowLine = (usize, Result<Vec<u8>, String>);

/// What is answered to a row: a line of JSON, and whether it says that the row is none.
pub type RowAnswer = (String, bool);

impl Desk {
    /// Rows judged by the `copydesk.toml` nearest to each path, by this one, or by a built-in profile (`standard` for none).
    ///
    /// # Errors
    /// What is wrong with the publication, or that there is none of this name.
    pub fn new(config: Option<&Path>, profile: Option<&str>, wanted: Wanted) -> Result<Self, String> {
        let choice = match (config, profile) {
            (Some(_), Some(_)) => return Err("a configuration and a profile: one of them judges".to_owned()),
            (Some(file), None) => Choice::File(file.to_owned()),
            (None, Some(profile)) => Choice::Profile(profile.to_owned()),
            (None, None) => Choice::Nearest,
        };
        Self::of(&choice, wanted, false)
    }

    pub(super) fn of(choice: &Choice, wanted: Wanted, without_readings: bool) -> Result<Self, String> {
        let choices = Choices { prints: wanted.prints, without_readings, ..Choices::default() };
        let mut publications = Publications::new(choice, choices)?;
        publications.of(Path::new(ANY_DRAFT));
        publications.must_be_whole()?;
        Ok(Self { publications, wanted })
    }

    /// Answers rows in their order, as many at the same time as there are threads.
    ///
    /// # Errors
    /// What is wrong with a publication.
    pub fn answer(&mut self, lines: Vec<RowLine>) -> Result<Vec<RowAnswer>, String> {
        let (asked, wanted) = (self.asked(lines)?, self.wanted);
        let answer = |AskedRow { line, read, entry }| match (read, entry) {
            (Ok(row), Some(entry)) => {
                let outcome = rows::answer(&row, &entry, wanted);
                AnsweredRow { id: row.id, line, outcome }
            }
            (read, _) => unanswered(line, read),
        };
        let written = |row: AnsweredRow| {
            let is_failed = matches!(row.outcome, RowOutcome::Failed(_));
            (written(std::slice::from_ref(&row)).pop().unwrap_or_default(), is_failed)
        };
        Ok(asked.into_par_iter().map(answer).map(written).collect())
    }

    /// Answers rows with what rules across drafts tell of them, in their order. `joined` is what is known of the archive that they are a part
    /// of, as [`rows::joined`] reads it.
    ///
    /// # Errors
    /// What is wrong with a publication, or with what is known.
    pub fn across(&mut self, lines: Vec<RowLine>, joined: &str) -> Result<Vec<String>, String> {
        let joined = rows::joined(joined)?;
        let asked = self.asked(lines)?;
        let drafts = asked.iter().filter_map(|asked| Some((asked.read.as_ref().ok()?, asked.entry.clone()?)));
        let drafts: Vec<(&DraftRow, Entry)> = drafts.collect();
        let mut outcomes = rows::across(&drafts, &joined).into_iter();
        let answer = |asked: AskedRow| match (asked.read, asked.entry) {
            (Ok(row), Some(_)) => Some(AnsweredRow { id: row.id, line: asked.line, outcome: outcomes.next()? }),
            (read, _) => Some(unanswered(asked.line, read)),
        };
        let answered: Vec<AnsweredRow> = asked.into_iter().filter_map(answer).collect();
        Ok(written(&answered))
    }

    /// What each line asks for.
    fn asked(&mut self, lines: Vec<RowLine>) -> Result<Vec<AskedRow>, String> {
        let read = |(line, bytes): RowLine| {
            let row = bytes.map_err(|why| BadRow { id: RawValue::NULL.to_owned(), why });
            AskedRow { line, read: row.and_then(|bytes| DraftRow::read(&bytes)), entry: None }
        };
        let mut asked: Vec<AskedRow> = lines.into_par_iter().map(read).collect();
        for asked in &mut asked {
            let row = asked.read.as_ref().ok();
            asked.entry = row.and_then(|row| self.publications.entry(&row.path, Some(row.format)));
        }
        self.publications.must_be_whole()?;
        Ok(asked)
    }
}

/// A line of the input: what it says, and what judges it, if anything does.
struct AskedRow {
    line: usize,
    read: Result<DraftRow, BadRow>,
    entry: Option<Entry>,
}

/// A row that is none, or that nothing judges.
fn unanswered(line: usize, read: Result<DraftRow, BadRow>) -> AnsweredRow {
    let (id, outcome) = match read {
        Err(bad) => (bad.id, RowOutcome::Failed(bad.why)),
        Ok(row) => (row.id, RowOutcome::Skipped("ignored by its publication".to_owned())),
    };
    AnsweredRow { id, line, outcome }
}
