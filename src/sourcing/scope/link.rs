//! Links, footnotes and citations in the sentence of a figure.

use super::block::{Answers, BlockScope};
use super::citation::{citation, is_citation};
use super::{Backing, Seeker};
use crate::prose::{Class, Shape};
use crate::reading::Place;
use crate::sourcing::evidence::{is_page, shows};
use crate::sourcing::interview::told;
use crate::sourcing::step::Step;
use crate::style::Within;
use crate::text::{Block, Kind, Link, LinkSort};

/// How many blocks at the end of a document are looked through for a footnote. Chosen by hand; no measurement of it is kept.
const NOTES: usize = 200;
/// How many words behind a figure a credit in brackets may open, one that ends the sentence, and how long it is. Chosen by hand; no
/// measurement of it is kept.
const CREDIT_REACH: usize = 8;
const CREDIT_AT_END: usize = 24;
const CREDIT: usize = 8;

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

    /// A paragraph with nothing but a link behind its last full stop, in brackets or bare: “… in 2025. kemble.example”.
    pub(super) fn link_at_end(&self) -> Option<Backing> {
        let block = &self.reading.document.blocks[self.block];
        let bracket = |sign: char| matches!(sign, '(' | ')' | '[' | ']') || sign.is_whitespace();
        let all = block.text.trim_end_matches(|sign| bracket(sign) || sign == '.').len();
        let link = block.links.last().filter(|link| link.at.end >= all)?;
        let stops = block.text.get(..link.at.start)?.trim_end_matches(bracket).ends_with(['.', '!', '?', '”']);
        let within = self.reading.style.figures.within != Within::Sentence;
        (within && stops && shows(self.reading, self.block, link))
            .then(|| Backing::by(Step::Link, Some(self.linked(link))))
            .flatten()
    }

    /// Names in brackets soon behind the figure: “50 billion devices (Kemble Tate Group)”.
    pub(super) fn credited(&self) -> Option<Backing> {
        let (line, end) = (&self.line, self.figure.tokens.end);
        let near = end..self.sentence.end.min(end + CREDIT_AT_END);
        let open = near.take_while(|&at| !line.mark(at, &[',', ';', ':'])).find(|&at| line.mark(at, &['(', '[']))?;
        let close = (open + 1..self.sentence.end.min(open + CREDIT)).find(|&at| line.mark(at, &[')', ']']))?;
        let ends = close + 1 >= self.sentence.end || line.mark(close + 1, &['.', ';']);
        // "(via Kemble)"
        let first = open + 1 + usize::from(line.has(open + 1, Class::SourceLine) && !line.mark(open + 2, &[':']));
        let no_credit = [Class::Month, Class::Weekday, Class::Nation, Class::Unit, Class::Currency, Class::Reference];
        let named = |at: usize| line.tokens[at].is_capital() && !line.has_any(at, &no_credit);
        let all = (first..close).all(|at| named(at) || line.mark(at, &['&', '/', '.']) || line.dash(at));
        let bodies = (open + 1..close)
            .any(|at| line.has_any(at, &[Class::OrganisationNoun, Class::AgentNoun, Class::DocumentNoun, Class::StudyNoun]));
        let gloss = line.tokens[open - 1].is_capital();
        let credit = (open < end + CREDIT_REACH || ends) && all && bodies && !gloss && close - open > 2
            || !gloss && self.is_agency(first, close);
        credit.then(|| Backing::by(Step::Sentence, Some(self.place(self.block, first..close)))).flatten()
    }

    /// Whether one word in brackets, with a date beside it, is the house that a sentence ends with: "fell to 41% (Eurostat)."
    fn is_agency(&self, at: usize, close: usize) -> bool {
        let line = &self.line;
        let no_house = [
            Class::Month,
            Class::Weekday,
            Class::Nation,
            Class::Unit,
            Class::Currency,
            Class::Reference,
            Class::Opener,
            Class::PartyNoun,
        ];
        let house =
            line.get(at).is_some_and(|token| token.is_capital() && token.end - token.start > 1 && !token.classes.any(&no_house));
        let dated = (at + 1..close)
            .all(|at| line.mark(at, &[',']) || line.tokens[at].shape == Shape::Number || line.has(at, Class::Month));
        let ends = close + 1 >= self.sentence.end || line.mark(close + 1, &['.', ';']);
        let is_code = at + 1 == close && line.tokens[at].shape == Shape::Code;
        house && dated && ends && at < close && !is_code && !self.is_abbreviation(at)
    }

    /// Whether the word in brackets is made of the first letters of the words before it: "attention deficit disorder (ADHD)".
    fn is_abbreviation(&self, at: usize) -> bool {
        let line = &self.line;
        let letters: Vec<char> = line.word(at).chars().map(|letter| letter.to_ascii_lowercase()).collect();
        let words = (self.sentence.start..at - 1).rev().take_while(|&at| line.tokens[at].is_word() || line.dash(at));
        let first = |at: usize| line.word(at).chars().next().map(|letter| letter.to_ascii_lowercase());
        let firsts: Vec<char> = words.filter(|&at| line.tokens[at].is_word()).filter_map(first).take(letters.len()).collect();
        // Of four letters one may stand for a word that is left out: ADHD is an attention deficit disorder.
        let found = letters.iter().filter(|letter| firsts.contains(letter)).count();
        line.tokens[at].shape == Shape::Caps
            && found + letters.len() / 4 >= letters.len()
            && firsts.last().is_some_and(|first| letters.contains(first))
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
