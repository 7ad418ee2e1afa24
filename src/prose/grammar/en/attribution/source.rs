//! The words that name a source: where their noun phrase begins and ends, and whether they name anybody.

use std::ops::Range;

use super::finder::{AGENTS, AttributionFinder, GIVERS};
use super::phrase::NounPhrase;
use crate::prose::attribution::Standing;
use crate::prose::class::Class;
use crate::prose::token::{Shape, Token};

/// How many words and marks before a comma the seat of a firm begins.
const SEAT: usize = 10;
/// Who speaks of a trade, and is named by none of them.
const NOBODIES: &[u64] = words![
    "expert",
    "analyst",
    "insider",
    "observer",
    "source",
    "economist",
    "researcher",
    "scientist",
    "strategist",
    "trader",
    "critic",
];
/// What a writer calls the piece itself: "this article" says nothing that the writer does not say.
const PIECES: &[u64] =
    words!["article", "post", "guide", "page", "piece", "tutorial", "newsletter", "column", "essay", "blog", "episode", "video"];
/// Who can go on speaking: somebody named before.
const GO_ON: &[u64] = words!["he", "she", "it", "they", "who", "this", "these", "those"];

impl AttributionFinder<'_, '_> {
    /// "The Afghan Press (AP)": from the end of a bracket back to its beginning.
    pub(super) fn before_bracket(&self, end: usize) -> usize {
        let low = self.sentence.start.max(end.saturating_sub(8));
        let closed = end > low && self.line.mark(end - 1, &[')']);
        let open = closed.then(|| (low + 1..end).rev().find(|&at| self.line.mark(at, &['(']))).flatten();
        open.unwrap_or(end)
    }

    /// From the comma that closes an apposition back to the end of what it describes.
    pub(super) fn before_apposition(&self, close: usize) -> Option<usize> {
        let low = self.sentence.start.max(close.saturating_sub(40));
        let mut at = close;
        let mut last = None;
        while at > low {
            at -= 1;
            if self.line.mark(at, &[',']) {
                last = Some(at);
                if at > low && self.is_agent(self.behind_dot(at)) && !self.is_seat(at) {
                    return Some(at);
                }
            }
        }
        // "In addition, Kemble Group, predicts": no apposition, a stray comma.
        if close > self.sentence.start && self.is_agent(close - 1) {
            Some(close)
        } else {
            last.filter(|&open| open > self.sentence.start)
        }
    }

    /// Whether what ends at a comma only says where the one before it sits: "Oake Corp., Marle, said", "Oake, a Marle, Kent-based
    /// firm, said".
    fn is_seat(&self, comma: usize) -> bool {
        let line = self.line;
        let open = (self.sentence.start.max(comma.saturating_sub(SEAT))..comma).rev().find(|&at| line.mark(at, &[',']));
        let Some(open) = open.filter(|&open| open > self.sentence.start && open + 1 < comma) else { return false };
        let owner = self.behind_dot(open);
        let described = line.is(open + 1, words!["a", "an"]);
        let place = (open + 1..comma).all(|at| line.tokens[at].is_capital() || line.dash(at) || line.mark(at, &['.']));
        (described || place) && line.tokens[owner].is_capital()
    }

    /// The word that ends before a comma: that of "Oake Corp.," has a dot.
    fn behind_dot(&self, comma: usize) -> usize {
        comma - if self.line.mark(comma - 1, &['.']) && comma > self.sentence.start + 1 { 2 } else { 1 }
    }

    pub(super) fn is_agent(&self, at: usize) -> bool {
        self.line.get(at).is_some_and(|token| token.is_capital() || token.classes.any(AGENTS))
    }

