//! Named lists of words and phrases: the shipped ones, and a publication's changes to them.

use std::collections::BTreeMap;

/// The number of a set of phrases in its [`Lexicon`](super::Lexicon).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(pub(super) u16);

impl ListId {
    /// The shipped set of this number.
    pub const fn shipped(set: u16) -> Self {
        Self(set)
    }
}

/// Lists by name; a name is the file's path below `rules/lists/` without `.txt`.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Name and text of each file, by name.
    files: &'static [(&'static str, &'static str)],
    changed: BTreeMap<String, Vec<String>>,
}

impl Lists {
    /// The lists of these files, name and text, sorted by name.
    pub(super) fn of(files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, changed: BTreeMap::new() }
    }

    /// Whether none was changed.
    pub fn is_shipped(&self) -> bool {
        self.changed.is_empty()
    }

    /// The phrases of a list.
    pub fn get(&self, name: &str) -> Option<Vec<&str>> {
        if let Some(changed) = self.changed.get(name) {
            return Some(changed.iter().map(String::as_str).collect());
        }
        let at = self.files.binary_search_by_key(&name, |(name, _)| name).ok()?;
        Some(lines(self.files[at].1).collect())
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let mut names: Vec<_> = self.files.iter().map(|(name, _)| *name).chain(self.changed.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter()
    }

    /// The names of those that are no longer, or never were, as their file has them.
    pub(super) fn changed(&self) -> impl Iterator<Item = &str> {
        self.changed.keys().map(String::as_str)
    }

    /// Replaces a list, or makes a new one. Where `@name` stands among the phrases of `name` itself, the list as it was stands.
    pub fn change(&mut self, name: &str, phrases: &[String]) {
        let own = format!("@{name}");
        let before = self.get(name).unwrap_or_default();
        let mut after = Vec::with_capacity(phrases.len());
        for phrase in phrases {
            match *phrase == own {
                true => after.extend(before.iter().map(|phrase| (*phrase).to_owned())),
                false => after.push(phrase.clone()),
            }
        }
        self.changed.insert(name.to_owned(), after);
    }
}

/// The phrases of a list file: one a line; blank lines and lines that begin with `#` are passed over.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
