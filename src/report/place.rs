//! How programs are told of a file: by its path from the root of the repository, plain or as a URI.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use crate::finding::Report;

/// A file's path from the root of the repository, its parts behind `/` on every system.
pub(super) fn path(report: &Report, path: &Path) -> String {
    let inside = report.home.inside(path);
    parts(&inside).map(|part| String::from_utf8_lossy(part).into_owned()).collect::<Vec<_>>().join("/")
}

/// The same as a reference of RFC 3986, and whether it is relative to the root.
pub(super) fn uri(report: &Report, path: &Path) -> (String, bool) {
    let inside: PathBuf = report.home.inside(path);
    let mut uri = if inside.has_root() { "file://".to_owned() } else { String::new() };
    for (number, part) in parts(&inside).enumerate() {
        if number > 0 {
            uri.push('/');
        }
        for &byte in part {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
                _ => {
                    let _ = write!(uri, "%{byte:02X}");
                }
            }
        }
    }
    let within = inside.components().all(|part| matches!(part, Component::Normal(_)));
    (uri, within)
}

/// The parts of a path; the root is an empty one.
fn parts(path: &Path) -> impl Iterator<Item = &[u8]> {
    path.components().map(|part| match part {
        Component::RootDir => &[],
        part => part.as_os_str().as_encoded_bytes(),
    })
}