    /// What the words of a source are worth; `None` when they are no source. `verb` is what they do, where they do anything.
    pub(super) fn judge(&self, phrase: &NounPhrase, verb: Option<usize>) -> Option<(Standing, bool)> {
        let line = self.line;
        let source = phrase.tokens.clone();
        if source.is_empty()
            || line.is(source.end - 1, words!["'s"])
            || self.is_preposition(source.start)
            || self.is_share(phrase)
        {
            return None;
        }
        let head = self.head(&phrase.core)?;
        let first = source.start;
        if self.is_piece(&source) {
            return None;
        }
        if source.clone().any(|at| line.has(at, Class::Speaker)) && source.len() <= 2 {
            return Some((Standing::Own, false));
        }
        // "according to him"
        let told_by = verb.is_none() && source.len() == 1 && line.is(source.end - 1, words!["him", "them"]);
        let goes_on = line.is(source.end - 1, GO_ON) || told_by;
        if source.len() <= 2 && (goes_on || line.has(source.end - 1, Class::Pronoun)) {
            return goes_on.then_some((Standing::Continued, false));
        }
        if source.len() <= 2 && source.clone().any(|at| line.has(at, Class::PartyNoun)) {
            return Some((Standing::Named, false));
        }
        if line.has(head, Class::Respondent) && phrase.core.len() == 1 {
            return Some((Standing::Continued, true));
        }
        let document = line.has(head, Class::DocumentNoun);
        let nobody = line.has(head, Class::VagueNoun);
        let last_of = |at: usize| at + usize::from(line.tokens[at].reach) == head + 1;
        let acts = document
            || nobody
            || line.tokens[head].is_capital()
            || phrase.core.clone().any(|at| line.has_any(at, AGENTS) && (at == head || last_of(at)));
        let plural = self.bare_plural(source.clone());
        if !acts {
            // "accidents show", "sales rose": nobody speaks there.
            return self.unlisted(phrase, verb, plural);
        }
        let name = !plural && (phrase.core.clone().any(|at| self.names(at, &source)) || self.is_named_behind(phrase, document));
        let any = |classes: &[Class]| phrase.core.clone().any(|at| line.has_any(at, classes));
        // "one source said", "an expert said"
        let quantified = line.has(first, Class::VagueQuantifier)
            || line.is(first, words!["one"]) && phrase.core.len() > 1
            || line.is(first, words!["a", "an", "another"]) && line.is(head, NOBODIES);
        let housed = phrase.core.len() > 1 && !quantified && self.is_housed(phrase.core.end - 1);
        // "the source said", "the official said": whoever that was, it was told before.
        let known = line.is(first, words!["the", "this", "that"]) && phrase.tokens.len() == 2;
        let alone = known && (line.is(head, NOBODIES) || line.is(head, words!["official"]));
        match () {
            () if quantified && !name => Some((Standing::Vague, document)),
            () if alone => Some((Standing::Continued, false)),
            () if name => Some((Standing::Named, document)),
            () if document && any(&[Class::RecordKeeper]) => Some((Standing::Named, true)),
            () if (nobody || plural) && !housed && !self.definite(first) => Some((Standing::Vague, document)),
            () if any(&[Class::AgentNoun, Class::OrganisationNoun]) => Some((Standing::Named, document)),
            () if document && self.definite(first) => Some((Standing::Continued, true)),
            () if document => Some((Standing::Vague, true)),
            () => None,
        }
    }

    /// "this article", "this short guide": the piece itself.
    pub(super) fn is_piece(&self, source: &Range<usize>) -> bool {
        self.line.is(source.start, words!["this"]) && source.len() <= 3 && self.line.is(source.end - 1, PIECES)
    }

    /// "the singer said", "locals reckon": a noun that no list has, which can speak all the same.
    fn unlisted(&self, phrase: &NounPhrase, verb: Option<usize>, plural: bool) -> Option<(Standing, bool)> {
        let says = verb.is_none_or(|verb| self.line.has(verb, Class::NeutralVerb));
        let named = phrase.tokens.clone().any(|at| self.names(at, &phrase.tokens));
        match () {
            () if !says => None,
            () if verb.is_some_and(|verb| self.is_observed(verb)) => None,
            () if named => Some((Standing::Named, false)),
            () if plural => Some((Standing::Vague, false)),
            () if self.definite(phrase.tokens.start) => Some((Standing::Continued, false)),
            () => None,
        }
    }

    /// "the ratio observed on the quay": what was done to it stands behind a noun, and no word of a saying.
    fn is_observed(&self, verb: usize) -> bool {
        let that = (verb + 1..self.sentence.end.min(verb + 8)).any(|at| self.line.is(at, words!["that"]));
        self.line.word(verb).ends_with("ed") && self.is_preposition(verb + 1) && !that
    }

