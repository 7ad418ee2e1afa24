//! copydesk reads article drafts and says which figures nobody stands behind, which disclosures are owed, and what was
//! pasted twice: with exact spans, with the evidence, and with the remedy.

#[cfg(feature = "app")]
pub mod app;
pub mod baseline;
pub mod check;
pub mod config;
pub mod draft;
pub mod edit;
pub mod finding;
pub mod format;
pub mod handover;
pub mod inventory;
pub mod lint;
pub mod policy;
pub mod prose;
pub mod prove;
pub mod reading;
pub mod report;
pub mod rows;
pub mod rulings;
pub mod sourcing;
pub mod style;
pub mod text;
pub mod wording;
