//! Rows of JSON, each a draft by itself: what is read of one, and what is answered to it.

mod answer;
mod pair;
mod row;

pub use answer::{Wanted, answer};
pub use pair::compared;
pub use row::{BadRow, DraftRow};
