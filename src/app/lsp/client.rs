//! The editor: what it announced that it can do, and how it is spoken to.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use gen_lsp_types::{
    LogMessageNotification, LogMessageParams, MessageType, Notification as _, ShowMessageNotification, ShowMessageParams,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::Value;

use crate::report::shown;
use crate::text::ColumnKind;

/// The name of the question whether the editor watches files.
pub(super) const WATCH: &str = "copydesk/watch";

/// What comes of a request.
pub(super) type Answer = Result<Value, ResponseError>;

/// What an editor asked and was not told yet.
pub(super) type Unanswered = Arc<Mutex<HashSet<RequestId>>>;

/// The editor at the other end.
pub(super) struct Client {
    connection: Arc<Connection>,
    unanswered: Unanswered,
    /// The number of the last thing that it was asked.
    asked: i32,
    /// What it can do.
    pub(super) can: Abilities,
}

/// What an editor can do, as it announced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Abilities {
    /// What columns are counted in.
    pub(super) units: ColumnKind,
    /// Whether it asks for findings, and asks again when it is told that they changed; else they are sent.
    pub(super) pulls: bool,
    /// Whether it takes, with the findings of one file, those of others.
    pub(super) takes_related: bool,
    /// Whether it shows other places of a finding.
    pub(super) shows_places: bool,
    /// Whether it shows Markdown.
    pub(super) reads_markdown: bool,
    /// Whether it holds an edit against the version that it was worded for.
    pub(super) checks_versions: bool,
    /// Whether it opens a file when it is asked to.
    pub(super) opens_files: bool,
    /// Whether it watches files when it is asked to.
    pub(super) watches: bool,
    /// Whether it asks anew for hints when it is told that they changed.
    pub(super) refreshes_hints: bool,
}

impl Abilities {
    /// What the parameters of `initialize` announce. What is not there is not announced, whatever stands beside it.
    pub(super) fn of(params: &Value) -> Self {
        let has = |path: &str| params.pointer(&format!("/capabilities{path}")).is_some_and(|value| !value.is_null());
        let can = |path: &str| params.pointer(&format!("/capabilities{path}")).and_then(Value::as_bool) == Some(true);
        let lists = |path: &str, word: &str| {
            let list = params.pointer(&format!("/capabilities{path}")).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|one| one == word))
        };
        Self {
            units: if lists("/general/positionEncodings", "utf-8") { ColumnKind::Byte } else { ColumnKind::Utf16 },
            pulls: has("/textDocument/diagnostic") && can("/workspace/diagnostics/refreshSupport"),
            takes_related: can("/textDocument/diagnostic/relatedDocumentSupport"),
            shows_places: can("/textDocument/publishDiagnostics/relatedInformation")
                || can("/textDocument/diagnostic/relatedInformation"),
            reads_markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            checks_versions: can("/workspace/workspaceEdit/documentChanges"),
            opens_files: can("/window/showDocument/support"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            refreshes_hints: can("/workspace/inlayHint/refreshSupport"),
        }
    }
}

impl Client {
    /// The editor at the other end of a connection.
    pub(super) fn new(connection: Arc<Connection>, unanswered: Unanswered, can: Abilities) -> Self {
        Self { connection, unanswered, asked: 0, can }
    }

    /// Whether somebody still waits for an answer.
    pub(super) fn waits(&self, id: &RequestId) -> bool {
        open(&self.unanswered).contains(id)
    }

    /// Answers a request, if nobody did.
    pub(super) fn answer(&self, id: RequestId, answer: Answer) {
        if open(&self.unanswered).remove(&id) {
            self.send(Response { id, response_result: answer }.into());
        }
    }

    /// Tells it something.
    pub(super) fn tell<N: gen_lsp_types::Notification>(&self, params: N::Params) {
        // What has no form in JSON is not told; all that is told here has one.
        let Ok(params) = serde_json::to_value(params) else { return };
        self.send(Notification { method: N::METHOD.into(), params }.into());
    }

    /// Asks it for something; the name of the question.
    pub(super) fn ask<R: gen_lsp_types::Request>(&mut self, params: Option<R::Params>) -> RequestId {
        self.asked += 1;
        self.ask_as::<R>(format!("copydesk/{}", self.asked), params)
    }

    /// The same, by a name of its own.
    pub(super) fn ask_as<R: gen_lsp_types::Request>(&self, name: String, params: Option<R::Params>) -> RequestId {
        let id = RequestId::from(name);
        let params = params.and_then(|params| serde_json::to_value(params).ok()).unwrap_or_default();
        self.send(Request { id: id.clone(), method: R::METHOD.into(), params }.into());
        id
    }

    /// Shows words to whoever sits before it.
    pub(super) fn show(&self, kind: MessageType, words: &str) {
        self.tell::<ShowMessageNotification>(ShowMessageParams { kind, message: format!("copydesk: {}", shown(words)) });
    }

    /// Writes words where whoever looks for a mistake finds them.
    pub(super) fn log(&self, words: &str) {
        self.send(logged(words));
    }

    fn send(&self, message: Message) {
        // An editor that went away cannot be told anything, and the loop ends by itself.
        let _ = self.connection.sender.send(message);
    }
}

/// A message for the log of an editor.
pub(super) fn logged(words: &str) -> Message {
    let params = LogMessageParams { kind: MessageType::Log, message: shown(words) };
    let params = serde_json::to_value(params).unwrap_or_default();
    Notification { method: LogMessageNotification::METHOD.into(), params }.into()
}

/// The set, whoever panicked over it.
pub(super) fn open(unanswered: &Unanswered) -> std::sync::MutexGuard<'_, HashSet<RequestId>> {
    unanswered.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a request is not done.
pub(super) fn refusal(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_announced_is_not_used() {
        let plain = Abilities::of(&json!({}));
        assert_eq!(plain.units, ColumnKind::Utf16);
        assert!(!plain.pulls && !plain.takes_related && !plain.opens_files && !plain.watches);
        let odd = Abilities::of(&json!({"capabilities": {"general": {"positionEncodings": "utf-8"}, "textDocument": 7}}));
        assert_eq!(odd.units, ColumnKind::Utf16);
        let units = |list: Value| Abilities::of(&json!({"capabilities": {"general": {"positionEncodings": list}}})).units;
        assert_eq!(units(json!(["utf-16", "utf-8"])), ColumnKind::Byte);
        assert_eq!(units(json!(["utf-32", "utf-16"])), ColumnKind::Utf16);
    }

    #[test]
    fn findings_are_asked_for_only_by_who_can_be_told_that_they_changed() {
        let pulls = |diagnostic: Value, refresh: bool| {
            let workspace = json!({"diagnostics": {"refreshSupport": refresh}});
            Abilities::of(&json!({"capabilities": {"textDocument": {"diagnostic": diagnostic}, "workspace": workspace}})).pulls
        };
        assert!(pulls(json!({}), true) && !pulls(json!({}), false) && !pulls(Value::Null, true));
    }
}
