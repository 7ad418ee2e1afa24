//! What counts as a statement to the reader, and which paragraphs are standing disclaimers.

mod approved;

use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

pub use approved::{Approval, ApprovedTexts, Likeness};

use super::{Place, Reading};
use crate::prose::{Lexicon, Line, Lists, Phrases, Shape, quotation};
use crate::text::{Block, Hidden, Kind, MarkSort, Role};

/// How the words at a place reach the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Said by the article itself, in plain sight.
    Stated,
    /// Nobody sees it.
    Hidden(Hidden),
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
}

/// How the words at a place reach the reader.
pub fn stance(reading: &Reading<'_>, place: &Place) -> Stance {
    let block = &reading.document.blocks[place.block];
    if let Role::Hidden(hidden) = block.role {
        return Stance::Hidden(hidden);
    }
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    if let Some(stance) = marked(block, &place.at) {
        return stance;
    }
    if (block.kind == Kind::Quote && !is_callout(&line)) || quoted(reading, place, &tokens) {
        return Stance::Quoted;
    }
    let sentence = reading.sentence_at(place.block, tokens.start);
    spoken(&line, &sentence, &tokens)
}

/// The tokens that a range of bytes of a line's text touches.
pub fn tokens_of(line: &Line<'_>, at: &Range<usize>) -> Range<usize> {
    let start = line.tokens.partition_point(|token| token.end as usize <= at.start);
    let end = line.tokens.partition_point(|token| (token.start as usize) < at.end);
    start..end.max(start)
}

fn marked(block: &Block, at: &Range<usize>) -> Option<Stance> {
    let of =
        |sort: MarkSort| block.marks.iter().any(|mark| mark.sort == sort && mark.at.start < at.end && at.start < mark.at.end);
    match () {
        () if of(MarkSort::Code) || of(MarkSort::Deleted) => Some(Stance::Literal),
        () if of(MarkSort::Quote) => Some(Stance::Quoted),
        () => None,
    }
}

/// A block quotation that is set so only to stand out: it opens with a label of the desk.
fn is_callout(line: &Line<'_>) -> bool {
    const LABELS: &[&str] = &[
        "disclaimer",
        "disclosure",
        "note",
        "notice",
        "correction",
        "clarification",
        "update",
        "warning",
        "important",
        "disclosures",
        "advertisement",
        "anzeige",
        "transparency",
    ];
    let first = (0..line.tokens.len()).find(|&at| line.get(at).is_some_and(|token| token.is_word()));
    let Some(first) = first.filter(|&first| first < 4) else { return false };
    (first..first + 3).any(|at| line.is(at, LABELS) && line.mark(at + 1, &[':', ']', '.', '—', '–', '-', '!']))
}

fn quoted(reading: &Reading<'_>, place: &Place, tokens: &Range<usize>) -> bool {
    let inside = |quotation: &quotation::Quotation| quotation.tokens.start <= tokens.start && tokens.end <= quotation.tokens.end;
    reading.quotations(place.block).iter().any(inside)
        || reading.announcements().iter().any(|announcement| announcement.blocks.contains(&place.block))
}

