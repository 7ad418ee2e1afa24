//! The endings of words.

use crate::prose::token::key_of;

/// A word without a plural's ending.
pub(in crate::prose::grammar) fn singular(word: &str) -> &str {
    word.trim_end_matches('s')
}

/// The key of a word without its ending: "destroys", "destroyed" and "destroying" are one.
pub(in crate::prose::grammar) fn stem(word: &str) -> u64 {
    let mut word = word.to_lowercase();
    for (ending, instead) in [("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2 && !stem.ends_with('s')) {
            word = format!("{stem}{instead}");
            break;
        }
    }
    key_of(&word)
}
