//! Which publication judges which draft: finds and reads `copydesk.toml` and the rule files beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::fence::{Fence, NAME, Refused, Text, enters_git, is_ours_by_name};
use super::records::Records;
use super::terminal::Refusal;
use crate::config::{Busy, ConfigFile, Extended, Extends, Publication};
use crate::finding::{File, Finding, Level};
use crate::lint::Entry;
use crate::policy::{Choices, Policy};
use crate::text::{Format, Source};

/// A draft in this folder, for commands that name none.
pub(crate) const ANY_DRAFT: &str = "draft.md";
/// The name of the folder of its own rules.
const RULES: &str = "rules";
/// How many files may extend one another.
const DEEPEST: usize = 32;

/// Reads publications, each once, and keeps what is wrong with them.
#[derive(Debug)]
pub(crate) struct Publications {
    choices: Choices,
    fence: Fence,
    fixed: Option<(PathBuf, Arc<Publication>)>,
    standard: Arc<Publication>,
    folders: BTreeMap<PathBuf, Option<(PathBuf, Arc<Publication>)>>,
    read: BTreeMap<PathBuf, Extended>,
    /// The folders that are walked, and what is known of the publications in them.
    walked: Vec<PathBuf>,
    busy: Busy,
    wholly: BTreeMap<PathBuf, Arc<Publication>>,
    /// Configurations that a link leads to: no word of them is told.
    linked: BTreeSet<PathBuf>,
    /// What second readers said of the drafts of each folder.
    pub(crate) records: Records,
    /// Configuration and rule files with mistakes, and records.
    pub(crate) faults: Vec<File>,
}

/// Where the publication comes from.
#[derive(Debug, Clone)]
pub(crate) enum Choice {
    /// The `copydesk.toml` nearest to each draft.
    Nearest,
    /// None: the profile `standard`.
    Standard,
    /// A built-in profile.
    Profile(String),
    /// This file.
    File(PathBuf),
}

impl Publications {
    /// Publications as the command line wants them. The message says which profile or file is not there.
    pub(crate) fn new(choice: &Choice, choices: Choices) -> Result<Self, String> {
        Self::within(Fence::new(), choice, choices)
    }

    /// The same, within a fence.
    pub(crate) fn within(fence: Fence, choice: &Choice, choices: Choices) -> Result<Self, String> {
        let choices = Choices { without_publications: matches!(choice, Choice::Standard | Choice::Profile(_)), ..choices };
        let standard = Publication::builtin("standard", &choices).ok_or("the profile `standard` is broken")?;
        let mut publications = Self {
            choices,
            fence,
            fixed: None,
            standard,
            folders: BTreeMap::new(),
            read: BTreeMap::new(),
            walked: Vec::new(),
            busy: Busy::default(),
            wholly: BTreeMap::new(),
            linked: BTreeSet::new(),
            records: Records::default(),
            faults: Vec::new(),
        };
        let fixed = match choice {
            Choice::Nearest => None,
            Choice::Standard => Some(publications.standard.clone()),
            Choice::Profile(name) => {
                let known = crate::config::profiles();
                let hint = || match crate::finding::nearest(name, known.iter().copied()) {
                    Some(near) => format!("there is no profile `{name}`; did you mean `{near}`?"),
                    None => format!("there is no profile `{name}`; there are {}", known.join(", ")),
                };
                Some(Publication::builtin(name, &publications.choices).ok_or_else(hint)?)
            }
            Choice::File(path) => {
                if !path.is_file() && !publications.fence.has(path) {
                    return Err(format!("{}: no such file", path.display()));
                }
                Some(publications.publication(path).unwrap_or_else(|| publications.standard.clone()))
            }
        };
        let root = match choice {
            Choice::File(path) => publications.fence.absolute(path.parent().unwrap_or(Path::new(""))),
            _ => publications.fence.here().to_owned(),
        };
        match &fixed {
            Some(publication) => publications.take_record(&root, publication),
            None => {
                let (here, standard) = (publications.fence.here().to_owned(), publications.standard.clone());
                publications.take_record(&here, &standard);
            }
        }
        publications.fixed = fixed.map(|publication| (root, publication));
        Ok(publications)
    }

