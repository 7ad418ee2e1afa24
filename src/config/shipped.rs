//! The profiles and rules that ship with copydesk.

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// What a built-in file's name begins with, a profile's in `extends` too.
pub(super) const BUILTIN: &str = "copydesk:";
/// The profile of whoever names none.
pub(super) const STANDARD: &str = "standard";

/// A rule as it ships: no run has to read its file as TOML.
pub(super) struct ShippedRule {
    pub(super) id: &'static str,
    /// Its levels, as it names them.
    pub(super) level: Option<&'static str>,
    pub(super) strict: Option<&'static str>,
    /// All before its examples, laid down by `build.rs`: a [`TomlTable`](super::value::TomlTable).
    pub(super) head: &'static [u8],
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
