//! One file as it lies on disk, decoded, with the way back to its bytes.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::span::{ColumnKind, Lines, Position, Span};
use super::unreadable::Unreadable;
use super::windows_1252;
use super::word::WordFile;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// CommonMark with tables, footnotes, task lists, shortcodes; `.md`, `.markdown`.
    Markdown,
    /// Markdown with JSX and `{expressions}`; `.mdx`.
    Mdx,
    /// `.html`, `.htm`, `.xhtml`.
    Html,
    /// `.txt`, `.text` and whatever has no ending.
    Plain,
    /// reStructuredText, `.rst`.
    Rst,
    /// AsciiDoc; `.adoc`, `.asciidoc`, `.asc`.
    Asciidoc,
    /// A Word document, `.docx`: a paragraph is a line of its text.
    Word,
    /// Configuration and rule files, `.toml`: never read as a draft.
    Toml,
}

/// Every format: its name, as people write it, and the endings of its files, in lower case.
const FORMATS: [(Format, &str, &[&str]); 8] = [
    (Format::Markdown, "Markdown", &["md", "markdown", "mdown", "mkd"]),
    (Format::Mdx, "MDX", &["mdx"]),
    (Format::Html, "HTML", &["html", "htm", "xhtml"]),
    (Format::Plain, "plain text", &["txt", "text"]),
    (Format::Rst, "reStructuredText", &["rst", "rest"]),
    (Format::Asciidoc, "AsciiDoc", &["adoc", "asciidoc", "asc"]),
    (Format::Word, "Word", &["docx"]),
    (Format::Toml, "TOML", &["toml"]),
];

impl Format {
    /// Its name, as people write it.
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }

    /// The endings of all files that are drafts.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().filter(|(format, ..)| *format != Self::Toml).flat_map(|(_, _, endings)| *endings).copied()
    }

    /// The format that a file's ending names; `None` for an ending that copydesk does not read.
    pub fn of(path: &Path) -> Option<Self> {
        let Some(ending) = path.extension() else { return Some(Self::Plain) };
        let ending = ending.to_str()?;
        let named = |endings: &[&str]| endings.iter().any(|other| other.eq_ignore_ascii_case(ending));
        FORMATS.iter().find(|(_, _, endings)| named(endings)).map(|(format, ..)| *format)
    }
}

/// A file: its name, its decoded text, and its lines.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name it was given by, as the user wrote it.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// The decoded text; a byte-order mark is no part of it.
    pub text: String,
    encoding: &'static Encoding,
    /// Whether nothing but ASCII may be written into it: the page declares an encoding that is not written, or it holds bytes that do not
    /// decode, so that nobody knows which one it is in.
    ascii_only: bool,
    /// For every stretch of text whose distance to the disk differs: (byte in text, byte on disk), ascending.
    shifts: Vec<(u32, u32)>,
    lines: OnceLock<Lines>,
    word: Option<Arc<WordFile>>,
}

/// A decoded source, and the spans of its text where bytes could not be decoded.
#[derive(Debug)]
pub struct Decoded {
    /// The source; undecodable bytes stand in it as U+FFFD.
    pub source: Source,
    /// Where bytes could not be decoded.
    pub broken: Vec<Span>,
    /// Why the file could not be read at all, and has no text: told of Word files.
    pub unreadable: Option<Unreadable>,
}

impl Decoded {
    fn whole(source: Source) -> Self {
        Self { source, broken: Vec::new(), unreadable: None }
    }
}

impl Source {
    /// A source whose text is at hand, as it lies on disk.
    pub fn new(path: impl Into<PathBuf>, format: Format, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        Self { path, format, text, encoding: UTF_8, ascii_only: false, shifts: Vec::new(), lines: OnceLock::new(), word: None }
    }

    /// A source that is a Word file, and the text of its lines.
    pub fn of_word(path: impl Into<PathBuf>, (word, text): (WordFile, String)) -> Self {
        Self { word: Some(Arc::new(word)), ..Self::new(path, Format::Word, text) }
    }

    /// The Word file that it is, with the way from its text to the XML of its parts.
    pub fn word(&self) -> Option<&Arc<WordFile>> {
        self.word.as_ref()
    }

