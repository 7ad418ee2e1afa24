//! Finds bytes of Markdown that stand in no code: fences and code spans are stepped over, without parsing the rest.

use memchr::{memchr, memchr3, memmem};

/// Runs of backticks longer than this open no code span; nobody writes them.
const LONGEST: usize = 32;

/// Longer ones open no fence either.
const LONGEST_FENCE: usize = 64;

/// A walk over Markdown that keeps out of code.
pub(super) struct Code<'a> {
    bytes: &'a [u8],
    /// The next backtick, `{` or `<`; searched anew once the walk is past it.
    next: usize,
    /// The next `~~~`, likewise.
    tildes: usize,
    /// Where the paragraph that was last looked at ends.
    paragraph: usize,
    /// For each length of a run: up to where no such run closes a code span.
    unspanned: [usize; LONGEST],
    /// Of backticks and tildes: the shortest fence that nothing closes any more.
    unfenced: [usize; 2],
}

impl<'a> Code<'a> {
    /// A walk over `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let next = memchr3(b'`', b'{', b'<', bytes).unwrap_or(usize::MAX);
        let tildes = memmem::find(bytes, b"~~~").unwrap_or(usize::MAX);
        Self { bytes, next, tildes, paragraph: 0, unspanned: [0; LONGEST], unfenced: [usize::MAX; 2] }
    }

    /// The first `{` or `<` from byte `at` on that stands in no code; `limit` if that comes first and stands in none.
    pub(super) fn find(&mut self, mut at: usize, limit: usize) -> Option<usize> {
        loop {
            self.look(at);
            let stop = self.next.min(self.tildes);
            if at <= limit && limit <= stop && limit < self.bytes.len() {
                return Some(limit);
            }
            match self.bytes.get(stop)? {
                b'`' | b'~' => at = self.skip(stop),
                _ => return Some(stop),
            }
        }
    }

    fn look(&mut self, at: usize) {
        let rest = self.bytes.get(at..).unwrap_or_default();
        if self.next < at {
            self.next = memchr3(b'`', b'{', b'<', rest).map_or(usize::MAX, |distance| at + distance);
        }
        if self.tildes < at {
            self.tildes = memmem::find(rest, b"~~~").map_or(usize::MAX, |distance| at + distance);
        }
    }

    /// Where the code ends that a run of backticks or tildes at `at` opens; the end of the run when it opens none.
    fn skip(&mut self, at: usize) -> usize {
        let mark = self.bytes[at];
        let run = self.run(at);
        if (3..=LONGEST_FENCE).contains(&run) && self.begins_line(at) {
            let line = self.line_end(at);
            if mark == b'~' || memchr(b'`', &self.bytes[at + run..line]).is_none() {
                return self.fence(at, run, line);
            }
        }
        if mark == b'`' { self.span(at, run) } else { at + run }
    }

    fn fence(&mut self, at: usize, run: usize, line: usize) -> usize {
        let unfenced = usize::from(self.bytes[at] == b'~');
        if run >= self.unfenced[unfenced] {
            return line;
        }
        let mark = [self.bytes[at]; 3];
        let mut from = line;
        while let Some(distance) = memmem::find(&self.bytes[from..], &mark) {
            let close = from + distance;
            let length = self.run(close);
            let end = self.line_end(close);
            if length >= run && self.begins_line(close) && self.bytes[close + length..end].trim_ascii().is_empty() {
                return end;
            }
            from = close + length;
        }
        self.unfenced[unfenced] = run;
        line
    }

    fn span(&mut self, at: usize, run: usize) -> usize {
        let mut from = at + run;
        if run >= LONGEST || at < self.unspanned[run] {
            return from;
        }
        let end = self.paragraph_end(at).max(from);
        while let Some(distance) = memchr(b'`', &self.bytes[from..end]) {
            let length = self.run(from + distance);
            from += distance + length;
            if length == run {
                return from;
            }
            if from >= end {
                break;
            }
        }
        self.unspanned[run] = end;
        at + run
    }

    fn run(&self, at: usize) -> usize {
        self.bytes[at..].iter().take_while(|&&byte| byte == self.bytes[at]).count()
    }

    fn line_end(&self, at: usize) -> usize {
        memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |distance| at + distance)
    }

    /// Whether only the marks of quotations and lists stand before `at` on its line.
    fn begins_line(&self, at: usize) -> bool {
        let mut before = self.bytes[..at].iter().rev().take_while(|&&byte| !matches!(byte, b'\n' | b'\r'));
        before.all(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'*' | b'+' | b'-' | b'.' | b')' | b'0'..=b'9'))
    }

    fn paragraph_end(&mut self, at: usize) -> usize {
        if at >= self.paragraph {
            let mut end = self.line_end(at);
            while end < self.bytes.len() {
                let next = self.line_end(end + 1);
                if self.bytes[end + 1..next].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'>')) {
                    break;
                }
                end = next;
            }
            self.paragraph = end;
        }
        self.paragraph
    }
}
