//! Who speaks on in a participle: "…, reporting that …", "Reporting its results, the mill …".

use super::finder::AttributionFinder;
use super::phrase::NounPhrase;
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::class::Class;

impl AttributionFinder<'_, '_> {
    /// "…, reporting that …", "saying …": the subject of the main clause speaks on.
    pub(super) fn participle(&self, verb: usize) -> Option<Attribution> {
        let line = self.line;
        let beside = self.beside(verb).or_else(|| self.released(verb));
        if beside.is_some() {
            return beside;
        }
        if !line.is(verb + 1, words!["that"]) && !line.follows(verb, words![",", "by", "after"]) || verb == self.sentence.start {
            return None;
        }
        if line.is(verb, words!["speaking", "talking"]) {
            return None;
        }
        let day = |at: usize| line.has_any(at, &[Class::Month, Class::Weekday]);
        let acts = |at: usize| self.is_agent(at) && !day(at) || line.has(at, Class::Pronoun);
        let speaker = (self.sentence.start..verb).rev().find(|&at| acts(at))?;
        let standing = if line.has(speaker, Class::FirstPerson) { Standing::Own } else { Standing::Continued };
        let name = (self.sentence.start..speaker).rev().take_while(|&at| line.tokens[at].is_capital());
        Some(Attribution {
            source: name.last().unwrap_or(speaker)..speaker + 1,
            cue: verb..verb + 1,
            before: verb..verb,
            behind: verb + 1..self.clause_end(verb + 1),
            standing,
            document: false,
        })
    }

    /// "Reporting its results, the mill made a profit of …": who reports stands behind the comma.
    pub(super) fn opening(&self) -> Option<Attribution> {
        let (line, start) = (self.line, self.sentence.start);
        let reports = line.is(start, words!["reporting", "announcing", "publishing", "releasing", "unveiling", "presenting"]);
        let its = line.is(start + 1, words!["its", "their", "his", "her", "the"]);
        let comma = (start..self.sentence.end.min(start + 24)).find(|&at| line.mark(at, &[',']) && reports && its)?;
        let phrase = self.speaker_from(comma + 1);
        let (standing, document) = self.judge(&phrase, Some(start))?;
        let told = matches!(standing, Standing::Named | Standing::Continued) && !document;
        told.then(|| Attribution {
            before: start..start,
            behind: phrase.tokens.end..self.clause_end(phrase.tokens.end),
            source: phrase.tokens.clone(),
            cue: start..start + 1,
            standing,
            document,
        })
    }

    /// The phrase that begins at `start`, up to its first word that acts: "the airline" of "the airline made a profit".
    pub(super) fn speaker_from(&self, start: usize) -> NounPhrase {
        let phrase = self.object(start);
        let acts = |at: &usize| self.is_agent(*at) && !self.is_agent(at + 1);
        let end = phrase.tokens.clone().find(acts).map_or(phrase.tokens.end, |last| last + 1);
        NounPhrase { tokens: start..end, core: start..end }
    }

    /// "The board released figures showing …": whoever brought out the paper says what it shows.
    fn released(&self, verb: usize) -> Option<Attribution> {
        let line = self.line;
        let shows = line.is(verb, words!["showing", "indicating", "suggesting", "revealing"]);
        let near = || (verb.saturating_sub(8).max(self.sentence.start)..verb).rev();
        let paper = near().take(4).find(|&at| shows && line.has(at, Class::DocumentNoun))?;
        let gave =
            words!["released", "published", "issued", "unveiled", "produced", "presented", "releases", "publishes", "posted"];
        let gave = near().find(|&at| at < paper && line.is(at, gave) && at > self.sentence.start)?;
        let phrase = self.subject(gave)?;
        let (standing, _) = self.judge(&phrase, Some(gave))?;
        matches!(standing, Standing::Named | Standing::Continued).then(|| Attribution {
            before: verb..verb,
            behind: verb + 1..self.clause_end(verb + 1),
            source: phrase.tokens,
            cue: verb..verb + 1,
            standing,
            document: true,
        })
    }

    /// "…, with the Marle Board reporting losses of …": who reports stands between.
    fn beside(&self, verb: usize) -> Option<Attribution> {
        let phrase = self.subject(verb)?;
        let with = self.line.is(phrase.tokens.start.wrapping_sub(1), words!["with"]) && phrase.tokens.start > self.sentence.start;
        let (standing, document) = self.judge(&phrase, Some(verb)).filter(|_| with)?;
        (standing == Standing::Named).then(|| Attribution {
            before: verb..verb,
            behind: verb + 1..self.clause_end(verb + 1),
            source: phrase.tokens.clone(),
            cue: verb..verb + 1,
            standing,
            document,
        })
    }
}
