//! The profiles and rules that ship with copydesk.

use super::checks::{CHECKS, CheckKind};
use super::laid;
use crate::check::{Check, Occasion, Unread};
use crate::policy::Words;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// What a built-in file's name begins with, a profile's in `extends` too.
pub(super) const BUILTIN: &str = "copydesk:";
/// The profile of whoever names none.
pub(super) const STANDARD: &str = "standard";

/// A rule as it ships: no run has to read its file as TOML, and few have to read more of it than stands here.
#[derive(Debug)]
pub(super) struct ShippedRule {
    pub(super) id: &'static str,
    /// Its levels, as it names them.
    pub(super) level: Option<&'static str>,
    pub(super) strict: Option<&'static str>,
    /// The name of its check.
    kind: &'static str,
    /// Laid down by `build.rs`, each a [`TomlTable`](super::value::TomlTable): what it says of itself, and the options of its check.
    words: &'static [u8],
    pub(super) options: &'static [u8],
    /// The numbers of the shipped sets of phrases among its options.
    pub(super) phrases: &'static [u16],
    /// Without one, it may tell something of any draft.
    pub(super) occasion: Option<Occasion>,
}

impl ShippedRule {
    /// What it says of itself.
    pub(super) fn words(&self) -> Option<Words> {
        laid::read(self.words).ok()
    }

    /// Its check, to be read when a draft gives it something to tell. Whoever makes a lexicon for it asks for its `phrases`.
    pub(super) fn check(&'static self) -> Box<dyn Check> {
        let read = || self.kind().and_then(|kind| (kind.read_laid)(self.options));
        Box::new(Unread::new(self.occasion, move || read().unwrap_or_else(|| unreachable!("{} was proved", self.id))))
    }

    /// The kind of its check.
    pub(super) fn kind(&self) -> Option<&'static CheckKind> {
        CHECKS.iter().find(|kind| kind.name == self.kind)
    }
}

/// The whole file of a shipped rule. It lies by itself, so that a program that proves and explains none does not carry it.
pub(super) fn text(id: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(rule, _)| *rule == id).map(|(_, text)| *text)
}

/// The text of a built-in profile.
pub(super) fn profile(name: &str) -> Option<&'static str> {
    PROFILES.iter().find(|(profile, _)| *profile == name).map(|(_, text)| *text)
}

/// What a built-in profile is for, as its first line says it.
pub fn profile_is_for(name: &str) -> Option<&'static str> {
    profile(name)?.lines().next()?.strip_prefix("# ")
}

/// The names of the built-in profiles, sorted.
pub fn profiles() -> Vec<&'static str> {
    PROFILES.iter().map(|(name, _)| *name).collect()
}
