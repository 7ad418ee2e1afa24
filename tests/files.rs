//! What happens to files: none is destroyed, none changes hands, nothing is left undone in silence, and a diff is a patch.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CONFIG: &str = "\
name = \"The Tidewater Post\"

[texts.legal]
text = \"Nothing here is legal advice; ask a lawyer who knows your case before you sign anything.\"
";
/// A text that drifted from the approved one, and as it is mended.
const NEAR: &str = "Nothing here is legal advice; ask the lawyer who knows your case before you sign anything.";
const MENDED: &str = "Nothing here is legal advice; ask a lawyer who knows your case before you sign anything.";

/// A folder of its own for a test, with a publication in it; gone when the test ends. Anybody may write there.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("copydesk-files-{name}-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        Self(root).with("copydesk.toml", CONFIG)
    }

    fn with(self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(arguments).current_dir(&self.0).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run said.
#[derive(Debug)]
struct Run {
    status: i32,
    out: Vec<u8>,
    err: String,
}

impl Run {
    fn of(mut command: Command) -> Self {
        let done = command.output().unwrap();
        Self { status: done.status.code().unwrap(), out: done.stdout, err: String::from_utf8(done.stderr).unwrap() }
    }

    /// Fails unless the run ended with this status and said these words on standard error.
    fn says(&self, status: i32, words: &str) -> &Self {
        assert!(self.status == status && self.err.contains(words), "no {status} with “{words}” in {self:?}");
        self
    }
}

#[test]
fn a_report_is_never_written_over_a_draft() {
    let folder = Folder::new("over").with("a.md", NEAR).with("b/b.md", NEAR);
    let destroys = "is one of the drafts";
    for arguments in [
        &["check", "a.md", "-o", "a.md"][..],
        &["check", "--fix", "-o", "a.md", "a.md"],
        &["check", "--diff", "--output", "./b/../a.md"],
        &["check", "-", "--stdin-filename", "a.md", "-o", "a.md"],
        &["figures", "-o", "b/b.md", "b"],
    ] {
        folder.run(arguments).says(2, destroys);
        assert_eq!((folder.read("a.md"), folder.read("b/b.md")), (NEAR.to_owned(), NEAR.to_owned()), "{arguments:?}");
    }
    folder.run(&["check", "-o", "copydesk.toml", "a.md"]).says(2, "is a configuration");
    assert_eq!(folder.read("copydesk.toml"), CONFIG);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a.md", folder.at("link")).unwrap();
        fs::hard_link(folder.at("a.md"), folder.at("name")).unwrap();
        folder.run(&["check", "-o", "link", "a.md"]).says(2, "link is one of the drafts (a.md)");
        folder.run(&["check", "-o", "name", "a.md"]).says(2, "name is one of the drafts (a.md)");
        assert_eq!(folder.read("a.md"), NEAR);
    }
}

#[test]
fn a_report_is_written_whole_in_place_of_the_last_one() {
    let folder = Folder::new("report").with("a.md", NEAR).with("out/report.json", "the last one, which was longer\n".repeat(99));
    folder.run(&["check", "a.md", "--format", "json", "-o", "out/report.json"]).says(0, "");
    folder.run(&["check", "a.md", "--format", "json", "-o", "out/new.json"]).says(0, "");
    assert!(folder.read("out/new.json").starts_with('{'));
    assert_eq!(folder.read("out/report.json"), folder.read("out/new.json"));
    assert_eq!(fs::read_dir(folder.at("out")).unwrap().count(), 2, "something was left beside it");
    folder.run(&["check", "a.md", "-o", "nowhere/report.json"]).says(2, "nowhere/report.json: ");
    folder.run(&["check", "a.md", "-o", "out"]).says(2, "out: ");
}

