//! A rule as its file says it: its words, its level, its check, its examples.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, Deserializer, Error};

use super::example;
pub use super::example::{Example, Expects};
use super::mistakes::{Mistakes, nearest};
use crate::check::{Advice, Attribute, Check, Context, Drift, Forbid, Hit, Numbers, Owner, Page, Quote, Repeat, Require};
use crate::finding::{File, Finding, Level};
use crate::prose::{Lists, Mistake};
use crate::text::Source;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Keys and values that a publication lays over the options of a rule, the last word last.
pub(super) type Over<'o, 't> = &'o [(&'o DeString<'t>, &'o Spanned<DeValue<'t>>)];

/// Reads the options of a check.
type Read = fn(Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error>;

/// All kinds of check, by the name of their table in a rule file.
const CHECKS: [(&str, Read); 10] = [
    ("attribute", read::<Attribute>),
    ("context", read::<Context>),
    ("drift", read::<Drift>),
    ("forbid", read::<Forbid>),
    ("numbers", read::<Numbers>),
    ("owner", read::<Owner>),
    ("page", read::<Page>),
    ("quote", read::<Quote>),
    ("repeat", read::<Repeat>),
    ("require", read::<Require>),
];

fn read<C: Check + DeserializeOwned + 'static>(options: Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error> {
    Ok(Box::new(C::deserialize(Deserializer::from(options))?))
}

/// A rule in force.
#[derive(Debug)]
pub struct Rule {
    /// Its id: `attribution/vague-source`.
    pub id: String,
    /// What it says.
    pub words: Words,
    /// What it looks for.
    pub check: Box<dyn Check>,
    /// How loud it speaks here.
    pub level: Level,
    /// The files that shaped it: its own first, then those that changed it, as [`Line`](super::Line) names them.
    pub origin: Vec<String>,
}

/// What a rule says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// What it is about, in a few words.
    pub summary: String,
    /// What is wrong; `{text}` and other names in braces are filled from the hit.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub help: Option<String>,
    /// How loud it speaks by itself.
    pub level: Level,
    /// How loud under `--strict`.
    pub strict: Option<Level>,
    /// The version that brought it.
    pub since: String,
    /// Where the standards ask for it.
    pub basis: Vec<String>,
    /// What it finds and what it leaves alone; empty in a [`Policy`](super::Policy).
    #[serde(skip)]
    pub examples: Vec<Example>,
}

/// The keys of a rule file beside its check and its examples.
const KEYS: [&str; 8] = ["summary", "message", "why", "help", "level", "strict", "since", "basis"];

impl Default for Words {
    fn default() -> Self {
        Self {
            summary: String::new(),
            message: String::new(),
            why: String::new(),
            help: None,
            level: Level::Warning,
            strict: None,
            since: String::new(),
            basis: Vec::new(),
            examples: Vec::new(),
        }
    }
}

impl Rule {
    /// What a hit of this rule is in a report; its fingerprint is still empty.
    pub fn finding(&self, hit: Hit, source: &Source) -> Finding {
        let text = if hit.text.is_empty() { source.slice(hit.span) } else { &hit.text };
        let text = shortened(text);
        let fill = |words: &str| filled(words, &text, &hit.words);
        let (why, help) = match hit.advice {
            Some(Advice { why, help }) => (why.unwrap_or_else(|| fill(&self.words.why)), Some(help)),
            None => (fill(&self.words.why), self.words.help.as_deref().map(fill)),
        };
        Finding {
            rule: self.id.clone(),
            level: hit.level.unwrap_or(self.level),
            span: hit.span,
            message: fill(&self.words.message),
            why,
            help,
            label: hit.label,
            notes: hit.notes,
            related: hit.related,
            fix: hit.fix,
            fingerprint: String::new(),
        }
    }
}

/// At most some 100 characters of a text, on one line.
fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = line.char_indices().nth(MOST) else { return line };
    let head = line[..cut].rsplit_once(' ').map_or(&line[..cut], |(head, _)| head);
    format!("{head} …")
}

/// Words with the names in braces filled in; a name that nothing fills stays as it is.
fn filled(words: &str, text: &str, others: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(words.len() + text.len());
    let mut rest = words;
    while let Some((head, tail)) = rest.split_once('{') {
        out.push_str(head);
        let value = tail.split_once('}').and_then(|(name, after)| {
            let other = others.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str());
            Some((other.or((name == "text").then_some(text))?, after))
        });
        let (value, after) = value.unwrap_or(("{", tail));
        out.push_str(value);
        rest = after;
    }
    out + rest
}

