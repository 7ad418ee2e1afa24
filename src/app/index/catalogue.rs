//! An index that is open: which of its drafts share text with one that is checked.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::bind::{grouped, named, salted};
use super::manifest::{Bound, Manifest};
use super::pages::damaged;
use super::volume::{DraftRecord, TextRow, Volume};
use crate::app::terminal::complain;
use crate::check::SoughtPassage;
use crate::check::across::{KinSeeker, shingles};
use crate::finding::Home;
use crate::lint::{Archive, Filed, Kin};

/// So many drafts that have one text are brought; the others are counted.
const BROUGHT: usize = 16;
/// So many texts that share four words in a row with a passage are listed for each four words.
const LISTED: u64 = 32;
/// So many of these texts, those that share most, are held against the passage.
const TRIED: usize = 32;

/// An index that is open.
pub(super) struct Catalogue {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) volumes: Vec<Volume>,
}

/// A draft of an index: the number of its volume, and its own there.
pub(super) type Shelfmark = (usize, u32);

impl Catalogue {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// That there is none, or one that is not whole, or another copydesk's.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        // Whoever makes it anew meanwhile takes the volumes away that the old one had.
        match Self::opened(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && Manifest::read(folder).is_ok() => Self::opened(folder),
            opened => opened,
        }
    }

    fn opened(folder: &Path) -> io::Result<Self> {
        let manifest = Manifest::read(folder)?;
        let volumes = manifest.volumes.iter().map(|bound| bound.open(folder)).collect::<io::Result<_>>()?;
        Ok(Self { folder: folder.to_owned(), manifest, volumes })
    }

    /// Looks at every page.
    ///
    /// # Errors
    /// That one is not what was written.
    pub(super) fn prove(&self) -> io::Result<()> {
        let mut all = self.manifest.volumes.iter().zip(&self.volumes);
        all.try_for_each(|(bound, volume)| if volume.seal()? == bound.seal { Ok(()) } else { Err(damaged()) })
    }

    /// How many drafts it has.
    pub(super) fn len(&self) -> usize {
        self.manifest.volumes.iter().map(Bound::living).sum()
    }

    fn is_gone(&self, (volume, draft): Shelfmark) -> bool {
        self.manifest.volumes[volume].gone.binary_search(&draft).is_ok()
    }

    /// Where the draft of a name is.
    pub(super) fn shelfmark(&self, name: &Path) -> io::Result<Option<(Shelfmark, DraftRecord)>> {
        let hash = named(name);
        for (number, volume) in self.volumes.iter().enumerate().rev() {
            for draft in volume.named(hash)? {
                if self.is_gone((number, draft)) {
                    continue;
                }
                let record = volume.draft(draft)?;
                if record.name == name {
                    return Ok(Some(((number, draft), record)));
                }
            }
        }
        Ok(None)
    }

    /// All drafts that are left.
    pub(super) fn all(&self) -> impl Iterator<Item = io::Result<(Shelfmark, DraftRecord)>> {
        self.volumes.iter().enumerate().flat_map(move |(number, volume)| {
            let living = (0..volume.drafts()).filter(move |&draft| !self.is_gone((number, draft)));
            living.map(move |draft| Ok(((number, draft), volume.draft(draft)?)))
        })
    }

    /// How many drafts a rule compares.
    pub(super) fn size(&self, rule: usize) -> usize {
        let of = |bound: &Bound| bound.counts.get(rule).map_or(0, |&count| count as usize);
        self.manifest.volumes.iter().map(of).sum()
    }
}

/// What is said of an index that cannot be used, and what to do about it.
pub(super) fn unusable(folder: &Path, error: &io::Error) -> String {
    let path = folder.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("{path}: there is no index here; `copydesk index build {path} PATH` makes one"),
        io::ErrorKind::InvalidData => {
            format!("{path}: {error}; nothing in it was believed. `copydesk index build {path} PATH` makes it anew")
        }
        _ => format!("{path}: {error}"),
    }
}

/// The index that drafts are held against, for one run.
pub(in crate::app) struct Against {
    catalogue: Catalogue,
    home: Home,
    trouble: Mutex<Option<io::Error>>,
    /// Rules that were asked, and were not on when it was made.
    lacks: Mutex<BTreeSet<String>>,
    /// Drafts that would have been brought, and are not there any more.
    gone: Mutex<BTreeSet<PathBuf>>,
}

impl Against {
    /// Opens the index in a folder, for a run that sees paths from `home`.
    ///
    /// # Errors
    /// As [`Catalogue::open`], in words that say what to do.
    pub(in crate::app) fn open(folder: &Path, home: Home) -> Result<Self, String> {
        match Catalogue::open(folder) {
            Ok(catalogue) => {
                Ok(Self { catalogue, home, trouble: Mutex::default(), lacks: Mutex::default(), gone: Mutex::default() })
            }
            Err(error) => Err(unusable(folder, &error)),
        }
    }

