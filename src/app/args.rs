//! What a person may type; help, completions and the manual page are made from it.

use std::env;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use bytesize::ByteSize;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::help::{CHECK, EXAMPLES, FIGURES, INDEX, INVENTORY, STREAM};
use super::publications::Choice;
use crate::finding::Level;
use crate::report::sheet::SheetFormat;
use crate::report::texts::TextsFormat;
use crate::report::{ReportFormat, Style};

/// Reads article drafts and says which figures nobody stands behind, which disclosures are owed, and what was pasted twice.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check drafts and report what is wrong in them.
    #[command(after_help = CHECK)]
    Check(CheckArgs),
    /// List every figure, who stands behind it, and where that is said, judging nothing.
    #[command(after_help = FIGURES)]
    Figures(FiguresArgs),
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
    Init {
        /// Look at the drafts in this folder and below, and propose approved texts and sections, as comments.
        #[arg(long)]
        scan: bool,
    },
    /// Judge rows of JSON from standard input, each by itself, and write one for each, in the same order.
    #[command(after_help = STREAM)]
    Stream(StreamArgs),
    /// Keep the passages of an archive on the disk, so that `check --against` can hold one draft against all of it.
    #[command(subcommand, after_help = INDEX)]
    Index(IndexCommand),
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

#[derive(Debug, Clone, clap::Args)]
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
    /// Tell only what is new since what is checked out branched off this revision, by git; a draft that git does not know is new.
    #[arg(long, value_name = "REV", conflicts_with_all = ["staged", "write_baseline"])]
    pub(crate) new_from: Option<String>,
    /// Check the drafts as they are staged for a commit, and tell only what is new in them.
    #[arg(long, conflicts_with_all = ["write_baseline", "fix", "diff"])]
    pub(crate) staged: bool,
    /// Hold the drafts against this index as well, which `copydesk index build` made: what they share with its drafts is told at them.
    #[arg(long, value_name = "INDEX")]
    pub(crate) against: Option<PathBuf>,
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
    #[arg(long, conflicts_with_all = ["fix", "comments", "add_allow", "diff", "output", "staged", "write_baseline", "prune_baseline", "explain_files"])]
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

/// Which findings are known and passed over.
#[derive(Debug, Clone, clap::Args)]
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

#[derive(Debug, clap::Args)]
pub(crate) struct FiguresArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
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
    pub(crate) format: TextsFormat,
    /// Write them into this file instead of printing them; never over a draft, and over nothing but the last inventory.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write them also over a file that is no report of copydesk, and through a link that leads elsewhere.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StreamArgs {
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// Say of each row also what of it can be compared with other rows: its passages, with hashes by which those that are alike are found.
    #[arg(long)]
    pub(crate) prints: bool,
    /// How many rows to judge at the same time; without it, as many as the machine has cores.
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
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

/// Which drafts to read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Input {
    /// Drafts, and folders to search for drafts; - reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// The name that standard input is judged by: its ending says the format, its folder the publication.
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// How many drafts to read at the same time; without it, as many as the machine has cores.
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// Which policy to judge by.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PolicyArgs {
    /// Use this configuration instead of the nearest copydesk.toml.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["no_config", "profile"])]
    pub(crate) config: Option<PathBuf>,
    /// Look for no copydesk.toml: use the built-in rules as they are.
    #[arg(long)]
    pub(crate) no_config: bool,
    /// Use this built-in profile instead of the nearest copydesk.toml.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
}

impl PolicyArgs {
    /// Which configuration the options ask for.
    pub(crate) fn choice(&self) -> Choice {
        match (&self.config, &self.profile, self.no_config) {
            (Some(file), ..) => Choice::File(file.clone()),
            (None, Some(profile), _) => Choice::Profile(profile.clone()),
            (None, None, true) => Choice::Standard,
            (None, None, false) => Choice::Nearest,
        }
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
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
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    fn parse(line: &str) -> Result<Command, clap::Error> {
        Args::try_parse_from(line.split(' ')).map(|args| args.command)
    }

    fn check(line: &str) -> CheckArgs {
        match parse(line).unwrap() {
            Command::Check(check) => check,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_arguments_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn check_takes_all_that_is_promised() {
        let check = check(
            "copydesk check a.md drafts --format jsonl --output r.json --config c.toml --strict --fail-on note --rule a/b \
             --rule c/* --jobs 2 --color never --verbose --stats --stdin-filename x.html",
        );
        assert_eq!(check.input.paths, [PathBuf::from("a.md"), PathBuf::from("drafts")]);
        assert_eq!(check.input.jobs.map(NonZeroUsize::get), Some(2));
        assert_eq!(check.rules, ["a/b", "c/*"]);
        assert_eq!(check.fail_on.map(FailOn::level), Some(Level::Note));
        let style = Style { width: None, ..check.style(true) };
        assert_eq!(style, Style { format: ReportFormat::Jsonl, verbose: true, ..Style::default() });
    }

    #[test]
    fn without_options_the_folder_is_checked_and_the_place_picks_the_format() {
        let plain = check("copydesk check");
        assert_eq!(plain.input.paths, [PathBuf::from(".")]);
        assert_eq!(plain.style(true).format, ReportFormat::Human);
        assert_eq!(plain.style(false), Style { format: ReportFormat::Short, ..Style::default() });
        assert_eq!(check("copydesk check --output r.txt").style(true).format, ReportFormat::Short);
        assert!(check("copydesk check --color always").style(false).color);
        assert_eq!(check("copydesk check -").input.paths, [PathBuf::from("-")]);
    }

    #[test]
    fn bad_arguments_exit_with_2() {
        for line in [
            "copydesk",
            "copydesk chekc",
            "copydesk check --format xml",
            "copydesk check --jobs 0",
            "copydesk check --fail-on fatal",
            "copydesk check --config a --no-config",
            "copydesk check --quiet --verbose",
            "copydesk check --fix --diff",
            "copydesk explain",
            "copydesk figures --format human",
        ] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
        }
        assert_eq!(parse("copydesk --help").unwrap_err().kind(), ErrorKind::DisplayHelp);
    }

    #[test]
    fn every_command_and_option_has_a_sentence_of_help() {
        for command in Args::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
        }
    }

    #[test]
    fn the_other_commands_are_read() {
        for line in [
            "copydesk figures a.md --all --format csv --no-config --jobs 1 --output s.csv",
            "copydesk figures --profile wire",
            "copydesk figures a.md --format html -o sheet.html",
            "copydesk rules",
            "copydesk explain attribution/vague-figure",
            "copydesk test rules",
            "copydesk config a.md",
            "copydesk inventory",
            "copydesk inventory a.md drafts --format html --output texts.html --force",
            "copydesk stream --no-config --jobs 2",
            "copydesk init",
            "copydesk init --scan",
            "copydesk check --fix a.md",
            "copydesk check --diff",
            "copydesk completions bash",
            "copydesk man",
        ] {
            assert!(parse(line).is_ok(), "{line}");
        }
    }
}
