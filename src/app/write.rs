//! Writes files in one step: drafts that are mended, and reports.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::walk;

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
    match walk::read(&target)? {
        // Another name of a file that is written already.
        now if now == after => Ok(()),
        now if now == before => beside.take_place(&target),
        _ => Err(io::Error::other("changed since it was read")),
    }
}

/// Writes a report into a file, new or in place of the old one, which stays where the new one cannot be written whole.
pub(super) fn report(path: &Path, bytes: &[u8]) -> io::Result<()> {
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
struct Beside {
    path: PathBuf,
}

impl Beside {
    /// A file with these bytes, and with the owner, group and permissions of `old`.
    fn holding(target: &Path, bytes: &[u8], old: Option<&Metadata>) -> io::Result<Self> {
        let (beside, mut file) = Self::open(target, old.is_some())?;
        if let Some(old) = old {
            keep_owner(&file, old)?;
            // Last: a new owner takes the permissions to run as the old one away.
            file.set_permissions(old.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(beside)
    }

    fn open(target: &Path, closed: bool) -> io::Result<(Self, File)> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if closed {
            // Until it has the permissions of the old one, nobody else may read it.
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut tried = 0;
        loop {
            let path = target.with_file_name(format!(".copydesk-{}-{tried}", std::process::id()));
            match options.open(&path) {
                Ok(file) => return Ok((Self { path }, file)),
                // Left by a run of this number that was killed: in a container, numbers come again soon.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && tried < 100 => tried += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn take_place(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It is not there any more where it took its place; and where it cannot go, the first error is the one to tell.
        let _ = fs::remove_file(&self.path);
    }
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
