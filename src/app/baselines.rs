//! Which baseline holds for which draft: reads them, takes what is known out of a report, writes and shortens them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::drafts::Drafts;
use super::fence::Refused;
use super::publications::Publications;
use super::terminal::{Refusal, complain};
use super::write;
use crate::baseline::{Baseline, KnownFinding, NAME};
use crate::finding::{Copied, File, Level, Report};
use crate::lint::PassageName;

/// The baselines of a run, by the folder that their paths are relative to.
pub(super) struct Baselines {
    shelves: BTreeMap<PathBuf, Shelf>,
    /// The folder of the one that the command line names.
    named: Option<PathBuf>,
    /// For each draft that one holds for, its folder and how that one names the draft.
    names: HashMap<PathBuf, (PathBuf, String)>,
}

/// A baseline, or the place of one.
struct Shelf {
    file: PathBuf,
    /// As it was read.
    known: Option<Baseline>,
    /// The drafts of this run that it holds for.
    checked: HashSet<String>,
    /// The rules and fingerprints that it knows of files that are gone, once these are asked for.
    moved: OnceCell<HashSet<(String, String)>>,
}

/// Where a finding stands in a report: its file, and its number there.
type InReport = (usize, usize);

impl Baselines {
    /// Reads the baselines of the drafts of a run.
    ///
    /// # Errors
    /// What cannot be read or is no baseline; one that is named and not there; one that is there and was not to be written over.
    pub(super) fn of(check: &CheckArgs, drafts: &Drafts, publications: &mut Publications) -> Result<Self, Refusal> {
        let args = &check.baselines;
        let named = args.baseline.as_ref().map(|file| publications.fence().absolute(file));
        let folder = named.as_deref().and_then(Path::parent).map(Path::to_owned);
        let mut baselines = Self { shelves: BTreeMap::new(), named: folder, names: HashMap::new() };
        if args.no_baseline {
            return Ok(baselines);
        }
        for entry in drafts.entries.iter() {
            let folder = baselines.folder(&entry.path, publications);
            if !baselines.shelves.contains_key(&folder) {
                let file = named.clone().unwrap_or_else(|| folder.join(NAME));
                baselines.shelves.insert(folder.clone(), Shelf::open(file, check, publications)?);
            }
            let Some(shelf) = baselines.shelves.get_mut(&folder).filter(|shelf| shelf.known.is_some()) else { continue };
            let name = publications.name_in(&entry.path, &folder);
            shelf.checked.insert(name.clone());
            baselines.names.insert(entry.path, (folder, name));
        }
        let any = baselines.shelves.values().any(|shelf| shelf.known.is_some());
        if args.prune_baseline && !any {
            return Err(format!("there is no {NAME} beside the configuration to prune; --write-baseline makes one"));
        }
        Ok(baselines)
    }

    /// The folder of the baseline that holds for a draft.
    fn folder(&self, path: &Path, publications: &mut Publications) -> PathBuf {
        self.named.clone().unwrap_or_else(|| publications.of(path).0)
    }

    /// Whether a text is known where it stands.
    pub(super) fn knows(&self, passage: PassageName<'_>) -> bool {
        let Some((folder, name)) = self.names.get(passage.path) else { return false };
        let Some((shelf, known)) = self.shelves.get(folder).and_then(|shelf| Some((shelf, shelf.known.as_ref()?))) else {
            return false;
        };
        let (rule, fingerprint) = (passage.rule.to_owned(), passage.fingerprint.to_owned());
        let is_moved = |key: &(String, String)| shelf.moved.get_or_init(|| moved(known, folder)).contains(key);
        known.has(&KnownFinding { rule: rule.clone(), path: name.clone(), fingerprint: fingerprint.clone() })
            || is_moved(&(rule, fingerprint))
    }

