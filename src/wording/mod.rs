//! What counts as a statement to the reader, and which paragraphs are standing disclaimers.

mod align;
mod approved;
mod assertion;
pub mod gist;
mod in_use;
mod label;
mod openings;
mod parts;
mod standing;
mod words;

pub use approved::{Approval, ApprovedTexts, Likeness, NEAR};
pub use assertion::{Assertion, Others, SetApart, assertion, denied_within};
pub use in_use::{Filled, Near, TextInUse, Variant, Wording, span};
pub use label::is_label;
pub use standing::{StandingText, standing};
pub use words::{tokens_of, words};
