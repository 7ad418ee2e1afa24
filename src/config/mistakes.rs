//! What is wrong with one TOML file, gathered so that all of it is told at once.

use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use crate::finding::{File, Finding, Level, Replay, manual, nearest};
use crate::text::{Format, Source};

/// How many mistakes of one file are told.
const MOST: usize = 20;

/// One file, and the findings in it so far.
#[derive(Debug)]
pub(super) struct Mistakes {
    source: Source,
    rule: &'static str,
    findings: Vec<Finding>,
    /// Keys that may stand beside those of what is read.
    beside: &'static [&'static str],
}

impl Mistakes {
    /// No mistakes yet; those without a rule of their own will have `rule`.
    pub(super) fn new(path: &Path, text: &str, rule: &'static str) -> Self {
        Self { source: Source::new(path, Format::Toml, text), rule, findings: Vec::new(), beside: &[] }
    }

    /// Tells a mistake at these bytes of the file.
    pub(super) fn add(&mut self, at: Range<usize>, message: impl Into<String>) -> &mut Finding {
        self.add_as(self.rule, at, message)
    }

    /// Tells a mistake under another rule.
    pub(super) fn add_as(&mut self, rule: &str, at: Range<usize>, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding {
            why: "What is not understood would otherwise be left out without a word.".to_owned(),
            ..Finding::new(rule, Level::Fatal, self.source.span(at), message)
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Tells that a name is not known, and which known name is nearest.
    pub(super) fn unknown<'n>(
        &mut self,
        (rule, sort): (&str, &str),
        at: Range<usize>,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        // Where everything is unknown, the first names are help enough.
        let near = if self.findings.len() < MOST { nearest(name, known) } else { None };
        let own = name.starts_with("meta/").then(|| {
            "under `meta/` copydesk says what is wrong with a file, a draft or a permission: that has no level, and is mended"
                .to_owned()
        });
        let help = own.or_else(|| near.map(|near| format!("did you mean `{near}`?")));
        let finding = self.add_as(rule, at, format!("there is no {sort} “{name}”"));
        finding.label = format!("no such {sort}");
        finding.help = help;
    }

    /// Does something that reads a table, in which these keys may stand as well.
    pub(super) fn beside(&mut self, keys: &'static [&'static str], read: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.beside, keys);
        read(self);
        self.beside = before;
    }

    /// Tells that a key is not known here, and which known key is nearest, or all of them.
    pub(super) fn unknown_key(&mut self, at: Range<usize>, name: &str, known: &[&str]) {
        let known = [known, self.beside].concat();
        let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let all = || format!("known here: {}", known.join(", "));
        self.add(at, format!("there is no key “{name}” here")).help = near.or_else(|| Some(all()));
    }

    /// Tells what the TOML reader says.
    pub(super) fn error(&mut self, error: &Error) {
        let at = error.span().unwrap_or_default();
        let Some((name, known, what)) = unknown_name(error.message()) else {
            self.add(at, plain(error.message()));
            return;
        };
        match what {
            Unknown::Key => self.unknown_key(at, name, &known),
            Unknown::Word => {
                let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                // The message names them all.
                self.add(at, format!("“{name}” is none of {}", known.join(", "))).help = near;
            }
        }
    }

    /// The file's table; all mistakes in its writing are told.
    pub(super) fn parse<'t>(&mut self, text: &'t str) -> Option<Spanned<DeTable<'t>>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        errors.iter().take(MOST).for_each(|error| self.error(error));
        errors.is_empty().then_some(table)
    }

    /// Reads a table as a `T`: each mistake is told and cut out, and the rest is read again.
    pub(super) fn read<T: DeserializeOwned>(&mut self, table: Spanned<DeTable<'_>>) -> Option<T> {
        self.read_with(table, |table| T::deserialize(Deserializer::from(table)))
    }

    /// The same with a reader of one's own.
    pub(super) fn read_with<'t, T>(
        &mut self,
        mut table: Spanned<DeTable<'t>>,
        read: impl Fn(Spanned<DeTable<'t>>) -> Result<T, Error>,
    ) -> Option<T> {
        for _ in 0..MOST {
            let error = match read(table.clone()) {
                Ok(value) => return Some(value),
                Err(error) => error,
            };
            self.error(&error);
            if !error.span().is_some_and(|at| cut(table.get_mut(), &at)) {
                return None;
            }
        }
        None
    }

    /// Whether something here keeps the file from being used.
    pub(super) fn is_fatal(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Fatal)
    }

    /// The file with its findings, by place; `None` when all is well.
    pub(super) fn finish(mut self, publication: &str) -> Option<File> {
        for finding in self.findings.iter_mut().filter(|finding| finding.level == Level::Fatal) {
            let (page, heading) = match finding.rule.as_str() {
                "meta/bad-rule" => ("rules", ""),
                "meta/unknown-list" => ("configuration", "lists"),
                _ => ("configuration", ""),
            };
            finding.notes.push(format!("manual: {}", manual(page, heading)));
        }
        self.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        let file = File {
            source: self.source,
            publication: publication.to_owned(),
            kind: None,
            genres: Vec::new(),
            unread: None,
            findings: self.findings,
            replay: Replay::default(),
        };
        (!file.findings.is_empty()).then_some(file)
    }
}

