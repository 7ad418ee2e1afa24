//! Where the paths of a report lead: seen from the root of the repository, as those name files that read reports.

use std::path::{Component, Path, PathBuf};

/// The folder where a run was started, and the root of its repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// Where relative paths begin, from the root of the disk.
    pub here: PathBuf,
    /// The root of the repository; without one, `here`.
    pub root: PathBuf,
}

impl Home {
    /// A path seen from the root of the repository, without `.` and `..`; outside of it, as it was written.
    pub fn inside(&self, path: &Path) -> PathBuf {
        let absolute = plain(&self.here.join(path));
        absolute.strip_prefix(&self.root).map_or_else(|_| path.to_owned(), Path::to_owned)
    }

    /// A path as [`Home::inside`] has it, seen from here.
    pub fn outside(&self, path: &Path) -> PathBuf {
        let absolute = self.root.join(path);
        let ups = self.here.ancestors().enumerate().find_map(|(up, above)| Some((up, absolute.strip_prefix(above).ok()?)));
        match ups.filter(|_| path.is_relative() && self.here.starts_with(&self.root)) {
            Some((up, rest)) => std::iter::repeat_n(Component::ParentDir, up).collect::<PathBuf>().join(rest),
            None => path.to_owned(),
        }
    }
}

fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_root_of_the_repository() {
        let home = Home { here: "/sites/north".into(), root: "/sites".into() };
        let seen = |path: &str| home.inside(Path::new(path)).to_string_lossy().into_owned();
        assert_eq!(seen("./a.md"), "north/a.md");
        assert_eq!(seen("../news/a.md"), "news/a.md");
        assert_eq!(seen("/sites/b.md"), "b.md");
        assert_eq!(seen("/else/b.md"), "/else/b.md");
        assert_eq!(seen("../../b.md"), "../../b.md");
        let back = |path: &str| home.outside(Path::new(path)).to_string_lossy().into_owned();
        assert_eq!(back("north/a.md"), "a.md");
        assert_eq!(back("news/a.md"), "../news/a.md");
        assert_eq!(back("b.md"), "../b.md");
        assert_eq!(back("/else/b.md"), "/else/b.md");
        assert_eq!(Home::default().outside(Path::new("drafts/a.md")), Path::new("drafts/a.md"));
        assert_eq!(Home::default().inside(Path::new("./drafts/x/../a.md")), Path::new("drafts/a.md"));
    }
}
