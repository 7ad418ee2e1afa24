//! Lists and tables under words that say where they are from.

use super::citation::citation;
use super::{Backing, Seeker};
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::{Class, Shape};
use crate::reading::Place;
use crate::sourcing::evidence::{is_evidence, shows};
use crate::sourcing::step::Step;
use crate::text::{Block, Kind, LinkSort};

/// How many blocks back a list is led in. Chosen by hand; no measurement of it is kept.
const LISTS_REACH: usize = 40;

impl Seeker<'_> {
    /// The block that leads in the list or table this figure stands in.
    fn lead(&self) -> Option<usize> {
        let blocks = &self.reading.document.blocks;
        let Block { group, kind, .. } = blocks[self.block];
        let listed = group != 0 && matches!(kind, Kind::Item | Kind::Cell);
        self.scopes.surroundings.above(self.block).filter(|&lead| listed && blocks[lead].kind != Kind::Item)
    }

    /// In a list that the writers lead in as their own: "Here is what we got:".
    pub(super) fn own_lead_in(&self) -> Option<Place> {
        let lead = self.lead()?;
        let line = self.reading.line(lead);
        let last = self.reading.sentences_of(lead).last()?.clone();
        let leads = line.mark(line.tokens.len() - 1, &[':']);
        let person = last.clone().filter(|_| leads).find(|&at| line.has(at, Class::Speaker))?;
        Some(self.place(lead, person..person + 1))
    }

    /// In a list or table under words that name the source.
    pub(super) fn lead_in(&self) -> Option<Backing> {
        let lead = self.lead()?;
        let source = self.scopes.block(lead).lead_in.get_or_init(|| self.led_in(lead));
        Backing::by(Step::LeadIn, Some(source.clone()?))
    }

    /// The source that a block gives for the list or table under it.
    fn led_in(&self, lead: usize) -> Option<Place> {
        let blocks = &self.reading.document.blocks;
        let scope = self.scopes.block(lead);
        let line = self.reading.line(lead);
        let last = line.tokens.len().checked_sub(1)?;
        let leads = line.mark(last, &[':', '—', '–', '-'])
            || scope.sentences.last().is_some_and(|sentence| sentence.clone().any(|at| line.has(at, Class::LeadIn)))
            || !line.mark(last, &['.', '!', '?', '”', '"']);
        let recent = scope.attributions.iter().rev().take(2).flatten();
        let fits = |source: &Attribution| self.counts(lead, source) && self.heads(lead, source);
        let counting = || recent.clone().filter(|source| fits(source));
        let named = counting().find(|attribution| attribution.standing == Standing::Named);
        if let Some(named) = named.filter(|_| leads) {
            return Some(self.place(lead, named.source.clone()));
        }
        let given = scope.sentences.last().and_then(|sentence| self.reading.grammar.lead(&line, sentence.clone()));
        let given = given.filter(|given| leads && fits(given));
        if let Some(given) = given.clone().filter(|given| given.standing == Standing::Named) {
            return Some(self.place(lead, given.source));
        }
        let link = blocks[lead].links.iter().find(|link| shows(self.reading, lead, link));
        if let Some(link) = link.filter(|_| leads) {
            return Some(Place { block: lead, at: link.at.clone() });
        }
        let cited = || scope.sentences.last()?.clone().find_map(|at| citation(&line, at));
        let known = counting().next().or(given.as_ref()).map(|known| known.source.clone()).or_else(cited);
        if let Some(known) = known.filter(|_| leads) {
            return Some(self.place(lead, known));
        }
        self.before_lead_in(lead, line.mark(last, &[':']) || !line.mark(last, &['.', '!', '?']))
    }

    /// Whether a source may lead in from a block: in a heading a lone word before a saying is none, as in "Crash Reports", "Rotation
    /// Confirmed".
    fn heads(&self, lead: usize, attribution: &Attribution) -> bool {
        const SPEAK: [Class; 4] = [Class::OrganisationNoun, Class::AgentNoun, Class::DocumentNoun, Class::StudyNoun];
        let line = self.reading.line(lead);
        let source = attribution.source.clone();
        let speaks = || source.clone().any(|at| line.tokens[at].shape == Shape::Caps || line.has_any(at, &SPEAK));
        self.reading.document.blocks[lead].kind != Kind::Heading || source.len() > 1 || speaks()
    }

    /// "Here are the highlights:" leads on from the paragraph before, where that names a document or links to one.
    fn before_lead_in(&self, lead: usize, leads: bool) -> Option<Place> {
        let blocks = &self.reading.document.blocks;
        // Past other lists and the lines that lead them in, within the section.
        let leads_list = |block: usize| {
            let line = self.reading.line(block);
            !line.tokens.last().is_some_and(|last| matches!(last.shape, Shape::Mark('.' | '!' | '?' | '”')))
        };
        if !leads || blocks[lead].kind == Kind::Item {
            return None;
        }
        let section = self.scopes.surroundings.before(lead).take(LISTS_REACH);
        let section = section.take_while(|&block| blocks[block].kind != Kind::Heading);
        let mut told = section.filter(|&block| blocks[block].kind == Kind::Paragraph && !leads_list(block)).take(4);
        told.find_map(|before| self.given_by(before))
    }

    /// The document that a paragraph names or links to.
    fn given_by(&self, block: usize) -> Option<Place> {
        let scope = self.scopes.block(block);
        let named = scope.attributions.iter().flatten().rev().find(|attribution| {
            let told = matches!(attribution.standing, Standing::Named | Standing::Continued);
            attribution.document && told && self.counts(block, attribution)
        });
        let mut links = self.reading.document.blocks[block].links.iter();
        let link = links.find(|link| link.sort == LinkSort::Page && is_evidence(&link.target));
        let place = named.map(|named| self.place(block, named.source.clone()));
        place.or_else(|| link.map(|link| Place { block, at: link.at.clone() }))
    }
}
