//! A file in pages, each with a hash of its own: what was torn, flipped or put there by another is not believed.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// How long a page is, in bytes, and how much of it is its hash.
pub(super) const PAGE: usize = 4096;
const HASH: usize = 8;
const HELD: usize = PAGE - HASH;

/// Writes bytes in pages.
pub(super) struct PageWriter<W> {
    out: W,
    seed: u64,
    page: Vec<u8>,
    /// How many pages are written.
    pages: u64,
    /// A hash over the hashes of all pages.
    seal: u64,
}

impl<W: Write> PageWriter<W> {
    /// Into a file; pages of another `seed` are not those of this one.
    pub(super) fn new(out: W, seed: u64) -> Self {
        Self { out, seed, page: Vec::with_capacity(PAGE), pages: 0, seal: seed }
    }

    /// How many bytes were given.
    pub(super) fn position(&self) -> u64 {
        self.pages * HELD as u64 + self.page.len() as u64
    }

    fn turn(&mut self) -> io::Result<()> {
        self.page.resize(HELD, 0);
        let hash = xxh3_64_with_seed(&self.page, self.seed ^ self.pages);
        self.seal = sealed(self.seal, hash);
        self.page.extend_from_slice(&hash.to_le_bytes());
        self.out.write_all(&self.page)?;
        self.page.clear();
        self.pages += 1;
        Ok(())
    }

    /// Ends the last page; the file, how many pages it has, and the hash over all of them.
    pub(super) fn finish(mut self) -> io::Result<(W, u64, u64)> {
        if !self.page.is_empty() {
            self.turn()?;
        }
        self.out.flush()?;
        Ok((self.out, self.pages, self.seal))
    }
}

impl<W: Write> Write for PageWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(HELD - self.page.len());
        self.page.extend_from_slice(&bytes[..taken]);
        if self.page.len() == HELD {
            self.turn()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A file in pages that is read here and there.
pub(super) struct Pages {
    file: Mutex<File>,
    seed: u64,
    pages: u64,
}

impl Pages {
    /// A file of so many pages.
    ///
    /// # Errors
    /// What the system says; that the file is longer or shorter.
    pub(super) fn open(path: &Path, seed: u64, pages: u64) -> io::Result<Self> {
        let file = File::open(path)?;
        match Some(file.metadata()?.len()) == pages.checked_mul(PAGE as u64) {
            true => Ok(Self { file: Mutex::new(file), seed, pages }),
            false => Err(damaged()),
        }
    }

    /// Puts bytes from a place on into `held`.
    ///
    /// # Errors
    /// What the system says; that a page is not what was written.
    pub(super) fn read(&self, mut at: u64, mut held: &mut [u8]) -> io::Result<()> {
        let mut page = [0; PAGE];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        while !held.is_empty() {
            let (number, from) = (at / HELD as u64, (at % HELD as u64) as usize);
            if number >= self.pages {
                return Err(damaged());
            }
            file.seek(SeekFrom::Start(number * PAGE as u64))?;
            file.read_exact(&mut page)?;
            let (bytes, _) = self.checked(&page, number)?;
            let (now, rest) = held.split_at_mut((HELD - from).min(held.len()));
            now.copy_from_slice(&bytes[from..from + now.len()]);
            (at, held) = (at + now.len() as u64, rest);
        }
        Ok(())
    }

    /// Some bytes.
    ///
    /// # Errors
    /// As [`Pages::read`].
    pub(super) fn bytes(&self, at: std::ops::Range<u64>) -> io::Result<Vec<u8>> {
        let length = at.end.checked_sub(at.start).filter(|_| at.end <= self.pages * HELD as u64).ok_or_else(damaged)?;
        let mut bytes = vec![0; length as usize];
        self.read(at.start, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads all from a place on, page after page.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn stream(&self, path: &Path, at: u64) -> io::Result<PageStream<'_>> {
        let mut file = BufReader::with_capacity(64 * PAGE, File::open(path)?);
        let number = at / HELD as u64;
        file.seek(SeekFrom::Start(number * PAGE as u64))?;
        Ok(PageStream { of: self, file, number, page: [0; PAGE], from: HELD, skip: (at % HELD as u64) as usize })
    }

    /// The hash over all pages, each of which is looked at.
    ///
    /// # Errors
    /// What the system says; that a page is not what was written.
    pub(super) fn seal(&self, path: &Path) -> io::Result<u64> {
        let (mut file, mut page) = (BufReader::with_capacity(64 * PAGE, File::open(path)?), [0; PAGE]);
        (0..self.pages).try_fold(self.seed, |seal, number| {
            file.read_exact(&mut page)?;
            Ok(sealed(seal, self.checked(&page, number)?.1))
        })
    }

    /// The bytes of a page, and their hash.
    fn checked<'p>(&self, page: &'p [u8; PAGE], number: u64) -> io::Result<(&'p [u8], u64)> {
        let (bytes, hash) = page.split_at(HELD);
        let known = xxh3_64_with_seed(bytes, self.seed ^ number);
        if hash == known.to_le_bytes() { Ok((bytes, known)) } else { Err(damaged()) }
    }
}

/// A file in pages from a place on.
pub(super) struct PageStream<'p> {
    of: &'p Pages,
    file: BufReader<File>,
    number: u64,
    page: [u8; PAGE],
    from: usize,
    skip: usize,
}

impl io::Read for PageStream<'_> {
    fn read(&mut self, held: &mut [u8]) -> io::Result<usize> {
        if self.from == HELD {
            if self.number == self.of.pages {
                return Ok(0);
            }
            self.file.read_exact(&mut self.page)?;
            self.of.checked(&self.page, self.number)?;
            (self.number, self.from, self.skip) = (self.number + 1, self.skip, 0);
        }
        let taken = held.len().min(HELD - self.from);
        held[..taken].copy_from_slice(&self.page[self.from..self.from + taken]);
        self.from += taken;
        Ok(taken)
    }
}

/// What is said of bytes that are not those that were written.
pub(super) fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "is not what was written: torn, changed, or of another index")
}

fn sealed(seal: u64, hash: u64) -> u64 {
    (seal ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}
