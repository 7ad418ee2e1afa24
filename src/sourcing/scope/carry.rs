//! A source named before the sentence: who speaks on, what a poll or a company goes on to tell.

use std::ops::Range;

use super::{Backing, BlockScope, Seeker};
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::figure::Sort;
use crate::prose::{Class, Grammar, Line, Shape, key_of};
use crate::reading::Place;
use crate::sourcing::step::Step;
use crate::style::Within;
use crate::text::Kind;

/// How many paragraphs a poll or study goes on. Chosen by hand; no measurement of it is kept.
const STUDY_REACH: usize = 6;
/// How many paragraphs back a company's telling of its results reaches. Chosen by hand; no measurement of it is kept.
const RESULTS_REACH: usize = 6;
/// How many sentences of a paragraph are looked back through: no paragraph has more, but a book may be one.
pub(super) const FARTHEST: usize = 200;
/// What makes a capital word no name.
const NO_NAMES: &[Class] = &[Class::Opener, Class::Month, Class::Weekday, Class::Preposition, Class::Pronoun, Class::Result];

/// How many paragraphs facts that were led in go on. Chosen by hand; no measurement of it is kept.
const FACTS_REACH: usize = 4;
/// How many paragraphs somebody's measuring goes on. Chosen by hand; no measurement of it is kept.
const MEASURE_REACH: usize = 2;
/// Cues of those who measure.
pub(super) const MEASURES: &[Class] = &[Class::EstimateVerb, Class::FactiveVerb, Class::AttributionPreposition, Class::Passive];

/// Words of a sentence that tells what somebody found.
const TELLS: &[Class] = &[
    Class::EstimateVerb,
    Class::FactiveVerb,
    Class::AttributionPreposition,
    Class::DocumentNoun,
    Class::StudyNoun,
    Class::NeutralVerb,
];

