//! `copydesk check --new-from` and `--staged`: which findings are new, by what git says of the drafts.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::args::CheckArgs;
use super::drafts::Drafts;
use super::git::{Blob, ChangedFile, Git};
use super::publications::Publications;
use super::terminal::Refusal;
use super::touched::TouchedWords;
use super::{read, walk};
use crate::finding::{File, Finding, Level, PassedBy, Report};
use crate::lint::{self, Entry, PassageName};
use crate::text::{Format, Source};

/// Why a draft is skipped of which the repository in question knows nothing.
const ELSEWHERE: &str = "in a submodule, or another repository";
/// Why a draft is skipped that no commit will hold.
const UNSTAGED: &str = "not staged";
/// How many old texts are read, and judged, at once.
const BATCH: usize = 256;

/// What changed of the drafts of a run.
pub(super) struct History {
    git: Git,
    /// For each draft that is not what it was in any of the commits it comes from (of a merge that is not committed yet, several): how
    /// it was in each, where it was a draft there.
    drafts: HashMap<PathBuf, Vec<Option<Before>>>,
    /// What was touched in drafts whose passages were asked for, since each of those commits.
    touched: RefCell<HashMap<PathBuf, Vec<Option<TouchedWords>>>>,
}

/// A draft as it was: its text, and what judged it under its name of then.
struct Before {
    text: Blob,
    entry: Entry,
}

/// The findings that are new: file, rule and fingerprint of each.
#[derive(Default)]
pub(super) struct New(HashSet<(PathBuf, String, String)>);

impl History {
    /// Asks git what changed, where the command line wants to know. Drafts of other repositories are left out; of what is staged,
    /// drafts are read as they are staged.
    ///
    /// # Errors
    /// What keeps git from telling: nothing may pass for old then, nor for new.
    pub(super) fn of(check: &CheckArgs, drafts: &mut Drafts, publications: &mut Publications) -> Result<Option<Self>, Refusal> {
        if check.new_from.is_none() && !check.staged {
            return Ok(None);
        }
        if drafts.stdin().is_some() {
            return Err("what comes from standard input has no history: --new-from and --staged take files".to_owned());
        }
        let git = repository(drafts, publications)?;
        let index = git.index()?;
        let changed = match &check.new_from {
            Some(revision) => vec![git.since(&git.branched_off(revision)?)?],
            None => git.staged()?,
        };
        let changed = in_all(changed);
        take_passed_by(check, &changed, &git, drafts, publications);
        // Git named what changed of it.
        drafts.passed_by = PassedBy::default();
        if check.staged {
            take_staged(&index, &git, drafts)?;
        }
        let names: Vec<PathBuf> = drafts.entries.iter().map(|entry| entry.path).collect();
        names.into_iter().filter(|path| changed.contains_key(&inside(path, &git))).for_each(|path| drafts.name(path));
        let mut history = Self { git, drafts: HashMap::new(), touched: RefCell::default() };
        for entry in drafts.entries.iter() {
            let name = inside(&entry.path, &history.git);
            if let Some(changes) = changed.get(&name) {
                let before = changes.iter().map(|change| history.before(change, &entry, publications)).collect();
                history.drafts.insert(entry.path, before);
            } else if !index.contains_key(&name) {
                // What git does not know is new.
                history.drafts.insert(entry.path, vec![None]);
            }
        }
        Ok(Some(history))
    }

    /// How a draft was. Of one that was ignored under its name of then nothing was ever told: all in it is new.
    fn before(&self, change: &ChangedFile, entry: &Entry, publications: &mut Publications) -> Option<Before> {
        let text = change.was.clone()?;
        if change.from == change.path {
            return Some(Before { text, entry: entry.clone() });
        }
        let path = self.git.root.join(&change.from);
        let policy = publications.policy_at(&path)?;
        Some(Before { text, entry: Entry { path, policy, format: None } })
    }

    /// Whether a text is old where it stands: nothing was changed at it. `read` brings the drafts as they are.
    pub(super) fn is_old(&self, passage: PassageName<'_>, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> bool {
        let Some(before) = self.drafts.get(passage.path) else { return true };
        let mut touched = self.touched.borrow_mut();
        let touched = touched.entry(passage.path.to_owned()).or_insert_with(|| {
            let format = Format::of(passage.path).unwrap_or(Format::Plain);
            let text = |bytes| Source::decode(passage.path, format, bytes).source.text;
            let since = |before: &Option<Before>| {
                let was = self.git.texts(&[before.as_ref()?.text.as_str()]).ok()?.pop()?;
                Some(TouchedWords::between(&text(was), &text(read(passage.path).ok()?)))
            };
            before.iter().map(since).collect()
        });
        touched.iter().flatten().any(|touched| !touched.meets(passage.span.range()))
    }

