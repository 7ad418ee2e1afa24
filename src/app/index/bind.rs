//! Makes a volume of an index: of drafts as they come, or of other volumes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufReader, BufWriter, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::manifest::Bound;
use super::pages::{PageWriter, damaged};
use super::volume::{DraftRecord, Tables, TextStream, Volume, WholeText};
use crate::app::write::Beside;
use crate::check::across::shingles;

/// A volume in the making. Nobody sees it before a manifest names it.
pub(super) struct Binder {
    out: PageWriter<BufWriter<Beside>>,
    /// Where each draft begins.
    starts: Vec<u64>,
    names: Vec<(u64, u32)>,
    /// For each rule, how many drafts it compares.
    counts: Vec<u32>,
    tables: Tables,
    seed: u64,
    target: PathBuf,
}

/// The passages of drafts that are yet to be put in order.
#[derive(Default)]
pub(super) struct Loose {
    passages: Vec<LoosePassage>,
    words: Vec<u16>,
}

/// A passage of a draft: where its words begin, and how many it has that are compared.
struct LoosePassage {
    key: u64,
    draft: u32,
    publication: u32,
    words: u32,
    start: u64,
}

impl Loose {
    /// How much room it takes, in bytes, and is about to take when it is put in order.
    pub(super) fn room(&self) -> usize {
        // A quarter of the runs of words are looked for, eight bytes each.
        self.passages.len() * (size_of::<LoosePassage>() + 8 * 8) + self.words.len() * (size_of::<u16>() + 2)
    }
}

impl Binder {
    /// Begins a volume at a path.
    pub(super) fn open(target: &Path, seed: u64) -> io::Result<Self> {
        let out = PageWriter::new(BufWriter::with_capacity(1 << 18, Beside::open(target, false)?), seed);
        Ok(Self {
            out,
            starts: Vec::new(),
            names: Vec::new(),
            counts: Vec::new(),
            tables: Tables::default(),
            seed,
            target: target.to_owned(),
        })
    }

    /// Files a draft. Its passages are filed without their words, which stand with the texts.
    pub(super) fn file(&mut self, mut record: DraftRecord, loose: &mut Loose) -> io::Result<()> {
        let draft = self.starts.len() as u32;
        let publication = record.publication;
        for (number, print) in record.prints.passages.iter().enumerate() {
            let (words, start) = (record.prints.words_of(number), loose.words.len() as u64);
            let key = grouped(print.key, publication);
            loose.passages.push(LoosePassage { key, draft, publication, words: words.len() as u32, start });
            loose.words.extend_from_slice(words);
        }
        record.prints.words.clear();
        let bytes = postcard::to_stdvec(&record).map_err(io::Error::other)?;
        self.add(&record, &bytes)
    }

    /// Adds a draft as it is filed elsewhere.
    fn add(&mut self, record: &DraftRecord, bytes: &[u8]) -> io::Result<()> {
        for &(rule, _) in &record.prints.wanted {
            // So many rules nobody has: it was made up.
            if rule > usize::from(u16::MAX) {
                return Err(damaged());
            }
            self.counts.resize(self.counts.len().max(rule + 1), 0);
            self.counts[rule] += 1;
        }
        self.names.push((named(&record.name), self.starts.len() as u32));
        self.starts.push(self.out.position());
        self.out.write_all(bytes)
    }

    /// Ends a volume with the passages of its drafts.
    pub(super) fn finish(mut self, loose: Loose) -> io::Result<Bound> {
        let Loose { mut passages, words } = loose;
        // What stands twice in one draft stands in it.
        passages.sort_unstable_by_key(|passage| (passage.key, passage.draft, passage.start));
        passages.dedup_by_key(|passage| (passage.key, passage.draft));
        let mut found = Vec::new();
        let texts = passages.chunk_by(|a, b| a.key == b.key).enumerate().map(|(number, of)| {
            let words = words[of[0].start as usize..][..of[0].words as usize].to_vec();
            let salt = salted(of[0].publication);
            found.extend(shingles(&words).into_iter().map(|gram| u64::from(gram ^ salt) << 32 | number as u64));
            Ok(WholeText { key: of[0].key, places: of.iter().map(|passage| passage.draft).collect(), words })
        });
        self.texts(texts)?;
        drop(passages);
        found.sort_unstable();
        found.dedup();
        self.grams(found.into_iter().map(Ok))
    }

