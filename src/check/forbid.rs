//! A text that must not be there.

mod becomes;
mod bound;
mod teller;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::becomes::Becomes;
use self::bound::{Bond, bond};
use self::teller::Tellers;
use super::describe::{Asked, LOOKS, SATISFIES, SPARES, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use crate::draft::Draft;
use crate::edit;
use crate::finding::Fix;
use crate::prose::{Class, Line, Phrases, Shape, Token};
use crate::reading::{Place, Reading};
use crate::sourcing::{Verdict, is_citation};
use crate::text::{Block, Kind, LinkSort, MarkSort, Ranges, Role};

/// How many blocks below a place may make it right. By hand.
const BELOW: usize = 2;

/// The options of a rule that forbids a text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Forbid {
    /// What must not be there.
    phrases: Phrases,
    /// What is written in its place.
    becomes: Becomes,
    /// What one of which its sentence must hold as well; empty for none.
    with: Phrases,
    /// What makes it right after all.
    unless: Phrases,
    /// How near that must stand.
    unless_within: PardonReach,
    /// The roles of the blocks that are looked at.
    roles: Vec<TextPart>,
    /// Only blocks that are nothing but these phrases and punctuation.
    whole: bool,
    /// Only blocks of at most so many words.
    most_words: Option<usize>,
    /// Whether it counts inside quotation marks and block quotations.
    quoted: bool,
    /// Whether a link as near makes it right.
    unless_linked: bool,
    /// Whether a citation in brackets in the same sentence makes it right.
    unless_cited: bool,
    /// Whether a year, month or weekday in the same sentence makes it right.
    unless_dated: bool,
    /// Whether a name right before it, in the same sentence, makes it right: “Gallup polls show”.
    unless_named: bool,
    /// Whether it is left to another rule where a figure rests on it.
    unless_figure: bool,
    /// Whether somebody who can be named makes it right: where the grammar of the source sheet reads one in its words, or soon below.
    unless_told: bool,
}

impl Default for Forbid {
    fn default() -> Self {
        Self {
            phrases: Phrases::default(),
            becomes: Becomes::default(),
            with: Phrases::default(),
            unless: Phrases::default(),
            unless_within: PardonReach::Sentence,
            roles: vec![TextPart::Body, TextPart::Title, TextPart::Dek],
            whole: false,
            most_words: None,
            quoted: true,
            unless_linked: false,
            unless_cited: false,
            unless_dated: false,
            unless_named: false,
            unless_figure: false,
            unless_told: false,
        }
    }
}

/// How near something must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum PardonReach {
    Sentence,
    Paragraph,
    /// In the same paragraph, or in one of the next two below it: who made “a new study” is often named there.
    Below,
    /// In headline or standfirst, wherever the place itself stands: what the article is about.
    Headline,
}

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum TextPart {
    Title,
    Dek,
    Body,
    Chrome,
}

impl TextPart {
    fn shown(self) -> &'static str {
        match self {
            Self::Title => "the headline",
            Self::Dek => "the standfirst",
            Self::Body => "the article",
            Self::Chrome => "what stands around the article",
        }
    }

    fn of(role: Role) -> Option<Self> {
        match role {
            Role::Title => Some(Self::Title),
            Role::Dek => Some(Self::Dek),
            Role::Body | Role::Folded => Some(Self::Body),
            Role::Chrome => Some(Self::Chrome),
            Role::Hidden(_) => None,
        }
    }
}

