//! Asks the command `git` what changed, and says what to do where it cannot tell.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufReader, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::terminal::Refusal;

/// What says which repository a command is about; in a hook, the one that is committed to.
const NAMED: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"];
/// Whatever the user's own configuration says of how differences are shown.
const PLAIN: [&str; 7] = ["diff", "-z", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all", "--no-abbrev"];
/// What to do where a clone holds no history.
const SHALLOW: &str = "this clone is shallow and lacks the history before it: `git fetch --unshallow` brings it; in CI, `fetch-depth: 0` \
                       for actions/checkout, or the variable `GIT_DEPTH: 0` in GitLab";

/// A repository.
#[derive(Debug)]
pub(super) struct Git {
    /// Its root, where no link leads.
    pub(super) root: PathBuf,
    /// Whether copydesk runs elsewhere: a hook of another repository says nothing of this one.
    is_elsewhere: bool,
}

/// The name of a text that git keeps.
pub(super) type Blob = String;

/// A file that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChangedFile {
    /// Its path in the repository.
    pub(super) path: PathBuf,
    /// Its path before; the same, if it was not renamed.
    pub(super) from: PathBuf,
    /// Its text before; none of what was no file.
    pub(super) was: Option<Blob>,
}

impl Git {
    /// The repository whose root is said to be here.
    ///
    /// # Errors
    /// Where there is no command `git`, or it finds no repository that it may read.
    pub(super) fn at(root: &Path, is_elsewhere: bool) -> Result<Self, Refusal> {
        let mut git = Self { root: root.to_owned(), is_elsewhere };
        let top = git.ask(&["rev-parse", "--show-toplevel"])?;
        let top = path(top.strip_suffix(b"\n").unwrap_or(&top));
        git.root = top.canonicalize().map_err(|error| format!("{}: {error}", top.display()))?;
        Ok(git)
    }

    /// The commit at which what is checked out branched off a revision.
    ///
    /// # Errors
    /// Where there is no such revision, or no commit that both come from.
    pub(super) fn branched_off(&self, revision: &str) -> Result<String, Refusal> {
        if revision.is_empty() || revision.starts_with('-') || revision.contains("..") {
            return Err(format!("--new-from takes a revision, such as `main` or `HEAD~1`; `{revision}` is none"));
        }
        let shallow = || self.ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said.starts_with(b"true"));
        let named = |name: &str| self.ask(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).ok();
        let Some(commit) = named(revision) else {
            let remote = format!("origin/{revision}");
            return Err(match named(&format!("refs/remotes/{remote}")) {
                Some(_) => format!("there is no revision `{revision}` here; did you mean `{remote}`?"),
                None if shallow() => format!("there is no revision `{revision}` here: {SHALLOW}"),
                None => format!("there is no revision `{revision}` here; `git branch --all` and `git tag` list what there is"),
            });
        };
        let base = self.run(&["merge-base", &line(&commit), "HEAD"])?;
        match (base.status.code(), shallow()) {
            (Some(0), _) => Ok(line(&base.stdout)),
            (Some(1), true) => Err(format!("nothing is known that `{revision}` and HEAD both come from: {SHALLOW}")),
            (Some(1), false) => Err(format!("`{revision}` and HEAD have no common history: nothing can be new since then")),
            _ => Err(failed("merge-base", &base)),
        }
    }

    /// What differs between a commit and the working tree.
    pub(super) fn since(&self, commit: &str) -> Result<Vec<ChangedFile>, Refusal> {
        self.changes(&["--raw", "-M", commit, "--"])
    }

    /// What differs between the last commit and what the next one will hold; while a merge is not committed yet, so for each commit
    /// that is merged, behind it.
    pub(super) fn staged(&self) -> Result<Vec<Vec<ChangedFile>>, Refusal> {
        let since = |commit: Option<&str>| {
            let arguments = ["--raw", "-M", "--cached"].into_iter().chain(commit).chain(["--"]);
            self.changes(&arguments.collect::<Vec<_>>())
        };
        let merged = self.ask(&["rev-parse", "--git-path", "MERGE_HEAD"])?;
        let merged = fs::read_to_string(self.root.join(line(&merged))).unwrap_or_default();
        [None].into_iter().chain(merged.lines().map(Some)).map(since).collect()
    }

    fn changes(&self, arguments: &[&str]) -> Result<Vec<ChangedFile>, Refusal> {
        let told = self.ask(&[&PLAIN[..], arguments].concat())?;
        changes(&told).ok_or_else(|| "`git diff` answered what copydesk does not understand".to_owned())
    }

    /// The files that differ from what is staged of them.
    pub(super) fn unstaged(&self) -> Result<Vec<PathBuf>, Refusal> {
        let told = self.ask(&[&PLAIN[..], &["--name-only", "--"]].concat())?;
        Ok(told.split(|&byte| byte == 0).filter(|name| !name.is_empty()).map(path).collect())
    }

    /// Each file that git keeps, with what is staged of it; nothing of one whose conflicts are not resolved.
    pub(super) fn index(&self) -> Result<HashMap<PathBuf, Option<Blob>>, Refusal> {
        let told = self.ask(&["ls-files", "--stage", "-z"])?;
        let mut index = HashMap::new();
        for line in told.split(|&byte| byte == 0) {
            let Some(tab) = line.iter().position(|&byte| byte == b'\t') else { continue };
            let head = String::from_utf8_lossy(&line[..tab]);
            let mut cells = head.split(' ').skip(1);
            let (blob, stage) = (cells.next().map(str::to_owned), cells.next());
            index.insert(path(&line[tab + 1..]), blob.filter(|_| stage == Some("0")));
        }
        Ok(index)
    }

    /// The bytes of some texts, in their order.
    pub(super) fn texts(&self, blobs: &[&str]) -> Result<Vec<Vec<u8>>, Refusal> {
        if blobs.is_empty() {
            return Ok(Vec::new());
        }
        let asked: String = blobs.iter().flat_map(|blob| [blob, "\n"]).collect();
        let mut command = self.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(refused)?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        // Git answers while it is asked: who asked everything first would wait for ever.
        let asking = std::thread::spawn(move || input.map(|mut input| input.write_all(asked.as_bytes())));
        let told = output.map(|output| batch(&mut BufReader::new(output), blobs.len())).transpose();
        let _ = asking.join();
        let status = child.wait().map_err(|error| format!("git cat-file: {error}"))?;
        match told {
            Ok(Some(texts)) if status.success() => Ok(texts),
            Err(error) => Err(format!("git cat-file: {error}")),
            Ok(_) => Err(format!("git cat-file: {status}")),
        }
    }

    /// What git answers.
    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, Refusal> {
        let output = self.run(arguments)?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(failed(arguments[0], &output)),
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Refusal> {
        self.command(arguments).stdin(Stdio::null()).output().map_err(refused)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--no-pager").args(arguments).current_dir(&self.root).env("GIT_OPTIONAL_LOCKS", "0");
        if self.is_elsewhere {
            NAMED.iter().for_each(|name| {
                command.env_remove(name);
            });
        }
        command
    }
}

