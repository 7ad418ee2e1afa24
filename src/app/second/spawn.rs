//! Runs the command of a reader once: lines in, lines out, within a time.

use std::io::{self, Read, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How many bytes of answers to one article are taken.
const MOST: usize = 16 << 20;
/// How many bytes of what a reader says on its standard error are kept.
const WORDS: u64 = 8 << 10;
/// How long a reader that closed its output may take to end, and what it said to come.
const GRACE: Duration = Duration::from_secs(2);

/// How a reader ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// With status 0.
    Well,
    /// With another status, or killed.
    Badly(String),
    /// Not within its time: it was killed.
    Late,
    /// It never stopped talking: it was killed.
    Flooding,
    /// It could not be started.
    Unstarted(String),
}

/// What a reader said.
#[derive(Debug)]
pub(super) struct Reply {
    /// On its standard output, up to its end.
    pub(super) bytes: Vec<u8>,
    pub(super) ended: Ended,
    /// The last lines on its standard error.
    pub(super) said: Vec<String>,
}

/// Runs a command as a shell does, with these bytes on its standard input.
pub(super) fn run(command: &str, input: Vec<u8>, within: Duration) -> Reply {
    let deadline = Instant::now() + within;
    let started = shell(command).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => return Reply { bytes: Vec::new(), ended: Ended::Unstarted(error.to_string()), said: Vec::new() },
    };
    if let Some(mut stdin) = child.stdin.take() {
        // A reader that does not want to hear all of it may go.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let (answers, words) = (listen(child.stdout.take(), MOST as u64 + 1), listen(child.stderr.take(), WORDS));
    let (bytes, closed) = heard(&answers, deadline);
    let ended = match closed {
        _ if bytes.len() > MOST => end(&mut child, Ended::Flooding),
        true => wait(&mut child, deadline + GRACE),
        false => end(&mut child, Ended::Late),
    };
    let (said, _) = heard(&words, Instant::now() + if closed { GRACE } else { Duration::ZERO });
    Reply { bytes, ended, said: last_lines(&said) }
}

fn shell(command: &str) -> Command {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(shell);
    shell.arg(option).arg(command);
    shell
}

/// Hears what comes out of a pipe, on a thread of its own: whoever inherited the pipe may hold it open for ever.
fn listen(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || pipe.map(|pipe| pass_on(pipe.take(most), &sender)));
    receiver
}

fn pass_on(mut pipe: impl Read, sender: &Sender<Vec<u8>>) {
    let mut bytes = vec![0; 1 << 16];
    loop {
        match pipe.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) if sender.send(bytes[..read].to_vec()).is_err() => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
}

/// What was heard up to a moment, and whether that was all.
fn heard(pipe: &Receiver<Vec<u8>>, until: Instant) -> (Vec<u8>, bool) {
    let mut all = Vec::new();
    loop {
        match pipe.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(bytes) => all.extend(bytes),
            Err(RecvTimeoutError::Timeout) => return (all, false),
            Err(RecvTimeoutError::Disconnected) => return (all, true),
        }
    }
}

fn end(child: &mut Child, ended: Ended) -> Ended {
    // It may have ended by itself meanwhile.
    let _ = child.kill();
    let _ = child.wait();
    ended
}

/// Waits for a reader that said all it has to say.
fn wait(child: &mut Child, until: Instant) -> Ended {
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ended::Well,
            Ok(Some(status)) => return Ended::Badly(told(status)),
            Err(error) => return Ended::Badly(error.to_string()),
            Ok(None) if Instant::now() >= until => return end(child, Ended::Late),
            Ok(None) => thread::sleep(Duration::from_millis(2)),
        }
    }
}

fn told(status: ExitStatus) -> String {
    match status.code() {
        Some(127) => "the shell found no such command".to_owned(),
        Some(code) => format!("it ended with status {code}"),
        None => "it was killed".to_owned(),
    }
}

fn last_lines(bytes: &[u8]) -> Vec<String> {
    const LINES: usize = 3;
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(LINES)..].iter().map(|line| (*line).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(command: &str, within: Duration) -> Reply {
        run(command, b"one\ntwo\n".to_vec(), within)
    }

    #[test]
    fn what_goes_in_comes_out() {
        let reply = ran("cat; echo so >&2", Duration::from_secs(20));
        assert_eq!((reply.bytes.as_slice(), reply.ended, reply.said), (&b"one\ntwo\n"[..], Ended::Well, vec!["so".to_owned()]));
    }

    #[test]
    fn who_dies_or_is_not_there_says_so() {
        assert_eq!(ran("exit 3", Duration::from_secs(20)).ended, Ended::Badly("it ended with status 3".to_owned()));
        let none = ran("no-such-reader-at-all", Duration::from_secs(20));
        assert_eq!(none.ended, Ended::Badly("the shell found no such command".to_owned()));
    }

    #[test]
    fn who_is_late_is_ended_and_what_came_in_time_is_kept() {
        let started = Instant::now();
        let reply = ran("echo early; sleep 30; echo late", Duration::from_millis(400));
        assert_eq!((reply.bytes.as_slice(), reply.ended), (&b"early\n"[..], Ended::Late));
        assert!(started.elapsed() < Duration::from_secs(15));
    }
}
