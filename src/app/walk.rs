//! Which files are drafts.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use super::fence::{self, Fence, Refused};
use super::ignored::{Ignored, WhyPassed};
use super::paths::PathList;
use crate::baseline;
use crate::finding::{PassedBy, Skipped};
use crate::lint;
use crate::rulings;
use crate::text::Format;

/// Endings of documents that copydesk does not read: whoever walks a folder expects to hear of them, as of no picture and no program.
const DOCUMENTS: [&str; 22] = [
    "doc", "docm", "dotm", "dotx", "epub", "fodt", "ipynb", "latex", "odt", "org", "pages", "pdf", "qmd", "rmd", "rtf", "shtml",
    "tex", "textile", "typ", "wiki", "wpd", "wps",
];

/// What a set of paths leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The drafts, sorted, each once, as the user would type them.
    pub(crate) files: PathList,
    /// Those of them that were named, each by itself.
    pub(crate) named: Vec<PathBuf>,
    /// Those that were named and are not to be read, and why.
    pub(crate) refused: Vec<(PathBuf, Refused)>,
    /// What looks like a draft and cannot be read as one, and why.
    pub(crate) skipped: Vec<Skipped>,
    /// What a walk passed by without a word, and why; only where that is wanted.
    pub(crate) passed: Vec<Skipped>,
    /// How much a walk passed by because an ignore file of another program names it.
    pub(crate) passed_by: PassedBy,
    /// What was named, and an ignore file of ours names too.
    pub(crate) ignored: Vec<PathBuf>,
    /// PathList that were named and are not there.
    pub(crate) missing: Vec<PathBuf>,
    /// Folders and ignore files that could not be read, and why.
    pub(crate) troubles: Vec<(PathBuf, String)>,
}

/// Finds the drafts at `paths`: a file that is named is taken where no ignore file of ours names it, a folder is walked under all its
/// ignore files. No link is followed in a folder; one that is named is, where it does not leave its repository or folder.
/// With `explains`, what it passes by is told, too.
pub(crate) fn find(paths: &[PathBuf], explains: bool, fence: &mut Fence) -> Found {
    let (found, ignored) = (Found::default(), Ignored::new());
    let mut walk = Walk { found, fence, ignored, explains, links: Vec::new(), entered: HashSet::new() };
    paths.iter().for_each(|path| walk.named(path));
    walk.tell_links();
    walk.found.troubles.append(&mut walk.ignored.troubles);
    walk.found.settle(paths.len() > 1);
    walk.found
}

/// Whether our ignore files name a draft, be there one or not.
pub(crate) fn is_ignored(path: &Path, fence: &mut Fence) -> bool {
    Ignored::new().names(&fence.absolute(path), false, fence)
}

/// Whether a walk from one of these folders takes a file that Git tracks, by its path where no link leads: patterns of Git's ignore no
/// such file.
pub(crate) fn takes_tracked(folders: &[PathBuf], path: &Path, fence: &mut Fence) -> bool {
    let mut ignored = Ignored::new();
    let is_taken = |folder: &Path, inner: &Path, ignored: &mut Ignored, fence: &mut Fence| {
        let mut at = folder.to_owned();
        inner.iter().all(|name| {
            let patterns = ignored.folder(&at, fence);
            let (next, is_hidden) = (at.join(name), name.as_encoded_bytes().starts_with(b"."));
            let is_folder = next != path;
            let is_out =
                ignored.passes_by_tracked(&patterns, &next, is_folder, is_hidden) || is_folder && holds_templates(name, &at);
            at = next;
            !is_out
        })
    };
    is_draft(path)
        && folders.iter().any(|folder| path.strip_prefix(folder).is_ok_and(|inner| is_taken(folder, inner, &mut ignored, fence)))
}

/// A search for drafts.
struct Walk<'f> {
    found: Found,
    fence: &'f mut Fence,
    ignored: Ignored,
    explains: bool,
    /// The links in folders.
    links: Vec<PathBuf>,
    /// Where the folders that were walked really lie.
    entered: HashSet<PathBuf>,
}

