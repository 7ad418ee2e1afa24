//! What a person may type of second readers: who is asked, about what, and whether what was said holds.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::ValueEnum;

use super::input::{Input, PolicyArgs};

/// Whether what second readers said holds.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
#[command(next_help_heading = "Second readers")]
pub(crate) struct ReadingArgs {
    /// Leave aside what second readers said, which stands in copydesk-readings.jsonl beside the configuration.
    #[arg(long)]
    pub(crate) no_readings: bool,
}

/// Who is asked about what is in doubt.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Second readers")]
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
    /// Keep what is read under this name; without it, under yours, or `reader` for a command.
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
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) reader: ReaderArgs,
}

/// How questions are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HandedFormat {
    /// Lines of JSON: one for an article, then one for each question.
    Jsonl,
}