    /// What went wrong while it was read; of rules that it knows nothing of, and of drafts that are gone, it is said that they did not
    /// count.
    pub(in crate::app) fn trouble(&self) -> Option<String> {
        self.gap().into_iter().chain(self.lost()).for_each(|gap| complain(&gap));
        self.damage()
    }

    /// What went wrong while it was read.
    pub(in crate::app) fn damage(&self) -> Option<String> {
        let error = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some(unusable(&self.catalogue.folder, &error))
    }

    /// What is said of rules that it knows nothing of.
    fn gap(&self) -> Option<String> {
        let lacks = std::mem::take(&mut *self.lacks.lock().unwrap_or_else(PoisonError::into_inner));
        let names: Vec<&str> = lacks.iter().map(String::as_str).collect();
        let path = self.catalogue.folder.display();
        (!names.is_empty()).then(|| {
            format!(
                "{path}: was made without {}: by {} nothing was held against it; `copydesk index update {path} PATH` with {} on mends that",
                names.join(", "),
                if names.len() == 1 { "this rule" } else { "these rules" },
                if names.len() == 1 { "it" } else { "them" }
            )
        })
    }

    /// What is said of drafts that are not there any more.
    fn lost(&self) -> Option<String> {
        let gone = std::mem::take(&mut *self.gone.lock().unwrap_or_else(PoisonError::into_inner));
        let (path, first) = (self.catalogue.folder.display(), gone.first()?.display());
        let (how_many, them) = match gone.len() {
            1 => (format!("{first} is"), "it"),
            more => (format!("{first} and {} more are", more - 1), "them"),
        };
        Some(format!(
            "{path}: {how_many} not there any more, and did not count; `copydesk index update {path} {first}` takes {them} out"
        ))
    }

    /// A draft's name in the index as this run sees it, and whether it leads to a file of the repository: no other is opened. `None`
    /// where nothing is there any more.
    fn seen(&self, name: &Path) -> Option<(PathBuf, bool)> {
        let path = self.home.outside(name);
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            self.gone.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
            return None;
        }
        let real = fs::canonicalize(&path).and_then(|path| Ok((path, fs::canonicalize(&self.home.root)?)));
        let is_inside = real.is_ok_and(|(path, root)| path.starts_with(root));
        Some((path, is_inside))
    }

    fn found(&self, publication: &str, sought: &[SoughtPassage<'_>], besides: &[&Path]) -> io::Result<Kin> {
        let catalogue = &self.catalogue;
        let number = catalogue.manifest.publications.iter().position(|known| known == publication);
        let Some(number) = number.map(|number| number as u32) else { return Ok(Kin::default()) };
        let mut search = Search::of(catalogue, number);
        for path in besides {
            let mark = catalogue.shelfmark(&self.home.inside(path))?;
            search.spared.extend(mark.map(|(mark, _)| mark));
        }
        sought.iter().try_for_each(|passage| search.seek(passage))?;
        let spared = search.spared.len();
        let Brought { drafts, more, gone } = search.brought(|name| self.seen(name))?;
        let rules = catalogue.manifest.rules.iter().enumerate().filter(|(_, (publication, _))| *publication == number);
        let left = |rule: usize| catalogue.size(rule).saturating_sub(spared + gone + drafts.len());
        let all = rules.map(|(rule, (_, name))| (name.clone(), left(rule))).collect();
        Ok(Kin { drafts, more, all })
    }
}

impl Archive for Against {
    fn kin(&self, publication: &str, rules: &[&str], sought: &[SoughtPassage<'_>], besides: &[&Path]) -> Kin {
        let Manifest { publications, rules: known, .. } = &self.catalogue.manifest;
        let number = publications.iter().position(|known| known == publication);
        let has = |rule: &str| known.iter().any(|(of, known)| Some(*of as usize) == number && known == rule);
        let lacks = rules.iter().filter(|rule| !has(rule)).map(|rule| (*rule).to_owned());
        self.lacks.lock().unwrap_or_else(PoisonError::into_inner).extend(lacks);
        self.found(publication, sought, besides).unwrap_or_else(|error| {
            self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            Kin::default()
        })
    }
}

/// A search for what is like some passages.
struct Search<'c> {
    catalogue: &'c Catalogue,
    publication: u32,
    /// Drafts that do not count, as they are checked now.
    spared: FxHashSet<Shelfmark>,
    /// Drafts that are to be brought.
    wanted: Vec<Shelfmark>,
    /// Of each text that was found, by the key of its passages: its words, and how many drafts have it.
    texts: FxHashMap<u64, FoundText>,
}

#[derive(Default)]
struct FoundText {
    words: Vec<u16>,
    files: usize,
    /// The volumes in which it was looked up.
    volumes: Vec<usize>,
}

/// What a search found.
struct Brought {
    /// The drafts that are there.
    drafts: Vec<Filed>,
    /// Of each text, in how many more it stands.
    more: FxHashMap<u64, usize>,
    /// How many of those that were wanted are gone.
    gone: usize,
}

