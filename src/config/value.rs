//! Values of TOML that outlive the text they were read from, each with its place there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use toml::value::Datetime;

/// Keys and their values.
pub(super) type TomlTable<'t> = BTreeMap<Cow<'t, str>, TomlValue<'t>>;

/// A value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TomlValue<'t> {
    /// Its bytes in the file.
    pub(super) at: Range<usize>,
    #[serde(borrow)]
    what: What<'t>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum What<'t> {
    #[serde(borrow)]
    Text(Cow<'t, str>),
    Truth(bool),
    #[serde(with = "day")]
    Day(Datetime),
    /// As TOML writes it: only its reader says how large it may be.
    #[serde(borrow)]
    Number(Cow<'t, str>),
    #[serde(borrow)]
    List(Vec<TomlValue<'t>>),
    #[serde(borrow)]
    Table(TomlTable<'t>),
}

/// A day as TOML writes it, where values are laid down.
mod day {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;
    use toml::value::Datetime;

    pub(super) fn serialize<S: Serializer>(day: &Datetime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Datetime, D::Error> {
        <&str>::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// Where the examples of a shipped rule begin: they stand last in its file, and no policy reads them.
pub(super) fn tail(text: &str) -> usize {
    text.find("\n[[example]]").map_or(text.len(), |end| end + 1)
}

/// The values of a table.
pub(super) fn table<'t>(table: DeTable<'t>) -> TomlTable<'t> {
    table.into_iter().map(|(key, value)| (key.into_inner(), TomlValue::of(value))).collect()
}

/// The same, no longer bound to the text.
pub(super) fn owned(table: TomlTable<'_>) -> TomlTable<'static> {
    table.into_iter().map(|(key, value)| (Cow::Owned(key.into_owned()), value.owned())).collect()
}

/// A table as the reader of TOML takes it.
pub(super) fn readable<'v, 't: 'v>(table: impl IntoIterator<Item = (&'v Cow<'t, str>, &'v TomlValue<'t>)>) -> DeTable<'v> {
    let entry = |(key, value): (&'v Cow<'t, str>, &'v TomlValue<'t>)| {
        (Spanned::new(value.at.clone(), Cow::Borrowed(key.as_ref())), value.readable())
    };
    table.into_iter().map(entry).collect()
}

impl<'t> TomlValue<'t> {
    fn of(value: Spanned<DeValue<'t>>) -> Self {
        let at = value.span();
        let what = match value.into_inner() {
            DeValue::String(text) => What::Text(text),
            DeValue::Integer(number) => What::Number(number.to_string().into()),
            DeValue::Float(number) => What::Number(number.to_string().into()),
            DeValue::Boolean(truth) => What::Truth(truth),
            DeValue::Datetime(day) => What::Day(day),
            DeValue::Array(items) => What::List(items.into_iter().map(Self::of).collect()),
            DeValue::Table(entries) => What::Table(table(entries)),
        };
        Self { at, what }
    }

    /// A table without entries.
    pub(super) fn empty() -> Self {
        Self { at: 0..0, what: What::Table(TomlTable::new()) }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.what {
            What::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_truth(&self) -> Option<bool> {
        match &self.what {
            What::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The items of a list; of anything else, none.
    pub(super) fn items(&self) -> &[Self] {
        match &self.what {
            What::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn as_table(&self) -> Option<&TomlTable<'t>> {
        match &self.what {
            What::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn into_table(self) -> Option<TomlTable<'t>> {
        match self.what {
            What::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Its entries to be changed; what is no table becomes one.
    pub(super) fn entries(&mut self) -> &mut TomlTable<'t> {
        if self.as_table().is_none() {
            *self = Self::empty();
        }
        match &mut self.what {
            What::Table(table) => table,
            _ => unreachable!("it was just made one"),
        }
    }

    fn owned(self) -> TomlValue<'static> {
        let what = match self.what {
            What::Text(text) => What::Text(Cow::Owned(text.into_owned())),
            What::Truth(truth) => What::Truth(truth),
            What::Day(day) => What::Day(day),
            What::Number(number) => What::Number(Cow::Owned(number.into_owned())),
            What::List(items) => What::List(items.into_iter().map(TomlValue::owned).collect()),
            What::Table(table) => What::Table(owned(table)),
        };
        TomlValue { at: self.at, what }
    }

    fn readable(&self) -> Spanned<DeValue<'_>> {
        let value = match &self.what {
            What::Text(text) => DeValue::String(Cow::Borrowed(text)),
            What::Truth(truth) => DeValue::Boolean(*truth),
            What::Day(day) => DeValue::Datetime(*day),
            // A number of TOML's can be made by its reader alone.
            What::Number(number) => {
                DeValue::parse(number).map_or_else(|_| DeValue::Integer(DeInteger::default()), Spanned::into_inner)
            }
            What::List(items) => DeValue::Array(items.iter().map(TomlValue::readable).collect()),
            What::Table(table) => DeValue::Table(readable(table)),
        };
        Spanned::new(self.at.clone(), value)
    }
}

/// The value on one line, as TOML.
impl Display for TomlValue<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Text(text) => toml::Value::from(text.as_ref()).fmt(out),
            What::Truth(truth) => truth.fmt(out),
            What::Day(day) => day.fmt(out),
            What::Number(number) => number.fmt(out),
            What::List(items) => {
                let items: Vec<_> = items.iter().map(TomlValue::to_string).collect();
                write!(out, "[{}]", items.join(", "))
            }
            What::Table(table) => {
                let entries: Vec<_> = table.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                write!(out, "{{ {} }}", entries.join(", "))
            }
        }
    }
}
