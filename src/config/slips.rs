//! What would be written down and do nothing: a language that is none, a name in braces that nothing fills, a kind that no rule asks for.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistakes::Mistakes;
use super::texts::is_slip;
use super::value::{TomlTable, TomlValue};
use crate::finding::{Level, nearest};
use crate::prose::Lists;
use crate::style::{NAMES, PUBLICATION};
use crate::text::RichText;

/// Tells a `language` that is no code of one.
pub(super) fn check_language(table: &DeTable<'_>, mistakes: &mut Mistakes) {
    let Some((value, language)) = table.get("language").and_then(|value| Some((value, value.get_ref().as_str()?))) else {
        return;
    };
    let mut parts = language.trim().split(['-', '_']);
    let code = parts.next().unwrap_or_default();
    let is_code = matches!(code.len(), 2 | 3) && code.chars().all(|char| char.is_ascii_alphabetic());
    if is_code && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|char| char.is_ascii_alphanumeric())) {
        return;
    }
    let lists = Lists::shipped();
    let codes: Vec<_> =
        lists.names().filter_map(|name| name.strip_prefix("languages/")).map(|code| format!("`{code}`")).collect();
    let finding = mistakes.add(value.span(), format!("“{language}” is no code of a language"));
    finding.help = Some(format!("write its code, with a region or without: `de-AT`; told apart are {}", codes.join(", ")));
}

/// Tells names in braces of approved texts that are slips of those that the publication and the front matter give. Any other name
/// stands for whatever words are there.
pub(super) fn check_names(table: &DeTable<'_>, text: &str, mistakes: &mut Mistakes) {
    let texts = table.get("texts").and_then(|texts| texts.get_ref().as_table()).into_iter().flatten();
    for approved in texts.filter_map(|(_, approved)| approved.get_ref().as_table()) {
        for value in ["text", "several"].into_iter().filter_map(|key| approved.get(key)) {
            check_braces(value, text, &[PUBLICATION, NAMES[0], NAMES[1], NAMES[2]], mistakes);
            if let Some(beyond) = value.get_ref().as_str().and_then(|written| RichText::new(written).beyond()) {
                let finding =
                    mistakes.add(value.span(), format!("{beyond} in this text: `--fix` writes it into Markdown at the most"));
                finding.level = Level::Warning;
                finding.label = "words, links, emphasis and code are written in the signs of each format".to_owned();
                finding.help = Some(
                    "leave it out; a sign that is meant as such gets a backslash: `\\\\*` in a text in double quotes".to_owned(),
                );
            }
            let count = |brace: char| value.get_ref().as_str().map_or(0, |written| written.matches(brace).count());
            if count('{') != count('}') {
                let finding = mistakes.add(value.span(), "a brace in this text has no other");
                finding.help =
                    Some("write a name as `{author}`, with both braces: `--fix` writes no text with one of them".to_owned());
            }
        }
    }
}

/// Tells bounds that leave nothing between them: a rule that ends before it begins, chances in the wrong order.
pub(super) fn check_bounds(table: &DeTable<'_>, mistakes: &mut Mistakes) {
    if let Some(figures) = within(table, "figures")
        && let (Some(sure), Some(likely)) = (figures.get("sure"), figures.get("likely"))
        && let (Some(warns), Some(notes)) = (number(sure), number(likely))
        && warns < notes
    {
        let finding =
            mistakes.add(sure.span(), format!("`sure` is {warns} and `likely` {notes}: no figure would be told as a note"));
        finding.help = Some(
            "`likely` is the chance from which on a figure is told, `sure` the higher one from which on it is a warning"
                .to_owned(),
        );
    }
    let sections = table.get("section").and_then(|sections| sections.get_ref().as_array()).into_iter().flatten();
    let sections = sections.filter_map(|section| section.get_ref().as_table());
    for (id, options) in std::iter::once(table).chain(sections).filter_map(|table| within(table, "rules")).flatten() {
        let Some(options) = options.get_ref().as_table() else { continue };
        let day = |key: &str| options.get(key)?.get_ref().as_datetime().map(ToString::to_string);
        if let (Some(from), Some(until)) = (day("from"), day("until"))
            && until < from
        {
            mistakes.add(id.span(), format!("the rule “{}” ends before it begins", id.get_ref()));
        }
        let count = |key: &str| options.get(key).and_then(number);
        if let (Some(exactly), Some(most)) = (count("exactly"), count("at-most"))
            && most < exactly
        {
            mistakes.add(id.span(), format!("the rule “{}” wants {exactly} and allows {most}", id.get_ref()));
        }
    }
}

