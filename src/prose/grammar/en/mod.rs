//! English: number words, calendar, units, clauses, and who says so.

pub(super) mod attribution;
mod excuse;
mod expression;
pub(super) mod figure;
mod number;