/// Why git did not even begin.
fn refused(error: io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound => {
            "there is no command `git` here, and --new-from and --staged ask it what changed: install it".to_owned()
        }
        _ => format!("git: {error}"),
    }
}

/// What git said when it failed.
fn failed(command: &str, output: &Output) -> Refusal {
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find(|line| !line.trim().is_empty()).map_or_else(|| output.status.to_string(), str::to_owned);
    format!("git {command}: {first}")
}

/// The files of `git diff --raw -z`; `None` where that is none.
fn changes(told: &[u8]) -> Option<Vec<ChangedFile>> {
    let mut cells = told.split(|&byte| byte == 0);
    let mut changes = Vec::new();
    while let Some(head) = cells.next().filter(|head| !head.is_empty()) {
        let head = std::str::from_utf8(head).ok()?.strip_prefix(':')?;
        let [mode, _, blob, _, status] = head.split(' ').collect::<Vec<_>>()[..] else { return None };
        let first = cells.next()?;
        let name = if status.starts_with(['R', 'C']) { cells.next()? } else { first };
        if status != "D" {
            let was_file = mode.starts_with("100") && status.starts_with(['M', 'R', 'T']);
            changes.push(ChangedFile { path: path(name), from: path(first), was: was_file.then(|| blob.to_owned()) });
        }
    }
    Some(changes)
}

/// So many answers of `git cat-file --batch`: a line `NAME blob SIZE`, the bytes, and the end of a line.
fn batch(output: &mut impl io::BufRead, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let answer = |output: &mut dyn io::BufRead| {
        let mut head = String::new();
        output.read_line(&mut head)?;
        let size = head.trim_end().rsplit_once(" blob ").and_then(|(name, _)| head[name.len() + 6..].trim_end().parse().ok());
        let size: usize = size.ok_or_else(|| io::Error::other(head.trim_end().to_owned()))?;
        let mut bytes = Vec::new();
        output.take(size as u64 + 1).read_to_end(&mut bytes)?;
        match bytes.pop() {
            Some(b'\n') if bytes.len() == size => Ok(bytes),
            _ => Err(io::Error::from(ErrorKind::UnexpectedEof)),
        }
    };
    (0..count).map(|_| answer(output)).collect()
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

/// A path as git writes it.
fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(OsStr::new(&*String::from_utf8_lossy(bytes)));
}
