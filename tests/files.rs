//! What happens to files: none is destroyed, none changes hands, nothing is left undone in silence, and a diff is a patch.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::{ErrorKind, Write as _};
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
fn a_report_takes_the_place_of_nothing_but_a_report() {
    let folder =
        Folder::new("place").with("a.md", NEAR).with("z.md", "Nobody knows.\n").with("notes", "a: 1\n").with("empty.md", "");
    let refused = "is there already and is no report of copydesk’s; --force writes over it";
    for output in ["z.md", "notes"] {
        let before = folder.read(output);
        for arguments in
            [&["check", "a.md", "-o", output][..], &["figures", "a.md", "-o", output], &["check", "--diff", "-o", output, "a.md"]]
        {
            folder.run(arguments).says(2, refused);
            assert_eq!(folder.read(output), before);
        }
    }
    folder.run(&["check", "a.md", "-o", "empty.md"]).says(0, "");
    folder.run(&["check", "a.md", "-o", "z.md", "--force"]).says(0, "");
    assert!(folder.read("z.md").starts_with("a.md:1:1: warning"), "{}", folder.read("z.md"));
    // Not even so over a draft that it is about, nor over a configuration.
    folder.run(&["check", "a.md", "-o", "a.md", "--force"]).says(2, "is one of the drafts");
    folder.run(&["check", "a.md", "-o", "copydesk.toml", "--force"]).says(2, "is a configuration");
    folder.run(&["check", "a.md", "--force"]).says(2, "--output <FILE>");
}

/// Each report can stand where any other stood, whatever was found and however it was asked for.
#[test]
fn every_report_may_be_written_anew() {
    let folder =
        Folder::new("anew").with("a.md", NEAR).with("b.md", MENDED).with("c.odt", "").with("f.md", "Experts say 40% fell.\n");
    let formats = copydesk::report::ReportFormat::all().map(|format| ["check", "--format", format.name()]);
    let sheets = ["table", "json", "jsonl", "csv", "html"].map(|format| ["figures", "--format", format]);
    let inventories = ["table", "json", "csv", "html"].map(|format| ["inventory", "--format", format]);
    let (mut last, mut written) = (String::new(), 0);
    for command in formats.chain(sheets).chain(inventories).chain([["check", "--diff", "--jobs=1"]]) {
        for options in [&["a.md"][..], &["b.md"], &["f.md"], &[], &["a.md", "-q"], &["b.md", "-v"], &["--color", "always"]] {
            if command[0] != "check" && options.len() > 1 || command[1] == "--diff" && options.contains(&"-v") {
                continue;
            }
            let run = folder.run(&[&command[..], options, &["-o", "report"]].concat());
            assert!(run.status < 2, "{command:?} {options:?} over {last}: {run:?}");
            (last, written) = (folder.read("report"), written + 1);
        }
    }
    assert!(written > 40, "{written}");
}

/// What `report -> /elsewhere` would let a pull request do to whoever checks it.
#[cfg(unix)]
#[test]
fn a_report_is_not_written_through_a_link_that_leaves() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("through").with("in/copydesk.toml", CONFIG).with("in/a.md", NEAR).with("out/empty", "");
    fs::remove_file(folder.at("copydesk.toml")).unwrap();
    symlink("../out/empty", folder.at("in/there")).unwrap();
    symlink("../out/new", folder.at("in/later")).unwrap();
    symlink("later", folder.at("in/chain")).unwrap();
    symlink("../out", folder.at("in/folder")).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.current_dir(folder.at("in"));
        Run::of(command)
    };
    for output in ["there", "later", "chain", "folder/empty", "folder/new"] {
        let words =
            "a symbolic link leads out of the publication’s folder, and the report would be written there; --force writes it";
        run(&["check", "a.md", "-o", output]).says(2, &format!("{output}: {words}"));
        run(&["figures", "a.md", "-o", output]).says(2, words);
    }
    assert_eq!((folder.read("out/empty").as_str(), folder.at("out/new").exists()), ("", false));
    run(&["check", "a.md", "-o", "chain", "--force"]).says(0, "");
    assert!(folder.at("in/chain").is_symlink() && folder.read("out/new").starts_with("a.md:1:1: "));
    run(&["check", "a.md", "-o", "../out/empty"]).says(0, "");
}

