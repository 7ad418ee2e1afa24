//! Text for the tokenizer, given in stretches: it calls itself for each quoted attribute of a tag, and returns when one ends.

use std::convert::Infallible;
use std::fmt;

use html5gum::{Readable, Reader, StringReader};

/// How many quoted values there are in a stretch: the tokenizer is as deep in itself as that.
pub(super) const STRETCH: usize = 64;

/// A stretch is over: the tokenizer goes on in the same state when it is asked again.
#[derive(Debug)]
pub(super) struct Breath;

impl fmt::Display for Breath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a stretch of the text is over")
    }
}

impl std::error::Error for Breath {}

/// The text. A stretch ends behind the mark that ends a quoted value alone: anywhere else the tokenizer may hold a byte or a state that
/// it would lose.
pub(super) struct Paced<'a> {
    text: StringReader<'a>,
    /// Whether the last byte ended a quoted value, and how many were ended.
    marked: bool,
    marks: usize,
    stretch: usize,
}

impl<'a> Paced<'a> {
    /// A text in stretches of so many quoted values.
    pub(super) fn new(text: &'a str, stretch: usize) -> Self {
        Self { text: text.to_reader(), marked: false, marks: 0, stretch }
    }

    fn breathe(&mut self) -> Result<(), Breath> {
        if std::mem::take(&mut self.marked) {
            self.marks += 1;
            if self.marks == self.stretch {
                self.marks = 0;
                return Err(Breath);
            }
        }
        Ok(())
    }
}

fn given<T>(read: Result<T, Infallible>) -> T {
    let Ok(read) = read;
    read
}

impl Reader for Paced<'_> {
    type Error = Breath;

    fn read_byte(&mut self) -> Result<Option<u8>, Breath> {
        self.breathe()?;
        Ok(given(self.text.read_byte()))
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Breath> {
        self.breathe()?;
        let bytes = given(self.text.read_until(needle, buffer));
        // Where a `>` ends nothing, it stands in a quoted value, which this mark ends.
        self.marked = matches!(bytes, Some(mark @ [b'"' | b'\'']) if needle.contains(&mark[0]) && !needle.contains(&b'>'));
        Ok(bytes)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Breath> {
        Ok(given(self.text.try_read_string(text, case_sensitive)))
    }
}
