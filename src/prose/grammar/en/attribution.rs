//! Who says so: source, cue and what the cue governs, sentence by sentence.

mod clause;
mod finder;
mod paper;
mod participle;
mod phrase;
mod relative;
mod setting;
mod source;

use std::ops::Range;

use self::finder::{AttributionFinder, VERBS};
use self::phrase::NounPhrase;
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::class::{Class, Classes};
use crate::prose::line::Line;
use crate::prose::token::{Shape, Token};

/// What may attribute, or begins what looks so.
const CUES: &[Class] = &[
    Class::NeutralVerb,
    Class::EstimateVerb,
    Class::FactiveVerb,
    Class::ArgueVerb,
    Class::DoubtVerb,
    Class::LoadedVerb,
    Class::LookAlike,
    Class::Vague,
    Class::FirstHand,
    Class::AttributionPreposition,
    Class::Passive,
    Class::DocumentNoun,
    Class::Ranking,
    Class::Respondent,
    Class::Hearsay,
    Class::KeptIn,
];

/// The attributions of one sentence, a range of the line's tokens, in the order of their cues.
pub(in crate::prose::grammar) fn find(line: &Line<'_>, sentence: Range<usize>) -> Vec<Attribution> {
    let finder = AttributionFinder { line, sentence: sentence.clone(), leads: false };
    let first = finder.topic().or_else(|| finder.opening()).or_else(|| finder.by_count()).or_else(|| finder.handed_on());
    let mut found: Vec<Attribution> = first.into_iter().collect();
    let mut at = sentence.start;
    while at < sentence.end {
        let token = &line.tokens[at];
        let next = match token.classes {
            classes if !classes.any(CUES) => None,
            classes if classes.has(Class::LookAlike) && token.reach > 1 => {
                at += usize::from(token.reach);
                continue;
            }
            classes => finder.cue(at, classes),
        };
        at += 1;
        if let Some(next) = next {
            let again = found.iter().any(|other| other.cue == next.cue || other.cue.contains(&next.cue.start));
            if !again {
                found.push(next);
            }
        }
    }
    // "Polls show that half of those asked …": they are asked by nobody in particular.
    let nobody = found.iter().any(|found| matches!(found.standing, Standing::Vague | Standing::Hearsay));
    found.retain(|found| !nobody || !line.has(found.cue.start, Class::Respondent));
    found
}

/// Who gives what a lead-in announces: "The board published these figures:"; any verb of telling will do here.
pub(in crate::prose::grammar) fn lead(line: &Line<'_>, sentence: Range<usize>) -> Option<Attribution> {
    let finder = AttributionFinder { line, sentence: sentence.clone(), leads: true };
    // "Research shows:" leads in nobody's facts.
    let vague = |at: usize| {
        (sentence.start..=at).any(|from| line.has(from, Class::Vague) && from + usize::from(line.tokens[from].reach) > at)
    };
    let verbs = sentence.clone().filter(|&at| line.has_any(at, VERBS) && !vague(at));
    let told = verbs.filter_map(|at| finder.subject_first(at));
    let mut told = told.filter(|found| matches!(found.standing, Standing::Named | Standing::Continued));
    told.next().or_else(|| finder.label())
}

/// Within how many words a place may stand before "according to". By hand.
const PLACED: usize = 6;

impl AttributionFinder<'_, '_> {
    fn cue(&self, at: usize, classes: Classes) -> Option<Attribution> {
        let reach = usize::from(self.line.tokens[at].reach);
        // "Saved a year: assumed to be $4,000" is a premise of the writer's.
        let heads = at == self.sentence.start || self.line.mark(at - 1, &[':']);
        if heads && self.line.is(at, words!["assumed"]) {
            return None;
        }
        if classes.has(Class::Vague) && reach > 1 && self.is_study_place(at + reach) {
            return None;
        }
        if classes.has(Class::Vague) && reach > 1 && !self.is_owned(at..at + reach) {
            let vague = || self.phrase(at..at + reach, Standing::Vague);
            return Some(self.said_by(at..at + reach).unwrap_or_else(vague));
        }
        if classes.has(Class::FirstHand) {
            return Some(self.phrase(at..at + reach, Standing::Own));
        }
        if classes.has(Class::AttributionPreposition) {
            return self.preposition(at..self.before_nouns(at..at + reach));
        }
        // "They estimated by 2050 …": nothing passive.
        let dated = self.line.get(at + reach).is_some_and(|next| next.shape == Shape::Number);
        if classes.has(Class::Passive) && reach > 1 && !dated && !self.is_work(at) {
            // "written by people who …" tells who did it, not who says so.
            return self.preposition(at..at + reach).filter(|found| found.standing != Standing::Vague);
        }
        if classes.any(VERBS) {
            // "…, said Pell.": nothing but the speaker stands behind.
            let behind = self.subject_behind(at);
            let whole = behind.as_ref().is_some_and(|found| self.closes(found.source.end) && found.standing != Standing::Own);
            let attribution = if whole { behind } else { self.subject_first(at).or(behind) };
            if attribution.is_some() {
                return attribution;
            }
        }
        if classes.has(Class::Respondent) {
            return self.respondents(at..at + reach);
        }
        if classes.any(&[Class::DocumentNoun, Class::Ranking]) {
            let attribution = self.owned_paper(at).or_else(|| self.unveiled(at));
            if attribution.is_some() {
                return attribution;
            }
        }
        if let Some(kept) = self.kept_by(at).filter(|_| classes.has(Class::KeptIn)) {
            return Some(kept);
        }
        let hearsay = classes.has(Class::Hearsay) && !self.is_in_name(at, reach);
        hearsay.then(|| {
            let cue = at..at + reach;
            self.said_by(cue.clone()).or_else(|| self.charged(&cue)).unwrap_or_else(|| self.hearsay(cue))
        })
    }

