//! YAML front matter, and JSON, which is YAML in braces.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::lines;
use super::scalar::{Broken, Scalar, kept};

/// How many values are mended before YAML is called broken.
const MENDS: usize = 16;

/// How many levels of lists and tables are read.
const DEEPEST: usize = 64;

/// The scalars of YAML, and the first mistake; then the scalars are those of the simple lines.
pub(super) fn read(content: &str) -> (Vec<Scalar>, Option<Broken>) {
    if let Some(scalars) = lines::simple(content) {
        return (scalars, None);
    }
    let mut mended = Cow::Borrowed(content);
    for _ in 0..MENDS {
        let broken = match YamlWalk::new(&mended).run() {
            Ok(scalars) => return (folded(scalars, content), None),
            Err(broken) => broken,
        };
        match unfold(&mended, broken.at.start) {
            Some(next) => mended = Cow::Owned(next),
            None => return (lines::read(content), Some(broken)),
        }
    }
    (lines::read(content), YamlWalk::new(&mended).run().err())
}

/// A quoted value may go on at the margin of the next line: to the parser that is a mistake, to every site generator not.
///
/// Returns the content, as long as it was, with that value's line breaks as spaces; `None` if no such value begins at `at`.
fn unfold(content: &str, at: usize) -> Option<String> {
    let rest = content.get(at..)?;
    let quote = rest.chars().next().filter(|char| matches!(char, '"' | '\''))?;
    let mut escaped = false;
    let end = rest[1..].find(|char: char| {
        let ends = char == quote && !escaped;
        escaped = char == '\\' && !escaped && quote == '"';
        ends
    })?;
    let value = &rest[..end + 1];
    // A line that looks like a key is one: then the quote was never closed.
    let goes_on = value.contains(['\n', '\r']) && !value.lines().skip(1).any(|line| lines::names_key(line, ':'));
    goes_on.then(|| [&content[..at], &value.replace(['\n', '\r'], " "), &rest[end + 1..]].concat())
}

/// Folds what `unfold` has put on one line.
fn folded(mut scalars: Vec<Scalar>, content: &str) -> Vec<Scalar> {
    for scalar in scalars.iter_mut().filter(|scalar| scalar.value.contains("  ") && content[scalar.at.clone()].contains('\n')) {
        scalar.value = scalar.value.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    }
    scalars
}

/// The scalars of JSON, and the first mistake.
pub(super) fn json(content: &str) -> (Vec<Scalar>, Option<Broken>) {
    // YAML forbids the tabs that JSON is indented with; no string of JSON holds one as it is.
    let spaced = if content.contains('\t') { Cow::Owned(content.replace('\t', " ")) } else { Cow::Borrowed(content) };
    match YamlWalk::new(&spaced).run() {
        Ok(scalars) => (scalars, None),
        Err(broken) => (Vec::new(), Some(broken)),
    }
}

struct YamlWalk<'a> {
    content: &'a str,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    bytes: ByteOffsets<'a>,
    path: String,
    key_at: Range<usize>,
    levels: Vec<OpenCollection>,
    scalars: Vec<Scalar>,
    /// Anchors by number, and the scalar each names.
    anchors: FxHashMap<usize, usize>,
    /// How many bytes aliases stand for.
    aliased: usize,
}

/// A list or table that is open.
struct OpenCollection {
    /// How long the path is without the keys of this level.
    base: usize,
    is_table: bool,
    /// The next scalar is a key.
    wants_key: bool,
    /// The list or table is itself a key.
    is_key: bool,
}

impl<'a> YamlWalk<'a> {
    fn new(content: &'a str) -> Self {
        Self {
            content,
            parser: Parser::new_from_str(content),
            bytes: ByteOffsets { content, ascii: content.is_ascii(), char: 0, byte: 0 },
            path: String::new(),
            key_at: 0..0,
            levels: Vec::new(),
            scalars: Vec::new(),
            anchors: FxHashMap::default(),
            aliased: 0,
        }
    }

