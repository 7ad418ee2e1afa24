//! Papers that speak: whose they are, and whom they asked.

use std::ops::Range;

use super::finder::{AGENTS, AttributionFinder, VERBS};
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::class::Class;
use crate::prose::token::Shape;

/// Papers that hold numbers whatever is done in their sentence.
const COUNTS: &[u64] = words![
    "figures",
    "data",
    "numbers",
    "statistics",
    "estimates",
    "projections",
    "polls",
    "poll",
    "records",
    "report",
    "reports",
    "survey",
    "surveys",
    "study",
    "research",
    "analysis",
    "forecast",
    "forecasts",
    "findings",
    "results",
];

impl AttributionFinder<'_, '_> {
    /// "a report by NAME", "NAME's figures", "in a new NAME poll", "the census".
    pub(super) fn owned_paper(&self, noun: usize) -> Option<Attribution> {
        let line = self.line;
        let by = line.is(noun + 1, words!["by", "from"]);
        // "ten minutes from Harrow" is a way.
        let counted = noun > self.sentence.start && (line.has(noun - 1, Class::NumberWord) || self.is_number(noun - 1));
        if by && counted && line.is(noun, words!["minutes"]) {
            return None;
        }
        let (source, end) = if by {
            let owner = self.object(noun + 2).tokens;
            (noun..owner.end, owner.end)
        } else {
            let end = self.name_end(noun);
            let start = self.group_start(noun + 1, self.sentence.start)?;
            (self.owner_start(start, noun)..end, end)
        };
        let titled = self.is_titled();
        let named = source.clone().any(|at| {
            let name = line.tokens[at].is_capital() && !line.has_any(at, &[Class::Month, Class::Weekday]);
            at != self.sentence.start
                && name
                && (!titled || line.has(at, Class::OrganisationNoun) || line.tokens[at].shape == Shape::Caps)
        }) || source.clone().any(|at| line.is(at, words!["'s"]) && at > 0 && line.has_any(at - 1, AGENTS))
            || line.is(noun, words!["census"]) && noun > 0 && line.tokens[noun - 1].shape == Shape::Number;
        let valued = line.get(end + 1).is_some_and(|token| token.shape == Shape::Number) && line.is(end, words!["of"]);
        // "A report by Lund University is grim": the document is what the sentence is about.
        // "Accounts from Tarn Bank lost 41%": from there come many things that tell nothing.
        let tells = line.is(noun + 1, words!["by"]) || line.has(noun, Class::StudyNoun) || line.is(noun, COUNTS);
        let told = by && tells && self.subject(noun + 1).is_some_and(|phrase| phrase.tokens.start == self.sentence.start);
        let placed = line.is(source.start.wrapping_sub(1), words!["in", "from", "by", "per"]);
        let shown = told
            || (end..end + 4).any(|at| line.has_any(at, VERBS))
            || self.holds(noun, end)
            || line.has(noun, Class::StudyNoun) && placed
            || self.ranks(noun) && placed
            || self.is_poll(noun) && source.start <= self.sentence.start + 1
            || !by && self.says_that(end)
            || valued;
        if !named || !shown {
            return None;
        }
        let start = source.start;
        Some(Attribution {
            // "the Treasury's forecast of 13.9%" speaks for that figure alone.
            before: if valued { start..start } else { self.clause_start(start)..start },
            behind: end..if valued { self.comma_end(end) } else { self.clause_end(end) },
            cue: noun..noun + 1,
            source,
            standing: Standing::Named,
            document: true,
        })
    }

    /// "By the ministry's count, …", "…, by her own reckoning", "On the board's figures, …": whoever counted.
    pub(super) fn by_count(&self) -> Option<Attribution> {
        let line = self.line;
        let opens = |at: &usize| *at == self.sentence.start || line.mark(at - 1, &[',']);
        let cues = self.sentence.clone().filter(|&at| line.is(at, words!["by", "on"])).filter(opens);
        cues.into_iter().find_map(|at| self.count_of(at))
    }