    /// Lets what second readers said, beside a configuration, hold for its drafts.
    fn take_record(&mut self, folder: &Path, publication: &Publication) {
        if self.choices.without_readings {
            return;
        }
        if self.records.of(folder).is_none() {
            let fault = self.records.open(folder, &mut self.fence);
            self.faults.extend(fault);
        }
        let rulings = self.records.of(folder).filter(|rulings| !rulings.is_empty());
        rulings.into_iter().for_each(|rulings| publication.read_by(rulings.clone()));
    }

    /// Whether all drafts of a folder are looked at.
    pub(crate) fn is_walked(&self, folder: &Path) -> bool {
        self.walked.iter().any(|walked| folder.starts_with(walked))
    }

    /// Adds what is wrong with a file to what is known of it.
    pub(crate) fn add_fault(&mut self, fault: File) {
        add(fault, &mut self.faults);
    }

    /// The first configuration or rule file whose mistakes keep it from judging.
    pub(crate) fn broken(&self) -> Option<&Path> {
        self.faults.iter().find(|file| file.is_fatal()).map(|file| file.source.path.as_path())
    }

    /// Refuses to go on where one is broken.
    pub(crate) fn must_be_whole(&self) -> Result<(), Refusal> {
        self.broken().map_or(Ok(()), |path| Err(has_mistakes(path)))
    }

    /// The folders that no path may leave.
    pub(crate) fn fence(&mut self) -> &mut Fence {
        &mut self.fence
    }

    /// What judges a draft; `None` where its publication ignores it.
    pub(crate) fn entry(&mut self, path: &Path, format: Option<Format>) -> Option<Entry> {
        let (root, publication) = self.of(path);
        let inside = self.inside(path, &root);
        self.note(&root, &publication, &inside);
        if publication.ignores(&inside) {
            return None;
        }
        Some(Entry { path: path.to_owned(), policy: publication.policy(&inside), format })
    }

    /// What would judge a draft of this path; `None` where its publication would ignore it.
    pub(crate) fn policy_at(&mut self, path: &Path) -> Option<Arc<Policy>> {
        let (root, publication) = self.of(path);
        let inside = self.inside(path, &root);
        (!publication.ignores(&inside)).then(|| publication.policy(&inside))
    }

