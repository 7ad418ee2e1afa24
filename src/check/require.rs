//! Something must be said, and said where a reader sees it: what is owed, by what evidence, in which words, at which place.

mod case;
mod describe;
mod flag;
mod matching;
mod mend;
mod named;
mod options;
mod picture;
mod place;
mod statement;
mod when;

use toml::Spanned;

use self::case::Case;
use self::matching::Front;
pub use self::options::Require;
use self::when::When;
use super::describe::{Asked, Teller};
use super::hit::{Advice, Hit};
use super::kind::Check;
use crate::draft::Draft;
use crate::prose::{Lists, Mistake, Phrases};
use crate::style::holds;

impl Check for Require {
    fn names(&self) -> &'static [&'static str] {
        &["how"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        let Self { when, and, not, wording, labels, weak, forbid, pictured, .. } = self;
        let conditions = [when, not].into_iter().chain(and).flat_map(When::phrases);
        [wording, labels, weak, forbid, pictured].into_iter().chain(conditions).collect()
    }

    fn take(&mut self, lists: &Lists) -> Vec<Mistake> {
        let conditions = [&mut self.when, &mut self.not].into_iter().chain(&mut self.and);
        let fronts = conditions.flat_map(|when| &mut when.front).chain(&mut self.satisfied_by.front);
        let take = |front: &mut Spanned<Front>| {
            let at = front.span();
            front.get_mut().take(&at, lists)
        };
        fronts.flat_map(take).collect()
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        describe::asked(self, teller)
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let triggers = self.when.triggers(draft);
        if triggers.is_empty() {
            return self.needless(draft).into_iter().collect();
        }
        let owed = holds(self.from.as_ref(), self.until.as_ref(), reading.document) != Some(false)
            && self.and.iter().all(|when| !when.triggers(draft).is_empty())
            && self.not.triggers(draft).is_empty();
        if !owed {
            return Vec::new();
        }
        let case = Case::new(self, draft, triggers);
        let declared = case.triggers.iter().any(|trigger| trigger.at.is_none());
        let mut hits = case.judge();
        if let Some((id, text)) = self.only_text(reading) {
            // What the rule says of other wordings would not do here.
            let help = format!("Write the approved text `[texts.{id}]`, and no other: “{}”", text.text.trim());
            hits.iter_mut().for_each(|hit| hit.advice = Some(Advice { why: None, help: help.clone() }));
        }
        if declared {
            hits.iter_mut().for_each(|hit| hit.level = self.declared);
        }
        hits
    }
}

impl Require {
    /// A statement that is said where nothing asks for it.
    fn needless(&self, draft: &Draft<'_>) -> Option<Hit> {
        let reading = &draft.reading;
        let level = self.needless?;
        let case = Case::new(self, draft, Vec::new());
        let said = case.statements.iter().find(|statement| statement.counts())?;
        let mut hit = case.on_statement(said, "stands here, and nothing in the draft asks for it");
        hit.level = Some(level);
        hit.fix = mend::delete(reading, said);
        hit.advice = Some(Advice {
            why: Some("A statement that stands where it means nothing is read over where it does.".to_owned()),
            help: "Take it out, or say in the draft what it is about.".to_owned(),
        });
        Some(hit)
    }
}
