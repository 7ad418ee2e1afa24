//! Rows of JSON, each a draft by itself: what is read of one, and what is answered to it.

mod across;
mod answer;
mod pair;
mod row;

pub use across::{across, joined};
pub use answer::{Wanted, answer};
pub use pair::{REACH, compared};
pub use row::{BadRow, DraftRow};