    /// Makes one volume of several, without the drafts that are gone from each, which are in order.
    pub(super) fn merge(mut self, volumes: &[(&Volume, &[u32])]) -> io::Result<Bound> {
        let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(volumes.len());
        for (volume, gone) in volumes {
            let mut of = Vec::with_capacity(volume.drafts() as usize);
            for draft in 0..volume.drafts() {
                if gone.binary_search(&draft).is_ok() {
                    of.push(GONE);
                    continue;
                }
                of.push(self.starts.len() as u32);
                let bytes = volume.record(draft)?;
                let record: DraftRecord = postcard::from_bytes(&bytes).map_err(|_| damaged())?;
                self.add(&record, &bytes)?;
            }
            numbers.push(of);
        }
        let mut texts = MergedTexts::of(volumes, &numbers)?;
        self.texts(&mut texts)?;
        let renamed = texts.renamed;
        drop(numbers);
        let streams = volumes.iter().zip(&renamed).map(|((volume, _), renamed)| {
            let name = |row: u64| {
                let text = *renamed.get(row as u32 as usize).ok_or_else(damaged)?;
                Ok((text != GONE).then_some(row >> 32 << 32 | u64::from(text)))
            };
            Ok(volume.grams()?.filter_map(move |row| row.and_then(name).transpose()))
        });
        let streams = streams.collect::<io::Result<Vec<_>>>()?;
        self.grams(Sorted::of(streams)?)
    }

    /// Writes the tables of drafts, names and texts, which come by their keys.
    fn texts(&mut self, texts: impl Iterator<Item = io::Result<WholeText>>) -> io::Result<()> {
        let end = self.out.position();
        self.tables.drafts = (end, self.starts.len() as u64);
        for start in self.starts.drain(..).chain([end]) {
            self.out.write_all(&start.to_le_bytes())?;
        }
        self.names.sort_unstable();
        self.tables.names = (self.out.position(), self.names.len() as u64);
        for (hash, draft) in self.names.drain(..) {
            self.out.write_all(&hash.to_le_bytes())?;
            self.out.write_all(&draft.to_le_bytes())?;
        }
        // Rows and words grow side by side with the places, and stand behind them.
        let (mut rows, mut words) = (Aside::open(&self.target)?, Aside::open(&self.target)?);
        let (mut count, mut placed, mut worded) = (0_u64, 0_u64, 0_u64);
        self.tables.places.0 = self.out.position();
        for text in texts {
            let text = text?;
            [text.key, placed, worded].iter().try_for_each(|number| rows.write(&number.to_le_bytes()))?;
            text.places.iter().try_for_each(|draft| self.out.write_all(&draft.to_le_bytes()))?;
            text.words.iter().try_for_each(|word| words.write(&word.to_le_bytes()))?;
            (count, placed, worded) = (count + 1, placed + text.places.len() as u64, worded + text.words.len() as u64);
        }
        [u64::MAX, placed, worded].iter().try_for_each(|number| rows.write(&number.to_le_bytes()))?;
        if count >= u64::from(GONE) {
            return Err(io::Error::other("there are more texts than a volume holds"));
        }
        (self.tables.places.1, self.tables.words, self.tables.texts.1) = (placed, (self.out.position(), worded), count);
        words.append(&mut self.out)?;
        self.tables.texts.0 = self.out.position();
        rows.append(&mut self.out)
    }

    /// Writes the last table, and puts the volume in its place.
    fn grams(mut self, rows: impl Iterator<Item = io::Result<u64>>) -> io::Result<Bound> {
        self.tables.grams.0 = self.out.position();
        for row in rows {
            self.out.write_all(&row?.to_le_bytes())?;
            self.tables.grams.1 += 1;
        }
        let (out, pages, seal) = self.out.finish()?;
        let beside = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        beside.file.sync_all()?;
        beside.take_place(&self.target)?;
        Ok(Bound { seed: self.seed, pages, seal, tables: self.tables, counts: self.counts, gone: Vec::new() })
    }
}

/// A table in the making that goes behind another.
struct Aside(BufWriter<Beside>);

