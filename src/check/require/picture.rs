//! A picture that says by its name what no words of the draft say.

use super::options::Require;
use crate::prose::{Shape, Sightings, tokens};
use crate::reading::Reading;
use crate::text::{Link, LinkSort};

impl Require {
    /// The first picture whose file name says the statement: `sponsored-label.png`.
    pub(super) fn picture<'a>(&self, reading: &'a Reading<'_>) -> Option<&'a Link> {
        let blocks = reading.document.blocks.iter().filter(|block| block.is_seen());
        let mut images = blocks.flat_map(|block| &block.links).filter(|link| link.sort == LinkSort::Image);
        images.find(|link| self.is_said_by(&words(&link.target), reading))
    }

    /// Whether all words of a name, numbers left out, are a phrase of the rule.
    fn is_said_by(&self, name: &str, reading: &Reading<'_>) -> bool {
        let (mut cut, mut sightings) = (Vec::new(), Sightings::default());
        tokens(name, &mut cut);
        reading.lexicon.read(&mut cut, &mut sightings);
        let ids = [&self.pictured, &self.labels].map(|phrases| phrases.id());
        let counts = |at: &usize| cut[*at].shape != Shape::Number;
        let Some(first) = (0..cut.len()).find(counts) else { return false };
        let last = (0..cut.len()).rfind(counts).unwrap_or(first);
        let all = |at: usize, end: usize| at <= first && last < end;
        sightings.seen.iter().any(|seen| ids.contains(&Some(seen.id)) && all(seen.tokens.start, seen.tokens.end))
    }
}

/// The words of a file's name: `/img/Paid_post-2.png` is “Paid post 2”.
fn words(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace("%20", " ");
    stem.chars().map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect()
}
