//! The guideline that second readers judge by.

/// The guideline that readers judge by: the words of the manual are the prompt.
pub const GUIDELINE: &str = include_str!("../../rules/guideline.md");
/// Its version; other words are another one.
pub const GUIDELINE_VERSION: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    /// Readings name the version that they were made by, so no word of it changes without a new one.
    #[test]
    fn other_words_are_another_version() {
        assert!(GUIDELINE.starts_with(&format!("# Who says so? (version {GUIDELINE_VERSION})\n")));
        assert_eq!(xxhash_rust::xxh3::xxh3_64(GUIDELINE.as_bytes()), KNOWN, "a changed guideline is a new version");
    }

    const KNOWN: u64 = 1_716_919_849_012_498_885;
}