    fn count_of(&self, cue: usize) -> Option<Attribution> {
        let line = self.line;
        let counts = words![
            "count",
            "reckoning",
            "estimate",
            "estimates",
            "tally",
            "calculation",
            "calculations",
            "figures",
            "numbers",
            "measure",
            "account",
            "arithmetic",
            "projections",
        ];
        let near = (cue + 2..self.sentence.end.min(cue + 9)).take_while(|&at| !line.mark(at, &[',', '.']));
        let noun = near.into_iter().find(|&at| line.is(at, counts) && self.closes(at + 1))?;
        let owner = words!["'s", "its", "their", "his", "her"];
        let owned = (cue + 1..noun).any(|at| line.is(at, owner) || line.mark(at, &['’', '\'']));
        let before = if cue == self.sentence.start { cue } else { self.clause_start(cue) };
        owned.then(|| Attribution {
            source: cue + 1..noun + 1,
            before: before..cue,
            behind: noun + 1..self.clause_end(noun + 1),
            cue: cue..cue + 1,
            standing: Standing::Named,
            document: true,
        })
    }

    /// "said to be 9,000 strong by NAME", "was put at 9,000 by the police": hearsay that has a name after all.
    pub(super) fn said_by(&self, cue: Range<usize>) -> Option<Attribution> {
        let line = self.line;
        let end = self.comma_end(cue.end);
        // "reportedly raised $4 billion in a round led by Kemble": Kemble led it, and says nothing.
        let done =
            |by: usize| self.is_participle(by - 1) || line.is(by - 1, words!["led", "run", "won", "held", "made", "built"]);
        let by = (cue.end..end).find(|&at| line.is(at, words!["by"]) && !done(at));
        let by = by.filter(|&by| (cue.end..by).any(|at| self.is_number(at)))?;
        let phrase = self.object(by + 1);
        let (standing, document) = self.judge(&phrase, None)?;
        (standing == Standing::Named).then_some(Attribution {
            before: cue.start..cue.start,
            behind: cue.end..by,
            source: phrase.tokens,
            cue,
            standing,
            document,
        })
    }

    /// "Prosecutors charged three men with a scheme that allegedly took $150 million": the word that the law wants, and theirs.
    pub(super) fn charged(&self, cue: &Range<usize>) -> Option<Attribution> {
        let line = self.line;
        let accusers = words![
            "prosecutors",
            "prosecutor",
            "police",
            "indictment",
            "lawsuit",
            "complaint",
            "charges",
            "affidavit",
            "detectives",
            "investigators",
            "plaintiffs",
        ];
        let alleged = line.is(cue.start, words!["allegedly", "alleged", "alleges", "accused"]);
        let accuser = (self.sentence.start..cue.start).find(|&at| alleged && line.is(at, accusers))?;
        let start = (self.sentence.start..accuser).rev().take_while(|&at| line.tokens[at].is_capital()).last().unwrap_or(accuser);
        Some(Attribution {
            source: start..accuser + 1,
            before: cue.start..cue.start,
            behind: cue.end..self.clause_end(cue.end),
            cue: cue.clone(),
            standing: Standing::Named,
            document: false,
        })
    }

    /// "the motor provides:": what a thing has stands behind, and nobody tells it.
    pub(super) fn is_had(&self, verb: usize, subject: &Range<usize>) -> bool {
        let line = self.line;
        let has = words![
            "provides",
            "provide",
            "provided",
            "demonstrated",
            "demonstrates",
            "delivers",
            "delivered",
            "offers",
            "offered",
            "proves",
            "proved",
            "proven",
            "controls",
        ];
        line.is(verb, has)
            && !subject.clone().any(|at| line.has_any(at, AGENTS))
            && !(verb..self.sentence.end).any(|at| line.has(at, Class::DocumentNoun))
    }

