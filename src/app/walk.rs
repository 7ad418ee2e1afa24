//! Which files are drafts, and their bytes.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, Error, WalkBuilder};

use crate::finding::Skipped;
use crate::text::Format;

/// Our own ignore file, with the patterns of `.gitignore`.
const IGNORE: &str = ".copydeskignore";
/// The largest draft that is read, in bytes: spans count in 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// What a set of paths leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The drafts, sorted, each once, as the user would type them.
    pub(crate) files: Vec<PathBuf>,
    /// Those of them that lie outside of all that was named: a link in a folder leads to them.
    pub(crate) outside: HashSet<PathBuf>,
    /// What looks like a draft and cannot be read as one, and why.
    pub(crate) skipped: Vec<Skipped>,
    /// Paths that were named and are not there.
    pub(crate) missing: Vec<PathBuf>,
    /// Folders and ignore files that could not be read, and why.
    pub(crate) troubles: Vec<(PathBuf, String)>,
}

/// Finds the drafts at `paths`: a file that is named is always taken, a folder is walked under its ignore files.
pub(crate) fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    let mut linked = false;
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => linked |= found.walk(path),
            Ok(_) => found.name(path),
            Err(_) if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) => {
                found.skip(path, "symbolic link that leads nowhere");
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                found.missing.push(path.clone());
            }
            Err(error) => found.troubles.push((path.clone(), error.to_string())),
        }
    }
    found.settle(linked || paths.len() > 1);
    if linked {
        found.tell_outside(paths);
    }
    found
}

impl Found {
    /// Takes a file that was named.
    fn name(&mut self, path: &Path) {
        match Format::of(path) {
            Some(Format::Toml) => self.skip(path, "configuration, not a draft"),
            Some(_) => self.files.push(path.to_path_buf()),
            None => {
                let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
                self.skip(path, format!("no format for .{ending}"));
            }
        }
    }

    /// Walks a folder; returns whether a symbolic link was followed.
    fn walk(&mut self, root: &Path) -> bool {
        // A folder that many links lead to is walked through one of them only: links among folders multiply the paths.
        let entered = Arc::new(Mutex::new(HashSet::new()));
        let links = Arc::clone(&entered);
        let walk = WalkBuilder::new(root)
            .add_custom_ignore_filename(IGNORE)
            .require_git(false)
            .follow_links(true)
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(move |entry| entry.depth() == 0 || is_new(entry, &links))
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => self.entry(root, &entry),
                Err(error) => self.fault(root, &error),
            }
        }
        !entered.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    fn entry(&mut self, root: &Path, entry: &DirEntry) {
        if let Some(error) = entry.error() {
            self.ignore_faults(root, error);
        }
        let path = typed(root, entry.path());
        if !is_draft_name(path) {
            return;
        }
        match entry.file_type() {
            Some(kind) if kind.is_file() => self.files.push(path.to_path_buf()),
            Some(kind) if kind.is_dir() => {}
            _ => self.skip(path, "not a regular file"),
        }
    }

    /// What the walk stumbled over.
    fn fault(&mut self, root: &Path, error: &Error) {
        let (path, error) = inner(error);
        let path = typed(root, path.unwrap_or(root));
        match error {
            Error::Loop { child, .. } => self.skip(typed(root, child), "symbolic link to a folder that holds it"),
            _ if is_link(path) => {
                if is_draft_name(path) {
                    self.skip(path, "symbolic link that leads nowhere");
                }
            }
            _ => {
                let said = error.io_error().map_or_else(|| error.to_string(), |error| error.kind().to_string());
                self.troubles.push((path.to_path_buf(), said));
            }
        }
    }

    /// Mistakes in our own ignore files; those of others are not ours to judge.
    fn ignore_faults(&mut self, root: &Path, error: &Error) {
        if let Error::Partial(errors) = error {
            errors.iter().for_each(|error| self.ignore_faults(root, error));
            return;
        }
        let (path, _) = inner(error);
        if let Some(path) = path.filter(|path| path.file_name().is_some_and(|name| name == IGNORE)) {
            let said = match error {
                Error::WithPath { err, .. } => err.to_string(),
                _ => error.to_string(),
            };
            self.troubles.push((typed(root, path).to_path_buf(), said));
        }
    }

    fn skip(&mut self, path: &Path, reason: impl Into<String>) {
        self.skipped.push(Skipped { path: path.to_path_buf(), reason: reason.into() });
    }

    /// Tells which files lie at or below none of the paths that were named.
    fn tell_outside(&mut self, paths: &[PathBuf]) {
        let named: HashSet<PathBuf> = paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let lies_outside =
            |file: &&PathBuf| fs::canonicalize(file).is_ok_and(|real| !real.ancestors().any(|above| named.contains(above)));
        self.outside = self.files.iter().filter(lies_outside).cloned().collect();
    }

    /// Sorts, and leaves each file once; with `aliases`, also where two paths lead to it.
    fn settle(&mut self, aliases: bool) {
        self.files.sort_unstable();
        self.files.dedup();
        if aliases {
            let mut seen = HashSet::new();
            self.files.retain(|file| fs::canonicalize(file).map_or(true, |real| seen.insert(real)));
        }
        self.skipped.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        self.skipped.dedup();
        self.missing.sort_unstable();
        self.missing.dedup();
        self.troubles.sort_unstable();
        self.troubles.dedup();
    }
}

