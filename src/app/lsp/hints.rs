//! Who stands behind a figure, written behind it.

use gen_lsp_types::{InlayHint, Label, Range as LspRange, Tooltip};

use super::places;
use super::view::MarginView;
use crate::report::shown;
use crate::sourcing::SheetRow;
use crate::text::Source;

/// How many characters of a source are written behind a figure.
const LONGEST: usize = 40;

/// The hints in a part of a draft.
pub(super) fn hints(view: &MarginView<'_>, part: LspRange) -> Vec<InlayHint> {
    let Some(sheet) = view.margin.sheet(view.buffer) else { return Vec::new() };
    let bytes = view.byte(part.start)..=view.byte(part.end);
    let placed = sheet.rows.iter().map(|row| (row, sheet.source.disk(row.span).end)).filter(|(_, end)| bytes.contains(end));
    let hint = |(row, end): (&SheetRow, usize)| {
        let (label, tooltip) = told(&sheet.source, row)?;
        Some(InlayHint {
            position: places::position(&view.buffer.source, view.can.units, end),
            label: Label::String(label),
            kind: None,
            text_edits: None,
            tooltip: Some(Tooltip::String(tooltip)),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    };
    placed.filter_map(hint).collect()
}

/// What is written behind a figure, and said where a pointer rests on that; nothing of what nobody would ask about.
fn told(source: &Source, row: &SheetRow) -> Option<(String, String)> {
    let by = row.source.map(|span| cut(&shown(source.slice(span))));
    let step = row.step.unwrap_or(row.verdict);
    match (row.verdict, by) {
        ("sourced", Some(by)) => Some((format!("← {by}"), format!("somebody stands behind it: {step}"))),
        ("vague", by) => {
            let by = by.unwrap_or_else(|| "somebody".to_owned());
            Some((format!("← {by}?"), "only somebody whom no reader could ask".to_owned()))
        }
        ("unsourced", _) => Some(("← nobody".to_owned(), "nobody stands behind it, and an editor would likely ask".to_owned())),
        ("own", _) => Some(("← own count".to_owned(), "the writer’s or publication’s own count".to_owned())),
        _ => None,
    }
}

fn cut(words: &str) -> String {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