/// A rule's file, not yet read further than its level.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// The rule's id.
    pub id: String,
    /// The file; a shipped one begins with `copydesk:`.
    pub path: PathBuf,
    /// The whole file.
    pub text: Cow<'static, str>,
    pub(super) level: Level,
    pub(super) strict: Option<Level>,
    shipped: bool,
}

/// The rules that ship with copydesk, by id.
pub fn shipped() -> &'static BTreeMap<&'static str, RuleFile> {
    static RULES: OnceLock<BTreeMap<&str, RuleFile>> = OnceLock::new();
    RULES.get_or_init(|| {
        let families = FILES.dirs().filter(|family| !matches!(family.path().to_str(), Some("lists" | "profiles")));
        let file = |file: &'static include_dir::File<'static>| {
            let id = file.path().to_str()?.strip_suffix(".toml")?;
            let text = file.contents_utf8()?;
            let level = head_level(text, "level").unwrap_or(Words::default().level);
            let strict = head_level(text, "strict");
            let path = PathBuf::from(format!("copydesk:rules/{id}.toml"));
            Some((id, RuleFile { id: id.to_owned(), path, text: Cow::Borrowed(text), level, strict, shipped: true }))
        };
        families.flat_map(Dir::files).filter_map(file).collect()
    })
}

/// The text of a built-in profile.
pub(super) fn profile(name: &str) -> Option<&'static str> {
    FILES.get_file(format!("profiles/{name}.toml"))?.contents_utf8()
}

/// The names of the built-in profiles, sorted.
pub(super) fn profile_names() -> Vec<&'static str> {
    let folder = FILES.get_dir("profiles").map_or(&[][..], Dir::entries);
    let mut names: Vec<_> = folder.iter().filter_map(|entry| entry.path().file_stem()?.to_str()).collect();
    names.sort_unstable();
    names
}

/// A level in the head of a shipped file, found without reading the file as TOML.
fn head_level(text: &str, key: &str) -> Option<Level> {
    let value = text.lines().take_while(|line| !line.starts_with('[')).find_map(|line| {
        let (left, right) = line.split_once('=')?;
        (left.trim() == key).then(|| right.trim().trim_matches('"'))
    });
    value.and_then(level_named)
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
        let words = mistakes.parse(text).map(|table| check_file(table, &mut mistakes, lists)).unwrap_or_default();
        let (path, text) = (path.to_owned(), Cow::Owned(text.to_owned()));
        let file = Self { id, path, text, level: words.level, strict: words.strict, shipped: false };
        (file, mistakes.finish(""))
    }

    /// The part that makes the rule: the examples of shipped files stand last, and are not read for a policy.
    fn head(&self) -> &str {
        let end = self.shipped.then(|| self.text.find("\n[[example]]")).flatten();
        end.map_or(&self.text, |end| &self.text[..=end])
    }

    /// The table of the check, as the file has it, and what reads it.
    pub(super) fn check<'t>(&'t self) -> Option<(Read, Spanned<DeTable<'t>>)> {
        let (_, read, options) = split(DeTable::parse(self.head()).ok()?)?;
        Some((read, options))
    }

    /// The rule, with keys laid over the options of its check, at a level; `None` if the file has mistakes.
    pub(super) fn rule<'t>(&'t self, over: Over<'_, 't>, level: Level) -> Option<Rule> {
        let (table, read, options) = self.laid(over)?;
        let words = Words::deserialize(Deserializer::from(table)).ok()?;
        Some(Rule {
            id: self.id.clone(),
            words,
            check: read(options).ok()?,
            level,
            origin: vec![self.path.display().to_string()],
        })
    }

    /// The options of its check with keys laid over them, if this is its check.
    pub(super) fn options<'t>(&'t self, check: &str, over: Over<'_, 't>) -> Option<Spanned<DeTable<'t>>> {
        let is_of = DeTable::parse(self.head()).ok()?.get_ref().contains_key(check);
        is_of.then(|| self.laid(over)).flatten().map(|(_, _, options)| options)
    }

    /// The file's own keys, the reader and the options of its check, with keys laid over them.
    fn laid<'t>(&'t self, over: Over<'_, 't>) -> Option<(Spanned<DeTable<'t>>, Read, Spanned<DeTable<'t>>)> {
        let (table, read, mut options) = split(DeTable::parse(self.head()).ok()?)?;
        for (key, value) in over {
            options.get_mut().insert(Spanned::new(value.span(), (*key).clone()), (*value).clone());
        }
        Some((table, read, options))
    }

    /// The examples of the file, in order; those with mistakes are left out.
    pub fn examples(&self) -> Vec<Example> {
        let Ok(table) = DeTable::parse(&self.text) else { return Vec::new() };
        let items = table.get_ref().get("example").and_then(|items| items.get_ref().as_array());
        items.into_iter().flatten().filter_map(|item| example::read(item, &mut Vec::new())).collect()
    }
}