    /// Forgets what was touched in drafts that were written anew.
    pub(super) fn forget(&self) {
        self.touched.borrow_mut().clear();
    }

    /// The drafts of a report that were drafts in one of the commits they come from, as they were there.
    fn was<'r>(&'r self, report: &'r Report, commit: usize) -> Vec<(&'r File, &'r Before)> {
        let files = report.files.iter().filter(|file| !file.source.text.is_empty());
        files.filter_map(|file| Some((file, self.drafts.get(&file.source.path)?.get(commit)?.as_ref()?))).collect()
    }

    /// Which findings of a report are new: they were not there before, or one of their places was touched.
    ///
    /// # Errors
    /// What keeps git from telling how a draft was.
    pub(super) fn new_in(&self, report: &Report) -> Result<New, Refusal> {
        let (mut touched, mut before): (HashMap<&Path, Vec<TouchedWords>>, _) = (HashMap::new(), HashSet::new());
        for commit in 0..self.drafts.values().map(Vec::len).max().unwrap_or(0) {
            for batch in self.was(report, commit).chunks(BATCH) {
                let blobs: Vec<&str> = batch.iter().map(|(_, before)| before.text.as_str()).collect();
                let texts = self.git.texts(&blobs)?;
                for ((file, _), text) in batch.iter().zip(&texts) {
                    let source = &file.source;
                    let text = Source::decode(&source.path, source.format, text.clone()).source.text;
                    touched.entry(source.path.as_path()).or_default().push(TouchedWords::between(&text, &source.text));
                }
                before.extend(found(batch, texts));
            }
        }
        // New is what none of the commits held: where a draft was none, all of it was touched.
        let is_touched = |path: &Path, at: crate::text::Span| {
            self.drafts.contains_key(path) && touched.get(path).into_iter().flatten().all(|touched| touched.meets(at.range()))
        };
        let mut new = New::default();
        for (file, finding) in report.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding))) {
            let path = file.source.path.as_path();
            let places = finding.related.iter().map(|related| (related.path.as_deref().unwrap_or(path), related.span));
            // What a mend puts in belongs where it is put; what it takes out reaches to the paragraph behind.
            let edits =
                finding.fix.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.span.is_empty()).map(|edit| (path, edit.span));
            let is_touched = || places.chain(edits).chain([(path, finding.span)]).any(|(path, at)| is_touched(path, at));
            // What lies between drafts is not found in one of them alone.
            let is_between = finding.related.iter().any(|related| related.path.is_some());
            let is_known = || names(file, finding).all(|name| before.contains(&name));
            if is_touched() || !is_between && self.drafts.contains_key(path) && !is_known() {
                new.0.extend(names(file, finding).next());
            }
        }
        Ok(new)
    }
}

impl New {
    fn has(&self, file: &File, finding: &Finding) -> bool {
        finding.level == Level::Fatal || names(file, finding).next().is_some_and(|name| self.0.contains(&name))
    }

    /// Leaves what is old as it is: --fix mends what is new.
    pub(super) fn spare(&self, report: &mut Report) {
        for file in &mut report.files {
            let mut findings = std::mem::take(&mut file.findings);
            findings.iter_mut().filter(|finding| !self.has(file, finding)).for_each(|finding| finding.fix = None);
            file.findings = findings;
        }
    }

    /// Takes what is old out of a report, and counts it.
    pub(super) fn settle(&self, report: &mut Report) {
        for file in &mut report.files {
            let mut findings = std::mem::take(&mut file.findings);
            let all = findings.len();
            findings.retain(|finding| self.has(file, finding));
            report.old += all - findings.len();
            file.findings = findings;
        }
    }
}

/// What changed since all of some commits: of each such file, how it changed since each.
fn in_all(commits: Vec<Vec<ChangedFile>>) -> HashMap<PathBuf, Vec<ChangedFile>> {
    let count = commits.len();
    let mut changed: HashMap<PathBuf, Vec<ChangedFile>> = HashMap::new();
    for change in commits.into_iter().flatten() {
        changed.entry(change.path.clone()).or_default().push(change);
    }
    changed.retain(|_, changes| changes.len() == count);
    changed
}

/// Its own name first, and then those of what it is told for.
fn names<'f>(file: &'f File, finding: &'f Finding) -> impl Iterator<Item = (PathBuf, String, String)> + 'f {
    finding.fingerprints().map(|print| (file.source.path.clone(), finding.rule.clone(), print.to_owned()))
}

