//! A volume of an index: some drafts, the texts that stand in them by their keys, and the runs of words those are found by.

use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pages::{PageStream, Pages, damaged};
use crate::check::Prints;
use crate::text::{Allow, Span};

/// How long a row of a table is, in bytes.
pub(super) const TEXT: u64 = 24;
pub(super) const GRAM: u64 = 8;
pub(super) const NAME: u64 = 12;
pub(super) const DRAFT: u64 = 8;
pub(super) const PLACE: u64 = 4;
pub(super) const WORD: u64 = 2;
/// How many rows are looked at together.
const WINDOW: u64 = 160;

/// Where the tables of a volume begin, in bytes, and how many rows they have. The drafts themselves are at its head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tables {
    /// Where each draft begins, and the last one ends.
    pub(super) drafts: (u64, u64),
    /// Names of drafts by their hashes, each with its draft.
    pub(super) names: (u64, u64),
    /// In which drafts each text stands, text after text.
    pub(super) places: (u64, u64),
    /// The words of each text, two bytes a word.
    pub(super) words: (u64, u64),
    /// The texts by key: key, first place, first word; and where the last one ends.
    pub(super) texts: (u64, u64),
    /// Four words in a row as 32 bits, and the number of a text that has them.
    pub(super) grams: (u64, u64),
}

/// A draft as it is filed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct DraftRecord {
    /// Its name from the root of the repository.
    #[serde(serialize_with = "write_name", deserialize_with = "read_name")]
    pub(super) name: PathBuf,
    /// A hash of its bytes, and of what it was judged by.
    pub(super) state: u128,
    /// A hash of its text.
    pub(super) text: u64,
    /// The number of its publication: drafts of one are compared.
    pub(super) publication: u32,
    /// Its passages without their words, for the rules by their numbers in the index.
    pub(super) prints: Prints,
    /// What its writer permits, and where.
    pub(super) allows: Vec<(Allow, Option<Span>)>,
}

/// A name as its bytes, which need be no text.
fn write_name<S: Serializer>(name: &Path, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(name.as_os_str().as_encoded_bytes())
}

fn read_name<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
    let bytes = Vec::<u8>::deserialize(from)?;
    #[cfg(unix)]
    let name = <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes);
    #[cfg(not(unix))]
    let name = String::from_utf8(bytes).map_err(serde::de::Error::custom)?;
    Ok(name.into())
}

/// A text: where its places and its words are listed.
pub(super) struct TextRow {
    places: Range<u64>,
    words: Range<u64>,
}

/// A volume that is open.
pub(super) struct Volume {
    pub(super) path: PathBuf,
    pub(super) tables: Tables,
    pages: Pages,
}

