//! `copydesk check`: judges drafts and tells what was found.

use std::collections::HashSet;
use std::fs;
use std::io::{self, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{Check, Input};
use super::desk::Desk;
use super::mend::Mended;
use super::progress::Progress;
use super::{Refusal, Status, choice, complain, deliver, print, threads, walk, write};
use crate::finding::{Level, Report, Skipped};
use crate::lint::{self, Entry};
use crate::policy::Choices;
use crate::report;
use crate::text::Format;

/// Why a draft is skipped that its publication wants left alone.
const IGNORED: &str = "ignored by its publication";

/// The drafts of a run, who judges them, and what of the input could not be taken.
pub(super) struct Drafts {
    pub(super) entries: Vec<Entry>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) troubles: Vec<String>,
    /// Drafts that lie outside of all that was named: a link in a folder leads to them.
    pub(super) outside: HashSet<PathBuf>,
    stdin: Option<(PathBuf, Vec<u8>)>,
}

impl Drafts {
    /// Finds the drafts that the command line names.
    pub(super) fn gather(input: &Input, desk: &mut Desk) -> Result<Self, Refusal> {
        let (entries, skipped, troubles) = (Vec::new(), Vec::new(), Vec::new());
        let mut drafts = Self { entries, skipped, troubles, outside: HashSet::new(), stdin: None };
        let (dashes, paths): (Vec<PathBuf>, Vec<PathBuf>) = input.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        if !dashes.is_empty() {
            drafts.take_stdin(input, desk)?;
        } else if input.stdin_filename.is_some() {
            return Err("--stdin-filename names what comes from standard input: add `-` to read it".to_owned());
        }
        if !paths.is_empty() {
            let found = walk::find(&paths);
            drafts.troubles.extend(found.missing.iter().map(|path| format!("{}: no such file or folder", path.display())));
            drafts.troubles.extend(found.troubles.iter().map(|(path, trouble)| format!("{}: {trouble}", path.display())));
            drafts.skipped.extend(found.skipped);
            drafts.outside = found.outside;
            for path in found.files {
                match desk.entry(&path, None) {
                    Some(entry) => drafts.entries.push(entry),
                    None => drafts.skipped.push(Skipped { path, reason: IGNORED.to_owned() }),
                }
            }
        }
        Ok(drafts)
    }

    fn take_stdin(&mut self, input: &Input, desk: &mut Desk) -> Result<(), Refusal> {
        let name = input.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
        let format = Format::of(&name).unwrap_or(Format::Plain);
        self.entries.extend(desk.entry(&name, Some(format)));
        self.stdin = Some((name, bytes));
        Ok(())
    }

