//! Whether work grows with the text: every shape of text in a table, at sizes that double:
//! `cargo bench --profile quick --bench growth`, with `-- WORD …` only shapes whose names hold a word, told one by one, with
//! `-- every` each fragment in each frame.
//!
//! Times are those that a thread spends on a processor, and the least of several runs where one is doubtful: a busy machine makes it
//! take longer, and does not make it fail.

#![allow(clippy::expect_used, clippy::print_stdout)]

mod shapes;
mod stages;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use shapes::Shape;
use stages::{STAGES, Times};

/// The sizes of each shape, in bytes.
const SIZES: [usize; 2] = [100_000, 200_000];
/// And of one that fails at these.
const ALL_SIZES: [usize; 4] = [250_000, 500_000, MEGABYTE, 2 * MEGABYTE];
const MEGABYTE: usize = 1_000_000;
/// How long a stage may take for a megabyte: what is twice as slow as the slowest row, half a million figures, has gone wrong. A machine is
/// not always as fast; the ratio is what holds.
const PATIENCE: Duration = Duration::from_secs(6);
/// What a text of twice the size may take, in the time of the text.
const STEEPEST: f64 = 2.6;
/// From here on a ratio is doubted, and measured again.
const DOUBTFUL: f64 = 2.4;
/// How often a doubtful shape is measured again at most, and then one that fails, at more sizes.
const RETRIES: usize = 3;
/// Below this nothing is said of a ratio: it is noise.
const MEASURABLE: Duration = Duration::from_millis(3);

/// What a shape was found to take.
#[derive(Debug, Clone)]
struct Row {
    name: String,
    /// Sizes in bytes, doubling, and the least time of each stage.
    sizes: Vec<(usize, Times)>,
    panicked: bool,
}

impl Row {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), sizes: Vec::new(), panicked: false }
    }

    /// The steepest ratio of a stage from a size to its double, as far as it can be measured. Where a table outgrows a cache, or the
    /// memory that an allocator keeps, there is one step, and no growth: what was measured at the greatest size has no ratio that is
    /// steeper than both this one and the next.
    fn steepest(&self, stage: usize) -> f64 {
        let times: Vec<f64> = self.sizes.iter().map(|(_, times)| times[stage].as_secs_f64()).collect();
        let pairs = times.windows(2).filter(|pair| pair[0] >= MEASURABLE.as_secs_f64());
        let ratios: Vec<f64> = pairs.map(|pair| pair[1] / pair[0]).collect();
        let lasting = ratios.windows(2).map(|pair| pair[0].min(pair[1]));
        match times.len() > SIZES.len() {
            true if ratios.len() > 1 => lasting.fold(1.0, f64::max),
            _ => ratios.into_iter().fold(1.0, f64::max),
        }
    }

    /// The time of a stage for a megabyte, by the greatest size up to there.
    fn megabyte(&self, stage: usize) -> Duration {
        let known = self.sizes.iter().rfind(|(size, _)| *size <= MEGABYTE);
        known.map_or(Duration::ZERO, |(size, times)| times[stage].mul_f64(MEGABYTE as f64 / *size as f64))
    }

    fn exceeds(&self, steepest: f64, patience: Duration) -> bool {
        (0..STAGES.len()).any(|stage| self.steepest(stage) > steepest || self.megabyte(stage) > patience)
    }

    fn fails(&self) -> bool {
        self.panicked || self.exceeds(STEEPEST, PATIENCE)
    }

    /// Measures a shape at sizes that double, and again where that is doubtful.
    fn measure(&mut self, shape: &Shape) {
        self.pass(shape, &SIZES);
        for _ in 0..RETRIES {
            if !self.exceeds(DOUBTFUL, PATIENCE) || !self.pass(shape, &SIZES) {
                break;
            }
        }
        if self.fails() {
            self.sizes.clear();
            self.pass(shape, &ALL_SIZES);
        }
        for _ in 0..RETRIES {
            if !self.fails() || !self.pass(shape, &ALL_SIZES) {
                break;
            }
        }
    }

    /// Measures every size once, and keeps the least times; false where a text took so long that it is hopeless.
    fn pass(&mut self, shape: &Shape, sizes: &[usize]) -> bool {
        for (at, &size) in sizes.iter().enumerate() {
            let times = stages::run(shape, size);
            match self.sizes.get_mut(at) {
                Some((_, known)) => (0..STAGES.len()).for_each(|stage| known[stage] = known[stage].min(times[stage])),
                None => self.sizes.push((size, times)),
            }
            if times.iter().any(|time| *time > 2 * PATIENCE) {
                return false;
            }
        }
        true
    }

    fn tell(&self) {
        let failed = if self.fails() { "FAILED" } else { "" };
        println!("{} {failed}", self.name);
        for (stage, name) in STAGES.iter().enumerate() {
            let times = self.sizes.iter().map(|(_, times)| format!("{:9.1}", times[stage].as_secs_f64() * 1e3));
            println!("    {name:<12} ×{:.2} {} ms", self.steepest(stage), times.collect::<String>());
        }
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let every = words.iter().any(|word| word == "every");
    let named: Vec<&String> = words.iter().filter(|word| *word != "every").collect();
    let mut shapes = shapes::table(every);
    shapes.retain(|shape| named.is_empty() || named.iter().any(|word| shape.name.contains(word.as_str())));
    let rows = measured(&shapes, !named.is_empty());
    let failed = rows.iter().filter(|row| row.fails()).count();
    sum_up(&rows);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Measures all shapes on as many threads as there are processors; those that fail are told at once, and with `all` every one.
fn measured(shapes: &[Shape], all: bool) -> Vec<Row> {
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        // Drafts are judged on the threads of a pool: of one, so that the time of this thread is all there is.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
        while let Some(shape) = shapes.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut row = Row::new(&shape.name);
            row.panicked = catch_unwind(AssertUnwindSafe(|| pool.install(|| row.measure(shape)))).is_err();
            let mut rows = rows.lock().expect("no thread panics with it");
            if all || row.fails() {
                row.tell();
            }
            rows.push(row);
            if rows.len() % 100 == 0 {
                println!("{} of {}", rows.len(), shapes.len());
            }
        }
    };
    thread::scope(|scope| (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| drop(scope.spawn(work))));
    rows.into_inner().expect("no thread panics with it")
}

/// Tells the steepest and the slowest shapes.
fn sum_up(rows: &[Row]) {
    let each = || rows.iter().flat_map(|row| (0..STAGES.len()).map(move |stage| (row, stage)));
    let mut steepest: Vec<_> = each().map(|(row, stage)| (row.steepest(stage), row, stage)).collect();
    steepest.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("\nsteepest, at twice the size:");
    for (ratio, row, stage) in steepest.iter().take(8) {
        println!("    ×{ratio:.2}, exponent {:.2}: {} of {}", ratio.log2(), STAGES[*stage], row.name);
    }
    let mut slowest: Vec<_> = each().map(|(row, stage)| (row.megabyte(stage), row, stage)).collect();
    slowest.sort_by_key(|row| std::cmp::Reverse(row.0));
    println!("slowest, for a megabyte:");
    for (time, row, stage) in slowest.iter().take(8) {
        println!("    {:.2} s: {} of {}", time.as_secs_f64(), STAGES[*stage], row.name);
    }
    println!("{} shapes, {} failed", rows.len(), rows.iter().filter(|row| row.fails()).count());
}
