//! A list of many paths in little room: a folder is kept once, and of each file its name.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Paths in the order in which they were added. One takes its name and eight bytes, where those of a folder follow one another.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct PathList {
    folders: Vec<PathBuf>,
    /// All names, one behind the other.
    names: String,
    /// Of each path the number of its folder, and the byte at which its name ends.
    files: Vec<(u32, u32)>,
}

impl PathList {
    /// Adds a path.
    pub(crate) fn push(&mut self, path: &Path) {
        let (folder, name) = match (path.parent(), path.file_name().and_then(OsStr::to_str)) {
            // Put together again it shall be the same: `a/./b` is not `a/b` to the eye.
            (Some(folder), Some(name)) if folder.join(name).as_os_str() == path.as_os_str() => (folder, name),
            // A name that is no text is kept as a folder is, with nothing in it.
            _ => (path, ""),
        };
        if self.folders.last().is_none_or(|last| last.as_os_str() != folder.as_os_str()) {
            self.folders.push(folder.to_owned());
        }
        self.names.push_str(name);
        self.files.push((self.folders.len() as u32 - 1, self.names.len() as u32));
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Each of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let starts = std::iter::once(0).chain(self.files.iter().map(|&(_, end)| end as usize));
        self.files.iter().zip(starts).map(|(&(folder, end), start)| {
            let folder = &self.folders[folder as usize];
            match &self.names[start..end as usize] {
                "" => folder.clone(),
                name => folder.join(name),
            }
        })
    }
}

impl<P: AsRef<Path>> FromIterator<P> for PathList {
    fn from_iter<I: IntoIterator<Item = P>>(paths: I) -> Self {
        let mut kept = Self::default();
        paths.into_iter().for_each(|path| kept.push(path.as_ref()));
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_as_they_were_written() {
        let written =
            ["a.md", "b/c.md", "b/d é.md", "b", "./e.md", "b/./c.md", "/", "/x", "b//c.md", "..", "d/..", "d/", "é/", ""];
        let paths: PathList = written.iter().collect();
        let back: Vec<String> = paths.iter().map(|path| path.to_str().unwrap().to_owned()).collect();
        assert_eq!(back, written);
        assert_eq!(paths.len(), written.len());
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_comes_back_too() {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = Path::new(OsStr::from_bytes(b"a/\xff.md"));
        let paths: PathList = [Path::new("a/b.md"), odd, Path::new("a/c.md")].iter().collect();
        assert_eq!(paths.iter().nth(1).unwrap(), odd);
        assert_eq!(paths.iter().nth(2).unwrap(), Path::new("a/c.md"));
    }
}
