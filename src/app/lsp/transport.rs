//! Standard input and output as messages of the protocol; no length that is announced is believed before its bytes are there.

use std::io::{self, BufRead, Read};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message};

/// How many bytes a message may have: far more than a draft that somebody types in.
const LONGEST: u64 = 256 << 20;
/// How many bytes its headers may have.
const HEADERS: u64 = 8 << 10;

/// The threads that read and write.
pub(super) struct Pipes {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

impl Pipes {
    /// Waits until both have ended: standard input at its end or after `exit`, and the connection dropped.
    pub(super) fn join(self) -> io::Result<()> {
        ended(self.reader)?;
        ended(self.writer)
    }

    /// Waits until standard input is read no more.
    pub(super) fn heard(self) -> io::Result<()> {
        ended(self.reader)
    }
}

fn ended(thread: JoinHandle<io::Result<()>>) -> io::Result<()> {
    thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread broke off")))
}

/// A connection over standard input and output.
pub(super) fn stdio() -> io::Result<(Connection, Pipes)> {
    // The crate’s own transport makes room for whatever `Content-Length` says and reads a header however long it is: one wrong line of an
    // editor would take all memory. Here its messages come through a pair of channels, from a reader that takes what is there.
    let (ours, Connection { sender, receiver }) = Connection::memory();
    let reader = thread::Builder::new().name("reader".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(message) = read(&mut input)? {
            let is_exit = matches!(&message, Message::Notification(said) if said.method == "exit");
            if sender.send(message).is_err() || is_exit {
                break;
            }
        }
        Ok(())
    })?;
    let writer = thread::Builder::new().name("writer".to_owned()).spawn(move || {
        let mut output = io::stdout().lock();
        receiver.iter().try_for_each(|message| message.write(&mut output))
    })?;
    Ok((ours, Pipes { reader, writer }))
}

/// Reads a message; `None` where the input ends before one begins. What is no message, or too long, is an error: nobody knows where the
/// next one would begin.
fn read(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    let Some(length) = announced(input)? else { return Ok(None) };
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if body.len() as u64 != length {
        return Err(wrong(format!("it ended within a message: of {length} bytes that were announced, {} came", body.len())));
    }
    serde_json::from_slice(&body).map(Some).map_err(|error| wrong(format!("a message is not the protocol’s: {error}")))
}

/// Reads the headers of a message: how many bytes it has; `None` where the input ends before them.
fn announced(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut headers = input.take(HEADERS);
    let (mut length, mut line) = (None, Vec::new());
    loop {
        line.clear();
        headers.read_until(b'\n', &mut line)?;
        if line.is_empty() && headers.limit() == HEADERS {
            return Ok(None);
        }
        let Some(header) = line.strip_suffix(b"\r\n") else {
            let said = if headers.limit() == 0 {
                "are too long"
            } else {
                "end in the middle, or a line of them without a carriage return"
            };
            return Err(wrong(format!("the headers of a message {said}")));
        };
        if header.is_empty() {
            break;
        }
        let header = String::from_utf8_lossy(header);
        let Some((name, value)) = header.split_once(':') else { return Err(wrong(format!("this is no header: {header:?}"))) };
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            let value = value.trim();
            let fits = value.parse().ok().filter(|length| *length <= LONGEST);
            length =
                Some(fits.ok_or_else(|| {
                    wrong(format!("a message of {value:?} bytes was announced, and {LONGEST} are read at most"))
                })?);
        }
    }
    length.map(Some).ok_or_else(|| wrong("a message has no `Content-Length`".to_owned()))
}

fn wrong(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of each message of an input, to the first that is none.
    fn all(mut input: &[u8]) -> Vec<Result<String, String>> {
        let mut seen = Vec::new();
        loop {
            match read(&mut input) {
                Ok(None) => return seen,
                Ok(Some(Message::Notification(said))) => seen.push(Ok(said.method)),
                Ok(Some(other)) => seen.push(Ok(format!("{other:?}"))),
                Err(error) => {
                    seen.push(Err(error.to_string()));
                    return seen;
                }
            }
        }
    }

    #[test]
    fn messages_are_read_one_by_one() {
        let said = r#"{"jsonrpc":"2.0","method":"é"}"#;
        let length = said.len();
        let input = format!("Content-Length: {length}\r\n\r\n{said}content-length:{length}\r\nContent-Type: x\r\n\r\n{said}");
        assert_eq!(all(input.as_bytes()), [Ok("é".to_owned()), Ok("é".to_owned())]);
        assert_eq!(all(b""), []);
    }

    #[test]
    fn what_is_no_message_ends_it() {
        let endless = format!("X: {}", "x".repeat(20_000));
        let cases = [
            ("Content-Length: 99999999999999\r\n\r\n{}", "bytes was announced"),
            ("Content-Length: 99999999999999999999999999\r\n\r\n{}", "bytes was announced"),
            ("Content-Length: -1\r\n\r\n{}", "bytes was announced"),
            ("Content-Length: 200000000\r\n\r\n{}", "2 came"),
            ("Content-Length: 5\r\n\r\n{\"a\":", "not the protocol’s"),
            ("Content-Type: x\r\n\r\n{}", "no `Content-Length`"),
            ("hello\r\n\r\n", "no header: \"hello\""),
            ("Content-Length: 2", "end in the middle"),
            ("Content-Length: 2\r\n", "end in the middle"),
            ("Content-Length: 2\n\n{}", "without a carriage return"),
            (&endless, "too long"),
        ];
        for (input, why) in cases {
            let seen = all(input.as_bytes());
            assert!(matches!(&seen[..], [Err(told)] if told.contains(why)), "{why}: {seen:?}");
        }
    }
}