/// A run that was killed leaves what it was writing; the next one takes it away, and nothing that anybody still writes.
#[test]
fn what_an_interrupted_run_left_is_swept() {
    let folder =
        Folder::new("swept").with("a.md", NEAR).with("d/b.md", MENDED).with("d/.copydesk-12-0", NEAR).with("e/.copydesk-1-1", "");
    let folder = folder.with(".copydesk-77-3", "").with(".copydesk-a-1", "").with(".copydesk-7", "").with("r/.copydesk-5-0", "");
    let busy = fs::File::create(folder.at("d/.copydesk-13-0")).unwrap();
    busy.lock().unwrap();
    folder.run(&["check"]).says(0, "");
    assert!(folder.at("d/.copydesk-12-0").exists(), "check alone writes nothing");
    let run = folder.run(&["check", "--fix"]);
    run.says(0, "d/.copydesk-12-0: was left by a run that was interrupted, and is gone");
    run.says(0, ".copydesk-77-3: was left");
    let there = [".copydesk-77-3", "d/.copydesk-12-0", ".copydesk-a-1", ".copydesk-7", "d/.copydesk-13-0", "e/.copydesk-1-1"];
    assert_eq!(there.map(|path| folder.at(path).exists()), [false, false, true, true, true, true]);
    folder.run(&["check", "-o", "r/report"]).says(0, "r/.copydesk-5-0: was left");
    assert_eq!((folder.read("a.md").as_str(), fs::read_dir(folder.at("r")).unwrap().count()), (MENDED, 1));
}

