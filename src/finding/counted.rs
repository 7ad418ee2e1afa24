//! How many of a thing, in words.

/// “1 draft”, “2 drafts”: `noun` takes an s for more than one.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