#[cfg(unix)]
#[test]
fn a_report_keeps_links_and_permissions_and_goes_to_devices() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new("report-links").with("a.md", NEAR).with("real", "old");
    fs::set_permissions(folder.at("real"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real", folder.at("link")).unwrap();
    symlink("later", folder.at("empty")).unwrap();
    for output in ["link", "empty", "/dev/null"] {
        folder.run(&["check", "a.md", "-o", output]).says(0, "1 warning");
    }
    assert!(folder.at("link").is_symlink() && folder.at("empty").is_symlink());
    assert_eq!(fs::metadata(folder.at("real")).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(folder.read("real").starts_with("a.md:1:1: warning"), "{}", folder.read("real"));
    assert_eq!(folder.read("later"), folder.read("real"));
    fs::hard_link(folder.at("real"), folder.at("other")).unwrap();
    folder.run(&["check", "a.md", "--format", "json", "-o", "other"]).says(0, "");
    assert_eq!(folder.read("other"), folder.read("real"));
    #[cfg(target_os = "linux")]
    folder.run(&["check", "a.md", "-o", "/dev/full"]).says(2, "/dev/full: No space left");
    let piped = folder.run(&["check", "a.md", "-o", "/dev/stdout"]);
    assert_eq!(String::from_utf8(piped.out).unwrap(), folder.read("later"));
}

/// A user that owns nothing here, for tests that root runs: only root may play somebody else.
#[cfg(unix)]
const NOBODY: u32 = 65534;

#[cfg(unix)]
#[test]
fn a_mended_draft_keeps_its_owner() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let folder = Folder::new("owner").with("a.md", NEAR);
    if chown(folder.at("a.md"), Some(NOBODY), Some(NOBODY)).is_err() {
        return;
    }
    fs::set_permissions(folder.at("a.md"), fs::Permissions::from_mode(0o4640)).unwrap();
    folder.run(&["check", "--fix", "a.md"]).says(0, "Fixed 1 problem");
    let file = fs::metadata(folder.at("a.md")).unwrap();
    assert_eq!((file.uid(), file.gid(), file.mode() & 0o7777), (NOBODY, NOBODY, 0o4640));
    assert_eq!(folder.read("a.md"), MENDED);
}

#[cfg(unix)]
#[test]
fn what_is_not_yours_is_left_and_told() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let folder = Folder::new("foreign").with("closed.md", NEAR).with("open.md", NEAR);
    let rights = |path: &str, mode| fs::set_permissions(folder.at(path), fs::Permissions::from_mode(mode)).unwrap();
    rights("", 0o777);
    rights("closed.md", 0o644);
    rights("open.md", 0o666);
    // The program may lie where nobody else can run it: a copy lies here.
    fs::copy(env!("CARGO_BIN_EXE_copydesk"), folder.at("copydesk")).unwrap();
    let mut command = Command::new(folder.at("copydesk"));
    command.args(["check", "--fix"]).current_dir(&folder.0).stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
    if fs::metadata(folder.at("open.md")).unwrap().uid() != 0 {
        return;
    }
    let run = Run::of(command);
    run.says(2, "closed.md: may not be written by you; nothing was written");
    run.says(2, "open.md: belongs to user 0 and group 0, and would change hands");
    assert_eq!((folder.read("closed.md"), folder.read("open.md")), (NEAR.to_owned(), NEAR.to_owned()));
    assert_eq!(fs::metadata(folder.at("open.md")).unwrap().uid(), 0);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 4, "something was left beside them");
}

#[cfg(unix)]
#[test]
fn a_draft_of_two_names_is_left_and_told() {
    let folder = Folder::new("names").with("a.md", NEAR).with("b.md", NEAR);
    fs::hard_link(folder.at("a.md"), folder.at("same.md")).unwrap();
    folder.run(&["check", "--fix", "a.md", "b.md"]).says(2, "a.md: has more than one name (hard links)");
    assert_eq!([folder.read("a.md"), folder.read("same.md"), folder.read("b.md")], [NEAR, NEAR, MENDED]);
}

