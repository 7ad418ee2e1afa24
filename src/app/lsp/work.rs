//! Does what an editor asks, one thing after another: what was typed comes first, and of all that was typed only the last is judged.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};

use gen_lsp_types::{
    CodeActionParams, DefinitionParams, DiagnosticRefreshRequest, DidChangeConfigurationParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, ExecuteCommandParams,
    FullDocumentDiagnosticReport, HoverParams, InlayHintParams, InlayHintRefreshRequest, RelatedDocument,
    RelatedFullDocumentDiagnosticReport, Uri,
};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::{Answer, WATCH, refusal};
use super::commands::{self, WantedPermit};
use super::disk::DiskWatch;
use super::incoming::Incoming;
use super::session::Session;
use super::shelves::Shelves;
use super::{actions, definition, hints, hover, uri};
use crate::baseline;
use crate::text::Format;

/// Whoever does what an editor asks.
pub(super) struct Worker {
    session: Session,
    incoming: Receiver<Incoming>,
    asked: VecDeque<Request>,
    /// Questions that were put to the editor, and what they are about.
    questions: BTreeMap<RequestId, WantedPermit>,
    disk: DiskWatch,
    shelves: Shelves,
    /// Whether nothing more comes.
    is_over: bool,
}

impl Worker {
    /// A worker with nothing to do yet.
    pub(super) fn new(session: Session, incoming: Receiver<Incoming>, sender: Sender<Incoming>) -> Self {
        let (asked, questions) = (VecDeque::new(), BTreeMap::new());
        let (disk, shelves) = (DiskWatch::new(sender.clone()), Shelves::new(sender));
        Self { session, incoming, asked, questions, disk, shelves, is_over: false }
    }

    /// Works until nobody can ask any more.
    pub(super) fn run(mut self) {
        while self.take_in() {
            if let Some(request) = self.asked.pop_front() {
                self.answer(request);
            } else if self.session.due().is_some_and(|due| due.is_zero()) {
                self.reload();
            } else if self.session.has_unsent() {
                self.session.publish_next();
            }
        }
    }

    /// Takes in all that came; waits where there is nothing else to do. False at the end.
    fn take_in(&mut self) -> bool {
        let is_busy = !self.asked.is_empty() || self.session.has_unsent();
        self.shelves.give_way(is_busy);
        let first = match (is_busy, self.session.due()) {
            (true, _) => None,
            (false, None) => match self.incoming.recv() {
                Ok(first) => Some(first),
                Err(_) => return false,
            },
            (false, Some(due)) => match self.incoming.recv_timeout(due) {
                Ok(first) => Some(first),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return false,
            },
        };
        self.shelves.give_way(true);
        first.into_iter().for_each(|first| self.take(first));
        while let Ok(next) = self.incoming.try_recv() {
            self.take(next);
        }
        !self.is_over
    }

