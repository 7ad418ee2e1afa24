//! One publication's choices, as its `copydesk.toml` says them, laid over those of the publication it extends.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use toml::de::DeTable;

use super::config_file::{self, ConfigFile, Written};
use super::example::Example;
use super::globs::Globs;
use super::idle::{Busy, Selector};
use super::lines::{self, ConfigLine};
use super::lists::{self, Changes};
use super::merged::Merged;
use super::mistakes::Mistakes;
use super::rule_file::{self, RuleFile};
use super::settled::Settled;
use super::shipped::{self, BUILTIN, STANDARD, profiles};
use super::slips;
use super::texts::{self, Ids};
use super::value::{self, TomlTable, TomlValue};
use crate::check::{Asked, Teller};
use crate::finding::{File, Level, nearest};
use crate::policy::{Choices, LazyNames, Policy, Rule, key};
use crate::prose::{Lexicon, Lists, plain};
use crate::rulings::Rulings;
use crate::style::{HouseStyle, LazyKeys};
use crate::text::{Format, Source};

/// What to do where nothing is known of what `extends` leads to.
const EXTENDS: &str = "name a `copydesk.toml` by its path from this one, or a profile: `copydesk:news`";

/// The rule by which prints are taken where none compares drafts.
const PRINTED: &str = "boilerplate/across-articles";

/// One publication's choices.
#[derive(Debug)]
pub struct Publication {
    /// The lowest level that makes a run fail; `Off` for none.
    pub fail: Level,
    /// Whether a permission must say why.
    require_reason: bool,
    /// Its `copydesk.toml`, or `copydesk:NAME` for a built-in profile.
    source: Source,
    /// Its names and texts; the kind is a policy's.
    style: HouseStyle,
    lists: Lists,
    choices: Choices,
    parent: Option<Arc<Self>>,
    own: Vec<RuleFile>,
    ignore: Globs,
    /// Whether these patterns are its own, and not those of what it extends.
    ignores_itself: bool,
    sections: Vec<(Globs, TomlTable<'static>)>,
    /// What it and those it extends say outside of sections.
    merged: Merged,
    /// Names all of its texts, and those of the publications it extends.
    key: u64,
    policies: Mutex<BTreeMap<Matched, Arc<Policy>>>,
    rulings: OnceLock<Arc<Rulings>>,
}

/// Sections that name a draft: number of the file in the chain, number of the section in the file.
type Matched = Vec<(usize, usize)>;

/// What stands where `extends` leads.
#[derive(Debug, Clone)]
pub enum Extended {
    /// A publication.
    Publication(Arc<Publication>),
    /// One with mistakes, which are told in its own files.
    Broken,
    /// Nothing that is to be read.
    Refused {
        /// Why, in words that go on after “… cannot be extended: ”.
        why: String,
        /// What to do.
        help: String,
    },
}

impl From<Arc<Publication>> for Extended {
    fn from(publication: Arc<Publication>) -> Self {
        Self::Publication(publication)
    }
}

impl Publication {
    /// Reads a `copydesk.toml`, and the rule files beside it as (path, text).
    ///
    /// `parent` is what it extends by path, or `None` where nothing is known of that; built-in profiles are found here. All mistakes
    /// come back as files with findings; with a fatal one in the configuration there is no publication, and without a parent no more is said
    /// than that. A rule file with mistakes is left out, and the others hold.
    pub fn read(
        path: &Path,
        text: &str,
        parent: Option<Extended>,
        rules: &[(PathBuf, String)],
        choices: &Choices,
    ) -> (Option<Arc<Self>>, Vec<File>) {
        Self::of(ConfigFile::parse(path, text), parent, rules, choices)
    }