impl Walk<'_> {
    /// Takes what was named.
    fn named(&mut self, path: &Path) {
        if is_stream(path) && path.exists() {
            return self.found.take(path);
        }
        let real = match self.fence.real(path) {
            Ok(real) => real,
            Err(Refused::Missing) => return self.found.missing.push(path.to_owned()),
            Err(refused @ Refused::Dangling) if !is_draft_name(path) => return self.found.skip(path, refused.reason()),
            Err(Refused::System(kind)) => return self.found.troubles.push((path.to_owned(), kind.to_string())),
            Err(refused) => return self.found.refused.push((path.to_owned(), refused)),
        };
        let (absolute, is_folder) = (self.fence.absolute(path), real.is_dir());
        if self.ignored.names(&absolute, is_folder, self.fence) {
            self.found.ignored.push(path.to_owned());
        } else if is_folder {
            self.folder(path, &real);
        } else {
            self.file(path, &real);
        }
    }

    /// Takes a file that was named.
    fn file(&mut self, path: &Path, real: &Path) {
        let ending = || path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let is_text = fs::metadata(real).is_ok_and(|metadata| fence::is_file(real, &metadata));
        match Format::of(path) {
            Some(Format::Toml) => self.found.skip(path, "configuration, not a draft"),
            None if is_record(path) => self.found.skip(path, lint::RECORD),
            None => self.found.skip(path, format!("no format for .{}", ending())),
            Some(_) if !is_text => self.found.refused.push((path.to_owned(), Refused::Special)),
            // Whoever named the link need not have seen what it leads to.
            Some(_) if path.is_symlink() && !is_draft_name(real) => {
                self.found.refused.push((path.to_owned(), Refused::Leaves("to what is no draft")));
            }
            Some(_) => self.found.take(path),
        }
    }

    /// Walks a folder that lies `real`ly there.
    fn folder(&mut self, path: &Path, real: &Path) {
        if !self.entered.insert(real.to_owned()) {
            return;
        }
        let shown = if path == Path::new(".") { Path::new("") } else { path };
        let absolute = self.fence.absolute(path);
        let patterns = self.ignored.folder(&absolute, self.fence);
        let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<DirEntry>, _>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.found.troubles.push((path.to_owned(), error.kind().to_string())),
        };
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let (name, Ok(kind)) = (entry.file_name(), entry.file_type()) else { continue };
            let is_hidden = name.as_encoded_bytes().starts_with(b".");
            let path = shown.join(&name);
            if let Some(by) = self.ignored.passes_by(&patterns, &absolute.join(&name), kind.is_dir(), is_hidden) {
                if by == WhyPassed::Others {
                    self.found.passed_by.folders += usize::from(kind.is_dir());
                    self.found.passed_by.drafts += usize::from(kind.is_file() && is_draft(&path));
                }
                self.pass(&path, |walk| walk.ignored.why(&patterns, &absolute.join(&name), kind.is_dir(), walk.fence.here()));
                continue;
            }
            if kind.is_dir() && holds_templates(&name, real) {
                self.found.skip(&path, "templates of the site, no articles");
            } else if kind.is_dir() {
                self.folder(&path, &real.join(&name));
            } else if kind.is_symlink() {
                self.links.push(path);
            } else if is_lock(&name) {
                self.pass(&path, |_| "a lock of Word's, no draft: somebody has the document open".to_owned());
            } else if is_draft(&path) {
                match kind.is_file() {
                    true => self.found.files.push(&path),
                    false => self.found.skip(&path, Refused::Special.reason()),
                }
            } else if let Some(ending) = document(&path) {
                self.found.skip(&path, format!("no format for .{ending}"));
            } else {
                self.pass(&path, |_| no_draft(&path));
            }
        }
    }

    /// Remembers what is passed by, where that is to be explained.
    fn pass(&mut self, path: &Path, why: impl FnOnce(&Self) -> String) {
        if self.explains {
            let reason = why(self);
            self.found.passed.push(Skipped { path: path.to_owned(), reason });
        }
    }

    /// Tells of the links in folders that lead to what the walk has not found by itself: none of them is followed.
    fn tell_links(&mut self) {
        if self.links.is_empty() {
            return;
        }
        let files: HashSet<PathBuf> = self.found.files.iter().filter_map(|file| fs::canonicalize(file).ok()).collect();
        for link in std::mem::take(&mut self.links) {
            let is_found = |real: PathBuf| files.contains(&real) || self.entered.contains(&real);
            let is_folder = link.is_dir();
            if fs::canonicalize(&link).is_ok_and(is_found) || !is_folder && !is_draft_name(&link) {
                self.pass(&link, |_| "symbolic link to what is no draft, or is found without it".to_owned());
                continue;
            }
            let reason = match self.fence.real(&link) {
                Ok(_) if is_folder || link.is_file() => "symbolic link, not followed".to_owned(),
                Ok(_) => Refused::Special.reason(),
                Err(refused) => refused.reason(),
            };
            self.found.skip(&link, reason);
        }
    }
}