    /// Takes what is known out of a report of drafts, and keeps the baselines as the command line wants them.
    ///
    /// # Errors
    /// What keeps a baseline from being written.
    pub(super) fn settle(self, check: &CheckArgs, report: &mut Report, publications: &mut Publications) -> Result<(), Refusal> {
        // A place of a text is known where it stands, and the text is where all its places are.
        let mut found: BTreeMap<PathBuf, (Vec<KnownFinding>, Vec<Option<InReport>>)> = BTreeMap::new();
        for (number, file) in report.files.iter().enumerate().filter(|(_, file)| !file.findings.is_empty()) {
            let folder = self.folder(&file.source.path, publications);
            let path = publications.name_in(&file.source.path, &folder);
            let (names, places) = found.entry(folder).or_default();
            for (at, name) in nameable(file, &path) {
                names.push(name);
                places.push(Some((number, at)));
            }
        }
        for (number, at, rule, copy) in copies(report) {
            let folder = self.folder(&copy.path, publications);
            let path = publications.name_in(&copy.path, &folder);
            let is_beside = self.folder(&report.files[number].source.path, publications) == folder;
            let (names, places) = found.entry(folder).or_default();
            names.push(KnownFinding { rule: rule.to_owned(), path, fingerprint: copy.fingerprint.clone() });
            places.push(Some((number, at)).filter(|_| is_beside));
        }
        for (folder, shelf) in self.shelves {
            let (names, places) = found.remove(&folder).unwrap_or_default();
            if check.baselines.write_baseline {
                let places: HashSet<InReport> = places.into_iter().flatten().collect();
                shelf.write(&names, places.len(), &folder, publications)?;
                report.known += places.len();
                pass_over(report, places);
            } else if let Some(known) = &shelf.known {
                let gone = Gone::of(&folder);
                let compared = known.compare(&names, |path| gone.is(path));
                // A finding that is told for others is known where all of them are.
                let new: HashSet<InReport> =
                    places.iter().zip(&compared.known).filter(|(_, known)| !**known).filter_map(|(place, _)| *place).collect();
                let over: HashSet<InReport> = places.into_iter().flatten().filter(|place| !new.contains(place)).collect();
                report.known += over.len();
                pass_over(report, over);
                // Rules that were not run found nothing, and that says nothing.
                let is_stale = |known: &KnownFinding| shelf.checked.contains(&known.path) || gone.is(&known.path);
                let stale: Vec<_> =
                    compared.left.into_iter().filter(|(known, _)| check.rules.is_empty() && is_stale(known)).collect();
                match check.baselines.prune_baseline {
                    true => shelf.prune(&stale, publications)?,
                    false => report.stale.extend(stale.into_iter().map(|(known, _)| format!("{}: {}", known.path, known.rule))),
                }
            }
        }
        Ok(())
    }
}

impl Shelf {
    fn open(file: PathBuf, check: &CheckArgs, publications: &mut Publications) -> Result<Self, Refusal> {
        let args = &check.baselines;
        let shown = shown(&file, publications);
        let known = match publications.fence().text(&file) {
            Ok(text) => Some(Baseline::read(&text.text).map_err(|bad| {
                format!(
                    "{shown}: line {}: {}; mend the line, or write the baseline anew: --write-baseline --force",
                    bad.line, bad.why
                )
            })),
            Err(Refused::Missing) if args.baseline.is_some() && !args.write_baseline => {
                return Err(format!("{shown}: no such file; --write-baseline makes it"));
            }
            Err(Refused::Missing) => None,
            Err(refused) => return Err(format!("{shown}: cannot be read: {refused}")),
        };
        let known = match known {
            Some(Err(_)) if args.write_baseline && check.force => Some(Baseline::default()),
            known => known.transpose()?,
        };
        if known.is_some() && args.write_baseline && !check.force {
            return Err(format!(
                "{shown} is there already: --prune-baseline takes out of it what is mended, --write-baseline --force writes it anew"
            ));
        }
        Ok(Self { file, known, checked: HashSet::new(), moved: OnceCell::new() })
    }

    /// Writes what was found, as many findings as were `told`; what is known of drafts that were not checked stays.
    fn write(self, names: &[KnownFinding], told: usize, folder: &Path, publications: &mut Publications) -> Result<(), Refusal> {
        let (mut baseline, gone) = (Baseline::default(), Gone::of(folder));
        if let Some(old) = &self.known {
            baseline.keep_of(old, |known| !self.checked.contains(&known.path) && !gone.is(&known.path));
        }
        let told = told + baseline.count();
        names.iter().for_each(|name| baseline.add(name.clone()));
        self.put(&baseline, publications)?;
        complain(&format!("{}: written; {} known from now on", shown(&self.file, publications), count(told)));
        Ok(())
    }

