//! Who reads, and by which command: never what a repository says.

use std::env;
use std::fs;

use etcetera::BaseStrategy as _;
use serde::Deserialize;

use super::super::terminal::Refusal;

/// The variable that names the command of the user's own reader.
const VARIABLE: &str = "COPYDESK_READER";
/// The file of the user's own configuration that names it, in the folder for such files.
const FILE: &str = "copydesk/reader.toml";

/// The user's own configuration of a reader.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnReader {
    command: String,
}

/// The command of a reader: as it is said, or else that of the environment, or of the user's own configuration.
pub(super) fn command(said: &str) -> Result<String, Refusal> {
    if !said.trim().is_empty() {
        return Ok(said.to_owned());
    }
    if let Some(command) = env::var(VARIABLE).ok().filter(|command| !command.trim().is_empty()) {
        return Ok(command);
    }
    let folder = etcetera::choose_base_strategy().map(|strategy| strategy.config_dir()).ok();
    let Some(file) = folder.map(|folder| folder.join(FILE)).filter(|file| file.is_file()) else {
        return Err(format!("--reader names no command, nor does {VARIABLE} or {FILE} in your own configuration"));
    };
    let told = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
    let text = fs::read_to_string(&file).map_err(|error| told(&error))?;
    let own: OwnReader = toml::from_str(&text).map_err(|error| told(&error.message()))?;
    match own.command.trim().is_empty() {
        true => Err(told(&"`command` is empty")),
        false => Ok(own.command),
    }
}

/// The name under which is read: as it is said, or that of the user, or of a program that nobody named.
pub(super) fn is_reading(said: Option<&str>, is_program: bool) -> Result<String, Refusal> {
    let name = match said {
        Some(name) => name.to_owned(),
        None if is_program => "reader".to_owned(),
        None => {
            ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok()).unwrap_or_else(|| "editor".to_owned())
        }
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > 80 {
        true => Err("--as takes a name of one line".to_owned()),
        false => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_is_said_goes_before_all_others_and_names_are_one_line() {
        assert_eq!(command("cat").unwrap(), "cat");
        assert_eq!(is_reading(Some(" ana  b "), false).unwrap(), "ana b");
        assert_eq!(is_reading(None, true).unwrap(), "reader");
        assert!(is_reading(Some("\u{1b}[2J"), false).is_err() && is_reading(Some(" "), true).is_err());
    }
}
