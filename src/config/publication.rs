//! One publication's choices, as its `copydesk.toml` says them, laid over those of the publication it extends.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use toml::de::{DeTable, Deserializer};

use super::demand::Demand;
use super::globs::Globs;
use super::lists::{self, Changes};
use super::mistakes::{Mistakes, nearest};
use super::policy::{Chain, Line, Policy};
use super::rule::{self, Rule, RuleFile};
use super::texts;
use super::written::{self, Written};
use crate::finding::{File, Level};
use crate::prose::{Lists, plain};
use crate::style::{HouseStyle, Keys};

/// What a built-in profile's name begins with in `extends`.
pub(super) const BUILTIN: &str = "copydesk:";
/// The profile of whoever names none.
pub(super) const STANDARD: &str = "standard";

/// One publication's choices.
#[derive(Debug)]
pub struct Publication {
    /// Its `copydesk.toml`, or `copydesk:NAME` for a built-in profile.
    pub path: PathBuf,
    /// The lowest level that makes a run fail; `Off` for none.
    pub fail: Level,
    /// Its names and texts; kind and figures are a policy's.
    pub(super) style: HouseStyle,
    pub(super) text: String,
    pub(super) lists: Lists,
    pub(super) choices: Choices,
    parent: Option<Arc<Self>>,
    own: Vec<RuleFile>,
    ignore: Globs,
    sections: Vec<Globs>,
    policies: Mutex<BTreeMap<Matched, Arc<Policy>>>,
}

/// Sections that name a draft: number of the file in the chain, number of the section in the file.
type Matched = Vec<(usize, usize)>;

/// What the command line asks of every policy.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Each rule speaks at its `strict` level, if that is louder; rules that a publication silenced stay silent.
    pub strict: bool,
    /// Only these rules, by id or `family/*`, even where a publication silenced them; empty for all.
    pub only: Vec<String>,
    /// Rule files with mistakes are left out, and the rest of the publication judges.
    pub sound: bool,
}

impl Choices {
    /// Whether this rule is among the chosen.
    pub(super) fn chooses(&self, id: &str) -> bool {
        self.only.iter().any(|only| names(only, id))
    }
}

/// Whether an id or `family/*` names this rule.
fn names(pattern: &str, id: &str) -> bool {
    let family = pattern.strip_suffix("/*").and_then(|family| id.strip_prefix(family));
    pattern == id || family.is_some_and(|rest| rest.starts_with('/'))
}

/// What a publication extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extends {
    /// Another `copydesk.toml`, relative to its own.
    Path(PathBuf),
    /// A built-in profile.
    Profile(String),
}

/// The names of the built-in profiles, sorted.
pub fn profiles() -> Vec<&'static str> {
    rule::profile_names()
}

impl Publication {
    /// Reads a `copydesk.toml`, and the rule files beside it as (path, text).
    ///
    /// `parent` is what it extends by path, or `None` where that could not be read; built-in profiles are found here. All
    /// mistakes come back as files with findings; with a fatal one there is no publication.
    pub fn read(
        path: &Path,
        text: &str,
        parent: Option<Arc<Self>>,
        own_rules: &[(PathBuf, String)],
        choices: &Choices,
    ) -> (Option<Arc<Self>>, Vec<File>) {
        let mut mistakes = Mistakes::new(path, text, "meta/bad-config");
        let Some(table) = mistakes.parse(text) else { return (None, mistakes.finish("").into_iter().collect()) };
        let mut written: Written = mistakes.read(table.clone()).unwrap_or_default();
        written.check(table.get_ref(), &mut mistakes);
        let parent = written.parent(parent, choices, &mut mistakes);
        let before = parent.as_ref().map_or_else(Lists::shipped, |parent| parent.lists.clone());
        let mut lists = lists::changed(&before, &written.lists);
        let texts: Vec<_> = std::iter::once(text).chain(own_rules.iter().map(|(_, text)| text.as_str())).collect();
        if !lists::check(&written.lists, &before, &lists, &texts, &mut mistakes) {
            (written.lists, lists) = (Changes::default(), before);
        }
        let (own, mut broken): (Vec<_>, Vec<_>) =
            own_rules.iter().map(|(file, text)| RuleFile::read(file, id_of(file, path), text, &lists)).unzip();
        let mut publication = Self::assemble(path, text, written, lists, parent, own, choices);
        written::check_rules(table.get_ref(), &publication, &mut mistakes);
        texts::check(table.get_ref(), &publication, &mut mistakes);
        for (rule, broken) in publication.own.iter().zip(&mut broken) {
            *broken = broken.take().or_else(|| texts::check_rule(rule, &publication));
        }
        let is_broken = |file: &Option<File>| file.as_ref().is_some_and(|file| file.is_fatal());
        let fatal = mistakes.is_fatal() || !choices.sound && broken.iter().any(is_broken);
        let mut sound = broken.iter().map(|file| !is_broken(file));
        publication.own.retain(|_| sound.next().unwrap_or(true));
        let files = mistakes.finish(&publication.style.name).into_iter().chain(broken.into_iter().flatten()).collect();
        ((!fatal).then(|| Arc::new(publication)), files)
    }

    /// A built-in profile.
    pub fn builtin(profile: &str, choices: &Choices) -> Option<Arc<Self>> {
        let text = rule::profile(profile)?;
        let written = Written::deserialize(Deserializer::parse(text).ok()?).ok()?;
        let parent = if profile == STANDARD { None } else { Self::builtin(STANDARD, choices) };
        let before = parent.as_ref().map_or_else(Lists::shipped, |parent| parent.lists.clone());
        let lists = lists::changed(&before, &written.lists);
        let path = PathBuf::from(format!("{BUILTIN}{profile}"));
        Some(Arc::new(Self::assemble(&path, text, written, lists, parent, Vec::new(), choices)))
    }

