//! `copydesk lsp`: serves an editor, by the Language Server Protocol on standard input and output.

mod actions;
mod buffer;
mod client;
mod commands;
mod definition;
mod disk;
mod hints;
mod hover;
mod incoming;
mod margin;
mod places;
mod session;
mod settings;
mod shelves;
mod transport;
mod uri;
mod view;
mod work;

use std::collections::HashSet;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use gen_lsp_types::{
    ChangeNotifications, CodeActionOptions, CodeActionProvider, DefinitionProvider, DiagnosticOptions, DiagnosticProvider,
    ExecuteCommandOptions, HoverProvider, InitializeResult, InlayHintProvider, PositionEncodingKind, Registration,
    RegistrationParams, RegistrationRequest, Save, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSync,
    TextDocumentSyncKind, TextDocumentSyncOptions, Uri, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use serde_json::{Value, json};

use self::client::{Abilities, Answer, Client, Unanswered, WATCH, open, refusal};
use self::incoming::Incoming;
use self::session::Session;
use self::work::Worker;
use super::args::LspArgs;
use super::terminal::{Refusal, Status, complain};
use crate::text::{ColumnKind, Format};

/// The files whose changes shape how drafts are judged.
const WATCHED: [&str; 5] =
    ["**/*copydesk*.toml", "**/rules/**/*.toml", "**/.copydeskignore", "**/copydesk-baseline.txt", "**/.gitignore"];

/// Serves the editor that started this process.
pub(super) fn run(args: &LspArgs) -> Result<Status, Refusal> {
    if io::stdin().is_terminal() {
        complain(STARTED);
    }
    let (connection, pipes) = transport::stdio().map_err(|error| format!("no thread could be started: {error}"))?;
    let connection = Arc::new(connection);
    let (id, params) = match connection.initialize_start() {
        Ok(begun) => begun,
        Err(error) if error.channel_is_disconnected() => return Err(pipes.heard().map_or_else(unheard, |()| ENDED.to_owned())),
        Err(_) => return Err(ENDED.to_owned()),
    };
    let args = settle(args, &params)?;
    let can = Abilities::of(&params);
    let greeting = serde_json::to_value(greeting(can)).map_err(|error| error.to_string())?;
    let unanswered: Unanswered = Arc::new(Mutex::new(HashSet::from([id.clone()])));
    let client = Client::new(connection.clone(), unanswered.clone(), can);
    client.answer(id, Ok(greeting));
    let (sender, incoming) = channel();
    let own = sender.clone();
    let worker = thread::Builder::new().name("copydesk".to_owned()).stack_size(STACK).spawn(move || {
        if can.watches {
            client.ask_as::<RegistrationRequest>(WATCH.to_owned(), Some(watched()));
        }
        let options = params.get("initializationOptions").cloned().unwrap_or_default();
        Session::new(client, args, options).map(|session| Worker::new(session, incoming, own).run())
    });
    let worker = worker.map_err(|error| format!("no thread could be started: {error}"))?;
    let status = heard(&connection, &unanswered, &sender)?;
    // It ended by itself where it cannot be told.
    let _ = sender.send(Incoming::Ended);
    worker.join().map_err(|_| BROKEN.to_owned())??;
    drop(connection);
    pipes.join().map(|()| status).map_err(unheard)
}

fn unheard(error: io::Error) -> Refusal {
    format!("standard input or output: {error}")
}

/// What is said to whoever types the command.
const STARTED: &str = "an editor starts this, and speaks the Language Server Protocol to it; docs/editors.md has the settings";
/// What is said where nobody spoke the protocol.
const ENDED: &str = "standard input ended before an editor said anything in the Language Server Protocol";
/// What is said where no more is judged.
const BROKEN: &str = "what judges drafts ended by a mistake of copydesk’s own";
/// The stack of the thread that judges: what the system gives to the first one.
const STACK: usize = 8 << 20;

/// Hands on what the editor says, until it ends that: nothing here takes time, so that what is not wanted any more ends at once.
fn heard(connection: &Connection, unanswered: &Unanswered, worker: &Sender<Incoming>) -> Result<Status, Refusal> {
    let answer = |id: RequestId, answer: Answer| {
        // An editor that went away is told nothing, and the loop ends.
        let _ = connection.sender.send(Response { id, response_result: answer }.into());
    };
    // Whoever goes away without a word did not end it.
    let mut status = Status::Found;
    for message in &connection.receiver {
        match &message {
            Message::Request(request) if status == Status::Clean => {
                answer(request.id.clone(), Err(refusal(ErrorCode::InvalidRequest, "it was asked to shut down")));
                continue;
            }
            Message::Request(request) if request.method == "shutdown" => {
                answer(request.id.clone(), Ok(Value::Null));
                status = Status::Clean;
                continue;
            }
            Message::Request(request) => drop(open(unanswered).insert(request.id.clone())),
            Message::Notification(said) if said.method == "exit" => break,
            Message::Notification(said) if said.method == "$/cancelRequest" => {
                if let Some(id) = cancelled(unanswered, &said.params) {
                    answer(id, Err(refusal(ErrorCode::RequestCanceled, "it is not wanted any more")));
                }
                continue;
            }
            _ => {}
        }
        worker.send(Incoming::Said(message)).map_err(|_| BROKEN.to_owned())?;
    }
    Ok(status)
}

/// Takes a request that is not wanted any more from those that wait; what was begun of it is thrown away.
fn cancelled(unanswered: &Unanswered, params: &Value) -> Option<RequestId> {
    let id = params.get("id").cloned().and_then(|id| serde_json::from_value::<RequestId>(id).ok());
    id.filter(|id| open(unanswered).remove(id))
}

/// Works where the editor does: in its first folder. Paths that the command line names are seen from where it was typed.
fn settle(args: &LspArgs, params: &Value) -> Result<LspArgs, Refusal> {
    let here = std::env::current_dir().unwrap_or_default();
    let mut args = args.clone();
    args.policy.config = args.policy.config.map(|path| here.join(path));
    args.against = args.against.map(|path| here.join(path));
    if let Some(folder) = folder(params).filter(|folder| folder.is_dir()) {
        std::env::set_current_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(args)
}

/// The first folder that the editor has open.
fn folder(params: &Value) -> Option<std::path::PathBuf> {
    let text = |path: &str| params.pointer(path).and_then(Value::as_str);
    let uri = text("/workspaceFolders/0/uri").or_else(|| text("/rootUri"));
    uri.and_then(|uri| uri::path(&Uri::from(uri))).or_else(|| text("/rootPath").map(|path| Path::new(path).to_owned()))
}

/// What is offered to an editor.
fn greeting(can: Abilities) -> InitializeResult {
    let encoding = if can.units == ColumnKind::Byte { PositionEncodingKind::UTF8 } else { PositionEncodingKind::UTF16 };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let diagnostics = DiagnosticOptions {
        identifier: Some("copydesk".to_owned()),
        inter_file_dependencies: false,
        workspace_diagnostics: false,
        ..DiagnosticOptions::default()
    };
    let kinds = CodeActionOptions { code_action_kinds: Some(actions::kinds()), ..CodeActionOptions::default() };
    let commands = [actions::PERMIT, actions::SHEET].map(str::to_owned).to_vec();
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(ChangeNotifications::Bool(true)) };
    let capabilities = ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        code_action_provider: Some(CodeActionProvider::CodeActionOptions(kinds)),
        inlay_hint_provider: Some(InlayHintProvider::Bool(true)),
        diagnostic_provider: can.pulls.then_some(DiagnosticProvider::DiagnosticOptions(diagnostics)),
        execute_command_provider: Some(ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() }),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    };
    let version = Some(env!("CARGO_PKG_VERSION").to_owned());
    InitializeResult { capabilities, server_info: Some(ServerInfo { name: "copydesk".to_owned(), version }) }
}

/// The files that an editor is asked to watch.
fn watched() -> RegistrationParams {
    // Drafts, as rules that compare them look at those that are not open.
    let drafts = format!("**/*.{{{}}}", Format::endings().collect::<Vec<_>>().join(","));
    let patterns = WATCHED.into_iter().chain([drafts.as_str()]);
    let watchers: Vec<Value> = patterns.map(|pattern| json!({ "globPattern": pattern })).collect();
    RegistrationParams {
        registrations: vec![Registration {
            id: "copydesk".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(json!({ "watchers": watchers })),
        }],
    }
}
