//! `copydesk stream`: rows of JSON in, rows of JSON out, in the same order.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;
use serde_json::Value;

use super::args::StreamArgs;
use super::policy::judged;
use super::publications::Publications;
use super::read::LARGEST;
use super::terminal::{Refusal, Status, complain};
use crate::lint::{self, Entry};
use crate::policy::Choices;
use crate::report::stream::{RowOutcome, row};
use crate::text::Format;

/// A batch is judged when it has so many rows, or bytes.
const ROWS: usize = 256;
const BYTES: usize = 8 << 20;
/// So many bytes are read at once.
const BUFFER: usize = 1 << 20;
/// So many batches wait at most.
const WAITING: usize = 2;

/// A line of the input: its number, and its bytes where it is not too long.
type InputLine = (usize, Option<Vec<u8>>);

/// What is to be judged: a draft and its text, or what came of a row already.
type AskedRow = Result<(Entry, Vec<u8>), RowOutcome>;

/// Judges the rows of standard input, each by itself.
pub(super) fn run(stream: &StreamArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&stream.policy.choice(), Choices::default())?;
    publications.of(Path::new("draft.md"));
    judged(&publications)?;
    if let Some(jobs) = stream.jobs {
        // Fails only when threads were set before, and they are set once.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
    let (mut failed, mut out) = (0, io::stdout().lock());
    for batch in batches() {
        let batch = batch.map_err(|error| format!("standard input: {error}"))?;
        let asked: Vec<(usize, Value, AskedRow)> = batch.into_iter().map(|line| asked(line, &mut publications)).collect();
        judged(&publications)?;
        let told: Vec<(String, bool)> = asked.into_par_iter().map(answer).collect();
        for (line, is_failed) in told {
            failed += usize::from(is_failed);
            match writeln!(out, "{line}") {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Status::Clean),
                written => written.map_err(|error| format!("standard output: {error}"))?,
            }
        }
        // Whoever waits for these rows may send no more before.
        let _ = out.flush();
    }
    if failed > 0 {
        complain(&format!("{failed} row{} could not be judged, and each says why", if failed == 1 { "" } else { "s" }));
    }
    Ok(Status::Clean)
}

fn answer((line, id, asked): (usize, Value, AskedRow)) -> (String, bool) {
    let outcome = match asked {
        Ok((entry, bytes)) => {
            let key = entry.policy.key;
            let mut report = lint::run(std::slice::from_ref(&entry), |_| Ok(bytes.clone()), || ());
            match report.skipped.pop() {
                Some(skipped) => RowOutcome::Skipped(skipped.reason),
                None => RowOutcome::Judged(Box::new(report), key),
            }
        }
        Err(outcome) => outcome,
    };
    (row(&id, line, &outcome), matches!(outcome, RowOutcome::Failed(_)))
}

/// What a line asks for, and the name it has.
fn asked((number, bytes): InputLine, publications: &mut Publications) -> (usize, Value, AskedRow) {
    let failed = |why: &str| Err(RowOutcome::Failed(why.to_owned()));
    let Some(bytes) = bytes else {
        return (number, Value::Null, failed(&format!("is longer than {} MiB", LARGEST >> 20)));
    };
    let mut fields = match serde_json::from_slice::<Value>(&bytes) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return (number, Value::Null, failed("is no object of JSON")),
        Err(error) => return (number, Value::Null, failed(&format!("is no JSON: {error}"))),
    };
    let id = fields.remove("id").unwrap_or_default();
    let (text, format) = match (fields.remove("text"), fields.remove("html")) {
        (Some(Value::String(text)), None) => (text, None),
        (None, Some(Value::String(html))) => (html, Some(Format::Html)),
        _ => return (number, id, failed("has no `text` and no `html`, or both, or one that is no string")),
    };
    let path = match fields.remove("path") {
        None | Some(Value::Null) => PathBuf::from(if format.is_some() { "draft.html" } else { "draft.md" }),
        Some(Value::String(path)) => PathBuf::from(path),
        Some(_) => return (number, id, failed("has a `path` that is no string")),
    };
    let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !stays || path.file_name().is_none() {
        return (number, id, failed("has a `path` that leaves the folder"));
    }
    let format = format.or_else(|| Format::of(&path)).unwrap_or(Format::Markdown);
    let entry = publications.entry(&path, Some(format)).map(|entry| (entry, text.into_bytes()));
    (number, id, entry.ok_or_else(|| RowOutcome::Skipped("ignored by its publication".to_owned())))
}

/// The lines of standard input in batches, read while others are judged.
fn batches() -> Receiver<io::Result<Vec<InputLine>>> {
    let (send, receive) = sync_channel(WAITING);
    thread::spawn(move || {
        let (mut input, mut number) = (BufReader::with_capacity(BUFFER, io::stdin().lock()), 0);
        loop {
            let batch = batch(&mut input, &mut number);
            let is_last = batch.as_ref().map_or(true, |(_, is_last)| *is_last);
            // Nobody listens any more when the output is gone.
            if send.send(batch.map(|(lines, _)| lines)).is_err() || is_last {
                break;
            }
        }
    });
    receive
}

/// The next lines, and whether they are the last: so many as make a batch, or as are there without waiting.
fn batch(input: &mut BufReader<io::StdinLock<'_>>, number: &mut usize) -> io::Result<(Vec<InputLine>, bool)> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    while lines.is_empty() || lines.len() < ROWS && bytes < BYTES && !input.buffer().is_empty() {
        let mut line = Vec::new();
        let read = io::Read::take(&mut *input, LARGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok((lines, true));
        }
        *number += 1;
        let is_long = read as u64 == LARGEST && !line.ends_with(b"\n");
        if is_long {
            input.skip_until(b'\n')?;
        }
        bytes += line.len();
        if is_long || !line.trim_ascii().is_empty() {
            lines.push((*number, (!is_long).then_some(line)));
        }
    }
    Ok((lines, false))
}
