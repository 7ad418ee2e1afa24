//! Names that were given up and go on working: each is read as the new one, and told.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistakes::Mistakes;
use crate::finding::Level;
use crate::prose::Lists;

/// A key that is called otherwise now.
struct FormerKey {
    /// The name of its table, wherever that stands; empty for the top of a file.
    table: &'static str,
    old: &'static str,
    new: &'static str,
}

/// The keys that were given up: none so far.
const KEYS: &[FormerKey] = &[];
/// The folders of lists that are called otherwise now.
const FOLDERS: &[(&str, &str)] = &[("contest/", "worth/")];

/// Puts the new name in the place of each old one, and tells where it stood.
pub(super) fn renew(table: &mut DeTable<'_>, mistakes: &mut Mistakes) {
    renew_keys(table, "", KEYS, mistakes);
    for (_, value) in table.iter_mut() {
        renew_phrases(value, mistakes);
    }
}

fn renew_keys(table: &mut DeTable<'_>, name: &str, keys: &[FormerKey], mistakes: &mut Mistakes) {
    let former = |key: &str| match keys.iter().find(|former| former.table == name && former.old == key) {
        Some(former) => Some(former.new.to_owned()),
        None => (name == "lists").then(|| new_list(key)).flatten(),
    };
    let olds: Vec<_> = table.keys().filter_map(|key| Some((key.clone(), former(key.get_ref())?))).collect();
    for (old, new) in olds {
        tell(old.get_ref(), &new, old.span(), mistakes);
        let Some(value) = table.remove(old.get_ref().as_ref()) else { continue };
        if table.contains_key(new.as_str()) {
            mistakes.add(old.span(), format!("“{}” is the old name of “{new}”, which is here, too", old.get_ref())).help =
                Some("leave one of them".to_owned());
            continue;
        }
        table.insert(Spanned::new(old.span(), Cow::Owned(new)), value);
    }
    for (key, value) in table.iter_mut() {
        tables(value.get_mut(), &mut |table| renew_keys(table, key.get_ref(), keys, mistakes));
    }
}

/// Calls this for a table, or for each table of a list.
fn tables<'t>(value: &mut DeValue<'t>, each: &mut impl FnMut(&mut DeTable<'t>)) {
    match value {
        DeValue::Table(table) => each(table),
        DeValue::Array(items) => items.iter_mut().for_each(|item| tables(item.get_mut(), each)),
        _ => {}
    }
}

/// Puts new names in the place of old ones in all phrases, where a list stands behind its `@`.
fn renew_phrases(value: &mut Spanned<DeValue<'_>>, mistakes: &mut Mistakes) {
    let at = value.span();
    match value.get_mut() {
        DeValue::String(text) => {
            while let Some((name, new)) = text.split('@').skip(1).find_map(|rest| {
                let end = rest.find(|char: char| !(char.is_alphanumeric() || matches!(char, '-' | '_' | '/')));
                let name = &rest[..end.unwrap_or(rest.len())];
                Some((name.to_owned(), new_list(name)?))
            }) {
                tell(&name, &new, at.clone(), mistakes);
                *text = Cow::Owned(text.replace(&format!("@{name}"), &format!("@{new}")));
            }
        }
        DeValue::Array(items) => items.iter_mut().for_each(|item| renew_phrases(item, mistakes)),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| renew_phrases(value, mistakes)),
        _ => {}
    }
}

/// What a shipped list is called now that went by this name.
fn new_list(old: &str) -> Option<String> {
    let lists = Lists::shipped();
    let new = FOLDERS.iter().find_map(|(folder, new)| Some(format!("{new}{}", old.strip_prefix(folder)?)))?;
    (lists.get(old).is_none() && lists.get(&new).is_some()).then_some(new)
}

fn tell(old: &str, new: &str, at: Range<usize>, mistakes: &mut Mistakes) {
    let finding = mistakes.add_as("meta/former-name", at, format!("“{old}” is called `{new}` now"));
    finding.level = Level::Warning;
    finding.label = "an old name".to_owned();
    finding.why = "An old name is read as the new one for now; one day it is a name like any other that is not known.".to_owned();
    finding.help = Some(format!("write `{new}`"));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    #[allow(clippy::unwrap_used)]
    fn an_old_key_is_read_as_the_new_one_wherever_its_table_stands() {
        let keys =
            [FormerKey { table: "figures", old: "least", new: "smallest" }, FormerKey { table: "", old: "title", new: "name" }];
        let text = "title = \"x\"\n[figures]\nleast = 5\n[[section]]\nfigures = { least = 7, smallest = 8 }\ntitle = 1\n";
        let mut mistakes = Mistakes::new(Path::new("copydesk.toml"), text, "meta/bad-config");
        let mut table = mistakes.parse(text).unwrap().into_inner();
        renew_keys(&mut table, "", &keys, &mut mistakes);
        assert_eq!(table.get("name").and_then(|name| name.get_ref().as_str()), Some("x"));
        let figures = table.get("figures").and_then(|figures| figures.get_ref().as_table()).unwrap();
        assert_eq!(figures.keys().map(|key| key.get_ref().as_ref()).collect::<Vec<_>>(), ["smallest"]);
        let found = mistakes.finish("").unwrap();
        let told: Vec<_> = found.findings.iter().map(|finding| (found.source.slice(finding.span), finding.level)).collect();
        let old = Level::Warning;
        assert_eq!(told, [("title", old), ("least", old), ("least", Level::Fatal), ("least", old)]);
    }
}
