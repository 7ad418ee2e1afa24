//! What an archive does today: the wordings of its standing disclaimers, and the kinds that its folders and front matter tell.

mod mould;
mod proposal;
mod wordings;

pub use proposal::{Proposal, proposal};
pub use wordings::{Near, Shown, Wording, look, wordings};
