//! What an archive does today: its standing texts in all their wordings, and the kinds that its folders and front matter tell.

mod mould;
mod proposal;
mod texts;
mod wordings;

pub use proposal::{Proposal, proposal};
pub use texts::texts;
pub use wordings::{Shown, look, wordings};
