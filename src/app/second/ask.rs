//! Asks a reader's command: an article at a time, some at the same time, and keeps what it says after each.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use bytesize::ByteSize;

use super::super::args::ReaderArgs;
use super::super::progress::Progress;
use super::super::terminal::{Refusal, Status, complain, print};
use super::desk::{AskedAt, ReadingDesk, tell_refused};
use super::spawn::{self, Ended, Reply};
use crate::finding::counted;
use crate::handover::{self, AnswerRefusal, Strictness, TakenAnswers};
use crate::lint::OpenQuestion;
use crate::rulings::ReadAs;

/// So many articles in a row with not one answer, and the reader is taken for dead.
const DEAD: usize = 3;
/// So many articles are named with what went wrong.
const NAMED: usize = 5;

/// The questions of one article, and what is sent.
struct Batch {
    asked: Vec<AskedAt>,
    input: String,
}

/// What came of all batches.
#[derive(Default)]
struct ReaderTally {
    asking: usize,
    silent: usize,
    refused: BTreeMap<AnswerRefusal, usize>,
    unanswered: usize,
    /// What went wrong, by article.
    failures: Vec<String>,
    /// Articles one after another that nothing came of.
    dead: usize,
}

/// Hands questions to a reader and keeps its answers; or shows what would be sent.
pub(super) fn all(desk: &mut ReadingDesk, command: &str, args: &ReaderArgs, left: &[AskedAt]) -> Result<Status, Refusal> {
    let batches: Vec<Batch> = left.chunk_by(|one, other| one.0 == other.0).map(|asked| Batch::of(desk, asked)).collect();
    if args.dry_run {
        print(|out| batches.iter().try_for_each(|batch| out.write_all(batch.input.as_bytes())))?;
    }
    if batches.is_empty() {
        complain("nothing is in doubt that this reader did not read: nothing is sent");
        return Ok(Status::Clean);
    }
    let bytes = batches.iter().map(|batch| batch.input.len() as u64).sum();
    complain(&format!(
        "{} about {}, {} in all, {} to `{command}`{}",
        counted(left.len(), "question"),
        counted(batches.len(), "article"),
        ByteSize(bytes).display().si(),
        if args.dry_run { "would go" } else { "go" },
        if args.dry_run { "" } else { "; --dry-run shows them" },
    ));
    if args.dry_run {
        return Ok(Status::Clean);
    }
    let tally = asked(desk, command, args, &batches)?;
    tally.tell(left.len());
    Ok(if args.reader_required && tally.is_short() { Status::Failed } else { Status::Clean })
}

/// Asks batch by batch, so many at the same time as is allowed.
fn asked(desk: &mut ReadingDesk, command: &str, args: &ReaderArgs, batches: &[Batch]) -> Result<ReaderTally, Refusal> {
    let within = Duration::from_secs(args.reader_timeout.get());
    let (next, mut tally) = (Mutex::new(0..batches.len()), ReaderTally::default());
    let progress = Progress::start(batches.len(), false);
    let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
    let stop = || next.lock().unwrap_or_else(PoisonError::into_inner).by_ref().count();
    thread::scope(|scope| {
        let (sender, replies) = channel::<(usize, Reply)>();
        for _ in 0..args.reader_jobs.get().min(batches.len()) {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some(number) = take() {
                    let reply = spawn::run(command, batches[number].input.clone().into_bytes(), within);
                    if sender.send((number, reply)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (number, reply) in replies {
            let kept = tally.take(desk, &batches[number], reply);
            progress.step();
            if kept.is_err() {
                // What cannot be kept is not worth asking.
                stop();
                return kept;
            }
            if tally.dead >= DEAD && tally.asking + tally.silent == 0 {
                let spared = stop();
                if spared > 0 {
                    tally
                        .failures
                        .push(format!("the reader is taken for dead, and {} not handed to it", counted(spared, "article")));
                }
            }
        }
        Ok(())
    })?;
    Ok(tally)
}

impl Batch {
    fn of(desk: &ReadingDesk, asked: &[AskedAt]) -> Self {
        let questions: Vec<&OpenQuestion> = asked.iter().map(|asked| desk.question(*asked)).collect();
        Self { asked: asked.to_vec(), input: handover::article(&desk.drafts[asked[0].0].doubts, &questions) }
    }
}

impl ReaderTally {
    /// Keeps what was answered about an article.
    fn take(&mut self, desk: &mut ReadingDesk, batch: &Batch, reply: Reply) -> Result<(), Refusal> {
        let draft = &desk.drafts[batch.asked[0].0];
        let questions: Vec<&OpenQuestion> = batch.asked.iter().map(|asked| desk.question(*asked)).collect();
        let answers = TakenAnswers::read(&reply.bytes, &questions, &draft.doubts.article, Strictness::Program);
        let (folder, path) = (draft.folder.clone(), draft.doubts.source.path.display().to_string());
        let of = |asked: &AskedAt| Some(desk.ruling(*asked, answers.taken.get(&desk.question(*asked).claim)?.clone()));
        let new: Vec<_> = batch.asked.iter().filter_map(of).collect();
        let asking = new.iter().filter(|ruling| ruling.verdict == ReadAs::Ask).count();
        self.asking += asking;
        self.silent += new.len() - asking;
        self.unanswered += batch.asked.len() - new.len();
        self.dead = if new.is_empty() { self.dead + 1 } else { 0 };
        answers.refused.into_iter().for_each(|(refusal, count)| *self.refused.entry(refusal).or_default() += count);
        let words = reply.said.join(" / ");
        let words = if words.is_empty() { words } else { format!(": {words}") };
        match reply.ended {
            Ended::Well => {}
            Ended::Badly(why) => self.failures.push(format!("{path}: {why}{words}")),
            Ended::Late => self.failures.push(format!("{path}: its time was up{words}")),
            Ended::Flooding => self.failures.push(format!("{path}: it said more than 16 MB, and was ended")),
            Ended::Unstarted(why) => self.failures.push(format!("{path}: it could not be started: {why}")),
        }
        if new.is_empty() { Ok(()) } else { desk.keep(&folder, &new, &BTreeSet::new()) }
    }

    fn is_short(&self) -> bool {
        self.unanswered > 0 || !self.failures.is_empty()
    }

    fn tell(&self, all: usize) {
        let answered = self.asking + self.silent;
        complain(&format!("{answered} of {} answered: {} to ask, {} not", counted(all, "question"), self.asking, self.silent));
        tell_refused(&self.refused);
        self.failures.iter().take(NAMED).for_each(|failure| complain(failure));
        if self.failures.len() > NAMED {
            complain(&format!("and {} more articles that the reader failed", self.failures.len() - NAMED));
        }
        if answered < all {
            complain("what has no answer stays as copydesk judges it");
        }
    }
}