impl Found {
    /// Takes a draft that was named.
    fn take(&mut self, path: &Path) {
        self.files.push(path);
        self.named.push(path.to_owned());
    }

    fn skip(&mut self, path: &Path, reason: impl Into<String>) {
        self.skipped.push(Skipped { path: path.to_path_buf(), reason: reason.into() });
    }

    /// Sorts, and leaves each file once; with `aliases`, also where two paths lead to it.
    fn settle(&mut self, aliases: bool) {
        // A walk comes upon them in their order, and upon each once.
        if aliases {
            let mut files: Vec<PathBuf> = self.files.iter().collect();
            files.sort_unstable();
            files.dedup();
            let mut seen = HashSet::new();
            files.retain(|file| fs::canonicalize(file).map_or(true, |real| seen.insert(real)));
            self.files = files.iter().collect();
        }
        self.skipped.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        self.skipped.dedup();
        self.refused.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        self.refused.dedup();
        for paths in [&mut self.ignored, &mut self.missing] {
            paths.sort_unstable();
            paths.dedup();
        }
        self.troubles.sort_unstable();
        self.troubles.dedup();
    }
}

/// Whether a folder holds what a site is built with: by names that builders keep for it, two of them only beside a folder `content`.
fn holds_templates(name: &OsStr, parent: &Path) -> bool {
    match name.to_str() {
        Some("_layouts" | "_includes" | "_partials") => true,
        Some("layouts" | "archetypes") => parent.join("content").is_dir(),
        _ => false,
    }
}

/// Whether a path is one of those by which a shell hands a pipe to a program, as it does for `<(…)`.
fn is_stream(path: &Path) -> bool {
    path == Path::new("/dev/stdin")
        || path.parent().is_some_and(|folder| [Path::new("/dev/fd"), Path::new("/proc/self/fd")].contains(&folder))
}

/// Whether a walk takes a file of this name for a draft.
pub(super) fn is_draft_name(path: &Path) -> bool {
    path.extension().is_some() && Format::of(path).is_some_and(|format| format != Format::Toml)
}

/// Whether a walk takes a file of this name for a draft, and it is none of our own files, or a lock.
fn is_draft(path: &Path) -> bool {
    is_draft_name(path) && path.file_name().is_some_and(|name| name != baseline::NAME && !is_lock(name))
}

/// Whether a file is the record of second readers, by its name.
fn is_record(path: &Path) -> bool {
    path.file_name() == Some(OsStr::new(rulings::NAME))
}

/// Whether a file is what Word lays beside a document that is open.
fn is_lock(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b"~$")
}

/// Why a walk takes a file for no draft.
fn no_draft(path: &Path) -> String {
    match path.extension() {
        Some(ending) if ending == "toml" => "configuration, not a draft".to_owned(),
        Some(_) if path.file_name() == Some(OsStr::new(baseline::NAME)) => lint::BASELINE.to_owned(),
        Some(_) if is_record(path) => lint::RECORD.to_owned(),
        Some(ending) => format!("no draft: .{}", ending.to_string_lossy()),
        None => "no draft: its name has no ending, and nobody named it".to_owned(),
    }
}