    /// Refuses a report over a draft that it is about, or over a configuration.
    pub(super) fn spare(&self, output: Option<&Path>) -> Result<(), Refusal> {
        let Some(output) = output.filter(|output| output.is_file()) else { return Ok(()) };
        let name = output.display();
        if let Some(entry) = self.entries.iter().find(|entry| write::same(&entry.path, output)) {
            let draft = if entry.path == output { String::new() } else { format!(" ({})", entry.path.display()) };
            return Err(format!(
                "{name} is one of the drafts{draft}, and a report would destroy it; name another file with -o, or keep this one out \
                 of the drafts: by `ignore` in copydesk.toml, or a .copydeskignore"
            ));
        }
        match Format::of(output) {
            Some(Format::Toml) => {
                Err(format!("{name} is a configuration, and a report would destroy it; name another file with -o"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses to mend what is no file: what comes out of a pipe is gone when it is read.
    fn are_files(&self) -> Result<(), Refusal> {
        let is_stream = |path: &Path| fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
        match self.entries.iter().find(|entry| !self.is_stdin(&entry.path) && is_stream(&entry.path)) {
            Some(entry) => Err(format!(
                "{}: is a pipe or a device; --fix and --diff take files, and - for standard input",
                entry.path.display()
            )),
            None => Ok(()),
        }
    }

    /// The bytes of a draft.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match &self.stdin {
            Some((name, bytes)) if name == path => Ok(bytes.clone()),
            _ => walk::read(path),
        }
    }

    /// Whether this draft came from standard input.
    pub(super) fn is_stdin(&self, path: &Path) -> bool {
        self.stdin.as_ref().is_some_and(|(name, _)| name == path)
    }

    /// What came from standard input, to read or to put something in its place.
    pub(super) fn stdin(&mut self) -> Option<&mut Vec<u8>> {
        self.stdin.as_mut().map(|(_, bytes)| bytes)
    }
}

/// Checks what the command line names.
pub(super) fn run(check: &Check) -> Result<Status, Refusal> {
    let started = Instant::now();
    let choices = Choices { strict: check.strict, only: check.rules.clone(), ..Choices::default() };
    let mut desk = Desk::new(&choice(&check.policy), choices)?;
    known(&check.rules, &mut desk)?;
    let mut drafts = Drafts::gather(&check.input, &mut desk)?;
    drafts.spare(check.output.as_deref())?;
    if check.fix || check.diff {
        drafts.are_files()?;
    }
    let gathered = started.elapsed();
    threads(check.input.jobs, drafts.entries.len());
    let progress = Progress::start(drafts.entries.len(), check.quiet);
    let mut report = lint::run(&drafts.entries, |path| drafts.read(path), || progress.step());
    drop(progress);
    let mut mended = mend(check, &desk, &mut drafts, &mut report)?;
    if broken(&desk).is_some() {
        // A publication that could not be read may well have the rules that its drafts speak of.
        report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.rule != "meta/unknown-rule"));
    }
    report.skipped.extend(drafts.skipped.iter().cloned());
    report.skipped.sort_by(|a, b| (&a.path, &a.reason).cmp(&(&b.path, &b.reason)));
    report.files.append(&mut desk.faults);
    report.files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    drafts.troubles.append(&mut mended.troubles);
    let status = match status(check, &drafts, &report) {
        Status::Failed => Status::Failed,
        _ if check.diff && mended.is_empty() => Status::Clean,
        _ if check.diff => Status::Found,
        status => status,
    };
    match check.diff {
        true => tell_unjudged(&mut report, check.quiet)?,
        false => tell(check, &mut drafts, &report)?,
    }
    mended.left.iter().chain(&drafts.troubles).for_each(|words| complain(words));
    if report.checked == 0 {
        complain("nothing was checked: no draft matched");
    }
    if check.stats {
        let took = |time: std::time::Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
        complain(&format!(
            "{} file{} in {}, {} of it finding files and rules",
            report.checked,
            if report.checked == 1 { "" } else { "s" },
            took(started.elapsed()),
            took(gathered)
        ));
    }
    Ok(status)
}

/// Mends the drafts, or shows how, where that is asked for; the report is then of what is left.
fn mend(check: &Check, desk: &Desk, drafts: &mut Drafts, report: &mut Report) -> Result<Mended, Refusal> {
    let mut mended = Mended::default();
    if check.fix || check.diff {
        match broken(desk) {
            // Drafts are judged by what nobody chose then. Those of other publications wait as well: who mends an archive shall
            // find it mended, or as it was.
            Some(path) => mended.troubles.push(format!(
                "nothing {} fixed: {} has mistakes, and until they are mended no draft is fixed, whatever its publication",
                if check.fix { "was" } else { "would be" },
                path.display()
            )),
            None => mended = Mended::of(drafts, report),
        }
    }
    if check.diff {
        let terminal = check.output.is_none() && io::stdout().is_terminal();
        deliver(check.output.as_deref(), |out| mended.tell(terminal, out))?;
        mended.sum_up("Would fix", check.quiet);
    } else if check.fix {
        if mended.write(drafts, check.quiet) {
            *report = lint::run(&drafts.entries, |path| drafts.read(path), || ());
        }
        if let Some(bytes) = drafts.stdin() {
            print(|out| out.write_all(bytes))?;
        }
    }
    Ok(mended)
}

/// The first configuration or rule file that cannot be judged by.
fn broken(desk: &Desk) -> Option<&Path> {
    desk.faults.iter().find(|file| file.is_fatal()).map(|file| file.source.path.as_path())
}

/// Tells on standard error what could not be judged, and nothing of what was found: a diff stands on standard output.
fn tell_unjudged(report: &mut Report, quiet: bool) -> Result<(), Refusal> {
    report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.level == Level::Fatal));
    let style = report::Style { format: report::Format::Short, quiet: true, ..report::Style::default() };
    report::write(report, &style, &mut io::stderr()).map_err(|error| format!("standard error: {error}"))?;
    for skipped in report.skipped.iter().filter(|skipped| !quiet && skipped.reason != IGNORED) {
        complain(&format!("skipped {}: {}", skipped.path.display(), skipped.reason));
    }
    Ok(())
}

/// Tells what was found.
fn tell(check: &Check, drafts: &mut Drafts, report: &Report) -> Result<(), Refusal> {
    // Where the mended text goes to standard output, the report cannot.
    let aside = check.fix && check.output.is_none() && drafts.stdin().is_some();
    let style = check.style(!aside && io::stdout().is_terminal());
    match aside {
        true => report::write(report, &style, &mut io::stderr()).map_err(|error| format!("standard error: {error}"))?,
        false => deliver(check.output.as_deref(), |out| report::write(report, &style, out))?,
    }
    if style.format == report::Format::Short && !style.quiet {
        // What greps the findings shall not meet the summary; a closed standard error cannot be told anything.
        let style = report::Style { color: false, ..style };
        let _ = report::sum_up(report, &style, &mut io::stderr());
    }
    Ok(())
}

/// Every rule named with `--rule` must be known.
fn known(rules: &[String], desk: &mut Desk) -> Result<(), Refusal> {
    let (_, publication) = desk.of(Path::new("draft.md"));
    for rule in rules {
        let known = publication.knows(rule);
        // What the report tells is why it is not known: a file with mistakes makes no rules.
        if known.is_err() && broken(desk).is_some() {
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

fn status(check: &Check, drafts: &Drafts, report: &Report) -> Status {
    let failed = !drafts.troubles.is_empty() || report.checked == 0 || report.worst() == Level::Fatal;
    if failed {
        return Status::Failed;
    }
    let bars = drafts.entries.iter().map(|entry| (entry.path.as_path(), entry.policy.fail));
    let bars: std::collections::BTreeMap<&Path, Level> = bars.collect();
    let over = report.files.iter().any(|file| {
        let own = bars.get(file.source.path.as_path()).copied().unwrap_or(Level::Error);
        let bar = check.fail_on.map_or(own, super::args::FailOn::level);
        bar != Level::Off && file.findings.iter().any(|finding| finding.level >= bar)
    });
    if over { Status::Found } else { Status::Clean }
}