impl Check for Forbid {
    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.phrases, &mut self.with, &mut self.unless]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let near = match self.unless_within {
            PardonReach::Sentence => "in the same sentence,",
            PardonReach::Paragraph => "in the same paragraph,",
            PardonReach::Below => "in the same paragraph, or one of the next two,",
            PardonReach::Headline => "in the headline or standfirst,",
        };
        let linked = match self.unless_within {
            PardonReach::Paragraph | PardonReach::Below => "a link in the same paragraph",
            _ => "a link in the same sentence",
        };
        let dated = match self.unless_within {
            PardonReach::Below => "a year, month or weekday in the same sentence, or in one of the next two paragraphs",
            _ => "a year, month or weekday in the same sentence",
        };
        let told = |is: bool, words: &str| is.then(|| words.to_owned());
        parts([
            (
                LOOKS,
                [
                    teller.point("", teller.words(&self.phrases)),
                    teller.all("in", self.roles.iter().map(|role| role.shown())),
                    teller.point("where the sentence also says", teller.words(&self.with)),
                    told(self.whole, "as all that a paragraph or line says"),
                    self.most_words.map(|most| format!("in paragraphs and lines of at most {most} words")),
                ],
            ),
            ("What is written in its place", [teller.point("", self.becomes.told()), None, None, None, None]),
            (
                SATISFIES,
                [
                    teller.point(near, teller.words(&self.unless)),
                    told(self.unless_linked, linked),
                    told(self.unless_cited, "a citation in brackets in the same sentence"),
                    told(self.unless_dated, dated),
                    told(self.unless_named, "a name right before it"),
                ],
            ),
            (
                SPARES,
                [
                    told(!self.quoted, "words in quotation marks or a block quotation"),
                    told(self.unless_figure, "words that a figure rests on: attribution/vague-figure asks about those"),
                    told(self.unless_told, "words in which somebody speaks who has a name, or is named in the next paragraphs"),
                    None,
                    None,
                ],
            ),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let found: Vec<_> = reading.places(&self.phrases).collect();
        let pardons: Vec<_> = reading.places(&self.unless).collect();
        let headed = |place: &&Place| matches!(reading.document.blocks[place.block].role, Role::Title | Role::Dek);
        if self.unless_within == PardonReach::Headline && pardons.iter().any(headed) {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for of_block in found.chunk_by(|a, b| a.block == b.block) {
            let number = of_block[0].block;
            if !self.looks_at(number, draft) {
                continue;
            }
            let first = pardons.partition_point(|place| place.block < number);
            let last = pardons.partition_point(|place| place.block <= self.reaches(number, reading));
            let others = if self.becomes.is_empty() { Vec::new() } else { quotations(number, draft) };
            let others = Ranges::of(others);
            hits.extend(self.block(number, of_block, &pardons[first..last], draft).into_iter().map(|at| {
                let (theirs, place) = (others.touch(&at), Place { block: number, at });
                let mut hit = Hit::new(reading.span(&place), reading.text(&place));
                self.mend(draft, &place, theirs, &mut hit);
                hit
            }));
        }
        hits
    }
}

impl Forbid {
    /// Offers what becomes of the words at a place. Unread it is written only where their case is kept, no markup stands in them or
    /// comes with the text, and they are the writer's own: what somebody said is not ours to reword.
    fn mend(&self, draft: &Draft<'_>, place: &Place, theirs: bool, hit: &mut Hit) {
        let (reading, source) = (&draft.reading, &draft.reading.document.source);
        let found = reading.text(place);
        let Some((text, kept)) = self.becomes.of(found) else { return };
        let written = source.slice(hit.span);
        // Two spaces at the end of a line are a break of lines in Markdown.
        if written.contains("  \n") || !written.split_whitespace().eq(found.split_whitespace()) {
            return hit.notes.push(format!("--fix leaves this to you: markup stands inside; write “{text}”"));
        }
        let bond = bond(reading, place, hit.span, &text);
        if let Bond::Tied(why) = &bond {
            return hit.notes.push(why.clone());
        }
        let is_theirs = theirs || reading.document.blocks[place.block].kind == Kind::Quote || draft.is_announced(place.block);
        let safe = kept && !is_theirs && matches!(bond, Bond::Free) && !edit::is_markup(&text);
        let title = format!("Write “{text}”");
        hit.fix = Some(Fix { title, edits: vec![edit::replace(source, hit.span, text)], safe });
    }

    /// The last block in which something makes right what stands in this one.
    fn reaches(&self, number: usize, reading: &Reading<'_>) -> usize {
        let blocks = &reading.document.blocks;
        let behind = (number + 1..blocks.len()).filter(|&block| blocks[block].is_seen());
        let below = behind.take(BELOW).take_while(|&block| blocks[block].kind != Kind::Heading);
        if self.unless_within == PardonReach::Below { below.last().unwrap_or(number) } else { number }
    }

    fn looks_at(&self, number: usize, draft: &Draft<'_>) -> bool {
        let reading = &draft.reading;
        let block = &reading.document.blocks[number];
        let few = self.most_words.is_none_or(|most| {
            let line = reading.line(number);
            line.tokens.iter().filter(|token| !matches!(token.shape, Shape::Mark(_))).count() <= most
        });
        few && (self.quoted || block.kind != Kind::Quote && !draft.is_announced(number))
            && TextPart::of(block.role).is_some_and(|part| self.roles.contains(&part))
    }

    /// The places of one block that are objected to, in bytes of its text: in order, apart from each other.
    fn block(&self, number: usize, found: &[&Place], pardons: &[&Place], draft: &Draft<'_>) -> Vec<Range<usize>> {
        let reading = &draft.reading;
        let block = &reading.document.blocks[number];
        let mut apart = code(block);
        if !self.quoted {
            apart.extend(quotations(number, draft));
        }
        let apart = Ranges::of(apart);
        let places = found.iter().map(|place| place.at.clone()).filter(|at| !at.is_empty() && !apart.touch(at));
        let places = Ranges::of(places);
        let places = places.all();
        if self.whole {
            return fills(&block.text, places).then(|| places[0].start..places[places.len() - 1].end).into_iter().collect();
        }
        let pardons = Ranges::of(pardons.iter().map(|place| place.at.clone()));
        let pardoned = |at: &Range<usize>| match self.unless_within {
            PardonReach::Paragraph | PardonReach::Below => !pardons.is_empty(),
            PardonReach::Headline => false,
            PardonReach::Sentence => !pardons.is_empty() && pardons.touch(&sentence(number, at, reading)),
        };
        let (beside, mut tellers) = (Neighbours::of(self, number, draft), Tellers::of(reading));
        let mut objects = |at: &Range<usize>| {
            let around = sentence(number, at, reading);
            (self.with.is_empty() || beside.has_company(at, &around))
                && !beside.excuses(self, at, &around)
                && !(self.unless_told && tellers.is_told(number, at))
        };
        places.iter().filter(|at| !pardoned(at) && objects(at)).cloned().collect()
    }
}

/// What stands in a block beside the places that a rule objects to, each sort in order: looked up for one place after another.
struct Neighbours<'a> {
    line: Line<'a>,
    /// Where links begin.
    links: Vec<usize>,
    /// Where citations in brackets begin.
    citations: Vec<usize>,
    /// What must stand beside a place.
    company: Ranges,
    /// The words of vague sources that a figure rests on.
    vague: Ranges,
    /// Whether a block below it that the rule reaches has a date.
    dated_below: bool,
}

