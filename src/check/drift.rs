//! A passage that wants to be an approved text of the publication and is not.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::describe::{Asked, LOOKS, SATISFIES, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use super::restore;
use crate::draft::Draft;
use crate::reading::{Place, Reading};
use crate::style::share;
use crate::wording::{Approval, ApprovedTexts, Assertion, Likeness, NEAR};

/// The options of a rule on drifted and outdated texts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Drift {
    /// Ids of the approved texts that are watched; empty for all.
    texts: Vec<String>,
    /// From which likeness on, from 0 to 1, a passage is a text that drifted.
    #[serde(deserialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    near: f64,
    #[serde(skip)]
    approved: OnceLock<ApprovedTexts>,
}

impl Default for Drift {
    fn default() -> Self {
        Self { texts: Vec::new(), near: NEAR, approved: OnceLock::new() }
    }
}

impl Check for Drift {
    fn names(&self) -> &'static [&'static str] {
        &["how", "id"]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let near = self.near * 100.0;
        let known = teller.style.texts.keys().filter(|id| self.texts.is_empty() || self.texts.contains(id));
        let none = "none yet: a publication approves them as [texts.NAME] in copydesk.toml";
        let texts = teller.point("the approved texts", known).or_else(|| Some(none.to_owned()));
        parts([
            (LOOKS, [Some(format!("passages that are at least {near:.0}% like an approved text, and are not it")), None]),
            ("The texts it compares with", [texts, None]),
            (
                SATISFIES,
                [Some("the approved wording as it stands".to_owned()), Some("a text that is plainly another one".to_owned())],
            ),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let approved = self.approved.get_or_init(|| {
            let wanted = |id: &&String| self.texts.is_empty() || self.texts.contains(id);
            let texts = reading.style.texts.iter().filter(|(id, _)| wanted(id));
            ApprovedTexts::new(texts.map(|(id, text)| (id.as_str(), text)), reading.style)
        });
        if approved.is_empty() {
            return Vec::new();
        }
        let block = |block: usize| self.block(approved, draft, block);
        (0..reading.document.blocks.len()).flat_map(block).collect()
    }
}

impl Drift {
    fn block(&self, approved: &ApprovedTexts, draft: &Draft<'_>, block: usize) -> Vec<Hit> {
        let reading = &draft.reading;
        let line = reading.line(block);
        let mut found = approved.find(reading, block);
        found.retain(|approval| {
            reading.style.texts.get(&approval.id).is_some_and(|text| text.in_force(reading.style, reading.document))
        });
        let wrong = |approval: &&Approval| {
            let place = Place { block, at: line.bytes(approval.kept.clone()) };
            let said = matches!(draft.assertion(&place), Assertion::Stated | Assertion::Asked);
            let near = approval.likeness != Likeness::Drifted || approval.similarity >= self.near;
            let differs = approval.likeness != Likeness::Exact || other_name(reading, block, approval).is_some();
            differs && near && said && is_nearest(approval, &found)
        };
        found.iter().filter(wrong).map(|approval| hit(reading, block, approval)).collect()
    }
}

/// Whether no other text fits the words of a passage better: two approved texts may be much alike.
fn is_nearest(approval: &Approval, found: &[Approval]) -> bool {
    let rank = |approval: &Approval| (!matches!(approval.likeness, Likeness::Drifted | Likeness::Cut), approval.similarity);
    let meets = |other: &&Approval| other.tokens.start < approval.tokens.end && approval.tokens.start < other.tokens.end;
    let better = |other: &Approval| match rank(other) == rank(approval) {
        true => other.id < approval.id,
        false => other.likeness == Likeness::Exact || rank(other) > rank(approval),
    };
    !found.iter().filter(meets).any(|other| other != approval && better(other))
}

/// A name of the front matter, and the other that a passage has in its place.
fn other_name(reading: &Reading<'_>, block: usize, approval: &Approval) -> Option<(String, String)> {
    let line = reading.line(block);
    approval.names.iter().find_map(|(name, tokens)| {
        let said = reading.style.said(name, reading.document, reading.language_for(line.text))?;
        let here = &line.text[line.bytes(tokens.clone())];
        let words =
            |text: &str| text.to_lowercase().split(|char: char| !char.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
        let own = words(&said);
        // What is written small, or without a space, may be a key and no name.
        let is_name = |text: &str| text.contains(' ') && text.starts_with(char::is_uppercase);
        let other = is_name(&said) && is_name(here) && !words(here).iter().any(|word| word.len() > 2 && own.contains(word));
        other.then(|| (said, here.to_owned()))
    })
}

fn hit(reading: &Reading<'_>, block: usize, approval: &Approval) -> Hit {
    let place = Place { block, at: reading.line(block).bytes(approval.tokens.clone()) };
    let span = reading.span(&place);
    let mut hit = Hit::new(span, reading.document.source.slice(span));
    let same = || format!("{:.0}% of the words are the same", (approval.similarity * 100.0).min(99.0).floor());
    let (how, label) = match approval.likeness {
        Likeness::Stale => ("is an earlier version of", "an earlier version".to_owned()),
        Likeness::Cut => ("is only a part of", "the rest is missing".to_owned()),
        Likeness::Drifted | Likeness::Exact => ("differs from", same()),
    };
    hit.words = vec![("how", how.to_owned()), ("id", approval.id.clone())];
    hit.label = label;
    let other = other_name(reading, block, approval).map(|(said, here)| format!("{said} → {here}"));
    let told: Vec<&str> =
        [Some(approval.diff.as_str()), other.as_deref()].into_iter().flatten().filter(|diff| !diff.is_empty()).collect();
    if !told.is_empty() {
        hit.notes.push(format!("approved → here: {}", told.join("; ")));
    }
    hit.fix = restore::fix(reading, &place, approval);
    hit
}