    /// "Two of the games were published by Kemble": whoever brought out a thing says nothing of how many there are.
    fn is_work(&self, participle: usize) -> bool {
        let line = self.line;
        let brought_out = line.is(participle, words!["published", "released", "written", "authored", "provided", "supplied"]);
        let done = line.is(participle.wrapping_sub(1), words!["is", "are", "was", "were", "been", "being"]);
        brought_out
            && done
            && !(self.sentence.start..participle).any(|at| line.has_any(at, &[Class::DocumentNoun, Class::StudyNoun]))
    }

    /// Whether a phrase begins as part of a name: "the Kemble Press reports more than 40".
    fn is_in_name(&self, at: usize, reach: usize) -> bool {
        let line = self.line;
        let name = |at: usize| line.tokens[at].is_capital() && !line.has(at, Class::Opener);
        reach > 1 && at > self.sentence.start && name(at) && name(at - 1)
    }

    /// Where a cue ends whose phrase holds the source as well: "according to" of "according to analysts at Kemble".
    fn before_nouns(&self, cue: Range<usize>) -> usize {
        let noun = |at: usize| self.line.has_any(at, &[Class::VagueNoun, Class::AgentNoun]);
        let held = (cue.start + 1..cue.end).rev().take_while(|&at| noun(at)).last();
        held.unwrap_or(cue.end)
    }

    /// Whether a vague phrase has a name on it after all: "CME Group data show", "according to analysts at Kemble Tate".
    fn is_owned(&self, phrase: Range<usize>) -> bool {
        let line = self.line;
        // "52% of users believe" counts them; "the Bureau of Statistics has found" is a name.
        let plain = [Class::Opener, Class::DocumentNoun, Class::StudyNoun, Class::VagueNoun];
        let before = phrase.start > self.sentence.start
            && (line.tokens[phrase.start - 1].is_capital() && !line.has_any(phrase.start - 1, &plain)
                || line.follows(
                    phrase.start,
                    words!["'s", "of", "the", "this", "these", "those", "its", "their", "our", "his", "her", "my"],
                )
                || line.has(phrase.start - 1, Class::RecordKeeper)
                || phrase.start > self.sentence.start + 1
                    && self.is_number(phrase.start - 1)
                    && line.follows(phrase.start - 1, words!["of"]));
        let tail = (phrase.end..phrase.end + 9).take_while(|&at| line.get(at).is_some_and(|token| token.is_word()));
        let joins = |at: usize| line.is(at, words!["at", "from", "by", "of", "in", "for", "with", "including", "such"]);
        let named = |at: usize| line.tokens[at].is_capital() && !line.has_any(at, &[Class::Month, Class::Weekday]);
        let behind = tail.clone().take(4).find(|&at| joins(at)).is_some_and(|join| tail.clone().any(|at| at > join && named(at)));
        // "according to research firms Kemble and Tate"
        let firms = line.has(phrase.end, Class::OrganisationNoun) && line.get(phrase.end + 1).is_some_and(Token::is_capital);
        before || behind || firms
    }

    /// A phrase that is source and cue at once: "experts say", "we counted".
    fn phrase(&self, cue: Range<usize>, standing: Standing) -> Attribution {
        let inserted = self.closes(cue.end) && cue.start > self.sentence.start;
        Attribution {
            before: if inserted { self.clause_start(cue.start)..cue.start } else { cue.start..cue.start },
            behind: cue.end..self.clause_end(cue.end),
            source: cue.clone(),
            document: false,
            standing,
            cue,
        }
    }

