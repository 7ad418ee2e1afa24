//! copydesk reads article drafts and says which figures nobody stands behind, which disclosures are owed, and what was
//! pasted twice: with exact spans, with the evidence, and with the remedy.

pub mod finding;
pub mod format;
pub mod text;
