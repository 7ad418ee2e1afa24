//! Credits that stand outside the sentence: "(Data source: NAME)", "That's according to NAME.", a line "Source: NAME".

use std::ops::Range;

use super::carry::FARTHEST;
use super::{Backing, BlockScope, Seeker};
use crate::prose::{Class, Line, Shape};
use crate::reading::{Place, Reading};
use crate::sourcing::step::Step;
use crate::style::Within;
use crate::text::Kind;

/// How many paragraphs a credit for all figures holds. Chosen by hand; no measurement of it is kept.
const CREDIT_REACH: usize = 12;
/// How many paragraphs a credit line may stand below. Chosen by hand; no measurement of it is kept.
const ABOVE_CREDIT: usize = 3;
/// How many sentences tell what stands in a paper that came out. Chosen by hand; no measurement of it is kept.
const PAPER_REACH: usize = 2;

/// Who is named right behind a credit that begins at a token: up to the bracket, mark or sentence's end.
fn credited(line: &Line<'_>, cue: usize) -> Option<Range<usize>> {
    let start = cue + usize::from(line.tokens[cue].reach);
    let start = start + usize::from(line.mark(start, &['“', '"', ':'])) + usize::from(line.has(start, Class::The));
    let token = line.get(start)?;
    let name = token.is_capital() && !line.has_any(start, &[Class::Opener, Class::Month, Class::Weekday]);
    let ends = |at: usize| line.mark(at, &[')', ']', ';']) || line.mark(at, &['.']) && !line.glued(at + 1);
    let end = (start..line.tokens.len()).find(|&at| ends(at)).unwrap_or(line.tokens.len());
    (name || token.shape == Shape::Address).then_some(start..end)
}

/// The credit of a block that is nothing but one: "Source: NAME".
fn credit_line(reading: &Reading<'_>, block: usize) -> Option<Range<usize>> {
    let line = reading.line(block);
    let first = usize::from(line.mark(0, &['(', '[']));
    let credit = line.has(first, Class::CreditLine) && line.tokens[first].reach > 1;
    credit.then(|| credited(&line, first)).flatten()
}

impl Seeker<'_> {
    fn in_sentence_only(&self) -> bool {
        self.reading.style.figures.within == Within::Sentence
    }

    /// "Boats fell 40%. That's according to Kemble.": the next sentence only says where the figure is from.
    pub(super) fn pointed_out(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        let next = number + 1;
        let points = !self.in_sentence_only() && scope.classes.get(next)?.has(Class::Pointer);
        let source = scope.attributions.get(next)?.iter().find(|source| points && self.counts(self.block, source))?;
        Backing::by(Step::Continues, Some(self.place(self.block, source.source.clone())))
    }

    /// "The board released its yearly report. About 93 million …": the next sentences on a paper that came out tell what stands in it.
    pub(super) fn paper_out(&self, scope: &BlockScope, number: usize) -> Option<Backing> {
        if self.in_sentence_only() {
            return None;
        }
        let here = (0..number).rev().map(|number| (self.block, scope, number));
        let before = self.paragraphs_before().take(1).map(|block| (block, self.scopes.block(block)));
        let there = before
            .flat_map(|(block, scope)| (0..scope.sentences.len()).rev().take(FARTHEST).map(move |number| (block, scope, number)));
        let told = |&(_, scope, number): &(usize, &BlockScope, usize)| {
            scope.classes[number].has(Class::PaperOut) || !scope.attributions[number].is_empty()
        };
        let (block, scope, number) = here.chain(there).take(PAPER_REACH).find(told)?;
        let line = self.reading.line(block);
        let sentence = scope.sentences[number].clone();
        let cue = sentence.clone().find(|&at| line.has(at, Class::PaperOut) && line.tokens[at].reach > 1)?;
        let party = |at: usize| {
            let opener = at == sentence.start && line.has(at, Class::Opener);
            line.tokens[at].is_capital() && !opener && !line.has_any(at, &[Class::Month, Class::Weekday])
                || line.has(at, Class::OrganisationNoun)
        };
        let last = (sentence.start..cue).rev().take(4).find(|&at| party(at))?;
        let own = (sentence.start..cue).any(|at| line.has(at, Class::Speaker));
        let first = (sentence.start..last).rev().take_while(|&at| party(at)).last().unwrap_or(last);
        (!own).then(|| Backing::by(Step::Document, Some(self.place(block, first..last + 1)))).flatten()
    }

    /// "(Data source: Kemble)", "All figures are from Kemble.": it holds for what stands behind it, up to a heading.
    pub(super) fn credit_holds(&self, number: usize) -> Option<Backing> {
        if self.in_sentence_only() {
            return None;
        }
        let scope = self.scopes.block(self.block);
        let here = (0..number).rev().map(|number| (self.block, number));
        let before = self.paragraphs_before().take(CREDIT_REACH);
        let there =
            before.flat_map(|block| (0..self.scopes.block(block).sentences.len()).rev().map(move |number| (block, number)));
        let blanket = |(block, number): (usize, usize)| {
            let scope = if block == self.block { scope } else { self.scopes.block(block) };
            if !scope.classes[number].has(Class::BlanketCredit) {
                return None;
            }
            let line = self.reading.line(block);
            let cue =
                scope.sentences[number].clone().find(|&at| line.has(at, Class::BlanketCredit) && line.tokens[at].reach > 1)?;
            Some(self.place(block, credited(&line, cue)?))
        };
        let held = here.chain(there).take(FARTHEST).find_map(blanket);
        Backing::by(Step::Line, Some(held.or_else(|| self.credited_at_top())?))
    }

    /// A line "Source: Kemble" at the head of a section holds for the paragraphs under it.
    fn credited_at_top(&self) -> Option<Place> {
        let blocks = &self.reading.document.blocks;
        let mut before = self.paragraphs_before().take(CREDIT_REACH);
        let (block, credit) = before.find_map(|block| Some((block, credit_line(self.reading, block)?)))?;
        // Below a paragraph with figures, or a table or picture, it is theirs.
        let above = self.scopes.surroundings.before(block).next();
        let figures = |above: usize| !self.scopes.found.figures[above].is_empty() || blocks[above].kind != Kind::Paragraph;
        let theirs = above.is_some_and(|above| blocks[above].kind != Kind::Heading && figures(above));
        (!theirs).then(|| self.place(block, credit))
    }

    /// A line "Source: Kemble" under the paragraph, or soon under the next ones.
    pub(super) fn credit_below(&self) -> Option<Backing> {
        let blocks = &self.reading.document.blocks;
        if self.in_sentence_only() || blocks[self.block].kind != Kind::Paragraph {
            return None;
        }
        let behind = (self.block + 1..blocks.len()).filter(|&block| blocks[block].is_seen());
        let mut behind = behind.take_while(|&block| blocks[block].kind == Kind::Paragraph).take(ABOVE_CREDIT);
        let (block, credit) = behind.find_map(|block| Some((block, credit_line(self.reading, block)?)))?;
        Backing::by(Step::Line, Some(self.place(block, credit)))
    }
}
