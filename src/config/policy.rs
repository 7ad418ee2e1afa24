//! What one draft is judged by: the rules, lists and habits that a chain of publications settles on.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, Deserializer};

use super::demand::Demand;
use super::publication::{Choices, Publication};
use super::rule::{Rule, RuleFile, level_named};
use crate::finding::Level;
use crate::prose::Lexicon;
use crate::style::{Habits, HouseStyle};

/// What one draft is judged by.
#[derive(Debug)]
pub struct Policy {
    /// The publication, its texts and habits, and the kind of the draft.
    pub style: HouseStyle,
    /// The lists and phrases that drafts are read with.
    pub lexicon: Lexicon,
    /// The rules in force, by id; none is silent.
    pub rules: Vec<Rule>,
    /// The lowest level that makes a run fail; `Off` for none.
    pub fail: Level,
}

/// One value of a policy, and the file that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The dotted key: `rules."attribution/vague-source".level`.
    pub key: String,
    /// The value, as TOML.
    pub value: String,
    /// The file and line: `copydesk:news:7`, `drafts/copydesk.toml:3`.
    pub origin: String,
}

/// The files of a publication and of those it extends, read again: the root first.
pub(super) struct Chain<'a>(Vec<(&'a Publication, DeTable<'a>)>);

/// A table that may hold `rules` and `figures`: the top of a file, or a section of it.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    publication: &'a Publication,
    table: &'a DeTable<'a>,
}

/// A rule with all that was said about it, the last word last.
struct Shaped<'a> {
    file: &'a RuleFile,
    level: Level,
    level_from: Option<(Sheet<'a>, Range<usize>)>,
    over: Vec<(Sheet<'a>, &'a DeTable<'a>)>,
}

impl<'a> Chain<'a> {
    pub(super) fn of(publication: &'a Publication) -> Self {
        // The texts were read before: what does not parse now did not then.
        let read = |publication: &'a Publication| Some((publication, DeTable::parse(&publication.text).ok()?.into_inner()));
        Self(publication.chain().filter_map(read).collect())
    }

    /// The tables that count for a draft: the tops of all files, then the sections that name it, later ones stronger.
    fn sheets(&self, matched: &[(usize, usize)]) -> Vec<Sheet<'_>> {
        let tops = self.0.iter().map(|(publication, table)| Sheet { publication, table });
        let section = |&(layer, number): &(usize, usize)| {
            let (publication, table) = self.0.get(layer)?;
            let sections = table.get("section")?.get_ref().as_array()?;
            Some(Sheet { publication, table: sections.get(number)?.get_ref().as_table()? })
        };
        tops.chain(matched.iter().filter_map(section)).collect()
    }

    /// The policy for drafts that these sections (file of the chain, number in it) name.
    pub(super) fn policy(&self, publication: &Publication, matched: &[(usize, usize)]) -> Policy {
        let sheets = self.sheets(matched);
        let shape = |file| Shaped::new(file, &sheets, &publication.choices);
        let shaped = publication.rule_files().into_values().map(shape).filter(|shaped| shaped.level > Level::Off);
        let mut rules: Vec<_> = shaped.filter_map(|shaped| shaped.rule()).collect();
        let phrases = rules.iter_mut().flat_map(|rule| rule.check.phrases());
        let lexicon = Lexicon::new(&publication.lists, phrases);
        let kind = last(&sheets, "kind").and_then(|(_, value)| value.get_ref().as_str()).map(str::to_owned);
        let style = HouseStyle { kind, figures: figures(&sheets), ..publication.style.clone() };
        Policy { style, lexicon, rules, fail: publication.fail }
    }

    /// All rules, silent ones too, with their examples, as the top of the publication has them.
    pub(super) fn rules(&self, publication: &Publication) -> Vec<Rule> {
        let sheets = self.sheets(&[]);
        let full = |file: &RuleFile| {
            let mut rule = Shaped::new(file, &sheets, &publication.choices).rule()?;
            rule.words.examples = file.examples();
            Some(rule)
        };
        publication.rule_files().into_values().filter_map(full).collect()
    }

    /// What a rule requires of a writer, as the top of the publication has it.
    pub(super) fn demand(&self, publication: &Publication, id: &str, most: usize) -> Option<Demand> {
        let (files, sheets) = (publication.rule_files(), self.sheets(&[]));
        let shaped = Shaped::new(files.get(id)?, &sheets, &publication.choices);
        let options = shaped.file.options("require", &shaped.over())?;
        Demand::new(options, &publication.lists, &publication.style, most)
    }

    /// Every value of the policy with its origin.
    pub(super) fn lines(&self, publication: &Publication, matched: &[(usize, usize)]) -> Vec<Line> {
        let sheets = self.sheets(matched);
        let mut lines = Vec::new();
        for key in ["name", "aliases", "others", "language", "kind", "extends", "fail", "ignore"] {
            lines.extend(last(&sheets, key).map(|(sheet, value)| sheet.line(key.to_owned(), value)));
        }
        for name in ["texts", "lists", "figures"] {
            lines.extend(laid_over(&sheets, name).into_iter().map(|(key, (sheet, value))| {
                let key = if key.contains('/') { format!("{name}.\"{key}\"") } else { format!("{name}.{key}") };
                sheet.line(key, value)
            }));
        }
        for file in publication.rule_files().into_values() {
            Shaped::new(file, &sheets, &publication.choices).lines(&mut lines);
        }
        lines
    }
}