    /// Hearsay speaks only for what stands close: its own clause.
    fn hearsay(&self, cue: Range<usize>) -> Attribution {
        let comma = |at: &usize| self.line.mark(*at, &[',', ';', ':', '–', '—', '(']);
        let start = (self.sentence.start..cue.start).rev().find(comma).map_or(self.sentence.start, |at| at + 1);
        let end = (cue.end..self.sentence.end).find(comma).unwrap_or(self.sentence.end);
        Attribution {
            source: cue.clone(),
            before: start..cue.start,
            behind: cue.end..end,
            document: false,
            standing: Standing::Hearsay,
            cue,
        }
    }

    /// "according to NAME", "reported by NAME": the source stands behind.
    fn preposition(&self, cue: Range<usize>) -> Option<Attribution> {
        // "according to figures" names them, "information provided by the board" the board.
        let done = cue.end < self.sentence.end && self.is_participle(cue.end) && self.line.is(cue.end + 1, words!["by"]);
        let phrase = self.object(cue.end + if done { 2 } else { 0 });
        let (standing, document) = self.judge(&phrase, None).filter(|_| !self.is_cause(&cue))?;
        let source = phrase.tokens;
        // "Records from the 1970s", "figures from the north": that is when, or where.
        let kept = self.line.is(cue.end - 1, words!["from"]) && standing == Standing::Continued;
        if kept && !document && !source.clone().any(|at| self.is_agent(at)) {
            return None;
        }
        // "a report by", "figures from": the cue itself names a document.
        let document = document || cue.clone().any(|at| self.line.has(at, Class::DocumentNoun));
        let end = source.end;
        let closed = self.closes(end);
        // "In the south according to Kemble, …": the place stands before, and all else behind.
        let placed = cue.start < self.sentence.start + PLACED
            && self.line.has(self.sentence.start, Class::Preposition)
            && self.line.mark(end, &[','])
            && !(self.sentence.start..cue.start).any(|at| self.is_number(at) || self.line.has_any(at, VERBS));
        // A line that begins with its capital goes on with no other.
        let opens = self.opens(cue.start) || placed || self.line.tokens[cue.start].shape == Shape::Name;
        Some(Attribution {
            before: if opens { cue.start..cue.start } else { self.clause_start(cue.start)..cue.start },
            behind: if opens || closed && self.line.mark(end, &[',']) && self.parenthetic(cue.start) {
                end..self.clause_end(end)
            } else {
                end..self.comma_end(end)
            },
            source,
            cue,
            standing,
            document,
        })
    }