    /// The same of a file that was parsed before, to see what it extends.
    pub fn of(
        file: ConfigFile<'_>,
        parent: Option<Extended>,
        rules: &[(PathBuf, String)],
        choices: &Choices,
    ) -> (Option<Arc<Self>>, Vec<File>) {
        let ConfigFile { path, text, table, mut mistakes } = file;
        let Some(table) = table else { return (None, mistakes.finish("").into_iter().collect()) };
        let mut written = Written::read(&table, text, &mut mistakes);
        let Some(parent) = extended(&written, parent, choices, &mut mistakes) else {
            return (None, mistakes.finish("").into_iter().collect());
        };
        let (before, mut lists) = (&parent.lists, lists::changed(&parent.lists, &written.lists));
        let rule_texts: Vec<_> = std::iter::once(text).chain(rules.iter().map(|(_, text)| text.as_str())).collect();
        if !lists::check(&written.lists, before, &lists, &rule_texts, &mut mistakes) {
            (written.lists, lists) = (Changes::default(), before.clone());
        }
        let (own, broken): (Vec<_>, Vec<_>) =
            rules.iter().map(|(file, text)| RuleFile::read(file, rule_file::id_of(file, path), text, &lists)).unzip();
        let values = value::owned(value::table(table.get_ref().clone()));
        let source = Source::new(path, Format::Toml, text);
        let mut publication = Self::assemble(source, &values, &written, lists, Some(parent), own, choices);
        config_file::check_rules(table.get_ref(), &publication.rule_files(), &publication.lists, &mut mistakes);
        publication.check_texts(table.get_ref(), &values, &mut mistakes);
        publication.check_kinds(&mut mistakes);
        let broken = publication.sound(broken);
        let is_broken = |file: &Option<File>| file.as_ref().is_some_and(|file| file.is_fatal());
        let fatal = mistakes.is_fatal();
        let mut sound = broken.iter().map(|file| !is_broken(file));
        publication.own.retain(|_| sound.next().unwrap_or(true));
        let files = mistakes.finish(&publication.style.name).into_iter().chain(broken.into_iter().flatten()).collect();
        ((!fatal).then(|| Arc::new(publication)), files)
    }

    /// A built-in profile.
    pub fn builtin(profile: &str, choices: &Choices) -> Option<Arc<Self>> {
        let text = shipped::profile(profile)?;
        let file = ConfigFile::parse(Path::new(BUILTIN), text);
        let (table, mut mistakes) = (file.table?, file.mistakes);
        let written = Written::read(&table, text, &mut mistakes);
        let parent = if profile == STANDARD { None } else { Self::builtin(STANDARD, choices) };
        let before = parent.as_ref().map_or_else(Lists::shipped, |parent| parent.lists.clone());
        let lists = lists::changed(&before, &written.lists);
        let source = Source::new(format!("{BUILTIN}{profile}"), Format::Toml, text);
        let values = value::table(table.into_inner());
        Some(Arc::new(Self::assemble(source, &values, &written, lists, parent, Vec::new(), choices)))
    }

    fn assemble(
        source: Source,
        values: &TomlTable<'static>,
        written: &Written,
        lists: Lists,
        parent: Option<Arc<Self>>,
        own: Vec<RuleFile>,
        choices: &Choices,
    ) -> Self {
        let above = parent.as_deref();
        let sections = values.get("section").map(TomlValue::items).unwrap_or_default().iter();
        let sections = sections.filter_map(TomlValue::as_table).zip(&written.section);
        let mut texts = vec![source.text.as_bytes()];
        texts.extend(own.iter().flat_map(|file| [file.id.as_bytes(), file.written.as_bytes()]));
        let parent_key = above.map_or(0, |above| above.key).to_le_bytes();
        let key = key(std::iter::once(&parent_key[..]).chain(texts));
        let mut publication = Self {
            fail: written.fail.map(Level::from).or(above.map(|above| above.fail)).unwrap_or(Level::Error),
            require_reason: written.require_reason.or(above.map(|above| above.require_reason)).unwrap_or_default(),
            style: HouseStyle::default(),
            lists,
            choices: choices.clone(),
            ignore: match &written.ignore {
                Some(patterns) => Globs::new(patterns),
                None => above.map(|above| above.ignore.clone()).unwrap_or_default(),
            },
            ignores_itself: written.ignore.is_some(),
            sections: sections.map(|(table, section)| (Globs::new(&section.get_ref().files), table.clone())).collect(),
            merged: above.map(|above| above.merged.clone()).unwrap_or_default(),
            key,
            policies: Mutex::default(),
            rulings: OnceLock::new(),
            source,
            parent,
            own,
        };
        let layer = publication.chain().count() - 1;
        let mut merged = std::mem::take(&mut publication.merged);
        publication.own.iter().for_each(|file| merged.join(&file.id));
        let files = if values.contains_key("rules") { publication.rule_files() } else { BTreeMap::new() };
        merged.lay(values, layer, &files.into_keys().collect::<Vec<_>>());
        let lists = publication.lists.clone();
        let keys = LazyKeys::of(move |name| plain([format!("@{name}").as_str()], &lists));
        publication.style = HouseStyle { keys, ..merged.style() };
        publication.merged = merged;
        publication
    }