    fn run(mut self) -> Result<Vec<Scalar>, Broken> {
        while let Some(event) = self.parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let at = self.bytes.of(error.marker().index());
                Broken { at: at..at + 1, message: error.info().to_owned() }
            })?;
            match event {
                Event::MappingStart(..) => self.enter(true, span)?,
                Event::SequenceStart(..) => self.enter(false, span)?,
                Event::MappingEnd | Event::SequenceEnd => self.leave(),
                Event::Scalar(value, style, anchor, _) => self.scalar(value, style, anchor, span),
                Event::Alias(anchor) => self.alias(anchor, span),
                _ => {}
            }
        }
        Ok(self.scalars)
    }

    fn enter(&mut self, is_table: bool, span: Span) -> Result<(), Broken> {
        if self.levels.len() == DEEPEST {
            let at = self.bytes.of(span.start.index());
            return Err(Broken { at: at..at + 1, message: format!("nested deeper than {DEEPEST} levels") });
        }
        let is_key = self.levels.last().is_some_and(|level| level.wants_key);
        self.levels.push(OpenCollection { base: self.path.len(), is_table, wants_key: is_table, is_key });
        Ok(())
    }

    fn leave(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        self.path.truncate(level.base);
        if let Some(parent) = self.levels.last_mut() {
            parent.wants_key = parent.is_table && !level.is_key;
        }
    }

    fn scalar(&mut self, value: Cow<'_, str>, style: ScalarStyle, anchor: usize, span: Span) {
        let at = self.place(style, span);
        if let Some(level) = self.levels.last_mut().filter(|level| level.wants_key) {
            level.wants_key = false;
            self.path.truncate(level.base);
            if !self.path.is_empty() {
                self.path.push('.');
            }
            self.path.push_str(&value);
            self.key_at = at;
            return;
        }
        let value = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => value.trim_end().to_owned(),
            _ => value.into_owned(),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, self.scalars.len());
        }
        self.push(value, at);
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let at = self.place(ScalarStyle::Plain, span);
        let value = self.anchors.get(&anchor).and_then(|&index| self.scalars.get(index)).map(|scalar| &scalar.value);
        // Few name as much as is written: whoever names more, names the beginnings.
        self.aliased += value.map_or(0, String::len);
        let value = value.map(|value| if self.aliased > self.content.len() { kept(value) } else { value }.to_owned());
        match (value, self.levels.last_mut()) {
            (_, Some(level)) if level.wants_key => level.wants_key = false,
            (Some(value), _) => self.push(value, at),
            (None, Some(level)) => level.wants_key = level.is_table,
            (None, None) => {}
        }
    }

    fn push(&mut self, value: String, at: Range<usize>) {
        if let Some(level) = self.levels.last_mut() {
            level.wants_key = level.is_table;
            self.scalars.push(Scalar { key: kept(&self.path).to_owned(), value, at, key_at: self.key_at.clone() });
        }
    }

    /// The bytes of a scalar's value. The parser's span may hold its anchor or tag, its quotes and space after it.
    fn place(&mut self, style: ScalarStyle, span: Span) -> Range<usize> {
        let start = self.bytes.of(span.start.index());
        let end = self.bytes.of(span.end.index()).max(start);
        let raw = self.content[start..end].trim_end();
        let end = start + raw.len();
        let mut left = raw;
        while left.starts_with(['&', '!']) && !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            let skipped = left.find(char::is_whitespace).unwrap_or(left.len());
            left = left[skipped..].trim_start();
        }
        let start = end - left.len();
        let quote = match style {
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            _ => return start..end,
        };
        match left.rfind(quote) {
            Some(last) if last > 0 && left.starts_with(quote) => start + 1..start + last,
            _ => start..end,
        }
    }
}

/// Turns the parser's marks, which count characters, into bytes, walking on from the last one.
struct ByteOffsets<'a> {
    content: &'a str,
    ascii: bool,
    char: usize,
    byte: usize,
}

impl ByteOffsets<'_> {
    fn of(&mut self, index: usize) -> usize {
        if self.ascii {
            return index.min(self.content.len());
        }
        while self.char < index {
            let Some(char) = self.content[self.byte..].chars().next() else { break };
            self.byte += char.len_utf8();
            self.char += 1;
        }
        while self.char > index {
            let Some(char) = self.content[..self.byte].chars().next_back() else { break };
            self.byte -= char.len_utf8();
            self.char -= 1;
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALUES: [&str; 36] = [
        "",
        "x",
        "7",
        "a b c",
        "a: b",
        "it's",
        "é – x",
        "'it''s'",
        "\"a b\"",
        "'x",
        "\"a\"b\"",
        "-",
        "- a",
        "# c",
        "x #y",
        "a:",
        "a:b",
        "[a, b]",
        "*x",
        "'a' b",
        "'''x'",
        "''",
        "\"\"",
        " z ",
        "~",
        "1.5",
        "{}",
        "|",
        "\\",
        "'\\'",
        "\"\\\"",
        "a\tb",
        "2024-01-01 10:00:18",
        "/x",
        "(a) b",
        "<p>a #",
    ];
    const KEYS: [&str; 16] =
        ["a:", "b-c: ", "d_1:  ", "- ", "-", "  - ", "    - ", "  ", "e: ", "#", "\t", "f:\t", "g :", "7: ", "--", " # "];

    fn line() -> impl Strategy<Value = String> {
        let end = prop::sample::select(vec!["\n", "\r\n", "\n\n", " \n"]);
        (prop::sample::select(KEYS.to_vec()), prop::sample::select(VALUES.to_vec()), end)
            .prop_map(|(key, value, end)| [key, value, end].concat())
    }

    fn told(scalars: &[Scalar]) -> Vec<(&str, &str, Range<usize>, Range<usize>)> {
        let place = |scalar: &Scalar| if scalar.value.is_empty() { 0..0 } else { scalar.at.clone() };
        scalars.iter().map(|scalar| (&*scalar.key, &*scalar.value, place(scalar), scalar.key_at.clone())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        /// What the short way reads, the parser reads the same.
        #[test]
        fn simple_lines_are_yaml(lines in prop::collection::vec(line(), 1..6)) {
            let content = lines.concat();
            if let Some(simple) = lines::simple(&content) {
                let parsed = YamlWalk::new(&content).run().map_err(|broken| broken.message);
                let parsed = parsed.map_err(|message| TestCaseError::fail(format!("{content:?}: {message}")))?;
                prop_assert_eq!(told(&simple), told(&parsed), "{:?}", content);
            }
        }
    }
}