impl Volume {
    /// Opens a volume of so many pages.
    ///
    /// # Errors
    /// What the system says; that it has another length.
    pub(super) fn open(path: &Path, seed: u64, pages: u64, tables: Tables) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), tables, pages: Pages::open(path, seed, pages)? })
    }

    /// The hash over all of it.
    ///
    /// # Errors
    /// What the system says; that it is damaged.
    pub(super) fn seal(&self) -> io::Result<u64> {
        self.pages.seal(&self.path)
    }

    /// How many drafts it has, with those that are gone.
    pub(super) fn drafts(&self) -> u32 {
        self.tables.drafts.1 as u32
    }

    /// A draft.
    ///
    /// # Errors
    /// What the system says; that it is damaged.
    pub(super) fn draft(&self, number: u32) -> io::Result<DraftRecord> {
        postcard::from_bytes(&self.record(number)?).map_err(|_| damaged())
    }

    /// A draft as its bytes.
    pub(super) fn record(&self, number: u32) -> io::Result<Vec<u8>> {
        let row = self.pages.bytes(rows(self.tables.drafts.0, DRAFT, u64::from(number)..u64::from(number) + 2))?;
        self.pages.bytes(number_at(&row, 0)..number_at(&row, 8))
    }

    /// The drafts whose names have a hash.
    pub(super) fn named(&self, hash: u64) -> io::Result<Vec<u32>> {
        let (start, count) = self.tables.names;
        let first = self.lower((start, count, NAME), hash, |row| number_at(row, 0))?;
        let mut found = Vec::new();
        for number in first..count {
            let row = self.pages.bytes(rows(start, NAME, number..number + 1))?;
            if number_at(&row, 0) != hash {
                break;
            }
            found.push(half_at(&row, 8));
        }
        Ok(found)
    }

    /// The text with a key.
    pub(super) fn find(&self, key: u64) -> io::Result<Option<TextRow>> {
        let (start, count) = self.tables.texts;
        let number = self.lower((start, count, TEXT), key, |row| number_at(row, 0))?;
        if number == count {
            return Ok(None);
        }
        let (found, text) = self.text_at(number)?;
        Ok((found == key).then_some(text))
    }

    /// The text of a number, and its key.
    pub(super) fn text_at(&self, number: u64) -> io::Result<(u64, TextRow)> {
        let (start, count) = self.tables.texts;
        if number >= count {
            return Err(damaged());
        }
        let row = self.pages.bytes(rows(start, TEXT, number..number + 2))?;
        let text = TextRow { places: number_at(&row, 8)..number_at(&row, 32), words: number_at(&row, 16)..number_at(&row, 40) };
        Ok((number_at(&row, 0), text))
    }

    /// The drafts that have a text, in order.
    pub(super) fn places(&self, text: &TextRow) -> io::Result<Vec<u32>> {
        let bytes = self.pages.bytes(rows(self.tables.places.0, PLACE, text.places.clone()))?;
        Ok(bytes.chunks_exact(4).map(|bytes| half_at(bytes, 0)).collect())
    }

    /// The words of a text.
    pub(super) fn words(&self, text: &TextRow) -> io::Result<Vec<u16>> {
        let bytes = self.pages.bytes(rows(self.tables.words.0, WORD, text.words.clone()))?;
        Ok(bytes.chunks_exact(2).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]])).collect())
    }

    /// TextStream that have four words in a row: at most so many of them.
    pub(super) fn having(&self, gram: u32, most: u64) -> io::Result<Vec<u32>> {
        let (start, count) = self.tables.grams;
        let first = self.lower((start, count, GRAM), u64::from(gram) << 32, |row| number_at(row, 0))?;
        let bytes = self.pages.bytes(rows(start, GRAM, first..count.min(first + most)))?;
        let all = bytes.chunks_exact(8).map(|row| number_at(row, 0));
        Ok(all.take_while(|row| row >> 32 == u64::from(gram)).map(|row| row as u32).collect())
    }

    /// The first row that is not below a key. Keys are spread evenly, so it is looked for where it would stand then.
    fn lower(&self, (start, count, width): (u64, u64, u64), key: u64, of: impl Fn(&[u8]) -> u64) -> io::Result<u64> {
        let (mut low, mut high) = (0, count);
        let (mut least, mut most) = (0_u64, u64::MAX);
        let mut tries = 0;
        while low < high {
            let share =
                u128::from(key.saturating_sub(least)) * u128::from(high - low) / u128::from(most.saturating_sub(least).max(1));
            // What is not spread evenly is halved.
            let guess = if tries < 4 { low + (share as u64).min(high - low - 1) } else { low + (high - low) / 2 };
            tries += 1;
            let from = guess.saturating_sub(WINDOW / 2).max(low);
            let to = (from + WINDOW).min(high);
            let held = self.pages.bytes(rows(start, width, from..to))?;
            let window = || held.chunks_exact(width as usize).map(&of);
            let below = window().take_while(|&found| found < key).count() as u64;
            match (below == 0, below == to - from) {
                (true, _) => (high, most) = (from, window().next().unwrap_or(most)),
                (_, true) => (low, least) = (to, window().next_back().unwrap_or(least)),
                _ => return Ok(from + below),
            }
            if (below == 0 && from == low) || (below == to - from && to == high) {
                return Ok(if below == 0 { from } else { to });
            }
        }
        Ok(low)
    }

    /// The texts from one on, in the order of their keys.
    pub(super) fn texts_from(&self, number: u64) -> io::Result<TextStream<'_>> {
        let Tables { texts: (texts, count), places: (places, _), words: (words, _), .. } = self.tables;
        let from = match number < count {
            true => self.text_at(number)?.1,
            false => TextRow { places: 0..0, words: 0..0 },
        };
        let stream =
            |start: u64, width: u64, number: u64| self.pages.stream(&self.path, rows(start, width, number..number).start);
        let texts = stream(texts, TEXT, number)?;
        let (places, words) = (stream(places, PLACE, from.places.start)?, stream(words, WORD, from.words.start)?);
        let mut all = TextStream { texts, places, words, left: count.saturating_sub(number), row: [0; TEXT as usize] };
        all.texts.read_exact(&mut all.row)?;
        Ok(all)
    }

    /// All runs of four words with the texts that have them, in order.
    pub(super) fn grams(&self) -> io::Result<Grams<'_>> {
        let (start, left) = self.tables.grams;
        Ok(Grams { rows: self.pages.stream(&self.path, start)?, left })
    }
}

