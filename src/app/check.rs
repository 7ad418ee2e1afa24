//! `copydesk check`: judges drafts and tells what was found.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::baselines::Baselines;
use super::cache::{self, Cache};
use super::changed::{History, New};
use super::clock::Clock;
use super::comments;
use super::coverage;
use super::drafts::{Drafts, LEFT_ALONE, is_ignored};
use super::index::{Against, Spill};
use super::introduced::Introduced;
use super::mend::Mended;
use super::permit;
use super::progress::Progress;
use super::publications::{ANY_DRAFT, Publications};
use super::second;
use super::stale::{self, ReadClaims};
use super::step;
use super::terminal::{Refusal, Status, complain, print};
use super::write::deliver;
use crate::edit;
use crate::finding::{File, Level, Report, Skipped, counted, manual};
#[cfg(feature = "lsp")]
use crate::lint::KeptReading;
use crate::lint::{self, Entry, Outcome, PassageName, Past};
use crate::policy::Choices;
use crate::report;

/// Checks what the command line names.
pub(super) fn run(check: &CheckArgs) -> Result<Status, Refusal> {
    let asked = second::before(check)?;
    if check.reader.dry_run {
        return Ok(Status::Clean);
    }
    Ok(judged(check)?.max(asked.unwrap_or(Status::Clean)))
}

/// Judges what the command line names.
fn judged(check: &CheckArgs) -> Result<Status, Refusal> {
    let started = Instant::now();
    let bare = check.readings.no_readings;
    let choices = Choices { strict: check.strict, only: check.rules.clone(), bare, ..Choices::default() };
    let mut publications = Publications::new(&check.policy.choice(), choices)?;
    known(&check.rules, &mut publications)?;
    let mut drafts = find(check, &mut publications)?;
    let mut history = History::of(check, &mut drafts, &mut publications)?;
    let baselines = Baselines::of(check, &drafts, &mut publications)?;
    publications.tell_idle();
    let gathered = started.elapsed();
    drafts.share(check.input.jobs);
    let root = publications.fence().home().root;
    let is_old = |passage: PassageName<'_>| is_old(&baselines, history.as_ref(), &drafts, passage);
    let against = check.against.as_deref().map(|index| Against::open(index, publications.fence().home())).transpose()?;
    let spill = check.memory.map(|memory| Spill::new(memory.as_u64())).transpose().map_err(|error| error.to_string())?;
    let clock = check.stats.then(Clock::default);
    let (mut judged, recalled) = judge(check, &drafts, &root, (against.as_ref(), spill.as_ref()), &is_old, clock.as_ref());
    let found = started.elapsed();
    if check.explain_files {
        return coverage::tell(check, &drafts, &judged.report, &mut publications);
    }
    let mut new = history.as_ref().map(|history| history.new_in(&judged.report)).transpose()?;
    let mut mended =
        mend(check, &publications, &mut drafts, &mut judged, (&baselines, history.as_ref(), new.as_ref()), against.as_ref())?;
    if check.fix && new.is_some() && !mended.is_empty() {
        history = History::of(check, &mut drafts, &mut publications)?;
        new = history.as_ref().map(|history| history.new_in(&judged.report)).transpose()?;
    }
    let Findings { mut report, bars, read } = judged;
    pass_over(check, baselines, (&mut report, &read), &mut publications)?;
    if let Some(new) = new {
        new.settle(&mut report);
    }
    if let Some(reason) = &check.add_allow {
        return permitted(check, reason, &drafts, &report, &publications);
    }
    drafts.are_left_alone |= is_nothing_to_check(check, &drafts, &report);
    complete(&mut report, &drafts, &mut publications);
    drafts.troubles.append(&mut mended.troubles);
    drafts.troubles.extend(against.as_ref().and_then(Against::trouble));
    drafts.troubles.extend(spill.as_ref().and_then(Spill::trouble));
    drafts.troubles.extend(comments::write(check, &drafts, &report));
    let status = match status(check, &drafts, &report, &bars) {
        Status::Failed => Status::Failed,
        _ if check.diff && mended.is_empty() => Status::Clean,
        _ if check.diff => Status::Found,
        status => status,
    };
    match check.diff {
        true => tell_unjudged(&mut report, check.quiet)?,
        false => tell(check, &mut drafts, &report)?,
    }
    drafts.troubles.iter().for_each(|words| complain(words));
    if status == Status::Clean && !check.diff {
        tell_bar(check, &report);
    }
    tell_none(check, &drafts, &report);
    if check.stats {
        clock.iter().for_each(|clock| complain(&clock.told(started.elapsed().saturating_sub(found))));
        tell_stats(&report, started.elapsed(), gathered, recalled);
    }
    Ok(status)
}