#[test]
fn a_report_is_written_whole_in_place_of_the_last_one() {
    let folder = Folder::new("report").with("a.md", NEAR).with("out/report.json", "a.md:1:1: warning a/b: longer\n".repeat(999));
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
    let folder = Folder::new("report-links").with("a.md", NEAR).with("real", "");
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
fn no_link_in_a_folder_is_followed_and_one_that_is_named_is() {
    let folder = Folder::new("leave").with("in/a.md", NEAR).with("out/b.md", NEAR).with("out/d/c.md", NEAR);
    std::os::unix::fs::symlink("../out/b.md", folder.at("in/b.md")).unwrap();
    std::os::unix::fs::symlink("../out/d", folder.at("in/d")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", folder.at("in/name.md")).unwrap();
    let told = "1 file checked, 3 skipped (1 symbolic link out of the publication’s folder, 2 symbolic links, not followed)";
    folder.run(&["check", "--fix", "in"]).says(0, told);
    assert_eq!((folder.read("in/a.md"), folder.read("out/b.md")), (MENDED.to_owned(), NEAR.to_owned()));
    folder.run(&["check", "--diff", "in"]).says(0, "skipped in/b.md: symbolic link, not followed");
    folder.run(&["check", "--fix", "in/b.md"]).says(0, "Fixed 1 problem");
    assert_eq!((folder.read("out/b.md"), folder.read("out/d/c.md")), (MENDED.to_owned(), NEAR.to_owned()));
    folder.run(&["check", "in/name.md"]).says(2, "");
    folder.run(&["check", "--fix", "in", "out"]).says(0, "Fixed 1 problem");
    assert_eq!(folder.read("out/d/c.md"), MENDED);
}

#[cfg(unix)]
#[test]
fn pipes_are_read_where_a_shell_names_them_and_never_mended() {
    let folder = Folder::new("pipe").with("a.md", MENDED);
    if !Command::new("mkfifo").arg(folder.at("pipe.md")).status().is_ok_and(|status| status.success()) {
        return;
    }
    let named = folder.run(&["check", "--fix", "pipe.md", "a.md"]);
    named.says(2, "");
    let told = "pipe.md:1:1: fatal meta/unreadable-draft: cannot be read: it is no regular file";
    assert!(String::from_utf8_lossy(&named.out).contains(told), "{named:?}");
    folder.run(&["check", "--diff", "pipe.md"]).says(2, told);
    folder.run(&["check", "--fix"]).says(0, "1 skipped (1 not a regular file)");
    folder.run(&["check", "--diff"]).says(0, "skipped pipe.md: not a regular file");
    let piped = |arguments: &[&str], text: &str| {
        let mut child =
            folder.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Who refuses reads nothing, and may be gone before it is written.
        let written = child.stdin.take().unwrap().write_all(text.as_bytes());
        assert!(written.is_ok() || written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe));
        let done = child.wait_with_output().unwrap();
        format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
    };
    let said = piped(&["check", "/dev/stdin"], "Experts say 40% of the berths are empty.\n");
    assert!(said.contains("/dev/stdin:1:13: warning attribution/vague-figure"), "{said}");
    let said = piped(&["figures", "/dev/fd/0"], "In May 40 boats sank, the mayor said.\n");
    assert!(said.contains("40  <- the mayor"), "{said}");
    let said = piped(&["check", "--fix", "/dev/stdin"], NEAR);
    assert!(said.contains("/dev/stdin: is a pipe or a device; --fix and --diff take files, and - for standard input"), "{said}");
    // A configuration that is one might never end.
    assert!(Command::new("mkfifo").arg(folder.at("b.toml")).status().unwrap().success());
    fs::create_dir(folder.at("b")).unwrap();
    fs::rename(folder.at("b.toml"), folder.at("b/copydesk.toml")).unwrap();
    let folder = folder.with("b/b.md", NEAR);
    folder.run(&["check", "--fix", "b"]).says(2, "nothing was fixed: b/copydesk.toml has mistakes");
}

/// A list of names, as a hook gives it, of which all or some are to be left alone.
#[test]
fn what_is_named_and_ignored_is_left_alone() {
    let config = format!("ignore = [\"letters/**\"]\n{CONFIG}");
    let folder = Folder::new("ignored").with("copydesk.toml", config).with("letters/a.md", NEAR).with("old/b.md", NEAR);
    let folder = folder.with(".copydeskignore", "/old/\n").with("c.md", NEAR).with("d.odt", "");
    let word = "nothing was checked: all that was named is ignored";
    let both = folder.run(&["check", "letters/a.md", "old/b.md", "./letters/a.md"]);
    both.says(0, word).says(0, "0 files checked, 2 skipped (1 ignored by .copydeskignore, 1 ignored by its publication)");
    for arguments in [
        &["check", "letters/a.md"][..],
        &["check", "old/b.md"],
        &["check", "--fix", "old/b.md"],
        &["check", "--diff", "letters/a.md"],
        &["check", "--format", "json", "letters/a.md"],
        &["figures", "letters/a.md", "old/b.md"],
        &["check", "-", "--stdin-filename", "letters/new.md"],
        &["check", "-", "--stdin-filename", "old/deep/new.md"],
        &["figures", "-", "--stdin-filename", "letters/new.md"],
    ] {
        folder.run(arguments).says(0, word);
    }
    assert_eq!((folder.read("letters/a.md").as_str(), folder.read("old/b.md").as_str()), (NEAR, NEAR));
    folder.run(&["check", "letters/a.md", "c.md"]).says(0, "1 file checked, 1 skipped (1 ignored by its publication)");
    // A folder without a draft to check, a name that is not there, and what has no format are mistakes still.
    for arguments in
        [&["check", "letters"][..], &["check", "old"], &["check", "old/b.md", "gone.md"], &["check", "old/b.md", "d.odt"]]
    {
        folder.run(arguments).says(2, "nothing was checked: no draft matched");
    }
    let mut fixed = folder.command(&["check", "--fix", "-", "--stdin-filename", "old/b.md"]);
    let mut child = fixed.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(NEAR.as_bytes()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, NEAR.as_bytes(), "what came in goes out");
}

/// The line of the README, typed into a shell, over names that a shell would take apart.
#[cfg(unix)]
#[test]
fn the_hook_of_the_readme_takes_any_name() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let hook = readme.lines().find(|line| line.contains("hooks/pre-commit")).unwrap();
    let hook = format!("{hook}; .git/hooks/pre-commit");
    let folder = Folder::new("hook").with("a b/c d.md", NEAR).with("caf\u{e9} \u{201c}x\u{201d}.md", NEAR).with("-v.md", NEAR);
    let folder = folder.with("it's.txt", NEAR).with("other.md", NEAR);
    let git = |arguments: &[&str]| {
        Command::new("git").args(arguments).current_dir(&folder.0).output().is_ok_and(|done| done.status.success())
    };
    if !git(&["init", "--quiet"]) {
        return;
    }
    assert!(git(&["add", "--", "a b", "caf\u{e9} \u{201c}x\u{201d}.md", "-v.md", "it's.txt"]));
    let path =
        format!("{}:{}", Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &hook]).current_dir(&folder.0).env("PATH", &path).stdin(Stdio::null());
    let run = Run::of(shell);
    run.says(0, "4 warnings in 4 files; 4 files checked, 1 skipped (1 not staged)");
    git(&["rm", "--cached", "--quiet", "-r", "."]);
    let mut shell = Command::new("sh");
    shell.args(["-c", &hook]).current_dir(&folder.0).env("PATH", path).stdin(Stdio::null());
    Run::of(shell).says(0, "no draft is staged");
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
        let words =
            "mem.md:1:1: fatal meta/unreadable-draft: cannot be read: a symbolic link leads out of the publication’s folder";
        binary.run(&["check", "--diff", "mem.md"]).says(2, words);
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
