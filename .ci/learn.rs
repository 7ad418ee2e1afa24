//! Learns rules/worth.tsv from labelled drafts, and scores what is learned on drafts held out of learning.
//!
//! Each reason not to ask is told from asking by a logistic regression of its own, with an L2 penalty, by coordinate descent in the
//! order of the features: the same labels give the same bytes.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

#[path = "logistic.rs"]
mod logistic;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};
use logistic::Row;
use serde::Deserialize;

/// Steps of a weight, as src/sourcing/worth/model.rs has them.
const UNIT: f64 = 0.05;
/// The penalty of a feature; more where many say nearly the same.
const PENALTY: f64 = 5.0;
/// The least number of figures and of sources that a feature was seen at, and the heaviest features that are kept.
const LEAST: usize = 8;
const SOURCES: usize = 3;
const KEPT: usize = 9_000;
/// Passes over all features.
const ROUNDS: usize = 40;
/// Reasons not to ask, in the order of the weights file.
const REASONS: [&str; 18] = [
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
struct Figure {
    /// Its bytes in its draft.
    at: std::ops::Range<usize>,
    clues: Vec<u32>,
    /// `None` where an editor asks.
    reason: Option<usize>,
    /// How much it counts in learning.
    weight: f64,
    draft: usize,
}

struct Draft {
    path: PathBuf,
    set: String,
    source: String,
    /// Whether its labels name the source.
    has_source: bool,
    fold: usize,
    /// For every label that counts: whether it asks, and the figures it lies on.
    labels: Vec<(bool, Vec<usize>)>,
    /// Figures nobody labelled.
    free: Vec<usize>,
}

impl Draft {
    /// What kind of source it is from: `blogs` of `blogs/NAME`.
    fn kind(&self) -> &str {
        self.source.split_once('/').map_or(&self.source, |(kind, _)| kind)
    }

    /// The site that it is from, where its labels or its name tell sites apart.
    fn site(&self) -> String {
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
struct Data {
    names: Vec<String>,
    numbers: BTreeMap<String, u32>,
    figures: Vec<Figure>,
    drafts: Vec<Draft>,
    /// Words seen in lower case: any other may be a name.
    plain: BTreeSet<String>,
}

fn sorts() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(".ci/reasons.tsv").unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.map(|(sort, words)| (sort.to_owned(), words.split('|').map(str::to_owned).collect())).collect()
}

/// The last two parts of a folder's path.
fn named(folder: &Path) -> String {
    let parts: Vec<_> = folder.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

/// A number made of a name.
fn hash(name: &str) -> u64 {
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
    fn read(&mut self, file: &Path, folder: &Path, some: bool, weight: f64, policy: &Arc<Policy>) {
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
                let mut clues: Vec<u32> = clues.into_iter().map(|clue| self.number(clue)).collect();
                clues.sort_unstable();
                clues.dedup();
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
    fn examples(&mut self, weight: f64, policy: &Arc<Policy>) {
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
                    let mut clues: Vec<u32> = clues.into_iter().map(|clue| self.number(clue)).collect();
                    clues.sort_unstable();
                    clues.dedup();
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
    fn spread(&self, taught: &[usize]) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        for figure in taught.iter().map(|&figure| &self.figures[figure]) {
            let source = self.drafts[figure.draft].source.as_str();
            seen.extend(figure.clues.iter().map(|&clue| (clue, source)));
        }
        let mut spread = vec![0; self.names.len()];
        seen.into_iter().for_each(|(clue, _)| spread[clue as usize] += 1);
        spread
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

/// How clues about the whole piece end, and the most that one of them weighs: it may tip a scale, and never silence a sentence.
const PIECE: &str = "-piece";
const PIECE_MOST: f64 = 0.8;

/// How much more a feature is held back than a plain one.
fn penalty(name: &str) -> f64 {
    let slot = name.split('=').next().unwrap_or_default();
    let soft =
        slot.starts_with("before-") || slot.starts_with("behind-") || slot.starts_with("last-") || slot.starts_with("told-");
    let soft = soft
        || [
            "teller",
            "figure-before",
            "figure-behind",
            "then",
            "vague-then",
            "mention",
            "mention-one",
            "reports",
            "papers",
            "first",
            "opening",
            "next-first",
            "second-first",
            "agents",
        ]
        .contains(&slot);
    PENALTY
        * match slot {
            _ if slot.starts_with("list") => 6.0,
            _ if slot.ends_with(PIECE) => 2.0,
            _ if soft => 4.0,
            _ => 1.0,
        }
}

/// Set by hand, against every reason: “Kent – 40,000” in a list that nobody is credited with, too rare to learn.
const BY_HAND: (&str, i8) = ("bare-row", 60);

/// Weights by feature and reason, in steps; and the biases.
struct Model {
    rows: BTreeMap<u32, [i8; REASONS.len()]>,
    bias: [i32; REASONS.len()],
}

impl Model {
    /// Log-odds of asking.
    fn odds(&self, clues: &[u32]) -> f64 {
        let mut sums = self.bias;
        for row in clues.iter().filter_map(|clue| self.rows.get(clue)) {
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
        -sums.iter().map(|sum| (-f64::from(*sum) * UNIT).exp()).sum::<f64>().ln()
    }

    /// The clues that weigh most, where the reasons have the shares that these clues give them.
    fn because(&self, data: &Data, clues: &[u32]) -> String {
        let mut shares = self.bias.map(f64::from);
        let known: Vec<_> = clues.iter().filter_map(|clue| Some((*clue, self.rows.get(clue)?))).collect();
        for (_, row) in &known {
            shares.iter_mut().zip(*row).for_each(|(sum, weight)| *sum += f64::from(*weight));
        }
        shares = shares.map(|sum| (-sum * UNIT).exp());
        let all: f64 = shares.iter().sum();
        let weight = |row: &[i8; REASONS.len()]| {
            row.iter().zip(shares).map(|(weight, share)| f64::from(*weight) * UNIT * share / all).sum::<f64>()
        };
        let mut weighed: Vec<(f64, u32)> = known.iter().map(|(clue, row)| (weight(row), *clue)).collect();
        weighed.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()).then(one.1.cmp(&other.1)));
        let named = weighed.iter().take(12).map(|(weight, clue)| format!("{} {weight:+.2}", data.names[*clue as usize]));
        named.collect::<Vec<_>>().join(", ")
    }
}

fn learn(data: &Data, taught: &[usize]) -> Model {
    let mut count = vec![0_usize; data.names.len()];
    taught.iter().flat_map(|&figure| &data.figures[figure].clues).for_each(|&clue| count[clue as usize] += 1);
    let spread = data.spread(taught);
    let known = |words: &str| words.split(' ').all(|word| data.plain.contains(word));
    let common = |clue: usize| {
        count[clue] >= LEAST && data.names[clue].split_once('=').is_none_or(|(_, words)| spread[clue] >= SOURCES && known(words))
    };
    let learned = |clue: &usize| common(*clue) && data.names[*clue] != BY_HAND.0;
    let known: Vec<u32> = (0..count.len()).filter(learned).map(|clue| clue as u32).collect();
    let mut weights = vec![[0.0_f64; REASONS.len()]; data.names.len()];
    let mut bias = [0; REASONS.len()];
    for reason in 0..REASONS.len() {
        let rows: Vec<&Figure> = taught
            .iter()
            .map(|&figure| &data.figures[figure])
            .filter(|figure| figure.reason.is_none_or(|other| other == reason))
            .collect();
        let (own, offset) = told_apart(data, &rows, &known);
        own.into_iter().zip(&known).for_each(|(weight, &clue)| weights[clue as usize][reason] = weight);
        bias[reason] = (offset / UNIT).round() as i32;
    }
    let heaviest = |clue: &u32| weights[*clue as usize].iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let mut kept: Vec<u32> = known.into_iter().filter(|clue| heaviest(clue) >= UNIT).collect();
    let worth = |clue: &u32| {
        let sum: f64 = weights[*clue as usize].iter().map(|weight| weight * weight).sum();
        sum * (count[*clue as usize] as f64).sqrt()
    };
    kept.sort_by(|one, other| worth(other).total_cmp(&worth(one)).then(one.cmp(other)));
    kept.truncate(KEPT);
    let step = |weight: f64| (weight / UNIT).round().clamp(-127.0, 127.0) as i8;
    let mut rows: BTreeMap<u32, [i8; REASONS.len()]> =
        kept.into_iter().map(|clue| (clue, weights[clue as usize].map(step))).collect();
    rows.extend(data.numbers.get(BY_HAND.0).map(|&clue| (clue, [BY_HAND.1; REASONS.len()])));
    Model { rows, bias }
}

/// The weights of the known features that tell asking from one reason, and their offset.
fn told_apart(data: &Data, rows: &[&Figure], known: &[u32]) -> (Vec<f64>, f64) {
    let row = |figure: &&Figure| Row { clues: figure.clues.clone(), weight: figure.weight, wanted: figure.reason.is_none() };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    let bounds = |clue: u32| {
        let name = &data.names[clue as usize];
        let most = if name.ends_with(PIECE) { PIECE_MOST } else { f64::INFINITY };
        (penalty(name), most)
    };
    logistic::learn(&rows, known, ROUNDS, &bounds)
}

/// Slope and offset that make chances of log-odds, by Newton's method.
fn calibrate(told: &[(f64, bool)]) -> [f64; 2] {
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..30 {
        let mut g = [1e-3 * (slope - 1.0), 1e-3 * offset];
        let mut h = [1e-3, 0.0, 1e-3];
        for &(odds, asks) in told {
            let chance = 1.0 / (1.0 + (-(slope * odds + offset)).exp());
            let (miss, bend) = (chance - f64::from(u8::from(asks)), chance * (1.0 - chance));
            g = [g[0] + miss * odds, g[1] + miss];
            h = [h[0] + bend * odds * odds, h[1] + bend * odds, h[2] + bend];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        slope -= (h[2] * g[0] - h[1] * g[1]) / determinant;
        offset -= (h[0] * g[1] - h[1] * g[0]) / determinant;
    }
    [slope, offset].map(|number| (number * 1000.0).round() / 1000.0)
}

/// For every figure its log-odds by a model that never saw its group.
fn held_out(data: &Data, group: &(dyn Fn(&Draft) -> Option<String> + Sync)) -> Vec<Option<f64>> {
    let mut groups: Vec<String> = data.drafts.iter().filter_map(group).collect();
    groups.sort();
    groups.dedup();
    let of = |figure: &Figure| group(&data.drafts[figure.draft]);
    let one = |held: &String| -> Vec<(usize, f64)> {
        let all = || data.figures.iter().enumerate();
        let taught: Vec<usize> = all()
            .filter(|(_, figure)| figure.weight > 0.0 && of(figure).as_ref() != Some(held))
            .map(|(number, _)| number)
            .collect();
        let model = learn(data, &taught);
        let judged = all().filter(|(_, figure)| !figure.clues.is_empty() && of(figure).as_ref() == Some(held));
        judged.map(|(number, figure)| (number, model.odds(&figure.clues))).collect()
    };
    let mut odds = vec![None; data.figures.len()];
    let halves: Vec<&[String]> = groups.chunks(groups.len().div_ceil(2).max(1)).collect();
    std::thread::scope(|scope| {
        let running: Vec<_> =
            halves.into_iter().map(|half| scope.spawn(move || half.iter().flat_map(one).collect::<Vec<_>>())).collect();
        for (number, told) in running.into_iter().flat_map(|half| half.join().unwrap()) {
            odds[number] = Some(told);
        }
    });
    odds
}

/// Labels of the drafts that count here: chance, whether an editor asks, and the draft.
fn told<'a>(data: &'a Data, chances: &[Option<f64>], counts: impl Fn(&Draft) -> bool) -> Vec<(f64, bool, &'a Draft)> {
    let mut all = Vec::new();
    for draft in data.drafts.iter().filter(|draft| counts(draft)) {
        for (asks, figures) in &draft.labels {
            let most = figures.iter().filter_map(|&figure| chances[figure]).fold(0.0, f64::max);
            all.push((most, *asks, draft));
        }
        all.extend(draft.free.iter().filter_map(|&figure| Some((chances[figure]?, false, draft))));
    }
    all.sort_by(|one, other| other.0.total_cmp(&one.0));
    all
}

/// Precision and recall of what is told from a chance on.
fn at(told: &[(f64, bool, &Draft)], least: f64) -> (f64, f64, usize) {
    let flagged: Vec<_> = told.iter().filter(|(chance, ..)| *chance >= least).collect();
    let right = flagged.iter().filter(|(_, asks, _)| *asks).count() as f64;
    let all = told.iter().filter(|(_, asks, _)| *asks).count() as f64;
    (right / (flagged.len() as f64).max(1.0), right / all.max(1.0), flagged.len())
}

/// The best precision at a recall, and the chance that gives it.
fn best(told: &[(f64, bool, &Draft)], recall: f64) -> (f64, f64) {
    let all = told.iter().filter(|(_, asks, _)| *asks).count() as f64;
    let (mut right, mut found) = (0.0, (0.0, 0.0));
    for (number, (chance, asks, _)) in told.iter().enumerate() {
        right += f64::from(u8::from(*asks));
        if right / all >= recall && *chance > 0.0 && right / (number + 1) as f64 > found.0 {
            found = (right / (number + 1) as f64, *chance);
        }
    }
    found
}

fn average_precision(told: &[(f64, bool, &Draft)]) -> f64 {
    let all = told.iter().filter(|(_, asks, _)| *asks).count() as f64;
    let (mut right, mut sum) = (0.0, 0.0);
    for (number, (chance, asks, _)) in told.iter().enumerate() {
        if *asks && *chance > 0.0 {
            right += 1.0;
            sum += right / (number + 1) as f64;
        }
    }
    sum / all.max(1.0)
}

const SURE: f64 = 0.65;
const LIKELY: f64 = 0.45;

fn line(name: &str, told: &[(f64, bool, &Draft)]) -> String {
    let (sure, likely) = (at(told, SURE), at(told, LIKELY));
    let asks = told.iter().filter(|(_, asks, _)| *asks).count();
    format!(
        "{name:24} {:6} {asks:5}   {:.2} {:.2}   {:.2} {:.2}   {:.2} {:.2}   {:.3}",
        told.len(),
        sure.0,
        sure.1,
        likely.0,
        likely.1,
        best(told, 0.45).0,
        best(told, 0.65).0,
        average_precision(told)
    )
}

const HEAD: &str = "held out                 figures asked   sure P  R   likely P R   P at R .45 .65   AP";

/// Slope and offset for each fold, from log-odds of the drafts of the others whose labels name a source.
fn calibrations(data: &Data, odds: &[Option<f64>]) -> Vec<[f64; 2]> {
    let of = |held: usize| {
        let counts = |draft: &&Draft| draft.has_source && draft.fold != held;
        let mut told = Vec::new();
        for draft in data.drafts.iter().filter(counts) {
            for (asks, figures) in &draft.labels {
                let most = figures.iter().filter_map(|&figure| odds[figure]).fold(f64::NEG_INFINITY, f64::max);
                if most > f64::NEG_INFINITY {
                    told.push((most, *asks));
                }
            }
        }
        calibrate(&told)
    };
    (0..10).map(of).collect()
}

/// Chances of log-odds.
fn chances(data: &Data, odds: &[Option<f64>], calibrations: &[[f64; 2]]) -> Vec<Option<f64>> {
    let chance = |(number, odds): (usize, &Option<f64>)| {
        let [slope, offset] = calibrations[data.drafts[data.figures[number].draft].fold % 10];
        odds.map(|odds| 1.0 / (1.0 + (-(slope * odds + offset)).exp()))
    };
    odds.iter().enumerate().map(chance).collect()
}

/// The least average precision on labels, by folds and by held-out source, and the least precision of what is told as sure. Raise them
/// when it gets better; never lower one without saying why.
const FLOORS: [f64; 3] = [0.605, 0.585, 0.77];

/// Whether what is learned reaches the floors.
fn score(data: &Data, by_site: bool) -> bool {
    println!("{HEAD}");
    let odds = held_out(data, &|draft: &Draft| (draft.set != "examples").then(|| draft.fold.to_string()));
    let calibrations = calibrations(data, &odds);
    let by_fold = chances(data, &odds, &calibrations);
    let mut sets: Vec<&str> = data.drafts.iter().map(|draft| draft.set.as_str()).collect();
    sets.dedup();
    let mut reached = Vec::new();
    for set in sets {
        let told = told(data, &by_fold, |draft| draft.set == set);
        println!("{}", line(&format!("{set}, by folds"), &told));
        if set.ends_with("/labels") {
            reached.extend([average_precision(&told), at(&told, SURE).0]);
            for least in [0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8] {
                let (precision, recall, many) = at(&told, least);
                println!("  from chance {least:.2}: precision {precision:.3} recall {recall:.3} ({many} told)");
            }
            for tenth in 0..10 {
                let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
                let of: Vec<_> = told.iter().filter(|(chance, ..)| (low..high).contains(chance)).collect();
                let right = of.iter().filter(|(_, asks, _)| *asks).count();
                println!(
                    "  chance {low:.1} to {high:.1}: {:5} figures, {:.2} asked",
                    of.len(),
                    right as f64 / (of.len() as f64).max(1.0)
                );
            }
        }
    }
    reached.insert(1, told_by(data, "by source", &calibrations, &|draft| draft.has_source.then(|| draft.kind().to_owned())));
    if by_site {
        let sites: BTreeSet<String> = data.drafts.iter().filter(|draft| draft.source.contains('/')).map(Draft::site).collect();
        told_by(data, "by site", &calibrations, &|draft| Some(draft.site()).filter(|site| sites.contains(site)));
    }
    reached.iter().zip(FLOORS).all(|(reached, floor)| *reached >= floor)
}

/// Prints how well drafts are judged by what was learned without their group, set by set and group by group; the average precision on
/// labels.
fn told_by(data: &Data, name: &str, calibrations: &[[f64; 2]], group: &(dyn Fn(&Draft) -> Option<String> + Sync)) -> f64 {
    let chances = chances(data, &held_out(data, group), calibrations);
    let of = |set: &str, one: Option<&str>| {
        told(data, &chances, |draft| draft.set == set && group(draft).is_some_and(|group| one.is_none_or(|one| one == group)))
    };
    let mut sets: Vec<&str> = data.drafts.iter().filter(|draft| group(draft).is_some()).map(|draft| draft.set.as_str()).collect();
    sets.dedup();
    let mut reached = 0.0;
    for set in sets {
        let all = of(set, None);
        println!("{}", line(&format!("{set}, {name}"), &all));
        if set.ends_with("/labels") {
            reached = average_precision(&all);
        }
        let groups: BTreeSet<String> = data.drafts.iter().filter(|draft| draft.set == set).filter_map(group).collect();
        for one in groups {
            println!("{}", line(&format!("  {one}"), &of(set, Some(&one))));
        }
    }
    reached
}

/// The pairs of chances between which a figure is handed to a second reader, in the table of docs/readings.md.
const DOUBTS: [[f64; 2]; 13] = [
    [0.45, 0.65],
    [0.3, 0.9],
    [0.2, 0.9],
    [0.15, 0.9],
    [0.1, 0.8],
    [0.1, 0.9],
    [0.1, 1.0],
    [0.09, 0.9],
    [0.08, 0.9],
    [0.07, 0.9],
    [0.05, 0.9],
    [0.03, 0.9],
    [0.02, 1.0],
];

/// Prints what a second reader who is always right makes of the labels: what share of all figures he is handed, and the precision and
/// recall of what is told then. Chances are held out by folds.
fn doubt(data: &Data) {
    let odds = held_out(data, &|draft: &Draft| (draft.set != "examples").then(|| draft.fold.to_string()));
    let told = told(data, &chances(data, &odds, &calibrations(data, &odds)), |draft| draft.set.ends_with("/labels"));
    let asks = told.iter().filter(|(_, asks, _)| *asks).count() as f64;
    let (precision, recall, _) = at(&told, LIKELY);
    println!("| `doubt` | handed over | right of what is told | told of what an editor asks |\n|---|---|---|---|");
    println!("| nobody is asked | 0 % | {precision:.3} | {recall:.3} |");
    for [low, high] in DOUBTS {
        let share = told.iter().filter(|(chance, ..)| (low..=high).contains(chance)).count() as f64 / told.len() as f64;
        // Above, copydesk tells by itself; between, what the reader confirms; below, what it would have told without him.
        let is_told =
            |(chance, asks, _): &&(f64, bool, &Draft)| if (low..=high).contains(chance) { *asks } else { *chance >= LIKELY };
        let all = told.iter().filter(is_told).count() as f64;
        let right = told.iter().filter(is_told).filter(|(_, asks, _)| *asks).count() as f64;
        println!("| `[{low}, {high}]` | {:.1} % | {:.3} | {:.3} |", share * 100.0, right / all, right / asks);
    }
    println!("\n{} figures, {asks} asked about.", told.len());
}

/// Prints figures that are judged wrong by weights learned without their fold, in an order that the place of each shuffles: where each
/// stands, its log-odds, what an editor says, the words around, and what weighed most.
fn wrong(data: &Data) {
    let mut all: BTreeMap<u64, String> = BTreeMap::new();
    for fold in 0..10 {
        let of = |figure: &&Figure| data.drafts[figure.draft].fold == fold;
        let taught = data.figures.iter().enumerate().filter(|(_, figure)| figure.weight > 0.0 && !of(figure));
        let model = learn(data, &taught.map(|(number, _)| number).collect::<Vec<_>>());
        for figure in data.figures.iter().filter(of).filter(|figure| figure.weight > 0.0) {
            let odds = model.odds(&figure.clues);
            let asks = figure.reason.is_none();
            if (odds > 0.0) == asks {
                continue;
            }
            let draft = &data.drafts[figure.draft];
            let bytes = std::fs::read(&draft.path).unwrap();
            let words = |from: usize, to: usize| {
                let text = String::from_utf8_lossy(&bytes[from.min(bytes.len())..to.min(bytes.len())]).into_owned();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let (start, end) = (figure.at.start, figure.at.end);
            let (before, behind) = (words(start.saturating_sub(500), start), words(end, end + 250));
            let place = draft.path.display();
            let line = format!(
                "{} {} {place}:{start}, {odds:.2}, {}\n   {before} [[{}]] {behind}\n   {}",
                if asks { "MISSED" } else { "FALSE" },
                draft.source,
                figure.reason.map_or("asked", |reason| REASONS[reason]),
                words(start, end),
                model.because(data, &figure.clues)
            );
            all.insert(hash(&format!("{place}:{start}")), line);
        }
    }
    all.values().for_each(|line| println!("{line}"));
}

fn written(data: &Data, sets: &str) -> String {
    let odds = held_out(data, &|draft: &Draft| (draft.set != "examples").then(|| draft.fold.to_string()));
    let mut pairs = Vec::new();
    for draft in data.drafts.iter().filter(|draft| draft.has_source) {
        for (asks, figures) in &draft.labels {
            let most = figures.iter().filter_map(|&figure| odds[figure]).fold(f64::NEG_INFINITY, f64::max);
            if most > f64::NEG_INFINITY {
                pairs.push((most, *asks));
            }
        }
    }
    let [slope, offset] = calibrate(&pairs);
    let taught: Vec<usize> = (0..data.figures.len()).filter(|&figure| data.figures[figure].weight > 0.0).collect();
    let model = learn(data, &taught);
    let mut out = String::new();
    writeln!(
        out,
        "# How much each clue speaks for asking who says so, against each reason not to ask; in twentieths. Learned by .ci/learn"
    )
    .unwrap();
    writeln!(out, "# from {sets}.").unwrap();
    writeln!(out, "calibration\t{slope:.3}\t{offset:.3}").unwrap();
    writeln!(out, "reasons\t{}", REASONS.join("\t")).unwrap();
    let row = |cells: Vec<String>| cells.join("\t");
    writeln!(out, "bias\t{}", row(model.bias.iter().map(ToString::to_string).collect())).unwrap();
    let mut rows: Vec<(&str, &[i8; REASONS.len()])> =
        model.rows.iter().map(|(clue, weights)| (data.names[*clue as usize].as_str(), weights)).collect();
    rows.sort_unstable();
    for (name, weights) in rows {
        writeln!(out, "{name}\t{}", row(weights.iter().map(ToString::to_string).collect())).unwrap();
    }
    out
}

fn main() {
    let policy = Publication::builtin("standard", &Choices::default()).unwrap().policy(Path::new("draft.md"));
    let mut data = Data::default();
    let mut sets = Vec::new();
    let (modes, folders): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    for argument in folders {
        let (folder, weight) = argument.split_once('=').unwrap_or((&argument, "1"));
        if folder == "examples" {
            data.examples(weight.parse().expect("a weight"), &policy);
            sets.push(format!("the examples of the rules (weight {weight})"));
            continue;
        }
        let weight_of = weight.parse().expect("a weight");
        let (labels, folder) = folder.split_once('@').map_or((None, folder), |(labels, folder)| (Some(labels), folder));
        let folder = Path::new(folder);
        let within = || ["labels.jsonl", "figures.jsonl"].map(|name| folder.join(name)).into_iter().find(|path| path.exists());
        let file = labels.map(PathBuf::from).or_else(within).expect("no labels");
        data.read(&file, folder, labels.is_some(), weight_of, &policy);
        sets.push(format!("{} (weight {weight})", named(file.parent().unwrap())));
    }
    if modes.iter().any(|mode| mode == "--wrong") {
        wrong(&data);
    } else if modes.iter().any(|mode| mode == "--doubt") {
        doubt(&data);
    } else if modes.iter().any(|mode| mode == "--score") {
        if !score(&data, modes.iter().any(|mode| mode == "--sites")) {
            eprintln!("below the floors {FLOORS:?}");
            std::process::exit(1);
        }
    } else {
        print!("{}", written(&data, &sets.join(", ")));
    }
}