#[cfg(unix)]
#[test]
fn a_folder_is_not_left_by_a_link_unless_it_is_named() {
    let folder = Folder::new("leave").with("in/a.md", NEAR).with("out/b.md", NEAR).with("out/d/c.md", NEAR);
    std::os::unix::fs::symlink("../out/b.md", folder.at("in/b.md")).unwrap();
    std::os::unix::fs::symlink("../out/d", folder.at("in/d")).unwrap();
    let fixed = folder.run(&["check", "--fix", "in"]);
    fixed.says(0, "in/b.md: lies outside of what was named, and a link leads to it; name it to have it fixed");
    fixed.says(0, "in/d/c.md: lies outside");
    // It is judged all the same, as `check` does.
    assert!(String::from_utf8_lossy(&fixed.out).contains("in/b.md:1:1: warning"), "{fixed:?}");
    assert_eq!((folder.read("in/a.md"), folder.read("out/b.md")), (MENDED.to_owned(), NEAR.to_owned()));
    folder.run(&["check", "--diff", "in"]).says(0, "in/b.md: lies outside");
    folder.run(&["check", "--fix", "in/b.md"]).says(0, "Fixed 1 problem");
    assert_eq!((folder.read("out/b.md"), folder.read("out/d/c.md")), (MENDED.to_owned(), NEAR.to_owned()));
    folder.run(&["check", "--fix", "in", "out"]).says(0, "Fixed 1 problem");
    assert_eq!(folder.read("out/d/c.md"), MENDED);
}

