//! What somebody meant who wrote a name that is not known.

/// The longest name, in bytes, for which a nearest one is sought.
const LONGEST: usize = 100;

/// Words shorter than this, in letters, are like too many others.
const WORD: usize = 5;

/// The known name that is most like `name`, if any is like it: few letters differ, or the family is missing, or all but one word.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    let most = (lower.chars().count() / 3).clamp(1, 5);
    let distance = |known: &&str| match known.rsplit_once('/') {
        Some((_, last)) if !lower.contains('/') => strsim::osa_distance(&lower, last).min(strsim::osa_distance(&lower, known)),
        _ => strsim::osa_distance(&lower, known),
    };
    let known: Vec<&str> = known.into_iter().collect();
    let near = known.iter().map(|known| (distance(known), *known)).filter(|(distance, _)| *distance <= most).min();
    // Who stops early means what goes on like that.
    let longer = || {
        known.iter().copied().filter(|known| lower.len() > most + 2 && known.starts_with(&lower)).min_by_key(|known| known.len())
    };
    // `unsorced` for `attribution/unsourced-figure`.
    let worded = || {
        let word = |word: &str| word.len() >= WORD && strsim::osa_distance(&lower, word) <= (lower.len() / WORD).min(2);
        let last = |known: &str| known.rsplit_once('/').map_or("", |(_, last)| last).split('-').any(word);
        known.iter().copied().find(|known| last(known))
    };
    near.map(|(_, name)| name).or_else(longer).or_else(worded)
}
