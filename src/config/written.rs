//! A `copydesk.toml` as it is written, and what can be wrong with it beyond its grammar.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::globs::Globs;
use super::lists::Changes;
use super::mistakes::Mistakes;
use super::publication::{BUILTIN, Choices, Publication, STANDARD, profiles};
use super::rule::{RuleFile, check_options};
use crate::finding::Level;
use crate::prose::Lists;
use crate::style::{Approved, Habits};

/// The keys of a `copydesk.toml`. Those that begin with `_` are checked here and read anew for each policy.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    pub(super) name: Option<String>,
    pub(super) aliases: Option<Vec<String>>,
    pub(super) others: Option<Vec<String>>,
    pub(super) language: Option<String>,
    extends: Option<Spanned<String>>,
    pub(super) fail: Option<Bar>,
    pub(super) ignore: Option<Vec<Spanned<String>>>,
    pub(super) lists: Changes,
    pub(super) texts: BTreeMap<Spanned<String>, Approved>,
    #[serde(rename = "figures")]
    _figures: Habits,
    #[serde(rename = "rules")]
    _rules: IgnoredAny,
    pub(super) section: Vec<Spanned<Section>>,
}

/// A `[[section]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Section {
    pub(super) files: Vec<Spanned<String>>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(rename = "figures")]
    _figures: Habits,
    #[serde(rename = "rules")]
    _rules: IgnoredAny,
}

/// The lowest level that makes a run fail.
#[derive(Debug, Clone, Copy, Deserialize)]
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

impl Written {
    /// What it extends: the profile it names, the `parent` that was found by its path, or the standard.
    pub(super) fn parent(
        &self,
        parent: Option<Arc<Publication>>,
        choices: &Choices,
        mistakes: &mut Mistakes,
    ) -> Option<Arc<Publication>> {
        let standard = || Publication::builtin(STANDARD, choices);
        let Some(extends) = &self.extends else { return parent.or_else(standard) };
        match extends.get_ref().strip_prefix(BUILTIN) {
            Some(profile) => Publication::builtin(profile, choices).or_else(|| {
                mistakes.unknown(("meta/bad-config", "profile"), extends.span(), profile, profiles());
                standard()
            }),
            None => parent.or_else(|| {
                let message = format!("“{}” cannot be extended", extends.get_ref());
                let finding = mistakes.add(extends.span(), message);
                finding.label = "missing, broken, or it extends this file".to_owned();
                finding.help = Some("name a `copydesk.toml` by its path from this one, or a profile: `copydesk:news`".to_owned());
                standard()
            }),
        }
    }

    /// Tells what is wrong with patterns and texts. `table` is the whole file: what could not be read is not missing.
    pub(super) fn check(&self, table: &DeTable<'_>, mistakes: &mut Mistakes) {
        Globs::check(self.ignore.as_deref().unwrap_or_default(), mistakes);
        for section in &self.section {
            Globs::check(&section.get_ref().files, mistakes);
        }
        for section in sections(table).filter(|section| is_empty(section.get_ref(), "files")) {
            mistakes.add(section.span(), "a section names its files").help = Some("files = [\"opinion/**\"]".to_owned());
        }
        let texts = table.get("texts").and_then(|texts| texts.get_ref().as_table());
        for (id, _) in texts.into_iter().flatten().filter(|(_, text)| is_empty(text.get_ref(), "text")) {
            mistakes.add(id.span(), format!("the text “{}” has no wording", id.get_ref()));
        }
        for (id, text) in &self.texts {
            if text.from.zip(text.until).is_some_and(|(from, until)| until < from) {
                mistakes.add(id.span(), format!("the text “{}” ends before it begins", id.get_ref()));
            }
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

/// Tells the mistakes in `[rules]` and in the `rules` of sections.
pub(super) fn check_rules(table: &DeTable<'_>, publication: &Publication, mistakes: &mut Mistakes) {
    let files = publication.rule_files();
    let families: BTreeSet<_> = files.keys().filter_map(|id| Some(format!("{}/*", id.split_once('/')?.0))).collect();
    for rules in rulings(table) {
        let Some(rulings) = rules.get_ref().as_table() else {
            mistakes.add(rules.span(), "expected a table of rules and their levels");
            continue;
        };
        for (key, ruling) in rulings {
            let (id, at) = (key.get_ref().as_ref(), key.span());
            match files.get(id) {
                Some(file) => check_ruling(ruling, Some(file), &publication.lists, mistakes),
                None if families.contains(id) => check_ruling(ruling, None, &publication.lists, mistakes),
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
    if let Some(level) = options.remove("level") {
        check_level(&level, mistakes);
    }
    let Some(file) = file else {
        for key in options.keys() {
            mistakes.add(key.span(), "a family of rules takes a level and nothing else");
        }
        return;
    };
    if let Some((read, _)) = file.check() {
        check_options(read, Spanned::new(ruling.span(), DeValue::Table(options)), mistakes, lists);
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
