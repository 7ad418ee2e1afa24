//! What is remembered of drafts, kept outside of memory until all were looked at.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::joined::Joined;
use super::meter::Meter;
use crate::check::{Print, Prints};

/// Keeps what is remembered of drafts, where that is more than memory holds, and says at the end what of it is to be compared.
///
/// Rules are known by their numbers in the run. What goes wrong it notes for whoever made it; nothing is compared then.
pub trait PrintStore: Sync {
    /// Keeps what is remembered of the next draft; drafts of one publication are compared.
    fn keep(&self, publication: &str, prints: Prints);

    /// What of all that was kept is to be compared. `rules` are those of the run, by publication and name, each with its number.
    fn join(&self, rules: &[((&str, &str), u32)], meter: Option<&dyn Meter>) -> Option<Joined>;

    /// Brings back what is remembered of each draft, in order.
    fn each(&self, take: &mut dyn FnMut(Prints));
}

/// What is remembered of a draft without the passages that are not compared: of those that stand side by side is left that some stand
/// there. `number` is the draft's.
pub(super) fn narrowed(prints: Prints, compared: &FxHashSet<u64>, number: usize) -> Prints {
    let Prints { passages, words, date, mut wanted } = prints;
    let mut left = Prints { date, ..Prints::default() };
    // For each passage, the number of what is left in its place.
    let mut places = Vec::with_capacity(passages.len());
    let mut is_behind_none = false;
    for (at, print) in passages.iter().enumerate() {
        let is_compared = compared.contains(&print.key);
        if is_compared {
            let start = left.words.len() as u32;
            left.words
                .extend_from_slice(words.get(print.start as usize..(print.start + print.words) as usize).unwrap_or_default());
            left.passages.push(Print { start, ..*print });
        } else if !is_behind_none {
            let key = xxh3_64_with_seed(&number.to_le_bytes(), at as u64);
            left.passages.push(Print { key, start: 0, words: 0, ..*print });
        }
        is_behind_none = !is_compared;
        places.push(left.passages.len() as u32 - 1);
    }
    for (_, wanted) in &mut wanted {
        wanted.passages.iter_mut().for_each(|passage| *passage = places.get(*passage as usize).copied().unwrap_or_default());
        wanted.passages.dedup();
    }
    Prints { wanted, ..left }
}
