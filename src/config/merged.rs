//! What a chain of files settles on: the last word on each key, and beside it where that was said.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::de::Deserializer;

use super::keys;
use super::value::{self, TomlTable, TomlValue};
use crate::style::HouseStyle;

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// The number of the file in its chain, the root first.
    pub(super) layer: usize,
    /// The byte in the file.
    pub(super) at: usize,
}

/// The values of several files, each laid over those before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Merged {
    values: TomlTable<'static>,
    origins: BTreeMap<String, Origin>,
}

impl Merged {
    /// Lays a file or a section over what was said before. `rules` are the ids that families stand for.
    pub(super) fn lay(&mut self, table: &TomlTable<'static>, layer: usize, rules: &[&str]) {
        for (key, value) in table {
            match (key.as_ref(), value.as_table()) {
                ("files" | "section", _) => {}
                ("rules", Some(rulings)) => self.lay_rules(rulings, layer, rules),
                (key, Some(entries)) => entries.iter().for_each(|(name, value)| self.set(&[key, name], value, layer)),
                (key, None) => self.set(&[key], value, layer),
            }
        }
    }

    /// What is said of a family stands before what the same file says of its rules.
    fn lay_rules(&mut self, rulings: &TomlTable<'static>, layer: usize, rules: &[&str]) {
        let (families, single): (Vec<_>, Vec<_>) = rulings.iter().partition(|(key, _)| key.ends_with("/*"));
        for (family, ruling) in families {
            let Some(level) = ruling.as_table().map_or(Some(ruling), |options| options.get("level")) else { continue };
            let members = rules.iter().copied().filter(|rule| family_of(rule) == **family);
            members.chain([family.as_ref()]).for_each(|id| self.set(&["rules", id, "level"], level, layer));
        }
        for (id, ruling) in single {
            match ruling.as_table() {
                Some(options) => options.iter().for_each(|(key, value)| self.set(&["rules", id, key], value, layer)),
                None => self.set(&["rules", id, "level"], ruling, layer),
            }
        }
    }

    /// A rule that nobody knew so far gets what was said of its family.
    pub(super) fn join(&mut self, rule: &str) {
        let family = ["rules", &family_of(rule), "level"];
        if let (Some(level), Some(origin)) = (self.get(&family).cloned(), self.origin(&family)) {
            self.put(&["rules", rule, "level"], level, origin);
        }
    }

    fn set(&mut self, path: &[&str], value: &TomlValue<'static>, layer: usize) {
        self.put(path, value.clone(), Origin { layer, at: value.at.start });
    }

    fn put(&mut self, path: &[&str], value: TomlValue<'static>, origin: Origin) {
        let Some((last, before)) = path.split_last() else { return };
        let mut table = &mut self.values;
        for key in before {
            table = table.entry(Cow::Owned((*key).to_owned())).or_insert_with(TomlValue::empty).entries();
        }
        table.insert(Cow::Owned((*last).to_owned()), value);
        self.origins.insert(dotted(path), origin);
    }

    pub(super) fn get(&self, path: &[&str]) -> Option<&TomlValue<'static>> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.values.get(*first)?, |value, key| value.as_table()?.get(*key))
    }

    pub(super) fn origin(&self, path: &[&str]) -> Option<Origin> {
        self.origins.get(&dotted(path)).copied()
    }

    /// What was said of a rule: its level, and options of its check.
    pub(super) fn rule(&self, id: &str) -> Option<&TomlTable<'static>> {
        self.get(&["rules", id])?.as_table()
    }

    /// What a publication says of itself.
    pub(super) fn style(&self) -> HouseStyle {
        let keys = keys::of::<HouseStyle>();
        let table = value::readable(self.values.iter().filter(|(key, _)| keys.contains(&key.as_ref())));
        HouseStyle::deserialize(Deserializer::from(Spanned::new(0..0, table))).unwrap_or_default()
    }
}

/// The family of a rule, as `family/*`.
pub(super) fn family_of(rule: &str) -> String {
    rule.split_once('/').map_or(String::new(), |(family, _)| format!("{family}/*"))
}

/// A key as TOML writes it with dots.
pub(super) fn dotted(path: &[&str]) -> String {
    let bare = |key: &str| !key.is_empty() && key.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'));
    let keys = path.iter().map(|key| if bare(key) { (*key).to_owned() } else { format!("\"{key}\"") });
    keys.collect::<Vec<_>>().join(".")
}
