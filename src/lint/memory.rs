//! What was found in drafts before: a draft that did not change, under a policy that did not, is not judged again.

use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use super::judge::Judged;
use crate::policy::Policy;
use crate::text::Format;

/// Remembers what was found in drafts, from run to run.
///
/// What it brings back is believed: whoever keeps it on a disk sees to it that nothing else comes back than what was kept.
pub trait Memory: Sync {
    /// What was found under a key, if that is still known.
    fn recall(&self, key: u128) -> Option<Judged>;
    /// Keeps what was found under a key.
    fn keep(&self, key: u128, judged: &Judged);
}

/// Names all that shapes what is found in a draft by itself: its bytes, its name, how it is read, and what it is judged by.
pub(super) fn key(policy: &Policy, path: &Path, format: Format, bytes: &[u8]) -> u128 {
    let path = path.as_os_str().as_encoded_bytes();
    let mut hasher = Xxh3::new();
    hasher.update(&policy.key.to_le_bytes());
    hasher.update(&[format as u8]);
    hasher.update(&(path.len() as u64).to_le_bytes());
    hasher.update(path);
    hasher.update(bytes);
    hasher.digest128()
}
