//! What a text says: words, sentences, phrases. Pure functions over `&str`; nothing here knows documents or rules.

pub mod attribution;
mod class;
mod expression;
pub mod figure;
mod grammar;
mod index;
mod indexer;
mod lexicon;
mod line;
mod lists;
mod need;
mod numbered;
mod numeral;
pub mod passage;
mod pattern;
mod phrases;
mod plain;
pub mod quotation;
mod sentence;
mod shipped;
mod token;

pub use class::{Class, Classes};
pub use grammar::Grammar;
pub use lexicon::{Lexicon, Seen, Sightings};
pub use line::Line;
pub use lists::{ListId, Lists};
pub use numbered::Numbered;
pub use phrases::{Mistake, Phrases};
pub use plain::plain;
pub use sentence::sentences;
pub use token::{Shape, Token, joined, key, key_of, tokens};
