//! `copydesk rules`: the rules in force, each with its level and where it comes from.

use std::path::Path;

use super::args::PolicyArgs;
use super::measured::Measured;
use super::publications::{ANY_DRAFT, Publications};
use super::terminal::{Refusal, Status, print};
use crate::policy::{Choices, Rule};
use crate::report::shown;

/// Lists all rules with level, how often they were right, and origin.
pub(super) fn run(policy: &PolicyArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&policy.choice(), Choices::default())?;
    let (_, publication) = publications.of(Path::new(ANY_DRAFT));
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
    publications.must_be_whole()?;
    Ok(Status::Clean)
}

/// What was measured of a rule, where it is as copydesk ships it.
pub(super) fn measured(rule: &Rule) -> Option<Measured> {
    Measured::of(&rule.id).filter(|_| rule.origin.iter().all(|origin| is_shipped(origin)))
}

fn is_shipped(origin: &str) -> bool {
    origin.starts_with("copydesk:rules/")
}
