//! What a text says: words, sentences, phrases. Pure functions over `&str`; nothing here knows documents or rules.

pub mod attribution;
pub mod figure;
mod lexicon;
mod line;
mod lists;
pub mod passage;
mod pattern;
pub mod quotation;
mod sentence;
mod token;

pub use lexicon::{Class, Classes, Lexicon, ListId, Mistake, Phrases, Seen};
pub use line::Line;
pub use lists::Lists;
pub use sentence::sentences;
pub use token::{Shape, Token, key_of, tokens};
