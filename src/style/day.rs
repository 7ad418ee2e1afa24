//! A day as front matter writes it: `2026-05-05`, `2026/05/05`, `05.05.2026`, `5 May 2026`, `May 5, 2026`.

/// The day that a text begins with, as eight digits: 20260505; `None` where it may be another, as `01/02/2027` may. `months` are the names of
/// the months in order, by whose first three letters they are known.
pub(super) fn day(text: &str, months: &[String]) -> Option<u32> {
    let mut parts = parts(text);
    let month = |word: &str| -> Option<u32> {
        let same = |name: &String| name.get(..3).zip(word.get(..3)).is_some_and(|(name, word)| name.eq_ignore_ascii_case(word));
        months.iter().take(12).position(same).map(|number| number as u32 + 1)
    };
    let is_word = |word: &str| word.starts_with(char::is_alphabetic);
    // “Tue, 5 May 2026”, “5th May”: such words say nothing.
    if parts.first().is_some_and(|(word, _)| is_word(word) && month(word).is_none()) {
        parts.remove(0);
    }
    if parts.get(1).is_some_and(|(word, gap)| is_word(word) && gap.is_empty()) {
        parts.remove(1);
    }
    let [(one, _), (two, first), (three, second), ..] = parts[..] else { return None };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4);
    let is_year = |text: &str| text.len() == 4 && number(text).is_some();
    let (year, month, day) = match (is_year(one), is_year(three)) {
        (true, _) if ["-", "/", "."].contains(&first) && first == second => (number(one)?, number(two)?, number(three)?),
        (false, true) if is_word(one) => (number(three)?, month(one)?, number(two)?),
        (false, true) if is_word(two) => (number(three)?, month(two)?, number(one)?),
        (false, true) if first.trim() == "." => (number(three)?, number(two)?, number(one)?),
        (false, true) => match (number(one)?, number(two)?) {
            (day, month) if day > 12 || day == month => (number(three)?, month, day),
            (month, day) if day > 12 => (number(three)?, month, day),
            _ => return None,
        },
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(year * 10_000 + month * 100 + day)
}

/// Runs of digits and runs of letters, each with what parts it from the one before.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let (mut found, mut end) = (Vec::new(), 0);
    let mut rest = text.char_indices().peekable();
    while let Some((start, char)) = rest.next() {
        if !char.is_alphanumeric() {
            continue;
        }
        let same = |next: &char| next.is_alphanumeric() && next.is_ascii_digit() == char.is_ascii_digit();
        let mut last = start + char.len_utf8();
        while let Some((at, next)) = rest.next_if(|(_, next)| same(next)) {
            last = at + next.len_utf8();
        }
        found.push((&text[start..last], &text[end..start]));
        end = last;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it_or_not_at_all() {
        let months = ["january", "february", "march", "april", "may", "june"].map(str::to_owned);
        let days =
            ["2026-05-05", "2026/05/05", "2026-05-05T10:00:00Z", "05.05.2026", "5 May 2026", "May 5, 2026", "5th May 2026"];
        for text in days.into_iter().chain(["Tue, 05 May 2026 10:00:00 GMT", "05/05/2026", "2026-5-5 08:00"]) {
            assert_eq!(day(text, &months), Some(20_260_505), "{text}");
        }
        assert_eq!(day("13/05/2026", &months), Some(20_260_513));
        assert_eq!(day("05/13/2026", &months), Some(20_260_513));
        for text in ["", "soon", "01/02/2027", "1777939200", "2026", "2026-13-01", "May 2026", "é 5"] {
            assert_eq!(day(text, &months), None, "{text}");
        }
    }
}