/// The bytes of a file.
///
/// # Errors
/// What the system says, and a file that is larger than 4 GB.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let expected = file.metadata().as_ref().map_or(0, Metadata::len);
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, "larger than 4 GB");
    if expected > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(expected as usize + 1);
    // A device or a pipe has no length, and may have no end.
    file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > LARGEST {
        true => Err(too_large()),
        false => Ok(bytes),
    }
}

/// Whether an entry is no link to a folder that was entered before; remembers which are entered.
fn is_new(entry: &DirEntry, entered: &Mutex<HashSet<PathBuf>>) -> bool {
    if !entry.path_is_symlink() {
        return true;
    }
    let Ok(real) = fs::canonicalize(entry.path()) else { return true };
    let mut entered = entered.lock().unwrap_or_else(PoisonError::into_inner);
    // A link to a file is remembered too: it tells that one file may have two names.
    entered.insert(real) || entry.file_type().is_none_or(|kind| !kind.is_dir())
}

/// Whether a walk takes a file of this name for a draft.
fn is_draft_name(path: &Path) -> bool {
    path.extension().is_some() && Format::of(path).is_some_and(|format| format != Format::Toml)
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// A path as the user would type it: a walk of `.` names what it finds `./…`.
fn typed<'a>(root: &Path, path: &'a Path) -> &'a Path {
    match path.strip_prefix(".") {
        Ok(rest) if root == Path::new(".") && !rest.as_os_str().is_empty() => rest,
        _ => path,
    }
}

