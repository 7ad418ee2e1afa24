//! How fast drafts are read and judged, in bytes a second: `cargo bench`, or `cargo bench -- check` for one stage.
//!
//! The text is generated, always the same; when the project lies beside a folder `shared/archive`, that is measured too.

#![allow(clippy::expect_used)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use copydesk::config::Publication;
use copydesk::draft::Draft;
use copydesk::format;
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};
use copydesk::reading::Reading;
use copydesk::text::{Document, Format, Source};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

/// Drafts with their names.
type Drafts = Vec<(PathBuf, Vec<u8>)>;

/// Numbers that look random and are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }
}

const SUBJECTS: [&str; 10] = [
    "The harbour board",
    "Ana Reyes, who runs the mill",
    "The county's labour office",
    "A spokesman for the ferry line",
    "Dr. Maria Lund of Oslo University",
    "Nobody in the village",
    "The U.S. Geological Survey",
    "Our own count",
    "The band's second record",
    "Experts",
];
const VERBS: [&str; 8] = [
    "said on Tuesday that",
    "has long held that",
    "denied that",
    "wrote in its annual report that",
    "saw how",
    "knew that",
    "estimates that",
    "will hear whether",
];
const CLAIMS: [&str; 10] = [
    "traffic through the port fell {n}% last year",
    "some {n},000 people were left without water",
    "the bridge would not last another winter",
    "rents rose from ${n} to ${m} in a year",
    "one in {n} households pays too late",
    "nothing of the sort had been agreed",
    "the tower stands {n} metres high, the third tallest in the region",
    "the crossing takes {n} minutes and costs £{m}",
    "it all began in 19{m} at No. {n} Quay Street",
    "the [figures]({url}) had been *quietly* withdrawn",
];
const TAILS: [&str; 6] =
    ["", "", ", according to the county", ", and shops are full again", " (see the note below)", " — or so it seemed"];

/// One sentence, with a figure in about every second.
fn sentence(dice: &mut Dice) -> String {
    let written = format!("{} {} {}{}.", dice.pick(&SUBJECTS), dice.pick(&VERBS), dice.pick(&CLAIMS), dice.pick(&TAILS));
    let (n, m) = (2 + dice.roll(88), 10 + dice.roll(89));
    let written = written.replace("{n}", &n.to_string()).replace("{m}", &m.to_string());
    let written = written.replace("{url}", "https://county.example/figures.html?year=2019&page=3");
    if dice.roll(9) == 0 { format!("“{written}”") } else { written }
}

/// One draft of about `size` bytes, with front matter, headings, lists, quotations and a table.
fn draft(dice: &mut Dice, size: usize) -> String {
    let mut text = format!("---\ntitle: Quay number {}\nauthor: J. Doe\ntags: [harbour, ferry]\n---\n\n", dice.roll(1000));
    while text.len() < size {
        match dice.roll(12) {
            0 => text.push_str(&format!("## {}\n\n", dice.pick(&SUBJECTS))),
            1 => (0..4).for_each(|_| text.push_str(&format!("- {}\n", sentence(dice)))),
            2 => text.push_str(&format!("> {}\n\n", sentence(dice))),
            3 => text.push_str("| year | ships |\n|---|--:|\n| 2019 | 1,204 |\n| 2020 | 877 |\n\n"),
            _ => {
                let sentences: Vec<String> = (0..2 + dice.roll(5)).map(|_| sentence(dice)).collect();
                text.push_str(&sentences.join(" "));
                text.push_str("\n\n");
            }
        }
        if !text.ends_with("\n\n") {
            text.push('\n');
        }
    }
    text
}

fn generated() -> Drafts {
    let mut dice = Dice(7);
    (0..100).map(|number| (PathBuf::from(format!("draft-{number:03}.md")), draft(&mut dice, 10_000).into_bytes())).collect()
}

/// The archive beside the project, if it is there.
fn archive() -> Drafts {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/archive");
    let (mut folders, mut drafts) = (vec![root], Drafts::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|ending| ending == "md") => {
                    drafts.extend(fs::read(&path).map(|bytes| (path, bytes)))
                }
                false => {}
            }
        }
    }
    drafts.sort();
    drafts
}

fn documents(drafts: &Drafts) -> Vec<Document> {
    let document = |(path, bytes): &(PathBuf, Vec<u8>)| {
        format::read(Source::decode(path, Format::of(path).unwrap_or(Format::Plain), bytes.clone()).source)
    };
    drafts.iter().map(document).collect()
}

fn entries(drafts: &Drafts, policy: &Arc<Policy>) -> Vec<Entry> {
    drafts.iter().map(|(path, _)| Entry { path: path.clone(), policy: Arc::clone(policy), format: None }).collect()
}

/// How many bytes of prose documents hold.
fn prose(documents: &[Document]) -> u64 {
    documents.iter().flat_map(|document| &document.blocks).map(|block| block.text.len() as u64).sum()
}

