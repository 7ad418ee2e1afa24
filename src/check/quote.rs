//! Somebody's words that are not set as theirs, or are nobody's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::describe::{Asked, LOOKS, SATISFIES, SPARES, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::attribution::{Attribution, Standing};
use crate::prose::{Class, Line, Phrases, Shape, passage};
use crate::reading::{Place, Reading};
use crate::sourcing::Announcement;
use crate::text::{Kind, Span};

/// From how many words on a quotation needs a speaker. Chosen by hand; no measurement of it is kept.
const LEAST: usize = 6;

/// The options of a rule on quotations.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quote {
    /// What is asked of a quotation.
    asks: QuoteAsks,
    /// What tells that words in quotation marks are nobody's speech: a title, a label, a saying.
    unless: Phrases,
}

/// What is asked of a quotation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum QuoteAsks {
    /// Words that the text announces as somebody's are set in quotation marks or as a block quotation.
    #[default]
    Marks,
    /// Words in quotation marks have a speaker.
    Speaker,
}

impl Check for Quote {
    fn names(&self) -> &'static [&'static str] {
        &["lead"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.unless]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let (looks, satisfies) = match self.asks {
            QuoteAsks::Marks => (
                "words that the text announces as somebody’s (“she wrote:”), set as the writer’s own".to_owned(),
                "quotation marks around them, or a block quotation",
            ),
            QuoteAsks::Speaker => (
                format!("words in quotation marks, {LEAST} or more, that nobody is named for"),
                "who says it, in its paragraph, or in the one before or behind",
            ),
        };
        parts([
            (LOOKS, [Some(looks)]),
            (SATISFIES, [Some(satisfies.to_owned())]),
            (SPARES, [teller.point("what is nobody’s speech, known by", teller.words(&self.unless))]),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        match self.asks {
            QuoteAsks::Marks => unmarked(draft),
            QuoteAsks::Speaker => self.unspoken(draft),
        }
    }
}

fn unmarked(draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let sure = draft.announcements().iter().filter(|announcement| !announcement.marked && is_sure(reading, announcement));
    let hits = sure.filter_map(|announcement| {
        let blocks = &reading.document.blocks[announcement.blocks.clone()];
        let span = blocks.iter().filter(|block| block.is_seen()).map(|block| block.whole()).reduce(Span::join)?;
        let mut hit = Hit::new(span, reading.document.source.slice(span));
        hit.words = vec![("lead", reading.text(&announcement.lead).to_owned())];
        let note = "announced here".to_owned();
        hit.related.push(Related::here(reading.span(&announcement.lead), note));
        Some(hit)
    });
    hits.collect()
}

/// Whether what announces leaves no doubt: its block breaks off there, and its sentence names or describes who speaks, other
/// than the writer.
fn is_sure(reading: &Reading<'_>, announcement: &Announcement) -> bool {
    let block = announcement.lead.block;
    let line = reading.line(block);
    let Some(sentence) = reading.sentences_of(block).last().cloned() else { return false };
    let open = !line.mark(line.tokens.len() - 1, &['.', '!', '?', '…']);
    let cue = line.tokens.partition_point(|token| (token.end as usize) < announcement.lead.at.end);
    let goes_on = (cue..line.tokens.len() - 1).any(|at| line.mark(at, &[':', ';', '—']));
    let named = |at: usize| at > sentence.start && line.tokens[at].is_capital() && !line.has(at, Class::Pronoun);
    let speaks = |at: usize| named(at) || line.has_any(at, &[Class::AgentNoun, Class::OrganisationNoun, Class::DocumentNoun]);
    open && !goes_on && sentence.clone().any(speaks) && !sentence.clone().any(|at| line.has(at, Class::FirstPerson))
}

impl Quote {
    fn unspoken(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let excused: Vec<_> = reading.places(&self.unless).collect();
        let mut hits = Vec::new();
        for (number, block) in reading.document.blocks.iter().enumerate() {
            let prose = matches!(block.kind, Kind::Paragraph | Kind::Item) && block.is_body();
            let line = reading.line(number);
            let silent = excused.binary_search_by_key(&number, |place| place.block).is_ok();
            // A paragraph that opens with a quotation is dialogue when its neighbours do as well.
            let beside = [number.checked_sub(1), Some(number + 1)];
            let dialogue = opens(reading, number) && beside.into_iter().flatten().any(|other| opens(reading, other));
            if !prose || silent || dialogue || has_speaker(draft, number) {
                continue;
            }
            let spoken =
                draft.quotations(number).iter().filter(|found| found.closed && is_speech(&line.tokens[found.tokens.clone()]));
            hits.extend(spoken.map(|found| {
                let place = Place { block: number, at: line.bytes(found.tokens.clone()) };
                Hit::new(reading.span(&place), reading.text(&place))
            }));
        }
        hits
    }
}

fn opens(reading: &Reading<'_>, block: usize) -> bool {
    block < reading.document.blocks.len() && reading.line(block).mark(0, &['“', '"', '„', '«'])
}

/// Whether quoted words may be speech: enough of them, in a sentence's clothes and not a title's.
fn is_speech(tokens: &[crate::prose::Token]) -> bool {
    let words = tokens.iter().filter(|token| passage::counts(token)).count();
    let capitals = tokens.iter().filter(|token| token.is_capital()).count();
    let ends = tokens.last().is_some_and(|last| matches!(last.shape, Shape::Mark('.' | ',' | '?' | '!' | '…')));
    words >= LEAST && capitals * 3 <= words && ends
}

/// Whether a block or one beside it names who speaks, outside quotation marks.
fn has_speaker(draft: &Draft<'_>, block: usize) -> bool {
    let reading = &draft.reading;
    let names = |block: usize| {
        let line = reading.line(block);
        let quoted = draft.quotations(block);
        let outside = |at: usize| {
            let next = quoted.partition_point(|found| found.tokens.end <= at);
            quoted.get(next).is_none_or(|found| at < found.tokens.start)
        };
        let mut found =
            reading.sentences_of(block).iter().flat_map(|sentence| reading.grammar.attributions(&line, sentence.clone()));
        let named = |found: &Attribution| matches!(found.standing, Standing::Named | Standing::Continued);
        found.any(|found| named(&found) && outside(found.cue.start))
            || (0..line.tokens.len()).any(|at| line.has(at, Class::NeutralVerb) && outside(at))
            || quoted.iter().any(|found| signed(&line, found.tokens.end + 1))
    };
    let last = reading.document.blocks.len() - 1;
    (block.saturating_sub(1)..=(block + 1).min(last)).any(names)
}

/// Whether a dash and a name stand here: “…” – Ada Pell.
fn signed(line: &Line<'_>, at: usize) -> bool {
    let dashes = (at..at + 3).take_while(|&at| line.dash(at)).count();
    dashes > 0 && line.get(at + dashes).is_some_and(|token| token.is_capital())
}
