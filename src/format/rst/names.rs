//! What a document gives names to: addresses, and texts that stand where a name stands.

use rustc_hash::FxHashMap;

use super::lines::RstLine;

/// What the text of a document names elsewhere: addresses by their names, and texts by theirs.
#[derive(Debug, Default)]
pub(super) struct RstNames {
    pub(super) targets: FxHashMap<String, String>,
    pub(super) texts: FxHashMap<String, String>,
}

/// A name as it is compared: in small letters, with single spaces.
pub(super) fn name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The addresses and texts that a document gives names to.
pub(super) fn read(text: &str, lines: &[RstLine]) -> RstNames {
    let mut names = RstNames::default();
    for (number, line) in lines.iter().enumerate() {
        let Some(rest) = text[line.text.clone()].strip_prefix(".. ").map(str::trim_start) else { continue };
        if let Some((named, target)) = target(rest).filter(|(named, _)| !named.is_empty()) {
            // An address may stand on the next line.
            let next = || lines.get(number + 1).filter(|next| next.indent > line.indent).map(|next| &text[next.text.clone()]);
            let target = if target.is_empty() { next().unwrap_or_default() } else { target };
            names.targets.insert(name(named), target.to_owned());
        } else if let Some((named, behind)) = rest.strip_prefix('|').and_then(|rest| rest.split_once('|'))
            && let Some(words) = behind.trim_start().strip_prefix("replace::")
        {
            // What has markup of its own is not spelt out.
            let words = words.trim();
            if !words.contains(['*', '`', '|', '\\']) {
                names.texts.insert(name(named), words.to_owned());
            }
        }
    }
    names
}

/// The name and the address of a target: `_name: address`.
fn target(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('_')?;
    let (named, target) = match rest.strip_prefix('`') {
        Some(rest) => rest.split_once("`:")?,
        None => rest.split_once(':')?,
    };
    Some((named, target.trim()))
}
