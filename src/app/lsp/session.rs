//! All that is known of an editor's session: what it holds, by what that is judged, and what is told of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, MessageType, PublishDiagnosticsNotification,
    PublishDiagnosticsParams, Uri,
};
use serde_json::Value;

use super::buffer::{Buffer, BufferKind};
use super::client::Client;
use super::incoming::LookedThrough;
use super::margin::Margin;
use super::settings::Settings;
use super::uri;
use super::view::{MarginView, OtherDrafts, address, told_of};
use crate::app::args::{BaselineArgs, CheckArgs, LspArgs};
use crate::app::fence::{Fence, HeldTexts, NAME};
use crate::app::index::Against;
use crate::app::publications::{Choice, Publications};
use crate::config::Publication;
use crate::finding::File;
use crate::policy::{Choices, Policy};

/// How long nothing may change in a configuration before drafts are judged by it.
const QUIET: Duration = Duration::from_millis(150);

/// An editor's session.
pub(super) struct Session {
    /// The editor.
    pub(super) client: Client,
    /// What is set in it.
    pub(super) settings: Settings,
    args: LspArgs,
    /// What it sent when it started.
    sent: Value,
    /// The folder where relative paths begin.
    here: PathBuf,
    /// All that it holds, by address.
    buffers: BTreeMap<String, Buffer>,
    /// What is told of these, as far as they were judged since they changed.
    margins: BTreeMap<String, Margin>,
    publications: Publications,
    against: Option<Against>,
    /// The indexes of publications that were looked through, by their folders.
    shelves: BTreeMap<PathBuf, Against>,
    /// What was shown once, and is not shown again before something changes.
    shown: BTreeSet<String>,
    /// The files of which something is to be sent.
    unsent: BTreeSet<String>,
    /// The files that nobody holds of which something was told.
    told: BTreeSet<String>,
    /// When configurations are to be read anew.
    due: Option<Instant>,
}

impl Session {
    /// A session that begins.
    ///
    /// # Errors
    /// That copydesk's own profile cannot be read.
    pub(super) fn new(client: Client, args: LspArgs, sent: Value) -> Result<Self, String> {
        let here = std::env::current_dir().unwrap_or_default();
        let publications = Publications::new(&Choice::Standard, Choices::default())?;
        let (buffers, margins) = (BTreeMap::new(), BTreeMap::new());
        let (shown, unsent, told) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let settings = Settings::new(&args);
        let (against, shelves, due) = (None, BTreeMap::new(), None);
        let mut session = Self {
            client,
            settings,
            args,
            sent,
            here,
            buffers,
            margins,
            publications,
            against,
            shelves,
            shown,
            unsent,
            told,
            due,
        };
        session.set(&Value::Null);
        Ok(session)
    }

    /// Takes over what is set in the editor.
    pub(super) fn set(&mut self, sent: &Value) {
        let mut settings = Settings::new(&self.args);
        let told: BTreeSet<String> = [&self.sent, sent].into_iter().flat_map(|sent| settings.take(sent, &self.here)).collect();
        self.settings = settings;
        told.iter().for_each(|words| self.client.show(MessageType::Warning, words));
        self.reload();
    }