/// The path an error names, and the error without its wrappings.
fn inner(error: &Error) -> (Option<&Path>, &Error) {
    match error {
        Error::WithPath { path, err } => (Some(path), inner(err).1),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => inner(err),
        _ => (None, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for a test, gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let root = std::env::temp_dir().join(format!("copydesk-walk-{name}-{}", std::process::id()));
            let folder = Self(root);
            for (path, text) in files {
                let path = folder.at(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            folder
        }

        fn at(&self, path: &str) -> PathBuf {
            self.0.join(path)
        }

        /// What is found at `paths`, without the folder's own name.
        fn find(&self, paths: &[&str]) -> (Vec<String>, Found) {
            let found = find(&paths.iter().map(|path| self.at(path)).collect::<Vec<_>>());
            let short = |path: &PathBuf| path.strip_prefix(&self.0).unwrap().to_str().unwrap().to_owned();
            (found.files.iter().map(short).collect(), found)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_walk_takes_drafts_in_order_and_honours_ignore_files() {
        let folder = Folder::new(
            "order",
            &[
                ("b.md", ""),
                ("a/z.html", ""),
                ("a/b.mdx", ""),
                ("a/c.TXT", ""),
                ("a.md", ""),
                ("LICENSE", ""),
                ("copydesk.toml", ""),
                ("pic.png", ""),
                (".hidden/x.md", ""),
                ("out/x.md", ""),
                ("old/x.md", ""),
                ("old/keep.md", ""),
                (".gitignore", "out/\n"),
                (".copydeskignore", "old/x*\n"),
            ],
        );
        let (files, found) = folder.find(&[""]);
        assert_eq!(files, ["a/b.mdx", "a/c.TXT", "a/z.html", "a.md", "b.md", "old/keep.md"]);
        assert_eq!((found.skipped.len(), found.missing.len(), found.troubles.len()), (0, 0, 0));
    }

    #[test]
    fn a_named_file_is_always_taken() {
        let folder = Folder::new(
            "named",
            &[(".x/.a.md", ""), ("note", ""), ("x.png", ""), ("c.toml", ""), (".gitignore", "*"), ("b.md", "")],
        );
        let (files, found) = folder.find(&[".x/.a.md", "note", "x.png", "c.toml", "gone.md", "b.md", ".x"]);
        assert_eq!(files, [".x/.a.md", "b.md", "note"]);
        let reasons: Vec<&str> = found.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
        assert_eq!(reasons, ["configuration, not a draft", "no format for .png"]);
        assert_eq!(found.missing, [folder.at("gone.md")]);
    }

    #[test]
    fn a_file_is_found_once_by_whatever_path() {
        let folder = Folder::new("once", &[("d/a.md", ""), ("d/b.md", "")]);
        let (files, _) = folder.find(&["d/b.md", "d", "d/../d/a.md", "d/b.md"]);
        assert_eq!(files.len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn links_neither_loop_nor_repeat() {
        let folder = Folder::new("links", &[("a/x.md", ""), ("b/y.md", ""), ("real.md", "")]);
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(folder.at(to), folder.at(from)).unwrap();
        link("a/up", "");
        link("a/b", "b");
        link("b/a", "a");
        link("link.md", "real.md");
        link("broken.md", "nowhere.md");
        link("self.md", "self.md");
        link("broken", "nowhere");
        let (files, found) = folder.find(&[""]);
        assert_eq!(files.len(), 3, "{files:?}");
        assert_eq!(files.iter().filter(|file| file.ends_with("y.md") || file.ends_with("x.md")).count(), 2);
        assert!(found.skipped.iter().any(|skipped| skipped.path == folder.at("a/up")), "{found:?}");
        assert!(found.skipped.iter().any(|skipped| skipped.path == folder.at("broken.md")), "{found:?}");
        assert!(found.skipped.iter().any(|skipped| skipped.path == folder.at("self.md")), "{found:?}");
        assert!(found.troubles.is_empty(), "{found:?}");
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_outside_is_found_and_told() {
        let folder = Folder::new("outside", &[("in/a.md", ""), ("out/b.md", ""), ("out/d/c.md", "")]);
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(folder.at(to), folder.at(from)).unwrap();
        link("in/b.md", "out/b.md");
        link("in/d", "out/d");
        link("in/same.md", "in/a.md");
        let outside = |paths: &[&str]| folder.find(paths).1.outside;
        assert_eq!(outside(&["in"]), HashSet::from([folder.at("in/b.md"), folder.at("in/d/c.md")]));
        assert_eq!(outside(&["in", "in/b.md"]), HashSet::from([folder.at("in/d/c.md")]));
        assert_eq!(outside(&["in", "out"]), HashSet::new());
        assert_eq!(outside(&["in/b.md", "in/d"]), HashSet::new());
    }

    #[test]
    fn a_bad_pattern_of_ours_is_a_trouble() {
        let folder = Folder::new("pattern", &[("a.md", ""), (".copydeskignore", "ok\na{b\n"), (".gitignore", "c{d\n")]);
        let (files, found) = folder.find(&[""]);
        assert_eq!(files, ["a.md"]);
        assert_eq!(found.troubles.len(), 1, "{found:?}");
        assert_eq!(found.troubles[0].0, folder.at(".copydeskignore"));
        assert!(found.troubles[0].1.contains("line 2"), "{found:?}");
    }

    #[test]
    fn paths_stay_as_they_were_typed() {
        let typed = |root: &str, path: &'static str| typed(Path::new(root), Path::new(path)).to_str().unwrap();
        assert_eq!(typed(".", "./drafts/a.md"), "drafts/a.md");
        assert_eq!(typed("./", "./a.md"), "a.md");
        assert_eq!(typed("./drafts", "./drafts/a.md"), "./drafts/a.md");
        assert_eq!(typed("..", "../a.md"), "../a.md");
    }

    #[test]
    fn reading_gives_all_bytes_or_says_why_not() {
        let folder = Folder::new("read", &[("a.md", "caf\u{e9}\r\n")]);
        assert_eq!(read(&folder.at("a.md")).unwrap(), b"caf\xC3\xA9\r\n");
        assert_eq!(read(&folder.at("b.md")).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(read(&folder.at("")).is_err());
    }
}