    /// "NAME said", "NAME, head of the agency, has also said".
    fn subject_first(&self, verb: usize) -> Option<Attribution> {
        let line = self.line;
        // "interviewed more than 6,000 people": the figure stands in the phrase.
        let reach = if line.has(verb, Class::StrongVerb) { 1 } else { usize::from(line.tokens[verb].reach) };
        let behind = verb + reach;
        let speaks = || self.speaks(behind) || self.fears(verb) || self.tells_results(behind) || self.is_aside(verb);
        let weak = line.has(verb, Class::WeakVerb) && !line.has(verb, Class::StrongVerb) && !self.leads && !speaks();
        if weak || self.is_said_of(verb) || self.is_thing(verb) || self.is_passive(verb) && !self.was_told(verb) {
            return None;
        }
        // "The bank is forecasting growth of 2%" says so itself.
        if line.word(verb).ends_with("ing") && !(line.has(verb, Class::EstimateVerb) && line.has_before(verb, Class::Auxiliary)) {
            return self.participle(verb);
        }
        let mut end = verb;
        while end > self.sentence.start && self.is_helper(end - 1) {
            end -= 1;
        }
        let end = self.before_bracket(self.before_date(end));
        let apposed = line.mark(end.wrapping_sub(1), &[',']) && end > self.sentence.start;
        let end = self.before_bracket(if apposed { self.before_apposition(end - 1)? } else { end });
        let phrase = self.doer(end)?;
        if self.says_nothing(&phrase.tokens, verb) {
            return None;
        }
        let (standing, document) = self.judge(&phrase, Some(verb))?;
        let named = standing == Standing::Vague && apposed && self.includes_a_name(phrase.tokens.end, verb);
        let standing = if named { Standing::Named } else { standing };
        // Whoever asks people has made a poll.
        let asks = words!["interviewed", "surveyed", "polled", "questioned", "quizzed", "canvassed", "sampled"];
        let document = document || line.has(verb, Class::StrongVerb) && line.is(verb, asks);
        // "an attack officials said was planned": what is said is said of what stands before them.
        let contact = line.has_any(behind, &[Class::Auxiliary, Class::Modal]) && !line.is(behind, words!["there"]);
        let (source, start) = match contact.then(|| self.who_said_of(&phrase.tokens)).flatten() {
            Some(start) => (start..phrase.tokens.end, start),
            None => (phrase.tokens.clone(), phrase.tokens.start),
        };
        // "Did the inquiry find any?" asks, and "the Dyson Detect (£399)" is a name.
        let asks = line.is(start.wrapping_sub(1), words!["did", "does", "do"]) && start > self.sentence.start;
        let name = line.tokens[verb].is_capital() && line.mark(verb + 1, &['(']);
        if asks || name || !document && self.is_had(verb, &source) {
            return None;
        }
        // "The firm showed a profit": it made one.
        if line.is(verb, words!["show", "shows", "showed"]) && !document && self.tells_results(behind) {
            return None;
        }
        let cue = verb..behind;
        let marked = line.mark(start.wrapping_sub(1), &[',', '"', '”', '’', '—', '–', '('])
            || line.is(start.wrapping_sub(1), words!["as", "so"]);
        let last = self.ends(cue.end);
        let inserted = start > self.sentence.start
            && (marked || last)
            && !line.is(start, words!["and", "but", "so", "or"])
            && !line.is(start.wrapping_sub(1), words!["what"])
            && !self.is_set_before(start, cue.end);
        // A subject of a relative clause ("the firm that officials say …") speaks for that clause alone.
        let end = if self.is_set_under(start) { self.comma_end(cue.end) } else { self.clause_end(cue.end) };
        let behind = self.said_behind(start, &cue, end);
        let amount = || self.amount_before(start).filter(|_| self.ends_relative(verb, cue.end)).unwrap_or(start);
        Some(Attribution {
            before: if inserted { self.clause_start(start)..start } else { amount()..start },
            behind,
            source,
            cue,
            standing,
            document,
        })
    }

    /// Whether a speaker stands in a clause that another one governs: "When she said how, they saw …".
    fn is_set_under(&self, speaker: usize) -> bool {
        let first = self.clause_start(speaker);
        let at = first + usize::from(self.line.is(first, words!["even", "only"]));
        let sets = words!["when", "after", "while", "because", "although", "though", "once", "before", "until"];
        at < speaker && speaker <= at + 2 && self.line.is(at, sets)
            || speaker > self.sentence.start && self.line.is(speaker - 1, words!["when"])
    }

    /// Whether what stands before a speaker only sets the scene for words that follow: "After nine people died, he admitted that …".
    fn is_set_before(&self, speaker: usize, behind: usize) -> bool {
        let line = self.line;
        let scene =
            line.is(self.clause_start(speaker), words!["after", "despite", "amid", "following", "before", "once", "although"]);
        let says_on = || {
            let object = (behind..self.sentence.end).take_while(|&at| !self.closes(at));
            object.into_iter().any(|at| line.has_any(at, &[Class::Auxiliary, Class::Modal]) || line.is(at, words!["that"]))
        };
        scene && line.mark(speaker - 1, &[',']) && says_on()
    }

    /// The noun phrase that does what stands at `end`: before it, before "who" and "that", or at the head of its clause.
    fn doer(&self, end: usize) -> Option<NounPhrase> {
        let line = self.line;
        let last = end.checked_sub(1).filter(|&last| last > self.sentence.start);
        let Some(last) = last else { return self.subject(end) };
        let relative = line.has(last, Class::ClauseOpener) && line.has_any(last, &[Class::Pronoun, Class::Determiner]);
        if relative {
            let comma = usize::from(line.mark(last - 1, &[',']));
            return self.subject(last - comma);
        }
        if self.joins(last) {
            // "Pell left the board and said …".
            let opener = (self.sentence.start..last)
                .rev()
                .find(|&at| line.has(at, Class::ClauseOpener) || line.mark(at, &[',', ';', ':']));
            let acts = |phrase: &NounPhrase| self.head(&phrase.core).is_some_and(|head| self.is_agent(head));
            // "Police have imposed a curfew until seven, and said …": who does the first thing does the second.
            let phrase = Some(self.object(opener.map_or(self.sentence.start, |at| at + 1))).filter(acts);
            let plain = |at: usize| self.is_agent(at) || line.has(at, Class::Determiner);
            let first = self.speaker_from(self.sentence.start);
            return phrase.or_else(|| Some(first).filter(|first| acts(first) && first.tokens.clone().all(plain)));
        }
        self.subject(end)
    }

