//! Links, footnotes and citations in the sentence of a figure.

use super::block::{Answers, BlockScope};
use super::citation::{citation, is_citation};
use super::{Backing, Seeker};
use crate::reading::Place;
use crate::sourcing::evidence::is_page;
use crate::sourcing::interview::told;
use crate::sourcing::step::Step;
use crate::text::{Block, Kind, Link, LinkSort};

/// How many blocks at the end of a document are looked through for a footnote. Chosen by hand; no measurement of it is kept.
const NOTES: usize = 200;

impl Seeker<'_> {
    /// A link to evidence, a footnote or a citation in the figure's sentence.
    pub(super) fn link(&self, scope: &BlockScope, asked: &Answers) -> Option<Backing> {
        let bytes = self.line.bytes(self.sentence.clone());
        let figure = self.line.bytes(self.figure.tokens.clone());
        let block = &self.reading.document.blocks[self.block];
        // Where the figure itself is the link, even a home page is meant as its source.
        let mut linked = block.links_around(figure.clone());
        let linked = linked.find(|link| link.sort == LinkSort::Page && bytes.start <= link.at.start && is_page(&link.target));
        let within = |link: &&Link| bytes.start <= link.at.start && link.at.start <= bytes.end;
        let evidence = || scope.evidence_about(block, figure.start).into_iter().flatten().find(within);
        if let Some(link) = linked.or_else(evidence) {
            return Backing::by(Step::Link, Some(self.linked(link)));
        }
        let all = || (self.sentence.start..self.sentence.end + 4).filter(|&at| is_citation(&self.line, at)).collect();
        let citations = asked.citations.get_or_init(all);
        let cited = citations.get(citations.partition_point(|&at| at < self.figure.tokens.end)).copied();
        let cited = cited.filter(|_| figure.end <= bytes.end)?;
        Backing::by(Step::Link, Some(self.place(self.block, citation(&self.line, cited)?)))
    }

    /// What a link is told as: its words, and for a footnote mark the note.
    fn linked(&self, link: &Link) -> Place {
        let note = || {
            let blocks = &self.reading.document.blocks;
            let notes = || blocks.iter().enumerate().rev().take_while(|(_, block)| block.kind == Kind::Note).take(NOTES);
            let is_note = |block: &Block| block.links.first().is_some_and(|own| own.at.is_empty() && own.target == link.target);
            let (block, _) = notes().find(|(_, block)| is_note(block) && !block.text.is_empty())?;
            Some(Place { block, at: told(&self.reading.line(block)) })
        };
        let footnote = link.sort == LinkSort::Footnote && link.at.is_empty();
        footnote.then(note).flatten().unwrap_or_else(|| Place { block: self.block, at: link.at.clone() })
    }
}
