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
pub(super) use self::matching::fits_any;
pub use self::options::Require;
use self::place::Placement;
use self::when::{Trigger, When};
use super::describe::{Asked, Teller};
use super::hit::{Advice, Hit};
use super::kind::{Check, Silence};
use crate::draft::Draft;
use crate::prose::{Lists, Mistake, Phrases};
use crate::reading::{Genre, Reading};

impl Check for Require {
    fn names(&self) -> &'static [&'static str] {
        &["how"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        let Self { when, hinted, borne_out, and, not, wording, labels, weak, forbid, pictured, .. } = self;
        let conditions = [when, hinted, borne_out, not].into_iter().chain(and).flat_map(When::phrases);
        [wording, labels, weak, forbid, pictured].into_iter().chain(conditions).collect()
    }

    fn beside(&self) -> &[String] {
        if self.placement == Placement::Beside { &self.texts } else { &[] }
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
        let (triggers, hinted) = self.triggers(draft);
        match () {
            () if triggers.is_empty() => self.needless(draft).into_iter().collect(),
            () if self.may_be_owed(draft) => self.told(&Case::new(self, draft, triggers, hinted, &[]), &draft.reading),
            () => Vec::new(),
        }
    }

    fn silence(&self, draft: &Draft<'_>, refused: &[usize]) -> Silence {
        let (triggers, hinted) = self.triggers(draft);
        if !triggers.is_empty() && self.may_be_owed(draft) {
            let case = Case::new(self, draft, triggers, hinted, refused);
            let hits = self.told(&case, &draft.reading);
            return match case.in_doubt().filter(|_| hits.is_empty()) {
                Some((place, evidence)) => Silence::Declared { place, evidence },
                None if refused.is_empty() => Silence::Sure,
                None => Silence::Broken(hits),
            };
        }
        let hints = if triggers.is_empty() { self.hints(draft) } else { Vec::new() };
        if hints.is_empty() || !self.may_be_owed(draft) {
            return Silence::Sure;
        }
        let hits = self.told(&Case::new(self, draft, hints, true, &[]), &draft.reading);
        hits.into_iter().next().map_or(Silence::Sure, |hit| Silence::Hinted(Box::new(hit)))
    }

    fn taken(&self, draft: &Draft<'_>) -> Vec<usize> {
        let mut statements = self.statements(draft);
        statements.extend(self.by_gist(draft, &statements));
        statements.iter().filter(|statement| statement.is_in_doubt()).map(|statement| statement.block).collect()
    }
}

impl Require {
    /// Whether a draft that something asks of may owe it, for all that switches the rule off.
    fn may_be_owed(&self, draft: &Draft<'_>) -> bool {
        // What is written in a language that nobody here can read may say it; in the publication's own words it would be known.
        (!draft.is_foreign() || mend::to_write(self, &draft.reading).is_some())
            && draft.reading.style.holds(self.from.as_ref(), self.until.as_ref(), draft.reading.document) != Some(false)
            && self.and.iter().all(|when| !when.triggers(draft).is_empty())
            && self.not.triggers(draft).is_empty()
    }

    /// What is told of a draft that owes it.
    fn told(&self, case: &Case<'_>, reading: &Reading<'_>) -> Vec<Hit> {
        // A shelf says it where the text does as well.
        let said = case.triggers.iter().any(|trigger| trigger.said);
        let declared = case.triggers.iter().any(|trigger| trigger.at.is_none() && (said || !trigger.filed));
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
        let hints = self.hints(draft);
        let asks = !hints.is_empty() && !self.borne_out.triggers(draft).is_empty();
        if asks { (hints, true) } else { (Vec::new(), false) }
    }

    /// What only hints that it is owed, in a plain article or one of a kind that the rule names.
    fn hints(&self, draft: &Draft<'_>) -> Vec<Trigger> {
        let mut hints = self.hinted.triggers(draft);
        // Words of the text show a reader more than the shelf does.
        hints.sort_by_key(|hint| hint.at.is_none());
        let asks = |genre: &Genre| self.hinted_in.contains(genre);
        let is_asked = |draft: &Draft<'_>| draft.genres().iter().all(|sign| asks(&sign.genre));
        if hints.is_empty() || !is_asked(draft) { Vec::new() } else { hints }
    }

    /// A statement that is said where nothing asks for it.
    fn needless(&self, draft: &Draft<'_>) -> Option<Hit> {
        let reading = &draft.reading;
        let level = self.needless.filter(|_| !draft.is_no_article() && !draft.is_foreign())?;
        let case = Case::new(self, draft, Vec::new(), false, &[]);
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
