//! What a person may type of `copydesk check`.

use std::env;
use std::path::PathBuf;

use bytesize::ByteSize;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::input::{Input, PolicyArgs};
use super::readers::{ReaderArgs, ReadingArgs};
use crate::finding::Level;
use crate::report::{ReportFormat, Style};

/// Under which headings help lists what few runs need; all else stands under `Options`.
const FIXES: &str = "Writing into drafts";
const NEWS: &str = "Only what is new";
const ARCHIVES: &str = "Archives";

#[derive(Debug, Clone, Default, clap::Args)]
#[command(group(clap::ArgGroup::new("written").multiple(true)))]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Run only this rule, or a family such as attribution/*; may be given more than once.
    #[arg(long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<String>,
    /// Use the stricter level of every rule that has one.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Exit with status 1 from this level on; without it, from the publication's own bar, else from error.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,
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
    /// List every file that the search met: checked, by which configuration and section, or skipped, and why; tell no findings. Also in json.
    #[arg(long, conflicts_with_all = ["fix", "comments", "diff", "output", "write_baseline", "prune_baseline"])]
    pub(crate) explain_files: bool,
    /// Check again whenever a draft, a configuration or a rule changes; q ends it.
    #[arg(long, conflicts_with_all = ["fix", "comments", "add_allow", "diff", "output", "staged", "write_baseline", "prune_baseline", "explain_files", "reader"])]
    pub(crate) watch: bool,
    /// Leave on the terminal what --watch told before.
    #[arg(long, requires = "watch")]
    pub(crate) no_clear: bool,
    /// Say at the end how long the run took, and what took the time.
    #[arg(long)]
    pub(crate) stats: bool,
    /// Apply the safe fixes to the drafts, then report what is left.
    #[arg(long, help_heading = FIXES)]
    pub(crate) fix: bool,
    /// Show as a diff what --fix, or --add-allow, would change, and write nothing.
    #[arg(long, conflicts_with_all = ["fix", "format", "verbose"], help_heading = FIXES)]
    pub(crate) diff: bool,
    /// Write permissions for all that is told, with this reason, as comments into the drafts; then report what is left.
    #[arg(long, value_name = "REASON", conflicts_with_all = ["fix", "staged", "write_baseline", "prune_baseline"], help_heading = FIXES)]
    pub(crate) add_allow: Option<String>,
    /// Write the one Word draft that is checked into this file, with each finding as a comment at its words; it may be the draft itself.
    #[arg(long, value_name = "FILE", group = "written", conflicts_with_all = ["diff", "staged", "write_baseline", "prune_baseline"], help_heading = FIXES)]
    pub(crate) comments: Option<PathBuf>,
    /// Tell only what is new since this branch left that revision, by git; a draft that git does not know is new.
    #[arg(long, value_name = "REV", conflicts_with_all = ["staged", "write_baseline"], help_heading = NEWS)]
    pub(crate) new_from: Option<String>,
    /// Check the drafts as they are staged for a commit, and tell only what is new in them.
    #[arg(long, conflicts_with_all = ["write_baseline", "fix", "diff"], help_heading = NEWS)]
    pub(crate) staged: bool,
    #[command(flatten)]
    pub(crate) baselines: BaselineArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// Hold the drafts against this index as well, which `copydesk index build` made: what they share with its drafts is told at them.
    #[arg(long, value_name = "INDEX", help_heading = ARCHIVES)]
    pub(crate) against: Option<PathBuf>,
    /// Take about this much memory, such as 512MB, for texts that are compared across files; what is more waits in temporary files.
    #[arg(long, value_name = "SIZE", conflicts_with = "against", help_heading = ARCHIVES)]
    pub(crate) memory: Option<ByteSize>,
    /// Judge all drafts, and keep nothing of what is found; without it, 2,000 drafts and more are judged anew only where they changed.
    #[arg(long, help_heading = ARCHIVES)]
    pub(crate) no_cache: bool,
    /// Keep what is found in this folder, however few the drafts; without it, in the user's own cache folder.
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache", help_heading = ARCHIVES)]
    pub(crate) cache_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
    #[command(flatten)]
    pub(crate) reader: ReaderArgs,
}

/// Which findings are known and passed over.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = NEWS)]
pub(crate) struct BaselineArgs {
    /// Pass over the findings that this baseline names; without it, those of copydesk-baseline.txt beside the configuration.
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub(crate) baseline: Option<PathBuf>,
    /// Tell also the findings that a baseline names.
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
