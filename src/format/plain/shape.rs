//! What a line looks like: a title, a heading, a date, the name of a writer.

const BYLINES: &str = include_str!("../../../rules/lists/formats/byline-openers.txt");
const DATELINES: &str = include_str!("../../../rules/lists/formats/dateline-words.txt");
const MONTHS: &str = include_str!("../../../rules/lists/figures/months.txt");
const WEEKDAYS: &str = include_str!("../../../rules/lists/figures/weekdays.txt");

/// The words of a shipped list.
pub(in crate::format) fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a line ends as a sentence does, marks of quotation left aside.
pub(in crate::format) fn stops(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Whether a line may be the title or the standfirst: short, without a full stop.
pub(in crate::format) fn is_title_like(line: &str) -> bool {
    const LONGEST: usize = 130;
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')']);
    line.len() < LONGEST * 4 && line.chars().count() < LONGEST && !bare.ends_with(['.', ':', ';', ',', '-', '–', '—'])
}

/// Whether a line is too little to mean anything: `in ,`.
pub(in crate::format) fn is_residue(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words < 2 || line.chars().filter(|char| char.is_alphabetic()).count() < 8
}

/// How many words with a letter a line has.
pub(in crate::format) fn words(line: &str) -> usize {
    line.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count()
}

/// Whether a line is surely a heading between paragraphs.
pub(in crate::format) fn is_heading(line: &str) -> bool {
    const LONGEST: usize = 60;
    if line.len() > LONGEST * 4 || line.chars().count() > LONGEST {
        return false;
    }
    let letters = line.chars().filter(|char| char.is_alphabetic()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    line.starts_with(char::is_uppercase)
        && line.ends_with(char::is_alphanumeric)
        && letters >= 6
        && digits <= 4
        && digits * 5 <= letters
        && !line.contains(['"', '“', '”', '‘', '\t', '@', '|'])
        && !line.contains("://")
        && !is_byline(line)
}

/// Whether a line says who wrote, where or when, and nothing else.
pub(in crate::format) fn is_byline(line: &str) -> bool {
    const LONGEST: usize = 120;
    if line.len() > LONGEST {
        return false;
    }
    let names = |start: &str| {
        let starts = line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        let rest = line.get(start.len()..).and_then(|rest| rest.strip_prefix(' '));
        starts && rest.is_some_and(|rest| rest.starts_with(|char: char| !char.is_lowercase()))
    };
    listed(BYLINES).any(names) || is_date(line)
}

/// Whether a line is a date, perhaps behind a place in capitals and before a time.
fn is_date(line: &str) -> bool {
    let words = line
        .split(|char: char| char.is_whitespace() || matches!(char, ',' | '.' | '(' | ')' | '|' | ':' | '/' | '—' | '–' | '-'));
    let mut named = false;
    for word in words.filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|char: char| char.is_ascii_lowercase());
        let is_number = digits.len() <= 4 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = is_calendar(word);
        named |= is_name;
        let is_place = word.len() > 1 && !word.contains(char::is_lowercase);
        if !is_number && !is_name && !is_place && !is_filler(word) {
            return false;
        }
    }
    named || !line.is_empty() && line.len() <= 20 && line.bytes().filter(u8::is_ascii_digit).count() >= 6
}

/// Whether a word names a month or a day of the week, perhaps cut to three letters.
fn is_calendar(word: &str) -> bool {
    let is_name = |name: &str| {
        let cut = name.get(..3).is_some_and(|cut| word.len() == 3 && cut.eq_ignore_ascii_case(word));
        cut || name.eq_ignore_ascii_case(word)
    };
    word.starts_with(char::is_uppercase) && listed(MONTHS).chain(listed(WEEKDAYS)).any(is_name)
}

fn is_filler(word: &str) -> bool {
    listed(DATELINES).any(|filler| word.eq_ignore_ascii_case(filler))
}