    /// Decodes a file: by its byte-order mark, else as UTF-8, else by the charset that HTML declares.
    ///
    /// Bytes that do not decode become U+FFFD and are named in [`Decoded::broken`]: the rest is still read.
    pub fn decode(path: impl Into<PathBuf>, format: Format, bytes: Vec<u8>) -> Decoded {
        if format == Format::Word {
            return match WordFile::read(&bytes) {
                Ok(read) => Decoded::whole(Self::of_word(path, read)),
                Err(why) => Decoded { unreadable: Some(why), ..Decoded::whole(Self::new(path, format, "")) },
            };
        }
        let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or_else(|| (declared(&bytes, format), 0));
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return Self::wide(path.into(), format, &bytes, encoding, mark);
        }
        match String::from_utf8(bytes) {
            // What a page declares holds for what is written into it, too, where all that stands there is ASCII.
            Ok(text) if mark == 0 && encoding == WINDOWS_1252 && text.is_ascii() => {
                Self::single_byte(path.into(), format, text.as_bytes())
            }
            Ok(text) if mark == 0 => {
                let ascii_only = encoding != UTF_8 && text.is_ascii();
                Decoded::whole(Self { ascii_only, ..Self::new(path, format, text) })
            }
            Ok(text) => {
                let mut source = Self::new(path, format, &text[mark..]);
                source.shifts.push((0, mark as u32));
                Decoded::whole(source)
            }
            Err(error) if encoding == WINDOWS_1252 => Self::single_byte(path.into(), format, error.as_bytes()),
            Err(error) => Self::lossy(path.into(), format, error.as_bytes(), mark),
        }
    }

    fn wide(path: PathBuf, format: Format, bytes: &[u8], encoding: &'static Encoding, mark: usize) -> Decoded {
        let unit = |pair: &[u8]| match encoding == UTF_16LE {
            true => u16::from_le_bytes([pair[0], pair[1]]),
            false => u16::from_be_bytes([pair[0], pair[1]]),
        };
        let body = &bytes[mark..];
        let mut build = Decoding::new(mark);
        for char in char::decode_utf16(body.chunks_exact(2).map(unit)) {
            match char {
                Ok(char) => build.push(char, char.len_utf16() * 2),
                Err(_) => build.broken(2),
            }
        }
        if body.len() % 2 == 1 {
            build.broken(1);
        }
        build.finish(path, format, encoding)
    }

    fn single_byte(path: PathBuf, format: Format, bytes: &[u8]) -> Decoded {
        let mut build = Decoding::new(0);
        bytes.iter().for_each(|&byte| build.push(windows_1252::decoded(byte), 1));
        build.finish(path, format, WINDOWS_1252)
    }

    fn lossy(path: PathBuf, format: Format, bytes: &[u8], mark: usize) -> Decoded {
        let mut build = Decoding::new(mark);
        for chunk in bytes[mark..].utf8_chunks() {
            build.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                build.broken(chunk.invalid().len());
            }
        }
        build.finish(path, format, UTF_8)
    }

    /// The bytes of the text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The span of a range of bytes of the text, widened to character bounds and cut to the text's end.
    pub fn span(&self, range: Range<usize>) -> Span {
        let mut start = range.start.min(self.text.len());
        let mut end = range.end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }

    /// The whole text.
    pub fn whole(&self) -> Span {
        Span::new(0, self.text.len())
    }

    /// Line and column of a byte of the text.
    pub fn position(&self, at: usize) -> Position {
        self.lines().position(at, &self.text)
    }

    /// Line of a byte of the text, and its column in these units.
    pub fn position_in(&self, unit: ColumnKind, at: usize) -> Position {
        self.lines().position_in(unit, at, &self.text)
    }

    /// The sign, or the two, that end its lines: those of the first line.
    pub fn line_end(&self) -> &'static str {
        match self.text.find(['\n', '\r']).map(|at| &self.text[at..]) {
            Some(end) if end.starts_with("\r\n") => "\r\n",
            Some(end) if end.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// The lines of the text, found when first asked for.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// The bytes of the file on disk that a span of the text stands for, end exclusive; of a Word file, those of [`Source::part`].
    pub fn disk(&self, span: Span) -> Range<usize> {
        if let Some(word) = &self.word {
            return word.xml(span.range());
        }
        self.on_disk(span.start(), false)..self.on_disk(span.end(), true)
    }

    /// The part of the file that a span stands in, where it is a package of parts.
    pub fn part(&self, span: Span) -> Option<&str> {
        self.word.as_ref().map(|word| word.part_at(span.start()))
    }

    /// The encoding the file is written in.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// `text` as bytes of this file's encoding, for writing an edit; `None` when it cannot be said in that encoding.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if self.format == Format::Word && text.contains(|char: char| char.is_control() && char != '\n') {
            return None;
        }
        if self.encoding == UTF_16LE || self.encoding == UTF_16BE {
            let little = self.encoding == UTF_16LE;
            let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            return Some(text.encode_utf16().flat_map(bytes).collect());
        }
        match self.encoding == WINDOWS_1252 {
            true => text.chars().map(windows_1252::encoded).collect(),
            false => (text.is_ascii() || !self.ascii_only).then(|| text.as_bytes().to_vec()),
        }
    }

    fn on_disk(&self, at: usize, end: bool) -> usize {
        // An end looks at the stretch of the last byte before it: the next stretch may begin elsewhere on disk.
        let probe = if end { at.saturating_sub(1) } else { at };
        let stretch = self.shifts.partition_point(|&(text, _)| text as usize <= probe);
        let Some(&(text, disk)) = stretch.checked_sub(1).and_then(|stretch| self.shifts.get(stretch)) else { return at };
        let (text, disk) = (text as usize, disk as usize);
        let between = self.text.get(text..at).unwrap_or_default();
        disk + match self.encoding {
            encoding if encoding == UTF_16LE || encoding == UTF_16BE => between.encode_utf16().count() * 2,
            encoding if encoding == WINDOWS_1252 => between.chars().count(),
            // U+FFFD that stands for broken bytes has its own stretch; its length on disk is where the next one begins.
            _ => match self.shifts.get(stretch) {
                Some(&(next, next_disk)) if next as usize == at => next_disk as usize - disk,
                _ => at - text,
            },
        }
    }
}

