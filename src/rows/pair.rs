//! Two passages of rows, held against one another.

use serde::Serialize;

use crate::check::across;

/// Passages that have one shingle are held against one another: each against each where so many have it at most, and else each against the
/// next by their keys.
pub const REACH: usize = across::EACH;

/// How alike two passages are, as JSON says it.
#[derive(Serialize)]
struct JsonLikeness {
    likeness: f64,
    slots: bool,
    run: usize,
}

/// How alike two passages are, by the `words` of their prints: as one object of JSON.
///
/// # Errors
/// What is wrong with the words.
pub fn compared(first: &str, second: &str) -> Result<String, String> {
    let likeness = across::compare(&words(first)?, &words(second)?);
    let json = JsonLikeness { likeness: likeness.share, slots: likeness.slots, run: likeness.run };
    serde_json::to_string(&json).map_err(|error| error.to_string())
}

fn words(written: &str) -> Result<Vec<u16>, String> {
    let word = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let words = written.as_bytes().chunks(4).map(word).collect::<Option<_>>();
    words.ok_or_else(|| "these are no `words` of a print: four digits of base 16 for each word".to_owned())
}
