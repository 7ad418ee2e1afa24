//! Who stands behind a figure: where that is said, how far it reaches, and whether anybody would ask.

mod announce;
mod evidence;
mod figures;
mod grounds;
mod interview;
mod scope;
mod sheet;
mod step;
mod surroundings;
mod worth;

pub use announce::{Announcement, announced, announcements};
pub use figures::figures;
pub use grounds::Grounds;
pub use sheet::{SheetEntry, SheetRow, SourceSheet, Verdict, clues, read};
pub use step::Step;
pub use worth::Clue;
