//! windows-1252, a byte a character.
//!
//! `encoding_rs` knows it too, but reads and writes any encoding by one function, which carries the tables of all of them: a twentieth of what a page
//! that holds copydesk has to load.

/// What stands from 0x80 to 0x9F. Every other byte is the character of its number.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
const FIRST: u8 = 0x80;

/// The character of a byte.
pub(super) fn decoded(byte: u8) -> char {
    let high = byte.checked_sub(FIRST).and_then(|at| HIGH.get(usize::from(at)));
    high.copied().unwrap_or(char::from(byte))
}

/// The byte of a character; `None` for one that has none.
pub(super) fn encoded(char: char) -> Option<u8> {
    match HIGH.iter().position(|&high| high == char) {
        Some(at) => Some(FIRST + at as u8),
        None => u8::try_from(char).ok().filter(|&byte| decoded(byte) == char),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    #[test]
    fn every_byte_and_character_is_as_encoding_rs_has_it() {
        for byte in 0..=u8::MAX {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            assert_eq!(text, decoded(byte).to_string(), "{byte:#x}");
        }
        for char in '\0'..=char::MAX {
            let text = char.to_string();
            let (bytes, _, unmappable) = WINDOWS_1252.encode(&text);
            assert_eq!(encoded(char), (!unmappable).then(|| bytes[0]), "{char:?}");
        }
    }
}
