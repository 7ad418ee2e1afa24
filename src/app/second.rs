//! `copydesk read`: second readers say what they make of what is in doubt; the record beside the configuration keeps it.

mod ask;
mod desk;
mod interview;
mod screen;
mod spawn;
mod who;

use super::args::{CheckArgs, ReadArgs};
use super::terminal::{Refusal, Status, print};
use crate::handover;
use crate::lint::OpenQuestion;
use desk::{AskedAt, ReadingDesk};

/// Hands out what is in doubt, and takes in what is made of it.
pub(super) fn run(args: &ReadArgs) -> Result<Status, Refusal> {
    let name = who::is_reading(args.reader.name.as_deref(), args.reader.reader.is_some())?;
    let mut desk = ReadingDesk::gather(&args.input, &args.policy, name)?;
    if args.prune {
        desk.prune()?;
        return Ok(desk.status());
    }
    let left = desk.left(args.reader.again, args.told);
    if let Some(file) = &args.answers {
        desk.take(file)?;
    } else if let Some(reader) = &args.reader.reader {
        let status = ask::all(&mut desk, &who::command(reader)?, &args.reader, &left)?;
        return Ok(status.max(desk.status()));
    } else if args.format.is_some() {
        hand_out(&desk, &left)?;
    } else {
        interview::run(&mut desk, &left)?;
    }
    Ok(desk.status())
}

/// Hands what is in doubt in the drafts of a check to its reader, before they are judged; what came of that, where there is a reader.
pub(super) fn before(check: &CheckArgs) -> Result<Option<Status>, Refusal> {
    let Some(reader) = &check.reader.reader else { return Ok(None) };
    if check.input.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err("--reader keeps what it hears beside a configuration, and standard input lies nowhere".to_owned());
    }
    if check.readings.no_readings {
        return Err("--reader keeps what it hears in a record, and --no-readings leaves that aside".to_owned());
    }
    let name = who::is_reading(check.reader.name.as_deref(), true)?;
    let mut desk = ReadingDesk::gather(&check.input, &check.policy, name)?;
    let left = desk.left(check.reader.again, false);
    let status = ask::all(&mut desk, &who::command(reader)?, &check.reader, &left)?;
    Ok(Some(status.max(desk.status())))
}

/// Hands out what is in doubt as lines of JSON.
fn hand_out(desk: &ReadingDesk, left: &[AskedAt]) -> Result<(), Refusal> {
    print(|out| {
        for of_draft in left.chunk_by(|one, other| one.0 == other.0) {
            let asked: Vec<&OpenQuestion> = of_draft.iter().map(|asked| desk.question(*asked)).collect();
            out.write_all(handover::article(&desk.drafts[of_draft[0].0].doubts, &asked).as_bytes())?;
        }
        Ok(())
    })
}
