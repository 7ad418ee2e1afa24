//! What changed between two versions of a file, as a unified diff that `patch` applies.

use std::ops::Range;
use std::path::Path;

use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The difference of two versions of a file that `path` names, byte for byte; empty where there is none.
///
/// A line ends with LF alone, as `patch` counts them: byte-order marks, carriage returns and whatever encoding writes ASCII as
/// ASCII come through as they are. UTF-16 does not.
pub fn write(path: &Path, before: &[u8], after: &[u8]) -> Vec<u8> {
    let (old, new) = (lines(before), lines(after));
    let mut diff = Vec::new();
    for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        if diff.is_empty() {
            diff.extend_from_slice(format!("--- {0}\n+++ {0}\n", name(path)).as_bytes());
        }
        let olds = reach(first.old_range().start..last.old_range().end);
        let news = reach(first.new_range().start..last.new_range().end);
        diff.extend_from_slice(format!("@@ -{olds} +{news} @@\n").as_bytes());
        for op in &group {
            if op.tag() == DiffTag::Equal {
                put(&mut diff, b' ', &old[op.old_range()]);
            } else {
                put(&mut diff, b'-', &old[op.old_range()]);
                put(&mut diff, b'+', &new[op.new_range()]);
            }
        }
    }
    diff
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').collect()
}

fn put(diff: &mut Vec<u8>, sign: u8, lines: &[&[u8]]) {
    for line in lines {
        diff.push(sign);
        diff.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            diff.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

/// The lines of a hunk as its head counts them: from 1, and of none the one before.
fn reach(lines: Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// A name as the head of a diff holds it, the way git writes it: quoted where it would bend the line, and with a tab behind it where it
/// has a blank, or `patch` would take it to end there.
fn name(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let is_plain = |name: &&str| {
        !name.starts_with(' ') && !name.contains(|char: char| char.is_ascii_control() || matches!(char, '"' | '\\'))
    };
    let mut name = std::str::from_utf8(bytes).ok().filter(is_plain).map_or_else(|| quoted(bytes), str::to_owned);
    if name.contains(' ') {
        name.push('\t');
    }
    name
}

fn quoted(name: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in name.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\n' => quoted.push_str("\\n"),
                '\r' => quoted.push_str("\\r"),
                '\t' => quoted.push_str("\\t"),
                '"' | '\\' => quoted.extend(['\\', char]),
                char if char.is_ascii_control() => quoted.push_str(&format!("\\{:03o}", char as u32)),
                char => quoted.push(char),
            }
        }
        chunk.invalid().iter().for_each(|byte| quoted.push_str(&format!("\\{byte:03o}")));
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(path: &str, before: &str, after: &str) -> String {
        String::from_utf8(write(Path::new(path), before.as_bytes(), after.as_bytes())).unwrap()
    }

    #[test]
    fn the_difference_is_a_unified_diff() {
        assert_eq!(diff("a.md", "one\ntwo\n", "one\n2\n"), "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
        assert_eq!(diff("a.md", "one", "one"), "");
        let hunks = "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n";
        let far = diff("a.md", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n");
        assert_eq!(far, format!("--- a.md\n+++ a.md\n{hunks}"));
        assert_eq!(diff("a.md", "", "1\n"), "--- a.md\n+++ a.md\n@@ -0,0 +1 @@\n+1\n");
    }

    #[test]
    fn lines_end_with_lf_alone_and_the_last_may_not() {
        let none = "\\ No newline at end of file\n";
        assert_eq!(diff("a", "a\rb\r", "a\rc\r"), format!("--- a\n+++ a\n@@ -1 +1 @@\n-a\rb\r\n{none}+a\rc\r\n{none}"));
        let marked = format!("--- a\n+++ a\n@@ -1,2 +1,2 @@\n \u{feff}a\r\n-b\n{none}+b\n");
        assert_eq!(diff("a", "\u{feff}a\r\nb", "\u{feff}a\r\nb\n"), marked);
        assert_eq!(write(Path::new("a"), b"\xe9\n", b"\xe8\n"), b"--- a\n+++ a\n@@ -1 +1 @@\n-\xe9\n+\xe8\n");
    }

    #[test]
    fn names_are_written_as_git_does() {
        let name = |path: &str| name(Path::new(path));
        assert_eq!(name("drafts/café.md"), "drafts/café.md");
        assert_eq!(name("a b.md"), "a b.md\t");
        assert_eq!(name(" a.md"), "\" a.md\"\t");
        assert_eq!(name("a\nb\u{1b} \"c\".md"), "\"a\\nb\\033 \\\"c\\\".md\"\t");
        assert_eq!(quoted(b"caf\xe9.md"), "\"caf\\351.md\"");
    }
}
