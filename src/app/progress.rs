//! How far a long run has come, told on a terminal only.

use std::io::{IsTerminal as _, stderr};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run shorter than this shows nothing: a bar that flashes up tells nobody anything.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar on standard error that comes up only when a run takes long, and goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    started: Instant,
    total: u64,
    done: AtomicU64,
    /// Standard error is a terminal, and the user wants to hear.
    shown: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Starts a run of `total` files; never shows anything when `quiet` or when standard error is no terminal.
    pub(crate) fn start(total: usize, quiet: bool) -> Self {
        let shown = !quiet && stderr().is_terminal();
        Self { started: Instant::now(), total: total as u64, done: AtomicU64::new(0), shown, bar: OnceLock::new() }
    }

    /// One file more is done; from any thread.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown && self.started.elapsed() > PATIENCE {
            self.bar.get_or_init(|| bar(self.total)).set_position(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    // Without a template that reads, indicatif's own serves.
    match ProgressStyle::with_template("{bar:24} {human_pos} of {human_len} files") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_or_quiet_run_shows_nothing() {
        let progress = Progress::start(3, true);
        progress.step();
        assert_eq!(progress.done.load(Ordering::Relaxed), 1);
        assert!(progress.bar.get().is_none());
    }

    #[test]
    fn a_long_run_shows_how_far_it_is() {
        let mut progress = Progress::start(3, true);
        progress.shown = true;
        progress.started = Instant::now().checked_sub(PATIENCE * 2).expect("the machine is up for a second");
        progress.step();
        progress.step();
        assert_eq!(progress.bar.get().map(ProgressBar::position), Some(2));
    }
}