    /// What a `copydesk.toml` extends, if it says so and can be read so far.
    pub fn extends(text: &str) -> Option<Extends> {
        let table = DeTable::parse(text).ok()?;
        let name = table.get_ref().get("extends")?.get_ref().as_str()?;
        Some(match name.strip_prefix(BUILTIN) {
            Some(profile) => Extends::Profile(profile.to_owned()),
            None => Extends::Path(PathBuf::from(name)),
        })
    }

    fn assemble(
        path: &Path,
        text: &str,
        written: Written,
        lists: Lists,
        parent: Option<Arc<Self>>,
        own: Vec<RuleFile>,
        choices: &Choices,
    ) -> Self {
        let above = parent.as_deref();
        let mut style = above.map_or_else(HouseStyle::default, |above| above.style.clone());
        style.name = written.name.unwrap_or(style.name);
        style.aliases = written.aliases.unwrap_or(style.aliases);
        style.language = written.language.or(style.language);
        style.others = written.others.unwrap_or(style.others);
        style.keys = Keys::of(|name| plain([format!("@{name}").as_str()], &lists));
        style.texts.extend(written.texts.into_iter().map(|(id, text)| (id.into_inner(), text)));
        let ignored = written.ignore.map(|patterns| Globs::new(&patterns));
        Self {
            path: path.to_owned(),
            style,
            fail: written.fail.map(Level::from).or(above.map(|above| above.fail)).unwrap_or(Level::Error),
            text: text.to_owned(),
            lists,
            choices: choices.clone(),
            own,
            ignore: ignored.or(above.map(|above| above.ignore.clone())).unwrap_or_default(),
            sections: written.section.iter().map(|section| Globs::new(&section.get_ref().files)).collect(),
            policies: Mutex::default(),
            parent,
        }
    }

    /// Its name; empty when none is configured.
    pub fn name(&self) -> &str {
        &self.style.name
    }

    /// Whether a draft, by its path in the publication's folder, is not to be checked.
    pub fn ignores(&self, path: &Path) -> bool {
        self.ignore.matches(path)
    }

    /// What a draft, by its path in the publication's folder, is judged by; drafts of the same sections share it.
    pub fn policy(&self, path: &Path) -> Arc<Policy> {
        let matched = self.matched(path);
        let mut policies = self.policies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(policy) = policies.get(&matched) {
            return policy.clone();
        }
        let policy = Arc::new(Chain::of(self).policy(self, &matched));
        policies.insert(matched, policy.clone());
        policy
    }

    /// The same, made anew: for whoever changes it.
    pub fn fresh_policy(&self, path: &Path) -> Policy {
        Chain::of(self).policy(self, &self.matched(path))
    }

    /// Every value of a draft's policy with the file that gives it.
    pub fn lines(&self, path: &Path) -> Vec<Line> {
        Chain::of(self).lines(self, &self.matched(path))
    }

    /// All rules by id, silent ones too, with their examples, as they are outside any section.
    pub fn rules(&self) -> Vec<Rule> {
        Chain::of(self).rules(self)
    }

    /// What a rule that requires a statement asks of a writer, at most so many words of each sort; `None` for other rules.
    pub fn demand(&self, rule: &str, most: usize) -> Option<Demand> {
        Chain::of(self).demand(self, rule, most)
    }

    /// The files of all rules by id: the shipped ones and those of the publication and its parents.
    pub fn rule_files(&self) -> BTreeMap<&str, &RuleFile> {
        let mut files: BTreeMap<&str, &RuleFile> = rule::shipped().iter().map(|(id, file)| (*id, file)).collect();
        for publication in self.chain() {
            files.extend(publication.own.iter().map(|file| (file.id.as_str(), file)));
        }
        files
    }

    /// Whether a rule, or a family as `family/*`, is known here; otherwise the name that is nearest, if one is near.
    pub fn knows(&self, rule: &str) -> Result<(), Option<String>> {
        let files = self.rule_files();
        let families: BTreeSet<_> = files.keys().filter_map(|id| Some(format!("{}/*", id.split_once('/')?.0))).collect();
        if files.contains_key(rule) || families.contains(rule) {
            return Ok(());
        }
        let known = files.keys().copied().chain(families.iter().map(String::as_str));
        Err(nearest(rule, known).map(str::to_owned))
    }

    /// Those it extends and itself, the root first.
    pub(super) fn chain(&self) -> impl Iterator<Item = &Self> {
        let mut chain: Vec<_> = std::iter::successors(Some(self), |publication| publication.parent.as_deref()).collect();
        chain.reverse();
        chain.into_iter()
    }

    fn matched(&self, path: &Path) -> Matched {
        let mut matched = Vec::new();
        for (layer, publication) in self.chain().enumerate() {
            let sections = publication.sections.iter().enumerate().filter(|(_, files)| files.matches(path));
            matched.extend(sections.map(|(number, _)| (layer, number)));
        }
        matched
    }
}

/// The id of a rule file: its path in the folder `rules` beside the publication's file, or else its last two names.
fn id_of(file: &Path, publication: &Path) -> String {
    let folder = publication.parent().unwrap_or(Path::new("")).join("rules");
    let path = file.with_extension("");
    let names: Vec<_> = match path.strip_prefix(folder) {
        Ok(inside) => inside.iter().map(|name| name.to_string_lossy()).collect(),
        Err(_) => path.iter().skip(path.iter().count().saturating_sub(2)).map(|name| name.to_string_lossy()).collect(),
    };
    names.join("/")
}
