//! Has the publications of open drafts looked through, on a thread of its own that gives way to whoever types.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::incoming::Incoming;
use crate::app::index::LookThrough;
use crate::app::terminal::Refusal;

/// How long it is waited until it is looked again whether somebody is at work.
const REST: Duration = Duration::from_millis(1);
/// From so many changes on, all of a publication is looked through.
const MANY: usize = 200;
/// The stack of the thread: what the system gives to the first one.
const STACK: usize = 8 << 20;

/// The publications that are looked through.
pub(super) struct Shelves {
    sender: Sender<Incoming>,
    pace: Arc<Pace>,
    jobs: Option<Sender<Job>>,
    /// The folders of those that were asked for.
    roots: BTreeSet<PathBuf>,
}

/// Whether the thread may work.
#[derive(Default)]
pub(super) struct Pace {
    /// Somebody waits for an answer.
    busy: AtomicBool,
    /// Nothing of it is wanted any more.
    over: AtomicBool,
}

/// A publication that is to be looked through: what of it changed, all where that is not known.
struct Job {
    root: PathBuf,
    changed: Vec<PathBuf>,
}

impl Shelves {
    /// Nothing is looked through yet; what comes of it is sent.
    pub(super) fn new(sender: Sender<Incoming>) -> Self {
        Self { sender, pace: Arc::default(), jobs: None, roots: BTreeSet::new() }
    }

    /// Says whether somebody waits for an answer: then the thread rests.
    pub(super) fn give_way(&self, busy: bool) {
        self.pace.busy.store(busy, Ordering::Relaxed);
    }

    /// Has these publications looked through, those that were before only `again` where that is said; no others any more.
    ///
    /// # Errors
    /// Why that cannot be.
    pub(super) fn want(&mut self, roots: BTreeSet<PathBuf>, again: bool) -> Result<(), Refusal> {
        if roots.is_empty() {
            // What goes on ends before its next draft.
            self.pace.over.store(true, Ordering::Relaxed);
            *self = Self::new(self.sender.clone());
            return Ok(());
        }
        let old = std::mem::replace(&mut self.roots, roots);
        let new: Vec<PathBuf> = self.roots.iter().filter(|root| again || !old.contains(*root)).cloned().collect();
        new.into_iter().try_for_each(|root| self.ask(Job { root, changed: Vec::new() }))
    }

    /// A draft of a publication was saved, or is gone.
    ///
    /// # Errors
    /// Why it cannot be looked at.
    pub(super) fn changed(&mut self, root: &Path, draft: PathBuf) -> Result<(), Refusal> {
        if !self.roots.contains(root) {
            return Ok(());
        }
        self.ask(Job { root: root.to_owned(), changed: vec![draft] })
    }

    fn ask(&mut self, job: Job) -> Result<(), Refusal> {
        let jobs = match &self.jobs {
            Some(jobs) => jobs,
            None => {
                let (jobs, asked) = channel();
                let (sender, pace) = (self.sender.clone(), self.pace.clone());
                let thread = thread::Builder::new().name("copydesk shelves".to_owned()).stack_size(STACK);
                let told = |error| format!("no thread could be started: {error}");
                thread.spawn(move || work(&asked, &sender, &pace)).map_err(told)?;
                self.jobs.insert(jobs)
            }
        };
        // One that ended by a mistake of its own looks through nothing any more.
        jobs.send(job).map_err(|_| "what looks through drafts ended by a mistake of copydesk’s own".to_owned())
    }
}

impl Pace {
    /// Waits while somebody else is at work; whether to go on.
    fn goes_on(&self) -> bool {
        while self.busy.load(Ordering::Relaxed) && !self.over.load(Ordering::Relaxed) {
            thread::sleep(REST);
        }
        !self.over.load(Ordering::Relaxed)
    }
}

/// Looks through what is asked for, until nobody asks any more.
fn work(asked: &Receiver<Job>, sender: &Sender<Incoming>, pace: &Pace) {
    while let Ok(first) = asked.recv() {
        for (root, changed) in gathered(first, asked) {
            let changed = if changed.len() > MANY { Vec::new() } else { changed.into_iter().collect() };
            let kept = LookThrough { root: &root, changed: &changed, goes_on: &|| pace.goes_on() }.keep();
            if pace.over.load(Ordering::Relaxed) || sender.send(Incoming::LookedThrough((root, kept))).is_err() {
                return;
            }
        }
    }
}

/// All that is asked for by now, each publication once: what of it changed, nothing where all is to be looked through.
fn gathered(first: Job, asked: &Receiver<Job>) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let mut all = BTreeMap::new();
    for Job { root, changed } in std::iter::once(first).chain(asked.try_iter()) {
        let known = all.entry(root);
        match changed.is_empty() {
            true => *known.or_insert_with(BTreeSet::new) = BTreeSet::new(),
            false => {
                let is_whole = matches!(&known, std::collections::btree_map::Entry::Occupied(known) if known.get().is_empty());
                let known = known.or_default();
                if !is_whole {
                    known.extend(changed);
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_meanwhile_is_done_once() {
        let job = |root: &str, changed: &[&str]| Job { root: root.into(), changed: changed.iter().map(PathBuf::from).collect() };
        let (jobs, asked) = channel();
        for next in [job("/b", &[]), job("/a", &["/a/2.md"]), job("/a", &["/a/1.md"]), job("/b", &["/b/1.md"])] {
            jobs.send(next).unwrap_or_default();
        }
        let all = gathered(job("/a", &["/a/1.md"]), &asked);
        let paths = |root: &str| all[Path::new(root)].iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
        assert_eq!((paths("/a"), paths("/b")), (vec!["/a/1.md".to_owned(), "/a/2.md".to_owned()], Vec::new()));
    }

    #[test]
    fn it_rests_while_somebody_is_at_work_and_ends_when_it_is_not_wanted() {
        let pace = Pace::default();
        assert!(pace.goes_on());
        pace.busy.store(true, Ordering::Relaxed);
        pace.over.store(true, Ordering::Relaxed);
        assert!(!pace.goes_on());
    }
}
