//! A flag in the front matter that makes the site say it: looked for, and set in place with nothing else touched.

use serde::Deserialize;

use super::matching::Front;
use crate::finding::{Edit, Fix};
use crate::text::{Document, Field, Matter, Syntax};

/// A flag, written `key = value`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Flag {
    key: String,
    value: String,
    front: Front,
}

impl TryFrom<String> for Flag {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let pair = written.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
        let Some((key, value)) = pair.filter(|(_, value)| !value.is_empty() && !value.contains(['|', '*', '"', '\\'])) else {
            return Err(format!("“{written}” is no flag; write `key = value`"));
        };
        let front = Front::try_from(written.clone())?;
        Ok(Self { key: key.to_owned(), value: value.to_owned(), front })
    }
}

impl Flag {
    /// Whether the front matter has it.
    pub(super) fn is_set(&self, document: &Document) -> bool {
        self.front.find(document).is_some()
    }

    /// The flag as it is written in TOML, for messages.
    pub(super) fn shown(&self) -> String {
        format!("{} = {}", self.key, self.value)
    }

    /// Sets it; `None` without front matter, or where it cannot be told what else a line there would mean.
    pub(super) fn set(&self, document: &Document) -> Option<Fix> {
        let matter = document.matter?;
        let has = |field: &&Field| self.front.names_exactly(&field.key);
        let mut same = document.front.iter().filter(has);
        let edit = match (same.next(), same.next()) {
            (Some(field), None) => self.replace(document, matter, field)?,
            (None, _) => self.add(document, matter)?,
            _ => return None,
        };
        Some(Fix { title: format!("Set `{}` in the front matter", self.shown()), edits: vec![edit], safe: true })
    }

    /// The value in the place of another, the quotes of that one and all.
    fn replace(&self, document: &Document, matter: Matter, field: &Field) -> Option<Edit> {
        let (source, text) = (&document.source, &document.source.text);
        if field.value.trim().is_empty() {
            let sign = if matter.syntax == Syntax::Toml { '=' } else { ':' };
            let line = source.lines().range(source.lines().line_of(field.key_span.end()), text);
            let rest = text.get(field.key_span.end()..line.end)?;
            let (head, after) = rest.split_once(sign)?;
            let at = field.key_span.end() + head.len() + sign.len_utf8();
            let bare = head.trim_matches(['"', '\'', ' ']).is_empty() && after.trim().is_empty();
            return bare.then(|| Edit { span: source.span(at..at), text: format!(" {}", self.literal(matter.syntax)) });
        }
        let (mut start, mut end) = (field.span.start(), field.span.end());
        let quote = text.get(..start)?.chars().next_back().filter(|quote| matches!(quote, '"' | '\''));
        if quote.is_some_and(|quote| text[end..].starts_with(quote)) {
            (start, end) = (start - 1, end + 1);
        }
        let one_line = !text.get(start..end)?.contains('\n');
        one_line.then(|| Edit { span: source.span(start..end), text: self.literal(matter.syntax) })
    }

    fn add(&self, document: &Document, matter: Matter) -> Option<Edit> {
        let (parent, last) = self.key.rsplit_once('.').unwrap_or(("", &self.key));
        let (source, content) = (&document.source, matter.content);
        let end = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
        let line = match matter.syntax {
            Syntax::Yaml => format!("{last}: {}", self.literal(Syntax::Yaml)),
            Syntax::Toml => format!("{last} = {}", self.literal(Syntax::Toml)),
            Syntax::Json => format!("\"{last}\": {}", self.literal(Syntax::Json)),
        };
        let at = |at: usize, text: String| Some(Edit { span: source.span(at..at), text });
        if !parent.is_empty() {
            let (start, indent) = beside(document, parent)?;
            return match matter.syntax {
                Syntax::Json if indent.trim().is_empty() => at(start, format!("{line},{end}{indent}")),
                Syntax::Json => at(start, format!("{line}, ")),
                _ => at(start - indent.len(), format!("{indent}{line}{end}")),
            };
        }
        let text = source.slice(content);
        match matter.syntax {
            Syntax::Json => {
                let inside = text.strip_prefix('{')?;
                let gap = &inside[..inside.len() - inside.trim_start().len()];
                let comma = if inside.trim_start().starts_with('}') { "" } else { "," };
                at(content.start() + 1, format!("{gap}{line}{comma}"))
            }
            // A line behind a table's head would be the table's.
            Syntax::Toml if text.lines().any(|line| line.trim_start().starts_with('[')) => {
                at(content.start(), format!("{line}{end}"))
            }
            // Only a table that begins at the margin can be added to at the margin.
            Syntax::Yaml if !text.is_empty() && !at_margin(text) => None,
            _ if text.is_empty() || text.ends_with('\n') => at(content.end(), format!("{line}{end}")),
            _ => None,
        }
    }

    /// The value as a format writes it.
    fn literal(&self, syntax: Syntax) -> String {
        let bare = matches!(self.value.as_str(), "true" | "false") || self.value.parse::<i64>().is_ok();
        let word = self.value.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | ' '));
        let other = ["yes", "no", "on", "off", "null", "y", "n"].contains(&self.value.to_lowercase().as_str());
        match syntax {
            _ if bare => self.value.clone(),
            Syntax::Yaml if word && !other && self.value.starts_with(char::is_alphabetic) => self.value.clone(),
            _ => format!("\"{}\"", self.value),
        }
    }
}

fn at_margin(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    first.is_some_and(|line| line.starts_with(|char: char| char.is_alphanumeric() || matches!(char, '"' | '\'' | '_')))
}

/// The first key of a table, and what stands before it on its line; `None` unless that is nothing but space.
fn beside<'a>(document: &'a Document, parent: &str) -> Option<(usize, &'a str)> {
    let of_table = |field: &&Field| field.key.rsplit_once('.').is_some_and(|(table, _)| table == parent);
    let field = document.front.iter().find(of_table)?;
    let text = &document.source.text;
    let mut start = field.key_span.start();
    start -= usize::from(text[..start].ends_with(['"', '\'']));
    let line = document.source.lines().range(document.source.lines().line_of(start), text).start;
    let before = &text[line..start];
    let braces = document.matter?.syntax == Syntax::Json;
    (braces || before.trim().is_empty()).then_some((start, before))
}