    /// "The ministry's figures for 2024 have landings down 12%": and not "Ada's List has raised", which did so.
    fn holds(&self, noun: usize, end: usize) -> bool {
        let line = self.line;
        let papers = words!["figures", "data", "numbers", "statistics", "estimates", "projections", "polls", "records"];
        let have = (end..end + 4).find(|&at| line.is(at, words!["has", "have", "had"]) && line.get(at + 1).is_some());
        let holds = have.is_some_and(|at| !self.is_participle(at + 1) && !line.has(at + 1, Class::Adverb));
        line.is(noun, papers) && holds
    }

    /// Where the owner of a paper begins: "Mary Pell" of "The cut follows Mary Pell's forecast".
    fn owner_start(&self, start: usize, noun: usize) -> usize {
        let line = self.line;
        let owns = (start + 1..noun).rev().find(|&at| line.is(at, words!["'s"]) && line.tokens[at - 1].is_capital());
        let named = |at: &usize| {
            line.tokens[*at].is_capital()
                || line.has_any(*at, AGENTS)
                || line.has(*at, Class::Determiner)
                || line.mark(*at, &['.', '&'])
        };
        owns.and_then(|owns| (start..owns).rev().take_while(named).last()).unwrap_or(start)
    }

    /// "in the Kemble Press index": what places one among others.
    fn ranks(&self, noun: usize) -> bool {
        self.line.has(noun, Class::Ranking)
    }

    /// "The latest Kemble poll placed him at 13%": whatever a poll does in its sentence, it tells shares.
    fn is_poll(&self, noun: usize) -> bool {
        self.line.has(noun, Class::Poll)
    }

    /// "the minister's announcement in July that …".
    fn says_that(&self, end: usize) -> bool {
        let line = self.line;
        let near = (end..self.sentence.end.min(end + 4)).take_while(|&at| line.tokens[at].is_word());
        let that = near.into_iter().find(|&at| line.is(at, words!["that"]));
        that.is_some_and(|that| {
            (end..that).all(|at| line.has_any(at, &[Class::Preposition, Class::Month, Class::Weekday, Class::Adverb]))
        })
    }

    /// "70% of respondents", "of those polled": whom a poll asked, so that it goes on.
    pub(super) fn respondents(&self, asked: Range<usize>) -> Option<Attribution> {
        let line = self.line;
        // "In a survey of cooks, 75% of respondents …": a survey that nobody is said to have made.
        let unnamed = |at: usize| {
            line.has(at, Class::StudyNoun)
                && (self.sentence.start.max(at.saturating_sub(4))..at)
                    .any(|before| line.is(before, words!["a", "an", "one", "another"]))
        };
        if (self.sentence.start..asked.start).any(unnamed) {
            return None;
        }
        Some(Attribution {
            before: self.clause_start(asked.start)..asked.start,
            behind: asked.end..self.clause_end(asked.end),
            source: asked.clone(),
            cue: asked,
            standing: Standing::Continued,
            document: true,
        })
    }

    /// "The board unveiled its latest figures, which saw fires fall to 48": whoever brought them out says what they saw.
    pub(super) fn unveiled(&self, paper: usize) -> Option<Attribution> {
        let line = self.line;
        let saw = words!["saw", "sees", "see", "put", "puts", "have", "has", "had"];
        if !line.mark(paper + 1, &[',']) || !line.is(paper + 2, words!["which"]) || !line.is(paper + 3, saw) {
            return None;
        }
        let gave =
            words!["released", "published", "issued", "unveiled", "produced", "presented", "revealed", "posted", "announced"];
        let near = (paper.saturating_sub(7).max(self.sentence.start + 1)..paper).rev();
        let gave = near.into_iter().find(|&at| line.is(at, gave))?;
        let mut end = gave;
        while end > self.sentence.start && self.is_helper(end - 1) {
            end -= 1;
        }
        let phrase = self.subject(end)?;
        let (standing, _) = self.judge(&phrase, Some(gave))?;
        matches!(standing, Standing::Named | Standing::Continued).then(|| Attribution {
            before: paper..paper,
            behind: paper + 4..self.clause_end(paper + 4),
            source: phrase.tokens,
            cue: paper + 3..paper + 4,
            standing,
            document: true,
        })
    }

