//! A rule's file: its words, the options of its check, and its examples, each read once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, Deserializer};

use super::checks::{self, CHECKS, CheckKind};
use super::example::{self, Example};
use super::former;
use super::keys;
use super::merged::family_of;
use super::mistakes::Mistakes;
use super::shipped::{self, BUILTIN, ShippedRule};
use super::slips;
use super::value::{self, TomlTable, TomlValue};
use crate::check::Check;
use crate::finding::{File, Level, nearest};
use crate::policy::{LazyWords, Words};
use crate::prose::Lists;

/// The key of the examples.
pub(super) const EXAMPLE: &str = "example";
/// The keys that every rule has.
pub(super) const NEEDED: [&str; 3] = ["summary", "message", "why"];

/// What a publication may say of every rule, beside the options of its check.
pub(super) const LEVEL: &str = "level";
pub(super) const READER: &str = "reader";

/// A rule's file. Of a shipped one no more than the level is read until somebody asks for more.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// The rule's id.
    pub id: String,
    path: OnceLock<PathBuf>,
    /// The whole file, where it is a publication's own.
    pub(super) written: String,
    pub(super) level: Level,
    pub(super) strict: Option<Level>,
    /// Where it ships, what `build.rs` laid down of it.
    pub(super) shipped: Option<&'static ShippedRule>,
    head: OnceLock<Option<Head>>,
    examples: OnceLock<Vec<Example>>,
}

/// What makes the rule: all but the examples.
#[derive(Debug, Clone)]
struct Head {
    /// `None` where some of them are mistakes.
    words: Option<Arc<Words>>,
    kind: &'static CheckKind,
    options: TomlTable<'static>,
}

/// The rules that ship with copydesk, by id.
pub fn shipped() -> &'static BTreeMap<&'static str, RuleFile> {
    static RULES: OnceLock<BTreeMap<&str, RuleFile>> = OnceLock::new();
    RULES.get_or_init(|| {
        let level = |name: Option<&str>| name.and_then(level_named);
        let file = |rule: &'static ShippedRule| {
            let file = RuleFile {
                id: rule.id.to_owned(),
                path: OnceLock::new(),
                written: String::new(),
                level: level(rule.level).unwrap_or(Words::default().level),
                strict: level(rule.strict),
                shipped: Some(rule),
                head: OnceLock::new(),
                examples: OnceLock::new(),
            };
            (rule.id, file)
        };
        shipped::RULES.iter().map(file).collect()
    })
}

/// All rules by id, the shipped ones and these, and families as `family/*`.
pub(super) fn names(own: Vec<String>) -> Vec<String> {
    let ids: BTreeSet<String> = shipped().keys().map(|id| (*id).to_owned()).chain(own).collect();
    let families: BTreeSet<_> = ids.iter().map(|id| family_of(id)).collect();
    ids.into_iter().chain(families).collect()
}

/// The level of this name.
pub(super) fn level_named(name: &str) -> Option<Level> {
    [Level::Off, Level::Note, Level::Warning, Level::Error].into_iter().find(|level| level.name() == name)
}

impl RuleFile {
    /// Reads a publication's own rule file, with all mistakes in it; its phrases are looked at once the lists are known.
    pub(super) fn read(path: &Path, id: String, text: &str, lists: &Lists) -> (Self, Option<File>) {
        let mut mistakes = Mistakes::new(path, text, "meta/bad-rule");
        let (two, meta) = (id.split('/').count() == 2, id.starts_with("meta/"));
        if !two {
            mistakes.add(0..0, "a rule's file lies in its family's folder: `rules/FAMILY/NAME.toml`");
        }
        if meta {
            mistakes.add(0..0, "the family `meta` is copydesk's own");
        }
        let mut table = mistakes.parse(text);
        table.iter_mut().for_each(|table| former::renew(table.get_mut(), &mut mistakes));
        let words = table.clone().map(|table| check_file(table, text, &mut mistakes, lists)).unwrap_or_default();
        let mut table = table.map(Spanned::into_inner).unwrap_or_default();
        let examples = table.remove(EXAMPLE).map(|examples| read_examples(&examples, 0)).unwrap_or_default();
        let head = Head::of(value::owned(value::table(table)));
        let file = Self {
            id,
            path: OnceLock::from(path.to_owned()),
            written: text.to_owned(),
            level: words.level,
            strict: words.strict,
            shipped: None,
            head: OnceLock::from(head),
            examples: OnceLock::from(examples),
        };
        (file, mistakes.finish(""))
    }

    /// The file; a shipped one begins with `copydesk:`.
    pub fn path(&self) -> &Path {
        self.path.get_or_init(|| PathBuf::from(format!("{BUILTIN}rules/{}.toml", self.id)))
    }

    fn head(&self) -> Option<&Head> {
        self.head.get_or_init(|| Head::shipped(self.shipped?)).as_ref()
    }

