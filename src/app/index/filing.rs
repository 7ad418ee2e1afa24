//! Files drafts in an index, and takes those out that are gone.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::Xxh3;

use super::bind::{Binder, Loose, named};
use super::catalogue::{Catalogue, Shelfmark};
use super::manifest::{Manifest, volume_name};
use super::volume::DraftRecord;
use crate::app::drafts::Drafts;
use crate::finding::Home;
use crate::lint::{self, Entry, Filing};

/// So many drafts are looked at before they are filed.
const BATCH: usize = 1024;
/// From so many volumes on they become one.
const VOLUMES: usize = 8;
/// What the program takes beside the passages that it gathers, in bytes.
const BESIDE: u64 = 64 << 20;
const LEAST: u64 = 16 << 20;

/// Writes an index.
pub(super) struct Filer {
    folder: PathBuf,
    manifest: Manifest,
    old: Option<Catalogue>,
    binder: Option<Binder>,
    loose: Loose,
    /// How much room passages may take before a volume is bound, in bytes.
    room: usize,
    /// Drafts of the old volumes that were found again.
    met: FxHashSet<Shelfmark>,
    /// Those that changed, or are gone.
    gone: Vec<Shelfmark>,
    filed: usize,
    /// The addresses of policies whose rules are known.
    policies: FxHashSet<usize>,
}

/// What was written.
pub(super) struct Done {
    pub(super) drafts: usize,
    pub(super) texts: u64,
    pub(super) filed: usize,
    pub(super) gone: usize,
}

impl fmt::Display for Done {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.drafts == 1 { "" } else { "s" };
        write!(out, "{} draft{s}, {} read anew, {} taken out", self.drafts, self.filed, self.gone)
    }
}

