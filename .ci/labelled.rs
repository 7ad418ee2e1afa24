//! Labelled drafts, and the rules' own examples: every figure of theirs with its clues, and what an editor says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::lint::{self, Entry};
use copydesk::policy::Policy;
use serde::Deserialize;

/// Reasons not to ask, in the order of the weights file.
pub(crate) const REASONS: [&str; 18] = [
    "market",
    "price",
    "vote",
    "law",
    "terms",
    "result",
    "plan",
    "size",
    "event",
    "count",
    "sum",
    "settled",
    "told",
    "told on",
    "quoted",
    "told elsewhere",
    "own",
    "no claim seen",
];

#[derive(Deserialize)]
struct Label {
    draft: String,
    start: usize,
    end: usize,
    verdict: String,
    step: Option<String>,
    note: Option<String>,
    source: Option<String>,
    /// What a second reader said.
    again: Option<String>,
    fold: Option<usize>,
    part: Option<String>,
}

/// Whether an editor asks who says so.
fn asks(verdict: &str) -> bool {
    matches!(verdict, "unsourced" | "vague")
}

impl Label {
    fn asks(&self) -> bool {
        asks(&self.verdict)
    }

    /// Whether nothing is scored by it: it leaves both open, or a second reader differs.
    fn is_open(&self) -> bool {
        self.verdict == "either" || self.again.as_deref().is_some_and(|again| asks(again) != self.asks())
    }

    /// Which reason not to ask it gives.
    fn reason(&self, sorts: &[(String, Vec<String>)]) -> usize {
        let note = self.note.as_deref().unwrap_or_default().to_lowercase();
        let name = match (self.verdict.as_str(), self.step.as_deref()) {
            ("sourced", Some("continues" | "document" | "leadin")) => "told on",
            ("sourced", Some("quote" | "announced")) => "quoted",
            ("sourced", Some("elsewhere")) => "told elsewhere",
            ("sourced", _) => "told",
            ("own", _) => "own",
            ("record", _) => {
                let sort = sorts.iter().find(|(_, words)| words.iter().any(|word| note.contains(word.as_str())));
                sort.map_or("settled", |(sort, _)| sort)
            }
            _ => "no claim seen",
        };
        REASONS.iter().position(|reason| *reason == name).unwrap()
    }
}

/// A figure of the sheet.
pub(crate) struct Figure {
    /// Its bytes in its draft.
    pub(crate) at: std::ops::Range<usize>,
    pub(crate) clues: Vec<u32>,
    /// `None` where an editor asks.
    pub(crate) reason: Option<usize>,
    /// How much it counts in learning.
    pub(crate) weight: f64,
    pub(crate) draft: usize,
}

pub(crate) struct Draft {
    pub(crate) path: PathBuf,
    pub(crate) set: String,
    pub(crate) source: String,
    /// Whether its labels name the source.
    pub(crate) has_source: bool,
    pub(crate) fold: usize,
    /// For every label that counts: whether it asks, and the figures it lies on.
    pub(crate) labels: Vec<(bool, Vec<usize>)>,
    /// Figures nobody labelled.
    pub(crate) free: Vec<usize>,
}

impl Draft {
    /// Its fold, in learning by folds; examples are in none.
    pub(crate) fn by_fold(&self) -> Option<String> {
        (self.set != "examples").then(|| self.fold.to_string())
    }

    /// What kind of source it is from: `blogs` of `blogs/NAME`.
    pub(crate) fn kind(&self) -> &str {
        self.source.split_once('/').map_or(&self.source, |(kind, _)| kind)
    }

    /// The site that it is from, where its labels or its name tell sites apart.
    pub(crate) fn site(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let mut parts = name.split('-');
        match (self.source.split_once('/'), parts.next()) {
            (Some((_, site)), _) => site.to_owned(),
            (None, Some("blog" | "site")) => parts.next().unwrap_or_default().to_owned(),
            (None, Some(site @ ("18f" | "digitalgov"))) => site.to_owned(),
            _ => self.source.clone(),
        }
    }
}

#[derive(Default)]
pub(crate) struct Data {
    pub(crate) names: Vec<String>,
    pub(crate) numbers: BTreeMap<String, u32>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) drafts: Vec<Draft>,
    /// Words seen in lower case: any other may be a name.
    pub(crate) plain: BTreeSet<String>,
}

fn sorts() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(".ci/reasons.tsv").unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.map(|(sort, words)| (sort.to_owned(), words.split('|').map(str::to_owned).collect())).collect()
}

/// The last two parts of a folder's path.
pub(crate) fn named(folder: &Path) -> String {
    let parts: Vec<_> = folder.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

/// A number made of a name.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A fold of a name, for sets that give none.
fn fold_of(name: &str) -> usize {
    (hash(name) % 10) as usize
}

/// A text without the braces of an example, and where they stood.
fn without_braces(text: &str, marked: bool) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut clean, mut asked) = (String::new(), Vec::new());
    for char in text.chars() {
        match char {
            '{' if marked => asked.push(clean.len()..clean.len()),
            '}' if marked => asked.last_mut().into_iter().for_each(|asked| asked.end = clean.len()),
            other => clean.push(other),
        }
    }
    (clean, asked)
}

