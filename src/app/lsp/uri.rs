//! Addresses of files as editors write them, and the paths that they stand for.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What is written as a number in an address.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The file that an address names; `None` for what lies on no disk, such as `untitled:Untitled-1`.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let at = rest.find('/')?;
    if !matches!(&rest[..at], "" | "localhost") {
        return None;
    }
    let bytes: Vec<u8> = percent_decode_str(&rest[at..]).collect();
    let path = native(bytes)?;
    path.is_absolute().then_some(path)
}

/// The address of a file.
pub(super) fn uri(path: &Path) -> Uri {
    let bytes = path.as_os_str().as_encoded_bytes();
    match cfg!(windows) {
        true => {
            let slashes: Vec<u8> = bytes.iter().map(|&byte| if byte == b'\\' { b'/' } else { byte }).collect();
            Uri(format!("file:///{}", percent_encode(&slashes, ENCODED)))
        }
        false => Uri(format!("file://{}", percent_encode(bytes, ENCODED))),
    }
}

/// The name of what lies on no disk.
pub(super) fn name(uri: &Uri) -> String {
    let (_, rest) = uri.0.split_once(':').unwrap_or(("", &uri.0));
    let last = rest.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = percent_decode_str(last).decode_utf8_lossy().replace(['/', '\\', '\0'], "-");
    if name.trim_matches('.').is_empty() { "untitled".to_owned() } else { name }
}

#[cfg(unix)]
fn native(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    (!bytes.contains(&0)).then(|| PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn native(bytes: Vec<u8>) -> Option<PathBuf> {
    let text = String::from_utf8(bytes).ok()?;
    Some(PathBuf::from(text.strip_prefix('/').unwrap_or(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_comes_back_as_it_was() {
        for name in ["/a/b.md", "/a b/café.md", "/100%/#1?.md", "/x:y/[z].md", "/n\u{f6}/🎈.md"] {
            let address = uri(Path::new(name));
            assert!(address.0.starts_with("file:///") && address.0.is_ascii() && !address.0.contains(' '), "{address}");
            assert_eq!(path(&address).as_deref(), Some(Path::new(name)));
        }
        assert_eq!(path(&"file://localhost/a.md".into()).as_deref(), Some(Path::new("/a.md")));
        assert_eq!(path(&"file:///x%3Ay/a.md".into()).as_deref(), Some(Path::new("/x:y/a.md")));
    }

    #[test]
    fn what_lies_on_no_disk_has_a_name_and_no_path() {
        for address in
            ["untitled:Untitled-1", "untitled:../../etc/passwd", "file://host/a.md", "file:", "vscode-notebook:/a/b", "", "x"]
        {
            assert_eq!(path(&address.into()), None, "{address}");
        }
        assert_eq!(name(&"untitled:Untitled-1".into()), "Untitled-1");
        assert_eq!(name(&"untitled:../../etc/passwd".into()), "passwd");
        assert_eq!(name(&"untitled:..".into()), "untitled");
    }
}
