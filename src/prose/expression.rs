//! Regular expressions of rules, each compiled when a text first may hold what it matches.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::lists::ListId;
use super::need::Need;

#[derive(Debug)]
pub(super) struct Expression {
    pub(super) id: ListId,
    /// By which its gate knows it.
    number: usize,
    pattern: Cow<'static, str>,
    pub(super) need: Need,
    regex: OnceLock<Option<Regex>>,
}

impl Expression {
    pub(super) fn new(id: ListId, number: usize, pattern: Cow<'static, str>, need: Need) -> Self {
        Self { id, number, pattern, need, regex: OnceLock::new() }
    }

    /// Whether a gate that let these needs through lets its own.
    pub(super) fn is_let(&self, needs: u64) -> bool {
        needs >> (self.number % 64) & 1 != 0
    }

    /// Where it matches, in bytes of `text`, which the gate lets through; `odd` if it holds a form of `s` or `k` that is no ASCII.
    pub(super) fn find<'a>(&'a self, text: &'a str, odd: bool) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let regex =
            (odd || self.need.is_met(text)).then(|| self.regex.get_or_init(|| compile(&self.pattern).ok()).as_ref()).flatten();
        regex.into_iter().flat_map(move |regex| regex.find_iter(text)).map(|found| found.range())
    }
}

/// Makes a pattern ready; what is wrong with it otherwise.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!("(?i){pattern}")).map_err(|error| match error {
        regex::Error::Syntax(text) => {
            let reason = text.lines().last().unwrap_or_default();
            format!("not a regular expression: {}", reason.trim_start_matches("error: "))
        }
        error => error.to_string(),
    })
}
