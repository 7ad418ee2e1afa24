//! What was found in drafts, kept from run to run: a large archive is judged anew only where it changed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::terminal::complain;
use super::write::{self, Beside};
use crate::lint::{Judged, Memory};

/// From so many drafts on it is worth a folder: 2,000 of 6 KB take 0.9 s of work, and 0.05 with a cache.
pub(super) const WORTH_IT: usize = 2_000;
const NAME: &str = "found-1";
/// What the file begins and ends with.
const MARK: &[u8; 16] = b"copydesk found 1";
/// How many days a draft that no run looks at is remembered.
const DAYS: u32 = 30;
/// How long the end of the file is, in bytes: where the rows begin, their hash, and the mark.
const END: u64 = 8 + 16 + 16;

/// What was found in drafts by earlier runs, and what this one adds.
///
/// The file is what postcard makes of each draft's findings, one behind another; then the rows, then where those begin, their hash and a
/// mark. It is replaced in one step. What does not hash to what was written, or was written by another copydesk, is not believed.
pub(super) struct Cache {
    path: PathBuf,
    /// Names this very program: another one may find something else.
    program: u128,
    earlier: Option<Earlier>,
    added: Mutex<Added>,
    recalled: AtomicUsize,
}

/// What earlier runs found.
struct Earlier {
    file: Mutex<File>,
    /// By key.
    rows: Vec<Kept>,
    /// Which of them this run asked for.
    asked: Vec<AtomicBool>,
}

/// What this run found, in a file in the making.
struct Added {
    out: io::Result<BufWriter<Beside>>,
    rows: Vec<Kept>,
    end: u64,
}

/// Where the findings of one draft stand in the file.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kept {
    key: u128,
    start: u64,
    length: u32,
    /// The last day on which a run that added something asked for it, in days since 1970.
    day: u32,
    hash: u64,
}

impl Cache {
    /// The cache in a folder; what cannot be opened or believed holds nothing.
    pub(super) fn open(folder: &Path) -> Self {
        let path = folder.join(NAME);
        let program = program().unwrap_or_default();
        let earlier = Earlier::open(&path, program).ok();
        let out = prepare(folder).and_then(|()| Beside::open(&path, false)).map(BufWriter::new);
        let added = Mutex::new(Added { out, rows: Vec::new(), end: 0 });
        Self { path, program, earlier, added, recalled: AtomicUsize::new(0) }
    }

    /// How many drafts were not judged again.
    pub(super) fn recalled(&self) -> usize {
        self.recalled.load(Ordering::Relaxed)
    }

    /// Keeps what this run added; says so where that cannot be.
    pub(super) fn close(self) {
        let path = self.path.clone();
        if let Err(error) = self.written() {
            complain(&format!("{}: the cache could not be written: {error}; --no-cache does without", path.display()));
        }
    }

    fn written(self) -> io::Result<()> {
        let Self { path, program, earlier, added, .. } = self;
        let Added { out, mut rows, mut end } = added.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut out = out?;
        if rows.is_empty() {
            return Ok(());
        }
        let today = today();
        rows.iter_mut().for_each(|row| row.day = today);
        if let Some(earlier) = &earlier {
            let mut kept: Vec<Kept> = earlier.living(today).collect();
            kept.sort_unstable_by_key(|row| row.start);
            for row in kept {
                let Some(bytes) = earlier.bytes(row) else { continue };
                out.write_all(&bytes)?;
                rows.push(Kept { start: end, ..row });
                end += bytes.len() as u64;
            }
        }
        rows.sort_unstable_by_key(|row| row.key);
        rows.dedup_by_key(|row| row.key);
        let index = postcard::to_stdvec(&(program, rows)).map_err(io::Error::other)?;
        out.write_all(&index)?;
        out.write_all(&end.to_le_bytes())?;
        out.write_all(&xxh3_128(&index).to_le_bytes())?;
        out.write_all(MARK)?;
        let beside = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        // Some systems let no open file be replaced.
        drop(earlier);
        beside.take_place(&path)
    }
}

