//! A `copydesk.toml`, parsed once: its keys, and what can be wrong with it beyond its grammar.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::checks;
use super::former;
use super::globs::Globs;
use super::keys;
use super::lists::Changes;
use super::mistakes::Mistakes;
use super::rule_file::{LEVEL, READER, RuleFile};
use super::shipped::BUILTIN;
use super::shipped_schema;
use super::slips;
use crate::finding::Level;
use crate::prose::Lists;
use crate::style::{Habits, HouseStyle};

/// A `copydesk.toml` that was parsed and not yet judged.
#[derive(Debug)]
pub struct ConfigFile<'t> {
    pub(super) path: &'t Path,
    pub(super) text: &'t str,
    /// `None` for what is no TOML: the mistakes say why.
    pub(super) table: Option<Spanned<DeTable<'t>>>,
    pub(super) mistakes: Mistakes,
}

/// What a publication extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extends {
    /// Another `copydesk.toml`, relative to its own.
    Path(PathBuf),
    /// A built-in profile.
    Profile(String),
}

impl<'t> ConfigFile<'t> {
    /// Parses a file.
    pub fn parse(path: &'t Path, text: &'t str) -> Self {
        let mut mistakes = Mistakes::new(path, text, "meta/bad-config");
        let mut table = mistakes.parse(text);
        table.iter_mut().for_each(|table| former::renew(table.get_mut(), &mut mistakes));
        Self { path, text, table, mistakes }
    }

    /// What it extends, if it says so and can be read so far.
    pub fn extends(&self) -> Option<Extends> {
        let name = self.table.as_ref()?.get_ref().get("extends")?.get_ref().as_str()?;
        Some(match name.strip_prefix(BUILTIN) {
            Some(profile) => Extends::Profile(profile.to_owned()),
            None => Extends::Path(PathBuf::from(name)),
        })
    }
}

/// The keys of a `copydesk.toml` beside those of its house style. Those that begin with `_` are checked here; their values are
/// merged with those of other files before they are read.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    /// What it stands on: a built-in profile, or another `copydesk.toml` by its path from this one.
    #[schemars(schema_with = "shipped_schema::extends")]
    pub(super) extends: Option<Spanned<String>>,
    /// The lowest level that makes a run fail.
    pub(super) fail: Option<Bar>,
    /// Patterns over the paths of drafts that are not checked.
    #[schemars(with = "Vec<String>")]
    pub(super) ignore: Option<Vec<Spanned<String>>>,
    /// Whether a permission in a draft must say why.
    pub(super) require_reason: Option<bool>,
    /// Changed lists of words by name: a list that does not name itself as `@name` is replaced.
    #[schemars(schema_with = "shipped_schema::lists")]
    pub(super) lists: Changes,
    /// What is said about rules: a level, or a level and options.
    #[serde(rename = "rules")]
    #[schemars(with = "shipped_schema::RulesTable")]
    _rules: IgnoredAny,
    /// Other choices for some drafts; a later section wins over an earlier one.
    #[schemars(with = "Vec<Section>")]
    pub(super) section: Vec<Spanned<Section>>,
}

/// A `[[section]]`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Section {
    /// Patterns over the paths of drafts.
    #[schemars(with = "Vec<String>")]
    pub(super) files: Vec<Spanned<String>>,
    /// The kind of its drafts, as rules ask for it: `opinion`, `news`, …
    #[serde(rename = "kind")]
    _kind: Option<String>,
    /// Its habits with figures, over those of the file.
    #[serde(rename = "figures")]
    _figures: Habits,
    /// What is said about rules here: a level, or a level and options.
    #[serde(rename = "rules")]
    #[schemars(with = "shipped_schema::RulesTable")]
    _rules: IgnoredAny,
}

/// The lowest level that makes a run fail.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Bar {
    Error,
    Warning,
    Note,
    Never,
}

impl From<Bar> for Level {
    fn from(bar: Bar) -> Self {
        match bar {
            Bar::Error => Self::Error,
            Bar::Warning => Self::Warning,
            Bar::Note => Self::Note,
            Bar::Never => Self::Off,
        }
    }
}

/// The keys of a file, and of a section, in the order in which they are shown.
pub(super) fn known() -> Vec<&'static str> {
    let mut known: Vec<&str> = Vec::new();
    for keys in [keys::of::<HouseStyle>(), keys::of::<Section>(), keys::of::<Written>()] {
        let new: Vec<_> = keys.iter().filter(|key| !known.contains(key)).collect();
        known.extend(new);
    }
    known
}

