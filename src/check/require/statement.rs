//! The statements of a draft: where the wanted words stand, and how they reach the reader.

use std::cell::OnceCell;
use std::ops::Range;

use super::options::Require;
use crate::draft::Draft;
use crate::prose::{Class, Phrases, Shape};
use crate::reading::{Language, Place, Reading};
use crate::text::{Kind, Role};
use crate::wording::gist::{Gist, SaidPassage};
use crate::wording::{Approval, Assertion, Likeness, NEAR, denied_within, is_label, tokens_of};

/// By which of a rule's words a statement was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatedBy {
    /// An approved text of the publication, outdated ones too.
    Approved,
    /// An approved text with some words changed, or most of it.
    Drifted,
    /// A small part of an approved text, and nothing else.
    Cut,
    /// An approved text that does not hold on the day of the draft.
    Expired,
    /// A phrasing of the rule.
    Wording,
    /// A label that stands by itself.
    Label,
    /// Other words that say it, by what was learned of their like.
    Gist,
    /// Words that do not say enough.
    Weak,
    /// Words that deny it.
    Denial,
    /// Words that would count, had not a reader said that they do not say it.
    Refused,
}

/// A place where the wanted words stand.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) block: usize,
    pub(super) place: Place,
    pub(super) assertion: Assertion,
    pub(super) sort: StatedBy,
    /// The approved text that it is, or wants to be.
    pub(super) approval: Option<Approval>,
    /// Whether a phrasing or a label counts although the publication has an approved text.
    enough: bool,
}

/// How many weak or expired wordings around a statement are held against it, and how many words around it tell its language.
const MOST: usize = 8;
const AROUND: usize = 32;
/// How many words of a language a passage has that is known for it.
const TELLING: usize = 2;

impl Statement {
    /// Whether it is said to the reader, in words that are enough.
    pub(super) fn counts(&self) -> bool {
        let wanted = match self.sort {
            StatedBy::Approved | StatedBy::Drifted => true,
            StatedBy::Wording | StatedBy::Label | StatedBy::Gist => self.enough,
            StatedBy::Cut | StatedBy::Expired | StatedBy::Weak | StatedBy::Denial | StatedBy::Refused => false,
        };
        wanted && self.assertion == Assertion::Stated
    }

    /// Whether it counts by its words alone, and not as a text that the publication approved.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.counts() && !matches!(self.sort, StatedBy::Approved | StatedBy::Drifted)
    }

    /// Counts no more.
    pub(super) fn refuse(&mut self) {
        if self.is_in_doubt() {
            self.sort = StatedBy::Refused;
        }
    }

    /// Whether it says no more than weak words do: “contains paid links” in “may contain paid links”, “this might not be advice”.
    fn is_no_more_than(&self, weak: &Place, hedges: bool) -> bool {
        let (own, weak, same) = (&self.place.at, &weak.at, weak.block == self.block);
        match self.sort {
            StatedBy::Wording if hedges && own.start < weak.start => same && weak.start < own.end && own.end <= weak.end,
            StatedBy::Wording | StatedBy::Label => same && weak.start < own.start && own.start < weak.end,
            StatedBy::Drifted => same && weak.start < own.end && own.start < weak.end,
            StatedBy::Approved | StatedBy::Cut | StatedBy::Expired => false,
            StatedBy::Gist | StatedBy::Weak | StatedBy::Denial | StatedBy::Refused => false,
        }
    }

    /// The language of its sentence, or of its words where the publication approved them.
    pub(super) fn language(&self, reading: &Reading<'_>) -> Option<Language> {
        let line = reading.line(self.block);
        let (tokens, least) = match self.sort {
            StatedBy::Approved | StatedBy::Drifted | StatedBy::Cut | StatedBy::Expired => (tokens_of(&line, &self.place.at), 3),
            StatedBy::Label => (tokens_of(&line, &self.place.at), 1),
            _ => {
                let own = tokens_of(&line, &self.place.at);
                let sentence = reading.sentence_at(self.block, own.start);
                (sentence.start.max(own.start.saturating_sub(AROUND))..sentence.end.min(own.end + AROUND), 2)
            }
        };
        Language::of_statement(line.tokens.get(tokens)?.iter().map(|token| token.key), least)
    }

    /// Its block when that is not much more than the statement; else the sentences that it touches.
    pub(super) fn whole(&self, reading: &Reading<'_>) -> Place {
        const PARAGRAPH: usize = 80;
        let line = reading.line(self.block);
        if line.tokens.len() <= PARAGRAPH {
            return Place { block: self.block, at: 0..line.text.len() };
        }
        let tokens = tokens_of(&line, &self.place.at);
        let (first, last) = (tokens.start, tokens.end.max(1) - 1);
        let sentences = reading.sentence_at(self.block, first).start..reading.sentence_at(self.block, last).end;
        Place { block: self.block, at: line.bytes(sentences) }
    }
}

