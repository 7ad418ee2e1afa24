//! How far an attribution reaches: its clause, its quotation, the list under it, the sentences that go on with it.

mod block;
mod carry;
mod citation;
mod credit;
mod lead;
mod link;
mod nobody;
mod notes;

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use self::block::{Answers, BlockScope};
pub use self::citation::is_citation;
use super::announce::announced;
use super::endnote::EndNote;
use super::evidence::shows;
use super::grounds::Grounds;
use super::interview::{Interview, quoted_speaker, told};
use super::step::Step;
use super::surroundings::Surroundings;
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::figure::Figure;
use crate::prose::{Class, Classes, Line};
use crate::reading::{Place, Reading};
use crate::style::{Headline, Within};
use crate::text::{Kind, MarkSort, Role};

/// How many words a quotation has at the least that is more than a phrase, and how near whoever is quoted stands to it. Chosen by hand; no
/// measurement of it is kept.
const QUOTED: usize = 5;
const BESIDE: usize = 12;

/// What stands behind a figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Backing {
    /// How it found a source that a reader can name.
    pub(super) step: Option<Step>,
    /// What stands behind it otherwise.
    pub(super) standing: Option<Standing>,
    /// The words that name the source, or nobody.
    pub(super) source: Option<Place>,
}

impl Backing {
    fn by(step: Step, source: Option<Place>) -> Option<Self> {
        Some(Self { step: Some(step), standing: None, source })
    }
}

/// The attributions of a document, read block by block when first asked for.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    found: Grounds<'a>,
    interview: Interview,
    blocks: Vec<OnceCell<BlockScope>>,
    surroundings: Surroundings,
    /// By the first block of a section: the first source it names.
    named: Vec<OnceCell<Option<Place>>>,
    /// The notes at its end, by their numbers.
    notes: OnceCell<FxHashMap<u64, EndNote>>,
}

impl<'a> Scopes<'a> {
    /// The scopes of a document, none read yet.
    pub(super) fn read(found: Grounds<'a>) -> Self {
        let blocks = &found.reading.document.blocks;
        Self {
            found,
            interview: Interview::of(found.reading),
            blocks: blocks.iter().map(|_| OnceCell::new()).collect(),
            surroundings: Surroundings::of(found.reading.document),
            named: blocks.iter().map(|_| OnceCell::new()).collect(),
            notes: OnceCell::new(),
        }
    }

    fn block(&self, block: usize) -> &BlockScope {
        self.blocks[block].get_or_init(|| BlockScope::of(self.found.reading, block))
    }

    /// Whether a sentence tells anything on the word of somebody with a name.
    pub(super) fn tells(&self, block: usize, sentence: &Range<usize>) -> bool {
        let scope = self.block(block);
        scope
            .number(sentence)
            .is_some_and(|number| scope.attributions[number].iter().any(|attribution| attribution.standing == Standing::Named))
    }

    /// The sentences of a block, and who speaks in each.
    pub(super) fn told(&self, block: usize) -> (&[Range<usize>], &[Vec<Attribution>]) {
        let scope = self.block(block);
        (&scope.sentences, &scope.attributions)
    }

    /// The classes of the words of each sentence of a block.
    pub(super) fn classes(&self, block: usize) -> &[Classes] {
        &self.block(block).classes
    }

    /// Whether a token stands inside quotation marks.
    pub(super) fn quoted(&self, block: usize, at: usize) -> bool {
        self.quotes(block, &(at..at + 1))
    }

    /// Whether any of these tokens stand inside quotation marks.
    pub(super) fn quotes(&self, block: usize, tokens: &Range<usize>) -> bool {
        let quotations = &self.found.quotations[block];
        let next = quotations.partition_point(|quotation| quotation.tokens.end <= tokens.start);
        quotations.get(next).is_some_and(|quotation| quotation.tokens.start < tokens.end)
    }

