//! What a rule finds and what it leaves alone, said in its own file.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use super::mistakes::Mistakes;
use super::shipped::profiles;
use crate::finding::Level;
use crate::text::Format;

/// A text that shows what a rule does.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What the rule should do with it.
    pub expects: Expects,
    /// The text, without the braces that mark places.
    pub text: String,
    /// The places that the rule should find: bytes of `text`, in order.
    pub places: Vec<Range<usize>>,
    /// Where the example stands: bytes of the rule file.
    pub at: Range<usize>,
    /// How the text is written.
    pub format: Format,
    /// The built-in profile to judge it by.
    pub profile: Option<String>,
    /// The kind of the draft: `opinion`, …
    pub kind: Option<String>,
    /// The name of the publication.
    pub name: Option<String>,
    /// The draft's path in the publication.
    pub path: Option<String>,
    /// The level that the finding should have.
    pub level: Option<Level>,
    /// What the rule's safe fixes make of the text.
    pub fixed: Option<String>,
    /// The texts of other drafts of the publication, that it is compared with.
    pub beside: Vec<String>,
}

/// What a rule should do with an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// Find it, at its places.
    Bad,
    /// Leave it alone.
    Good,
    /// Today it does the wrong thing: with places marked it misses them, without it sounds a false alarm.
    Gap,
}

/// An example as its file writes it: one of `bad`, `good` and `gap`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenExample {
    /// What the rule finds: braces mark the places, `{{` stands for a brace.
    #[schemars(with = "Option<String>")]
    bad: Option<Spanned<String>>,
    /// What it leaves alone.
    #[schemars(with = "Option<String>")]
    good: Option<Spanned<String>>,
    /// What it does wrong today: places it misses, in braces, or without any a false alarm.
    #[schemars(with = "Option<String>")]
    gap: Option<Spanned<String>>,
    /// How the text is written.
    format: Ending,
    /// The built-in profile to judge it by.
    #[schemars(with = "Option<String>")]
    profile: Option<Spanned<String>>,
    /// The kind of the draft: `opinion`, …
    kind: Option<String>,
    /// The name of the publication.
    name: Option<String>,
    /// The draft’s path in the publication.
    path: Option<String>,
    /// The level that the finding should have.
    level: Option<Level>,
    /// What the rule’s safe fixes make of the text.
    fixed: Option<String>,
    /// The texts of other drafts of the publication, that it is compared with.
    beside: Vec<String>,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Ending {
    #[default]
    Md,
    Mdx,
    Html,
    Txt,
    Rst,
    Adoc,
}

/// Tells the mistakes in an example's keys.
pub(super) fn check(item: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) {
    let Some(table) = item.get_ref().as_table() else {
        mistakes.add(item.span(), "an example is a table");
        return;
    };
    let written = mistakes.read::<WrittenExample>(Spanned::new(item.span(), table.clone()));
    if let Some(profile) = written.and_then(|written| written.profile)
        && !profiles().contains(&profile.get_ref().as_str())
    {
        mistakes.unknown(("meta/bad-rule", "profile"), profile.span(), profile.get_ref(), profiles());
    }
}

/// Reads an example; what is wrong with its text goes to `faults`.
pub(super) fn read(item: &Spanned<DeValue<'_>>, faults: &mut Vec<(Range<usize>, String)>) -> Option<Example> {
    let written = WrittenExample::deserialize(ValueDeserializer::from(item.clone())).ok()?;
    let (expects, text) = match (written.bad, written.good, written.gap) {
        (Some(text), None, None) => (Expects::Bad, text),
        (None, Some(text), None) => (Expects::Good, text),
        (None, None, Some(text)) => (Expects::Gap, text),
        _ => {
            faults.push((
                item.span(),
                "an example has one of `bad`, `good` and `gap`; another is an `[[example]]` of its own".to_owned(),
            ));
            return None;
        }
    };
    let at = text.span();
    let (text, places) = match unmarked(text.get_ref()) {
        Ok((_, places)) if expects == Expects::Good && !places.is_empty() => {
            faults.push((at, "a good example marks no place; `{{` stands for a brace".to_owned()));
            return None;
        }
        Ok(read) => read,
        Err(message) => {
            faults.push((at, message.to_owned()));
            return None;
        }
    };
    let format = match written.format {
        Ending::Md => Format::Markdown,
        Ending::Mdx => Format::Mdx,
        Ending::Html => Format::Html,
        Ending::Txt => Format::Plain,
        Ending::Rst => Format::Rst,
        Ending::Adoc => Format::Asciidoc,
    };
    let WrittenExample { profile, kind, name, path, level, fixed, beside, .. } = written;
    let profile = profile.map(Spanned::into_inner);
    Some(Example { expects, text, places, at, format, profile, kind, name, path, level, fixed, beside })
}

/// A text without the braces that mark places, and the places. `{{` and `}}` stand for braces.
fn unmarked(marked: &str) -> Result<(String, Vec<Range<usize>>), &'static str> {
    let (mut text, mut places, mut open) = (String::with_capacity(marked.len()), Vec::new(), None);
    let mut chars = marked.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '{' | '}' if chars.next_if_eq(&char).is_some() => text.push(char),
            '{' if open.is_some() => return Err("a brace opens inside another; `{{` stands for a brace"),
            '{' => open = Some(text.len()),
            '}' => {
                let start = open.take().ok_or("a brace closes that none opened; `}}` stands for a brace")?;
                places.push(start..text.len());
            }
            char => text.push(char),
        }
    }
    match open {
        Some(_) => Err("a brace is not closed; `{{` stands for a brace"),
        None => Ok((text, places)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_mark_places() {
        assert_eq!(unmarked("a {b} {{c}} {d}"), Ok(("a b {c} d".to_owned(), vec![2..3, 8..9])));
        assert_eq!(unmarked("{}x{y}"), Ok(("xy".to_owned(), vec![0..0, 1..2])));
        assert!(unmarked("a {b").is_err());
        assert!(unmarked("a b}").is_err());
        assert!(unmarked("{a {b}}").is_err());
    }
}