impl Require {
    /// All statements, in the order they are read.
    pub(super) fn statements(&self, draft: &Draft<'_>) -> Vec<Statement> {
        let reading = &draft.reading;
        let enough = self.only_text(reading).is_none();
        let mut found = self.approved_statements(draft);
        let mut phrases = |phrases: &Phrases, sort: StatedBy| {
            let places = reading.places(phrases).filter(|place| sort != StatedBy::Label || is_label(reading, place));
            found.extend(places.map(|place| {
                let (block, place) = (place.block, place.clone());
                let assertion = match draft.assertion(&place) {
                    Assertion::Stated if sort == StatedBy::Wording && denied_within(reading, &place) => Assertion::Negated,
                    assertion => assertion,
                };
                Statement { block, place, assertion, sort, approval: None, enough }
            }));
        };
        phrases(&self.wording, StatedBy::Wording);
        phrases(&self.labels, StatedBy::Label);
        phrases(&self.weak, StatedBy::Weak);
        phrases(&self.forbid, StatedBy::Denial);
        found.sort_by_key(|statement| (statement.block, statement.place.at.start));
        let expired: Vec<Place> =
            found.iter().filter(|said| said.sort == StatedBy::Expired).map(|said| said.place.clone()).collect();
        let meets = |said: &Place| {
            let end = expired.partition_point(|other| (other.block, other.at.start) < (said.block, said.at.end));
            let near = expired[end.saturating_sub(MOST)..end].iter();
            near.into_iter().any(|other| said.block == other.block && said.at.start < other.at.end)
        };
        found.retain(|said| said.sort != StatedBy::Wording || !meets(&said.place));
        let hedged = |place: &Place| {
            let line = reading.line(place.block);
            line.has(tokens_of(&line, &place.at).start, Class::Modal)
        };
        let weak = found.iter().filter(|said| said.sort == StatedBy::Weak).map(|said| &said.place);
        let weak: Vec<(Place, bool)> = weak.map(|place| (place.clone(), hedged(place))).collect();
        found.retain(|said| {
            let end = weak.partition_point(|(weak, _)| (weak.block, weak.at.start) < (said.block, said.place.at.end));
            !weak[end.saturating_sub(MOST)..end].iter().any(|(weak, hedges)| said.is_no_more_than(weak, *hedges))
        });
        found
    }

