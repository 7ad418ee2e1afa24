//! Who stands behind a figure: where that is said, how far it reaches, and whether anybody would ask.

mod announce;
mod claim;
mod endnote;
mod evidence;
mod figures;
mod grounds;
mod interview;
mod replay;
mod ruled;
mod scope;
mod sheet;
mod sisters;
mod step;
mod surroundings;
mod verdict;
mod worth;

pub use announce::{Announcement, announced, announcements};
pub use figures::figures;
pub use grounds::Grounds;
pub use replay::{claims, rule};
pub use ruled::Ruled;
pub use scope::is_citation;
pub use sheet::{SheetEntry, SheetRow, SourceSheet, clues, read};
pub use sisters::agree;
pub use step::Step;
pub use verdict::Verdict;
pub use worth::Clue;