/// From files to documents, beside the parser alone.
fn reading(criterion: &mut Criterion, name: &str, drafts: &Drafts) {
    let mut group = group(criterion, name, drafts.iter().map(|(_, bytes)| bytes.len() as u64).sum());
    group.bench_function("parser-alone", |bench| {
        bench.iter(|| {
            let texts = drafts.iter().filter_map(|(_, bytes)| str::from_utf8(bytes).ok());
            texts
                .map(|text| pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all()).into_offset_iter().count())
                .sum::<usize>()
        });
    });
    group.bench_function("read", |bench| bench.iter(|| black_box(documents(drafts)).len()));
    group.finish();
}

/// From documents to figures and who says so, by bytes of prose.
fn judging(criterion: &mut Criterion, name: &str, policy: &Policy, documents: &[Document]) {
    let new = |document| Reading::new(document, &policy.lexicon, &policy.style);
    let readings: Vec<Reading<'_>> = documents.iter().map(new).collect();
    let lines = || readings.iter().flat_map(|reading| (0..reading.document.blocks.len()).map(move |block| (reading, block)));
    let figures = |reading: &Reading<'_>, block| reading.grammar.figures(&reading.line(block)).len();
    let attributions = |reading: &Reading<'_>, block: usize| {
        let (line, sentences) = (reading.line(block), reading.sentences_of(block));
        sentences.iter().map(|sentence| reading.grammar.attributions(&line, sentence.clone()).len()).sum::<usize>()
    };
    let mut group = group(criterion, name, prose(documents));
    group.bench_function("sentences-and-phrases", |bench| {
        bench.iter(|| documents.iter().map(|document| black_box(new(document)).document.blocks.len()).sum::<usize>());
    });
    group.bench_function("figures", |bench| {
        bench.iter(|| lines().map(|(reading, block)| figures(reading, block)).sum::<usize>());
    });
    group.bench_function("attribution", |bench| {
        bench.iter(|| lines().map(|(reading, block)| attributions(reading, block)).sum::<usize>());
    });
    group.bench_function("figures-and-attribution", |bench| {
        bench.iter(|| lines().map(|(reading, block)| figures(reading, block) + attributions(reading, block)).sum::<usize>());
    });
    group.bench_function("source-sheet", |bench| {
        bench.iter(|| documents.iter().map(|document| Draft::new(new(document)).sheet().len()).sum::<usize>());
    });
    group.finish();
}

/// From files to a report.
fn checking(criterion: &mut Criterion, name: &str, policy: &Arc<Policy>, drafts: &Drafts) {
    let entries = entries(drafts, policy);
    let read = |path: &Path| {
        let at = drafts.binary_search_by(|(other, _)| other.as_path().cmp(path));
        at.map(|at| drafts[at].1.clone()).map_err(|_| std::io::ErrorKind::NotFound.into())
    };
    let mut group = group(criterion, name, drafts.iter().map(|(_, bytes)| bytes.len() as u64).sum());
    group.bench_function("check-one-thread", |bench| {
        let pool = rayon_pool();
        bench.iter(|| pool.install(|| lint::run(&entries, read, || ()).checked));
    });
    group.bench_function("check", |bench| bench.iter(|| lint::run(&entries, read, || ()).checked));
    group.finish();
}

fn group<'c>(criterion: &'c mut Criterion, name: &str, bytes: u64) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat).sample_size(10).throughput(Throughput::Bytes(bytes));
    group
}

fn rayon_pool() -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had")
}

fn policy() -> Arc<Policy> {
    Publication::builtin("standard", &Choices::default()).expect("is shipped").policy(Path::new("draft.md"))
}

/// What every run pays before its first draft, and whole runs over one short draft beside one that does nothing.
fn start(criterion: &mut Criterion) {
    criterion.bench_function("start/policy", |bench| bench.iter(policy));
    let draft = Path::new(env!("CARGO_TARGET_TMPDIR")).join("draft.md");
    fs::write(&draft, self::draft(&mut Dice(3), 1000)).expect("the folder of the build can be written to");
    let run = |arguments: &[&std::ffi::OsStr]| Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).output();
    criterion.bench_function("start/nothing", |bench| bench.iter(|| run(&["--version".as_ref()])));
    criterion.bench_function("start/one-draft", |bench| {
        bench.iter(|| run(&["check".as_ref(), "--no-config".as_ref(), draft.as_os_str()]));
    });
}

/// One paragraph of a megabyte, and one of ten: as many bytes a second, if time grows with the text and not with its square.
fn growth(criterion: &mut Criterion) {
    let (policy, mut dice) = (policy(), Dice(11));
    for megabytes in [1, 10] {
        let mut text = String::new();
        while text.len() < megabytes * 1_000_000 {
            text.push_str(&sentence(&mut dice));
            text.push(' ');
        }
        let drafts = vec![(PathBuf::from("draft.md"), text.into_bytes())];
        let name = format!("one-paragraph-{megabytes}-MB");
        judging(criterion, &name, &policy, &documents(&drafts));
        checking(criterion, &name, &policy, &drafts);
    }
}

fn speed(criterion: &mut Criterion) {
    start(criterion);
    let policy = policy();
    for (name, drafts) in [("generated", generated()), ("archive", archive())] {
        if !drafts.is_empty() {
            reading(criterion, name, &drafts);
            judging(criterion, name, &policy, &documents(&drafts));
            checking(criterion, name, &policy, &drafts);
        }
    }
    growth(criterion);
}

criterion_group!(benches, speed);
criterion_main!(benches);
