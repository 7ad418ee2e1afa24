//! What a person may type; help, completions and the manual page are made from it.

mod input;

use std::env;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use bytesize::ByteSize;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use self::input::{Input, PolicyArgs};
#[cfg(feature = "lsp")]
use super::help::LSP;
use super::help::{CHECK, EXAMPLES, FIGURES, INDEX, INVENTORY, READ, SCHEMA, STREAM};
use crate::finding::Level;
use crate::report::sheet::SheetFormat;
use crate::report::inventory::InventoryFormat;
use crate::report::{ReportFormat, Style};

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

#[derive(Debug, Clone, Default, clap::Args)]
#[command(group(clap::ArgGroup::new("written").multiple(true)))]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// Use the stricter level of every rule that has one.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Run only this rule, or a family such as attribution/*; may be given more than once.
    #[arg(long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<String>,
    #[command(flatten)]
    pub(crate) baselines: BaselineArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
    #[command(flatten)]
    pub(crate) reader: ReaderArgs,
    /// Tell only what is new since what is checked out branched off this revision, by git; a draft that git does not know is new.
    #[arg(long, value_name = "REV", conflicts_with_all = ["staged", "write_baseline"])]
    pub(crate) new_from: Option<String>,
    /// Check the drafts as they are staged for a commit, and tell only what is new in them.
    #[arg(long, conflicts_with_all = ["write_baseline", "fix", "diff"])]
    pub(crate) staged: bool,
    /// Hold the drafts against this index as well, which `copydesk index build` made: what they share with its drafts is told at them.
    #[arg(long, value_name = "INDEX")]
    pub(crate) against: Option<PathBuf>,
    /// Take about so much memory, such as 512MB, for texts that are compared across files: more of them lie among temporary files meanwhile.
    #[arg(long, value_name = "SIZE", conflicts_with = "against")]
    pub(crate) memory: Option<ByteSize>,
    /// Exit with status 1 from this level on; without it, from the publication's own bar, else from error.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,
    /// Apply the safe fixes to the drafts, then report what is left.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Write permissions for all that is told, with this reason, as comments into the drafts; then report what is left.
    #[arg(long, value_name = "REASON", conflicts_with_all = ["fix", "staged", "write_baseline", "prune_baseline"])]
    pub(crate) add_allow: Option<String>,
    /// Write the one Word draft that is checked into this file, with each finding as a comment at its words; it may be the draft itself.
    #[arg(long, value_name = "FILE", group = "written", conflicts_with_all = ["diff", "staged", "write_baseline", "prune_baseline"])]
    pub(crate) comments: Option<PathBuf>,
    /// Show as a diff what --fix, or --add-allow, would change, and write nothing.
    #[arg(long, conflicts_with_all = ["fix", "format", "verbose"])]
    pub(crate) diff: bool,
    /// How to print what was found; without it, human on a terminal and short elsewhere.
    #[arg(long, short, value_name = "FORMAT", value_parser = formats())]
    pub(crate) format: Option<ReportFormat>,
    /// Write the report into this file instead of printing it; never over a draft, and over nothing but the last report.
    #[arg(long, short, value_name = "FILE", group = "written")]
    pub(crate) output: Option<PathBuf>,
    /// Write a report also over a file that is none of copydesk's, and through a link that leads elsewhere; or a baseline over the old one.
    #[arg(long, requires = "written")]
    pub(crate) force: bool,
    /// When to use colours.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Print findings and nothing else: no summary, no progress.
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Name every file that was skipped, and every draft that was taken for something else than a plain article and by what sign; in json
    /// and jsonl, list also the drafts without findings.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// List every file that was come upon: checked, by which configuration and section, or skipped, and why; tell no findings. Also in json.
    #[arg(long, conflicts_with_all = ["fix", "comments", "diff", "output", "write_baseline", "prune_baseline"])]
    pub(crate) explain_files: bool,
    /// Check again whenever a draft, a configuration or a rule changes; q ends it.
    #[arg(long, conflicts_with_all = ["fix", "comments", "add_allow", "diff", "output", "staged", "write_baseline", "prune_baseline", "explain_files", "reader"])]
    pub(crate) watch: bool,
    /// Leave on the terminal what --watch told before.
    #[arg(long, requires = "watch")]
    pub(crate) no_clear: bool,
    /// Judge all drafts, and keep nothing of what is found; without it, 2,000 drafts and more are judged anew only where they changed.
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Keep what is found in this folder, however few the drafts; without it, in the user's own cache folder.
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// Say at the end how long the run took, and what took the time.
    #[arg(long)]
    pub(crate) stats: bool,
}

/// Whether what second readers said holds.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct ReadingArgs {
    /// Leave aside what second readers said, which stands in copydesk-readings.jsonl beside the configuration.
    #[arg(long)]
    pub(crate) no_readings: bool,
}

/// Which findings are known and passed over.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct BaselineArgs {
    /// Pass over the findings that this baseline names; without it, those of copydesk-baseline.txt beside the configuration.
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub(crate) baseline: Option<PathBuf>,
    /// Pass over nothing.
    #[arg(long)]
    pub(crate) no_baseline: bool,
    /// Write all that is found into the baseline: from then on only what is new is told.
    #[arg(long, group = "written", conflicts_with_all = ["rules", "no_baseline", "fix", "diff"])]
    pub(crate) write_baseline: bool,
    /// Take out of the baseline what is mended; nothing is added to it.
    #[arg(long, conflicts_with_all = ["rules", "no_baseline", "write_baseline", "fix", "diff"])]
    pub(crate) prune_baseline: bool,
    /// Exit with status 1 where the baseline names findings that are mended.
    #[arg(long, conflicts_with_all = ["rules", "no_baseline"])]
    pub(crate) fail_on_stale: bool,
}

