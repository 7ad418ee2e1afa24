//! Whether time and memory grow with an archive whose articles are held against one another:
//! `cargo bench --profile quick --bench copies -- 10000 100000`, with `all` by all rules and not by those on copies alone.
//!
//! The articles are made here, of made-up words, and are made again when they are read again: nothing lies on a disk. Each size runs in a
//! process of its own, as the system keeps the highest peak of memory.

#![allow(clippy::expect_used, clippy::print_stdout)]

use std::cell::Cell;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use copydesk::config::Publication;
use copydesk::lint::{self, Entry, Meter, Outcome, Past, Stage};
use copydesk::policy::Choices;
use cpu_time::{ProcessTime, ThreadTime};

/// About how many bytes an article has.
const SIZE: usize = 4000;
/// How many words there are.
const WORDS: usize = 20_000;
const RULES: [&str; 4] =
    ["boilerplate/across-articles", "boilerplate/partial-across", "boilerplate/standing-across", "boilerplate/site-text"];
const STAGES: [(Stage, &str); 4] =
    [(Stage::Prints, "prints"), (Stage::Join, "join"), (Stage::Verify, "verify"), (Stage::Settle, "settle")];

/// Numbers that look like chance and are the same in each run (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// Words, the common ones far more often than the rare ones, as in any language: the n-th is met in proportion to 1/n.
struct Language {
    words: Vec<String>,
    /// Words by chance, so often as they are met.
    met: Vec<u16>,
}

impl Language {
    fn new() -> Self {
        const EVEN: usize = 1 << 16;
        let met = |at: usize| ((WORDS as f64).powf(at as f64 / EVEN as f64) - 1.0) as u16;
        Self { words: (0..WORDS).map(made_up).collect(), met: (0..EVEN).map(met).collect() }
    }

    fn word(&self, chance: &mut Chance) -> &str {
        &self.words[usize::from(self.met[chance.below(self.met.len())])]
    }

    /// A paragraph of sentences; of each hundred words so many are not those that the same chance gave before.
    fn paragraph(&self, seed: u64, edits: Option<u64>, into: &mut String) {
        let (mut chance, mut edits) = (Chance(seed), edits.map(Chance));
        for _ in 0..3 + chance.below(4) {
            let (count, start) = (8 + chance.below(12), into.len());
            for at in 0..count {
                let word = self.word(&mut chance);
                let edited = edits.as_mut().and_then(|edits| (edits.below(10) == 0).then(|| self.word(edits)));
                into.extend([if at == 0 { "" } else { " " }, edited.unwrap_or(word)]);
            }
            into[start..=start].make_ascii_uppercase();
            into.push_str(". ");
        }
        into.truncate(into.trim_end().len());
        into.push_str("\n\n");
    }

    /// An article: one paragraph stands in each tenth of them, and a tenth of these have edited it.
    fn article(&self, number: usize) -> String {
        let mut chance = Chance(number as u64);
        let day = number % 9_000;
        let mut text = format!("---\ndate: {}-{:02}-{:02}\n---\n\n# ", 2000 + day / 360, day % 360 / 30 + 1, day % 30 + 1);
        text.extend([self.word(&mut chance), " ", self.word(&mut chance), "\n\n"]);
        while text.len() < SIZE {
            self.paragraph(chance.next(), None, &mut text);
        }
        if number % 10 == 3 {
            self.paragraph(u64::MAX, (number % 100 == 3).then_some(number as u64), &mut text);
        }
        text
    }
}

/// The word of this rank: syllables, more of them the rarer it is.
fn made_up(mut rank: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ke", "mi", "lo", "tu", "sa", "re", "ni", "do", "vu", "pa", "le", "zi", "go", "fu", "ma", "te", "ri", "so", "nu",
        "ka", "de", "li", "ro",
    ];
    let mut word = String::from(SYLLABLES[rank % 24]);
    while rank > 0 {
        rank /= 24;
        word.push_str(SYLLABLES[(rank + 7) % 24]);
    }
    word
}

thread_local! {
    static LAST: Cell<Option<ThreadTime>> = const { Cell::new(None) };
}

/// Adds up what threads say, in nanoseconds on a processor: of what is done draft by draft, each its own; of the rest, all of the process.
struct Clock {
    spent: [AtomicU64; STAGES.len()],
    last: Mutex<ProcessTime>,
}

impl Meter for Clock {
    fn lap(&self, stage: Stage) {
        let mine = LAST.replace(Some(ThreadTime::now())).map(|last| last.elapsed());
        let mut last = self.last.lock().expect("no lap panics");
        let all = std::mem::replace(&mut *last, ProcessTime::now()).elapsed();
        let spent = if stage == Stage::Prints { mine.unwrap_or_default() } else { all };
        if let Some(at) = STAGES.iter().position(|(told, _)| *told == stage) {
            self.spent[at].fetch_add(spent.as_nanos() as u64, Ordering::Relaxed);
        }
    }
}

fn run(count: usize, all: bool) {
    let language = Language::new();
    let config: String = RULES.iter().map(|rule| format!("\"{rule}\" = \"warning\"\n")).collect();
    let only = if all { Vec::new() } else { RULES.map(str::to_owned).to_vec() };
    let choices = Choices { only, ..Choices::default() };
    let read = Publication::read(Path::new("copydesk.toml"), &format!("[rules]\n{config}"), None, &[], &choices);
    let policy = read.0.expect("the rules are there").policy(Path::new("draft.md"));
    let entry = |number: usize| Entry { path: PathBuf::from(format!("{number:07}.md")), policy: policy.clone(), format: None };
    let text = |path: &Path| {
        let number = path.file_stem().and_then(|name| name.to_str()?.parse().ok());
        Ok(language.article(number.expect("its name is its number")).into_bytes())
    };
    let clock = Clock { spent: Default::default(), last: Mutex::new(ProcessTime::now()) };
    let (began, mut findings, mut told) = (Instant::now(), 0, 0);
    lint::each((0..count).map(entry), text, Past { meter: Some(&clock), ..Past::default() }, |_, outcome| {
        if let Outcome::Judged(file) = outcome {
            findings += file.findings.len();
            told += usize::from(!file.source.text.is_empty());
        }
    });
    let whole = began.elapsed();
    let stages = clock.spent.iter().map(|spent| Duration::from_nanos(spent.load(Ordering::Relaxed)));
    let stages: Vec<String> = stages.map(|spent| format!("{:.2} s", spent.as_secs_f64())).collect();
    println!("| {count} | {} | {:.1} s | {} | {findings} of {told} |", stages.join(" | "), whole.as_secs_f64(), peak());
}

/// The most memory that this process held, where the system says.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    peak.map_or_else(|| "?".to_owned(), |peak| format!("{} MiB", peak / 1024))
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let sizes: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let all = args.iter().any(|arg| arg == "all");
    if let [size] = sizes[..] {
        return run(size, all);
    }
    let stages: Vec<&str> = STAGES.iter().map(|(_, name)| *name).collect();
    println!("| articles | {} | whole run | memory | findings, texts |", stages.join(" | "));
    println!("|{}", "---|".repeat(stages.len() + 4));
    for size in if sizes.is_empty() { vec![10_000, 100_000] } else { sizes } {
        let mut child = Command::new(env::current_exe().expect("this program has a path"));
        let status = child.arg(size.to_string()).args(all.then_some("all")).status().expect("it can be started again");
        assert!(status.success(), "{size} articles: {status}");
    }
}
