//! Why a file cannot be read at all, and what to do about it.

/// Why a file cannot be read, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Why, as what follows “cannot be read:”.
    pub why: String,
    /// What to do.
    pub help: &'static str,
}

impl Unreadable {
    pub(super) fn new(why: impl Into<String>, help: &'static str) -> Self {
        Self { why: why.into(), help }
    }
}
