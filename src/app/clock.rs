//! Where the time of a run goes, for `--stats`.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::lint::{Meter, Stage};

/// The stages that are told, in the order of a run.
const STAGES: [(Stage, &str); 8] = [
    (Stage::Read, "read"),
    (Stage::Parse, "parse"),
    (Stage::Reading, "reading"),
    (Stage::Checks, "checks"),
    (Stage::Prints, "prints"),
    (Stage::Join, "join"),
    (Stage::Verify, "verify"),
    (Stage::Settle, "settle"),
];

thread_local! {
    /// When this thread last said what it did.
    static LAST: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Adds up what threads say.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Nanoseconds of each stage, over all threads.
    spent: [AtomicU64; STAGES.len()],
}

impl Clock {
    /// What each stage took, over all threads, with the rest of the run as `report`.
    pub(super) fn told(&self, report: Duration) -> String {
        let spent = STAGES.iter().zip(&self.spent).map(|((_, name), spent)| {
            let spent = Duration::from_nanos(spent.load(Ordering::Relaxed));
            format!("{name} {:.1} ms", spent.as_secs_f64() * 1e3)
        });
        let report = format!("report {:.1} ms", report.as_secs_f64() * 1e3);
        spent.chain([report]).collect::<Vec<_>>().join(", ")
    }
}

impl Meter for Clock {
    fn lap(&self, stage: Stage) {
        let now = Instant::now();
        let last = LAST.replace(Some(now));
        let spent = STAGES.iter().position(|(told, _)| *told == stage).map(|at| &self.spent[at]);
        if let (Some(spent), Some(last)) = (spent, last) {
            spent.fetch_add((now - last).as_nanos() as u64, Ordering::Relaxed);
        }
    }
}