impl Data {
    /// Reads labels, and the drafts below a folder that they name. Where not all figures of a draft are labelled (`some`), the others
    /// teach nothing.
    pub(crate) fn read(&mut self, file: &Path, folder: &Path, some: bool, weight: f64, policy: &Arc<Policy>) {
        let set = named(file.parent().unwrap());
        let mut labels: BTreeMap<String, Vec<Label>> = BTreeMap::new();
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let label: Label = serde_json::from_str(line).unwrap();
            labels.entry(label.draft.clone()).or_default().push(label);
        }
        let sorts = sorts();
        for (draft, labels) in labels {
            if labels[0].part.as_deref() == Some("held") {
                continue;
            }
            let entry = Entry { path: folder.join(&draft), policy: Arc::clone(policy), format: None };
            let (sheet, clues) = lint::clues(&entry, |path| std::fs::read(path)).unwrap().expect("drafts are text");
            let first = self.figures.len();
            let mut free = Vec::new();
            for (number, (row, clues)) in sheet.rows.iter().zip(clues).enumerate() {
                let at = sheet.source.disk(row.span);
                let label = labels.iter().find(|label| label.start < at.end && at.start < label.end);
                if label.is_none() && !some {
                    free.push(first + number);
                }
                let taught = label.map_or(!some, |label| label.verdict != "either");
                let reason = match label {
                    Some(label) if label.asks() => None,
                    Some(label) => Some(label.reason(&sorts)),
                    None => Some(REASONS.len() - 1),
                };
                let clues = self.numbered(clues);
                let weight = if taught && !clues.is_empty() { weight } else { 0.0 };
                self.figures.push(Figure { at, clues, reason, weight, draft: self.drafts.len() });
            }
            let over = |label: &Label| {
                let rows = sheet.rows.iter().enumerate();
                rows.filter(|(_, row)| {
                    let at = sheet.source.disk(row.span);
                    label.start < at.end && at.start < label.end
                })
                .map(|(number, _)| first + number)
                .collect()
            };
            let scored = labels.iter().filter(|label| !label.is_open());
            self.drafts.push(Draft {
                path: folder.join(&draft),
                set: set.clone(),
                source: labels[0].source.clone().unwrap_or_else(|| set.clone()),
                has_source: labels[0].source.is_some(),
                fold: labels[0].fold.unwrap_or_else(|| fold_of(&draft)),
                labels: scored.map(|label| (label.asks(), over(label))).collect(),
                free,
            });
        }
    }

    /// The examples of the rules on figures: in braces what is asked about, the rest of a good one is not.
    pub(crate) fn examples(&mut self, weight: f64, policy: &Arc<Policy>) {
        for rule in ["unsourced-figure", "vague-figure", "headline-figure"] {
            let file = std::fs::read_to_string(format!("rules/attribution/{rule}.toml")).unwrap();
            let rule: toml::Table = file.parse().unwrap();
            for example in rule["example"].as_array().unwrap() {
                let plain = example.as_table().unwrap().keys().all(|key| matches!(key.as_str(), "good" | "bad"));
                let text = ["good", "bad"].iter().find_map(|kind| Some((*kind == "bad", example.get(kind)?.as_str()?)));
                let Some((bad, text)) = text.filter(|_| plain) else { continue };
                let (clean, asked) = without_braces(text.trim_start_matches('\n'), bad);
                let entry = Entry { path: PathBuf::from("example.md"), policy: Arc::clone(policy), format: None };
                let read = lint::clues(&entry, |_| Ok(clean.clone().into_bytes())).unwrap();
                let (sheet, clues) = read.expect("examples are text");
                for (row, clues) in sheet.rows.iter().zip(clues) {
                    let at = sheet.source.disk(row.span);
                    let asks = asked.iter().any(|asked| asked.start < at.end && at.start < asked.end);
                    let name = match row.verdict {
                        "sourced" => "told",
                        "own" => "own",
                        _ => "settled",
                    };
                    let reason = (!asks).then(|| REASONS.iter().position(|reason| *reason == name).unwrap());
                    let clues = self.numbered(clues);
                    let weight = if !clues.is_empty() && (asks || !bad) { weight } else { 0.0 };
                    self.figures.push(Figure { at, clues, reason, weight, draft: self.drafts.len() });
                }
            }
        }
        let (set, source) = ("examples".to_owned(), "examples".to_owned());
        self.drafts.push(Draft {
            path: PathBuf::new(),
            set,
            source,
            has_source: false,
            fold: 99,
            labels: Vec::new(),
            free: Vec::new(),
        });
    }

    /// In how many sources each clue was seen.
    pub(crate) fn spread(&self, taught: &[usize]) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        for figure in taught.iter().map(|&figure| &self.figures[figure]) {
            let source = self.drafts[figure.draft].source.as_str();
            seen.extend(figure.clues.iter().map(|&clue| (clue, source)));
        }
        let mut spread = vec![0; self.names.len()];
        seen.into_iter().for_each(|(clue, _)| spread[clue as usize] += 1);
        spread
    }

    /// The numbers of clues, each once, in order.
    fn numbered(&mut self, clues: Vec<String>) -> Vec<u32> {
        let mut numbers: Vec<u32> = clues.into_iter().map(|clue| self.number(clue)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn number(&mut self, clue: String) -> u32 {
        let small = clue.to_lowercase();
        if let Some((_, words)) = clue.split_once('=').filter(|_| small == clue) {
            self.plain.extend(words.split(' ').map(str::to_owned));
        }
        let next = self.names.len() as u32;
        *self.numbers.entry(small).or_insert_with_key(|clue| {
            self.names.push(clue.clone());
            next
        })
    }
}
