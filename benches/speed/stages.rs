//! What is done with a draft, stage by stage, and the time a thread spends on each.

use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::Duration;

use copydesk::check::Printer;
use copydesk::draft::Draft;
use copydesk::lint;
use copydesk::reading::Reading;
use copydesk::text::{Format, Source};
use copydesk::{format, prose};
use cpu_time::ThreadTime;
use pulldown_cmark::{Options, Parser};

use super::drafts::Corpus;

const PARSER: &str = "parser alone";
const WHOLE: &str = "whole";

/// What the reader of Markdown asks of its parser.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// One stage over all drafts: what it took this round, and the least of all rounds.
pub(crate) struct Row {
    pub(crate) name: String,
    now: Duration,
    pub(crate) least: Duration,
}

impl Row {
    /// For a byte, where there are so many.
    pub(crate) fn nanoseconds(&self, bytes: usize) -> f64 {
        self.least.as_secs_f64() * 1e9 / bytes as f64
    }
}

/// All stages, in the order in which they are met.
#[derive(Default)]
pub(crate) struct Stages {
    pub(crate) rows: Vec<Row>,
    /// Whether each rule is a stage.
    pub(crate) of_rules: bool,
}

/// A clock that tells each lap to a stage.
struct Watch<'a> {
    stages: &'a mut Stages,
    next: usize,
    started: ThreadTime,
}

impl Watch<'_> {
    fn lap(&mut self, name: &str) {
        let took = self.started.elapsed();
        let rows = &mut self.stages.rows;
        if self.next == rows.len() {
            rows.push(Row { name: name.to_owned(), now: Duration::ZERO, least: Duration::MAX });
        }
        rows[self.next].now += took;
        self.next += 1;
        self.started = ThreadTime::now();
    }
}

impl Stages {
    pub(crate) fn parser(&self) -> f64 {
        self.seconds(PARSER)
    }

    pub(crate) fn whole(&self) -> f64 {
        self.seconds(WHOLE)
    }

    fn seconds(&self, name: &str) -> f64 {
        self.rows.iter().find(|row| row.name == name).map_or(f64::NAN, |row| row.least.as_secs_f64())
    }

    /// Passes all drafts through all stages once.
    pub(crate) fn round(&mut self, corpus: &Corpus) {
        let mut next = 0;
        for (path, bytes) in &corpus.drafts {
            let mut watch = Watch { stages: self, next: 0, started: ThreadTime::now() };
            draft(corpus, path, bytes, &mut watch);
            next = watch.next;
        }
        let read = |path: &Path| {
            let at = corpus.drafts.binary_search_by(|(name, _)| name.as_path().cmp(path)).map_err(|_| io::ErrorKind::NotFound)?;
            Ok(corpus.drafts[at].1.clone())
        };
        let mut watch = Watch { stages: self, next, started: ThreadTime::now() };
        black_box(lint::run(&corpus.entries, read, || ()));
        watch.lap(WHOLE);
        for row in &mut self.rows {
            row.least = row.least.min(std::mem::take(&mut row.now));
        }
    }
}

/// Passes one draft through all stages but the whole.
fn draft(corpus: &Corpus, path: &Path, bytes: &[u8], watch: &mut Watch<'_>) {
    let policy = &corpus.policy;
    if let Ok(text) = str::from_utf8(bytes) {
        black_box(Parser::new_ext(text, OPTIONS).into_offset_iter().count());
    }
    watch.lap(PARSER);
    let source = Source::decode(path, Format::of(path).unwrap_or(Format::Plain), bytes.to_vec()).source;
    watch.lap("decode");
    let document = format::read(source);
    watch.lap("format::read, parser and all");
    let mut cut = Vec::new();
    document.blocks.iter().for_each(|block| prose::tokens(&block.text, &mut cut));
    drop(black_box(cut));
    watch.lap("tokens alone");
    let draft = Draft::new(Reading::new(&document, &policy.lexicon, &policy.style));
    watch.lap("Reading::new, tokens and all");
    black_box(draft.genres());
    watch.lap("genres");
    black_box(draft.sheet());
    watch.lap("sheet, figures and all");
    black_box(draft.restated());
    watch.lap("restated");
    let mut printer = Printer::new(document.day());
    for rule in &policy.rules {
        black_box((rule.check.document(&draft), rule.check.prints(&draft, &mut printer)));
        if watch.stages.of_rules {
            watch.lap(&rule.id);
        }
    }
    black_box(printer.finish());
    watch.lap("checks beside these");
    drop(draft);
    watch.lap("drop readings");
    drop(document);
    watch.lap("drop documents");
}
