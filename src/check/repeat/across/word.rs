//! A word of a passage in two bytes, and the runs of words that passages are found by.

/// How many words stand in a row.
pub(super) const SHINGLE: usize = 4;
/// One shingle of so many is looked for: of those that hash lowest.
const SAMPLED: u64 = 4;
/// At least so many shingles of a passage are.
const LEAST: usize = 12;
/// Whether a word may fill a slot of a form.
const SLOT: u16 = 1 << 15;

/// A word: fifteen bits of its key, and whether it is a name or a figure, with which forms are filled in.
pub(in crate::check::repeat) fn packed(key: u64, slot: bool) -> u16 {
    let bits = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 49) as u16;
    if slot { bits | SLOT } else { bits }
}

/// The word without what it may fill.
pub(super) fn bare(word: u16) -> u16 {
    word & !SLOT
}

/// Whether it may fill a slot.
pub(super) fn fills(word: u16) -> bool {
    word & SLOT != 0
}

/// Four words as one number.
pub(super) fn shingle(words: &[u16]) -> u64 {
    words.iter().fold(0, |sum, &word| sum << 16 | u64::from(bare(word)))
}

fn hashed(shingle: u64) -> u64 {
    let product = u128::from(shingle ^ 0x9e37_79b9_7f4a_7c15) * 0xe703_7ed1_a0b4_28db;
    product as u64 ^ (product >> 64) as u64
}

/// The hashes of the shingles that a passage is looked for by: a quarter of them, the same ones wherever they stand, and at least twelve.
pub(super) fn sampled(words: &[u16], hashes: &mut Vec<u64>) {
    fill(words, u64::MAX / SAMPLED, hashes);
    if hashes.len() < LEAST {
        fill(words, u64::MAX, hashes);
        hashes.truncate(LEAST);
    }
}

/// The hashes of all shingles that are below a limit, in order, each once.
fn fill(words: &[u16], limit: u64, hashes: &mut Vec<u64>) {
    hashes.clear();
    let mut shingle = 0;
    for (at, &word) in words.iter().enumerate() {
        shingle = shingle << 16 | u64::from(bare(word));
        let hash = if at + 1 < SHINGLE { u64::MAX } else { hashed(shingle) };
        if hash < limit {
            hashes.push(hash);
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
}

/// A hash in four bytes: two shingles that meet by chance are told apart when their passages are held against one another.
pub(super) fn folded(hash: u64) -> u32 {
    (hash >> 32) as u32 ^ hash as u32
}

/// About how many shingles of so many words are looked for.
pub(super) fn expected(words: usize) -> usize {
    (words / SAMPLED as usize + words / 16).max(LEAST)
}
