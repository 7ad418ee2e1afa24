//! Whether approved texts and the rules that ask for them know each other by the same ids.

use std::collections::{BTreeMap, BTreeSet};

use super::mistakes::Mistakes;
use super::value::{TomlTable, TomlValue};
use crate::finding::Level;
use crate::style::Approved;

/// Below how many letters an id is too short to tell a slip from another word: `page` is no misspelt `age`. Chosen by hand on the
/// ids of the shipped rules; measured nowhere.
const SHORT: usize = 5;

/// The ids that are known: texts that a publication and those it extends approve, and texts that rules ask for.
pub(super) struct Ids<'a> {
    pub(super) approved: &'a BTreeMap<String, Approved>,
    /// What the files of rules ask for.
    pub(super) asked: BTreeSet<String>,
}

impl Ids<'_> {
    /// Tells which ids in the `texts` of rules are slips of the pen: an option of a rule file, or what a `copydesk.toml` says.
    pub(super) fn check_asked<'v>(
        &self,
        ids: impl Iterator<Item = &'v TomlValue<'static>>,
        rule: &'static str,
        mistakes: &mut Mistakes,
    ) {
        for (id, name) in ids.filter_map(|id| Some((id, id.as_text()?))) {
            let known = || self.approved.keys().chain(&self.asked).map(String::as_str);
            // Any other unknown id may be a text that only the publications below this one define.
            if known().all(|known| known != name) && known().any(|known| is_slip(name, known)) {
                mistakes.unknown((rule, "text"), id.at.clone(), name, known());
            }
        }
    }

    /// Tells which texts stand under an id that is a slip. Texts that no rule asks for are well: they are watched for drift.
    pub(super) fn check_approved<'t>(
        &self,
        texts: impl Iterator<Item = (&'t str, std::ops::Range<usize>)>,
        mistakes: &mut Mistakes,
    ) {
        for (id, at) in texts.filter(|(id, _)| !self.asked.contains(*id)) {
            let wanted = self.asked.iter().find(|asked| !self.approved.contains_key(*asked) && is_slip(id, asked));
            if let Some(wanted) = wanted {
                let finding = mistakes.add(at, format!("no rule asks for the text “{id}”"));
                finding.level = Level::Warning;
                finding.label = "nobody asks for it".to_owned();
                finding.help = Some(format!("did you mean `{wanted}`?"));
                finding.why = "A text under a misspelt id is never asked for, and never written into a draft.".to_owned();
            }
        }
    }
}

/// Tells a text that nothing uses.
pub(super) fn tell_idle(id: &str, at: usize, mistakes: &mut Mistakes) {
    let finding = mistakes.add(at..at, format!("no rule asks for the text “{id}”, and no draft holds it"));
    finding.level = Level::Note;
    finding.label = "nothing uses it".to_owned();
    finding.help = Some("Take it out, or let a rule ask for it: `texts = [\"…\"]` in `[rules]`.".to_owned());
    finding.why = "A text that nothing uses is kept up for nobody, or its id is not what was meant.".to_owned();
}

/// The ids in the `texts` of the rules of a table: a file, or a section.
pub(super) fn asked_in<'v>(table: &'v TomlTable<'static>) -> impl Iterator<Item = &'v TomlValue<'static>> {
    let rulings = table.get("rules").and_then(TomlValue::as_table).into_iter().flat_map(TomlTable::values);
    rulings.filter_map(TomlValue::as_table).flat_map(asked_by)
}

/// The ids in the `texts` of a rule's options.
pub(super) fn asked_by<'v>(options: &'v TomlTable<'static>) -> impl Iterator<Item = &'v TomlValue<'static>> {
    options.get("texts").into_iter().flat_map(TomlValue::items)
}

/// Whether one id is another with a letter or two wrong; `health-2` and `health-en` are ids of their own.
pub(super) fn is_slip(id: &str, wanted: &str) -> bool {
    let of_its_own = id.strip_prefix(wanted).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let most = if wanted.len() > SHORT { 2 } else { 1 };
    !of_its_own && id.len() >= SHORT && id.len() < 100 && strsim::osa_distance(&id.to_lowercase(), wanted) <= most
}
