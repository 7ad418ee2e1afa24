//! Where a finding leads: to the other copies of a text, and to the approved text that it is like.

use std::path::{Path, PathBuf};

use gen_lsp_types::{Location, Position, Range as LspRange};

use super::view::MarginView;
use crate::config::{ConfigLine, Publication};
use crate::finding::Finding;

/// All places that the findings at a place lead to.
pub(super) fn places(view: &MarginView<'_>, place: Position, publication: &Publication, inside: &Path) -> Vec<Location> {
    let at = view.byte(place);
    let mut found: Vec<Location> = Vec::new();
    let settings = publication.settings(inside);
    for finding in view.at(at..at) {
        found.extend(finding.related.iter().map(|related| view.location(related)));
        let shown = |path: &PathBuf| finding.related.iter().any(|related| related.path.as_ref() == Some(path));
        let more = finding.copies.iter().map(|copy| &copy.path).filter(|path| !shown(path) && **path != view.buffer.path);
        found.extend(more.map(|path| Location { uri: view.address(path), range: LspRange::default() }));
        found.extend(settings.iter().filter(|line| is_named(finding, line, &settings)).filter_map(|line| approved(view, line)));
    }
    found.dedup();
    found
}

/// Whether a line of the configuration is an approved text that a finding names, or its rule asks for.
fn is_named(finding: &Finding, line: &ConfigLine, settings: &[ConfigLine]) -> bool {
    let Some(id) = line.key.strip_prefix("texts.").map(|id| id.trim_matches('"')) else { return false };
    let (said, asked) = (format!("“{id}”"), format!("\"{id}\""));
    let option = |key: &str| {
        let option = key.strip_prefix(&format!("rules.\"{}\".", finding.rule));
        option.is_some_and(|option| ["texts", "satisfied-by"].contains(&option))
    };
    finding.message.contains(&said) || settings.iter().any(|line| option(&line.key) && line.value.contains(&asked))
}

/// Where an approved text stands; `None` for one that copydesk itself brings.
fn approved(view: &MarginView<'_>, line: &ConfigLine) -> Option<Location> {
    let (path, number) = line.origin.rsplit_once(':')?;
    let number = number.parse::<u32>().ok()?.checked_sub(1)?;
    let path = Path::new(path);
    path.extension().filter(|ending| *ending == "toml")?;
    let start = Position { line: number, character: 0 };
    Some(Location { uri: view.address(path), range: LspRange { start, end: start } })
}
