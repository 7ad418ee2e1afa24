//! English: number words, calendar, units, clauses, and who says so.

pub(super) mod attribution;
pub(super) mod ending;
mod excuse;
mod expression;
pub(super) mod figure;
pub(in crate::prose) mod form;
mod number;