/// How a sentence takes the words in it: as its own, denied, asked, or as somebody's.
fn spoken(line: &Line<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> Stance {
    let clause = clause_start(line, sentence.start, tokens.start);
    let negator = (clause..tokens.start).rev().take(6).find(|&at| negates(line, at));
    if negator.is_some() || denied_behind(line, sentence, tokens) {
        return Stance::Negated;
    }
    if reported(line, sentence.start, tokens.start) {
        return Stance::Reported;
    }
    let supposed = clause < tokens.start && line.is(clause, &["whether", "unless"]) || line.follows(tokens.start, &["if"]);
    let asks = (tokens.end..sentence.end).rev().take(3).any(|at| line.mark(at, &['?']));
    if asks || supposed { Stance::Asked } else { Stance::Stated }
}

/// Where the clause that holds token `at` begins.
fn clause_start(line: &Line<'_>, start: usize, at: usize) -> usize {
    let cut = |at: &usize| line.mark(*at, &[';', ':', ',', '—', '–', '(', '.', '|']) || line.is(*at, &["but", "and", "so"]);
    (start..at).rev().find(cut).map_or(start, |cut| cut + 1)
}

fn negates(line: &Line<'_>, at: usize) -> bool {
    const NEGATORS: &[&str] = &[
        "not", "no", "never", "without", "neither", "nor", "isn't", "aren't", "wasn't", "cannot", "nobody", "none", "kein",
        "keine", "pas",
    ];
    let word = line.word(at);
    (line.is(at, NEGATORS) || word.ends_with("n't") || word.ends_with("n’t")) && !line.is(at + 1, &["only", "just"])
}

fn denied_behind(line: &Line<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let by = line.is(tokens.end, &["by"]) && line.is(tokens.end + 1, &["nobody", "no", "none"]);
    by && tokens.end < sentence.end || line.follows(tokens.end, &["by"]) && line.is(tokens.end, &["nobody", "no", "none"])
}

/// "says that …", "add a line such as …": the words are somebody else's, or an example.
fn reported(line: &Line<'_>, start: usize, at: usize) -> bool {
    const SAYING: &[&str] = &[
        "say",
        "says",
        "said",
        "saying",
        "state",
        "states",
        "stated",
        "stating",
        "read",
        "reads",
        "reading",
        "write",
        "writes",
        "wrote",
        "claim",
        "claims",
        "claimed",
        "claiming",
        "mention",
        "mentions",
        "mentioned",
        "assume",
        "assumes",
        "pretend",
        "pretends",
        "imagine",
        "deny",
        "denies",
        "denied",
        "doubt",
        "doubts",
        "doubted",
        "whether",
        "argue",
        "argues",
        "argued",
        "insist",
        "insists",
        "insisted",
        "acknowledge",
        "acknowledges",
        "acknowledged",
        "remember",
        "like",
        "indicate",
        "indicates",
        "indicating",
        "warn",
        "warns",
        "warned",
        "announcing",
        "announces",
        "reminding",
    ];
    let clause = (start..at).rev().take_while(|&at| !line.mark(at, &[';', '.', '(']));
    let announces = |at: usize| line.is(at + 1, &["that", ":", ",", "\"", "“", "if"]);
    let verb = clause.take(9).find(|&verb| line.is(verb, SAYING) && (verb + 1 == at || announces(verb)));
    let such_as = at >= start + 2 && line.is(at - 2, &["such"]) && line.is(at - 1, &["as"]);
    let Some(verb) = verb else { return such_as };
    let first_person = (start..verb).rev().take(3).any(|at| line.is(at, &["i", "we"]));
    let advised = (start..verb).any(|at| line.is(at, &["you", "they", "publishers", "authors", "writers", "bloggers"]));
    !first_person || advised
}

/// The kinds of standing disclaimers, each with its list.
const KINDS: &[(&str, &str)] = &[
    ("opinion", "disclosure/opinion-wordings"),
    ("editorial", "disclosure/editorial"),
    ("letters", "disclosure/letters"),
    ("satire", "disclosure/satire"),
    ("sponsored", "disclosure/sponsored"),
    ("affiliate", "disclosure/affiliate"),
    ("amazon-associates", "disclosure/amazon-associates"),
    ("gifted", "disclosure/gifted"),
    ("investment", "disclosure/investment"),
    ("holdings", "disclosure/holdings"),
    ("paid-securities", "disclosure/paid-securities"),
    ("risk-warning", "disclosure/risk-warning"),
    ("health", "disclosure/health"),
    ("legal", "disclosure/legal"),
    ("ownership", "disclosure/ownership"),
    ("ai-assisted", "disclosure/ai-assisted"),
    ("age", "disclosure/age"),
    ("press-release", "disclosure/press-release"),
    ("gambling", "disclosure/gambling"),
    ("alcohol", "disclosure/alcohol"),
    ("political-ad", "disclosure/political-ad"),
    ("funder", "disclosure/funder"),
    ("content-warning", "disclosure/content-warning"),
    ("spoilers", "disclosure/spoilers"),
    ("endorsement", "disclosure/endorsement"),
];

struct Standing {
    lexicon: Lexicon,
    kinds: Vec<Kinds>,
}

#[derive(Debug, Default, Deserialize)]
struct Kinds {
    phrases: Phrases,
}

fn standing_lists() -> &'static Standing {
    static STANDING: OnceLock<Standing> = OnceLock::new();
    STANDING.get_or_init(|| {
        let read = |(_, list): &(&str, &str)| toml::from_str::<Kinds>(&format!("phrases = [\"@{list}\"]")).unwrap_or_default();
        let mut kinds: Vec<Kinds> = KINDS.iter().map(read).collect();
        let lexicon = Lexicon::new(&Lists::shipped(), kinds.iter_mut().map(|kind| &mut kind.phrases));
        Standing { lexicon, kinds }
    })
}

/// The kind of standing disclaimer that a block is, if it states one: `opinion`, `legal`, `endorsement`, …
///
/// Corrections, credits and notes on where a text first appeared are not disclaimers. Read with the shipped lists, whatever
/// a publication makes of them.
pub fn standing(reading: &Reading<'_>, block: usize) -> Option<&'static str> {
    let of = &reading.document.blocks[block];
    if !of.is_seen() || matches!(of.kind, Kind::Heading | Kind::Caption) {
        return None;
    }
    let (line, lists) = (reading.line(block), standing_lists());
    let (mut tokens, mut seen) = (line.tokens.to_vec(), Vec::new());
    lists.lexicon.read(&mut tokens, &mut seen);
    seen.sort_by_key(|seen| (seen.tokens.start, seen.id));
    let stated = seen.iter().find(|seen| {
        let place = Place { block, at: line.bytes(seen.tokens.clone()) };
        stance(reading, &place) == Stance::Stated
    })?;
    let kind = lists.kinds.iter().position(|kind| kind.phrases.id() == Some(stated.id))?;
    KINDS.get(kind).map(|(kind, _)| *kind)
}

/// How many words a line has: tokens that are no marks.
pub fn words(line: &Line<'_>) -> usize {
    line.tokens.iter().filter(|token| !matches!(token.shape, Shape::Mark(_))).count()
}
