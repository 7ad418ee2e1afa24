//! A document as an editor reads it: words, sentences, and where phrases stand.

mod front;
mod genre;
mod kept;
mod language;
mod memo;
mod read;
mod restated;

pub use genre::{Genre, GenreSign};
pub use kept::KeptBlocks;
pub use language::Language;
pub use read::{Place, Reading};
pub use restated::{Restated, SHINGLE};