impl Filer {
    /// Begins an index in a folder, or goes on with an old one.
    pub(super) fn open(folder: &Path, old: Option<Catalogue>, memory: u64) -> io::Result<Self> {
        let mut manifest = old.as_ref().map_or_else(Manifest::new, |old| old.manifest.clone());
        let number = |name: std::ffi::OsString| name.to_str()?.strip_prefix("volume-")?.parse::<u64>().ok();
        let volumes = fs::read_dir(folder)?.flatten().filter_map(|entry| number(entry.file_name()));
        manifest.next = volumes.map(|number| number.saturating_add(1)).max().unwrap_or_default().max(manifest.next);
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            old,
            binder: None,
            loose: Loose::default(),
            room: memory.saturating_sub(BESIDE).max(LEAST) as usize,
            met: FxHashSet::default(),
            gone: Vec::new(),
            filed: 0,
            policies: FxHashSet::default(),
        })
    }

    /// Files all drafts that are not in it as they are; which of them cannot be read is among the `troubles`. `step` is called for each, and
    /// says whether to go on.
    ///
    /// # Errors
    /// What is wrong with the index; [`io::ErrorKind::Interrupted`] where it was not to go on.
    pub(super) fn file_all(
        &mut self,
        drafts: &Drafts,
        home: &Home,
        step: impl Fn() -> bool + Sync,
        troubles: &mut Vec<String>,
    ) -> io::Result<()> {
        let mut entries = drafts.entries.iter();
        loop {
            let batch: Vec<Entry> = entries.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let looked: Vec<io::Result<io::Result<LookedUp>>> = batch
                .par_iter()
                .map(|entry| match step() {
                    true => looked_up(entry, drafts, home, self.old.as_ref()),
                    false => Err(io::ErrorKind::Interrupted.into()),
                })
                .collect();
            for (entry, looked) in batch.iter().zip(looked) {
                match looked? {
                    Ok(looked) => self.take(entry, looked, home)?,
                    Err(error) => troubles.push(format!("{}: {error}", entry.path.display())),
                }
            }
        }
    }

    fn take(&mut self, entry: &Entry, looked: LookedUp, home: &Home) -> io::Result<()> {
        let LookedUp { known, is_same, filing, state } = looked;
        match (known, filing) {
            (known, Some(filing)) => {
                self.gone.extend(known);
                self.met.extend(known);
                let publication = self.publication(entry.policy.publication());
                self.meet(publication, entry);
                let mut prints = filing.prints;
                for (rule, _) in &mut prints.wanted {
                    *rule = self.rule(publication, &entry.policy.rules[*rule].id);
                }
                let (name, text, allows) = (name(home, &entry.path), filing.text, filing.allows);
                let record = DraftRecord { name, state, text, publication, prints, allows };
                self.file(record)
            }
            (known, None) if is_same => {
                self.met.extend(known);
                Ok(())
            }
            // A picture under a draft's name, a baseline.
            (known, None) => {
                self.gone.extend(known);
                Ok(())
            }
        }
    }

    /// Notes the rules by which a draft is judged, also those that find nothing to compare in it.
    fn meet(&mut self, publication: u32, entry: &Entry) {
        if self.policies.insert(Arc::as_ptr(&entry.policy).addr()) {
            for rule in &entry.policy.rules {
                self.rule(publication, &rule.id);
            }
        }
    }

    /// The number of a publication, a new one where it has none.
    fn publication(&mut self, name: &str) -> u32 {
        let known = &mut self.manifest.publications;
        let number = known.iter().position(|publication| publication == name);
        number.unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        }) as u32
    }

    /// The number of a rule of a publication, a new one where it has none.
    fn rule(&mut self, publication: u32, rule: &str) -> usize {
        let known = &mut self.manifest.rules;
        known.iter().position(|known| known.0 == publication && known.1 == rule).unwrap_or_else(|| {
            known.push((publication, rule.to_owned()));
            known.len() - 1
        })
    }

    fn file(&mut self, record: DraftRecord) -> io::Result<()> {
        self.filed += 1;
        if self.binder.is_none() {
            self.binder = Some(self.begun()?);
        }
        if let Some(binder) = &mut self.binder {
            binder.file(record, &mut self.loose)?;
        }
        if self.loose.room() > self.room { self.bind() } else { Ok(()) }
    }

    fn begun(&mut self) -> io::Result<Binder> {
        let number = self.manifest.next;
        self.manifest.next += 1;
        Binder::open(&self.folder.join(volume_name(number)), number)
    }

    /// Ends the volume that is in the making.
    fn bind(&mut self) -> io::Result<()> {
        if let Some(binder) = self.binder.take() {
            self.manifest.volumes.push(binder.finish(std::mem::take(&mut self.loose))?);
        }
        Ok(())
    }

    /// Takes out the drafts at and below these paths that were not found again; which paths are neither on the disk nor in the index.
    pub(super) fn forget(&mut self, drafts: &Drafts, home: &Home, paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
        let Some(old) = &self.old else { return Ok(Vec::new()) };
        let found: FxHashSet<u64> = drafts.entries.iter().map(|entry| named(&name(home, &entry.path))).collect();
        let (mut folders, mut unknown) = (Vec::new(), Vec::new());
        for path in paths {
            let name = name(home, path);
            match old.shelfmark(&name)? {
                Some((mark, _)) => self.gone.extend((!found.contains(&named(&name))).then_some(mark)),
                None if !path.is_file() => folders.push(path.clone()),
                None => {}
            }
        }
        // Only for a folder all that is in the index is looked through.
        if !folders.is_empty() {
            let insides: Vec<_> = folders.iter().map(|folder| scope(home, std::slice::from_ref(folder))).collect();
            let mut has = vec![false; folders.len()];
            for filed in old.all() {
                let (mark, record) = filed?;
                let within = insides.iter().position(|inside| inside(&record.name));
                within.into_iter().for_each(|number| has[number] = true);
                if within.is_some() && !self.met.contains(&mark) && !found.contains(&named(&record.name)) {
                    self.gone.push(mark);
                }
            }
            drop(insides);
            unknown.extend(folders.into_iter().zip(has).filter(|(path, has)| !has && !path.exists()).map(|(path, _)| path));
        }
        Ok(unknown)
    }

    /// Writes which volumes there are now: with that, the index is another.
    pub(super) fn finish(mut self) -> io::Result<Done> {
        self.bind()?;
        let gone = self.strike()?;
        let drafts = || self.manifest.volumes.iter().map(|volume| volume.tables.drafts.1 as usize).sum::<usize>();
        let lost: usize = self.manifest.volumes.iter().map(|volume| volume.gone.len()).sum();
        // A build of many volumes is made one at once; what is added a little at a time, when there is enough of it.
        let many = self.manifest.volumes.len() > if self.old.is_some() { VOLUMES } else { 1 };
        if many || lost * 4 > drafts() {
            self.merge()?;
        }
        self.manifest.write(&self.folder)?;
        let texts = self.manifest.volumes.iter().map(|volume| volume.tables.texts.1).sum();
        let drafts = self.manifest.volumes.iter().map(super::manifest::Bound::living).sum();
        Ok(Done { drafts, texts, filed: self.filed, gone })
    }

    /// Notes which drafts of older volumes do not count any more; how many of them no later volume has.
    fn strike(&mut self) -> io::Result<usize> {
        let Some(old) = &self.old else { return Ok(0) };
        self.gone.sort_unstable();
        self.gone.dedup();
        let mut taken = 0;
        for &(volume, draft) in &self.gone {
            let record = old.volumes[volume].draft(draft)?;
            let bound = &mut self.manifest.volumes[volume];
            for (rule, _) in &record.prints.wanted {
                let count = bound.counts.get_mut(*rule);
                count.into_iter().for_each(|count| *count = count.saturating_sub(1));
            }
            bound.gone.push(draft);
            taken += usize::from(!self.met.contains(&(volume, draft)));
        }
        self.manifest.volumes.iter_mut().for_each(|volume| volume.gone.sort_unstable());
        Ok(taken)
    }

    /// Makes one volume of all.
    fn merge(&mut self) -> io::Result<()> {
        let volumes = self.manifest.volumes.iter().map(|bound| bound.open(&self.folder)).collect::<io::Result<Vec<_>>>()?;
        let bounds = std::mem::take(&mut self.manifest.volumes);
        let all: Vec<_> = volumes.iter().zip(bounds.iter().map(|bound| bound.gone.as_slice())).collect();
        let merged = self.begun()?.merge(&all)?;
        self.manifest.volumes = vec![merged];
        // Some systems let no open file be taken away.
        self.old = None;
        Ok(())
    }
}

