//! TOML front matter.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::scalar::{Broken, Scalar, kept};

/// The scalars of TOML by their place, and the first mistake; what stands around a mistake is still read.
pub(super) fn read(content: &str) -> (Vec<Scalar>, Option<Broken>) {
    let (table, mistakes) = DeTable::parse_recoverable(content);
    let mut walk = TomlWalk { content, path: String::new(), key_at: 0..0, scalars: Vec::new() };
    walk.table(table.get_ref());
    walk.scalars.sort_by_key(|scalar| scalar.at.start);
    let broken = mistakes.first().map(|mistake| Broken {
        at: mistake.span().unwrap_or(0..0),
        message: mistake.message().lines().next().unwrap_or_default().to_owned(),
    });
    (walk.scalars, broken)
}

struct TomlWalk<'a> {
    content: &'a str,
    path: String,
    key_at: Range<usize>,
    scalars: Vec<Scalar>,
}

impl TomlWalk<'_> {
    // The parser refuses deep nesting, so this recursion is shallow.
    fn table(&mut self, table: &DeTable<'_>) {
        let base = self.path.len();
        for (key, value) in table.iter() {
            self.path.truncate(base);
            if base > 0 {
                self.path.push('.');
            }
            self.path.push_str(key.get_ref());
            self.key_at = inside(self.content, key.span());
            self.value(value);
        }
        self.path.truncate(base);
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        let at = value.span();
        match value.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(items) => {
                let key_at = self.key_at.clone();
                for item in items.iter() {
                    self.key_at = key_at.clone();
                    self.value(item);
                }
            }
            DeValue::String(text) => self.string(text, at),
            _ => {
                let raw = self.content.get(at.clone()).unwrap_or_default().to_owned();
                self.push(raw, at);
            }
        }
    }

    fn string(&mut self, text: &DeString<'_>, at: Range<usize>) {
        let at = inside(self.content, at);
        self.push(text.clone().into_owned(), at);
    }

    fn push(&mut self, value: String, at: Range<usize>) {
        self.scalars.push(Scalar { key: kept(&self.path).to_owned(), value, at, key_at: self.key_at.clone() });
    }
}

/// A range without the quotes at its ends.
fn inside(content: &str, range: Range<usize>) -> Range<usize> {
    let raw = content.get(range.clone()).unwrap_or_default();
    for quotes in ["\"\"\"", "'''", "\"", "'"] {
        if raw.len() >= 2 * quotes.len() && raw.starts_with(quotes) && raw.ends_with(quotes) {
            let text = &raw[quotes.len()..raw.len() - quotes.len()];
            // A line break right after three quotes is no part of the value.
            let skipped = if quotes.len() == 3 { first_break(text) } else { 0 };
            return range.start + quotes.len() + skipped..range.end - quotes.len();
        }
    }
    range
}

fn first_break(text: &str) -> usize {
    ["\r\n", "\n"].iter().find(|end| text.starts_with(**end)).map_or(0, |end| end.len())
}
