//! The difference that mends make.

use similar::TextDiff;

/// What changed between two versions of a file, as a unified diff; `path` names both. Empty when nothing did.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().context_radius(3).header(path, path).to_string()
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn the_difference_is_a_unified_diff() {
        assert_eq!(diff("a.md", "one\ntwo\n", "one\n2\n"), "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
        assert_eq!(diff("a.md", "one", "one"), "");
    }
}
