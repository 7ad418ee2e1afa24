//! Writes files in one step: drafts that are mended, reports, and baselines.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

use super::read;
use super::terminal::{Refusal, complain, print};
use crate::report::is_report;

/// What the name of a file in the making begins with; the numbers of a process and of a try follow.
const BESIDE: &str = ".copydesk-";
/// How many bytes of a file tell whether it is a report.
const HEAD: u64 = 1 << 16;

/// Prints to a file, or to standard output without one. A file is written when all that goes into it is there.
pub(super) fn deliver(output: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refusal> {
    let Some(path) = output else { return print(write) };
    let told = |error: io::Error| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    write(&mut bytes).and_then(|()| whole(path, &bytes)).map_err(told)?;
    swept(path.parent());
    Ok(())
}

/// Takes away what runs that were interrupted left in these folders, and says so.
pub(super) fn swept<'p>(folders: impl IntoIterator<Item = &'p Path>) {
    for left in folders.into_iter().flat_map(sweep) {
        complain(&format!("{}: was left by a run that was interrupted, and is gone", left.display()));
    }
}

/// Puts other bytes in a draft's place: who reads it sees the old ones or the new ones, never a part.
///
/// A link stays a link, to the file that is written. Owner, group and permissions stay, or nothing is written; nor is anything
/// written over what somebody else wrote meanwhile.
pub(super) fn draft(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let old = may_write(&target)?;
    // Another file in its place would be that of one name only, and the others would go on with the old words: to part them is
    // not what anybody asked for, and to write into the file itself could leave half a draft.
    if names(&old) > 1 {
        return Err(io::Error::other("has more than one name (hard links), and to replace it would part them"));
    }
    let beside = Beside::holding(&target, after, Some(&old))?;
    match read::bytes(&target)? {
        // Another name of a file that is written already.
        now if now == after => Ok(()),
        now if now == before => beside.take_place(&target),
        _ => Err(io::Error::other("changed since it was read")),
    }
}

/// Writes a file, new or in place of the old one, which stays where the new one cannot be written whole.
pub(super) fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Some(target) = replaceable(path)? else { return fs::write(path, bytes) };
    let old = if target.exists() { Some(may_write(&target)?) } else { None };
    match Beside::holding(&target, bytes, old.as_ref()) {
        // Where the file may be written and no other beside it, in one step is not to be had.
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            fs::write(&target, bytes)
        }
        beside => beside?.take_place(&target),
    }
}

/// Whether nothing is lost where a report takes a file's place: there is none, or nothing in it, or an earlier report.
pub(super) fn is_replaceable(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return true };
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    let mut head = Vec::new();
    !is_file || file.take(HEAD).read_to_end(&mut head).is_ok_and(|_| is_report(&String::from_utf8_lossy(&head)))
}

/// Whether a file is an earlier report, and so no draft.
pub(super) fn is_an_earlier_report(path: &Path) -> bool {
    is_replaceable(path) && fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0)
}

/// Where a report can be put in one step: `None` for a device or a pipe, a file of several names, and a link that leads nowhere.
fn replaceable(path: &Path) -> io::Result<Option<PathBuf>> {
    match fs::metadata(path) {
        // What `/dev/stdout` leads to is open already, and others go on writing there.
        Ok(_) if path.starts_with("/dev") || path.starts_with("/proc") => Ok(None),
        Ok(old) if old.is_file() && names(&old) == 1 => fs::canonicalize(path).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => Ok(Some(path.to_path_buf())),
        _ => Ok(None),
    }
}

/// What is known of a file that this user may write; the file is opened for it, and left as it is.
fn may_write(path: &Path) -> io::Result<Metadata> {
    let told = |kind, words: &str| Err(io::Error::new(kind, words));
    let file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return told(error.kind(), "may not be written by you"),
        Err(error) => return Err(error),
    };
    let metadata = file.metadata()?;
    // Root may open even this.
    if metadata.permissions().readonly() {
        return told(ErrorKind::PermissionDenied, "is read-only");
    }
    Ok(metadata)
}

/// A file in the making beside the one whose place it is to take; gone again where it does not.
pub(super) struct Beside {
    path: PathBuf,
    /// Open, and locked: so it can be told from what an interrupted run left.
    pub(super) file: File,
}