/// A text in the making, with the stretches where its distance to the disk changes.
struct Decoding {
    text: String,
    disk: usize,
    shifts: Vec<(u32, u32)>,
    broken: Vec<(usize, usize)>,
}

impl Decoding {
    fn new(mark: usize) -> Self {
        Self { text: String::new(), disk: mark, shifts: vec![(0, mark as u32)], broken: Vec::new() }
    }

    fn push(&mut self, char: char, length: usize) {
        self.text.push(char);
        self.disk += length;
        // One stretch a kilobyte keeps the walk in `on_disk` short.
        let (last, _) = self.shifts[self.shifts.len() - 1];
        if self.text.len() - last as usize > 1024 {
            self.shifts.push((self.text.len() as u32, self.disk as u32));
        }
    }

    fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
        self.disk += text.len();
    }

    fn broken(&mut self, length: usize) {
        let start = self.text.len();
        self.shifts.push((start as u32, self.disk as u32));
        self.text.push(char::REPLACEMENT_CHARACTER);
        self.disk += length;
        self.broken.push((start, self.text.len()));
        self.shifts.push((self.text.len() as u32, self.disk as u32));
    }

    fn finish(self, path: PathBuf, format: Format, encoding: &'static Encoding) -> Decoded {
        let broken = self.broken.iter().map(|&(start, end)| Span::new(start, end)).collect();
        let ascii_only = encoding == UTF_8 && !self.broken.is_empty();
        let source = Source { encoding, ascii_only, shifts: self.shifts, ..Source::new(path, format, self.text) };
        Decoded { broken, ..Decoded::whole(source) }
    }
}

/// The charset that an HTML file, or one of XML, declares in its first kilobyte; UTF-8 for everything else.
fn declared(bytes: &[u8], format: Format) -> &'static Encoding {
    if format != Format::Html {
        return UTF_8;
    }
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let key: &[u8] = if head.starts_with(b"<?xml") { b"encoding=" } else { b"charset=" };
    let Some(at) = memchr::memmem::find(&head, key) else { return UTF_8 };
    let name = head[at + key.len()..].iter().copied().skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '));
    let name: Vec<u8> = name.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).collect();
    // UTF-16 that says so in letters of one byte is none.
    Encoding::for_label(&name).filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE).unwrap_or(UTF_8)
}
