//! Which paragraphs are standing disclaimers, and of what kind.

use std::sync::OnceLock;

use serde::Deserialize;

use super::assertion::{Assertion, Others, assertion};
use super::label::is_label;

use crate::prose::{Lexicon, Lists, Phrases};
use crate::reading::{Place, Reading};
use crate::text::Kind;

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
        let mut kinds: Vec<Kinds> = KINDS.iter().map(read).collect();
        let lexicon = Lexicon::new(&Lists::shipped(), kinds.iter_mut().map(|kind| &mut kind.phrases));
        StandingLists { lexicon, kinds }
    })
}

/// The kind of standing disclaimer that a block is, if it states one: `opinion`, `legal`, `endorsement`, …
///
/// Corrections, credits and notes on where a text first appeared are not disclaimers. Read with the shipped lists, whatever
/// a publication makes of them.
pub fn standing<'a>(reading: &Reading<'_>, others: impl Fn() -> Others<'a>, block: usize) -> Option<&'static str> {
    let of = &reading.document.blocks[block];
    if !of.is_seen() || matches!(of.kind, Kind::Heading | Kind::Caption) {
        return None;
    }
    let (line, lists) = (reading.line(block), standing_lists());
    let (mut tokens, mut seen) = (line.tokens.to_vec(), Vec::new());
    lists.lexicon.read(&mut tokens, &mut seen);
    let kind = |id| lists.kinds.iter().position(|kind| kind.phrases.id() == Some(id)).and_then(|kind| KINDS.get(kind));
    let said = |place: &Place| assertion(reading, others(), place) == Assertion::Stated;
    let stated = seen.iter().filter_map(|seen| {
        let (place, kind) = (Place { block, at: line.bytes(seen.tokens.clone()) }, kind(seen.id)?);
        let counts = said(&place) && (*kind != LABELLED || is_label(reading, &place));
        counts.then_some((*kind == LABELLED, seen.tokens.start, kind.0))
    });
    stated.min().map(|(.., kind)| kind)
}
