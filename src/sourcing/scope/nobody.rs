//! Words that name nobody, where somebody is named before or behind them.

use std::ops::Range;

use super::carry::{FARTHEST, MEASURES, matter};
use super::{Backing, BlockScope, Seeker};
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::{Class, Classes, Line};
use crate::reading::Place;
use crate::sourcing::step::Step;
use crate::style::Within;
use crate::text::Kind;

/// How many paragraphs back "they" is looked for. Chosen by hand; no measurement of it is kept.
const NOBODY_REACH: usize = 3;
/// How many blocks back whoever asked people is looked for. Chosen by hand; no measurement of it is kept.
const POLL_REACH: usize = 24;
/// How many sentences behind somebody is named, and how many blocks are passed on the way.
const NEXT: usize = 2;
const BLOCKS_BEHIND: usize = 4;
/// How many sentences back those without a name belong to whoever was named.
const BACK: usize = 3;

/// How many words back somebody is brought in. Chosen by hand; no measurement of it is kept.
const INTRODUCED: usize = 200;

/// Whether these words bring in somebody who may be spoken of later: "Ada Tarn, an analyst at Kemble", "a spokesman for the port".
fn introduces(line: &Line<'_>, tokens: Range<usize>) -> bool {
    let end = tokens.end;
    tokens.into_iter().any(|at| {
        let near = at.saturating_sub(6)..end.min(at + 6);
        let named = |at: usize| line.tokens[at].is_capital() && !line.has_any(at, &[Class::Opener, Class::Determiner]);
        line.has_any(at, &[Class::AgentNoun, Class::VagueNoun])
            && (line.has(at + 1, Class::Preposition) || near.into_iter().any(named))
    })
}