    /// Whether a quotation stands right before or behind these tokens, up to a few words away: that of whoever is quoted there.
    fn quotes_beside(&self, block: usize, tokens: &Range<usize>) -> bool {
        let quotations = &self.found.quotations[block];
        let first = quotations.partition_point(|quotation| quotation.tokens.end + BESIDE <= tokens.start);
        let mut near = quotations[first..].iter().take_while(|quotation| quotation.tokens.start < tokens.end + BESIDE);
        near.any(|quotation| quotation.tokens.len() >= QUOTED)
    }

    /// What stands behind a figure, by the first step that holds.
    pub(super) fn backing(&self, block: usize, figure: &Figure, sentence: &Range<usize>) -> Backing {
        let reading = self.found.reading;
        let seeker = Seeker { scopes: self, reading, block, line: reading.line(block), figure, sentence };
        seeker.seek()
    }
}

struct Seeker<'a> {
    scopes: &'a Scopes<'a>,
    reading: &'a Reading<'a>,
    block: usize,
    line: Line<'a>,
    figure: &'a Figure,
    sentence: &'a Range<usize>,
}

impl Seeker<'_> {
    /// What stands behind the figure; a source that is the publication itself makes it the publication's own.
    fn seek(&self) -> Backing {
        let scope = self.scopes.block(self.block);
        let number = scope.number(self.sentence).unwrap_or_default();
        let found = self.find(scope, number);
        let speaks = matches!(found.step, Some(Step::Sentence | Step::Quote | Step::LeadIn | Step::Continues | Step::Document));
        let own = speaks && found.source.as_ref().is_some_and(|place| self.reading.style.is_own(self.reading.text(place)));
        if own { Backing { step: None, standing: Some(Standing::Own), ..found } } else { found }
    }

    fn find(&self, scope: &BlockScope, number: usize) -> Backing {
        let at = self.figure.tokens.start;
        let governing: Vec<&Attribution> =
            scope.attributions[number].iter().filter(|attribution| attribution.governs(at)).collect();
        let of = |standing: &[Standing]| governing.iter().find(|attribution| standing.contains(&attribution.standing)).copied();
        let place = |attribution: &Attribution| Some(self.place(self.block, attribution.source.clone()));

        if let Some(said) = of(&[Standing::Named, Standing::Continued]).and_then(|named| self.said(scope, number, named)) {
            return said;
        }
        let asked = scope.asked(number);
        if let Some(own) = self.own_count(asked) {
            return Backing { step: None, standing: Some(Standing::Own), source: Some(own) };
        }
        let marked = self.trusted(asked).or_else(|| self.link(scope, asked)).or_else(|| self.credited()).or_else(|| self.quote());
        let nobody = of(&[Standing::Vague, Standing::Hearsay]);
        // A block quotation that is nobody's does not turn "experts say" into a source.
        let announced = || self.announced().filter(|backing| backing.source.is_some() || nobody.is_none());
        if let Some(backing) = marked.or_else(announced) {
            return backing;
        }
        if let Some(named) = nobody.and_then(|nobody| self.named_next(scope, number, nobody)) {
            return named;
        }
        let vague = of(&[Standing::Vague]);
        if let Some(theirs) = vague.and_then(|nobody| self.theirs_before(scope, number, nobody)) {
            return theirs;
        }
        if let Some(vague) = vague {
            return Backing { step: None, standing: Some(Standing::Vague), source: place(vague) };
        }
        let beyond = self
            .lead_in()
            .or_else(|| self.continues(scope, number))
            .or_else(|| self.results(scope, number))
            .or_else(|| self.study_goes_on(scope, number))
            .or_else(|| self.measures_on(scope, number))
            .or_else(|| self.facts_go_on(scope, number))
            .or_else(|| self.link_goes_on(scope, number))
            .or_else(|| self.source_line())
            .or_else(|| self.pointed_out(scope, number))
            .or_else(|| self.paper_out(scope, number))
            .or_else(|| self.credit_holds(number))
            .or_else(|| self.credit_below())
            .or_else(|| self.end_note())
            .or_else(|| self.link_at_end());
        if let Some(backing) = beyond {
            return backing;
        }
        let ours = || {
            let said = self.first_person(asked).or_else(|| self.part_of_ours(scope, number));
            said.or_else(|| self.own_lead_in()).or_else(|| self.own_study_goes_on(scope, number))
        };
        let own = of(&[Standing::Own]).map(place).or_else(|| ours().map(Some));
        if let Some(own) = own {
            let free = self.reading.style.figures.first_person;
            return Backing { step: None, standing: free.then_some(Standing::Own), source: own };
        }
        if let Some(hearsay) = of(&[Standing::Hearsay]) {
            if let Some(measured) = self.measured_before(scope, number) {
                return measured;
            }
            return Backing { step: None, standing: Some(Standing::Hearsay), source: place(hearsay) };
        }
        self.section().unwrap_or_default()
    }

    /// On the word of somebody who is named in the sentence, or goes on there; of nobody, where those words stand for none.
    fn said(&self, scope: &BlockScope, number: usize, named: &Attribution) -> Option<Backing> {
        let nobody = || self.asked_by_nobody(scope, number, named).or_else(|| self.is_unknown(scope, number, named));
        if let Some(vague) = self.stands_for_nobody(scope, number, named).or_else(nobody) {
            return Some(Backing { step: None, standing: Some(Standing::Vague), source: Some(vague) });
        }
        let who = self.who(scope, number, named);
        let trusts = !self.reading.style.figures.distrusts(self.reading.text(&who));
        trusts.then_some(Backing { step: Some(Step::Sentence), standing: None, source: Some(who) })
    }

    fn place(&self, block: usize, tokens: Range<usize>) -> Place {
        Place { block, at: self.reading.line(block).bytes(tokens) }
    }

    /// Whether an attribution of a block names somebody, or goes on with somebody, who counts as a source here.
    fn counts(&self, block: usize, attribution: &Attribution) -> bool {
        let named = matches!(attribution.standing, Standing::Named | Standing::Continued);
        let habits = &self.reading.style.figures;
        named && !(habits.has_distrusted() && habits.distrusts(self.reading.text(&self.place(block, attribution.source.clone()))))
    }

    /// The words that name the source of an attribution. Where the publication asks for names, "it said" is followed back to one.
    fn who(&self, scope: &BlockScope, number: usize, attribution: &Attribution) -> Place {
        let asks = self.reading.style.has_own() || self.reading.style.figures.has_distrusted();
        let before = || scope.attributions[..number].iter().rev().take(6).flat_map(|sentence| sentence.iter().rev());
        let poll = || {
            let of_poll = |other: &&Attribution| other.document && other.standing == Standing::Named;
            scope.attributions[number].iter().find(of_poll).or_else(|| before().find(of_poll))
        };
        let named = match attribution.standing {
            Standing::Continued if attribution.source.clone().any(|at| self.line.has(at, Class::Respondent)) => poll(),
            Standing::Continued if asks => before().find(|before| before.standing == Standing::Named),
            _ => None,
        };
        self.place(self.block, named.unwrap_or(attribution).source.clone())
    }

    /// A name in the figure's sentence that the publication trusts wherever it stands.
    fn trusted(&self, asked: &Answers) -> Option<Backing> {
        let named = || {
            let bytes = self.line.bytes(self.sentence.clone());
            let at = self.reading.style.figures.trusted_in(self.line.text.get(bytes.clone())?)?;
            Some(Place { block: self.block, at: bytes.start + at.start..bytes.start + at.end })
        };
        Backing::by(Step::Sentence, Some(asked.trusted.get_or_init(named).clone()?))
    }

    /// "By the Courier's count", "a Courier analysis": the publication's name with a word for counting behind it.
    fn own_count(&self, asked: &Answers) -> Option<Place> {
        let counted = || {
            let bytes = self.line.bytes(self.sentence.clone());
            let name = self.reading.style.own_in(self.line.text.get(bytes.clone())?)?;
            let at = bytes.start + name.start..bytes.start + name.end;
            let behind = self.line.tokens.partition_point(|token| (token.start as usize) < at.end);
            let counts = (behind..self.sentence.end.min(behind + 4))
                .take_while(|&token| !self.line.mark(token, &[',', ';', ':', '.']))
                .any(|token| self.line.has(token, Class::OwnWork));
            counts.then_some(Place { block: self.block, at })
        };
        asked.own_count.get_or_init(counted).clone()
    }

    /// Anywhere under the same heading, for a publication that is content with that.
    fn section(&self) -> Option<Backing> {
        let habits = &self.reading.style.figures;
        let blocks = &self.reading.document.blocks;
        let head = matches!(blocks[self.block].role, Role::Title | Role::Dek);
        if habits.within != Within::Section || head && habits.headline == Headline::Own {
            return None;
        }
        let first = self.scopes.surroundings.section(self.block);
        let named = self.scopes.named[first].get_or_init(|| {
            let of_section = (first..blocks.len()).take_while(|&block| self.scopes.surroundings.section(block) == first);
            of_section
                .filter(|&block| blocks[block].is_seen() && blocks[block].role != Role::Chrome)
                .find_map(|block| self.names(block))
        });
        Backing::by(Step::Section, Some(named.clone()?))
    }

    /// The first source that a block names or links to.
    fn names(&self, block: usize) -> Option<Place> {
        let scope = self.scopes.block(block);
        let mut said = scope.attributions.iter().flatten();
        let named = said.find(|attribution| attribution.standing == Standing::Named && self.counts(block, attribution));
        let of = &self.reading.document.blocks[block];
        let link = || of.links.iter().find(|link| shows(self.reading, block, link));
        named
            .map(|named| self.place(block, named.source.clone()))
            .or_else(|| link().map(|link| Place { block, at: link.at.clone() }))
    }

    /// Inside quotation marks with a speaker in this block or beside it.
    fn quote(&self) -> Option<Backing> {
        let block = &self.reading.document.blocks[self.block];
        let bytes = self.line.bytes(self.figure.tokens.clone());
        let marked = block.marks_around(bytes).any(|mark| mark.sort == MarkSort::Quote);
        let quotations = &self.scopes.found.quotations[self.block];
        let next = quotations.partition_point(|quotation| quotation.tokens.end <= self.figure.tokens.start);
        let quoted = quotations
            .get(next)
            .is_some_and(|quotation| quotation.tokens.contains(&self.figure.tokens.start) && quotation.tokens.len() >= 4);
        if !quoted && !marked {
            return None;
        }
        if let Some(speaker) = quoted_speaker(&self.line) {
            return Backing::by(Step::Quote, Some(self.place(self.block, speaker)));
        }
        let (low, high) = (self.block.saturating_sub(2), (self.block + 1).min(self.reading.document.blocks.len() - 1));
        let beside = [self.block].into_iter().chain((low..self.block).rev()).chain(self.block + 1..=high);
        for block in beside {
            if let Some(speaker) = self.speaker(block) {
                return Backing::by(Step::Quote, Some(speaker));
            }
        }
        None
    }

    fn speaker(&self, block: usize) -> Option<Place> {
        let scope = self.scopes.block(block);
        let speaker = || {
            let found = scope.attributions.iter().flatten().find(|attribution| self.counts(block, attribution))?;
            Some(self.place(block, found.source.clone()))
        };
        scope.speaker.get_or_init(speaker).clone()
    }

    /// A block quotation, words announced as somebody's, or the answer of a named speaker in an interview.
    fn announced(&self) -> Option<Backing> {
        if self.reading.document.blocks[self.block].kind == Kind::Quote {
            return Backing::by(Step::Announced, self.quoted_from());
        }
        if let Some(announcement) = announced(self.scopes.found.announcements, self.block) {
            return Backing::by(Step::Announced, Some(announcement.lead.clone()));
        }
        if !matches!(self.reading.document.blocks[self.block].kind, Kind::Paragraph) {
            return None;
        }
        let speaker = self.scopes.interview.answers(self.reading, self.block)?;
        Backing::by(Step::Announced, Some(speaker))
    }

    /// Whom a block quotation is from: named where it is led in, or right behind it.
    fn quoted_from(&self) -> Option<Place> {
        let blocks = &self.reading.document.blocks;
        let paragraph = |block: &usize| matches!(blocks[*block].kind, Kind::Paragraph | Kind::Item) && blocks[*block].is_seen();
        let lead = self.scopes.surroundings.above(self.block).filter(paragraph);
        let last = |lead: usize| {
            let scope = self.scopes.block(lead);
            let named = scope.attributions.last()?.iter().rev().find(|attribution| self.counts(lead, attribution))?;
            Some(self.place(lead, named.source.clone()))
        };
        let linked = |lead: usize| {
            let links = &blocks[lead].links;
            links.iter().rev().find(|link| shows(self.reading, lead, link)).map(|link| Place { block: lead, at: link.at.clone() })
        };
        // "…, which we quote below:" names nobody, and still says where the words are from.
        let announcing = |lead: usize| {
            let sentence = self.reading.sentences_of(lead).last()?.clone();
            let line = self.reading.line(lead);
            line.mark(sentence.end - 1, &[':']).then(|| self.place(lead, sentence.start..sentence.end - 1))
        };
        lead.and_then(|lead| last(lead).or_else(|| linked(lead)).or_else(|| self.speaker(lead)).or_else(|| announcing(lead)))
    }

    /// A `Source:` line or caption at the table, list or picture.
    fn source_line(&self) -> Option<Backing> {
        let blocks = &self.reading.document.blocks;
        let behind = self.scopes.surroundings.behind(self.block);
        let own = Some(self.block);
        let table = matches!(blocks[self.block].kind, Kind::Cell | Kind::Item | Kind::Caption);
        for block in own.into_iter().chain(behind.filter(|_| table)) {
            let line = self.reading.line(block);
            let first = usize::from(line.mark(0, &['(', '[']));
            let labelled = line.has(first, Class::SourceLine) && line.mark(first + 1, &[':']);
            let inside = block == self.block && self.scopes.block(block).source_line;
            if labelled || inside {
                return Backing::by(Step::Line, Some(Place { block, at: told(&line) }));
            }
        }
        None
    }

    /// Whether "we" of a sentence are a whole country: "We have 88 guns for every 100 people in this country."
    fn is_of_land(&self) -> bool {
        self.sentence.clone().any(|at| self.line.has(at, Class::OurLand))
    }

    /// "we", "our", "I" as the doer of the figure's clause.
    fn first_person(&self, answers: &Answers) -> Option<Place> {
        let (line, start) = (&self.line, self.figure.tokens.start);
        let stops = |&at: &usize| line.mark(at, &[';', '“', '"', ':']) || line.has(at, Class::Contrast);
        let all = || {
            let land = self.is_of_land();
            (
                self.sentence.clone().filter(|&at| !land && line.has(at, Class::Speaker)).collect(),
                self.sentence.clone().filter(stops).collect(),
            )
        };
        let (persons, stops): &(Vec<usize>, Vec<usize>) = answers.persons.get_or_init(all);
        let last = |all: &[usize]| all.partition_point(|&at| at < start).checked_sub(1).map(|last| all[last]);
        let before = || last(persons).filter(|&person| last(stops).is_none_or(|stop| stop < person));
        // "Fewer than five percent of our visitors": theirs to count.
        let end = self.figure.tokens.end;
        let of_ours = line.has(end, Class::Of).then(|| (end + 1..end + 3).find(|&at| line.has(at, Class::Ours))).flatten();
        let person = of_ours.or_else(before)?;
        Some(self.place(self.block, person..person + 1))
    }
}