    /// The kind of its check.
    pub(super) fn kind(&self) -> Option<&'static CheckKind> {
        self.head().map(|head| head.kind)
    }

    /// What it says; `None` if the file has mistakes.
    pub(super) fn words(&self) -> Option<&Words> {
        self.head()?.words.as_deref()
    }

    /// The options of its check, as the file has them.
    pub(super) fn options(&self) -> Option<&TomlTable<'static>> {
        self.head().map(|head| &head.options)
    }

    /// What it says, and its check, with what a publication says laid over both; `None` if the file has mistakes.
    pub(super) fn rule(&self, over: Option<&TomlTable<'static>>) -> Option<(LazyWords, Box<dyn Check>)> {
        let head = self.head()?;
        let mut words = head.words.clone()?;
        let options = value::readable(head.options.iter().chain(said(over)));
        if let Some(reader) = reader(over) {
            Arc::make_mut(&mut words).reader = reader;
        }
        let check = (head.kind.read)(Spanned::new(0..0, options)).ok()?;
        Some((LazyWords::new(Box::new(|| words)), check))
    }

    /// The same of a rule that ships and of whose options a publication says nothing: neither is read yet. Beside them, the numbers of
    /// the shipped sets of phrases that it asks for.
    pub(super) fn unread(&self, over: Option<&TomlTable<'static>>) -> Option<(LazyWords, Box<dyn Check>, &'static [u16])> {
        let shipped = self.shipped.filter(|_| said(over).next().is_none())?;
        let reader = reader(over);
        let words = move || {
            let words = shipped.words().unwrap_or_default();
            Arc::new(Words { reader: reader.unwrap_or(words.reader), ..words })
        };
        Some((LazyWords::new(Box::new(words)), shipped.check(), shipped.phrases))
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        self.shipped.and_then(|rule| shipped::text(rule.id)).unwrap_or(&self.written)
    }

    /// The examples of the file, in order; those with mistakes are left out.
    pub fn examples(&self) -> &[Example] {
        self.examples.get_or_init(|| {
            let (text, start) = (self.text(), value::tail(self.text()));
            let tail = DeTable::parse(&text[start..]).map(Spanned::into_inner).unwrap_or_default();
            tail.get(EXAMPLE).map(|examples| read_examples(examples, start)).unwrap_or_default()
        })
    }
}

/// The options that a publication says of a rule.
fn said<'o>(over: Option<&'o TomlTable<'static>>) -> impl Iterator<Item = (&'o Cow<'static, str>, &'o TomlValue<'static>)> {
    over.into_iter().flatten().filter(|(key, _)| ![LEVEL, READER].contains(&key.as_ref()))
}

/// Whether second readers are asked, where a publication says so.
fn reader(over: Option<&TomlTable<'static>>) -> Option<bool> {
    over?.get(READER)?.as_truth()
}

impl Head {
    /// Words, kind of check and options, of a table without the examples.
    fn of(mut table: TomlTable<'static>) -> Option<Self> {
        let (kind, options) = CHECKS.iter().find_map(|kind| Some((kind, table.remove(kind.name)?)))?;
        let words = Words::deserialize(Deserializer::from(Spanned::new(0..0, value::readable(&table)))).ok();
        Some(Self { words: words.map(Arc::new), kind, options: options.into_table()? })
    }

    fn shipped(rule: &ShippedRule) -> Option<Self> {
        let kind = rule.kind()?;
        Some(Self { words: rule.words().map(Arc::new), kind, options: postcard::from_bytes(rule.options).ok()? })
    }
}

/// The examples of a table that begins at a byte of its file.
fn read_examples(examples: &Spanned<DeValue<'_>>, start: usize) -> Vec<Example> {
    let items = examples.get_ref().as_array().into_iter().flatten();
    let mut read: Vec<_> = items.filter_map(|item| example::read(item, &mut Vec::new())).collect();
    read.iter_mut().for_each(|example| example.at = start + example.at.start..start + example.at.end);
    read
}