    /// Tells where approved texts and the rules that ask for them go by different ids.
    fn check_texts(&self, table: &DeTable<'_>, values: &TomlTable<'static>, mistakes: &mut Mistakes) {
        let sections = || values.get("section").map(TomlValue::items).unwrap_or_default().iter().filter_map(TomlValue::as_table);
        let asked = || std::iter::once(values).chain(sections()).flat_map(texts::asked_in);
        let texts = table.get("texts").and_then(|texts| texts.get_ref().as_table());
        if texts.is_none() && asked().next().is_none() {
            return;
        }
        let mut ids = self.ids(None);
        ids.check_asked(asked(), "meta/bad-config", mistakes);
        let of_chain = self.chain().flat_map(|publication| publication.sections.iter().map(|(_, table)| table));
        let of_rules = self.rule_files().into_keys().filter_map(|id| self.merged.rule(id)).flat_map(texts::asked_by);
        let said = of_chain.flat_map(texts::asked_in).chain(of_rules).filter_map(TomlValue::as_text);
        ids.asked.extend(said.map(str::to_owned));
        ids.check_approved(texts.into_iter().flatten().map(|(id, _)| (id.get_ref().as_ref(), id.span())), mistakes);
    }

    /// Tells the kinds of its own sections that no rule asks for.
    fn check_kinds(&self, mistakes: &mut Mistakes) {
        let own =
            self.sections.iter().filter_map(|(_, table)| table.get("kind")).filter_map(|kind| Some((kind, kind.as_text()?)));
        let own: Vec<_> = own.collect();
        if own.is_empty() {
            return;
        }
        let mut asked = BTreeSet::new();
        let files = self.rule_files();
        files.values().filter_map(|file| file.options()).for_each(|options| slips::kinds_in(options, &mut asked));
        files.keys().filter_map(|id| self.merged.rule(id)).for_each(|options| slips::kinds_in(options, &mut asked));
        let sections = self.chain().flat_map(|publication| &publication.sections);
        sections.for_each(|(_, table)| slips::kinds_in(table, &mut asked));
        own.into_iter().for_each(|(value, kind)| slips::check_kind(kind, value.at.clone(), &asked, mistakes));
    }

    /// The ids of texts that are known here, but for those that this rule asks for.
    fn ids(&self, rule: Option<&str>) -> Ids<'_> {
        let files = self.rule_files().into_values().filter(|file| Some(file.id.as_str()) != rule);
        let asked = files.filter_map(RuleFile::options).flat_map(texts::asked_by).filter_map(TomlValue::as_text);
        Ids { approved: &self.style.texts, asked: asked.map(str::to_owned).collect() }
    }

    /// What is wrong with each of its own rule files, slips in the ids of texts included.
    fn sound(&self, broken: Vec<Option<File>>) -> Vec<Option<File>> {
        let slips = |file: &RuleFile| {
            let asked = file.options().into_iter().flat_map(texts::asked_by);
            let mut mistakes = Mistakes::new(file.path(), &file.written, "meta/bad-rule");
            if file.options().is_some_and(|options| options.contains_key("texts")) {
                self.ids(Some(&file.id)).check_asked(asked, "meta/bad-rule", &mut mistakes);
            }
            mistakes.finish(&self.style.name)
        };
        self.own.iter().zip(broken).map(|(file, broken)| broken.or_else(|| slips(file))).collect()
    }