    /// Whether words are reported from `at` on: after "that", a colon, a quotation mark, or where the clause ends.
    fn speaks(&self, at: usize) -> bool {
        let line = self.line;
        self.closes(at) || line.is(at, words!["that", "how", "whether", "it", ":"]) || line.mark(at, &['“', '"', '‘', ':'])
    }

    /// "As the data demonstrates": words that credit what they stand beside.
    fn is_aside(&self, verb: usize) -> bool {
        let near = (verb.saturating_sub(6).max(self.sentence.start)..verb).rev();
        let mut near = near.take_while(|&at| self.line.tokens[at].is_word());
        near.any(|at| self.line.is(at, words!["as"])) && !self.line.is(verb + 1, words!["as", "a", "an"])
            || self.line.is(self.sentence.start, words!["as"]) && verb < self.sentence.start + 6
    }

    /// "fears 200 jobs are at risk", "admits 35 jobs will go": a whole clause follows, without "that".
    fn fears(&self, verb: usize) -> bool {
        let line = self.line;
        let clause = (verb + 1..self.sentence.end.min(verb + 12))
            .take_while(|&at| line.tokens[at].is_word() || line.tokens[at].shape == Shape::Number);
        line.has_any(verb, &[Class::ArgueVerb, Class::LoadedVerb, Class::DoubtVerb])
            && clause.skip(1).any(|at| line.has_any(at, &[Class::Auxiliary, Class::Modal]))
    }

    /// "the inquest was told", "creditors' meeting has been told": what is said before a body is on its record.
    fn was_told(&self, verb: usize) -> bool {
        let near = verb.saturating_sub(8).max(self.sentence.start)..verb;
        self.line.is(verb, words!["told"]) && near.into_iter().any(|at| self.line.has(at, Class::Sitting))
    }

    /// "posted a third-quarter net loss of …": what a company tells of its own business.
    fn tells_results(&self, at: usize) -> bool {
        let object = (at..self.sentence.end.min(at + 9)).take_while(|&at| !self.line.mark(at, &[',', ';', ':']));
        object.into_iter().any(|at| self.line.has(at, Class::Result))
    }

    /// Whether nothing but marks follows up to the end of the sentence.
    fn ends(&self, at: usize) -> bool {
        (at..self.sentence.end).all(|at| matches!(self.line.tokens[at].shape, Shape::Mark(_)))
    }

    /// "has been told", "was reported": the subject is not who says so.
    fn is_passive(&self, verb: usize) -> bool {
        let line = self.line;
        let near = (self.sentence.start..verb).rev().take(2).take_while(|&at| self.is_helper(at));
        let mut near = near.filter(|&at| line.is(at, words!["is", "are", "was", "were", "be", "been", "being", "'s"]));
        near.next().is_some() && !line.word(verb).ends_with("ing")
    }

    /// "…, said NAME", "says the report".
    fn subject_behind(&self, verb: usize) -> Option<Attribution> {
        let line = self.line;
        let spoken = verb > self.sentence.start && line.mark(verb - 1, &[',', '"', '”', '’', '?', '!', '—', '–'])
            || line.follows(verb, words!["so"]);
        if !spoken
            || !line
                .has_any(verb, &[Class::NeutralVerb, Class::ArgueVerb, Class::EstimateVerb, Class::DoubtVerb, Class::LoadedVerb])
        {
            return None;
        }
        let phrase = self.object(verb + 1);
        let (standing, document) = self.judge(&phrase, Some(verb))?;
        let source = phrase.tokens;
        // "…, said Ada Pell, who is 17": that is said of her.
        let of_speaker = line.mark(source.end, &[','])
            && line.is(source.end + 1, words!["who"])
            && line.is(source.end + 2, words!["is", "was"]);
        let end = if of_speaker { source.end } else { self.clause_end(source.end) };
        Some(Attribution {
            before: self.clause_start(verb)..verb,
            behind: source.end..end,
            cue: verb..verb + 1,
            source,
            standing,
            document,
        })
    }

    pub(super) fn is_helper(&self, at: usize) -> bool {
        let token = &self.line.tokens[at];
        token.classes.any(&[Class::Auxiliary, Class::Modal])
            || token.shape == Shape::Word && token.of(self.line.text).ends_with("ly") && token.end - token.start > 4
            || token.classes.any(&[Class::Adverb, Class::Weekday])
            || token.shape == Shape::Word && self.line.is(at, words!["on"]) && self.line.has(at + 1, Class::Weekday)
    }

    fn opens(&self, at: usize) -> bool {
        at <= self.sentence.start + 1 || self.line.mark(at - 1, &['(', ':', ';', '—'])
    }
}
