//! An editor as the server meets one: it opens, types, saves and asks, over standard input and output.

use std::collections::VecDeque;
use std::fs;
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder of its own, gone with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("copydesk-lsp-{name}-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let folder = Self(folder.canonicalize().unwrap());
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        uri(&self.0.join(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The address of a file in a test: their names are plain.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display()).replace(' ', "%20").replace('\u{e9}', "%C3%A9")
}

/// What an editor announces: nothing but what these tests ask for.
pub(crate) fn pushed() -> Value {
    json!({"textDocument": {"publishDiagnostics": {"relatedInformation": true}, "hover": {"contentFormat": ["markdown"]}}})
}

/// What one announces that asks for findings, and counts columns in bytes.
pub(crate) fn pulling() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "textDocument": {"diagnostic": {"relatedDocumentSupport": true}},
        "workspace": {
            "diagnostics": {"refreshSupport": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "workspaceEdit": {"documentChanges": true},
        },
        "window": {"showDocument": {"support": true}},
    })
}

/// A running editor with its server.
pub(crate) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    asked: i64,
    /// What was told, oldest first.
    pub(crate) told: VecDeque<Value>,
    /// What the server asked for, oldest first.
    pub(crate) wanted: Vec<Value>,
    /// What is chosen where the server lets choose.
    pub(crate) choice: Option<String>,
    /// What the server asks for and is refused, whatever was announced.
    pub(crate) refused: Option<&'static str>,
    /// What the server offers.
    pub(crate) offers: Value,
}

impl Editor {
    pub(crate) fn start(folder: &Folder, can: Value) -> Self {
        Self::with(folder, can, json!({}), &[])
    }

