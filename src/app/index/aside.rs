//! Keeps an index of a publication for an editor: beside what it asks, in little memory, until it is not wanted any more.

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rayon::ThreadPoolBuilder;
use xxhash_rust::xxh3::xxh3_64;

use super::catalogue::{Catalogue, unusable};
use super::filing::{Done, Filer};
use super::lock::lock;
use crate::app::args::Input;
use crate::app::cache;
use crate::app::drafts::Drafts;
use crate::app::publications::{Choice, Publications};
use crate::app::terminal::Refusal;
use crate::finding::Home;
use crate::policy::Choices;

/// So many drafts are looked through for an editor; for more, somebody makes an index.
const MOST: usize = 50_000;
/// What may be held at once, in bytes.
const MEMORY: u64 = 96 << 20;
/// How long another server that writes the same index is waited for, before it is asked again.
const PATIENCE: Duration = Duration::from_millis(200);

/// What is to be looked through, and who may say that it is not wanted any more.
pub(in crate::app) struct LookThrough<'a> {
    /// The folder of a publication.
    pub(in crate::app) root: &'a Path,
    /// Drafts that changed or are gone; none where all are to be looked through.
    pub(in crate::app) changed: &'a [PathBuf],
    /// Called before each draft, and as long as is waited for others: whether to go on. It takes its time where somebody types.
    pub(in crate::app) goes_on: &'a (dyn Fn() -> bool + Sync),
}

/// What came of it.
#[derive(Debug)]
pub(in crate::app) struct KeptIndex {
    /// The folder of the index.
    pub(in crate::app) folder: PathBuf,
    /// How many drafts are in it.
    pub(in crate::app) drafts: usize,
    /// Whether it is another than before.
    pub(in crate::app) is_new: bool,
    /// How many drafts could not be read.
    pub(in crate::app) unread: usize,
}

impl LookThrough<'_> {
    /// Brings the index up to date; all are looked through where there is none that can be used. `None` where it was not wanted any more.
    ///
    /// # Errors
    /// Why there is none.
    pub(in crate::app) fn keep(&self) -> Result<Option<KeptIndex>, Refusal> {
        let mut publications = Publications::new(&Choice::Nearest, Choices { without_readings: true, ..Choices::default() })?;
        let home = publications.fence().home();
        let folder = folder(self.root, &home).ok_or("the user has no folder for caches")?;
        let _lock = loop {
            match lock(&folder)? {
                Some(lock) => break lock,
                None if !(self.goes_on)() => return Ok(None),
                None => thread::sleep(PATIENCE),
            }
        };
        let input = Input { paths: vec![self.root.to_owned()], ..Input::default() };
        let mut drafts = Drafts::gather(&input, &mut publications)?;
        publications.must_be_whole()?;
        if drafts.entries.len() > MOST {
            return Err(format!("there are more than {MOST} drafts; `copydesk index build` makes an index that `against` names"));
        }
        let old = Catalogue::open(&folder).ok();
        let is_first = old.is_none();
        if !is_first && !self.changed.is_empty() {
            // What is ignored is known only to who walks there.
            drafts.leave_out(|path| (!self.changed.iter().any(|changed| changed == path)).then_some("as it was"));
        }
        let done = match self.file(&folder, old, &drafts, &home) {
            // What cannot be read of an old one is made anew, of all.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.file(&folder, None, &Drafts::gather(&input, &mut publications)?, &home)
            }
            done => done,
        };
        match done {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(None),
            Err(error) => Err(unusable(&folder, &error)),
            Ok((done, unread)) => {
                let is_new = is_first || done.filed + done.gone > 0;
                Ok(Some(KeptIndex { folder, drafts: done.drafts, is_new, unread }))
            }
        }
    }

    /// Files drafts over what there was; how many could not be read.
    fn file(&self, folder: &Path, old: Option<Catalogue>, drafts: &Drafts, home: &Home) -> io::Result<(Done, usize)> {
        // One thread, as the others are somebody's who writes.
        let pool = ThreadPoolBuilder::new().num_threads(1).build().map_err(io::Error::other)?;
        let paths = if old.is_none() || self.changed.is_empty() { vec![self.root.to_owned()] } else { self.changed.to_vec() };
        let mut troubles = drafts.troubles.clone();
        let mut filer = Filer::open(folder, old, MEMORY)?;
        pool.install(|| filer.file_all(drafts, home, self.goes_on, &mut troubles))?;
        if troubles.is_empty() {
            filer.forget(drafts, home, &paths)?;
        }
        Ok((filer.finish()?, troubles.len()))
    }
}

/// Where the index of a publication is kept, among what is the user's own: names in it are seen from the root of the repository, or of what
/// the editor has open, and so each of these has its own.
fn folder(root: &Path, home: &Home) -> Option<PathBuf> {
    let seen_from = xxh3_64(home.root.as_os_str().as_encoded_bytes());
    Some(cache::folder(root)?.join(format!("desk-{seen_from:016x}")))
}
