//! `copydesk stream`: rows of JSON in, rows of JSON out, in the same order.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::args::StreamArgs;
use super::read::LARGEST;
use super::rows::{Desk, RowLine};
use super::terminal::{Refusal, Status, complain};
use crate::finding::counted;
use crate::rows::Wanted;

/// A batch is judged when it has so many rows, or bytes.
const ROWS: usize = 256;
const BYTES: usize = 8 << 20;
/// So many bytes are read at once.
const BUFFER: usize = 1 << 20;
/// The mark that some programs put at the head of what they write.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// So many batches wait at most.
const WAITING: usize = 2;

/// Judges the rows of standard input, each by itself.
pub(super) fn run(stream: &StreamArgs) -> Result<Status, Refusal> {
    let mut desk =
        Desk::of(&stream.policy.choice(), Wanted { findings: true, prints: stream.prints }, stream.readings.no_readings)?;
    if let Some(jobs) = stream.jobs {
        // Fails only when threads were set before, and they are set once.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
    let (mut failed, mut out) = (0, io::stdout().lock());
    for batch in batches() {
        let batch = batch.map_err(|error| format!("standard input: {error}"))?;
        for (line, is_failed) in desk.answer(batch)? {
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
        complain(&format!("{} could not be judged, and each says why", counted(failed, "row")));
    }
    Ok(Status::Clean)
}

/// The lines of standard input in batches, read while others are judged.
fn batches() -> Receiver<io::Result<Vec<RowLine>>> {
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
fn batch(input: &mut BufReader<io::StdinLock<'_>>, number: &mut usize) -> io::Result<(Vec<RowLine>, bool)> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    while lines.is_empty() || lines.len() < ROWS && bytes < BYTES && !input.buffer().is_empty() {
        let mut line = Vec::new();
        let read = io::Read::take(&mut *input, LARGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok((lines, true));
        }
        *number += 1;
        if *number == 1 && line.starts_with(MARK) {
            line.drain(..MARK.len());
        }
        let is_long = read as u64 == LARGEST && !line.ends_with(b"\n");
        if is_long {
            input.skip_until(b'\n')?;
        }
        bytes += line.len();
        match is_long {
            true => lines.push((*number, Err(format!("is longer than {} MiB", LARGEST >> 20)))),
            false if line.trim_ascii().is_empty() => {}
            false => lines.push((*number, Ok(line))),
        }
    }
    Ok((lines, false))
}
