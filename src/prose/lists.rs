//! Named lists of words and phrases: the shipped ones, and a publication's changes to them.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/lists");

/// Lists by name; a name is the file's path below `rules/lists/` without `.txt`.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    lists: BTreeMap<String, Vec<String>>,
}

impl Lists {
    /// The lists that ship with copydesk.
    pub fn shipped() -> Self {
        let mut lists = Self::default();
        lists.gather(&SHIPPED);
        lists
    }

    fn gather(&mut self, folder: &Dir<'_>) {
        for file in folder.files() {
            let Some(name) = file.path().to_str().and_then(|path| path.strip_suffix(".txt")) else { continue };
            self.lists
                .insert(name.replace('\\', "/"), lines(file.contents_utf8().unwrap_or_default()).map(str::to_owned).collect());
        }
        folder.dirs().for_each(|folder| self.gather(folder));
    }

    /// The phrases of a list.
    pub fn get(&self, name: &str) -> Option<&[String]> {
        self.lists.get(name).map(Vec::as_slice)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// Replaces a list, or makes a new one. Where `@name` stands among the phrases of `name` itself, the list as it was stands.
    pub fn change(&mut self, name: &str, phrases: &[String]) {
        let before = self.lists.remove(name).unwrap_or_default();
        let own = format!("@{name}");
        let mut after = Vec::with_capacity(phrases.len());
        for phrase in phrases {
            match *phrase == own {
                true => after.extend(before.iter().cloned()),
                false => after.push(phrase.clone()),
            }
        }
        self.lists.insert(name.to_owned(), after);
    }
}

/// The phrases of a list file: one a line; blank lines and lines that begin with `#` are passed over.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
