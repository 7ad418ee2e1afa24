//! How words reach the reader: said by the article, hidden, quoted, denied, or only talked about.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::words::tokens_of;
use crate::prose::quotation::Quotation;
use crate::prose::{Class, Line, Shape};
use crate::reading::{Place, Reading};
use crate::text::{Block, Document, Hidden, Kind, MarkSort, Ranges, Role};

/// How the words at a place reach the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assertion {
    /// Said by the article itself, in plain sight.
    Stated,
    /// Nobody sees it.
    Hidden(Hidden),
    /// Folded away, seen only after a click.
    Folded,
    /// In code, or struck out.
    Literal,
    /// In the words of somebody else.
    Quoted,
    /// Somebody is said to say it, or advised to.
    Reported,
    /// Denied.
    Negated,
    /// Asked, or only supposed.
    Asked,
    /// Somebody pays who pays nobody: “sponsored by caffeine”.
    Jest,
}

/// Whose words a block holds beside the article's own.
#[derive(Debug, Clone, Copy)]
pub struct Others<'a> {
    /// What stands in quotation marks in it.
    pub quotations: &'a [Quotation],
    /// Whether the text before announces it as somebody else's words.
    pub announced: bool,
    /// What its markup sets apart.
    pub apart: Option<&'a SetApart>,
}

/// What the markup of a block keeps from being said by the article.
#[derive(Debug, Default)]
pub struct SetApart {
    hidden: Ranges,
    literal: Ranges,
    quoted: Ranges,
}

impl SetApart {
    /// Of each block that has any such markup, by its number.
    pub fn of(document: &Document) -> FxHashMap<usize, Self> {
        let marks = |block: &Block, sorts: &[MarkSort]| {
            let of_sorts = block.marks.iter().filter(|mark| sorts.contains(&mark.sort));
            Ranges::of(of_sorts.map(|mark| mark.at.clone()))
        };
        let of_block = |(number, block): (usize, &Block)| {
            let hidden = marks(block, &[MarkSort::Hidden]);
            let (literal, quoted) = (marks(block, &[MarkSort::Code, MarkSort::Deleted]), marks(block, &[MarkSort::Quote]));
            let any = !(hidden.is_empty() && literal.is_empty() && quoted.is_empty());
            any.then_some((number, Self { hidden, literal, quoted }))
        };
        document.blocks.iter().enumerate().filter(|(_, block)| !block.marks.is_empty()).filter_map(of_block).collect()
    }

    fn assertion(&self, at: &Range<usize>) -> Option<Assertion> {
        match () {
            () if self.hidden.touch(at) => Some(Assertion::Hidden(Hidden::Element)),
            () if self.literal.touch(at) => Some(Assertion::Literal),
            () if self.quoted.touch(at) => Some(Assertion::Quoted),
            () => None,
        }
    }
}

impl Others<'_> {
    fn said(&self, tokens: &Range<usize>) -> bool {
        let before = self.quotations.partition_point(|quotation| quotation.tokens.start <= tokens.start);
        self.announced || self.quotations[..before].last().is_some_and(|quotation| tokens.end <= quotation.tokens.end)
    }
}

/// How the words at a place reach the reader; `others` are those of its block.
pub fn assertion(reading: &Reading<'_>, others: Others<'_>, place: &Place) -> Assertion {
    let block = &reading.document.blocks[place.block];
    match block.role {
        Role::Hidden(hidden) => return Assertion::Hidden(hidden),
        Role::Folded => return Assertion::Folded,
        _ => {}
    }
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    if let Some(assertion) = others.apart.and_then(|apart| apart.assertion(&place.at)) {
        return assertion;
    }
    if (block.kind == Kind::Quote && !is_callout(&line) && !speaks_of_itself(reading, place.block)) || others.said(&tokens) {
        return Assertion::Quoted;
    }
    let sentence = reading.sentence_at(place.block, tokens.start);
    match spoken(&line, &sentence, &tokens) {
        Assertion::Stated | Assertion::Negated if in_jest(block, &line, &sentence, &tokens) => Assertion::Jest,
        spoken => spoken,
    }
}

/// A block quotation that is set so only to stand out: it opens with a label of the desk.
fn is_callout(line: &Line<'_>) -> bool {
    let Some(first) = (0..4).find(|&at| line.get(at).is_some_and(|token| token.is_word())) else { return false };
    let closes = |at: usize| line.mark(at, &[':', ']', '.', '—', '–', '-', '!']);
    let joins = |at: usize| {
        line.get(at).is_some_and(|token| token.is_word() || token.shape == Shape::Mark('\'') || token.shape == Shape::Mark('’'))
    };
    // “Divulgación de afiliados:” is a label as a whole.
    let labels = |at: usize| (at + 1..at + 5).find(|&end| !joins(end)).is_some_and(closes);
    (first..first + 3).any(|at| line.has(at, Class::Callout) && labels(at))
}