    /// Takes out what is no longer found; adds nothing.
    fn prune(self, stale: &[(KnownFinding, u32)], publications: &mut Publications) -> Result<(), Refusal> {
        let (mut baseline, file) = (self.known.clone().unwrap_or_default(), shown(&self.file, publications));
        stale.iter().for_each(|(known, count)| baseline.take(known, *count));
        if stale.is_empty() {
            complain(&format!("{file}: nothing in it is mended; it stays as it is"));
            return Ok(());
        }
        self.put(&baseline, publications)?;
        let mended = stale.iter().map(|(_, count)| *count as usize).sum();
        complain(&format!("{file}: {} mended and taken out, {} left", count(mended), count(baseline.count())));
        Ok(())
    }

    fn put(&self, baseline: &Baseline, publications: &mut Publications) -> Result<(), Refusal> {
        let told = |why: String| format!("{}: {why}", self.file.display());
        publications.fence().place(&self.file).map_err(|refused| told(refused.to_string()))?;
        write::whole(&self.file, baseline.write().as_bytes()).map_err(|error| told(error.to_string()))
    }
}

/// Which files of a folder are not there any more; each is looked for once.
struct Gone<'f> {
    folder: &'f Path,
    known: std::cell::RefCell<HashMap<String, bool>>,
}

impl<'f> Gone<'f> {
    fn of(folder: &'f Path) -> Self {
        Self { folder, known: std::cell::RefCell::default() }
    }

    fn is(&self, path: &str) -> bool {
        let mut known = self.known.borrow_mut();
        if let Some(&gone) = known.get(path) {
            return gone;
        }
        let gone = self.folder.join(path).symlink_metadata().is_err();
        known.insert(path.to_owned(), gone);
        gone
    }
}

/// The findings of a file that a baseline can name, and those that they are told for, with their numbers: not what keeps it from being
/// judged.
fn nameable<'f>(file: &'f File, path: &'f str) -> impl Iterator<Item = (usize, KnownFinding)> + 'f {
    let findings = file.findings.iter().enumerate();
    let findings = findings.filter(|(_, finding)| finding.level != Level::Fatal && !finding.fingerprint.is_empty());
    findings.flat_map(move |(at, finding)| {
        let known =
            |print: &str| KnownFinding { rule: finding.rule.clone(), path: path.to_owned(), fingerprint: print.to_owned() };
        finding.fingerprints().map(known).map(move |known| (at, known)).collect::<Vec<_>>()
    })
}

/// The other places of texts that stand in several drafts, each with the finding that tells of it and its rule.
fn copies(report: &Report) -> impl Iterator<Item = (usize, usize, &str, &Copied)> {
    report.files.iter().enumerate().flat_map(|(number, file)| {
        let findings = file.findings.iter().enumerate();
        findings.flat_map(move |(at, finding)| finding.copies.iter().map(move |copy| (number, at, finding.rule.as_str(), copy)))
    })
}

/// The rules and fingerprints that a baseline knows of files that are gone.
fn moved(known: &Baseline, folder: &Path) -> HashSet<(String, String)> {
    let gone = Gone::of(folder);
    let moved = known.all().filter(|known| gone.is(&known.path));
    moved.map(|known| (known.rule.clone(), known.fingerprint.clone())).collect()
}

/// Leaves these findings out of a report.
fn pass_over(report: &mut Report, places: HashSet<InReport>) {
    let files: HashSet<usize> = places.iter().map(|(file, _)| *file).collect();
    for number in files {
        let mut at = 0;
        report.files[number].findings.retain(|_| {
            at += 1;
            !places.contains(&(number, at - 1))
        });
    }
}

/// A path as the user would type it.
fn shown(file: &Path, publications: &mut Publications) -> String {
    publications.fence().shown(file).display().to_string()
}

fn count(number: usize) -> String {
    format!("{number} finding{}", if number == 1 { " is" } else { "s are" })
}