#[cfg(unix)]
#[test]
fn pipes_are_read_where_they_are_named_and_never_mended() {
    let folder = Folder::new("pipe").with("a.md", MENDED);
    if !Command::new("mkfifo").arg(folder.at("pipe.md")).status().is_ok_and(|status| status.success()) {
        return;
    }
    for arguments in [&["check", "--fix", "pipe.md"], &["check", "--diff", "pipe.md"]] {
        folder.run(arguments).says(2, "pipe.md: is a pipe or a device; --fix and --diff take files, and - for standard input");
    }
    folder.run(&["check", "--fix"]).says(0, "1 skipped (1 not a regular file)");
    folder.run(&["check", "--diff"]).says(0, "skipped pipe.md: not a regular file");
    let mut child = folder.command(&["check", "pipe.md"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    fs::write(folder.at("pipe.md"), NEAR).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(String::from_utf8_lossy(&done.stdout).contains("pipe.md:1:1: warning boilerplate/drifted"), "{done:?}");
    child = folder.command(&["figures", "/dev/stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"In May 40 boats sank, the mayor said.\n").unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(String::from_utf8_lossy(&done.stdout).contains("40  <- the mayor"), "{done:?}");
    // A configuration that is one might never end.
    assert!(Command::new("mkfifo").arg(folder.at("b.toml")).status().unwrap().success());
    fs::create_dir(folder.at("b")).unwrap();
    fs::rename(folder.at("b.toml"), folder.at("b/copydesk.toml")).unwrap();
    let folder = folder.with("b/b.md", NEAR);
    folder.run(&["check", "--fix", "b"]).says(2, "nothing was fixed: b/copydesk.toml has mistakes");
}

#[test]
fn what_could_not_be_judged_is_told_beside_a_diff() {
    let folder = Folder::new("unjudged").with("a.md", NEAR).with("b/b.md", NEAR).with("b/copydesk.toml", "nme = 1\n");
    let binary = folder.with("c.md", b"\0\0");
    let run = binary.run(&["check", "--diff"]);
    run.says(2, "b/copydesk.toml:1:1: fatal meta/bad-config: there is no key “nme” here");
    run.says(2, "nothing would be fixed: b/copydesk.toml has mistakes, and until they are mended no draft is fixed");
    run.says(2, "skipped c.md: binary");
    assert!(run.out.is_empty(), "{run:?}");
    let run = binary.run(&["check", "--fix"]);
    run.says(
        2,
        "nothing was fixed: b/copydesk.toml has mistakes, and until they are mended no draft is fixed, whatever its publication",
    );
    assert_eq!((binary.read("a.md"), binary.read("b/b.md")), (NEAR.to_owned(), NEAR.to_owned()));
    // Drafts of sound publications alone are mended.
    binary.run(&["check", "--fix", "a.md"]).says(0, "Fixed 1 problem");
    let missing = binary.run(&["check", "--diff", "a.md", "gone.md"]);
    missing.says(2, "gone.md: no such file or folder");
    #[cfg(target_os = "linux")]
    {
        std::os::unix::fs::symlink("/proc/self/mem", binary.at("mem.md")).unwrap();
        binary.run(&["check", "--diff", "mem.md"]).says(2, "mem.md:1:1: fatal meta/unreadable-draft: cannot be read");
    }
}

#[test]
fn a_note_on_a_configuration_does_not_keep_drafts_from_being_mended() {
    let config =
        format!("{CONFIG}\n[texts.opinon]\ntext = \"The views in this column are their author’s own and nobody else’s.\"\n");
    let folder = Folder::new("note").with("copydesk.toml", config).with("a.md", NEAR);
    let run = folder.run(&["check", "--fix"]);
    run.says(0, "Fixed 1 problem");
    assert!(String::from_utf8_lossy(&run.out).contains("copydesk.toml:6:8: warning"), "{run:?}");
}

/// Drafts that are hard to patch: byte-order mark, carriage returns, no line end, other encodings, names that need quoting.
fn hard() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.replace("NEAR", NEAR).into_bytes();
    let mut single = text("<meta charset=windows-1252><p>caf_</p>\n<p>NEAR</p>\n");
    single.iter_mut().filter(|byte| **byte == b'_').for_each(|byte| *byte = 0xe9);
    let mut broken = text("caf_\n\nNEAR\n");
    broken.iter_mut().filter(|byte| **byte == b'_').for_each(|byte| *byte = 0xff);
    let mut drafts = vec![
        ("marked.md", text("\u{feff}NEAR\n")),
        ("mac.md", text("Rain.\r\rNEAR\r")),
        ("stray.md", text("Rain\r came.\n\nNEAR\n\nSnow.\r\n")),
        ("dos.md", text("Rain.\r\n\r\nNEAR")),
        ("single.html", single),
        ("broken.md", broken),
        ("a folder/a draft.md", text("Rain.\n\nNEAR\n")),
        ("café.md", text("NEAR\n")),
    ];
    if cfg!(unix) {
        drafts.push(("a\n\"b\"\t\\.md", text("NEAR\n")));
        drafts.push((" blank.md", text("NEAR\n")));
    }
    drafts
}

#[test]
fn patch_makes_of_a_diff_what_fix_writes() {
    let (one, two) = (Folder::new("patch-one"), Folder::new("patch-two"));
    let (one, two) =
        hard().into_iter().fold((one, two), |(one, two), (name, text)| (one.with(name, &text), two.with(name, &text)));
    let diff = one.run(&["check", "--diff", "--quiet"]);
    diff.says(1, "");
    assert_eq!(diff.err, "");
    for (name, text) in hard() {
        assert_eq!(fs::read(one.0.join(name)).unwrap(), text, "{name}");
    }
    // Not every machine has it, and not every one of them knows these options.
    let version = Command::new("patch").arg("--version").output().map(|done| done.stdout).unwrap_or_default();
    if !version.starts_with(b"GNU patch") {
        return;
    }
    let mut patch = Command::new("patch");
    patch.args(["-p0", "--binary", "--batch", "--fuzz=0"]).current_dir(&two.0).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut patch = patch.spawn().unwrap();
    patch.stdin.take().unwrap().write_all(&diff.out).unwrap();
    let said = patch.wait_with_output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    one.run(&["check", "--fix", "--quiet"]);
    for (name, text) in hard() {
        let (fixed, patched) = (fs::read(one.0.join(name)).unwrap(), fs::read(two.0.join(name)).unwrap());
        assert_ne!(fixed, text, "{name}");
        assert_eq!(patched, fixed, "{name}");
    }
}

#[test]
fn a_diff_of_utf_16_is_for_reading_and_says_so() {
    let wide: Vec<u8> = format!("\u{feff}{NEAR}\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = Folder::new("wide").with("a.md", wide);
    let run = folder.run(&["check", "--diff"]);
    run.says(1, "a.md: is written in UTF-16LE; its diff is shown in UTF-8, and patch cannot apply it");
    let shown = String::from_utf8(run.out).unwrap();
    assert_eq!(shown, format!("--- a.md\n+++ a.md\n@@ -1 +1 @@\n-{NEAR}\n+{MENDED}\n"));
}
