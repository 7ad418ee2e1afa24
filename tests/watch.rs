//! `check --watch` checks again when something changes, whatever is wrong with it meanwhile.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::{BufRead as _, BufReader, pipe};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

const VAGUE: &str = "Experts say that 40% of the crews have left.\n";
const LATE: &str = "The ferry was late.\n";
/// How long a run may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A watch over a folder of its own; both end with the test.
struct Watch {
    folder: PathBuf,
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(name: &str, files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("copydesk-watch-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        files.iter().for_each(|(path, text)| fs::write(folder.join(path), text).unwrap());
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["check", "--watch"]).args(arguments).current_dir(&folder);
        // One pipe for both, as a terminal is: what is said comes in the order in which it was said.
        let (told, tells) = pipe().unwrap();
        let child = command.stdin(Stdio::null()).stdout(tells.try_clone().unwrap()).stderr(tells).spawn().unwrap();
        let (sender, lines) = channel();
        thread::spawn(move || BufReader::new(told).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let watch = Self { folder, child, lines };
        watch.hears("watching for changes");
        watch
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.join(path), text).unwrap();
    }

    /// Waits for a line that has these words in it; what came before it.
    fn hears(&self, words: &str) -> Vec<String> {
        let (start, mut before) = (Instant::now(), Vec::new());
        loop {
            match self.lines.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(line) if line.contains(words) => return before,
                Ok(line) => before.push(line),
                Err(error) => panic!("{words:?} did not come ({error}): {before:?}"),
            }
        }
    }

    /// Whether nothing is said for a while.
    fn is_silent(&self) -> bool {
        matches!(self.lines.recv_timeout(Duration::from_millis(700)), Err(RecvTimeoutError::Timeout))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_change_is_checked_whoever_writes_it_and_however() {
    let watch = Watch::start("change", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", LATE)], &[]);
    watch.write("a.md", VAGUE);
    watch.hears("a.md:1:18: warning attribution/vague-figure");
    watch.hears("watching for changes");
    // As editors write: another file takes the place.
    watch.write(".a.md.swap", LATE);
    fs::rename(watch.folder.join(".a.md.swap"), watch.folder.join("a.md")).unwrap();
    watch.hears("No findings");
    watch.hears("watching for changes");
    fs::create_dir(watch.folder.join("more")).unwrap();
    watch.hears("watching for changes");
    watch.write("more/b.md", VAGUE);
    watch.hears("more/b.md:1:18: warning attribution/vague-figure");
    watch.hears("watching for changes");
    fs::remove_file(watch.folder.join("more/b.md")).unwrap();
    watch.hears("watching for changes");
    fs::create_dir(watch.folder.join(".hidden")).unwrap();
    watch.write(".hidden/c.md", VAGUE);
    watch.write("picture.png", "no draft");
    assert!(
        watch.is_silent() || {
            watch.hears("watching for changes");
            watch.is_silent()
        }
    );
}

#[test]
fn a_configuration_is_taken_up_and_its_mistakes_do_not_end_the_watch() {
    let watch = Watch::start("config", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", VAGUE)], &["a.md"]);
    watch.write("copydesk.toml", "nmae = 1\n");
    watch.hears("meta/bad-config");
    watch.hears("watching for changes");
    watch.write("copydesk.toml", "name = \"T\"\n[rules]\n\"attribution/vague-figure\" = \"error\"\n");
    watch.hears("a.md:1:18: error attribution/vague-figure");
    watch.hears("watching for changes");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    for arguments in [&["-"][..], &["missing.md"], &["--fix"], &["--output", "r.json"], &["--no-clear"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        let watch = if arguments == ["--no-clear"] { vec!["check"] } else { vec!["check", "--watch"] };
        let output = command.args(watch).args(arguments).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    }
}