impl Policy {
    /// The name of the publication; empty without one.
    pub fn publication(&self) -> &str {
        &self.style.name
    }

    /// The kind that the draft's section gives it.
    pub fn kind(&self) -> Option<&str> {
        self.style.kind.as_deref()
    }
}

type Entry<'a> = (Sheet<'a>, &'a Spanned<DeValue<'a>>);

/// The last word on a key.
fn last<'a>(sheets: &[Sheet<'a>], key: &str) -> Option<Entry<'a>> {
    sheets.iter().rev().find_map(|sheet| Some((*sheet, sheet.table.get(key)?)))
}

/// The entries of the tables of one name, laid over each other key by key.
fn laid_over<'a>(sheets: &[Sheet<'a>], name: &str) -> std::collections::BTreeMap<&'a str, Entry<'a>> {
    let entries = |sheet: &Sheet<'a>| {
        let (sheet, table) = (*sheet, sheet.table.get(name).and_then(|table| table.get_ref().as_table()));
        table.into_iter().flatten().map(move |(key, value)| (key.get_ref().as_ref(), (sheet, value)))
    };
    sheets.iter().flat_map(entries).collect()
}

/// A value on one line, as TOML, without the comments in it; `text` is the file it stands in.
fn inline(value: &Spanned<DeValue<'_>>, text: &str) -> String {
    match value.get_ref() {
        DeValue::Array(items) => format!("[{}]", items.iter().map(|item| inline(item, text)).collect::<Vec<_>>().join(", ")),
        DeValue::Table(table) => {
            let entries = table.iter().map(|(key, value)| format!("{} = {}", key.get_ref(), inline(value, text)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        DeValue::String(words) => toml::Value::from(words.as_ref()).to_string(),
        _ => text.get(value.span()).unwrap_or_default().to_owned(),
    }
}

fn figures(sheets: &[Sheet<'_>]) -> Habits {
    let entries = laid_over(sheets, "figures").into_iter();
    let table = entries.map(|(key, (_, value))| (Spanned::new(0..0, key.into()), value.clone())).collect();
    Habits::deserialize(Deserializer::from(Spanned::new(0..0, table))).unwrap_or_default()
}

impl<'a> Sheet<'a> {
    fn line(self, key: String, value: &Spanned<DeValue<'_>>) -> Line {
        Line { key, value: inline(value, &self.publication.text), origin: self.origin(value.span()) }
    }

    /// The file and the line at these bytes.
    fn origin(self, at: Range<usize>) -> String {
        let number = 1 + self.publication.text.get(..at.start).unwrap_or_default().matches('\n').count();
        format!("{}:{number}", self.publication.path.display())
    }
}

impl<'a> Shaped<'a> {
    fn new(file: &'a RuleFile, sheets: &[Sheet<'a>], choices: &Choices) -> Self {
        let mut shaped = Self { file, level: file.level, level_from: None, over: Vec::new() };
        let family = file.id.split_once('/').map_or(String::new(), |(family, _)| format!("{family}/*"));
        for sheet in sheets {
            let Some(rules) = sheet.table.get("rules").and_then(|rules| rules.get_ref().as_table()) else { continue };
            for ruling in [family.as_str(), &file.id].into_iter().filter_map(|key| rules.get(key)) {
                shaped.take(*sheet, ruling);
            }
        }
        shaped.level = choices.level(&shaped);
        shaped
    }

    fn take(&mut self, sheet: Sheet<'a>, ruling: &'a Spanned<DeValue<'a>>) {
        let level = match ruling.get_ref() {
            DeValue::Table(options) => {
                self.over.push((sheet, options));
                options.get("level")
            }
            _ => Some(ruling),
        };
        let said = level.and_then(|value| Some((level_named(value.get_ref().as_str()?)?, value.span())));
        if let Some((level, at)) = said {
            (self.level, self.level_from) = (level, Some((sheet, at)));
        }
    }

    fn rule(&self) -> Option<Rule> {
        let mut rule = self.file.rule(&self.over(), self.level)?;
        let sheets = self.level_from.iter().map(|(sheet, _)| sheet).chain(self.over.iter().map(|(sheet, _)| sheet));
        for origin in sheets.map(|sheet| sheet.publication.path.display().to_string()) {
            if !rule.origin.contains(&origin) {
                rule.origin.push(origin);
            }
        }
        Some(rule)
    }

    /// What was said about its options, the last word last.
    fn over(&self) -> Vec<(&'a DeString<'a>, &'a Spanned<DeValue<'a>>)> {
        let options = self.over.iter().flat_map(|(_, options)| options.iter());
        options.map(|(key, value)| (key.get_ref(), value)).filter(|(key, _)| *key != "level").collect()
    }

    fn lines(&self, lines: &mut Vec<Line>) {
        let id = &self.file.id;
        let (value, own) = (format!("\"{}\"", self.level.name()), self.file.path.display().to_string());
        let origin = self.level_from.as_ref().map(|(sheet, at)| sheet.origin(at.clone()));
        lines.push(Line { key: format!("rules.\"{id}\".level"), value, origin: origin.unwrap_or_else(|| own.clone()) });
        let Some((_, options)) = self.file.check() else { return };
        for (key, value) in options.get_ref() {
            let key = key.get_ref().as_ref();
            let over = self.over.iter().rev().find_map(|(sheet, options)| Some((sheet, options.get(key)?)));
            let key = format!("rules.\"{id}\".{key}");
            lines.push(match over {
                Some((sheet, value)) => sheet.line(key, value),
                None => Line { key, value: inline(value, &self.file.text), origin: own.clone() },
            });
        }
        for (number, (sheet, over)) in self.over.iter().enumerate() {
            let later = |key: &str| self.over[number + 1..].iter().any(|(_, over)| over.contains_key(key));
            for (key, value) in over.iter().filter(|(key, _)| *key.get_ref() != "level" && !later(key.get_ref())) {
                if !options.get_ref().contains_key(key.get_ref().as_ref()) {
                    lines.push(sheet.line(format!("rules.\"{id}\".{}", key.get_ref()), value));
                }
            }
        }
    }
}

impl Choices {
    /// The level of a rule after what the command line asks.
    fn level(&self, shaped: &Shaped<'_>) -> Level {
        let (id, said) = (&shaped.file.id, shaped.level);
        let silenced = said == Level::Off && shaped.level_from.is_some();
        let strict = shaped.file.strict.filter(|_| self.strict && !silenced);
        let level = said.max(strict.unwrap_or(Level::Off));
        match self.only.is_empty() {
            true => level,
            false if !self.chooses(id) => Level::Off,
            // Asked for by name, a silent rule speaks as its file has it.
            false if level == Level::Off && shaped.file.level == Level::Off => Level::Warning,
            false if level == Level::Off => shaped.file.level,
            false => level,
        }
    }
}