/// Among how many words at the end of a quotation the dash is looked for that signs it.
const SIGNED: usize = 8;

/// How many blocks back the line is looked for that leads in to a quotation: work must not grow with the quotation for each of its blocks.
const BEFORE: usize = 64;

/// A block quotation that speaks of the piece it stands in, and that nothing leads in to: “This post contains affiliate links”, “Dieser
/// Artikel enthält …”, “You pay no more by using my links”.
fn speaks_of_itself(reading: &Reading<'_>, block: usize) -> bool {
    let line = reading.line(block);
    let before =
        || reading.document.blocks[..block].iter().rev().take(BEFORE).find(|block| block.is_seen() && block.kind != Kind::Quote);
    let is_led_in = |before: Option<&Block>| before.is_some_and(|before| before.text.trim_end().ends_with(':'));
    let first = (0..3).find(|&at| line.get(at).is_some_and(|token| token.is_word()));
    let speaks = |at: usize| line.has(at, Class::ThisOne) && (at + 1..at + 3).any(|at| line.has(at, Class::CallsItself));
    (first.is_some_and(speaks) || is_of_own_links(&line)) && !is_led_in(before())
}

/// Whether words speak of the links of whoever says them, whom they do not name: “using my links”, and no dash before a name at the end.
fn is_of_own_links(line: &Line<'_>) -> bool {
    let own = |at: usize| line.has(at, Class::FirstPerson) && line.has(at + 1, Class::EarningLink);
    let is_signed = || (0..line.tokens.len()).rev().take(SIGNED).any(|at| line.mark(at, &['—', '–', '―']));
    (0..line.tokens.len()).any(own) && !is_signed()
}