    /// What else in the draft says it, by words that were learned: in blocks where none of these statements stands.
    pub(super) fn by_gist(&self, draft: &Draft<'_>, others: &[Statement]) -> Vec<Statement> {
        let reading = &draft.reading;
        if self.gist.is_empty() || self.only_text(reading).is_some() {
            return Vec::new();
        }
        let is_free = |said: &&SaidPassage| others.binary_search_by_key(&said.block, |other| other.block).is_err();
        let place = |said: &SaidPassage| Place { block: said.block, at: reading.line(said.block).bytes(said.tokens.clone()) };
        // Words that ask and deny were weighed with the others.
        let is_plain = |place: &Place| {
            !matches!(draft.assertion(place), Assertion::Hidden(_) | Assertion::Folded | Assertion::Literal | Assertion::Quoted)
        };
        // A reader looks for a statement in the text: not in a headline, a summary of the front matter or the words below a picture.
        let is_text = |block: usize| {
            let of = &reading.document.blocks[block];
            of.role == Role::Body && of.kind != Kind::Caption
        };
        let draft_is_learned = OnceCell::new();
        let draft_is_learned = || *draft_is_learned.get_or_init(|| reading.language().is_none_or(Gist::knows));
        let is_learned = |said: &SaidPassage| {
            let words = reading.line(said.block).tokens.get(said.tokens.clone()).unwrap_or_default();
            Language::of(words.iter().map(|token| token.key), TELLING).map_or_else(draft_is_learned, Gist::knows)
        };
        let mut found: Vec<Statement> = Vec::new();
        for said in draft.said().iter().filter(is_free).filter(|said| said.is_one_of(&self.gist) && is_text(said.block)) {
            let place = place(said);
            if found.last().is_none_or(|last| last.block != said.block) && is_learned(said) && is_plain(&place) {
                let (sort, assertion) = (StatedBy::Gist, Assertion::Stated);
                found.push(Statement { block: said.block, place, assertion, sort, approval: None, enough: true });
            }
        }
        found
    }

    /// The approved texts of the rule that stand in the draft, whole, in part, or nearly.
    fn approved_statements(&self, draft: &Draft<'_>) -> Vec<Statement> {
        let reading = &draft.reading;
        let approved = self.approved(reading);
        let blocks = if approved.is_empty() { 0 } else { reading.document.blocks.len() };
        let in_block = |block: usize| {
            let line = reading.line(block);
            let found = approved.find(reading, block).into_iter().filter(|found| found.part.is_none_or(|part| part.number == 0));
            let statement = |approval: Approval| {
                let near = approval.similarity >= NEAR;
                let text = reading.style.texts.get(&approval.id);
                let sort = match approval.likeness {
                    Likeness::Stale if text.is_some_and(|text| text.is_to_come(reading.style, reading.document)) => {
                        StatedBy::Approved
                    }
                    _ if near && text.is_some_and(|text| !text.in_force(reading.style, reading.document)) => StatedBy::Expired,
                    Likeness::Exact | Likeness::Stale => StatedBy::Approved,
                    Likeness::Drifted | Likeness::Cut if near => StatedBy::Drifted,
                    Likeness::Cut => StatedBy::Cut,
                    Likeness::Drifted => return None,
                };
                let at = |tokens: &Range<usize>| Place { block, at: line.bytes(tokens.clone()) };
                let assertion = match draft.assertion(&at(&approval.kept)) {
                    Assertion::Stated if approval.denies => Assertion::Negated,
                    // What the publication approved may well be a question.
                    Assertion::Asked if sort == StatedBy::Approved => Assertion::Stated,
                    assertion => assertion,
                };
                let place = at(&approval.tokens);
                Some(Statement { block, place, assertion, sort, approval: Some(approval), enough: true })
            };
            found.filter_map(statement).collect::<Vec<_>>()
        };
        (0..blocks).flat_map(in_block).collect()
    }
}

/// Whether a block is another again, word for word or nearly: what repeats is the business of other rules.
pub(super) fn is_copy(reading: &Reading<'_>, block: usize, other: usize) -> bool {
    let words = |block: usize| {
        let line = reading.line(block);
        let words = line.tokens.iter().filter(|token| !matches!(token.shape, Shape::Mark(_)));
        let mut words: Vec<u64> = words.map(|token| token.key).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (one, two) = (words(block), words(other));
    let shared = one.iter().filter(|key| two.binary_search(key).is_ok()).count();
    shared * 5 >= (one.len() + two.len() - shared) * 3
}

/// Whether a name still to be filled in stands in the statement's block: `[Publication]`, `{author}`.
pub(super) fn has_placeholder(reading: &Reading<'_>, statement: &Statement) -> bool {
    let line = reading.line(statement.block);
    (1..line.tokens.len()).any(|at| {
        let opens = line.mark(at - 1, &['[', '{', '<']);
        opens && line.has(at, Class::Blank) && (at + 1..at + 4).any(|end| line.mark(end, &[']', '}', '>']))
    })
}
