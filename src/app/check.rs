//! `copydesk check`: judges drafts and tells what was found.

mod findings;
mod tell;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use self::findings::Findings;
use super::args::CheckArgs;
use super::baselines::Baselines;
use super::cache::{self, Cache};
use super::changed::{History, New};
use super::clock::Clock;
use super::comments;
use super::coverage;
use super::drafts::{Drafts, is_ignored};
use super::index::{Against, Spill};
use super::mend::Mended;
use super::permit;
use super::progress::Progress;
use super::publications::{ANY_DRAFT, Publications};
use super::second;
use super::stale::{self, ReadClaims};
use super::terminal::{Refusal, Status, complain, print};
use super::write::deliver;
use crate::edit;
use crate::finding::{Level, Report, Skipped};
#[cfg(feature = "lsp")]
use crate::lint::KeptReading;
use crate::lint::{self, PassageName, Past};
use crate::policy::Choices;

/// Checks what the command line names.
pub(super) fn run(check: &CheckArgs) -> Result<Status, Refusal> {
    let asked = second::before(check)?;
    if check.reader.dry_run {
        return Ok(Status::Clean);
    }
    Ok(CheckRun::begin(check)?.judged()?.max(asked.unwrap_or(Status::Clean)))
}

/// What a run judges, and what it holds that against.
struct CheckRun<'a> {
    check: &'a CheckArgs,
    started: Instant,
    /// How long it took to find files and rules.
    gathered: Duration,
    publications: Publications,
    drafts: Drafts,
    history: Option<History>,
    baselines: Baselines,
    against: Option<Against>,
    spill: Option<Spill>,
}

impl<'a> CheckRun<'a> {
    /// Finds what the command line names.
    fn begin(check: &'a CheckArgs) -> Result<Self, Refusal> {
        let started = Instant::now();
        let without_readings = check.readings.no_readings;
        let choices = Choices { strict: check.strict, only: check.rules.clone(), without_readings, ..Choices::default() };
        let mut publications = Publications::new(&check.policy.choice(), choices)?;
        known(&check.rules, &mut publications)?;
        let mut drafts = find(check, &mut publications)?;
        let history = History::of(check, &mut drafts, &mut publications)?;
        let baselines = Baselines::of(check, &drafts, &mut publications)?;
        publications.tell_idle();
        let gathered = started.elapsed();
        drafts.share(check.input.jobs);
        let against = check.against.as_deref().map(|index| Against::open(index, publications.fence().home())).transpose()?;
        let spill = check.memory.map(|memory| Spill::new(memory.as_u64())).transpose().map_err(|error| error.to_string())?;
        Ok(Self { check, started, gathered, publications, drafts, history, baselines, against, spill })
    }

    /// Judges the drafts, mends them where that is asked for, and tells what is left.
    fn judged(mut self) -> Result<Status, Refusal> {
        let check = self.check;
        let clock = check.stats.then(Clock::default);
        let (mut judged, recalled) = self.judge(clock.as_ref());
        let found = self.started.elapsed();
        if check.explain_files {
            return coverage::tell(check, &self.drafts, &judged.report, &mut self.publications);
        }
        let mut new = self.new_in(&judged.report)?;
        let mended = self.mend(&mut judged, new.as_ref())?;
        if check.fix && new.is_some() && !mended.is_empty() {
            self.history = History::of(check, &mut self.drafts, &mut self.publications)?;
            new = self.new_in(&judged.report)?;
        }
        let Findings { mut report, bars, read } = judged;
        let Self { mut publications, mut drafts, against, spill, .. } = self;
        pass_over(check, self.baselines, &mut report, &read, &mut publications)?;
        if let Some(new) = new {
            new.settle(&mut report);
        }
        if let Some(reason) = &check.add_allow {
            return permitted(check, reason, &drafts, &report, &publications);
        }
        drafts.are_left_alone |= is_nothing_to_check(check, &drafts, &report);
        complete(&mut report, &drafts, &mut publications);
        drafts.troubles.extend_from_slice(&mended.troubles);
        drafts.troubles.extend(against.as_ref().and_then(Against::trouble));
        drafts.troubles.extend(spill.as_ref().and_then(Spill::trouble));
        drafts.troubles.extend(comments::write(check, &drafts, &report));
        let status = match status(check, &drafts, &report, &bars) {
            Status::Failed => Status::Failed,
            _ if check.diff && mended.is_empty() => Status::Clean,
            _ if check.diff => Status::Found,
            status => status,
        };
        tell::all(check, &mut drafts, &mut report, status)?;
        if let Some(clock) = clock {
            complain(&clock.told(self.started.elapsed().saturating_sub(found)));
            tell::stats(&report, self.started.elapsed(), self.gathered, recalled);
        }
        Ok(status)
    }

