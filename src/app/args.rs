//! What a person may type; help, completions and the manual page are made from it.

mod check;
mod input;
mod readers;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use bytesize::ByteSize;
use clap::{Parser, Subcommand};
use clap_complete::Shell;

#[cfg(feature = "lsp")]
pub(crate) use self::check::BaselineArgs;
pub(crate) use self::check::{CheckArgs, FailOn, columns};
pub(crate) use self::input::{Input, PolicyArgs};
pub(crate) use self::readers::{ReadArgs, ReaderArgs, ReadingArgs};
#[cfg(feature = "lsp")]
use super::help::LSP;
use super::help::{CHECK, EXAMPLES, FIGURES, INDEX, INVENTORY, READ, SCHEMA, STREAM};
use crate::report::inventory::InventoryFormat;
use crate::report::sheet::SheetFormat;

/// Reads article drafts and says which figures nobody stands behind, which disclosures are owed, and what was pasted twice.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, long_version = env!("COPYDESK_BUILD"), after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check drafts and report what is wrong in them.
    #[command(after_help = CHECK)]
    Check(CheckArgs),
    /// List every figure, who stands behind it, and where that is said, judging nothing.
    #[command(after_help = FIGURES)]
    Figures(FiguresArgs),
    /// Go through what is in doubt, one figure a screen, and keep what you make of it in a record that every run applies.
    #[command(after_help = READ)]
    Read(ReadArgs),
    /// List the standing texts of an archive, such as disclaimers and notes on authors: how many drafts have each, since when, in which wordings.
    #[command(after_help = INVENTORY)]
    Inventory(InventoryArgs),
    /// List the rules in force, each with its level and where it comes from.
    ///
    /// Between them stands how often an editor called its findings on published sites right: `0.88 of 8` is seven of eight.
    Rules {
        #[command(flatten)]
        policy: PolicyArgs,
    },
    /// Explain one rule: why it matters, what satisfies it, and examples.
    Explain {
        /// The rule, such as attribution/unsourced-figure.
        rule: String,
        /// Show all its examples, not the first of each kind alone.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        policy: PolicyArgs,
    },
    /// Prove rule files by the examples they carry.
    Test {
        /// Rule files, or folders of them; without any, the shipped rules and the publication's own.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Show the policy that a file is judged by, with the origin of every value.
    Config {
        /// The file that would be judged; without one, a draft in this folder. With --unused, drafts and folders of them.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Tell the sections, patterns, lists and approved texts that nothing uses; 1 if there are any.
        #[arg(long)]
        unused: bool,
        #[command(flatten)]
        policy: PolicyArgs,
    },
    /// Write a commented copydesk.toml into this folder.
    ///
    /// On a terminal, and without options, it asks three questions: the kind of publication, the bar, and whether there is an archive.
    Init(InitArgs),
    /// Print the JSON Schema of copydesk.toml, by which editors complete and check it.
    #[command(after_help = SCHEMA)]
    Schema {
        /// The schema of a rule's file instead.
        #[arg(long)]
        rule: bool,
    },
    /// Judge rows of JSON from standard input, each by itself, and write one for each, in the same order.
    #[command(after_help = STREAM)]
    Stream(StreamArgs),
    /// Keep the passages of an archive on the disk, so that `check --against` can hold one draft against all of it.
    #[command(subcommand, after_help = INDEX)]
    Index(IndexCommand),
    /// Serve an editor: findings in its margin while a draft is written, by the Language Server Protocol on standard input and output.
    #[cfg(feature = "lsp")]
    #[command(after_help = LSP)]
    Lsp(LspArgs),
    /// Print completions for a shell.
    #[command(hide = true)]
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    #[command(hide = true)]
    Man,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FiguresArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// List also numbers that claim nothing, such as years and version numbers, each with the reason.
    #[arg(long)]
    pub(crate) all: bool,
    /// How to print the sheet.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SheetFormat,
    /// Write the sheet into this file instead of printing it; never over a draft, and over nothing but the last sheet.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write it also over a file that is no report of copydesk, and through a link that leads elsewhere.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct InventoryArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to print the texts.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: InventoryFormat,
    /// Write them into this file instead of printing them; never over a draft, and over nothing but the last inventory.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write them also over a file that is no report of copydesk, and through a link that leads elsewhere.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct InitArgs {
    /// The kind of publication: the built-in profile that it stands on, such as news.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The lowest level that makes a run fail; warning if not said.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,
    /// Look at the drafts in this folder and below, and propose approved texts and sections, as comments.
    #[arg(long)]
    pub(crate) scan: bool,
}

impl InitArgs {
    /// Whether no option was given.
    pub(crate) fn says_nothing(&self) -> bool {
        self.profile.is_none() && self.fail_on.is_none() && !self.scan
    }
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StreamArgs {
    /// Say of each row also what of it can be compared with other rows: its passages, with hashes by which those that are alike are found.
    #[arg(long)]
    pub(crate) prints: bool,
    /// How many rows to judge at the same time; without it, as many as the machine has cores.
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
}

/// How drafts are judged that an editor holds.
#[cfg(feature = "lsp")]
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LspArgs {
    /// Use the stricter level of every rule that has one.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Hold every draft against all that are in this index, which `copydesk index` keeps.
    #[arg(long, value_name = "INDEX")]
    pub(crate) against: Option<PathBuf>,
    /// Tell also the findings that a baseline names.
    #[arg(long)]
    pub(crate) no_baseline: bool,
    /// Speak on standard input and output, as always: some editors say so.
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
}

/// What to do with an index.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum IndexCommand {
    /// Make it, of all drafts that are named; one that is there stays as it is until the new one is whole.
    Build(IndexArgs),
    /// Bring it up to date: read anew what changed below the paths that are named, and take out what is gone.
    Update(IndexArgs),
    /// Say whether it is whole, and which drafts are not as they are in it; 1 if there are any.
    Check(IndexArgs),
    /// Say what is in it.
    Stat {
        /// The folder of the index.
        #[arg(value_name = "INDEX")]
        index: PathBuf,
    },
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct IndexArgs {
    /// The folder of the index, which holds nothing else.
    #[arg(value_name = "INDEX")]
    pub(crate) index: PathBuf,
    #[command(flatten)]
    pub(crate) input: Input,
    /// About how much memory to take, such as 512MB: passages beyond it go to the disk before they are put in order.
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<ByteSize>,
    /// Say nothing of how far it is, and nothing at the end.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
}

#[cfg(test)]
mod tests;
