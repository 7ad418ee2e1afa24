//! The profiles and rules that ship with copydesk, as texts.

use include_dir::{Dir, include_dir};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// What a built-in file's name begins with, a profile's in `extends` too.
pub(super) const BUILTIN: &str = "copydesk:";
/// The profile of whoever names none.
pub(super) const STANDARD: &str = "standard";

/// Id and text of each rule.
pub(super) fn rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    let families = FILES.dirs().filter(|family| !matches!(family.path().to_str(), Some("lists" | "profiles")));
    let file =
        |file: &'static include_dir::File<'static>| Some((file.path().to_str()?.strip_suffix(".toml")?, file.contents_utf8()?));
    families.flat_map(Dir::files).filter_map(file)
}

/// The text of a built-in profile.
pub(super) fn profile(name: &str) -> Option<&'static str> {
    // Paths are compared part by part, and this is done at every start.
    let path = format!("profiles/{name}.toml");
    let folder = FILES.dirs().find(|folder| folder.path().as_os_str() == "profiles")?;
    folder.files().find(|file| file.path().as_os_str() == path.as_str())?.contents_utf8()
}

/// What a built-in profile is for, as its first line says it.
pub fn profile_is_for(name: &str) -> Option<&'static str> {
    profile(name)?.lines().next()?.strip_prefix("# ")
}

/// The names of the built-in profiles, sorted.
pub fn profiles() -> Vec<&'static str> {
    let folder = FILES.get_dir("profiles").map_or(&[][..], Dir::entries);
    let mut names: Vec<_> = folder.iter().filter_map(|entry| entry.path().file_stem()?.to_str()).collect();
    names.sort_unstable();
    names
}
