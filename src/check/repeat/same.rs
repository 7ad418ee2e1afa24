//! Patterns of paths by which documents are versions or translations of one another.

use std::path::Path;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

/// Patterns such as `reference/{version}/**`: paths that differ only in what braces stand for are of one document.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<String>")]
#[schemars(with = "Vec<String>")]
pub(super) struct SameDocument {
    pub(super) written: Vec<String>,
    patterns: Vec<Regex>,
}

impl TryFrom<Vec<String>> for SameDocument {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Self, String> {
        let read = |pattern: &String| {
            let regex = expression(pattern).ok_or_else(|| format!("“{pattern}”: a brace is not closed, or none opens"))?;
            Regex::new(&regex).map_err(|_| format!("“{pattern}” is no pattern of paths"))
        };
        let patterns = written.iter().map(read).collect::<Result<_, String>>()?;
        Ok(Self { written, patterns })
    }
}

impl SameDocument {
    /// The number of what this path is a version of; 0 where no pattern names it.
    pub(super) fn number(&self, path: &Path) -> u64 {
        let path = path.to_string_lossy().replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path);
        let Some(found) = self.patterns.iter().find_map(|pattern| pattern.captures(path)) else { return 0 };
        let (mut named, mut at) = (String::new(), 0);
        for part in found.iter().skip(1).flatten() {
            named.push_str(&path[at..part.start()]);
            named.push('{');
            at = part.end();
        }
        named.push_str(&path[at..]);
        xxh3_64(named.as_bytes()).max(1)
    }
}

/// A pattern as a regular expression: what braces stand for is captured. It holds in whatever folder, with `/` before it only at the top.
fn expression(pattern: &str) -> Option<String> {
    let mut regex = String::from(if pattern.starts_with('/') { "^" } else { "^(?:.*/)?" });
    let mut rest = pattern.trim_start_matches('/');
    while let Some(char) = rest.chars().next() {
        let (written, length) = match char {
            '*' if rest.starts_with("**/") => ("(?:.*/)?".to_owned(), 3),
            '*' if rest.starts_with("**") => (".*".to_owned(), 2),
            '*' => ("[^/]*".to_owned(), 1),
            '{' => ("([^/]*)".to_owned(), rest.find('}')? + 1),
            '}' => return None,
            char => (regex::escape(char.encode_utf8(&mut [0; 4])), char.len_utf8()),
        };
        regex.push_str(&written);
        rest = &rest[length..];
    }
    regex.push('$');
    Some(regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_only_in_braces_is_one_document() {
        let same = SameDocument::try_from(vec!["reference/{version}/**".to_owned(), "index.{lang}.md".to_owned()]).unwrap();
        let number = |path: &str| same.number(Path::new(path));
        assert_eq!(number("docs/reference/7.1/a/b.md"), number("docs/reference/7.2/a/b.md"));
        assert_ne!(number("docs/reference/7.1/a/b.md"), number("docs/reference/7.1/a/c.md"));
        assert_eq!(number("./a/index.de.md"), number("a/index.en.md"));
        assert_eq!(number("a/other.md"), 0);
        assert!(SameDocument::try_from(vec!["a/{b".to_owned()]).is_err());
    }
}
