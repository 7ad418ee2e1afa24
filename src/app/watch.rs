//! `copydesk check --watch`: checks again whenever a draft, a configuration or a rule changes, until it is told to end.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use console::{Key, Term};
use notify_debouncer_full::notify::event::{EventKind, ModifyKind};
use notify_debouncer_full::notify::{ErrorKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer};

use super::args::CheckArgs;
use super::check;
use super::terminal::{Refusal, Status, complain};
use crate::text::Format;

/// How long nothing may change before it is checked again: editors write in several steps.
const QUIET: Duration = Duration::from_millis(150);
/// Files beside drafts, or above them, that say what is checked, and how.
const BESIDE: [&str; 6] =
    ["copydesk.toml", "copydesk-baseline.txt", "copydesk-readings.jsonl", ".copydeskignore", ".gitignore", ".ignore"];
/// Folders that programs fill.
const FOREIGN: [&str; 2] = ["node_modules", "target"];

/// What wakes the watch.
enum Woken {
    /// Something changed that a run may depend on.
    Changed,
    /// What watches failed.
    Lost(String),
    /// The user wants to end it.
    Ended,
}

/// Checks what the command line names, again and again; what the last run came to.
pub(super) fn run(check: &CheckArgs) -> Result<Status, Refusal> {
    if check.input.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err("--watch watches files and folders, and standard input is none".to_owned());
    }
    let (sender, woken) = channel();
    let changed = sender.clone();
    // Nobody listens any more where the watch has ended.
    let told = move |woken| drop(changed.send(woken));
    let _watcher = start(watched(&check.input.paths, check.policy.config.as_deref())?, told)?;
    listen(sender);
    loop {
        if !check.no_clear && io::stdout().is_terminal() {
            // Where the terminal cannot be cleared, the report stands below the last.
            let _ = Term::stdout().clear_screen();
        }
        let status = check::run(check).unwrap_or_else(|refusal| {
            complain(&refusal);
            Status::Failed
        });
        if !check.quiet {
            let quit = if listens() { "; q ends it" } else { "" };
            complain(&format!("watching for changes{quit}"));
        }
        if !waits(&woken)? {
            return Ok(status);
        }
    }
}

/// What watches folders, as long as it lives.
pub(super) type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Calls `changed` whenever something changes by which drafts in these folders are judged; with why, where nothing is noticed any more.
///
/// # Errors
/// Why they cannot be watched.
#[cfg(feature = "lsp")]
pub(super) fn beside<'p>(
    folders: impl IntoIterator<Item = &'p Path>,
    config: Option<&Path>,
    changed: impl Fn(Option<String>) + Send + 'static,
) -> Result<Watcher, Refusal> {
    let mut watched = Watched::default();
    for folder in folders {
        watched.add(&canonical(folder)?, false);
    }
    if let Some(config) = config {
        let config = canonical(config)?;
        watched.add(config.parent().unwrap_or(&config), true);
        watched.named.push(config);
    }
    start(watched, move |woken| changed(if let Woken::Lost(why) = woken { Some(why) } else { None }))
}

/// Starts to watch.
fn start(watched: Watched, told: impl Fn(Woken) + Send + 'static) -> Result<Watcher, Refusal> {
    let Watched { folders, named } = watched;
    let tell = move |events: DebounceEventResult| woken(events, &named).into_iter().for_each(&told);
    let mut watcher = new_debouncer(QUIET, None, tell).map_err(|error| format!("cannot watch: {error}"))?;
    for (folder, depth) in &folders {
        watcher.watch(folder, *depth).map_err(|error| refusal(folder, &error.kind))?;
    }
    Ok(watcher)
}

/// Waits for a change; false at the end of the watch.
fn waits(woken: &Receiver<Woken>) -> Result<bool, Refusal> {
    let mut next = woken.recv().ok();
    // What changed while a run went on is one change.
    while let Some(Woken::Changed) = next {
        match woken.try_recv() {
            Ok(more) => next = Some(more),
            Err(_) => return Ok(true),
        }
    }
    match next {
        Some(Woken::Lost(why)) => Err(format!("the watch is lost: {why}")),
        _ => Ok(false),
    }
}

