//! TOML becomes publications and policies: texts come in as arguments, mistakes go out as findings.

mod checks;
mod config_file;
mod example;
mod former;
mod globs;
mod idle;
mod keys;
mod laid;
mod lines;
mod lists;
mod merged;
mod mistakes;
mod publication;
mod rule_file;
pub mod schema;
mod settled;
mod shipped;
mod shipped_schema;
mod slips;
mod texts;
mod value;

pub use config_file::{ConfigFile, Extends};
pub use example::{Example, Expects};
pub use idle::Busy;
pub use lines::ConfigLine;
pub use publication::{Extended, Publication};
pub use rule_file::{RuleFile, shipped};
pub use shipped::{profile_is_for, profiles};
