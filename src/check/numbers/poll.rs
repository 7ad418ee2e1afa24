//! A poll without what a reader needs to weigh it.

use super::options::{Numbers, PollNeed};
use super::stated::sentences;
use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::prose::Phrases;
use crate::prose::figure::Sort;
use crate::reading::{Place, Reading};
use crate::text::LinkSort;

/// The first sentence that gives shares of a poll, if the article leaves out something that the rule asks for.
pub(super) fn hits(of: &Numbers, draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let missing: Vec<&str> = of.needs.iter().filter(|need| !of.tells(**need, reading)).map(|need| need.name()).collect();
    if missing.is_empty() || reading.places(&of.unless).next().is_some() {
        return Vec::new();
    }
    let hit = sentences(draft, 1).find_map(|sentence| {
        let at = sentence.line.bytes(sentence.tokens.clone());
        let shares = sentence.figures.iter().any(|figure| figure.figure.sort == Sort::Percent);
        let inside = |place: &&Place| at.start <= place.at.start && place.at.end <= at.end;
        let poll = reading
            .places_in(&of.words, sentence.block..=sentence.block)
            .find(inside)
            .filter(|_| shares && !is_linked(reading, sentence.block))?;
        let mut hit = Hit::new(reading.span(poll), reading.text(poll));
        hit.label = format!("no word of {}", missing.join(", "));
        hit.words.push(("missing", missing.join(", ")));
        hit.notes.push("looked through the whole article for each of them, and for a link beside the poll".to_owned());
        Some(hit)
    });
    hit.into_iter().collect()
}

/// Whether a reader can follow a link from this block.
fn is_linked(reading: &Reading<'_>, block: usize) -> bool {
    reading.document.blocks[block].links.iter().any(|link| link.sort != LinkSort::Image)
}

impl PollNeed {
    fn name(self) -> &'static str {
        match self {
            Self::Conductor => "who ran it",
            Self::Size => "how many were asked",
            Self::Dates => "when",
            Self::Margin => "the margin of error",
        }
    }
}

impl Numbers {
    fn tells(&self, need: PollNeed, reading: &Reading<'_>) -> bool {
        let phrases: &Phrases = match need {
            PollNeed::Conductor => &self.conductor,
            PollNeed::Size => &self.size,
            PollNeed::Dates => &self.dates,
            PollNeed::Margin => &self.margin,
        };
        reading.places(phrases).next().is_some()
    }
}
