//! `copydesk check --comments`: writes what was found into the margin of a Word draft.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::args::CheckArgs;
use super::drafts::Drafts;
use super::fence::{Fence, Refused};
use super::read;
use super::terminal::Refusal;
use super::write;
use crate::edit;
use crate::finding::{Level, Report};
use crate::text::Format;

/// What says which moment a build is of: files that are made then are the same at any time.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Refuses to write comments where there is no one Word draft, and over what is somebody's.
pub(super) fn spare(check: &CheckArgs, drafts: &Drafts, fence: &mut Fence) -> Result<(), Refusal> {
    let Some(output) = &check.comments else { return Ok(()) };
    let name = output.display();
    let mut words = drafts.entries.iter().filter(|entry| entry.format() == Format::Word);
    let (Some(draft), 1) = (words.next(), drafts.entries.len()) else {
        let count = drafts.entries.len();
        let drafts = if count == 1 { "the draft is none".to_owned() } else { format!("{count} drafts are checked") };
        return Err(format!("--comments takes one Word draft (.docx), and {drafts}; name the one"));
    };
    if Format::of(output) != Some(Format::Word) {
        return Err(format!("{name}: comments go into a Word file; give it the ending .docx"));
    }
    if write::same(&draft.path, output) || check.force {
        return Ok(());
    }
    if let Err(Refused::Leaves(place)) = fence.place(output) {
        return Err(format!(
            "{name}: a symbolic link leads {place}, and the comments would be written there; --force writes them"
        ));
    }
    let is_free = !output.exists()
        || read::bytes(output)
            .is_ok_and(|old| old.is_empty() || drafts.read(&draft.path).is_ok_and(|draft| edit::is_commented(&old, &draft)));
    match is_free {
        true => Ok(()),
        false => Err(format!(
            "{name} is there already, and holds more than this draft with comments of copydesk’s: somebody changed it, or answered; \
             --force writes over it"
        )),
    }
}

/// Writes the comments; what went wrong.
pub(super) fn write(check: &CheckArgs, drafts: &Drafts, report: &Report) -> Option<String> {
    let output = check.comments.as_deref()?;
    let draft = drafts.entries.iter().next()?;
    let file = report.files.iter().find(|file| file.source.path == draft.path);
    let findings = file.map_or(&[][..], |file| &file.findings);
    if report.worst() == Level::Fatal {
        return Some(format!("{}: no comments were written: not all could be judged", output.display()));
    }
    let told = |why: String| Some(format!("{}: {why}; no comments were written", output.display()));
    let bytes = match drafts.read(&draft.path) {
        Ok(bytes) => bytes,
        Err(error) => return told(error.to_string()),
    };
    let commented = match edit::commented(&bytes, findings, &now()) {
        Ok(commented) => commented,
        Err(why) => return told(why.why),
    };
    let written = match write::same(&draft.path, output) {
        true => write::draft(output, &bytes, &commented.bytes),
        false => write::whole(output, &commented.bytes),
    };
    if let Err(error) = written {
        return told(error.to_string());
    }
    if !check.quiet {
        tell(output, commented.written, commented.kept);
    }
    None
}

fn tell(output: &Path, written: usize, kept: usize) {
    let comments = |count: usize| format!("{count} comment{}", if count == 1 { "" } else { "s" });
    let kept = match kept {
        0 => String::new(),
        kept => format!("; {} that somebody answered, or that are done with, stay", comments(kept)),
    };
    // A closed standard error cannot be told anything.
    let _ = writeln!(io::stderr(), "Wrote {} into {}{kept}", comments(written), output.display());
}

/// This moment, or the one that the environment says, as `2024-05-31T08:00:00Z`.
pub(super) fn now() -> String {
    let set = std::env::var(EPOCH).ok().and_then(|epoch| epoch.trim().parse().ok());
    let since = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    written(set.unwrap_or_else(since))
}

/// A moment in seconds since 1970, as a date and a time of UTC.
fn written(seconds: u64) -> String {
    let (days, second) = ((seconds / 86_400).min(2_932_896), seconds % 86_400);
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut left) = (1970, days);
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    format!("{year:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", month + 1, left + 1, second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_dates() {
        let dates = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_717_142_400, "2024-05-31T08:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ];
        dates.into_iter().for_each(|(seconds, date)| assert_eq!(written(seconds), date));
        assert!(written(u64::MAX).starts_with("9999-12-31"));
    }
}