/// How a sentence takes the words in it: as its own, denied, asked, or as somebody's.
fn spoken(line: &Line<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> Assertion {
    let clause = clause_start(line, sentence.start, tokens.start);
    let negator = (clause..tokens.start).rev().take(6).find(|&at| negates(line, at));
    if negator.is_some() || denied_behind(line, sentence, tokens) {
        return Assertion::Negated;
    }
    if reported(line, sentence.start, tokens.start) || told_behind(line, sentence, tokens) || urged(line, tokens.start) {
        return Assertion::Reported;
    }
    let supposed = clause < tokens.start && line.has(clause, Class::Supposing) || conditional(line, clause, tokens.start);
    let asks = (tokens.end..sentence.end).rev().take(3).any(|at| line.mark(at, &['?']));
    if asks || supposed { Assertion::Asked } else { Assertion::Stated }
}

/// Whether the statement is what an if-clause is about: “if the views expressed here are …”. What a reader does is no statement, so
/// “if you buy through a link, we earn …” is none of these.
fn conditional(line: &Line<'_>, clause: usize, at: usize) -> bool {
    let about = line.has(clause, Class::If) && line.has(clause + 1, Class::Determiner) && clause + 3 >= at;
    clause < at && about || line.has_before(at, Class::If)
}

/// Where the clause that holds token `at` begins.
fn clause_start(line: &Line<'_>, start: usize, at: usize) -> usize {
    let cut = |at: &usize| line.mark(*at, &[';', ':', ',', '—', '–', '(', '.', '|']) || line.has(*at, Class::Joining);
    (start..at).rev().find(cut).map_or(start, |cut| cut + 1)
}

fn negates(line: &Line<'_>, at: usize) -> bool {
    line.has_any(at, &[Class::Negator, Class::Denying]) && !line.has(at + 1, Class::Mere)
}

/// Within how many words behind its verb a statement says what is earned.
const EARNED: usize = 6;
/// How many words before the verb of a statement a word that denies it may stand.
const BEFORE_VERB: usize = 3;

/// Whether the words of a statement stand at a place, and another word between them denies its first verb: “We never earn a commission …”.
pub fn denied_within(reading: &Reading<'_>, place: &Place) -> bool {
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    // “Never take advice from a blog” denies no statement: what is earned is money.
    let earns = |at: usize| line.has(at, Class::Earning) && (at + 1..at + EARNED).any(|at| line.has(at, Class::Money));
    let verb = tokens.clone().find(|&at| earns(at));
    let before = verb.map_or(0..0, |verb| tokens.start.max(verb.saturating_sub(BEFORE_VERB))..verb);
    let opening = tokens.start..tokens.end.min(tokens.start + BEFORE_VERB);
    before.clone().any(|at| negates(&line, at)) && !before.clone().any(|at| line.mark(at, &[',', ';', '.', '—', '–']))
        || opening.clone().any(|at| line.has(at, Class::Denying))
}

fn denied_behind(line: &Line<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let by = line.has(tokens.end, Class::By) && line.has(tokens.end + 1, Class::Nobody);
    by && tokens.end < sentence.end || line.has_before(tokens.end, Class::By) && line.has(tokens.end, Class::Nobody)
}

/// How far before a verb its subject is looked for. Chosen by hand; no measurement of it is kept.
const NEAR: usize = 24;

/// "says that …", "told the court that …", "add a line such as …": the words are somebody else's, or an example.
fn reported(line: &Line<'_>, start: usize, at: usize) -> bool {
    let clause = (start..at).rev().take_while(|&at| !line.mark(at, &[';', '.', '(']));
    let verb = clause.take(18).find(|&verb| says(line, verb) && leads_to(line, verb, at));
    let such_as = at >= start + 2 && line.has(at - 2, Class::Such) && line.has(at - 1, Class::As);
    let Some(verb) = verb else { return such_as };
    let before = start.max(verb.saturating_sub(NEAR))..verb;
    let first_person = before.clone().any(|at| line.has(at, Class::Teller));
    let advised = before.clone().any(|at| line.has(at, Class::Advised));
    !first_person || advised || line.has(verb, Class::Doubting)
}

/// How many words a name or a noun has, at most, between a comma and its verb. Chosen by hand; no measurement of it is kept.
const TELLER: usize = 3;

/// “…, the chairman joked”: who says it comes last.
fn told_behind(line: &Line<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let commas = (tokens.end..sentence.end).take(NEAR).filter(|&at| line.mark(at, &[',']));
    let subject =
        |at: usize| line.has_any(at, &[Class::Determiner, Class::Pronoun]) || line.get(at).is_some_and(|of| of.is_capital());
    let tells = |at: usize| at < sentence.end && line.has(at, Class::Telling);
    commas
        .map(|comma| comma + 1)
        .any(|first| subject(first) && !line.has(first, Class::NoTeller) && (first + 1..=first + TELLER).any(tells))
}

/// “urges young people to drink responsibly”: others are asked to, not the reader.
fn urged(line: &Line<'_>, at: usize) -> bool {
    at > 1 && line.has(at - 1, Class::To) && line.has_any(at - 2, &[Class::People, Class::AgentNoun, Class::VagueNoun])
}

fn says(line: &Line<'_>, at: usize) -> bool {
    let verb = line.has_any(at, &[Class::Reporting, Class::Telling, Class::NeutralVerb, Class::DoubtVerb, Class::LoadedVerb]);
    // “Please note that”, “be advised that”, “readers are warned that” open a statement.
    let invites = line.has(at, Class::Note) || line.has_before(at, Class::Invitation);
    // “At the time of writing, …” and “except where otherwise noted, …” tell nothing.
    let of_nobody = line.has(at, Class::Writing) && line.has_before(at, Class::Of) || line.has_before(at, Class::Excepting);
    // “If in doubt, speak to …”: no verb.
    let in_doubt = line.has(at, Class::Doubting) && line.has_before(at, Class::Preposition);
    let to_readers = at > 1 && line.has(at - 2, Class::Reader);
    verb && !(invites || of_nobody || in_doubt || to_readers)
}

/// Whether what a verb says begins before token `at`: “says that”, “says the tea is”, “told the court that”.
fn leads_to(line: &Line<'_>, verb: usize, at: usize) -> bool {
    let opens = |at: usize| line.has(at, Class::Contents) || line.mark(at, &[':', ',', '"', '“', '”', '„']);
    let subject = |at: usize| line.has_any(at, &[Class::Determiner, Class::Pronoun]);
    let clause = line.has(verb, Class::Telling) && subject(verb + 1);
    verb + 1 == at || opens(verb + 1) || clause || (verb + 2..at.min(verb + 7)).any(|at| line.has(at, Class::That))
}

/// How many words before “by” its verb is looked for. Chosen by hand; no measurement of it is kept.
const VERB: usize = 4;

/// Whether the words say who pays and it is nobody who could: neither a name, a link nor a body follows, nor anybody one could point
/// at. “Sponsored by caffeine”, “by my mother’s patience”; not “by my brother, who owns Northlight”, nor “by a bakery”.
fn in_jest(block: &Block, line: &Line<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let Some(by) = [tokens.end.wrapping_sub(1), tokens.end].into_iter().find(|&at| line.has(at, Class::By)) else { return false };
    let pays = (by.saturating_sub(VERB)..by).any(|at| line.has(at, Class::Paying));
    let payer = by + 1..sentence.end;
    if !pays || payer.is_empty() {
        return false;
    }
    let bytes = line.bytes(payer.clone());
    let known = |at: usize| {
        line.get(at).is_some_and(|token| token.is_capital() || token.shape == Shape::Number)
            || line.has_any(at, &[Class::Payer, Class::OrganisationNoun])
            || line.mark(at, &['{', '[', '<', '@', '$', '€', '£'])
    };
    let linked = block.links_touching(bytes).next().is_some();
    let pointed_at = line.has(by + 1, Class::Determiner) && !line.has(by + 1, Class::FirstPerson);
    !pointed_at && !linked && !payer.into_iter().any(known)
}
