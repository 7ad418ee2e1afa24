//! What an editor offers to do at a place: mends, permissions, the source sheet.

use std::borrow::Cow;
use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Command, DocumentChange, Edit as LspEdit,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use serde_json::json;

use super::buffer::BufferKind;
use super::client::Abilities;
use super::view::{MarginView, OtherDrafts};
use crate::edit;
use crate::finding::{Edit, Finding, Fix, Level};

/// The command that permits what is told at a place.
pub(super) const PERMIT: &str = "copydesk.permit";
/// The command that shows the source sheet of a draft.
pub(super) const SHEET: &str = "copydesk.sheet";
/// All mends of a file at once.
const FIX_ALL: CodeActionKind = CodeActionKind::Custom(Cow::Borrowed("source.fixAll.copydesk"));
/// What shows something and changes nothing.
const SHOW: CodeActionKind = CodeActionKind::Custom(Cow::Borrowed("source.sheet.copydesk"));

/// The kinds of all that is offered.
pub(super) fn kinds() -> Vec<CodeActionKind> {
    vec![CodeActionKind::QuickFix, FIX_ALL, SHOW]
}

/// What is offered at a place.
pub(super) fn offered(view: &MarginView<'_>, params: &CodeActionParams) -> Vec<CodeAction> {
    let start = view.byte(params.range.start);
    let bytes = start..view.byte(params.range.end).max(start);
    let mut actions: Vec<CodeAction> = Vec::new();
    for finding in view.at(bytes) {
        actions.extend(mend(view, finding));
        actions.extend(permit(view, finding));
    }
    actions.extend(all(view));
    actions.extend(sheet(view));
    let wanted = |action: &CodeAction| {
        let kind = action.kind.as_ref().map(word).unwrap_or_default();
        params.context.only.as_ref().is_none_or(|only| only.iter().any(|only| is_of(&kind, &word(only))))
    };
    actions.retain(wanted);
    actions
}

/// The mend of a finding.
fn mend(view: &MarginView<'_>, finding: &Finding) -> Option<CodeAction> {
    let fix = finding.fix.as_ref().filter(|fix| !view.broken && !fix.edits.is_empty() && is_writable(view, fix))?;
    let title = match fix.safe {
        true => fix.title.clone(),
        false => format!("{} (read what it leaves)", fix.title),
    };
    Some(CodeAction {
        title: capitalised(&title),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![view.diagnostic(finding)]),
        is_preferred: Some(fix.safe),
        edit: Some(edited(view, fix.edits.iter())),
        ..CodeAction::default()
    })
}

/// The permission of a finding, for a reason that is asked for.
fn permit(view: &MarginView<'_>, finding: &Finding) -> Option<CodeAction> {
    let is_draft = matches!(view.buffer.kind, BufferKind::Draft(_));
    // What copydesk itself says of a draft as a file is mended, not permitted.
    let is_compared = view.compared_with(finding) != OtherDrafts::None;
    if !is_draft || finding.level == Level::Fatal || finding.rule.starts_with("meta/") || is_compared {
        return None;
    }
    let title = format!("Permit {} here, and say why", finding.rule);
    let arguments = json!({ "uri": view.buffer.uri, "rule": finding.rule, "fingerprint": finding.fingerprint });
    let command = Command { title: title.clone(), tooltip: None, command: PERMIT.to_owned(), arguments: Some(vec![arguments]) };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![view.diagnostic(finding)]),
        command: Some(command),
        ..CodeAction::default()
    })
}

/// All safe mends of the file, as `copydesk check --fix` would lay them over it first.
fn all(view: &MarginView<'_>) -> Option<CodeAction> {
    let (source, findings) = (&view.margin.source, &view.margin.findings);
    let chosen = edit::together(source, findings);
    let fixes: Vec<&Fix> = chosen.iter().filter_map(|&number| findings[number].fix.as_ref()).collect();
    if view.broken || fixes.is_empty() {
        return None;
    }
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let title = match fixes.len() {
        1 => "Apply the one safe fix of this draft".to_owned(),
        count => format!("Apply all {count} safe fixes of this draft"),
    };
    let edit = Some(edited(view, edits.into_iter()));
    Some(CodeAction { title, kind: Some(FIX_ALL), edit, ..CodeAction::default() })
}

/// The source sheet.
fn sheet(view: &MarginView<'_>) -> Option<CodeAction> {
    view.margin.entry.as_ref()?;
    let title = "Show the source sheet: who stands behind each figure".to_owned();
    let arguments = Some(vec![json!({ "uri": view.buffer.uri })]);
    let command = Some(Command { title: title.clone(), tooltip: None, command: SHEET.to_owned(), arguments });
    Some(CodeAction { title, kind: Some(SHOW), command, ..CodeAction::default() })
}

/// Whether an editor's text can take a mend: it has no encoding, and what could not be read is not written.
fn is_writable(view: &MarginView<'_>, fix: &Fix) -> bool {
    edit::can_write(&view.margin.source, fix)
}

/// Edits of the judged text as the editor applies them.
fn edited<'e>(view: &MarginView<'_>, edits: impl Iterator<Item = &'e Edit>) -> WorkspaceEdit {
    let edits = edits.map(|edit| {
        // What is written at a place stands where the editor's text has it, as no byte is taken away there.
        let range = view.range(edit.span);
        TextEdit { range, new_text: edit.text.clone() }
    });
    workspace_edit(view.can, view.buffer.uri.clone(), view.buffer.version, edits.collect())
}

/// Edits of one file, for the version that they were worded for where the editor holds them against that.
pub(super) fn workspace_edit(can: Abilities, uri: gen_lsp_types::Uri, version: i32, edits: Vec<TextEdit>) -> WorkspaceEdit {
    match can.checks_versions {
        true => {
            let text_document_identifier = TextDocumentIdentifier { uri };
            let text_document = OptionalVersionedTextDocumentIdentifier { version: Some(version), text_document_identifier };
            let edits = edits.into_iter().map(LspEdit::TextEdit).collect();
            let change = DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits });
            WorkspaceEdit { document_changes: Some(vec![change]), ..WorkspaceEdit::default() }
        }
        false => WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() },
    }
}

/// A kind as it is written.
fn word(kind: &CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether a kind is another one, or one below it.
fn is_of(kind: &str, other: &str) -> bool {
    other.is_empty() || kind.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_holds_those_below_it() {
        assert!(is_of("source.fixAll.copydesk", "source") && is_of("source.fixAll.copydesk", "source.fixAll"));
        assert!(is_of("quickfix", "") && is_of("quickfix", "quickfix"));
        assert!(!is_of("quickfix", "quick") && !is_of("source", "source.fixAll"));
        assert_eq!(kinds().iter().map(word).collect::<Vec<_>>(), ["quickfix", "source.fixAll.copydesk", "source.sheet.copydesk"]);
    }
}
