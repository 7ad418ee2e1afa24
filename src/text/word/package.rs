//! The package that a Word file is: a zip archive of parts, each XML, and what leads from one to another.

use std::io::{Cursor, Read as _, Write as _};

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::text::unreadable::Unreadable;

/// How many bytes of XML are read of one file at most: what is packed may unpack to a thousand times its size.
const MOST: u64 = 128 << 20;
/// What files of the older kind begin with; one with a password is packed into such a file.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// What the part is called that leads to all others.
const ROOT: &str = "";

impl Unreadable {
    /// The XML of a part has a mistake at a byte.
    pub(super) fn broken(part: &WordPart, at: usize, why: &str) -> Self {
        let why = format!("its part {} is broken at byte {}: {why}", part.name, at + part.mark());
        Self::new(why, "Open it in Word, which can repair such a file, and save it as .docx again.")
    }

    /// A part declares entities, by which a small file can become a large one or ask for other files.
    pub(super) fn declares(part: &WordPart) -> Self {
        let why = format!("its part {} has a document type declaration (DTD), which no Word file has", part.name);
        Self::new(why, "It may be made to do harm. If you know where it comes from, open it in Word and save it as .docx again.")
    }

    /// What was written does not read as what it was written into.
    pub fn spoilt() -> Self {
        let why = "what would be written into it could not be read again, which is a mistake of copydesk's";
        Self::new(why, "Nothing was written. Please report it.")
    }

    fn missing(part: &str) -> Self {
        let why = format!("it has no part {part}, which each Word file has");
        Self::new(why, "It is damaged, or no Word file. Open it in Word and save it as .docx again.")
    }
}

/// A part of a package, as text.
#[derive(Debug, Clone)]
pub struct WordPart {
    /// Its name: `word/document.xml`.
    pub name: String,
    /// Its XML; a byte-order mark is no part of it.
    pub xml: String,
    /// The bytes of the mark that it begins with.
    marked: &'static [u8],
    encoding: &'static Encoding,
}

impl WordPart {
    fn decode(name: &str, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
        let marked: &'static [u8] = match mark {
            0 => b"",
            3 => b"\xef\xbb\xbf",
            _ if encoding == encoding_rs::UTF_16LE => b"\xff\xfe",
            _ => b"\xfe\xff",
        };
        let (text, is_broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let part = Self { name: name.to_owned(), xml: text.into_owned(), marked, encoding };
        match is_broken {
            true => Err(Unreadable::broken(&part, part.xml.find(char::REPLACEMENT_CHARACTER).unwrap_or(0), "it is not UTF-8")),
            false => Ok(part),
        }
    }

    /// How many bytes stand before its XML.
    pub fn mark(&self) -> usize {
        self.marked.len()
    }

    /// Other words in its place, as bytes of its encoding.
    pub fn encode(&self, xml: &str) -> Vec<u8> {
        let mut bytes = self.marked.to_vec();
        match self.encoding == UTF_8 {
            true => bytes.extend_from_slice(xml.as_bytes()),
            false => bytes.extend(xml.encode_utf16().flat_map(|unit| match self.marked.first() {
                Some(0xff) => unit.to_le_bytes(),
                _ => unit.to_be_bytes(),
            })),
        }
        bytes
    }
}

