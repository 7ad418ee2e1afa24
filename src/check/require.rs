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
use self::when::{Trigger, When};
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
        let Self { when, hinted, borne_out, and, not, wording, labels, weak, forbid, pictured, .. } = self;
        let conditions = [when, hinted, borne_out, not].into_iter().chain(and).flat_map(When::phrases);
        [wording, labels, weak, forbid, pictured].into_iter().chain(conditions).collect()
    }

    fn take(&mut self, lists: &Lists) -> Vec<Mistake> {
        let conditions = [&mut self.when, &mut self.hinted, &mut self.borne_out, &mut self.not].into_iter().chain(&mut self.and);
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
        let (triggers, hinted) = self.triggers(draft);
        if triggers.is_empty() {
            return self.needless(draft).into_iter().collect();
        }
        // What is written in a language that nobody here can read may say it.
        if draft.is_foreign() {
            return Vec::new();
        }
        let owed = holds(self.from.as_ref(), self.until.as_ref(), reading.document) != Some(false)
            && self.and.iter().all(|when| !when.triggers(draft).is_empty())
            && self.not.triggers(draft).is_empty();
        if !owed {
            return Vec::new();
        }
        let case = Case::new(self, draft, triggers, hinted);
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
    /// What asks for it: what does by itself, or else, in a plain article, hints that something bears out. A page of the site, a
    /// paper of the repository and what others said owe only what section, path or front matter declares. Beside it, whether it
    /// is only hinted at.
    fn triggers(&self, draft: &Draft<'_>) -> (Vec<Trigger>, bool) {
        let mut triggers = self.when.triggers_beside(&self.hinted, draft);
        if triggers.iter().any(|trigger| trigger.at.is_some()) {
            match () {
                () if draft.is_no_article() || draft.is_digest() => triggers.retain(|trigger| trigger.at.is_none()),
                () if draft.is_of_others() => triggers.retain(|trigger| trigger.is_own(&draft.reading)),
                () => {}
            }
        }
        if !triggers.is_empty() {
            return (triggers, false);
        }
        let hints = self.hinted.triggers(draft);
        let asks = !hints.is_empty() && draft.genres().is_empty() && !self.borne_out.triggers(draft).is_empty();
        if asks { (hints, true) } else { (Vec::new(), false) }
    }

    /// A statement that is said where nothing asks for it.
    fn needless(&self, draft: &Draft<'_>) -> Option<Hit> {
        let reading = &draft.reading;
        let level = self.needless.filter(|_| !draft.is_no_article() && !draft.is_foreign())?;
        let case = Case::new(self, draft, Vec::new(), false);
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