    /// Its `copydesk.toml`, or `copydesk:NAME` for a built-in profile.
    pub fn path(&self) -> &Path {
        &self.source.path
    }

    /// Its name; empty when none is configured.
    pub fn name(&self) -> &str {
        &self.style.name
    }

    /// Whether a draft, by its path in the publication's folder, is not to be checked.
    pub fn ignores(&self, path: &Path) -> bool {
        self.ignore.matches(path)
    }

    /// The pattern by which a draft is ignored, and where it stands: “`legacy/**` (copydesk.toml:7)”.
    pub fn ignored_by(&self, path: &Path) -> Option<String> {
        let chain: Vec<_> = self.chain().collect();
        let ignoring = chain.into_iter().rev().find(|publication| publication.ignores_itself)?;
        let pattern = &ignoring.ignore.written()[self.ignore.matching(path).next()?];
        Some(format!("`{}` ({})", pattern.get_ref(), ignoring.line(pattern.span().start)))
    }

    /// The sections that a draft is of, by file and line; later ones are stronger.
    pub fn sections_of(&self, path: &Path) -> Vec<String> {
        let chain: Vec<_> = self.chain().collect();
        let place = |(layer, number): (usize, usize)| {
            let publication: &Self = chain[layer];
            let first = publication.sections[number].0.written().first()?;
            Some(publication.line(first.span().start))
        };
        self.matched(path).into_iter().filter_map(place).collect()
    }

    /// A place in its file, by the line.
    fn line(&self, at: usize) -> String {
        format!("{}:{}", self.source.path.display(), self.source.position(at).line)
    }

    /// Notes which sections and patterns name a file, by its path in the publication's folder.
    pub fn note(&self, path: &Path, busy: &mut Busy) {
        let chain: Vec<_> = self.chain().collect();
        for (layer, number) in self.matched(path) {
            busy.note(chain[layer].path(), Selector::Section(number));
        }
        let ignoring = chain.iter().rev().find(|publication| publication.ignores_itself);
        for (publication, number) in
            ignoring.into_iter().flat_map(|own| own.ignore.matching(path).map(move |number| (own, number)))
        {
            busy.note(publication.path(), Selector::Ignore(number));
        }
    }

    /// Its own sections and patterns that named nothing, where all that it is for was looked at. `is_there` tells whether a path in its
    /// folder is there.
    pub fn idle(&self, busy: &Busy, is_there: impl Fn(&str) -> bool) -> Option<File> {
        let mut mistakes = Mistakes::new(self.path(), &self.source.text, "meta/unused-pattern");
        for (number, (files, _)) in self.sections.iter().enumerate() {
            busy.check_section(self.path(), number, files.written(), &is_there, &mut mistakes);
        }
        let ignored = if self.ignores_itself { self.ignore.written() } else { &[] };
        for (number, pattern) in ignored.iter().enumerate() {
            busy.check_ignore(self.path(), number, pattern, &is_there, &mut mistakes);
        }
        mistakes.finish(&self.style.name)
    }

    /// Its own approved texts that no rule asks for and no draft holds: those that are held are named.
    pub fn idle_texts(&self, held: &BTreeSet<String>) -> Option<File> {
        let mut mistakes = Mistakes::new(self.path(), &self.source.text, "meta/unused-text");
        let (mut ids, layer) = (self.ids(None), self.chain().count() - 1);
        let rules = self.rule_files().into_keys().filter_map(|id| self.merged.rule(id));
        ids.asked.extend(rules.flat_map(texts::asked_by).filter_map(TomlValue::as_text).map(str::to_owned));
        for id in self.style.texts.keys().filter(|id| !held.contains(*id) && !ids.asked.contains(*id)) {
            if let Some(origin) = self.merged.origin(&["texts", id]).filter(|origin| origin.layer == layer) {
                texts::tell_idle(id, origin.at, &mut mistakes);
            }
        }
        mistakes.finish(&self.style.name)
    }