/// Takes what is known out of a report, and tells what of the records of second readers stands in no draft any more.
fn pass_over(
    check: &CheckArgs,
    baselines: Baselines,
    (report, read): (&mut Report, &ReadClaims),
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

/// Judges all drafts: those that did not change by what earlier runs found, where that is asked for or worth the while, and how many
/// those are.
fn judge(
    check: &CheckArgs,
    drafts: &Drafts,
    root: &Path,
    (against, spill): (Option<&Against>, Option<&Spill>),
    is_old: &dyn Fn(PassageName<'_>) -> bool,
    clock: Option<&Clock>,
) -> (Findings, Option<usize>) {
    let is_worth_it = drafts.entries.len() >= cache::WORTH_IT && !check.no_cache;
    let folder = check.cache_dir.clone().or_else(|| is_worth_it.then(|| cache::folder(root))?);
    let cache = folder.map(|folder| Cache::open(&folder));
    let past = Past {
        memory: cache.as_ref().map(|cache| cache as &dyn lint::Memory),
        kept: None,
        is_old: Some(is_old),
        joined: None,
        store: spill.map(|spill| spill as &dyn lint::PrintStore),
        untried: false,
        archive: against.map(|index| index as &dyn lint::Archive),
        meter: clock.map(|clock| clock as &dyn lint::Meter),
    };
    let progress = Progress::start(drafts.entries.len(), check.quiet);
    let judged = Findings::of(drafts, past, check.verbose || check.explain_files, || progress.step());
    drop(progress);
    let recalled = cache.as_ref().map(Cache::recalled);
    if let Some(cache) = cache {
        cache.close();
    }
    (judged, recalled)
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
}

/// Says why nothing was checked.
fn tell_none(check: &CheckArgs, drafts: &Drafts, report: &Report) {
    if report.checked == 0 && !report.files.iter().any(File::is_unread) {
        complain(match drafts.are_left_alone {
            true if check.staged && drafts.entries.len() == 0 => "nothing was checked: no draft is staged",
            true => LEFT_ALONE,
            false => {
                let words =
                    format!("nothing was checked: no draft matched (manual: {})", manual("configuration", "what-is-read"));
                return complain(&words);
            }
        });
    }
}

/// Says how long the run took, and how much of that went by before the first draft was read.
fn tell_stats(report: &Report, whole: Duration, gathered: Duration, recalled: Option<usize>) {
    let took = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    complain(&format!(
        "{} in {}, {} of it finding files and rules{}",
        counted(report.checked, "file"),
        took(whole),
        took(gathered),
        recalled.map(|count| format!("; {count} judged before, by the cache")).unwrap_or_default()
    ));
}

/// What was found in the drafts of a run.
#[derive(Default)]
struct Findings {
    report: Report,
    /// For each draft with a finding, the lowest level that makes the run fail.
    bars: BTreeMap<PathBuf, Level>,
    /// The claims that second readers read, of drafts that they may have read.
    read: ReadClaims,
}

impl Findings {
    /// Judges all drafts; those that nothing is told of are kept only if `all` are to be listed.
    fn of(drafts: &Drafts, past: Past<'_>, all: bool, step: impl Fn() + Sync) -> Self {
        let (mut judged, mut introduced) = (Self::default(), Introduced::default());
        let read = |path: &Path| {
            step();
            drafts.read(path)
        };
        lint::each(drafts.entries.iter(), read, past, |entry, told| match unread(drafts, entry, told) {
            Outcome::Skipped(skipped) => judged.report.skipped.push(skipped),
            Outcome::Shown(file) => judged.report.files.push(file),
            Outcome::Judged(file) => {
                judged.report.checked += usize::from(!file.is_unread());
                judged.report.silenced += file.replay.silenced;
                if entry.policy.rulings.is_some() {
                    judged.read.push((entry.path.clone(), file.replay.claims.clone()));
                }
                introduced.meet(&file, &entry.policy);
                if !file.findings.is_empty() {
                    judged.bars.insert(entry.path.clone(), entry.policy.fail);
                }
                // A text without a finding is there because a finding of another draft points at it.
                if all || !file.findings.is_empty() || !file.source.text.is_empty() {
                    judged.report.files.push(file);
                }
            }
        });
        judged.report.rules = introduced.all();
        judged
    }
}

/// What is told of a draft; one that is no text is a finding where somebody named it.
fn unread(drafts: &Drafts, entry: &Entry, told: Outcome) -> Outcome {
    match told {
        Outcome::Skipped(skipped) if skipped.reason == lint::BINARY && drafts.is_named(&entry.path) => {
            lint::no_text(entry, drafts.read(&entry.path).unwrap_or_default())
        }
        told => told,
    }
}

/// Whether a text is known where it stands, or nothing was changed at it: where that is so, it is told at another of its places.
fn is_old(baselines: &Baselines, history: Option<&History>, drafts: &Drafts, passage: PassageName<'_>) -> bool {
    baselines.knows(passage) || history.is_some_and(|history| history.is_old(passage, |path| drafts.read(path)))
}

/// Mends the drafts, or shows how, where that is asked for; the report is then of what is left.
fn mend(
    check: &CheckArgs,
    publications: &Publications,
    drafts: &mut Drafts,
    judged: &mut Findings,
    (baselines, history, new): (&Baselines, Option<&History>, Option<&New>),
    against: Option<&Against>,
) -> Result<Mended, Refusal> {
    let mut mended = Mended::default();
    if let Some(new) = new {
        new.spare(&mut judged.report);
    }
    if check.add_allow.is_some() {
        return Ok(mended);
    }
    if check.fix || check.diff {
        match publications.broken() {
            // Drafts are judged by what nobody chose then. Those of other publications wait as well: who mends an archive shall
            // find it mended, or as it was.
            Some(path) => mended.troubles.push(format!(
                "nothing {} fixed: {} has mistakes, and until they are mended no draft is fixed, whatever its publication",
                if check.fix { "was" } else { "would be" },
                path.display()
            )),
            None => mended = Mended::of(drafts, &judged.report, new.is_some()),
        }
    }
    if check.diff {
        let terminal = check.output.is_none() && io::stdout().is_terminal();
        deliver(check.output.as_deref(), |out| mended.tell(terminal, out))?;
        mended.sum_up("Would fix", check.quiet);
    } else if check.fix {
        if mended.write(drafts, check.quiet) {
            history.into_iter().for_each(History::forget);
            let is_old = |passage: PassageName<'_>| is_old(baselines, history, drafts, passage);
            let archive = against.map(|index| index as &dyn lint::Archive);
            *judged = Findings::of(drafts, Past { is_old: Some(&is_old), archive, ..Past::default() }, check.verbose, || ());
        }
        if let Some(bytes) = drafts.stdin() {
            print(|out| out.write_all(bytes))?;
        }
    }
    Ok(mended)
}

/// Tells on standard error what could not be judged, and nothing of what was found: a diff stands on standard output.
fn tell_unjudged(report: &mut Report, quiet: bool) -> Result<(), Refusal> {
    report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.level == Level::Fatal));
    let style = report::Style { format: report::ReportFormat::Short, quiet: true, ..report::Style::default() };
    report::write(report, &style, &mut io::stderr()).map_err(|error| format!("standard error: {error}"))?;
    for skipped in report.skipped.iter().filter(|skipped| !quiet && !is_ignored(skipped)) {
        complain(&format!("skipped {}: {}", skipped.path.display(), skipped.reason));
    }
    Ok(())
}

