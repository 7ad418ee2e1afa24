//! What moment it is, as files write it, in UTC: the same at any time where `SOURCE_DATE_EPOCH` says which one a build is of.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

/// The variable that says the moment, in seconds since 1970.
const EPOCH: &str = "SOURCE_DATE_EPOCH";
const DAY: u64 = 24 * 60 * 60;
/// The last day that four digits can write, by its number since 1970.
const LAST: u64 = 2_932_896;

/// This day, as `2024-05-31`.
pub(super) fn today() -> String {
    day(seconds() / DAY)
}

/// This moment, as `2024-05-31T08:00:00Z`.
pub(super) fn now() -> String {
    moment(seconds())
}

fn seconds() -> u64 {
    let said = env::var(EPOCH).ok().and_then(|epoch| epoch.trim().parse().ok());
    said.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default())
}

fn moment(seconds: u64) -> String {
    let second = seconds % DAY;
    format!("{}T{:02}:{:02}:{:02}Z", day(seconds / DAY), second / 3600, second / 60 % 60, second % 60)
}

/// A day by its number since 1970, in the calendar: years begin with March, so that the odd day is their last.
fn day(since: u64) -> String {
    let days = since.min(LAST) + 719_468;
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
    fn moments_are_those_of_the_calendar() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (59 * DAY, "1970-03-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_717_142_400, "2024-05-31T08:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(moment(seconds), written);
        }
        assert!(moment(u64::MAX).starts_with("9999-12-31"));
    }
}
