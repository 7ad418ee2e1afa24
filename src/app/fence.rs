//! What lies inside: no link and no `..` leads a run out of the folder that it was asked about.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::finding::Home;

/// The name of a publication's file.
pub(crate) const NAME: &str = "copydesk.toml";
/// The largest configuration, rule or ignore file that is read, in bytes: several times all that copydesk ships.
const LARGEST: u64 = 16 << 20;
/// How many links one after another are followed, as by most systems.
const MOST_LINKS: usize = 40;
/// What marks the root of a repository.
const GIT: &str = ".git";

/// Knows the folders that a path must not leave: repositories, publications, and the one where copydesk runs.
#[derive(Debug)]
pub(crate) struct Fence {
    here: PathBuf,
    marks: BTreeMap<PathBuf, Landmarks>,
    real: BTreeMap<PathBuf, Option<PathBuf>>,
    /// What an editor holds, by absolute paths: read instead of what lies on the disk.
    held: Arc<HeldTexts>,
}

/// Configurations and rules as an editor holds them, saved or not, by their absolute paths.
pub(crate) type HeldTexts = BTreeMap<PathBuf, String>;

/// What stands at or above a folder.
#[derive(Debug, Clone, Default)]
struct Landmarks {
    /// The roots of repositories, the nearest first.
    repositories: Vec<PathBuf>,
    /// The outermost folder with a `copydesk.toml`, where no repository holds it.
    outermost: Option<PathBuf>,
}

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is none.
    Missing,
    /// A link leads nowhere.
    Dangling,
    /// A link leads where it must not, which the words say.
    Leaves(&'static str),
    /// It is a folder, a pipe, a device, or a window into the system.
    Special,
    /// It is larger than may be.
    Large(u64),
    /// It is not written in UTF-8.
    Undecodable,
    /// What the system says.
    System(ErrorKind),
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("there is no such file"),
            Self::Dangling => out.write_str("it is a symbolic link that leads nowhere"),
            Self::Leaves(place) => write!(out, "a symbolic link leads {place}"),
            Self::Special => out.write_str("it is no regular file"),
            Self::Large(most) => write!(out, "it is larger than {}", size(*most)),
            Self::Undecodable => out.write_str("it is not written in UTF-8"),
            Self::System(kind) => kind.fmt(out),
        }
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            kind => Self::System(kind),
        }
    }
}

impl Refused {
    /// The same in the fewest words, for a file that is skipped.
    pub(crate) fn reason(self) -> String {
        match self {
            Self::Dangling => "symbolic link that leads nowhere".to_owned(),
            Self::Leaves(place) => format!("symbolic link {place}"),
            Self::Special => "not a regular file".to_owned(),
            refused => refused.to_string(),
        }
    }
}

/// The text of a file of ours.
#[derive(Debug)]
pub(crate) struct Text {
    /// What stands in it.
    pub(crate) text: String,
    /// Whether a link leads to it: whose words these are, nobody knows before they are read.
    pub(crate) linked: bool,
}

impl Fence {
    /// The fence around the folder where copydesk runs.
    pub(crate) fn new() -> Self {
        Self::over(Arc::default())
    }