    /// Judges all drafts: those that did not change by what earlier runs found, where that is asked for or worth the while, and how
    /// many those are.
    fn judge(&mut self, clock: Option<&Clock>) -> (Findings, Option<usize>) {
        let (check, root) = (self.check, self.publications.fence().home().root);
        let drafts = self.drafts.entries.len();
        let is_worth_it = drafts >= cache::WORTH_IT && !check.no_cache;
        let folder = check.cache_dir.clone().or_else(|| is_worth_it.then(|| cache::folder(&root))?);
        let cache = folder.map(|folder| Cache::open(&folder));
        let is_old = |passage: PassageName<'_>| self.is_old(passage);
        let past = Past {
            memory: cache.as_ref().map(|cache| cache as &dyn lint::Memory),
            store: self.spill.as_ref().map(|spill| spill as &dyn lint::PrintStore),
            meter: clock.map(|clock| clock as &dyn lint::Meter),
            ..self.past(&is_old)
        };
        let progress = Progress::start(drafts, check.quiet);
        let judged = Findings::of(&self.drafts, past, check.verbose || check.explain_files, || progress.step());
        drop(progress);
        let recalled = cache.as_ref().map(Cache::recalled);
        if let Some(cache) = cache {
            cache.close();
        }
        (judged, recalled)
    }

    /// What is known of the drafts before they are judged.
    fn past<'p>(&'p self, is_old: &'p dyn Fn(PassageName<'_>) -> bool) -> Past<'p> {
        let archive = self.against.as_ref().map(|index| index as &dyn lint::Archive);
        Past { is_old: Some(is_old), archive, ..Past::default() }
    }

    /// Whether a text is known where it stands, or nothing was changed at it: where that is so, it is told at another of its places.
    fn is_old(&self, passage: PassageName<'_>) -> bool {
        let is_unchanged = |history: &History| history.is_old(passage, |path| self.drafts.read(path));
        self.baselines.knows(passage) || self.history.as_ref().is_some_and(is_unchanged)
    }

    /// Which findings are new, where that is asked for.
    fn new_in(&self, report: &Report) -> Result<Option<New>, Refusal> {
        self.history.as_ref().map(|history| history.new_in(report)).transpose()
    }

    /// Mends the drafts, or shows how, where that is asked for; what was judged is then what is left.
    fn mend(&mut self, judged: &mut Findings, new: Option<&New>) -> Result<Mended, Refusal> {
        let check = self.check;
        if let Some(new) = new {
            new.spare(&mut judged.report);
        }
        if check.add_allow.is_some() || !(check.fix || check.diff) {
            return Ok(Mended::default());
        }
        let mut mended = match self.publications.broken() {
            // Drafts are judged by what nobody chose then. Those of other publications wait as well: who mends an archive shall
            // find it mended, or as it was.
            Some(path) => Mended::refused(format!(
                "nothing {} fixed: {} has mistakes, and until they are mended no draft is fixed, whatever its publication",
                if check.fix { "was" } else { "would be" },
                path.display()
            )),
            None => Mended::of(&self.drafts, &judged.report, new.is_some()),
        };
        if check.diff {
            let terminal = check.output.is_none() && io::stdout().is_terminal();
            deliver(check.output.as_deref(), |out| mended.tell(terminal, out))?;
            mended.sum_up("Would fix", check.quiet);
            return Ok(mended);
        }
        if mended.write(&mut self.drafts, check.quiet) {
            self.history.iter().for_each(History::forget);
            let is_old = |passage: PassageName<'_>| self.is_old(passage);
            *judged = Findings::of(&self.drafts, self.past(&is_old), check.verbose, || ());
        }
        if let Some(bytes) = self.drafts.stdin() {
            print(|out| out.write_all(bytes))?;
        }
        Ok(mended)
    }
}

/// Takes what is known out of a report, and tells what of the records of second readers stands in no draft any more.
fn pass_over(
    check: &CheckArgs,
    baselines: Baselines,
    report: &mut Report,
    read: &ReadClaims,
    publications: &mut Publications,
) -> Result<(), Refusal> {
    // Rules that were not run found nothing, and that says nothing.
    if check.rules.is_empty() {
        stale::tell(read, publications);
    }
    match publications.broken().map(Path::to_owned) {
        None => baselines.settle(check, report, publications)?,
        Some(path) if check.baselines.write_baseline || check.baselines.prune_baseline => {
            complain(&format!("no baseline was written: {} has mistakes", path.display()));
        }
        Some(_) => {}
    }
    Ok(())
}

/// Finds the drafts, and refuses what must not be written.
fn find(check: &CheckArgs, publications: &mut Publications) -> Result<Drafts, Refusal> {
    let drafts = Drafts::find(&check.input, check.explain_files, publications)?;
    drafts.spare(check.output.as_deref(), check.force, publications.fence())?;
    comments::spare(check, &drafts, publications.fence())?;
    if check.fix || check.diff || check.add_allow.is_some() {
        drafts.are_files()?;
    }
    Ok(drafts)
}