impl Written {
    /// Reads a whole file, and tells what is wrong with it as it stands alone.
    pub(super) fn read(table: &Spanned<DeTable<'_>>, text: &str, mistakes: &mut Mistakes) -> Self {
        let (style, own) = (keys::of::<HouseStyle>(), keys::of::<Self>());
        let mut rest = DeTable::new();
        let mut voice = DeTable::new();
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            match style.contains(&name) {
                true => voice.insert(key.clone(), value.clone()),
                false if own.contains(&name) => rest.insert(key.clone(), value.clone()),
                false => {
                    mistakes.unknown_key(key.span(), name, &[style, own].concat());
                    None
                }
            };
        }
        let voice: HouseStyle = mistakes.read(Spanned::new(table.span(), voice)).unwrap_or_default();
        let written: Self = mistakes.read(Spanned::new(table.span(), rest)).unwrap_or_default();
        check_texts(table.get_ref(), &voice, mistakes);
        slips::check_language(table.get_ref(), mistakes);
        slips::check_names(table.get_ref(), text, mistakes);
        slips::check_bounds(table.get_ref(), mistakes);
        written.check(table.get_ref(), mistakes);
        written
    }

    /// Tells what is wrong with patterns. `table` is the whole file: what could not be read is not missing.
    fn check(&self, table: &DeTable<'_>, mistakes: &mut Mistakes) {
        Globs::check(self.ignore.as_deref().unwrap_or_default(), mistakes);
        for section in &self.section {
            Globs::check(&section.get_ref().files, mistakes);
        }
        for section in sections(table).filter(|section| is_empty(section.get_ref(), "files")) {
            mistakes.add(section.span(), "a section names its files").help = Some("files = [\"opinion/**\"]".to_owned());
        }
    }
}

/// Tells what is wrong with approved texts.
fn check_texts(table: &DeTable<'_>, style: &HouseStyle, mistakes: &mut Mistakes) {
    let texts = table.get("texts").and_then(|texts| texts.get_ref().as_table());
    for (id, text) in texts.into_iter().flatten() {
        if is_empty(text.get_ref(), "text") {
            mistakes.add(id.span(), format!("the text “{}” has no wording", id.get_ref()));
        }
        let days = style.texts.get(id.get_ref().as_ref()).and_then(|text| text.from.zip(text.until));
        if days.is_some_and(|(from, until)| until < from) {
            mistakes.add(id.span(), format!("the text “{}” ends before it begins", id.get_ref()));
        }
    }
}

/// The `[[section]]`s of a file.
fn sections<'t>(table: &'t DeTable<'t>) -> impl Iterator<Item = &'t Spanned<DeValue<'t>>> {
    table.get("section").and_then(|sections| sections.get_ref().as_array()).into_iter().flatten()
}

/// The `rules` of a file and of its sections.
pub(super) fn rulings<'t>(table: &'t DeTable<'t>) -> impl Iterator<Item = &'t Spanned<DeValue<'t>>> {
    let sections = sections(table).filter_map(|section| section.get_ref().as_table());
    std::iter::once(table).chain(sections).filter_map(|table| table.get("rules"))
}

/// Whether a table lacks a key, or has nothing there.
fn is_empty(table: &DeValue<'_>, key: &str) -> bool {
    let value = table.as_table().map(|table| table.get(key).map(Spanned::get_ref));
    match value {
        None => false,
        Some(None) => true,
        Some(Some(DeValue::String(text))) => text.trim().is_empty(),
        Some(Some(DeValue::Array(items))) => items.is_empty(),
        Some(Some(_)) => false,
    }
}

/// Tells the mistakes in `[rules]` and in the `rules` of sections. `files` are all rules of the publication.
pub(super) fn check_rules(
    table: &DeTable<'_>,
    files: &std::collections::BTreeMap<&str, &RuleFile>,
    lists: &Lists,
    mistakes: &mut Mistakes,
) {
    let families: BTreeSet<_> = files.keys().filter_map(|id| Some(format!("{}/*", id.split_once('/')?.0))).collect();
    for rules in rulings(table) {
        let Some(rulings) = rules.get_ref().as_table() else {
            mistakes.add(rules.span(), "expected a table of rules and their levels");
            continue;
        };
        for (key, ruling) in rulings {
            let (id, at) = (key.get_ref().as_ref(), key.span());
            match files.get(id) {
                Some(file) => check_ruling(ruling, Some(file), lists, mistakes),
                None if families.contains(id) => check_ruling(ruling, None, lists, mistakes),
                None => {
                    let known = files.keys().copied().chain(families.iter().map(String::as_str));
                    mistakes.unknown(("meta/unknown-rule", "rule"), at, id, known);
                }
            }
        }
    }
}

/// Tells the mistakes in what is said about a rule, or about a family.
fn check_ruling(ruling: &Spanned<DeValue<'_>>, file: Option<&RuleFile>, lists: &Lists, mistakes: &mut Mistakes) {
    let mut options = match ruling.get_ref() {
        DeValue::Table(options) => options.clone(),
        _ => return check_level(ruling, mistakes),
    };
    if let Some(level) = options.remove(LEVEL) {
        check_level(&level, mistakes);
    }
    let Some(file) = file else {
        for key in options.keys() {
            mistakes.add(key.span(), "a family of rules takes a level and nothing else");
        }
        return;
    };
    if let Some(reader) = options.remove(READER).filter(|reader| reader.get_ref().as_bool().is_none()) {
        mistakes.add(reader.span(), "expected `true` or `false`: whether second readers are asked about what the rule tells");
    }
    if let Some(kind) = file.kind() {
        mistakes.beside(&[LEVEL, READER], |mistakes| {
            checks::check(kind, Spanned::new(ruling.span(), DeValue::Table(options)), mistakes, lists);
        });
    }
}

fn check_level(value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) {
    if !matches!(value.get_ref(), DeValue::String(_)) {
        mistakes.add(value.span(), "expected a level, or a table with a level and options").help =
            Some("write `off`, `note`, `warning` or `error` in quotes".to_owned());
    } else if let Err(error) = Level::deserialize(ValueDeserializer::from(value.clone())) {
        mistakes.error(&error);
    }
}
