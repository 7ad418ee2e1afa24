//! The profiles and rules that ship with copydesk, as texts.

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// What a built-in file's name begins with, a profile's in `extends` too.
pub(super) const BUILTIN: &str = "copydesk:";
/// The profile of whoever names none.
pub(super) const STANDARD: &str = "standard";
/// The folder of the profiles.
const PROFILES: &str = "profiles/";

/// Id and text of each rule.
pub(super) fn rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.into_iter().filter(|(name, _)| name.contains('/') && !name.starts_with(PROFILES))
}

/// The text of a built-in profile.
pub(super) fn profile(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(file, _)| file.strip_prefix(PROFILES) == Some(name)).map(|(_, text)| *text)
}

/// What a built-in profile is for, as its first line says it.
pub fn profile_is_for(name: &str) -> Option<&'static str> {
    profile(name)?.lines().next()?.strip_prefix("# ")
}

/// The names of the built-in profiles, sorted.
pub fn profiles() -> Vec<&'static str> {
    FILES.iter().filter_map(|(name, _)| name.strip_prefix(PROFILES)).collect()
}