/// Tells what was found.
fn tell(check: &CheckArgs, drafts: &mut Drafts, report: &Report) -> Result<(), Refusal> {
    // Where the mended text goes to standard output, the report cannot.
    let aside = check.fix && check.output.is_none() && drafts.stdin().is_some();
    let style = check.style(!aside && io::stdout().is_terminal());
    match aside {
        true => report::write(report, &style, &mut io::stderr()).map_err(|error| format!("standard error: {error}"))?,
        false => deliver(check.output.as_deref(), |out| report::write(report, &style, out))?,
    }
    report::silenced(report, style.format).filter(|_| !style.quiet).iter().for_each(|words| complain(words));
    if style.format == report::ReportFormat::Github {
        step::summarize(report);
    }
    if style.format == report::ReportFormat::Short && !style.quiet {
        // What greps the findings shall not meet the summary; a closed standard error cannot be told anything.
        let style = report::Style { color: false, ..style };
        let _ = report::sum_up(report, &style, &mut io::stderr());
    }
    Ok(())
}

/// Says of warnings that did not make the run fail that they did not, and how they would.
fn tell_bar(check: &CheckArgs, report: &Report) {
    let is_read = !check.quiet && matches!(check.style(false).format, report::ReportFormat::Human | report::ReportFormat::Short);
    let count = report.count(Level::Warning);
    if is_read && check.fail_on.is_none() && count > 0 {
        complain(&format!(
            "{} below the bar, and the run passes; --fail-on warning, or `fail = \"warning\"` in copydesk.toml, lets warnings count",
            if count == 1 { "1 warning is".to_owned() } else { format!("{count} warnings are") }
        ));
    }
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