/// What became of a draft: where it is in the index, and what is to be filed of it, where it changed.
struct LookedUp {
    known: Option<Shelfmark>,
    is_same: bool,
    filing: Option<Filing>,
    state: u128,
}

/// Looks a draft up; the outer error is one of the index, the inner one of the draft.
fn looked_up(entry: &Entry, drafts: &Drafts, home: &Home, old: Option<&Catalogue>) -> io::Result<io::Result<LookedUp>> {
    let bytes = match drafts.read(&entry.path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error)),
    };
    let state = state(entry, &bytes);
    let known = old.map(|old| old.shelfmark(&name(home, &entry.path))).transpose()?.flatten();
    let is_same = known.as_ref().is_some_and(|(_, record)| record.state == state);
    let filing = if is_same { None } else { lint::filing(entry, bytes).ok() };
    Ok(Ok(LookedUp { known: known.map(|(mark, _)| mark), is_same, filing, state }))
}

/// The name of a draft in an index.
pub(super) fn name(home: &Home, path: &Path) -> PathBuf {
    home.inside(path)
}

/// A hash of all that shapes what is filed of a draft.
pub(super) fn state(entry: &Entry, bytes: &[u8]) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&entry.policy.key.to_le_bytes());
    hasher.update(&[entry.format() as u8]);
    hasher.update(bytes);
    hasher.digest128()
}

/// Whether a name lies below one of these paths.
pub(super) fn scope(home: &Home, paths: &[PathBuf]) -> impl Fn(&Path) -> bool {
    let folders: Vec<PathBuf> = paths.iter().map(|path| home.inside(path)).collect();
    move |name| folders.iter().any(|folder| folder.as_os_str().is_empty() || name.starts_with(folder))
}
