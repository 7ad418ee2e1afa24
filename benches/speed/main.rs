//! How many nanoseconds of a processor each stage takes for a byte of a draft, beside the parser alone in the same process:
//! `cargo bench --profile quick --bench speed`, and with `-- checks` each rule by itself.
//!
//! The drafts are those of the tests, and the archive where the project lies beside a folder `shared/archive`. What the whole takes of the
//! drafts, as so many times what the parser takes, is held to the figure in `floor.txt`, which only falls: `FRESH=1` writes a lower one.

#![allow(clippy::expect_used, clippy::print_stdout)]

mod drafts;
mod stages;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use drafts::Corpus;
use stages::Stages;

/// How often every draft is read.
const ROUNDS: usize = 50;
/// From so many bytes on a fifth of that is enough.
const MANY: usize = 1_000_000;
/// By how much the ratio may exceed the figure: a machine is not always as fast, nor is a parser where caches are shared.
const LEEWAY: f64 = 1.15;
/// From here on down a lower figure is worth writing.
const WORTH: f64 = 0.98;

fn main() -> ExitCode {
    let of_rules = env::args().any(|word| word == "checks");
    let corpora: Vec<Corpus> = [drafts::own(), drafts::archive()].into_iter().flatten().collect();
    // Of one thread, so that its time is all there is.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let measured: Vec<Stages> = pool.install(|| corpora.iter().map(|corpus| measure(corpus, of_rules)).collect());
    for (stages, corpus) in measured.iter().zip(&corpora) {
        println!("{}: {} drafts, {:.2} MB", corpus.name, corpus.drafts.len(), corpus.bytes as f64 / 1e6);
        println!("    {:<32} {:>9} {:>9}", "", "ns a byte", "× parser");
        let parser = stages.parser();
        for row in &stages.rows {
            println!("    {:<32} {:9.2} {:9.2}", row.name, row.nanoseconds(corpus.bytes), row.least.as_secs_f64() / parser);
        }
    }
    measured.first().map_or(ExitCode::FAILURE, |stages| hold(stages.whole() / stages.parser()))
}

/// The least time of each stage over some rounds.
fn measure(corpus: &Corpus, of_rules: bool) -> Stages {
    let mut stages = Stages { of_rules, ..Stages::default() };
    let rounds = if corpus.bytes > MANY { ROUNDS / 5 } else { ROUNDS };
    (0..rounds).for_each(|_| stages.round(corpus));
    stages
}

/// Holds what the whole takes, in times of the parser, to the figure in the file.
fn hold(ratio: f64) -> ExitCode {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/speed/floor.txt");
    let figure = fs::read_to_string(&path).ok().and_then(|text| text.trim().parse::<f64>().ok());
    let Some(figure) = figure else {
        println!("no figure in {}", path.display());
        return ExitCode::FAILURE;
    };
    println!(
        "the whole takes {ratio:.2} times what the parser takes; the figure is {figure}, and {:.2} is allowed",
        figure * LEEWAY
    );
    if ratio < figure * WORTH {
        match env::var_os("FRESH") {
            Some(_) => fs::write(&path, format!("{ratio:.2}\n")).expect("the figure can be written"),
            None => println!("that is less: FRESH=1 writes it down"),
        }
    }
    if ratio <= figure * LEEWAY { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