/// A rule file's own keys, and the reader and the table of its check. The examples are dropped.
fn split(mut table: Spanned<DeTable<'_>>) -> Option<(Spanned<DeTable<'_>>, Read, Spanned<DeTable<'_>>)> {
    table.get_mut().remove("example");
    let (read, options) = CHECKS.iter().find_map(|(name, read)| Some((*read, table.get_mut().remove(*name)?)))?;
    let span = options.span();
    match options.into_inner() {
        DeValue::Table(options) => Some((table, read, Spanned::new(span, options))),
        _ => None,
    }
}

/// Tells all mistakes of a rule file, and reads its words.
fn check_file(mut table: Spanned<DeTable<'_>>, mistakes: &mut Mistakes, lists: &Lists) -> Words {
    let known = || KEYS.into_iter().chain(["example"]).chain(CHECKS.iter().map(|(name, _)| *name));
    let strange = |key: &&Spanned<DeString<'_>>| !known().any(|known| known == key.get_ref());
    let strange: Vec<_> = table.get_ref().keys().filter(strange).cloned().collect();
    let mut is_meant = false;
    for key in strange {
        let value = table.get_mut().remove(&key);
        let checks = || CHECKS.iter().map(|(name, _)| *name);
        let is_check = value.is_some_and(|value| value.get_ref().is_table()) && nearest(key.get_ref(), checks()).is_some();
        match is_check {
            true => mistakes.unknown(("meta/bad-rule", "check"), key.span(), key.get_ref(), checks()),
            false => mistakes.unknown(("meta/bad-rule", "key"), key.span(), key.get_ref(), known()),
        }
        is_meant |= is_check;
    }
    for key in ["summary", "message", "why"].into_iter().filter(|key| !table.get_ref().contains_key(*key)) {
        mistakes.add(0..0, format!("a rule says its `{key}`"));
    }
    check_examples(table.get_mut().remove("example"), mistakes);
    check_checks(&mut table, is_meant, mistakes, lists);
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
fn check_checks(table: &mut Spanned<DeTable<'_>>, is_meant: bool, mistakes: &mut Mistakes, lists: &Lists) {
    let mut first: Option<&str> = None;
    for (name, read) in CHECKS {
        let Some((key, options)) = table.get_mut().remove_entry(name) else { continue };
        match first {
            Some(first) => {
                let message = format!("a rule has one check, and this file has `[{first}]` and `[{name}]`");
                mistakes.add(key.span(), message).help = Some("make two rules of it, a file each".to_owned());
            }
            None => first = Some(name),
        }
        check_options(read, options, mistakes, lists);
    }
    if first.is_none() && !is_meant {
        let names: Vec<_> = CHECKS.iter().map(|(name, _)| format!("`[{name}]`")).collect();
        mistakes.add(0..0, "a rule has a check").help = Some(format!("write one of {}", names.join(", ")));
    }
}

/// Tells the mistakes in options of a check, and in their phrases.
pub(super) fn check_options(read: Read, options: Spanned<DeValue<'_>>, mistakes: &mut Mistakes, lists: &Lists) {
    let at = options.span();
    let DeValue::Table(options) = options.into_inner() else {
        mistakes.add(at, "the options of a check are a table");
        return;
    };
    let Some(mut check) = mistakes.read_with(Spanned::new(at, options), read) else { return };
    for mistake in check.phrases().into_iter().flat_map(|phrases| phrases.mistakes(lists)) {
        phrase(&mistake, mistakes, lists);
    }
}

/// Tells a mistake in a phrase.
pub(super) fn phrase(mistake: &Mistake, mistakes: &mut Mistakes, lists: &Lists) {
    let list = mistake.message.strip_prefix("there is no list “").and_then(|rest| rest.strip_suffix('”'));
    match list {
        Some(name) => mistakes.unknown(("meta/unknown-list", "list"), mistake.at.clone(), name, lists.names()),
        None => {
            mistakes.add(mistake.at.clone(), mistake.message.clone());
        }
    }
}
