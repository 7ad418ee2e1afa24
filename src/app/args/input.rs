//! What most commands take: which drafts to read, and which policy to judge them by.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::app::publications::Choice;

/// Which drafts to read.
#[derive(Debug, Clone, Default, clap::Args)]
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
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Configuration")]
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