    /// Takes in a file that was opened.
    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let path = uri::path(&item.uri).unwrap_or_else(|| self.here.join(uri::name(&item.uri)));
        let path = path.strip_prefix(&self.here).map_or_else(|_| path.clone(), Path::to_owned);
        let language = serde_json::to_value(&item.language_id).unwrap_or_default();
        let buffer = Buffer::new(item.uri, path, language.as_str().unwrap_or_default(), item.version, item.text);
        let (key, is_ours) = (buffer.uri.0.clone(), buffer.is_ours());
        self.buffers.insert(key.clone(), buffer);
        self.stale(key, is_ours);
    }

    /// Takes in what was typed.
    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) {
        let (key, version) = (params.text_document.text_document_identifier.uri.0, params.text_document.version);
        let units = self.client.can.units;
        let Some(buffer) = self.buffers.get_mut(&key) else {
            return self.client.log(&format!("{key} was changed and is not open; the change is left aside"));
        };
        if version <= buffer.version {
            let old = buffer.version;
            self.client.log(&format!("{key}: version {version} came behind version {old}; it is taken for the next one"));
        }
        buffer.change(units, version, params.content_changes);
        let is_ours = buffer.is_ours();
        self.stale(key, is_ours);
    }

    /// Forgets a file that was closed.
    pub(super) fn close(&mut self, uri: &Uri) {
        self.margins.remove(&uri.0);
        self.unsent.remove(&uri.0);
        let Some(buffer) = self.buffers.remove(&uri.0) else { return };
        if !self.client.can.pulls {
            self.publish(uri.clone(), None, Vec::new());
        }
        if buffer.is_ours() {
            self.soon();
        }
    }

    /// Something that is saved may shape how drafts are judged, unless it is one.
    pub(super) fn saved(&mut self, uri: &Uri) {
        if self.buffers.get(&uri.0).is_none_or(|buffer| !matches!(buffer.kind, BufferKind::Draft(_))) {
            self.soon();
        }
    }

    /// A text changed: what was told of it holds no more, and where it is a configuration, soon nothing does.
    fn stale(&mut self, key: String, is_ours: bool) {
        self.margins.remove(&key);
        self.unsent.insert(key);
        if is_ours {
            self.soon();
        }
    }

    /// Has configurations read anew once nothing changed for a while.
    pub(super) fn soon(&mut self) {
        self.due = Some(Instant::now() + QUIET);
    }

    /// How long until configurations are to be read anew; `None` where they are not.
    pub(super) fn due(&self) -> Option<Duration> {
        self.due.map(|due| due.saturating_duration_since(Instant::now()))
    }

    /// Reads all configurations anew: what was told holds no more.
    pub(super) fn reload(&mut self) {
        self.due = None;
        self.margins.clear();
        self.shown.clear();
        let choices = Choices { strict: self.settings.strict, ..Choices::default() };
        let fence = || Fence::over(Arc::new(self.held()));
        let made = Publications::within(fence(), &self.settings.choice, choices.clone()).or_else(|words| {
            self.client.show(MessageType::Error, &format!("{words}; drafts are judged by the profile `standard`"));
            Publications::within(fence(), &Choice::Standard, choices)
        });
        match made {
            Ok(publications) => self.publications = publications,
            Err(words) => self.client.show(MessageType::Error, &words),
        }
        let home = self.publications.fence().home();
        let opened = self.settings.against.as_deref().map(|index| Against::open(index, home)).transpose();
        self.against = opened.unwrap_or_else(|words| {
            self.client.show(MessageType::Warning, &format!("{words}; drafts are held against no other"));
            None
        });
        self.unsent = self.buffers.keys().cloned().collect();
    }

    /// The configurations and rules that the editor holds.
    fn held(&self) -> HeldTexts {
        let own = self.buffers.values().filter(|buffer| buffer.is_ours());
        own.map(|buffer| (self.here.join(&buffer.path), buffer.source.text.clone())).collect()
    }

    /// The folders of drafts that are there, and the configuration that is set for all, if one is.
    pub(super) fn folders(&self) -> (BTreeSet<PathBuf>, Option<&Path>) {
        let drafts = self.buffers.values().filter(|buffer| matches!(buffer.kind, BufferKind::Draft(_)));
        let folders = drafts.filter_map(|buffer| self.here.join(&buffer.path).parent().map(Path::to_owned));
        let config = if let Choice::File(path) = &self.settings.choice { Some(path.as_path()) } else { None };
        (folders.filter(|folder| folder.is_dir()).collect(), config)
    }

    /// A file with all that is told of it, safe mends tried: for whoever asks what can be done.
    pub(super) fn tried(&mut self, uri: &Uri) -> Option<MarginView<'_>> {
        if self.view(uri)?.margin.untried {
            let margin = self.judged(&uri.0, false)?;
            self.margins.insert(uri.0.clone(), margin);
        }
        self.view(uri)
    }

    /// A file with all that is told of it; judged now, if it was not since it changed. Safe mends may not have been tried.
    pub(super) fn view(&mut self, uri: &Uri) -> Option<MarginView<'_>> {
        let buffer = self.buffers.get(&uri.0)?;
        if !self.margins.contains_key(&uri.0) {
            let margin = match buffer.kind {
                BufferKind::Config | BufferKind::Rule => Margin::of_config(buffer, &Arc::new(self.held())),
                _ => self.judged(&uri.0, true)?,
            };
            self.tell_skipped(&uri.0, &margin);
            self.margins.insert(uri.0.clone(), margin);
        }
        let others = self.others(&uri.0);
        Some(MarginView {
            buffer: self.buffers.get(&uri.0)?,
            margin: self.margins.get(&uri.0)?,
            buffers: &self.buffers,
            can: self.client.can,
            here: &self.here,
            others,
            broken: self.publications.broken().is_some(),
        })
    }

    /// Judges a draft. Where a baseline cannot be read, that is shown once, and all is told.
    fn judged(&mut self, key: &str, untried: bool) -> Option<Margin> {
        let buffer = self.buffers.get(key)?;
        let (root, _) = self.publications.of(&buffer.path);
        let shelf = self.shelves.get(&root);
        let against = self.against.as_ref().or(shelf);
        let judged = Margin::of_draft(buffer, &self.settings.check, &mut self.publications, against, untried);
        // What looking through did not know of is looked for once it is saved.
        let trouble = self.against.as_ref().map_or_else(|| shelf.and_then(Against::damage), Against::trouble);
        let margin = judged.or_else(|words| {
            if self.shown.insert(words.clone()) {
                self.client.show(MessageType::Error, &format!("{words}; until then all is told that it names"));
            }
            let baselines = BaselineArgs { no_baseline: true, ..BaselineArgs::default() };
            let check = CheckArgs { baselines, ..CheckArgs::default() };
            Margin::of_draft(buffer, &check, &mut self.publications, against, untried)
        });
        if let Some(words) = trouble.filter(|words| self.shown.insert(words.clone())) {
            self.client.show(MessageType::Warning, &words);
        }
        self.tell_broken();
        margin.ok()
    }

    /// Shows once that a configuration has mistakes that no margin shows.
    fn tell_broken(&mut self) {
        let Some(path) = self.publications.broken().map(Path::to_owned) else { return };
        let is_held = self.buffers.values().any(|buffer| self.here.join(&buffer.path) == self.here.join(&path));
        let words = format!("{} has mistakes; until they are mended, drafts are judged without it", path.display());
        if !is_held && self.shown.insert(words.clone()) {
            self.client.show(MessageType::Warning, &words);
        }
    }

    /// Says in the log why a file is not judged.
    fn tell_skipped(&mut self, key: &str, margin: &Margin) {
        if let Some(reason) = &margin.skipped {
            let words = format!("{key} is not judged: {reason}");
            if self.shown.insert(words.clone()) {
                self.client.log(&words);
            }
        }
    }

    /// What a draft is held against.
    fn others(&mut self, key: &str) -> OtherDrafts {
        let root = self.buffers.get(key).map(|buffer| self.publications.of(&buffer.path).0);
        match root.is_some_and(|root| self.shelves.contains_key(&root)) {
            _ if self.against.is_some() => OtherDrafts::Indexed,
            true => OtherDrafts::Saved,
            false => OtherDrafts::None,
        }
    }

    /// The folders of the publications that are to be looked through: those of open drafts that hold drafts against one another. What is
    /// known of others is dropped.
    pub(super) fn compared(&mut self) -> BTreeSet<PathBuf> {
        let is_wanted =
            self.settings.across && self.settings.against.is_none() && matches!(self.settings.choice, Choice::Nearest);
        let drafts = self.buffers.values().filter(|buffer| is_wanted && matches!(buffer.kind, BufferKind::Draft(_)));
        let drafts: Vec<PathBuf> = drafts.map(|buffer| buffer.path.clone()).collect();
        let compares = |policy: Arc<Policy>| policy.rules.iter().any(|rule| rule.check.compares());
        let compared = drafts.iter().filter(|path| self.publications.policy_at(path).is_some_and(compares));
        let compared: Vec<&PathBuf> = compared.collect();
        let roots: BTreeSet<PathBuf> = compared.into_iter().filter_map(|path| self.root(path)).collect();
        self.shelves.retain(|root, _| roots.contains(root));
        roots
    }

    /// The folder of a draft's publication, where there is one on the disk.
    pub(super) fn root(&mut self, path: &Path) -> Option<PathBuf> {
        let (root, _) = self.publications.of(path);
        root.join(NAME).is_file().then_some(root)
    }

    /// The path of an open draft, from the root of the disk.
    pub(super) fn draft(&self, uri: &Uri) -> Option<PathBuf> {
        let draft = self.buffers.get(&uri.0).filter(|buffer| matches!(buffer.kind, BufferKind::Draft(_)));
        draft.map(|buffer| self.here.join(&buffer.path))
    }

    /// Takes over what came of looking through a publication; whether its drafts are to be judged anew.
    pub(super) fn look_up_in(&mut self, (root, kept): LookedThrough) -> bool {
        let home = self.publications.fence().home();
        let opened = kept.and_then(|kept| {
            let Some(kept) = kept.filter(|kept| kept.is_new || !self.shelves.contains_key(&root)) else { return Ok(None) };
            Ok(Some((Against::open(&kept.folder, home)?, kept)))
        });
        let (place, is_open) =
            (root.display().to_string(), self.buffers.values().any(|buffer| self.here.join(&buffer.path).starts_with(&root)));
        match opened {
            Ok(Some((against, kept))) if is_open => {
                let unread = if kept.unread > 0 { format!("; {} could not be read", kept.unread) } else { String::new() };
                self.client
                    .log(&format!("{place}: {} drafts looked through{unread}; open ones are held against them", kept.drafts));
                self.shelves.insert(root.clone(), against);
            }
            Ok(_) => return false,
            Err(words) => {
                self.client.log(&format!("{place}: drafts are held against no other: {words}"));
                if self.shelves.remove(&root).is_none() {
                    return false;
                }
            }
        }
        let drafts = self.buffers.iter().filter(|(_, buffer)| matches!(buffer.kind, BufferKind::Draft(_)));
        let drafts: Vec<(String, PathBuf)> = drafts.map(|(key, buffer)| (key.clone(), buffer.path.clone())).collect();
        for (key, path) in drafts {
            if self.publications.of(&path).0 == root {
                self.margins.remove(&key);
                self.unsent.insert(key);
            }
        }
        true
    }

    /// The publication that judges a file, and the file's path in its folder.
    pub(super) fn publication(&mut self, uri: &Uri) -> Option<(Arc<Publication>, PathBuf)> {
        let path = &self.buffers.get(&uri.0)?.path;
        let (root, publication) = self.publications.of(path);
        Some((publication, self.publications.inside(path, &root)))
    }

    /// Configurations and rules with mistakes that the editor does not hold, and those of which something was told before.
    pub(super) fn elsewhere(&mut self) -> Vec<(Uri, Vec<gen_lsp_types::Diagnostic>)> {
        let can = self.client.can;
        let uri = |file: &File| address(&self.buffers, &self.here, &file.source.path);
        let faults = self.publications.faults.iter().map(|file| (uri(file), told_of(&file.source, &file.findings, can)));
        let faults = faults.filter(|(uri, _)| !self.buffers.contains_key(&uri.0));
        let mut all: BTreeMap<String, Vec<_>> = BTreeMap::new();
        faults.for_each(|(uri, told)| all.entry(uri.0).or_default().extend(told));
        let now: BTreeSet<String> = all.keys().cloned().collect();
        let gone = std::mem::replace(&mut self.told, now);
        let gone = gone.into_iter().filter(|key| !self.buffers.contains_key(key));
        for key in gone {
            all.entry(key).or_default();
        }
        all.into_iter().map(|(key, told)| (Uri(key), told)).collect()
    }

    /// Whether something is to be sent: nothing is to an editor that asks.
    pub(super) fn has_unsent(&self) -> bool {
        !self.client.can.pulls && !self.unsent.is_empty()
    }

    /// Sends what is told of one file whose text changed, if there is one.
    pub(super) fn publish_next(&mut self) {
        let Some(key) = self.unsent.pop_first() else { return };
        let uri = Uri(key);
        if let Some(view) = self.view(&uri) {
            let (version, told) = (view.buffer.version, view.diagnostics());
            self.publish(uri, Some(version), told);
        }
        if self.unsent.is_empty() {
            let elsewhere = self.elsewhere();
            elsewhere.into_iter().for_each(|(uri, told)| self.publish(uri, None, told));
        }
    }

    fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<gen_lsp_types::Diagnostic>) {
        self.client.tell::<PublishDiagnosticsNotification>(PublishDiagnosticsParams { uri, version, diagnostics });
    }
}
