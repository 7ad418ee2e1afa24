//! The words that a grammar itself knows: their keys, made when copydesk is built.

/// The keys of some words and marks, small letters in ASCII.
macro_rules! words {
    [$($word:literal),* $(,)?] => {
        const { &[$($crate::prose::token::key($word)),*] }
    };
}