/// Tells a rule that forbids no words at all.
pub(super) fn check_phrases(table: &DeTable<'_>, mistakes: &mut Mistakes) {
    let phrases = table.get("forbid").and_then(|forbid| forbid.get_ref().as_table()?.get("phrases"));
    if let Some(phrases) = phrases.filter(|phrases| phrases.get_ref().as_array().is_some_and(|all| all.is_empty())) {
        mistakes.add(phrases.span(), "a rule without phrases finds nothing");
    }
}

fn within<'t>(table: &DeTable<'t>, key: &str) -> Option<DeTable<'t>> {
    table.get(key)?.get_ref().as_table().cloned()
}

fn number(value: &Spanned<DeValue<'_>>) -> Option<f64> {
    match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

/// Tells names in braces of a rule's words that are slips of those that its check fills.
pub(super) fn check_words(table: &DeTable<'_>, text: &str, names: &[&str], mistakes: &mut Mistakes) {
    let names: Vec<String> = names.iter().chain(&["text"]).map(|name| format!("{{{name}}}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for value in ["message", "why", "help"].into_iter().filter_map(|key| table.get(key)) {
        check_braces(value, text, &names, mistakes);
    }
}

/// Tells each name in braces that is none of these and much like one of them.
fn check_braces(value: &Spanned<DeValue<'_>>, text: &str, known: &[&str], mistakes: &mut Mistakes) {
    let Some(written) = value.get_ref().as_str() else { return };
    for name in braced(written).filter(|name| !known.contains(name)) {
        let bare = |name: &'_ str| name.trim_matches(['{', '}']).to_owned();
        let bares: Vec<String> = known.iter().map(|known| bare(known)).collect();
        let Some(near) = nearest(&bare(name), bares.iter().map(String::as_str)) else { continue };
        let whole = value.span();
        let at = text.get(whole.clone()).and_then(|raw| raw.find(name)).map(|at| whole.start + at..whole.start + at + name.len());
        let finding = mistakes.add(at.unwrap_or(whole), format!("nothing fills the name {name}"));
        finding.level = Level::Warning;
        finding.label = "stays as it is".to_owned();
        finding.help = Some(format!("did you mean `{{{near}}}`?"));
        finding.why = "A name that nothing fills is told, or written, with its braces.".to_owned();
    }
}

/// The names in braces of a text, braces and all; doubled braces hold none.
fn braced(text: &str) -> impl Iterator<Item = &str> {
    let name = |(start, _): (usize, &str)| {
        let end = start + text[start..].find('}')? + 1;
        let inner = &text[start + 1..end - 1];
        let is_name = !inner.is_empty() && inner.chars().all(|char| char.is_ascii_lowercase() || matches!(char, '-' | '_'));
        (is_name && !text[..start].ends_with('{') && !text[end..].starts_with('}')).then(|| &text[start..end])
    };
    text.match_indices('{').filter_map(name)
}

/// The kinds that the options of rules ask for, in whatever condition.
pub(super) fn kinds_in<'v>(options: &'v TomlTable<'static>, kinds: &mut BTreeSet<&'v str>) {
    for (key, value) in options {
        if key == "kinds" {
            kinds.extend(value.items().iter().filter_map(TomlValue::as_text));
        }
        let tables = value.items().iter().chain([value]).filter_map(TomlValue::as_table);
        tables.for_each(|table| kinds_in(table, kinds));
    }
}

/// Tells a section's kind that no rule asks for: a slip as a warning, any other as a note.
pub(super) fn check_kind(kind: &str, at: Range<usize>, asked: &BTreeSet<&str>, mistakes: &mut Mistakes) {
    if asked.iter().any(|asked| asked.eq_ignore_ascii_case(kind)) {
        return;
    }
    let near = asked.iter().copied().find(|asked| is_slip(kind, asked));
    let finding = mistakes.add(at, format!("no rule asks for the kind “{kind}”"));
    finding.level = if near.is_some() { Level::Warning } else { Level::Note };
    finding.label = "nobody asks for it".to_owned();
    finding.why = "What no rule asks for is shown in reports, and changes nothing else.".to_owned();
    finding.help = Some(near.map_or("`copydesk explain RULE` tells the kinds that a rule asks for.".to_owned(), |near| {
        format!("did you mean `{near}`?")
    }));
}
