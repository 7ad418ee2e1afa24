//! Which of the documents that have a text were published close enough to one another.

use super::cluster::likeness;
use super::inside::{SHARE, least};
use super::passages::RuleView;
use super::place::{CopyPlace, settle};
use super::ruler::Ruler;

/// The places of a text, taken apart where nothing was published for longer than is asked: in each part, each document was published within
/// so many days of another. Of documents that say no date nobody knows when they were: they are a part by themselves.
pub(super) fn windows(view: RuleView<'_>, places: Vec<CopyPlace>) -> Vec<Vec<CopyPlace>> {
    let within = places.first().map_or(0, |first| view.seen.asks(first.document as u32).within);
    if within == 0 {
        return vec![places];
    }
    let first = places[0].clone();
    let (mut found, mut undated) = (Vec::new(), Vec::new());
    let mut dated: Vec<(i64, CopyPlace)> = Vec::new();
    for place in places {
        match view.seen.date(place.document as u32) {
            0 => undated.push(place),
            date => dated.push((day(date), place)),
        }
    }
    dated.sort_by_key(|(day, place)| (*day, place.document));
    for part in dated.chunk_by(|(before, _), (after, _)| after - before <= i64::from(within)) {
        found.push(part.iter().map(|(_, place)| place.clone()).collect());
    }
    found.push(undated);
    found.retain(|part: &Vec<CopyPlace>| part.len() > 1);
    found.into_iter().map(|part| led(view, &first, part)).collect()
}

/// Puts what the others are copies of first: the wording of `leader`, or else the earliest, and then only what is a copy of that stays.
fn led(view: RuleView<'_>, leader: &CopyPlace, mut places: Vec<CopyPlace>) -> Vec<CopyPlace> {
    let seen = view.seen;
    let words = |place: &CopyPlace| seen.words(place.numbers.start);
    let key = |place: &CopyPlace| seen.key(place.numbers.start);
    let leads = |place: &CopyPlace| !place.is_part() && key(place) == key(leader);
    places.sort_by_key(|place| (place.is_part(), !leads(place)));
    let leading =
        places.iter().filter(|place| place.is_part() == places[0].is_part() && leads(place) == leads(&places[0])).count();
    settle(&mut places, leading, seen);
    let first = places[0].clone();
    if leads(&first) {
        return places;
    }
    let (mut ruler, asks) = (Ruler::new(), seen.asks(first.document as u32));
    ruler.set(&words(&first));
    places[0].likeness = 1.0;
    let mut stays = |place: &mut CopyPlace| -> Option<()> {
        if !first.is_part() && !place.is_part() {
            place.likeness = likeness(&mut ruler, asks, &words(&first), &words(place))?;
            return Some(());
        }
        let whole = words(&first).len() as f64;
        let wanted = if first.is_part() { least(asks) } else { (whole * SHARE).ceil() as usize };
        let run = ruler.run(&words(place), wanted)?;
        place.likeness = if first.is_part() { 1.0 } else { run.words as f64 / whole };
        place.run = Some((run.there, run.words));
        Some(())
    };
    let mut rest = places.split_off(1);
    rest.retain_mut(|place| stays(place).is_some());
    places.append(&mut rest);
    places
}

/// The days from a fixed day to a date of eight digits (Hinnant, “chrono-compatible low-level date algorithms”).
fn day(date: u32) -> i64 {
    let (month, day) = (i64::from(date / 100 % 100).clamp(1, 12), i64::from(date % 100).clamp(1, 31));
    let year = i64::from(date / 10_000) - i64::from(month <= 2);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + of_year
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_go_on_over_months_and_years() {
        for (before, after, days) in [
            (20240228, 20240301, 2),
            (20230228, 20230301, 1),
            (20231231, 20240101, 1),
            (20000101, 20010101, 366),
            (19991201, 20000301, 91),
        ] {
            assert_eq!(day(after) - day(before), days, "from {before} to {after}");
        }
    }
}
