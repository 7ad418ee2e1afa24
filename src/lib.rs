//! copydesk reads article drafts and says which figures nobody stands behind, which disclosures are owed, and what was
//! pasted twice: with exact spans, with the evidence, and with the remedy.

#[cfg(feature = "app")]
pub mod app;
pub mod check;
pub mod config;
pub mod finding;
pub mod format;
pub mod lint;
pub mod prose;
pub mod prove;
pub mod reading;
pub mod report;
pub mod survey;
pub mod text;