impl Beside {
    /// A file with these bytes, and with the owner, group and permissions of `old`.
    fn holding(target: &Path, bytes: &[u8], old: Option<&Metadata>) -> io::Result<Self> {
        let mut beside = Self::open(target, old.is_some())?;
        if let Some(old) = old {
            keep_owner(&beside.file, old)?;
            // Last: a new owner takes the permissions to run as the old one away.
            beside.file.set_permissions(old.permissions())?;
        }
        beside.file.write_all(bytes)?;
        beside.file.sync_all()?;
        Ok(beside)
    }

    /// An empty file; `closed` to all others, where that is wanted.
    pub(super) fn open(target: &Path, closed: bool) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if closed {
            // Until it has the permissions of the old one, nobody else may read it.
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut tried = 0;
        loop {
            let path = target.with_file_name(format!("{BESIDE}{}-{tried}", std::process::id()));
            tried += 1;
            match options.open(&path) {
                // Another run that sweeps here was faster.
                Ok(file) if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) || !path.exists() => {}
                Ok(file) => return Ok(Self { path, file }),
                // Left by a run of this number that was killed: in a container, numbers come again soon.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            if tried > 100 {
                return Err(ErrorKind::AlreadyExists.into());
            }
        }
    }

    /// What was written so far, from its beginning.
    pub(super) fn again(&self) -> io::Result<File> {
        File::open(&self.path)
    }

    /// Takes the place of the target.
    pub(super) fn take_place(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It is not there any more where it took its place; and where it cannot go, the first error is the one to tell.
        let _ = fs::remove_file(&self.path);
    }
}

/// Takes away what runs that were interrupted left in a folder; which files those were.
fn sweep(folder: &Path) -> Vec<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let left = fs::read_dir(folder).into_iter().flatten().flatten().filter(is_beside).map(|entry| entry.path());
    // Whoever still writes one holds its lock.
    let is_idle = |path: &PathBuf| OpenOptions::new().write(true).open(path).is_ok_and(|file| file.try_lock().is_ok());
    left.filter(is_idle).filter(|path| fs::remove_file(path).is_ok()).collect()
}

/// Whether a file is one that stood beside another in the making.
fn is_beside(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    let numbers = name.to_str().and_then(|name| name.strip_prefix(BESIDE)).and_then(|numbers| numbers.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, tried)| is_number(process) && is_number(tried))
        && entry.file_type().is_ok_and(|kind| kind.is_file())
}

/// How many names a file has.
#[cfg(unix)]
fn names(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(file)
}

#[cfg(not(unix))]
fn names(_: &Metadata) -> u64 {
    1
}

/// Whether two paths lead to one file.
#[cfg(unix)]
pub(super) fn same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path| fs::metadata(path).map(|file: Metadata| (file.dev(), file.ino())).ok();
    number(one).is_some_and(|one| Some(one) == number(other))
}

/// Whether two paths lead to one file.
#[cfg(not(unix))]
pub(super) fn same(one: &Path, other: &Path) -> bool {
    let real = |path| fs::canonicalize(path).ok();
    real(one).is_some_and(|one| Some(one) == real(other))
}

/// Whether a path leads to a file that is open here.
#[cfg(unix)]
pub(super) fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |file: Metadata| (file.dev(), file.ino());
    let (open, there) = (file.metadata().map(number), fs::symlink_metadata(path).map(number));
    open.is_ok_and(|open| there.is_ok_and(|there| open == there))
}

/// Whether a path leads to a file that is open here: as far as can be told.
#[cfg(not(unix))]
pub(super) fn same_file(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Gives a file the owner and the group of the one whose place it is to take.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let now = file.metadata()?;
    let owner = (now.uid() != old.uid()).then_some(old.uid());
    let group = (now.gid() != old.gid()).then_some(old.gid());
    if owner.is_none() && group.is_none() {
        return Ok(());
    }
    fchown(file, owner, group).map_err(|error| {
        let words = format!("belongs to user {} and group {}, and would change hands: {error}", old.uid(), old.gid());
        io::Error::new(error.kind(), words)
    })
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