/// The texts of a volume, one after another.
pub(super) struct TextStream<'v> {
    texts: PageStream<'v>,
    places: PageStream<'v>,
    words: PageStream<'v>,
    left: u64,
    row: [u8; TEXT as usize],
}

/// A text by its key: the drafts that have it, and its words.
pub(super) struct WholeText {
    pub(super) key: u64,
    pub(super) places: Vec<u32>,
    pub(super) words: Vec<u16>,
}

impl TextStream<'_> {
    fn read(&mut self) -> io::Result<WholeText> {
        let mut next = [0; TEXT as usize];
        self.texts.read_exact(&mut next)?;
        let long = |at: usize| number_at(&next, at).checked_sub(number_at(&self.row, at)).ok_or_else(damaged);
        let (count, words) = (long(8)?, long(16)?);
        let of = |stream: &mut PageStream<'_>, bytes: u64| {
            let mut held = Vec::new();
            stream.take(bytes).read_to_end(&mut held)?;
            if held.len() as u64 == bytes { Ok(held) } else { Err(damaged()) }
        };
        let (places, words) =
            (of(&mut self.places, count.saturating_mul(PLACE))?, of(&mut self.words, words.saturating_mul(WORD))?);
        let key = number_at(&self.row, 0);
        self.row = next;
        Ok(WholeText {
            key,
            places: places.chunks_exact(4).map(|bytes| half_at(bytes, 0)).collect(),
            words: words.chunks_exact(2).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]])).collect(),
        })
    }
}

impl Iterator for TextStream<'_> {
    type Item = io::Result<WholeText>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        Some(self.read())
    }
}

/// The runs of four words of a volume.
pub(super) struct Grams<'v> {
    rows: PageStream<'v>,
    left: u64,
}

impl Iterator for Grams<'_> {
    type Item = io::Result<u64>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let mut row = [0; GRAM as usize];
        Some(self.rows.read_exact(&mut row).map(|()| u64::from_le_bytes(row)))
    }
}

/// The bytes of some rows of a table.
fn rows(start: u64, width: u64, numbers: Range<u64>) -> Range<u64> {
    start.saturating_add(numbers.start.saturating_mul(width))..start.saturating_add(numbers.end.saturating_mul(width))
}

fn number_at(bytes: &[u8], at: usize) -> u64 {
    let mut part = [0; 8];
    part.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(part)
}

fn half_at(bytes: &[u8], at: usize) -> u32 {
    let mut part = [0; 4];
    part.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(part)
}