    fn take(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Changed => self.session.soon(),
            Incoming::Blind(why) => self.session.client.log(&format!("what changes on the disk is not noticed: {why}")),
            Incoming::LookedThrough(looked) => {
                if self.session.look_up_in(looked) {
                    self.refresh(false);
                }
            }
            Incoming::Ended => self.is_over = true,
            Incoming::Said(Message::Request(request)) => self.asked.push_back(request),
            Incoming::Said(Message::Response(response)) => self.hear(response),
            Incoming::Said(Message::Notification(said)) => {
                let method = said.method.clone();
                if let Err(error) = self.heed(said) {
                    self.session.client.log(&format!("{method}: {error}; it is left aside"));
                }
            }
        }
    }

    /// Takes in what an editor tells.
    fn heed(&mut self, said: Notification) -> Result<(), serde_json::Error> {
        let session = &mut self.session;
        match said.method.as_str() {
            "textDocument/didOpen" => {
                session.open(serde_json::from_value(said.params)?);
                self.watch();
                self.look_through(false);
            }
            "textDocument/didChange" => session.change(serde_json::from_value(said.params)?),
            "textDocument/didClose" => {
                session.close(&serde_json::from_value::<DidCloseTextDocumentParams>(said.params)?.text_document.uri);
            }
            "textDocument/didSave" => {
                let uri = serde_json::from_value::<DidSaveTextDocumentParams>(said.params)?.text_document.uri;
                session.saved(&uri);
                session.draft(&uri).into_iter().for_each(|path| self.look_at(path));
            }
            "workspace/didChangeWatchedFiles" => {
                for change in serde_json::from_value::<DidChangeWatchedFilesParams>(said.params)?.changes {
                    match uri::path(&change.uri).filter(|path| is_draft(path)) {
                        Some(path) => self.look_at(path),
                        None => self.session.soon(),
                    }
                }
            }
            "workspace/didChangeConfiguration" => {
                let settings = serde_json::from_value::<DidChangeConfigurationParams>(said.params)?.settings;
                // Some editors send what concerns other servers, or nothing.
                if settings.get("copydesk").is_some() {
                    let had_hints = session.settings.hints;
                    session.set(&settings);
                    self.look_through(false);
                    self.refresh(had_hints);
                }
            }
            // What need not be heeded: `initialized`, traces, progress, folders, where the nearest copydesk.toml judges anyway.
            _ => {}
        }
        Ok(())
    }

    /// Has the publications of open drafts looked through, those that were before only `again` where that is said.
    fn look_through(&mut self, again: bool) {
        let looking = self.shelves.want(self.session.compared(), again);
        self.tell_unlooked(looking);
    }

    /// Has a draft looked at that was saved, or is gone, where others are held against it.
    fn look_at(&mut self, draft: PathBuf) {
        let looking = self.session.root(&draft).map(|root| self.shelves.changed(&root, draft));
        looking.into_iter().for_each(|looking| self.tell_unlooked(looking));
    }

    fn tell_unlooked(&self, looking: Result<(), String>) {
        looking.unwrap_or_else(|why| self.session.client.log(&format!("drafts are held against no other: {why}")));
    }

    /// Watches what drafts are judged by, for an editor that does not.
    fn watch(&mut self) {
        if self.session.client.can.watches {
            return;
        }
        let (folders, config) = self.session.folders();
        if let Err(why) = self.disk.watch(folders, config) {
            self.session
                .client
                .log(&format!("a change of a configuration is noticed only where it is made in this editor: {why}"));
        }
    }

    /// Hears what an editor answers.
    fn hear(&mut self, response: Response) {
        let wanted = self.questions.remove(&response.id);
        match (wanted, response.response_result) {
            (Some(wanted), Ok(said)) => commands::go_on(&mut self.session, wanted, &said),
            (_, Ok(said)) if said.get("applied") == Some(&Value::Bool(false)) => {
                let why = said.get("failureReason").and_then(Value::as_str).unwrap_or("the editor does not say why");
                self.session.client.log(&format!("an edit was not applied: {why}"));
            }
            (_, Err(_)) if response.id == RequestId::from(WATCH.to_owned()) => {
                // Whoever does not watch, though it said that it would, is watched for.
                self.session.client.can.watches = false;
                self.watch();
            }
            (_, Err(error)) => self.session.client.log(&format!("the editor refused: {}", error.message)),
            (None, Ok(_)) => {}
        }
    }

    /// Reads all configurations anew, and has the editor ask anew where it asks.
    fn reload(&mut self) {
        self.session.reload();
        self.watch();
        self.look_through(true);
        self.refresh(false);
    }

    /// Has the editor ask anew where it asks: for findings, and for hints, where it has some or is to have some.
    fn refresh(&mut self, had_hints: bool) {
        let client = &mut self.session.client;
        if client.can.pulls {
            client.ask::<DiagnosticRefreshRequest>(None);
        }
        if client.can.refreshes_hints && (had_hints || self.session.settings.hints) {
            client.ask::<InlayHintRefreshRequest>(None);
        }
    }

    /// Answers a request, where somebody still waits for that.
    fn answer(&mut self, request: Request) {
        if self.session.client.waits(&request.id) {
            let answer = self.asked_for(&request.method, request.params);
            self.session.client.answer(request.id, answer);
        }
    }

    fn asked_for(&mut self, method: &str, params: Value) -> Answer {
        match method {
            "textDocument/diagnostic" => {
                let params: DocumentDiagnosticParams = read(params)?;
                written(self.report(&params.text_document.uri))
            }
            "textDocument/hover" => {
                let place = read::<HoverParams>(params)?.text_document_position_params;
                let view = self.session.tried(&place.text_document.uri);
                written(view.and_then(|view| hover::hover(&view, place.position)))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(params)?;
                let view = self.session.tried(&params.text_document.uri);
                written(view.map(|view| actions::offered(&view, &params)).unwrap_or_default())
            }
            "textDocument/definition" => {
                let place = read::<DefinitionParams>(params)?.text_document_position_params;
                let uri = &place.text_document.uri;
                let Some((publication, inside)) = self.session.publication(uri) else { return Ok(Value::Null) };
                let view = self.session.view(uri);
                written(view.map(|view| definition::places(&view, place.position, &publication, &inside)).unwrap_or_default())
            }
            "textDocument/inlayHint" => {
                let params: InlayHintParams = read(params)?;
                let is_wanted = self.session.settings.hints;
                let view = if is_wanted { self.session.view(&params.text_document.uri) } else { None };
                written(view.map(|view| hints::hints(&view, params.range)).unwrap_or_default())
            }
            "workspace/executeCommand" => {
                let ExecuteCommandParams { command, arguments, .. } = read(params)?;
                let argument = arguments.and_then(|arguments| arguments.into_iter().next()).unwrap_or_default();
                let (answer, question) = commands::run(&mut self.session, &command, argument)?;
                self.questions.extend(question);
                Ok(answer)
            }
            _ => Err(refusal(ErrorCode::MethodNotFound, format!("copydesk does not know {method}"))),
        }
    }

    /// What is told of a file to an editor that asks; with it, where it takes that, of configurations that it does not hold.
    fn report(&mut self, uri: &Uri) -> RelatedFullDocumentDiagnosticReport {
        let items = self.session.view(uri).map(|view| view.diagnostics()).unwrap_or_default();
        let full = |items| FullDocumentDiagnosticReport { result_id: None, items };
        let related = if self.session.client.can.takes_related { self.session.elsewhere() } else { Vec::new() };
        let related = related.into_iter().map(|(uri, items)| (uri, RelatedDocument::FullDocumentDiagnosticReport(full(items))));
        let related: std::collections::HashMap<_, _> = related.collect();
        RelatedFullDocumentDiagnosticReport {
            related_documents: (!related.is_empty()).then_some(related),
            full_document_diagnostic_report: full(items),
        }
    }
}

/// Whether a file is a draft, and none of those by which drafts are judged.
fn is_draft(path: &Path) -> bool {
    let is_ours = |name: &OsStr| name == baseline::NAME || name.as_encoded_bytes().starts_with(b".");
    Format::of(path).is_some_and(|format| format != Format::Toml) && !path.file_name().is_some_and(is_ours)
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|error| refusal(ErrorCode::InvalidParams, error.to_string()))
}

fn written(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| refusal(ErrorCode::InternalError, error.to_string()))
}
