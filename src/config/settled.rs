//! One rule as a chain of files settles it: how loud it is, its options, and who said so.

use super::merged::Merged;
use super::rule_file::{RuleFile, level_named};
use super::value::{TomlTable, TomlValue};
use crate::check::Check;
use crate::finding::Level;
use crate::policy::{Choices, LazyWords, Rule};

/// A rule file with what was said of it.
pub(super) struct Settled<'a> {
    pub(super) file: &'a RuleFile,
    /// Level and options, where a publication says any.
    pub(super) over: Option<&'a TomlTable<'static>>,
    pub(super) level: Level,
}

impl<'a> Settled<'a> {
    pub(super) fn new(file: &'a RuleFile, merged: &'a Merged, choices: &Choices) -> Self {
        let over = merged.rule(&file.id);
        let said = over.and_then(|over| level_named(over.get("level").and_then(TomlValue::as_text)?));
        Self { file, over, level: level(file, said, choices) }
    }

    /// The rule in force. `names` are the files of the chain, the root first.
    pub(super) fn rule(&self, merged: &Merged, names: &[String]) -> Option<Rule> {
        let (words, check) = self.file.rule(self.over)?;
        Some(self.of(words, check, merged, names))
    }

    /// The same where no list of words was changed. Of a rule as it ships, the words and options are read when they are asked for;
    /// `wanted` takes the numbers of the shipped sets of phrases that it asks for.
    pub(super) fn unread(&self, merged: &Merged, names: &[String], wanted: &mut Vec<u16>) -> Option<Rule> {
        let Some((words, check, phrases)) = self.file.unread(self.over) else { return self.rule(merged, names) };
        wanted.extend(phrases);
        Some(self.of(words, check, merged, names))
    }

    fn of(&self, words: LazyWords, check: Box<dyn Check>, merged: &Merged, names: &[String]) -> Rule {
        let keys = self.over.into_iter().flatten();
        let said = keys.filter_map(|(key, _)| merged.origin(&["rules", &self.file.id, key]));
        let mut layers: Vec<usize> = said.map(|origin| origin.layer).collect();
        layers.sort_unstable();
        layers.dedup();
        let mut origin = vec![self.file.path().display().to_string()];
        origin.extend(layers.into_iter().filter_map(|layer| names.get(layer).cloned()));
        Rule { id: self.file.id.clone(), words, check, level: self.level, origin }
    }
}

/// The level of a rule after what publications said and the command line asks.
fn level(file: &RuleFile, said: Option<Level>, choices: &Choices) -> Level {
    let silenced = said == Some(Level::Off);
    let strict = file.strict.filter(|_| choices.strict && !silenced);
    let level = said.unwrap_or(file.level).max(strict.unwrap_or(Level::Off));
    match choices.chooses(&file.id) {
        false => Level::Off,
        true if choices.only.is_empty() || level > Level::Off => level,
        // Asked for by name, a silent rule speaks as its file has it.
        true if file.level == Level::Off => Level::Warning,
        true => file.level,
    }
}
