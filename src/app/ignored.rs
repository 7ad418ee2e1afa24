//! What the ignore files in a folder and above it say of a path.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{Error, Match};

use super::fence::{Fence, Refused};

/// Our own ignore file, with the patterns of `.gitignore`.
pub(super) const OURS: &str = ".copydeskignore";
/// All kinds of them, the strongest first.
const KINDS: [&str; 4] = [OURS, ".ignore", ".gitignore", ".git/info/exclude"];

/// The ignore files of all folders that were looked at, each read once.
#[derive(Debug)]
pub(super) struct Ignored {
    folders: HashMap<PathBuf, Arc<Folder>>,
    /// What the user's own Git ignores everywhere; a run over files that are named never asks.
    everywhere: LazyCell<Gitignore>,
    /// What is wrong with ignore files of ours, and where.
    pub(super) troubles: Vec<(PathBuf, String)>,
}

/// Why a walk passes something by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyPassed {
    /// It is hidden, or our own ignore file names it: whoever runs copydesk knows.
    Known,
    /// An ignore file that was written for another program names it.
    Others,
}

/// The ignore files of a folder, and of those above it up to the root of its repository.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    above: Option<Arc<Self>>,
    kinds: [Gitignore; KINDS.len()],
}

impl Ignored {
    pub(super) fn new() -> Self {
        Self { folders: HashMap::new(), everywhere: LazyCell::new(|| Gitignore::global().0), troubles: Vec::new() }
    }

    /// What holds in a folder, by its absolute path.
    pub(super) fn folder(&mut self, path: &Path, fence: &mut Fence) -> Arc<Folder> {
        if let Some(known) = self.folders.get(path) {
            return known.clone();
        }
        let above = match path.parent() {
            Some(above) if !fence.is_repository(path) => Some(self.folder(above, fence)),
            _ => None,
        };
        let folder = Arc::new(Folder { path: path.to_owned(), above, kinds: KINDS.map(|name| self.patterns(path, name, fence)) });
        self.folders.insert(path.to_owned(), folder.clone());
        folder
    }

    /// Why a walk passes a file or folder by that stands in this folder, if it does.
    pub(super) fn passes_by(&self, folder: &Folder, path: &Path, is_folder: bool, is_hidden: bool) -> Option<WhyPassed> {
        let said = (0..KINDS.len()).map(|kind| (kind == 0, folder.says(kind, path, is_folder))).find(|(_, said)| !said.is_none());
        match said.unwrap_or_else(|| (false, self.everywhere.matched(path, is_folder).map(drop))) {
            (_, Match::Whitelist(())) => None,
            (_, Match::None) if !is_hidden => None,
            (false, Match::Ignore(())) if !is_hidden => Some(WhyPassed::Others),
            _ => Some(WhyPassed::Known),
        }
    }

    /// The same of what Git tracks: its own patterns ignore nothing of that.
    pub(super) fn passes_by_tracked(&self, folder: &Folder, path: &Path, is_folder: bool, is_hidden: bool) -> bool {
        let ours = KINDS.iter().take_while(|kind| !kind.contains("git"));
        let said = ours.enumerate().map(|(kind, _)| folder.says(kind, path, is_folder)).find(|said| !said.is_none());
        said.map_or(is_hidden, |said| said.is_ignore())
    }

    /// Why a walk passes a file or folder by: the pattern, and the file that it stands in.
    pub(super) fn why(&self, folder: &Folder, path: &Path, is_folder: bool, here: &Path) -> String {
        let named = (0..KINDS.len()).find_map(|kind| folder.names(kind, path, is_folder, here));
        let everywhere = || match self.everywhere.matched(path, is_folder) {
            Match::Ignore(glob) => Some(format!("ignored by `{}`, which your git ignores everywhere", glob.original())),
            _ => None,
        };
        named.or_else(everywhere).unwrap_or_else(|| "hidden: its name begins with a dot".to_owned())
    }

    /// Whether our ignore files name a path, or a folder that holds it, by its absolute path.
    pub(super) fn names(&mut self, path: &Path, is_folder: bool, fence: &mut Fence) -> bool {
        let Some(above) = path.parent().filter(|_| !(is_folder && fence.is_repository(path))) else { return false };
        let folder = self.folder(above, fence);
        let said = folder.says(0, path, is_folder);
        said.is_ignore() || self.names(above, true, fence)
    }

    /// The patterns of one ignore file. Only a mistake in one of ours is told, and never with its words.
    fn patterns(&mut self, folder: &Path, name: &str, fence: &mut Fence) -> Gitignore {
        let path = folder.join(name);
        let mut builder = GitignoreBuilder::new(folder);
        let mut troubles = Vec::new();
        match fence.text(&path) {
            // Git reads none that a link leads to.
            Ok(text) if text.linked && name != OURS => {}
            Ok(text) => {
                for (number, line) in text.text.trim_start_matches('\u{feff}').lines().enumerate() {
                    if let Err(error) = builder.add_line(None, line) {
                        troubles.push(format!("line {}: {}", number + 1, wrong(&error)));
                    }
                }
            }
            Err(Refused::Missing) => {}
            Err(refused) => troubles.push(format!("cannot be read: {refused}")),
        }
        let patterns = builder.build().unwrap_or_else(|error| {
            troubles.push(wrong(&error));
            Gitignore::empty()
        });
        if name == OURS {
            let path = fence.shown(&path);
            self.troubles.extend(troubles.into_iter().map(|trouble| (path.to_owned(), trouble)));
        }
        patterns
    }
}

impl Folder {
    /// What the ignore files of one kind say, the nearest first.
    fn says(&self, kind: usize, path: &Path, is_folder: bool) -> Match<()> {
        let said = self.kinds[kind].matched(path, is_folder).map(drop);
        match &self.above {
            Some(above) if said.is_none() => above.says(kind, path, is_folder),
            _ => said,
        }
    }

    /// The pattern of one kind that ignores a path, and where it stands.
    fn names(&self, kind: usize, path: &Path, is_folder: bool, here: &Path) -> Option<String> {
        match (self.kinds[kind].matched(path, is_folder), &self.above) {
            (Match::Ignore(glob), _) => {
                let file = self.path.join(KINDS[kind]);
                Some(format!("ignored by `{}` in {}", glob.original(), file.strip_prefix(here).unwrap_or(&file).display()))
            }
            (Match::None, Some(above)) => above.names(kind, path, is_folder, here),
            _ => None,
        }
    }
}

/// What is wrong with a pattern.
fn wrong(error: &Error) -> String {
    match error {
        Error::Glob { err, .. } => err.clone(),
        _ => "not a pattern of paths".to_owned(),
    }
}