    /// Folders that are walked: a publication that lies in one is looked at wholly.
    pub(crate) fn walks<'p>(&mut self, paths: impl Iterator<Item = &'p Path>) {
        self.walked.extend(paths.filter(|path| path.is_dir()).map(|path| self.fence.absolute(path)));
    }

    /// A file of a walk that is no draft: a pattern may name it.
    pub(crate) fn passes(&mut self, path: &Path) {
        let (root, publication) = self.of(path);
        let inside = self.inside(path, &root);
        self.note(&root, &publication, &inside);
    }

    fn note(&mut self, root: &Path, publication: &Arc<Publication>, inside: &Path) {
        let is_own = self.fixed.is_none() && !Arc::ptr_eq(publication, &self.standard);
        if is_own && self.walked.iter().any(|folder| root.starts_with(folder)) {
            publication.note(inside, &mut self.busy);
            if !self.wholly.contains_key(root) {
                self.wholly.insert(root.to_owned(), publication.clone());
            }
        }
    }

    /// Tells the sections and patterns that name nothing, of publications all of whose files were walked.
    pub(crate) fn tell_idle(&mut self) {
        for (root, publication) in &self.wholly {
            let inside = |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            let is_there = |path: &str| inside(path) && fs::symlink_metadata(root.join(path)).is_ok();
            if self.linked.contains(&self.fence.absolute(publication.path())) {
                continue;
            }
            publication.idle(&self.busy, is_there).into_iter().for_each(|idle| add(idle, &mut self.faults));
        }
    }

    /// Tells the approved texts that nothing uses, of the same publications. `held` are those that their drafts hold, by the folders.
    pub(crate) fn tell_idle_texts(&mut self, held: &BTreeMap<PathBuf, BTreeSet<String>>) {
        for (root, publication) in &self.wholly {
            let is_ours = !self.linked.contains(&self.fence.absolute(publication.path()));
            let idle = is_ours.then(|| publication.idle_texts(held.get(root).unwrap_or(&BTreeSet::new()))).flatten();
            idle.into_iter().for_each(|idle| add(idle, &mut self.faults));
        }
    }

    /// The publication of a draft and its folder.
    pub(crate) fn of(&mut self, path: &Path) -> (PathBuf, Arc<Publication>) {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        let absolute = self.fence.absolute(path);
        let folder = absolute.parent().unwrap_or(&absolute).to_owned();
        let bound = self.fence.repository(&absolute);
        let own = self.nearest(&folder, bound.as_deref());
        own.unwrap_or_else(|| (self.fence.here().to_owned(), self.standard.clone()))
    }

    /// What judges a draft: the configuration, and its sections that the draft is of.
    pub(crate) fn judges(&mut self, path: &Path) -> (String, Vec<String>) {
        let (root, publication) = self.of(path);
        (publication.path().display().to_string(), publication.sections_of(&self.inside(path, &root)))
    }

    /// The pattern by which its publication ignores a file.
    pub(crate) fn ignores(&mut self, path: &Path) -> Option<String> {
        let (root, publication) = self.of(path);
        publication.ignored_by(&self.inside(path, &root))
    }

    /// The path of a draft in its publication's folder.
    pub(crate) fn inside(&self, path: &Path, root: &Path) -> PathBuf {
        let absolute = self.fence.absolute(path);
        absolute.strip_prefix(root).map_or_else(|_| path.to_owned(), Path::to_owned)
    }

    /// The same, as a file of that folder names it: with slashes on every system.
    pub(crate) fn name_in(&self, path: &Path, root: &Path) -> String {
        let inside = self.inside(path, root);
        inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    /// The publication of the nearest folder that has one, up to the root of the repository.
    fn nearest(&mut self, folder: &Path, repository: Option<&Path>) -> Option<(PathBuf, Arc<Publication>)> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let file = folder.join(NAME);
        // A link that leads nowhere and a folder of this name are mistakes to tell, not to pass over.
        let own = if self.fence.has(&file) {
            let publication = self.publication(self.fence.shown(&file));
            publication.iter().for_each(|publication| self.take_record(folder, publication));
            publication.map(|publication| (folder.to_owned(), publication))
        } else {
            None
        };
        let found = match (own, folder.parent()) {
            (Some(own), _) => Some(own),
            (None, Some(above)) if repository != Some(folder) => self.nearest(above, repository),
            (None, _) => None,
        };
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }

    /// Reads a publication and those it extends, and tells what keeps it from being read.
    fn publication(&mut self, path: &Path) -> Option<Arc<Publication>> {
        match self.read(path, &mut Vec::new()) {
            Extended::Publication(publication) => Some(publication),
            Extended::Broken => None,
            Extended::Refused { why, help } => {
                self.fault(path, Level::Fatal, format!("cannot be read: {why}"), Some(help));
                self.read.insert(self.fence.absolute(path), Extended::Broken);
                None
            }
        }
    }

    /// The same for one that others extend: what keeps it from being read is told where they name it. `open` are the files whose
    /// reading led here.
    fn read(&mut self, path: &Path, open: &mut Vec<PathBuf>) -> Extended {
        let key = self.fence.absolute(path);
        if let Some(known) = self.read.get(&key) {
            return known.clone();
        }
        let read = match self.fence.text(path) {
            Ok(text) => self.judge(path, &text, open),
            Err(refused) => Extended::Refused { why: refused.to_string(), help: remedy(refused).to_owned() },
        };
        self.read.insert(key, read.clone());
        read
    }

    /// Makes a publication of a file. What is wrong with it is shown where it is plainly ours: of a file that is somebody else's no
    /// word may come into a report.
    fn judge(&mut self, path: &Path, text: &Text, open: &mut Vec<PathBuf>) -> Extended {
        let file = ConfigFile::parse(path, &text.text);
        let parent = match file.extends() {
            Some(Extends::Path(parent)) => Some(self.extended(path, &parent, open)),
            _ => None,
        };
        if text.linked {
            self.linked.insert(self.fence.absolute(path));
        }
        let ours = !text.linked && (open.is_empty() || is_ours_by_name(path));
        let (rules, foreign) = self.rule_files(path);
        let (publication, faults) = Publication::of(file, parent, &rules, &self.choices);
        let mut refused = None;
        for file in faults {
            let own = file.source.path == path;
            if own && ours || !own && !foreign.contains(&file.source.path) {
                self.faults.push(file);
                continue;
            }
            let level = file.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Fatal);
            let help = match own && !text.linked {
                true => format!("`copydesk check --config {}` shows them, where it is one", path.display()),
                false => "copydesk quotes no file that a link leads to: put the file itself here".to_owned(),
            };
            match own && level == Level::Fatal {
                true => refused = Some(help),
                false => {
                    self.fault(&file.source.path, level, "has mistakes, or is none of copydesk’s files".to_owned(), Some(help))
                }
            }
        }
        match publication {
            _ if refused.is_some() => {
                Extended::Refused { why: "it has mistakes, or is no configuration".to_owned(), help: refused.unwrap_or_default() }
            }
            Some(publication) => Extended::Publication(publication),
            None => Extended::Broken,
        }
    }

    /// What `path` extends: a file that lies in the same repository, or under the same folder of publications.
    fn extended(&mut self, path: &Path, parent: &Path, open: &mut Vec<PathBuf>) -> Extended {
        let parent = plain(&path.parent().unwrap_or(Path::new("")).join(parent));
        let (own, absolute) = (self.fence.absolute(path), self.fence.absolute(&parent));
        let refused = |why: String, help: &str| Extended::Refused { why, help: help.to_owned() };
        let root = self.fence.root(&own);
        let is_in_repository = self.fence.repository(&own).is_some();
        let place = if is_in_repository { "the repository" } else { "the publication’s folder" };
        if !absolute.starts_with(&root) {
            let help = if is_in_repository { REPOSITORY } else { FOLDER };
            return refused(format!("it lies outside of {place}"), help);
        }
        if absolute.strip_prefix(&root).is_ok_and(enters_git) {
            return refused("it lies in a `.git`".to_owned(), NAMED);
        }
        if open.contains(&absolute) || absolute == own {
            return refused("it extends this file".to_owned(), NAMED);
        }
        if open.len() >= DEEPEST {
            return refused(format!("more than {DEEPEST} files extend one another"), NAMED);
        }
        if absolute.extension().is_none_or(|ending| ending != "toml") {
            return refused("it is no `.toml`".to_owned(), NAMED);
        }
        match (self.fence.real(&parent), fs::canonicalize(&root)) {
            (Ok(real), Ok(root)) if real.starts_with(&root) => {}
            (Err(error), _) => return refused(error.to_string(), remedy(error)),
            _ => return refused(format!("a symbolic link leads out of {place}"), INSIDE),
        }
        open.push(own);
        let read = self.read(&parent, open);
        open.pop();
        read
    }

    /// The rule files of a publication, sorted, and those of them that a link leads to.
    fn rule_files(&mut self, publication: &Path) -> (Vec<(PathBuf, String)>, BTreeSet<PathBuf>) {
        let root = publication.parent().unwrap_or(Path::new("")).join(RULES);
        let (mut folders, mut paths) = (Vec::new(), self.fence.unsaved(&root));
        paths.retain(|path| is_toml(path));
        let holds = |real: &Path, folder: &Path| fs::canonicalize(folder).is_ok_and(|folder| folder.starts_with(real));
        match (fs::symlink_metadata(&root), self.fence.real(&root)) {
            (Err(_), _) => {}
            (Ok(_), Ok(real)) if holds(&real, &self.fence.here().join(publication.parent().unwrap_or(Path::new("")))) => {
                self.refuse(&root, Refused::Leaves("to a folder that holds it"));
            }
            (Ok(_), Ok(_)) => folders.push(root),
            (Ok(_), Err(refused)) => self.refuse(&root, refused),
        }
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => continue,
                Err(error) => {
                    self.refuse(&folder, error.into());
                    continue;
                }
            };
            for entry in entries.flatten() {
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(_) if is_toml(&path) => paths.push(path),
                    Ok(kind) if kind.is_symlink() && path.is_dir() => {
                        let words = "is a symbolic link to a folder, and the rules there are not read".to_owned();
                        self.fault(&path, Level::Warning, words, Some("put the rules themselves here".to_owned()));
                    }
                    _ => {}
                }
            }
        }
        paths.sort();
        let (mut files, mut foreign) = (Vec::with_capacity(paths.len()), BTreeSet::new());
        for path in paths {
            match self.fence.text(&path) {
                Ok(text) => {
                    foreign.extend(text.linked.then(|| path.clone()));
                    files.push((path, text.text));
                }
                Err(refused) => self.refuse(&path, refused),
            }
        }
        (files, foreign)
    }

    fn refuse(&mut self, path: &Path, refused: Refused) {
        self.fault(path, Level::Fatal, format!("cannot be read: {refused}"), Some(remedy(refused).to_owned()));
    }

    /// Tells what is wrong with a file as a whole, of which nothing is shown.
    fn fault(&mut self, path: &Path, level: Level, message: String, help: Option<String>) {
        let source = Source::new(path, Format::Toml, "");
        let finding = Finding {
            why: "A publication that cannot be read judges nothing.".to_owned(),
            help,
            ..Finding::new("meta/bad-config", level, source.whole(), message)
        };
        self.faults.push(File::new(source, vec![finding]));
    }
}