    /// The same, over what an editor holds.
    pub(crate) fn over(held: Arc<HeldTexts>) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        Self { here, marks: BTreeMap::new(), real: BTreeMap::new(), held }
    }

    /// Whether something of this name is there, be it a link that leads nowhere.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.held.contains_key(&self.absolute(path)) || fs::symlink_metadata(path).is_ok()
    }

    /// The files below a folder that an editor holds and nobody has saved yet.
    pub(crate) fn unsaved(&self, folder: &Path) -> Vec<PathBuf> {
        let below = self.absolute(folder);
        let new = self.held.keys().filter(|path| fs::symlink_metadata(path).is_err());
        new.filter_map(|path| Some(folder.join(path.strip_prefix(&below).ok()?))).collect()
    }

    /// A path as the user would write it: from here, where it lies below.
    pub(crate) fn shown<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.here).unwrap_or(path)
    }

    /// The folder where copydesk runs.
    pub(crate) fn here(&self) -> &Path {
        &self.here
    }

    /// The same, and the root of its repository.
    pub(crate) fn home(&mut self) -> Home {
        let here = self.here.clone();
        let root = self.marks(&here).repositories.into_iter().next().unwrap_or_else(|| here.clone());
        Home { here, root }
    }

    /// A path from the root of the disk, without `.` and `..`, as it is written: no link is followed.
    pub(crate) fn absolute(&self, path: &Path) -> PathBuf {
        let mut plain = PathBuf::new();
        for part in self.here.join(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    plain.pop();
                }
                part => plain.push(part),
            }
        }
        plain
    }

    /// The root of the repository that holds a file, by its absolute path.
    pub(crate) fn repository(&mut self, path: &Path) -> Option<PathBuf> {
        path.parent().and_then(|folder| self.marks(folder).repositories.first().cloned())
    }

    /// Whether a folder is the root of a repository, by its absolute path.
    pub(crate) fn is_repository(&mut self, folder: &Path) -> bool {
        self.marks(folder).repositories.first().is_some_and(|root| root == folder)
    }

    /// The folder that a configuration must not leave, by its absolute path: its repository, or the outermost folder above it that
    /// has a configuration, or its own.
    pub(crate) fn root(&mut self, path: &Path) -> PathBuf {
        let folder = path.parent().unwrap_or(path);
        let marks = self.marks(folder);
        marks.repositories.first().or(marks.outermost.as_ref()).map_or_else(|| folder.to_owned(), Clone::clone)
    }

    /// Where a path really leads.
    ///
    /// # Errors
    /// Where that is nowhere, or out of a folder that the path as it is written lies in: a repository, a publication, the folder
    /// where copydesk runs; and where it lies in none of them, its own.
    pub(crate) fn real(&mut self, path: &Path) -> Result<PathBuf, Refused> {
        let real = fs::canonicalize(path).map_err(|error| match Refused::from(error) {
            Refused::System(ErrorKind::PermissionDenied) => Refused::System(ErrorKind::PermissionDenied),
            _ if path.is_symlink() => Refused::Dangling,
            other => other,
        })?;
        self.hold(path, &real).map(|()| real)
    }

    /// Where a file of this path is, or would be written.
    ///
    /// # Errors
    /// As [`real`](Self::real).
    pub(crate) fn place(&mut self, path: &Path) -> Result<PathBuf, Refused> {
        let mut place = path.to_owned();
        for _ in 0..MOST_LINKS {
            let Ok(target) = fs::read_link(&place) else { break };
            place = place.parent().unwrap_or(Path::new("")).join(target);
        }
        let name = place.file_name().ok_or(Refused::Special)?;
        let real = fs::canonicalize(self.here.join(place.parent().unwrap_or(Path::new(""))))?.join(name);
        self.hold(path, &real).map(|()| real)
    }

    /// Refuses a path that really leads out of a folder that it must not leave.
    fn hold(&mut self, path: &Path, real: &Path) -> Result<(), Refused> {
        let absolute = self.absolute(path);
        for (bound, leaves) in self.bounds(&absolute) {
            if self.folder(&bound).is_none_or(|bound| !real.starts_with(bound)) {
                return Err(Refused::Leaves(leaves));
            }
        }
        match enters_git(real) && !enters_git(&absolute) {
            true => Err(Refused::Leaves("into a `.git`")),
            false => Ok(()),
        }
    }

    /// The text of a configuration, rule or ignore file.
    ///
    /// # Errors
    /// All that [`Refused`] names.
    pub(crate) fn text(&mut self, path: &Path) -> Result<Text, Refused> {
        self.text_within(path, LARGEST)
    }

    /// The same of a file that may be so large, in bytes.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub(crate) fn text_within(&mut self, path: &Path, most: u64) -> Result<Text, Refused> {
        let held = self.held.get(&self.absolute(path)).cloned();
        match (fs::symlink_metadata(path), held.clone()) {
            (Err(_), Some(text)) => return Ok(Text { text, linked: false }),
            (metadata, _) => metadata.map(drop)?,
        }
        let real = self.real(path)?;
        let metadata = fs::metadata(&real)?;
        if !is_file(&real, &metadata) {
            return Err(Refused::Special);
        }
        let linked = self.is_linked(path, &real);
        if let Some(text) = held {
            return Ok(Text { text, linked });
        }
        let bytes = read(File::open(&real)?, metadata.len(), most)?.ok_or(Refused::Large(most))?;
        Ok(Text { text: String::from_utf8(bytes).map_err(|_| Refused::Undecodable)?, linked })
    }

    /// Whether a link stands between the folders that a path must not leave and the file that it `real`ly is.
    fn is_linked(&mut self, path: &Path, real: &Path) -> bool {
        let absolute = self.absolute(path);
        let bound = self.bounds(&absolute).into_iter().map(|(bound, _)| bound).min_by_key(|bound| bound.components().count());
        let straight = bound.and_then(|bound| Some(self.folder(&bound)?.join(absolute.strip_prefix(&bound).ok()?)));
        straight.is_none_or(|straight| straight != real)
    }

    /// The folders that hold a path as it is written, and what is said of a link that leaves them.
    fn bounds(&mut self, absolute: &Path) -> Vec<(PathBuf, &'static str)> {
        let folder = absolute.parent().unwrap_or(absolute);
        let marks = self.marks(folder);
        let mut bounds: Vec<_> = marks.repositories.into_iter().map(|root| (root, "out of the repository")).collect();
        bounds.extend(marks.outermost.map(|folder| (folder, "out of the publication’s folder")));
        // Landmarks below this folder may be those of another one, that a link leads to.
        let here = self.here.clone();
        let Landmarks { repositories, outermost } = self.marks(&here);
        let ground = outermost.or_else(|| repositories.into_iter().next_back()).unwrap_or(here);
        if absolute.starts_with(&ground) {
            bounds.push((ground, "out of the folder where copydesk runs"));
        }
        if bounds.is_empty() {
            let own = folder.ancestors().find(|folder| !folder.is_symlink()).unwrap_or(folder);
            bounds.push((own.to_owned(), "out of its folder"));
        }
        bounds
    }

    fn marks(&mut self, folder: &Path) -> Landmarks {
        if let Some(known) = self.marks.get(folder) {
            return known.clone();
        }
        let mut marks = folder.parent().map(|above| self.marks(above)).unwrap_or_default();
        let holds = |name: &str| self.has(&folder.join(name));
        if holds(GIT) {
            marks.repositories.insert(0, folder.to_owned());
        }
        if marks.outermost.is_none() && marks.repositories.is_empty() && holds(NAME) {
            marks.outermost = Some(folder.to_owned());
        }
        self.marks.insert(folder.to_owned(), marks.clone());
        marks
    }

    /// Where a folder really lies.
    fn folder(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.real.get(folder) {
            return known.clone();
        }
        let real = fs::canonicalize(folder).ok();
        self.real.insert(folder.to_owned(), real.clone());
        real
    }
}

/// Whether a path enters what Git keeps of a repository, such as the passwords to others.
pub(crate) fn enters_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().eq_ignore_ascii_case(GIT))
}

/// Whether this is a file that lies on a disk: what the system shows as files may be secrets, and have no end.
pub(crate) fn is_file(real: &Path, metadata: &fs::Metadata) -> bool {
    metadata.is_file() && !["/proc", "/sys"].iter().any(|shown| real.starts_with(shown))
}

/// The bytes of a file that is said to have so many; `None` where there are more than `most`.
///
/// # Errors
/// What the system says.
pub(crate) fn read(file: File, expected: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
    if expected > most {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(expected as usize + 1);
    // It may grow meanwhile, and a pipe has no length.
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes >> 30 {
        0 => format!("{} MB", bytes >> 20),
        gigabytes => format!("{gigabytes} GB"),
    }
}

/// Whether a file's name says that it is one of ours, wherever it lies: `copydesk.toml`, `copydesk-group.toml`.
pub(crate) fn is_ours_by_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.extension() == Some(OsStr::new("toml")) && name.contains("copydesk")
}