/// What is found in drafts as they were, under their names of today.
fn found(drafts: &[(&File, &Before)], texts: Vec<Vec<u8>>) -> Vec<(PathBuf, String, String)> {
    let entries: Vec<Entry> = drafts.iter().map(|(_, before)| before.entry.clone()).collect();
    let today: HashMap<&Path, &Path> =
        drafts.iter().map(|(file, before)| (before.entry.path.as_path(), file.source.path.as_path())).collect();
    let texts: HashMap<&Path, Vec<u8>> = drafts.iter().map(|(_, before)| before.entry.path.as_path()).zip(texts).collect();
    let report = lint::run(&entries, |path| Ok(texts.get(path).cloned().unwrap_or_default()), || ());
    let findings = report.files.iter().flat_map(|file| file.findings.iter().flat_map(move |finding| names(file, finding)));
    findings.filter_map(|(path, rule, print)| Some(((*today.get(path.as_path())?).to_owned(), rule, print))).collect()
}

/// The repository that is asked: the one where copydesk runs, or that of the first draft where none lies in it.
fn repository(drafts: &mut Drafts, publications: &mut Publications) -> Result<Git, Refusal> {
    let fence = publications.fence();
    let here = fence.here().join("draft");
    let here = fence.repository(&here);
    let mut roots: Vec<PathBuf> = Vec::new();
    for entry in drafts.entries.iter() {
        let path = fence.absolute(&entry.path);
        match fence.repository(&path) {
            Some(root) if roots.contains(&root) => {}
            Some(root) => roots.push(root),
            None => {
                return Err(format!("{}: lies in no git repository, so nothing tells what is new in it", entry.path.display()));
            }
        }
    }
    let root = here.as_ref().filter(|here| roots.is_empty() || roots.contains(here)).or(roots.first());
    let root = root.ok_or("this folder lies in no git repository, so nothing tells what is new in it")?;
    let git = Git::at(root, here.as_ref() != Some(root))?;
    drafts.leave_out(|path| {
        let path = fence.absolute(path);
        (fence.repository(&path).as_ref() != Some(root)).then_some(ELSEWHERE)
    });
    Ok(git)
}

/// Takes the drafts of the folders that are checked which changed and no walk found: a pattern of Git's names them, or they are staged
/// and gone.
fn take_passed_by(
    check: &CheckArgs,
    changed: &HashMap<PathBuf, Vec<ChangedFile>>,
    git: &Git,
    drafts: &mut Drafts,
    publications: &mut Publications,
) {
    let folders = check.input.paths.iter().filter_map(|path| fs::canonicalize(path).ok());
    let folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    let found: HashSet<PathBuf> = drafts.entries.iter().map(|entry| inside(&entry.path, git)).collect();
    let skipped: HashSet<PathBuf> = drafts.skipped.iter().map(|skipped| publications.fence().absolute(&skipped.path)).collect();
    let mut names: Vec<&PathBuf> = changed.keys().filter(|name| !found.contains(*name)).collect();
    names.sort_unstable();
    for name in names {
        let path = git.root.join(name);
        let shown = publications.fence().shown(&path).to_owned();
        let is_there = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.is_file(),
            Err(_) => check.staged,
        };
        let is_known = skipped.contains(&path) || walk::is_ignored(&shown, publications.fence());
        if is_there && !is_known && walk::takes_tracked(&folders, &path, publications.fence()) {
            drafts.take(shown, Format::of(&path), publications);
        }
    }
}

/// Reads drafts as they are staged; leaves out what is not.
fn take_staged(index: &HashMap<PathBuf, Option<Blob>>, git: &Git, drafts: &mut Drafts) -> Result<(), Refusal> {
    let unstaged: HashSet<PathBuf> = git.unstaged()?.into_iter().collect();
    drafts.leave_out(|path| (!index.contains_key(&inside(path, git))).then_some(UNSTAGED));
    let mut differing: Vec<(PathBuf, &str)> = Vec::new();
    for entry in drafts.entries.iter() {
        let name = inside(&entry.path, git);
        match index.get(&name) {
            Some(None) => drafts.troubles.push(format!("{}: has conflicts that are not resolved", entry.path.display())),
            Some(Some(blob)) if unstaged.contains(&name) => differing.push((entry.path, blob)),
            _ => {}
        }
    }
    let texts = git.texts(&differing.iter().map(|(_, blob)| *blob).collect::<Vec<_>>())?;
    for ((path, _), text) in differing.into_iter().zip(texts) {
        if text.len() as u64 > read::LARGEST {
            drafts.troubles.push(format!("{}: what is staged of it is too large", path.display()));
        }
        drafts.read_instead(path, text);
    }
    Ok(())
}

/// The path of a draft in its repository.
fn inside(path: &Path, git: &Git) -> PathBuf {
    let real = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_default();
    real.strip_prefix(&git.root).map_or_else(|_| real.clone(), Path::to_owned)
}