/// What a command that tells no findings says of a file that has some.
pub(crate) fn has_mistakes(path: &Path) -> String {
    format!("{}: has mistakes; `copydesk check` shows them", path.display())
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// Adds what is wrong with a file to what is known of it.
fn add(more: File, faults: &mut Vec<File>) {
    match faults.iter_mut().find(|file| file.source.path == more.source.path) {
        Some(file) => {
            file.findings.extend(more.findings);
            file.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        }
        None => faults.push(more),
    }
}

/// What to do where a file may not be extended.
const NAMED: &str = "name a `copydesk.toml` by its path from this one, or a profile: `copydesk:news`";
const REPOSITORY: &str = "copydesk reads no configuration from outside of the repository: copy it into it";
const FOLDER: &str = "a `copydesk.toml` in the folder that holds both, if only an empty one, makes that the publication’s folder";
/// What to do where a link leads out of a folder.
const INSIDE: &str = "put the file itself here: no link is followed out of the folder that it lies in";

/// What to do where a file is not read.
fn remedy(refused: Refused) -> &'static str {
    match refused {
        Refused::Missing => NAMED,
        Refused::Dangling | Refused::Leaves(_) => INSIDE,
        Refused::Special => "put a file of text here",
        Refused::Large(_) => "make several of it",
        Refused::Undecodable => "save it as UTF-8",
        Refused::System(_) => "let whoever runs copydesk read it",
    }
}

/// A path without `x/..`, still relative if it was.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let steps_up = part == Component::ParentDir && plain.file_name().is_some_and(|name| name != "..");
        match steps_up {
            true => {
                plain.pop();
            }
            false => plain.push(part),
        }
    }
    plain
}
