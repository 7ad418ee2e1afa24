//! Which files a pattern names, in the manner of ignore files.

use std::path::Path;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;

use super::mistakes::Mistakes;

/// Patterns over paths relative to a publication's folder.
#[derive(Debug, Clone, Default)]
pub(super) struct Globs {
    set: GlobSet,
    /// As they are written; each is two in the set.
    written: Vec<Spanned<String>>,
}

impl Globs {
    /// Takes in patterns; those with mistakes are passed over: [`Globs::check`] tells them.
    pub(super) fn new(patterns: &[Spanned<String>]) -> Self {
        let mut set = GlobSetBuilder::new();
        for glob in patterns.iter().flat_map(|pattern| forms(pattern.get_ref())) {
            if let Ok(glob) = compile(&glob) {
                set.add(glob);
            }
        }
        Self { set: set.build().unwrap_or_default(), written: patterns.to_vec() }
    }

    /// Tells what is wrong with patterns.
    pub(super) fn check(patterns: &[Spanned<String>], mistakes: &mut Mistakes) {
        for pattern in patterns {
            let (text, at) = (pattern.get_ref(), pattern.span());
            if text.starts_with('!') {
                mistakes.add(at, "a pattern cannot take files out again").help =
                    Some("a later `[[section]]` wins over an earlier one".to_owned());
            } else if text.trim_matches('/').is_empty() {
                mistakes.add(at, "an empty pattern names no file").help = Some("`**` names every file".to_owned());
            } else if let Err(error) = compile(text) {
                mistakes.add(at, format!("not a pattern of paths: {}", error.kind()));
            }
        }
    }

    /// Whether one of them names this file.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.set.is_match(path)
    }

    /// The numbers of those that name this file.
    pub(super) fn matching(&self, path: &Path) -> impl Iterator<Item = usize> {
        self.set.matches(path).into_iter().map(|number| number / 2)
    }

    /// The patterns as they are written.
    pub(super) fn written(&self) -> &[Spanned<String>] {
        &self.written
    }
}

/// A pattern without a slash inside names files in any folder, and a folder's name stands for all that is in it.
fn forms(pattern: &str) -> [String; 2] {
    let bare = pattern.trim_end_matches('/');
    let rooted = match bare.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if bare.contains('/') => bare.to_owned(),
        None => format!("**/{bare}"),
    };
    [format!("{rooted}/**"), rooted]
}

fn compile(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}