/// An opened package.
#[derive(Debug)]
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a package.
    ///
    /// # Errors
    /// Why it is none.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        if bytes.starts_with(COMPOUND) {
            let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            return Err(match memchr::memmem::find(bytes, &sealed) {
                Some(_) => Unreadable::new(
                    "it is protected by a password",
                    "Save a copy without the password (in Word: File, Info, Protect Document), and check that.",
                ),
                None => Unreadable::new("it is a Word file of the older kind (.doc)", "Open it in Word and save it as .docx."),
            });
        }
        if bytes.is_empty() {
            return Err(Unreadable::new(
                "it is empty",
                "Save it again; if it lies in a synchronised folder, wait until it is there.",
            ));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let why = format!("it is no Word file, or a damaged one ({})", told(&error));
            Unreadable::new(why, "Open it in Word and save it as .docx, or give it the ending of what it is.")
        })?;
        Ok(Self { archive, left: MOST })
    }

    /// The number of the part of this name, in whatever case.
    fn index(&self, name: &str) -> Option<usize> {
        let exact = self.archive.index_for_name(name);
        exact.or_else(|| {
            (0..self.archive.len()).find(|&n| {
                self.archive
                    .name_for_index(n)
                    .and_then(Result::ok)
                    .is_some_and(|other| other.replace('\\', "/").eq_ignore_ascii_case(name))
            })
        })
    }

    /// Whether it holds a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// Reads a part.
    ///
    /// # Errors
    /// It is not there, is broken, or is too large.
    pub fn part(&mut self, name: &str) -> Result<WordPart, Unreadable> {
        let number = self.index(name).ok_or_else(|| Unreadable::missing(name))?;
        let broken = |why: String| {
            let why = format!("its part {name} cannot be unpacked ({why})");
            Unreadable::new(why, "It is damaged. Open it in Word, which can repair such a file, and save it as .docx again.")
        };
        let mut file = self.archive.by_index(number).map_err(|error| broken(told(&error)))?;
        let mut bytes = Vec::new();
        (&mut file).take(self.left + 1).read_to_end(&mut bytes).map_err(|error| broken(error.to_string()))?;
        let length = bytes.len() as u64;
        if length > self.left {
            let why = format!("its text unpacks to more than {} MiB", MOST >> 20);
            return Err(Unreadable::new(why, "No draft is as long: it may be made to do harm. Check it in parts if it is real."));
        }
        self.left -= length;
        WordPart::decode(name, bytes)
    }

    /// The part that holds the document.
    ///
    /// # Errors
    /// There is none, it cannot be read, or it is the document of another program.
    pub fn main(&mut self) -> Result<WordPart, Unreadable> {
        let main = self.related(ROOT, "officeDocument")?;
        let part = self.part(&main.ok_or_else(|| Unreadable::missing("word/document.xml"))?)?;
        match root(&part).is_none_or(|root| root == "document") {
            true => Ok(part),
            false => Err(Unreadable::new(
                format!("it holds no text of Word’s: its main part is {}", part.name),
                "Give it the ending of what it is: .xlsx for a workbook, .pptx for slides.",
            )),
        }
    }

    /// The part that is related to another one in this way, if there is one, and it is there.
    ///
    /// # Errors
    /// What leads to it cannot be read.
    pub fn related(&mut self, from: &str, way: &str) -> Result<Option<String>, Unreadable> {
        let Some(relations) = self.relations(from)? else { return Ok(None) };
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = relations.into_iter().find(|relation| relation.way.rsplit('/').next() == Some(way) && !relation.is_outside);
        Ok(found.map(|relation| joined(folder, &relation.target)).filter(|name| self.has(name)))
    }

    /// What ids of a part lead to outside of the package: addresses.
    ///
    /// # Errors
    /// What leads to them cannot be read.
    pub fn links(&mut self, from: &str) -> Result<Vec<(String, String)>, Unreadable> {
        let relations = self.relations(from)?.unwrap_or_default();
        Ok(relations.into_iter().filter(|relation| relation.is_outside).map(|relation| (relation.id, relation.target)).collect())
    }

    fn relations(&mut self, from: &str) -> Result<Option<Vec<Relation>>, Unreadable> {
        let name = relations_of(from);
        if !self.has(&name) {
            return Ok(None);
        }
        let part = self.part(&name)?;
        let mut relations = Vec::new();
        each_tag(&part, |tag| {
            if tag.local_name().as_ref() == "Relationship" {
                let value = |name: &str| unescaped_attribute(tag, name).unwrap_or_default();
                let is_outside = value("TargetMode").eq_ignore_ascii_case("external");
                relations.push(Relation { id: value("Id"), way: value("Type"), target: value("Target"), is_outside });
            }
        })?;
        Ok(Some(relations))
    }
}

impl Package<'_> {
    /// The bytes of a package with other bytes in some parts, and with parts that it has not yet; all others stay as they were packed.
    ///
    /// # Errors
    /// It cannot be unpacked.
    pub fn rewritten(bytes: &[u8], changes: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Unreadable> {
        let failed = |why: String| {
            Unreadable::new(format!("it cannot be packed again ({why})"), "Save it in Word again, and try once more.")
        };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(told(&error)))?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 4096)));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut left: Vec<&(String, Vec<u8>)> = changes.iter().collect();
        for number in 0..archive.len() {
            let file = archive.by_index_raw(number).map_err(|error| failed(told(&error)))?;
            let name = file.name().map_err(|error| failed(told(&error)))?.to_string();
            let is_same = |other: &str| name.replace('\\', "/").eq_ignore_ascii_case(other);
            let packed = match left.iter().position(|(other, _)| is_same(other)) {
                Some(change) => {
                    let (_, bytes) = left.remove(change);
                    let options = options.last_modified_time(file.last_modified().unwrap_or_default());
                    zip.start_file(name, options).and_then(|()| Ok(zip.write_all(bytes)?))
                }
                None => zip.raw_copy_file(file),
            };
            packed.map_err(|error| failed(told(&error)))?;
        }
        for (name, bytes) in left {
            zip.start_file(name.as_str(), options)
                .and_then(|()| Ok(zip.write_all(bytes)?))
                .map_err(|error| failed(told(&error)))?;
        }
        zip.finish().map(Cursor::into_inner).map_err(|error| failed(told(&error)))
    }
}

struct Relation {
    id: String,
    way: String,
    target: String,
    is_outside: bool,
}

/// The name of the part that says what a part leads to.
pub fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// The name of a part, from the folder that it is named in.
fn joined(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let (mut path, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|part| !part.is_empty()).collect(), target.as_str()),
    };
    for part in rest.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// The name of the outermost element, without its prefix.
fn root(part: &WordPart) -> Option<String> {
    let mut reader = Reader::from_str(&part.xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => return Some(tag.local_name().as_ref().to_owned()),
            // The walk over its text tells of the first.
            Event::DocType(_) | Event::Eof => return None,
            _ => {}
        }
    }
}

/// Calls `take` with each start tag of a part.
///
/// # Errors
/// Where the part is broken.
pub(super) fn each_tag(part: &WordPart, mut take: impl FnMut(&BytesStart<'_>)) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(&part.xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => take(&tag),
            Ok(Event::DocType(_)) => return Err(Unreadable::declares(part)),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Unreadable::broken(part, reader.error_position() as usize, &error.to_string())),
        }
    }
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn unescaped_attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}

/// What a zip archive has against being read, in words that end without a full stop.
fn told(error: &ZipError) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}