/// Who is asked about what is in doubt.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ReaderArgs {
    /// Hand what is in doubt to this command, as lines of JSON, and keep its answers; without COMMAND, to that of COPYDESK_READER, or of
    /// your own configuration.
    #[arg(long, value_name = "COMMAND", num_args = 0..=1, default_missing_value = "")]
    pub(crate) reader: Option<String>,
    /// Print what would be sent to the reader, byte for byte, and send nothing.
    #[arg(long, requires = "reader")]
    pub(crate) dry_run: bool,
    /// Exit with status 2 where the reader fails, or leaves a question without an answer.
    #[arg(long, requires = "reader")]
    pub(crate) reader_required: bool,
    /// How many articles are with the reader at the same time.
    #[arg(long, value_name = "N", default_value = "2", requires = "reader")]
    pub(crate) reader_jobs: NonZeroUsize,
    /// How many seconds it may take for an article.
    #[arg(long, value_name = "SECONDS", default_value = "120", requires = "reader")]
    pub(crate) reader_timeout: NonZeroU64,
    /// The name that what is read is kept under; without it, yours, and `reader` for a command.
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Ask also about what others read already.
    #[arg(long)]
    pub(crate) again: bool,
}

/// Nobody is asked.
impl Default for ReaderArgs {
    fn default() -> Self {
        Self {
            reader: None,
            dry_run: false,
            reader_required: false,
            reader_jobs: NonZeroUsize::MIN,
            reader_timeout: NonZeroU64::MIN,
            name: None,
            again: false,
        }
    }
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) reader: ReaderArgs,
    /// Only what `copydesk check` tells, not what it is silent about and in doubt.
    #[arg(long)]
    pub(crate) told: bool,
    /// Print the questions for a program instead of asking them.
    #[arg(long, short, value_name = "FORMAT", conflicts_with_all = ["reader", "answers", "prune"])]
    pub(crate) format: Option<HandedFormat>,
    /// Take in answers from this file, a line of JSON each: `id`, `verdict`, and, as you like, `why` and `source`; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["reader", "prune"])]
    pub(crate) answers: Option<PathBuf>,
    /// Take out of the record what is stale: readings of figures that do not stand in the drafts any more.
    #[arg(long, conflicts_with = "reader")]
    pub(crate) prune: bool,
}

/// How questions are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HandedFormat {
    /// Lines of JSON: one for an article, then one for each question.
    Jsonl,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FiguresArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
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
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct InventoryArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// How to print the texts.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: InventoryFormat,
    /// Write them into this file instead of printing them; never over a draft, and over nothing but the last inventory.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write them also over a file that is no report of copydesk, and through a link that leads elsewhere.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
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
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
    /// Say of each row also what of it can be compared with other rows: its passages, with hashes by which those that are alike are found.
    #[arg(long)]
    pub(crate) prints: bool,
    /// How many rows to judge at the same time; without it, as many as the machine has cores.
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// How drafts are judged that an editor holds.
#[cfg(feature = "lsp")]
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LspArgs {
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
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
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// About how much memory to take, such as 512MB: passages beyond it go to the disk before they are put in order.
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<ByteSize>,
    /// Say nothing of how far it is, and nothing at the end.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// From which level on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything that is found.
    Note,
    /// Nothing; what could not be judged still exits with 2.
    Never,
}

impl FailOn {
    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            _ => self.level().name(),
        }
    }

    /// The lowest level that fails; `Fatal` for never, since that has a status of its own.
    pub(crate) fn level(self) -> Level {
        match self {
            Self::Error => Level::Error,
            Self::Warning => Level::Warning,
            Self::Note => Level::Note,
            Self::Never => Level::Fatal,
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl CheckArgs {
    /// How to tell what was found; `terminal`: standard output is one.
    pub(crate) fn style(&self, terminal: bool) -> Style {
        let terminal = terminal && self.output.is_none();
        let usual = if terminal { ReportFormat::Human } else { ReportFormat::Short };
        let color = match self.color {
            Color::Auto => terminal && !refuses_color(),
            Color::Always => true,
            Color::Never => false,
        };
        Style { format: self.format.unwrap_or(usual), color, verbose: self.verbose, quiet: self.quiet, width: columns(terminal) }
    }
}

/// How many columns the terminal has that a report goes to.
pub(crate) fn columns(terminal: bool) -> Option<usize> {
    let (width, _) = terminal.then(terminal_size::terminal_size).flatten()?;
    Some(usize::from(width.0)).filter(|&width| width > 0)
}

/// Whether the environment asks for no colours: <https://no-color.org>.
fn refuses_color() -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    set("NO_COLOR") || env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Reads the name of a report's format.
fn formats() -> impl TypedValueParser<Value = ReportFormat> {
    let names = ReportFormat::all().map(|format| PossibleValue::new(format.name()).help(format.summary()));
    PossibleValuesParser::new(names).map(|name| ReportFormat::named(&name).unwrap_or_default())
}

#[cfg(test)]
mod tests;
