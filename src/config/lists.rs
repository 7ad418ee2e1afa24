//! A publication's changes to the named lists, and what can be wrong with them.

use std::collections::BTreeMap;

use toml::Spanned;

use super::mistakes::Mistakes;
use crate::finding::{Level, nearest};
use crate::prose::{Lists, Mistake, Phrases};

/// How deep lists may name lists.
const DEEPEST: usize = 12;
/// How many phrases a list may stand for, those of the lists it names counted each time.
const MOST: usize = 50_000;

/// The `[lists]` table: the phrases of each changed list.
pub(super) type Changes = BTreeMap<Spanned<String>, Phrases>;

/// The lists as they are after the changes.
pub(super) fn changed(before: &Lists, changes: &Changes) -> Lists {
    let mut lists = before.clone();
    for (name, phrases) in changes {
        let phrases: Vec<_> = phrases.written().map(str::to_owned).collect();
        lists.change(name.get_ref(), &phrases);
    }
    lists
}

/// Tells the mistakes in changes. `texts` are the files whose rules may use a new list.
pub(super) fn check(changes: &Changes, before: &Lists, after: &Lists, texts: &[&str], mistakes: &mut Mistakes) -> bool {
    let mut weights = BTreeMap::new();
    let mut sound = true;
    for name in changes.keys() {
        if let Err(message) = weigh(name.get_ref(), after, 0, &mut weights) {
            mistakes.add(name.span(), message);
            sound = false;
        }
    }
    if !sound {
        return false;
    }
    for (name, phrases) in changes {
        for mistake in phrases.mistakes(after).iter().filter(|mistake| !is_itself(mistake.at.clone(), name, texts[0])) {
            phrase(mistake, mistakes, after);
        }
        check_new(name, phrases, before, texts, mistakes);
    }
    true
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

/// Whether the phrase at these bytes is the list's own name: its earlier phrases, judged where they stand.
fn is_itself(at: std::ops::Range<usize>, name: &Spanned<String>, text: &str) -> bool {
    text.get(at).is_some_and(|phrase| phrase.trim_matches(['"', '\'']).strip_prefix('@') == Some(name.get_ref()))
}

/// Tells what is odd about a list that was not there before.
fn check_new(name: &Spanned<String>, phrases: &Phrases, before: &Lists, texts: &[&str], mistakes: &mut Mistakes) {
    let (at, name) = (name.span(), name.get_ref().as_str());
    if before.get(name).is_some() {
        return;
    }
    if phrases.written().any(|phrase| phrase.strip_prefix('@') == Some(name)) {
        let near = nearest(name, before.names()).map(|near| format!("did you mean `{near}`?"));
        let finding = mistakes.add_as(
            "meta/unknown-list",
            at,
            format!("the list “{name}” adds to itself, and none of this name is shipped"),
        );
        finding.help = near.or_else(|| Some(format!("a new list has no phrases yet: leave “@{name}” out")));
        return;
    }
    let near = nearest(name, before.names());
    let used = texts.iter().any(|text| uses(text, name));
    if used && near.is_none_or(|near| strsim::osa_distance(near, name) > 1) {
        return;
    }
    let message = if used { format!("the list “{name}” is new") } else { format!("no phrase uses the list “{name}”") };
    let finding = mistakes.add_as("meta/unknown-list", at, message);
    finding.level = if near.is_some() && !used { Level::Warning } else { Level::Note };
    finding.help = near.map(|near| format!("did you mean `{near}`?"));
}

/// Whether `@name` stands in a text, not as the beginning of a longer name.
fn uses(text: &str, name: &str) -> bool {
    let is_name = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '/');
    text.split('@').skip(1).any(|rest| rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(is_name)))
}

/// How many phrases a list stands for; an error when it goes round in a circle, too deep, or stands for too many.
fn weigh(name: &str, lists: &Lists, depth: usize, weights: &mut BTreeMap<String, Option<usize>>) -> Result<usize, String> {
    match weights.get(name) {
        Some(Some(weight)) => return Ok(*weight),
        Some(None) => return Err(format!("the list “{name}” is made of itself")),
        None if depth > DEEPEST => return Err(format!("lists name lists more than {DEEPEST} deep")),
        None => {}
    }
    weights.insert(name.to_owned(), None);
    let mut weight = 0_usize;
    for line in lists.get(name).unwrap_or_default() {
        let words = line.split(|char: char| char.is_whitespace() || matches!(char, '(' | ')' | '[' | ']' | '|'));
        let mut of_line = 1_usize;
        for other in words.filter_map(|word| word.strip_prefix('@')) {
            of_line = of_line.saturating_add(weigh(other, lists, depth + 1, weights)?);
        }
        weight = weight.saturating_add(of_line);
    }
    if weight > MOST {
        return Err(format!("the list “{name}” stands for more than {MOST} phrases"));
    }
    weights.insert(name.to_owned(), Some(weight));
    Ok(weight)
}