    pub(crate) fn with(folder: &Folder, can: Value, options: Value, arguments: &[&str]) -> Self {
        let folders = json!([{"uri": uri(&folder.0), "name": "site"}]);
        let params = json!({"processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": can, "initializationOptions": options});
        let mut editor = Self::spawn(arguments, &std::env::temp_dir());
        editor.offers = editor.ask("initialize", params)["result"]["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    pub(crate) fn spawn(arguments: &[&str], here: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.arg("lsp").args(arguments).current_dir(here);
        command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp-cache"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (input, mut out) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let (sender, output) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut out) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let (told, wanted) = (VecDeque::new(), Vec::new());
        Self { child, input, output, asked: 0, told, wanted, choice: None, refused: None, offers: Value::Null }
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks without waiting; the number of the question.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}));
        self.asked
    }

    /// Waits for what comes of a question.
    pub(crate) fn end(&mut self, id: i64) -> Value {
        let start = Instant::now();
        loop {
            let message = self.next(start).unwrap_or_else(|| panic!("no answer to {id}: {:?}", self.told));
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.end(id)
    }

    /// What comes next, if it comes in time. What the server asks for is noted and answered.
    fn next(&mut self, start: Instant) -> Option<Value> {
        let message = self.output.recv_timeout(PATIENCE.saturating_sub(start.elapsed())).ok()?;
        if message.get("method").is_some() && message.get("id").is_some() {
            let result = match message["method"].as_str().unwrap() {
                "workspace/applyEdit" => json!({"applied": true}),
                "window/showMessageRequest" => self.choice.as_ref().map_or(Value::Null, |title| json!({"title": title})),
                "window/showDocument" => json!({"success": true}),
                _ => Value::Null,
            };
            let answer = match self.refused.is_some_and(|method| message["method"] == method) {
                true => json!({"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32601, "message": "no"}}),
                false => json!({"jsonrpc": "2.0", "id": message["id"], "result": result}),
            };
            self.send(&answer);
            self.wanted.push(message.clone());
        } else if message.get("method").is_some() {
            self.told.push_back(message.clone());
        }
        Some(message)
    }

    /// Waits until the server asks for something.
    pub(crate) fn wants(&mut self, method: &str) -> Value {
        let start = Instant::now();
        loop {
            if let Some(at) = self.wanted.iter().position(|wanted| wanted["method"] == method) {
                return self.wanted.remove(at);
            }
            self.next(start).unwrap_or_else(|| panic!("{method} was not asked for: {:?}", self.told));
        }
    }

    /// Waits until something is told that fits.
    pub(crate) fn hears(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            if let Some(at) = self.told.iter().position(&fits) {
                return self.told.remove(at).unwrap();
            }
            self.next(start).unwrap_or_else(|| panic!("{what} did not come: {:?}", self.told));
        }
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        self.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}}),
        );
    }

    pub(crate) fn retype(&mut self, uri: &str, version: i64, text: &str) {
        self.change(uri, version, json!([{"text": text}]));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        self.tell("textDocument/didChange", json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}));
    }

    /// The findings of a version, sent or asked for.
    pub(crate) fn findings(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let found = if self.offers.get("diagnosticProvider").is_some() {
            self.ask("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))["result"]["items"].clone()
        } else {
            let about = |told: &Value| {
                told["method"] == "textDocument/publishDiagnostics"
                    && told["params"]["uri"] == uri
                    && told["params"]["version"] == version
            };
            self.hears("findings", about)["params"]["diagnostics"].clone()
        };
        found.as_array().unwrap_or_else(|| panic!("{found}")).clone()
    }

    /// What is offered at a place, of these kinds if any are named.
    pub(crate) fn actions(&mut self, uri: &str, range: &Value, only: &[&str]) -> Vec<Value> {
        let context = if only.is_empty() { json!({"diagnostics": []}) } else { json!({"diagnostics": [], "only": only}) };
        let params = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
        self.ask("textDocument/codeAction", params)["result"].as_array().unwrap().clone()
    }

    /// Ends the session as an editor does; the exit status.
    pub(crate) fn quit(mut self) -> Option<i32> {
        assert!(self.ask("shutdown", Value::Null).get("error").is_none());
        self.tell("exit", Value::Null);
        self.child.wait().unwrap().code()
    }

    /// Waits until the server ends by itself; the exit status.
    pub(crate) fn ends(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Goes away without a word; the exit status.
    pub(crate) fn vanish(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().unwrap().code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(out: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    out.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap())
}

/// A rule and its place, as short as a test wants it: `attribution/vague-figure 0:18-0:21`.
pub(crate) fn short(finding: &Value) -> String {
    let at = |end: &str| {
        let place = &finding["range"][end];
        format!("{}:{}", place["line"], place["character"])
    };
    format!("{} {}-{}", finding["code"].as_str().unwrap(), at("start"), at("end"))
}

/// The byte of a text at a place, counted by this test and not by the server.
pub(crate) fn byte(text: &str, place: &Value, bytes: bool) -> usize {
    let (line, column) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
    let mut starts = vec![0];
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let ends = char == '\n' || char == '\r' && chars.peek().is_none_or(|(_, next)| *next != '\n');
        if ends {
            starts.push(at + 1);
        }
    }
    let start = starts[line];
    let mut units = 0;
    for (at, char) in text[start..].char_indices() {
        if units >= column {
            return start + at;
        }
        units += if bytes { char.len_utf8() } else { char.len_utf16() };
    }
    text.len()
}

/// The place of a byte of a text, counted by this test and not by the server.
pub(crate) fn place(text: &str, at: usize, bytes: bool) -> Value {
    let before = &text[..at];
    let ends_inside = before.ends_with('\r') && text[at..].starts_with('\n');
    let lines = before.replace("\r\n", "\n").matches(['\n', '\r']).count() - usize::from(ends_inside);
    let start = before[..before.len() - usize::from(ends_inside)].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = &before[start..];
    let units = if bytes { line.len() } else { line.encode_utf16().count() };
    json!({"line": lines, "character": units})
}

/// A text with the edits of an editor in it, the last first.
pub(crate) fn edited(text: &str, edits: &[Value], bytes: bool) -> String {
    let range = |edit: &Value| (byte(text, &edit["range"]["start"], bytes), byte(text, &edit["range"]["end"], bytes));
    let mut edits: Vec<_> = edits.iter().map(|edit| (range(edit), edit["newText"].as_str().unwrap())).collect();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(*range));
    let mut out = text.to_owned();
    edits.into_iter().for_each(|((start, end), new)| out.replace_range(start..end, new));
    out
}