/// What a sentence is about: the keys of its longer plain words, once each, without a plural's ending.
pub(super) fn matter(grammar: &Grammar, line: &Line<'_>, sentence: Range<usize>) -> Vec<u64> {
    let small =
        [Class::Preposition, Class::Determiner, Class::Auxiliary, Class::Modal, Class::Contrast, Class::Opener, Class::Adverb];
    let plain = |&at: &usize| {
        let token = &line.tokens[at];
        token.is_word() && token.end - token.start >= 5 && !token.classes.any(&small) && !line.has_any(at, MEASURES)
    };
    let stem = |at: usize| key_of(grammar.singular(line.word(at)));
    let mut words: Vec<u64> = sentence.filter(plain).map(stem).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Who gives what a sentence leads in: "here are some facts from NAME", "NAME released its survey; here is a look at the key points".
fn facts_giver(line: &Line<'_>, sentence: Range<usize>) -> Option<Range<usize>> {
    let lead = sentence.clone().find(|&at| line.has(at, Class::FactLead))?;
    let facts = lead + usize::from(line.tokens[lead].reach);
    let named = |at: usize| {
        let token = &line.tokens[at];
        token.shape == Shape::Address || is_site(line, at) || token.is_capital() && !line.has_any(at, NO_NAMES)
    };
    let own = sentence.clone().any(|at| line.has_any(at, &[Class::Speaker, Class::Ours]));
    let by = line.has(facts, Class::Preposition).then_some(facts + 1..sentence.end.min(facts + 6));
    let before = || (sentence.start + 1..lead).find(|&at| named(at));
    let start = by.and_then(|mut near| near.find(|&at| named(at))).or_else(before).filter(|_| !own)?;
    let end = (start..sentence.end).take_while(|&at| named(at) || line.has(at, Class::Of)).last()? + 1;
    Some(start..if is_site(line, end - 1) { end + 2 } else { end })
}

/// Whether a word and the one behind it are the name of a site: `harbourfacts.org`.
fn is_site(line: &Line<'_>, at: usize) -> bool {
    let dotted = line.mark(at + 1, &['.']) && line.glued(at + 1) && line.glued(at + 2);
    dotted && line.tokens[at].is_word() && line.get(at + 2).is_some_and(|domain| domain.shape == Shape::Word)
}

impl Seeker<'_> {
    /// The sentence goes on with the source of the one before, or with a document named in its paragraph.
    pub(super) fn continues(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        if self.reading.style.figures.within == Within::Sentence {
            return None;
        }
        let (own, mut number) = (number, number);
        let sentence_goes_on =
            |number: usize| *scope.asked(number).goes_on.get_or_init(|| self.goes_on(&scope.sentences[number]));
        let mut goes_on = sentence_goes_on(number);
        let mut steps = 0;
        while number > 0 && steps < 6 {
            number -= 1;
            steps += 1;
            let strongest = scope.attributions[number]
                .iter()
                .rev()
                .find(|attribution| matches!(attribution.standing, Standing::Named | Standing::Continued));
            match strongest {
                Some(source) if !self.counts(self.block, source) => return None,
                Some(source) if goes_on => {
                    return Backing::by(Step::Continues, Some(self.place(self.block, source.source.clone())));
                }
                Some(source)
                    if source.document
                        && (self.counts_on(&scope.sentences[own])
                            || self.is_share(&scope.sentences[own])
                            || self.is_polled(source, &scope.attributions[own])) =>
                {
                    return Backing::by(Step::Document, Some(self.place(self.block, source.source.clone())));
                }
                Some(_) => return None,
                None => goes_on = goes_on && sentence_goes_on(number),
            }
        }
        if !goes_on || number > 0 {
            return None;
        }
        self.goes_on_from_before()
    }

    /// The paragraph's first sentence goes on with the paragraph before.
    fn goes_on_from_before(&self) -> Option<Backing> {
        let before = self.scopes.surroundings.before(self.block).next()?;
        if self.reading.document.blocks[before].kind == Kind::Heading {
            return None;
        }
        let scope = self.scopes.block(before);
        let source = scope
            .attributions
            .iter()
            .rev()
            .take(2)
            .flatten()
            .find(|attribution| matches!(attribution.standing, Standing::Named | Standing::Continued))
            .filter(|source| self.counts(before, source))?;
        Backing::by(Step::Continues, Some(self.place(before, source.source.clone())))
    }

    /// Whether a sentence plainly goes on with the source before: "It also …", "Of those …", "The survey …".
    fn goes_on(&self, sentence: &Range<usize>) -> bool {
        let line = &self.line;
        let head = sentence.start..sentence.end.min(sentence.start + 8);
        let known =
            |at: &usize| line.has_any(*at, &[Class::Pronoun, Class::AgentNoun, Class::OrganisationNoun, Class::DocumentNoun]);
        let more = head.clone().find(|&at| line.has(at, Class::Adding));
        line.has(sentence.start, Class::Continuation) && line.tokens[sentence.start].reach > 1
            || more.is_some_and(|more| more == sentence.start || (sentence.start..more).any(|at| known(&at)))
            || head.clone().any(|at| line.has(at, Class::Respondent))
            || sentence.clone().any(|at| line.mark(at, &['“', '"']))
            || line.has(sentence.start, Class::These)
                && line.get(sentence.start + 1).is_some_and(|next| next.shape == Shape::Word)
    }

    /// The shares of a poll or study go on through the paragraphs behind it, until somebody else is named.
    pub(super) fn study_goes_on(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        if self.reading.style.figures.within == Within::Sentence || !self.is_share(&scope.sentences[number]) {
            return None;
        }
        let here = scope.attributions[..number].iter().rev().take(FARTHEST).flatten().map(|source| (self.block, source));
        let before = self.paragraphs_before().take(STUDY_REACH).map(|block| (block, self.scopes.block(block)));
        let there = before.flat_map(|(block, scope)| {
            scope.attributions.iter().rev().take(FARTHEST).flatten().map(move |source| (block, source))
        });
        // Who is quoted between tells what was made of it.
        let quoted = |block: usize, source: &Attribution| !source.document && self.scopes.quotes_beside(block, &source.cue);
        let brings = |&(block, source): &(usize, &Attribution)| source.standing != Standing::Continued && !quoted(block, source);
        let (block, source) = here.chain(there).find(brings)?;
        let line = self.reading.line(block);
        let study = source.document && source.source.clone().any(|at| line.has(at, Class::StudyNoun));
        let named = source.standing == Standing::Named && study && self.counts(block, source);
        named.then(|| Backing::by(Step::Document, Some(self.place(block, source.source.clone())))).flatten()
    }

    /// What the writers asked people goes on through the paragraphs behind it, until somebody else is named.
    pub(super) fn own_study_goes_on(&self, scope: &BlockScope, number: usize) -> Option<Place> {
        if self.reading.style.figures.within == Within::Sentence || !self.is_share(&scope.sentences[number]) {
            return None;
        }
        let here = (0..number).rev().take(FARTHEST).map(|number| (self.block, scope, number));
        let before = self.scopes.surroundings.before(self.block).take(STUDY_REACH).map(|block| (block, self.scopes.block(block)));
        let there = before
            .flat_map(|(block, scope)| (0..scope.sentences.len()).rev().take(FARTHEST).map(move |number| (block, scope, number)));
        let told = |&(_, scope, number): &(usize, &BlockScope, usize)| {
            let somebody = |source: &Attribution| matches!(source.standing, Standing::Named | Standing::Vague);
            scope.classes[number].has(Class::OwnStudy) || scope.attributions[number].iter().any(somebody)
        };
        let (block, scope, number) = here.chain(there).find(told)?;
        let line = self.reading.line(block);
        let asked = scope.sentences[number].clone().find(|&at| line.has(at, Class::OwnStudy) && line.tokens[at].reach > 1)?;
        Some(self.place(block, asked..asked + usize::from(line.tokens[asked].reach)))
    }

    /// "Our bill came to $41,000. Ninety percent of that …": a part of what the writers told of themselves right before.
    pub(super) fn part_of_ours(&self, scope: &BlockScope, number: usize) -> Option<Place> {
        let (line, of) = (&self.line, self.figure.tokens.end);
        let part = line.has(of, Class::Of) && line.has_any(of + 1, &[Class::That, Class::These]);
        let before = scope.sentences.get(number.checked_sub(1).filter(|_| part)?)?;
        let named = scope.attributions[number - 1].iter().any(|source| source.standing != Standing::Own);
        let person = before.clone().find(|&at| line.has(at, Class::Speaker)).filter(|_| !named)?;
        Some(self.place(self.block, person..person + 1))
    }

    /// The next sentences on what somebody measured: "Smartphone sales rose 8 percent, according to Kemble. … Sales of tablets …".
    pub(super) fn measures_on(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        let measured = scope.asked(number).measured.get_or_init(|| self.measured(scope, number));
        Backing::by(Step::Continues, Some(measured.clone()?))
    }

    fn measured(&self, scope: &BlockScope, number: usize) -> Option<Place> {
        if self.reading.style.figures.within == Within::Sentence {
            return None;
        }
        // The dead and injured of one event are counted by others than those of the next.
        if scope.classes[number].any(&[Class::HarmVerb, Class::HarmNoun]) {
            return None;
        }
        let here = (0..number).rev().take(FARTHEST).map(|number| (self.block, scope, number));
        let before = self.paragraphs_before().take(MEASURE_REACH).map(|block| (block, self.scopes.block(block)));
        let there = before
            .flat_map(|(block, scope)| (0..scope.sentences.len()).rev().take(FARTHEST).map(move |number| (block, scope, number)));
        let mut told = here.chain(there).filter_map(|(block, scope, number)| {
            let named = |source: &&Attribution| matches!(source.standing, Standing::Named | Standing::Vague);
            Some((block, scope.attributions[number].iter().find(named)?, scope.sentences[number].clone()))
        });
        let (block, source, sentence) = told.next()?;
        let line = self.reading.line(block);
        let measured = source.document || source.cue.clone().any(|at| line.has_any(at, MEASURES));
        let shared = || {
            let theirs = matter(self.reading.grammar, &line, sentence);
            let own = matter(self.reading.grammar, &self.line, self.sentence.clone());
            own.iter().filter(|word| theirs.contains(word)).count()
        };
        let goes_on = source.standing == Standing::Named && measured && shared() >= 2 && self.counts(block, source);
        goes_on.then(|| self.place(block, source.source.clone()))
    }

    /// What is led in goes on below it, in its sentence or the next ones: "Here are some facts from the Health Agency."
    pub(super) fn facts_go_on(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        if self.reading.style.figures.within == Within::Sentence {
            return None;
        }
        let own = (self.block, scope, number);
        let here = (0..number).rev().take(FARTHEST).map(|number| (self.block, scope, number));
        let before = self.paragraphs_before().take(FACTS_REACH).map(|block| (block, self.scopes.block(block)));
        let there = before
            .flat_map(|(block, scope)| (0..scope.sentences.len()).rev().take(FARTHEST).map(move |number| (block, scope, number)));
        let named = |&(block, scope, number): &(usize, &BlockScope, usize)| {
            scope.classes[number].any(&[Class::FactLead, Class::Pointer])
                || scope.attributions[number].iter().any(|source| self.counts(block, source))
        };
        let (block, scope, number) = std::iter::once(own).chain(here).chain(there).find(named)?;
        let line = self.reading.line(block);
        let sentence = scope.sentences[number].clone();
        let until = if (block, number) == (self.block, own.2) { self.figure.tokens.start } else { sentence.end };
        let pointed = || (number, block) != (own.2, own.0) && scope.classes[number].has(Class::Pointer);
        let pointed = || scope.attributions[number].iter().find(|source| pointed() && self.counts(block, source));
        let giver = facts_giver(&line, sentence.start..until).or_else(|| Some(pointed()?.source.clone()))?;
        Backing::by(Step::Document, Some(self.place(block, giver)))
    }

    /// The sentence behind a link goes on with what the linked page measured.
    pub(super) fn link_goes_on(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        let linked = scope.asked(number).linked.get_or_init(|| self.linked_before(scope, number));
        Backing::by(Step::Continues, Some(linked.clone()?))
    }

    fn linked_before(&self, scope: &BlockScope, number: usize) -> Option<Place> {
        let before = scope.sentences.get(number.checked_sub(1)?)?.clone();
        if self.reading.style.figures.within == Within::Sentence || !scope.attributions[number].is_empty() {
            return None;
        }
        let (bytes, links) = (self.line.bytes(before.clone()), &self.reading.document.blocks[self.block].links);
        let first = scope.evidence_from(links.partition_point(|link| link.at.start < bytes.start))?;
        let link = Some(&links[first]).filter(|link| link.at.start < bytes.end)?;
        // A link to a product or a person tells nothing that could go on.
        let figures = &self.scopes.found.figures[self.block];
        let tells = figures.iter().any(|figure| before.contains(&figure.tokens.start) && figure.excuse.is_none());
        if !tells && !scope.classes[number - 1].any(TELLS) {
            return None;
        }
        let theirs = matter(self.reading.grammar, &self.line, before);
        let shared =
            matter(self.reading.grammar, &self.line, self.sentence.clone()).iter().filter(|word| theirs.contains(word)).count();
        (shared >= 2).then(|| Place { block: self.block, at: link.at.clone() })
    }

    /// A company that told its results goes on telling them: "Sales rose to …", "In fiscal 2019, Elm earned …".
    pub(super) fn results(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        let line = &self.line;
        if self.reading.style.figures.within == Within::Sentence || !scope.classes[number].has(Class::Result) {
            return None;
        }
        let named = |line: &Line<'_>, at: usize| line.tokens[at].is_capital() && !line.has_any(at, NO_NAMES);
        let head = self.sentence.start..self.sentence.end.min(self.sentence.start + 14).min(self.figure.tokens.start);
        let subject: Vec<usize> = head.filter(|&at| named(line, at)).collect();
        let here = scope.attributions[..number].iter().rev().take(FARTHEST).flatten().map(|source| (self.block, source));
        let before = self.paragraphs_before().take(RESULTS_REACH).map(|block| (block, self.scopes.block(block)));
        let there = before.flat_map(|(block, scope)| {
            scope.attributions.iter().rev().take(FARTHEST).flatten().map(move |source| (block, source))
        });
        let told = |&(block, source): &(usize, &Attribution)| {
            let there = self.reading.line(block);
            let same = |at: usize| subject.iter().any(|&own| there.tokens[at].key == line.tokens[own].key);
            let party = source
                .source
                .clone()
                .any(|at| there.has_any(at, &[Class::AgentNoun, Class::OrganisationNoun]) || named(&there, at));
            let person = source.source.clone().any(|at| there.has(at, Class::HeShe));
            let it = source.standing == Standing::Continued && !person || party;
            let results = there.tokens[source.cue.end..].iter().take(24).any(|token| token.has(Class::Result));
            it && results && (subject.is_empty() || source.source.clone().any(same)) && self.counts(block, source)
        };
        let (block, source) = here.chain(there).find(told)?;
        Backing::by(Step::Continues, Some(self.place(block, source.source.clone())))
    }

    /// The paragraphs before this block, nearest first, up to a heading.
    pub(super) fn paragraphs_before(&self) -> impl Iterator<Item = usize> {
        let blocks = &self.reading.document.blocks;
        self.scopes.surroundings.before(self.block).take_while(|&block| blocks[block].kind != Kind::Heading)
    }

    /// Whether a sentence begins with its figure, so that a poll or report may go on in it: "Another 20% …", "Nearly half …".
    fn counts_on(&self, sentence: &Range<usize>) -> bool {
        let line = &self.line;
        let start = self.figure.hedge.as_ref().map_or(self.figure.tokens.start, |hedge| hedge.start);
        let near = start <= sentence.start + 2;
        near || line.has(sentence.start, Class::CountingOn)
    }

    /// "The Kemble poll shows a close race. Pell leads 52% to 40% among the young.": whom a poll is about is no newcomer.
    fn is_polled(&self, source: &Attribution, told: &[Attribution]) -> bool {
        let poll = source.source.clone().any(|at| self.line.has(at, Class::Poll));
        poll && told.is_empty() && self.figure.sort == Sort::Percent
    }

    /// Whether a sentence begins with somebody's name; "Tenants in the north …", "Notably, …" do not.
    fn brings_in(&self, sentence: &Range<usize>) -> bool {
        let line = &self.line;
        let adverb = line.mark(sentence.start + 1, &[',']) && !line.has(sentence.start, Class::OrganisationNoun);
        let first = sentence.start + if adverb { 2 } else { 0 };
        let Some(token) = line.get(first).filter(|_| first < sentence.end) else { return false };
        let word = line.word(first);
        let goes_on = line.get(first + 1).is_some_and(|next| next.is_capital()) || line.has(first + 1, Class::Possessed);
        let plural = first == sentence.start && !goes_on && self.reading.grammar.singular(word) != word;
        token.is_capital() && !line.has(first, Class::Opener) && !plural
    }

    /// Whether a share is told in a sentence that brings in nobody new: a poll goes on through its paragraph.
    fn is_share(&self, sentence: &Range<usize>) -> bool {
        let share = matches!(self.figure.sort, Sort::Percent | Sort::Ratio | Sort::Points);
        let row = matches!(self.reading.document.blocks[self.block].kind, Kind::Item | Kind::Cell);
        share && (row || !self.brings_in(sentence))
    }
}
