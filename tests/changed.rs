//! What is new since a revision, and what is staged: exactly that is told, and where git cannot tell, that.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const OLD: &str =
    "# The quay\n\nExperts say that 40% of the pilots smoke. Gulls rest here. Nobody minds.\n\nThe harbour is old.\n";
const NEW: &str = "Experts say that 31% of the ferries are late.\n";
const OPINION: &str = "\n[[section]]\nfiles = [\"columns/**\"]\nkind = \"opinion\"\n";

/// A repository of its own for a test, gone when the test ends.
struct Repo(PathBuf);

/// What a run said.
#[derive(Debug)]
struct Run {
    status: i32,
    out: String,
    err: String,
}

fn here(command: &str, folder: &Path) -> Command {
    let mut command = Command::new(command);
    command.current_dir(folder).stdin(Stdio::null()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command
}

fn ran(mut command: Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Repo {
    /// A folder that is none yet.
    fn folder(name: &str) -> Self {
        let folder = std::env::temp_dir().canonicalize().unwrap();
        let repo = Self(folder.join(format!("copydesk-changed-{name}-{}", std::process::id())));
        let _ = fs::remove_dir_all(&repo.0);
        fs::create_dir_all(&repo.0).unwrap();
        repo.write("copydesk.toml", "name = \"The Tidewater Post\"\nfail = \"note\"\n");
        repo
    }

    /// A repository with an old draft on `main`, and a branch `work` checked out.
    fn new(name: &str) -> Self {
        let repo = Self::folder(name);
        repo.git("init --quiet --initial-branch main");
        repo.write("posts/old.md", OLD);
        repo.commit();
        repo.git("checkout --quiet -b work");
        repo
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, line: &str) {
        self.git_with(&line.split(' ').collect::<Vec<_>>());
    }

    fn git_with(&self, arguments: &[&str]) {
        let mut git = here("git", &self.0);
        git.args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"]);
        git.args(["-c", "protocol.file.allow=always"]).args(arguments);
        let run = ran(git);
        assert_eq!(run.status, 0, "{arguments:?}: {run:?}");
    }

    fn commit(&self) {
        self.git("add --all");
        self.git("commit --quiet --message x");
    }

    fn check(&self, arguments: &[&str]) -> Run {
        self.check_in("", arguments)
    }

    fn check_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut check = here(env!("CARGO_BIN_EXE_copydesk"), &self.0.join(folder));
        check.arg("check").args(arguments);
        ran(check)
    }

    /// The findings that are new since `main`.
    fn new_findings(&self) -> Vec<String> {
        self.check(&["--new-from", "main"]).findings()
    }
}

impl Drop for Repo {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Run {
    fn findings(&self) -> Vec<String> {
        assert!(self.status < 2, "{self:?}");
        self.out.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Whether it could not tell, and says all this.
    fn refuses(&self, words: &[&str]) {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{self:?}");
        words.iter().for_each(|word| assert!(self.err.contains(word), "{word}: {self:?}"));
    }
}

/// Holds that one finding is told, with these words in it.
fn only(findings: &[String], words: &str) {
    assert!(findings.len() == 1 && findings[0].contains(words), "{words}: {findings:#?}");
}

#[test]
fn what_is_old_is_not_told_and_is_counted() {
    let repo = Repo::new("old");
    let run = repo.check(&["--new-from", "main"]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{run:?}");
    assert!(run.err.contains("; 1 old finding not told"), "{run:?}");
    repo.write("posts/old.md", format!("A line before.\n\n{OLD}"));
    repo.write("posts/new name é \"q\".md", NEW);
    repo.commit();
    only(&repo.new_findings(), "31%");
    let run = repo.check(&["--new-from", "main", "--format", "json"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.out.contains("\"old\": 1"), "{run:?}");
}

#[test]
fn an_edit_in_a_line_tells_its_own_sentence_alone() {
    let repo = Repo::new("sentence");
    repo.write("posts/old.md", OLD.replace("Nobody minds.", "Experts say that 7% of them mind."));
    only(&repo.new_findings(), "7%");
    repo.write("posts/old.md", OLD.replace("the pilots", "all pilots"));
    only(&repo.new_findings(), "40%");
    // Wrapped anew, with other line ends, and with a mark in front it is the same.
    repo.write("posts/old.md", format!("\u{feff}{}", OLD.replace(" pilots", "\npilots").replace('\n', "\r\n")));
    assert_eq!(repo.new_findings(), [""; 0]);
}

#[test]
fn what_a_deletion_brings_about_is_new() {
    let repo = Repo::new("deletion");
    let sourced =
        "# The quay\n\nA survey by the Kent Board found that 12% mind the toll. Another 41% fear it.\n\nThe harbour is old.\n";
    repo.write("posts/sourced.md", sourced);
    repo.write("posts/allowed.md", format!("# Late\n\n<!-- copydesk: allow attribution/*, we counted -->\n\n{NEW}"));
    repo.commit();
    repo.git("branch --force main");
    assert_eq!(repo.new_findings(), [""; 0]);
    repo.write("posts/allowed.md", format!("# Late\n\n{NEW}"));
    only(&repo.new_findings(), "31%");
    repo.write("posts/sourced.md", sourced.replace("A survey by the Kent Board found that 12% mind the toll. ", ""));
    assert_eq!(repo.new_findings().len(), 2, "{:?}", repo.new_findings());
}

#[test]
fn a_statement_is_missing_anew_when_what_asks_for_it_is_new() {
    let repo = Repo::new("statement");
    let column = "# Raise the toll\n\nI think that the town should raise the toll.\n\nIt was ever so.\n\nAnd so it will be.\n";
    repo.write("copydesk.toml", format!("name = \"The Tidewater Post\"\nfail = \"note\"\n{OPINION}"));
    repo.write("columns/toll.md", column);
    repo.commit();
    repo.git("branch --force main");
    repo.write("columns/toll.md", column.replace("And so it", "But so it"));
    assert_eq!(repo.new_findings(), [""; 0]);
    repo.write("columns/bridge.md", column);
    assert!(repo.new_findings().iter().any(|line| line.contains("bridge.md") && line.contains("disclosure/opinion")));
}

#[test]
fn what_lies_between_drafts_is_new_when_one_of_them_is() {
    let repo = Repo::new("between");
    let passage = "The ferry left the old quay at noon with all of its lamps lit, and the whole town stood on the wall to watch it go \
                   round the point, as it had done on the same day of every year since the war, and nobody said a word until it was \
                   out of sight behind the lighthouse.";
    let across = "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n";
    repo.write("copydesk.toml", format!("name = \"The Tidewater Post\"\nfail = \"note\"\n{across}"));
    for number in 1..4 {
        repo.write(&format!("posts/{number}.md"), format!("# Number {number}\n\n{passage}\n"));
    }
    repo.commit();
    repo.git("branch --force main");
    let all = repo.check(&["--rule", "boilerplate/across-articles"]);
    assert!(!all.findings().is_empty(), "{all:?}");
    assert_eq!(repo.new_findings(), [""; 0]);
    repo.write("posts/4.md", format!("# Number 4\n\n{}\n", passage.replace("a word", "one single word")));
    only(&repo.new_findings(), "posts/4.md:3:1: warning boilerplate/across-articles");
    // A change elsewhere in a draft that has the text is none of it.
    repo.write("posts/2.md", format!("# Number 2, mended\n\n{passage}\n"));
    only(&repo.new_findings(), "posts/4.md:3:1");
    fs::remove_file(repo.0.join("posts/4.md")).unwrap();
    repo.check(&["--write-baseline"]);
    assert_eq!(repo.check(&[]).findings(), [""; 0]);
    repo.write("posts/4.md", format!("# Number 4\n\n{passage}\n"));
    only(&repo.check(&[]).findings(), "posts/4.md:3:1: warning boilerplate/across-articles");
    fs::remove_file(repo.0.join("posts/4.md")).unwrap();
    fs::rename(repo.0.join("posts/1.md"), repo.0.join("posts/9.md")).unwrap();
    let run = repo.check(&["--fail-on-stale"]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{run:?}");
}

#[test]
fn files_that_are_renamed_are_what_they_were() {
    let repo = Repo::new("rename");
    repo.git_with(&["mv", "posts/old.md", "posts/a\nb é 'c'.md"]);
    assert_eq!(repo.new_findings(), [""; 0]);
    repo.write("posts/a\nb é 'c'.md", OLD.replace("old.", "old.\n\nExperts say that 7% of them mind."));
    repo.commit();
    only(&repo.new_findings(), "7%");
}

#[test]
fn what_a_new_place_asks_of_a_draft_is_new() {
    let repo = Repo::folder("place");
    repo.git("init --quiet --initial-branch main");
    repo.write("copydesk.toml", format!("name = \"T\"\nfail = \"note\"\nignore = [\"plans/**\"]\n{OPINION}"));
    let column =
        "# Raise the toll\n\nI think that the town should raise the toll.\n\nExperts say that 40% of the pilots smoke.\n";
    repo.write("posts/toll.md", column);
    repo.write("plans/quay.md", OLD);
    repo.commit();
    let new = || {
        let mut new = repo.new_findings();
        new.retain(|line| !line.starts_with("copydesk.toml"));
        new
    };
    repo.git("mv posts/toll.md toll.md");
    assert_eq!(new(), [""; 0]);
    fs::create_dir(repo.0.join("columns")).unwrap();
    repo.git("mv toll.md columns/toll.md");
    only(&new(), "disclosure/opinion");
    repo.git("mv plans/quay.md quay.md");
    assert_eq!(new().len(), 2, "{:?}", new());
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let repo = Repo::new("base");
    repo.write("posts/new.md", NEW);
    repo.commit();
    // Meanwhile `main` mends the old draft: that makes it no newer here.
    repo.git("checkout --quiet main");
    repo.write("posts/old.md", OLD.replace("Experts say that 40% of the pilots smoke.", "Pilots smoke."));
    repo.commit();
    repo.git("checkout --quiet --detach work");
    only(&repo.new_findings(), "31%");
    only(&repo.check(&["--new-from", "HEAD~1"]).findings(), "31%");
    assert_eq!(repo.check(&["--new-from", "HEAD"]).findings(), [""; 0]);
}

#[test]
fn it_works_below_the_root_in_a_worktree_and_for_named_files() {
    let repo = Repo::new("below");
    repo.write("posts/new.md", NEW);
    repo.commit();
    only(&repo.check_in("posts", &["--new-from", "main"]).findings(), "new.md:1");
    only(&repo.check_in("posts", &["--new-from", "main", "new.md", "../posts/old.md"]).findings(), "new.md:1");
    assert_eq!(repo.check(&["--new-from", "main", "posts/old.md"]).findings(), [""; 0]);
    let tree = repo.0.with_extension("tree");
    let _ = fs::remove_dir_all(&tree);
    repo.git_with(&["worktree", "add", "--quiet", "--detach", tree.to_str().unwrap()]);
    let run = repo.check_in(tree.to_str().unwrap(), &["--new-from", "main"]);
    let outside = repo.check_in("..", &["--new-from", "main", repo.0.to_str().unwrap()]);
    fs::remove_dir_all(&tree).unwrap();
    only(&run.findings(), "new.md:1");
    only(&outside.findings(), "new.md:1");
}

#[test]
fn line_ends_that_git_converts_change_nothing() {
    let repo = Repo::new("crlf");
    repo.git("config core.autocrlf true");
    repo.write("posts/old.md", OLD.replace('\n', "\r\n"));
    assert_eq!(repo.new_findings(), [""; 0]);
    repo.write("posts/old.md", OLD.replace("old.\n", "old.\n\nExperts say that 7% of them mind.\n").replace('\n', "\r\n"));
    only(&repo.new_findings(), "7%");
    repo.git("add --all");
    only(&repo.check(&["--staged"]).findings(), "7%");
}

#[test]
fn the_users_own_git_configuration_is_in_no_way() {
    let repo = Repo::new("config");
    for setting in [
        "diff.noprefix true",
        "diff.external false",
        "color.ui always",
        "diff.renames false",
        "core.quotepath true",
        "diff.relative true",
        "diff.x.textconv false",
        "diff.x.binary true",
        "core.pager false",
        "core.abbrev 4",
    ] {
        repo.git(&format!("config {setting}"));
    }
    repo.write(".gitattributes", "*.md diff=x\n");
    repo.git("mv posts/old.md posts/é.md");
    repo.write("posts/é.md", format!("{OLD}\n{NEW}"));
    only(&repo.new_findings(), "31%");
    repo.write(".gitattributes", "*.md -diff\n");
    only(&repo.new_findings(), "31%");
}

#[test]
fn a_baseline_passes_over_what_is_known_first() {
    let repo = Repo::new("baseline");
    repo.write("posts/new.md", NEW);
    assert_eq!(repo.check(&["--write-baseline"]).status, 0);
    repo.write("posts/more.md", NEW.replace("31%", "32%"));
    let run = repo.check(&["--new-from", "main"]);
    only(&run.findings(), "32%");
    assert!(run.err.contains("2 findings passed over"), "{run:?}");
    fs::remove_file(repo.0.join("posts/old.md")).unwrap();
    let run = repo.check(&["--new-from", "main"]);
    assert!(run.err.contains("1 finding of the baseline is mended"), "{run:?}");
    assert_eq!(repo.check(&["--new-from", "main", "--write-baseline"]).status, 2);
}

#[test]
fn only_what_is_new_is_mended() {
    let repo = Repo::new("mend");
    let share = "# Late\n\nThe ferry is late.\n\nShare this\nTweet this\nPin it\n";
    repo.write("posts/old.md", share);
    repo.commit();
    repo.git("branch --force main");
    repo.write("posts/new.md", share);
    let rule = ["--new-from", "main", "--rule", "chrome/share-bar"];
    let diff = repo.check(&[&rule[..], &["--diff"]].concat());
    assert!(diff.status == 1 && diff.out.contains("new.md") && !diff.out.contains("old.md"), "{diff:?}");
    let run = repo.check(&[&rule[..], &["--fix"]].concat());
    assert_eq!(run.status, 0, "{run:?}");
    let text = |path: &str| fs::read_to_string(repo.0.join(path)).unwrap();
    assert!(text("posts/old.md") == share && !text("posts/new.md").contains("Share"), "{run:?}");
}

#[test]
fn what_is_staged_is_read_and_not_what_lies_there() {
    let repo = Repo::new("staged");
    repo.write("posts/old.md", format!("{OLD}\n{NEW}"));
    repo.git("add --all");
    repo.write("posts/old.md", OLD);
    repo.write("posts/untracked.md", NEW);
    let run = repo.check(&["--staged"]);
    only(&run.findings(), "old.md:7:");
    assert!(run.err.contains("1 skipped (1 not staged)"), "{run:?}");
    // The other way round nothing new is staged.
    repo.git("restore --staged .");
    repo.write("posts/old.md", format!("{OLD}\n{NEW}"));
    assert_eq!(repo.check(&["--staged"]).findings(), [""; 0]);
    only(&repo.check(&["--new-from", "HEAD", "posts/old.md"]).findings(), "old.md:7:");
    // What is staged and gone from the disk is in the commit all the same.
    repo.git("add --all");
    fs::remove_file(repo.0.join("posts/untracked.md")).unwrap();
    let run = repo.check(&["--staged", "posts"]);
    assert_eq!(run.findings().len(), 2, "{run:?}");
    assert_eq!(repo.check(&["--staged", "--fix"]).status, 2);
}

/// Git ignores no file that it tracks, and a walk goes by patterns alone.
#[test]
fn what_git_tracks_is_checked_whatever_a_pattern_of_gits_says() {
    let repo = Repo::new("tracked");
    repo.write(".gitignore", "build/\n*.draft.md\n");
    repo.write(".copydeskignore", "ours/\n");
    for path in ["docs/build/x.md", "y.draft.md", "build/untracked.md", "ours/z.md", ".hidden/h.md"] {
        repo.write(path, NEW);
    }
    repo.write("nul.md", "a\0b");
    for path in ["docs/build/x.md", "y.draft.md", "ours/z.md", ".hidden/h.md", "nul.md"] {
        repo.git_with(&["add", "--force", path]);
    }
    for arguments in [&["--staged"][..], &["--new-from", "main"]] {
        let run = repo.check(&[arguments, &["--format", "short", "-q"]].concat());
        let places: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
        assert_eq!((run.status, places), (2, vec!["docs/build/x.md", "nul.md", "y.draft.md"]), "{run:?}");
    }
    let below = repo.check_in("docs", &["--staged", "--format", "short", "-q"]);
    assert!(below.status == 1 && below.out.starts_with("build/x.md:1:18: "), "{below:?}");
}

#[test]
fn a_first_commit_and_one_without_drafts_are_checked_too() {
    let repo = Repo::folder("first");
    repo.git("init --quiet");
    let run = repo.check(&["--staged"]);
    assert!(run.status == 0 && run.err.contains("no draft is staged"), "{run:?}");
    repo.write("posts/new.md", NEW);
    repo.git("add --all");
    only(&repo.check(&["--staged"]).findings(), "31%");
}

#[test]
fn a_hook_checks_the_commit_that_calls_it() {
    let repo = Repo::new("hook");
    let hook = format!("#!/bin/sh\nexec '{}' check --staged\n", env!("CARGO_BIN_EXE_copydesk"));
    repo.write(".git/hooks/pre-commit", hook);
    #[cfg(unix)]
    fs::set_permissions(repo.0.join(".git/hooks/pre-commit"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    repo.write("posts/a b.md", NEW);
    repo.write("posts/é.md", "The ferry is late.\n");
    repo.git("add --all");
    // Git writes an index of its own for a commit of some files.
    repo.git_with(&["commit", "--quiet", "--message", "x", "posts/é.md"]);
    let mut git = here("git", &repo.0);
    git.args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "--message", "x"]);
    let run = ran(git);
    assert!(run.status == 1 && format!("{}{}", run.out, run.err).contains("31%"), "{run:?}");
}

#[test]
fn submodules_are_skipped_and_told() {
    let inner = Repo::new("inner");
    inner.write("new.md", NEW);
    inner.commit();
    let repo = Repo::new("outer");
    repo.git_with(&["submodule", "--quiet", "add", inner.0.to_str().unwrap(), "posts/inner"]);
    repo.write("posts/inner/more.md", NEW);
    let run = repo.check(&["--new-from", "main"]);
    assert_eq!(run.findings(), [""; 0], "{run:?}");
    assert!(run.err.contains("3 skipped (3 in a submodule, or another repository)"), "{run:?}");
    // Whoever names the submodule asks it.
    only(&repo.check(&["--new-from", "HEAD", "posts/inner"]).findings(), "more.md");
}

#[test]
fn conflicts_are_told_from_what_is_new() {
    let repo = Repo::new("conflict");
    repo.write("posts/old.md", OLD.replace("old.", "old. Experts say that 7% of them mind."));
    repo.commit();
    repo.git("checkout --quiet main");
    repo.write("posts/old.md", OLD.replace("old.", "young."));
    repo.commit();
    let mut git = here("git", &repo.0);
    git.args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "merge", "work"]);
    assert_eq!(ran(git).status, 1);
    only(&repo.check(&["--new-from", "HEAD"]).findings(), "7%");
    let run = repo.check(&["--staged"]);
    assert!(run.status == 2 && run.err.contains("posts/old.md: has conflicts"), "{run:?}");
}

/// What the other branch gained was told there, in its time.
#[test]
fn whoever_ends_a_merge_is_told_what_the_merge_makes_wrong() {
    let repo = Repo::new("ended-merge");
    repo.write("posts/old.md", OLD.replace("old.", "old. Experts say that 7% of them mind."));
    repo.commit();
    repo.git("checkout --quiet main");
    repo.write("posts/old.md", OLD.replace("old.", "young. Studies show that 8% of them row."));
    repo.write("posts/gained.md", NEW);
    repo.write("posts/mended.md", NEW.replace("31", "32"));
    repo.commit();
    repo.git("checkout --quiet work");
    let mut git = here("git", &repo.0);
    git.args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "merge", "main"]);
    assert_eq!(ran(git).status, 1);
    let both = "young. Experts say that 7% of them mind. Studies show that 8% of them row. It is said that 9% of them swim.";
    repo.write("posts/old.md", OLD.replace("old.", both));
    repo.write("posts/mended.md", format!("{}\nExperts say that 33% of them sink.\n", NEW.replace("31", "32")));
    repo.git("add --all");
    let found = repo.check(&["--staged"]).findings();
    assert!(found.len() == 2 && found[0].contains("“33%”") && found[1].contains("“9%”"), "{found:?}");
}

#[test]
fn where_git_cannot_tell_nothing_is_checked() {
    let repo = Repo::new("cannot");
    repo.check(&["--new-from", "nowhere"]).refuses(&["no revision `nowhere`", "git branch --all"]);
    repo.check(&["--new-from", "main..work"]).refuses(&["takes a revision"]);
    repo.check(&["--new-from=--output=x"]).refuses(&["takes a revision"]);
    repo.check(&["--new-from="]).refuses(&["takes a revision"]);
    repo.check(&["--new-from", "main", "--staged"]).refuses(&["cannot be used with"]);
    repo.check(&["--new-from", "main", "-"]).refuses(&["standard input has no history"]);
    repo.git("checkout --quiet --orphan alone");
    repo.write("posts/other.md", "The ferry is late.\n");
    repo.commit();
    repo.check(&["--new-from", "main"]).refuses(&["no common history"]);
    assert!(!repo.0.join("x").exists());

    let folder = Repo::folder("none");
    folder.write("posts/new.md", NEW);
    folder.check(&["--new-from", "main"]).refuses(&["no git repository"]);
    folder.check(&["--staged"]).refuses(&["no git repository"]);
    folder.write(".git/x", "");
    folder.check(&["--staged"]).refuses(&["git rev-parse: ", "not a git repository"]);

    let mut check = here(env!("CARGO_BIN_EXE_copydesk"), &repo.0);
    check.args(["check", "--staged"]).env("PATH", "/nowhere");
    ran(check).refuses(&["no command `git`"]);
}

#[test]
fn a_clone_without_the_history_says_how_to_get_it() {
    let repo = Repo::new("origin");
    repo.write("posts/new.md", NEW);
    repo.commit();
    let clone = Repo::folder("shallow");
    let url = format!("file://{}", repo.0.display());
    clone.git_with(&["clone", "--quiet", "--depth", "1", "--branch", "work", &url, "clone"]);
    let check = || clone.check_in("clone", &["--new-from", "origin/main"]);
    check().refuses(&["no revision `origin/main`", "fetch-depth: 0", "--unshallow"]);
    // The branch alone is not enough: what both come from is not there.
    clone.git_with(&["-C", "clone", "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    repo.git("checkout --quiet main");
    repo.write("posts/other.md", "The ferry is late.\n");
    repo.commit();
    clone.git_with(&["-C", "clone", "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main", "--force"]);
    check().refuses(&["both come from", "fetch-depth: 0"]);
    clone.check_in("clone", &["--new-from", "main"]).refuses(&["did you mean `origin/main`?"]);
    clone.git_with(&["-C", "clone", "fetch", "--quiet", "--unshallow"]);
    only(&check().findings(), "31%");
}

/// Lines move, a file is renamed, one finding is mended and others come, on two branches that both write the baseline anew.
#[test]
fn two_branches_that_go_on_merge_their_baselines() {
    let repo = Repo::new("merge");
    let other = "# Pilots\n\nExperts say that 60% of the sailors swim.\n\nExperts say that 61% of the cooks do.\n";
    repo.write("posts/other.md", other);
    repo.write(".gitattributes", "copydesk-baseline.txt merge=union\n");
    assert_eq!(repo.check(&["--write-baseline"]).status, 0);
    repo.commit();
    let branch = |name: &str, change: &dyn Fn()| {
        repo.git(&format!("checkout --quiet -b {name} work"));
        change();
        assert_eq!(repo.check(&["--write-baseline", "--force"]).status, 0);
        repo.commit();
    };
    branch("ours", &|| {
        repo.write("posts/old.md", OLD.replace("Experts say that 40% of the pilots smoke.", "Pilots smoke."));
        repo.write("posts/ours.md", NEW);
    });
    branch("theirs", &|| {
        repo.git("mv posts/other.md posts/renamed.md");
        repo.write("posts/renamed.md", format!("A line before.\n\n{other}"));
        repo.write("posts/theirs.md", NEW.replace("31%", "32%"));
    });
    repo.git("merge --quiet --no-edit ours");
    let run = repo.check(&[]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{run:?}");
    assert!(run.err.contains("4 findings passed over"), "{run:?}");
    // What the merge left over of what is mended is told, and goes.
    repo.check(&["--prune-baseline"]);
    let run = repo.check(&["--fail-on-stale"]);
    assert_eq!(run.status, 0, "{run:?}");
    // Neither what comes nor what comes again passes as known.
    repo.write("posts/old.md", format!("{OLD}\n{}", NEW.replace("31%", "33%")));
    assert_eq!(repo.check(&[]).findings().len(), 2);
}
