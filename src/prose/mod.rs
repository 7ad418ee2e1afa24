//! What a text says: words, sentences, phrases. Pure functions over `&str`; nothing here knows documents or rules.

mod lexicon;
mod lists;
mod pattern;
mod sentence;
mod token;

pub use lexicon::{Class, Classes, Lexicon, ListId, Mistake, Phrases, Seen};
pub use lists::Lists;
pub use sentence::sentences;
pub use token::{Shape, Token, key_of, tokens};
