//! Who reads, on which day, and by which command: never what a repository says.

use std::env;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

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

/// The day, in UTC, as records write it; that of `SOURCE_DATE_EPOCH`, where a build that is to come out the same again says so.
pub(super) fn today() -> String {
    let said = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default();
    day(said.unwrap_or_else(now) / (24 * 60 * 60))
}

/// A day by its number since 1970, in the calendar: years begin with March, so that the odd day is their last.
fn day(since: u64) -> String {
    let days = since + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * from_march + 2) / 5 + 1, if from_march < 10 { from_march + 3 } else { from_march - 9 });
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (since, shown) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_787, "2026-11-30"), (20_819, "2027-01-01")]
        {
            assert_eq!(day(since), shown);
        }
    }

    #[test]
    fn a_command_that_is_said_goes_before_all_others_and_names_are_one_line() {
        assert_eq!(command("cat").unwrap(), "cat");
        assert_eq!(is_reading(Some(" ana  b "), false).unwrap(), "ana b");
        assert_eq!(is_reading(None, true).unwrap(), "reader");
        assert!(is_reading(Some("\u{1b}[2J"), false).is_err() && is_reading(Some(" "), true).is_err());
    }
}
