//! What a rule may ask of a text: each check is its own options, and says hits.

mod attribute;
mod context;
mod describe;
mod drift;
mod forbid;
mod hit;
mod kind;
pub(crate) mod many;
mod numbers;
mod owner;
mod page;
mod print;
mod quote;
mod repeat;
mod require;
mod restore;
mod shelf;
mod unread;
mod words;

pub use attribute::Attribute;
pub use context::Context;
pub use describe::{Asked, Teller};
pub use drift::Drift;
pub use forbid::Forbid;
pub use hit::{Advice, Hit};
pub use kind::{Check, Doubtful, Silence};
pub use numbers::Numbers;
pub use owner::Owner;
pub use page::Page;
pub use print::{Asks, Elsewhere, Print, Printer, Prints, WantedPassages};
pub use quote::Quote;
pub use repeat::{Repeat, across};
pub use require::Require;
pub use shelf::{PrintShelf, SeenDrafts, SoughtPassage};
pub use unread::{Occasion, Unread};
