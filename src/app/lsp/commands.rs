//! Commands that an editor sends: a permission for a reason, and the source sheet.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    ApplyWorkspaceEditParams, ApplyWorkspaceEditRequest, MessageActionItem, MessageType, ShowDocumentParams, ShowDocumentRequest,
    ShowMessageRequest, ShowMessageRequestParams, TextEdit, Uri,
};
use lsp_server::{ErrorCode, RequestId, ResponseError};
use serde::Deserialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::actions::{PERMIT, SHEET, workspace_edit};
use super::client::{Answer, refusal};
use super::places;
use super::session::Session;
use super::uri;
use crate::app::{cache, write};
use crate::edit;
use crate::lint;
use crate::report::sheet::{self, SheetFormat};

/// What a permission is asked for.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct WantedPermit {
    uri: Uri,
    rule: String,
    fingerprint: String,
    /// Why; without it, whoever sits before the editor is asked.
    reason: Option<String>,
}

/// The draft of which a sheet is shown.
#[derive(Debug, Deserialize)]
struct WhoseSheet {
    uri: Uri,
}

/// What comes of a command; a question that it put, and what that is about.
pub(super) fn run(
    session: &mut Session,
    command: &str,
    argument: Value,
) -> Result<(Value, Option<(RequestId, WantedPermit)>), ResponseError> {
    let bad = |error: serde_json::Error| refusal(ErrorCode::InvalidParams, format!("{command}: {error}"));
    match command {
        PERMIT => {
            let wanted: WantedPermit = serde_json::from_value(argument).map_err(bad)?;
            if wanted.reason.is_some() {
                return permit(session, &wanted).map(|answer| (answer, None));
            }
            Ok((Value::Null, Some((ask_why(session, &wanted)?, wanted))))
        }
        SHEET => {
            let shown: WhoseSheet = serde_json::from_value(argument).map_err(bad)?;
            show_sheet(session, &shown.uri).map(|answer| (answer, None))
        }
        _ => Err(refusal(ErrorCode::InvalidParams, format!("there is no command {command}; there are {PERMIT} and {SHEET}"))),
    }
}

/// Asks for the reason of a permission.
fn ask_why(session: &mut Session, wanted: &WantedPermit) -> Result<RequestId, ResponseError> {
    let reasons = &session.settings.reasons;
    if reasons.is_empty() {
        let words = "a permission says why: pass the command a `reason`, or set `reasons` to choose from";
        return Err(refusal(ErrorCode::InvalidParams, words));
    }
    let item = |title: &String| MessageActionItem { title: title.clone(), properties: Default::default() };
    let params = ShowMessageRequestParams {
        kind: MessageType::Info,
        message: format!("Why may {} be passed over here? The reason stands in a comment beside it.", wanted.rule),
        actions: Some(reasons.iter().map(item).collect()),
    };
    Ok(session.client.ask::<ShowMessageRequest>(Some(params)))
}

/// Goes on when somebody said why, or nothing.
pub(super) fn go_on(session: &mut Session, wanted: WantedPermit, said: &Value) {
    let Some(reason) = said.get("title").and_then(Value::as_str) else { return };
    let wanted = WantedPermit { reason: Some(reason.to_owned()), ..wanted };
    if let Err(refused) = permit(session, &wanted) {
        session.client.show(MessageType::Warning, &refused.message);
    }
}