impl<'c> Search<'c> {
    fn of(catalogue: &'c Catalogue, publication: u32) -> Self {
        Self { catalogue, publication, spared: FxHashSet::default(), wanted: Vec::new(), texts: FxHashMap::default() }
    }

    fn seek(&mut self, passage: &SoughtPassage<'_>) -> io::Result<()> {
        let catalogue = self.catalogue;
        for (number, volume) in catalogue.volumes.iter().enumerate() {
            if let Some(text) = volume.find(grouped(passage.key, self.publication))? {
                self.take(number, passage.key, &text, &passage.words)?;
            }
        }
        let mut seeker = KinSeeker::new(passage);
        for (number, text) in self.sharing(&passage.words)? {
            let volume = &catalogue.volumes[number];
            let (key, text) = volume.text_at(u64::from(text))?;
            let key = key.wrapping_sub(grouped(0, self.publication));
            if key == passage.key || self.texts.get(&key).is_some_and(|text| text.volumes.contains(&number)) {
                continue;
            }
            let words = volume.words(&text)?;
            if seeker.is_kin(&words) {
                self.take(number, key, &text, &words)?;
            }
        }
        Ok(())
    }

    /// The texts that share most runs of four words with a passage, each by its volume and number.
    fn sharing(&self, words: &[u16]) -> io::Result<Vec<(usize, u32)>> {
        let mut tally = FxHashMap::<(usize, u32), u32>::default();
        for gram in shingles(words) {
            for (number, volume) in self.catalogue.volumes.iter().enumerate() {
                let listed = volume.having(gram ^ salted(self.publication), LISTED)?;
                listed.into_iter().for_each(|text| *tally.entry((number, text)).or_default() += 1);
            }
        }
        let mut texts: Vec<((usize, u32), u32)> = tally.into_iter().collect();
        texts.sort_unstable_by_key(|&(text, count)| (u32::MAX - count, text));
        Ok(texts.into_iter().take(TRIED).map(|(text, _)| text).collect())
    }

    /// Wants some drafts that have a text, and counts all.
    fn take(&mut self, volume: usize, key: u64, text: &TextRow, words: &[u16]) -> io::Result<()> {
        let found = self.texts.entry(key).or_default();
        if found.volumes.contains(&volume) {
            return Ok(());
        }
        found.volumes.push(volume);
        let places = self.catalogue.volumes[volume].places(text)?;
        let has = |draft: &u32| places.binary_search(draft).is_ok();
        let spared = self.spared.iter().filter(|(of, draft)| *of == volume && has(draft)).count();
        let gone = &self.catalogue.manifest.volumes[volume].gone;
        // Of the two lists the shorter is looked up in the longer.
        let lost = match gone.len() < places.len() {
            true => gone.iter().filter(|draft| has(draft)).count(),
            false => places.iter().filter(|draft| gone.binary_search(draft).is_ok()).count(),
        };
        let left = places
            .iter()
            .map(|&draft| (volume, draft))
            .filter(|mark| !self.catalogue.is_gone(*mark) && !self.spared.contains(mark));
        self.wanted.extend(left.take(BROUGHT.saturating_sub(found.files)));
        let count = places.len().saturating_sub(spared + lost);
        found.files += count;
        found.words = words.to_vec();
        Ok(())
    }

    /// The drafts that are wanted. `seen` says where each is, and whether it may be quoted; `None` of one that is gone.
    fn brought(mut self, seen: impl Fn(&Path) -> Option<(PathBuf, bool)>) -> io::Result<Brought> {
        self.wanted.sort_unstable();
        self.wanted.dedup();
        let mut more: FxHashMap<u64, usize> = self.texts.iter().map(|(&key, text)| (key, text.files)).collect();
        let (mut drafts, mut gone) = (Vec::with_capacity(self.wanted.len()), 0);
        for &(volume, draft) in &self.wanted {
            let DraftRecord { name, text, publication, mut prints, allows, .. } = self.catalogue.volumes[volume].draft(draft)?;
            if publication != self.publication {
                continue;
            }
            let mut met = FxHashSet::default();
            prints.words.clear();
            for print in &mut prints.passages {
                let found = self.texts.get(&print.key);
                let words = found.map_or(&[][..], |text| &text.words);
                (print.start, print.words) = (prints.words.len() as u32, words.len() as u32);
                prints.words.extend_from_slice(words);
                if found.is_some() && met.insert(print.key) {
                    more.entry(print.key).and_modify(|count| *count = count.saturating_sub(1));
                }
            }
            let known = &self.catalogue.manifest.rules;
            let rules = prints.wanted.iter().map(|(rule, _)| known.get(*rule).map_or_else(String::new, |known| known.1.clone()));
            let rules = rules.collect();
            prints.wanted.iter_mut().enumerate().for_each(|(number, (rule, _))| *rule = number);
            let Some((path, is_inside)) = seen(&name) else {
                gone += 1;
                continue;
            };
            drafts.push(Filed { path, text: is_inside.then_some(text), rules, prints, allows });
        }
        drafts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Brought { drafts, more, gone })
    }
}
