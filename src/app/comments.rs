//! `copydesk check --comments`: writes what was found into the margin of a Word draft.

use std::io::{self, Write as _};
use std::path::Path;

use super::args::CheckArgs;
use super::drafts::Drafts;
use super::fence::{Fence, Refused};
use super::moment;
use super::read;
use super::terminal::Refusal;
use super::write;
use crate::edit;
use crate::finding::{Level, Report, counted};
use crate::text::Format;

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
    let commented = match edit::commented(&bytes, findings, &moment::now()) {
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
    let comments = |count: usize| counted(count, "comment");
    let kept = match kept {
        0 => String::new(),
        kept => format!("; {} that somebody answered, or that are done with, stay", comments(kept)),
    };
    // A closed standard error cannot be told anything.
    let _ = writeln!(io::stderr(), "Wrote {} into {}{kept}", comments(written), output.display());
}
