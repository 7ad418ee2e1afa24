//! What a publication could write down of what it does: approved texts and sections, for its editor to approve.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use super::wordings::{Shown, wordings};
use crate::finding::counted;

/// In how many drafts something stands that is a habit.
const HABIT: usize = 3;

/// The kinds that names of folders and values of front matter tell, any case.
const KINDS: &[(&str, &[&str])] = &[
    ("opinion", &["opinion", "opinions", "op-ed", "op-eds", "column", "columns", "commentary", "commentisfree", "meinung"]),
    ("editorial", &["editorial", "editorials", "leader", "leaders"]),
    ("letters", &["letters", "letter", "letters-to-the-editor"]),
    ("news", &["news", "breaking", "breaking-news", "nachrichten"]),
    ("review", &["review", "reviews", "rezensionen"]),
    ("satire", &["satire", "humor", "humour"]),
    ("sponsored", &["sponsored", "advertorial", "advertorials", "partner", "partners", "partner-content"]),
    ("guest", &["guest", "guest-posts", "guests"]),
    ("interview", &["interview", "interviews"]),
    ("health", &["health", "medical", "medicine"]),
    ("investment", &["investing", "investment", "stocks", "markets", "finance"]),
    ("press-release", &["press-release", "press-releases", "pressreleases"]),
    ("howto", &["howto", "how-to", "guides", "tutorials"]),
];

/// Lines for a `copydesk.toml`, all of them comments, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The lines; empty when there is nothing to propose.
    pub toml: String,
    /// What was seen, a line each.
    pub seen: Vec<String>,
}

/// Proposes approved texts, from disclaimers that stand in three drafts or more, and sections.
pub fn proposal(drafts: &[Shown]) -> Proposal {
    let mut proposal = Proposal { toml: String::new(), seen: vec![counted(drafts.len(), "draft")] };
    texts(drafts, &mut proposal);
    sections(drafts, &mut proposal);
    if !proposal.toml.is_empty() {
        let head = "\n# What the drafts do today, as `copydesk init --scan` saw it. Take away the # of what is approved.\n";
        proposal.toml.insert_str(0, head);
    }
    proposal
}

fn texts(drafts: &[Shown], proposal: &mut Proposal) {
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    let all = wordings(drafts);
    for wording in all.iter().filter(|wording| wording.files.len() >= HABIT) {
        let number = used.entry(wording.kind).or_default();
        *number += 1;
        let id = if *number == 1 { wording.kind.to_owned() } else { format!("{}-{number}", wording.kind) };
        let files = counted(wording.files.len(), "draft");
        proposal.add(&format!(
            "\n[texts.{id}]  # in {files}, such as {}\ntext = {}",
            name(&wording.files[0]),
            string(&wording.text)
        ));
        proposal.seen.push(format!("a text of kind {} in {files}: [texts.{id}]", wording.kind));
    }
    let rare = all.iter().filter(|wording| wording.files.len() < HABIT).count();
    if rare > 0 {
        let other = counted(rare, "other wording");
        proposal.seen.push(format!("{other} in fewer than {HABIT} drafts: `copydesk inventory` lists them"));
    }
}

/// Sections by the names of folders, then folders whose drafts call themselves the same.
fn sections(drafts: &[Shown], proposal: &mut Proposal) {
    let mut named: BTreeMap<(&str, PathBuf), usize> = BTreeMap::new();
    let mut other: BTreeMap<PathBuf, Vec<&Shown>> = BTreeMap::new();
    let mut labels: BTreeMap<(String, String, &str), usize> = BTreeMap::new();
    for draft in drafts {
        match folder_of_kind(&draft.path) {
            Some(found) => *named.entry(found).or_default() += 1,
            None => other.entry(plain(draft.path.parent().unwrap_or(Path::new("")))).or_default().push(draft),
        }
        for (key, value) in &draft.labels {
            let Some(kind) = kind(value) else { continue };
            *labels.entry((key.clone(), value.to_lowercase(), kind)).or_default() += 1;
        }
    }
    for ((kind, folder), drafts) in &named {
        proposal.section(folder, kind, &format!("{} in a folder of this name", counted(*drafts, "draft")));
    }
    for (folder, drafts) in other.iter().filter(|(folder, _)| !folder.as_os_str().is_empty()) {
        let kinds = drafts.iter().filter_map(|draft| draft.labels.iter().find_map(|(_, value)| kind(value)));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        kinds.for_each(|kind| *counts.entry(kind).or_default() += 1);
        let most = counts.into_iter().max_by_key(|&(_, count)| count);
        if let Some((kind, same)) = most.filter(|&(_, same)| same >= HABIT && same * 5 >= drafts.len() * 4) {
            proposal.section(folder, kind, &format!("{same} of {} say so in their front matter", counted(drafts.len(), "draft")));
        }
    }
    for ((key, value, kind), drafts) in &labels {
        proposal.seen.push(format!("`{key}: {value}` in {}, kind {kind}", counted(*drafts, "draft")));
    }
}

impl Proposal {
    /// Adds lines, as comments.
    fn add(&mut self, lines: &str) {
        for line in lines.lines() {
            // Writing to a string cannot fail.
            let _ = if line.is_empty() { writeln!(self.toml) } else { writeln!(self.toml, "# {line}") };
        }
    }

    fn section(&mut self, folder: &Path, kind: &str, why: &str) {
        let files = string(&format!("{}/**", name(folder)));
        self.add(&format!("\n[[section]]  # {why}\nfiles = [{files}]\nkind = {}", string(kind)));
        self.seen.push(format!("section {files}, kind {kind}: {why}"));
    }
}

/// The kind that a word tells.
fn kind(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase().replace([' ', '_'], "-");
    KINDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(kind, _)| *kind)
}

/// The outermost folder of a draft whose name tells a kind.
fn folder_of_kind(path: &Path) -> Option<(&'static str, PathBuf)> {
    let path = plain(path.parent()?);
    let mut folder = PathBuf::new();
    path.components().find_map(|part| {
        folder.push(part);
        Some((kind(&part.as_os_str().to_string_lossy())?, folder.clone()))
    })
}

/// A path without `.` in it.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

/// A path on one line, with slashes on every system.
fn name(path: &Path) -> String {
    let parts: Vec<_> = plain(path).iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("/").replace(char::is_control, "?")
}

/// A string of TOML.
fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
