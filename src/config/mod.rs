//! TOML becomes rules, publications and policies: texts come in as arguments, mistakes go out as findings.

mod demand;
mod example;
mod globs;
mod lists;
mod mistakes;
mod policy;
mod publication;
mod rule;
mod texts;
mod written;

pub use demand::Demand;
pub use mistakes::nearest;
pub use policy::{Line, Policy};
pub use publication::{Choices, Extends, Publication, profiles};
pub use rule::{Example, Expects, Rule, RuleFile, Words, shipped};