    /// "9.8% of deaths reported in the board's mortality system", "cases logged in the agency's database": who keeps the count.
    pub(super) fn kept_by(&self, kept: usize) -> Option<Attribution> {
        let line = self.line;
        // "was reported to the police" tells what became of one thing.
        let noun = kept > self.sentence.start && line.tokens[kept - 1].shape == Shape::Word && !self.is_helper(kept - 1);
        let phrase = Some(self.object(kept + 2)).filter(|_| noun)?;
        let keepers =
            words!["system", "systems", "database", "databases", "registry", "register", "tracker", "dashboard", "portal"];
        let keeper = phrase.tokens.clone().find(|&at| line.is(at, keepers));
        let owned = |end: usize| (phrase.tokens.start..end).any(|at| line.tokens[at].is_capital() || line.has_any(at, AGENTS));
        let house = || {
            let last = phrase.core.end.checked_sub(1)?;
            let keeps =
                line.has_any(last, &[Class::OrganisationNoun, Class::RecordKeeper]) && line.is(kept + 1, words!["to", "with"]);
            keeps.then_some(last)
        };
        let end = keeper.filter(|&at| owned(at)).or_else(house)? + 1;
        Some(Attribution {
            before: self.clause_start(kept)..kept,
            behind: end..self.clause_end(end),
            source: phrase.tokens.start..end,
            cue: kept..kept + 2,
            standing: Standing::Named,
            document: true,
        })
    }

    /// "From The Harbour Herald: Some 18 percent …": words that are handed on, with whose they are before them.
    pub(super) fn handed_on(&self) -> Option<Attribution> {
        let (line, start) = (self.line, self.sentence.start);
        let near = self.sentence.end.min(start + 8);
        let colon = (start + 2..near).find(|&at| line.mark(at, &[':'])).filter(|_| line.is(start, words!["from", "via"]))?;
        let name = |at: usize| {
            let dated = line.has_any(at, &[Class::Month, Class::Weekday]) || self.is_number(at);
            line.tokens[at].is_capital() && !dated
                || line.mark(at, &['.', '&', '\'', '’'])
                || line.is(at, words!["of", "the", "and"])
        };
        let named = (start + 1..colon).all(name) && colon + 6 < self.sentence.end;
        let paper = named && (start + 1..colon).any(|at| line.tokens[at].is_capital() && !line.has(at, Class::The));
        paper.then(|| Attribution {
            before: start..start,
            behind: colon + 1..self.sentence.end,
            source: start + 1..colon,
            cue: start..start + 1,
            standing: Standing::Named,
            document: true,
        })
    }

    /// "Harbour Board figures:", "The Harbour Board's figures are:": a label that says whose the list under it is.
    pub(super) fn label(&self) -> Option<Attribution> {
        let line = self.line;
        let end = self.sentence.end.checked_sub(1).filter(|&end| line.mark(end, &[':']))?;
        let joins = |at: &usize| line.has(*at, Class::Auxiliary) || line.is(*at, words!["show", "include", "say", "below"]);
        let end = (self.sentence.start + 1..end).rev().take_while(joins).last().unwrap_or(end);
        let noun = end.checked_sub(1).filter(|&noun| noun > self.sentence.start && line.has(noun, Class::DocumentNoun))?;
        let start = self.group_start(end, self.sentence.start)?;
        let owner = |at: usize| {
            let name = line.tokens[at].is_capital()
                && !line.has_any(at, &[Class::Month, Class::Weekday, Class::Opener, Class::Determiner]);
            name && (at > self.sentence.start
                || line.get(at + 1).is_some_and(|token| token.is_capital())
                || line.is(at + 1, words!["'s"]))
        };
        let named = !self.is_titled() && (start..noun).any(owner) || (start..noun).any(|at| line.is(at, words!["'s"]));
        (named && start <= self.sentence.start + 1).then(|| Attribution {
            before: start..start,
            behind: end..self.sentence.end,
            source: start..end,
            cue: noun..noun + 1,
            standing: Standing::Named,
            document: true,
        })
    }