    /// From now on its drafts are judged by what second readers made of their claims, too; once, and before any policy is asked for.
    pub fn read_by(&self, rulings: Arc<Rulings>) {
        // Whoever was first is the one.
        let _ = self.rulings.set(rulings);
    }

    /// What a draft, by its path in the publication's folder, is judged by; drafts of the same sections share it.
    pub fn policy(&self, path: &Path) -> Arc<Policy> {
        let matched = self.matched(path);
        let mut policies = self.policies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(policy) = policies.get(&matched) {
            return policy.clone();
        }
        let policy = Arc::new(self.settle(&matched, &self.choices));
        policies.insert(matched, policy.clone());
        policy
    }

    /// What an example of a rule is judged by: that rule alone, the example's path, and the kind and the publication's name that it says.
    pub fn example_policy(&self, rule: &str, example: &Example) -> Policy {
        let choices = Choices { only: vec![rule.to_owned()], ..self.choices.clone() };
        let mut policy = self.settle(&self.matched(Path::new(example.path.as_deref().unwrap_or("example.md"))), &choices);
        policy.style.kind = example.kind.clone().or(policy.style.kind);
        policy.style.name = example.name.clone().unwrap_or(policy.style.name);
        let said = format!("{:?}{:?}", example.kind, example.name);
        policy.key = key([&policy.key.to_le_bytes()[..], said.as_bytes()]);
        policy.rulings = None;
        policy
    }

    /// Every value of a draft's policy with the file that gives it.
    pub fn settings(&self, path: &Path) -> Vec<ConfigLine> {
        let (files, merged) = (self.rule_files(), self.merged(&self.matched(path)));
        let rules: Vec<_> = files.into_values().map(|file| Settled::new(file, &merged, &self.choices)).collect();
        let chain: Vec<_> = self.chain().collect();
        lines::of(&merged, &rules, &|origin| {
            let source = &chain[origin.layer].source;
            format!("{}:{}", source.path.display(), source.position(origin.at).line)
        })
    }

    /// All rules by id, silent ones too, as they are outside any section.
    pub fn rules(&self) -> Vec<Rule> {
        let (names, files) = (self.names(), self.rule_files().into_values());
        files.filter_map(|file| Settled::new(file, &self.merged, &self.choices).rule(&self.merged, &names)).collect()
    }

    /// What a rule asks of a writer, at most so many words of each sort.
    pub fn describe(&self, rule: &Rule, most: usize) -> Asked {
        rule.check.describe(&Teller { lists: &self.lists, style: &self.style, most })
    }

    /// The files of all rules by id: the shipped ones and those of the publication and its parents.
    pub fn rule_files(&self) -> BTreeMap<&str, &RuleFile> {
        let mut files: BTreeMap<&str, &RuleFile> = rule_file::shipped().iter().map(|(id, file)| (*id, file)).collect();
        for publication in self.chain() {
            files.extend(publication.own.iter().map(|file| (file.id.as_str(), file)));
        }
        files
    }

    /// Whether a rule, or a family as `family/*`, is known here; otherwise the name that is nearest, if one is near.
    pub fn knows(&self, rule: &str) -> Result<(), Option<String>> {
        let known = self.known()();
        match known.iter().any(|known| known == rule) {
            true => Ok(()),
            false => Err(nearest(rule, known.iter().map(String::as_str)).map(str::to_owned)),
        }
    }

    /// All rules by id, and families as `family/*`.
    fn known(&self) -> impl FnOnce() -> Vec<String> + use<> {
        let own: Vec<_> = self.chain().flat_map(|publication| &publication.own).map(|file| file.id.clone()).collect();
        move || rule_file::names(own)
    }

    /// Those it extends and itself, the root first.
    fn chain(&self) -> impl Iterator<Item = &Self> {
        let mut chain: Vec<_> = std::iter::successors(Some(self), |publication| publication.parent.as_deref()).collect();
        chain.reverse();
        chain.into_iter()
    }

    /// The files of the chain.
    fn names(&self) -> Vec<String> {
        self.chain().map(|publication| publication.source.path.display().to_string()).collect()
    }

