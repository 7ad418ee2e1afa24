//! What stands behind a saying and is no part of it: where it was said, to how many, and of whom it is only said.

use std::ops::Range;

use super::finder::AttributionFinder;
use crate::prose::class::Class;
use crate::prose::token::Shape;

impl AttributionFinder<'_, '_> {
    /// The tokens behind `cue`, up to `end`, that `speaker` says: all, but for how many heard it and where it was said.
    pub(super) fn said_behind(&self, speaker: usize, cue: &Range<usize>, end: usize) -> Range<usize> {
        if self.line.is(cue.start, words!["told", "tell", "tells", "telling"]) && self.is_counted(cue.end) {
            return self.behind_hearers(cue.end, end)..end;
        }
        let quoted = speaker > self.sentence.start && self.line.mark(speaker - 1, &['"', '”', '’']);
        let placed = self.line.is(cue.end, words!["during", "at", "in", "on", "to", "before", "after", "outside", "from"]);
        if quoted && placed { self.quoted_on(cue.end, end)..end } else { cue.end..end }
    }

    /// "told 2,267 people at the quay": how many heard it.
    fn is_counted(&self, at: usize) -> bool {
        let line = self.line;
        let mut near = (at..self.sentence.end.min(at + 4)).skip_while(|&at| line.has_any(at, &[Class::Hedge, Class::Determiner]));
        near.next().is_some_and(|at| self.is_number(at))
    }

    /// Whether a number in digits or words stands here.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.line.tokens[at].shape == Shape::Number || self.line.has_any(at, &[Class::NumberWord, Class::Magnitude])
    }

    /// Where what is said begins behind its hearers: at "that", a comma or a quotation; `end` where it does nowhere.
    fn behind_hearers(&self, at: usize, end: usize) -> usize {
        let line = self.line;
        (at..end).find(|&at| line.is(at, words!["that"]) || line.mark(at, &[',', ':', '“', '"'])).unwrap_or(end)
    }

    /// Where a quotation is taken up again: "“We lost it,” she said at the quay, “and 40 percent of us left.”"
    fn quoted_on(&self, at: usize, end: usize) -> usize {
        let line = self.line;
        (at..end).find(|&at| line.is(at, words!["that", "adding"]) || line.mark(at, &['“', '"', '‘'])).unwrap_or(end)
    }

    /// "people who draw relief projected to reach 65 million": nobody projects there, it is said of them.
    pub(super) fn is_said_of(&self, verb: usize) -> bool {
        let line = self.line;
        let told = words![
            "projected",
            "estimated",
            "predicted",
            "reported",
            "believed",
            "thought",
            "rumoured",
            "rumored",
            "considered",
            "calculated",
            "known",
            "said",
            "alleged",
            "found",
            "shown",
        ];
        let active = (verb.saturating_sub(3).max(self.sentence.start)..verb)
            .any(|at| line.is(at, words!["has", "have", "had", "who", "'ve", "'d"]));
        let does = line.get(verb + 2).is_some_and(|next| {
            next.shape == Shape::Word && !next.classes.any(&[Class::Determiner, Class::Preposition, Class::Pronoun])
        });
        line.is(verb, told) && line.is(verb + 1, words!["to"]) && does && !active
    }

    /// Where those begin who speak in "an attack senior officials said was planned": behind the noun with its article, at their own
    /// words; `None` where nothing else stands before them.
    pub(super) fn who_said_of(&self, phrase: &Range<usize>) -> Option<usize> {
        let line = self.line;
        let plural =
            line.word(phrase.end - 1).ends_with('s') && line.has_any(phrase.end - 1, &[Class::VagueNoun, Class::AgentNoun]);
        let article = line.is(phrase.start, words!["a", "an"]) && phrase.len() > 2 && plural;
        let own = |at: &usize| line.has_any(*at, &[Class::Unnaming, Class::RecordKeeper, Class::OrganisationNoun]);
        let first = (phrase.start + 2..phrase.end - 1).rev().take_while(own).last().unwrap_or(phrase.end - 1);
        article.then_some(first)
    }

    /// "having claims of over 1 billion": a thing that is held or made, and no verb.
    pub(super) fn is_thing(&self, verb: usize) -> bool {
        let line = self.line;
        line.is(verb, words!["claims", "claim", "estimates", "estimate", "reports", "forecasts"])
            && line.is(verb + 1, words!["of", "against", "totalling", "totaling", "worth"])
    }

    /// "29 deaths were attributed to the storm": what brought them about, and not who says so.
    pub(super) fn is_cause(&self, cue: &Range<usize>) -> bool {
        let line = self.line;
        let harmed = || (self.sentence.start..cue.start).any(|at| line.has_any(at, &[Class::HarmNoun, Class::HarmVerb]));
        line.is(cue.start, words!["attributed", "credited"]) && line.is(cue.end - 1, words!["to"]) && harmed()
    }

    /// "The council said nothing", "has never said", "declined to say", "no official said", "unless she says so": nobody says it.
    pub(super) fn says_nothing(&self, subject: &Range<usize>, verb: usize) -> bool {
        let line = self.line;
        let denies = words!["not", "n't", "never", "nor", "declined", "declines", "refused", "refuses"];
        let nobody = words!["no", "nobody", "neither", "none"];
        let open = words!["unless", "until", "whether"];
        // "has not only said"
        let denied = |at: usize| {
            let negative = line.is(at, denies) || line.word(at).ends_with("n’t") || line.word(at).ends_with("n't");
            negative && !line.is(at + 1, words!["only", "just"])
        };
        line.is(verb + 1, words!["nothing", "neither"])
            || (subject.end..verb)
                .rev()
                .take_while(|&at| self.is_helper(at) || denied(at) || line.is(at, words!["to"]))
                .any(denied)
            || line.is(verb, words!["decline", "declines", "declined", "declining", "refuses", "refused"])
            || line.is(subject.start, nobody)
            || line.follows(subject.start, nobody)
            || line.follows(subject.start, open)
    }
}