/// What is watched.
#[derive(Default)]
struct Watched {
    /// Folders, and whether with all below. A file is watched by its folder: who writes a draft anew puts another file in its place.
    folders: BTreeMap<PathBuf, RecursiveMode>,
    /// The files that were named, and the folders of which all that is ours matters; of other folders, what says how drafts are checked.
    named: Vec<PathBuf>,
}

/// What is watched of these paths, judged by this configuration or by the nearest.
fn watched(paths: &[PathBuf], config: Option<&Path>) -> Result<Watched, Refusal> {
    let mut watched = Watched::default();
    for path in paths.iter().map(PathBuf::as_path).chain(config) {
        let whole = canonical(path)?;
        watched.add(if whole.is_dir() { &whole } else { whole.parent().unwrap_or(&whole) }, config.is_some());
        if whole.is_dir() {
            watched.folders.insert(whole.clone(), RecursiveMode::Recursive);
        }
        watched.named.push(whole);
    }
    Ok(watched)
}

impl Watched {
    /// Adds what drafts in a folder are judged by; whether a configuration is named, which has its rules beside it, whatever its name.
    fn add(&mut self, folder: &Path, is_config_named: bool) {
        let last = repository(folder);
        let is_inside = |above: &&Path| last.is_none_or(|last| above.starts_with(last));
        for above in folder.ancestors().take_while(is_inside) {
            self.folders.entry(above.to_owned()).or_insert(RecursiveMode::NonRecursive);
            let rules = above.join("rules");
            if rules.is_dir() && (above.join("copydesk.toml").is_file() || is_config_named && above == folder) {
                self.folders.insert(rules.clone(), RecursiveMode::Recursive);
                self.named.push(rules);
            }
        }
    }
}

fn canonical(path: &Path) -> Result<PathBuf, Refusal> {
    path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))
}

/// The folder of the repository that a folder lies in.
fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

fn refusal(folder: &Path, kind: &ErrorKind) -> Refusal {
    let why = match kind {
        ErrorKind::MaxFilesWatch => {
            "the system watches no more folders; name fewer, or raise fs.inotify.max_user_watches".to_owned()
        }
        ErrorKind::Io(error) => error.to_string(),
        other => format!("{other:?}"),
    };
    format!("{}: cannot be watched: {why}", folder.display())
}

/// Whether something changed that a run may depend on.
fn woken(events: DebounceEventResult, named: &[PathBuf]) -> Option<Woken> {
    match events {
        Ok(events) => events.iter().any(|event| matters(event, named)).then_some(Woken::Changed),
        Err(errors) => Some(Woken::Lost(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))),
    }
}

fn matters(event: &DebouncedEvent, named: &[PathBuf]) -> bool {
    let moved = matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
    let is_touch = matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)));
    // Where events were lost, anything may have changed.
    event.need_rescan() || !is_touch && event.paths.iter().any(|path| is_ours(path, moved, named))
}

/// Whether a path may be a draft that is checked, a configuration, a rule or a baseline, or a folder that came or went.
fn is_ours(path: &Path, moved: bool, named: &[PathBuf]) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_foreign = |part: Component<'_>| {
        let part = part.as_os_str().to_string_lossy();
        part.starts_with('.') || FOREIGN.contains(&&*part)
    };
    let is_draft = |root: &PathBuf| {
        let inside = path.strip_prefix(root);
        inside.is_ok_and(|inside| !inside.components().any(is_foreign) && (moved || Format::of(path).is_some()))
    };
    BESIDE.contains(&name) || named.iter().any(is_draft)
}

/// Whether keys are heard.
fn listens() -> bool {
    io::stdin().is_terminal() && Term::stderr().is_term()
}

/// Ends the watch at a key, where there is a keyboard.
fn listen(sender: Sender<Woken>) {
    if !listens() {
        return;
    }
    thread::spawn(move || {
        let term = Term::stderr();
        loop {
            match term.read_key() {
                Ok(Key::Char('q' | 'Q')) => break drop(sender.send(Woken::Ended)),
                Ok(_) => {}
                // Without a keyboard, the watch goes on; what interrupts it was told to the process.
                Err(_) => break,
            }
        }
    });
}