/// Writes a permission into the editor's text.
fn permit(session: &mut Session, wanted: &WantedPermit) -> Answer {
    let reason = wanted.reason.as_deref().unwrap_or_default();
    if let Some(why) = edit::refuses(reason) {
        return Err(refusal(ErrorCode::InvalidParams, format!("the reason stands in a comment: {why}")));
    }
    let view = session.view(&wanted.uri).ok_or_else(|| not_open(&wanted.uri))?;
    if view.broken {
        return Err(refusal(ErrorCode::RequestFailed, "nothing was permitted: a configuration has mistakes"));
    }
    let entry = view.margin.entry.as_ref().ok_or_else(|| refusal(ErrorCode::RequestFailed, "this file is not judged"))?;
    let told = view
        .margin
        .findings
        .iter()
        .find(|finding| finding.rule == wanted.rule && finding.fingerprints().any(|print| print == wanted.fingerprint));
    let told = told.ok_or_else(|| refusal(ErrorCode::ContentModified, "this is not told any more: the text changed"))?;
    let names: BTreeSet<_> = told.fingerprints().map(|print| (told.rule.clone(), print.to_owned())).collect();
    let before = &view.buffer.source.text;
    let permitted = lint::permit(entry, before.clone().into_bytes(), &names, reason);
    let after = String::from_utf8(permitted.bytes).ok().filter(|_| permitted.written > 0);
    let Some(after) = after else {
        let words = format!("{} is left to you: no place was found where a permission takes it out", wanted.rule);
        return Err(refusal(ErrorCode::RequestFailed, words));
    };
    let (bytes, new_text) = changed(before, &after);
    let range = places::range(&view.buffer.source, view.can.units, bytes);
    let edit = workspace_edit(view.can, view.buffer.uri.clone(), view.buffer.version, vec![TextEdit { range, new_text }]);
    let label = Some(format!("Permit {}", wanted.rule));
    session.client.ask::<ApplyWorkspaceEditRequest>(Some(ApplyWorkspaceEditParams { label, edit, metadata: None }));
    Ok(Value::Null)
}

/// The bytes in which a text differs from another one, and what stands there in that.
fn changed(before: &str, after: &str) -> (std::ops::Range<usize>, String) {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = before.chars().zip(after.chars()).take_while(same).map(|(char, _)| char.len_utf8()).sum();
    let (rest, new) = (&before[start..], &after[start..]);
    let end: usize = rest.chars().rev().zip(new.chars().rev()).take_while(same).map(|(char, _)| char.len_utf8()).sum();
    (start..before.len() - end, new[..new.len() - end].to_owned())
}

/// The source sheet of a draft as a table: told, and where the editor can, shown in a file of the user's own cache.
fn show_sheet(session: &mut Session, address: &Uri) -> Answer {
    let view = session.view(address).ok_or_else(|| not_open(address))?;
    let failed = |words: String| refusal(ErrorCode::RequestFailed, words);
    let sheet =
        view.margin.sheet(view.buffer).ok_or_else(|| failed("this file has no source sheet: it is no draft".to_owned()))?;
    let mut table = Vec::new();
    sheet::write(std::slice::from_ref(sheet), SheetFormat::Table, false, &mut table)
        .map_err(|error| failed(error.to_string()))?;
    if table.is_empty() {
        table.extend_from_slice(b"No figure of this draft claims anything.\n");
    }
    if view.can.opens_files {
        let file = sheet_file(&view.here.join(&view.buffer.path));
        let written = file.and_then(|file| {
            write::whole(&file, &table)?;
            Ok(file)
        });
        match written {
            Ok(file) => {
                let uri = uri::uri(&file);
                let params = ShowDocumentParams { uri, external: Some(false), take_focus: Some(true), selection: None };
                session.client.ask::<ShowDocumentRequest>(Some(params));
            }
            Err(error) => session.client.log(&format!("the source sheet could not be written, and is only answered: {error}")),
        }
    }
    Ok(Value::String(String::from_utf8_lossy(&table).into_owned()))
}

/// Where the sheet of a draft is written: an ending that copydesk does not read, so that it is not judged as a draft.
fn sheet_file(draft: &Path) -> std::io::Result<PathBuf> {
    let none = || std::io::Error::other("the user has no cache folder");
    let folder = cache::folder(draft.parent().unwrap_or(draft)).ok_or_else(none)?.with_file_name("sheets");
    cache::prepare(&folder)?;
    let stem = draft.file_stem().unwrap_or_default().to_string_lossy();
    Ok(folder.join(format!("{stem}-{:08x}.sources", xxh3_64(draft.as_os_str().as_encoded_bytes()) as u32)))
}

fn not_open(uri: &Uri) -> ResponseError {
    refusal(ErrorCode::InvalidParams, format!("{uri} is not open"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_written() {
        assert_eq!(changed("é one", "é <!-- x -->one"), (3..3, "<!-- x -->".to_owned()));
        assert_eq!(changed("aa", "aaa"), (2..2, "a".to_owned()));
        assert_eq!(changed("same", "same"), (4..4, String::new()));
        assert_eq!(changed("abc", "axc"), (1..2, "x".to_owned()));
    }
}