    /// Whether the word at `at` is a name: a capital that is neither the sentence's own nor a date's.
    fn names(&self, at: usize, source: &Range<usize>) -> bool {
        let line = self.line;
        let token = &line.tokens[at];
        let initial = at == self.sentence.start;
        // "Researchers at …", "Green fields …": a capital first word that no name or office follows.
        let is_plain_opening = || {
            let named = line.get(at + 1).is_some_and(Token::is_capital)
                || line.is(at + 1, words!["'s"])
                || self.is_house(at)
                || line.has_any(at + 1, AGENTS);
            token.shape == Shape::Name && !named
        };
        let unnaming = [Class::Opener, Class::VagueNoun, Class::VagueQuantifier, Class::Preposition, Class::Unnaming];
        token.is_capital()
            && !token.classes.any(&[Class::Month, Class::Weekday, Class::Pronoun, Class::Determiner])
            && !(initial && token.classes.any(&unnaming))
            && !(initial && source.len() > 1 && is_plain_opening() && !token.has(Class::Nation))
    }

    /// "Experts, including Ada Quill of Pell University, say": one of them has a name.
    pub(super) fn includes_a_name(&self, comma: usize, verb: usize) -> bool {
        let line = self.line;
        let includes = line.mark(comma, &[',']) && line.is(comma + 1, words!["including", "among", "such", "like", "led"]);
        includes && (comma + 2..verb).any(|at| line.tokens[at].is_capital())
    }

    /// "Kemble analysts": the house whose trade they speak for, even at the head of a sentence.
    fn is_house(&self, at: usize) -> bool {
        let line = self.line;
        let trades = words!["analysts", "economists", "strategists", "traders", "brokers"];
        line.is(at + 1, trades) && line.tokens[at].is_capital() && !line.has_any(at, &[Class::Unnaming, Class::Opener])
    }

    /// Whether what stands behind a preposition names the source: "researchers at Kent", "a poll for the Herald", and not whom a
    /// document is about: "a poll of Kent's voters".
    fn is_named_behind(&self, phrase: &NounPhrase, document: bool) -> bool {
        let line = self.line;
        let behind = phrase.core.end..phrase.tokens.end;
        let named = |at: usize| self.names(at, &phrase.tokens);
        if !document {
            return behind.into_iter().any(named);
        }
        let gives = |at: usize| line.is(at, GIVERS);
        let owner = behind.clone().find(|&at| gives(at));
        // "results of the Kemble trial": the document behind has the name.
        let head = self.head(&phrase.core).unwrap_or(phrase.core.start);
        let body = || {
            behind.clone().any(|at| {
                line.has(at, Class::OrganisationNoun) && !line.has(head, Class::StudyNoun) || line.has(at, Class::StudyNoun)
            })
        };
        owner.is_some_and(|owner| {
            (owner + 1..behind.end).any(|at| named(at) || line.has_any(at, &[Class::OrganisationNoun, Class::AgentNoun]))
        }) || body() && behind.clone().any(named)
    }

    /// "hospital officials", "army sources": a plural with the house that it speaks for.
    pub(super) fn is_housed(&self, last: usize) -> bool {
        let line = self.line;
        line.has_any(last, &[Class::VagueNoun, Class::DocumentNoun])
            && line.has_any(last - 1, &[Class::OrganisationNoun, Class::RecordKeeper])
            && !line.has(last - 1, Class::VagueNoun)
    }

    /// "engineers", "Audiologists" at the head of a sentence, "local landlords": a plural that names no one.
    pub(super) fn bare_plural(&self, source: Range<usize>) -> bool {
        let line = self.line;
        let last = source.end - 1;
        let word = line.word(last);
        let plural = word.len() > 4
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !line.has_any(last, &[Class::PartyNoun, Class::OrganisationNoun, Class::Determiner]);
        let lower =
            line.tokens[last].shape == Shape::Word || last == self.sentence.start && line.tokens[last].shape == Shape::Name;
        // "Smith says" at the head of a sentence has a verb that agrees with one person; "Audiologists say" has not.
        let agrees = line.tokens[last].shape == Shape::Word
            || line.tokens[last].classes.any(AGENTS)
            || line.word(source.end).ends_with(['y', 'k', 'e', 't', 'n']);
        let capital = source.clone().any(|at| {
            line.tokens[at].is_capital()
                && (at != self.sentence.start || source.len() > 1 && (line.has(at, Class::Nation) || self.is_house(at)))
        });
        let definite = line.has(source.start, Class::Determiner) || self.definite(source.start);
        plural && lower && agrees && !capital && !definite && source.len() <= 3
    }

    /// Whether a noun phrase points at something known: "the report", "its figures", "this study".
    pub(super) fn definite(&self, first: usize) -> bool {
        self.line.is(first, words!["the", "this", "that", "these", "those", "its", "their", "his", "her", "both"])
            || self.line.get(first + 1).is_some() && self.line.is(first + 1, words!["'s"])
    }
}
