//! What a draft must hold for a shipped rule to tell anything of it, as far as that can be said without asking its check.

use std::collections::BTreeSet;

use crate::value::{TomlTable, TomlValue};

/// The options that are phrases, where they are lists of texts.
const PHRASES: &str = " about alone anywhere beside conductor dates forbid labels leads lines margin nameless nouns phrases pictured \
                       pictures-but size standing titles unless weak with wording words ";
/// The conditions of a statement that is required which section, path, front matter, links, embeds and phrases alone fulfil.
const KNOWN: &str = " kinds paths front links hint-links beside embeds titles phrases least per-words anywhere pictures-but ";

/// The numbers of all sets of phrases in these options.
pub(crate) fn phrases(options: &TomlTable<'_>, sets: &BTreeSet<Vec<String>>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (key, value) in options {
        found.extend(value.as_table().map(|table| phrases(table, sets)).unwrap_or_default());
        found.extend(value.items().iter().filter_map(TomlValue::as_table).flat_map(|table| phrases(table, sets)));
        found.extend(PHRASES.contains(&format!(" {key} ")).then(|| number(value, sets)).flatten());
    }
    found
}

/// The number of the set that a list of texts is.
fn number(list: &TomlValue<'_>, sets: &BTreeSet<Vec<String>>) -> Option<usize> {
    let texts: Vec<_> = list.items().iter().filter_map(TomlValue::as_text).map(str::to_owned).collect();
    sets.iter().position(|set| *set == texts)
}

/// As Rust: an `Option<Occasion>`, none for a rule that may tell something of any draft.
pub(crate) fn of(kind: &str, options: &TomlTable<'_>, sets: &BTreeSet<Vec<String>>) -> String {
    let conditions: Vec<_> = match kind {
        "forbid" => vec![options],
        "require" if !options.contains_key("needless") => {
            ["when", "hinted"].into_iter().filter_map(|key| options.get(key)?.as_table()).collect()
        }
        _ => return "None".to_owned(),
    };
    if kind == "require" && !conditions.iter().flat_map(|when| when.keys()).all(|key| KNOWN.contains(&format!(" {key} "))) {
        return "None".to_owned();
    }
    let items = |key: &'static str| conditions.iter().filter_map(move |when| when.get(key)).flat_map(TomlValue::items);
    let texts = |key: &'static str| items(key).filter_map(TomlValue::as_text);
    let phrases =
        conditions.iter().flat_map(|when| ["titles", "phrases"].map(|key| when.get(key).and_then(|list| number(list, sets))));
    let phrases: BTreeSet<_> = phrases.flatten().collect();
    let fronts: BTreeSet<_> = texts("front").map(front).collect();
    let paths: BTreeSet<_> = texts("paths").map(longest_word).collect();
    let has = |key: &'static str| items(key).next().is_some();
    let slice = |items: Vec<String>| format!("&[{}]", items.join(", "));
    format!(
        "Some(Occasion {{ phrases: {}, front: {}, paths: {}, kinds: {}, links: {}, embeds: {} }})",
        slice(phrases.iter().map(usize::to_string).collect()),
        slice(fronts.iter().map(|(parts, values)| format!("(&{parts:?}, &{values:?})")).collect()),
        slice(paths.iter().map(|path| format!("{path:?}")).collect()),
        has("kinds"),
        has("links") || has("hint-links"),
        has("embeds")
    )
}

/// A word that stands in all paths of a pattern, as `check::require` looks for it; none where it gives a choice.
fn longest_word(pattern: &str) -> String {
    let words = pattern.split(|char: char| !char.is_ascii_alphanumeric());
    let longest = words.max_by_key(|word| word.len()).filter(|_| !pattern.contains(['[', '{', '\\']));
    longest.unwrap_or_default().to_ascii_lowercase()
}

/// The parts of a key of the front matter, and the patterns over its value; none where they are more than patterns.
fn front(written: &str) -> (Vec<String>, Vec<String>) {
    let (key, values) = written.split_once('=').unwrap_or((written, ""));
    let values: Vec<_> = values.split('|').map(|value| value.trim().to_lowercase()).filter(|value| !value.is_empty()).collect();
    let plain = values.iter().all(|value| !value.starts_with(['@', '\\']));
    (key.trim().split('.').map(squeezed).collect(), if plain { values } else { Vec::new() })
}

/// A key as it is compared: `text::squeezed`.
fn squeezed(key: &str) -> String {
    key.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