impl Seeker<'_> {
    /// "A new study shows …. The study, by Kent University, …": named in the next sentences, or by the paper of the next paragraphs.
    pub(super) fn named_next(&self, scope: &BlockScope, number: usize, nobody: &Attribution) -> Option<Backing> {
        let study = nobody.source.clone().any(|at| self.line.has(at, Class::StudyNoun));
        if !study && !nobody.document {
            return None;
        }
        let named = |source: &&Attribution| source.standing == Standing::Named && self.counts(self.block, source);
        let mut next = scope.attributions.iter().skip(number + 1).take(2).flatten().filter(|_| study);
        if let Some(source) = next.find(named) {
            return Backing::by(Step::Document, Some(self.place(self.block, source.source.clone())));
        }
        let others = nobody.source.clone().any(|at| self.line.has(at, Class::OthersPaper));
        if others { None } else { self.named_behind(scope, number, study) }
    }

    /// The first who is named in the next paragraphs, where that is a paper or somebody who measures.
    fn named_behind(&self, scope: &BlockScope, number: usize, study: bool) -> Option<Backing> {
        let blocks = &self.reading.document.blocks;
        if number + NEXT < scope.sentences.len() || self.reading.style.figures.within == Within::Sentence {
            return None;
        }
        let behind = (self.block + 1..blocks.len()).take(BLOCKS_BEHIND).filter(|&block| blocks[block].is_seen());
        let behind = behind.take_while(|&block| blocks[block].kind == Kind::Paragraph).take(2);
        let mut told = behind.flat_map(|block| {
            let scope = self.scopes.block(block);
            let told = scope.attributions.iter().zip(&scope.sentences).take(NEXT);
            told.flat_map(move |(told, sentence)| told.iter().map(move |source| (block, source, sentence.clone())))
        });
        let (block, source, sentence) = told.find(|(_, source, _)| source.standing == Standing::Named)?;
        let line = self.reading.line(block);
        let measures = source.document || source.cue.clone().any(|at| line.has_any(at, MEASURES));
        // Another study, on another matter, is not the one that was meant.
        let theirs = matter(self.reading.grammar, &line, sentence);
        let own = matter(self.reading.grammar, &self.line, self.sentence.clone());
        let same = study || own.iter().any(|word| theirs.contains(word));
        (measures && same && self.counts(block, source))
            .then(|| Backing::by(Step::Document, Some(self.place(block, source.source.clone()))))
            .flatten()
    }

    /// "Kemble told its results. Analysis of its sales showed …": a paper or people without a name are theirs who were named before.
    pub(super) fn theirs_before(&self, scope: &BlockScope, number: usize, nobody: &Attribution) -> Option<Backing> {
        let line = &self.line;
        let plain = |at: usize| !line.has_any(at, &[Class::VagueQuantifier, Class::Hearsay, Class::OthersPaper]);
        let bare = nobody.source.clone().all(plain) && !line.has(nobody.source.start, Class::Determiner);
        let aides = nobody.source.clone().any(|at| line.has(at, Class::Aide));
        if !bare || !aides && !nobody.document || self.reading.style.figures.within == Within::Sentence {
            return None;
        }
        let here = scope.attributions[..number].iter().rev().take(BACK).flatten().map(|source| (self.block, source));
        let before = self.paragraphs_before().take(1).map(|block| (block, self.scopes.block(block)));
        let there = before
            .flat_map(|(block, scope)| scope.attributions.iter().rev().take(2).flatten().map(move |source| (block, source)));
        let mut told = here.chain(there);
        let (block, source) = told.find(|(_, source)| source.standing != Standing::Continued)?;
        let there = self.reading.line(block);
        let house = |at: usize| there.has_any(at, &[Class::OrganisationNoun, Class::DocumentNoun, Class::AgentNoun]);
        let measures = || nobody.document && source.cue.clone().any(|at| there.has_any(at, MEASURES));
        let fits = source.source.clone().any(house) || measures();
        let named = source.standing == Standing::Named && fits && self.counts(block, source);
        named.then(|| Backing::by(Step::Continues, Some(self.place(block, source.source.clone())))).flatten()
    }

    /// "73% of respondents said", where no poll or study is named that asked them: whom did it ask?
    pub(super) fn asked_by_nobody(&self, scope: &BlockScope, number: usize, attribution: &Attribution) -> Option<Place> {
        let asked = |at: usize| self.line.has(at, Class::Respondent);
        if attribution.standing != Standing::Continued || !attribution.source.clone().any(asked) {
            return None;
        }
        let known = |source: &Attribution| matches!(source.standing, Standing::Named | Standing::Own);
        let here = scope.attributions[..=number].iter().rev().take(FARTHEST).flatten().any(known);
        let asks = |all: &Classes| all.any(&[Class::Speaker, Class::StudyNoun, Class::Poll]);
        let linked = |block: usize| !self.reading.document.blocks[block].links.is_empty();
        let pollster = |block: usize| {
            let scope = self.scopes.block(block);
            linked(block) || scope.attributions.iter().flatten().any(known) || scope.classes.iter().any(asks)
        };
        // "those polled for the Courier"
        let behind = attribution.source.end..(attribution.source.end + 4).min(self.sentence.end);
        let named = behind.into_iter().any(|at| self.line.tokens[at].is_capital());
        let told = here
            || named
            || linked(self.block)
            || scope.classes[..=number].iter().rev().take(FARTHEST).any(asks)
            || self.scopes.surroundings.before(self.block).take(POLL_REACH).any(pollster);
        (!told).then(|| self.place(self.block, attribution.source.clone()))
    }

    /// "The official said", where nobody was told of before who could be meant.
    pub(super) fn is_unknown(&self, scope: &BlockScope, number: usize, attribution: &Attribution) -> Option<Place> {
        let (line, source) = (&self.line, attribution.source.clone());
        let known = |at: usize| line.has_any(at, &[Class::AgentNoun, Class::VagueNoun, Class::DocumentNoun]);
        let alone = source.len() == 2 && line.has(source.start, Class::Determiner) && known(source.start + 1);
        if attribution.standing != Standing::Continued || attribution.document || !alone {
            return None;
        }
        let named = |source: &Attribution| matches!(source.standing, Standing::Named | Standing::Own);
        let here = scope.attributions[..number].iter().rev().take(FARTHEST).flatten().any(named)
            || introduces(line, self.sentence.start.saturating_sub(INTRODUCED)..source.start);
        let told = |block: usize| {
            let line = self.reading.line(block);
            let tokens = line.tokens.len();
            self.scopes.block(block).attributions.iter().rev().take(FARTHEST).flatten().any(named)
                || introduces(&line, tokens.saturating_sub(INTRODUCED)..tokens)
        };
        (!here && !self.scopes.surroundings.before(self.block).take(NOBODY_REACH).any(told))
            .then(|| self.place(self.block, source))
    }

    /// "They said", "the sources said" behind "oil sources said": whoever speaks on is nobody still.
    pub(super) fn stands_for_nobody(&self, scope: &BlockScope, number: usize, attribution: &Attribution) -> Option<Place> {
        let many = self.line.has(attribution.source.start, Class::SpeakingOn);
        let plural = attribution.source.clone().any(|at| self.line.has_any(at, &[Class::They, Class::VagueNoun]));
        if !many || !plural {
            return None;
        }
        let said = |attribution: &&Attribution| attribution.standing != Standing::Continued;
        let same = scope.attributions[number].iter().rev().filter(|other| other.cue.end <= attribution.source.start);
        let before = scope.attributions[..number].iter().rev().take(FARTHEST).flat_map(|sentence| sentence.iter().rev());
        let here = same.chain(before).find(said).map(|source| (self.block, source));
        let there = || {
            let mut before = self.paragraphs_before().take(NOBODY_REACH).map(|block| (block, self.scopes.block(block)));
            before.find_map(|(block, scope)| {
                Some((
                    block,
                    scope.attributions.iter().rev().take(FARTHEST).flat_map(|sentence| sentence.iter().rev()).find(said)?,
                ))
            })
        };
        let (block, source) = here.or_else(there)?;
        (source.standing == Standing::Vague).then(|| self.place(block, source.source.clone()))
    }

    /// "The board expects growth of 2%. Output is forecast to fall to …": hearsay right behind somebody who measures is theirs.
    pub(super) fn measured_before(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        let before = scope.attributions.get(number.checked_sub(1)?)?;
        if self.reading.style.figures.within == Within::Sentence || scope.attributions[number].len() > 1 {
            return None;
        }
        let measures = |source: &&Attribution| {
            let cue = source.cue.clone().any(|at| self.line.has_any(at, MEASURES));
            source.standing == Standing::Named && (source.document || cue) && self.counts(self.block, source)
        };
        let source = before.iter().find(measures)?;
        Backing::by(Step::Continues, Some(self.place(self.block, source.source.clone())))
    }
}
