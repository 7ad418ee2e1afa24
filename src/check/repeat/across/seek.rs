//! Whether a passage out of an index may be told with one at hand.

use super::cluster::likeness;
use super::inside::least;
use super::ruler::Ruler;
use crate::check::shelf::SoughtPassage;

/// Holds one passage after another against those that an index names.
pub struct KinSeeker<'w> {
    ruler: Ruler,
    sought: &'w SoughtPassage<'w>,
}

impl<'w> KinSeeker<'w> {
    /// For one passage.
    pub fn new(sought: &'w SoughtPassage<'w>) -> Self {
        let mut ruler = Ruler::new();
        ruler.set(&sought.words);
        Self { ruler, sought }
    }

    /// Whether another passage is like it, or shares words in a row with it, as a rule that wants it asks.
    pub fn is_kin(&mut self, other: &[u16]) -> bool {
        let Self { ruler, sought } = self;
        let mut asking = sought.asks.iter().copied().filter(|asks| asks.near < 1.0);
        asking.any(|asks| likeness(ruler, asks, &sought.words, other).is_some() || ruler.run(other, least(asks)).is_some())
    }
}
