//! Which paragraphs are standing texts, disclaimers and notes, and of what kind.

use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::assertion::{Assertion, Others, assertion};
use super::label::is_label;

use crate::prose::{Lexicon, Lists, Phrases, Sightings};
use crate::reading::{Place, Reading};
use crate::text::{Block, Kind, Role};

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
    ("crypto-release", "disclosure/crypto-release"),
    ("licence", "disclosure/licence"),
    ("endorsement", "disclosure/endorsement"),
    LABELLED,
];

/// Labels that open a statement of whatever kind; the kinds before it are told first.
const LABELLED: (&str, &str) = ("disclosure", "disclosure/standing-labels");

/// The kinds of notes that stand under many articles and disclaim nothing: who wrote it, and where it first stood.
const NOTES: &[(&str, &str)] = &[("syndication", "disclosure/syndication"), AUTHOR];
const AUTHOR: (&str, &str) = ("author", "boilerplate/authors");

/// How many tokens a note has at most, and among how many paragraphs at the head and at the foot one on the author stands.
/// Chosen by hand; no measurement of it is kept.
const SHORT: usize = 90;
const HEAD: usize = 2;
const FOOT: usize = 4;

/// What a block states of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingText {
    /// Its kind: `opinion`, `legal`, `author`, …
    pub kind: &'static str,
    /// The tokens of the block that tell it.
    pub tokens: Range<usize>,
}

impl StandingText {
    /// Whether it disclaims nothing.
    pub fn is_note(&self) -> bool {
        NOTES.iter().any(|(kind, _)| *kind == self.kind)
    }
}

struct StandingLists {
    lexicon: Lexicon,
    kinds: Vec<Kinds>,
}

#[derive(Debug, Default, Deserialize)]
struct Kinds {
    phrases: Phrases,
}

fn standing_lists() -> &'static StandingLists {
    static STANDING: OnceLock<StandingLists> = OnceLock::new();
    STANDING.get_or_init(|| {
        let read = |(_, list): &(&str, &str)| toml::from_str::<Kinds>(&format!("phrases = [\"@{list}\"]")).unwrap_or_default();
        let mut kinds: Vec<Kinds> = KINDS.iter().chain(NOTES).map(read).collect();
        let lexicon = Lexicon::new(&Lists::shipped(), kinds.iter_mut().map(|kind| &mut kind.phrases));
        StandingLists { lexicon, kinds }
    })
}

/// What a block states as a standing text, if it is one: a disclaimer, or else a note on its author or its origin.
///
/// Corrections and credits are none. Read with the shipped lists, whatever a publication makes of them.
pub fn standing<'a>(reading: &Reading<'_>, others: impl Fn() -> Others<'a>, block: usize) -> Option<StandingText> {
    let of = &reading.document.blocks[block];
    if !of.is_seen() || matches!(of.kind, Kind::Heading | Kind::Caption) {
        return None;
    }
    let (line, lists) = (reading.line(block), standing_lists());
    let (mut tokens, mut sightings) = (line.tokens.to_vec(), Sightings::default());
    lists.lexicon.read(&mut tokens, &mut sightings);
    let kind = |id| lists.kinds.iter().position(|kind| kind.phrases.id() == Some(id));
    let said = |place: &Place| assertion(reading, others(), place) == Assertion::Stated;
    let mut edge = None;
    let stated = sightings.seen.iter().filter_map(|seen| {
        let (place, number) = (Place { block, at: line.bytes(seen.tokens.clone()) }, kind(seen.id)?);
        let kind = KINDS.iter().chain(NOTES).nth(number)?;
        let is_note = number >= KINDS.len();
        let stands = match *kind {
            LABELLED => is_label(reading, &place),
            AUTHOR => tokens.len() <= SHORT && *edge.get_or_insert_with(|| is_at_edge(reading, block)),
            _ => !is_note || tokens.len() <= SHORT,
        };
        (stands && said(&place)).then_some((is_note, *kind == LABELLED, seen.tokens.start, kind.0, seen.tokens.end))
    });
    stated.min().map(|(_, _, start, kind, end)| StandingText { kind, tokens: start..end })
}

/// Whether a block is one of the first or the last paragraphs that a reader sees.
fn is_at_edge(reading: &Reading<'_>, block: usize) -> bool {
    let blocks = &reading.document.blocks;
    let body = |of: &&Block| of.is_seen() && of.role == Role::Body && of.kind != Kind::Heading;
    let fewer = |all: &[Block], most: usize| all.iter().filter(body).take(most).count() < most;
    fewer(&blocks[..block], HEAD) || fewer(&blocks[block + 1..], FOOT)
}
