//! The doors: what a person types, which files it names, who judges them, and the exit status.

mod args;
mod baselines;
mod cache;
mod changed;
mod check;
mod clock;
mod comments;
mod config;
mod copies;
mod coverage;
mod drafts;
mod explain;
mod fence;
mod figures;
mod first;
mod git;
mod help;
mod ignored;
mod index;
mod init;
mod introduced;
mod inventory;
#[cfg(feature = "lsp")]
mod lsp;
mod measured;
mod mend;
mod menu;
mod moment;
mod paths;
mod permit;
mod progress;
mod prove;
mod publications;
mod read;
mod records;
pub mod rows;
mod rules;
mod schema;
mod second;
mod stale;
mod step;
mod stream;
mod terminal;
mod touched;
mod turn;
mod walk;
mod watch;
mod write;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{Args as _, CommandFactory as _, FromArgMatches as _, Parser as _};

use args::{Args, CheckArgs, Command};
use terminal::{Status, complain, print};

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let args = checks().unwrap_or_else(|| Args::try_parse().unwrap_or_else(|error| refused(error)));
    let done = match args.command {
        None => first::run(),
        Some(Command::Check(check)) if check.watch => watch::run(&check),
        Some(Command::Check(check)) => check::run(&check),
        Some(Command::Read(read)) => second::run(&read),
        Some(Command::Figures(figures)) => figures::run(&figures),
        Some(Command::Rules { policy }) => rules::run(&policy),
        Some(Command::Explain { rule, all, policy }) => explain::run(&rule, all, &policy),
        Some(Command::Config { paths, unused: true, policy, .. }) => config::unused(&paths, &policy),
        Some(Command::Config { paths, policy, .. }) => config::run(&paths, &policy),
        Some(Command::Inventory(inventory)) => inventory::run(&inventory),
        Some(Command::Test { paths }) => prove::run(&paths),
        Some(Command::Init(init)) => init::run(&init),
        Some(Command::Schema { rule }) => schema::run(rule),
        Some(Command::Stream(stream)) => stream::run(&stream),
        Some(Command::Index(command)) => index::run(&command),
        #[cfg(feature = "lsp")]
        Some(Command::Lsp(lsp)) => lsp::run(&lsp),
        Some(Command::Completions { shell }) => {
            // Into memory first: it panics where a reader went away.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "copydesk", &mut script);
            print(|out| out.write_all(&script)).map(|()| Status::Clean)
        }
        Some(Command::Man) => print(manual).map(|()| Status::Clean),
    };
    let status = done.unwrap_or_else(|refusal| {
        complain(&refusal);
        Status::Failed
    });
    ExitCode::from(status as u8)
}

/// The command line where it is `check` and nothing is wrong in it, as in most runs: the arguments of all other commands, by which mistakes
/// are told, need not be made ready then.
fn checks() -> Option<Args> {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    words.first().filter(|word| *word == "check")?;
    let given = CheckArgs::augment_args(clap::Command::new("check")).try_get_matches_from(words).ok()?;
    Some(Args { command: Some(Command::Check(CheckArgs::from_arg_matches(&given).ok()?)) })
}

/// Says what of the command line is not understood, and ends the program. Where a command was to stand stands a draft more often than a slip.
fn refused(mut error: clap::Error) -> ! {
    let word = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) if Path::new(word).exists() => Some(word.clone()),
        _ => None,
    };
    if let Some(word) = word {
        let tip = format!("it is here as a file or folder; to check it: copydesk check {word}");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error.exit()
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