/// Permits what was found, and tells what is left.
fn permitted(
    check: &CheckArgs,
    reason: &str,
    drafts: &Drafts,
    report: &Report,
    publications: &Publications,
) -> Result<Status, Refusal> {
    if let Some(path) = publications.broken() {
        return Err(format!("nothing was permitted: {} has mistakes; `copydesk check` shows them", path.display()));
    }
    if let Some(why) = edit::refuses(reason) {
        return Err(format!("--add-allow takes the reason, which stands in a comment: {why}"));
    }
    if drafts.is_from_stdin() {
        return Err("--add-allow writes into files, and standard input is none".to_owned());
    }
    if check.diff {
        let (permitted, terminal) = (permit::tried(reason, drafts, report), check.output.is_none() && io::stdout().is_terminal());
        deliver(check.output.as_deref(), |out| permitted.tell(terminal, out))?;
        permitted.sum_up("Would permit", check.quiet);
        return Ok(if permitted.is_empty() { Status::Clean } else { Status::Found });
    }
    let is_written = permit::write(reason, check.quiet, drafts, report);
    let status = run(&CheckArgs { add_allow: None, ..check.clone() })?;
    Ok(if is_written { status } else { Status::Failed })
}

/// Whether nothing was checked and nothing is wrong with that.
fn is_nothing_to_check(check: &CheckArgs, drafts: &Drafts, report: &Report) -> bool {
    // Whoever names all files that changed names a baseline and a record too.
    let skipped = || report.skipped.iter().chain(&drafts.skipped);
    let is_own = |skipped: &Skipped| [lint::BASELINE, lint::RECORD].contains(&skipped.reason.as_str());
    let is_ours = check.input.paths.iter().all(|path| path.is_file())
        && skipped().any(is_own)
        && skipped().all(|skipped| is_own(skipped) || is_ignored(skipped));
    let is_none_staged = check.staged && drafts.entries.len() == 0;
    report.checked == 0 && drafts.troubles.is_empty() && (is_ours || is_none_staged)
}

/// What a run would tell of drafts that an editor holds; what is wrong with configurations is not in it. Where mends are `untried`, some
/// may be told that a run would leave to the writer.
///
/// # Errors
/// That a baseline cannot be read.
#[cfg(feature = "lsp")]
pub(super) fn held(
    check: &CheckArgs,
    drafts: &Drafts,
    publications: &mut Publications,
    against: Option<&Against>,
    (kept, untried): (&KeptReading, bool),
) -> Result<Report, Refusal> {
    let baselines = Baselines::of(check, drafts, publications)?;
    let is_old = |passage: PassageName<'_>| baselines.knows(passage);
    let archive = against.map(|index| index as &dyn lint::Archive);
    let mut report =
        Findings::of(drafts, Past { is_old: Some(&is_old), archive, untried, kept: Some(kept), ..Past::default() }, true, || ())
            .report;
    if publications.broken().is_none() {
        baselines.settle(check, &mut report, publications)?;
    }
    doubt(&mut report, publications);
    report.skipped.extend(drafts.skipped.iter().cloned());
    Ok(report)
}

/// Takes out what is told of rules that nobody knows, where a publication could not be read: it may well have them.
fn doubt(report: &mut Report, publications: &Publications) {
    if publications.broken().is_some() {
        report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.rule != "meta/unknown-rule"));
    }
}

/// Adds to what was found in drafts what was skipped, and what is wrong with configurations.
fn complete(report: &mut Report, drafts: &Drafts, publications: &mut Publications) {
    doubt(report, publications);
    report.skipped.extend(drafts.skipped.iter().cloned());
    report.skipped.sort_by(|a, b| (&a.path, &a.reason).cmp(&(&b.path, &b.reason)));
    report.files.append(&mut publications.faults);
    report.files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    report.home = publications.fence().home();
    report.passed_by = drafts.passed_by;
}

/// Every rule named with `--rule` must be known.
fn known(rules: &[String], publications: &mut Publications) -> Result<(), Refusal> {
    let (_, publication) = publications.of(Path::new(ANY_DRAFT));
    for rule in rules {
        let known = publication.knows(rule);
        // What the report tells is why it is not known: a file with mistakes makes no rules.
        if known.is_err() && publications.broken().is_some() {
            complain(&format!("`{rule}` is not known until the mistakes told here are mended"));
            continue;
        }
        known.map_err(|near| match near {
            Some(near) => format!("there is no rule `{rule}`; did you mean `{near}`?"),
            None => format!("there is no rule `{rule}`; `copydesk rules` lists them"),
        })?;
    }
    Ok(())
}

fn status(check: &CheckArgs, drafts: &Drafts, report: &Report, bars: &BTreeMap<PathBuf, Level>) -> Status {
    let nothing = report.checked == 0 && !drafts.are_left_alone;
    let failed = nothing || !drafts.troubles.is_empty() || report.worst() == Level::Fatal;
    if failed {
        return Status::Failed;
    }
    let over = report.files.iter().any(|file| {
        let own = bars.get(&file.source.path).copied().unwrap_or(Level::Error);
        let bar = check.fail_on.map_or(own, super::args::FailOn::level);
        bar != Level::Off && file.findings.iter().any(|finding| finding.level >= bar)
    });
    let stale = check.baselines.fail_on_stale && !report.stale.is_empty();
    if over || stale { Status::Found } else { Status::Clean }
}
