//! The doors: what a person types, which files it names, who judges them, and the exit status.

mod archive;
mod args;
mod check;
mod desk;
mod drafts;
mod explain;
mod fence;
mod figures;
mod ignored;
mod mend;
mod policy;
mod progress;
mod prove;
mod start;
mod walk;
mod write;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use args::{Args, Command};
use desk::Choice;

use crate::report;

/// What a run came to: the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Nothing at or above the bar: 0.
    Clean = 0,
    /// Something is: 1.
    Found = 1,
    /// Something could not be judged: 2.
    Failed = 2,
}

/// What stops a command before it has a report: said on standard error, exit status 2.
pub(crate) type Refusal = String;

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Command::Check(check) => check::run(&check),
        Command::Figures(figures) => figures::run(&figures),
        Command::Rules { policy } => policy::rules(&policy),
        Command::Explain { rule, all, policy } => explain::run(&rule, all, &policy),
        Command::Config { paths, texts, policy } => policy::config(&paths, texts, &policy),
        Command::Test { paths } => prove::run(&paths),
        Command::Init { scan } => start::run(scan),
        Command::Completions { shell } => {
            // Into memory first: it panics where a reader went away.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "copydesk", &mut script);
            print(|out| out.write_all(&script)).map(|()| Status::Clean)
        }
        Command::Man => print(manual).map(|()| Status::Clean),
    };
    let status = done.unwrap_or_else(|refusal| {
        complain(&refusal);
        Status::Failed
    });
    ExitCode::from(status as u8)
}

/// The manual: a page for the program, then one for each command.
fn manual(out: &mut dyn Write) -> io::Result<()> {
    let mut program = Args::command();
    program.build();
    let commands: Vec<_> =
        program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help").cloned().collect();
    clap_mangen::Man::new(program).render(out)?;
    commands.into_iter().try_for_each(|command| clap_mangen::Man::new(command).render(out))
}

/// Says something on standard error, as one line; names from outside in it are made safe to print.
fn complain(words: &str) {
    // A closed standard error cannot be told anything.
    let _ = writeln!(io::stderr(), "copydesk: {}", report::shown(words));
}

/// Prints to standard output; a reader that went away (`| head`) is no failure.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refusal> {
    match write(&mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}

/// Prints to a file, or to standard output without one. A file is written when all that goes into it is there.
fn deliver(output: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refusal> {
    let Some(path) = output else { return print(write) };
    let told = |error: io::Error| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    write(&mut bytes).and_then(|()| write::report(path, &bytes)).map_err(told)?;
    swept(path.parent());
    Ok(())
}

/// Takes away what interrupted runs left in these folders, and says so.
fn swept<'p>(folders: impl IntoIterator<Item = &'p Path>) {
    for left in folders.into_iter().flat_map(write::sweep) {
        complain(&format!("{}: was left by a run that was interrupted, and is gone", left.display()));
    }
}

/// Which configuration the options ask for.
fn choice(policy: &args::PolicyArgs) -> Choice {
    match (&policy.config, &policy.profile, policy.no_config) {
        (Some(file), ..) => Choice::File(file.clone()),
        (None, Some(profile), _) => Choice::Profile(profile.clone()),
        (None, None, true) => Choice::Standard,
        (None, None, false) => Choice::Nearest,
    }
}

/// Limits the threads that read drafts; a draft by itself is read by this one.
fn threads(jobs: Option<std::num::NonZeroUsize>, drafts: usize) {
    let jobs = jobs.map_or(0, std::num::NonZeroUsize::get);
    if drafts > 1 {
        // Fails only when threads were set before, and they are set once.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
}
