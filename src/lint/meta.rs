//! Findings that no rule makes: what is wrong with a draft as a file.

use crate::finding::{Finding, Level};
use crate::text::Span;

/// A finding that no rule makes.
pub(super) fn meta(rule: &str, level: Level, span: Span, message: String) -> Finding {
    Finding {
        rule: rule.to_owned(),
        level,
        span,
        message,
        label: String::new(),
        why: String::new(),
        help: None,
        notes: Vec::new(),
        question: None,
        also: Vec::new(),
        copies: Vec::new(),
        related: Vec::new(),
        fix: None,
        fingerprint: String::new(),
    }
}