    fn matched(&self, path: &Path) -> Matched {
        let mut matched = Vec::new();
        for (layer, publication) in self.chain().enumerate() {
            let sections = publication.sections.iter().enumerate().filter(|(_, (files, _))| files.matches(path));
            matched.extend(sections.map(|(number, _)| (layer, number)));
        }
        matched
    }

    /// All that is said for drafts that these sections name; later sections are stronger than earlier ones.
    fn merged(&self, matched: &[(usize, usize)]) -> Merged {
        let (mut merged, chain) = (self.merged.clone(), self.chain().collect::<Vec<_>>());
        let rules: Vec<_> = if matched.is_empty() { Vec::new() } else { self.rule_files().into_keys().collect() };
        for &(layer, number) in matched {
            merged.lay(&chain[layer].sections[number].1, layer, &rules);
        }
        merged
    }

    /// The policy for drafts that these sections name, of the rules that are chosen.
    fn settle(&self, matched: &[(usize, usize)], choices: &Choices) -> Policy {
        let (merged, names) = (self.merged(matched), self.names());
        let settled = self.rule_files().into_values().map(|file| Settled::new(file, &merged, choices));
        let in_force = settled.filter(|rule| rule.level > Level::Off || choices.prints && rule.file.id == PRINTED);
        let mut wanted = Vec::new();
        let rule = |rule: Settled<'_>| match self.lists.is_shipped() {
            true => rule.unread(&merged, &names, &mut wanted),
            false => rule.rule(&merged, &names),
        };
        let mut rules: Vec<_> = in_force.filter_map(rule).collect();
        // Names of lists that are none were told when the file was read.
        rules.iter_mut().for_each(|rule| drop(rule.check.take(&self.lists)));
        let lexicon = Lexicon::with(&wanted, &self.lists, rules.iter_mut().flat_map(|rule| rule.check.phrases()));
        let kind = merged.get(&["kind"]).and_then(TomlValue::as_text).map(str::to_owned);
        let sections = matched.iter().flat_map(|&(layer, number)| [layer, number]);
        let sections: Vec<_> = sections.flat_map(|number| (number as u64).to_le_bytes()).collect();
        let rulings = self.rulings.get().cloned();
        let read = rulings.as_ref().map(|rulings| rulings.key().to_le_bytes());
        let parts = [&self.key.to_le_bytes()[..], &choices.key().to_le_bytes(), &sections];
        let key = key(parts.into_iter().chain(read.iter().map(|read| &read[..])));
        let beside = rules.iter().flat_map(|rule| rule.check.beside()).cloned().collect();
        Policy {
            key,
            style: HouseStyle { kind, beside, keys: self.style.keys.clone(), ..merged.style() },
            lexicon,
            rules,
            fail: self.fail,
            require_reason: self.require_reason,
            apart: choices.without_publications,
            known: LazyNames::new(Box::new(self.known())),
            rulings,
        }
    }
}

/// What it extends: the profile it names, the `parent` that was found by its path, or the standard; `None` where that is not to
/// be had, and all that rests on it cannot be judged.
fn extended(written: &Written, parent: Option<Extended>, choices: &Choices, mistakes: &mut Mistakes) -> Option<Arc<Publication>> {
    let standard = || Publication::builtin(STANDARD, choices);
    let name = written.extends.as_ref().map(|extends| (extends.get_ref().strip_prefix(BUILTIN), extends));
    let (extends, why, help) = match (name, parent) {
        (_, Some(Extended::Publication(parent))) => return Some(parent),
        (_, Some(Extended::Broken)) => return None,
        (None, _) => return standard(),
        (Some((Some(profile), extends)), _) => {
            return Publication::builtin(profile, choices).or_else(|| {
                mistakes.unknown(("meta/bad-config", "profile"), extends.span(), profile, profiles());
                standard()
            });
        }
        (Some((None, extends)), Some(Extended::Refused { why, help })) => (extends, format!(": {why}"), help),
        (Some((None, extends)), None) => (extends, String::new(), EXTENDS.to_owned()),
    };
    mistakes.add(extends.span(), format!("“{}” cannot be extended{why}", extends.get_ref())).help = Some(help);
    None
}