impl<'a> Neighbours<'a> {
    fn of(rule: &Forbid, number: usize, draft: &'a Draft<'_>) -> Self {
        let reading = &draft.reading;
        let block = &reading.document.blocks[number];
        let links = block.links.iter().filter(|link| rule.unless_linked && link.sort != LinkSort::Image && !block.is_label(link));
        let company = reading.places_in(&rule.with, number..=number).map(|place| place.at.clone());
        let sheet = if rule.unless_figure { draft.sheet() } else { &[] };
        let entries = &sheet[sheet.partition_point(|entry| entry.place.block < number)..];
        let here = entries.iter().take_while(|entry| entry.place.block == number);
        let vague = here
            .filter(|entry| entry.verdict == Verdict::Vague || entry.bare() == Verdict::Vague)
            .filter_map(|entry| entry.source.as_ref());
        let line = reading.line(number);
        let has_date = |block: usize| {
            let line = reading.line(block);
            line.tokens.iter().any(|token| is_date(&line, token))
        };
        let cited = (0..line.tokens.len()).filter(|&at| rule.unless_cited && is_citation(&line, at));
        Self {
            line,
            citations: cited.map(|at| line.tokens[at].start as usize).collect(),
            links: links.map(|link| link.at.start).collect(),
            company: Ranges::of(company),
            vague: Ranges::of(vague.map(|source| source.at.clone())),
            dated_below: rule.unless_dated && (number + 1..=rule.reaches(number, reading)).any(has_date),
        }
    }

    /// Whether what must stand beside a place does, in its sentence.
    fn has_company(&self, at: &Range<usize>, around: &Range<usize>) -> bool {
        let inside = self.company.since(around.start).iter().take_while(|company| company.end <= around.end);
        inside.into_iter().any(|company| company.end <= at.start || at.end <= company.start)
    }

