//! Whether approved texts and the rules that ask for them know each other by the same ids.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistakes::Mistakes;
use super::publication::Publication;
use super::rule::RuleFile;
use super::written::rulings;
use crate::finding::{File, Level};

/// Below how many letters an id is too short to tell a slip from another word: `page` is no misspelt `age`.
const SHORT: usize = 5;

/// Tells which ids of texts, or in the `texts` of a rule, are slips of the pen. Texts that no rule asks for are well: they are
/// watched for drift.
pub(super) fn check(table: &DeTable<'_>, publication: &Publication, mistakes: &mut Mistakes) {
    let texts = || table.get("texts").and_then(|texts| texts.get_ref().as_table()).into_iter().flatten();
    if texts().next().is_none() && options(table).next().is_none() {
        return;
    }
    let written = &publication.style.texts;
    let files = publication.rule_files();
    let mut asked: BTreeSet<String> =
        files.values().filter_map(|file| RuleFile::check(file)).flat_map(|(_, options)| named(options.get_ref())).collect();
    for id in options(table) {
        let name = id.get_ref().as_str().unwrap_or_default();
        let known = || written.keys().chain(&asked).map(String::as_str);
        // Any other unknown id may be a text that only the publications below this one define.
        if known().all(|known| known != name) && known().any(|known| is_slip(name, known)) {
            mistakes.unknown(("meta/bad-config", "text"), id.span(), name, known());
        }
    }
    let above = publication.chain().filter_map(|publication| DeTable::parse(&publication.text).ok());
    let above: Vec<_> = above.collect();
    let ids = above.iter().flat_map(|table| options(table.get_ref())).filter_map(|id| id.get_ref().as_str());
    asked.extend(ids.map(str::to_owned));
    for (id, _) in texts().filter(|(id, _)| !asked.contains(id.get_ref().as_ref())) {
        let wanted = asked.iter().find(|asked| !written.contains_key(*asked) && is_slip(id.get_ref(), asked));
        if let Some(wanted) = wanted {
            let finding = mistakes.add(id.span(), format!("no rule asks for the text “{}”", id.get_ref()));
            finding.level = Level::Warning;
            finding.label = "nobody asks for it".to_owned();
            finding.help = Some(format!("did you mean `{wanted}`?"));
            finding.why = "A text under a misspelt id is never asked for, and never written into a draft.".to_owned();
        }
    }
}

/// Tells which ids in the `texts` of a publication's own rule file are slips of those that it, or another rule, knows.
pub(super) fn check_rule(rule: &RuleFile, publication: &Publication) -> Option<File> {
    let (_, options) = rule.check()?;
    let mut mistakes = Mistakes::new(&rule.path, &rule.text, "meta/bad-rule");
    let files = publication.rule_files();
    let others = files.values().filter(|file| file.id != rule.id).filter_map(|file| file.check());
    let asked: BTreeSet<String> = others.flat_map(|(_, options)| named(options.get_ref())).collect();
    for id in ids(options.get_ref()) {
        let name = id.get_ref().as_str().unwrap_or_default();
        let known = || publication.style.texts.keys().chain(&asked).map(String::as_str);
        if known().all(|known| known != name) && known().any(|known| is_slip(name, known)) {
            mistakes.unknown(("meta/bad-rule", "text"), id.span(), name, known());
        }
    }
    mistakes.finish(&publication.style.name)
}

/// The ids in the `texts` of rules, as a `copydesk.toml` names them.
fn options<'t>(table: &'t DeTable<'t>) -> impl Iterator<Item = &'t Spanned<DeValue<'t>>> {
    let tables = rulings(table).filter_map(|rules| rules.get_ref().as_table());
    tables.flat_map(|rules| rules.values()).filter_map(|ruling| ruling.get_ref().as_table()).flat_map(ids)
}

/// The ids in the `texts` of a rule's options.
fn ids<'t, 'a>(options: &'t DeTable<'a>) -> impl Iterator<Item = &'t Spanned<DeValue<'a>>> {
    let texts = options.get("texts").and_then(|texts| texts.get_ref().as_array());
    texts.into_iter().flatten().filter(|id| id.get_ref().as_str().is_some())
}

fn named(options: &DeTable<'_>) -> Vec<String> {
    ids(options).filter_map(|id| id.get_ref().as_str()).map(str::to_owned).collect()
}

/// Whether one id is another with a letter or two wrong; `health-2` and `health-en` are ids of their own.
fn is_slip(id: &str, wanted: &str) -> bool {
    let of_its_own = id.strip_prefix(wanted).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let most = if wanted.len() > SHORT { 2 } else { 1 };
    !of_its_own && id.len() >= SHORT && id.len() < 100 && strsim::osa_distance(&id.to_lowercase(), wanted) <= most
}