/// The ending of a document that is not read.
fn document(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
    DOCUMENTS.contains(&ending.as_str()).then_some(ending)
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
            let found = find(&paths.iter().map(|path| self.at(path)).collect::<Vec<_>>(), false, &mut Fence::new());
            let short = |path: PathBuf| path.strip_prefix(&self.0).unwrap().to_str().unwrap().to_owned();
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
    fn templates_are_passed_over_and_told() {
        let folder = Folder::new(
            "templates",
            &[
                ("_layouts/post.html", ""),
                ("_includes/a/head.html", ""),
                ("blog/layouts/x.md", ""),
                ("site/layouts/y.html", ""),
                ("site/content/z.md", ""),
            ],
        );
        let (files, found) = folder.find(&[""]);
        assert_eq!(files, ["blog/layouts/x.md", "site/content/z.md"]);
        let told: Vec<&str> = found.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
        assert_eq!(told, ["templates of the site, no articles"; 3]);
        assert_eq!(folder.find(&["_layouts/post.html", "_includes"]).0, ["_includes/a/head.html", "_layouts/post.html"]);
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

    fn reasons(found: &Found) -> Vec<(String, &str)> {
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        found.skipped.iter().map(|skipped| (name(&skipped.path), skipped.reason.as_str())).collect()
    }

    #[cfg(unix)]
    #[test]
    fn no_link_in_a_folder_is_followed_and_those_to_something_new_are_told() {
        let files = [("in/a/x.md", ""), ("in/b/y.md", ""), ("in/real.md", ""), ("in/.store/z.md", ""), ("out/o.md", "")];
        let folder = Folder::new("links", &files);
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(to, folder.at(from)).unwrap();
        link("in/a/up", "..");
        link("in/a/b", "../b");
        link("in/link.md", "real.md");
        link("in/broken.md", "nowhere.md");
        link("in/self.md", "self.md");
        link("in/broken", "nowhere");
        link("in/hidden.md", ".store/z.md");
        link("in/store", ".store");
        link("in/out", "../out");
        link("in/picture.png", "../out/o.md");
        let (files, found) = folder.find(&["in"]);
        assert_eq!(files, ["in/a/x.md", "in/b/y.md", "in/real.md"]);
        let (nowhere, unfollowed) = ("symbolic link that leads nowhere", "symbolic link, not followed");
        let told = [("broken.md", nowhere), ("hidden.md", unfollowed), ("out", "symbolic link out of its folder")];
        let told: Vec<_> = told.into_iter().chain([("self.md", nowhere), ("store", unfollowed)]).collect();
        assert_eq!(reasons(&found).iter().map(|(name, reason)| (name.as_str(), *reason)).collect::<Vec<_>>(), told);
        assert!(found.troubles.is_empty(), "{found:?}");
        assert_eq!(folder.find(&["in/hidden.md", "in/link.md", "in/real.md"]).0, ["in/hidden.md", "in/link.md"]);
        assert_eq!(folder.find(&["in/store"]).0, ["in/store/z.md"]);
        let (files, found) = folder.find(&["in/out", "in/out/o.md", "in/picture.png"]);
        assert!(files.is_empty(), "{files:?}");
        let leaves = |path: &str| (folder.at(path), Refused::Leaves("out of its folder"));
        assert_eq!(found.refused, ["in/out", "in/out/o.md", "in/picture.png"].map(leaves));
    }

    #[test]
    fn documents_that_are_not_read_are_told_and_other_files_are_not() {
        let folder =
            Folder::new("documents", &[("a.md", ""), ("b.odt", ""), ("c.TEX", ""), ("d.png", ""), ("e", ""), ("f.rs", "")]);
        let (files, found) = folder.find(&[""]);
        assert_eq!(files, ["a.md"]);
        let told = [("b.odt".to_owned(), "no format for .odt"), ("c.TEX".to_owned(), "no format for .tex")];
        assert_eq!(reasons(&found), told);
    }

    #[test]
    fn our_ignore_files_hold_for_what_is_named_and_those_of_others_do_not() {
        let files = [("old/x.md", ""), ("old/deep/y.md", ""), ("new/keep.md", ""), ("new/n.md", ""), ("g.md", "")];
        let ignores =
            [(".copydeskignore", "old/\n*.md\n!keep.md\n!g.md\n"), (".gitignore", "g.md\n"), ("new/.copydeskignore", "!n.md\n")];
        let folder = Folder::new("ours", &[&files[..], &ignores].concat());
        let (files, found) = folder.find(&["old/x.md", "old/deep/y.md", "old", "new/keep.md", "new/n.md", "g.md"]);
        assert_eq!(files, ["g.md", "new/keep.md", "new/n.md"]);
        assert_eq!(found.ignored, ["old", "old/deep/y.md", "old/x.md"].map(|path| folder.at(path)));
        assert_eq!(folder.find(&[""]).0, ["g.md", "new/keep.md", "new/n.md"]);
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
}