    /// Whether a link, a date, a name or a figure takes a place out.
    fn excuses(&self, rule: &Forbid, at: &Range<usize>, around: &Range<usize>) -> bool {
        let linked = || match rule.unless_within {
            PardonReach::Paragraph | PardonReach::Below => !self.links.is_empty(),
            _ => self.links.get(self.links.partition_point(|link| *link < around.start)).is_some_and(|link| *link <= around.end),
        };
        rule.unless_linked && linked()
            || rule.unless_cited && self.is_cited(around)
            || rule.unless_dated && (self.dated_below || self.is_dated(around))
            || rule.unless_named && self.is_named(at, around)
            || self.vague.touch(at)
    }

    /// Whether a source is given in brackets: `(Pell 2019)`, `[12]`.
    fn is_cited(&self, around: &Range<usize>) -> bool {
        let next = self.citations.get(self.citations.partition_point(|&at| at < around.start));
        next.is_some_and(|&at| at < around.end)
    }

    fn is_dated(&self, around: &Range<usize>) -> bool {
        let tokens = self.line.tokens;
        let first = tokens.partition_point(|token| (token.start as usize) < around.start);
        let inside = tokens[first..].iter().take_while(|token| (token.start as usize) < around.end);
        inside.into_iter().any(|token| is_date(&self.line, token))
    }

    /// Whether a name stands right before a place: one that opens the sentence may be any word.
    fn is_named(&self, at: &Range<usize>, around: &Range<usize>) -> bool {
        let tokens = self.line.tokens;
        let before = tokens.partition_point(|token| (token.end as usize) <= at.start).checked_sub(1);
        let name = before.map(|before| &tokens[before]).filter(|name| name.is_capital());
        name.is_some_and(|name| around.start < name.start as usize && !name.classes.any(&[Class::Month, Class::Weekday]))
    }
}

/// Whether a word is a year, a month or a weekday.
fn is_date(line: &Line<'_>, token: &Token) -> bool {
    let year = token.shape == Shape::Number && matches!(token.of(line.text).as_bytes(), [b'1' | b'2', _, _, _]);
    year || token.is_capital() && token.classes.any(&[Class::Month, Class::Weekday])
}

/// Whether nothing but these places and punctuation stands in a text; false without a place.
fn fills(text: &str, places: &[Range<usize>]) -> bool {
    let mut end = 0;
    let mut bare = |until: usize, next: usize| {
        let between = text.get(end..until).unwrap_or_default();
        end = next;
        !between.contains(char::is_alphanumeric)
    };
    !places.is_empty() && places.iter().all(|at| bare(at.start, at.end)) && bare(text.len(), text.len())
}

/// The sentence, or sentences, that a place stands in, in bytes of the block's text.
fn sentence(block: usize, at: &Range<usize>, reading: &Reading<'_>) -> Range<usize> {
    let (tokens, sentences) = (reading.line(block).tokens, reading.sentences_of(block));
    let end = |sentence: &Range<usize>| tokens[sentence.end - 1].end as usize;
    let start = |sentence: &Range<usize>| tokens[sentence.start].start as usize;
    let first = sentences.partition_point(|sentence| end(sentence) <= at.start);
    let last = sentences.partition_point(|sentence| start(sentence) < at.end).saturating_sub(1);
    match (sentences.get(first), sentences.get(last.max(first))) {
        (Some(first), Some(last)) => start(first)..end(last),
        _ => at.clone(),
    }
}

/// The stretches of code: literal, never prose.
fn code(block: &Block) -> Vec<Range<usize>> {
    block.marks.iter().filter(|mark| mark.sort == MarkSort::Code).map(|mark| mark.at.clone()).collect()
}

/// The stretches in quotation marks.
fn quotations(number: usize, draft: &Draft<'_>) -> Vec<Range<usize>> {
    let reading = &draft.reading;
    let (block, line) = (&reading.document.blocks[number], reading.line(number));
    let marked = block.marks.iter().filter(|mark| mark.sort == MarkSort::Quote).map(|mark| mark.at.clone());
    marked.chain(draft.quotations(number).iter().map(|quotation| line.bytes(quotation.tokens.clone()))).collect()
}
