//! A document as an editor reads it: words, sentences, and where phrases stand.

mod language;
mod read;
mod restated;

pub use language::Language;
pub use read::{Place, Reading};
pub use restated::{Restated, SHINGLE};