/// Tells all mistakes of a rule file, and reads its words.
fn check_file(mut table: Spanned<DeTable<'_>>, text: &str, mistakes: &mut Mistakes, lists: &Lists) -> Words {
    let known = || keys::of::<Words>().iter().copied().chain([EXAMPLE]).chain(CHECKS.iter().map(|kind| kind.name));
    let strange = |key: &&Spanned<DeString<'_>>| !known().any(|known| known == key.get_ref());
    let strange: Vec<_> = table.get_ref().keys().filter(strange).cloned().collect();
    let mut is_meant = false;
    for key in strange {
        let value = table.get_mut().remove(&key);
        let checks = || CHECKS.iter().map(|kind| kind.name);
        let is_check = value.is_some_and(|value| value.get_ref().is_table()) && nearest(key.get_ref(), checks()).is_some();
        match is_check {
            true => mistakes.unknown(("meta/bad-rule", "check"), key.span(), key.get_ref(), checks()),
            false => mistakes.unknown_key(key.span(), key.get_ref(), &known().collect::<Vec<_>>()),
        }
        is_meant |= is_check;
    }
    for key in NEEDED.into_iter().filter(|key| !table.get_ref().contains_key(*key)) {
        mistakes.add(0..0, format!("a rule says its `{key}`"));
    }
    check_examples(table.get_mut().remove(EXAMPLE), mistakes);
    slips::check_phrases(table.get_ref(), mistakes);
    if let Some(check) = check_checks(&mut table, is_meant, mistakes, lists) {
        slips::check_words(table.get_ref(), text, check.names(), mistakes);
    }
    mistakes.read(table).unwrap_or_default()
}

fn check_examples(examples: Option<Spanned<DeValue<'_>>>, mistakes: &mut Mistakes) {
    let Some(examples) = examples else {
        mistakes.add(0..0, "a rule has an example: a `[[example]]` with `bad` or `good`");
        return;
    };
    let Some(items) = examples.get_ref().as_array() else {
        mistakes.add(examples.span(), "examples are written as `[[example]]`");
        return;
    };
    for item in items {
        let mut faults = Vec::new();
        example::check(item, mistakes);
        example::read(item, &mut faults);
        for (at, message) in faults {
            mistakes.add(at, message);
        }
    }
}

/// Takes the checks out of a rule file: there must be one, without mistakes. `is_meant` says that a misspelt one was told.
fn check_checks(
    table: &mut Spanned<DeTable<'_>>,
    is_meant: bool,
    mistakes: &mut Mistakes,
    lists: &Lists,
) -> Option<Box<dyn Check>> {
    let (mut first, mut found): (Option<&str>, _) = (None, None);
    for kind in CHECKS {
        let name = kind.name;
        let Some((key, options)) = table.get_mut().remove_entry(name) else { continue };
        match first {
            Some(first) => {
                let message = format!("a rule has one check, and this file has `[{first}]` and `[{name}]`");
                mistakes.add(key.span(), message).help = Some("make two rules of it, a file each".to_owned());
            }
            None => first = Some(name),
        }
        found = checks::check(kind, options, mistakes, lists);
    }
    if first.is_none() && !is_meant {
        let names: Vec<_> = CHECKS.iter().map(|kind| format!("`[{}]`", kind.name)).collect();
        mistakes.add(0..0, "a rule has a check").help = Some(format!("write one of {}", names.join(", ")));
    }
    found
}

/// The id of a rule file: its path in the folder `rules` beside the publication's file, or else its last two names.
pub(super) fn id_of(file: &Path, publication: &Path) -> String {
    let folder = publication.parent().unwrap_or(Path::new("")).join("rules");
    let path = file.with_extension("");
    let names: Vec<_> = match path.strip_prefix(folder) {
        Ok(inside) => inside.iter().map(|name| name.to_string_lossy()).collect(),
        Err(_) => path.iter().skip(path.iter().count().saturating_sub(2)).map(|name| name.to_string_lossy()).collect(),
    };
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::ListId;

    #[test]
    fn a_shipped_rule_is_read_as_its_file_has_it() {
        for (id, file) in shipped() {
            let rule = file.shipped.unwrap();
            let (words, mut check) = file.rule(None).unwrap();
            let laid = (rule.kind().unwrap().read_laid)(rule.options).unwrap();
            assert_eq!(format!("{laid:?}"), format!("{check:?}"), "{id}");
            assert_eq!(format!("{:?}", rule.words().unwrap()), format!("{:?}", **words), "{id}");
            assert!(!words.summary.is_empty() && check.take(&Lists::shipped()).is_empty(), "{id}");
            let mut phrases = check.phrases();
            phrases.iter_mut().for_each(|phrases| phrases.take_shipped());
            let asked: BTreeSet<_> = phrases.iter().filter(|phrases| !phrases.is_empty()).map(|phrases| phrases.id()).collect();
            let known: BTreeSet<_> = rule.phrases.iter().map(|set| Some(ListId::shipped(*set))).collect();
            assert_eq!(known, asked, "{id}: what it looks for");
        }
    }

    #[test]
    fn a_rule_that_waits_for_an_occasion_does_nothing_else() {
        let waiting: Vec<_> = shipped::RULES.iter().filter(|rule| rule.occasion.is_some()).collect();
        assert!(waiting.len() > 15);
        for rule in waiting {
            let kind = rule.kind().unwrap();
            assert!(matches!(kind.name, "forbid" | "require"), "{}: its check may compare, or have doubts", rule.id);
            assert!(!(kind.read_laid)(rule.options).unwrap().compares(), "{}", rule.id);
        }
    }
}