    /// Whether a line is written as headings are, each word with a capital: there a capital makes no name.
    fn is_titled(&self) -> bool {
        let line = self.line;
        let word = |at: usize| line.tokens[at].is_word() && line.word(at).len() > 3;
        let words = self.sentence.clone().filter(|&at| word(at));
        let (mut all, mut capitals) = (0, 0);
        for at in words {
            all += 1;
            capitals += usize::from(line.tokens[at].is_capital());
        }
        let stops = self.sentence.end > 0 && line.mark(self.sentence.end - 1, &['.', '!', '?']);
        all > 1 && all == capitals && !stops
    }

    /// Where a name ends that a word of documents stands in: "the Census Bureau".
    fn name_end(&self, noun: usize) -> usize {
        let line = self.line;
        let house =
            line.tokens[noun].is_capital() && line.has(noun + 1, Class::OrganisationNoun) && line.tokens[noun + 1].is_capital();
        noun + 1 + usize::from(house)
    }

    /// "The trial enrolled …", "The survey, of 803 voters, …": a sentence about a document named before is the document's.
    pub(super) fn topic(&self) -> Option<Attribution> {
        let (line, start) = (self.line, self.sentence.start);
        // "In a survey of cooks" brings one in; "in a second study" goes on.
        let further = words!["second", "third", "further", "separate", "follow", "later"];
        let new = line.is(start + 1, words!["a", "an", "one", "another"]) && !line.is(start + 2, further);
        if new || !line.is(start, words!["the", "this", "these", "its", "their", "in"]) {
            return None;
        }
        let placed = usize::from(line.is(start, words!["in"]));
        let head = (start + 1..self.sentence.end.min(start + 5)).find(|&at| line.has(at, Class::StudyNoun))?;
        if self.is_piece(&(start..head + 1)) {
            return None;
        }
        // "The heat causes a breakdown": the sentence is about something else.
        let begins = [Class::Auxiliary, Class::Modal, Class::Determiner, Class::Preposition];
        let plain = (start + 1 + placed..head)
            .all(|at| line.tokens[at].is_word() && !line.has_any(at, &begins) && !line.is(at, words!["a", "an", "the"]));
        let compound = line.get(head + 1).is_some_and(|next| next.shape == Shape::Word && next.classes.any(AGENTS));
        let owned = line.is(head + 1, words!["'s"]) || line.dash(head + 1) || line.mark(head + 1, &[':']);
        let other = line.is(head + 1, words!["adds", "added", "cost", "costs"])
            || line.has(head + 1, Class::Auxiliary) && line.is(head + 2, words!["cost", "lasted"]);
        (plain && !compound && !owned && !other).then(|| Attribution {
            source: start + placed..head + 1,
            cue: head..head + 1,
            standing: Standing::Continued,
            document: true,
            before: start..start,
            behind: head + 1..self.clause_end(head + 1),
        })
    }

    /// "in one study hall": nobody studied there for others.
    pub(super) fn is_study_place(&self, end: usize) -> bool {
        let places = words![
            "hall", "halls", "room", "rooms", "group", "groups", "abroad", "guide", "guides", "session", "sessions", "period"
        ];
        self.line.is(end, places) && self.line.is(end.wrapping_sub(1), words!["study", "studies"])
    }
}