/// The folder for the drafts of a repository, where the command line names no other: one of the user's own, as whoever can write into a
/// repository could make up there what was found. `None` where the user has no such folder.
pub(super) fn folder(root: &Path) -> Option<PathBuf> {
    let own = etcetera::choose_base_strategy().ok()?.cache_dir();
    let root = fs::canonicalize(root).ok()?;
    Some(own.join("copydesk").join(format!("{:016x}", xxh3_64(root.as_os_str().as_encoded_bytes()))))
}

/// The hash of the program that runs.
fn program() -> io::Result<u128> {
    let (mut file, mut hasher, mut bytes) = (File::open(std::env::current_exe()?)?, Xxh3::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(hasher.digest128()),
            read => hasher.update(&bytes[..read]),
        }
    }
}

/// Makes the folder, and marks it as one that neither git nor a backup wants.
pub(super) fn prepare(folder: &Path) -> io::Result<()> {
    if folder.is_symlink() {
        return Err(io::Error::other("it is a symbolic link, and what is kept would be written elsewhere"));
    }
    fs::create_dir_all(folder)?;
    write::swept([folder]);
    for (name, text) in [(".gitignore", "*\n"), ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n")] {
        match File::create_new(folder.join(name)) {
            Ok(mut file) => file.write_all(text.as_bytes())?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Days since 1970.
fn today() -> u32 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    (since.as_secs() / (24 * 60 * 60)) as u32
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Earlier {
    fn open(path: &Path, program: u128) -> io::Result<Self> {
        let torn = || io::Error::from(io::ErrorKind::InvalidData);
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let foot = length.checked_sub(END).ok_or_else(torn)?;
        let mut end = [0; END as usize];
        file.seek(SeekFrom::Start(foot))?;
        file.read_exact(&mut end)?;
        let (start, hash) = (u64::from_le_bytes(part(&end, 0)), u128::from_le_bytes(part(&end, 8)));
        if end[24..] != MARK[..] || start > foot {
            return Err(torn());
        }
        let mut index = vec![0; (foot - start) as usize];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut index)?;
        if xxh3_128(&index) != hash {
            return Err(torn());
        }
        let (by, rows): (u128, Vec<Kept>) = postcard::from_bytes(&index).map_err(io::Error::other)?;
        if by != program {
            return Err(torn());
        }
        let asked = rows.iter().map(|_| AtomicBool::new(false)).collect();
        Ok(Self { file: Mutex::new(file), rows, asked })
    }

    /// The bytes of a row; `None` where they are not those that were written.
    fn bytes(&self, row: Kept) -> Option<Vec<u8>> {
        let mut bytes = vec![0; row.length as usize];
        let mut file = locked(&self.file);
        file.seek(SeekFrom::Start(row.start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        drop(file);
        (xxh3_64(&bytes) == row.hash).then_some(bytes)
    }

    /// The rows that this run asked for, and those of drafts that another may ask for.
    fn living(&self, today: u32) -> impl Iterator<Item = Kept> {
        self.rows.iter().zip(&self.asked).filter_map(move |(row, asked)| match asked.load(Ordering::Relaxed) {
            true => Some(Kept { day: today, ..*row }),
            false => (today.saturating_sub(row.day) <= DAYS).then_some(*row),
        })
    }
}

/// Some bytes of the end of the file.
fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[at..at + N]);
    part
}

impl Memory for Cache {
    fn recall(&self, key: u128) -> Option<Judged> {
        let earlier = self.earlier.as_ref()?;
        let at = earlier.rows.binary_search_by_key(&key, |row| row.key).ok()?;
        let judged = postcard::from_bytes(&earlier.bytes(earlier.rows[at])?).ok()?;
        earlier.asked[at].store(true, Ordering::Relaxed);
        self.recalled.fetch_add(1, Ordering::Relaxed);
        Some(judged)
    }

    fn keep(&self, key: u128, judged: &Judged) {
        // What has no form in bytes (a name that is no Unicode) is judged again.
        let Ok(bytes) = postcard::to_stdvec(judged) else { return };
        let Ok(length) = u32::try_from(bytes.len()) else { return };
        let mut added = locked(&self.added);
        let Added { out, rows, end } = &mut *added;
        let Ok(file) = out else { return };
        match file.write_all(&bytes) {
            Ok(()) => {
                rows.push(Kept { key, start: *end, length, day: 0, hash: xxh3_64(&bytes) });
                *end += u64::from(length);
            }
            Err(error) => *out = Err(error),
        }
    }
}
