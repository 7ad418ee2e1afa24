//! `copydesk rules` and `config`: what is in force, and who says so.

use std::path::PathBuf;

use super::archive;
use super::args::PolicyArgs;
use super::measured::Measured;
use super::publications::Publications;
use super::terminal::{Refusal, Status, print};
use crate::policy::{Choices, Rule};
use crate::report::shown;

/// A draft in this folder, for commands that name none.
pub(super) fn here() -> PathBuf {
    PathBuf::from("draft.md")
}

pub(super) fn publications(policy: &PolicyArgs) -> Result<Publications, Refusal> {
    Publications::new(&policy.choice(), Choices::default())
}

/// Lists all rules with level, how often they were right, and origin.
pub(super) fn rules(policy: &PolicyArgs) -> Result<Status, Refusal> {
    let mut publications = publications(policy)?;
    let (_, publication) = publications.of(&here());
    let rules = publication.rules();
    let wide = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    print(|out| {
        for rule in &rules {
            let origin = rule.origin.iter().filter(|origin| !is_shipped(origin));
            let measured = measured(rule).map(Measured::share).unwrap_or_default();
            let origin = origin.cloned().collect::<Vec<_>>().join(", ");
            let origin = if origin.is_empty() { String::new() } else { format!("  ({})", shown(&origin)) };
            let (id, summary) = (shown(&rule.id), shown(&rule.words.summary));
            writeln!(out, "{id:<wide$}  {:<7}  {measured:<10}  {summary}{origin}", rule.level.name())?;
        }
        Ok(())
    })?;
    judged(&publications)
}

/// What was measured of a rule, where it is as copydesk ships it.
pub(super) fn measured(rule: &Rule) -> Option<Measured> {
    Measured::of(&rule.id).filter(|_| rule.origin.iter().all(|origin| is_shipped(origin)))
}

fn is_shipped(origin: &str) -> bool {
    origin.starts_with("copydesk:rules/")
}

/// Shows the policy of a file with the origin of every value.
pub(super) fn config(paths: &[PathBuf], policy: &PolicyArgs) -> Result<Status, Refusal> {
    let mut publications = publications(policy)?;
    let path = match paths {
        [] => here(),
        [path] => path.clone(),
        _ => return Err("config shows the policy of one file".to_owned()),
    };
    let (root, publication) = publications.of(&path);
    let lines = publication.settings(&publications.inside(&path, &root));
    let said: Vec<String> = lines.iter().map(|line| shown(&format!("{} = {}", line.key, cut(&line.value)))).collect();
    let wide = said.iter().map(|said| said.chars().count()).filter(|&wide| wide < 80).max().unwrap_or_default();
    print(|out| {
        for (said, line) in said.iter().zip(&lines) {
            writeln!(out, "{said:<wide$}  # {}", shown(&line.origin))?;
        }
        Ok(())
    })?;
    judged(&publications)
}

/// Tells what of the configuration nothing uses.
pub(super) fn unused(paths: &[PathBuf], policy: &PolicyArgs) -> Result<Status, Refusal> {
    archive::unused(paths, publications(policy)?)
}

/// The beginning of a long value: the file it comes from has the rest.
fn cut(value: &str) -> String {
    const MOST: usize = 60;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", &value[..end]),
        None => value.to_owned(),
    }
}

/// Broken configuration is exit status 2 here as well.
pub(super) fn judged(publications: &Publications) -> Result<Status, Refusal> {
    match publications.faults.iter().find(|file| file.is_fatal()) {
        Some(file) => Err(format!("{}: has mistakes; `copydesk check` shows them", file.source.path.display())),
        None => Ok(Status::Clean),
    }
}