enum Unknown {
    Key,
    Word,
}

/// The wrong name, the right ones and what they are, from serde's "unknown field `x`, expected one of `a`, `b`".
fn unknown_name(message: &str) -> Option<(&str, Vec<&str>, Unknown)> {
    let (rest, what) = match (message.strip_prefix("unknown field `"), message.strip_prefix("unknown variant `")) {
        (Some(rest), _) => (rest, Unknown::Key),
        (_, Some(rest)) => (rest, Unknown::Word),
        _ => return None,
    };
    let (name, rest) = rest.split_once("`, expected ")?;
    Some((name, rest.split('`').skip(1).step_by(2).collect(), what))
}

/// Serde's words for a wrong type, in words of TOML.
fn plain(message: &str) -> String {
    if message == "wanted string or table" {
        return "expected one word, in quotes".to_owned();
    }
    let wrong = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((found, expected)) = wrong.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return message.to_owned();
    };
    let expected = match expected {
        "a sequence" if found == "map" => "a list, whose tables are written with two brackets: `[[…]]`",
        "a sequence" => "a list",
        "a map" => "a table",
        "a boolean" => "true or false",
        "f32" | "f64" => "a number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not negative",
        "a TOML datetime" => "a date without quotes: 2026-01-31",
        expected if expected.starts_with("struct ") => "a table",
        expected => expected,
    };
    let found = match found {
        "sequence" => "a list",
        "map" => "a table",
        found => found.strip_suffix(" as i128").or_else(|| found.strip_suffix(" as u128")).unwrap_or(found),
    };
    format!("expected {expected}, found {found}")
}

/// Removes the innermost entry that holds these bytes of the file; whether there was one.
fn cut(table: &mut DeTable<'_>, at: &Range<usize>) -> bool {
    if table.iter_mut().any(|(_, value)| cut_inside(value.get_mut(), at)) {
        return true;
    }
    let entry = table.iter().find(|(key, value)| holds(&key.span(), at) || holds(&value.span(), at));
    let key = entry.map(|(key, _)| key.get_ref().to_string());
    key.is_some_and(|key| table.remove(key.as_str()).is_some())
}

fn cut_inside(value: &mut DeValue<'_>, at: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => cut(table, at),
        DeValue::Array(items) => {
            if items.iter_mut().any(|item| cut_inside(item.get_mut(), at)) {
                return true;
            }
            let before = items.len();
            *items = items.iter().filter(|item| !holds(&item.span(), at)).cloned().collect();
            items.len() < before
        }
        _ => false,
    }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
