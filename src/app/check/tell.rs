//! What `copydesk check` says of a run: the report where it belongs, and on standard error what stands in no report.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use crate::app::args::CheckArgs;
use crate::app::drafts::{Drafts, LEFT_ALONE, is_ignored};
use crate::app::step;
use crate::app::terminal::{Refusal, Status, complain};
use crate::app::write::deliver;
use crate::finding::{File, Level, Report, counted, manual};
use crate::report::{self, ReportFormat, Style};

/// Tells what was found, what went wrong, and, where nothing was found, whether that means anything.
pub(super) fn all(check: &CheckArgs, drafts: &mut Drafts, report: &mut Report, status: Status) -> Result<(), Refusal> {
    match check.diff {
        true => unjudged(report, check.quiet)?,
        false => found(check, drafts, report)?,
    }
    drafts.troubles.iter().for_each(|words| complain(words));
    if status == Status::Clean && !check.diff {
        bar(check, report);
    }
    none(check, drafts, report);
    Ok(())
}

/// Tells what was found.
fn found(check: &CheckArgs, drafts: &mut Drafts, report: &Report) -> Result<(), Refusal> {
    // Where the mended text goes to standard output, the report cannot.
    let aside = check.fix && check.output.is_none() && drafts.stdin().is_some();
    let style = check.style(!aside && io::stdout().is_terminal());
    match aside {
        true => report::write(report, &style, &mut io::stderr()).map_err(|error| format!("standard error: {error}"))?,
        false => deliver(check.output.as_deref(), |out| report::write(report, &style, out))?,
    }
    report::untold(report, style.format).filter(|_| !style.quiet).iter().for_each(|words| complain(words));
    if style.format == ReportFormat::Github {
        step::summarize(report);
    }
    if style.format == ReportFormat::Short && !style.quiet {
        // What greps the findings shall not meet the summary; a closed standard error cannot be told anything.
        let style = Style { color: false, ..style };
        let _ = report::sum_up(report, &style, &mut io::stderr());
    }
    Ok(())
}

/// Tells on standard error what could not be judged, and nothing of what was found: a diff stands on standard output.
fn unjudged(report: &mut Report, quiet: bool) -> Result<(), Refusal> {
    report.files.iter_mut().for_each(|file| file.findings.retain(|finding| finding.level == Level::Fatal));
    let style = Style { format: ReportFormat::Short, quiet: true, ..Style::default() };
    report::write(report, &style, &mut io::stderr()).map_err(|error| format!("standard error: {error}"))?;
    for skipped in report.skipped.iter().filter(|skipped| !quiet && !is_ignored(skipped)) {
        complain(&format!("skipped {}: {}", skipped.path.display(), skipped.reason));
    }
    Ok(())
}

/// Says of warnings that did not make the run fail that they did not, and how they would.
fn bar(check: &CheckArgs, report: &Report) {
    let is_read = !check.quiet && matches!(check.style(false).format, ReportFormat::Human | ReportFormat::Short);
    let count = report.count(Level::Warning);
    if is_read && check.fail_on.is_none() && count > 0 {
        complain(&format!(
            "{} below the bar, and the run passes; --fail-on warning, or `fail = \"warning\"` in copydesk.toml, lets warnings count",
            if count == 1 { "1 warning is".to_owned() } else { format!("{count} warnings are") }
        ));
    }
}

/// Says why nothing was checked.
fn none(check: &CheckArgs, drafts: &Drafts, report: &Report) {
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
pub(super) fn stats(report: &Report, whole: Duration, gathered: Duration, recalled: Option<usize>) {
    let took = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    complain(&format!(
        "{} in {}, {} of it finding files and rules{}",
        counted(report.checked, "file"),
        took(whole),
        took(gathered),
        recalled.map(|count| format!("; {count} judged before, by the cache")).unwrap_or_default()
    ));
}
