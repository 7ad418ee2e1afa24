//! Which publication judges which draft: finds and reads `copydesk.toml` and the rule files beside it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{ConfigFile, Extended, Extends, Publication};
use crate::finding::{File, Finding, Level};
use crate::lint::Entry;
use crate::policy::Choices;
use crate::text::{Format, Source};

/// The name of a publication's file.
const NAME: &str = "copydesk.toml";
/// The name of the folder of its own rules.
const RULES: &str = "rules";

/// Reads publications, each once, and keeps what is wrong with them.
#[derive(Debug)]
pub(crate) struct Desk {
    choices: Choices,
    here: PathBuf,
    fixed: Option<(PathBuf, Arc<Publication>)>,
    standard: Arc<Publication>,
    folders: BTreeMap<PathBuf, Option<(PathBuf, Arc<Publication>)>>,
    read: BTreeMap<PathBuf, Option<Arc<Publication>>>,
    /// Configuration and rule files with mistakes.
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

impl Desk {
    /// A desk that follows the command line. The message says which profile or file is not there.
    pub(crate) fn new(choice: &Choice, choices: Choices) -> Result<Self, String> {
        let apart = matches!(choice, Choice::Standard | Choice::Profile(_));
        let (here, choices) = (std::env::current_dir().unwrap_or_default(), Choices { apart, ..choices });
        let standard = Publication::builtin("standard", &choices).ok_or("the profile `standard` is broken")?;
        let (folders, read) = (BTreeMap::new(), BTreeMap::new());
        let mut desk = Self { choices, here, fixed: None, standard, folders, read, faults: Vec::new() };
        let fixed = match choice {
            Choice::Nearest => None,
            Choice::Standard => Some(desk.standard.clone()),
            Choice::Profile(name) => {
                let known = crate::config::profiles();
                let hint = || match crate::finding::nearest(name, known.iter().copied()) {
                    Some(near) => format!("there is no profile `{name}`; did you mean `{near}`?"),
                    None => format!("there is no profile `{name}`; there are {}", known.join(", ")),
                };
                Some(Publication::builtin(name, &desk.choices).ok_or_else(hint)?)
            }
            Choice::File(path) => {
                if !path.is_file() {
                    return Err(format!("{}: no such file", path.display()));
                }
                Some(desk.publication(&path.clone(), &mut Vec::new()).unwrap_or_else(|| desk.standard.clone()))
            }
        };
        let root = match choice {
            Choice::File(path) => desk.absolute(path.parent().unwrap_or(Path::new(""))),
            _ => desk.here.clone(),
        };
        desk.fixed = fixed.map(|publication| (root, publication));
        Ok(desk)
    }

    /// What judges a draft; `None` where its publication ignores it.
    pub(crate) fn entry(&mut self, path: &Path, format: Option<Format>) -> Option<Entry> {
        let (root, publication) = self.of(path);
        let inside = self.inside(path, &root);
        if publication.ignores(&inside) {
            return None;
        }
        Some(Entry { path: path.to_owned(), policy: publication.policy(&inside), format })
    }

    /// The publication of a draft and its folder.
    pub(crate) fn of(&mut self, path: &Path) -> (PathBuf, Arc<Publication>) {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        let absolute = self.absolute(path);
        let folder = absolute.parent().unwrap_or(&absolute).to_owned();
        self.nearest(&folder).unwrap_or_else(|| (self.here.clone(), self.standard.clone()))
    }

    /// The path of a draft in its publication's folder.
    pub(crate) fn inside(&self, path: &Path, root: &Path) -> PathBuf {
        let absolute = self.absolute(path);
        absolute.strip_prefix(root).map_or_else(|_| path.to_owned(), Path::to_owned)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        let joined = self.here.join(path);
        let mut plain = PathBuf::new();
        for part in joined.components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir => {
                    plain.pop();
                }
                part => plain.push(part),
            }
        }
        plain
    }

    fn nearest(&mut self, folder: &Path) -> Option<(PathBuf, Arc<Publication>)> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let file = folder.join(NAME);
        // A link that leads nowhere and a folder of this name are mistakes to tell, not to pass over.
        let own = if fs::symlink_metadata(&file).is_ok() {
            let shown = file.strip_prefix(&self.here).map_or_else(|_| file.clone(), Path::to_owned);
            self.publication(&shown, &mut Vec::new()).map(|publication| (folder.to_owned(), publication))
        } else {
            None
        };
        let found = match (own, folder.parent()) {
            (Some(own), _) => Some(own),
            (None, Some(above)) => self.nearest(above),
            (None, None) => None,
        };
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }

    /// Reads a publication and those it extends; `open` are the files whose reading led here.
    fn publication(&mut self, path: &Path, open: &mut Vec<PathBuf>) -> Option<Arc<Publication>> {
        let key = self.absolute(path);
        if let Some(known) = self.read.get(&key) {
            return known.clone();
        }
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => {
                self.fault(path, format!("cannot be read: {error}"));
                return None;
            }
        };
        let file = ConfigFile::parse(path, &text);
        let parent = match file.extends() {
            Some(Extends::Path(parent)) => {
                let parent = plain(&path.parent().unwrap_or(Path::new("")).join(parent));
                open.push(key.clone());
                let circle = open.contains(&self.absolute(&parent));
                let read = if circle { None } else { self.publication(&parent, open) };
                if circle {
                    self.fault(path, format!("extends {}, which extends it", parent.display()));
                }
                open.pop();
                read
            }
            _ => None,
        };
        let own = self.rule_files(path);
        let (publication, faults) = Publication::of(file, parent.map(Extended::Publication), &own, &self.choices);
        self.faults.extend(faults);
        self.read.insert(key, publication.clone());
        publication
    }

    /// The rule files of a publication, sorted.
    fn rule_files(&mut self, publication: &Path) -> Vec<(PathBuf, String)> {
        let root = publication.parent().unwrap_or(Path::new("")).join(RULES);
        let (mut folders, mut paths) = (vec![root], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(_) if path.extension().is_some_and(|ending| ending == "toml") => paths.push(path),
                    _ => {}
                }
            }
        }
        paths.sort();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            match read(&path) {
                Ok(text) => files.push((path, text)),
                Err(error) => self.fault(&path, format!("cannot be read: {error}")),
            }
        }
        files
    }

    fn fault(&mut self, path: &Path, message: String) {
        let source = Source::new(path, Format::Toml, "");
        let finding = Finding {
            rule: "meta/bad-config".to_owned(),
            level: Level::Fatal,
            span: source.whole(),
            message,
            label: String::new(),
            why: "A publication that cannot be read judges nothing.".to_owned(),
            help: None,
            notes: Vec::new(),
            related: Vec::new(),
            fix: None,
            fingerprint: String::new(),
        };
        self.faults.push(File { source, publication: String::new(), kind: None, findings: vec![finding] });
    }
}

/// The text of a configuration or rule file. A pipe of that name is none: reading it might never end.
fn read(path: &Path) -> io::Result<String> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => Err(io::Error::other("is no regular file")),
        _ => fs::read_to_string(path),
    }
}

/// A path without `x/..`, still relative if it was.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let steps_up = part == std::path::Component::ParentDir && plain.file_name().is_some_and(|name| name != "..");
        match steps_up {
            true => {
                plain.pop();
            }
            false => plain.push(part),
        }
    }
    plain
}
