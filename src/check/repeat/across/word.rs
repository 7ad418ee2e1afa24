//! A word of a passage in two bytes, and the runs of words that passages are found by.

/// How many words stand in a row.
pub(super) const SHINGLE: usize = 4;
/// One shingle of so many is looked for: of those that hash lowest.
const SAMPLED: u32 = 4;
/// Up to this height of their hashes they are, where a passage has enough of them.
pub(super) const QUARTER: u32 = u32::MAX / SAMPLED;
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

/// Up to which height of their hashes the shingles of a passage are looked for: a quarter of them, the same ones wherever they stand, and at
/// least twelve. How many those are is said too.
pub(super) fn limit(words: &[u16], hashes: &mut Vec<u64>) -> (u32, usize) {
    let gather = |hashes: &mut Vec<u64>, limit| {
        hashes.clear();
        each_shingle(words, |hash| hashes.extend((height(hash) <= limit).then_some(hash)));
        hashes.sort_unstable();
        hashes.dedup();
    };
    gather(hashes, QUARTER);
    if hashes.len() >= LEAST {
        return (QUARTER, hashes.len());
    }
    gather(hashes, u32::MAX);
    hashes.truncate(LEAST);
    (hashes.last().map_or(0, |&last| height(last)), hashes.len())
}

/// The hashes of all shingles of a passage, as they stand.
#[inline]
pub(super) fn each_shingle(words: &[u16], mut each: impl FnMut(u64)) {
    let Some((first, rest)) = words.split_at_checked(SHINGLE - 1) else { return };
    let mut words = shingle(first);
    for &word in rest {
        words = words << 16 | u64::from(bare(word));
        each(hashed(words));
    }
}

/// The half of a hash by which it is looked for or not.
pub(super) fn height(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// A hash in four bytes: two shingles that meet by chance are told apart when their passages are held against one another.
pub(super) fn folded(hash: u64) -> u32 {
    (hash >> 32) as u32 ^ hash as u32
}
