//! Answers rows by the publications that judge them: what `copydesk stream` and the wheel of Python do alike.

use std::path::Path;

use rayon::prelude::*;

use super::policy::judged;
use super::publications::{Choice, Publications};
use crate::lint::Entry;
use crate::policy::Choices;
use crate::report::stream::{RowOutcome, row};
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
        Self::of(&choice, wanted)
    }

    pub(super) fn of(choice: &Choice, wanted: Wanted) -> Result<Self, String> {
        let choices = Choices { prints: wanted.prints, ..Choices::default() };
        let mut publications = Publications::new(choice, choices)?;
        publications.of(Path::new("draft.md"));
        judged(&publications)?;
        Ok(Self { publications, wanted })
    }

    /// Answers rows in their order, as many at the same time as there are threads.
    ///
    /// # Errors
    /// What is wrong with a publication.
    pub fn answer(&mut self, lines: Vec<RowLine>) -> Result<Vec<RowAnswer>, String> {
        let read = |(line, bytes): RowLine| {
            let row = bytes.map_err(|why| BadRow { id: serde_json::Value::Null, why });
            (line, row.and_then(|bytes| DraftRow::read(&bytes)))
        };
        let rows: Vec<(usize, Result<DraftRow, BadRow>)> = lines.into_par_iter().map(read).collect();
        let mut entry = |row: &DraftRow| self.publications.entry(&row.path, Some(row.format));
        let entries: Vec<Option<Entry>> = rows.iter().map(|(_, row)| entry(row.as_ref().ok()?)).collect();
        judged(&self.publications)?;
        let wanted = self.wanted;
        let answer = |((line, row), entry)| answer(line, row, entry, wanted);
        Ok(rows.into_par_iter().zip(entries).map(answer).collect())
    }
}

fn answer(line: usize, read: Result<DraftRow, BadRow>, entry: Option<Entry>, wanted: Wanted) -> RowAnswer {
    let (id, outcome) = match (read, entry) {
        (Err(bad), _) => (bad.id, RowOutcome::Failed(bad.why)),
        (Ok(row), None) => (row.id, RowOutcome::Skipped("ignored by its publication".to_owned())),
        (Ok(row), Some(entry)) => {
            let outcome = rows::answer(&row, &entry, wanted);
            (row.id, outcome)
        }
    };
    (row(&id, line, &outcome), matches!(outcome, RowOutcome::Failed(_)))
}
