//! Every value of a draft's policy, with the file that gives it.

use super::config_file;
use super::merged::{Merged, Origin, dotted};
use super::rule_file::LEVEL;
use super::settled::Settled;
use super::value::TomlValue;

/// One value of a policy, and the file that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigLine {
    /// The dotted key: `rules."attribution/vague-source".level`.
    pub key: String,
    /// The value, as TOML.
    pub value: String,
    /// The file and line: `copydesk:news:7`, `drafts/copydesk.toml:3`.
    pub origin: String,
}

/// All of them: single values first, then tables, then rules. `place` names a place of the chain's files.
pub(super) fn of(merged: &Merged, rules: &[Settled<'_>], place: &dyn Fn(Origin) -> String) -> Vec<ConfigLine> {
    let setting = |path: &[&str], value: &TomlValue<'_>| {
        let origin = merged.origin(path).map(place).unwrap_or_default();
        ConfigLine { key: dotted(path), value: value.to_string(), origin }
    };
    let (mut single, mut tables) = (Vec::new(), Vec::new());
    for key in config_file::known().into_iter().filter(|key| *key != "rules") {
        match merged.get(&[key]).map(|value| (value, value.as_table())) {
            Some((_, Some(entries))) => tables.extend(entries.iter().map(|(name, value)| setting(&[key, name], value))),
            Some((value, None)) => single.push(setting(&[key], value)),
            None => {}
        }
    }
    single.extend(tables);
    for rule in rules {
        let (id, own) = (rule.file.id.as_str(), rule.file.path().display().to_string());
        let origin = |key: &str| merged.origin(&["rules", id, key]).map_or_else(|| own.clone(), place);
        let line = |key: &str, value: String| ConfigLine { key: dotted(&["rules", id, key]), value, origin: origin(key) };
        single.push(line("level", format!("\"{}\"", rule.level.name())));
        let over = rule.over.into_iter().flatten().filter(|(key, _)| *key != LEVEL);
        let mut options: std::collections::BTreeMap<_, _> = rule.file.options().into_iter().flatten().collect();
        options.extend(over);
        single.extend(options.into_iter().map(|(key, value)| line(key, value.to_string())));
    }
    single
}