impl Aside {
    fn open(target: &Path) -> io::Result<Self> {
        Ok(Self(BufWriter::with_capacity(1 << 18, Beside::open(target, false)?)))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn append(self, out: &mut impl Write) -> io::Result<()> {
        let beside = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        io::copy(&mut BufReader::with_capacity(1 << 18, beside.again()?), out).map(drop)
    }
}

/// What stands in no volume any more.
const GONE: u32 = u32::MAX;

/// The texts of several volumes by their keys, each once.
struct MergedTexts<'v> {
    texts: Vec<Peekable<TextStream<'v>>>,
    /// For each volume, the new number of each draft.
    numbers: &'v [Vec<u32>],
    /// For each volume, the new number of each text.
    renamed: Vec<Vec<u32>>,
    count: u32,
}

impl<'v> MergedTexts<'v> {
    fn of(volumes: &[(&'v Volume, &[u32])], numbers: &'v [Vec<u32>]) -> io::Result<Self> {
        let texts = volumes.iter().map(|(volume, _)| Ok(volume.texts_from(0)?.peekable())).collect::<io::Result<_>>()?;
        Ok(Self { texts, numbers, renamed: vec![Vec::new(); volumes.len()], count: 0 })
    }

    /// The text of the lowest key, with its drafts of all volumes.
    fn lowest(&mut self) -> io::Result<Option<WholeText>> {
        let mut lowest: Option<u64> = None;
        for texts in &mut self.texts {
            let key = match texts.peek() {
                None => continue,
                Some(Ok(text)) => text.key,
                Some(Err(_)) => return texts.next().transpose(),
            };
            lowest = Some(lowest.map_or(key, |lowest| lowest.min(key)));
        }
        let Some(lowest) = lowest else { return Ok(None) };
        let mut whole = WholeText { key: lowest, places: Vec::new(), words: Vec::new() };
        let mut from = Vec::new();
        for (number, texts) in self.texts.iter_mut().enumerate() {
            while let Some(text) = texts.next_if(|text| text.as_ref().is_ok_and(|text| text.key == lowest)).transpose()? {
                for draft in text.places {
                    let draft = *self.numbers[number].get(draft as usize).ok_or_else(damaged)?;
                    whole.places.extend((draft != GONE).then_some(draft));
                }
                whole.words = text.words;
                from.push(number);
            }
        }
        let name = if whole.places.is_empty() { GONE } else { self.count };
        from.into_iter().for_each(|number| self.renamed[number].push(name));
        self.count += u32::from(name != GONE);
        Ok(Some(whole))
    }
}

impl Iterator for MergedTexts<'_> {
    type Item = io::Result<WholeText>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.lowest().transpose()? {
                Ok(text) if text.places.is_empty() => {}
                told => return Some(told),
            }
        }
    }
}

/// Rows of several tables in order, each once.
struct Sorted<I> {
    streams: Vec<I>,
    heads: BinaryHeap<Reverse<(u64, usize)>>,
    last: Option<u64>,
}

impl<I: Iterator<Item = io::Result<u64>>> Sorted<I> {
    fn of(mut streams: Vec<I>) -> io::Result<Self> {
        let mut heads = BinaryHeap::new();
        for (number, stream) in streams.iter_mut().enumerate() {
            heads.extend(stream.next().transpose()?.map(|row| Reverse((row, number))));
        }
        Ok(Self { streams, heads, last: None })
    }

    fn least(&mut self) -> io::Result<Option<u64>> {
        while let Some(Reverse((row, number))) = self.heads.pop() {
            self.heads.extend(self.streams[number].next().transpose()?.map(|row| Reverse((row, number))));
            if self.last.replace(row) != Some(row) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

impl<I: Iterator<Item = io::Result<u64>>> Iterator for Sorted<I> {
    type Item = io::Result<u64>;

    fn next(&mut self) -> Option<Self::Item> {
        self.least().transpose()
    }
}

/// A key among those of all publications.
pub(super) fn grouped(key: u64, publication: u32) -> u64 {
    key.wrapping_add(u64::from(publication).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The key that [`grouped`] was given.
pub(super) fn ungrouped(key: u64, publication: u32) -> u64 {
    key.wrapping_sub(grouped(0, publication))
}

/// What tells the runs of words of a publication from those of others.
pub(super) fn salted(publication: u32) -> u32 {
    publication.wrapping_mul(0x9e37_79b9)
}

/// The hash of a draft's name.
pub(super) fn named(name: &Path) -> u64 {
    xxh3_64(name.as_os_str().as_encoded_bytes())
}
